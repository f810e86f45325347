//! `exchange`, `reconcile`: tables of outside systems (对接、对账).

use anyhow::{Context as _, Result, bail};
use serde_json::json;
use terms::{Grade, Period};

use crate::command::{ExchangeCommand, ReconcileArgs};
use crate::context::Context;
use crate::flow::capture::{file_name, read_file, write_file};
use crate::flow::exchange::{self, Reconciled, Sent, Side};
use crate::say::{self, Table, short};

/// Lists the exchanges, writes and takes in their tables.
pub(crate) async fn exchange(
    context: &Context,
    command: &ExchangeCommand,
    json: bool,
) -> Result<bool> {
    match command {
        ExchangeCommand::List => {
            list(context, json);
            Ok(true)
        }
        ExchangeCommand::Export { name, output, period, template } => {
            let def = exchange::find(&context.catalog, name)?;
            let to = output.clone().unwrap_or_else(|| format!("{}.xlsx", def.title).into());
            let period = read_period(period.as_deref())?;
            let (bytes, count) = exchange::export(context, def, period, *template).await?;
            write_file(&to, &bytes)?;
            if json {
                say::json_out(&json!({ "file": to.display().to_string(), "records": count }));
            } else if *template {
                say::line(&format!("空表已写到 {}", to.display()));
            } else {
                say::line(&format!("{count} 条记录按{}的格式写到 {}", def.system, to.display()));
            }
            Ok(true)
        }
        ExchangeCommand::Import { name, file, dry_run } => {
            let def = exchange::find(&context.catalog, name)?;
            let (name, bytes) = (file_name(file), read_file(file)?);
            let sent = Sent { name: &name, bytes: &bytes };
            let taken = exchange::take(context, def, sent, *dry_run).await?;
            let outcome = &taken.outcome;
            if json {
                say::json_out(&json!({
                    "changed": outcome.changed, "unchanged": outcome.unchanged,
                    "unknown": taken.unknown,
                    "findings": taken.findings.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
                }));
            } else {
                say::findings(&taken.findings, false);
                for key in &taken.unknown {
                    say::line(&format!("  我局台账没有 {key}，没有收入"));
                }
                let done = if *dry_run { "会更新" } else { "更新" };
                say::line(&format!(
                    "{done} {} 条，未变 {} 条，我局没有的 {} 条",
                    outcome.changed,
                    outcome.unchanged,
                    taken.unknown.len()
                ));
            }
            Ok(taken.unknown.is_empty() && taken.findings.iter().all(|it| it.grade != Grade::Must))
        }
    }
}

fn list(context: &Context, json: bool) {
    let all = context.catalog.exchanges.values();
    if json {
        let all: Vec<_> = all
            .map(|it| json!({ "id": it.id, "title": it.title, "system": it.system, "ledger": it.ledger, "about": it.about }))
            .collect();
        say::json_out(&json!(all));
        return;
    }
    let mut table = Table::new(&["编号", "对接表", "外部系统", "台账", "说明"]);
    for def in all {
        let ledger = context.catalog.ledgers.get(&def.ledger);
        table.row(vec![
            def.id.clone(),
            def.title.clone(),
            def.system.clone(),
            ledger.map_or_else(String::new, |it| it.title.clone()),
            short(&def.about, 60),
        ]);
    }
    table.print();
}

fn read_period(word: Option<&str>) -> Result<Option<Period>> {
    word.map(|word| word.parse().ok().with_context(|| format!("“{word}”不是期间"))).transpose()
}

/// Compares their table with our ledger; true when both say the same.
pub(crate) async fn reconcile(context: &Context, args: &ReconcileArgs, json: bool) -> Result<bool> {
    let def = exchange::find(&context.catalog, &args.name)?;
    let period = read_period(args.period.as_deref())?;
    let (name, bytes) = (file_name(&args.file), read_file(&args.file)?);
    let sent = Sent { name: &name, bytes: &bytes };
    let made = exchange::reconcile(context, def, sent, period).await?;
    if let Some(to) = &args.output {
        if to.extension().is_none_or(|it| !it.eq_ignore_ascii_case("xlsx")) {
            bail!("对账结果写成 .xlsx，请改文件名 {}", to.display());
        }
        write_file(to, &exchange::workbook(def, &made, &name)?)?;
        say::aside(&format!("三张清单写到 {}", to.display()));
    }
    if json {
        say::json_out(&to_json(&made));
    } else {
        say::findings(&made.findings, false);
        side_list(&format!("仅{}有", def.system), &made, &made.only_theirs, args.limit);
        side_list("仅我局有", &made, &made.only_ours, args.limit);
        differing(&def.system, &made, args.limit);
        say::line(&format!(
            "一致 {} 条；仅{}有 {} 条，仅我局有 {} 条，不一致 {} 条",
            made.same,
            def.system,
            made.only_theirs.len(),
            made.only_ours.len(),
            made.differing.len()
        ));
    }
    Ok(made.agrees() && made.findings.iter().all(|it| it.grade != Grade::Must))
}

fn side_list(title: &str, made: &Reconciled, sides: &[Side], limit: usize) {
    if sides.is_empty() {
        return;
    }
    say::line(&format!("{title}（{} 条）", sides.len()));
    let heads: Vec<&str> = made.heads.iter().take(6).map(String::as_str).collect();
    let mut table = Table::new(&heads);
    for side in sides.iter().take(limit) {
        table.row(side.cells.iter().take(6).map(|it| short(it, 24)).collect());
    }
    table.print();
    if sides.len() > limit {
        say::line(&format!("  还有 {} 条，用 -o 写出全部", sides.len() - limit));
    }
    say::line("");
}

fn differing(system: &str, made: &Reconciled, limit: usize) {
    if made.differing.is_empty() {
        return;
    }
    say::line(&format!("不一致（{} 条）", made.differing.len()));
    let mut table = Table::new(&["编号", "列", "我局", system]);
    for one in made.differing.iter().take(limit) {
        for (head, our, their) in &one.fields {
            let shown =
                |text: &str| if text.is_empty() { "（空）".to_owned() } else { short(text, 30) };
            table.row(vec![one.key.clone(), head.clone(), shown(our), shown(their)]);
        }
    }
    table.print();
    say::line("");
}

fn to_json(made: &Reconciled) -> serde_json::Value {
    let side = |it: &Side| {
        let cells: serde_json::Map<String, serde_json::Value> =
            made.heads.iter().cloned().zip(it.cells.iter().map(|it| json!(it))).collect();
        json!({ "key": it.key, "cells": cells })
    };
    let differing: Vec<_> = made
        .differing
        .iter()
        .map(|it| {
            let fields: Vec<_> = it
                .fields
                .iter()
                .map(|(head, our, their)| json!({ "column": head, "ours": our, "theirs": their }))
                .collect();
            json!({ "key": it.key, "fields": fields })
        })
        .collect();
    json!({
        "same": made.same,
        "only_theirs": made.only_theirs.iter().map(side).collect::<Vec<_>>(),
        "only_ours": made.only_ours.iter().map(side).collect::<Vec<_>>(),
        "differing": differing,
        "findings": made.findings.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
    })
}
