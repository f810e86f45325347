//! The audit chain: one entry for every change, in the same transaction (留痕).
//!
//! `hash = SM3(prev ‖ LF ‖ header ‖ LF ‖ body)`, where the header is a JSON array of everything but the body and the body
//! is kept byte for byte. Whoever changes, removes or inserts an entry afterwards breaks the chain at that place.
//! Bodies hold what changed, personal data included: they are the legal record; whoever shows them masks them.

use std::fmt::Write as _;

use catalog::{FieldDef, LedgerDef, LineRow, Row};
use jiff::Timestamp;
use sea_query::Value as Datum;
use sm3::{Digest, Sm3};
use terms::Value;
use uuid::Uuid;

use crate::db::{Db, Dialect, Line, Statement, Tx};
use crate::record::{Act, Record};
use crate::schema::{at_datum, at_text, id_datum, integer, micros, must_at, text};
use crate::{SaveError, StoreError};

/// One line of the audit chain (留痕).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position in the chain, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// Their office.
    pub office: String,
    /// What was done: `create`, `update`, `move`, `withdraw`, `restore`, `import`, `undo`, `attach`, `seal`, `migrate`; `account`,
    /// `post`, `draft` and other papers of the desk; `sign_in`, `unmask`.
    pub act: String,
    /// Ledger id; empty where the act is about no ledger.
    pub ledger: String,
    /// The record.
    pub record: Option<Uuid>,
    /// Version of the record after the act; 0 where there is no record.
    pub version: i64,
    /// The batch it belongs to.
    pub batch: Option<Uuid>,
    /// What changed, as JSON; personal data is not masked.
    pub body: String,
    /// SM3 over the canonical row after the act; empty where there is no record.
    pub row_digest: String,
    /// Hash of the entry before.
    pub prev: String,
    /// Hash of this entry.
    pub hash: String,
}

/// What an entry says, before it gets its place in the chain.
pub(crate) struct Draft {
    pub(crate) act: &'static str,
    pub(crate) ledger: String,
    pub(crate) record: Option<Uuid>,
    pub(crate) version: i64,
    pub(crate) batch: Option<Uuid>,
    pub(crate) body: String,
    pub(crate) row_digest: String,
}

/// Columns of the entry table, in order.
pub(crate) const ENTRY: [&str; 13] = [
    "seq",
    "at",
    "who",
    "office",
    "act",
    "ledger",
    "record",
    "version",
    "batch",
    "body",
    "row_digest",
    "prev",
    "hash",
];

/// Hash before the first entry.
pub(crate) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const LOCK: &str = "SELECT seq, hash, salt FROM chain WHERE one = 1";

/// The head of the chain while somebody writes, with the entries that wait to be written.
pub(crate) struct Chain {
    dialect: Dialect,
    seq: i64,
    hash: String,
    salt: i64,
    at: Timestamp,
    who: String,
    office: String,
    drafts: Vec<Datum>,
    dirty: bool,
}

impl Chain {
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The id of the record that the next entry creates: a `UUIDv7` whose counter is the place in the chain, so that ids
    /// are unique in the base and in order of entry (RFC 9562, 6.2).
    pub(crate) fn next_id(&self) -> Uuid {
        let millis = u128::try_from(self.at.as_millisecond()).unwrap_or(0) & 0xffff_ffff_ffff;
        let counter = u128::try_from(self.seq + 1).unwrap_or(0) & 0x3ff_ffff_ffff;
        let salt = u128::try_from(self.salt).unwrap_or(0) & 0xffff_ffff;
        let bits = (millis << 80)
            | (0x7 << 76)
            | ((counter >> 30) << 64)
            | (0b10 << 62)
            | ((counter & 0x3fff_ffff) << 32)
            | salt;
        Uuid::from_u128(bits)
    }

