//! Figures (算数): definitions and a period into figures, and a figure back into its records.

use anyhow::{Context as _, Result, bail};
use catalog::{
    Aggregate, Catalog, Condition, FieldDef, FieldRef, FieldType, IndicatorDef, LedgerDef, Meta,
    Query, Test,
};
use indicator::{Ask, AskAnswer, Opening, Plan};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Cursor, Listing, OpenRow};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use terms::{Figure, Period, Value, plain};

use crate::context::Context;
use crate::say::Findings;

/// Rows per page while a figure is opened as a whole.
const OPEN_PAGE: usize = 2000;

/// Of which period, as of which day, as known when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) period: Period,
    pub(crate) as_of: Date,
    pub(crate) known_at: Option<Timestamp>,
}

impl When {
    /// Reads what the command line says.
    pub(crate) fn read(period: &str, as_of: Option<&str>, known_at: Option<&str>) -> Result<When> {
        let period: Period = period.parse().ok().with_context(|| {
            format!("“{period}”不是期间；写法如 2021H1、2021Q2、2021-06、2021W05、2021、2021-02-01..2021-02-02")
        })?;
        let as_of = match as_of {
            None => period.last_day(),
            Some(text) => terms::read_date(text)
                .with_context(|| format!("“{text}”不是日期；写法如 2021-06-30"))?,
        };
        Ok(When { period, as_of, known_at: known_at.map(read_moment).transpose()? })
    }
}

/// Reads a moment: RFC 3339, or a day, which means its end in the bureau's time zone (+08:00).
pub(crate) fn read_moment(text: &str) -> Result<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let day = terms::read_date(text).with_context(|| {
        format!("“{text}”不是时刻；写法如 2021-06-30 或 2021-06-30T23:59:59+08:00")
    })?;
    format!("{day}T23:59:59.999999+08:00").parse().with_context(|| format!("“{text}”不是时刻"))
}

/// A figure with the plan that computed it.
#[derive(Debug, Clone)]
pub(crate) struct Computed {
    pub(crate) plan: Plan,
    pub(crate) figure: Figure,
}

/// The indicators that words name: ids, register numbers or titles; all of them when there are no words.
pub(crate) fn indicators<'c>(
    catalog: &'c Catalog,
    words: &[String],
) -> Result<Vec<&'c IndicatorDef>> {
    if words.is_empty() {
        let mut all: Vec<&IndicatorDef> = catalog.indicators.values().collect();
        in_order(&mut all);
        return Ok(all);
    }
    words.iter().map(|word| indicator(catalog, word)).collect()
}

/// The order of the requirement register, then of the ids: how people look figures up.
pub(crate) fn in_order(all: &mut [&IndicatorDef]) {
    all.sort_by_key(|it| (it.refs.is_empty(), it.refs.first().cloned(), it.id.clone()));
}

/// The indicator that a word names.
pub(crate) fn indicator<'c>(catalog: &'c Catalog, word: &str) -> Result<&'c IndicatorDef> {
    catalog
        .indicator(word)
        .with_context(|| format!("没有指标“{word}”；用编号（如 overload/cases_filed）、登记号（如 F061）或名称，tongtu figures 可列出全部"))
}

/// Computes figures: all their questions are asked at once.
pub(crate) async fn compute(
    context: &Context,
    defs: &[&IndicatorDef],
    when: When,
) -> Result<Vec<Computed>> {
    let mut plans = Vec::with_capacity(defs.len());
    let mut faults = Vec::new();
    for def in defs {
        match indicator::plan(&context.catalog, def, when.period, when.as_of) {
            Ok(plan) => plans.push(plan),
            Err(findings) => faults.extend(findings),
        }
    }
    if !faults.is_empty() {
        return Err(Findings(faults).into());
    }
    let mut asked: Vec<(Query, Aggregate)> = Vec::new();
    for ask in plans.iter().flat_map(Plan::asks) {
        if let Ask::Rows { query, aggregate, .. } = ask {
            asked.push((query.clone(), aggregate.clone()));
        }
    }
    let mut answers = context.base.answer(&asked, when.known_at).await?.into_iter();
    let mut computed = Vec::with_capacity(plans.len());
    for plan in plans {
        let mut own = Vec::new();
        for ask in plan.asks() {
            own.push(match ask {
                Ask::Rows { .. } => AskAnswer::Rows(answers.next().context("每一问都有一答")?),
                Ask::Sealed { indicator, period } => {
                    let (value, unit, source) = earlier(context, indicator, *period).await?;
                    AskAnswer::Sealed { value, unit, source }
                }
            });
        }
        let figure = plan.conclude(&own);
        computed.push(Computed { plan, figure });
    }
    Ok(computed)
}

