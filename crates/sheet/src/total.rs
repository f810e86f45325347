//! 合计 rows: checked, never imported (合计).
//!
//! A total is compared with the sum of the rows it stands for, in the unit the column is written in.

use rust_decimal::Decimal;
use terms::{Finding, Place, plain, to_half_width};

use crate::number::is_noise;
use crate::table::Cell;

/// One number of a 合计 row, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalCheck {
    /// Where the total is written.
    pub place: Place,
    /// The row's word, such as 合计.
    pub word: String,
    /// The number written, in the column's unit.
    pub stated: Decimal,
    /// The sum of the rows, in the column's unit.
    pub summed: Decimal,
    /// Rows that were summed.
    pub rows: u64,
    /// The column's unit, empty when it has none.
    pub unit: String,
}

impl TotalCheck {
    /// Whether both numbers are the same, but for noise of binary arithmetic in the cell.
    #[must_use]
    pub fn holds(&self) -> bool {
        is_noise(self.summed, self.stated)
    }

    /// What is to be said when they are not.
    pub(crate) fn finding(&self) -> Option<Finding> {
        if self.holds() {
            return None;
        }
        let TotalCheck { word, stated, summed, rows, unit, .. } = self;
        let difference = stated.checked_sub(*summed).map_or(String::new(), |it| {
            let more = if it.is_sign_negative() { "少" } else { "多" };
            format!("，{more}了 {}{unit}", plain(it.abs()))
        });
        Some(Finding::verify(
            "total",
            self.place.clone(),
            format!(
                "“{word}”写的是 {}{unit}，{rows} 行相加是 {}{unit}{difference}",
                plain(*stated),
                plain(*summed)
            ),
            "合计行不导入；请核对是明细有误还是合计有误",
        ))
    }
}

/// What a 合计 row sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// Every row: 合计, 总计, 共计.
    All,
    /// The rows since the last 小计.
    SinceLast,
    /// Earlier periods too, which are not in the sheet: 累计.
    Beyond,
}

/// The word of a 合计 row and what it sums; `None` for a row of the table.
pub(crate) fn total_row(cells: &[Cell<'_>]) -> Option<(String, Span)> {
    // The word stands in the first cell, or behind a running number.
    let mut seen = cells.iter().filter(|it| !it.is_blank());
    let first = seen.next()?;
    let text = match first {
        Cell::Text(text) => text,
        Cell::Number { .. } => match seen.next()? {
            Cell::Text(text) => text,
            Cell::Empty
            | Cell::Number { .. }
            | Cell::Moment { .. }
            | Cell::YesNo(_)
            | Cell::Error(_) => return None,
        },
        Cell::Empty | Cell::Moment { .. } | Cell::YesNo(_) | Cell::Error(_) => return None,
    };
    if text.len() > 60 || !text.contains('计') {
        return None;
    }
    let word: String = to_half_width(text).chars().filter(|it| !it.is_whitespace()).collect();
    let bare = word.trim_end_matches(':');
    let bare = bare.split_once('(').map_or(bare, |it| it.0);
    if bare.chars().count() > 10 {
        return None;
    }
    let span = if bare.ends_with("小计") || bare == "本页合计" {
        Span::SinceLast
    } else if bare.ends_with("累计") {
        Span::Beyond
    } else if ["合计", "总计", "共计", "合计数", "总计数"].iter().any(|it| bare.ends_with(it))
    {
        Span::All
    } else {
        return None;
    };
    Some((word, span))
}

/// Sums of one column, in the unit that is kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    all: Sum,
    since_last: Sum,
}

/// A running sum.
#[derive(Debug, Clone, Default)]
struct Sum {
    total: Decimal,
    rows: u64,
    /// A cell could not be read, so the sum says nothing.
    broken: bool,
}

impl Sum {
    fn add(&mut self, number: Option<Decimal>) {
        self.rows += 1;
        match number.and_then(|it| self.total.checked_add(it)) {
            Some(total) => self.total = total,
            None => self.broken = true,
        }
    }
}

impl Sums {
    /// Adds a row's number; `None` when the cell could not be read.
    pub(crate) fn add(&mut self, number: Option<Decimal>) {
        self.all.add(number);
        self.since_last.add(number);
    }

    /// The sum that a word stands for, with the number of rows; `None` when it says nothing.
    pub(crate) fn of(&self, span: Span) -> Option<(Decimal, u64)> {
        let sum = match span {
            Span::All => &self.all,
            Span::SinceLast => &self.since_last,
            Span::Beyond => return None,
        };
        if sum.broken { None } else { Some((sum.total, sum.rows)) }
    }

    /// After a 小计.
    pub(crate) fn start_again(&mut self) {
        self.since_last = Sum::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cells: &[&str], expected: Option<Span>) {
        let cells: Vec<Cell<'_>> = cells.iter().map(|it| Cell::Text((*it).into())).collect();
        assert_eq!(total_row(&cells).map(|it| it.1), expected, "{cells:?}");
    }

    #[test]
    fn total_rows_are_known_by_their_word() {
        check(&["合计", "", "12"], Some(Span::All));
        check(&["", "合　计"], Some(Span::All));
        check(&["总 计："], Some(Span::All));
        check(&["太平镇小计"], Some(Span::SinceLast));
        check(&["小计（3户）"], Some(Span::SinceLast));
        check(&["本页合计"], Some(Span::SinceLast));
        check(&["全年累计"], Some(Span::Beyond));
    }

    #[test]
    fn rows_of_the_table_are_not_totals() {
        check(&["清远市合计量衡器公司第一分公司"], None);
        check(&["合计器材公司"], None);
        check(&["张三", "合计"], None);
        check(&["设计院"], None);
        check(&["2021001", "会计"], None);
    }
}
