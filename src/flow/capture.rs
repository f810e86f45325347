//! Capture (入库): workbooks become records, and records become workbooks again.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use catalog::{Catalog, Condition, FieldRef, LedgerDef, Meta, Query, Row, Test};
use ledger::{BatchInfo, BatchOutcome, Record};
use sheet::{Incoming, Reading};
use terms::{Finding, Grade, Place, Value};

use crate::context::{Context, today};
use crate::say::Findings;

/// Files larger than this are refused before they are read.
const FILE_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// How a file came in that no page sent.
const CHANNEL: &str = "命令行";

/// What an import did, for people.
pub(crate) struct Imported {
    pub(crate) reading: Reading,
    pub(crate) outcome: BatchOutcome,
    /// All findings, of the sheet and of the base.
    pub(crate) findings: Vec<Finding>,
    /// The workbook with the bad rows, when there are any.
    pub(crate) returned: Option<PathBuf>,
}

/// The ledger that a word names.
pub(crate) fn ledger<'c>(context: &'c Context, word: &str) -> Result<&'c LedgerDef> {
    context.catalog.ledger(word).with_context(|| {
        let all: Vec<String> = context
            .catalog
            .ledgers
            .values()
            .map(|it| format!("{}（{}）", it.id, it.title))
            .collect();
        format!("没有台账“{word}”；可用：{}", all.join("、"))
    })
}

/// How far an import has come (进度).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Rows of the file are read.
    Read,
    /// Rows are compared with what stands; nothing is written.
    Compare,
    /// Rows are taken in.
    Take,
}

/// Reads a file into what is to be said about it and its good rows; `progress` hears rows done and rows expected.
pub(crate) fn read(
    catalog: &Catalog,
    def: &LedgerDef,
    incoming: Incoming<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> (Reading, Vec<(Place, Row)>) {
    let mut reading = sheet::read(catalog, def, incoming, today(), progress);
    let rows = std::mem::take(&mut reading.rows).into_iter().map(|it| (it.place, it.row)).collect();
    (reading, rows)
}

/// Reads a workbook (with further CSV files for child rows) and takes it in, or only says what would change.
pub(crate) async fn import(
    context: &Context,
    def: &LedgerDef,
    files: &[PathBuf],
    dry_run: bool,
    returned: Option<&Path>,
    progress: &mut (dyn FnMut(Stage, u64, u64) + Send),
) -> Result<Imported> {
    let (first, parts) = files.split_first().context("没有写文件")?;
    let bytes = read_file(first)?;
    let name = file_name(first);
    let mut part_bytes = Vec::new();
    for part in parts {
        part_bytes.push((lines_label(def, first, part)?, read_file(part)?));
    }
    let parts: Vec<(&str, &[u8])> =
        part_bytes.iter().map(|it| (it.0.as_str(), it.1.as_slice())).collect();
    let incoming = Incoming { name: &name, bytes: &bytes, parts: &parts };
    let (reading, rows) = read(&context.catalog, def, incoming, &mut |done, total| {
        progress(Stage::Read, done, total)
    });
    let stage = if dry_run { Stage::Compare } else { Stage::Take };
    let digest = ledger::digest(&bytes);
    let info = BatchInfo {
        file_name: &name,
        file_digest: &digest,
        channel: CHANNEL,
        unread: reading.rows_bad,
        ..BatchInfo::default()
    };
    let outcome = context
        .base
        .import(&context.act(), &def.id, rows, info, dry_run, &mut |done, total| {
            progress(stage, done, total)
        })
        .await?;
    let mut findings = reading.findings.clone();
    findings.extend(outcome.findings.iter().cloned());
    let bad = findings.iter().any(|it| it.grade == Grade::Must);
    let returned = if bad && !dry_run {
        return_rows(first, incoming, &findings, &reading, returned)?
    } else {
        None
    };
    Ok(Imported { reading, outcome, findings, returned })
}

/// Writes the bad rows back beside the file (or where told), with a red column 问题.
fn return_rows(
    file: &Path,
    incoming: Incoming<'_>,
    findings: &[Finding],
    reading: &Reading,
    to: Option<&Path>,
) -> Result<Option<PathBuf>> {
    let Some(workbook) = sheet::write_returned(incoming, &reading.headers, findings)? else {
        return Ok(None);
    };
    let to = to.map_or_else(
        || {
            let stem =
                file.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
            file.with_file_name(format!("{stem}-退回.xlsx"))
        },
        Path::to_path_buf,
    );
    write_file(&to, &workbook)?;
    Ok(Some(to))
}

/// Which lines field a CSV of child rows belongs to: `治超出勤-参加人员.csv` ends in the label of the field.
fn lines_label(def: &LedgerDef, main: &Path, part: &Path) -> Result<String> {
    let stem = part.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let label = def.lines().map(|it| it.0.label.as_str()).find(|label| stem.ends_with(label));
    label.map(str::to_owned).with_context(|| {
        let labels: Vec<&str> = def.lines().map(|it| it.0.label.as_str()).collect();
        format!(
            "{} 不是 {} 的明细文件；文件名要以明细名结尾（{}）",
            part.display(),
            main.display(),
            labels.join("、")
        )
    })
}

/// Reads a file, not above the limit.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).with_context(|| format!("找不到文件 {}", path.display()))?.len();
    if size > FILE_BYTES_MAX {
        bail!("{} 有 {} MB，超过 200 MB；请拆成几个文件", path.display(), size / 1024 / 1024);
    }
    fs::read(path).with_context(|| format!("读不出文件 {}", path.display()))
}

