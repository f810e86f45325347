//! Any text as a value of any type: what is read has one canonical text, which is read as the same value.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use catalog::{FieldDef, LedgerDef};
use fuzz::CATALOG;
use libfuzzer_sys::fuzz_target;
use sheet::read_value;

/// One field of every type.
static FIELDS: LazyLock<Vec<(&'static LedgerDef, &'static FieldDef)>> = LazyLock::new(|| {
    let mut fields = BTreeMap::new();
    for def in CATALOG.ledgers.values() {
        let children = def.lines().flat_map(|it| it.1);
        for field in def.fields.iter().chain(children) {
            fields.entry(field.ty.label()).or_insert((def, field));
        }
    }
    fields.into_values().collect()
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for (def, field) in FIELDS.iter() {
        let Ok(Some(value)) = read_value(&CATALOG, def, field, text) else { continue };
        let canonical = value.canonical();
        let again = read_value(&CATALOG, def, field, &canonical);
        assert_eq!(again, Ok(Some(value)), "{} {canonical:?}", field.ty.label());
    }
});
