//! From answers to the figure (得数). Exact: nothing is rounded here but the 28th digit of a quotient.

use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Figure, FigurePart, FigureSource, plain};

use crate::plan::{Node, conversion};
use crate::{Ask, AskAnswer, Plan};

/// What one branch of the tree came to.
struct Outcome {
    value: Option<Decimal>,
    /// One for every opening of the branch, in the same order.
    leaves: Vec<Leaf>,
    notes: Vec<String>,
}

struct Leaf {
    value: Option<Decimal>,
    unit: String,
    rows: u64,
}

impl Plan {
    /// The figure that the answers make; they come in the order of [`Plan::asks`]. An answer that is missing or of
    /// the wrong kind leaves the figure without value and with a note.
    #[must_use]
    pub fn conclude(&self, answers: &[AskAnswer]) -> Figure {
        let Outcome { value, leaves, mut notes } = self.outcome(&mut answers.iter());
        if self.is_cut() {
            notes.insert(0, format!("统计期未满，数据截至{}", day_in_words(self.as_of)));
        }
        let openings = self.openings();
        debug_assert_eq!(openings.len(), leaves.len(), "every opening has its leaf");
        let parts: Vec<FigurePart> = openings
            .into_iter()
            .zip(leaves)
            .map(|(opening, leaf)| FigurePart {
                role: opening.role,
                value: leaf.value,
                unit: leaf.unit,
                records: leaf.rows,
                source: source_of(opening.ask),
            })
            .collect();
        Figure {
            id: self.id.clone(),
            refs: self.refs.clone(),
            title: self.title.clone(),
            value,
            unit: self.unit.clone(),
            places: self.places,
            period: self.period,
            as_of: self.as_of,
            records: parts.iter().map(|it| it.records).sum(),
            parts,
            fingerprint: self.fingerprint.clone(),
            notes,
        }
    }

    fn is_cut(&self) -> bool {
        match &self.node {
            Node::Rows { cut, .. } => *cut,
            Node::Zero(zero) => zero.cut,
            Node::Ratio { of, over, .. } => of.is_cut() || over.is_cut(),
            Node::Done { done, plan, beyond, .. } => {
                done.is_cut() || plan.is_cut() || beyond.as_ref().is_some_and(|it| it.0.is_cut())
            }
            Node::Growth { of, .. } => of.is_cut(),
            Node::Difference { of, minus, .. } => of.is_cut() || minus.is_cut(),
        }
    }

    fn outcome<'a>(&self, answers: &mut impl Iterator<Item = &'a AskAnswer>) -> Outcome {
        match &self.node {
            Node::Rows { ask, .. } => rows(ask, answers.next()),
            Node::Zero(claim) => {
                let mut outcome = rows(&claim.rows, answers.next());
                let months = claim.months.iter();
                let answered: Vec<(Date, u64)> =
                    months.map(|(month, ask)| (*month, leaf(ask, answers.next()).0.rows)).collect();
                zero(&mut outcome, &answered, &claim.all);
                outcome
            }
            Node::Ratio { of, over, in_unit, scale } => {
                let (of_out, over_out) = (of.outcome(answers), over.outcome(answers));
                let pair = (in_units(&of_out, *in_unit), over_out.value);
                let mut outcome = joined([(of.as_ref(), of_out), (over, over_out)]);
                outcome.value = share(pair, *scale, &mut outcome.notes, || {
                    format!("分母《{}》为零，不能计算比率", over.title)
                });
                outcome
            }
            Node::Done { done, plan, in_unit, beyond } => {
                let (done_out, plan_out) = (done.outcome(answers), plan.outcome(answers));
                let pair = (in_units(&done_out, *in_unit), plan_out.value);
                let mut branches = vec![(done.as_ref(), done_out), (plan.as_ref(), plan_out)];
                let reason = beyond.as_ref().map(|(beyond, in_unit)| {
                    let out = beyond.outcome(answers);
                    let (value, rows) = (in_units(&out, *in_unit), out.rows());
                    branches.push((beyond, out));
                    Reason { title: &beyond.title, value, rows }
                });
                let mut outcome = joined(branches);
                outcome.value = share(pair, Decimal::ONE_HUNDRED, &mut outcome.notes, || {
                    format!("计划数《{}》为零，不能计算完成率", plan.title)
                });
                if let (Some(value), Some(planned)) = pair
                    && planned > Decimal::ZERO
                    && value > planned
                {
                    let excess = value.saturating_sub(planned);
                    outcome.notes.push(over_100(excess, &plan.unit, reason.as_ref()));
                }
                outcome
            }
            Node::Growth { of, base } => {
                let now = of.outcome(answers);
                let value = now.value;
                let mut outcome = joined([(of.as_ref(), now)]);
                let before = sealed(base, of, answers.next(), &mut outcome);
                if of.is_cut() {
                    outcome.notes.push("本期未满而上年同期为整期，两者口径不可比".to_owned());
                }
                outcome.value = growth(value, before, &mut outcome.notes);
                outcome
            }
            Node::Difference { of, of_unit, minus, minus_unit } => {
                let (of_out, minus_out) = (of.outcome(answers), minus.outcome(answers));
                let pair = in_units(&of_out, *of_unit).zip(in_units(&minus_out, *minus_unit));
                let mut outcome = joined([(of.as_ref(), of_out), (minus, minus_out)]);
                outcome.value = pair.and_then(|(whole, taken)| whole.checked_sub(taken));
                outcome
            }
        }
    }
}

