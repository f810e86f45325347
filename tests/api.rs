//! The interface through the real program: every resource has its journeys, its refusals, and what another office must not
//! see.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod api {
    pub(crate) mod support;

    mod checks;
    mod described;
    mod drafts;
    mod exchanges;
    mod hostile;
    mod imports;
    mod matrix;
    mod records;
    mod search;
    mod session;
}
