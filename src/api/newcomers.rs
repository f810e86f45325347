//! Many accounts at once (批量开账号): a workbook of people, read with findings by cell, then taken as a whole. Each gets a
//! one-time password, which is in the answer and nowhere else.

use std::sync::LazyLock;

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::State as Held;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, http::StatusCode};
use catalog::{Catalog, LedgerDef, Source};
use serde::{Deserialize, Serialize};
use sheet::Incoming;
use terms::{Finding, Grade, Place, Value};

use crate::api::account::{self, Account, Post};
use crate::api::answer::Bytes;
use crate::api::export::download;
use crate::api::guard::Viewer;
use crate::api::password;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::review;
use crate::api::state::Shared;
use crate::api::upload::{self, receive};
use crate::context::today;
use crate::say::SaidFinding;

/// Greatest workbook of people.
const BYTES_MAX: u64 = 5 * 1024 * 1024;
/// People at once.
const PEOPLE_MAX: usize = 200;

/// What a row of the workbook is.
static FORM: LazyLock<Option<(Catalog, LedgerDef)>> = LazyLock::new(|| {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let sources = [
        source("ledgers/desk/newcomer.toml", include_str!("newcomer.toml")),
        source("workflows/register.toml", include_str!("../../defs/workflows/register.toml")),
    ];
    let (catalog, _) = catalog::load(&sources);
    let def = catalog.ledgers.get("desk/newcomer").cloned()?;
    Some((catalog, def))
});

fn form() -> Reply<&'static (Catalog, LedgerDef)> {
    Ok(FORM.as_ref().context("the form of newcomers cannot be read")?)
}

/// Routes of many accounts at once.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/users/import", post(bring))
        .route("/users/import/template.xlsx", get(template))
}

/// An empty workbook to fill in.
#[utoipa::path(get, path = "/api/v1/users/import/template.xlsx", tag = "people", operation_id = "users_template", responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = 403)))]
pub(crate) async fn template(viewer: Viewer) -> Reply<Response> {
    viewer.need_power("administer", "管理账号")?;
    let (catalog, def) = form()?;
    let book = sheet::template(catalog, def).map_err(anyhow::Error::new)?;
    Ok(download("批量开账号.xlsx", book))
}

/// How the workbook is brought.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    /// Name of the file.
    name: String,
    /// Makes the accounts; otherwise it only looks.
    take: bool,
}

/// Reads a workbook of people; makes their accounts when asked to and nothing in it must be mended.
#[utoipa::path(post, path = "/api/v1/users/import", tag = "people", operation_id = "bring_users", params(Asked),
    request_body(content = Bytes, content_type = "application/octet-stream"),
    responses((status = 200, body = NewcomersSeen), (status = 201, body = NewcomersMade), (status = 403), (status = 413), (status = 422)))]
