//! Reading exchanges (读对接表): `defs/exchanges/<name>.toml`.

use super::node::{File, Table};
use super::{condition, nearest};
use crate::exchange::{DateForm, ExchangeColumn, ExchangeDef};
use crate::{Catalog, FieldType};
use terms::{Finding, Place};

pub(crate) fn read(file: &File<'_>, id: &str, path: &str, fingerprint: String) -> ExchangeDef {
    file.read("对接表", |top| {
        let conditions = condition::conditions(top, "where");
        let def = ExchangeDef {
            id: id.to_owned(),
            title: top.need_text("title"),
            about: top.need_text("about"),
            system: top.need_text("system"),
            ledger: top.need_text("ledger"),
            by: top.texts("by"),
            day: top.word("day").map(|it| it.text),
            conditions: conditions.iter().map(|it| it.condition.clone()).collect(),
            receipt: top.word("receipt").map(|it| it.text),
            columns: top.tables("columns", "列").iter().map(column).collect(),
            fingerprint,
            file: path.to_owned(),
            local: false,
        };
        for placed in conditions {
            let (ledger, one) = (def.ledger.clone(), placed.condition);
            file.later(
                &placed.span,
                Box::new(move |catalog, place| {
                    catalog.ledgers.get(&ledger).map_or_else(Vec::new, |it| {
                        condition::check(catalog, place, it, None, &one, condition::Asked::Period)
                    })
                }),
            );
        }
        let checked = def.clone();
        file.later(&top.span, Box::new(move |catalog, place| check(catalog, &checked, place)));
        def
    })
}

/// Columns of the bureau's own for a shipped table: nothing else of it changes, neither its records nor its ledger.
pub(crate) fn columns(
    file: &File<'_>,
    shipped: &ExchangeDef,
    path: &str,
    fingerprint: String,
) -> ExchangeDef {
    file.read("对接表的列", |top| {
        let _ = top.text("about");
        let def = ExchangeDef {
            columns: top.tables("columns", "列").iter().map(column).collect(),
            fingerprint,
            file: path.to_owned(),
            local: true,
            ..shipped.clone()
        };
        let checked = def.clone();
        file.later(&top.span, Box::new(move |catalog, place| check(catalog, &checked, place)));
        for column in &def.columns {
            let words = column.words.iter().map(|it| &it.1).chain([&column.head]);
            for word in words.filter(|it| !stands_in_a_sheet(it)) {
                let short: String = word.chars().take(24).collect();
                let mend = "四十个字以内，不用 = + - @ 开头，不用尖括号和换行";
                file.fault(
                    "exchange_word",
                    top.span_of("columns"),
                    format!("“{short}”不能做列名或用词"),
                    mend,
                );
            }
        }
        def
    })
}

/// Whether a text may stand as a heading or a word in a sheet that goes out: short, one line, no formula.
fn stands_in_a_sheet(word: &str) -> bool {
    !word.trim().is_empty()
        && word.chars().count() <= 40
        && !word.starts_with(['=', '+', '-', '@'])
        && !word.chars().any(|it| it.is_control() || "<>".contains(it))
}

fn column(table: &Table<'_, '_>) -> ExchangeColumn {
    let words = table.table("words", "对方用词").map_or_else(Vec::new, |words| {
        let read = words.keys().map(|it| (it.text.clone(), words.text(&it.text))).collect();
        words.finish();
        read
    });
    let date = table.word("date").and_then(|word| {
        let found = DateForm::WORDS.iter().find(|it| it.0 == word.text).map(|it| it.1);
        if found.is_none() {
            let mend = format!("可用：{}", DateForm::WORDS.map(|it| it.0).join("、"));
            table.file.fault(
                "date_form",
                word.span,
                format!("没有“{}”这种日期写法", word.text),
                mend,
            );
        }
        found
    });
    let column = ExchangeColumn {
        head: table.need_text("head"),
        field: table.need_text("field"),
        words,
        date,
        theirs: table.flag("theirs"),
    };
    table.finish();
    column
}

/// Fields are of the ledger, matched fields are columns, words are for codes, headings stand once.
fn check(catalog: &Catalog, def: &ExchangeDef, place: &Place) -> Vec<Finding> {
    let mut said = Vec::new();
    let mut say = |what: String, mend: &str| {
        said.push(Finding::must("exchange", place.clone(), what, mend));
    };
    let Some(ledger) = catalog.ledgers.get(&def.ledger) else {
        say(format!("没有台账 {}", def.ledger), "请改 ledger");
        return said;
    };
    if def.by.is_empty() || def.columns.is_empty() {
        say("对接表要写 by（按哪些字段对）和 columns（各列）".to_owned(), "补上");
    }
    let named = def.columns.iter().map(|it| &it.field).chain(&def.by);
    for name in named.chain(def.day.iter()).chain(def.receipt.iter()) {
        if ledger.field(name).is_none() {
            let near = nearest(name, ledger.fields.iter().map(|it| it.name.as_str()))
                .map_or_else(String::new, |it| format!("，是不是 {it}"));
            say(format!("台账“{}”没有字段 {name}{near}", ledger.title), "请改字段名");
        }
    }
    for name in def.by.iter().filter(|it| !def.columns.iter().any(|column| column.field == **it)) {
        say(format!("按 {name} 对账，但各列里没有它"), "在 columns 里加上这一列");
    }
    if let Some(receipt) = &def.receipt
        && !def.columns.iter().any(|it| it.field == *receipt && it.theirs)
    {
        say(
            format!("回执字段 {receipt} 不在各列里"),
            "加一列 { head = …, field = …, theirs = true }",
        );
    }
    for (at, column) in def.columns.iter().enumerate() {
        if def.columns[..at].iter().any(|it| it.head == column.head || it.field == column.field) {
            say(format!("列“{}”或字段 {} 写了两次", column.head, column.field), "删去一个");
        }
        let list = ledger.field(&column.field).map(|it| &it.ty);
        if column.date.is_some() && !matches!(list, Some(FieldType::Date)) {
            say(format!("列“{}”不是日期字段，不用写日期写法", column.head), "删去 date");
        }
        let Some(FieldType::Code { list }) = list else {
            if !column.words.is_empty() {
                say(format!("列“{}”不是代码字段，不用写 words", column.head), "删去 words");
            }
            continue;
        };
        let codes = catalog.codes.get(list);
        for (code, _) in &column.words {
            if codes.is_some_and(|it| it.item(code).is_none()) {
                say(format!("代码表 {list} 里没有 {code}"), "请改 words 里的代码");
            }
        }
    }
    said
}
