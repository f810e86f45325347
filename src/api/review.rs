//! Four eyes over accounts (账号复核): what an administrator does to an account, or to the role or the office of a post that it
//! holds, opens no door until a second person has said that it is right; and its owner is told with the next sign-in.
//!
//! In force from the day on which an auditor or somebody who leads the whole bureau has chosen a password of their own. Before
//! that there is nobody who could look, and the first accounts have to be made by somebody.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use ledger::{Act, Base, PaperInput};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{Finding, Grade, Place};

use crate::api::account::{self, Account, Hold, Post, Told};
use crate::api::answer::Items;
use crate::api::enact::People;
use crate::api::guard::{Viewer, needs_second};
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::signed_in::end_all;
use crate::api::state::Shared;
use crate::context::{local, now};

const KIND: &str = "review";
/// The paper that says that four eyes are in force.
const BEGUN: &str = "begun";
/// What an owner is told at most; the oldest goes, the audit chain keeps it.
const TOLD_MAX: usize = 20;
/// People that are named beforehand.
const NAMED_MAX: usize = 4;
/// Characters of a reason at most.
const REASON_MAX: usize = 200;

/// Routes of the review.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/reviews", get(reviews)).route("/reviews/{login}", post(decide))
}

/// Whether four eyes are in force.
pub(crate) async fn begun(base: &Base) -> Reply<bool> {
    Ok(base.paper_in_mind(KIND, BEGUN).await?.is_some())
}

/// What puts them in force, when this person may review every account and has just chosen a password; none where they are.
pub(crate) async fn beginning(viewer: &Viewer) -> Reply<Option<PaperInput>> {
    if !reviews_all(viewer) || begun(&viewer.base).await? {
        return Ok(None);
    }
    let said = json!({ "done": "账号复核开始生效", "login": viewer.login }).to_string();
    let (body, note) = (Some(said.clone()), Some(said));
    Ok(Some(PaperInput { kind: KIND, id: BEGUN.to_owned(), version: None, body, note }))
}

/// Tells the owner of an account what the acting administrator did to it; where it could open a door to somebody else, it
/// waits for a second person. So does what he did to his own: whoever sits at his screen is not yet he.
pub(crate) async fn done(viewer: &Viewer, account: &mut Account, what: &str) -> Reply<()> {
    tell(viewer, account, what, now());
    if begun(&viewer.base).await? {
        hold(viewer, account, what, now());
    }
    Ok(())
}

fn tell(viewer: &Viewer, account: &mut Account, what: &str, at: Timestamp) {
    if account.login != viewer.login {
        told(account, Told { at, who: viewer.name.clone(), what: what.to_owned() });
    }
}

fn told(account: &mut Account, what: Told) {
    if account.told.len() >= TOLD_MAX {
        account.told.remove(0);
    }
    account.told.push(what);
}

fn hold(viewer: &Viewer, account: &mut Account, what: &str, at: Timestamp) {
    let hold = account.hold.get_or_insert_with(|| Hold { at, by: Vec::new(), done: Vec::new() });
    hold.at = at;
    if !hold.by.iter().any(|it| it.0 == viewer.login) {
        hold.by.push((viewer.login.clone(), viewer.name.clone()));
    }
    if !hold.done.iter().any(|it| it == what) {
        hold.done.push(what.to_owned());
    }
}

/// A post that gets more than it had (岗位放宽), and what, in words.
pub(crate) struct Gain {
    pub(crate) post: String,
    pub(crate) what: String,
}

/// Lets everybody wait who holds a post that is about to get more than it had, and signs them out: before it is in force, so that
/// nobody has it in between. Nothing before four eyes are in force.
pub(crate) async fn hold_all(
    state: &Shared,
    viewer: &Viewer,
    people: &People,
    gains: &[Gain],
) -> Reply<()> {
    if !begun(&viewer.base).await? {
        return Ok(());
    }
    let mut papers = Vec::new();
    for holder in waiting(people, gains) {
        let gets = gains.iter().filter(|it| holder.posts.contains(&it.post));
        let mut whats: Vec<&str> = gets.map(|it| it.what.as_str()).collect();
        whats.dedup();
        let (mut account, what) = (holder.clone(), whats.join("、"));
        tell(viewer, &mut account, &what, now());
        hold(viewer, &mut account, &what, now());
        papers.push(account::paper(&account, Some(&what))?);
    }
    if papers.is_empty() {
        return Ok(());
    }
    viewer.base.write_papers(&viewer.act(), &papers).await?;
    for holder in waiting(people, gains) {
        end_all(state, &holder.login, None).await?;
    }
    Ok(())
}

