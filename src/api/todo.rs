//! To-do (待办): records that wait for a move of one's own role, what one did, what one began, where one is named.

use axum::routing::get;
use axum::{Json, Router};
use catalog::{
    Condition, FieldRef, FieldType, LedgerDef, Meta, MoveDef, Order, Query as Asks, Test,
};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _, TryStreamExt as _, stream};
use ledger::{Listing, Record, StoreError, TrailQuery};
use serde::{Deserialize, Serialize};
use terms::Value;

use crate::api::answer::Named;
use crate::api::deadline::{self, Color, Light};
use crate::api::guard::Viewer;
use crate::api::history::act_label;
use crate::api::query::Query;
use crate::api::receiver;
use crate::api::record::{moment, state_label};
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;

/// Records of one ledger that are looked at for the to-do list.
const OF_LEDGER: usize = 200;
/// Lists of ledgers that are read at once.
const LISTS_AT_ONCE: usize = 4;
/// Entries looked through for what one did.
const ENTRIES: usize = 100;

/// Routes of the to-do list.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/todo", get(list))
}

/// Which box.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    /// `todo` 待办, `done` 已办, `mine` 我发起, `copied` 与我有关.
    #[serde(rename = "box")]
    kind: String,
    /// Items to leave out from the front.
    after: String,
    limit: Option<usize>,
}

/// A page of a box.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TodoPage {
    /// On all pages.
    count: u64,
    items: Vec<Todo>,
    /// What to send as `after` for the page behind this one; null at the end.
    next: Option<String>,
}

/// A record as a line of a box.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Todo {
    ledger: String,
    ledger_title: String,
    id: String,
    key: String,
    summary: String,
    state: String,
    state_label: String,
    version: i64,
    due: Option<String>,
    /// Null where no clock runs.
    light: Option<Light>,
    office: String,
    /// What the office is called now.
    office_title: String,
    who: String,
    at: String,
    /// The moves that wait for the viewer.
    moves: Vec<Named>,
    /// What the viewer did with it last, in words; only of 已办 and 我发起.
    did: Option<String>,
}

/// One box of the to-do list.
#[utoipa::path(get, path = "/api/v1/todo", tag = "todo", params(Asked), responses((status = 200, body = TodoPage), (status = 400)))]
pub(crate) async fn list(viewer: Viewer, Query(asked): Query<Asked>) -> Reply<Json<TodoPage>> {
    let page = match asked.kind.as_str() {
        "" | "todo" => {
            let (count, items) = waiting(&viewer).await?;
            asked.page(count, items, |it| it.told(&viewer))
        }
        "done" => asked.whole(did(&viewer, None).await?),
        "mine" => asked.whole(did(&viewer, Some("create")).await?),
        "copied" => asked.whole(named(&viewer).await?),
        other => return Err(Refusal::bad(format!("没有“{other}”这一栏"))),
    };
    Ok(Json(page))
}

impl Asked {
    /// The page that is asked for, of all there are.
    fn page<T>(&self, count: u64, items: Vec<T>, told: impl FnMut(T) -> Todo) -> TodoPage {
        let limit = self.limit.unwrap_or(50).clamp(1, 200);
        let skip: usize = self.after.parse().unwrap_or(0);
        let end = skip.saturating_add(limit);
        let next = (items.len() > end).then(|| end.to_string());
        TodoPage {
            count,
            items: items.into_iter().skip(skip).take(limit).map(told).collect(),
            next,
        }
    }

    fn whole(&self, items: Vec<Todo>) -> TodoPage {
        self.page(u64::try_from(items.len()).unwrap_or(u64::MAX), items, |it| it)
    }
}

/// The plain steps that wait for one of the viewer's roles by name; what anybody may do at any time is no to-do.
fn own_steps<'d>(viewer: &'d Viewer, def: &LedgerDef) -> Vec<&'d MoveDef> {
    let Some(workflow) = viewer.catalog.workflows.get(&def.workflow) else { return Vec::new() };
    let open = |state: &String| workflow.state(state).is_some_and(|it| !it.closed);
    workflow
        .moves
        .iter()
        // A step that asks for a reason (撤销、不予) leaves the way; the way itself asks for none.
        .filter(|it| matches!(it.kind, catalog::MoveKind::Step) && !it.reason)
        .filter(|it| it.roles.iter().any(|role| viewer.stands_for(role)))
        .filter(|it| it.from.iter().any(open))
        .collect()
}

