//! The tree of offices (股室), kept by the administrator: added, renamed, moved, closed, ordered. Records keep the name that
//! they carry; the effect on who sees what is shown before it is taken, and who sees more waits for a second person ([`review`]).

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State as Held;
use axum::routing::{get, post};
use axum::{Json, Router};
use catalog::{
    Catalog, Condition, FieldRef, Meta, MoveKind, OfficeDef, Offices, Query as Asks, Source, Test,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{Finding, Grade, Value};

use crate::api::account::Post;
use crate::api::answer::judged;
use crate::api::catalog::Office;
use crate::api::enact::{self, People, finding};
use crate::api::guard::Viewer;
use crate::api::refusal::{Refusal, Reply};
use crate::api::review::{self, Gain};
use crate::api::state::{Shared, World};
use crate::flow::define::{self, Change};
use crate::say::SaidFinding;

/// File of the tree.
const FILE: &str = "offices.toml";
/// Offices that are named to who sees them from now on.
const GAINED_MAX: usize = 4;
/// Offices at most.
const OFFICES_MAX: usize = 300;

/// Routes of the offices.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/offices", get(list).put(take)).route("/offices/preview", post(preview))
}

/// An office with the number of its ledgers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CountedOffice {
    #[serde(flatten)]
    office: Office,
    /// The office that a closed one was merged into.
    into: Option<String>,
    ledgers: usize,
}

/// The tree of offices, with what a change is made over.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfficeTree {
    items: Vec<CountedOffice>,
    /// Of the definitions in force.
    fingerprint: String,
}

/// The tree of offices.
#[utoipa::path(get, path = "/api/v1/offices", tag = "people", operation_id = "offices", responses((status = 200, body = OfficeTree)))]
pub(crate) async fn list(viewer: Viewer) -> Json<OfficeTree> {
    let catalog = &viewer.catalog;
    let ledgers = |name: &str| catalog.ledgers.values().filter(|it| it.office == name).count();
    let items = catalog.offices.all.iter().map(|it| CountedOffice {
        office: it.into(),
        into: it.into.clone(),
        ledgers: ledgers(&it.name),
    });
    Json(OfficeTree { items: items.collect(), fingerprint: catalog.fingerprint.clone() })
}

/// An office as the administrator wants it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct OfficeInput {
    /// Name that records carry; of a new office what it is called.
    name: String,
    /// What it is called now; the name when empty.
    title: String,
    parent: Option<String>,
    about: String,
    closed: bool,
    /// The office that a closed one is merged into.
    into: Option<String>,
}

/// The whole tree in its new order.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = OfficeTreeInput)]
#[serde(default)]
pub(crate) struct Tree {
    offices: Vec<OfficeInput>,
    /// Fingerprint of the definitions that the change was made over.
    seen: String,
}

/// A change of the tree, read against what stands.
struct Planned {
    change: Change,
    /// What changes, in words.
    steps: Vec<String>,
    findings: Vec<Finding>,
    /// Who sees other offices than before.
    sight: Vec<Shifted>,
    people: People,
    /// Posts that would see more.
    gains: Vec<Gain>,
}

/// A post whose sight changes, with who holds it and the offices that come and go.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ChangedSight)]
pub(crate) struct Shifted {
    post: String,
    title: String,
    holders: Vec<String>,
    gained: Vec<String>,
    lost: Vec<String>,
}

/// What a new tree would change; nothing is changed.
#[utoipa::path(post, path = "/api/v1/offices/preview", tag = "people", operation_id = "preview_offices", request_body = Tree, responses((status = 200, body = OfficesEffect), (status = 403), (status = 409)))]
pub(crate) async fn preview(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Tree>,
) -> Reply<Json<OfficesEffect>> {
    viewer.need_power("administer", "管理股室")?;
    let world = state.world();
    enact::still(&world, &input.seen)?;
    let mut planned = plan(&viewer, &world, &input).await?;
    let effect =
        define::preview(&state.place, &world.base, &world.catalog, &planned.change).await?;
    planned.findings.extend(enact::on_the_page(effect.definitions.findings, "股室"));
    Ok(Json(told(planned)))
}

