//! Reading reports (读报告提纲): `outline.toml` and the section files beside it.

use std::collections::BTreeSet;

use terms::Finding;

use super::node::{File, Table, Word};
use super::{condition, nearest};
use crate::{
    BlockDef, FieldRef, Meta, Order, OutlineDef, ReportDef, TableColumn, TableDef, WhenDef,
    WhenTest,
};

pub(crate) fn outline(file: &File<'_>, id: &str, path: &str) -> ReportDef {
    file.read("报告", |top| {
        let (title, about) = (top.need_text("title"), top.need_text("about"));
        let table = top.table("outline", "提纲");
        if table.is_none() {
            file.fault(
                "missing_key",
                top.span.clone(),
                "报告没有提纲 [outline]",
                "请写标题、署名和各节文件",
            );
        }
        let outline = table.map_or_else(OutlineDef::default, |it| read_outline(&it));
        ReportDef {
            id: id.to_owned(),
            title,
            about,
            outline,
            blocks: Vec::new(),
            fingerprint: String::new(),
            file: path.to_owned(),
        }
    })
}

fn read_outline(table: &Table<'_, '_>) -> OutlineDef {
    let constants = table.tables("constants", "常量").iter().map(constant).collect::<Vec<_>>();
    let mut seen = BTreeSet::new();
    for (name, ..) in &constants {
        if !seen.insert(name) {
            table.file.fault(
                "duplicate",
                table.span_of("constants"),
                format!("常量“{name}”写了两次"),
                "删去一个",
            );
        }
    }
    let outline = OutlineDef {
        title: table.texts("title"),
        signature: table.need_text("signature"),
        file_name: table.need_text("file_name"),
        dated_after_days: table.count("dated_after_days", 366).unwrap_or(0),
        for_period: table.text("for_period"),
        sections: table.texts("sections"),
        constants,
        names: table.texts("names"),
    };
    if outline.title.is_empty() {
        table.file.fault(
            "missing_key",
            table.span.clone(),
            "提纲没有标题",
            "如 title = [\"…{period}工作总结\"]",
        );
    }
    table.finish();
    outline
}

fn constant(table: &Table<'_, '_>) -> (String, String, String) {
    let read = (table.need_text("name"), table.need_text("text"), table.need_text("source"));
    table.finish();
    read
}

pub(crate) fn section(file: &File<'_>, path: &str) -> Vec<BlockDef> {
    file.read("报告的一节", |top| {
        top.tables("block", "段落").iter().map(|it| block(it, path)).collect()
    })
}

fn block(table: &Table<'_, '_>, path: &str) -> BlockDef {
    let level = table.count("level", 4).unwrap_or(0);
    let (heading, text) = (table.text("heading"), table.text("text"));
    if heading.is_empty() != (level == 0) {
        table.file.fault(
            "block",
            table.span.clone(),
            "标题要写级次，正文不写级次",
            "有 heading 就写 level = 1 到 4，没有就删去 level",
        );
    }
    let (figures, must) = (figure_table(table), table.text("must"));
    if heading.is_empty() && text.is_empty() && figures.is_none() && must.is_empty() {
        table.file.fault(
            "block",
            table.span.clone(),
            "这一段什么也没有",
            "写 heading、text、table 或 must",
        );
    }
    if figures.is_some() && !(heading.is_empty() && text.is_empty() && !table.has("each")) {
        table.file.fault(
            "block",
            table.span.clone(),
            "数据表要单独成段",
            "标题和正文另写一段，表里不写 heading、text、each",
        );
    }
    let each = table.word("each");
    let wheres = condition::conditions(table, "each_where");
    let sorts = table.words("each_sort");
    if let Some(each) = &each {
        check_each(table.file, each, &wheres, &sorts);
    } else if !wheres.is_empty() || !sorts.is_empty() {
        table.file.fault(
            "block",
            table.span.clone(),
            "没有 each 就不能写 each_where、each_sort",
            "加上 each = \"台账\"",
        );
    }
    let block = BlockDef {
        level: u8::try_from(level).unwrap_or(0),
        heading,
        text,
        must,
        when: table.tables("when", "条件").iter().filter_map(when).collect(),
        each: each.map(|it| it.text),
        each_where: wheres.into_iter().map(|it| it.condition).collect(),
        each_sort: sorts.iter().map(|it| order(&it.text)).collect(),
        table: figures,
        line: table.file.line(&table.span),
        file: path.to_owned(),
    };
    table.finish();
    block
}

