//! Audit (审计): the trail of entries for who audits, and whether the chain stands. The auditor changes nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::extract::State as Held;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use ledger::{Entry, TrailQuery};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json_, json};

use crate::api::answer::{Bytes, Page};
use crate::api::export::{CSV, file};
use crate::api::guard::Viewer;
use crate::api::history::act_label;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::trace::Titles;
use crate::context::HIDDEN;
use crate::flow::figure::read_moment;
use crate::say::SaidFinding;

/// Entries in an export at most.
const EXPORT_MAX: usize = 100_000;

/// Routes of the audit.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/audit/entries", get(entries))
        .route("/audit/state", get(standing))
        .route("/audit/verify", post(verify))
        .route("/audit/export.csv", get(export))
}

/// Which entries.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    ledger: String,
    record: String,
    who: String,
    act: String,
    /// First day.
    from: String,
    /// Last day.
    until: String,
    after: String,
    limit: Option<usize>,
}

impl Asked {
    fn query(&self, limit: usize) -> Reply<TrailQuery> {
        let word = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        let record = match self.record.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| Refusal::bad("记录标识看不懂"))?),
        };
        let first = |text: &str| -> Reply<Option<Timestamp>> {
            if text.is_empty() {
                return Ok(None);
            }
            let day = terms::read_date(text);
            let day = day.ok_or_else(|| Refusal::bad(format!("“{text}”不是日期")))?;
            let at = format!("{day}T00:00:00+08:00").parse();
            at.map(Some).map_err(|_| Refusal::bad(format!("“{text}”不是日期")))
        };
        let until = if self.until.is_empty() { None } else { Some(read_moment(&self.until)?) };
        Ok(TrailQuery {
            who: word(&self.who),
            act: word(&self.act),
            ledger: word(&self.ledger),
            record,
            from: first(&self.from)?,
            until,
            before: self.after.parse().ok(),
            alone: false,
            limit,
        })
    }
}

fn auditor(viewer: &Viewer) -> Reply<()> {
    viewer.need_power("audit", "查看留痕")
}

/// Entries of the chain, newest first.
#[utoipa::path(get, path = "/api/v1/audit/entries", tag = "audit", params(Asked), responses((status = 200, body = Page<Trace>), (status = 403)))]
pub(crate) async fn entries(
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply<Json<Page<Trace>>> {
    auditor(&viewer)?;
    let limit = asked.limit.unwrap_or(50).clamp(1, 200);
    let found = viewer.base.trail(&asked.query(limit)?).await?;
    let next = found.last().filter(|_| found.len() == limit).map(|it| it.seq.to_string());
    let titles = Titles::read(&viewer).await?;
    let items = found.iter().map(|it| trace(&viewer, &titles, it)).collect();
    Ok(Json(Page { items, next }))
}

/// An entry of the chain.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct Trace {
    seq: i64,
    at: String,
    who: String,
    office: String,
    /// What the office is called now.
    office_title: String,
    act: String,
    act_label: String,
    /// Empty when it is about no ledger.
    ledger: String,
    ledger_title: Option<String>,
    record: Option<String>,
    version: i64,
    batch: Option<String>,
    /// What was said, as it was written; personal data masked.
    body: Json_,
    /// What the body names by an id, as it is called now.
    words: BTreeMap<String, String>,
    hash: String,
}

/// Where the chain stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Chain {
    entries: i64,
    /// Hash of the last entry.
    head: String,
    /// What the last verification saw; null before the first.
    last: Option<Verified>,
}

/// What a verification of the chain saw.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Verified {
    ok: bool,
    at: String,
    who: String,
    entries: u64,
    versions: u64,
    attachments: u64,
    seals: u64,
    head: String,
    findings: Vec<SaidFinding>,
}

fn trace(viewer: &Viewer, titles: &Titles<'_>, entry: &Entry) -> Trace {
    let body = body(viewer, entry);
    let def = viewer.catalog.ledgers.get(&entry.ledger);
    Trace {
        seq: entry.seq,
        at: moment(entry.at),
        who: entry.who.clone(),
        office: entry.office.clone(),
        office_title: viewer.office_title(&entry.office),
        act: entry.act.clone(),
        act_label: act_label(&entry.act).to_owned(),
        ledger: entry.ledger.clone(),
        ledger_title: def.map(|it| it.title.clone()),
        record: entry.record.map(|it| it.to_string()),
        version: entry.version,
        batch: entry.batch.map(|it| it.to_string()),
        words: titles.of(entry, &body),
        body,
        hash: entry.hash.clone(),
    }
}

/// What an entry says, personal data masked for who may not read it.
fn body(viewer: &Viewer, entry: &Entry) -> Json_ {
    let said: Json_ = serde_json::from_str(&entry.body).unwrap_or_else(|_| json!(entry.body));
    let Some(def) = viewer.catalog.ledgers.get(&entry.ledger) else { return said };
    if viewer.may_private(def) {
        return said;
    }
    let private: Vec<&str> = def
        .fields
        .iter()
        .flat_map(|it| {
            let own = it.private.then_some(it.name.as_str());
            let children = def.line_fields(&it.name).unwrap_or_default();
            own.into_iter()
                .chain(children.iter().filter(|it| it.private).map(|it| it.name.as_str()))
        })
        .collect();
    masked(said, &private)
}

