//! Figures and outline into documents (公文).
//!
//! Last step of the flow: what is printed (`document`), how it is laid out (`docx`), how it is pasted (`text`).
//! Does not know where a figure comes from, and reads no file and no clock.

mod document; // what is printed
mod docx; // … as a page by GB/T 9704-2012
mod text; // … as lines for pasting

pub use {
    document::{
        Align, Block, Column, Document, Heading, Level, Paragraph, Run, Signature, SlotError,
        SlotMark, Table,
    },
    docx::{DocxError, write_docx},
    text::to_text,
};
