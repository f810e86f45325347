//! One record loses its personal data everywhere in the base (清除): rows and superseded rows, child rows, entries,
//! attachments. What stood is verified first, so that nobody can hide a change behind an erasure.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{EraseDef, LedgerDef};
use serde_json::json;
use terms::Finding;
use uuid::Uuid;

use crate::StoreError;
use crate::check::record_place;
use crate::db::{Dialect, Statement, quoted};
use crate::entry::{ENTRY, Entry, Writing};
use crate::record::Record;
use crate::redact::Redaction;
use crate::schema::{history, id_datum, integer, text};
use crate::version::{Version, with_past};
use crate::voucher::Vouchers;
use crate::write::Pen;

/// What was taken from one record.
pub(crate) struct Purged {
    /// The record as it stands, without what went.
    pub(crate) record: Record,
    /// For the entry of the erasure, as JSON: fields, law, attachments, and every changed entry with its hash now.
    pub(crate) erased: String,
    /// Entries that lost something.
    pub(crate) entries: usize,
    /// Attachments that went.
    pub(crate) attachments: usize,
    /// What a person must look at besides.
    pub(crate) findings: Vec<Finding>,
}

/// Takes personal data from records of one ledger.
pub(crate) struct Purge<'a> {
    pub(crate) pen: &'a Pen<'a>,
    pub(crate) redaction: Redaction<'a>,
}

