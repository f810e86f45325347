//! From a definition and a period to the questions that must be asked (取数方案).

use catalog::{
    Aggregate, Catalog, Condition, FieldRef, FieldType, IndicatorDef, MeasureDef, Query, Span,
    Test, factor,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Finding, Period, Value};

use crate::Ask;
use crate::rows::{Rows, day_role, fault};

/// Ledger of the monthly zero confirmations (零报告).
pub const ZERO_LEDGER: &str = "platform/zero_report";
/// Its text field with the id of the indicator that is confirmed to be zero.
const ZERO_INDICATOR: &str = "indicator";
/// Its date field with the first day of the month that is confirmed.
const ZERO_MONTH: &str = "month";
/// Its field with the person who confirms; a confirmation by nobody counts for nothing.
const ZERO_PERSON: &str = "confirmed_by";

/// How one figure comes about: a tree whose leaves are [`Ask`]s (取数方案).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Indicator id.
    pub id: String,
    /// Title in Chinese.
    pub title: String,
    /// Numbers of the requirement register.
    pub refs: Vec<String>,
    /// The unit the figure is printed in.
    pub unit: String,
    /// Decimal places when printed.
    pub places: u32,
    /// Fingerprint of the definition.
    pub fingerprint: String,
    /// The period.
    pub period: Period,
    /// The day at which stocks are taken and flows end.
    pub as_of: Date,
    pub(crate) node: Node,
}

/// What the value is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Rows of a ledger. `cut`: what happened in the period, and the as-of day comes before its end.
    Rows { ask: Ask, cut: bool },
    /// A claimed zero.
    Zero(Box<Zero>),
    /// `of` ÷ `over` × `scale`; `of` is divided by `in_unit` first.
    Ratio { of: Box<Plan>, over: Box<Plan>, in_unit: Decimal, scale: Decimal },
    /// `done` ÷ `plan` × 100; `done` and `beyond` are divided by their unit's factor first.
    Done {
        done: Box<Plan>,
        plan: Box<Plan>,
        in_unit: Decimal,
        beyond: Option<(Box<Plan>, Decimal)>,
    },
    /// `of` against the sealed value of the year before.
    Growth { of: Box<Plan>, base: Ask },
    /// `of` − `minus`, both divided by their factor first.
    Difference { of: Box<Plan>, of_unit: Decimal, minus: Box<Plan>, minus_unit: Decimal },
}

/// A claimed zero: the rows that would contradict it, and who confirmed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Zero {
    pub(crate) rows: Ask,
    /// As of [`Node::Rows`].
    pub(crate) cut: bool,
    /// One question for every month, so that those without confirmation can be named.
    pub(crate) months: Vec<(Date, Ask)>,
    /// Opens the confirmations of all months; not asked by itself.
    pub(crate) all: Ask,
}

/// Plans the figure of a definition for a period, with stocks as of a day (取数方案).
///
/// # Errors
/// Findings in Chinese about the definition when it does not fit the catalog: ledgers, fields, units or indicators
/// that are not there or cannot be computed with; and when the as-of day comes before the period.
pub fn plan(
    catalog: &Catalog,
    def: &IndicatorDef,
    period: Period,
    as_of: Date,
) -> Result<Plan, Vec<Finding>> {
    if as_of < period.first_day() {
        let what = format!("数据截至日{as_of}早于统计期{}的第一天", period.in_words());
        return Err(fault(def, "as_of_before_period", what, "改用不早于统计期第一天的截至日"));
    }
    plan_within(catalog, def, Span { period, as_of }, &mut Vec::new())
}

