//! Rules over all child rows of a record together (明细规则): totals, no one twice, no overlap, no gap.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use rust_decimal::Decimal;
use terms::{Value, plain};

use super::{compute, unit, written};
use crate::{FieldDef, FieldType, RuleUse};

/// One field as a rule over child rows sees it: one value of the record, or one value a child row.
pub(crate) struct Column<'r> {
    pub(super) field: &'r FieldDef,

    pub(super) values: Vec<Option<&'r Value>>,
}

/// What the rule sees: its fields, the fields of `same`, the number it compares with.
pub(crate) struct Columns<'r> {
    pub(super) fields: Vec<Column<'r>>,
    pub(super) same: Vec<Column<'r>>,
    pub(super) limit: Option<Decimal>,
    /// What each row is called, where rows are records; child rows are called by their number.
    pub(super) names: Vec<String>,
}

impl Columns<'_> {
    fn row_name(&self, row: usize) -> String {
        self.names.get(row).map_or_else(|| format!("第{}行", row + 1), |it| format!("“{it}”"))
    }
}

/// Something wrong: in which child row, from 0, where it is one; what, and how to mend it.
pub(crate) struct Wrong {
    pub(super) line: Option<usize>,
    /// The other row that it does not agree with.
    pub(super) other: Option<usize>,
    pub(super) what: String,
    pub(super) mend: String,
}

/// Type of a field, and whether it is one of child rows.
pub(crate) type Kind<'r> = (bool, &'r FieldType);

