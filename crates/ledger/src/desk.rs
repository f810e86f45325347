//! The desk (案头): what the program keeps beside the ledgers, such as accounts, posts, sessions, drafts of reports and what a
//! person prefers. One row is one paper: a kind, an id, a version and a JSON body whose shape its owner knows.
//!
//! Ledgers have typed tables because staff count and sum over them; nobody sums over papers. A paper that matters is
//! written with its entry in the audit chain, in the same transaction; what only remembers how somebody likes
//! their screen leaves none.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use uuid::Uuid;

use crate::db::{Dialect, Line, Statement, Tx};
use crate::entry::{Draft, Writing};
use crate::record::{Act, Base};
use crate::schema::{at_datum, at_type, id_datum, integer, integer_type, must_at, text};
use crate::{SaveError, StoreError};

/// Greatest size of a body: 16 MB.
pub const PAPER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A paper on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is, such as `account`.
    pub kind: String,
    /// Its name within its kind.
    pub id: String,
    /// From 1, one more with every change.
    pub version: i64,
    /// JSON.
    pub body: String,
    /// When it was last written.
    pub at: Timestamp,
    /// Who wrote it last.
    pub who: String,
}

/// A paper to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperInput {
    /// What it is.
    pub kind: &'static str,
    /// Its name within its kind, at most 200 bytes.
    pub id: String,
    /// The version that the writer saw: 0 for a new one; `None` to write over whatever stands.
    pub version: Option<i64>,
    /// JSON; `None` takes the paper away.
    pub body: Option<String>,
    /// What the entry in the audit chain says, as JSON without secrets; none leaves no entry.
    pub note: Option<String>,
}

/// Columns of a paper, in order.
const PAPER: &str = "kind, name, version, body, at, who";

/// The table, when a base has none yet.
pub(crate) fn table(dialect: Dialect) -> String {
    let strict = if dialect == Dialect::Sqlite { " STRICT" } else { "" };
    format!(
        "CREATE TABLE paper (kind TEXT NOT NULL, name TEXT NOT NULL, version {} NOT NULL, body TEXT NOT NULL, \
         at {} NOT NULL, who TEXT NOT NULL, PRIMARY KEY (kind, name)){strict}",
        integer_type(dialect),
        at_type(dialect)
    )
}

impl Base {
    /// The paper of this kind and id; `None` when there is none.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn paper(&self, kind: &str, id: &str) -> Result<Option<Paper>, StoreError> {
        let sql = format!("SELECT {PAPER} FROM paper WHERE kind = $1 AND name = $2");
        let line = self.db.one(Statement::new(sql, vec![text(kind), text(id)])).await?;
        line.as_ref().map(read).transpose()
    }

    /// As [`Base::paper`], from memory where it was read before: for what every request asks. Only this process's own writes
    /// are noticed.
    ///
    /// # Errors
    /// As [`Base::paper`].
    pub async fn paper_in_mind(
        &self,
        kind: &'static str,
        id: &str,
    ) -> Result<Option<Arc<Paper>>, StoreError> {
        let key = (kind, id.to_owned());
        let turn = match self.mind.recall(&key) {
            Ok(paper) => return Ok(Some(paper)),
            Err(turn) => turn,
        };
        let Some(paper) = self.paper(kind, id).await?.map(Arc::new) else { return Ok(None) };
        self.mind.keep(turn, key, &paper);
        Ok(Some(paper))
    }

    /// All papers of a kind, by id.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn papers(&self, kind: &str) -> Result<Vec<Paper>, StoreError> {
        let sql = format!("SELECT {PAPER} FROM paper WHERE kind = $1 ORDER BY name");
        self.db.all(Statement::new(sql, vec![text(kind)])).await?.iter().map(read).collect()
    }

    /// Writes papers, all or none, in one transaction with their entries. Whether the acting person may is asked before,
    /// by who owns the kind.
    ///
    /// # Errors
    /// [`SaveError::Stale`] when somebody wrote first; [`SaveError::Store`].
    pub async fn write_papers(&self, act: &Act, papers: &[PaperInput]) -> Result<(), SaveError> {
        let mut writing = Writing::begin(&self.db, act).await?;
        // Whether it is saved or fails half-way: what was read before or meanwhile is not relied upon.
        let _afterwards = Forget { mind: &self.mind, papers };
        for paper in papers {
            if let Err(reason) = write(&mut writing, paper).await {
                return writing.give_up(reason).await;
            }
        }
        // A transaction that notes nothing writes nothing to the chain, but its papers must stay.
        writing.commit_all().await?;
        Ok(())
    }

    /// Leaves an entry about something that changes no table, such as a sign-in or personal data being shown (留痕).
    ///
    /// # Errors
    /// When the base cannot be written.
    pub async fn note(
        &self,
        act: &Act,
        what: &'static str,
        about: Option<(&str, Uuid, i64)>,
        body: String,
    ) -> Result<(), SaveError> {
        let mut writing = Writing::begin(&self.db, act).await?;
        let (ledger, record, version) = match about {
            Some((ledger, record, version)) => (ledger.to_owned(), Some(record), version),
            None => (String::new(), None, 0),
        };
        // About a record it vouches for the very row that stood before it: the audit takes the last entry of a version.
        let row_digest = match record {
            Some(record) => match vouched(&mut writing, record, version).await {
                Ok(digest) => digest,
                Err(reason) => return writing.give_up(reason.into()).await,
            },
            None => String::new(),
        };
        writing.note(Draft { act: what, ledger, record, version, batch: None, body, row_digest });
        writing.commit().await?;
        Ok(())
    }
}

