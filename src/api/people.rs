//! Administration of people (账号与岗位管理): users, posts, roles, handover. Who administers may not read business data.

use axum::extract::{Path, State as Held};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use catalog::Catalog;
use serde::{Deserialize, Serialize};
use terms::{Finding, Place};

use crate::api::account::{self, Account, Post, ShownPost};
use crate::api::answer::Items;
use crate::api::enact::not_own;
use crate::api::event::Event;
use crate::api::guard::Viewer;
use crate::api::password;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::review;
use crate::api::signed_in::end_all;
use crate::api::state::Shared;
use crate::context::now;

/// Routes of the administration of people.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users", get(users).post(new_user))
        .route("/users/{login}", get(user).put(change_user))
        .route("/users/{login}/password", post(reset_password))
        .route("/users/{login}/second-factor/reset", post(reset_second))
        .route("/users/{login}/revoke", post(revoke))
        .route("/posts", get(posts).post(new_post))
        .route("/posts/{id}", put(change_post))
        .route("/handover", post(hand_over))
}

fn administrator(viewer: &Viewer) -> Reply<()> {
    viewer.need_power("administer", "管理账号")
}

impl From<&Account> for User {
    fn from(account: &Account) -> User {
        User {
            login: account.login.clone(),
            name: account.name.clone(),
            posts: account.posts.clone(),
            active: account.active,
            must_change_password: account.must_change,
            second_factor: account.second.is_some(),
            failed: account.failed,
            locked_until: account.locked_until.filter(|it| *it > now()).map(moment),
            held: account.hold.as_ref().map(|it| it.done.join("、")),
        }
    }
}

/// A user as the administrator sees them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct User {
    login: String,
    name: String,
    /// Ids of the posts.
    posts: Vec<String>,
    active: bool,
    must_change_password: bool,
    /// Whether one is bound.
    second_factor: bool,
    /// Failed attempts since the last success.
    failed: u32,
    locked_until: Option<String>,
    /// What waits for a second person before anybody signs in; null where nothing does.
    held: Option<String>,
}

/// A user who was just made, with the one-time password.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MadeUser {
    #[serde(flatten)]
    user: User,
    one_time_password: String,
}

/// A one-time password; it is told once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OneTimePassword {
    one_time_password: String,
}

/// How many sessions were ended.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Ended {
    ended: usize,
}

/// A post with who holds it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HeldPost {
    #[serde(flatten)]
    post: ShownPost,
    /// Their names.
    holders: Vec<String>,
}

/// All users, never with their passwords.
#[utoipa::path(get, path = "/api/v1/users", tag = "people", responses((status = 200, body = Items<User>), (status = 403)))]
pub(crate) async fn users(viewer: Viewer) -> Reply<Json<Items<User>>> {
    administrator(&viewer)?;
    let all = account::all(&viewer.base).await?;
    Ok(Json(Items { items: all.iter().map(User::from).collect() }))
}

/// A user as the administrator wants it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct UserInput {
    #[serde(default)]
    login: String,
    name: String,
    posts: Vec<String>,
    #[serde(default = "yes")]
    active: bool,
}

fn yes() -> bool {
    true
}

/// Makes a user; the one-time password is in the answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/users", tag = "people", request_body = UserInput, responses((status = 201, body = MadeUser), (status = 403), (status = 422)))]
pub(crate) async fn new_user(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<UserInput>,
) -> Reply<(StatusCode, Json<MadeUser>)> {
    administrator(&viewer)?;
    let once = password::one_time()?;
    let mut made = Account {
        login: input.login.trim().to_lowercase(),
        name: input.name.trim().to_owned(),
        posts: input.posts,
        password: password::hash(&once).await?,
        active: input.active,
        must_change: true,
        ..Account::default()
    };
    let _turn = state.one_keeper().await;
    let all = account::all(&viewer.base).await?;
    let mut findings = account::check(&made, &all, &account::posts(&viewer.base).await?);
    if all.iter().any(|it| it.login == made.login) {
        let place = Place::Field {
            ledger: "账号".to_owned(),
            record: made.login.clone(),
            field: "登录名".to_owned(),
        };
        findings.push(Finding::must("account", place, "登录名已经有人用", "换一个登录名"));
    }
    if !findings.is_empty() {
        return Err(Refusal::findings(findings));
    }
    review::done(&viewer, &mut made, "新增账号").await?;
    account::save(&viewer.base, &viewer.act(), &made, Some("新增账号")).await?;
    let body = MadeUser { user: User::from(&made), one_time_password: once };
    Ok((StatusCode::CREATED, Json(body)))
}

async fn existing(viewer: &Viewer, login: &str) -> Reply<Account> {
    administrator(viewer)?;
    let found = account::find(&viewer.base, login).await?;
    found.ok_or_else(|| Refusal::not_found("没有这个账号"))
}

