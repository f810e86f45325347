//! A document against the ledgers (文稿与台账对应): its numbers tied to figures, and what explains them.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use catalog::{ConstantDef, IndicatorDef, MeasureDef, ReportDef, TestDef};
use ledger::Comparison;
use report::check::tie::{Known, Outcome, Tie};
use report::check::{Checked, Text};

use crate::context::Context;
use crate::flow::figure::{self, Computed, When};

/// Records that are named of each part of a difference.
const KEYS_MAX: usize = 3;

/// The figures of a period, ready to be tied, and how they were computed.
pub(crate) struct Ledgers {
    pub(crate) known: Arc<Known>,
    pub(crate) computed: Vec<Computed>,
}

/// Computes all figures of a period; `earlier` is the document of the last one, where there is one.
pub(crate) async fn ledgers(
    context: &Context,
    report: Option<&ReportDef>,
    when: When,
    earlier: Option<&Text>,
) -> Result<Ledgers> {
    let defs = figure::indicators(&context.catalog, &[])?;
    let computed = figure::compute(context, &defs, when).await?;
    let figures: BTreeMap<_, _> =
        computed.iter().map(|it| (it.figure.id.clone(), it.figure.clone())).collect();
    let all = context.catalog.reports.values().filter(|it| it.is_for(when.period));
    let reports: Vec<&ReportDef> = report.map_or_else(|| all.collect(), |it| vec![it]);
    let mut known = Known::new(&context.catalog, &reports, &figures);
    if let Some(earlier) = earlier {
        known.expect(&Checked::new(earlier, None));
    }
    Ok(Ledgers { known: Arc::new(known), computed })
}

/// Why two numbers that a reader would compare are not the same (口径说明).
pub(crate) struct Explanation {
    /// Indicator ids.
    pub(crate) one: String,
    pub(crate) other: String,
    /// Records only of the first, of both, only of the second.
    pub(crate) counts: [u64; 3],
    /// The first records only of the first and only of the second.
    pub(crate) keys: [Vec<String>; 2],
    /// In one Chinese sentence.
    pub(crate) words: String,
    /// The command that lists all records of the difference.
    command: String,
}

impl Explanation {
    /// The sentence for the command line: with the command that shows the rest.
    pub(crate) fn told(&self) -> String {
        format!("{}；全部见 {}", self.words, self.command)
    }
}

/// Explains pairs of figures of the text that count like things by other rules, by their records.
pub(crate) async fn explain(
    context: &Context,
    ledgers: &Ledgers,
    ties: &[Tie],
    when: When,
) -> Result<Vec<Explanation>> {
    let mut found = Vec::new();
    for (one, other) in pairs(&said(context, ledgers, ties)) {
        let (a, b) = figure::comparison(context, one, other, when)?;
        let asked =
            Comparison { a: &a, b: &b, show: &[], limit: KEYS_MAX, known_at: when.known_at };
        let parts = context.base.difference(&asked).await?;
        let counts = [parts.only_a.count, parts.both.count, parts.only_b.count];
        let keys = [&parts.only_a, &parts.only_b]
            .map(|it| it.rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>());
        let words = in_words(one, other, counts, &keys);
        let number = |it: &IndicatorDef| it.refs.first().cloned().unwrap_or_else(|| it.id.clone());
        let command = format!("tongtu diff {} {} {}", number(one), number(other), when.period);
        found.push(Explanation {
            one: one.id.clone(),
            other: other.id.clone(),
            counts,
            keys,
            words,
            command,
        });
    }
    Ok(found)
}

fn in_words(
    one: &IndicatorDef,
    other: &IndicatorDef,
    [only_one, both, only_other]: [u64; 3],
    keys: &[Vec<String>; 2],
) -> String {
    let side = |title: &str, count: u64, keys: &[String]| {
        if count == 0 {
            return format!("没有只计入《{title}》的");
        }
        let more = if u64::try_from(keys.len()).is_ok_and(|it| it < count) { "等" } else { "" };
        format!("只计入《{title}》的{count}条（{}{more}）", keys.join("、"))
    };
    format!(
        "《{}》{}{}，《{}》{}{}：两者都计入的{both}条，{}，{}",
        one.title,
        only_one + both,
        one.unit,
        other.title,
        only_other + both,
        other.unit,
        side(&one.title, only_one, &keys[0]),
        side(&other.title, only_other, &keys[1]),
    )
}

