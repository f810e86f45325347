//! The main job (主流程): demo workbooks into a fresh base, figures, documents.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use terms::Grade;

use crate::command::Place;
use crate::context::Context;
use crate::flow::capture;
use crate::say::{self, Findings};

/// One workbook of the demo and its ledger.
struct Workbook {
    file: PathBuf,
    parts: Vec<PathBuf>,
    ledger: String,
    /// Who kept it.
    by: Option<String>,
}

/// Opens the base; when there is none, makes it and takes the demo workbooks in. Gives whether it was made now.
pub(crate) async fn prepare(place: &Place, demo: &Path) -> Result<(Context, bool)> {
    if !place.is_server() && Path::new(&place.base).exists() {
        return Ok((Context::open(place).await?, false));
    }
    let workbooks = workbooks(demo)?;
    let context = Context::create(place).await?;
    if place.is_server() && !context.base.batches().await?.is_empty() {
        return Ok((context, false));
    }
    for workbook in &workbooks {
        if let Err(error) = take_in(place, &context, workbook).await {
            return Err(error.context(format!(
                "{} 没有入库；改好后删去 {} 再运行",
                workbook.file.display(),
                place.base
            )));
        }
    }
    Ok((context, true))
}

/// Takes a workbook in in the name of who kept it; that it came through the command line stands in the entry of the batch.
async fn take_in(place: &Place, context: &Context, workbook: &Workbook) -> Result<()> {
    let quiet = place.json;
    let place = match &workbook.by {
        Some(by) => {
            Place { who: by.clone(), office: office_of(context, workbook), ..place.clone() }
        }
        None => place.clone(),
    };
    let context = &Context::of(Arc::clone(&context.catalog), context.base.clone(), place);
    let def = capture::ledger(context, &workbook.ledger)?;
    let files: Vec<PathBuf> =
        std::iter::once(&workbook.file).chain(&workbook.parts).cloned().collect();
    let done = capture::import(context, def, &files, false, None, &mut say::bars(quiet)).await?;
    let left_out = done.outcome.left_out;
    for finding in done.findings.iter().filter(|it| it.grade == Grade::Must).take(20) {
        say::aside(&format!("{} {finding}", finding.grade.label()));
    }
    if !quiet {
        let left = if left_out > 0 { format!("，退回{left_out}行") } else { String::new() };
        say::aside(&format!("入库 {:<8}《{}》{}条{left}", def.id, def.title, done.outcome.created));
    }
    Ok(())
}

/// The office in which a workbook was kept: the ledger's; none for what all offices keep together.
fn office_of(context: &Context, workbook: &Workbook) -> String {
    let def = context.catalog.ledgers.get(&workbook.ledger);
    let office = def.and_then(|it| context.catalog.offices.find(&it.office));
    office.filter(|it| !it.shared).map(|it| it.name.clone()).unwrap_or_default()
}

/// The workbooks of a demo folder, in the order of its `demo.toml`.
fn workbooks(demo: &Path) -> Result<Vec<Workbook>> {
    let list = demo.join("demo.toml");
    let text = std::fs::read_to_string(&list).with_context(|| {
        format!(
            "读不出 {}；用 --demo 指明演示台账的文件夹，或先 tongtu init 建空库",
            list.display()
        )
    })?;
    let mut found = Vec::new();
    let (listed, findings) = catalog::workbook_list(&list.display().to_string(), &text);
    if !findings.is_empty() {
        return Err(Findings(findings).into());
    }
    for one in listed {
        let path = demo.join(&one.file);
        if !path.is_file() {
            bail!("{} 列出的 {} 不在", list.display(), one.file);
        }
        found.push(Workbook { parts: parts(&path)?, file: path, ledger: one.ledger, by: one.by });
    }
    Ok(found)
}

/// CSV files of child rows beside a CSV: `出勤登记.csv` and `出勤登记-参加人员.csv`.
fn parts(path: &Path) -> Result<Vec<PathBuf>> {
    let mut parts = Vec::new();
    if path.extension().is_none_or(|it| it != "csv") {
        return Ok(parts);
    }
    let head = format!(
        "{}-",
        path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
    );
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    for entry in std::fs::read_dir(folder)? {
        let other = entry?.path();
        if other.extension().is_some_and(|it| it == "csv")
            && capture::file_name(&other).starts_with(&head)
        {
            parts.push(other);
        }
    }
    parts.sort();
    Ok(parts)
}
