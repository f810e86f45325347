//! The same rows and questions for another database (DuckDB): what to load, what to ask, what should come out.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use catalog::{Aggregate, Answer, Catalog, Condition, FieldRef, FieldType, Query, Test};
use ledger::Dialect;
use serde_json::{Value as Json, json};

use crate::plain::{self, Book};

/// Columns of one table by name, each with its type.
type Columns = BTreeMap<String, &'static str>;

/// Writes one JSON object: tables with the columns that are asked for, every ask alone, and asks by table together.
/// Numbers are expected as SQLite keeps them.
pub(crate) fn write(
    file: &Path,
    catalog: &Catalog,
    asks: &[&(Query, Aggregate)],
    answers: &[&Answer],
) -> Result<()> {
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    let mut questions = Vec::new();
    for (ask, answer) in asks.iter().zip(answers) {
        let book = Book::new(catalog, &ask.0, Dialect::Sqlite)?;
        load(&book, ask, &mut tables)?;
        let value = answer.value.map(|it| Ok::<_, anyhow::Error>(it * book.factor(&ask.1)?));
        questions.push(json!({
            "ledger": ask.0.ledger,
            "sql": plain::sql(&book, ask)?,
            "value": value.transpose()?.map(|it| it.normalize().to_string()),
            "near": matches!(ask.1, Aggregate::Progress { .. }),
            "rows": answer.rows,
        }));
    }
    let together: Vec<Json> = plain::together(catalog, asks, Dialect::Sqlite)?
        .into_iter()
        .map(|(places, sql)| json!({ "places": places, "sql": sql }))
        .collect();
    let all = json!({ "tables": tables, "asks": questions, "together": together });
    Ok(fs::write(file, all.to_string())?)
}

/// Notes every column that an ask reads.
fn load(
    book: &Book<'_>,
    (query, aggregate): &(Query, Aggregate),
    tables: &mut BTreeMap<String, Columns>,
) -> Result<()> {
    let record = FieldRef::Meta(catalog::Meta::State);
    let ids =
        [("id", "UUID"), ("withdrawn_at", "VARCHAR"), ("state", "VARCHAR"), ("office", "VARCHAR")];
    let own = ids.map(|(name, ty)| (name.to_owned(), ty));
    tables.entry(book.table(&record)).or_default().extend(own);
    if let Some(table) = book.child_table() {
        let ids = [("record_id", "UUID"), ("ordinal", "BIGINT")];
        tables.entry(table).or_default().extend(ids.map(|(name, ty)| (name.to_owned(), ty)));
    }
    let mut fields: Vec<&FieldRef> = query.conditions.iter().flat_map(read).collect();
    match aggregate {
        Aggregate::Count => {}
        Aggregate::Sum(field) | Aggregate::Distinct(field) => fields.push(field),
        Aggregate::Latest { field, per, day } => fields.extend([field, per, day]),
        Aggregate::Progress { weight, done, designed } => fields.extend([weight, done, designed]),
    }
    for field in fields {
        if let Some(def) = book.field(field)? {
            tables.entry(book.table(field)).or_default().insert(def.name.clone(), ty(&def.ty));
        }
    }
    Ok(())
}

/// The fields that a condition reads: its own, and the one it is held against.
fn read(condition: &Condition) -> Vec<&FieldRef> {
    let mut fields = vec![&condition.field];
    if let Test::Beside(_, other) = &condition.test {
        fields.push(other);
    }
    fields
}

/// The type that fits best; decimals, money and the like are whole numbers of their last place.
fn ty(ty: &FieldType) -> &'static str {
    match ty {
        FieldType::Integer
        | FieldType::Decimal { .. }
        | FieldType::Money
        | FieldType::Mass
        | FieldType::Stake
        | FieldType::YesNo => "BIGINT",
        FieldType::Date => "DATE",
        FieldType::DateTime => "TIMESTAMP",
        FieldType::Time
        | FieldType::Text { .. }
        | FieldType::LongText
        | FieldType::Code { .. }
        | FieldType::Person
        | FieldType::Organisation
        | FieldType::Division
        | FieldType::Road
        | FieldType::Plate
        | FieldType::Phone
        | FieldType::IdNumber
        | FieldType::CreditCode
        | FieldType::File
        | FieldType::Point
        | FieldType::Link { .. }
        | FieldType::Lines { .. }
        | FieldType::Indicator => "VARCHAR",
    }
}
