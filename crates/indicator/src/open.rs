//! Opening a figure (穿透): its parts as queries, its breakdown, and two figures compared record by record.

use catalog::{Aggregate, Catalog, FieldRef, IndicatorDef, Query};
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Finding, Period, Place};

use crate::plan::Node;
use crate::rows::{Rows, fault};
use crate::{Ask, Plan, plan};

/// One part of a figure that opens its own list (构成). The openings of a plan stand in the order of the parts of its
/// figure, one for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening<'p> {
    /// What the part is to the figure: 记录, 分子, 分母, 本期, 上年同期, …
    pub role: String,
    /// The indicator whose rows these are: its `show` fields make the list.
    pub indicator: &'p str,
    /// The query whose rows are the list, or the sealed value. For zero confirmations this covers all months.
    pub ask: &'p Ask,
}

/// A figure by the values of a field (分组).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// Rows.
    pub query: Query,
    /// How the rows of one value become a number: count, sum or distinct.
    pub aggregate: Aggregate,
    /// How many kept units one printed unit is.
    pub factor: Decimal,
    /// The unit after division.
    pub unit: String,
    /// The field whose values make the groups; rows where it is not set are a group of their own.
    pub by: FieldRef,
    /// Its Chinese label.
    pub label: String,
    /// Whether the groups add up to the figure. They need not when different things are counted: one plate may come
    /// in two towns.
    pub adds_up: bool,
}

impl Plan {
    /// The parts that open, in the order of the figure's parts.
    #[must_use]
    pub fn openings(&self) -> Vec<Opening<'_>> {
        let own = |role: &str, ask| Opening { role: role.to_owned(), indicator: &self.id, ask };
        match &self.node {
            Node::Rows { ask, .. } => vec![own("记录", ask)],
            Node::Zero(zero) => vec![own("记录", &zero.rows), own("零报告确认", &zero.all)],
            Node::Ratio { of, over, .. } => [named("分子", of), named("分母", over)].concat(),
            Node::Done { done, plan, beyond, .. } => {
                let mut all = [named("完成", done), named("计划", plan)].concat();
                all.extend(beyond.iter().flat_map(|it| named("超计划原因", &it.0)));
                all
            }
            Node::Growth { of, base, .. } => {
                let mut all = named("本期", of);
                all.push(Opening { role: "上年同期".to_owned(), indicator: &of.id, ask: base });
                all
            }
            Node::Difference { of, minus, .. } => {
                [named("被减数", of), named("减数", minus)].concat()
            }
        }
    }

    /// The figure by the values of a field: one of those that the definition lists under `by`, or `state`, `office`.
    ///
    /// # Errors
    /// Findings when the definition does not offer the field, or the figure is not a count, sum or distinct count.
    pub fn breakdown(&self, catalog: &Catalog, field: &str) -> Result<Breakdown, Vec<Finding>> {
        let Some(def) = catalog.indicators.get(&self.id) else {
            let place = Place::Whole { name: self.id.clone() };
            return Err(vec![Finding::must(
                "unknown_indicator",
                place,
                format!("没有指标“{}”", self.id),
                "",
            )]);
        };
        let refuse = |what: String, mend: String| fault(def, "breakdown", what, mend);
        let Node::Rows { ask: Ask::Rows { query, aggregate, factor, unit }, .. } = &self.node
        else {
            return Err(refuse(
                format!("《{}》不是由一个台账直接数出来的，不能分组", self.title),
                "请对它的分子、分母等构成分别分组".to_owned(),
            ));
        };
        let adds_up = match aggregate {
            Aggregate::Count | Aggregate::Sum(_) => true,
            Aggregate::Distinct(_) => false,
            Aggregate::Latest { .. } | Aggregate::Progress { .. } => {
                let what = format!("《{}》取最新值或加权进度，不能分组", self.title);
                return Err(refuse(what, String::new()));
            }
        };
        if !def.by.iter().any(|it| it == field) && !matches!(field, "state" | "office") {
            let offered =
                if def.by.is_empty() { "state、office".to_owned() } else { def.by.join("、") };
            let what = format!("《{}》不能按“{field}”分组", self.title);
            return Err(refuse(what, format!("可用：{offered}；要增加，请写进定义的 by")));
        }
        let column = Rows::of(catalog, def)?.column(field)?;
        Ok(Breakdown {
            query: query.clone(),
            aggregate: aggregate.clone(),
            factor: *factor,
            unit: unit.clone(),
            by: column.reference(),
            label: column.label().to_owned(),
            adds_up,
        })
    }

    /// The rows of a figure that comes straight from one ledger.
    fn rows(&self) -> Option<(&Query, &Aggregate)> {
        let ask = match &self.node {
            Node::Rows { ask, .. } => ask,
            Node::Zero(zero) => &zero.rows,
            Node::Ratio { .. }
            | Node::Done { .. }
            | Node::Growth { .. }
            | Node::Difference { .. } => return None,
        };
        match ask {
            Ask::Rows { query, aggregate, .. } => Some((query, aggregate)),
            Ask::Sealed { .. } => None,
        }
    }
}

/// The queries of two figures whose records are to be compared: only in the first, in both, only in the second
/// (口径差异).
///
/// # Errors
/// Findings in Chinese that say why they cannot be compared record by record.
pub fn set_difference(
    catalog: &Catalog,
    a: &IndicatorDef,
    b: &IndicatorDef,
    period: Period,
    as_of: Date,
) -> Result<(Query, Query), Vec<Finding>> {
    let first = query_of(catalog, a, period, as_of)?;
    let second = query_of(catalog, b, period, as_of)?;
    if first.ledger == second.ledger && first.lines == second.lines {
        return Ok((first, second));
    }
    let rows = |query: &Query| {
        let ledger = catalog.ledgers.get(&query.ledger);
        let title = ledger.map_or(query.ledger.as_str(), |it| it.title.as_str());
        match &query.lines {
            None => format!("台账《{title}》的记录"),
            Some(name) => {
                let label = ledger
                    .and_then(|it| it.field(name))
                    .map_or(name.as_str(), |it| it.label.as_str());
                format!("台账《{title}》的明细“{label}”")
            }
        }
    };
    let what = format!(
        "《{}》数的是{}，《{}》数的是{}，不能逐条对比",
        a.title,
        rows(&first),
        b.title,
        rows(&second)
    );
    Err(fault(a, "not_comparable", what, "请选取自同一台账的两个指标"))
}

fn query_of(
    catalog: &Catalog,
    def: &IndicatorDef,
    period: Period,
    as_of: Date,
) -> Result<Query, Vec<Finding>> {
    let plan = plan(catalog, def, period, as_of)?;
    let refuse = |what: String, mend: &str| Err(fault(def, "not_comparable", what, mend));
    match plan.rows() {
        // The list of a latest value is one row per thing, not all rows of the query.
        Some((_, Aggregate::Latest { .. })) => refuse(
            format!("《{}》只取每项的最新一条，不能逐条对比", def.title),
            "请选按记录取数的指标",
        ),
        Some((query, _)) => Ok(query.clone()),
        None => refuse(
            format!("《{}》由其他指标算出，没有自己的记录，不能逐条对比", def.title),
            "请对它的分子、分母等构成分别对比",
        ),
    }
}

fn named<'p>(role: &str, plan: &'p Plan) -> Vec<Opening<'p>> {
    let mut openings = plan.openings();
    match openings.as_mut_slice() {
        [single] => role.clone_into(&mut single.role),
        several => several.iter_mut().for_each(|it| it.role = format!("{role}·{}", it.role)),
    }
    openings
}
