//! What later entries vouch for (销毁的凭证).
//!
//! When personal data is erased, the bodies of earlier entries lose it, and so no longer meet their own hash. The entry
//! of the erasure lists each of them with the hash of what stands there now. Such a body is accepted as long as the
//! entry that vouches for it is itself intact; any other change is still found.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::StoreError;
use crate::db::{Statement, Tx};
use crate::entry::{ENTRY, Entry};

/// The act of entries that vouch.
pub(crate) const ERASE: &str = "erase";

/// What an entry is since its erasure, and which entry says so.
struct Voucher {
    hash: String,
    by: i64,
    record: Option<Uuid>,
}

/// The vouchers of a base or of one record, by the place of the entry that they vouch for.
#[derive(Default)]
pub(crate) struct Vouchers(BTreeMap<i64, Voucher>);

impl Vouchers {
    /// All vouchers of the base.
    pub(crate) async fn load(tx: &mut Tx) -> Result<Vouchers, StoreError> {
        let mut vouchers = Vouchers::default();
        let sql =
            format!("SELECT {} FROM entry WHERE act = '{ERASE}' ORDER BY seq", ENTRY.join(", "));
        tx.each(Statement::new(sql, Vec::new()), |line| {
            // What cannot be read vouches for nothing; the walk along the chain says that it is broken.
            if let Ok(entry) = Entry::read(&line) {
                vouchers.take(&entry);
            }
            Ok(())
        })
        .await?;
        Ok(vouchers)
    }

    /// Takes what an entry vouches for; one that was changed vouches for nothing. A later one stands for an earlier.
    pub(crate) fn take(&mut self, entry: &Entry) {
        if entry.act != ERASE || entry.computed_hash() != entry.hash {
            return;
        }
        let body: Json = serde_json::from_str(&entry.body).unwrap_or_default();
        let list = body.get("erased").and_then(|it| it.get("entries")).and_then(Json::as_array);
        for one in list.into_iter().flatten() {
            let (Some(seq), Some(hash)) =
                (one.get(0).and_then(Json::as_i64), one.get(1).and_then(Json::as_str))
            else {
                continue;
            };
            if seq < entry.seq {
                let hash = hash.to_owned();
                self.0.insert(seq, Voucher { hash, by: entry.seq, record: entry.record });
            }
        }
    }

    /// The place of the entry that vouches for what this one is now; none when nobody does.
    pub(crate) fn of(&self, entry: &Entry) -> Option<i64> {
        let voucher = self.0.get(&entry.seq)?;
        let same = voucher.record == entry.record && voucher.hash == entry.computed_hash();
        same.then_some(voucher.by)
    }
}