/// What may wait for the viewer in one ledger.
struct Tray<'d> {
    def: &'d LedgerDef,
    steps: Vec<&'d MoveDef>,
    /// The records in sight that are in a state from which a step leads on.
    query: Asks,
}

fn tray<'d>(viewer: &'d Viewer, def: &'d LedgerDef) -> Option<Tray<'d>> {
    let steps = own_steps(viewer, def);
    if steps.is_empty() || !(viewer.may(def, "move") || viewer.may(def, "edit")) {
        return None;
    }
    let mut conditions = viewer.sight(def, "see")?;
    let workflow = viewer.catalog.workflow_of(def);
    let mut states: Vec<&String> = steps.iter().flat_map(|it| &it.from).collect();
    states.retain(|it| workflow.state(it).is_some_and(|it| !it.closed));
    states.sort_unstable();
    states.dedup();
    let states = states.into_iter().map(|it| Value::Text(it.clone())).collect();
    conditions.push(Condition { field: FieldRef::Meta(Meta::State), test: Test::In(states) });
    let query = Asks { ledger: def.id.clone(), lines: None, conditions };
    Some(Tray { def, steps, query })
}

/// A record that waits for the viewer; it is put into words only where it is shown.
pub(crate) struct Waiting<'d> {
    def: &'d LedgerDef,
    record: Record,
    light: Option<Light>,
    moves: Vec<Named>,
}

impl Waiting<'_> {
    fn urgency(&self) -> impl Ord + use<> {
        let light = self.light.as_ref();
        let color = light.map_or(Color::Grey, |it| it.color);
        (color, light.and_then(|it| it.due.clone()), self.record.updated_at.to_string())
    }

    /// As a line of the box.
    pub(crate) fn told(self, viewer: &Viewer) -> Todo {
        Todo { moves: self.moves, ..lit(viewer, self.def, &self.record, self.light) }
    }
}

async fn records<'t, 'd>(
    viewer: &Viewer,
    of: &'t Tray<'d>,
    orders: &[Order],
) -> Result<(&'t Tray<'d>, Vec<Record>), StoreError> {
    let listing = Listing { orders, limit: OF_LEDGER, ..Listing::new(&of.query) };
    Ok((of, viewer.base.list(&listing).await?.items))
}

/// A tray and its latest records.
type Listed<'t, 'd> = Result<(&'t Tray<'d>, Vec<Record>), StoreError>;

/// Everything that waits for the viewer: how much, and the most urgent first.
pub(crate) async fn waiting(viewer: &Viewer) -> Reply<(u64, Vec<Waiting<'_>>)> {
    let trays = viewer.catalog.ledgers.values().filter_map(|it| tray(viewer, it));
    let trays: Vec<Tray<'_>> = trays.collect();
    let queries: Vec<Asks> = trays.iter().map(|it| it.query.clone()).collect();
    let counts = viewer.base.counts(&queries).await?;
    let latest = [Order { field: FieldRef::Meta(Meta::UpdatedAt), descending: true }];
    // Boxed and gathered, so that whoever awaits them stays free to go to another thread.
    let mut lists: Vec<BoxFuture<'_, Listed<'_, '_>>> = Vec::new();
    for (of, count) in trays.iter().zip(&counts) {
        if *count > 0 {
            lists.push(records(viewer, of, &latest).boxed());
        }
    }
    let pages: Vec<_> = stream::iter(lists).buffered(LISTS_AT_ONCE).try_collect().await?;
    let mut found = Vec::new();
    for (of, records) in pages {
        found.extend(records.into_iter().map(|record| {
            let moves = of.steps.iter().filter(|it| it.from.contains(&record.state));
            let moves = moves.map(|it| Named { name: it.name.clone(), label: it.label.clone() });
            let moves = moves.collect();
            let light = deadline::light(viewer, of.def, &record);
            Waiting { def: of.def, record, light, moves }
        }));
    }
    found.sort_by_cached_key(Waiting::urgency);
    Ok((counts.iter().sum(), found))
}

