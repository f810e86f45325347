//! Shapes that many answers share (共用的形状).

use catalog::{FieldType, Grant, RoleDef};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::{Array, Object, ObjectBuilder, Type};

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

/// A file as it is: in the description only.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub(crate) struct Bytes(());

fn word_of(words: &[&str]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).build()
}

/// A type of a field.
pub(crate) fn field_type() -> Object {
    word_of(&FieldType::WORDS)
}

/// What a role may do with a ledger.
pub(crate) fn acts() -> Array {
    Array::new(word_of(&Grant::ACTS))
}

/// What a role may do beside ledgers.
pub(crate) fn powers() -> Array {
    Array::new(word_of(&RoleDef::POWERS))
}
