//! Signing in and out (登录): sessions, posts, passwords, the second factor.
//!
//! A session is a random token in a strict cookie; the server keeps only its digest. Sessions live in memory and, so that a
//! restart signs nobody out, on the desk of the base.

use std::collections::BTreeMap;
use std::sync::RwLock;

use axum::Json;
use axum::extract::{Path, State as Held};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalog::RoleDef;
use jiff::{SignedDuration, Timestamp};
use ledger::{Act, Base, PaperInput};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::account::{self, Account, Post, ShownPost, Told};
use crate::api::answer::{self, Items, Named};
use crate::api::event::Event;
use crate::api::guard::{Viewer, needs_second};
use crate::api::password;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::review;
use crate::api::state::{Shared, system};
use crate::context::{local, now};

/// Name of the cookie.
pub(crate) const COOKIE: &str = "tongtu_session";
/// A session ends when nothing was asked for so long.
const IDLE: SignedDuration = SignedDuration::from_mins(120);
/// A session ends after so long in any case.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How often the time of the last request is written down.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// Failed attempts that are free of delay.
const FREE_ATTEMPTS: u32 = 5;
const KIND: &str = "session";

/// One sign-in (会话).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    /// Short public id, for the list of one's own sessions.
    pub(crate) id: String,
    pub(crate) login: String,
    /// The post that the person acts in now.
    pub(crate) post: String,
    pub(crate) csrf: String,
    #[serde(with = "crate::api::stamp")]
    pub(crate) created_at: Timestamp,
    #[serde(with = "crate::api::stamp")]
    pub(crate) seen_at: Timestamp,
    /// From where, and with which browser, as told.
    pub(crate) agent: String,
    /// Whether the second factor was given.
    pub(crate) second: bool,
    #[serde(skip)]
    noted_at: Option<Timestamp>,
    /// Counts the changes of the person's rights since the server started: what was opened under others ends.
    #[serde(skip)]
    rights: u64,
}

/// All sessions, by the digest of their token.
#[derive(Debug, Default)]
pub(crate) struct Sessions(RwLock<BTreeMap<String, Session>>);

impl Sessions {
    /// Those of a base, when the server starts.
    pub(crate) async fn load(&self, base: &Base, at: Timestamp) -> Reply<()> {
        let mut read = BTreeMap::new();
        for paper in base.papers(KIND).await? {
            let session = serde_json::from_str::<Session>(&paper.body);
            if let Some(session) = session.ok().filter(|it| it.stands(at)) {
                read.insert(paper.id, session);
            }
        }
        *self.0.write().unwrap_or_else(|it| it.into_inner()) = read;
        Ok(())
    }

    /// The session of a token, when it stands; notes that it was seen. Gives whether that should be written down.
    pub(crate) fn seen(&self, token: &str, at: Timestamp) -> Option<(Session, bool)> {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        let session = all.get_mut(&digest(token))?;
        if !session.stands(at) {
            return None;
        }
        session.seen_at = at;
        let note = session.noted_at.is_none_or(|it| at.duration_since(it) > NOTED_EVERY);
        if note {
            session.noted_at = Some(at);
        }
        Some((session.clone(), note))
    }

    /// Whether the session of a token stands, as [`Sessions::seen`], without being a sign of life.
    pub(crate) fn stands(&self, token: &str, at: Timestamp) -> bool {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        all.get(&digest(token)).is_some_and(|it| it.stands(at))
    }

    /// When it ends, as long as it stands with the rights that it had: in the same post, which is what it was.
    pub(crate) fn until(&self, token: &str, had: &Session, at: Timestamp) -> Option<Timestamp> {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        let now = all.get(&digest(token)).filter(|it| it.stands(at))?;
        (now.post == had.post && now.rights == had.rights).then(|| now.ends_at())
    }

    /// The rights of a login are not what they were.
    pub(crate) fn renew(&self, login: &str) {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        for session in all.values_mut().filter(|it| it.login == login) {
            session.rights += 1;
        }
    }

    /// Another post from now on; not where the session was ended meanwhile.
    fn move_to(&self, key: &str, post: &str) {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        if let Some(session) = all.get_mut(key) {
            post.clone_into(&mut session.post);
        }
    }

    fn put(&self, key: String, session: Session) {
        self.0.write().unwrap_or_else(|it| it.into_inner()).insert(key, session);
    }

    fn of(&self, login: &str) -> Vec<(String, Session)> {
        let all = self.0.read().unwrap_or_else(|it| it.into_inner());
        let own = all.iter().filter(|it| it.1.login == login);
        own.map(|(key, session)| (key.clone(), session.clone())).collect()
    }

    fn drop(&self, keys: &[String]) {
        let mut all = self.0.write().unwrap_or_else(|it| it.into_inner());
        for key in keys {
            all.remove(key);
        }
    }

    /// Number of people signed in, for the metrics.
    pub(crate) fn count(&self) -> usize {
        self.0.read().unwrap_or_else(|it| it.into_inner()).len()
    }
}

impl Session {
    fn stands(&self, at: Timestamp) -> bool {
        at.duration_since(self.seen_at) < IDLE && at.duration_since(self.created_at) < LONGEST
    }

    fn ends_at(&self) -> Timestamp {
        let idle = self.seen_at.saturating_add(IDLE).unwrap_or(self.seen_at);
        let longest = self.created_at.saturating_add(LONGEST).unwrap_or(self.seen_at);
        idle.min(longest)
    }
}

fn digest(token: &str) -> String {
    ledger::digest(token.as_bytes())
}

fn paper(key: &str, session: Option<&Session>) -> PaperInput {
    PaperInput {
        kind: KIND,
        id: key.to_owned(),
        version: None,
        body: session.and_then(|it| serde_json::to_string(it).ok()),
        note: None,
    }
}