impl Plan {
    /// The questions to ask, in the order in which [`Plan::conclude`] expects the answers.
    #[must_use]
    pub fn asks(&self) -> Vec<&Ask> {
        match &self.node {
            Node::Rows { ask, .. } => vec![ask],
            Node::Zero(zero) => {
                std::iter::once(&zero.rows).chain(zero.months.iter().map(|it| &it.1)).collect()
            }
            Node::Ratio { of, over, .. } => both(of, over),
            Node::Done { done, plan, beyond, .. } => {
                let mut asks = both(done, plan);
                asks.extend(beyond.iter().flat_map(|it| it.0.asks()));
                asks
            }
            Node::Growth { of, base, .. } => of.asks().into_iter().chain([base]).collect(),
            Node::Difference { of, minus, .. } => both(of, minus),
        }
    }
}

fn both<'a>(first: &'a Plan, second: &'a Plan) -> Vec<&'a Ask> {
    first.asks().into_iter().chain(second.asks()).collect()
}

/// `trail` holds the ids of the indicators that led here: one that comes again would go on for ever.
fn plan_within(
    catalog: &Catalog,
    def: &IndicatorDef,
    span: Span,
    trail: &mut Vec<String>,
) -> Result<Plan, Vec<Finding>> {
    if trail.contains(&def.id) {
        let way = trail.iter().chain([&def.id]).map(String::as_str).collect::<Vec<_>>().join(" → ");
        let what = format!("指标互相引用，成了一圈：{way}");
        return Err(fault(def, "indicator_circle", what, "断开其中一处引用"));
    }
    trail.push(def.id.clone());
    let node = node_of(catalog, def, span, trail);
    trail.pop();
    Ok(Plan {
        id: def.id.clone(),
        title: def.title.clone(),
        refs: def.refs.clone(),
        unit: def.unit.clone(),
        places: def.places,
        fingerprint: def.fingerprint.clone(),
        period: span.period,
        as_of: span.as_of,
        node: node?,
    })
}

fn node_of(
    catalog: &Catalog,
    def: &IndicatorDef,
    span: Span,
    trail: &mut Vec<String>,
) -> Result<Node, Vec<Finding>> {
    match &def.measure {
        MeasureDef::Count
        | MeasureDef::Sum(_)
        | MeasureDef::Distinct(_)
        | MeasureDef::Latest { .. }
        | MeasureDef::Progress { .. } => {
            Ok(Node::Rows { ask: rows_of(catalog, def, span)?, cut: is_cut(def, span) })
        }
        MeasureDef::Zero => zero_of(catalog, def, span),
        MeasureDef::Ratio { of, over } => {
            let (of, over) = pair(catalog, def, span, trail, (of, over))?;
            let (in_unit, scale) = ratio_units(def, &of, &over)?;
            Ok(Node::Ratio { of: Box::new(of), over: Box::new(over), in_unit, scale })
        }
        MeasureDef::Plan { plan, done, beyond } => {
            percent(def)?;
            let (done, plan) = pair(catalog, def, span, trail, (done, plan))?;
            let in_unit = convert(def, &done, &plan.unit)?;
            let beyond = match beyond {
                None => None,
                Some(id) => {
                    let beyond = child(catalog, def, span, trail, id)?;
                    let factor = convert(def, &beyond, &plan.unit)?;
                    Some((Box::new(beyond), factor))
                }
            };
            Ok(Node::Done { done: Box::new(done), plan: Box::new(plan), in_unit, beyond })
        }
        MeasureDef::Growth { of } => {
            let of = child(catalog, def, span, trail, of)?;
            percent(def)?;
            let base = Ask::Sealed { indicator: of.id.clone(), period: span.period.last_year() };
            Ok(Node::Growth { of: Box::new(of), base })
        }
        MeasureDef::Difference { of, minus } => {
            let (of, minus) = pair(catalog, def, span, trail, (of, minus))?;
            let of_unit = convert(def, &of, &def.unit)?;
            let minus_unit = convert(def, &minus, &def.unit)?;
            Ok(Node::Difference { of: Box::new(of), of_unit, minus: Box::new(minus), minus_unit })
        }
    }
}

/// Whether the as-of day cuts the period short for this indicator's own rows.
fn is_cut(def: &IndicatorDef, span: Span) -> bool {
    def.day.is_some()
        && day_role(def) == catalog::Role::InPeriod
        && span.as_of < span.period.last_day()
}