/// One user.
#[utoipa::path(get, path = "/api/v1/users/{login}", tag = "people", params(("login" = String, Path)), responses((status = 200, body = User), (status = 403), (status = 404)))]
pub(crate) async fn user(viewer: Viewer, Path(login): Path<String>) -> Reply<Json<User>> {
    Ok(Json(User::from(&existing(&viewer, &login).await?)))
}

/// Changes name, posts and whether the account is in use; a change of posts ends the user's sessions.
#[utoipa::path(put, path = "/api/v1/users/{login}", tag = "people", params(("login" = String, Path)), request_body = UserInput, responses((status = 200, body = User), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn change_user(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(login): Path<String>,
    Json(input): Json<UserInput>,
) -> Reply<Json<User>> {
    let _turn = state.one_keeper().await;
    let mut changed = existing(&viewer, &login).await?;
    let had = (changed.posts.clone(), changed.active);
    let called = changed.name.clone();
    changed.name = input.name.trim().to_owned();
    changed.posts = input.posts;
    changed.active = input.active;
    if login == viewer.login && had != (changed.posts.clone(), changed.active) {
        return Err(not_own("要改岗位或停用的账号"));
    }
    let all = account::all(&viewer.base).await?;
    let posts = account::posts(&viewer.base).await?;
    let mut findings = account::check(&changed, &all, &posts);
    findings.extend(keeps_administrator(&viewer, &changed, &all, &posts));
    if !findings.is_empty() {
        return Err(Refusal::findings(findings));
    }
    // Less than it was opens nothing to anybody; a name is whose records are one's own, and whose the trail says they are.
    if changed.name != called {
        review::done(&viewer, &mut changed, "改姓名").await?;
    }
    if changed.posts.iter().any(|it| !had.0.contains(it)) {
        review::done(&viewer, &mut changed, "增加岗位").await?;
    }
    if changed.active && !had.1 {
        review::done(&viewer, &mut changed, "恢复使用").await?;
    }
    account::save(&viewer.base, &viewer.act(), &changed, Some("修改账号")).await?;
    if changed.hold.is_some() || had != (changed.posts.clone(), changed.active) {
        end_all(&state, &login, None).await?;
    }
    Ok(Json(User::from(&changed)))
}

/// The last administrator stays one: a base that nobody can administer is lost.
fn keeps_administrator(
    viewer: &Viewer,
    changed: &Account,
    all: &[Account],
    posts: &[Post],
) -> Option<Finding> {
    let administers = |account: &Account| {
        let held = posts.iter().filter(|it| !it.closed && account.posts.contains(&it.id));
        let mut roles = held.flat_map(|it| &it.roles).filter_map(|it| viewer.catalog.role(it));
        account.active && roles.any(|it| it.has_power("administer"))
    };
    let others = all.iter().filter(|it| it.login != changed.login);
    if administers(changed) || others.into_iter().any(administers) {
        return None;
    }
    let place = Place::Whole { name: "账号".to_owned() };
    let what = "这样一改就没有系统管理员了";
    Some(Finding::must("last_administrator", place, what, "先让另一个账号担任系统管理员"))
}

/// Gives a new one-time password and ends the user's sessions.
#[utoipa::path(post, path = "/api/v1/users/{login}/password", tag = "people", params(("login" = String, Path)), responses((status = 200, body = OneTimePassword), (status = 403), (status = 404)))]
pub(crate) async fn reset_password(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(login): Path<String>,
) -> Reply<Json<OneTimePassword>> {
    let mut changed = existing(&viewer, &login).await?;
    let once = password::one_time()?;
    changed.password = password::hash(&once).await?;
    changed.must_change = true;
    (changed.failed, changed.locked_until) = (0, None);
    review::done(&viewer, &mut changed, "重置密码").await?;
    account::save(&viewer.base, &viewer.act(), &changed, Some("重置密码")).await?;
    end_all(&state, &login, None).await?;
    Ok(Json(OneTimePassword { one_time_password: once }))
}

