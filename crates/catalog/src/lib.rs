//! Definitions under `defs/`, read, checked and frozen (定义与目录).
//!
//! One file, one definition. The loader reports every fault of every file at once, with line and column. What comes
//! out is a [`Catalog`] that nobody can change, and the closed query language ([`Query`]) in which indicators speak
//! to ledgers. Knows TOML; knows no SQL, no HTTP, no clock.

mod bureau; // constants of the bureau
mod calendar; // working days
mod catalog; // everything together
mod clock; // which dates start, stop, extend and end a term
mod code; // code lists
mod condition; // the closed list of conditions
mod draft; // definitions made on a screen
mod erase; // personal data that goes on its day
mod exchange; // tables of outside systems
mod field; // field types
mod indicator; // figures
mod law; // terms that law sets
mod ledger; // ledgers
mod load; // files → catalog
mod map; // the map of the office
mod office; // the tree of offices
mod page; // pages of the screen
mod proof; // the words' examples
mod query; // what a figure or a list asks of a ledger
mod read; // one module per kind of file
mod report; // outlines
mod role; // who may what
mod row; // one row of a ledger, and its check
mod rules; // named rules between fields
mod span; // a period meets a condition
mod unit; // units of measure
mod whole; // checks over all definitions together
mod words; // wrong words
mod workflow; // states and moves
mod write; // what the administrator keeps, as files

pub use {
    bureau::BureauDef,
    calendar::{Calendar, DayKind, UnknownYear},
    catalog::Catalog,
    clock::{ClockDef, ExtensionsDef, Lights, LimitDef, StopsDef},
    code::{CodeItem, CodeList},
    condition::{
        ConditionDef, ConstantDef, Role, TestDef, comparable, holds, holds_beside, typed_constant,
    },
    draft::{
        Draft, DraftCode, DraftCodes, DraftCondition, DraftField, DraftFigure, DraftFlow,
        DraftLedger, DraftLines, DraftMove, DraftMoveKind, DraftParagraph, DraftRule, DraftState,
    },
    erase::EraseDef,
    exchange::{DateForm, ExchangeColumn, ExchangeDef},
    field::{FieldDef, FieldType},
    indicator::{IndicatorDef, IndicatorKind, MeasureDef},
    law::{Certainty, Term, TermUnit, TermVersion},
    ledger::{LedgerDef, RuleUse},
    load::{LOCAL, Source, fingerprint, load, load_dir, with_local},
    map::{MapNumber, MapObject, NumberHome, OfficeMap},
    office::{OfficeDef, Offices},
    page::{CalendarPage, Pages},
    query::{Aggregate, Answer, Compare, Condition, FieldRef, Meta, Order, Query, Test},
    read::nearest,
    read::unit::units_source,
    read::workbooks::{WorkbookOf, workbook_list},
    report::{BlockDef, OutlineDef, ReportDef, TableColumn, TableDef, WhenDef, WhenTest},
    role::{Grant, RoleDef, Scope},
    row::{LineRow, Row, check_row, fill_row},
    rules::{Clash, RowRule, across, clashes, row_rule, row_rule_names},
    span::Span,
    unit::{factor, is_known_unit, is_measure_word},
    words::{Dictionary, GAP_CHARS_MAX, WHEN_CHARS_MAX, WordAuthority, WordDef, WordHit, WordKind},
    workflow::{MoveDef, MoveKind, StateDef, WorkflowDef},
    write::{DraftYear, roles_toml},
};
