//! What was done since (此后的变动): which records the chain names behind a place, so that what was worked out of the
//! ledgers may be kept until one of them moves.
//!
//! Every change of a record leaves its entry in the same transaction, and entries become visible in their order. What was
//! read after a mark was taken is therefore as new as the mark; what came later stands behind it.

use uuid::Uuid;

use crate::StoreError;
use crate::db::{Dialect, Statement};
use crate::record::Base;
use crate::schema::{integer, text};
use crate::trail::Mark;

/// What the chain names behind a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The end of the chain now.
    pub mark: Mark,
    /// Ledger and record of every entry about one, each once, in order.
    pub records: Vec<(String, Uuid)>,
}

impl Base {
    /// The records that entries behind a mark name; `None` where there are more entries than `most`, or the chain is another
    /// one: then everything is to be read anew.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn since(&self, mark: &Mark, most: usize) -> Result<Option<Since>, StoreError> {
        let record = match self.db.dialect() {
            Dialect::Sqlite => "record",
            Dialect::Pg => "record::TEXT",
        };
        let sql = format!(
            "SELECT seq, hash, ledger, {record} FROM entry WHERE seq >= $1 ORDER BY seq LIMIT {}",
            most.saturating_add(2)
        );
        let lines = self.db.all(Statement::new(sql, vec![integer(mark.seq)])).await?;
        let mut end = None;
        let mut records = Vec::new();
        for line in &lines {
            let here = Mark { seq: line.must_integer(0)?, hash: line.must_text(1)? };
            if end.is_none() && here != *mark {
                return Ok(None);
            }
            if end.is_some()
                && let Some(record) = line.text(3)?
            {
                let id = Uuid::parse_str(&record);
                let id = id.map_err(|_| StoreError::corrupt(format!("`{record}` is no id")))?;
                records.push((line.must_text(2)?, id));
            }
            end = Some(here);
        }
        records.sort_unstable();
        records.dedup();
        let all = lines.len() <= most.saturating_add(1);
        Ok(end.filter(|_| all).map(|mark| Since { mark, records }))
    }

    /// The end of the chain, when no entry behind a mark is about a ledger; `None` where one is, or the chain is another one.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn untouched(&self, ledger: &str, mark: &Mark) -> Result<Option<Mark>, StoreError> {
        let now = self.mark().await?;
        if now == *mark {
            return Ok(Some(now));
        }
        let sql = "SELECT CAST(COUNT(*) AS BIGINT), \
            CAST(COALESCE((SELECT MAX(seq) FROM entry WHERE ledger = $3), 0) AS BIGINT) \
            FROM entry WHERE seq = $1 AND hash = $2";
        let values = vec![integer(mark.seq), text(mark.hash.clone()), text(ledger)];
        let line = self.db.one(Statement::new(sql, values)).await?;
        let line = line.ok_or_else(|| StoreError::corrupt("a count without a row"))?;
        let same = line.must_integer(0)? == 1;
        // The end was read before: what was done in between is looked at next time.
        Ok((same && line.must_integer(1)? <= mark.seq).then_some(now))
    }
}
