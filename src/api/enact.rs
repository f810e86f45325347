//! Definitions put in force (定义生效): one way for the definer and for the administrator's pages. What is shown before is what
//! is done after: both read the change against what stands.

use axum::http::StatusCode;
use ledger::PaperInput;
use serde_json::{Value as Json_, json};
use terms::{Finding, Grade, Place};

use crate::api::account::{self, Account, Post};
use crate::api::fresh::Reports;
use crate::api::guard::Viewer;
use crate::api::refusal::{Refusal, Reply};
use crate::api::standing::Clocks;
use crate::api::state::{Shared, World};
use crate::api::totals::Totals;
use crate::flow::define::{self, Change, Effect};

/// Puts a sound change in force for every request that begins, with its entry in the trail: `about` names what was
/// changed, `note` says how. Whoever calls holds the turn to define, and read the change against `world`.
pub(crate) async fn enact(
    state: &Shared,
    viewer: &Viewer,
    world: &World,
    effect: Effect,
    change: &Change,
    about: (&str, Json_),
) -> Reply<()> {
    if !effect.is_sound() {
        return Err(Refusal::findings(effect.definitions.findings));
    }
    let base = define::take(&state.place, &world.base, &effect, change).await?;
    let fingerprint = &effect.definitions.catalog.fingerprint;
    let files: Vec<Json_> =
        change.files.iter().map(|it| json!({ "path": it.path, "text": it.text })).collect();
    let names: Vec<&str> = change.files.iter().map(|it| it.path.as_str()).collect();
    let note = json!({
        "what": about.0, "change": about.1, "files": names, "deleted": change.delete,
        "steps": effect.steps, "fingerprint": fingerprint,
    });
    let body = json!({ "files": files, "digest": ledger::digest(fingerprint.as_bytes()) });
    let paper = PaperInput {
        kind: "definition",
        id: about.0.to_owned(),
        version: None,
        body: Some(body.to_string()),
        note: Some(note.to_string()),
    };
    base.write_papers(&viewer.act(), &[paper]).await?;
    state.replace(World {
        catalog: effect.definitions.catalog,
        base,
        from: effect.definitions.from,
        files: effect.definitions.files,
        reports: Reports::default(),
        clocks: Clocks::default(),
        totals: Totals::default(),
    });
    Ok(())
}

/// Refuses a change that was made over definitions which are no longer those in force; none seen is none asked.
pub(crate) fn still(world: &World, seen: &str) -> Reply<()> {
    if seen.is_empty() || seen == world.catalog.fingerprint {
        return Ok(());
    }
    let text = "定义刚被别人改过，请刷新，看过新的再改";
    Err(Refusal::new(StatusCode::CONFLICT, "stale", text))
}

/// Refuses a change while something in it must be mended; only that is told.
pub(crate) fn need_mended(findings: &[Finding]) -> Reply<()> {
    let must: Vec<Finding> =
        findings.iter().filter(|it| it.grade == Grade::Must).cloned().collect();
    if must.is_empty() { Ok(()) } else { Err(Refusal::findings(must)) }
}

/// A finding about one thing of a page of the administration.
pub(crate) fn finding(
    grade: Grade,
    rule: &'static str,
    about: (&str, &str, &str),
    what: impl Into<String>,
    mend: impl Into<String>,
) -> Finding {
    let (ledger, record, field) = about;
    let place = Place::Field {
        ledger: ledger.to_owned(),
        record: record.to_owned(),
        field: field.to_owned(),
    };
    Finding { rule, grade, place, what: what.into(), mend: mend.into() }
}

/// What the loader says of the file that a page writes, at the place that the page knows.
pub(crate) fn on_the_page(findings: Vec<Finding>, page: &str) -> Vec<Finding> {
    let placed = |mut it: Finding| {
        if matches!(&it.place, Place::Text { file, .. } if file.starts_with(catalog::LOCAL)) {
            it.place = Place::Whole { name: page.to_owned() };
        }
        it
    };
    findings.into_iter().map(placed).collect()
}

/// Nobody hands rights to himself: what widens or narrows the acting administrator's own posts is another's to do.
pub(crate) fn not_own(what: &str) -> Refusal {
    let text = format!("{what}是您自己的，须由另一名管理员办理");
    Refusal::new(StatusCode::FORBIDDEN, "own_rights", text)
}

/// The people and posts of the bureau, read once for a page.
pub(crate) struct People {
    pub(crate) accounts: Vec<Account>,
    pub(crate) posts: Vec<Post>,
}

impl People {
    pub(crate) async fn read(world: &World) -> Reply<People> {
        let (accounts, posts) =
            (account::all(&world.base).await?, account::posts(&world.base).await?);
        Ok(People { accounts, posts })
    }

    /// Posts that somebody may sign in with.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter(|it| !it.closed)
    }

    /// Names of those who hold a post now.
    pub(crate) fn holders(&self, post: &str) -> Vec<&str> {
        let held = |it: &&Account| it.active && it.posts.iter().any(|it| it == post);
        self.accounts.iter().filter(held).map(|it| it.name.as_str()).collect()
    }

    /// Whether a person holds a post, in use or not.
    pub(crate) fn holds(&self, login: &str, post: &str) -> bool {
        let own = self.accounts.iter().find(|it| it.login == login);
        own.is_some_and(|it| it.posts.iter().any(|it| it == post))
    }
}
