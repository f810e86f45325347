//! Roles (角色): the shipped ones to read, the bureau's own to make. What a change gives and takes, and from whom, is shown before
//! it is taken; nobody changes a role that he holds himself, and who gets more waits for a second person ([`review`]).

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, State as Held};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use catalog::{Catalog, Grant, LOCAL, RoleDef, Scope, Source, roles_toml};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{Finding, Grade};

use crate::api::answer::{self, LedgerName, judged};
use crate::api::catalog::{Role, scope_words};
use crate::api::enact::{self, People, finding};
use crate::api::guard::Viewer;
use crate::api::people::check_roles;
use crate::api::refusal::{Refusal, Reply};
use crate::api::review::{self, Gain};
use crate::api::state::{Shared, World};
use crate::flow::define::{self, Change, Effect};
use crate::say::SaidFinding;

/// File of the bureau's own roles.
const FILE: &str = "roles.toml";
/// The bureau's own roles at most.
const ROLES_MAX: usize = 100;
/// Ledgers that a line of the effect names.
const NAMED_MAX: usize = 4;

/// Routes of the roles.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/roles", get(list))
        .route("/roles/choices", get(choices))
        .route("/roles/preview", post(preview))
        .route("/roles/{name}", put(take).delete(remove))
}

/// A role with what it may do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FullRole {
    #[serde(flatten)]
    role: Role,
    /// How far it sees, as the file has it.
    #[schema(schema_with = answer::scopes)]
    scope_word: &'static str,
    /// What it may do beside ledgers.
    #[schema(schema_with = answer::powers)]
    powers: Vec<String>,
    /// Whether it signs in with a second factor.
    second_factor: bool,
    grants: Vec<Granted>,
    /// The shipped role in whose place it stands in workflows.
    like: Option<String>,
    /// Made by the bureau itself.
    local: bool,
}

/// What a role may do with some ledgers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Grant)]
pub(crate) struct Granted {
    /// Ids, `domain/*` or `*`.
    ledgers: Vec<String>,
    #[schema(schema_with = answer::acts)]
    acts: Vec<String>,
}

/// The roles, with what a change is made over.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RoleList {
    items: Vec<FullRole>,
    /// Of the definitions in force.
    fingerprint: String,
}

/// The roles, with what they may do.
#[utoipa::path(get, path = "/api/v1/roles", tag = "people", operation_id = "roles", responses((status = 200, body = RoleList)))]
pub(crate) async fn list(viewer: Viewer) -> Json<RoleList> {
    let grant = |it: &Grant| Granted { ledgers: it.ledgers.clone(), acts: it.acts.clone() };
    let items = viewer.catalog.roles.iter().map(|it| FullRole {
        role: it.into(),
        scope_word: it.scope.word(),
        powers: it.powers.clone(),
        second_factor: it.second_factor,
        grants: it.grants.iter().map(grant).collect(),
        like: it.like.clone(),
        local: it.local,
    });
    Json(RoleList { items: items.collect(), fingerprint: viewer.catalog.fingerprint.clone() })
}

/// What a role can be made of.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RoleChoices {
    domains: Vec<DomainChoice>,
    #[schema(schema_with = answer::acts)]
    acts: [&'static str; 11],
    #[schema(schema_with = answer::powers)]
    powers: [&'static str; 5],
    scopes: Vec<ScopeChoice>,
}

/// A domain with its ledgers to choose from.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DomainChoice {
    id: String,
    title: String,
    ledgers: Vec<LedgerName>,
}

/// How far a role may see.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ScopeChoice {
    #[schema(schema_with = answer::scopes)]
    word: &'static str,
    title: &'static str,
}

