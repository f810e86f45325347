//! The way back from Word and WPS (回稿): a report that we drew up, edited elsewhere, compared with what we drew up.
//!
//! ```text
//! original ─┐
//! returned ─┼─ align: which paragraph became which ─ slots: found again ─► Returned: slots · loose numbers · changes
//! now ──────┘
//! ```
//!
//! A slot is a content control whose tag is figure and format. It is found again by its tag; where the control is gone, by
//! the words around it in the paragraph that became its own; else by what its number speaks of. Nothing is written over:
//! the editor's words stay, and every number that is not the ledger's is listed.

mod align; // which paragraph became which
mod changes; // what was added, left out, changed
mod rebind; // found slots into the file again
mod slots; // slots found again
mod words; // two paragraphs word by word

pub(crate) use align::pairs;
pub(crate) use changes::rising;
pub use changes::{Change, ChangeKind};
pub use rebind::{Rebound, rebind};
pub(crate) use slots::replaces;
pub use slots::{LooseNumber, SlotReturn, SlotState};
pub(crate) use words::{Stretch, moved, stretches};

use std::sync::Arc;

use crate::check::tie::Known;
use crate::check::{Checked, Text};

/// What came back (回稿比对).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Returned {
    /// All slots of the original in its order, then copies.
    pub slots: Vec<SlotReturn>,
    /// Numbers that the editor wrote and no slot binds.
    pub loose: Vec<LooseNumber>,
    /// What else was changed, in the order of the returned text.
    pub changes: Vec<Change>,
}

/// Compares a returned document with the original and with what would be drawn up now; all three as read from Word files.
/// `known` are the figures of the ledgers now, for numbers without a slot.
#[must_use]
pub fn compare(
    original: &Text,
    now: &Text,
    returned: &Text,
    known: Option<&Arc<Known>>,
) -> Returned {
    let pairs = pairs(&texts(original), &texts(returned));
    let checked = Checked::new(returned, None).tied(known.cloned());
    let slots = slots::find(original, now, &checked, &pairs);
    let loose = slots::loose(original, &checked, &pairs, &slots);
    Returned { slots, loose, changes: changes::list(original, returned, &pairs) }
}

fn texts(text: &Text) -> Vec<&str> {
    text.paragraphs.iter().map(|it| it.text.as_str()).collect()
}

#[cfg(test)]
mod tests;
