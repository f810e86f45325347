//! Where each kind of fault is put (造错): every maker walks over the clean documents and changes one thing at a time.

pub(crate) mod arithmetic; // sums, rates, lengths, counts
pub(crate) mod facts; // dates, units, names, signature
pub(crate) mod headings; // numbers of headings, enumerators
pub(crate) mod marks; // brackets, quotation marks, marks
pub(crate) mod words; // wrong words
