//! Figures put into a draft's words (插入数): looked up by words among all that the viewer may see, shown in every form that
//! suits them, and set as locked slots of the draft's own period.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use catalog::IndicatorDef;
use report::draft::{DraftSlot, NewRun, forms, own_slot};
use serde::{Deserialize, Serialize};
use terms::{Finding, Place};

use crate::api::blocks::{EditedFigure, EditedRun};
use crate::api::draft::load;
use crate::api::figure::{FigureHead, ShownPeriod, domain_of};
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;
use crate::context::Context;
use crate::flow::figure::{self, Computed, When, compute};

/// Figures that are offered at once.
const OFFERED_MAX: usize = 30;
/// Longest words to look for, in characters.
const WORDS_MAX: usize = 100;

/// Routes of figures that may be put into a draft.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/drafts/{id}/figures", get(offered))
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Looked {
    /// Words of title, other names, meaning, domain, office or register number, parted by spaces; all must be found.
    q: String,
    /// Id of one figure.
    id: String,
}

/// Figures of a draft's period that may be put into it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfferedFigures {
    period: ShownPeriod,
    as_of: String,
    items: Vec<OfferedFigure>,
    /// How many more were found than are listed.
    more: usize,
}

/// A figure that may be put into a draft.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfferedFigure {
    #[serde(flatten)]
    head: FigureHead,
    about: String,
    /// None where it has no value: such a figure cannot be put in.
    forms: Vec<OfferedForm>,
}

/// A form of a figure.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfferedForm {
    /// As an outline writes it.
    form: String,
    printed: String,
}

/// Figures that may be put into a draft, those whose names hold the words first.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/figures", tag = "reports", operation_id = "offered_figures", params(("id" = String, Path), Looked),
    responses((status = 200, body = OfferedFigures), (status = 400), (status = 403), (status = 404)))]
pub(crate) async fn offered(
    viewer: Viewer,
    Path(id): Path<String>,
    Query(looked): Query<Looked>,
) -> Reply<Json<OfferedFigures>> {
    let loaded = load(&viewer, &id).await?;
    viewer.need_power("draft", "起草报告")?;
    if looked.q.chars().count() > WORDS_MAX {
        return Err(Refusal::bad(format!("要找的字超过 {WORDS_MAX} 个")));
    }
    let (context, when) = (viewer.context(), loaded.when);
    let mut defs = found(&context, &looked)?;
    defs.retain(|it| figure::may_see_of(&context, it, when));
    let more = defs.len().saturating_sub(OFFERED_MAX);
    defs.truncate(OFFERED_MAX);
    let computed = compute(&context, &defs, when).await?;
    let items = computed.iter().zip(&defs).map(|(it, def)| OfferedFigure {
        head: FigureHead::new(&context, &it.figure),
        about: def.about.clone(),
        forms: forms(&context.catalog, &it.figure)
            .into_iter()
            .map(|it| OfferedForm { form: it.form, printed: it.printed })
            .collect(),
    });
    Ok(Json(OfferedFigures {
        period: when.period.into(),
        as_of: when.as_of.to_string(),
        items: items.collect(),
        more,
    }))
}

/// The indicators that are looked for: first those whose names hold all words, then those of which anything else does.
fn found<'c>(context: &'c Context, looked: &Looked) -> Reply<Vec<&'c IndicatorDef>> {
    let all = figure::indicators(&context.catalog, &[])?;
    if !looked.id.is_empty() {
        return Ok(all.into_iter().filter(|it| it.id == looked.id).collect());
    }
    let words: Vec<&str> = looked.q.split_whitespace().collect();
    let (mut named, mut others) = (Vec::new(), Vec::new());
    for def in all {
        let domain = context.catalog.pages.domain_title(domain_of(&def.id));
        let names = || std::iter::once(&def.title).chain(&def.aliases);
        let is_named = |word: &str| names().any(|it| it.contains(word));
        let is_told = |word: &str| {
            let told = [def.about.as_str(), domain, &def.owner, &def.id];
            told.iter().any(|it| it.contains(word))
                || def.refs.iter().any(|it| it.eq_ignore_ascii_case(word))
        };
        if words.iter().all(|it| is_named(it)) {
            named.push(def);
        } else if words.iter().all(|it| is_named(it) || is_told(it)) {
            others.push(def);
        }
    }
    named.extend(others);
    Ok(named)
}

/// What a client handed in, as the engine reads it: figures are computed for the draft's period and set in their form.
pub(crate) async fn new_runs(
    viewer: &Viewer,
    when: When,
    runs: &[EditedRun],
) -> Reply<Vec<NewRun>> {
    let context = viewer.context();
    let wanted: BTreeSet<&str> =
        runs.iter().filter_map(|it| it.figure.as_ref()).map(|it| it.id.as_str()).collect();
    let defs: Vec<&IndicatorDef> = wanted
        .into_iter()
        .filter_map(|it| context.catalog.indicators.get(it))
        .filter(|it| figure::may_see_of(&context, it, when))
        .collect();
    let computed = compute(&context, &defs, when).await?;
    let (mut found, mut findings) = (Vec::with_capacity(runs.len()), Vec::new());
    for run in runs {
        match (&run.figure, &run.slot, &run.text) {
            _ if run.number => {}
            (Some(figure), _, _) => match slot(&context, &computed, figure, when) {
                Ok(slot) => found.push(NewRun::Own(Box::new(slot))),
                Err(faults) => findings.extend(faults),
            },
            (None, Some(slot), _) => found.push(NewRun::Slot(slot.id.clone())),
            (None, None, Some(text)) => found.push(NewRun::Words(text.clone())),
            (None, None, None) => {}
        }
    }
    if findings.is_empty() { Ok(found) } else { Err(Refusal::findings(findings)) }
}

/// A figure as a slot; refused when there is none, the viewer may not see it, or it was looked up for another period.
fn slot(
    context: &Context,
    computed: &[Computed],
    wanted: &EditedFigure,
    when: When,
) -> Result<DraftSlot, Vec<Finding>> {
    let refuse = |rule, what: String, mend: &str| {
        let place = Place::Field {
            ledger: "报告".to_owned(),
            record: wanted.id.clone(),
            field: "正文".to_owned(),
        };
        Err(vec![Finding::must(rule, place, what, mend)])
    };
    if wanted.period != when.period.to_string() {
        let what =
            format!("插入的是“{}”的数，这份稿写的是{}", wanted.period, when.period.in_words());
        return refuse("other_period", what, "在这份稿里重新查找再插入");
    }
    match computed.iter().find(|it| it.figure.id == wanted.id) {
        Some(it) => own_slot(&context.catalog, &it.figure, &wanted.form),
        None => {
            let what = format!("没有“{}”这个数，或您的岗位看不到", wanted.id);
            refuse("unknown_figure", what, "重新查找，选列出的数")
        }
    }
}