/// A named rule over child rows (明细规则).
pub(crate) struct LinesRule {
    pub(crate) name: &'static str,
    pub(crate) page: &'static str,
    pub(crate) fits: fn(&[Kind<'_>]) -> Result<(), &'static str>,
    /// Whether it compares with a number, `limit`.
    pub(crate) wants_limit: bool,
    /// Whether it compares rows of one person, car or place, named by `same`.
    pub(crate) takes_same: bool,
    pub(super) check: fn(&Columns<'_>) -> Vec<Wrong>,
    pub(crate) compute: Option<fn(&Columns<'_>) -> Option<Value>>,
}

const PLAIN: LinesRule = LinesRule {
    name: "",
    page: "",
    fits: total_and_parts,
    wants_limit: false,
    takes_same: false,
    check: is_line_sum,
    compute: None,
};

pub(crate) const RULES: [LinesRule; 8] = [
    LinesRule {
        name: "line_sum",
        page: "line_sum：[合计, 明细.数]，合计等于明细各行之和；中间可以列本记录的数（如基础分），一并加上",
        compute: Some(line_sum),
        ..PLAIN
    },
    LinesRule {
        name: "line_count",
        page: "line_count：[数, 明细.字段]，数等于填了该字段的行数",
        fits: count_and_column,
        check: is_line_count,
        compute: Some(line_count),
        ..PLAIN
    },
    LinesRule {
        name: "weighted_average",
        page: "weighted_average：[得数, 明细.权重, 明细.数]，得数等于各行权重乘数之和除以权重之和",
        fits: total_and_two,
        check: is_weighted_average,
        compute: Some(weighted_average),
        ..PLAIN
    },
    LinesRule {
        name: "lines_total",
        page: "lines_total：[明细.数]，limit = 100，各行之和正好等于 limit",
        fits: one_column,
        wants_limit: true,
        check: lines_total,
        ..PLAIN
    },
    LinesRule {
        name: "distinct_lines",
        page: "distinct_lines：[明细.字段, …]，没有两行在这些字段上都相同",
        fits: only_columns,
        check: distinct_lines,
        ..PLAIN
    },
    LinesRule {
        name: "apart",
        page: "apart：[起, 止]，same = [\"人员\"]，同一人（车、场所）的两段时间不重叠；写明细.字段比本记录各行，写记录字段比全台账",
        fits: interval,
        takes_same: true,
        check: apart,
        ..PLAIN
    },
    LinesRule {
        name: "no_gap",
        page: "no_gap：[起, 止]，首尾相接；写明细.字段比本记录各行，再写本记录的[…, 开始, 结束]则覆盖整段；写记录字段比全台账",
        fits: interval_in_interval,
        takes_same: true,
        check: no_gap,
        ..PLAIN
    },
    LinesRule {
        name: "day_limit",
        page: "day_limit：[日期, 数]，limit = 4，same = [\"人员\"]，同一人同一天的数合计不超过 limit；写明细.字段比本记录各行，写记录字段比全台账",
        fits: day_and_number,
        wants_limit: true,
        takes_same: true,
        check: day_limit,
        ..PLAIN
    },
];

/// The rule of this name.
pub(crate) fn find(name: &str) -> Option<&'static LinesRule> {
    RULES.iter().find(|it| it.name == name)
}

/// Whether a use compares records of the whole ledger with each other, which only the base can do (跨记录).
#[must_use]
pub fn across(used: &RuleUse) -> bool {
    find(&used.name).is_some_and(|it| it.takes_same) && !used.is_of_lines()
}

fn total_and_parts(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    let numbers = kinds.iter().all(|it| it.1.is_number());
    let parts = kinds.iter().skip(1).any(|it| it.0);
    if numbers && parts && kinds.first().is_some_and(|it| !it.0) {
        return Ok(());
    }
    Err("要本记录的一个数字字段，后面至少一个明细的数字字段")
}

fn count_and_column(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    match kinds {
        [(false, FieldType::Integer), (true, _)] => Ok(()),
        _ => Err("要本记录的一个整数字段和明细的一个字段"),
    }
}

fn total_and_two(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    match kinds {
        [(false, one), (true, two), (true, three)]
            if [one, two, three].iter().all(|it| it.is_number()) =>
        {
            Ok(())
        }
        _ => Err("要本记录的一个数字字段和明细的两个数字字段"),
    }
}

fn one_column(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    match kinds {
        [(true, number)] if number.is_number() => Ok(()),
        _ => Err("要明细的一个数字字段"),
    }
}

fn only_columns(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    if !kinds.is_empty() && kinds.iter().all(|it| it.0) {
        Ok(())
    } else {
        Err("要明细的字段")
    }
}

fn is_moment(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Date | FieldType::DateTime)
}

fn interval(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    match kinds {
        [(one, from), (other, until)] if one == other && is_moment(from) && from == until => Ok(()),
        _ => Err("要起、止两个日期（或日期时间）字段，同在记录里或同在一种明细里"),
    }
}

fn interval_in_interval(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    let of_lines = kinds.len() >= 2
        && kinds[..2].iter().all(|it| it.0 && is_moment(it.1))
        && kinds[0].1 == kinds[1].1;
    let whole = kinds.len() == 2
        || kinds.len() == 4 && kinds[2..].iter().all(|it| !it.0 && is_moment(it.1));
    let of_records = kinds.iter().all(|it| !it.0) && interval(kinds).is_ok();
    if of_lines && whole || of_records {
        Ok(())
    } else {
        Err("要起、止两个日期字段；写明细的，可再加本记录的开始、结束两个日期字段")
    }
}

fn day_and_number(kinds: &[Kind<'_>]) -> Result<(), &'static str> {
    match kinds {
        [(one, day), (other, number)] if one == other && is_moment(day) && number.is_number() => {
            Ok(())
        }
        _ => Err("要一个日期字段和一个数字字段，同在记录里或同在一种明细里"),
    }
}

/// The written numbers of a column, those that are set.
fn numbers(column: &Column<'_>) -> Vec<Decimal> {
    column.values.iter().flatten().filter_map(|it| written(column.field, it)).collect()
}

fn added(columns: &[Column<'_>]) -> Option<Decimal> {
    columns.iter().flat_map(numbers).try_fold(Decimal::ZERO, Decimal::checked_add)
}

fn line_sum(columns: &Columns<'_>) -> Option<Value> {
    let some = columns.fields[1..].iter().any(|it| it.values.iter().any(Option::is_some));
    if !some {
        return None;
    }
    compute::as_value(columns.fields[0].field, added(&columns.fields[1..])?)
}

fn first<'r>(columns: &Columns<'r>) -> Option<&'r Value> {
    columns.fields[0].values.first().copied().flatten()
}

fn compared(columns: &Columns<'_>, right: Option<&Value>, arithmetic: &str) -> Vec<Wrong> {
    let found = compute::compare(columns.fields[0].field, first(columns), right, arithmetic);
    found.map(|(what, mend)| Wrong { line: None, other: None, what, mend }).into_iter().collect()
}

/// `41＋11－3`, cut after ten parts.
fn joined(numbers: &[Decimal]) -> String {
    let mut text = String::new();
    for (at, number) in numbers.iter().take(10).enumerate() {
        match (at, number.is_sign_negative() && !number.is_zero()) {
            (_, true) => text.push('－'),
            (0, false) => {}
            (_, false) => text.push('＋'),
        }
        text.push_str(&plain(number.abs()));
    }
    if numbers.len() > 10 {
        text.push_str(&format!("＋…（共{}项）", numbers.len()));
    }
    text
}

fn is_line_sum(columns: &Columns<'_>) -> Vec<Wrong> {
    let parts: Vec<Decimal> = columns.fields[1..].iter().flat_map(numbers).collect();
    compared(columns, line_sum(columns).as_ref(), &joined(&parts))
}

fn line_count(columns: &Columns<'_>) -> Option<Value> {
    let count = columns.fields[1].values.iter().flatten().count();
    i64::try_from(count).ok().map(Value::Integer)
}

fn is_line_count(columns: &Columns<'_>) -> Vec<Wrong> {
    compared(columns, line_count(columns).as_ref(), "明细行数")
}

fn pairs(columns: &Columns<'_>) -> Vec<(Decimal, Decimal)> {
    let (weights, numbers) = (&columns.fields[1], &columns.fields[2]);
    let both = weights.values.iter().zip(&numbers.values);
    both.filter_map(|it| {
        Some((written(weights.field, (*it.0)?)?, written(numbers.field, (*it.1)?)?))
    })
    .collect()
}

fn weighted_average(columns: &Columns<'_>) -> Option<Value> {
    let pairs = pairs(columns);
    let weights = pairs.iter().try_fold(Decimal::ZERO, |sum, it| sum.checked_add(it.0))?;
    let products =
        pairs.iter().try_fold(Decimal::ZERO, |sum, it| sum.checked_add(it.0.checked_mul(it.1)?))?;
    compute::as_value(columns.fields[0].field, products.checked_div(weights)?)
}

fn is_weighted_average(columns: &Columns<'_>) -> Vec<Wrong> {
    compared(columns, weighted_average(columns).as_ref(), "各行加权平均")
}

fn lines_total(columns: &Columns<'_>) -> Vec<Wrong> {
    let (column, Some(limit)) = (&columns.fields[0], columns.limit) else { return Vec::new() };
    let (parts, Some(total)) = (numbers(column), added(&columns.fields)) else { return Vec::new() };
    if parts.is_empty() || total == limit {
        return Vec::new();
    }
    let label = &column.field.label;
    let what = format!(
        "“{label}”各行之和 {}＝{}，应为{}{}",
        joined(&parts),
        plain(total),
        plain(limit),
        unit(column.field)
    );
    vec![Wrong { line: None, other: None, what, mend: "请核对各行".to_owned() }]
}

/// Child rows by the values of some columns; rows where one is not set are left out.
fn groups<'r>(columns: &[Column<'r>]) -> BTreeMap<Vec<&'r Value>, Vec<usize>> {
    let rows = columns.first().map_or(0, |it| it.values.len());
    let mut groups: BTreeMap<Vec<&Value>, Vec<usize>> = BTreeMap::new();
    for row in 0..rows {
        let key: Option<Vec<&Value>> =
            columns.iter().map(|it| it.values.get(row).copied().flatten()).collect();
        if let Some(key) = key {
            groups.entry(key).or_default().push(row);
        }
    }
    groups
}

