//! Signing in and out (登录): sessions, posts, passwords, the second factor. What a session is, is in `signed_in`.

use axum::Json;
use axum::extract::{Path, State as Held};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalog::RoleDef;
use ledger::{Act, PaperInput};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::account::{self, Account, Post, ShownPost, Told};
use crate::api::answer::{self, Items, Named};
use crate::api::attempts;
use crate::api::event::Event;
use crate::api::guard::{Viewer, needs_second, signed_out};
use crate::api::password;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::review;
use crate::api::signed_in::{LONGEST, Session, digest, end_all, keep, paper};
use crate::api::state::Shared;
use crate::context::{local, now};

/// Name of the cookie.
pub(crate) const COOKIE: &str = "tongtu_session";

/// Who is signed in, and as what.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Me {
    login: String,
    name: String,
    office: String,
    /// What it is called now.
    office_title: String,
    /// The post that the person acts in.
    post: PostName,
    /// All of one's posts.
    posts: Vec<ShownPost>,
    roles: Vec<Named>,
    #[schema(schema_with = answer::powers)]
    powers: Vec<String>,
    /// To be sent as `X-CSRF` with everything that changes something.
    csrf: String,
    must_change_password: bool,
    /// The second factor must be bound before anything else.
    must_enrol: bool,
    /// Whether one is bound.
    second_factor: bool,
    expires_at: String,
    /// What others did to the account, until it is read.
    told: Vec<ToldLine>,
}

/// What somebody else did to one's account.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ToldLine {
    at: String,
    who: String,
    what: String,
}

/// A post, by its name.
#[derive(Debug, Default, Serialize, utoipa::ToSchema)]
pub(crate) struct PostName {
    id: String,
    title: String,
}

/// A secret for the second factor.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SecondFactorOffer {
    /// Base32.
    secret: String,
    /// What an authenticator reads.
    uri: String,
    /// The same as a picture (SVG).
    qr_svg: String,
}

/// One of one's own sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MySession {
    id: String,
    /// With which browser, as it said.
    agent: String,
    created_at: String,
    seen_at: String,
    /// Whether it is the one that asks.
    current: bool,
}

/// What is typed to sign in.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct SignIn {
    login: String,
    password: String,
    /// Six digits of the second factor, once it is asked for.
    code: Option<String>,
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = Me), (status = 401, description = "wrong, second_factor"), (status = 429, description = "locked")))]
pub(crate) async fn sign_in(
    Held(state): Held<Shared>,
    headers: HeaderMap,
    Json(input): Json<SignIn>,
) -> Reply<Response> {
    let login = input.login.trim().to_lowercase();
    if login.len() > 64 || input.password.len() > 1024 {
        return Err(wrong());
    }
    // Read when it is its turn, and counted before it is over: a hundred guesses at the same moment are a hundred.
    let turn = password::turn().await?;
    let (world, at) = (state.world(), now());
    let found = account::find(&world.base, &login).await?;
    if let Some(seconds) = attempts::rests(&state, &login, found.as_ref(), at) {
        return Err(locked(seconds));
    }
    let kept = found.as_ref().filter(|it| it.active).map(|it| it.password.clone());
    let right = turn.verify(input.password, kept).await?;
    let refused = |rests: Option<u64>| rests.map_or_else(wrong, locked);
    let Some(mut account) = found.filter(|it| right && it.active) else {
        return Err(refused(attempts::failed(&state, &login, at).await?));
    };
    let secret = account.second.clone().filter(|_| state.demands_second());
    if let Some(secret) = &secret {
        let Some(code) = input.code.filter(|it| !it.trim().is_empty()) else {
            let text = "请输入动态口令（手机验证器上的 6 位数字）";
            return Err(Refusal::new(StatusCode::UNAUTHORIZED, "second_factor", text));
        };
        match password::second_step(secret, &code, at).filter(|it| *it > account.last_step) {
            Some(step) => account.last_step = step,
            None => return Err(refused(attempts::failed(&state, &login, at).await?)),
        }
    }
    if let Some(hold) = &account.hold {
        return Err(review::waits(hold));
    }
    let posts = account::posts(&world.base).await?;
    let post = account.posts.iter().find(|id| posts.iter().any(|it| it.id == **id && !it.closed));
    let Some(post) = post.cloned() else {
        return Err(Refusal::forbidden("账号还没有岗位，请找系统管理员"));
    };
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let (token, session) = Session::begin(&login, post, agent, at)?;
    let act = Act { who: account.name.clone(), office: String::new(), roles: Vec::new(), at };
    // Nothing to write down of an ordinary sign-in: two at the same moment do not meet. A code of the second factor opens
    // once; of two with the same code the one that saves second is refused.
    // What was agreed to on the machine, this process has not noticed: a save makes it read the account anew.
    let noticed = account.told.is_empty();
    if account.failed > 0 || account.locked_until.is_some() || secret.is_some() || !noticed {
        (account.failed, account.locked_until) = (0, None);
        account::save(&world.base, &act, &account, None).await?;
    }
    drop(turn);
    let key = digest(&token);
    let ended = state.sessions.put(key.clone(), session.clone());
    let mut papers = vec![PaperInput {
        note: Some(json!({ "login": login, "post": session.post }).to_string()),
        ..paper(&key, Some(&session))
    }];
    papers.extend(ended.iter().map(|it| paper(it, None)));
    // From here on whoever ends the sessions of this login ends this one too; what was done before is seen now.
    let opens = account::find(&world.base, &login).await?.is_some_and(|it| it.opens_as(&account));
    if !opens || !keep(&state, &act, &key, &papers).await? {
        state.sessions.drop(&[key]);
        return Err(wrong());
    }
    let me = me(&state, &session, &account, &posts);
    let cookie = cookie(&token, state.secure, LONGEST.as_secs());
    Ok(([(header::SET_COOKIE, cookie)], Json(me)).into_response())
}

