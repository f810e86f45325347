//! Tables of figures (数据表): this period beside the one before, last year's, and the year so far.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{ReportDef, TableColumn, TableDef};
use rust_decimal::Decimal;
use terms::{Figure, Period, half_up, plain};

use crate::document::{Align, Column, Run, SlotMark, Table};
use crate::numbers::{NumberKind, NumberUse};
use crate::outline::Material;

/// Decimal places of a change.
const CHANGE_PLACES: u32 = 1;
/// What stands where there is nothing to compare with.
const NOTHING: &str = "—";

/// Another period whose figures a table sets beside the report's own (对比期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beside {
    /// The period right before (上期).
    Previous,
    /// The same period a year earlier (上年同期).
    LastYear,
    /// From the first day of the year (本年累计).
    Cumulative,
}

impl Beside {
    /// That period, for a report on `period`.
    #[must_use]
    pub fn of(self, period: Period) -> Period {
        match self {
            Beside::Previous => period.previous(),
            Beside::LastYear => period.last_year(),
            Beside::Cumulative => period.year_to_date(),
        }
    }

    const fn needed_by(column: TableColumn) -> Option<Beside> {
        match column {
            TableColumn::Value => None,
            TableColumn::Previous | TableColumn::OnPrevious => Some(Beside::Previous),
            TableColumn::LastYear | TableColumn::OnLastYear => Some(Beside::LastYear),
            TableColumn::Cumulative => Some(Beside::Cumulative),
        }
    }
}

/// The figures of other periods that a report's tables print (对比期所需指标).
#[must_use]
pub fn compared_figures(report: &ReportDef) -> BTreeMap<Beside, BTreeSet<String>> {
    let mut needed: BTreeMap<Beside, BTreeSet<String>> = BTreeMap::new();
    for table in report.blocks.iter().filter_map(|it| it.table.as_ref()) {
        for beside in table.columns.iter().filter_map(|it| Beside::needed_by(*it)) {
            needed.entry(beside).or_default().extend(table.rows.iter().cloned());
        }
    }
    needed
}

/// A table with its numbers, and the figures that were not handed in.
pub(crate) struct Drawn {
    pub(crate) table: Table,
    pub(crate) numbers: Vec<NumberUse>,
    /// Row and column of each number.
    pub(crate) cells: Vec<(usize, usize)>,
    pub(crate) missing: Vec<String>,
}

pub(crate) fn draw(def: &TableDef, material: &Material, title: &str, section: &str) -> Drawn {
    let mut columns = vec![
        Column { heading: "指标".to_owned(), share: 5, align: Align::Left },
        Column { heading: "单位".to_owned(), share: 2, align: Align::Centre },
    ];
    columns.extend(def.columns.iter().map(|it| Column {
        heading: heading(*it, material.period).to_owned(),
        share: 3,
        align: Align::Right,
    }));
    let mut drawn = Drawn {
        table: Table { title: Some(title.to_owned()), columns, rows: Vec::new() },
        numbers: Vec::new(),
        cells: Vec::new(),
        missing: Vec::new(),
    };
    for id in &def.rows {
        let Some(figure) = material.figures.get(id) else {
            drawn.missing.push(id.clone());
            continue;
        };
        let mut row = vec![vec![Run::words(&figure.title)], vec![Run::words(&figure.unit)]];
        for column in &def.columns {
            let column_at = row.len();
            row.push(vec![cell(*column, figure, material, &mut |figure, printed| {
                drawn.numbers.push(number(figure, printed, title, section));
                drawn.cells.push((drawn.table.rows.len(), column_at));
            })]);
        }
        drawn.table.rows.push(row);
    }
    drawn
}

fn heading(column: TableColumn, period: Period) -> &'static str {
    let (this, before) = match period {
        Period::Year(_) => ("本年", "上年"),
        Period::Quarter(..) => ("本季", "上季"),
        Period::Month(..) => ("本月", "上月"),
        Period::Week(..) => ("本周", "上周"),
        Period::Half(..) | Period::Days(..) => ("本期", "上期"),
    };
    match column {
        TableColumn::Value => this,
        TableColumn::Previous => before,
        TableColumn::OnPrevious => "环比",
        TableColumn::LastYear => "上年同期",
        TableColumn::OnLastYear => "同比",
        TableColumn::Cumulative => "本年累计",
    }
}

