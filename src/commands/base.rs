//! `init`, `defs check`, `audit`, `migrate`, `backup`, `restore`: the base as a whole (库).

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use catalog::Source;
use serde_json::json;
use terms::Grade;

use crate::command::Place;
use crate::context::{self, Context, now, today};
use crate::say;

/// Checks all definitions.
pub(crate) fn defs_check(place: &Place) -> Result<bool> {
    let definitions = context::definitions(place)?;
    let bad = say::findings(&definitions.findings, place.json);
    if place.json {
        return Ok(!bad);
    }
    let catalog = &definitions.catalog;
    say::line(&format!(
        "{}：{}个文件，台账{}、指标{}、流程{}、代码表{}、报告{}、角色{}，指纹{}",
        definitions.from,
        definitions.files,
        catalog.ledgers.len(),
        catalog.indicators.len(),
        catalog.workflows.len(),
        catalog.codes.len(),
        catalog.reports.len(),
        catalog.roles.len(),
        catalog.fingerprint
    ));
    let must = definitions.findings.iter().filter(|it| it.grade == Grade::Must).count();
    say::line(&match (must, definitions.findings.len()) {
        (0, 0) => "没有问题".to_owned(),
        (0, all) => format!("{all}处可以改进"),
        (must, all) => format!("{all}处问题，其中{must}处必须修改"),
    });
    Ok(!bad)
}

/// Makes an empty base.
pub(crate) async fn init(place: &Place) -> Result<bool> {
    if !place.is_server() && Path::new(&place.base).exists() {
        bail!("{} 已经有库；要重建请先把它移走", place.base);
    }
    let context = Context::create(place).await?;
    context.base.close().await;
    if place.json {
        say::json_out(&json!({ "base": place.base, "ledgers": context.catalog.ledgers.len() }));
    } else {
        say::line(&format!("库建好了：{}，{}本台账", place.base, context.catalog.ledgers.len()));
    }
    Ok(true)
}

/// Verifies chain, records and attachments.
pub(crate) async fn audit(place: &Place) -> Result<bool> {
    let context = Context::open_unchecked(place).await?;
    let report = context.base.audit(&mut |_, _| {}).await?;
    context.base.close().await;
    let bad = report.findings.iter().any(|it| it.grade == Grade::Must);
    let erased = report.erased.iter().map(|it| json!({ "entry": it.0, "vouches_for": it.1 }));
    let erased: Vec<_> = erased.collect();
    if place.json {
        say::json_out(&json!({
            "entries": report.entries, "versions": report.versions, "attachments": report.attachments,
            "seals": report.seals, "head": report.head, "erased": erased,
            "findings": report.findings.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
        }));
        return Ok(!bad);
    }
    for finding in &report.findings {
        say::line(&format!("{} {finding}", finding.grade.label()));
    }
    if !report.erased.is_empty() {
        say::line(&vouched_words(&report.erased));
    }
    let verdict = if bad { "有问题，见上" } else { "完好" };
    say::line(&format!(
        "留痕{}条，记录版本{}个，附件{}个，封存{}个：{verdict}\n链头 {}",
        report.entries, report.versions, report.attachments, report.seals, report.head
    ));
    Ok(!bad)
}

/// Which entries lost personal data, and which entries vouch for them.
fn vouched_words(erased: &BTreeMap<i64, Vec<i64>>) -> String {
    const NAMED: usize = 10;
    let count: usize = erased.values().map(Vec::len).sum();
    let named = erased.iter().take(NAMED).map(|(by, entries)| {
        let entries: Vec<String> = entries.iter().map(i64::to_string).collect();
        format!("第{}条由第{by}条证明", entries.join("、"))
    });
    let named: Vec<String> = named.collect();
    let more = if erased.len() > NAMED { "，余见 --json" } else { "" };
    format!("{count}条留痕里的个人信息已到期销毁，有销毁凭证：{}{more}", named.join("；"))
}

/// Brings the base to the definitions.
pub(crate) async fn migrate(place: &Place, dry_run: bool) -> Result<bool> {
    let context = Context::open_unchecked(place).await?;
    let plan = context.base.plan_migration().await?;
    let refused = say::findings(&plan.refused, false);
    if !refused && !dry_run {
        context.base.migrate(now()).await?;
    }
    context.base.close().await;
    if place.json {
        say::json_out(&json!({
            "steps": plan.steps, "statements": plan.statements, "done": !refused && !dry_run,
            "refused": plan.refused.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
        }));
        return Ok(!refused);
    }
    for step in &plan.steps {
        say::line(step);
    }
    say::line(match (refused, dry_run, plan.steps.is_empty()) {
        (true, ..) => "有的改动会丢数据，没有升级；照上面的办法处理后再来",
        (false, _, true) => "库与定义一致，不用升级",
        (false, true, false) => "以上是要做的，还没有做",
        (false, false, false) => "已升级",
    });
    Ok(!refused)
}

/// One file with base and attachments.
pub(crate) async fn backup(place: &Place, file: &Path) -> Result<bool> {
    let context = Context::open_unchecked(place).await?;
    let report = context.base.backup(file, &context::local_sources(place)?, now()).await?;
    let (size, own) = (report.size_bytes, report.definitions);
    if place.json {
        let file = file.display().to_string();
        say::json_out(&json!({ "file": file, "bytes": size, "local_definitions": own }));
    } else {
        let own = if own > 0 { format!("，含本局定义{own}个") } else { String::new() };
        say::line(&format!("已备份并校验：{}（{} KB{own}）", file.display(), size / 1024));
    }
    Ok(true)
}

/// Lays the bureau's own definitions of a backup into their folder; an older backup carries none, and what stands there
/// holds. What stands there and differs is not written over.
fn take_local(place: &Place, carried: Vec<Source>) -> Result<Vec<Source>> {
    let there = context::local_sources(place)?;
    if carried.is_empty() || there == carried {
        return Ok(there);
    }
    let folder = place.local_dir();
    if !there.is_empty() {
        bail!("本局定义的文件夹里已有别的定义：{}，请移开后再恢复", folder.display());
    }
    for source in &carried {
        let path = folder.join(&source.path);
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above)?;
        }
        std::fs::write(&path, &source.text)
            .with_context(|| format!("写不了本局定义 {}", path.display()))?;
    }
    Ok(carried)
}

/// From a backup into an empty base.
pub(crate) async fn restore(place: &Place, file: &Path) -> Result<bool> {
    let carried = ledger::carried(file)?;
    let local = take_local(place, carried.sources)?;
    let catalog = context::sound(context::definitions_with(place, local)?)?.catalog;
    let same = catalog.fingerprint == carried.fingerprint;
    if !place.is_server()
        && let Some(folder) =
            Path::new(&place.base).parent().filter(|it| !it.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder)?;
    }
    let (base, report) =
        ledger::Base::restore(file, &place.base, &place.files_dir(), catalog, now()).await?;
    let due = base.count_due(today()).await?;
    base.close().await;
    if place.json {
        say::json_out(
            &json!({ "base": place.base, "entries": report.entries, "head": report.head, "to_erase": due, "same_definitions": same }),
        );
    } else {
        say::line(&format!("已恢复到 {}，留痕{}条，校验完好", place.base, report.entries));
        if !same {
            say::line("定义与备份时的不一样（程序换过版本），已按现在的定义升级");
        }
        if due > 0 {
            say::line(&format!("备份里有{due}条到期应销毁的个人信息，请运行 tongtu erase"));
        }
    }
    Ok(true)
}