/// What stands before a sentence about one person, car or place: `“甲”`; nothing where all rows are compared.
fn named(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("“{name}”") }
}

fn words(values: &[&Value]) -> String {
    values.iter().map(|it| it.canonical()).collect::<Vec<_>>().join("、")
}

fn distinct_lines(columns: &Columns<'_>) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for (key, rows) in groups(&columns.fields).into_iter().filter(|it| it.1.len() > 1) {
        let labels: Vec<&str> = columns.fields.iter().map(|it| it.field.label.as_str()).collect();
        let what = format!("“{}”{} 与第{}行重复", labels.join("、"), words(&key), rows[0] + 1);
        wrong.extend(rows[1..].iter().map(|row| Wrong {
            line: Some(*row),
            other: None,
            what: what.clone(),
            mend: "同一人、同一事只列一行，请删去或改正".to_owned(),
        }));
    }
    wrong
}

/// A stretch of time: its start, the moment after its end (none while it is open), its row.
struct Stretch {
    from: DateTime,
    until: Option<DateTime>,
    row: usize,
}

/// A day counts whole: it ends when the next begins.
fn moment(value: &Value, ends: bool) -> Option<DateTime> {
    if let Value::DateTime(at) = value {
        return Some(*at);
    }
    let day = value.as_date()?;
    let first = if ends { day.tomorrow().ok()? } else { day };
    Some(first.at(0, 0, 0, 0))
}