    /// Adds an entry to the chain; it is written with the others at the end. Gives its place.
    pub(crate) fn note(&mut self, draft: Draft) -> i64 {
        self.seq += 1;
        self.dirty = true;
        let entry = Entry {
            seq: self.seq,
            at: self.at,
            who: self.who.clone(),
            office: self.office.clone(),
            act: draft.act.to_owned(),
            ledger: draft.ledger,
            record: draft.record,
            version: draft.version,
            batch: draft.batch,
            body: draft.body,
            row_digest: draft.row_digest,
            prev: std::mem::take(&mut self.hash),
            hash: String::new(),
        };
        self.hash = entry.computed_hash();
        let dialect = self.dialect;
        let id = |id: Option<Uuid>| match (id, dialect) {
            (Some(id), _) => id_datum(dialect, id),
            (None, Dialect::Sqlite) => Datum::String(None),
            (None, Dialect::Pg) => Datum::Uuid(None),
        };
        let (record, batch) = (id(entry.record), id(entry.batch));
        self.drafts.extend([
            integer(entry.seq),
            at_datum(dialect, Some(entry.at)),
            text(entry.who),
            text(entry.office),
            text(entry.act),
            text(entry.ledger),
            record,
            integer(entry.version),
            batch,
            text(entry.body),
            text(entry.row_digest),
            text(entry.prev),
            text(self.hash.clone()),
        ]);
        self.seq
    }

    /// The entries that wait, for writing them now.
    pub(crate) fn take_drafts(&mut self) -> Vec<Datum> {
        std::mem::take(&mut self.drafts)
    }
}

/// A transaction that writes, holding the head of the chain: whoever begins one waits for the one before.
pub(crate) struct Writing {
    pub(crate) tx: Tx,
    pub(crate) chain: Chain,
}

impl Writing {
    /// Begins a transaction and takes the head of the chain.
    pub(crate) async fn begin(db: &Db, act: &Act) -> Result<Writing, StoreError> {
        let mut tx = db.begin().await?;
        let sql = match tx.dialect() {
            Dialect::Sqlite => LOCK.to_owned(),
            Dialect::Pg => format!("{LOCK} FOR UPDATE"),
        };
        let line = tx.one(Statement::new(sql, Vec::new())).await?;
        let line = line.ok_or_else(|| StoreError::corrupt("留痕链表头不在"))?;
        let chain = Chain {
            dialect: tx.dialect(),
            seq: line.must_integer(0)?,
            hash: line.must_text(1)?,
            salt: line.must_integer(2)?,
            at: micros(act.at),
            who: act.who.clone(),
            office: act.office.clone(),
            drafts: Vec::new(),
            dirty: false,
        };
        Ok(Writing { tx, chain })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.chain.dialect
    }

    pub(crate) fn who(&self) -> &str {
        &self.chain.who
    }

    pub(crate) fn at(&self) -> Timestamp {
        self.chain.at
    }

    /// See [`Chain::next_id`].
    pub(crate) fn next_id(&self) -> Uuid {
        self.chain.next_id()
    }

    /// See [`Chain::note`].
    pub(crate) fn note(&mut self, draft: Draft) -> i64 {
        self.chain.note(draft)
    }

    /// Writes what is left, moves the head of the chain and makes everything durable.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        if !self.chain.dirty {
            return self.tx.roll_back().await;
        }
        let drafts = self.chain.take_drafts();
        self.tx.insert_rows("entry", &ENTRY, drafts).await?;
        let at = at_datum(self.chain.dialect, Some(self.chain.at));
        let values = vec![integer(self.chain.seq), text(self.chain.hash), at];
        let sql = "UPDATE chain SET seq = $1, hash = $2, at = $3 WHERE one = 1";
        self.tx.run(Statement::new(sql, values)).await?;
        self.tx.commit().await
    }

    /// As [`Writing::commit`], also when no entry was noted: for what leaves none.
    pub(crate) async fn commit_all(self) -> Result<(), StoreError> {
        if self.chain.dirty { self.commit().await } else { self.tx.commit().await }
    }

    /// Takes everything back and hands on the reason.
    pub(crate) async fn give_up<T>(self, reason: SaveError) -> Result<T, SaveError> {
        self.tx.roll_back().await?;
        Err(reason)
    }
}

