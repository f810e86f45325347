//! Reading the rules that a ledger uses (读字段间规则).

use terms::Finding;

use super::nearest;
use super::node::{Table, Word};
use crate::rules::{LinesRule, find_lines};
use crate::{FieldDef, FieldType, RowRule, RuleUse, row_rule, row_rule_names};

/// One of the two families of rules.
enum Rule {
    Row(&'static RowRule),
    Lines(&'static LinesRule),
}

impl Rule {
    fn find(name: &str) -> Option<Rule> {
        row_rule(name).map(Rule::Row).or_else(|| find_lines(name).map(Rule::Lines))
    }

    fn page(&self) -> &'static str {
        match self {
            Rule::Row(rule) => rule.page,
            Rule::Lines(rule) => rule.page,
        }
    }

    fn computes(&self) -> bool {
        match self {
            Rule::Row(rule) => rule.compute.is_some(),
            Rule::Lines(rule) => rule.compute.is_some(),
        }
    }
}

/// A field that a word names: the lines field that it is in, and itself.
type Found<'f> = (Option<&'f str>, &'f FieldDef);

pub(super) fn rule_uses(top: &Table<'_, '_>, fields: &[FieldDef]) -> Vec<RuleUse> {
    top.words_or_tables("rules", "规则")
        .into_iter()
        .filter_map(|item| match item {
            Ok(word) => {
                if known(top, &word).is_some() {
                    let mend = "请写 { rule = \"…\", fields = [ … ] }";
                    top.file.fault("wrong_type", word.span, "规则要写明用在哪些字段上", mend);
                }
                None
            }
            Err(table) => rule_use(&table, fields),
        })
        .collect()
}

/// The rule of this name; said where there is none.
fn known(table: &Table<'_, '_>, name: &Word) -> Option<Rule> {
    let rule = Rule::find(&name.text);
    if rule.is_none() {
        let mend = match nearest(&name.text, row_rule_names()) {
            Some(near) => format!("是否想写“{near}”？"),
            None => format!("可用：{}", row_rule_names().join("、")),
        };
        let what = format!("没有规则“{}”", name.text);
        table.file.fault("unknown_rule", name.span.clone(), what, mend);
    }
    rule
}

fn rule_use(table: &Table<'_, '_>, fields: &[FieldDef]) -> Option<RuleUse> {
    let (name, given, same) = (table.need_word("rule"), table.words("fields"), table.words("same"));
    let (limit, fill) = (table.number("limit"), table.flag("fill"));
    table.finish();
    let rule = known(table, &name)?;
    let found = all_found(table, &given, fields);
    let compared = all_found(table, &same, fields);
    if let (Some(found), Some(compared)) = (&found, &compared)
        && let Err(what) = fits(&rule, found, compared, limit.is_some())
    {
        let what = format!("规则“{}”{what}", name.text);
        table.file.fault("rule_fields", table.span.clone(), what, rule.page());
    }
    if fill && !rule.computes() {
        let what = format!("规则“{}”算不出数，不能写 fill", name.text);
        table.file.fault("rule_fields", table.span_of("fill"), what, "删去 fill");
    }
    if name.text == "grade" {
        graded_list(table, found.as_deref().unwrap_or_default());
    }
    let texts = |words: Vec<Word>| words.into_iter().map(|it| it.text).collect();
    Some(RuleUse { name: name.text, fields: texts(given), same: texts(same), limit, fill })
}

fn fits(rule: &Rule, found: &[Found<'_>], same: &[Found<'_>], limit: bool) -> Result<(), String> {
    let mut lines = found.iter().chain(same).filter_map(|it| it.0);
    if let Some(one) = lines.next()
        && lines.any(|it| it != one)
    {
        return Err("只能用同一种明细的字段".to_owned());
    }
    match rule {
        Rule::Row(rule) => {
            let types: Vec<&FieldType> = found.iter().map(|it| &it.1.ty).collect();
            (rule.fits)(&types)?;
            if limit || !same.is_empty() { Err("不用 limit、same".to_owned()) } else { Ok(()) }
        }
        Rule::Lines(rule) => {
            let kinds: Vec<(bool, &FieldType)> =
                found.iter().map(|it| (it.0.is_some(), &it.1.ty)).collect();
            (rule.fits)(&kinds)?;
            if rule.wants_limit != limit {
                return Err(if limit { "不用 limit" } else { "要写 limit" }.to_owned());
            }
            let of_lines = kinds.first().is_some_and(|it| it.0);
            match (rule.takes_same, same) {
                (false, []) => Ok(()),
                (false, _) => Err("不用 same".to_owned()),
                (true, []) if !of_lines => Err("要写 same：比的是同一个什么".to_owned()),
                (true, same) if same.iter().any(|it| it.0.is_some() != of_lines) => {
                    Err("的 same 要与 fields 同在记录里或同在一种明细里".to_owned())
                }
                (true, _) => Ok(()),
            }
        }
    }
}

fn all_found<'f>(
    table: &Table<'_, '_>,
    words: &[Word],
    fields: &'f [FieldDef],
) -> Option<Vec<Found<'f>>> {
    let found: Vec<Option<Found<'f>>> = words.iter().map(|it| find(table, it, fields)).collect();
    found.into_iter().collect()
}

fn find<'f>(table: &Table<'_, '_>, word: &Word, fields: &'f [FieldDef]) -> Option<Found<'f>> {
    let (lines, name, among) = match word.text.split_once('.') {
        None => (None, word.text.as_str(), fields),
        Some((lines, name)) => {
            let field = fields.iter().find(|it| it.name == lines);
            let Some(FieldType::Lines { fields }) = field.map(|it| &it.ty) else {
                let what = format!("没有明细“{lines}”");
                table.file.fault(
                    "unknown_field",
                    word.span.clone(),
                    what,
                    "明细.字段 的明细要写在 [[lines]] 里",
                );
                return None;
            };
            (field.map(|it| it.name.as_str()), name, fields.as_slice())
        }
    };
    let found = among.iter().find(|it| it.name == name);
    if found.is_none() {
        let near = nearest(name, among.iter().map(|it| it.name.as_str()));
        let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
        table.file.fault(
            "unknown_field",
            word.span.clone(),
            format!("没有字段“{}”", word.text),
            mend,
        );
    }
    found.map(|it| (lines, it))
}

/// The code list of a grade must say where its grades begin.
fn graded_list(table: &Table<'_, '_>, found: &[Found<'_>]) {
    let Some(FieldType::Code { list }) = found.first().map(|it| &it.1.ty) else { return };
    let list = list.clone();
    table.file.later(
        &table.span,
        Box::new(move |catalog, place| {
            let Some(codes) = catalog.codes.get(&list).filter(|it| !it.is_graded()) else {
                return Vec::new();
            };
            let what = format!("代码表“{}”没有写各级的下限，不能定级", codes.title);
            vec![Finding::must(
                "grade_bound",
                place.clone(),
                what,
                "在各项加 at_least（含本数）或 more（不含本数）",
            )]
        }),
    );
}