impl Outcome {
    fn rows(&self) -> u64 {
        self.leaves.iter().map(|it| it.rows).sum()
    }
}

/// The value of a branch in another unit, `factor` of its own.
fn in_units(outcome: &Outcome, factor: Decimal) -> Option<Decimal> {
    outcome.value?.checked_div(factor)
}

/// Why more was done than planned.
struct Reason<'a> {
    title: &'a str,
    value: Option<Decimal>,
    rows: u64,
}

fn rows(ask: &Ask, answer: Option<&AskAnswer>) -> Outcome {
    let (leaf, note) = leaf(ask, answer);
    Outcome { value: leaf.value, leaves: vec![leaf], notes: note.into_iter().collect() }
}

fn leaf(ask: &Ask, answer: Option<&AskAnswer>) -> (Leaf, Option<String>) {
    let (factor, unit) = match ask {
        Ask::Rows { factor, unit, .. } => (*factor, unit.clone()),
        Ask::Sealed { .. } => (Decimal::ONE, String::new()),
    };
    match answer {
        Some(AskAnswer::Rows(answer)) => {
            let value = answer.value.and_then(|it| it.checked_div(factor));
            let note = value.is_none().then(|| match answer.rows {
                0 => "没有记录，无从取数".to_owned(),
                rows => format!("有{rows}条记录，但所需的数未填或为零，不能计算"),
            });
            (Leaf { value, unit, rows: answer.rows }, note)
        }
        Some(AskAnswer::Sealed { .. }) | None => {
            (Leaf { value: None, unit, rows: 0 }, Some("取数没有得到应答".to_owned()))
        }
    }
}

fn zero(outcome: &mut Outcome, months: &[(Date, u64)], all: &Ask) {
    if let Some(count) = outcome.value
        && !count.is_zero()
    {
        let rows = outcome.rows();
        outcome.notes.push(format!("有{rows}条记录，不能报零"));
    }
    let missing: Vec<Date> = months.iter().filter(|it| it.1 == 0).map(|it| it.0).collect();
    if !missing.is_empty() {
        outcome.notes.push(format!("缺{}零报告确认", months_in_words(&missing)));
    }
    let unit = if let Ask::Rows { unit, .. } = all { unit.clone() } else { String::new() };
    outcome.leaves.push(Leaf {
        value: Some(Decimal::from(months.len() - missing.len())),
        unit,
        rows: months.iter().map(|it| it.1).sum(),
    });
}

/// Joins branches; what a branch notes is said with its title. The value is still to be computed.
fn joined<'p>(branches: impl IntoIterator<Item = (&'p Plan, Outcome)>) -> Outcome {
    let mut all = Outcome { value: None, leaves: Vec::new(), notes: Vec::new() };
    for (plan, outcome) in branches {
        all.leaves.extend(outcome.leaves);
        all.notes.extend(outcome.notes.into_iter().map(|note| format!("《{}》{note}", plan.title)));
    }
    all
}