/// Puts a new tree in force.
#[utoipa::path(put, path = "/api/v1/offices", tag = "people", operation_id = "take_offices", request_body = Tree, responses((status = 200, body = OfficesEffect), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn take(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Tree>,
) -> Reply<Json<OfficesEffect>> {
    viewer.need_power("administer", "管理股室")?;
    let _turn = state.one_definer().await;
    let _keeping = state.one_keeper().await;
    let world = state.world();
    enact::still(&world, &input.seen)?;
    let planned = plan(&viewer, &world, &input).await?;
    enact::need_mended(&planned.findings)?;
    let mut effect =
        define::preview(&state.place, &world.base, &world.catalog, &planned.change).await?;
    effect.definitions.findings = enact::on_the_page(effect.definitions.findings, "股室");
    enact::need_mended(&effect.definitions.findings)?;
    review::hold_all(&state, &viewer, &planned.people, &planned.gains).await?;
    let note = json!({ "steps": planned.steps });
    enact::enact(&state, &viewer, &world, effect, &planned.change, ("offices", note)).await?;
    Ok(Json(told(planned)))
}

/// What a new tree of offices changes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfficesEffect {
    /// Nothing stands against it.
    sound: bool,
    findings: Vec<SaidFinding>,
    /// What changes, in words.
    steps: Vec<String>,
    /// Who sees other offices than before.
    sight: Vec<Shifted>,
}

fn told(planned: Planned) -> OfficesEffect {
    let (sound, findings) = judged(&planned.findings);
    OfficesEffect { sound, findings, steps: planned.steps, sight: planned.sight }
}

async fn plan(viewer: &Viewer, world: &World, input: &Tree) -> Reply<Planned> {
    let now = &world.catalog.offices;
    let new = Offices { all: input.offices.iter().map(|it| office(now, it)).collect() };
    let mut findings = kept(now, &new);
    if new.all.len() > OFFICES_MAX {
        return Err(Refusal::bad(format!("股室超过 {OFFICES_MAX} 个")));
    }
    let people = People::read(world).await?;
    let closing =
        new.all.iter().filter(|it| it.closed && now.find(&it.name).is_some_and(|it| !it.closed));
    for office in closing {
        findings.extend(needed(world, &people, &new, office).await?);
    }
    let sight = shifted(&world.catalog, now, &new, &people);
    if let Some(own) = sight.iter().find(|it| people.holds(&viewer.login, &it.post)) {
        findings.push(finding(
            Grade::Must,
            "own_rights",
            ("岗位", &own.title, ""),
            "这样一改，您自己的岗位看得到的股室就变了",
            "须由另一名管理员办理",
        ));
    }
    let gains = gains(now, &new, &sight);
    findings.extend(review::foretold(viewer, &people, &gains).await?);
    let steps = steps(now, &new);
    if steps.is_empty() {
        let about = ("股室", "", "");
        findings.push(finding(Grade::Must, "nothing", about, "没有改动", "先改，再生效"));
    }
    let file = Source { path: FILE.to_owned(), text: new.to_toml() };
    let change = Change { files: vec![file], delete: Vec::new() };
    Ok(Planned { change, steps, findings, sight, people, gains })
}

/// Posts that would see offices which they do not see now; of a new one there is nothing to see yet.
fn gains(now: &Offices, new: &Offices, sight: &[Shifted]) -> Vec<Gain> {
    let founded = new.all.iter().filter(|it| now.find(&it.name).is_none());
    let founded: BTreeSet<&str> = founded.map(|it| it.title.as_str()).collect();
    let gain = |it: &Shifted| {
        let gained = it.gained.iter().map(String::as_str).filter(|it| !founded.contains(it));
        let all: Vec<&str> = gained.collect();
        let named = all.iter().take(GAINED_MAX).copied().collect::<Vec<_>>().join("、");
        let more =
            if all.len() > GAINED_MAX { format!("等{}个", all.len()) } else { String::new() };
        let what = format!("机构调整后多看{named}{more}");
        (!all.is_empty()).then(|| Gain { post: it.post.clone(), what })
    };
    sight.iter().filter_map(gain).collect()
}

