//! One file with everything: tables, attachments, the bureau's own definitions, manifest (备份与恢复).
//!
//! Tables are written row by row in a form of our own that either database reads: a base may be restored from SQLite
//! into PostgreSQL and back. What was written is read again before the file gets its name, and a restored base is
//! audited against its chain.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalog::{Catalog, LOCAL, Source};
use jiff::Timestamp;
use sea_query::Value as Datum;
use serde_json::{Value as Json, json};
use sm3::{Digest, Sm3};
use terms::{Finding, Place};
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::attachment::{path_of, store};
use crate::audit::AuditReport;
use crate::db::{Dialect, Line, Statement, Tx, quoted};
use crate::entry::{ENTRY, hex};
use crate::migrate::FORMAT;
use crate::record::{Base, LineShape, Shape};
use crate::schema::{Kind, at_datum, at_text, history, id_datum, read_at};
use crate::wipe;
use crate::{SaveError, StoreError};

const MANIFEST: &str = "manifest.json";
/// Where attachments stand in a backup.
const FILES: &str = "files/";
/// Names of definitions are not longer.
const PATH_MAX: usize = 240;

/// What a backup holds (备份清单).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Rows of all tables.
    pub rows: u64,
    /// Attachments.
    pub attachments: u64,
    /// Files of the bureau's own definitions.
    pub definitions: u64,
    /// Size of the file in bytes.
    pub size_bytes: u64,
    /// Hash of the last entry.
    pub head: String,
}

/// How a column is written into a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Id,
    At,
    Field(Kind),
}

struct Table {
    name: String,
    columns: Vec<(String, Form)>,
}

/// A column whose name says its form; every other one of the fixed tables is text.
fn fixed_form(name: &str) -> Form {
    match name {
        "id" | "record" | "batch" | "seal" | "replaced_by" => Form::Id,
        "at" | "undone_at" => Form::At,
        "places" | "one" | "seq" | "salt" | "version" | "created" | "changed" | "unchanged"
        | "left_out" | "size" | "row" | "ordinal" => Form::Field(Kind::Integer),
        _ => Form::Field(Kind::Text),
    }
}

fn meta_form(name: &str) -> Form {
    match name {
        "id" | "record_id" => Form::Id,
        "created_at" | "updated_at" | "withdrawn_at" | "since_at" | "until_at" => Form::At,
        "version" | "ordinal" => Form::Field(Kind::Integer),
        _ => Form::Field(Kind::Text),
    }
}

const FIXED_COLUMNS: [(&str, &[&str]); 10] = [
    ("base_meta", &["name", "value"]),
    ("schema_field", &["ledger", "lines", "name", "type", "places"]),
    ("chain", &["one", "seq", "hash", "salt", "at"]),
    ("entry", &ENTRY),
    (
        "batch",
        &[
            "id",
            "ledger",
            "file_name",
            "file_digest",
            "who",
            "at",
            "created",
            "changed",
            "unchanged",
            "left_out",
            "undone_at",
            "undone_by",
            "undone_reason",
        ],
    ),
    ("attachment", &["digest", "size"]),
    (
        "attachment_use",
        &["seq", "ledger", "record", "field", "digest", "name", "media_type", "who", "at"],
    ),
    (
        "seal",
        &[
            "id",
            "indicator",
            "period",
            "as_of",
            "value",
            "unit",
            "fingerprint",
            "digest",
            "reason",
            "at",
            "who",
            "replaced_by",
        ],
    ),
    (
        "seal_row",
        &["seal", "part", "row", "ledger", "lines", "record", "version", "ordinal", "contribution"],
    ),
    ("paper", &["kind", "name", "version", "body", "at", "who"]),
];

/// All tables, parents before children.
fn tables(catalog: &Catalog) -> Vec<Table> {
    let mut all: Vec<Table> = FIXED_COLUMNS
        .iter()
        .map(|(name, columns)| Table {
            name: (*name).to_owned(),
            columns: columns.iter().map(|it| ((*it).to_owned(), fixed_form(it))).collect(),
        })
        .collect();
    for def in catalog.ledgers.values() {
        let shape = Shape::new(def);
        let fields: Vec<(String, Form)> =
            shape.columns.iter().map(|it| (it.name.clone(), Form::Field(it.kind))).collect();
        let meta: Vec<(String, Form)> =
            crate::schema::META.iter().map(|it| ((*it).to_owned(), meta_form(it))).collect();
        both(def.table(), [meta, fields].concat(), &mut all);
        for lines in LineShape::all(def) {
            let meta: Vec<(String, Form)> = crate::schema::LINE_META
                .iter()
                .map(|it| ((*it).to_owned(), meta_form(it)))
                .collect();
            let fields =
                lines.columns.iter().map(|it| (it.name.clone(), Form::Field(it.kind))).collect();
            both(lines.table, [meta, fields].concat(), &mut all);
        }
    }
    all
}