/// The question about the indicator's own rows.
fn rows_of(catalog: &Catalog, def: &IndicatorDef, span: Span) -> Result<Ask, Vec<Finding>> {
    let rows = Rows::of(catalog, def)?;
    let query = rows.query(span);
    let measure = aggregate_of(&rows, def);
    match (query, measure) {
        (Ok(query), Ok((aggregate, factor))) => {
            Ok(Ask::Rows { query, aggregate, factor, unit: def.unit.clone() })
        }
        (query, measure) => Err(query.err().into_iter().chain(measure.err()).flatten().collect()),
    }
}

fn aggregate_of(rows: &Rows<'_>, def: &IndicatorDef) -> Result<(Aggregate, Decimal), Vec<Finding>> {
    let summed = |name: &str| {
        let (reference, field) = rows.number(name)?;
        match factor(&field.ty, field.unit.as_deref(), &def.unit) {
            Some(factor) => Ok((reference, factor)),
            None => {
                let kept = match field.unit.as_deref() {
                    Some(unit) => format!("按{unit}登记"),
                    None => format!("是{}字段", field.ty.label()),
                };
                let what = format!("“{}”{kept}，不能换算成{}", field.label, def.unit);
                Err(fault(def, "unit", what, "改正 unit，或换一个字段"))
            }
        }
    };
    Ok(match &def.measure {
        MeasureDef::Count | MeasureDef::Zero => (Aggregate::Count, of_counts(&def.unit)),
        MeasureDef::Sum(name) => {
            let (field, factor) = summed(name)?;
            (Aggregate::Sum(field), factor)
        }
        MeasureDef::Distinct(name) => {
            (Aggregate::Distinct(rows.column(name)?.reference()), of_counts(&def.unit))
        }
        MeasureDef::Latest { field, per, day } => {
            let (field, factor) = summed(field)?;
            let (per, day) = (rows.column(per)?.reference(), rows.column(day)?.reference());
            (Aggregate::Latest { field, per, day }, factor)
        }
        MeasureDef::Progress { done, designed, weight } => {
            if def.unit != "%" {
                let what = format!("加权进度是百分比，单位不能是“{}”", def.unit);
                return Err(fault(def, "unit", what, "把 unit 改成 %"));
            }
            let (weight, done, designed) =
                (rows.number(weight)?.0, rows.number(done)?.0, rows.number(designed)?.0);
            (Aggregate::Progress { weight, done, designed }, Decimal::ONE)
        }
        MeasureDef::Ratio { .. }
        | MeasureDef::Plan { .. }
        | MeasureDef::Growth { .. }
        | MeasureDef::Difference { .. } => {
            let what = "这一指标由其他指标算出，没有自己的记录".to_owned();
            return Err(fault(def, "no_rows", what, ""));
        }
    })
}

/// Counts come in ones; 万人次 holds ten thousand of them.
fn of_counts(unit: &str) -> Decimal {
    let base = unit.strip_prefix('万').filter(|it| !it.is_empty());
    base.and_then(|base| factor(&FieldType::Integer, Some(base), unit)).unwrap_or(Decimal::ONE)
}

