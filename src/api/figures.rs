//! Figures (数): the numbers of a period, and everything that each of them opens onto; what is fixed of them is in `seals`.

use std::collections::BTreeSet;

use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use catalog::{FieldRef, IndicatorDef, IndicatorKind};
use jiff::civil::Date;
use ledger::{Comparison, Cursor};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;
use terms::{Period, plain};

use crate::api::answer::Bytes;
use crate::api::export::download;
use crate::api::figure::{
    Breakdown, Cell, Change, ConfirmedZero, Difference, DifferenceRow, DifferenceSide,
    FigureDetail, FigureGroup, FigureGroups, FigureHead, FigureItem, FigureRow, FigureRows,
    Figures, LastYear, MovedFigure, Part, PeriodRef, Periods, Series, SeriesPoint, StandingSeal,
    Tile, Tiles, UsedIn, ZeroState, domain_of, printed,
};
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::{Context, today};
use crate::flow::figure::{self, Column, Computed, When, compute};
use crate::flow::{report as drafting, seal};

/// First year for which there is an official calendar; earlier half-years are not offered by themselves.
const FIRST_YEAR: i16 = 2019;
/// Points of a series at most, each worked out for itself.
const POINTS_MAX: i16 = 36;
/// Rows of one side of a difference.
const SIDE_ROWS: usize = 200;

/// Routes of figures.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/periods", get(periods))
        .route("/figures", get(list))
        .route("/figures/export.xlsx", get(export_all))
        .route("/figures/difference", get(difference))
        .route("/figures/{domain}/{name}", get(detail))
        .route("/figures/{domain}/{name}/rows", get(rows))
        .route("/figures/{domain}/{name}/groups", get(groups))
        .route("/figures/{domain}/{name}/series", get(series))
        .route("/figures/{domain}/{name}/export.xlsx", get(export_one))
        .route("/tiles", get(tiles))
}

/// The period that figures are asked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct OfPeriod {
    /// Such as `2021H1`, `2021Q2`, `2021-06`, `2021W05`, `2021`.
    period: String,
    /// The day at which stocks are taken; the last day of the period when empty.
    as_of: String,
    /// A word of title, register number or id.
    q: String,
    /// Domain.
    domain: String,
    /// Field to group by, or `month` or `year` for a series.
    by: String,
    /// Part of the figure, from 0.
    part: usize,
    /// Where a list goes on.
    after: String,
    /// Rows on a page, 1 to 500.
    limit: Option<usize>,
    /// Indicators of a difference.
    one: String,
    other: String,
}

impl OfPeriod {
    pub(crate) fn when(&self) -> Reply<When> {
        let as_of = Some(self.as_of.as_str()).filter(|it| !it.is_empty());
        Ok(When::read(&self.period, as_of, None)?)
    }

    fn limit(&self) -> usize {
        self.limit.unwrap_or(100).clamp(1, 500)
    }
}

/// Half-years that hold something, newest first: whoever opens the page sees numbers at once.
#[utoipa::path(get, path = "/api/v1/periods", tag = "figures", responses((status = 200, body = Periods)))]
pub(crate) async fn periods(viewer: Viewer) -> Reply<Json<Periods>> {
    let context = viewer.context();
    let defs = tile_defs(&context);
    let mut found = Vec::new();
    for year in (FIRST_YEAR..=today().year()).rev() {
        for half in [2, 1] {
            let period = Period::Half(year, half);
            if period.first_day() > today() {
                continue;
            }
            let when = When { period, as_of: period.last_day(), known_at: None };
            let computed = compute(&context, &defs, when).await?;
            // What stands all the time (targets, stocks) says nothing about a period.
            let flows = computed.iter().filter(|it| {
                viewer
                    .catalog
                    .indicators
                    .get(&it.figure.id)
                    .is_some_and(|it| it.kind == IndicatorKind::Flow)
            });
            if flows.map(|it| it.figure.records).sum::<u64>() > 0 {
                found.push(period);
            }
        }
    }
    let newest = found.first().copied().unwrap_or(Period::Year(today().year()));
    let period = |it: &Period| PeriodRef { id: it.to_string(), title: it.in_words() };
    let list = found.iter().map(period).collect();
    Ok(Json(Periods { default: newest.to_string(), list }))
}

fn tile_defs(context: &Context) -> Vec<&IndicatorDef> {
    let tiles = &context.catalog.pages.tiles;
    tiles.iter().filter_map(|id| context.catalog.indicators.get(id)).collect()
}