fn waiting<'p>(people: &'p People, gains: &'p [Gain]) -> impl Iterator<Item = &'p Account> {
    let gets = |it: &&Account| gains.iter().any(|gain| it.posts.contains(&gain.post));
    people.accounts.iter().filter(gets)
}

/// What the page says beforehand: who will wait.
pub(crate) async fn foretold(
    viewer: &Viewer,
    people: &People,
    gains: &[Gain],
) -> Reply<Option<Finding>> {
    let all: Vec<&str> = waiting(people, gains).map(|it| it.name.as_str()).collect();
    if all.is_empty() || !begun(&viewer.base).await? {
        return Ok(None);
    }
    let named = all.iter().take(NAMED_MAX).copied().collect::<Vec<_>>().join("、");
    let more = if all.len() > NAMED_MAX { format!("等{}人", all.len()) } else { String::new() };
    let what = format!("{named}{more}的权限会变大，生效时退出登录，由第二个人复核后才能再登录");
    let place = Place::Whole { name: "账号复核".to_owned() };
    let mend = "先告诉本人，并请审计员、局领导或股室负责人当天在“账号复核”里确认";
    Ok(Some(Finding {
        rule: "four_eyes",
        grade: Grade::Verify,
        place,
        what,
        mend: mend.to_owned(),
    }))
}

/// Why nobody signs in with an account that waits.
pub(crate) fn waits(hold: &Hold) -> Refusal {
    let text = format!(
        "{}于 {} 办了“{}”，要由审计员、局领导或本股室负责人在“账号复核”里确认后才能登录",
        hold.people(),
        local(hold.at).strftime("%Y-%m-%d %H:%M"),
        hold.done.join("、")
    );
    Refusal::new(StatusCode::FORBIDDEN, "held", text)
}

/// Whether the viewer reviews any account: who audits, or signs for the whole bureau.
fn reviews_all(viewer: &Viewer) -> bool {
    viewer.has_power("audit") || viewer.has_power("sign") && viewer.sees_all()
}

/// Whether the viewer may say that what was done to an account is right: neither its owner nor who did it; who signs for an
/// office, for people of that office who neither decide nor administer.
fn may_review(viewer: &Viewer, account: &Account, hold: &Hold, posts: &[Post]) -> bool {
    if account.login == viewer.login || hold.by.iter().any(|it| it.0 == viewer.login) {
        return false;
    }
    if reviews_all(viewer) {
        return true;
    }
    let below = viewer.catalog.offices.below(&viewer.office);
    let mut held = posts.iter().filter(|it| account.posts.contains(&it.id)).peekable();
    let plain = |post: &Post| {
        let roles: Vec<_> = post.roles.iter().filter_map(|it| viewer.catalog.role(it)).collect();
        let near = viewer.is_own_office(&post.office) || below.contains(post.office.as_str());
        near && !needs_second(&roles) && !roles.iter().any(|it| it.has_power("audit"))
    };
    viewer.has_power("sign") && held.peek().is_some() && held.all(plain)
}

fn reviewer(viewer: &Viewer) -> Reply<()> {
    if viewer.has_power("audit") || viewer.has_power("sign") {
        return Ok(());
    }
    Err(Refusal::forbidden("您的岗位没有复核账号的权限"))
}

/// An account that waits for a second person.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Review {
    login: String,
    name: String,
    /// Titles of the posts that it would have.
    posts: Vec<String>,
    /// What was done, in words.
    done: Vec<String>,
    /// Who did it.
    by: String,
    at: String,
    /// To be sent with the decision: what was seen.
    version: i64,
}