fn zero_of(catalog: &Catalog, def: &IndicatorDef, span: Span) -> Result<Node, Vec<Finding>> {
    let rows = rows_of(catalog, def, span)?;
    let needed = [ZERO_INDICATOR, ZERO_MONTH, ZERO_PERSON];
    let known = catalog.ledgers.get(ZERO_LEDGER);
    if known.is_none_or(|it| needed.iter().any(|name| it.field(name).is_none())) {
        let what = format!("没有零报告确认台账 {ZERO_LEDGER}，零数无从证明");
        let mend = format!("补上该台账，并设字段 {}", needed.join("、"));
        return Err(fault(def, "zero_ledger", what, mend));
    }
    let month_field = || FieldRef::Own(ZERO_MONTH.to_owned());
    let confirmed = |test: Test, aggregate: Aggregate| Ask::Rows {
        query: Query {
            ledger: ZERO_LEDGER.to_owned(),
            lines: None,
            conditions: vec![
                Condition {
                    field: FieldRef::Own(ZERO_INDICATOR.to_owned()),
                    test: Test::Eq(Value::Text(def.id.clone())),
                },
                Condition { field: month_field(), test },
                Condition { field: FieldRef::Own(ZERO_PERSON.to_owned()), test: Test::IsSet },
            ],
        },
        aggregate,
        factor: Decimal::ONE,
        unit: "个月".to_owned(),
    };
    // A month that begins after the as-of day need not be confirmed yet.
    let months: Vec<Date> =
        span.period.months().into_iter().filter(|it| *it <= span.as_of).collect();
    let all = confirmed(
        Test::In(months.iter().map(|it| Value::Date(*it)).collect()),
        Aggregate::Distinct(month_field()),
    );
    let months = months
        .into_iter()
        .map(|it| (it, confirmed(Test::Eq(Value::Date(it)), Aggregate::Count)))
        .collect();
    Ok(Node::Zero(Box::new(Zero { rows, cut: is_cut(def, span), months, all })))
}

fn child(
    catalog: &Catalog,
    def: &IndicatorDef,
    span: Span,
    trail: &mut Vec<String>,
    id: &str,
) -> Result<Plan, Vec<Finding>> {
    match catalog.indicators.get(id) {
        Some(child) => plan_within(catalog, child, span, trail),
        None => {
            let what = format!("没有指标“{id}”");
            Err(fault(def, "unknown_indicator", what, "写已有指标的编号"))
        }
    }
}

fn pair(
    catalog: &Catalog,
    def: &IndicatorDef,
    span: Span,
    trail: &mut Vec<String>,
    (first, second): (&str, &str),
) -> Result<(Plan, Plan), Vec<Finding>> {
    match (child(catalog, def, span, trail, first), child(catalog, def, span, trail, second)) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (first, second) => Err(first.err().into_iter().chain(second.err()).flatten().collect()),
    }
}

/// How many of the child's units one `unit` is.
fn convert(def: &IndicatorDef, child: &Plan, unit: &str) -> Result<Decimal, Vec<Finding>> {
    conversion(&child.unit, unit).ok_or_else(|| {
        let what = format!("《{}》的单位是{}，不能换算成{unit}", child.title, child.unit);
        fault(def, "unit", what, "两个指标用同一单位，或可以换算的单位")
    })
}

/// How many `from` one `to` is; `None` where they do not measure the same thing.
pub(crate) fn conversion(from: &str, to: &str) -> Option<Decimal> {
    let points = from == "%" && to == "个百分点"; // 98 % − 97 % is one percentage point.
    if from == to || points {
        Some(Decimal::ONE)
    } else {
        factor(&FieldType::Integer, Some(from), to)
    }
}

fn percent(def: &IndicatorDef) -> Result<(), Vec<Finding>> {
    if def.unit == "%" {
        return Ok(());
    }
    let what = format!("《{}》算出来是百分比，单位不能是“{}”", def.title, def.unit);
    Err(fault(def, "unit", what, "把 unit 改成 %"))
}

fn ratio_units(
    def: &IndicatorDef,
    of: &Plan,
    over: &Plan,
) -> Result<(Decimal, Decimal), Vec<Finding>> {
    if def.unit == "%" {
        return Ok((convert(def, of, &over.unit)?, Decimal::ONE_HUNDRED));
    }
    // 人次 per 班次 and the like: alike units cancel; otherwise the numerator is brought into the ratio's own unit
    // where it can be, so that 万人次 ÷ 班次 may be printed in 人次.
    let in_unit = conversion(&of.unit, &over.unit).or_else(|| conversion(&of.unit, &def.unit));
    Ok((in_unit.unwrap_or(Decimal::ONE), Decimal::ONE))
}
