//! The trail (留痕查询): entries of the chain by who, what, where and when, newest first.

use jiff::Timestamp;
use uuid::Uuid;

use crate::StoreError;
use crate::db::Statement;
use crate::entry::{ENTRY, Entry};
use crate::record::Base;
use crate::schema::{at_datum, id_datum, integer, text};

/// Entries on a page at most.
const LIMIT_MAX: usize = 1_000;

/// Which entries are asked for; what is not set asks for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrailQuery {
    /// Who acted.
    pub who: Option<String>,
    /// What was done, such as `update`.
    pub act: Option<String>,
    /// Ledger id.
    pub ledger: Option<String>,
    /// The record.
    pub record: Option<Uuid>,
    /// Not earlier than this.
    pub from: Option<Timestamp>,
    /// Earlier than this.
    pub until: Option<Timestamp>,
    /// Entries before this place in the chain.
    pub before: Option<i64>,
    /// Only what was done by itself, and no part of a batch.
    pub alone: bool,
    /// Entries on the page, 1 to 1,000.
    pub limit: usize,
}

/// A place in the audit chain (留痕位置), to be asked later what came after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub(crate) seq: i64,
    pub(crate) hash: String,
}

impl Base {
    /// The end of the audit chain as it stands.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn mark(&self) -> Result<Mark, StoreError> {
        let sql = "SELECT seq, hash FROM chain WHERE one = 1";
        let line = self.db.one(Statement::new(sql, Vec::new())).await?;
        let line = line.ok_or_else(|| StoreError::corrupt("the chain has no head"))?;
        Ok(Mark { seq: line.must_integer(0)?, hash: line.must_text(1)? })
    }

    /// The end of the chain, when nothing stands behind a mark but these acts; `None` where something else was done, too
    /// much to look at, or the chain is another one.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn unmoved(
        &self,
        mark: &Mark,
        harmless: &[&str],
    ) -> Result<Option<Mark>, StoreError> {
        const LOOKED_AT: usize = 1_000;
        let sql = format!(
            "SELECT seq, hash, act FROM entry WHERE seq >= $1 ORDER BY seq LIMIT {}",
            LOOKED_AT + 1
        );
        let lines = self.db.all(Statement::new(sql, vec![integer(mark.seq)])).await?;
        let mut last = None;
        for line in lines.iter().take(LOOKED_AT) {
            let here = Mark { seq: line.must_integer(0)?, hash: line.must_text(1)? };
            let known = match last.is_none() {
                true => here == *mark,
                false => harmless.contains(&line.must_text(2)?.as_str()),
            };
            if !known {
                return Ok(None);
            }
            last = Some(here);
        }
        Ok(last.filter(|_| lines.len() <= LOOKED_AT))
    }

    /// A page of entries, newest first; the next page begins before the last one's place.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn trail(&self, query: &TrailQuery) -> Result<Vec<Entry>, StoreError> {
        let dialect = self.db.dialect();
        let (mut wheres, mut values) = (Vec::new(), Vec::new());
        let mut add = |column: &str, test: &str, value| {
            values.push(value);
            wheres.push(format!("{column} {test} ${}", values.len()));
        };
        for (column, value) in [("who", &query.who), ("act", &query.act), ("ledger", &query.ledger)]
        {
            if let Some(value) = value {
                add(column, "=", text(value.clone()));
            }
        }
        if let Some(record) = query.record {
            add("record", "=", id_datum(dialect, record));
        }
        if let Some(from) = query.from {
            add("at", ">=", at_datum(dialect, Some(from)));
        }
        if let Some(until) = query.until {
            add("at", "<", at_datum(dialect, Some(until)));
        }
        if let Some(before) = query.before {
            add("seq", "<", integer(before));
        }
        if query.alone {
            wheres.push("batch IS NULL".to_owned());
        }
        let filter = if wheres.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", wheres.join(" AND "))
        };
        let limit = query.limit.clamp(1, LIMIT_MAX);
        let sql = format!(
            "SELECT {} FROM entry{filter} ORDER BY seq DESC LIMIT {limit}",
            ENTRY.join(", ")
        );
        self.db.all(Statement::new(sql, values)).await?.iter().map(Entry::read).collect()
    }

    /// Place and hash of the last entry; 0 and zeros while there is none.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn chain_head(&self) -> Result<(i64, String), StoreError> {
        let sql = "SELECT seq, hash FROM chain WHERE one = 1";
        let line = self.db.one(Statement::new(sql, Vec::new())).await?;
        let line = line.ok_or_else(|| StoreError::corrupt("留痕链表头不在"))?;
        Ok((line.must_integer(0)?, line.must_text(1)?))
    }
}