fn cell(
    column: TableColumn,
    figure: &Figure,
    material: &Material,
    take: &mut impl FnMut(&Figure, &str),
) -> Run {
    let beside = Beside::needed_by(column)
        .and_then(|it| material.compared.get(&it))
        .and_then(|it| it.get(&figure.id));
    let shown = match column {
        TableColumn::Value => Some(figure),
        TableColumn::Previous | TableColumn::LastYear | TableColumn::Cumulative => beside,
        TableColumn::OnPrevious | TableColumn::OnLastYear => {
            return Run::words(change(figure, beside));
        }
    };
    let printed = shown.and_then(|it| it.printed().map(|text| (it, text)));
    let Some((shown, text)) = printed else { return Run::words(NOTHING) };
    take(shown, &text);
    match SlotMark::new(&figure.id, "bare") {
        Ok(mark) if column == TableColumn::Value => Run::bound(text, mark),
        _ => Run::words(text),
    }
}

/// `12.5%`, `-3.1%`, `持平`; of percentages the difference in points; nothing where the base is missing or zero.
fn change(now: &Figure, then: Option<&Figure>) -> String {
    let (Some(now_value), Some(then_value)) = (now.value, then.and_then(|it| it.value)) else {
        return NOTHING.to_owned();
    };
    let difference = now_value.checked_sub(then_value);
    let (value, unit) = if now.unit == "%" {
        (difference, "个百分点")
    } else {
        let hundredfold = difference.and_then(|it| it.checked_mul(Decimal::ONE_HUNDRED));
        (hundredfold.and_then(|it| it.checked_div(then_value)), "%")
    };
    let Some(value) = value else { return NOTHING.to_owned() };
    let rounded = half_up(value, CHANGE_PLACES);
    if rounded.is_zero() { "持平".to_owned() } else { format!("{}{unit}", plain(rounded)) }
}

fn number(figure: &Figure, printed: &str, title: &str, section: &str) -> NumberUse {
    NumberUse {
        section: section.to_owned(),
        sentence: format!("{title}：{}", figure.title),
        printed: printed.to_owned(),
        kind: NumberKind::Figure { id: figure.id.clone() },
        title: figure.title.clone(),
        exact: figure.value,
        unit: figure.unit.clone(),
        period: figure.period,
        as_of: figure.as_of,
        records: figure.records,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn figure(value: Option<&str>, unit: &str) -> Figure {
        let period: Period = "2021-06".parse().unwrap();
        Figure {
            id: "overload/checks".to_owned(),
            refs: Vec::new(),
            title: "检查车辆".to_owned(),
            value: value.map(|it| Decimal::from_str(it).unwrap()),
            unit: unit.to_owned(),
            places: 2,
            period,
            as_of: period.last_day(),
            records: 1,
            parts: Vec::new(),
            fingerprint: String::new(),
            notes: Vec::new(),
        }
    }

    #[track_caller]
    fn check(now: &str, then: Option<&str>, unit: &str, expected: &str) {
        let then = then.map(|it| figure(Some(it), unit));
        assert_eq!(change(&figure(Some(now), unit), then.as_ref()), expected);
    }

    #[test]
    fn a_change_no_decimal_holds_is_none() {
        // The greatest decimal is 2^96 − 1.
        check("79228162514264337593543950335", Some("-1"), "辆次", NOTHING);
        check("79228162514264337593543950335", Some("-1"), "%", NOTHING);
        check("79228162514264337593543950335", Some("1"), "辆次", NOTHING);
        check("1", Some("0"), "辆次", NOTHING);
    }

    #[test]
    fn a_change_is_of_the_earlier_value_and_of_percentages_in_points() {
        check("110", Some("100"), "辆次", "10%");
        check("95", Some("100"), "辆次", "-5%");
        check("2", Some("3"), "宗", "-33.3%");
        check("100", Some("100"), "辆次", "持平");
        check("99.5", Some("98"), "%", "1.5个百分点");
        check("98", Some("99.5"), "%", "-1.5个百分点");
    }

    #[test]
    fn without_a_base_nothing_is_said() {
        check("5", Some("0"), "宗", "—");
        check("5", None, "宗", "—");
        assert_eq!(change(&figure(None, "宗"), Some(&figure(Some("1"), "宗"))), "—");
    }
}
