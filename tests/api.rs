//! The interface through the real program: every resource has its journeys, its refusals, and what another office must not
//! see.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod api {
    pub(crate) mod support;

    #[path = "../../crates/report/src/samples/edited.rs"]
    mod edited;

    mod administration;
    mod checks;
    mod definitions;
    mod described;
    mod drafts;
    mod events;
    mod exchanges;
    mod home;
    mod hostile;
    mod imports;
    mod inserted;
    mod matrix;
    mod records;
    mod reminders;
    mod search;
    mod session;
    mod standing;
    mod words;
}