/// An office as it is wanted: what the page does not change stays as it is.
fn office(now: &Offices, input: &OfficeInput) -> OfficeDef {
    let some = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
    };
    let (name, title) = (input.name.trim().to_owned(), input.title.trim());
    OfficeDef {
        title: if title.is_empty() { name.clone() } else { title.to_owned() },
        under: some(&input.parent),
        about: input.about.trim().to_owned(),
        shared: now.find(&name).is_some_and(|it| it.shared),
        closed: input.closed,
        into: some(&input.into).filter(|_| input.closed),
        name,
    }
}

/// Records carry the names: none may be lost.
fn kept(now: &Offices, new: &Offices) -> Vec<Finding> {
    let gone = now.all.iter().filter(|it| new.find(&it.name).is_none());
    let mut said: Vec<Finding> = gone
        .map(|it| {
            let what = format!("“{}”不见了；旧记录写着它，不能删", it.title);
            finding(
                Grade::Must,
                "office_gone",
                ("股室", &it.title, ""),
                what,
                "撤并的股室勾“撤并”，留在表里",
            )
        })
        .collect();
    for it in new.all.iter().filter(|it| !it.closed) {
        let above = it.under.as_deref().and_then(|it| new.find(it)).filter(|it| it.closed);
        if let Some(above) = above {
            let what = format!("“{}”的上级“{}”已撤并", it.title, above.title);
            let about = ("股室", it.title.as_str(), "上级");
            said.push(finding(Grade::Must, "office_above", about, what, "另选一个上级"));
        }
    }
    for it in new.all.iter().filter(|it| it.about.chars().count() > 100) {
        let about = ("股室", it.title.as_str(), "说明");
        said.push(finding(Grade::Must, "office_about", about, "说明超过一百个字", "写短些"));
    }
    said
}

/// What still needs an office that is to be closed: open posts, offices below it, records in progress.
async fn needed(
    world: &World,
    people: &People,
    new: &Offices,
    office: &OfficeDef,
) -> Reply<Vec<Finding>> {
    let mut said = Vec::new();
    let mut say = |grade, what: String, mend: &str| {
        said.push(finding(grade, "office_needed", ("股室", &office.title, "撤并"), what, mend));
    };
    let titles = |it: Vec<&str>| it.join("、");
    let posts: Vec<&str> =
        people.open().filter(|it| it.office == office.name).map(|it| it.title.as_str()).collect();
    if !posts.is_empty() {
        let what = format!("“{}”还有{}个岗位在用：{}", office.title, posts.len(), titles(posts));
        say(Grade::Must, what, "先在“岗位”里把它们改到别的股室，或撤掉");
    }
    let below = new.all.iter().filter(|it| !it.closed && it.under.as_deref() == Some(&office.name));
    let below: Vec<&str> = below.map(|it| it.title.as_str()).collect();
    if !below.is_empty() {
        let what = format!("“{}”下面还有：{}", office.title, titles(below));
        say(Grade::Must, what, "先把它们移到别的上级");
    }
    let open = in_progress(world, &office.name).await?;
    if !open.is_empty() {
        let number: u64 = open.iter().map(|it| it.1).sum();
        let listed: Vec<String> =
            open.iter().map(|(title, count)| format!("《{title}》{count}条")).collect();
        let what = format!("“{}”还有{number}条没有办结：{}", office.title, listed.join("、"));
        match &office.into {
            Some(into) => {
                let mend = format!("由“{}”接着办", new.title(into));
                say(Grade::Verify, what, &mend);
            }
            None => say(Grade::Must, what, "先办结，或用“转办”改到接手的股室，或选“并入”"),
        }
    }
    let keeps = world.catalog.ledgers.values().filter(|it| it.office == office.name);
    let keeps: Vec<&str> = keeps.map(|it| it.title.as_str()).collect();
    if !keeps.is_empty() && office.into.is_none() {
        let what =
            format!("“{}”是{}本台账的责任股室：{}", office.title, keeps.len(), titles(keeps));
        say(Grade::Verify, what, "选“并入”哪个股室，旧记录和这些台账就由它看得到");
    }
    Ok(said)
}

