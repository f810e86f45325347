//! Is everything as it was written? (审计)
//!
//! Walks the chain from the first entry, recomputes every hash, then holds every record, every superseded version,
//! every seal and every attachment against what the chain says of it. Works on one snapshot and streams: memory does
//! not grow with the base.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use catalog::LedgerDef;
use terms::{Finding, Place};
use uuid::Uuid;

use crate::StoreError;
use crate::attachment::path_of;
use crate::check::day_of;
use crate::db::{Dialect, Statement, Tx, quoted};
use crate::entry::{ENTRY, Entry, START, sm3_hex};
use crate::record::Base;
use crate::schema::{id_datum, integer};
use crate::seal::{all_seals, read_row, read_seal, rows_of, seal_digest};
use crate::version::{Version, with_past};
use crate::voucher::Vouchers;
use crate::wipe::noted;
use crate::write::Pen;

/// Findings of one kind at most; the first is the one to start from.
const NAMED: usize = 20;
/// Records held against their entries at once.
const CHUNK: usize = 1_000;

/// What an audit saw (审计结果).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// Entries walked.
    pub entries: u64,
    /// Records and superseded versions held against their entries.
    pub versions: u64,
    /// Attachments whose bytes were read.
    pub attachments: u64,
    /// Seals recomputed.
    pub seals: u64,
    /// Hash of the last entry; two bases with the same head have the same history.
    pub head: String,
    /// Entries whose personal data was erased, by the place of the entry that vouches for them (销毁的凭证).
    pub erased: BTreeMap<i64, Vec<i64>>,
    /// What is wrong, the first broken link first; empty when everything is as it was written.
    pub findings: Vec<Finding>,
}