/// What a role can be made of: ledgers by domain with their titles (no records), acts, powers, scopes.
#[utoipa::path(get, path = "/api/v1/roles/choices", tag = "people", operation_id = "role_choices", responses((status = 200, body = RoleChoices), (status = 403)))]
pub(crate) async fn choices(viewer: Viewer) -> Reply<Json<RoleChoices>> {
    viewer.need_power("administer", "管理角色")?;
    let catalog = &viewer.catalog;
    let mut domains: BTreeMap<&str, Vec<LedgerName>> = BTreeMap::new();
    for def in catalog.ledgers.values() {
        let domain = def.id.split('/').next().unwrap_or_default();
        domains.entry(domain).or_default().push(def.into());
    }
    let mut domains: Vec<(&str, Vec<LedgerName>)> = domains.into_iter().collect();
    domains.sort_by_key(|it| (catalog.pages.domain_order(it.0), it.0));
    let domain = |(id, ledgers): (&str, Vec<LedgerName>)| DomainChoice {
        id: id.to_owned(),
        title: catalog.pages.domain_title(id).to_owned(),
        ledgers,
    };
    let scope = |it: &(&'static str, Scope)| ScopeChoice { word: it.0, title: scope_words(it.1) };
    Ok(Json(RoleChoices {
        domains: domains.into_iter().map(domain).collect(),
        acts: RoleDef::ACTS,
        powers: RoleDef::POWERS,
        scopes: Scope::WORDS.iter().map(scope).collect(),
    }))
}

/// What a role may do with some ledgers.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct GrantInput {
    /// Ledger ids, or `domain/*`, or `*`.
    ledgers: Vec<String>,
    acts: Vec<String>,
}

/// A role of the bureau's own as the administrator wants it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct RoleInput {
    name: String,
    label: String,
    about: String,
    /// `own`, `office`, `office_and_below`, `bureau`.
    scope: String,
    powers: Vec<String>,
    second_factor: bool,
    /// The shipped role in whose place it stands in workflows.
    like: Option<String>,
    grants: Vec<GrantInput>,
    /// Fingerprint of the definitions that the change was made over.
    seen: String,
}

/// What a change of one of the bureau's own roles is to be.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[schema(as = RoleChange)]
#[serde(default)]
pub(crate) struct Wanted {
    /// The role as it shall be.
    role: Option<RoleInput>,
    /// Or the name of one to take away.
    remove: String,
}

/// What a change of a role would do, and to whom; nothing is changed.
#[utoipa::path(post, path = "/api/v1/roles/preview", tag = "people", operation_id = "preview_role", request_body = Wanted, responses((status = 200, body = RoleEffect), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn preview(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Wanted>,
) -> Reply<Json<RoleEffect>> {
    viewer.need_power("administer", "管理角色")?;
    let world = state.world();
    let planned = plan(&state, &viewer, &world, input.role.as_ref(), &input.remove).await?;
    Ok(Json(planned.told))
}

/// Makes a role of the bureau's own, or changes it.
#[utoipa::path(put, path = "/api/v1/roles/{name}", tag = "people", operation_id = "take_role", params(("name" = String, Path)), request_body = RoleInput, responses((status = 200, body = RoleEffect), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn take(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(name): Path<String>,
    Json(mut input): Json<RoleInput>,
) -> Reply<Json<RoleEffect>> {
    viewer.need_power("administer", "管理角色")?;
    input.name.clone_from(&name);
    change(&state, &viewer, Some(&input), &name).await
}

/// Takes one of the bureau's own roles away; no post may have it any more.
#[utoipa::path(delete, path = "/api/v1/roles/{name}", tag = "people", operation_id = "remove_role", params(("name" = String, Path)), responses((status = 200, body = RoleEffect), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn remove(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(name): Path<String>,
) -> Reply<Json<RoleEffect>> {
    viewer.need_power("administer", "管理角色")?;
    if !viewer.catalog.role(&name).is_some_and(|it| it.local) {
        return Err(Refusal::not_found("没有这个本局角色；随软件发布的角色不能删"));
    }
    change(&state, &viewer, None, &name).await
}

