//! What was erased is taken out of the files too (清盘): databases leave old bytes where rows were.
//!
//! The erasure notes in its own transaction that wiping is to do; the note goes when it is done. So a run that was cut
//! off is finished by the next. What stays beyond our reach is the log of a PostgreSQL server and copies elsewhere.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::time::Duration;

use serde_json::Value as Json;
use terms::{Finding, Place};

use crate::attachment::path_of;
use crate::db::{Db, Dialect, Statement, Tx, quoted};
use crate::record::Base;
use crate::schema::{history, text};
use crate::voucher::ERASE;
use crate::{SaveError, StoreError};

/// Name of the note in `base_meta`.
const NOTE: &str = "wipe";

/// How long wiping waits for others who may still see the old rows, in steps of a tenth of a second.
const WAITS: u32 = 100;

/// Notes that wiping is to do; on PostgreSQL with the number of the transaction, which nobody may be older than then.
pub(crate) async fn note(tx: &mut Tx) -> Result<(), StoreError> {
    let value = match tx.dialect() {
        Dialect::Sqlite => "'1'",
        Dialect::Pg => "pg_current_xact_id()::xid::TEXT",
    };
    let sql = format!(
        "INSERT INTO base_meta (name, value) VALUES ($1, {value}) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    );
    tx.run(Statement::new(sql, vec![text(NOTE)])).await?;
    Ok(())
}

/// Takes the note away: wiping is done, or the files are new.
pub(crate) async fn forget(tx: &mut Tx) -> Result<(), StoreError> {
    let sql = "DELETE FROM base_meta WHERE name = $1";
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
        let Some(line) = self.db.one(noted()).await? else { return Ok(()) };
        let since = line.must_text(0)?;
        self.drop_files().await?;
        let done = match &self.db {
            Db::Sqlite { .. } => {
                // Statistics keep samples of values.
                self.analyse().await?;
                self.db.run_alone(Statement::new("VACUUM", Vec::new())).await?;
                self.db.fold_log().await?
            }
            Db::Pg { .. } => {
                let free = self.nobody_sees(&since).await?;
                for table in self.touched_tables() {
                    let sql = format!("VACUUM (FULL, ANALYZE) {}", quoted(&table));
                    self.db.run_alone(Statement::new(sql, Vec::new())).await?;
                }
                self.wipe_statistics().await?;
                free
            }
        };
        if !done {
            let place = Place::Whole { name: "数据库".to_owned() };
            let what = "别的程序正在读库，旧页还没有清掉";
            let mend = "已经销毁，不会再显示；等别的程序读完，再运行一次 tongtu erase";
            return Err(SaveError::Findings(vec![Finding::must("wipe", place, what, mend)]));
        }
        let mut tx = self.db.begin().await?;
        forget(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Waits until no transaction of this database is as old as the erasure: rows that one may still see are kept by
    /// `VACUUM`. False when it was waited for in vain.
    async fn nobody_sees(&self, since: &str) -> Result<bool, StoreError> {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
            AND pid <> pg_backend_pid() \
            AND GREATEST(age(backend_xmin), age(backend_xid)) >= age($1::TEXT::xid)";
        for _ in 0..WAITS {
            let statement = Statement::new(sql, vec![text(since)]);
            let older = self.db.one(statement).await?.map_or(Ok(0), |it| it.must_integer(0))?;
            if older == 0 {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(false)
    }

    /// A ledger that gained its erasure later has samples of its values in the statistics of PostgreSQL.
    async fn wipe_statistics(&self) -> Result<(), StoreError> {
        let mut columns = vec!["entry.body".to_owned(), "attachment_use.name".to_owned()];
        for def in self.catalog.ledgers.values() {
            let Some(erase) = &def.erase else { continue };
            let own = erase.fields.iter().map(|it| (def.table(), it));
            let of_lines = erase.line_fields.iter().map(|it| (def.line_table(&it.0), &it.1));
            for (table, name) in own.chain(of_lines) {
                columns.extend([format!("{}.{name}", history(&table)), format!("{table}.{name}")]);
            }
        }
        let columns: Vec<String> = columns.iter().map(|it| format!("'{it}'")).collect();
        let sql = format!(
            "SELECT COUNT(*) FROM pg_stats WHERE schemaname = current_schema() AND tablename || '.' || attname IN ({})",
            columns.join(", ")
        );
        let sampled = self.db.one(Statement::new(sql, Vec::new())).await?;
        if sampled.map_or(Ok(0), |it| it.must_integer(0))? > 0 {
            let sql = "VACUUM (FULL) pg_catalog.pg_statistic";
            self.db.run_alone(Statement::new(sql, Vec::new())).await?;
        }
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