/// Papers that are kept in memory.
#[derive(Debug, Default)]
pub(crate) struct Mind(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Counts what was forgotten: a paper read before a write and kept after it would stay for ever.
    turn: u64,
    papers: BTreeMap<(&'static str, String), Arc<Paper>>,
}

impl Mind {
    /// The paper, or the turn in which it is not there.
    fn recall(&self, key: &(&'static str, String)) -> Result<Arc<Paper>, u64> {
        let kept = self.0.lock().unwrap_or_else(|it| it.into_inner());
        kept.papers.get(key).cloned().ok_or(kept.turn)
    }

    fn keep(&self, turn: u64, key: (&'static str, String), paper: &Arc<Paper>) {
        const PAPERS_MAX: usize = 2_000;
        let mut kept = self.0.lock().unwrap_or_else(|it| it.into_inner());
        if kept.papers.len() >= PAPERS_MAX {
            kept.papers.clear();
        }
        if kept.turn == turn {
            kept.papers.insert(key, Arc::clone(paper));
        }
    }

    fn forget(&self, papers: &[PaperInput]) {
        let mut kept = self.0.lock().unwrap_or_else(|it| it.into_inner());
        kept.turn += 1;
        for paper in papers {
            kept.papers.remove(&(paper.kind, paper.id.clone()));
        }
    }
}

/// Forgets papers when a write of them is over.
struct Forget<'a> {
    mind: &'a Mind,
    papers: &'a [PaperInput],
}

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        self.mind.forget(self.papers);
    }
}

/// The digest of a record's version, as its last entry says it.
async fn vouched(writing: &mut Writing, record: Uuid, version: i64) -> Result<String, StoreError> {
    let sql =
        "SELECT row_digest FROM entry WHERE record = $1 AND version = $2 ORDER BY seq DESC LIMIT 1";
    let values = vec![id_datum(writing.dialect(), record), integer(version)];
    let line = writing.tx.one(Statement::new(sql, values)).await?;
    Ok(line.map(|it| it.must_text(0)).transpose()?.unwrap_or_default())
}

async fn write(writing: &mut Writing, paper: &PaperInput) -> Result<(), SaveError> {
    let standing = standing(&mut writing.tx, paper).await?;
    if let (Some(given), have) = (paper.version, standing.as_ref().map_or(0, |it| it.version))
        && given != have
    {
        let (by, at) = standing.map_or((String::new(), writing.at()), |it| (it.who, it.at));
        return Err(SaveError::Stale { have, given, by, at });
    }
    if paper.id.len() > 200 || paper.body.as_ref().is_some_and(|it| it.len() > PAPER_BYTES_MAX) {
        let what = StoreError::Value { value: paper.id.clone(), column: paper.kind.to_owned() };
        return Err(what.into());
    }
    let statement = match &paper.body {
        None => {
            let sql = "DELETE FROM paper WHERE kind = $1 AND name = $2";
            Statement::new(sql, vec![text(paper.kind), text(paper.id.clone())])
        }
        Some(body) => {
            let sql = format!(
                "INSERT INTO paper ({PAPER}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind, name) DO UPDATE \
                 SET version = excluded.version, body = excluded.body, at = excluded.at, who = excluded.who"
            );
            let version = standing.as_ref().map_or(1, |it| it.version + 1);
            let (at, who) = (at_datum(writing.dialect(), Some(writing.at())), writing.who());
            let who = text(who.to_owned());
            let id = text(paper.id.clone());
            Statement::new(
                sql,
                vec![text(paper.kind), id, integer(version), text(body.clone()), at, who],
            )
        }
    };
    writing.tx.run(statement).await?;
    if let Some(note) = &paper.note {
        writing.note(Draft {
            act: paper.kind,
            ledger: String::new(),
            record: None,
            version: 0,
            batch: None,
            body: note.clone(),
            row_digest: String::new(),
        });
    }
    Ok(())
}

async fn standing(tx: &mut Tx, paper: &PaperInput) -> Result<Option<Paper>, StoreError> {
    let sql = format!("SELECT {PAPER} FROM paper WHERE kind = $1 AND name = $2");
    let line = tx.one(Statement::new(sql, vec![text(paper.kind), text(paper.id.clone())])).await?;
    line.as_ref().map(read).transpose()
}

fn read(line: &Line) -> Result<Paper, StoreError> {
    Ok(Paper {
        kind: line.must_text(0)?,
        id: line.must_text(1)?,
        version: line.must_integer(2)?,
        body: line.must_text(3)?,
        at: must_at(line, 4)?,
        who: line.must_text(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(version: i64) -> Arc<Paper> {
        let (kind, id) = ("post".to_owned(), "clerk".to_owned());
        let who = "某".to_owned();
        Arc::new(Paper { kind, id, version, body: "{}".to_owned(), at: Timestamp::UNIX_EPOCH, who })
    }

    #[test]
    fn a_paper_read_before_a_write_is_not_kept_after_it() {
        let mind = Mind::default();
        let key = ("post", "clerk".to_owned());
        let write = PaperInput {
            kind: "post",
            id: "clerk".to_owned(),
            version: None,
            body: None,
            note: None,
        };
        // Somebody reads the first version; before they keep it, the second is written.
        let before = mind.recall(&key).unwrap_err();
        drop(Forget { mind: &mind, papers: std::slice::from_ref(&write) });
        mind.keep(before, key.clone(), &paper(1));
        let turn = mind.recall(&key).expect_err("the first version is not kept");
        mind.keep(turn, key.clone(), &paper(2));
        assert_eq!(mind.recall(&key).map(|it| it.version), Ok(2));
        // Whatever becomes of a write, what it was about is read anew.
        drop(Forget { mind: &mind, papers: &[write] });
        assert!(mind.recall(&key).is_err());
    }
}