/// All figures of a period that the viewer may see.
#[utoipa::path(get, path = "/api/v1/figures", tag = "figures", params(OfPeriod), responses((status = 200, body = Figures), (status = 400)))]
pub(crate) async fn list(viewer: Viewer, Query(asked): Query<OfPeriod>) -> Reply<Json<Figures>> {
    let when = asked.when()?;
    let context = viewer.context();
    let computed = visible(&context, &asked, when).await?;
    let sealed: BTreeSet<String> = viewer
        .base
        .seals(Some(when.period))
        .await?
        .into_iter()
        .filter(|it| it.replaced_by.is_none())
        .map(|it| it.indicator)
        .collect();
    let mut items: Vec<FigureItem> = computed
        .iter()
        .map(|it| FigureItem {
            head: FigureHead::new(&context, &it.figure),
            sealed: sealed.contains(&it.figure.id),
        })
        .collect();
    items.sort_by_key(|it| context.catalog.pages.domain_order(domain_of(&it.head.id)));
    Ok(Json(Figures { period: when.period.into(), as_of: when.as_of.to_string(), items }))
}

async fn visible(context: &Context, asked: &OfPeriod, when: When) -> Reply<Vec<Computed>> {
    let mut defs = figure::indicators(&context.catalog, &[])?;
    let q = asked.q.trim();
    defs.retain(|it| {
        let named = q.is_empty()
            || it.title.contains(q)
            || it.id.contains(q)
            || it.refs.iter().any(|number| number.eq_ignore_ascii_case(q));
        named && (asked.domain.is_empty() || domain_of(&it.id) == asked.domain)
    });
    let mut computed = compute(context, &defs, when).await?;
    computed.retain(|it| figure::may_see(context, &it.plan));
    Ok(computed)
}

/// The figure that a path names, for the period asked for, when the viewer may see it; otherwise it reads as if there were
/// none.
async fn opened(
    viewer: &Viewer,
    (domain, name): &(String, String),
    asked: &OfPeriod,
) -> Reply<(Context, When, Computed)> {
    let when = asked.when()?;
    let context = viewer.context();
    let missing = || Refusal::not_found("没有这个数，或您的岗位看不到");
    let def = context.catalog.indicators.get(&format!("{domain}/{name}")).ok_or_else(missing)?;
    let computed = compute(&context, &[def], when).await?;
    let computed = computed.into_iter().find(|it| figure::may_see(&context, &it.plan));
    let computed = computed.ok_or_else(missing)?;
    Ok((context, when, computed))
}

/// One figure with its parts, last year's value, its seal, its confirmations, and where it is used.
#[utoipa::path(get, path = "/api/v1/figures/{domain}/{name}", tag = "figures",
    params(("domain" = String, Path), ("name" = String, Path), OfPeriod), responses((status = 200, body = FigureDetail), (status = 404)))]
pub(crate) async fn detail(
    viewer: Viewer,
    Path(path): Path<(String, String)>,
    Query(asked): Query<OfPeriod>,
) -> Reply<Json<FigureDetail>> {
    let (context, when, computed) = opened(&viewer, &path, &asked).await?;
    let figure = &computed.figure;
    let def = figure::indicator(&context.catalog, &figure.id)?;
    let movement = seal::moved(&context, std::slice::from_ref(&computed), when).await?;
    let moved = movement.first().filter(|it| !it.movement.is_still());
    let standing = viewer.base.sealed_value(&figure.id, when.period).await?;
    let sealed = standing.map(|it| StandingSeal {
        value: printed(it.value, figure.places),
        unit: it.unit,
        at: moment(it.at),
        who: it.who,
        reason: it.reason,
        moved: moved.is_some(),
    });
    let from = context.catalog.ledgers.get(&def.from);
    let breakdown = def.by.iter().filter_map(|name| {
        let column = Column::find(from?, def.lines.as_deref(), name)?;
        Some(Breakdown { field: name.clone(), label: column.label().to_owned() })
    });
    Ok(Json(FigureDetail {
        head: FigureHead::new(&context, figure),
        period: when.period.into(),
        as_of: when.as_of.to_string(),
        exact: figure.value.map(plain),
        about: def.about.clone(),
        describe: indicator::describe(&context.catalog, def),
        fingerprint: figure.fingerprint.clone(),
        parts: figure.parts.iter().map(|it| Part::new(&context, it)).collect(),
        last_year: last_year(&context, def, when, figure.value).await?,
        sealed,
        moved: moved.map(|it| MovedFigure::new(&context, it)),
        zero: zero(&context, def, &computed, when).await?,
        breakdown: breakdown.collect(),
        used_in: used_in(&context, &figure.id),
    }))
}

