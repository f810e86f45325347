//! Clocks, tested with the bureau's own definitions: every expected day was counted by hand on the official calendar.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod checks; // what is refused before a row is saved
mod counting; // the calendar and the count
mod hours; // terms in hours
mod office; // rows of the bureau's ledgers
mod standing; // states, lights, cards
mod statutes; // one case a statute
