//! Clocks (时限): until when something must be done, and how that day came about.
//!
//! A clock starts on a day of a record, runs for a term of law, stands still while it is stopped, and may be extended.
//! The due day explains itself: every day on the way with its number or the reason why it does not count. Where a year's
//! calendar is not published the answer is “unknown”. Knows definitions; knows no base, no text, and no present day: the
//! day asked about is an argument.

mod check; // what a record may not say about its clocks
mod count; // from a start to a due day, day by day
mod light; // lights and cards
mod reading; // how a clock stands on a day
mod run; // its ground, and which extensions hold
mod timeline; // what a record says about a clock

pub use {
    check::check,
    count::{Count, Due, Mark, Passage, Step, count},
    light::{Card, Light},
    reading::{Reading, State, read, readings},
    run::Basis,
    timeline::{AsOf, Extension, Stop, Timeline},
};