async fn last_year(
    context: &Context,
    def: &IndicatorDef,
    when: When,
    now: Option<Decimal>,
) -> Reply<Option<LastYear>> {
    let period = when.period.last_year();
    let (kept, unit, source) = figure::earlier(context, &def.id, period).await?;
    let (value, unit, source) = if kept.is_some() {
        (kept, unit, source)
    } else {
        let when = When { period, as_of: period.last_day(), known_at: None };
        let then = compute(context, &[def], when).await?;
        let Some(found) = then.into_iter().next().filter(|it| it.figure.records > 0) else {
            return Ok(None);
        };
        (found.figure.value, found.figure.unit, "台账".to_owned())
    };
    let both = now.zip(value).filter(|_| unit == def.unit);
    Ok(Some(LastYear {
        period: period.to_string(),
        value: printed(value, def.places),
        change: both.and_then(|(now, before)| Change::new(def, now, before)),
        unit,
        source,
    }))
}

/// Who confirmed a claimed zero, and which months are still open.
async fn zero(
    context: &Context,
    def: &IndicatorDef,
    computed: &Computed,
    when: When,
) -> Reply<Option<ZeroState>> {
    if def.kind != IndicatorKind::Zero {
        return Ok(None);
    }
    let mut confirmed: Vec<ConfirmedZero> = Vec::new();
    figure::open(context, computed, when, &mut |row| {
        if row.ledger == indicator::ZERO_LEDGER {
            let cell = |label: &str| {
                row.cells.iter().find(|it| it.0 == label).map(|it| it.1.clone()).unwrap_or_default()
            };
            let period = cell("月份").chars().take(7).collect();
            confirmed
                .push(ConfirmedZero { period, who: cell("确认人"), at: cell("确认日期") });
        }
        true
    })
    .await?;
    let missing: Vec<String> = when
        .period
        .months()
        .iter()
        .filter(|it| **it <= when.as_of)
        .map(|it| it.strftime("%Y-%m").to_string())
        .filter(|month| confirmed.iter().all(|it| it.period != *month))
        .collect();
    Ok(Some(ZeroState { confirmed, missing }))
}

fn used_in(context: &Context, id: &str) -> Vec<UsedIn> {
    let reports = context.catalog.reports.values();
    let used = reports.filter(|it| report::needed_figures(it).iter().any(|it| it == id));
    used.map(|it| UsedIn { report: it.id.clone(), title: it.title.clone() }).collect()
}

/// The records behind one part of a figure, those in sight; `hidden` says how many more there are.
#[utoipa::path(get, path = "/api/v1/figures/{domain}/{name}/rows", tag = "figures",
    params(("domain" = String, Path), ("name" = String, Path), OfPeriod), responses((status = 200, body = FigureRows), (status = 404)))]
pub(crate) async fn rows(
    viewer: Viewer,
    Path(path): Path<(String, String)>,
    Query(asked): Query<OfPeriod>,
) -> Reply<Json<FigureRows>> {
    let (context, when, computed) = opened(&viewer, &path, &asked).await?;
    let after = Some(&asked.after).filter(|it| !it.is_empty()).map(Cursor::new);
    let (rows, next) =
        figure::page(&context, &computed, when, asked.part, after.as_ref(), asked.limit()).await?;
    let hidden = hidden(&viewer, &context, &computed, asked.part).await?;
    let items = rows.into_iter().map(FigureRow::from).collect();
    Ok(Json(FigureRows { items, next: next.map(|it| it.as_str().to_owned()), hidden }))
}

/// How many rows of a part are out of sight.
async fn hidden(
    viewer: &Viewer,
    context: &Context,
    computed: &Computed,
    part: usize,
) -> Reply<u64> {
    let openings = computed.plan.openings();
    let Some(::indicator::Ask::Rows { query, .. }) = openings.get(part).map(|it| it.ask) else {
        return Ok(0);
    };
    let def = context.catalog.ledgers.get(&query.ledger);
    let Some(sight) = def.and_then(|it| context.sight(it, "see")) else { return Ok(0) };
    if sight.is_empty() {
        return Ok(0);
    }
    let all = viewer.base.count(query).await?;
    let mut query = query.clone();
    query.conditions.extend(sight);
    Ok(all.saturating_sub(viewer.base.count(&query).await?))
}

/// A figure by the values of a field.
#[utoipa::path(get, path = "/api/v1/figures/{domain}/{name}/groups", tag = "figures",
    params(("domain" = String, Path), ("name" = String, Path), OfPeriod), responses((status = 200, body = FigureGroups), (status = 404), (status = 422)))]