/// Writes a session down.
pub(crate) async fn note_seen(base: &Base, token: &str, session: &Session) -> Reply<()> {
    Ok(base.write_papers(&system(), &[paper(&digest(token), Some(session))]).await?)
}

/// Ends sessions of a login: all of them, or all but one.
pub(crate) async fn end_all(state: &Shared, login: &str, but: Option<&str>) -> Reply<usize> {
    let own = state.sessions.of(login);
    let keys: Vec<String> =
        own.into_iter().filter(|it| but != Some(it.1.id.as_str())).map(|it| it.0).collect();
    state.sessions.drop(&keys);
    let papers: Vec<PaperInput> = keys.iter().map(|it| paper(it, None)).collect();
    if !papers.is_empty() {
        state.world().base.write_papers(&system(), &papers).await?;
        state.tell(Event::Rights);
    }
    Ok(keys.len())
}

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
    let (world, at) = (state.world(), now());
    let login = input.login.trim().to_lowercase();
    if login.len() > 64 || input.password.len() > 1024 {
        return Err(wrong());
    }
    let found = account::find(&world.base, &login).await?;
    if let Some(until) = found.as_ref().and_then(|it| it.locked_until).filter(|it| *it > at) {
        let seconds = u64::try_from(until.duration_since(at).as_secs()).unwrap_or(0) + 1;
        return Err(locked(seconds));
    }
    let hashed = found.as_ref().filter(|it| it.active).map(|it| it.password.clone());
    let right = password::verify(input.password, hashed).await?;
    let Some(mut account) = found.filter(|it| right && it.active) else {
        return Err(failed(&world.base, &login, at).await?);
    };
    let secret = account.second.clone().filter(|_| state.demands_second());
    if let Some(secret) = &secret {
        let Some(code) = input.code.filter(|it| !it.trim().is_empty()) else {
            let text = "请输入动态口令（手机验证器上的 6 位数字）";
            return Err(Refusal::new(StatusCode::UNAUTHORIZED, "second_factor", text));
        };
        match password::second_step(secret, &code, at).filter(|it| *it > account.last_step) {
            Some(step) => account.last_step = step,
            None => return Err(failed(&world.base, &login, at).await?),
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
    let token = password::token()?;
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let session = Session {
        id: password::token()?.chars().take(12).collect(),
        login: login.clone(),
        post,
        csrf: password::token()?,
        created_at: at,
        seen_at: at,
        agent: agent.chars().take(200).collect(),
        second: secret.is_some(),
        noted_at: Some(at),
        rights: 0,
    };
    let act = Act { who: account.name.clone(), office: String::new(), roles: Vec::new(), at };
    // Nothing to write down of an ordinary sign-in: two at the same moment do not meet. A code of the second factor opens
    // once; of two with the same code the one that saves second is refused.
    // What was agreed to on the machine, this process has not noticed: a save makes it read the account anew.
    let noticed = account.told.is_empty();
    if account.failed > 0 || account.locked_until.is_some() || secret.is_some() || !noticed {
        (account.failed, account.locked_until) = (0, None);
        account::save(&world.base, &act, &account, None).await?;
    }
    let note = PaperInput {
        note: Some(json!({ "login": login, "post": session.post }).to_string()),
        ..paper(&digest(&token), Some(&session))
    };
    world.base.write_papers(&act, &[note]).await?;
    state.sessions.put(digest(&token), session.clone());
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

/// Counts a failure; from the fifth on the account rests, twice as long each time, at most half an hour. Attempts at the
/// same moment do not undo each other's count: who loses the race counts again.
async fn failed(base: &Base, login: &str, at: Timestamp) -> Reply<Refusal> {
    for _ in 0..8 {
        let Some(mut account) = account::find(base, login).await? else { return Ok(wrong()) };
        account.failed += 1;
        let over = account.failed.saturating_sub(FREE_ATTEMPTS);
        let rests = (account.failed >= FREE_ATTEMPTS)
            .then(|| 60_i64.saturating_mul(1 << over.min(5)).min(1800));
        account.locked_until =
            rests.and_then(|it| at.saturating_add(SignedDuration::from_secs(it)).ok());
        let note = rests.map(|it| format!("连续试错{}次，停用{it}秒", account.failed));
        let act = Act { who: account.name.clone(), ..system() };
        let saved = account::save(base, &act, &account, note.as_deref()).await;
        if saved.is_ok() {
            tracing::warn!(account.failed, "a sign-in failed");
            return Ok(match rests {
                Some(seconds) => locked(u64::try_from(seconds).unwrap_or(60)),
                None => wrong(),
            });
        }
    }
    Ok(wrong())
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
        Err(refusal) if asking.ask.is_empty() => Err(refusal),
        Err(_) => Ok(Json(None)),
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
    viewer.base.write_papers(&viewer.act(), &[paper(&key, Some(&viewer.session))]).await?;
    state.sessions.move_to(&key, &input.post);
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
    let mut account = own(&viewer).await?;
    if input.old.len() > 1024 || input.new.len() > 1024 {
        return Err(password_finding("原密码", "密码太长"));
    }
    if !password::verify(input.old.clone(), Some(account.password.clone())).await? {
        return Err(password_finding("原密码", "原密码不对"));
    }
    if let Some(what) = password::weakness(&input.new, &account.login, &account.name) {
        return Err(password_finding("新密码", what));
    }
    if input.new == input.old {
        return Err(password_finding("新密码", "新密码与原密码一样"));
    }
    account.password = password::hash(&input.new)?;
    account.must_change = false;
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
