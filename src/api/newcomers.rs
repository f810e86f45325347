//! Many accounts at once (批量开账号): a workbook of people, read with findings by cell, then taken as a whole. Each gets a
//! one-time password, which is in the answer and nowhere else.

use std::sync::LazyLock;

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::State as Held;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, http::StatusCode};
use catalog::{Catalog, LedgerDef, Source};
use serde::Deserialize;
use serde_json::{Value as Json_, json};
use sheet::Incoming;
use terms::{Finding, Grade, Place, Value};

use crate::api::account::{self, Account, Post};
use crate::api::export::download;
use crate::api::guard::Viewer;
use crate::api::password;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload::{self, receive};
use crate::context::today;
use crate::say::finding_json;

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
#[utoipa::path(get, path = "/api/v1/users/import/template.xlsx", tag = "people", responses((status = 200), (status = 403)))]
pub(crate) async fn template(viewer: Viewer) -> Reply<Response> {
    viewer.need_power("administer", "管理账号")?;
    let (catalog, def) = form()?;
    let book = sheet::template(catalog, def).map_err(anyhow::Error::new)?;
    Ok(download("批量开账号.xlsx", book))
}

/// How the workbook is brought.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct Asked {
    /// Name of the file.
    name: String,
    /// Makes the accounts; otherwise it only looks.
    take: bool,
}

/// Reads a workbook of people; makes their accounts when asked to and nothing in it must be mended.
#[utoipa::path(post, path = "/api/v1/users/import", tag = "people", params(Asked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200), (status = 201), (status = 403), (status = 413), (status = 422)))]
pub(crate) async fn bring(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
    body: Body,
) -> Reply<(StatusCode, Json<Json_>)> {
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
        let people: Vec<Json_> = made.iter().map(|it| person(it, &posts)).collect();
        let findings: Vec<Json_> = findings.iter().map(finding_json).collect();
        return Ok((
            StatusCode::OK,
            Json(json!({ "sound": sound, "people": people, "findings": findings })),
        ));
    }
    if !sound {
        return Err(Refusal::findings(findings));
    }
    let made = tokio::task::spawn_blocking(move || with_passwords(made));
    let made = made.await.map_err(anyhow::Error::new)??;
    let saved: Vec<(&Account, &str)> = made.iter().map(|it| (&it.0, "批量新增账号")).collect();
    account::save_all(&viewer.base, &viewer.act(), &saved).await?;
    let people: Vec<Json_> = made
        .iter()
        .map(|(account, once)| {
            let mut body = person(account, &posts);
            body["one_time_password"] = json!(once);
            body
        })
        .collect();
    Ok((StatusCode::CREATED, Json(json!({ "people": people }))))
}

fn person(account: &Account, posts: &[Post]) -> Json_ {
    let titles = account.posts.iter().filter_map(|id| posts.iter().find(|it| it.id == *id));
    let titles: Vec<&str> = titles.map(|it| it.title.as_str()).collect();
    json!({ "login": account.login, "name": account.name, "posts": titles })
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

fn with_passwords(made: Vec<Account>) -> anyhow::Result<Vec<(Account, String)>> {
    let one = |it: Account| {
        let once = password::one_time()?;
        let password = password::hash(&once)?;
        Ok((Account { password, ..it }, once))
    };
    made.into_iter().map(one).collect()
}
