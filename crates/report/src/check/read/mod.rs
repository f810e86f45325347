//! Readers of files (读入): each turns one kind of bytes into paragraphs, still without kinds and sections.

pub(crate) mod numbering; // what Word's own numbering prints
pub(crate) mod plain; // .txt and .md
pub(crate) mod word; // .docx
