//! The history of one record (变更历史): every version with who, when, what act and why, and which fields changed; and
//! the record as it stood at an earlier time.

use catalog::{Catalog, FieldDef, LedgerDef};
use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::StoreError;
use crate::db::Statement;
use crate::entry::{ENTRY, Entry};
use crate::list::load;
use crate::record::{Base, Reader, Record};
use crate::schema::{id_datum, text};
use crate::select::Scope;

/// One step in the life of a record (变更).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryStep {
    /// Position of its entry in the audit chain.
    pub seq: i64,
    /// Version of the record after the step, from 1; an act that changes no field (an attachment) keeps the version.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// Their office.
    pub office: String,
    /// What was done: `create`, `update`, `move`, `withdraw`, `import`, `undo`, `attach`, …
    pub act: String,
    /// Name of the workflow's move, where the step was one.
    pub step: Option<String>,
    /// Why; empty where no reason was given.
    pub reason: String,
    /// The batch that it came with.
    pub batch: Option<Uuid>,
    /// What changed, in the order of the definition; then state, office and withdrawal.
    pub changes: Vec<FieldChange>,
}

/// One changed field; values are canonical texts, personal data is not masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Name of the field; `state`, `office` or `withdrawn_at` for what every record carries.
    pub field: String,
    /// Label of the field.
    pub label: String,
    /// What stood; none where it was not set.
    pub old: Option<String>,
    /// What stands; none where it is not set any more. Child rows are one text: rows separated by `；`.
    pub new: Option<String>,
}

impl Base {
    /// All steps of a record, oldest first; none when there is no such record.
    ///
    /// # Errors
    /// When the ledger is not in the catalog or an entry cannot be read; when the database fails.
    pub async fn history(&self, ledger: &str, id: Uuid) -> Result<Vec<HistoryStep>, StoreError> {
        let def = self.def(ledger)?;
        let sql = format!(
            "SELECT {} FROM entry WHERE record = $1 AND ledger = $2 ORDER BY seq",
            ENTRY.join(", ")
        );
        let values = vec![id_datum(self.db.dialect(), id), text(ledger)];
        let lines = self.db.all(Statement::new(sql, values)).await?;
        lines.iter().map(|line| step_of(&self.catalog, def, Entry::read(line)?)).collect()
    }

    /// The record as it stood at a time of the system, with its child rows; none when it was not entered yet or was
    /// withdrawn by then.
    ///
    /// # Errors
    /// When the ledger is not in the catalog; when the database fails.
    pub async fn at(
        &self,
        ledger: &str,
        id: Uuid,
        known_at: Timestamp,
    ) -> Result<Option<Record>, StoreError> {
        let scope = Scope {
            dialect: self.db.dialect(),
            def: self.def(ledger)?,
            lines: None,
            known_at: Some(known_at),
            catalog: None,
            by_link: false,
            by_standing: false,
        };
        Ok(load(&mut Reader::Db(&self.db), &scope, &[id]).await?.pop())
    }
}

fn step_of(catalog: &Catalog, def: &LedgerDef, entry: Entry) -> Result<HistoryStep, StoreError> {
    let unreadable = || StoreError::corrupt(format!("留痕第{}条的内容", entry.seq));
    let Json::Object(body) = serde_json::from_str(&entry.body).map_err(|_| unreadable())? else {
        return Err(unreadable());
    };
    let said = |name: &str| body.get(name).and_then(Json::as_str).map(str::to_owned);
    Ok(HistoryStep {
        step: said("move"),
        reason: said("reason").unwrap_or_default(),
        changes: changes_of(catalog, def, &body),
        seq: entry.seq,
        version: entry.version,
        at: entry.at,
        who: entry.who,
        office: entry.office,
        act: entry.act,
        batch: entry.batch,
    })
}

fn changes_of(catalog: &Catalog, def: &LedgerDef, body: &Map<String, Json>) -> Vec<FieldChange> {
    let created = body.get("fields").and_then(Json::as_object);
    let changed = body.get("change").and_then(Json::as_object);
    let lines = body.get("lines").and_then(Json::as_object);
    let mut changes = Vec::new();
    for field in &def.fields {
        let fields = def.line_fields(&field.name);
        let found = match fields {
            Some(_) => lines.and_then(|it| it.get(&field.name)),
            None => created.or(changed).and_then(|it| it.get(&field.name)),
        };
        let Some(found) = found else {
            continue;
        };
        let (old, new) = match created {
            Some(_) => (None, shown(catalog, found, fields)),
            None => (shown(catalog, &found[0], fields), shown(catalog, &found[1], fields)),
        };
        changes.push(FieldChange {
            field: field.name.clone(),
            label: field.label.clone(),
            old,
            new,
        });
    }
    for (name, label) in [("state", "状态"), ("office", "责任股室")] {
        let Some(found) = body.get(name) else {
            continue;
        };
        let (old, new) = match created {
            Some(_) => (None, shown(catalog, found, None)),
            None => (shown(catalog, &found[0], None), shown(catalog, &found[1], None)),
        };
        changes.push(FieldChange { field: name.to_owned(), label: label.to_owned(), old, new });
    }
    if let Some(withdrawn) = body.get("withdrawn").and_then(Json::as_bool) {
        let say = |yes: bool| Some(if yes { "已撤销" } else { "有效" }.to_owned());
        changes.push(FieldChange {
            field: "withdrawn_at".to_owned(),
            label: "撤销".to_owned(),
            old: say(!withdrawn),
            new: say(withdrawn),
        });
    }
    changes
}

fn shown(catalog: &Catalog, value: &Json, fields: Option<&[FieldDef]>) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Array(rows) if rows.is_empty() => None,
        Json::Array(rows) => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| line_shown(catalog, row, fields.unwrap_or_default()))
                .collect();
            Some(rows.join("；"))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => None,
    }
}

fn line_shown(catalog: &Catalog, row: &Json, fields: &[FieldDef]) -> String {
    let parts: Vec<String> = fields
        .iter()
        .filter_map(|field| {
            let value = row.get(&field.name)?.as_str()?;
            Some(format!("{} {}", field.label, catalog.word(field, value.to_owned())))
        })
        .collect();
    parts.join("，")
}
