//! `figures`, `open`, `diff`, `seal`: figures and the records behind them (数).

use anyhow::Result;
use catalog::FieldRef;
use ledger::Comparison;
use serde_json::{Value as Json, json};
use terms::{Figure, half_up, plain};

use crate::command::{DiffArgs, FiguresArgs, OpenArgs};
use crate::context::Context;
use crate::flow::figure::{self, Column, Computed, When};
use crate::flow::seal;
use crate::say::{self, Table, short};

/// All figures of a period, and the sealed ones that have moved.
pub(crate) async fn figures(context: &Context, args: &FiguresArgs, json: bool) -> Result<bool> {
    let when = When::read(&args.period, args.as_of.as_deref(), args.known_at.as_deref())?;
    let defs = figure::indicators(&context.catalog, &args.indicators)?;
    let computed = figure::compute(context, &defs, when).await?;
    if let Some(field) = &args.by {
        return by(context, &computed, field, when, json).await;
    }
    let moved = seal::moved(context, &computed, when).await?;
    if json {
        let mut all = Vec::new();
        for one in &computed {
            let mut figure = figure::to_json(&one.figure);
            if let Some(moved) = moved.iter().find(|it| it.id == one.figure.id) {
                figure["sealed"] = seal::to_json(moved);
            }
            all.push(figure);
        }
        say::json_out(&Json::Array(all));
        return Ok(true);
    }
    table(&computed.iter().map(|it| it.figure.clone()).collect::<Vec<_>>());
    for one in moved.iter().filter(|it| !it.movement.is_still()) {
        say::line(&seal::in_words(&context.catalog, one));
    }
    Ok(true)
}

/// The table of figures, with its notes below.
pub(crate) fn table(figures: &[Figure]) {
    let mut table = Table::new(&["登记号", "指标", "数", "单位", "记录", "编号"]).right(&[2, 4]);
    for figure in figures {
        table.row(vec![
            short(&figure.refs.join(" "), 14),
            short(&figure.title, 44),
            figure.printed().unwrap_or_else(|| "—".to_owned()),
            figure.unit.clone(),
            figure.records.to_string(),
            figure.id.clone(),
        ]);
    }
    table.print();
    for figure in figures {
        for note in &figure.notes {
            say::line(&format!("  注 《{}》：{note}", figure.title));
        }
    }
}

async fn by(
    context: &Context,
    computed: &[Computed],
    field: &str,
    when: When,
    json: bool,
) -> Result<bool> {
    let mut all = Vec::new();
    for one in computed {
        let (label, groups, adds_up) = figure::groups(context, &one.plan, field, when).await?;
        let printed = |value: Option<rust_decimal::Decimal>| {
            value.map_or_else(|| "—".to_owned(), |it| plain(half_up(it, one.figure.places)))
        };
        if json {
            let groups: Vec<Json> = groups
                .iter()
                .map(|it| json!({ "group": it.word, "value": printed(it.value), "records": it.rows }))
                .collect();
            all.push(json!({
                "id": one.figure.id, "by": field, "label": label, "unit": one.figure.unit,
                "adds_up": adds_up, "groups": groups,
            }));
            continue;
        }
        say::line(&format!("《{}》按{label}：", one.figure.title));
        let mut table = Table::new(&[&label, "数", "单位", "记录"]).right(&[1, 3]);
        for group in groups {
            table.row(vec![
                group.word,
                printed(group.value),
                one.figure.unit.clone(),
                group.rows.to_string(),
            ]);
        }
        table.print();
        if !adds_up {
            say::line("  注 同一项可能出现在几组里，各组之和不等于总数");
        }
    }
    if json {
        say::json_out(&Json::Array(all));
    }
    Ok(true)
}

/// The records behind a figure.
pub(crate) async fn open(context: &Context, args: &OpenArgs, json: bool) -> Result<bool> {
    let when = When::read(&args.period, args.as_of.as_deref(), args.known_at.as_deref())?;
    let def = figure::indicator(&context.catalog, &args.indicator)?;
    let computed = figure::compute(context, &[def], when).await?;
    let Some(one) = computed.first() else { return Ok(false) };
    let mut rows = Vec::new();
    let limit = if json { usize::MAX } else { args.limit };
    figure::open(context, one, when, &mut |row| {
        rows.push(row);
        rows.len() < limit
    })
    .await?;
    if json {
        say::json_out(&Json::Array(rows.iter().map(figure::row_json).collect()));
        return Ok(true);
    }
    table(std::slice::from_ref(&one.figure));
    say::line(&format!("口径：{}", indicator::describe(&context.catalog, def)));
    let mut role = String::new();
    let mut table: Option<Table> = None;
    for row in &rows {
        if row.role != role || table.is_none() {
            if let Some(table) = table.take() {
                table.print();
            }
            role.clone_from(&row.role);
            say::line(&format!("\n{role}"));
            let mut header = vec!["记录", "计入"];
            header.extend(row.cells.iter().map(|it| it.0.as_str()));
            table = Some(Table::new(&header).right(&[1]));
        }
        if let Some(table) = &mut table {
            let key =
                row.ordinal.map_or_else(|| row.key.clone(), |it| format!("{} 第{it}行", row.key));
            let own = row.contribution.map_or_else(
                || "—".to_owned(),
                |it| format!("{}{}", plain(half_up(it, 6)), row.unit),
            );
            let mut cells = vec![short(&key, 36), own];
            cells.extend(row.cells.iter().map(|it| short(&it.1, 24)));
            table.row(cells);
        }
    }
    if let Some(table) = table {
        table.print();
    }
    let shown = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    if shown < one.figure.records {
        say::line(&format!(
            "共{}行，这里显示前{shown}行；全部请加 --json 或 --limit",
            one.figure.records
        ));
    }
    Ok(true)
}

