//! A TOML file with positions (带位置的 TOML): every value knows its line and column, every unknown key is said.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Finding, Place};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Later, LaterCheck, nearest};
use crate::ConstantDef;

/// Rule of the findings about a file whose brackets or quotes are not closed.
pub(crate) const UNCLOSED: &str = "unclosed";

/// One definition file while it is read.
pub(crate) struct File<'t> {
    path: &'t str,
    text: &'t str,
    line_starts: Vec<usize>,
    findings: RefCell<Vec<Finding>>,
    later: RefCell<Vec<Later>>,
}

impl<'t> File<'t> {
    pub(crate) fn new(path: &'t str, text: &'t str) -> File<'t> {
        let starts = text.bytes().enumerate().filter(|it| it.1 == b'\n').map(|it| it.0 + 1);
        let line_starts = std::iter::once(0).chain(starts).collect();
        File { path, text, line_starts, findings: RefCell::default(), later: RefCell::default() }
    }

    /// Parses the file and hands its top table to `read`; syntax faults are all said. But where a bracket or quote is
    /// not closed the rest of the file means nothing, and dozens of faults would hide the one that matters: then only
    /// the first fault of syntax and the open bracket are said.
    pub(crate) fn read<T>(&self, what: &str, read: impl FnOnce(&Table<'_, 't>) -> T) -> T {
        let (top, mut errors) = DeTable::parse_recoverable(self.text);
        let table = Table::new(self, top.get_ref(), top.span(), what.to_owned());
        let read = read(&table);
        if errors.is_empty() {
            table.finish();
        }
        errors.sort_by_key(|it| it.span().map_or(0, |span| span.start));
        let open = |message: &str| message.contains("unclosed");
        let lost = errors.iter().any(|it| open(it.message()));
        if lost {
            self.findings.borrow_mut().clear();
            self.later.borrow_mut().clear();
        }
        let mut said = 0;
        for error in &errors {
            let (rule, message) = (if lost { UNCLOSED } else { "syntax" }, error.message());
            if !lost || said == 0 || open(message) {
                self.fault(
                    rule,
                    error.span().unwrap_or(0..0),
                    syntax(message),
                    "请按 TOML 格式改正",
                );
                said += 1;
            }
        }
        read
    }

    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        let line = self.line_starts.partition_point(|start| *start <= span.start).max(1);
        let start = self.line_starts[line - 1];
        let column = self.text.get(start..span.start).map_or(0, |it| it.chars().count()) + 1;
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place::Text { file: self.path.to_owned(), line: small(line), column: small(column) }
    }

    pub(crate) fn line(&self, span: &Range<usize>) -> u32 {
        match self.place(span) {
            Place::Text { line, .. } => line,
            Place::Cell { .. } | Place::Field { .. } | Place::Whole { .. } => 0,
        }
    }

    pub(crate) fn fault(
        &self,
        rule: &'static str,
        span: Range<usize>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.findings.borrow_mut().push(Finding::must(rule, self.place(&span), what, mend));
    }

    pub(crate) fn later(&self, span: &Range<usize>, check: LaterCheck) {
        self.later.borrow_mut().push(Later { place: self.place(span), check });
    }

    pub(crate) fn end(self) -> (Vec<Finding>, Vec<Later>) {
        (self.findings.into_inner(), self.later.into_inner())
    }
}

/// What the TOML reader says, in Chinese where it is one of the common faults.
fn syntax(message: &str) -> String {
    let known = [
        ("duplicate key", "同一个键写了两次"),
        ("string values must be quoted", "文字要用引号括起来"),
        ("unclosed", "引号或括号没有成对"),
        ("invalid", "写法不对"),
        ("missing", "缺少符号"),
        ("extra", "多了符号"),
    ];
    let words =
        known.iter().find(|it| message.contains(it.0)).map_or("TOML 格式错误", |it| it.1);
    format!("{words}（{}）", message.replace('\n', " "))
}

/// A text with its position.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}

/// A table of a file; knows which keys were asked for.
pub(crate) struct Table<'f, 't> {
    pub(crate) file: &'f File<'t>,
    table: &'f DeTable<'t>,
    pub(crate) span: Range<usize>,
    /// What the table is, for messages: 字段, 条件, 指标, …
    what: String,
    asked: RefCell<BTreeSet<String>>,
}