/// The indicators that the text speaks of for certain, each once.
fn said<'c>(context: &'c Context, ledgers: &Ledgers, ties: &[Tie]) -> Vec<&'c IndicatorDef> {
    let mut found: Vec<&IndicatorDef> = Vec::new();
    for tie in ties {
        let [figure] = tie.figures.as_slice() else { continue };
        let id = ledgers.known.figures.get(*figure).map_or("", |it| it.id.as_str());
        if let Some(def) = context.catalog.indicators.get(id)
            && !found.iter().any(|it| it.id == def.id)
        {
            found.push(def);
        }
    }
    found
}

/// Pairs that count records of one kind from one ledger by different rules: neither is a part of the other, nor are both
/// parts of one whole; of a whole and its parts only the whole is compared.
fn pairs<'c>(said: &[&'c IndicatorDef]) -> Vec<(&'c IndicatorDef, &'c IndicatorDef)> {
    let whole = |part: &IndicatorDef, other: &IndicatorDef| {
        said.iter().any(|it| is_part(part, it) && like(it, other) && !is_part(other, it))
    };
    let siblings = |one: &IndicatorDef, other: &IndicatorDef| {
        said.iter().any(|it| is_part(one, it) && is_part(other, it) && kinds(it).count() > 0)
    };
    let mut found = Vec::new();
    for (index, one) in said.iter().enumerate() {
        for other in said.get(index + 1..).unwrap_or_default() {
            let apart = !is_part(one, other) && !is_part(other, one) && !siblings(one, other);
            if like(one, other) && apart && !whole(one, other) && !whole(other, one) {
                found.push((*one, *other));
            }
        }
    }
    found
}

/// Whether both count records of one ledger that are pinned to the same word, such as the same kind of case.
fn like(one: &IndicatorDef, other: &IndicatorDef) -> bool {
    let counts = |it: &IndicatorDef| it.measure == MeasureDef::Count;
    counts(one)
        && counts(other)
        && (&one.from, &one.lines) == (&other.from, &other.lines)
        && kinds(one).any(|it| other.conditions.contains(it))
}

fn kinds(def: &IndicatorDef) -> impl Iterator<Item = &catalog::ConditionDef> {
    def.conditions.iter().filter(|it| matches!(&it.test, TestDef::Eq(ConstantDef::Text(_))))
}

/// Whether all conditions of `whole` hold for `part` too.
fn is_part(part: &IndicatorDef, whole: &IndicatorDef) -> bool {
    part.id != whole.id
        && (&part.from, &part.lines) == (&whole.from, &whole.lines)
        && whole.conditions.iter().all(|it| part.conditions.contains(it))
}

/// Who confirmed the zeros that the text says in words: title of the indicator, months and names.
pub(crate) async fn confirmations(
    context: &Context,
    ledgers: &Ledgers,
    ties: &[Tie],
    when: When,
) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    let zeros = ties.iter().filter(|it| it.mention.is_none() && it.outcome == Outcome::Agrees);
    for figure in zeros.filter_map(|it| ledgers.known.figures.get(*it.figures.first()?)) {
        let Some(computed) = ledgers.computed.iter().find(|it| it.figure.id == figure.id) else {
            continue;
        };
        let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
        figure::open(context, computed, when, &mut |row| {
            let cell =
                |label: &str| row.cells.iter().find(|it| it.0 == label).map(|it| it.1.clone());
            if let (Some(who), Some(month)) = (cell("确认人"), cell("月份")) {
                said.entry(who).or_default().push(month.chars().take(7).collect());
            }
            true
        })
        .await?;
        let words: Vec<String> = said
            .into_iter()
            .map(|(who, months)| format!("{who}（{}）", months.join("、")))
            .collect();
        if words.is_empty() {
            continue; // A count that came out as zero is no claimed zero.
        }
        let words = words.join("；");
        found.push((figure.title.clone(), words));
    }
    Ok(found)
}
