//! What each command does (命令): reads the words, asks the flow, speaks.

pub(crate) mod base; // the base as a whole
pub(crate) mod books; // records in and out
pub(crate) mod check; // a document checked
pub(crate) mod coverage; // what has its home where
pub(crate) mod due; // what is late, due soon, stopped, running
pub(crate) mod erase; // personal data that goes on its day
pub(crate) mod exchange; // tables of outside systems
pub(crate) mod figures; // figures and their records
pub(crate) mod papers; // the main job and the documents
pub(crate) mod returned; // a report that comes back from Word or WPS
pub(crate) mod review; // four eyes over accounts, on the machine
pub(crate) mod tasks; // tasks by their figures, late ones, reminders
pub(crate) mod ties; // a document's numbers beside the ledgers
