//! An entry of the chain in words (留痕说成话): what it names by an id, by the title of today. What it says stays as it was written.

use std::collections::BTreeMap;

use catalog::{Catalog, LedgerDef};
use ledger::Entry;
use serde_json::Value as Json_;
use terms::Period;

use crate::api::account;
use crate::api::guard::Viewer;
use crate::api::refusal::Reply;

/// Titles of what entries name.
pub(crate) struct Titles<'c> {
    catalog: &'c Catalog,
    /// Posts by their id.
    posts: BTreeMap<String, String>,
}

impl<'c> Titles<'c> {
    pub(crate) async fn read(viewer: &'c Viewer) -> Reply<Titles<'c>> {
        let posts = account::posts(&viewer.base).await?.into_iter().map(|it| (it.id, it.title));
        Ok(Titles { catalog: &viewer.catalog, posts: posts.collect() })
    }

    /// The properties of a body that name something by its id, with what staff call it.
    pub(crate) fn of(&self, entry: &Entry, body: &Json_) -> BTreeMap<String, String> {
        let Some(said) = body.as_object() else { return BTreeMap::new() };
        let def = self.catalog.ledgers.get(&entry.ledger);
        let word = |(key, value): (&String, &Json_)| {
            let names: Vec<&str> = match value {
                Json_::String(name) => vec![name],
                Json_::Array(all) => all.iter().filter_map(Json_::as_str).collect(),
                Json_::Null | Json_::Bool(_) | Json_::Number(_) | Json_::Object(_) => return None,
            };
            let titles: Vec<&str> =
                names.iter().filter_map(|it| self.title(entry, def, key, it)).collect();
            let known = !titles.is_empty() && titles.len() == names.len();
            let text =
                if key == "period" { period(value) } else { known.then(|| titles.join("、")) };
            Some((key.clone(), text?))
        };
        said.iter().filter_map(word).collect()
    }

    fn title<'t>(
        &'t self,
        entry: &Entry,
        def: Option<&'t LedgerDef>,
        key: &str,
        name: &'t str,
    ) -> Option<&'t str> {
        let catalog = self.catalog;
        let workflow = def.and_then(|it| catalog.workflows.get(&it.workflow));
        match key {
            "post" | "posts" => self.posts.get(name).map(String::as_str),
            "id" if entry.act == "post" => self.posts.get(name).map(String::as_str),
            "role" | "roles" => catalog.role(name).map(|it| it.label.as_str()),
            "office" => Some(catalog.offices.title(name)),
            "indicator" => catalog.indicator(name).map(|it| it.title.as_str()),
            "exchange" => catalog.exchanges.get(name).map(|it| it.title.as_str()),
            "ledger" => catalog.ledgers.get(name).map(|it| it.title.as_str()),
            "state" | "to" => workflow?.state(name).map(|it| it.label.as_str()),
            "move" | "step" => workflow?.find_move(name).map(|it| it.label.as_str()),
            _ => None,
        }
    }
}

fn period(value: &Json_) -> Option<String> {
    let period: Period = value.as_str()?.parse().ok()?;
    Some(period.in_words())
}