/// Two figures, record by record.
pub(crate) async fn diff(context: &Context, args: &DiffArgs, json: bool) -> Result<bool> {
    let when = When::read(&args.period, args.as_of.as_deref(), None)?;
    let one = figure::indicator(&context.catalog, &args.one)?;
    let other = figure::indicator(&context.catalog, &args.other)?;
    let (a, b) = figure::comparison(context, one, other, when)?;
    let def = context.catalog.ledgers.get(&a.ledger);
    let column = |name: &String| def.and_then(|it| Column::find(it, a.lines.as_deref(), name));
    let shown: Vec<Column<'_>> = one.show.iter().filter_map(column).collect();
    let show: Vec<FieldRef> = shown.iter().map(|it| it.at.clone()).collect();
    let limit = if json { 10_000 } else { args.limit.max(1) };
    let found = context
        .base
        .difference(&Comparison { a: &a, b: &b, show: &show, limit, known_at: None })
        .await?;
    let sides = [("仅甲有", &found.only_a), ("都有", &found.both), ("仅乙有", &found.only_b)];
    let cells = |row: &ledger::ListRow| -> Vec<(String, String)> {
        let both = shown.iter().zip(&row.values);
        both.map(|it| (it.0.label().to_owned(), it.0.text(context, it.1.as_ref()))).collect()
    };
    if json {
        let side = |side: &ledger::Side| {
            let rows: Vec<Json> = side
                .rows
                .iter()
                .map(|row| {
                    let fields: serde_json::Map<String, Json> =
                        cells(row).into_iter().map(|it| (it.0, json!(it.1))).collect();
                    json!({ "id": row.record_id.to_string(), "key": row.key, "ordinal": row.ordinal, "fields": fields })
                })
                .collect();
            json!({ "count": side.count, "rows": rows })
        };
        say::json_out(&json!({
            "a": one.id, "b": other.id, "period": when.period.to_string(), "as_of": when.as_of.to_string(),
            "only_a": side(&found.only_a), "both": side(&found.both), "only_b": side(&found.only_b),
        }));
        return Ok(true);
    }
    say::line(&format!(
        "甲 《{}》{}{}",
        one.title,
        found.only_a.count + found.both.count,
        one.unit
    ));
    say::line(&format!(
        "乙 《{}》{}{}",
        other.title,
        found.both.count + found.only_b.count,
        other.unit
    ));
    for (name, side) in sides {
        say::line(&format!("\n{name} {} 条", side.count));
        let Some(first) = side.rows.first() else { continue };
        let labels = cells(first);
        let header: Vec<&str> =
            std::iter::once("记录").chain(labels.iter().map(|it| it.0.as_str())).collect();
        let mut table = Table::new(&header);
        for row in &side.rows {
            table.row(
                std::iter::once(row.key.clone())
                    .chain(cells(row).into_iter().map(|it| short(&it.1, 24)))
                    .collect(),
            );
        }
        table.print();
    }
    Ok(true)
}

/// Seals the figures of a period.
pub(crate) async fn seal(
    context: &Context,
    period: &str,
    words: &[String],
    reason: Option<&str>,
    json: bool,
) -> Result<bool> {
    let when = When::read(period, None, None)?;
    let defs = figure::indicators(&context.catalog, words)?;
    let computed = figure::compute(context, &defs, when).await?;
    let count = seal::seal(context, &computed, when, reason).await?;
    let without: Vec<&str> = computed
        .iter()
        .filter(|it| it.figure.value.is_none())
        .map(|it| it.figure.title.as_str())
        .collect();
    if json {
        say::json_out(
            &json!({ "period": when.period.to_string(), "sealed": count, "without_value": without }),
        );
        return Ok(true);
    }
    say::line(&format!(
        "已封存{}的{count}个数；以后改了记录，tongtu figures {period} 会说哪个数会变",
        when.period.in_words()
    ));
    if !without.is_empty() {
        say::line(&format!("没有数值、未封存：{}", without.join("、")));
    }
    Ok(true)
}