/// The value of an earlier period: sealed here, or imported into the ledger of past values; with where it comes from.
pub(crate) async fn earlier(
    context: &Context,
    indicator: &str,
    period: Period,
) -> Result<(Option<Decimal>, String, String)> {
    if let Some(sealed) = context.base.sealed_value(indicator, period).await? {
        return Ok((sealed.value, sealed.unit, format!("{}封存数", period.in_words())));
    }
    let Some(def) = context.catalog.ledgers.get("platform/past_value") else {
        return Ok((None, String::new(), String::new()));
    };
    let query = past_value(indicator, period);
    let listing = Listing { limit: 1, ..Listing::new(&query) };
    let Some(record) = context.base.list(&listing).await?.items.into_iter().next() else {
        return Ok((None, String::new(), String::new()));
    };
    let text = |name: &str| record.row.get(def, name).map(Value::canonical).unwrap_or_default();
    Ok((record.row.get(def, "value").and_then(Value::as_number), text("unit"), text("source")))
}

fn past_value(indicator: &str, period: Period) -> Query {
    let equal = |field: &str, text: String| Condition {
        field: FieldRef::Own(field.to_owned()),
        test: Test::Eq(Value::Text(text)),
    };
    Query {
        ledger: "platform/past_value".to_owned(),
        lines: None,
        conditions: vec![
            equal("indicator", indicator.to_owned()),
            equal("period", period.to_string()),
        ],
    }
}

/// A row behind a figure, ready to be shown.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// What the part is to the figure.
    pub(crate) role: String,
    /// Number of the part, from 0.
    pub(crate) part: u32,
    /// Ledger id; empty for a sealed value.
    pub(crate) ledger: String,
    /// Lines field, when a child row is counted.
    pub(crate) lines: Option<String>,
    /// Id of the record; empty for a sealed value.
    pub(crate) id: String,
    /// The record as staff name it.
    pub(crate) key: String,
    /// Version of the record; 0 for a sealed value.
    pub(crate) version: i64,
    /// Position of the child row.
    pub(crate) ordinal: Option<u32>,
    /// What it adds to the part, in the part's unit.
    pub(crate) contribution: Option<Decimal>,
    /// What it adds, in the unit in which the ledger keeps the number.
    pub(crate) kept: Option<Decimal>,
    /// Unit of the contribution.
    pub(crate) unit: String,
    /// Labels and shown values.
    pub(crate) cells: Vec<(String, String)>,
}

/// All rows behind a figure that the acting person reaches, part by part; `each` is handed every row, and stops the walk
/// with `false`.
pub(crate) async fn open(
    context: &Context,
    computed: &Computed,
    when: When,
    each: &mut (dyn FnMut(Row) -> bool + Send),
) -> Result<()> {
    walk(context, computed, when, Reach::OfViewer, each).await
}

/// As [`open`], with the rows that are out of sight: what a seal holds, and whether it has moved, is the same for everybody.
/// Nothing of a row may be shown that [`open`] would not give.
pub(crate) async fn open_whole(
    context: &Context,
    computed: &Computed,
    when: When,
    each: &mut (dyn FnMut(Row) -> bool + Send),
) -> Result<()> {
    walk(context, computed, when, Reach::Whole, each).await
}

/// Which rows behind a figure are meant.
#[derive(Debug, Clone, Copy)]
enum Reach {
    OfViewer,
    Whole,
}

impl Reach {
    fn conditions(self, context: &Context, ledger: &str) -> Option<Vec<Condition>> {
        match self {
            Reach::OfViewer => context.sight(context.catalog.ledgers.get(ledger)?, "see"),
            Reach::Whole => Some(Vec::new()),
        }
    }
}

