//! Who is reminded (催办的接收人): a person, a post or an office that is still there and sees what the reminder is about.
//!
//! The ledger of reminders is data (`defs/pages.toml`), its receiver a person field like others; but a reminder that is written to
//! nobody reaches nobody. So a name that is typed is looked up among those who sign in. Workbooks of earlier years keep the names that
//! they have.

use std::collections::BTreeMap;

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, Row};
use ledger::{Act, Record};
use terms::{Finding, Place, Value};

use crate::api::account;
use crate::api::guard::Viewer;
use crate::api::refusal::Reply;
use crate::context::now;

/// Somebody who can be reminded, by a name that people use.
#[derive(Debug, Default)]
pub(crate) struct Receiver {
    /// What tells it from others: the posts of a person, the holders of a post.
    pub(crate) about: String,
    /// The people behind the name, each as they act in one post.
    acts: Vec<Act>,
}

/// Whether a field of a ledger says who is reminded.
pub(crate) fn is_receiver(catalog: &Catalog, def: &LedgerDef, field: &FieldDef) -> bool {
    let pages = &catalog.pages;
    def.id == pages.reminders && field.name == pages.receiver
}

/// The field of a ledger that says who is reminded; none in a ledger of anything else, and where the definitions name none.
pub(crate) fn field<'d>(catalog: &Catalog, def: &'d LedgerDef) -> Option<&'d FieldDef> {
    def.fields.iter().find(|it| is_receiver(catalog, def, it))
}

/// Everybody who can be reminded, by name: people who may sign in, posts that are held, offices where somebody is; those
/// alone who see reminders at all.
pub(crate) async fn living(viewer: &Viewer, def: &LedgerDef) -> Reply<BTreeMap<String, Receiver>> {
    let mut found = everybody(viewer).await?;
    found.retain(|_, it| it.acts.iter().any(|act| sees_ledger(&viewer.catalog, act, def)));
    Ok(found)
}

async fn everybody(viewer: &Viewer) -> Reply<BTreeMap<String, Receiver>> {
    let posts = account::posts(&viewer.base).await?;
    let posts: BTreeMap<&str, &account::Post> =
        posts.iter().filter(|it| !it.closed).map(|it| (it.id.as_str(), it)).collect();
    let mut found: BTreeMap<String, Receiver> = BTreeMap::new();
    let mut add = |name: &str, about: &str, act: &Act| {
        let receiver = found.entry(name.to_owned()).or_default();
        if !about.is_empty() && !receiver.about.split('、').any(|it| it == about) {
            let comma = if receiver.about.is_empty() { "" } else { "、" };
            receiver.about = format!("{}{comma}{about}", receiver.about);
        }
        receiver.acts.push(act.clone());
    };
    for person in account::all(&viewer.base).await? {
        if !person.active || person.hold.is_some() {
            continue;
        }
        for post in person.posts.iter().filter_map(|it| posts.get(it.as_str())) {
            let act = Act {
                who: person.name.clone(),
                office: post.office.clone(),
                roles: post.roles.clone(),
                at: now(),
            };
            add(&person.name, &post.title, &act);
            add(&post.title, &person.name, &act);
            let office = viewer.catalog.offices.find(&post.office);
            if let Some(office) = office.filter(|it| !it.closed && !it.shared) {
                add(&office.title, "", &act);
            }
        }
    }
    Ok(found)
}

/// The names under which somebody who acts in a post is reminded.
pub(crate) async fn own_names(viewer: &Viewer) -> Reply<Vec<String>> {
    let post = account::post(&viewer.base, &viewer.session.post).await?;
    let office = viewer.office_title(&viewer.office);
    let names = [Some(viewer.name.clone()), post.map(|it| it.title), Some(office)];
    Ok(names.into_iter().flatten().filter(|it| !it.is_empty()).collect())
}

/// What is wrong with the receiver of a row as it is to be saved; nothing where neither the receiver nor what it is about
/// changes, since people leave and their reminders stay.
pub(crate) async fn check(
    viewer: &Viewer,
    def: &LedgerDef,
    before: Option<&Record>,
    row: &Row,
) -> Reply<Vec<Finding>> {
    let catalog = &viewer.catalog;
    let Some(field) = field(catalog, def) else { return Ok(Vec::new()) };
    let Some(name) = row.get(def, &field.name).and_then(Value::as_text) else {
        return Ok(Vec::new());
    };
    let links = def.fields.iter().filter(|it| matches!(it.ty, FieldType::Link { .. }));
    let links: Vec<&FieldDef> = links.collect();
    let stays = |it: &&FieldDef| {
        before.is_some_and(|old| old.row.get(def, &it.name) == row.get(def, &it.name))
    };
    if stays(&field) && links.iter().all(stays) {
        return Ok(Vec::new());
    }
    let wrong = |what: String, mend: &str| {
        let place = Place::Field {
            ledger: def.title.clone(),
            record: row.key(def),
            field: field.label.clone(),
        };
        vec![Finding::must("receiver", place, what, mend)]
    };
    let known = everybody(viewer).await?;
    let Some(receiver) = known.get(name) else {
        let what = format!("“{name}”不是在用账号的姓名，也不是有人在任的岗位、股室");
        return Ok(wrong(what, "从列出的人员、岗位、股室里选一个；人已调离的，写接手的岗位或股室"));
    };
    if !receiver.acts.iter().any(|it| sees_ledger(catalog, it, def)) {
        let what = format!("“{name}”看不到《{}》，催办到不了", def.title);
        return Ok(wrong(what, "改成办这件事的人、岗位或股室"));
    }
    for link in links {
        let FieldType::Link { ledger } = &link.ty else { continue };
        let Some(key) = row.get(def, &link.name) else { continue };
        let about = viewer.base.named(ledger, std::slice::from_ref(key)).await?;
        // A key that names nothing is said by the ledger's own checks.
        let Some(about) = about else { continue };
        if !receiver.acts.iter().any(|it| ledger::in_sight(catalog, it, &about, "see")) {
            let what = format!("“{name}”看不到{}“{}”，不能催办", link.label, key.canonical());
            return Ok(wrong(
                what,
                "改成办这件事的人、岗位或股室；要催的人看不到的，先转办给他的股室",
            ));
        }
    }
    Ok(Vec::new())
}

fn sees_ledger(catalog: &Catalog, act: &Act, def: &LedgerDef) -> bool {
    ledger::sight(catalog, act, def, "see").is_some()
}