/// Takes the second factor off, for a lost telephone; the next sign-in enrols anew.
#[utoipa::path(post, path = "/api/v1/users/{login}/second-factor/reset", tag = "people", params(("login" = String, Path)), responses((status = 204), (status = 403), (status = 404)))]
pub(crate) async fn reset_second(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(login): Path<String>,
) -> Reply<StatusCode> {
    let mut changed = existing(&viewer, &login).await?;
    (changed.second, changed.second_offered) = (None, None);
    review::done(&viewer, &mut changed, "解绑动态口令").await?;
    account::save(&viewer.base, &viewer.act(), &changed, Some("解绑动态口令")).await?;
    end_all(&state, &login, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all sessions of a user.
#[utoipa::path(post, path = "/api/v1/users/{login}/revoke", tag = "people", params(("login" = String, Path)), responses((status = 200, body = Ended), (status = 403), (status = 404)))]
pub(crate) async fn revoke(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(login): Path<String>,
) -> Reply<Json<Ended>> {
    let found = existing(&viewer, &login).await?;
    let ended = end_all(&state, &login, None).await?;
    account::save(&viewer.base, &viewer.act(), &found, Some("强制下线")).await?;
    Ok(Json(Ended { ended }))
}

/// All posts with who holds them.
#[utoipa::path(get, path = "/api/v1/posts", tag = "people", responses((status = 200, body = Items<HeldPost>), (status = 403)))]
pub(crate) async fn posts(viewer: Viewer) -> Reply<Json<Items<HeldPost>>> {
    administrator(&viewer)?;
    let accounts = account::all(&viewer.base).await?;
    let items = account::posts(&viewer.base).await?.into_iter().map(|post| {
        let held = accounts.iter().filter(|it| it.active && it.posts.contains(&post.id));
        HeldPost {
            holders: held.map(|it| it.name.clone()).collect(),
            post: ShownPost::new(&viewer.catalog, post),
        }
    });
    Ok(Json(Items { items: items.collect() }))
}

fn check_post(viewer: &Viewer, post: &Post) -> Vec<Finding> {
    let place = |field: &str| Place::Field {
        ledger: "岗位".to_owned(),
        record: post.title.clone(),
        field: field.to_owned(),
    };
    let mut findings = Vec::new();
    let mut say = |field: &str, what: &str, mend: &str| {
        findings.push(Finding::must("post", place(field), what, mend));
    };
    let good = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "_-".contains(it);
    if post.id.is_empty() || post.id.len() > 40 || !post.id.chars().all(good) {
        say("编号", "岗位编号不合规", "用小写字母、数字、横线或下划线，40 个以内");
    }
    if post.title.trim().is_empty() || post.title.chars().count() > 40 {
        say("名称", "岗位名称没有写，或超过 40 个字", "写岗位名称");
    }
    let office = viewer.catalog.offices.find(&post.office);
    if !office.is_some_and(|it| !it.closed && !it.shared) {
        say("股室", "没有这个股室，或已撤并", "从机构里选一个");
    }
    if post.roles.is_empty() || post.roles.iter().any(|it| viewer.catalog.role(it).is_none()) {
        say("角色", "没有选角色，或角色不存在", "至少选一个角色");
    }
    findings.extend(check_roles(&viewer.catalog, post));
    findings
}

/// Roles of a post that do not go together.
pub(crate) fn check_roles(catalog: &Catalog, post: &Post) -> Vec<Finding> {
    let roles = || post.roles.iter().filter_map(|it| catalog.role(it));
    let say = |what: &str, mend: &str| {
        let place = Place::Field {
            ledger: "岗位".to_owned(),
            record: post.title.clone(),
            field: "角色".to_owned(),
        };
        Finding::must("post", place, what, mend)
    };
    let mut findings = Vec::new();
    if post.roles.len() > 1 && roles().any(|it| it.has_power("administer")) {
        findings.push(say("系统管理员不能兼业务角色", "业务和系统管理分设两个岗位"));
    }
    if post.roles.len() > 1 && roles().any(|it| it.has_power("audit")) {
        findings.push(say("审计员不能兼其他角色", "审计单设一个岗位"));
    }
    findings
}

/// Makes a post.
#[utoipa::path(post, path = "/api/v1/posts", tag = "people", request_body = Post, responses((status = 201, body = Post), (status = 403), (status = 422)))]
pub(crate) async fn new_post(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Post>,
) -> Reply<(StatusCode, Json<Post>)> {
    administrator(&viewer)?;
    let _turn = state.one_keeper().await;
    let mut findings = check_post(&viewer, &input);
    if account::posts(&viewer.base).await?.iter().any(|it| it.id == input.id) {
        let place = Place::Whole { name: "岗位".to_owned() };
        findings.push(Finding::must("post", place, "岗位编号已经有了", "换一个编号"));
    }
    if !findings.is_empty() {
        return Err(Refusal::findings(findings));
    }
    account::save_post(&viewer.base, &viewer.act(), &input).await?;
    Ok((StatusCode::CREATED, Json(input)))
}

/// Changes a post; whoever is signed in with it is signed out.
#[utoipa::path(put, path = "/api/v1/posts/{id}", tag = "people", params(("id" = String, Path)), request_body = Post, responses((status = 200, body = Post), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn change_post(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
    Json(mut input): Json<Post>,
) -> Reply<Json<Post>> {
    administrator(&viewer)?;
    let _turn = state.one_keeper().await;
    input.id.clone_from(&id);
    let mut posts = account::posts(&viewer.base).await?;
    let Some(at) = posts.iter().position(|it| it.id == id) else {
        return Err(Refusal::not_found("没有这个岗位"));
    };
    let mut findings = check_post(&viewer, &input);
    let mut accounts = account::all(&viewer.base).await?;
    let own = accounts.iter().any(|it| it.login == viewer.login && it.posts.contains(&id));
    let rights = |it: &Post| (it.office.clone(), it.roles.clone(), it.closed);
    if own && rights(&posts[at]) != rights(&input) {
        return Err(not_own("这个岗位"));
    }
    let widens = input.roles.iter().any(|it| !posts[at].roles.contains(it))
        || input.office != posts[at].office
        || posts[at].closed && !input.closed;
    posts[at] = input.clone();
    findings.extend(keeps_administrator(&viewer, &Account::default(), &accounts, &posts));
    if !findings.is_empty() {
        return Err(Refusal::findings(findings));
    }
    let mut papers = vec![account::post_paper(&input)?];
    if widens {
        for holder in accounts.iter_mut().filter(|it| it.posts.contains(&id)) {
            review::done(&viewer, holder, "岗位换了角色或股室").await?;
            papers.push(account::paper(holder, Some("岗位换了角色或股室"))?);
        }
    }
    viewer.base.write_papers(&viewer.act(), &papers).await?;
    for holder in accounts.iter().filter(|it| it.posts.contains(&id) && it.login != viewer.login) {
        end_all(&state, &holder.login, None).await?;
    }
    // Whoever changes a post of their own stays signed in; what they listen to is opened anew.
    state.sessions.renew(&viewer.login);
    state.tell(Event::Rights);
    Ok(Json(input))
}

/// From whom to whom posts are handed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Handover {
    from: String,
    to: String,
    /// Ids of the posts; all of them when empty.
    #[serde(default)]
    posts: Vec<String>,
}