/// `table = "主要数据", rows = ["overload/checks"], columns = ["value", "on_previous"]`.
fn figure_table(table: &Table<'_, '_>) -> Option<TableDef> {
    let (title, rows, words) = (table.word("table"), table.words("rows"), table.words("columns"));
    let Some(title) = title else {
        if !rows.is_empty() || !words.is_empty() {
            let what = "rows、columns 是数据表的，要同时写 table（表题）";
            table.file.fault("block", table.span.clone(), what, "如 table = \"主要数据\"");
        }
        return None;
    };
    let mut columns = Vec::new();
    for word in words {
        match TableColumn::WORDS.iter().find(|it| it.0 == word.text) {
            Some((_, column)) if !columns.contains(column) => columns.push(*column),
            Some(_) => {
                let what = format!("列“{}”写了两次", word.text);
                table.file.fault("block", word.span, what, "删去一个");
            }
            None => {
                let mend = TableColumn::WORDS.map(|it| it.0).join("、");
                let what = format!("没有“{}”这种列", word.text);
                table.file.fault("block", word.span, what, format!("可用：{mend}"));
            }
        }
    }
    if rows.is_empty() || columns.is_empty() {
        let what = "数据表要写 rows（指标）和 columns（列）";
        table.file.fault("block", title.span.clone(), what, "补上");
    }
    for row in &rows {
        let id = row.text.clone();
        table.file.later(
            &row.span,
            Box::new(move |catalog, place| {
                if catalog.indicators.contains_key(&id) {
                    return Vec::new();
                }
                let near = nearest(&id, catalog.indicators.keys().map(String::as_str));
                let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
                let what = format!("没有指标“{id}”");
                vec![Finding::must("unknown_indicator", place.clone(), what, mend)]
            }),
        );
    }
    let rows = rows.into_iter().map(|it| it.text).collect();
    Some(TableDef { title: title.text, rows, columns })
}

fn order(text: &str) -> Order {
    let (name, descending) = text.strip_prefix('-').map_or((text, false), |it| (it, true));
    let field = match name {
        "created_at" => FieldRef::Meta(Meta::CreatedAt),
        "state" => FieldRef::Meta(Meta::State),
        _ => FieldRef::Own(name.to_owned()),
    };
    Order { field, descending }
}

fn check_each(file: &File<'_>, each: &Word, wheres: &[condition::Placed], sorts: &[Word]) {
    let id = each.text.clone();
    let wheres: Vec<_> = wheres.iter().map(|it| it.condition.clone()).collect();
    let sorts: Vec<_> = sorts.iter().map(|it| order(&it.text).field).collect();
    file.later(
        &each.span,
        Box::new(move |catalog, place| {
            let Some(ledger) = catalog.ledgers.get(&id) else {
                let near = nearest(&id, catalog.ledgers.keys().map(String::as_str));
                let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
                return vec![Finding::must(
                    "unknown_ledger",
                    place.clone(),
                    format!("没有台账“{id}”"),
                    mend,
                )];
            };
            let mut findings: Vec<Finding> = wheres
                .iter()
                .flat_map(|it| {
                    condition::check(catalog, place, ledger, None, it, condition::Asked::Period)
                })
                .collect();
            for sort in &sorts {
                if let FieldRef::Own(name) = sort
                    && ledger.field(name).is_none()
                {
                    findings.push(condition::no_field(place, ledger, None, name));
                }
            }
            findings
        }),
    );
}

fn when(table: &Table<'_, '_>) -> Option<WhenDef> {
    let (figure, is) = (table.need_word("figure"), table.need_word("is"));
    let tests = [
        ("zero", WhenTest::Zero),
        ("not_zero", WhenTest::NotZero),
        ("up", WhenTest::Up),
        ("down", WhenTest::Down),
        ("missing", WhenTest::Missing),
        ("known", WhenTest::Known),
        ("over_100", WhenTest::Over100),
    ];
    table.finish();
    let id = figure.text.clone();
    table.file.later(
        &figure.span,
        Box::new(move |catalog, place| {
            if catalog.indicators.contains_key(&id) {
                return Vec::new();
            }
            let near = nearest(&id, catalog.indicators.keys().map(String::as_str));
            let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
            vec![Finding::must("unknown_indicator", place.clone(), format!("没有指标“{id}”"), mend)]
        }),
    );
    let Some(test) = tests.iter().find(|it| it.0 == is.text).map(|it| it.1) else {
        let mend = format!("可用：{}", tests.map(|it| it.0).join("、"));
        table.file.fault("condition", is.span, format!("没有“{}”这种判断", is.text), mend);
        return None;
    };
    Some(WhenDef { figure: figure.text, is: test })
}
