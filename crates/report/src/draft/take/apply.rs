//! Accepted changes into the draft (采用改动).

use std::collections::BTreeSet;

use terms::Finding;

use super::piece::loose;
use super::{NoteKind, Proposal, ProposalKind};
use crate::draft::edit::reword;
use crate::draft::{Draft, NewRun};

/// A change with the words that a writer gave its blocks, in their order.
///
/// # Errors
/// Findings of [`edit`](crate::draft::edit): a number that somebody typed, an unknown slot, an empty block.
pub fn mend(
    now: &Draft,
    change: &Proposal,
    words: &[Vec<NewRun>],
    names: &[String],
) -> Result<Proposal, Vec<Finding>> {
    let mut mended = change.clone();
    let mut findings = Vec::new();
    for (block, words) in mended.blocks.iter_mut().zip(words) {
        match reword(block, None, words) {
            Ok(new) => *block = new,
            Err(found) => findings.extend(found),
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let was: Vec<_> = change.blocks.iter().map(|it| it.id.as_str()).collect();
    let gone = change.gone.iter().map(String::as_str);
    let was: Vec<_> = was.into_iter().chain(gone).filter_map(|it| now.block(it)).cloned().collect();
    // Measured by the draft, not by what the editor of the file typed.
    mended.notes.retain(|it| it.kind != NoteKind::Loose);
    mended.notes.extend(loose(&was, &mended.blocks, names));
    Ok(mended)
}

/// The draft with the accepted ones of `all` changes; the others leave it alone.
#[must_use]
pub fn take(now: &Draft, all: &[Proposal], accepted: &[Proposal]) -> Draft {
    let mut draft = now.clone();
    // What was to be moved and was not does not tell where its new neighbours belong.
    let declined: BTreeSet<&str> = all
        .iter()
        .filter(|it| it.kind == ProposalKind::Moved && accepted.iter().all(|one| one.key != it.key))
        .flat_map(|it| it.blocks.iter().map(|it| it.id.as_str()))
        .collect();
    for change in accepted {
        let mut anchor = change
            .after
            .iter()
            .find(|it| !declined.contains(it.as_str()) && draft.block(it).is_some())
            .cloned();
        if change.kind == ProposalKind::Moved {
            for block in &change.blocks {
                draft.blocks.retain(|it| it.id != block.id);
            }
        }
        for block in &change.blocks {
            if let Some(there) = draft.blocks.iter_mut().find(|it| it.id == block.id) {
                block.clone_into(there);
            } else {
                draft.insert_behind(anchor.as_deref().unwrap_or("title"), block.clone());
            }
            anchor = Some(block.id.clone());
        }
        for id in &change.gone {
            draft.remove(id);
        }
    }
    draft
}
