//! Ledgers as files (导出与模板): what the filter shows, in its order, masked as the screen is.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path as FilePath, PathBuf};
use std::sync::{Arc, Weak};

use anyhow::Context as _;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State as Held};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use catalog::{Catalog, LedgerDef, Order, Row};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use crate::api::answer::Bytes;
use crate::api::filter::Asked;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::records::LedgerPath;
use crate::api::refusal::{Refusal, Reply};
use crate::api::seat::Seat;
use crate::api::state::Shared;
use crate::api::upload::{disposition, media_type};
use crate::context::today;

/// Records of one workbook at most: a sheet has 1,048,576 rows with its header.
const SHEET_RECORDS_MAX: u64 = 1_048_575;
/// Records of one CSV file at most.
const TEXT_RECORDS_MAX: u64 = 2_000_000;
/// Exports that one person may have on the way at once: each keeps a file until it is taken.
const OF_LOGIN_MAX: usize = 3;
/// Exports that are put together at once.
static TURN: Semaphore = Semaphore::const_new(2);
/// A file up to this size is answered from memory, and its place on the disk is free again.
const SMALL_BYTES: u64 = 1024 * 1024;

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
    params(("domain" = String, Path), ("name" = String, Path), Form, Asked), responses((status = 200, content((Bytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Bytes = "text/csv"))), (status = 403), (status = 413), (status = 429)))]
pub(crate) async fn export(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path((domain, name)): LedgerPath,
    Query(form): Query<Form>,
    Query(asked): Query<Asked>,
) -> Reply<Response> {
    let def = viewer.ledger(&domain, &name)?;
    let query = asked.query(&viewer, def, "export")?;
    let orders = asked.orders(&viewer, def)?;
    let kind = Kind::read(&form, def)?;
    let count = viewer.base.count(&query).await?;
    if count > kind.records_max() {
        return Err(too_many(count, kind.records_max()));
    }
    let Some(seat) = state.exports.take(&viewer.login, OF_LOGIN_MAX) else {
        let text = format!("您已有 {OF_LOGIN_MAX} 个导出没有下载完，请等一等再导出");
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too_many", text));
    };
    let turn = TURN.acquire().await.context("the turns are never closed")?;
    let made = make(&state, &viewer, def, &query, &orders, kind.clone()).await;
    drop(turn);
    let (made, count) = made?;
    let about = json!({ "ledger": def.id, "title": def.title, "records": count, "filter": asked.filter, "q": asked.q });
    viewer.base.note(&viewer.act(), "export", None, about.to_string()).await?;
    let name = format!("{}{}-{}.{}", def.title, kind.part(def), today(), kind.ending());
    spooled(&name, kind.media_type(), made, seat).await
}

fn too_many(count: u64, most: u64) -> Refusal {
    let text = format!("筛选出 {count} 条，一次最多导出 {most} 条；请加条件分几次导出");
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text)
}

/// What kind of file it is to be.
#[derive(Debug, Clone)]
enum Kind {
    Workbook,
    /// CSV of the records, or of the child rows of a lines field.
    Text(Option<String>),
}

impl Kind {
    fn read(form: &Form, def: &LedgerDef) -> Reply<Kind> {
        let lines = Some(form.lines.clone()).filter(|it| !it.is_empty());
        if let Some(name) = lines.as_deref().filter(|it| def.line_fields(it).is_none()) {
            return Err(Refusal::bad(format!("台账“{}”没有明细“{name}”", def.title)));
        }
        match form.format.as_str() {
            "" | "xlsx" => Ok(Kind::Workbook),
            "csv" => Ok(Kind::Text(lines)),
            other => Err(Refusal::bad(format!("不能导出为“{other}”，可用 xlsx、csv"))),
        }
    }

    const fn records_max(&self) -> u64 {
        match self {
            Kind::Workbook => SHEET_RECORDS_MAX,
            Kind::Text(_) => TEXT_RECORDS_MAX,
        }
    }

    const fn ending(&self) -> &'static str {
        match self {
            Kind::Workbook => "xlsx",
            Kind::Text(_) => "csv",
        }
    }

    const fn media_type(&self) -> &'static str {
        match self {
            Kind::Workbook => XLSX,
            Kind::Text(_) => CSV,
        }
    }

    /// Which part of the ledger it is, for the name of the file.
    fn part(&self, def: &LedgerDef) -> String {
        let Kind::Text(Some(name)) = self else { return String::new() };
        def.field(name).map_or_else(String::new, |it| format!("-{}", it.label))
    }
}