async fn change(
    state: &Shared,
    viewer: &Viewer,
    role: Option<&RoleInput>,
    name: &str,
) -> Reply<Json<RoleEffect>> {
    let _turn = state.one_definer().await;
    let _keeping = state.one_keeper().await;
    let world = state.world();
    let planned = plan(state, viewer, &world, role, name).await?;
    enact::need_mended(&planned.findings)?;
    let note = json!({ "role": name, "removed": role.is_none(), "effect": planned.told.posts });
    let (effect, change) = (planned.effect, planned.change);
    review::hold_all(state, viewer, &planned.people, &planned.gains).await?;
    enact::enact(state, viewer, &world, effect, &change, ("roles", note)).await?;
    Ok(Json(planned.told))
}

struct Planned {
    people: People,
    /// Posts that would have more than now.
    gains: Vec<Gain>,
    effect: Effect,
    change: Change,
    findings: Vec<Finding>,
    told: RoleEffect,
}

/// What a change of a role would do, and to whom.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RoleEffect {
    /// Nothing stands against it.
    sound: bool,
    findings: Vec<SaidFinding>,
    posts: Vec<PostChange>,
    /// A new role beside the one it was made from, or a changed one beside itself; null where there is neither.
    against: Option<AgainstRole>,
}

/// A post whose rights change.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PostChange {
    #[serde(flatten)]
    rights: RightsChange,
    post: String,
    title: String,
    office: String,
    /// Names of who holds it now.
    holders: Vec<String>,
}

/// A role beside the one that it is compared with.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AgainstRole {
    #[serde(flatten)]
    rights: RightsChange,
    /// Of the other role; null when it is compared with nothing.
    label: Option<String>,
}

/// What rights come and go.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RightsChange {
    gained: Vec<RightsLine>,
    lost: Vec<RightsLine>,
    /// Acts that reach further than before.
    wider: Vec<RightsLine>,
    narrower: Vec<RightsLine>,
    #[schema(schema_with = answer::powers)]
    powers_gained: Vec<String>,
    #[schema(schema_with = answer::powers)]
    powers_lost: Vec<String>,
    /// Steps of workflows, in words.
    steps_gained: Vec<String>,
    steps_lost: Vec<String>,
    /// Whether a second factor is asked for where it was not, or the other way round.
    second_factor: bool,
}

impl RightsChange {
    /// Whether more may be done or seen than before; less in other places does not make up for it.
    fn give_more(&self) -> bool {
        !(self.gained.is_empty()
            && self.wider.is_empty()
            && self.powers_gained.is_empty()
            && self.steps_gained.is_empty())
    }
}

/// An act with some ledgers.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RightsLine {
    #[schema(schema_with = answer::act)]
    act: &'static str,
    /// Number of ledgers.
    ledgers: usize,
    /// The first of them.
    titles: Vec<String>,
}

