//! Shapes that many answers share (共用的形状).

use catalog::{FieldType, LedgerDef, RoleDef, Scope};
use serde::Serialize;
use terms::{Finding, Grade};
use utoipa::ToSchema;
use utoipa::openapi::{Array, Object, ObjectBuilder, Type};

use crate::say::SaidFinding;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// What to send as `after` for the page behind this one; null at the end.
    pub(crate) next: Option<String>,
}

impl<T> Page<T> {
    /// A list that has one page.
    pub(crate) fn whole(items: Vec<T>) -> Page<T> {
        Page { items, next: None }
    }
}

/// All there is of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Items<T> {
    pub(crate) items: Vec<T>,
}

/// An id with what staff call it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) label: String,
}

/// A ledger by its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LedgerName {
    pub(crate) id: String,
    pub(crate) title: String,
}

impl From<&LedgerDef> for LedgerName {
    fn from(it: &LedgerDef) -> LedgerName {
        LedgerName { id: it.id.clone(), title: it.title.clone() }
    }
}

/// A file as it is: in the description only.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(crate) struct Bytes(());

/// One of some words.
pub(crate) fn word_of(words: &[&str]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).build()
}

/// Findings as clients read them, and whether none of them must be mended first.
pub(crate) fn judged(findings: &[Finding]) -> (bool, Vec<SaidFinding>) {
    let sound = findings.iter().all(|it| it.grade != Grade::Must);
    (sound, findings.iter().map(SaidFinding::from).collect())
}

/// A type of a field.
pub(crate) fn field_type() -> Object {
    word_of(&FieldType::WORDS)
}

/// One thing that a role may do with a ledger.
pub(crate) fn act() -> Object {
    word_of(&RoleDef::ACTS)
}

/// How far a role sees.
pub(crate) fn scopes() -> Object {
    word_of(&Scope::WORDS.map(|it| it.0))
}

/// What a role may do with a ledger.
pub(crate) fn acts() -> Array {
    Array::new(act())
}

/// What a role may do beside ledgers.
pub(crate) fn powers() -> Array {
    Array::new(word_of(&RoleDef::POWERS))
}