async fn walk(
    context: &Context,
    computed: &Computed,
    when: When,
    reach: Reach,
    each: &mut (dyn FnMut(Row) -> bool + Send),
) -> Result<()> {
    for part in 0..computed.plan.openings().len() {
        let mut after: Option<Cursor> = None;
        loop {
            let page = (part, after.as_ref(), OPEN_PAGE);
            let (rows, next) = page_in(context, computed, when, reach, page).await?;
            for row in rows {
                if !each(row) {
                    return Ok(());
                }
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// A page of the rows behind one part of a figure that the acting person reaches; none where there is no such part.
pub(crate) async fn page(
    context: &Context,
    computed: &Computed,
    when: When,
    part: usize,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<(Vec<Row>, Option<Cursor>)> {
    page_in(context, computed, when, Reach::OfViewer, (part, after, limit)).await
}

async fn page_in(
    context: &Context,
    computed: &Computed,
    when: When,
    reach: Reach,
    (part, after, limit): (usize, Option<&Cursor>, usize),
) -> Result<(Vec<Row>, Option<Cursor>)> {
    let openings = computed.plan.openings();
    let Some(opening) = openings.get(part) else { return Ok((Vec::new(), None)) };
    let part = u32::try_from(part).unwrap_or(u32::MAX);
    match opening.ask {
        Ask::Rows { query, aggregate, factor, unit } => {
            let Some(sight) = reach.conditions(context, &query.ledger) else {
                return Ok((Vec::new(), None));
            };
            let mut query = query.clone();
            query.conditions.extend(sight);
            let shown = columns(&context.catalog, opening, &query);
            let version = FieldRef::Meta(Meta::Version);
            let show: Vec<FieldRef> =
                shown.iter().map(|it| it.at.clone()).chain([version]).collect();
            let listing = Listing { after, limit, known_at: when.known_at, ..Listing::new(&query) };
            let page = context.base.open_rows(&listing, aggregate, &show).await?;
            let row = |row| row_of(context, part, opening, &query, row, (*factor, unit), &shown);
            Ok((page.items.into_iter().map(row).collect(), page.next))
        }
        Ask::Sealed { indicator, period } => {
            let (value, unit, source) = earlier(context, indicator, *period).await?;
            let row = value.map(|value| Row {
                role: opening.role.clone(),
                part,
                ledger: String::new(),
                lines: None,
                id: String::new(),
                key: format!("{indicator} {period}"),
                version: 0,
                ordinal: None,
                contribution: Some(value),
                kept: Some(value),
                unit,
                cells: vec![("来源".to_owned(), source)],
            });
            Ok((row.into_iter().collect(), None))
        }
    }
}

/// Whether the acting person may see a figure: they see something of every ledger that it is computed from. The value is
/// the bureau's; the rows behind it are those in sight.
pub(crate) fn may_see(context: &Context, plan: &Plan) -> bool {
    plan.asks().into_iter().all(|ask| match ask {
        Ask::Rows { query, .. } => {
            let def = context.catalog.ledgers.get(&query.ledger);
            def.is_some_and(|it| context.sight(it, "see").is_some())
        }
        Ask::Sealed { .. } => true,
    })
}

/// Whether the acting person may see a figure that is not computed yet; one that cannot be planned is seen by nobody.
pub(crate) fn may_see_of(context: &Context, def: &IndicatorDef, when: When) -> bool {
    let plan = indicator::plan(&context.catalog, def, when.period, when.as_of);
    plan.is_ok_and(|it| may_see(context, &it))
}

/// A column that is shown.
pub(crate) struct Column<'c> {
    def: &'c LedgerDef,
    field: &'c FieldDef,
    /// Where it stands.
    pub(crate) at: FieldRef,
}

impl<'c> Column<'c> {
    /// A column by its name in a definition: a field of its own, or `record.<field>`.
    pub(crate) fn find(def: &'c LedgerDef, lines: Option<&str>, name: &str) -> Option<Column<'c>> {
        let (field, at) = match (lines, name.strip_prefix("record.")) {
            (Some(_), Some(name)) => (def.field(name)?, FieldRef::Record(name.to_owned())),
            (lines, _) => {
                let fields = lines.and_then(|it| def.line_fields(it)).unwrap_or(&def.fields);
                (fields.iter().find(|it| it.name == name)?, FieldRef::Own(name.to_owned()))
            }
        };
        Some(Column { def, field, at })
    }

    /// Its Chinese label.
    pub(crate) fn label(&self) -> &'c str {
        &self.field.label
    }

    /// A value as the acting person may read it.
    pub(crate) fn text(&self, context: &Context, value: Option<&Value>) -> String {
        context.reader(self.def).value(self.field, value)
    }
}

/// The columns of a part's list: those that the indicator's `show` names, else the ledger's first ones.
fn columns<'c>(catalog: &'c Catalog, opening: &Opening<'_>, query: &Query) -> Vec<Column<'c>> {
    let Some(def) = catalog.ledgers.get(&query.ledger) else { return Vec::new() };
    let indicator = catalog.indicators.get(opening.indicator).filter(|it| it.from == query.ledger);
    let lines = query.lines.as_deref();
    let mut names = indicator.map(|it| it.show.clone()).unwrap_or_default();
    if names.is_empty() {
        let fields = lines.and_then(|it| def.line_fields(it)).unwrap_or(&def.fields);
        let plain = fields
            .iter()
            .filter(|it| !matches!(it.ty, FieldType::Lines { .. } | FieldType::LongText));
        names = plain.filter(|it| !it.private).take(6).map(|it| it.name.clone()).collect();
    }
    names.iter().filter_map(|name| Column::find(def, lines, name)).collect()
}

fn row_of(
    context: &Context,
    part: u32,
    opening: &Opening<'_>,
    query: &Query,
    open: OpenRow,
    (factor, unit): (Decimal, &str),
    shown: &[Column<'_>],
) -> Row {
    let version = match open.row.values.last() {
        Some(Some(Value::Integer(version))) => *version,
        _ => 0,
    };
    let values = shown.iter().zip(&open.row.values);
    let cells = values
        .map(|(column, value)| (column.label().to_owned(), column.text(context, value.as_ref())));
    Row {
        role: opening.role.clone(),
        part,
        ledger: query.ledger.clone(),
        lines: query.lines.clone(),
        id: open.row.record_id.to_string(),
        key: open.row.key.clone(),
        version,
        ordinal: open.row.ordinal,
        contribution: open.contribution.and_then(|it| it.checked_div(factor)),
        kept: open.contribution,
        unit: unit.to_owned(),
        cells: cells.collect(),
    }
}

/// A figure as JSON: the register's numbers, the value as printed, and what stands behind it.
pub(crate) fn to_json(figure: &Figure) -> Json {
    let parts: Vec<Json> = figure
        .parts
        .iter()
        .map(|part| {
            json!({
                "role": part.role,
                "value": part.value.map(plain),
                "unit": part.unit,
                "records": part.records,
            })
        })
        .collect();
    json!({
        "id": figure.id,
        "refs": figure.refs,
        "title": figure.title,
        "value": figure.printed(),
        "unit": figure.unit,
        "period": figure.period.to_string(),
        "as_of": figure.as_of.to_string(),
        "records": figure.records,
        "exact": figure.value.map(plain),
        "parts": parts,
        "notes": figure.notes,
        "fingerprint": figure.fingerprint,
    })
}

/// A row behind a figure as JSON.
pub(crate) fn row_json(row: &Row) -> Json {
    let cells: Map<String, Json> =
        row.cells.iter().map(|(label, text)| (label.clone(), json!(text))).collect();
    json!({
        "part": row.role,
        "ledger": row.ledger,
        "lines": row.lines,
        "id": row.id,
        "key": row.key,
        "ordinal": row.ordinal,
        "contribution": row.contribution.map(plain),
        "unit": row.unit,
        "fields": cells,
    })
}

/// One group of a breakdown.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) word: String,
    pub(crate) value: Option<Decimal>,
    pub(crate) rows: u64,
}

/// A figure by the values of a field: its label, the groups, and whether they add up.
pub(crate) async fn groups(
    context: &Context,
    plan: &Plan,
    field_name: &str,
    when: When,
) -> Result<(String, Vec<Group>, bool)> {
    let breakdown = match plan.breakdown(&context.catalog, field_name) {
        Ok(breakdown) => breakdown,
        Err(findings) => return Err(Findings(findings).into()),
    };
    let found = context
        .base
        .group(&breakdown.query, &breakdown.by, &breakdown.aggregate, when.known_at)
        .await?;
    let def = context.catalog.ledgers.get(&breakdown.query.ledger);
    let column = def.and_then(|it| Column::find(it, breakdown.query.lines.as_deref(), field_name));
    let groups = found.into_iter().map(|(value, answer)| Group {
        word: match (&value, &column, &breakdown.by) {
            (None, _, _) => "（未填）".to_owned(),
            (value, Some(column), _) => column.text(context, value.as_ref()),
            (Some(value), None, FieldRef::Meta(Meta::Office)) => {
                context.catalog.offices.title(&value.canonical()).to_owned()
            }
            (Some(value), None, _) => value.canonical(),
        },
        value: answer.value.and_then(|it| it.checked_div(breakdown.factor)),
        rows: answer.rows,
    });
    Ok((breakdown.label, groups.collect(), breakdown.adds_up))
}

/// The queries of two figures, to be compared record by record.
pub(crate) fn comparison(
    context: &Context,
    one: &IndicatorDef,
    other: &IndicatorDef,
    when: When,
) -> Result<(Query, Query)> {
    if one.id == other.id {
        bail!("两个指标是同一个：{}", one.title);
    }
    indicator::set_difference(&context.catalog, one, other, when.period, when.as_of)
        .map_err(|findings| Findings(findings).into())
}