fn both(name: String, columns: Vec<(String, Form)>, all: &mut Vec<Table>) {
    let mut past = columns.clone();
    past.push(("until_at".to_owned(), Form::At));
    let past_name = history(&name);
    all.push(Table { name, columns });
    all.push(Table { name: past_name, columns: past });
}

/// A writer that digests what passes through.
struct Digesting<W> {
    inner: W,
    hasher: Sm3,
    bytes: u64,
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += u64::try_from(written).unwrap_or(0);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn zip_error(path: &Path) -> impl Fn(zip::result::ZipError) -> StoreError {
    let path = PathBuf::from(path);
    move |error| StoreError::File {
        path: path.clone(),
        source: io::Error::new(io::ErrorKind::InvalidData, error),
    }
}

fn file_error(path: &Path) -> impl Fn(io::Error) -> StoreError {
    let path = PathBuf::from(path);
    move |source| StoreError::File { path: path.clone(), source }
}

impl Base {
    /// Writes one file with tables, attachments and the bureau's own definitions (备份), as the base stands at this moment;
    /// others go on working. The file gets its name only after it was read back.
    ///
    /// # Errors
    /// When the base cannot be read or the file cannot be written; an attachment whose bytes changed is an error too.
    pub async fn backup(
        &self,
        to: &Path,
        local: &[Source],
        at: Timestamp,
    ) -> Result<BackupReport, StoreError> {
        let mut name = to.file_name().unwrap_or_default().to_os_string();
        name.push(".part");
        let draft = to.with_file_name(name);
        let report = self.write_backup(&draft, local, at).await;
        let report = report.and_then(|report| read_back(&draft).map(|_| report));
        match report {
            Ok(report) => {
                fs::rename(&draft, to).map_err(file_error(to))?;
                Ok(report)
            }
            Err(error) => {
                let _ = fs::remove_file(&draft);
                Err(error)
            }
        }
    }

    async fn write_backup(
        &self,
        draft: &Path,
        local: &[Source],
        at: Timestamp,
    ) -> Result<BackupReport, StoreError> {
        let (zip_failed, file_failed) = (zip_error(draft), file_error(draft));
        let file = File::create(draft).map_err(&file_failed)?;
        let mut zip = ZipWriter::new(BufWriter::new(file));
        let plain = SimpleFileOptions::default()
            .large_file(true)
            .compression_method(CompressionMethod::Deflated);
        let mut tx = self.db.snapshot().await?;
        let mut members = Vec::new();
        let mut rows = 0;
        for table in tables(&self.catalog) {
            let member = format!("tables/{}.jsonl", table.name);
            zip.start_file(member.as_str(), plain.compression_level(Some(1)))
                .map_err(&zip_failed)?;
            let mut out = Digesting { inner: &mut zip, hasher: Sm3::new(), bytes: 0 };
            let count = dump(&mut tx, &table, &mut out, draft).await?;
            rows += count;
            members.push(json!({
                "name": member,
                "table": table.name,
                "columns": table.columns.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(),
                "rows": count,
                "size_bytes": out.bytes,
                "sm3": hex(&out.hasher.finalize()),
            }));
        }
        let sql = "SELECT digest FROM attachment ORDER BY digest";
        let mut attachments = 0;
        for line in tx.all(Statement::new(sql, Vec::new())).await? {
            let digest = line.must_text(0)?;
            let bytes = self.read_attachment(&digest)?;
            let member = format!("{FILES}{digest}");
            zip.start_file(member.as_str(), plain.compression_method(CompressionMethod::Stored))
                .map_err(&zip_failed)?;
            zip.write_all(&bytes).map_err(&file_failed)?;
            attachments += 1;
            members.push(json!({ "name": member, "size_bytes": bytes.len(), "sm3": digest }));
        }
        for source in local {
            let member = format!("{LOCAL}{}", source.path);
            let bytes = source.text.as_bytes();
            zip.start_file(member.as_str(), plain).map_err(&zip_failed)?;
            zip.write_all(bytes).map_err(&file_failed)?;
            let sm3 = hex(&Sm3::digest(bytes));
            members.push(json!({ "name": member, "size_bytes": bytes.len(), "sm3": sm3 }));
        }
        let line =
            tx.one(Statement::new("SELECT hash FROM chain WHERE one = 1", Vec::new())).await?;
        let head = line.map_or(Ok(String::new()), |it| it.must_text(0))?;
        tx.roll_back().await?;
        let manifest = json!({
            "about": "通途备份",
            "format": FORMAT,
            "at": at_text(at),
            "definitions": self.catalog.fingerprint,
            "head": head,
            "members": members,
        });
        zip.start_file(MANIFEST, plain).map_err(&zip_failed)?;
        zip.write_all(manifest.to_string().as_bytes()).map_err(&file_failed)?;
        let file = zip.finish().map_err(&zip_failed)?;
        let file = file.into_inner().map_err(|it| file_failed(it.into_error()))?;
        file.sync_all().map_err(&file_failed)?;
        let size_bytes = file.metadata().map_err(&file_failed)?.len();
        let definitions = u64::try_from(local.len()).unwrap_or(u64::MAX);
        Ok(BackupReport { rows, attachments, definitions, size_bytes, head })
    }

