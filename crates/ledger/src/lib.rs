//! Ledgers: records, moves and entries on SQLite or PostgreSQL (台账).
//!
//! Rows that were captured become records, every change leaves an entry in the same transaction, and typed queries
//! are answered from the very rows that lists show. The only home of SQL. Knows no engine, no HTTP, no clock: the
//! time and the acting person are handed in with every act.

mod db; // the two databases behind one face
mod error; // what a store could not do
mod record;
mod schema; // definitions → tables and columns // one row of a ledger

pub use {
    db::Dialect,
    error::{SaveError, StoreError, explain},
    record::{Act, Base, Record},
};