fn masked(said: Json_, private: &[&str]) -> Json_ {
    match said {
        Json_::Object(all) => {
            let hide = |key: String, value| {
                let hidden = private.contains(&key.as_str());
                (key, if hidden { json!(HIDDEN) } else { masked(value, private) })
            };
            Json_::Object(
                all.into_iter().map(|(key, value)| hide(key, value)).collect::<Map<_, _>>(),
            )
        }
        Json_::Array(all) => all.into_iter().map(|it| masked(it, private)).collect(),
        plain @ (Json_::Null | Json_::Bool(_) | Json_::Number(_) | Json_::String(_)) => plain,
    }
}

/// Where the chain stands, and what the last verification saw.
#[utoipa::path(get, path = "/api/v1/audit/state", tag = "audit", responses((status = 200, body = Chain), (status = 403)))]
pub(crate) async fn standing(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Json<Chain>> {
    if !viewer.has_power("administer") {
        auditor(&viewer)?;
    }
    Ok(Json(chain(&state, &viewer).await?))
}

/// Where the chain stands now.
pub(crate) async fn chain(state: &Shared, viewer: &Viewer) -> Reply<Chain> {
    let (entries, head) = viewer.base.chain_head().await?;
    Ok(Chain { entries, head, last: state.verified() })
}

/// Walks the whole chain and holds every record against it.
#[utoipa::path(post, path = "/api/v1/audit/verify", tag = "audit", responses((status = 200, body = Verified), (status = 403), (status = 409)))]
pub(crate) async fn verify(Held(state): Held<Shared>, viewer: Viewer) -> Reply<Json<Verified>> {
    auditor(&viewer)?;
    let Some(_turn) = state.one_verification() else {
        let text = "正在核验，请稍候再看结果";
        return Err(Refusal::new(axum::http::StatusCode::CONFLICT, "busy", text));
    };
    let report = viewer.base.audit(&mut |_, _| {}).await?;
    let result = Verified {
        ok: report.findings.is_empty(),
        at: moment(crate::context::now()),
        who: viewer.name.clone(),
        entries: report.entries,
        versions: report.versions,
        attachments: report.attachments,
        seals: report.seals,
        head: report.head,
        findings: report.findings.iter().map(SaidFinding::from).collect(),
    };
    state.note_verified(result.clone());
    Ok(Json(result))
}

/// Entries as CSV.
#[utoipa::path(get, path = "/api/v1/audit/export.csv", tag = "audit", params(Asked), responses((status = 200, body = Bytes, content_type = "text/csv"), (status = 403)))]
pub(crate) async fn export(viewer: Viewer, Query(asked): Query<Asked>) -> Reply<Response> {
    auditor(&viewer)?;
    let mut text =
        "\u{feff}序号,时间,经办人,股室,操作,台账,记录,版本,说明,内容,散列\r\n".to_owned();
    let titles = Titles::read(&viewer).await?;
    let mut query = asked.query(1_000)?;
    let mut count = 0;
    loop {
        let found = viewer.base.trail(&query).await?;
        for entry in &found {
            let title =
                viewer.catalog.ledgers.get(&entry.ledger).map_or("", |it| it.title.as_str());
            let body = body(&viewer, entry);
            let words: Vec<String> = titles.of(entry, &body).into_values().collect();
            let record = entry.record.map(|it| it.to_string()).unwrap_or_default();
            let cells = [
                entry.seq.to_string(),
                moment(entry.at),
                entry.who.clone(),
                viewer.office_title(&entry.office),
                act_label(&entry.act).to_owned(),
                title.to_owned(),
                record,
                entry.version.to_string(),
                words.join("；"),
                body.to_string(),
                entry.hash.clone(),
            ];
            let cells: Vec<String> = cells.iter().map(|it| csv_cell(it)).collect();
            let _ = write!(text, "{}\r\n", cells.join(","));
        }
        count += found.len();
        query.before = found.last().map(|it| it.seq);
        if found.len() < 1_000 || count >= EXPORT_MAX {
            break;
        }
    }
    Ok(file("留痕.csv", CSV, text.into_bytes()))
}

/// A cell of CSV that no spreadsheet program takes for a formula.
fn csv_cell(text: &str) -> String {
    format!("\"{}\"", sheet::no_formula(text.to_owned()).replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula() {
        assert_eq!(csv_cell("=1+1"), "\"'=1+1\"");
        assert_eq!(csv_cell("说“好”，\"行\""), "\"说“好”，\"\"行\"\"\"");
    }

    #[test]
    fn personal_fields_are_masked_at_any_depth() {
        let said = json!({ "fields": { "name": "某某", "no": "1" }, "lines": { "people": [{ "name": "某" }] } });
        let hidden = masked(said, &["name"]);
        assert_eq!(hidden["fields"]["name"], HIDDEN);
        assert_eq!(hidden["fields"]["no"], "1");
        assert_eq!(hidden["lines"]["people"][0]["name"], HIDDEN);
    }
}