impl<'f, 't> Table<'f, 't> {
    fn new(
        file: &'f File<'t>,
        table: &'f DeTable<'t>,
        span: Range<usize>,
        what: String,
    ) -> Table<'f, 't> {
        Table { file, table, span, what, asked: RefCell::default() }
    }

    /// The value of a key, which counts as asked for.
    pub(crate) fn value(&self, key: &str) -> Option<&'f Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = Word> + '_ {
        self.table
            .iter()
            .map(|(key, _)| Word { text: key.get_ref().clone().into_owned(), span: key.span() })
    }

    fn wrong_type(&self, key: &str, span: Range<usize>, wanted: &str) {
        self.file.fault("wrong_type", span, format!("“{key}”应为{wanted}"), "");
    }

    fn missing(&self, key: &str) {
        self.file.fault(
            "missing_key",
            self.span.clone(),
            format!("{}缺少“{key}”", self.what),
            format!("请补上 {key} = …"),
        );
    }

    pub(crate) fn word(&self, key: &str) -> Option<Word> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Word { text: text.to_owned(), span: value.span() }),
            None => {
                self.wrong_type(key, value.span(), "文字（加引号）");
                None
            }
        }
    }

    /// A text that must be there and not empty.
    pub(crate) fn need_word(&self, key: &str) -> Word {
        if !self.has(key) {
            self.missing(key);
        }
        let word = self.word(key);
        if let Some(word) = &word
            && word.text.trim().is_empty()
        {
            self.file.fault("empty", word.span.clone(), format!("“{key}”不能为空"), "");
        }
        word.unwrap_or(Word { text: String::new(), span: self.span.clone() })
    }

    pub(crate) fn text(&self, key: &str) -> String {
        self.word(key).map(|it| it.text).unwrap_or_default()
    }

    pub(crate) fn need_text(&self, key: &str) -> String {
        self.need_word(key).text
    }

    pub(crate) fn words(&self, key: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let Some(value) = self.value(key) else { return words };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value.span(), "一组文字 [\"…\", \"…\"]");
            return words;
        };
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => words.push(Word { text: text.to_owned(), span: item.span() }),
                None => self.wrong_type(key, item.span(), "文字（加引号）"),
            }
        }
        words
    }

    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        self.words(key).into_iter().map(|it| it.text).collect()
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        let Some(value) = self.value(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(key, value.span(), "true 或 false");
            false
        })
    }

    pub(crate) fn number(&self, key: &str) -> Option<Decimal> {
        let value = self.value(key)?;
        let number = constant(value.get_ref()).and_then(|it| match it {
            ConstantDef::Number(number) => Some(number),
            ConstantDef::Text(text) => terms::read_decimal(&text),
            ConstantDef::Date(_) | ConstantDef::YesNo(_) | ConstantDef::Field(_) => None,
        });
        if number.is_none() {
            self.wrong_type(key, value.span(), "数字");
        }
        number
    }

    /// A whole number from 0 to `max`.
    pub(crate) fn count(&self, key: &str, max: u32) -> Option<u32> {
        let number = self.number(key)?;
        let count =
            if number.fract().is_zero() { u32::try_from(number.trunc()).ok() } else { None };
        let count = count.filter(|it| *it <= max);
        if count.is_none() {
            let span = self.value(key).map_or(self.span.clone(), Spanned::span);
            self.file.fault("out_of_range", span, format!("“{key}”应为0到{max}之间的整数"), "");
        }
        count
    }

    pub(crate) fn day(&self, key: &str) -> Option<Date> {
        let value = self.value(key)?;
        match constant(value.get_ref()) {
            Some(ConstantDef::Date(day)) => Some(day),
            _ => {
                self.wrong_type(key, value.span(), "日期，如 2021-06-30（不加引号）");
                None
            }
        }
    }

    pub(crate) fn need_day(&self, key: &str) -> Option<Date> {
        if !self.has(key) {
            self.missing(key);
        }
        self.day(key)
    }

    pub(crate) fn table(&self, key: &str, what: &str) -> Option<Table<'f, 't>> {
        let value = self.value(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Table::new(self.file, table, value.span(), what.to_owned())),
            None => {
                self.wrong_type(key, value.span(), "一张表 { … }");
                None
            }
        }
    }

    pub(crate) fn tables(&self, key: &str, what: &str) -> Vec<Table<'f, 't>> {
        let mut tables = Vec::new();
        let Some(value) = self.value(key) else { return tables };
        if let Some(table) = value.get_ref().as_table() {
            tables.push(Table::new(self.file, table, value.span(), what.to_owned()));
            return tables;
        }
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value.span(), "一组表 [ { … }, { … } ]");
            return tables;
        };
        for item in array.iter() {
            match item.get_ref().as_table() {
                Some(table) => {
                    tables.push(Table::new(self.file, table, item.span(), what.to_owned()))
                }
                None => self.wrong_type(key, item.span(), "一张表 { … }"),
            }
        }
        tables
    }

    /// Items that are texts or tables: `["name", { rule = "…" }]`.
    pub(crate) fn words_or_tables(
        &self,
        key: &str,
        what: &str,
    ) -> Vec<Result<Word, Table<'f, 't>>> {
        let mut items = Vec::new();
        let Some(value) = self.value(key) else { return items };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value.span(), "一组 [ … ]");
            return items;
        };
        for item in array.iter() {
            match item.get_ref() {
                DeValue::String(text) => {
                    items.push(Ok(Word { text: text.clone().into_owned(), span: item.span() }))
                }
                DeValue::Table(table) => {
                    items.push(Err(Table::new(self.file, table, item.span(), what.to_owned())))
                }
                DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Array(_) => self.wrong_type(key, item.span(), "文字或一张表"),
            }
        }
        items
    }

    /// Groups of texts: `[["a", "b"], ["c"]]`.
    pub(crate) fn word_groups(&self, key: &str) -> Vec<Vec<Word>> {
        let mut groups = Vec::new();
        let Some(value) = self.value(key) else { return groups };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value.span(), "几组文字 [[\"…\"], [\"…\"]]");
            return groups;
        };
        for item in array.iter() {
            let Some(inner) = item.get_ref().as_array() else {
                self.wrong_type(key, item.span(), "一组文字 [\"…\"]");
                continue;
            };
            let words = inner.iter().filter_map(|it| {
                it.get_ref().as_str().map(|text| Word { text: text.to_owned(), span: it.span() })
            });
            groups.push(words.collect());
        }
        groups
    }

    pub(crate) fn constants(&self, key: &str) -> Vec<ConstantDef> {
        let mut constants = Vec::new();
        let Some(value) = self.value(key) else { return constants };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value.span(), "一组常量 [ …, … ]");
            return constants;
        };
        for item in array.iter() {
            match constant(item.get_ref()) {
                Some(found) => constants.push(found),
                None => self.wrong_type(key, item.span(), "文字、数字、日期或是否"),
            }
        }
        constants
    }

    pub(crate) fn constant(&self, key: &str) -> Option<ConstantDef> {
        let value = self.value(key)?;
        let found = constant(value.get_ref()).or_else(|| other_field(value.get_ref()));
        if found.is_none() {
            self.wrong_type(key, value.span(), "文字、数字、日期或是否");
        }
        found
    }

    pub(crate) fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Says every key that nobody asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.keys().filter(|it| !asked.contains(&it.text)) {
            let mend = match nearest(&key.text, asked.iter().map(String::as_str)) {
                Some(near) => format!("是否想写“{near}”？"),
                None => {
                    format!("可用的键：{}", asked.iter().cloned().collect::<Vec<_>>().join("、"))
                }
            };
            self.file.fault(
                "unknown_key",
                key.span,
                format!("{}没有“{}”这个键", self.what, key.text),
                mend,
            );
        }
    }
}

/// `{ field = "due_on" }`: another field of the row.
fn other_field(value: &DeValue<'_>) -> Option<ConstantDef> {
    let table = value.as_table().filter(|it| it.len() == 1)?;
    let name = table.get("field")?.get_ref().as_str()?;
    Some(ConstantDef::Field(name.to_owned()))
}

fn constant(value: &DeValue<'_>) -> Option<ConstantDef> {
    match value {
        DeValue::String(text) => Some(ConstantDef::Text(text.clone().into_owned())),
        DeValue::Integer(number) if number.radix() == 10 => {
            Decimal::from_str_exact(number.as_str()).ok().map(ConstantDef::Number)
        }
        DeValue::Float(number) => {
            Decimal::from_str_exact(number.as_str()).ok().map(ConstantDef::Number)
        }
        DeValue::Boolean(yes) => Some(ConstantDef::YesNo(*yes)),
        DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => {
            at.to_string().parse().ok().map(ConstantDef::Date)
        }
        DeValue::Integer(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}