pub(crate) async fn bring(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
    body: Body,
) -> Reply<Response> {
    viewer.need_power("administer", "管理账号")?;
    let name = upload::file_name(&asked.name)?;
    let received = receive(&state.work.join("uploads"), body, BYTES_MAX).await?;
    let bytes = tokio::fs::read(&received.path).await.map_err(anyhow::Error::new)?;
    let (catalog, def) = form()?;
    let incoming = Incoming { name: &name, bytes: &bytes, parts: &[] };
    let reading = tokio::task::block_in_place(|| {
        sheet::read(catalog, def, incoming, today(), &mut |_, _| {})
    });
    if reading.rows.len() > PEOPLE_MAX {
        return Err(Refusal::bad(format!("一次最多 {PEOPLE_MAX} 人，请分几次")));
    }
    let turn = state.one_keeper().await;
    let (known, posts) = (account::all(&viewer.base).await?, account::posts(&viewer.base).await?);
    let mut findings = reading.findings;
    let mut made: Vec<Account> = Vec::new();
    for row in &reading.rows {
        let text = |field: &str| {
            row.row.get(def, field).map(Value::canonical).unwrap_or_default().trim().to_owned()
        };
        let (held, unknown) = posts_of(&posts, &text("posts"));
        let one = Account {
            login: text("login").to_lowercase(),
            name: text("name"),
            posts: held,
            active: true,
            must_change: true,
            ..Account::default()
        };
        let here =
            |what: String, mend: &str| Finding::must("newcomer", row.place.clone(), what, mend);
        for word in &unknown {
            findings.push(here(
                format!("没有岗位“{word}”"),
                "写“岗位”页上的名称或编号；几个岗位用顿号隔开",
            ));
        }
        if known.iter().chain(&made).any(|it| it.login == one.login) {
            findings.push(here(format!("登录名“{}”已经有人用", one.login), "换一个登录名"));
        }
        let others: Vec<Account> = known.iter().chain(&made).cloned().collect();
        let lost = one.posts.is_empty() && !unknown.is_empty();
        let own = account::check(&one, &others, &posts).into_iter();
        // Whose only post is unknown has been told so already.
        let own = own.filter(|it| !lost || !it.what.starts_with("没有岗位"));
        findings.extend(own.map(|it| Finding { place: row.place.clone(), ..it }));
        made.push(one);
    }
    if made.is_empty() && findings.iter().all(|it| it.grade != Grade::Must) {
        let place = Place::Whole { name };
        findings.push(Finding::must("newcomer", place, "表里没有人", "照模板一人一行填"));
    }
    let sound = findings.iter().all(|it| it.grade != Grade::Must);
    if !asked.take {
        let people = made.iter().map(|it| person(it, &posts)).collect();
        let findings = findings.iter().map(SaidFinding::from).collect();
        return Ok(Json(NewcomersSeen { sound, people, findings }).into_response());
    }
    if !sound {
        return Err(Refusal::findings(findings));
    }
    let mut made = with_passwords(made).await?;
    for (account, _) in &mut made {
        review::done(&viewer, account, "新增账号").await?;
    }
    let saved: Vec<(&Account, &str)> = made.iter().map(|it| (&it.0, "批量新增账号")).collect();
    account::save_all(&viewer.base, &viewer.act(), &saved).await?;
    drop(turn);
    let people = made.into_iter().map(|(account, once)| MadeNewcomer {
        person: person(&account, &posts),
        one_time_password: once,
    });
    let body = NewcomersMade { people: people.collect() };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// Somebody who is to have an account.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Newcomer {
    login: String,
    name: String,
    /// Titles of the posts.
    posts: Vec<String>,
}

/// What a workbook of people says.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NewcomersSeen {
    /// Nothing stands against it.
    sound: bool,
    people: Vec<Newcomer>,
    findings: Vec<SaidFinding>,
}

/// Somebody who has an account now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MadeNewcomer {
    #[serde(flatten)]
    person: Newcomer,
    /// Shown this once.
    one_time_password: String,
}

/// Accounts that were made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NewcomersMade {
    people: Vec<MadeNewcomer>,
}

fn person(account: &Account, posts: &[Post]) -> Newcomer {
    let titles = account.posts.iter().filter_map(|id| posts.iter().find(|it| it.id == *id));
    let titles = titles.map(|it| it.title.clone()).collect();
    Newcomer { login: account.login.clone(), name: account.name.clone(), posts: titles }
}

/// Posts that a cell names by title or id, and words that name none.
fn posts_of(posts: &[Post], words: &str) -> (Vec<String>, Vec<String>) {
    let (mut held, mut unknown) = (Vec::new(), Vec::new());
    let split = words.split(['、', '，', ',', '；', ';', '\n']).map(str::trim);
    for word in split.filter(|it| !it.is_empty()) {
        let found = posts.iter().filter(|it| !it.closed);
        match found.into_iter().find(|it| it.id == word || it.title == word) {
            Some(post) if held.contains(&post.id) => {}
            Some(post) => held.push(post.id.clone()),
            None => unknown.push(word.chars().take(20).collect()),
        }
    }
    (held, unknown)
}

async fn with_passwords(made: Vec<Account>) -> anyhow::Result<Vec<(Account, String)>> {
    let mut all = Vec::with_capacity(made.len());
    for account in made {
        let once = password::one_time()?;
        let password = password::hash(&once).await?;
        all.push((Account { password, ..account }, once));
    }
    Ok(all)
}