pub(crate) async fn groups(
    viewer: Viewer,
    Path(path): Path<(String, String)>,
    Query(asked): Query<OfPeriod>,
) -> Reply<Json<FigureGroups>> {
    let (context, when, computed) = opened(&viewer, &path, &asked).await?;
    let def = figure::indicator(&context.catalog, &computed.figure.id)?;
    if !def.by.contains(&asked.by) {
        return Err(Refusal::bad(format!("《{}》不能按“{}”分", def.title, asked.by)));
    }
    let (label, groups, adds_up) =
        figure::groups(&context, &computed.plan, &asked.by, when).await?;
    let groups = groups.into_iter().map(|it| FigureGroup {
        label: it.word,
        value: printed(it.value, def.places),
        rows: it.rows,
    });
    let groups = groups.collect();
    Ok(Json(FigureGroups { label, unit: def.unit.clone(), adds_up, groups }))
}

/// A figure month by month of its period, or year by year, with the same stretch of last year.
#[utoipa::path(get, path = "/api/v1/figures/{domain}/{name}/series", tag = "figures",
    params(("domain" = String, Path), ("name" = String, Path), OfPeriod), responses((status = 200, body = Series), (status = 404)))]
pub(crate) async fn series(
    viewer: Viewer,
    Path(path): Path<(String, String)>,
    Query(asked): Query<OfPeriod>,
) -> Reply<Json<Series>> {
    let (context, when, computed) = opened(&viewer, &path, &asked).await?;
    let def = figure::indicator(&context.catalog, &computed.figure.id)?;
    let stretches: Vec<Period> = match asked.by.as_str() {
        "year" => {
            let last = when.period.year();
            let first = FIRST_YEAR.max(last.saturating_sub(POINTS_MAX - 1));
            (first..=last).map(|year| of_year(when.period, year)).collect()
        }
        _ => months(when.period),
    };
    let points = points(&context, def, &stretches).await?;
    let before: Vec<Period> = match asked.by.as_str() {
        "year" => Vec::new(),
        _ => stretches.iter().map(|it| it.last_year()).collect(),
    };
    let last_year = self::points(&context, def, &before).await?;
    Ok(Json(Series { unit: def.unit.clone(), points, last_year }))
}

fn months(period: Period) -> Vec<Period> {
    let month = |day: &Date| Period::Month(day.year(), u8::try_from(day.month()).unwrap_or(1));
    let most = usize::try_from(POINTS_MAX).unwrap_or_default();
    period.months().iter().take(most).map(month).collect()
}

/// The same stretch in another year.
fn of_year(period: Period, year: i16) -> Period {
    match period {
        Period::Half(_, half) => Period::Half(year, half),
        Period::Quarter(_, quarter) => Period::Quarter(year, quarter),
        Period::Month(_, month) => Period::Month(year, month),
        Period::Year(_) | Period::Week(..) | Period::Days(..) => Period::Year(year),
    }
}

async fn points(
    context: &Context,
    def: &IndicatorDef,
    stretches: &[Period],
) -> Reply<Vec<SeriesPoint>> {
    let mut points = Vec::with_capacity(stretches.len());
    for period in stretches {
        let when = When { period: *period, as_of: period.last_day(), known_at: None };
        let computed = compute(context, &[def], when).await?;
        let value = computed.first().and_then(|it| it.figure.printed());
        points.push(SeriesPoint::new(*period, value));
    }
    Ok(points)
}

/// The chosen figures as tiles, each against last year and with its months.
#[utoipa::path(get, path = "/api/v1/tiles", tag = "figures", params(OfPeriod), responses((status = 200, body = Tiles)))]
pub(crate) async fn tiles(viewer: Viewer, Query(asked): Query<OfPeriod>) -> Reply<Json<Tiles>> {
    let when = asked.when()?;
    let context = viewer.context();
    let defs = tile_defs(&context);
    let computed = compute(&context, &defs, when).await?;
    let stretches = months(when.period);
    let mut by_month: Vec<Vec<Computed>> = Vec::new();
    for period in &stretches {
        let when = When { period: *period, as_of: period.last_day(), known_at: None };
        by_month.push(compute(&context, &defs, when).await?);
    }
    let mut items = Vec::new();
    for (at, one) in computed.iter().enumerate() {
        if !figure::may_see(&context, &one.plan) {
            continue;
        }
        let def = figure::indicator(&context.catalog, &one.figure.id)?;
        let last_year = last_year(&context, def, when, one.figure.value).await?;
        let months = stretches.iter().zip(&by_month).map(|(period, all)| {
            SeriesPoint::new(*period, all.get(at).and_then(|it| it.figure.printed()))
        });
        items.push(Tile {
            head: FigureHead::new(&context, &one.figure),
            last_year,
            series: months.collect(),
        });
    }
    Ok(Json(Tiles { period: when.period.into(), items }))
}

