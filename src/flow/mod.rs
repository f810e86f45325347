//! The flow (流程): the program wires the engines, each step in one file.

pub(crate) mod capture; // workbooks → records, records → workbooks
pub(crate) mod check; // a document → findings, and the files made of them
pub(crate) mod coverage; // object → ledger → figures → records → sentences
pub(crate) mod deadline; // a clock in words
pub(crate) mod define; // the bureau's own definitions
pub(crate) mod dismissals; // what was judged to be no fault, kept beside the document
pub(crate) mod draft; // reports while people write them
pub(crate) mod due; // clocks of records as they stand on a day
pub(crate) mod exchange; // tables of outside systems, out, in and compared
pub(crate) mod figure; // records → figures, and back to the records
pub(crate) mod report; // figures → document and 数据底稿
pub(crate) mod returned; // an edited document → what was changed
pub(crate) mod run; // the main job: all of it, once through
pub(crate) mod seal; // figures fixed, and what moved since
pub(crate) mod tasks; // what was demanded, how far it is, who is late
pub(crate) mod tie; // a document's numbers → figures
pub(crate) mod words; // a record as whoever reads it may read it