impl Entry {
    /// Reads an entry whose columns are [`ENTRY`].
    pub(crate) fn read(line: &Line) -> Result<Entry, StoreError> {
        let id = |at: usize| -> Result<Option<Uuid>, StoreError> {
            if line.is_null(at)? { Ok(None) } else { line.id(at).map(Some) }
        };
        Ok(Entry {
            seq: line.must_integer(0)?,
            at: must_at(line, 1)?,
            who: line.must_text(2)?,
            office: line.must_text(3)?,
            act: line.must_text(4)?,
            ledger: line.must_text(5)?,
            record: id(6)?,
            version: line.must_integer(7)?,
            batch: id(8)?,
            body: line.must_text(9)?,
            row_digest: line.must_text(10)?,
            prev: line.must_text(11)?,
            hash: line.must_text(12)?,
        })
    }

    /// The hash that this entry must have.
    #[must_use]
    pub fn computed_hash(&self) -> String {
        let mut header = String::with_capacity(400);
        header.push_str(&self.prev);
        header.push_str("\n[");
        let _ = write!(header, "{},\"{}\"", self.seq, at_text(self.at));
        for part in [&self.who, &self.office, &self.act, &self.ledger] {
            header.push(',');
            json_text(&mut header, part);
        }
        let id = |id: Option<Uuid>| id.map(|it| it.hyphenated().to_string()).unwrap_or_default();
        let _ = writeln!(
            header,
            ",\"{}\",{},\"{}\",\"{}\"]",
            id(self.record),
            self.version,
            id(self.batch),
            self.row_digest
        );
        let mut hasher = Sm3::new();
        hasher.update(header.as_bytes());
        hasher.update(self.body.as_bytes());
        hex(&hasher.finalize())
    }
}

/// Writes rows of one ledger as canonical JSON: fields sorted by name, only those set, values as canonical text.
/// A field added to the definition later, or moved in it, leaves what was written unchanged.
pub(crate) struct Canon<'a> {
    fields: Vec<(usize, String)>,
    lines: Vec<(&'a FieldDef, Vec<(usize, String)>)>,
}

fn sorted(fields: &[FieldDef]) -> Vec<(usize, String)> {
    let mut sorted: Vec<(usize, &str)> =
        fields.iter().map(|it| it.name.as_str()).enumerate().collect();
    sorted.sort_by_key(|it| it.1);
    sorted.into_iter().map(|(place, name)| (place, format!("\"{name}\":"))).collect()
}