    /// Makes a base from a backup (恢复), into an empty base and files folder only, and audits it.
    ///
    /// # Errors
    /// [`SaveError::Findings`] when the file is damaged, the base is not empty, the definitions no longer have what
    /// the backup holds, or the audit finds something; [`SaveError::Store`].
    pub async fn restore(
        from: &Path,
        url: &str,
        files: &Path,
        catalog: Arc<Catalog>,
        at: Timestamp,
    ) -> Result<(Base, AuditReport), SaveError> {
        let manifest = read_back(from)?;
        let base = Base::open(url, files, catalog).await?;
        match base.fill(from, &manifest, at).await {
            Ok(report) => Ok((base, report)),
            Err(reason) => {
                base.close().await;
                Err(reason)
            }
        }
    }

    async fn fill(
        &self,
        from: &Path,
        manifest: &Json,
        at: Timestamp,
    ) -> Result<AuditReport, SaveError> {
        let place = Place::Whole { name: from.display().to_string() };
        let refuse = |rule, what: &str, mend: &str| {
            Err(SaveError::Findings(vec![Finding::must(rule, place.clone(), what, mend)]))
        };
        if manifest.get("format").and_then(Json::as_i64).is_none_or(|it| it > FORMAT) {
            return refuse("store_newer", "备份由较新版本的程序写成", "请换用新版程序恢复");
        }
        if !self.is_new().await? {
            return refuse(
                "not_empty",
                "要恢复到的数据库里已有数据",
                "请指定一个新的数据库文件或新的 schema",
            );
        }
        if fs::read_dir(&self.files).is_ok_and(|mut it| it.next().is_some()) {
            return refuse("not_empty", "要恢复到的附件文件夹里已有文件", "请指定一个空文件夹");
        }
        let known: BTreeMap<String, Table> =
            tables(&self.catalog).into_iter().map(|it| (it.name.clone(), it)).collect();
        let held = members(manifest);
        let mut missing = Vec::new();
        for member in &held {
            let Some(name) = &member.table else { continue };
            let Some(table) = known.get(name) else {
                missing.push(name.clone());
                continue;
            };
            let lost = member
                .columns
                .iter()
                .filter(|column| !table.columns.iter().any(|it| it.0 == **column));
            missing.extend(lost.map(|column| format!("{name}.{column}")));
        }
        if !missing.is_empty() {
            let what = format!("现行定义里没有备份中的：{}", missing.join("、"));
            return refuse("definitions_lack", &what, "请用备份时的定义恢复，再按新定义迁移");
        }
        self.migrate(at).await?;
        let mut archive = open_zip(from)?;
        let mut tx = self.db.begin().await?;
        for name in ["chain", "entry", "base_meta", "schema_field"] {
            tx.run(Statement::new(format!("DELETE FROM {name}"), Vec::new())).await?;
        }
        // The manifest keeps the order of the tables: parents before children.
        for member in &held {
            let Some(table) = member.table.as_ref().and_then(|it| known.get(it)) else {
                let Some(digest) = member.name.strip_prefix(FILES).map(str::to_owned) else {
                    continue;
                };
                let path = path_of(&self.files, &digest)?;
                let mut bytes = Vec::new();
                let read =
                    archive.by_name(&member.name).map_err(zip_error(from))?.read_to_end(&mut bytes);
                read.map_err(StoreError::file(&path))?;
                store(&self.files, &digest, &bytes)?;
                continue;
            };
            let entry = archive.by_name(&member.name).map_err(zip_error(from))?;
            pour(&mut tx, table, &member.columns, BufReader::new(entry), from).await?;
        }
        wipe::forget(&mut tx).await?;
        tx.commit().await?;
        // Fields that the definitions gained since the backup are remembered again.
        self.migrate(at).await?;
        self.analyse().await?;
        let report = self.audit(&mut |_, _| {}).await?;
        if report.findings.is_empty() {
            Ok(report)
        } else {
            Err(SaveError::Findings(report.findings))
        }
    }
}

/// The bureau's own definitions that a backup carries (本局定义), proved against its manifest; none in a backup of an older
/// program.
///
/// # Errors
/// When the file cannot be read, is damaged, or a name in it would lead out of the folder of definitions.
pub fn carried(from: &Path) -> Result<Carried, StoreError> {
    let manifest = read_back(from)?;
    let mut archive = open_zip(from)?;
    let mut sources = Vec::new();
    for member in members(&manifest) {
        let Some(path) = member.name.strip_prefix(LOCAL) else { continue };
        if !is_below(path) {
            let what = format!("备份中本局定义的文件名“{path}”不合规");
            return Err(file_error(from)(io::Error::new(io::ErrorKind::InvalidData, what)));
        }
        let mut text = String::new();
        let mut entry = archive.by_name(&member.name).map_err(zip_error(from))?;
        entry.read_to_string(&mut text).map_err(file_error(from))?;
        sources.push(Source { path: path.to_owned(), text });
    }
    let fingerprint = manifest.get("definitions").and_then(Json::as_str).unwrap_or_default();
    Ok(Carried { sources, fingerprint: fingerprint.to_owned() })
}

/// What a backup says of the definitions under which it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The bureau's own, with paths below their folder.
    pub sources: Vec<Source>,
    /// Fingerprint of all definitions, shipped and own.
    pub fingerprint: String,
}

