//! Search (查找): words in every ledger that the viewer sees, at once.
//!
//! Looked for are texts, names, plates, numbers of papers and stakes, in the newest rows of each ledger, until a budget is
//! spent; the answer says what was not looked at.

use std::time::{Duration, Instant};

use axum::routing::get;
use axum::{Json, Router};
use catalog::{LedgerDef, Query as Rows};
use futures_util::StreamExt as _;
use ledger::{Newest, Record};
use serde::{Deserialize, Serialize};
use terms::{Sought, Value};
use tokio::sync::Semaphore;

use crate::api::filter::{sought, word_fields, words};
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::record::state_label;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;

/// Shortest search, in characters: two, as many names and words are.
const CHARS_MIN: usize = 2;
/// Longest search.
const CHARS_MAX: usize = 60;
/// After this no further ledger is begun.
const TIME_MAX: Duration = Duration::from_millis(2_500);
/// Rows of a ledger that are looked at, the newest.
const ROWS_MAX: u32 = 300_000;
/// Hits that are counted in a ledger.
const COUNT_MAX: usize = 100;
/// Ledgers looked through side by side in one search.
const SIDE_BY_SIDE: usize = 3;
/// Ledgers looked through at once by everybody: the rest of the house works on.
static AT_ONCE: Semaphore = Semaphore::const_new(3);
/// Characters shown on either side of a hit.
const AROUND: usize = 16;

/// Routes of the search.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/search", get(search))
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    /// Words, all of which must be there, each in any field, as in the `q` of lists.
    q: String,
    /// Hits shown of one ledger, 1 to 50; 5 when not said.
    limit: Option<usize>,
    /// Only this ledger.
    ledger: Option<String>,
}

/// What was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SearchAnswer {
    /// What was looked for, in every spelling: what is to be marked in the hits.
    words: Vec<String>,
    items: Vec<SearchHit>,
    /// What was found beyond the hits that are shown.
    more: Vec<SearchMore>,
    /// Whether something was not looked at.
    partial: bool,
    /// What was not looked at, in words; empty when everything was.
    text: String,
    /// Titles of ledgers that were not looked through.
    unsearched: Vec<String>,
    /// Titles of ledgers of which the newest records were looked through.
    only_newest: Vec<String>,
    took_ms: u64,
}

/// A record that was found.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SearchHit {
    ledger: String,
    /// Title of the ledger.
    title: String,
    id: String,
    key: String,
    /// The field in which; empty when it cannot be said.
    field: String,
    label: String,
    /// The words around it.
    snippet: String,
    state_label: String,
    office: String,
    /// What the office is called now.
    office_title: String,
}

/// Further hits of a ledger.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SearchMore {
    ledger: String,
    title: String,
    count: usize,
    /// There may be more than `count`.
    at_least: bool,
}

/// What one ledger gave.
enum Outcome {
    Found(Newest),
    /// The time was up before it was looked through.
    Left,
}