/// A record as a line of a box.
fn item(viewer: &Viewer, def: &LedgerDef, record: &Record) -> Todo {
    lit(viewer, def, record, deadline::light(viewer, def, record))
}

/// As [`item`], where its light is known.
fn lit(viewer: &Viewer, def: &LedgerDef, record: &Record, light: Option<Light>) -> Todo {
    let reader = viewer.reader(def);
    Todo {
        ledger: def.id.clone(),
        ledger_title: def.title.clone(),
        id: record.id.to_string(),
        key: reader.key(&record.row),
        summary: reader.summary(&record.row),
        state: record.state.clone(),
        state_label: state_label(viewer, def, &record.state),
        version: record.version,
        due: light.as_ref().and_then(|it| it.due.clone()),
        light,
        office: record.office.clone(),
        office_title: viewer.office_title(&record.office),
        who: record.updated_by.clone(),
        at: moment(record.updated_at),
        moves: Vec::new(),
        did: None,
    }
}

/// Records that the viewer acted on, latest first, each once.
async fn did(viewer: &Viewer, act: Option<&str>) -> Reply<Vec<Todo>> {
    let mut found: Vec<Todo> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut before = None;
    for _ in 0..5 {
        let query = TrailQuery {
            who: Some(viewer.name.clone()),
            act: act.map(str::to_owned),
            before,
            // A workbook that was taken in is one piece of work, and stands among the batches.
            alone: true,
            limit: ENTRIES,
            ..TrailQuery::default()
        };
        let entries = viewer.base.trail(&query).await?;
        before = entries.last().map(|it| it.seq);
        for entry in &entries {
            let Some(id) = entry.record.filter(|it| seen.insert(*it)) else { continue };
            let Ok(def) = viewer.ledger_by_id(&entry.ledger) else { continue };
            // What was handed on to another office is still one's own work, but no longer in sight.
            let Ok(record) = viewer.record(def, &id.to_string()).await else { continue };
            found.push(Todo {
                did: Some(act_label(&entry.act).to_owned()),
                at: moment(entry.at),
                ..item(viewer, def, &record)
            });
        }
        if entries.len() < ENTRIES || found.len() >= ENTRIES {
            break;
        }
    }
    Ok(found)
}

/// Records in sight, not closed, in which the viewer's name stands; reminders also where they went to the viewer's post or
/// office.
async fn named(viewer: &Viewer) -> Reply<Vec<Todo>> {
    let mut found = Vec::new();
    let own_names = receiver::own_names(viewer).await?;
    for def in viewer.catalog.ledgers.values() {
        let mut people = def
            .fields
            .iter()
            .filter(|it| matches!(it.ty, FieldType::Person) && !it.private)
            .map(|it| FieldRef::Own(it.name.clone()));
        let Some(first) = people.next() else { continue };
        let Some(mut conditions) = viewer.sight(def, "see") else { continue };
        if let Some(receiver) = receiver::field(&viewer.catalog, def) {
            let field = FieldRef::Own(receiver.name.clone());
            let names = own_names.iter().cloned().map(Value::Text).collect();
            conditions.push(Condition { field, test: Test::In(names) });
        } else {
            let test = Test::AnyContains(people.collect(), vec![viewer.name.clone()]);
            conditions.push(Condition { field: first, test });
        }
        let query = Asks { ledger: def.id.clone(), lines: None, conditions };
        let latest = [Order { field: FieldRef::Meta(Meta::UpdatedAt), descending: true }];
        let listing = Listing { orders: &latest, limit: 20, ..Listing::new(&query) };
        let page = viewer.base.list(&listing).await?;
        found.extend(page.items.iter().map(|it| item(viewer, def, it)));
    }
    found.sort_by(|one, other| other.at.cmp(&one.at));
    Ok(found)
}