async fn plan(
    state: &Shared,
    viewer: &Viewer,
    world: &World,
    role: Option<&RoleInput>,
    removed: &str,
) -> Reply<Planned> {
    enact::still(world, role.map_or("", |it| it.seen.as_str()))?;
    let name = role.map_or(removed, |it| it.name.as_str());
    let now = &world.catalog;
    let mut roles: Vec<RoleDef> = now.roles.iter().filter(|it| it.local).cloned().collect();
    match (role, roles.iter().position(|it| it.name == name)) {
        (Some(role), Some(at)) => roles[at] = definition(role)?,
        (Some(role), None) => roles.push(definition(role)?),
        (None, Some(at)) => drop(roles.remove(at)),
        (None, None) => {}
    }
    if roles.len() > ROLES_MAX {
        return Err(Refusal::bad(format!("本局角色超过 {ROLES_MAX} 个")));
    }
    let change = if roles.is_empty() {
        Change { files: Vec::new(), delete: vec![FILE.to_owned()] }
    } else {
        let file = Source { path: FILE.to_owned(), text: roles_toml(&roles) };
        Change { files: vec![file], delete: Vec::new() }
    };
    let mut effect = define::preview(&state.place, &world.base, now, &change).await?;
    effect.definitions.findings = enact::on_the_page(effect.definitions.findings, "角色");
    let new = &effect.definitions.catalog;
    let people = People::read(world).await?;
    let mut findings = own(viewer, &people, name);
    findings.extend(unfit(new, &people, name, role.is_none()));
    findings.extend(effect.definitions.findings.iter().cloned());
    let (mut posts, mut gains) = (Vec::new(), Vec::new());
    for post in people.open().filter(|it| it.roles.iter().any(|it| it == name)) {
        let (before, after) = (rights(now, &post.roles), rights(new, &post.roles));
        let rights = differences(&before, &after);
        if rights.give_more() || before.second_factor && !after.second_factor {
            let label = new.role(name).map_or(name, |it| it.label.as_str());
            gains.push(Gain { post: post.id.clone(), what: format!("角色“{label}”放宽") });
        }
        posts.push(PostChange {
            rights,
            post: post.id.clone(),
            title: post.title.clone(),
            office: new.offices.title(&post.office).to_owned(),
            holders: people.holders(&post.id).into_iter().map(str::to_owned).collect(),
        });
    }
    findings.extend(review::foretold(viewer, &people, &gains).await?);
    let (sound, said) = judged(&findings);
    let told = RoleEffect {
        sound,
        findings: said,
        posts,
        against: role.and_then(|it| against(now, new, it)),
    };
    Ok(Planned { people, gains, effect, change, findings, told })
}

/// A new role beside the one it was made from, or a changed one beside itself.
fn against(now: &Catalog, new: &Catalog, role: &RoleInput) -> Option<AgainstRole> {
    let standing = now.role(&role.name).or_else(|| now.role(role.like.as_deref()?));
    let before = standing.map(|it| it.name.clone());
    let rights_before = rights(now, &before.into_iter().collect::<Vec<_>>());
    let after = rights(new, std::slice::from_ref(&role.name));
    Some(AgainstRole {
        rights: differences(&rights_before, &after),
        label: standing.map(|it| it.label.clone()),
    })
}

fn definition(input: &RoleInput) -> Reply<RoleDef> {
    let scope = Scope::WORDS.iter().find(|it| it.0 == input.scope).map(|it| it.1);
    let scope = scope.ok_or_else(|| Refusal::bad("没有这种数据范围"))?;
    let grant = |it: &GrantInput| Grant { ledgers: it.ledgers.clone(), acts: it.acts.clone() };
    Ok(RoleDef {
        name: input.name.trim().to_owned(),
        label: input.label.trim().to_owned(),
        about: input.about.trim().to_owned(),
        scope,
        grants: input.grants.iter().map(grant).collect(),
        powers: input.powers.clone(),
        second_factor: input.second_factor,
        like: input.like.clone().filter(|it| !it.is_empty()),
        local: true,
    })
}

/// Nobody changes a role that he holds.
fn own(viewer: &Viewer, people: &People, role: &str) -> Vec<Finding> {
    let held = people
        .posts
        .iter()
        .find(|it| it.roles.iter().any(|it| it == role) && people.holds(&viewer.login, &it.id));
    let said = held.map(|it| {
        let what = format!("您自己的岗位“{}”就是这个角色", it.title);
        finding(Grade::Must, "own_rights", ("角色", role, ""), what, "须由另一名管理员办理")
    });
    said.into_iter().collect()
}

