//! Ledgers as files (导出与模板): what the filter shows, in its order, masked as the screen is.

use std::sync::LazyLock;

use anyhow::Context as _;
use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use catalog::{LedgerDef, Row};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Semaphore;

use crate::api::answer::Bytes;
use crate::api::filter::Asked;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::records::LedgerPath;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::api::upload::{disposition, media_type};
use crate::context::today;

/// Records of one export at most: a workbook is put together in memory.
const RECORDS_MAX: u64 = 100_000;
/// One large workbook is put together at a time.
static TURN: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// CSV with its byte order mark.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// Routes below the records of a ledger.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/ledgers/{domain}/{name}/records/export", get(export))
        .route("/ledgers/{domain}/{name}/records/template.xlsx", get(template))
}

/// Which file is wanted.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Form {
    /// xlsx or csv; xlsx when absent.
    format: String,
    /// For csv: the lines field whose child rows are wanted; the records when absent.
    lines: String,
}

/// The records of a filter as a workbook or CSV.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/export", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), Form, Asked), responses((status = 200, content((Bytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Bytes = "text/csv"))), (status = 403), (status = 413)))]
pub(crate) async fn export(
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(form): Query<Form>,
    Query(asked): Query<Asked>,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let query = asked.query(&viewer, def, "export")?;
    let orders = asked.orders(&viewer, def)?;
    let csv = match form.format.as_str() {
        "" | "xlsx" => false,
        "csv" => true,
        other => return Err(Refusal::bad(format!("不能导出为“{other}”，可用 xlsx、csv"))),
    };
    let label = match form.lines.as_str() {
        "" => None,
        name => {
            let found = def.lines().find(|it| it.0.name == name).map(|it| it.0.label.clone());
            let missing = || Refusal::bad(format!("台账“{}”没有明细“{name}”", def.title));
            Some(found.ok_or_else(missing)?)
        }
    };
    let count = viewer.base.count(&query).await?;
    if count > RECORDS_MAX {
        let text = format!("筛选出 {count} 条，一次最多导出 {RECORDS_MAX} 条；请加条件分几次导出");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text));
    }
    let turn = TURN.acquire().await.context("the turns are never closed")?;
    let mut rows: Vec<Row> = Vec::new();
    viewer
        .base
        .each(&query, &orders, |record| {
            rows.push(Row { state: Some(record.state), ..record.row });
            Ok(())
        })
        .await?;
    let about = json!({ "ledger": def.id, "title": def.title, "records": rows.len(), "filter": asked.filter, "q": asked.q });
    viewer.base.note(&viewer.act(), "export", None, about.to_string()).await?;
    let masked = !viewer.may_private(def);
    let (catalog, id) = (viewer.catalog.clone(), def.id.clone());
    let wanted = label.clone();
    let bytes = tokio::task::spawn_blocking(move || -> anyhow::Result<Vec<u8>> {
        let def: &LedgerDef = catalog.ledgers.get(&id).context("the ledger was there")?;
        if !csv {
            return Ok(sheet::write_ledger(&catalog, def, &rows, masked)?);
        }
        let parts = sheet::write_csv(&catalog, def, &rows, masked)?;
        let part = parts.into_iter().find(|it| it.label == wanted);
        Ok(part.context("every lines field has its part")?.bytes)
    });
    let bytes = bytes.await.context("the export ended early")??;
    drop(turn);
    let part = label.map_or_else(String::new, |it| format!("-{it}"));
    let ending = if csv { "csv" } else { "xlsx" };
    let name = format!("{}{part}-{}.{ending}", def.title, today());
    Ok(file(&name, if csv { CSV } else { XLSX }, bytes))
}

/// An empty workbook to fill in.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/template.xlsx", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path)), responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = 404)))]
pub(crate) async fn template(viewer: Viewer, Path((domain, name)): LedgerPath) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let bytes = sheet::template(&viewer.catalog, def).map_err(anyhow::Error::from)?;
    Ok(file(&format!("{}-空表.xlsx", def.title), XLSX, bytes))
}

/// A file to be saved, of the kind that its name and first bytes say.
pub(crate) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let kind = media_type(name, bytes.get(..512).unwrap_or(&bytes));
    file(name, kind, bytes)
}

/// A file to be saved.
pub(crate) fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_DISPOSITION, disposition(name, false));
    response
}