/// What was handed over.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HandoverAnswer {
    /// Name of the person.
    from: String,
    to: String,
    posts: Vec<HandedPost>,
    at: String,
}

/// A post that was handed over.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HandedPost {
    id: String,
    title: String,
    office: String,
    /// What the office is called now.
    office_title: String,
}

/// Hands posts of one person to another (交接): what is open stays with the post, so it goes along. Gives the list to
/// be signed.
#[utoipa::path(post, path = "/api/v1/handover", tag = "people", request_body = Handover, responses((status = 200, body = HandoverAnswer), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn hand_over(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Handover>,
) -> Reply<Json<HandoverAnswer>> {
    let _turn = state.one_keeper().await;
    let mut from = existing(&viewer, &input.from).await?;
    let mut to = existing(&viewer, &input.to).await?;
    if [&from.login, &to.login].contains(&&viewer.login) {
        return Err(not_own("移交或接收的账号"));
    }
    if from.login == to.login {
        return Err(Refusal::bad("移交人和接收人是同一个"));
    }
    let moving: Vec<String> = from
        .posts
        .iter()
        .filter(|it| input.posts.is_empty() || input.posts.contains(it))
        .cloned()
        .collect();
    if moving.is_empty() {
        return Err(Refusal::bad("没有可以移交的岗位"));
    }
    from.posts.retain(|it| !moving.contains(it));
    // Without a post nobody signs in; the account stays for the trail.
    from.active = from.active && !from.posts.is_empty();
    to.posts.extend(moving.iter().filter(|it| !to.posts.contains(it)).cloned().collect::<Vec<_>>());
    let (all, posts) = (account::all(&viewer.base).await?, account::posts(&viewer.base).await?);
    let others: Vec<Account> =
        all.into_iter().map(|it| if it.login == to.login { to.clone() } else { it }).collect();
    if let Some(finding) = keeps_administrator(&viewer, &from, &others, &posts) {
        return Err(Refusal::findings(vec![finding]));
    }
    review::done(&viewer, &mut to, "接收岗位").await?;
    let act = viewer.act();
    account::save_all(&viewer.base, &act, &[(&from, "移交岗位"), (&to, "接收岗位")]).await?;
    end_all(&state, &from.login, None).await?;
    end_all(&state, &to.login, None).await?;
    let moved = posts.into_iter().filter(|it| moving.contains(&it.id));
    let moved = moved.map(|it| HandedPost {
        id: it.id,
        title: it.title,
        office_title: viewer.office_title(&it.office),
        office: it.office,
    });
    let posts = moved.collect();
    Ok(Json(HandoverAnswer { from: from.name, to: to.name, posts, at: moment(act.at) }))
}