/// Two figures record by record: only here, both, only there.
#[utoipa::path(get, path = "/api/v1/figures/difference", tag = "figures", params(OfPeriod), responses((status = 200, body = Difference), (status = 404), (status = 422)))]
pub(crate) async fn difference(
    viewer: Viewer,
    Query(asked): Query<OfPeriod>,
) -> Reply<Json<Difference>> {
    let when = asked.when()?;
    let context = viewer.context();
    let both = [&asked.one, &asked.other].map(|id| context.catalog.indicators.get(id));
    let [Some(one), Some(other)] = both else {
        return Err(Refusal::not_found("没有这个数，或您的岗位看不到"));
    };
    for computed in compute(&context, &[one, other], when).await? {
        if !figure::may_see(&context, &computed.plan) {
            return Err(Refusal::not_found("没有这个数，或您的岗位看不到"));
        }
    }
    let (mut a, mut b) = figure::comparison(&context, one, other, when)?;
    let def = context.catalog.ledgers.get(&a.ledger);
    let sight = def.and_then(|it| context.sight(it, "see")).unwrap_or_default();
    let whole = sight.is_empty();
    a.conditions.extend(sight.clone());
    b.conditions.extend(sight);
    let column = |name: &String| def.and_then(|it| Column::find(it, a.lines.as_deref(), name));
    let shown: Vec<Column<'_>> = one.show.iter().filter_map(column).collect();
    let show: Vec<FieldRef> = shown.iter().map(|it| it.at.clone()).collect();
    let asked = Comparison { a: &a, b: &b, show: &show, limit: SIDE_ROWS, known_at: None };
    let found = viewer.base.difference(&asked).await?;
    let row = |row: &ledger::ListRow| {
        let cells = shown.iter().zip(&row.values).map(|(column, value)| Cell {
            label: column.label().to_owned(),
            value: column.text(&context, value.as_ref()),
        });
        DifferenceRow {
            ledger: a.ledger.clone(),
            id: row.record_id.to_string(),
            key: row.key.clone(),
            ordinal: row.ordinal,
            cells: cells.collect(),
        }
    };
    let side = |side: &ledger::Side| DifferenceSide {
        count: side.count,
        items: side.rows.iter().map(row).collect(),
    };
    Ok(Json(Difference {
        one: one.into(),
        other: other.into(),
        period: when.period.into(),
        text: if whole { String::new() } else { "只比较您看得到的记录".to_owned() },
        only_one: side(&found.only_a),
        both: side(&found.both),
        only_other: side(&found.only_b),
    }))
}

/// The figures of a period as a workbook.
#[utoipa::path(get, path = "/api/v1/figures/export.xlsx", tag = "figures", params(OfPeriod), responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export_all(viewer: Viewer, Query(asked): Query<OfPeriod>) -> Reply<Response> {
    let when = asked.when()?;
    let context = viewer.context();
    let computed = visible(&context, &asked, when).await?;
    let bytes = drafting::figures_book(&context, &computed, when)
        .write(today())
        .map_err(anyhow::Error::from)?;
    Ok(download(&format!("{}数据.xlsx", when.period.in_words()), bytes))
}

/// One figure with the records behind it as a workbook.
#[utoipa::path(get, path = "/api/v1/figures/{domain}/{name}/export.xlsx", tag = "figures",
    params(("domain" = String, Path), ("name" = String, Path), OfPeriod), responses((status = 200, body = Bytes, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (status = 404)))]
pub(crate) async fn export_one(
    viewer: Viewer,
    Path(path): Path<(String, String)>,
    Query(asked): Query<OfPeriod>,
) -> Reply<Response> {
    let (context, when, computed) = opened(&viewer, &path, &asked).await?;
    let book = drafting::figure_book(&context, &computed, when).await?;
    let bytes = book.write(today()).map_err(anyhow::Error::from)?;
    // That data left the house stays in the audit chain.
    let figure = &computed.figure;
    let about = json!({ "indicator": figure.id, "title": figure.title, "period": when.period.to_string(), "records": figure.records });
    viewer.base.note(&viewer.act(), "export", None, about.to_string()).await?;
    Ok(download(&format!("{}{}.xlsx", when.period.in_words(), computed.figure.title), bytes))
}