fn wrong() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, "wrong", "登录名、密码或动态口令不对")
}

fn locked(seconds: u64) -> Refusal {
    let text = if seconds < 60 {
        format!("{seconds} 秒")
    } else {
        format!("{} 分钟", seconds.div_ceil(60))
    };
    Refusal::new(
        StatusCode::TOO_MANY_REQUESTS,
        "locked",
        format!("试错太多次，请过 {text}再试，或请管理员重置密码"),
    )
    .retry_after(seconds)
}

fn cookie(token: &str, secure: bool, seconds: i64) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn me(state: &Shared, session: &Session, account: &Account, posts: &[Post]) -> Me {
    let world = state.world();
    let catalog = &world.catalog;
    let held: Vec<&Post> = account
        .posts
        .iter()
        .filter_map(|id| posts.iter().find(|it| it.id == *id && !it.closed))
        .collect();
    let post = held.iter().find(|it| it.id == session.post);
    let roles: Vec<_> =
        post.iter().flat_map(|it| &it.roles).filter_map(|it| catalog.role(it)).collect();
    let mut powers: Vec<String> = roles.iter().flat_map(|it| it.powers.clone()).collect();
    powers.sort_unstable();
    powers.dedup();
    let must_enrol = state.demands_second() && account.second.is_none() && needs_second(&roles);
    let role = |it: &&RoleDef| Named { name: it.name.clone(), label: it.label.clone() };
    Me {
        login: account.login.clone(),
        name: account.name.clone(),
        office_title: post.map_or("", |it| catalog.offices.title(&it.office)).to_owned(),
        office: post.map(|it| it.office.clone()).unwrap_or_default(),
        post: post
            .map(|it| PostName { id: it.id.clone(), title: it.title.clone() })
            .unwrap_or_default(),
        roles: roles.iter().map(role).collect(),
        posts: held.into_iter().cloned().map(|it| ShownPost::new(catalog, it)).collect(),
        powers,
        csrf: session.csrf.clone(),
        must_change_password: account.must_change,
        must_enrol,
        second_factor: account.second.is_some(),
        expires_at: moment(session.ends_at()),
        told: account.told.iter().map(told_line).collect(),
    }
}

fn told_line(told: &Told) -> ToldLine {
    ToldLine { at: moment(told.at), who: told.who.clone(), what: told.what.clone() }
}