/// Puts the file together: the records in the order asked for go from one snapshot of the base into a file that has no name
/// any more and goes with its handle. Whoever goes away meanwhile ends the work. Gives the number of records, too.
async fn make(
    state: &Shared,
    viewer: &Viewer,
    def: &LedgerDef,
    query: &catalog::Query,
    orders: &[Order],
    kind: Kind,
) -> Reply<(File, u64)> {
    let waiting = Arc::new(());
    let job = Job {
        catalog: Arc::clone(&viewer.catalog),
        ledger: def.id.clone(),
        masked: !viewer.may_private(def),
        kind,
        folder: state.work.join("exports"),
        asked: Arc::downgrade(&waiting),
    };
    let (send, rows) = mpsc::channel(2);
    let writing = tokio::task::spawn_blocking(move || job.run(rows));
    let mut walk = viewer.base.walk(query, orders).await?;
    loop {
        let records = walk.next().await?;
        let rows: Vec<Row> =
            records.into_iter().map(|it| Row { state: Some(it.state), ..it.row }).collect();
        // A writer that has stopped says why below.
        if rows.is_empty() || send.send(rows).await.is_err() {
            break;
        }
    }
    let count = walk.end().await?;
    drop(send);
    let made = writing.await.context("the export ended early")?;
    drop(waiting);
    Ok((made?, count))
}

/// The writing of one file, off the threads that answer.
struct Job {
    catalog: Arc<Catalog>,
    ledger: String,
    masked: bool,
    kind: Kind,
    folder: PathBuf,
    /// Dead when nobody waits for the file any more.
    asked: Weak<()>,
}

impl Job {
    fn run(self, mut rows: mpsc::Receiver<Vec<Row>>) -> Reply<File> {
        let file = nameless(&self.folder).context("the work folder cannot be written")?;
        let def = self.catalog.ledgers.get(&self.ledger).context("the ledger was there")?;
        let mut out = Awaited { to: BufWriter::new(file), asked: self.asked };
        match &self.kind {
            Kind::Workbook => {
                let folder = Some(self.folder.as_path());
                let book = sheet::LedgerBook::new(&self.catalog, def, self.masked, folder);
                let mut book = book.map_err(unwritten)?;
                while let Some(rows) = rows.blocking_recv() {
                    for row in &rows {
                        book.write(row).map_err(unwritten)?;
                    }
                }
                book.save(&mut out).map_err(unwritten)?;
            }
            Kind::Text(lines) => {
                let text =
                    sheet::LedgerText::new(&self.catalog, def, lines.as_deref(), self.masked);
                let text = text.context("the lines field was there")?;
                out.write_all(&text.header().map_err(unwritten)?).map_err(anyhow::Error::new)?;
                while let Some(rows) = rows.blocking_recv() {
                    let bytes = text.rows(&rows).map_err(unwritten)?;
                    out.write_all(&bytes).map_err(anyhow::Error::new)?;
                }
            }
        }
        let file = out.to.into_inner().map_err(|it| anyhow::Error::new(it.into_error()))?;
        Ok(file)
    }
}

fn unwritten(error: sheet::WriteError) -> Refusal {
    match error {
        sheet::WriteError::TooManyRows { rows } => too_many(rows, SHEET_RECORDS_MAX),
        sheet::WriteError::Workbook(_) | sheet::WriteError::Csv(_) => {
            anyhow::Error::new(error).into()
        }
    }
}

/// A file that goes with its handle, whatever becomes of this process.
fn nameless(folder: &FilePath) -> io::Result<File> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(Uuid::now_v7().simple().to_string());
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// A writer that stops when nobody waits for what it writes.
struct Awaited<W> {
    to: W,
    asked: Weak<()>,
}

impl<W: Write> Write for Awaited<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.asked.strong_count() == 0 {
            return Err(io::Error::new(io::ErrorKind::BrokenPipe, "nobody waits for the file"));
        }
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A file of the disk to be saved, from its first byte; the seat is free when it is taken.
async fn spooled(name: &str, media_type: &'static str, made: File, seat: Seat) -> Reply<Response> {
    let mut made = tokio::fs::File::from_std(made);
    made.rewind().await.context("an export cannot be read")?;
    let size_bytes = made.metadata().await.context("an export cannot be read")?.len();
    if size_bytes <= SMALL_BYTES {
        let mut bytes = Vec::new();
        made.read_to_end(&mut bytes).await.context("an export cannot be read")?;
        return Ok(file(name, media_type, bytes));
    }
    let pieces = ReaderStream::with_capacity(made, 64 * 1024).map(move |piece| {
        let _taken = &seat; // It goes with the stream.
        piece
    });
    let mut response = Body::from_stream(pieces).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size_bytes));
    headers.insert(header::CONTENT_DISPOSITION, disposition(name, false));
    Ok(response)
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