/// Whether a path leads to a definition below a folder, and nowhere else.
fn is_below(path: &str) -> bool {
    let good = |it: char| it.is_ascii_alphanumeric() || "_-.".contains(it);
    let part = |it: &str| !it.is_empty() && !it.starts_with('.') && it.chars().all(good);
    let kind = Path::new(path).extension().is_some_and(|it| it == "toml" || it == "csv");
    kind && path.len() <= PATH_MAX && path.split('/').all(part)
}

/// Writes the rows of a table, one JSON array a line; null where a column is empty, text otherwise.
async fn dump(
    tx: &mut Tx,
    table: &Table,
    out: &mut (impl Write + Send),
    path: &Path,
) -> Result<u64, StoreError> {
    let columns: Vec<String> = table.columns.iter().map(|it| quoted(&it.0)).collect();
    let order = if table.name == "seal" || table.name == "entry" { " ORDER BY 1" } else { "" };
    // Who was signed in when a backup was made is not signed in when it is restored.
    let filter = if table.name == "paper" { " WHERE kind <> 'session'" } else { "" };
    let sql = format!("SELECT {} FROM {}{filter}{order}", columns.join(", "), quoted(&table.name));
    let mut rows = 0;
    let failed = file_error(path);
    tx.each(Statement::new(sql, Vec::new()), |line| {
        let mut values = Vec::with_capacity(table.columns.len());
        for (at, (_, form)) in table.columns.iter().enumerate() {
            values.push(written(&line, at, *form)?);
        }
        rows += 1;
        let mut text = Json::Array(values).to_string();
        text.push('\n');
        out.write_all(text.as_bytes()).map_err(&failed)
    })
    .await?;
    Ok(rows)
}

fn written(line: &Line, at: usize, form: Form) -> Result<Json, StoreError> {
    let text = match form {
        Form::Id => {
            if line.is_null(at)? {
                None
            } else {
                Some(line.id(at)?.to_string())
            }
        }
        Form::At => read_at(line, at)?.map(at_text),
        Form::Field(kind) => kind.read(line, at)?.map(|it| Kind::plain(&it)),
    };
    Ok(text.map_or(Json::Null, Json::String))
}