/// Records of an office that are not done yet, by the title of their ledger.
async fn in_progress(world: &World, office: &str) -> Reply<Vec<(String, u64)>> {
    let mut found = Vec::new();
    for def in world.catalog.ledgers.values() {
        let workflow = world.catalog.workflow_of(def);
        // What waits for a step: a register that one only leaves for a reason (注销) has nothing in progress.
        let steps = workflow.moves.iter().filter(|it| it.kind == MoveKind::Step && !it.reason);
        let waiting: BTreeSet<&String> = steps.flat_map(|it| &it.from).collect();
        let open = workflow.states.iter().filter(|it| !it.closed && waiting.contains(&it.name));
        let open: Vec<Value> = open.map(|it| Value::Text(it.name.clone())).collect();
        if open.is_empty() {
            continue;
        }
        let of = |meta, test| Condition { field: FieldRef::Meta(meta), test };
        let conditions = vec![
            of(Meta::Office, Test::In(vec![Value::Text(office.to_owned())])),
            of(Meta::State, Test::In(open)),
        ];
        let query = Asks { ledger: def.id.clone(), lines: None, conditions };
        let count = world.base.count(&query).await?;
        if count > 0 {
            found.push((def.title.clone(), count));
        }
    }
    Ok(found)
}

/// What changes between two trees, one sentence each.
fn steps(now: &Offices, new: &Offices) -> Vec<String> {
    let title = |it: &Option<String>| {
        it.as_deref().map_or_else(|| "最上一级".to_owned(), |it| new.title(it).to_owned())
    };
    let mut said = Vec::new();
    for office in &new.all {
        let name = &office.title;
        let Some(before) = now.find(&office.name) else {
            said.push(format!("新设“{name}”，在“{}”下面", title(&office.under)));
            continue;
        };
        if before.title != office.title {
            said.push(format!(
                "“{}”改称“{name}”；旧记录仍记在“{}”名下，一并看得到",
                before.title, office.name
            ));
        }
        if before.under != office.under {
            said.push(format!(
                "“{name}”从“{}”移到“{}”下面",
                title(&before.under),
                title(&office.under)
            ));
        }
        if before.closed != office.closed || before.into != office.into {
            said.push(match (&office.into, office.closed) {
                (Some(into), _) => format!("“{name}”撤并，并入“{}”", new.title(into)),
                (None, true) => format!("“{name}”撤并"),
                (None, false) => format!("“{name}”恢复"),
            });
        }
        if before.about != office.about {
            said.push(format!("“{name}”的说明改了"));
        }
    }
    let order = |it: &Offices, other: &Offices| -> Vec<String> {
        let both = it.all.iter().filter(|it| other.find(&it.name).is_some());
        both.map(|it| it.name.clone()).collect()
    };
    if order(now, new) != order(new, now) {
        said.push("排列先后改了".to_owned());
    }
    said
}

/// Posts that would see other offices than now.
fn shifted(catalog: &Catalog, now: &Offices, new: &Offices, people: &People) -> Vec<Shifted> {
    let under = |offices: &Offices| Catalog {
        offices: offices.clone(),
        roles: catalog.roles.clone(),
        ..Catalog::default()
    };
    let (before, after) = (under(now), under(new));
    let seen = |catalog: &Catalog, post: &Post| -> BTreeSet<String> {
        let roles = post.roles.iter().filter_map(|it| catalog.role(it));
        let sights = roles
            .filter(|it| !it.grants.is_empty())
            .filter_map(|it| ledger::offices_in_sight(catalog, it.scope, &post.office));
        sights.flatten().map(str::to_owned).collect()
    };
    let mut by: BTreeMap<&str, Shifted> = BTreeMap::new();
    for post in people.open() {
        let (had, has) = (seen(&before, post), seen(&after, post));
        let titles = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
            one.difference(other).map(|it| new.title(it).to_owned()).collect()
        };
        let (gained, lost) = (titles(&has, &had), titles(&had, &has));
        if gained.is_empty() && lost.is_empty() {
            continue;
        }
        let holders = people.holders(&post.id).into_iter().map(str::to_owned).collect();
        let (id, title) = (post.id.clone(), post.title.clone());
        by.insert(&post.id, Shifted { post: id, title, holders, gained, lost });
    }
    by.into_values().collect()
}
