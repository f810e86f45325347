//! Figures and outline into documents (公文).
//!
//! Last step of the flow: an outline with slots is drawn up (`outline`), what is printed (`document`), how it is laid
//! out (`docx`), how it is pasted (`text`). Does not know where a figure comes from, and reads no file and no clock.

pub mod check; // what is written, read and checked
pub mod draft; // a document while people write it
pub mod returned; // what comes back from Word and WPS

mod document; // what is printed
mod docx; // … as a page by GB/T 9704-2012
mod figure; // what a slot prints of a figure
mod fit; // slots against what they print
mod guard; // no loose number
mod numbers; // the numbers of a document, one by one
mod outline; // outline and values into a document
mod print; // values as a document says them
mod records; // what a loop asks of a ledger
mod slot; // text with slots, read
mod sound; // a definition before there are values
mod table; // figures beside those of other periods
mod text; // what is printed, as lines for pasting
mod title; // where a long title is broken

#[cfg(test)]
mod samples; // what several tests are made of

pub use {
    document::{
        Align, Block, Column, Document, Heading, Level, Paragraph, Run, Signature, SlotError,
        SlotMark, Table,
    },
    docx::{DocxError, docx_mark, write_docx, write_marked_docx},
    guard::loose_numbers,
    numbers::{NumberKind, NumberUse},
    outline::{BlockOrigin, DrawnUp, Material, NumberPlace, Part, draw_up, needed_figures},
    records::{RecordsAsk, needed_records},
    sound::check_report,
    table::{Beside, compared_figures},
    text::to_text,
};
