//! `coverage`: every object, figure and quantity of the founding report and its home (覆盖).

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::json;
use terms::Period;

use crate::command::{CoverageArgs, Place};
use crate::context::{Context, sound_catalog};
use crate::flow::coverage::{self, Coverage, NumberLine};
use crate::say::{self, Table, short};

/// Walks the map of the office; true when everything has a home.
pub(crate) async fn coverage(place: &Place, args: &CoverageArgs) -> Result<bool> {
    let period: Period =
        args.period.parse().ok().with_context(|| format!("“{}”不是期间", args.period))?;
    let catalog = sound_catalog(place)?;
    let context = if place.is_server() || Path::new(&place.base).exists() {
        Some(Context::open(place).await?)
    } else {
        None
    };
    let covered = coverage::cover(&catalog, context.as_ref(), period).await?;
    if let Some(context) = &context {
        context.base.close().await;
    }
    if place.json {
        say::json_out(&to_json(&covered));
    } else {
        objects(&covered);
        numbers("登记号", &covered.figures);
        if args.all {
            numbers("原文数", &covered.quantities);
        }
        if context.is_none() {
            say::line("没有库，只看了定义；先 tongtu run 装入演示台账，再看记录数和数值");
        }
        summary(&covered);
        say::findings(&covered.findings, false);
    }
    Ok(covered.findings.is_empty())
}

fn objects(covered: &Coverage) {
    let mut table = Table::new(&["对象", "名称", "台账", "数", "记录", "句"]).right(&[4, 5]);
    for line in &covered.objects {
        let home = if line.home.is_empty() { line.why.clone() } else { line.home.join("、") };
        table.row(vec![
            line.no.clone(),
            short(&line.title, 24),
            short(&home, 36),
            short(&line.figures.join(" "), 30),
            line.records.map_or_else(|| "—".to_owned(), |it| it.to_string()),
            line.sentences.to_string(),
        ]);
    }
    table.print();
}

fn numbers(head: &str, lines: &[NumberLine]) {
    say::line("");
    let mut table = Table::new(&[head, "是什么", "原文", "通途", "出处", "说明"]);
    for line in lines {
        table.row(vec![
            line.no.clone(),
            short(&line.what, 30),
            format!("{}{}", line.printed, line.unit),
            line.ours.clone().unwrap_or_else(|| "—".to_owned()),
            short(&line.home, 40),
            short(&line.why, 40),
        ]);
    }
    table.print();
}

fn summary(covered: &Coverage) {
    let homed = |lines: &[NumberLine]| {
        lines.iter().filter(|it| !it.home.is_empty() || !it.why.is_empty()).count()
    };
    let domains: Vec<String> = coverage::by_domain(&covered.objects)
        .into_iter()
        .map(|(domain, (have, all))| format!("{domain} {have}/{all}"))
        .collect();
    let served =
        covered.objects.iter().filter(|it| !it.home.is_empty() || !it.why.is_empty()).count();
    say::line("");
    say::line(&format!("对象 {served}/{}：{}", covered.objects.len(), domains.join("，")));
    say::line(&format!(
        "登记号 {}/{}，原文数 {}/{}",
        homed(&covered.figures),
        covered.figures.len(),
        homed(&covered.quantities),
        covered.quantities.len()
    ));
}

fn to_json(covered: &Coverage) -> serde_json::Value {
    let objects: Vec<_> = covered
        .objects
        .iter()
        .map(|it| {
            json!({
                "no": it.no, "title": it.title, "home": it.home, "figures": it.figures,
                "records": it.records, "sentences": it.sentences, "why": it.why,
            })
        })
        .collect();
    let numbers = |lines: &[NumberLine]| -> Vec<serde_json::Value> {
        lines
            .iter()
            .map(|it| {
                json!({
                    "no": it.no, "what": it.what, "printed": it.printed, "unit": it.unit,
                    "home": it.home, "ours": it.ours, "why": it.why,
                })
            })
            .collect()
    };
    let findings: Vec<_> = covered
        .findings
        .iter()
        .map(|it| json!({ "rule": it.rule, "grade": it.grade.label(), "place": it.place.to_string(), "what": it.what, "mend": it.mend }))
        .collect();
    json!({
        "objects": objects, "figures": numbers(&covered.figures),
        "quantities": numbers(&covered.quantities), "findings": findings,
    })
}
