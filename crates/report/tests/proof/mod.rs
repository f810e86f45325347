//! The proof of the checker (校核的检验): clean documents, faults put into them, and what the rules make of both.
//!
//! Used by the tests of this crate and, for its table, by the bench. A new rule needs no change here unless it finds a
//! kind of fault that [`kinds`] does not make yet.

pub(crate) mod corpus; // clean documents and what is known of them
pub(crate) mod kinds; // which faults there are, and who may find them
pub(crate) mod lines; // a document as lines, and its numbers
pub(crate) mod makers; // where each fault is put
pub(crate) mod measure; // recall and false alarms
