//! What was erased is taken out of the files too (清盘): databases leave old bytes where rows were.
//!
//! The erasure notes in its own transaction that wiping is to do; the note goes when it is done. So a run that was cut
//! off is finished by the next. What stays beyond our reach is the log of a PostgreSQL server and copies elsewhere.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use serde_json::Value as Json;

use crate::attachment::path_of;
use crate::db::{Db, Statement, Tx, quoted};
use crate::record::Base;
use crate::schema::{history, text};
use crate::voucher::ERASE;
use crate::{SaveError, StoreError};
use terms::{Finding, Place};

/// Name of the note in `base_meta`.
const NOTE: &str = "wipe";

/// Notes that wiping is to do.
pub(crate) async fn note(tx: &mut Tx) -> Result<(), StoreError> {
    let sql = "INSERT INTO base_meta (name, value) VALUES ($1, '1') ON CONFLICT (name) DO NOTHING";
    tx.run(Statement::new(sql, vec![text(NOTE)])).await?;
    Ok(())
}

/// Whether wiping is to do.
pub(crate) fn noted() -> Statement {
    Statement::new("SELECT value FROM base_meta WHERE name = $1", vec![text(NOTE)])
}

impl Base {
    /// Takes erased data out of the files of base and attachments (清盘), when an erasure noted that this is to do.
    ///
    /// # Errors
    /// [`SaveError::Findings`] when another program is reading and keeps the old pages; what was erased stays erased.
    /// [`SaveError::Store`].
    pub async fn wipe(&self) -> Result<(), SaveError> {
        if self.db.one(noted()).await?.is_none() {
            return Ok(());
        }
        self.drop_files().await?;
        match &self.db {
            Db::Sqlite { .. } => {
                // Statistics keep samples of values.
                self.analyse().await?;
                self.db.run_alone(Statement::new("VACUUM", Vec::new())).await?;
            }
            Db::Pg { .. } => {
                for table in self.touched_tables() {
                    let sql = format!("VACUUM (FULL, ANALYZE) {}", quoted(&table));
                    self.db.run_alone(Statement::new(sql, Vec::new())).await?;
                }
            }
        }
        if !self.db.fold_log().await? {
            let place = Place::Whole { name: "数据库".to_owned() };
            let what = "别的程序正在读库，旧页还没有清掉";
            let mend = "已经销毁，不会再显示；请关掉别的程序后再运行一次 tongtu erase";
            return Err(SaveError::Findings(vec![Finding::must("wipe", place, what, mend)]));
        }
        let mut tx = self.db.begin().await?;
        let sql = "DELETE FROM base_meta WHERE name = $1";
        tx.run(Statement::new(sql, vec![text(NOTE)])).await?;
        tx.commit().await?;
        Ok(())
    }

    fn touched_tables(&self) -> BTreeSet<String> {
        let mut tables = BTreeSet::from(["entry".to_owned(), "attachment_use".to_owned()]);
        for def in self.catalog.ledgers.values().filter(|it| it.erase.is_some()) {
            let lines = def.lines().map(|it| def.line_table(&it.0.name));
            for table in lines.chain([def.table()]) {
                tables.extend([history(&table), table]);
            }
        }
        tables
    }

    /// Removes the bytes of attachments that erasures dropped and nobody handed in again.
    async fn drop_files(&self) -> Result<(), StoreError> {
        let sql = "SELECT digest FROM attachment";
        let kept = self.db.all(Statement::new(sql, Vec::new())).await?;
        let kept: BTreeSet<String> =
            kept.iter().map(|it| it.must_text(0)).collect::<Result<_, _>>()?;
        let sql = format!("SELECT body FROM entry WHERE act = '{ERASE}'");
        for line in self.db.all(Statement::new(sql, Vec::new())).await? {
            let body: Json = serde_json::from_str(&line.must_text(0)?).unwrap_or_default();
            let files = body.get("erased").and_then(|it| it.get("files")).and_then(Json::as_array);
            for digest in files.into_iter().flatten().filter_map(Json::as_str) {
                if kept.contains(digest) {
                    continue;
                }
                let path = path_of(&self.files, digest)?;
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(StoreError::file(path)(error));
                    }
                    Ok(()) | Err(_) => {}
                }
            }
        }
        Ok(())
    }
}