/// What was told is read; the audit chain keeps it.
#[utoipa::path(delete, path = "/api/v1/session/told", tag = "session", responses((status = 200, body = Me)))]
pub(crate) async fn read_told(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Json<Me>> {
    let mut account = own(&viewer).await?;
    if !account.told.is_empty() {
        account.told.clear();
        account::save(&viewer.base, &viewer.act(), &account, None).await?;
    }
    tell(&state, &viewer).await
}

/// Whether a missing session is no refusal.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asking {
    /// Anything: who is not signed in reads null instead of a refusal, so that a first visit is no error.
    ask: String,
}

/// Who is signed in, and as what.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", params(Asking), responses((status = 200, body = Option<Me>), (status = 401)))]
pub(crate) async fn who(
    Held(state): Held<Shared>,
    Query(asking): Query<Asking>,
    viewer: Reply<Viewer>,
) -> Reply<Json<Option<Me>>> {
    match viewer {
        Ok(viewer) => Ok(Json(Some(tell(&state, &viewer).await?.0))),
        Err(refusal) if !asking.ask.is_empty() && refusal.is_signed_out() => Ok(Json(None)),
        Err(refusal) => Err(refusal),
    }
}

async fn tell(state: &Shared, viewer: &Viewer) -> Reply<Json<Me>> {
    let base = &viewer.base;
    let account = own(viewer).await?;
    Ok(Json(me(state, &viewer.session, &account, &account::posts(base).await?)))
}

async fn own(viewer: &Viewer) -> Reply<Account> {
    let found = account::find(&viewer.base, &viewer.login).await?;
    found.ok_or_else(|| Refusal::not_found("账号已不在"))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)))]
pub(crate) async fn sign_out(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Response> {
    let key = digest(&viewer.token);
    state.sessions.drop(std::slice::from_ref(&key));
    viewer.base.write_papers(&viewer.act(), &[paper(&key, None)]).await?;
    state.tell(Event::Rights);
    let gone = cookie("", state.secure, 0);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, gone)]).into_response())
}

/// Another post of one's own.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ToPost {
    post: String,
}

/// Acts in another of one's posts from now on.
#[utoipa::path(post, path = "/api/v1/session/post", tag = "session", request_body = ToPost, responses((status = 200, body = Me)))]
pub(crate) async fn to_post(
    Held(state): Held<Shared>,
    mut viewer: Viewer,
    Json(input): Json<ToPost>,
) -> Reply<Json<Me>> {
    let account = own(&viewer).await?;
    let posts = account::posts(&viewer.base).await?;
    let open = posts.iter().any(|it| it.id == input.post && !it.closed);
    if !open || !account.posts.contains(&input.post) {
        return Err(Refusal::forbidden("这不是您的岗位"));
    }
    viewer.session.post.clone_from(&input.post);
    let key = digest(&viewer.token);
    state.sessions.move_to(&key, &input.post);
    if !keep(&state, &viewer.act(), &key, &[paper(&key, Some(&viewer.session))]).await? {
        return Err(signed_out());
    }
    state.tell(Event::Rights);
    tell(&state, &viewer).await
}

/// The old password and the new one.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct NewPassword {
    old: String,
    new: String,
}

/// Changes one's own password; other sessions of the account end.
#[utoipa::path(post, path = "/api/v1/session/password", tag = "session", request_body = NewPassword, responses((status = 200, body = Me), (status = 422)))]
pub(crate) async fn new_password(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<NewPassword>,
) -> Reply<Json<Me>> {
    if input.old.len() > 1024 || input.new.len() > 1024 {
        return Err(password_finding("原密码", "密码太长"));
    }
    let (turn, at) = (password::turn().await?, now());
    let mut account = own(&viewer).await?;
    if let Some(seconds) = attempts::rests(&state, &viewer.login, Some(&account), at) {
        return Err(locked(seconds));
    }
    // A screen that nobody watches is no place to guess at either.
    if !turn.verify(input.old.clone(), Some(account.password.clone())).await? {
        let rests = attempts::failed(&state, &viewer.login, at).await?;
        return Err(rests.map_or_else(|| password_finding("原密码", "原密码不对"), locked));
    }
    drop(turn);
    if let Some(what) = password::weakness(&input.new, &account.login, &account.name) {
        return Err(password_finding("新密码", what));
    }
    if input.new == input.old {
        return Err(password_finding("新密码", "新密码与原密码一样"));
    }
    account.password = password::hash(&input.new).await?;
    account.must_change = false;
    (account.failed, account.locked_until) = (0, None);
    let mut papers = vec![account::paper(&account, Some("改密码"))?];
    papers.extend(review::beginning(&viewer).await?);
    viewer.base.write_papers(&viewer.act(), &papers).await?;
    end_all(&state, &viewer.login, Some(&viewer.session.id)).await?;
    tell(&state, &viewer).await
}

