//! Rows of the bureau's ledgers, written as a clerk would: field by field (台账的行).

use std::path::Path;
use std::sync::OnceLock;

use catalog::{Catalog, FieldType, LedgerDef, Row};
use clock::{Reading, readings};
use jiff::civil::{Date, DateTime};
use terms::{Fen, Value};

/// The bureau's own definitions.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
        let (catalog, findings) = catalog::load(&catalog::load_dir(&defs).unwrap());
        assert!(findings.is_empty(), "{findings:#?}");
        catalog
    })
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn moment(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// A row of a ledger.
#[derive(Clone)]
pub(crate) struct Paper {
    pub(crate) def: &'static LedgerDef,
    pub(crate) row: Row,
}

impl Paper {
    /// Fields and their values as they are written.
    #[track_caller]
    pub(crate) fn new(ledger: &str, fields: &[(&str, &str)]) -> Paper {
        let def = &catalog().ledgers[ledger];
        let mut row = Row::empty(def);
        for (name, text) in fields {
            let at = def.place(name).unwrap_or_else(|| panic!("{ledger} has no {name}"));
            row.values[at] = Some(value(&def.fields[at].ty, text));
        }
        Paper { def, row }
    }

    /// A child row: the values in the order of its fields; `-` for none.
    #[track_caller]
    pub(crate) fn with(mut self, lines: &str, texts: &[&str]) -> Paper {
        let fields = self.def.line_fields(lines).unwrap();
        let cells = fields
            .iter()
            .zip(texts)
            .map(|(field, text)| (*text != "-").then(|| value(&field.ty, text)));
        self.row.lines.entry(lines.to_owned()).or_default().push(cells.collect());
        self
    }

    /// In this state of its workflow.
    pub(crate) fn state(mut self, state: &str) -> Paper {
        self.row.state = Some(state.to_owned());
        self
    }

    /// One of its clocks on a day.
    #[track_caller]
    pub(crate) fn clock(&self, name: &str, on: &str) -> Reading {
        self.clocks(on).into_iter().find(|it| it.clock == name).unwrap()
    }

    /// All its clocks on a day.
    pub(crate) fn clocks(&self, on: &str) -> Vec<Reading> {
        readings(catalog(), self.def, &self.row, day(on))
    }

    /// One of its clocks at a moment; none where it has not started.
    pub(crate) fn clock_at(&self, name: &str, at: &str) -> Option<Reading> {
        let found = readings(catalog(), self.def, &self.row, moment(at));
        found.into_iter().find(|it| it.clock == name)
    }

    /// The due day of a clock; none where it is unknown or stopped.
    #[track_caller]
    pub(crate) fn due(&self, name: &str, on: &str) -> Option<Date> {
        self.clock(name, on).due.and_then(clock::Due::day)
    }

    /// Rules of the findings when it is saved.
    pub(crate) fn rules(&self) -> Vec<&'static str> {
        clock::check(catalog(), self.def, &self.row).iter().map(|it| it.rule).collect()
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all other fields of these papers are words")]
fn value(ty: &FieldType, text: &str) -> Value {
    match ty {
        FieldType::Date => Value::Date(day(text)),
        FieldType::DateTime => Value::DateTime(moment(text)),
        FieldType::Integer => Value::Integer(text.parse().unwrap()),
        FieldType::Money => Value::Money(Fen(text.parse().unwrap())),
        FieldType::YesNo => Value::YesNo(text == "是"),
        _ => Value::Text(text.to_owned()),
    }
}