/// The stretches of each group, sorted by their start; one group with all rows where there is no `same`.
fn stretches(columns: &Columns<'_>) -> Vec<(String, Vec<Stretch>)> {
    let (from, until) = (&columns.fields[0], &columns.fields[1]);
    let stretch = |row: usize| {
        let from = moment(from.values.get(row).copied().flatten()?, false)?;
        let until = until.values.get(row).copied().flatten().and_then(|it| moment(it, true));
        Some(Stretch { from, until, row })
    };
    let groups = if columns.same.is_empty() {
        vec![(String::new(), (0..from.values.len()).collect::<Vec<_>>())]
    } else {
        groups(&columns.same).into_iter().map(|it| (words(&it.0), it.1)).collect()
    };
    let sorted = |rows: Vec<usize>| {
        let mut found: Vec<Stretch> = rows.into_iter().filter_map(stretch).collect();
        found.sort_by_key(|it| (it.from, it.row));
        found
    };
    groups.into_iter().map(|(name, rows)| (name, sorted(rows))).collect()
}

fn apart(columns: &Columns<'_>) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for (name, stretches) in stretches(columns) {
        let mut last: Option<&Stretch> = None;
        for stretch in &stretches {
            if let Some(last) = last
                && last.until.is_none_or(|until| stretch.from < until)
            {
                let what =
                    format!("{}这一段时间与{}重叠", named(&name), columns.row_name(last.row));
                let mend = "同一时间只能在一处，请核对起止".to_owned();
                wrong.push(Wrong { line: Some(stretch.row), other: Some(last.row), what, mend });
            }
            let later = last.is_none_or(|last| match (last.until, stretch.until) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(was), Some(is)) => is > was,
            });
            if later {
                last = Some(stretch);
            }
        }
    }
    wrong
}

fn no_gap(columns: &Columns<'_>) -> Vec<Wrong> {
    let end = |at: usize, ends: bool| {
        columns
            .fields
            .get(at)
            .and_then(|it| it.values.first().copied().flatten())
            .and_then(|it| moment(it, ends))
    };
    let (begin, close) = (end(2, false), end(3, true));
    let say = |name: &str, from: DateTime, until: DateTime, line: Option<usize>| Wrong {
        line,
        other: None,
        what: format!("{}从{}到{}没有人", named(name), said(from), said(until)),
        mend: "请补上这一段".to_owned(),
    };
    let mut wrong = Vec::new();
    for (name, stretches) in stretches(columns) {
        let mut covered = begin;
        for stretch in &stretches {
            if let Some(until) = covered.filter(|it| *it < stretch.from) {
                wrong.push(say(&name, until, stretch.from, Some(stretch.row)));
            }
            let Some(until) = stretch.until else {
                covered = close.or(Some(DateTime::MAX));
                continue;
            };
            covered = covered.max(Some(until));
        }
        if let (Some(covered), Some(close)) = (covered, close)
            && covered < close
        {
            wrong.push(say(&name, covered, close, None));
        }
    }
    wrong
}

/// A moment as staff write it: midnight is left out.
fn said(at: DateTime) -> String {
    let midnight = at.time() == jiff::civil::Time::midnight();
    if midnight { at.date().to_string() } else { at.strftime("%Y-%m-%d %H:%M").to_string() }
}

fn day_limit(columns: &Columns<'_>) -> Vec<Wrong> {
    let (days, amounts, Some(limit)) = (&columns.fields[0], &columns.fields[1], columns.limit)
    else {
        return Vec::new();
    };
    let mut sums: BTreeMap<(Vec<&Value>, jiff::civil::Date), (Decimal, usize)> = BTreeMap::new();
    for row in 0..days.values.len() {
        let key: Option<Vec<&Value>> =
            columns.same.iter().map(|it| it.values.get(row).copied().flatten()).collect();
        let day = days.values.get(row).copied().flatten().and_then(Value::as_date);
        let amount =
            amounts.values.get(row).copied().flatten().and_then(|it| written(amounts.field, it));
        if let (Some(key), Some(day), Some(amount)) = (key, day, amount) {
            let sum = sums.entry((key, day)).or_insert((Decimal::ZERO, row));
            *sum = (sum.0.saturating_add(amount), row);
        }
    }
    let over = sums.into_iter().filter(|it| it.1.0 > limit);
    over.map(|((key, day), (sum, row))| {
        let label = &amounts.field.label;
        let unit = unit(amounts.field);
        let what = format!(
            "{}{day}的“{label}”合计{}{unit}，超过{}{unit}",
            named(&words(&key)),
            plain(sum),
            plain(limit)
        );
        Wrong { line: Some(row), other: None, what, mend: "请核对当天各行".to_owned() }
    })
    .collect()
}
