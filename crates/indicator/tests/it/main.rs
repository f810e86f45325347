//! Figures of a small office, from definitions to printed numbers; expected values come from the founding report of
//! 2021, from hand arithmetic beside the check, or from the definitions' own words.

// `cfg(test)` tells clippy that helpers, too, are tests.
#[cfg(test)]
mod conditions; // periods, roles, constants
#[cfg(test)]
mod faults; // definitions that cannot be computed
#[cfg(test)]
mod figures; // values, parts, notes
#[cfg(test)]
mod office; // the catalog, and a ledger in memory
#[cfg(test)]
mod openings; // parts, breakdown, comparison
#[cfg(test)]
mod seals; // what moved
#[cfg(test)]
mod words; // definitions in words
