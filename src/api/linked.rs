//! What hangs together (关联): records that link to a record, those that it links to, and the sealed figures that hold it.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use catalog::{Condition, FieldDef, FieldRef, FieldType, LedgerDef, Query as Asking, Test};
use ledger::{Listing, Record};
use serde::{Deserialize, Serialize};
use terms::Value;

use crate::api::answer::Page;
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::{RecordRow, brief, moment};
use crate::api::records::RecordPath;
use crate::api::refusal::Reply;
use crate::api::state::Shared;

/// Linking records listed at most.
const LISTED: usize = 100;

/// Routes below a record.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/ledgers/{domain}/{name}/records/{id}/linked", get(linked))
}

/// The queries that find what links to a record from one ledger, within what the viewer sees of it.
fn askings(viewer: &Viewer, from: &LedgerDef, to: &LedgerDef, key: &str) -> Vec<Asking> {
    let Some(sight) = viewer.sight(from, "see") else { return Vec::new() };
    // A link that is itself personal data is followed by nobody who may not read it.
    let hide = !viewer.may_private(from);
    let links = |it: &FieldDef| {
        matches!(&it.ty, FieldType::Link { ledger } if *ledger == to.id) && !(it.private && hide)
    };
    let asking = |lines: Option<&str>, name: &str| {
        let mut conditions = sight.clone();
        let test = Test::Eq(Value::Text(key.to_owned()));
        conditions.push(Condition { field: FieldRef::Own(name.to_owned()), test });
        Asking { ledger: from.id.clone(), lines: lines.map(str::to_owned), conditions }
    };
    let own = from.fields.iter().filter(|it| links(it)).map(|it| asking(None, &it.name));
    let open = from.lines().filter(|it| !(it.0.private && hide));
    let children = open.flat_map(|(field, fields)| {
        let found = fields.iter().filter(|it| links(it));
        found.map(|it| asking(Some(&field.name), &it.name)).collect::<Vec<_>>()
    });
    own.chain(children).collect()
}

/// A ledger that links to a record, with the number of links.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LinkedFrom {
    ledger: String,
    title: String,
    count: u64,
}

/// A record that another one links to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Link {
    ledger: String,
    id: String,
    key: String,
}

/// A sealed figure that holds a record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Cited {
    indicator: String,
    title: String,
    period: String,
    sealed_at: String,
}

/// A record that links to another one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LinkedRecord {
    #[serde(flatten)]
    row: RecordRow,
    ledger: String,
    ledger_title: String,
}

/// Ledgers that link to a record, with the number of links.
pub(crate) async fn linked_from(
    viewer: &Viewer,
    def: &LedgerDef,
    record: &Record,
) -> Reply<Vec<LinkedFrom>> {
    let key = record.row.key(def);
    let ledgers = viewer.catalog.ledgers.values();
    let (froms, asked): (Vec<&LedgerDef>, Vec<Asking>) = ledgers
        .flat_map(|from| askings(viewer, from, def, &key).into_iter().map(move |it| (from, it)))
        .unzip();
    let counts = viewer.base.counts(&asked).await?;
    let mut by_ledger: Vec<(&LedgerDef, u64)> = Vec::new();
    for (from, count) in froms.into_iter().zip(counts) {
        match by_ledger.last_mut() {
            Some(last) if last.0.id == from.id => last.1 += count,
            _ => by_ledger.push((from, count)),
        }
    }
    let mut found = Vec::new();
    for (from, count) in by_ledger {
        if count > 0 {
            found.push(LinkedFrom { ledger: from.id.clone(), title: from.title.clone(), count });
        }
    }
    Ok(found)
}

/// The records that a record links to, by field; one out of sight is left out, and so is what is masked.
pub(crate) async fn links(
    viewer: &Viewer,
    def: &LedgerDef,
    record: &Record,
) -> Reply<BTreeMap<String, Link>> {
    let mut out = BTreeMap::new();
    for (field, value) in def.fields.iter().zip(&record.row.values) {
        let (FieldType::Link { ledger }, Some(value)) = (&field.ty, value) else { continue };
        if field.private && !viewer.may_private(def) {
            continue;
        }
        let Ok(target) = viewer.ledger_by_id(ledger) else { continue };
        let Some(found) = viewer.base.named(ledger, std::slice::from_ref(value)).await? else {
            continue;
        };
        if ledger::in_sight(&viewer.catalog, &viewer.act(), &found, "see") {
            let key = viewer.reader(target).key(&found.row);
            let link = Link { ledger: ledger.clone(), id: found.id.to_string(), key };
            out.insert(field.name.clone(), link);
        }
    }
    Ok(out)
}

/// The sealed figures that hold a record.
pub(crate) async fn cited(viewer: &Viewer, record: &Record) -> Reply<Vec<Cited>> {
    let seals = viewer.base.seals_of(record.id).await?;
    let items = seals.iter().map(|it| {
        let title = viewer.catalog.indicators.get(&it.indicator).map(|it| &it.title);
        Cited {
            title: title.unwrap_or(&it.indicator).clone(),
            indicator: it.indicator.clone(),
            period: it.period.to_string(),
            sealed_at: moment(it.at),
        }
    });
    Ok(items.collect())
}

/// From which ledger.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct From {
    /// Id of the ledger; all when absent.
    ledger: String,
}

/// Records that link to a record.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/linked", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path), From), responses((status = 200, body = Page<LinkedRecord>), (status = 404)))]
pub(crate) async fn linked(
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
    Query(wanted): Query<From>,
) -> Reply<Json<Page<LinkedRecord>>> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let own_key = record.row.key(def);
    let from: Vec<&LedgerDef> = match wanted.ledger.as_str() {
        "" => viewer.catalog.ledgers.values().collect(),
        id => vec![viewer.ledger_by_id(id)?],
    };
    let mut items = Vec::new();
    for from in from {
        let mut seen = BTreeSet::new();
        for asking in askings(&viewer, from, def, &own_key) {
            let listing = Listing { limit: LISTED, ..Listing::new(&asking) };
            for row in viewer.base.rows(&listing, &[]).await?.items {
                if items.len() >= LISTED || !seen.insert(row.record_id) {
                    continue;
                }
                if let Some(linking) = viewer.base.record(&from.id, row.record_id).await? {
                    items.push(LinkedRecord {
                        row: brief(&viewer, from, &linking),
                        ledger: from.id.clone(),
                        ledger_title: from.title.clone(),
                    });
                }
            }
        }
    }
    Ok(Json(Page::whole(items)))
}