/// Accounts that wait and that the viewer may review, longest first.
#[utoipa::path(get, path = "/api/v1/reviews", tag = "people", responses((status = 200, body = Items<Review>), (status = 403)))]
pub(crate) async fn reviews(viewer: Viewer) -> Reply<Json<Items<Review>>> {
    reviewer(&viewer)?;
    let posts = account::posts(&viewer.base).await?;
    let mut waiting: Vec<(Timestamp, Review)> = Vec::new();
    for account in account::all(&viewer.base).await? {
        let Some(hold) = account.hold.as_ref() else { continue };
        if !may_review(&viewer, &account, hold, &posts) {
            continue;
        }
        let held = posts.iter().filter(|it| account.posts.contains(&it.id));
        let review = Review {
            login: account.login.clone(),
            name: account.name.clone(),
            posts: held
                .map(|it| format!("{}（{}）", it.title, viewer.office_title(&it.office)))
                .collect(),
            done: hold.done.clone(),
            by: hold.people(),
            at: moment(hold.at),
            version: account.version,
        };
        waiting.push((hold.at, review));
    }
    waiting.sort_by_key(|it| it.0);
    Ok(Json(Items { items: waiting.into_iter().map(|it| it.1).collect() }))
}

/// What the second person says.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Decision {
    /// The version that was seen.
    version: i64,
    /// Whether it is right; else the account is taken out of use.
    agree: bool,
    /// Why not; asked for where it is not.
    #[serde(default)]
    reason: String,
}

/// Says whether what was done to an account is right (复核).
#[utoipa::path(post, path = "/api/v1/reviews/{login}", tag = "people", params(("login" = String, Path)), request_body = Decision, responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn decide(
    viewer: Viewer,
    Path(login): Path<String>,
    Json(decision): Json<Decision>,
) -> Reply<StatusCode> {
    reviewer(&viewer)?;
    let missing = || Refusal::not_found("没有等您复核的这个账号");
    let mut account = account::find(&viewer.base, &login).await?.ok_or_else(missing)?;
    let hold = account.hold.take().ok_or_else(missing)?;
    let posts = account::posts(&viewer.base).await?;
    if !may_review(&viewer, &account, &hold, &posts) {
        return Err(missing());
    }
    if account.version != decision.version {
        let text = "这个账号刚又有变动，请刷新后再看";
        return Err(Refusal::new(StatusCode::CONFLICT, "stale", text));
    }
    let reason = decision.reason.trim();
    if reason.chars().count() > REASON_MAX {
        return Err(Refusal::bad(format!("理由超过 {REASON_MAX} 字")));
    }
    let what = hold.done.join("、");
    let said = match (decision.agree, reason) {
        (true, _) => format!("复核同意：{what}（{}办）", hold.people()),
        (false, "") => return Err(Refusal::bad("不同意要写理由")),
        (false, reason) => format!("复核不同意，停用账号：{what}（{}办）；{reason}", hold.people()),
    };
    account.active = account.active && decision.agree;
    tell(&viewer, &mut account, &said, now());
    account::save(&viewer.base, &viewer.act(), &account, Some(&said)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Agrees on the machine itself, where nobody is left who could on a screen: seen in the chain and by the owner, like any
/// other. What was agreed to; none where nothing waits.
pub(crate) async fn on_the_machine(
    base: &Base,
    act: &Act,
    login: &str,
    reason: &str,
) -> anyhow::Result<Option<String>> {
    let refused = |it: Refusal| anyhow::anyhow!("{it}");
    let found = account::find(base, login).await.map_err(refused)?;
    let Some(mut account) = found else { return Ok(None) };
    let Some(hold) = account.hold.take() else { return Ok(None) };
    let what = hold.done.join("、");
    let said = format!("在服务器上复核同意：{what}（{}办）；{reason}", hold.people());
    told(&mut account, Told { at: act.at, who: act.who.clone(), what: said.clone() });
    account::save(base, act, &account, Some(&said)).await.map_err(refused)?;
    Ok(Some(what))
}