impl<'a> Canon<'a> {
    pub(crate) fn new(def: &'a LedgerDef) -> Canon<'a> {
        let mut lines: Vec<_> =
            def.lines().map(|(field, fields)| (field, sorted(fields))).collect();
        lines.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        Canon { fields: sorted(&def.fields), lines }
    }

    /// The values: `{"no":"1"}`, with the child rows under `"lines"` behind, as `,"lines":{…}` when there are any.
    pub(crate) fn values(&self, row: &Row, out: &mut String) {
        out.push_str("\"fields\":");
        object(&self.fields, &row.values, out);
        let mut first = true;
        for (field, fields) in &self.lines {
            let rows = row.lines.get(&field.name).map(Vec::as_slice).unwrap_or_default();
            if rows.is_empty() {
                continue;
            }
            out.push_str(if first { ",\"lines\":{" } else { "," });
            first = false;
            let _ = write!(out, "\"{}\":", field.name);
            array(fields, rows, out);
        }
        if !first {
            out.push('}');
        }
    }

    /// SM3 over the record as it stands.
    pub(crate) fn digest(&self, record: &Record) -> String {
        let mut values = String::with_capacity(1024);
        self.values(&record.row, &mut values);
        digest_with(record, &values)
    }

    /// What differs between two rows, as the inside of a JSON object: `"change":{"no":["1","2"]},"lines":{…}`.
    /// `None` when nothing differs.
    pub(crate) fn difference(&self, old: &Row, new: &Row) -> Option<String> {
        let mut out = String::new();
        let mut first = true;
        for (place, name) in &self.fields {
            let (was, is) = (
                old.values.get(*place).and_then(Option::as_ref),
                new.values.get(*place).and_then(Option::as_ref),
            );
            if was == is {
                continue;
            }
            out.push_str(if first { "\"change\":{" } else { "," });
            first = false;
            out.push_str(name);
            out.push('[');
            json_value(&mut out, was);
            out.push(',');
            json_value(&mut out, is);
            out.push(']');
        }
        if !first {
            out.push('}');
        }
        let mut opened = false;
        for (field, fields) in &self.lines {
            let was = old.lines.get(&field.name).map(Vec::as_slice).unwrap_or_default();
            let is = new.lines.get(&field.name).map(Vec::as_slice).unwrap_or_default();
            if was == is {
                continue;
            }
            if !opened {
                out.push_str(if out.is_empty() { "\"lines\":{" } else { ",\"lines\":{" });
            } else {
                out.push(',');
            }
            opened = true;
            let _ = write!(out, "\"{}\":[", field.name);
            array(fields, was, &mut out);
            out.push(',');
            array(fields, is, &mut out);
            out.push(']');
        }
        if opened {
            out.push('}');
        }
        (!out.is_empty()).then_some(out)
    }
}

/// SM3 over a record whose values were already written by [`Canon::values`].
pub(crate) fn digest_with(record: &Record, values: &str) -> String {
    let mut head = String::with_capacity(320);
    let _ = write!(head, "{{\"id\":\"{}\",\"ledger\":\"{}\",\"state\":", record.id, record.ledger);
    json_text(&mut head, &record.state);
    let _ = write!(head, ",\"version\":{},\"office\":", record.version);
    json_text(&mut head, &record.office);
    let _ = write!(head, ",\"created\":[\"{}\",", at_text(record.created_at));
    json_text(&mut head, &record.created_by);
    let _ = write!(head, "],\"updated\":[\"{}\",", at_text(record.updated_at));
    json_text(&mut head, &record.updated_by);
    let _ = write!(
        head,
        "],\"withdrawn\":\"{}\",",
        record.withdrawn_at.map(at_text).unwrap_or_default()
    );
    let mut hasher = Sm3::new();
    hasher.update(head.as_bytes());
    hasher.update(values.as_bytes());
    hasher.update(b"}");
    hex(&hasher.finalize())
}

fn object(fields: &[(usize, String)], values: &[Option<Value>], out: &mut String) {
    out.push('{');
    let mut first = true;
    for (place, name) in fields {
        if let Some(value) = values.get(*place).and_then(Option::as_ref) {
            if !first {
                out.push(',');
            }
            first = false;
            out.push_str(name);
            json_value(out, Some(value));
        }
    }
    out.push('}');
}

fn array(fields: &[(usize, String)], rows: &[LineRow], out: &mut String) {
    out.push('[');
    for (place, row) in rows.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        object(fields, row, out);
    }
    out.push(']');
}

fn json_value(out: &mut String, value: Option<&Value>) {
    match value {
        None => out.push_str("null"),
        Some(Value::Text(text)) => json_text(out, text),
        Some(
            value @ (Value::Integer(_)
            | Value::Decimal(_)
            | Value::Money(_)
            | Value::Mass(_)
            | Value::Stake(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::YesNo(_)),
        ) => {
            // Canonical texts of numbers, days and stakes hold nothing that JSON escapes.
            out.push('"');
            out.push_str(&value.canonical());
            out.push('"');
        }
    }
}

/// A JSON string: quotes, backslashes and control characters escaped, everything else as it is.
pub(crate) fn json_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|mark: char| mark == '"' || mark == '\\' || mark < ' ') {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let mut marks = tail.chars();
        match marks.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some(mark) => {
                let _ = write!(out, "\\u{:04x}", u32::from(mark));
            }
            None => {}
        }
        rest = marks.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Lower-case hex of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

/// SM3 digest of bytes (GB/T 32905-2016), 64 lower-case hex digits.
#[must_use]
pub fn sm3_hex(bytes: &[u8]) -> String {
    hex(&Sm3::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_that_of_the_standard() {
        // GB/T 32905-2016, appendix A.1.
        assert_eq!(
            sm3_hex(b"abc"),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn json_strings_read_back_as_they_were() {
        for text in
            ["", "粤R12345 黄", "a\"b\\c", "一\n二\t三", "'; DROP TABLE entry; --", "🚚", "\u{1}"]
        {
            let mut out = String::new();
            json_text(&mut out, text);
            assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text, "{out}");
        }
    }
}