/// Looks for words in all ledgers in sight.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(Asked), responses((status = 200, body = SearchAnswer), (status = 400)))]
pub(crate) async fn search(
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Reply<Json<SearchAnswer>> {
    let wanted = wanted(&asked.q)?;
    let limit = asked.limit.unwrap_or(5).clamp(1, 50);
    let began = Instant::now();
    let mut ledgers: Vec<&LedgerDef> = viewer
        .catalog
        .ledgers
        .values()
        .filter(|it| asked.ledger.as_deref().is_none_or(|id| id == it.id))
        .filter(|it| viewer.may(it, "see"))
        .collect();
    let order = |id: &str| viewer.catalog.pages.domain_order(id);
    ledgers.sort_by_key(|it| (order(it.id.split('/').next().unwrap_or("")), it.id.clone()));
    // Not a lazy `map`: futures that borrow are made here, so that their lifetimes are known.
    let mut looking = Vec::with_capacity(ledgers.len());
    for def in &ledgers {
        looking.push(one(&viewer, def, &wanted, limit, began));
    }
    let outcomes: Vec<Reply<Outcome>> =
        futures_util::stream::iter(looking).buffered(SIDE_BY_SIDE).collect().await;
    let (mut items, mut more, mut left, mut older) = (vec![], vec![], vec![], vec![]);
    for (def, outcome) in ledgers.into_iter().zip(outcomes) {
        let found = match outcome? {
            Outcome::Found(found) => found,
            Outcome::Left => {
                left.push(def.title.clone());
                continue;
            }
        };
        if found.older_left {
            older.push(def.title.clone());
        }
        items.extend(found.items.iter().map(|it| hit(&viewer, def, it, &wanted)));
        if found.count > found.items.len() {
            more.push(SearchMore {
                ledger: def.id.clone(),
                title: def.title.clone(),
                count: found.count - found.items.len(),
                at_least: found.more,
            });
        }
    }
    let text = said(&left, &older);
    Ok(Json(SearchAnswer {
        words: wanted.iter().flat_map(|it| it.spellings().to_vec()).collect(),
        items,
        more,
        partial: !text.is_empty(),
        text,
        unsearched: left,
        only_newest: older,
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
    }))
}

/// What was not looked at, in words.
fn said(left: &[String], older: &[String]) -> String {
    let mut said = Vec::new();
    if !left.is_empty() {
        said.push(format!("时间到了，还有{}本台账没有查：{}", left.len(), left.join("、")));
    }
    if !older.is_empty() {
        said.push(format!(
            "{}只查了最新的{}万条，更早的请到台账里筛选",
            older.join("、"),
            ROWS_MAX / 10_000
        ));
    }
    said.join("；")
}

/// The words, if they are as many as can be looked for.
fn wanted(q: &str) -> Reply<Vec<Sought>> {
    if !(CHARS_MIN..=CHARS_MAX).contains(&q.trim().chars().count()) {
        return Err(Refusal::bad(format!("请输入{CHARS_MIN}至{CHARS_MAX}个字")));
    }
    Ok(sought(q))
}

/// Looks through one ledger.
async fn one(
    viewer: &Viewer,
    def: &LedgerDef,
    wanted: &[Sought],
    limit: usize,
    began: Instant,
) -> Reply<Outcome> {
    let Some(sight) = viewer.sight(def, "see") else { return Ok(Outcome::Left) };
    let _turn = AT_ONCE.acquire().await.map_err(|it| anyhow::anyhow!("{it}"))?;
    if began.elapsed() > TIME_MAX {
        return Ok(Outcome::Left);
    }
    if word_fields(viewer, def).is_empty() {
        let none = Newest { items: Vec::new(), count: 0, more: false, older_left: false };
        return Ok(Outcome::Found(none));
    }
    let conditions = sight.into_iter().chain(words(viewer, def, wanted)).collect();
    let query = Rows { ledger: def.id.clone(), lines: None, conditions };
    Ok(Outcome::Found(viewer.base.newest(&query, limit, COUNT_MAX, ROWS_MAX).await?))
}

/// A record that was found, with the field in which.
fn hit(viewer: &Viewer, def: &LedgerDef, record: &Record, wanted: &[Sought]) -> SearchHit {
    let mut fields = word_fields(viewer, def).into_iter();
    let found = fields.find_map(|field| {
        let value = record.row.get(def, &field.name)?;
        let text = value.canonical();
        let first = wanted.first()?;
        let (at, word) = if let Value::Stake(stake) = value {
            (0, (first.stake() == Some(*stake)).then_some(text.as_str())?)
        } else {
            let mut spellings = first.spellings().iter();
            spellings.find_map(|it| Some((text.find(it.as_str())?, it.as_str())))?
        };
        Some((field, around(&text, at, word)))
    });
    let (name, label, snippet) = match found {
        Some((field, snippet)) => {
            (field.name.clone(), field.label.clone(), viewer.catalog.word(field, snippet))
        }
        None => (String::new(), String::new(), String::new()),
    };
    SearchHit {
        ledger: def.id.clone(),
        title: def.title.clone(),
        id: record.id.to_string(),
        key: viewer.reader(def).key(&record.row),
        field: name,
        label,
        snippet,
        state_label: state_label(viewer, def, &record.state),
        office: record.office.clone(),
        office_title: viewer.office_title(&record.office),
    }
}

/// The words around a hit.
fn around(text: &str, at: usize, word: &str) -> String {
    let (before, rest) = text.split_at(at);
    let (hit, behind) = rest.split_at(word.len().min(rest.len()));
    let skipped = before.chars().count().saturating_sub(AROUND);
    let head: String = before.chars().skip(skipped).collect();
    let tail: String = behind.chars().take(AROUND).collect();
    let more = |there: bool| if there { "…" } else { "" };
    let cut = tail.len() < behind.len();
    format!("{}{head}{hit}{tail}{}", more(skipped > 0), more(cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_is_shown_with_the_words_around_it() {
        let text = "二〇二一年六月三十日在省道二六〇线检查货车一辆，车货总质量超过限值，依法卸载后放行，驾驶员签字确认";
        let at = text.find("超过").unwrap();
        assert_eq!(
            around(text, at, "超过"),
            "…二六〇线检查货车一辆，车货总质量超过限值，依法卸载后放行，驾驶员签字…"
        );
        assert_eq!(around("超过", 0, "超过"), "超过");
    }

    #[test]
    fn a_search_is_of_two_to_sixty_characters() {
        assert!(wanted("超").is_err());
        assert_eq!(wanted(" 超限 ").unwrap().len(), 1);
        assert!(wanted(&"超".repeat(61)).is_err());
    }
}