fn datum(dialect: Dialect, form: Form, value: &Json) -> Option<Datum> {
    let text = match value {
        Json::Null => None,
        Json::String(text) => Some(text.as_str()),
        Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => return None,
    };
    match (form, text) {
        (Form::Id, Some(text)) => Some(id_datum(dialect, Uuid::parse_str(text).ok()?)),
        (Form::Id, None) => Some(match dialect {
            Dialect::Sqlite => Datum::String(None),
            Dialect::Pg => Datum::Uuid(None),
        }),
        (Form::At, Some(text)) => Some(at_datum(dialect, Some(text.parse().ok()?))),
        (Form::At, None) => Some(at_datum(dialect, None)),
        (Form::Field(kind), Some(text)) => kind.datum(dialect, Some(&kind.parse(text)?)),
        (Form::Field(kind), None) => Some(kind.null(dialect)),
    }
}

async fn pour(
    tx: &mut Tx,
    table: &Table,
    columns: &[String],
    from: impl BufRead,
    path: &Path,
) -> Result<(), StoreError> {
    let dialect = tx.dialect();
    let forms: Vec<Form> = columns
        .iter()
        .filter_map(|name| table.columns.iter().find(|it| it.0 == *name).map(|it| it.1))
        .collect();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut values = Vec::new();
    for line in from.lines() {
        let line = line.map_err(file_error(path))?;
        let bad = || StoreError::corrupt(format!("备份中“{}”的一行", table.name));
        let row: Vec<Json> = serde_json::from_str(&line).map_err(|_| bad())?;
        if row.len() != forms.len() {
            return Err(bad());
        }
        for (value, form) in row.iter().zip(&forms) {
            values.push(datum(dialect, *form, value).ok_or_else(bad)?);
        }
        if values.len() > 60_000 {
            tx.insert_rows(&table.name, &names, std::mem::take(&mut values)).await?;
        }
    }
    tx.insert_rows(&table.name, &names, values).await
}

struct Member {
    name: String,
    table: Option<String>,
    columns: Vec<String>,
    sm3: String,
}

fn members(manifest: &Json) -> Vec<Member> {
    let word = |it: &Json, name: &str| it.get(name).and_then(Json::as_str).map(str::to_owned);
    let list = manifest.get("members").and_then(Json::as_array);
    list.into_iter()
        .flatten()
        .map(|it| Member {
            name: word(it, "name").unwrap_or_default(),
            table: word(it, "table"),
            columns: it
                .get("columns")
                .and_then(Json::as_array)
                .into_iter()
                .flatten()
                .filter_map(|it| it.as_str().map(str::to_owned))
                .collect(),
            sm3: word(it, "sm3").unwrap_or_default(),
        })
        .collect()
}

fn open_zip(path: &Path) -> Result<ZipArchive<BufReader<File>>, StoreError> {
    let file = File::open(path).map_err(file_error(path))?;
    ZipArchive::new(BufReader::new(file)).map_err(zip_error(path))
}

/// Reads a whole backup and proves every member against the manifest; gives the manifest.
fn read_back(path: &Path) -> Result<Json, StoreError> {
    let damaged = |what: String| StoreError::File {
        path: PathBuf::from(path),
        source: io::Error::new(io::ErrorKind::InvalidData, what),
    };
    let mut archive = open_zip(path)?;
    let mut text = String::new();
    archive
        .by_name(MANIFEST)
        .map_err(zip_error(path))?
        .read_to_string(&mut text)
        .map_err(file_error(path))?;
    let manifest: Json =
        serde_json::from_str(&text).map_err(|error| damaged(format!("备份清单读不懂：{error}")))?;
    let mut buffer = vec![0; 1 << 16];
    for member in members(&manifest) {
        let mut entry = archive.by_name(&member.name).map_err(zip_error(path))?;
        let mut hasher = Sm3::new();
        loop {
            let read = entry.read(&mut buffer).map_err(file_error(path))?;
            if read == 0 {
                break;
            }
            hasher.update(&buffer[..read]);
        }
        if hex(&hasher.finalize()) != member.sm3 {
            return Err(damaged(format!("备份中的“{}”与清单不符", member.name)));
        }
    }
    Ok(manifest)
}
