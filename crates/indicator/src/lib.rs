//! Definition and period into typed queries, answers into figures (指标).
//!
//! Stands between the ledgers and the documents: [`plan`] says what must be asked, somebody asks it of a ledger,
//! [`Plan::conclude`] makes the figure. Knows no SQL, no clock, no file. Numbers stay exact; they are rounded once,
//! when a figure is printed.

mod ask; // what is asked, and the answer
mod conclude; // answers → figure
mod describe;
mod open; // parts, breakdown, two figures compared
mod plan; // definition + period → tree of asks
mod rows; // fields, conditions and constants of one ledger, resolved
mod seal; // sealed record sets, and what moved since // a definition in words

pub use {
    ask::{Ask, AskAnswer},
    describe::describe,
    open::{Breakdown, Opening, set_difference},
    plan::{Plan, ZERO_LEDGER, plan},
    seal::{ChangedRow, Movement, SealedFigure, SealedRow, canonical_set, moved},
};