/// `above` × `scale` ÷ `below`.
fn share(
    (above, below): (Option<Decimal>, Option<Decimal>),
    scale: Decimal,
    notes: &mut Vec<String>,
    is_zero: impl FnOnce() -> String,
) -> Option<Decimal> {
    let (above, below) = above.zip(below)?;
    if below.is_zero() {
        notes.push(is_zero());
        return None;
    }
    scaled(above, below, scale, notes)
}

/// `above` × `scale` ÷ `below`, to 28 significant digits; `below` is not zero.
fn scaled(
    above: Decimal,
    below: Decimal,
    scale: Decimal,
    notes: &mut Vec<String>,
) -> Option<Decimal> {
    let value = above.checked_mul(scale).and_then(|it| it.checked_div(below));
    if value.is_none() {
        notes.push("数值过大，超出可计算的范围".to_owned());
    }
    value
}

fn over_100(excess: Decimal, unit: &str, reason: Option<&Reason<'_>>) -> String {
    let start = format!("完成率超过100%，超出计划{}{unit}", plain(excess));
    let Some(reason) = reason else {
        return format!("{start}，定义中没有指明超计划原因");
    };
    let Some(value) = reason.value.filter(|_| reason.rows > 0) else {
        return format!("{start}，《{}》没有记录可以说明原因", reason.title);
    };
    let explained =
        format!("{start}；原因：《{}》{}条，合计{}{unit}", reason.title, reason.rows, plain(value));
    if value < excess {
        format!("{explained}，尚有{}{unit}未说明", plain(excess.saturating_sub(value)))
    } else {
        explained
    }
}

/// The base of a growth, in the unit of the indicator that grows.
fn sealed(
    ask: &Ask,
    of: &Plan,
    answer: Option<&AskAnswer>,
    outcome: &mut Outcome,
) -> Option<Decimal> {
    let (mut before, mut unit) = (None, of.unit.clone());
    match answer {
        Some(AskAnswer::Sealed { value: Some(value), unit: written, source }) => {
            before = conversion(written, &of.unit).and_then(|factor| value.checked_div(factor));
            match before {
                Some(before) if !source.is_empty() => {
                    outcome.notes.push(format!(
                        "上年同期{}{}，来源：{source}",
                        plain(before),
                        of.unit
                    ));
                }
                Some(_) => {}
                None => {
                    unit.clone_from(written);
                    outcome
                        .notes
                        .push(format!("上年同期数的单位是{written}，与本期的{}不能换算", of.unit));
                }
            }
        }
        Some(AskAnswer::Sealed { value: None, .. }) => {
            outcome.notes.push("上年同期数未封存，也未导入历史值".to_owned());
        }
        Some(AskAnswer::Rows(_)) | None => outcome.notes.push("取数没有得到应答".to_owned()),
    }
    debug_assert!(matches!(ask, Ask::Sealed { .. }), "a growth's base is a sealed value");
    // The earlier value opens as one row of its own: where it was sealed or imported.
    let known = matches!(answer, Some(AskAnswer::Sealed { value: Some(_), .. }));
    outcome.leaves.push(Leaf { value: before, unit, rows: u64::from(known) });
    before
}

fn growth(
    now: Option<Decimal>,
    before: Option<Decimal>,
    notes: &mut Vec<String>,
) -> Option<Decimal> {
    let (now, before) = now.zip(before)?;
    if before.is_zero() {
        notes.push("上年同期为零".to_owned());
        return None;
    }
    if before < Decimal::ZERO {
        notes.push("上年同期为负数，不计算同比".to_owned());
        return None;
    }
    scaled(now.checked_sub(before)?, before, Decimal::ONE_HUNDRED, notes)
}

fn source_of(ask: &Ask) -> FigureSource {
    match ask {
        Ask::Rows { query, .. } => {
            FigureSource::Ledger { ledger: query.ledger.clone(), lines: query.lines.clone() }
        }
        Ask::Sealed { indicator, period } => {
            FigureSource::Sealed { indicator: indicator.clone(), period: *period }
        }
    }
}

fn day_in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// `2021年1月、3月`, the year said again when it changes.
fn months_in_words(months: &[Date]) -> String {
    let mut year = None;
    let words = months.iter().map(|month| {
        let same = year.replace(month.year()) == Some(month.year());
        if same {
            format!("{}月", month.month())
        } else {
            format!("{}年{}月", month.year(), month.month())
        }
    });
    words.collect::<Vec<_>>().join("、")
}
