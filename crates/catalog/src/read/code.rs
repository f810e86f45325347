//! Reading code lists (读代码表): TOML, or TOML with its rows in a CSV file beside it.

use std::collections::BTreeMap;

use terms::{read_date, read_decimal};

use super::node::{File, Table};
use crate::{CodeItem, CodeList, Source};

pub(crate) fn read(
    file: &File<'_>,
    id: &str,
    path: &str,
    fingerprint: String,
    sources: &[Source],
) -> CodeList {
    file.read("代码表", |top| {
        let (title, about) = (top.need_text("title"), top.need_text("about"));
        let mut items: Vec<CodeItem> = top.tables("items", "代码").iter().map(item).collect();
        if let Some(word) = top.word("rows") {
            let beside = path
                .rsplit_once('/')
                .map_or_else(|| word.text.clone(), |it| format!("{}/{}", it.0, word.text));
            match sources.iter().find(|it| it.path == beside) {
                Some(source) => items.extend(rows(source, file)),
                None => file.fault(
                    "missing_file",
                    word.span,
                    format!("找不到 {beside}"),
                    "把代码行放在同一文件夹的 CSV 文件里",
                ),
            }
        }
        if items.is_empty() {
            file.fault(
                "missing_key",
                top.span.clone(),
                "代码表是空的",
                "请写 items = [ { code = …, label = … } ]",
            );
        }
        unambiguous(top, &items);
        bounds(top, &items);
        CodeList { id: id.to_owned(), title, about, items, fingerprint, file: path.to_owned() }
    })
}

fn item(table: &Table<'_, '_>) -> CodeItem {
    let item = CodeItem {
        code: table.need_text("code"),
        label: table.need_text("label"),
        aliases: table.texts("aliases"),
        parent: table.word("parent").map(|it| it.text),
        from: table.day("from"),
        until: table.day("until"),
        at_least: table.number("at_least"),
        more: table.number("more"),
    };
    if item.at_least.is_some() && item.more.is_some() {
        let what = format!("代码“{}”的下限写了两次", item.label);
        table.file.fault(
            "range",
            table.span.clone(),
            what,
            "at_least（含本数）、more（不含本数）只写一个",
        );
    }
    if item.from.is_some_and(|from| item.until.is_some_and(|until| until < from)) {
        table.file.fault(
            "range",
            table.span.clone(),
            format!("代码“{}”的停用日早于启用日", item.label),
            "请改 from、until",
        );
    }
    table.finish();
    item
}

fn rows(source: &Source, file: &File<'_>) -> Vec<CodeItem> {
    // The CSV has its own positions: lines are counted there.
    let own = File::new(&source.path, &source.text);
    let mut items = Vec::new();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(source.text.as_bytes());
    let header: Vec<String> =
        reader.headers().map(|it| it.iter().map(str::to_owned).collect()).unwrap_or_default();
    let column =
        |name: &str| header.iter().position(|it| it.trim_start_matches('\u{feff}') == name);
    let (Some(code), Some(label)) = (column("code"), column("label")) else {
        file.fault(
            "csv",
            0..0,
            format!("{} 缺少 code 或 label 列", source.path),
            "首行写 code,label,aliases,parent,from,until",
        );
        return items;
    };
    for (line, row) in reader.records().enumerate() {
        let Ok(row) = row else {
            own.fault("csv", 0..0, format!("第{}行读不出", line + 2), "检查引号和编码");
            continue;
        };
        let cell = |at: Option<usize>| {
            at.and_then(|it| row.get(it)).map(str::trim).filter(|it| !it.is_empty())
        };
        let (Some(code), Some(label)) = (cell(Some(code)), cell(Some(label))) else {
            file.fault(
                "csv",
                0..0,
                format!("{} 第{}行缺代码或名称", source.path, line + 2),
                "补上 code 和 label",
            );
            continue;
        };
        items.push(CodeItem {
            code: code.to_owned(),
            label: label.to_owned(),
            aliases: cell(column("aliases"))
                .map(|it| it.split('|').map(str::to_owned).collect())
                .unwrap_or_default(),
            parent: cell(column("parent")).map(str::to_owned),
            from: cell(column("from")).and_then(read_date),
            until: cell(column("until")).and_then(read_date),
            at_least: cell(column("at_least")).and_then(read_decimal),
            more: cell(column("more")).and_then(read_decimal),
        });
    }
    items
}

/// A code, and a word in a sheet, must each mean one item.
fn unambiguous(top: &Table<'_, '_>, items: &[CodeItem]) {
    let span = top.span_of("items");
    let mut codes = BTreeMap::new();
    let mut words: BTreeMap<&str, &str> = BTreeMap::new();
    for item in items.iter().filter(|it| !it.code.is_empty()) {
        if codes.insert(&item.code, &item.label).is_some() {
            top.file.fault(
                "duplicate",
                span.clone(),
                format!("代码“{}”写了两次", item.code),
                "请改代码或删去一个",
            );
        }
        for word in std::iter::once(&item.label).chain(&item.aliases) {
            if words.insert(word, &item.code).is_some_and(|other| other != item.code) {
                top.file.fault(
                    "duplicate",
                    span.clone(),
                    format!("“{word}”指两个代码"),
                    "名称和别名要能分清",
                );
            }
        }
    }
    for item in items {
        if let Some(parent) = &item.parent
            && !codes.contains_key(parent)
        {
            top.file.fault(
                "unknown_code",
                span.clone(),
                format!("“{}”的上级代码“{parent}”不在表里", item.label),
                "",
            );
        }
        if is_own_ancestor(item, items) {
            top.file.fault(
                "cycle",
                span.clone(),
                format!("“{}”绕了一圈又成了自己的上级", item.label),
                "请改 parent，上级只能逐级往上",
            );
        }
    }
}

/// Grades must not share a lower end, and only one may have none.
fn bounds(top: &Table<'_, '_>, items: &[CodeItem]) {
    if items.iter().all(|it| it.bound().is_none()) {
        return;
    }
    let mut seen: BTreeMap<_, &str> = BTreeMap::new();
    for item in items {
        if let Some(other) = seen.insert((item.bound(), item.from), &item.label) {
            let what = format!("“{other}”与“{}”的下限相同", item.label);
            top.file.fault(
                "grade_bound",
                top.span_of("items"),
                what,
                "各级下限要不同，最低一级不写下限",
            );
        }
    }
}

fn is_own_ancestor(item: &CodeItem, items: &[CodeItem]) -> bool {
    let above = |it: &CodeItem| {
        let parent = it.parent.as_ref()?;
        items.iter().find(|other| other.code == *parent)
    };
    let mut upper = above(item);
    for _ in 0..items.len() {
        match upper {
            Some(it) if it.code == item.code => return true,
            Some(it) => upper = above(it),
            None => return false,
        }
    }
    false
}