/// Writes a file whole or not at all: to a new name beside it, then renamed.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent().filter(|it| !it.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
    }
    let beside = path.with_file_name(format!(".{}.new", file_name(path)));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.with_context(|| {
        let _ = fs::remove_file(&beside); // Nothing may be left of a file that did not come about.
        format!("写不了文件 {}；请检查磁盘空间和权限", path.display())
    })
}

pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Conditions from the command line: `字段=值`, by name or label; `状态=…` for the state; an empty value means not set.
pub(crate) fn conditions(
    context: &Context,
    def: &LedgerDef,
    words: &[String],
) -> Result<Vec<Condition>> {
    let mut conditions = Vec::new();
    for word in words {
        let (name, text) = word.split_once('=').with_context(|| format!("“{word}”不是 字段=值"))?;
        if name == "state" || name == "状态" {
            let workflow = context.catalog.workflow_of(def);
            let state = workflow.state_by_word(text).with_context(|| {
                let all: Vec<&str> = workflow.states.iter().map(|it| it.label.as_str()).collect();
                format!("没有状态“{text}”；可用：{}", all.join("、"))
            })?;
            conditions.push(Condition {
                field: FieldRef::Meta(Meta::State),
                test: Test::Eq(Value::Text(state.name.clone())),
            });
            continue;
        }
        let (name, value) = assignment(context, def, name, text)?;
        if def.field(&name).is_some_and(|it| it.private) && !context.may_see_private(def) {
            bail!("“{name}”是个人信息，没有查看个人信息的权限，不能拿它作条件");
        }
        conditions.push(Condition {
            field: FieldRef::Own(name),
            test: value.map_or(Test::IsEmpty, Test::Eq),
        });
    }
    Ok(conditions)
}

/// A field and a value as a person types them.
pub(crate) fn assignment(
    context: &Context,
    def: &LedgerDef,
    name: &str,
    text: &str,
) -> Result<(String, Option<Value>)> {
    let name = name.trim();
    let field = def
        .fields
        .iter()
        .find(|it| {
            it.name == name || it.label == name || it.aliases.iter().any(|alias| alias == name)
        })
        .with_context(|| {
            let all: Vec<&str> = def.fields.iter().map(|it| it.label.as_str()).collect();
            format!("台账“{}”没有字段“{name}”；可用：{}", def.title, all.join("、"))
        })?;
    match sheet::read_value(&context.catalog, def, field, text) {
        Ok(value) => Ok((field.name.clone(), value)),
        Err(findings) => Err(Findings(findings).into()),
    }
}

/// The record in force that a key names: values of the key fields, joined by ` · ` as lists show them.
pub(crate) async fn record(context: &Context, def: &LedgerDef, key: &str) -> Result<Record> {
    let parts: Vec<&str> =
        if def.key.len() == 1 { vec![key] } else { key.split('·').map(str::trim).collect() };
    if parts.len() != def.key.len() {
        let labels: Vec<&str> =
            def.key.iter().filter_map(|it| def.field(it)).map(|it| it.label.as_str()).collect();
        bail!("台账“{}”的主键是 {}，写成一个参数", def.title, labels.join(" · "));
    }
    let mut values = Vec::new();
    for (name, part) in def.key.iter().zip(parts) {
        let (_, value) = assignment(context, def, name, part)?;
        values.push(value.with_context(|| format!("主键“{name}”是空的"))?);
    }
    let found = context.base.by_key(&def.id, &values).await?;
    found.with_context(|| format!("台账“{}”里没有“{key}”", def.title))
}

/// Writes a ledger out as `.xlsx` or `.csv`, rows in the order of entry.
pub(crate) async fn export(
    context: &Context,
    def: &LedgerDef,
    conditions: Vec<Condition>,
    to: &Path,
) -> Result<(u64, Vec<PathBuf>)> {
    let masked = !context.may_see_private(def);
    let query = Query { ledger: def.id.clone(), lines: None, conditions };
    let mut rows: Vec<Row> = Vec::new();
    let count = context
        .base
        .each(&query, &[], |record| {
            rows.push(record.row);
            Ok(())
        })
        .await?;
    let mut written = Vec::new();
    if to.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv")) {
        for file in sheet::write_csv(&context.catalog, def, &rows, masked)? {
            let path = match file.label {
                None => to.to_path_buf(),
                Some(label) => {
                    let stem = to
                        .file_stem()
                        .map(|it| it.to_string_lossy().into_owned())
                        .unwrap_or_default();
                    to.with_file_name(format!("{stem}-{label}.csv"))
                }
            };
            write_file(&path, &file.bytes)?;
            written.push(path);
        }
    } else {
        write_file(to, &sheet::write_ledger(&context.catalog, def, &rows, masked)?)?;
        written.push(to.to_path_buf());
    }
    Ok((count, written))
}