/// Posts that the change would leave without a role, or with roles that do not go together.
fn unfit(new: &Catalog, people: &People, role: &str, removed: bool) -> Vec<Finding> {
    let posts = people.posts.iter().filter(|it| it.roles.iter().any(|it| it == role));
    if removed {
        let titles: Vec<&str> = posts.map(|it| it.title.as_str()).collect();
        if titles.is_empty() {
            return Vec::new();
        }
        let what = format!("还有{}个岗位是这个角色：{}", titles.len(), titles.join("、"));
        let mend = "先在“岗位”里改成别的角色";
        return vec![finding(Grade::Must, "role_needed", ("角色", role, ""), what, mend)];
    }
    posts.flat_map(|it| check_roles(new, it)).collect()
}

/// What roles together may do: each act with each ledger and how far; the powers; the steps of workflows.
#[derive(Default)]
struct Rights {
    acts: BTreeMap<(&'static str, String), (Scope, String)>,
    powers: BTreeSet<String>,
    steps: BTreeSet<String>,
    second_factor: bool,
}

fn rights(catalog: &Catalog, roles: &[String]) -> Rights {
    let mut found = Rights::default();
    for role in roles.iter().filter_map(|it| catalog.role(it)) {
        found.powers.extend(role.powers.iter().cloned());
        found.second_factor |= role.second_factor;
        for def in catalog.ledgers.values() {
            for act in RoleDef::ACTS.iter().filter(|it| role.may(it, &def.id)) {
                let key = (*act, def.id.clone());
                let slot = found.acts.entry(key).or_insert((role.scope, def.title.clone()));
                slot.0 = slot.0.max(role.scope);
            }
            if !(role.may("move", &def.id) || role.may("edit", &def.id)) {
                continue;
            }
            let steps = &catalog.workflow_of(def).moves;
            let named = steps.iter().filter(|it| it.roles.iter().any(|it| role.stands_for(it)));
            found.steps.extend(named.map(|it| format!("《{}》{}", def.title, it.label)));
        }
    }
    found
}

fn differences(before: &Rights, after: &Rights) -> RightsChange {
    let (mut gained, mut lost) = (BTreeMap::new(), BTreeMap::new());
    let (mut wider, mut narrower) = (BTreeMap::new(), BTreeMap::new());
    for (key, (scope, title)) in &after.acts {
        match before.acts.get(key) {
            None => note(&mut gained, key.0, title),
            Some((was, _)) if was < scope => note(&mut wider, key.0, title),
            Some((was, _)) if was > scope => note(&mut narrower, key.0, title),
            Some(_) => {}
        }
    }
    for (key, (_, title)) in before.acts.iter().filter(|it| !after.acts.contains_key(it.0)) {
        note(&mut lost, key.0, title);
    }
    let less = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
        one.difference(other).cloned().collect()
    };
    RightsChange {
        gained: lines(&gained),
        lost: lines(&lost),
        wider: lines(&wider),
        narrower: lines(&narrower),
        powers_gained: less(&after.powers, &before.powers),
        powers_lost: less(&before.powers, &after.powers),
        steps_gained: less(&after.steps, &before.steps),
        steps_lost: less(&before.steps, &after.steps),
        second_factor: after.second_factor != before.second_factor,
    }
}

fn note<'t>(lines: &mut BTreeMap<&'static str, Vec<&'t str>>, act: &'static str, title: &'t str) {
    lines.entry(act).or_default().push(title);
}

fn lines(by: &BTreeMap<&'static str, Vec<&str>>) -> Vec<RightsLine> {
    let line = |act: &'static str| {
        let titles = by.get(act)?;
        let named = titles.iter().take(NAMED_MAX).map(|it| (*it).to_owned());
        Some(RightsLine { act, ledgers: titles.len(), titles: named.collect() })
    };
    RoleDef::ACTS.into_iter().filter_map(line).collect()
}

/// Whether a file of the bureau's own definitions is kept on a page of the administration, not by the definer.
pub(crate) fn is_kept_elsewhere(path: &str) -> bool {
    let own = path.trim_start_matches(LOCAL);
    ["offices.toml", FILE].contains(&own)
        || ["calendar/", "exchanges/"].iter().any(|it| own.starts_with(it))
}
