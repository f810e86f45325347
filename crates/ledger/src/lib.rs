//! Ledgers: records, moves and entries on SQLite or PostgreSQL (台账).
//!
//! Rows that were captured become records, every change leaves an entry in the same transaction, and typed queries
//! are answered from the very rows that lists show. The only home of SQL. Knows no engine, no HTTP, no clock: the
//! time and the acting person are handed in with every act.

mod across; // what a row must agree in with other records
mod aggregate; // many figures at once, and the rows behind each
mod attachment; // files by digest
mod audit; // is everything as it was written
mod backup; // one file with everything
mod batch; // bulk import and its undoing
mod check; // what must hold before a row becomes a record
mod db; // the two databases behind one face
mod desk; // what is kept beside the ledgers
mod difference; // only here, both, only there
mod entry; // the audit chain
mod erase; // personal data that goes on its day
mod error; // what a store could not do
mod figure_index; // indexes that carry the figures
mod history; // the life of one record
mod list; // pages of records and child rows
mod migrate; // an older base grows
mod moving; // what a move makes of a record
mod permit; // who may do what
mod purge; // one record loses its personal data
mod record; // one row of a ledger
mod redact; // rows and bodies without personal data
mod save; // create, change, move, withdraw
mod schema; // definitions → tables and columns
mod seal; // sealed figures
mod search; // words among the newest rows
mod select; // typed queries to SQL
mod since; // what was done since
mod trail; // entries by who, what, where, when
mod version; // every version of records
mod voucher; // what later entries vouch for
mod wipe; // erased bytes leave the files
mod write; // records into tables

pub use {
    aggregate::OpenRow,
    attachment::{ATTACHMENT_BYTES_MAX, Attachment, Content, Digester, Upload},
    audit::AuditReport,
    backup::{BackupReport, Carried, carried},
    batch::{Batch, BatchInfo, BatchOutcome, Change},
    db::Dialect,
    desk::{PAPER_BYTES_MAX, Paper, PaperInput},
    difference::{Comparison, Difference, Side},
    entry::{Entry, sm3_hex as digest},
    erase::{EraseOutcome, EraseWish, Erased, ErasureProof},
    error::{SaveError, StoreError, explain},
    history::{FieldChange, HistoryStep},
    list::{Cursor, ListRow, Listing, Page, Walk},
    migrate::MigrationPlan,
    permit::{
        Reach, in_sight, may_edit, may_move, may_withdraw, office_in_sight, offices_in_sight,
        reach, sight,
    },
    record::{Act, Base, Record},
    save::{Step, Target},
    seal::{Seal, SealInput, SealRow},
    search::Newest,
    since::Since,
    trail::{Mark, TrailQuery},
};