impl<'a> Purge<'a> {
    pub(crate) fn new(pen: &'a Pen<'a>, erase: &'a EraseDef) -> Purge<'a> {
        Purge { pen, redaction: Redaction { def: pen.def, erase } }
    }

    fn def(&self) -> &LedgerDef {
        self.pen.def
    }

    fn erase(&self) -> &EraseDef {
        self.redaction.erase
    }

    /// Takes everything; gives the record as it stands then, or the findings when what stood was not as written.
    ///
    /// # Errors
    /// When the base cannot be read or written.
    pub(crate) async fn run(
        &self,
        writing: &mut Writing,
        record: &Record,
    ) -> Result<Result<Purged, Finding>, StoreError> {
        let entries = self.entries(writing, record.id).await?;
        let mut versions = with_past(&mut writing.tx, self.pen, vec![bare(record)]).await?;
        if let Some(finding) = self.distrust(record, &entries, &versions) {
            return Ok(Err(finding));
        }
        let mut words = BTreeSet::new();
        for version in &versions {
            self.redaction.words(&version.record.row, &mut words);
        }
        let (uses, digests) = self.attachments(writing, record.id, &versions).await?;
        for version in &mut versions {
            self.redaction.clear(&mut version.record.row);
        }
        let vouched = self.rewrite(writing, &entries, &versions, &words, &digests).await?;
        self.clear_tables(writing, record.id).await?;
        let (files, shared) = drop_attachments(writing, &uses).await?;
        let mut cleared = record.clone();
        self.redaction.clear(&mut cleared.row);
        let mut findings = Vec::new();
        let left = self.redaction.left_in(&cleared.row, &words);
        if !left.is_empty() {
            let what = format!("“{}”里还写着已销毁的内容", left.join("、"));
            let place = record_place(self.def(), &cleared.row, left[0]);
            findings.push(Finding::verify(
                "erased_left",
                place,
                what,
                "请核对，把其中的个人信息删去",
            ));
        }
        if shared > 0 {
            let what = format!("{shared}个附件别的记录也在用，文件没有删");
            let place = record_place(self.def(), &cleared.row, "");
            findings.push(Finding::verify(
                "erased_shared",
                place,
                what,
                "请核对那条记录该不该留这个附件",
            ));
        }
        let erase = self.erase();
        let fields = erase.fields.iter().cloned();
        let fields = fields.chain(erase.line_fields.iter().map(|it| format!("{}.{}", it.0, it.1)));
        let erased = json!({
            "fields": fields.collect::<Vec<_>>(), "cite": erase.cite, "attachments": uses.len(),
            "files": files, "entries": vouched,
        });
        let entries = vouched.len();
        let (erased, attachments) = (erased.to_string(), uses.len());
        Ok(Ok(Purged { record: cleared, erased, entries, attachments, findings }))
    }

    async fn entries(&self, writing: &mut Writing, id: Uuid) -> Result<Vec<Entry>, StoreError> {
        let sql = format!(
            "SELECT {} FROM entry WHERE record = $1 AND ledger = $2 ORDER BY seq",
            ENTRY.join(", ")
        );
        let values = vec![id_datum(writing.dialect(), id), text(self.def().id.clone())];
        writing.tx.all(Statement::new(sql, values)).await?.iter().map(Entry::read).collect()
    }

    /// What was changed behind the program must be cleared up before it is erased.
    fn distrust(
        &self,
        record: &Record,
        entries: &[Entry],
        versions: &[Version],
    ) -> Option<Finding> {
        let mut vouchers = Vouchers::default();
        let mut digests: BTreeMap<i64, &str> = BTreeMap::new();
        for entry in entries {
            vouchers.take(entry);
            digests.insert(entry.version, &entry.row_digest);
        }
        let changed = |it: &&Entry| it.computed_hash() != it.hash && vouchers.of(it).is_none();
        let what = if let Some(entry) = entries.iter().find(changed) {
            format!("第 {} 条留痕的内容与它的哈希值不符", entry.seq)
        } else {
            let strange = |it: &&Version| {
                digests.get(&it.record.version).copied()
                    != Some(self.pen.canon.digest(&it.record).as_str())
            };
            format!("第 {} 版与留痕不符", versions.iter().find(strange)?.record.version)
        };
        let place = record_place(self.def(), &record.row, "");
        let what = format!("{what}，没有销毁");
        Some(Finding::must("erase_distrust", place, what, "先用 tongtu audit 查明，改正后再销毁"))
    }

    /// Writes the entries anew that hold something; their places, with the hash of what stands there now.
    async fn rewrite(
        &self,
        writing: &mut Writing,
        entries: &[Entry],
        versions: &[Version],
        words: &BTreeSet<String>,
        files: &BTreeSet<String>,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        let digests: BTreeMap<i64, String> = versions
            .iter()
            .map(|it| (it.record.version, self.pen.canon.digest(&it.record)))
            .collect();
        let mut vouched = Vec::new();
        for entry in entries {
            let mut now = entry.clone();
            if let Some(body) = self.redaction.body(&entry.body, words, files)? {
                now.body = body;
            }
            if let Some(digest) = digests.get(&entry.version).filter(|_| !now.row_digest.is_empty())
            {
                now.row_digest.clone_from(digest);
            }
            if now == *entry {
                continue;
            }
            let sql = "UPDATE entry SET body = $1, row_digest = $2 WHERE seq = $3";
            vouched.push((now.seq, now.computed_hash()));
            let values = vec![text(now.body), text(now.row_digest), integer(now.seq)];
            writing.tx.run(Statement::new(sql, values)).await?;
        }
        Ok(vouched)
    }

    async fn clear_tables(&self, writing: &mut Writing, id: Uuid) -> Result<(), StoreError> {
        let def = self.def();
        let mut wanted: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
        for name in &self.erase().fields {
            wanted.entry((def.table(), "id")).or_default().push(format!("{} = NULL", quoted(name)));
        }
        for (lines, name) in &self.erase().line_fields {
            let table = (def.line_table(lines), "record_id");
            wanted.entry(table).or_default().push(format!("{} = NULL", quoted(name)));
        }
        for ((table, key), sets) in wanted {
            for table in [history(&table), table] {
                let sql =
                    format!("UPDATE {} SET {} WHERE {key} = $1", quoted(&table), sets.join(", "));
                let values = vec![id_datum(writing.dialect(), id)];
                writing.tx.run(Statement::new(sql, values)).await?;
            }
        }
        Ok(())
    }

    /// The attachments that go: the places of their use with their digests, and all digests together.
    async fn attachments(
        &self,
        writing: &mut Writing,
        id: Uuid,
        versions: &[Version],
    ) -> Result<(Vec<(i64, String)>, BTreeSet<String>), StoreError> {
        let mut named = BTreeSet::new();
        for version in versions {
            self.redaction.files(&version.record.row, &mut named);
        }
        let sql = "SELECT seq, field, digest FROM attachment_use WHERE record = $1 ORDER BY seq";
        let values = vec![id_datum(writing.dialect(), id)];
        let mut uses = Vec::new();
        for line in writing.tx.all(Statement::new(sql, values)).await? {
            let (field, digest) = (line.must_text(1)?, line.must_text(2)?);
            let erase = self.erase();
            if erase.attachments || erase.takes(&field) || named.contains(&digest) {
                named.insert(digest.clone());
                uses.push((line.must_integer(0)?, digest));
            }
        }
        Ok((uses, named))
    }
}

/// The row alone: child rows are read with all versions.
fn bare(record: &Record) -> Record {
    let mut record = record.clone();
    record.row.lines.clear();
    record
}

/// Drops uses of attachments, and the attachments that nobody uses then; how many others use stay.
async fn drop_attachments(
    writing: &mut Writing,
    uses: &[(i64, String)],
) -> Result<(Vec<String>, usize), StoreError> {
    for (seq, _) in uses {
        let sql = "DELETE FROM attachment_use WHERE seq = $1";
        writing.tx.run(Statement::new(sql, vec![integer(*seq)])).await?;
    }
    let digests: BTreeSet<&String> = uses.iter().map(|it| &it.1).collect();
    let (mut files, mut shared) = (Vec::new(), 0);
    for digest in digests {
        let one = match writing.dialect() {
            Dialect::Sqlite => "1",
            Dialect::Pg => "1::BIGINT",
        };
        let sql = format!("SELECT {one} FROM attachment_use WHERE digest = $1 LIMIT 1");
        if writing.tx.one(Statement::new(sql, vec![text(digest.clone())])).await?.is_some() {
            shared += 1;
            continue;
        }
        let sql = "DELETE FROM attachment WHERE digest = $1";
        writing.tx.run(Statement::new(sql, vec![text(digest.clone())])).await?;
        files.push(digest.clone());
    }
    Ok((files, shared))
}
