//! What is fixed of figures (封存与零报告): a period's figures sealed with their records, what has moved them since, and zeros that
//! somebody confirms in their own name.

use axum::extract::State as Held;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::{IndicatorDef, IndicatorKind, Row};
use serde::{Deserialize, Serialize};
use terms::{Period, Value};

use crate::api::answer::Items;
use crate::api::figure::{MovedFigure, Sealed, ShownSeal, printed};
use crate::api::figures::OfPeriod;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::moment;
use crate::api::records::{need_short, told};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::today;
use crate::flow::figure::{self, When, compute};
use crate::flow::seal;

/// Routes of seals and zeros.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/seals", get(seals).post(make_seals))
        .route("/seals/moved", get(moved))
        .route("/zeros", post(confirm_zero))
}

/// Seals of a period.
#[utoipa::path(get, path = "/api/v1/seals", tag = "figures", params(OfPeriod), responses((status = 200, body = Items<ShownSeal>)))]
pub(crate) async fn seals(
    viewer: Viewer,
    Query(asked): Query<OfPeriod>,
) -> Reply<Json<Items<ShownSeal>>> {
    let when = asked.when()?;
    let context = viewer.context();
    let mut items = Vec::new();
    for seal in viewer.base.seals(Some(when.period)).await? {
        let Some(def) = context.catalog.indicators.get(&seal.indicator) else { continue };
        if figure::may_see_of(&context, def, when) {
            items.push(ShownSeal {
                title: def.title.clone(),
                value: printed(seal.value, def.places),
                at: moment(seal.at),
                standing: seal.replaced_by.is_none(),
                id: seal.indicator,
                unit: seal.unit,
                who: seal.who,
                reason: seal.reason,
            });
        }
    }
    Ok(Json(Items { items }))
}

/// What is to be sealed.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Sealing {
    period: String,
    /// Ids; all figures of the period when empty.
    #[serde(default)]
    figures: Vec<String>,
    #[serde(default)]
    reason: String,
}

/// Seals figures of a period with the records behind them.
#[utoipa::path(post, path = "/api/v1/seals", tag = "figures", request_body = Sealing, responses((status = 200, body = Sealed), (status = 403), (status = 422)))]
pub(crate) async fn make_seals(viewer: Viewer, Json(input): Json<Sealing>) -> Reply<Json<Sealed>> {
    need_short(&input.reason)?;
    let when = When::read(&input.period, None, None)?;
    let context = viewer.context();
    // Asked first with nothing to seal, so that nobody computes for minutes what they may not do.
    let may = viewer
        .roles
        .iter()
        .filter_map(|it| viewer.catalog.role(it))
        .any(|role| role.grants.iter().any(|it| it.acts.iter().any(|it| it == "seal")));
    if !may {
        return Err(Refusal::forbidden("您的岗位没有封存的权限"));
    }
    let defs = figure::indicators(&context.catalog, &input.figures)?;
    let computed = compute(&context, &defs, when).await?;
    let reason = Some(input.reason.as_str()).filter(|it| !it.trim().is_empty());
    let sealed = seal::seal(&context, &computed, when, reason).await?;
    let without = computed.into_iter().filter(|it| it.figure.value.is_none());
    let without_value = without.map(|it| it.figure.title).collect();
    Ok(Json(Sealed { period: when.period.to_string(), sealed, without_value }))
}

/// Sealed figures that later changes would have moved.
#[utoipa::path(get, path = "/api/v1/seals/moved", tag = "figures", params(OfPeriod), responses((status = 200, body = Items<MovedFigure>)))]
pub(crate) async fn moved(
    viewer: Viewer,
    Query(asked): Query<OfPeriod>,
) -> Reply<Json<Items<MovedFigure>>> {
    let when = asked.when()?;
    let context = viewer.context();
    let sealed = viewer.base.seals(Some(when.period)).await?;
    let defs: Vec<&IndicatorDef> = sealed
        .iter()
        .filter(|it| it.replaced_by.is_none())
        .filter_map(|it| context.catalog.indicators.get(&it.indicator))
        .collect();
    let mut computed = compute(&context, &defs, when).await?;
    computed.retain(|it| figure::may_see(&context, &it.plan));
    let moved = seal::moved(&context, &computed, when).await?;
    let moved = moved.iter().filter(|it| !it.movement.is_still());
    let items = moved.map(|it| MovedFigure::new(&context, it)).collect();
    Ok(Json(Items { items }))
}

/// A month of a figure that is confirmed to be zero.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Zero {
    indicator: String,
    /// `2021-03`.
    month: String,
    #[serde(default)]
    statement: String,
}

/// The record of a confirmation.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Confirmation {
    ledger: String,
    id: String,
}

/// Confirms a zero for a month, in one's own name. Refused while records speak against it.
#[utoipa::path(post, path = "/api/v1/zeros", tag = "figures", request_body = Zero, responses((status = 201, body = Confirmation), (status = 403), (status = 422)))]
pub(crate) async fn confirm_zero(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Zero>,
) -> Reply<(StatusCode, Json<Confirmation>)> {
    let context = viewer.context();
    let missing = || Refusal::not_found("没有这个零报告指标，或您的岗位看不到");
    let def = viewer.catalog.indicators.get(&input.indicator).ok_or_else(missing)?;
    let from = viewer.catalog.ledgers.get(&def.from).ok_or_else(missing)?;
    if def.kind != IndicatorKind::Zero || !viewer.may(from, "see") {
        return Err(missing());
    }
    if !viewer.may(from, "confirm") {
        return Err(Refusal::forbidden(format!("您的岗位不能确认《{}》的零报告", from.title)));
    }
    let period: Period = input.month.parse().map_err(|_| Refusal::bad("月份写法如 2021-03"))?;
    if !matches!(period, Period::Month(..)) {
        return Err(Refusal::bad("零报告一月一确认，月份写法如 2021-03"));
    }
    let when = When { period, as_of: period.last_day(), known_at: None };
    let computed = compute(&context, &[def], when).await?;
    let against =
        computed.first().and_then(|it| it.figure.parts.first()).map_or(0, |it| it.records);
    if against > 0 {
        let text = format!("{}的台账里有{against}条记录，不是零，不能确认", period.in_words());
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "not_zero", text));
    }
    let zero = viewer.catalog.ledgers.get(::indicator::ZERO_LEDGER).ok_or_else(missing)?;
    let mut row = Row::empty(zero);
    let statement = if input.statement.trim().is_empty() {
        format!("{}《{}》为零，已核对台账", period.in_words(), def.title)
    } else {
        input.statement.chars().take(200).collect()
    };
    for (name, value) in [
        ("indicator", Value::Text(def.id.clone())),
        ("month", Value::Date(period.first_day())),
        ("confirmed_by", Value::Text(viewer.name.clone())),
        ("confirmed_on", Value::Date(today())),
        ("statement", Value::Text(statement)),
    ] {
        if let Some(place) = zero.place(name) {
            row.values[place] = Some(value);
        }
    }
    let record = viewer.base.create(&viewer.act(), &zero.id, row).await?;
    told(&state, &record);
    let made = Confirmation { ledger: zero.id.clone(), id: record.id.to_string() };
    Ok((StatusCode::CREATED, Json(made)))
}