fn password_finding(field: &str, what: &str) -> Refusal {
    let place = terms::Place::Field {
        ledger: "密码".to_owned(),
        record: String::new(),
        field: field.to_owned(),
    };
    Refusal::findings(vec![terms::Finding::must("password", place, what, "")])
}

/// Offers a secret for the second factor, as text and as a picture.
#[utoipa::path(post, path = "/api/v1/session/second-factor", tag = "session", responses((status = 200, body = SecondFactorOffer)))]
pub(crate) async fn offer_second(viewer: Viewer) -> Reply<Json<SecondFactorOffer>> {
    let mut account = own(&viewer).await?;
    if account.second.is_some() {
        return Err(Refusal::bad("已经绑定了动态口令；换手机请找系统管理员解绑"));
    }
    let secret = password::second_secret()?;
    account.second_offered = Some(secret.clone());
    account::save(&viewer.base, &viewer.act(), &account, None).await?;
    let bureau = viewer.catalog.bureau.as_ref().map_or("通途", |it| it.name.as_str());
    let (uri, picture) = password::second_picture(&secret, &account.login, bureau)?;
    Ok(Json(SecondFactorOffer { secret, uri, qr_svg: picture }))
}

/// The six digits.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Code {
    code: String,
}

/// Binds the offered second factor, once a code proves that it was taken.
#[utoipa::path(post, path = "/api/v1/session/second-factor/confirm", tag = "session", request_body = Code, responses((status = 200, body = Me)))]
pub(crate) async fn confirm_second(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Code>,
) -> Reply<Json<Me>> {
    let mut account = own(&viewer).await?;
    let Some(secret) = account.second_offered.take() else {
        return Err(Refusal::bad("请先取得二维码"));
    };
    let Some(step) = password::second_step(&secret, &input.code, now()) else {
        return Err(Refusal::bad("动态口令不对，请看手机上最新的 6 位数字再输一次"));
    };
    (account.second, account.last_step) = (Some(secret), step);
    account::save(&viewer.base, &viewer.act(), &account, Some("绑定动态口令")).await?;
    // The others gave none.
    end_all(&state, &viewer.login, Some(&viewer.session.id)).await?;
    tell(&state, &viewer).await
}

/// One's own sessions.
#[utoipa::path(get, path = "/api/v1/session/sessions", tag = "session", responses((status = 200, body = Items<MySession>)))]
pub(crate) async fn sessions(Held(state): Held<Shared>, viewer: Viewer) -> Json<Items<MySession>> {
    let time = |at| local(at).strftime("%Y-%m-%d %H:%M").to_string();
    let own = state.sessions.of(&viewer.login).into_iter().map(|(_, it)| MySession {
        created_at: time(it.created_at),
        seen_at: time(it.seen_at),
        current: it.id == viewer.session.id,
        id: it.id,
        agent: it.agent,
    });
    Json(Items { items: own.collect() })
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/api/v1/session/sessions/{id}", tag = "session", params(("id" = String, Path)), responses((status = 204), (status = 404)))]
pub(crate) async fn end_session(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Reply<StatusCode> {
    let own = state.sessions.of(&viewer.login).into_iter().find(|it| it.1.id == id);
    let Some((key, _)) = own else { return Err(Refusal::not_found("没有这个会话")) };
    state.sessions.drop(std::slice::from_ref(&key));
    viewer.base.write_papers(&viewer.act(), &[paper(&key, None)]).await?;
    state.tell(Event::Rights);
    Ok(StatusCode::NO_CONTENT)
}