impl Base {
    /// Audits the base. `progress` hears what was done and what there is to do, in entries and versions.
    ///
    /// # Errors
    /// When the base cannot be read; what is wrong inside is in the report.
    pub async fn audit(
        &self,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<AuditReport, StoreError> {
        let mut report = AuditReport::default();
        let mut tx = self.db.snapshot().await?;
        let sql = "SELECT COUNT(*) FROM entry";
        let entries = tx
            .one(Statement::new(sql, Vec::new()))
            .await?
            .map_or(Ok(0), |it| it.must_integer(0))?;
        // Every version has an entry of its own, so that the second half of the way is about as long as the first.
        let total = u64::try_from(entries).unwrap_or(0).saturating_mul(2);
        walk(&mut tx, &mut report, total, progress).await?;
        for def in self.catalog.ledgers.values() {
            let pen = Pen::new(def);
            hold(&mut tx, &pen, &mut report, total, progress).await?;
            find_deleted(&mut tx, def, &mut report).await?;
        }
        self.check_attachments(&mut tx, &mut report).await?;
        check_seals(&mut tx, &mut report).await?;
        check_wiped(&mut tx, &mut report).await?;
        if self.db.dialect() == Dialect::Sqlite {
            check_pages(&mut tx, &mut report).await?;
        }
        tx.roll_back().await?;
        progress(total, total);
        Ok(report)
    }

    async fn check_attachments(
        &self,
        tx: &mut Tx,
        report: &mut AuditReport,
    ) -> Result<(), StoreError> {
        let sql = "SELECT a.digest, a.size, MIN(u.name) FROM attachment a LEFT JOIN attachment_use u ON u.digest = a.digest \
            GROUP BY a.digest, a.size ORDER BY a.digest";
        for line in tx.all(Statement::new(sql, Vec::new())).await? {
            let digest = line.must_text(0)?;
            let path = path_of(&self.files, &digest)?;
            report.attachments += 1;
            let what = match fs::read(&path) {
                Err(error) => {
                    format!("附件“{}”读不出来（{error}）", line.text(2)?.unwrap_or_default())
                }
                Ok(bytes) if sm3_hex(&bytes) != digest => {
                    format!(
                        "附件“{}”的内容被改动，与登记的摘要不同",
                        line.text(2)?.unwrap_or_default()
                    )
                }
                Ok(_) => continue,
            };
            let place = Place::Whole { name: path.display().to_string() };
            report.findings.push(Finding::must(
                "attachment_changed",
                place,
                what,
                "请从备份中找回原文件，放回原处",
            ));
        }
        Ok(())
    }
}

/// The chain itself: numbers without gaps, each entry bound to the one before, the head where the last entry is.
async fn walk(
    tx: &mut Tx,
    report: &mut AuditReport,
    total: u64,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<(), StoreError> {
    let (mut seq, mut hash) = (0_i64, START.to_owned());
    let mut broken = 0;
    let columns: Vec<String> = ENTRY.iter().map(|it| quoted(it)).collect();
    let sql = format!("SELECT {} FROM entry ORDER BY seq", columns.join(", "));
    let vouchers = Vouchers::load(tx).await?;
    let findings = &mut report.findings;
    let (entries, erased) = (&mut report.entries, &mut report.erased);
    tx.each(Statement::new(sql, Vec::new()), |line| {
        *entries += 1;
        if entries.is_multiple_of(5_000) {
            progress(*entries, total);
        }
        // An entry whose very fields cannot be read any more is a broken link, not a failure of the audit.
        let (what, found) = match Entry::read(&line) {
            Err(error) => (Some(format!("内容无法识读（{error}）")), None),
            Ok(entry) if entry.seq != seq + 1 => {
                (Some(format!("前面缺少第 {} 条留痕", seq + 1)), Some(entry))
            }
            Ok(entry) if entry.prev != hash => (Some("与前一条留痕接不上".to_owned()), Some(entry)),
            Ok(entry) if entry.computed_hash() != entry.hash => match vouchers.of(&entry) {
                Some(by) => {
                    erased.entry(by).or_default().push(entry.seq);
                    (None, Some(entry))
                }
                None => (Some("内容与它的哈希值不符，被人改动过".to_owned()), Some(entry)),
            },
            Ok(entry) => (None, Some(entry)),
        };
        if let Some(what) = what {
            broken += 1;
            if broken <= NAMED {
                findings.push(broken_link(seq + 1, found.as_ref(), &what));
            }
        }
        match found {
            Some(entry) => (seq, hash) = (entry.seq, entry.hash),
            None => seq += 1,
        }
        Ok(())
    })
    .await?;
    let line =
        tx.one(Statement::new("SELECT seq, hash FROM chain WHERE one = 1", Vec::new())).await?;
    let head =
        line.map(|it| Ok::<_, StoreError>((it.must_integer(0)?, it.must_text(1)?))).transpose()?;
    if head.as_ref() != Some(&(seq, hash.clone())) {
        let place = Place::Whole { name: "留痕".to_owned() };
        let what = match head {
            None => "链表头不见了".to_owned(),
            Some((number, _)) if number > seq => {
                format!("末尾缺少第 {} 至 {number} 条留痕", seq + 1)
            }
            Some(_) => "链表头与最后一条留痕不符".to_owned(),
        };
        report.findings.push(Finding::must(
            "chain_head",
            place,
            what,
            "请停止使用，从最近的备份核对恢复",
        ));
    }
    report.head = hash;
    Ok(())
}

fn broken_link(expected: i64, entry: Option<&Entry>, what: &str) -> Finding {
    let seq = entry.map_or(expected, |it| it.seq);
    let place = Place::Whole { name: format!("第 {seq} 条留痕") };
    let about = entry.map_or_else(String::new, |it| {
        let record =
            it.record.map(|id| format!("，记录 {id} 第 {} 版", it.version)).unwrap_or_default();
        let ledger =
            if it.ledger.is_empty() { String::new() } else { format!("，台账 {}", it.ledger) };
        format!("（{}由{}办理的 {}{ledger}{record}）", day_of(it.at), it.who, it.act)
    });
    let mend = "请对照备份查明改动，从备份恢复；此前的留痕不受影响";
    Finding::must("broken_link", place, format!("{what}{about}"), mend)
}

/// Every record and every superseded version against the digest in its entry.
async fn hold(
    tx: &mut Tx,
    pen: &Pen<'_>,
    report: &mut AuditReport,
    total: u64,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<(), StoreError> {
    let dialect = tx.dialect();
    let mut named = 0;
    let mut after = Uuid::nil();
    loop {
        let now = quoted(&pen.def.table());
        let sql = format!(
            "SELECT {} FROM {now} t WHERE t.id > $1 ORDER BY t.id LIMIT $2",
            pen.shape.select_list("t")
        );
        let limit = integer(i64::try_from(CHUNK).unwrap_or(1_000));
        let mut current = Vec::with_capacity(CHUNK);
        for line in tx.all(Statement::new(sql, vec![id_datum(dialect, after), limit])).await? {
            current.push(pen.shape.read(&line, 0)?);
        }
        let Some((first, last)) =
            current.first().map(|it| it.id).zip(current.last().map(|it| it.id))
        else {
            return Ok(());
        };
        after = last;
        let versions = with_past(tx, pen, current).await?;
        let range = vec![id_datum(dialect, first), id_datum(dialect, last)];
        let sql = "SELECT record, version, row_digest FROM entry WHERE record BETWEEN $1 AND $2 ORDER BY record, seq";
        let mut digests: BTreeMap<(Uuid, i64), String> = BTreeMap::new();
        let mut newest: BTreeMap<Uuid, i64> = BTreeMap::new();
        for line in tx.all(Statement::new(sql, range)).await? {
            let (id, version) = (line.id(0)?, line.must_integer(1)?);
            digests.insert((id, version), line.must_text(2)?);
            let highest = newest.entry(id).or_insert(version);
            *highest = version.max(*highest);
        }
        for version in &versions {
            let record = &version.record;
            let what = match digests.get(&(record.id, record.version)) {
                None => Some("没有对应的留痕，是绕过程序写进去的"),
                Some(digest) if *digest != pen.canon.digest(record) => {
                    Some("与留痕不符，被人绕过程序改动过")
                }
                Some(_)
                    if version.until.is_none()
                        && newest.get(&record.id) != Some(&record.version) =>
                {
                    Some("不是最后一版，被人绕过程序退回过")
                }
                Some(_) => None,
            };
            if let Some(what) = what {
                named += 1;
                if named <= NAMED {
                    report.findings.push(edited(pen.def, version, what));
                }
            }
        }
        report.versions += u64::try_from(versions.len()).unwrap_or(0);
        progress((report.entries + report.versions).min(total), total);
    }
}

fn edited(def: &LedgerDef, version: &Version, what: &str) -> Finding {
    let record = &version.record;
    let place = Place::Field {
        ledger: def.title.clone(),
        record: record.row.key(def),
        field: String::new(),
    };
    let which = if version.until.is_some() { "历史" } else { "现行" };
    let what = format!("{which}第 {} 版{what}（记录 {}）", record.version, record.id);
    Finding::must("edited_behind", place, what, "请对照历史和备份查明，改回后再用程序办理变更")
}

/// Records that entries speak of and tables no longer have.
async fn find_deleted(
    tx: &mut Tx,
    def: &LedgerDef,
    report: &mut AuditReport,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT e.record, MAX(e.seq) FROM entry e WHERE e.ledger = $1 AND e.record IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM {} t WHERE t.id = e.record) GROUP BY e.record ORDER BY MAX(e.seq) LIMIT 20",
        quoted(&def.table())
    );
    for line in tx.all(Statement::new(sql, vec![crate::schema::text(def.id.clone())])).await? {
        let place = Place::Field {
            ledger: def.title.clone(),
            record: line.id(0)?.to_string(),
            field: String::new(),
        };
        let what =
            format!("记录不见了，最后一条留痕是第 {} 条；被人绕过程序删除", line.must_integer(1)?);
        report.findings.push(Finding::must(
            "deleted_behind",
            place,
            what,
            "请从备份中找回这条记录",
        ));
    }
    Ok(())
}

/// Seals against their own digest, and against the digest that the chain remembers.
async fn check_seals(tx: &mut Tx, report: &mut AuditReport) -> Result<(), StoreError> {
    let dialect = tx.dialect();
    let mut remembered = BTreeSet::new();
    let sql = "SELECT body FROM entry WHERE act = 'seal'";
    for line in tx.all(Statement::new(sql, Vec::new())).await? {
        let body: serde_json::Value = serde_json::from_str(&line.must_text(0)?).unwrap_or_default();
        let word = |name: &str| {
            body.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
        };
        remembered.insert((word("seal"), word("digest")));
    }
    for line in tx.all(all_seals()).await? {
        let seal = read_seal(&line)?;
        report.seals += 1;
        let rows = tx.all(rows_of(dialect, seal.id)).await?;
        let rows = rows.iter().map(read_row).collect::<Result<Vec<_>, _>>()?;
        let whole = seal_digest(seal.value, &rows) == seal.digest;
        if !whole || !remembered.contains(&(seal.id.to_string(), seal.digest.clone())) {
            let place =
                Place::Whole { name: format!("{} {}", seal.indicator, seal.period.in_words()) };
            let what = format!("{}封存的数与留痕不符，被人绕过程序改动过", day_of(seal.at));
            report.findings.push(Finding::must(
                "seal_changed",
                place,
                what,
                "请对照备份查明，写明理由后重新封存",
            ));
        }
    }
    Ok(())
}

/// What was erased must also be gone from the files.
async fn check_wiped(tx: &mut Tx, report: &mut AuditReport) -> Result<(), StoreError> {
    if tx.one(noted()).await?.is_some() {
        let place = Place::Whole { name: "数据库文件".to_owned() };
        let what = "有已经销毁的内容还没有从文件里清掉";
        report.findings.push(Finding::verify("wipe", place, what, "请运行 tongtu erase"));
    }
    Ok(())
}

/// Figures are answered from indexes: whether they say the same as their tables, and every page is whole.
async fn check_pages(tx: &mut Tx, report: &mut AuditReport) -> Result<(), StoreError> {
    for line in tx.all(Statement::new("PRAGMA integrity_check(20)", Vec::new())).await? {
        let said = line.must_text(0)?;
        if said != "ok" {
            let place = Place::Whole { name: "数据库文件".to_owned() };
            report.findings.push(Finding::must(
                "damaged_file",
                place,
                format!("数据库文件的页或索引与表不一致（{said}）"),
                "请停止使用，用 tongtu restore 从备份恢复",
            ));
        }
    }
    Ok(())
}
