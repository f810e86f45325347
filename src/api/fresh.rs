//! Reports as they would be now (按现在台账的稿): what the ledgers would draw up, kept as long as nothing is done to them.
//!
//! A page of a draft asks with every look which of its numbers are not those of the ledgers any more, and to answer that, all
//! figures of the report are computed. Nothing in it depends on who looks. Kept beside the definitions it was drawn up
//! under, and only until the audit chain says that a record, a seal or anything else that a figure may read has changed.

use std::sync::{Arc, Mutex};

use ledger::Mark;
use report::draft::Draft;

use crate::api::guard::Viewer;
use crate::api::refusal::Reply;
use crate::flow::draft as writing;
use crate::flow::figure::When;

/// Acts that change no figure: papers of the desk, and what is only noted.
const HARMLESS: [&str; 9] =
    ["account", "backup", "check", "draft", "exchange", "export", "post", "session", "unmask"];
/// Reports that are kept; the one that was made first goes.
const KEPT_MAX: usize = 8;

/// Reports that were drawn up.
#[derive(Debug, Default)]
pub(crate) struct Reports(Mutex<Vec<Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    report: String,
    when: When,
    /// The end of the chain before it was drawn up, or since it was last looked at.
    mark: Mark,
    draft: Arc<Draft>,
}

impl Reports {
    fn find(&self, report: &str, when: When) -> Option<Kept> {
        let kept = self.0.lock().unwrap_or_else(|it| it.into_inner());
        kept.iter().find(|it| it.report == report && it.when == when).cloned()
    }

    fn keep(&self, new: Kept) {
        let mut kept = self.0.lock().unwrap_or_else(|it| it.into_inner());
        kept.retain(|it| it.report != new.report || it.when != new.when);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push(new);
    }
}

/// What the ledgers would draw up now for a report.
pub(crate) async fn report(viewer: &Viewer, id: &str, when: When) -> Reply<Arc<Draft>> {
    let reports = &viewer.world.reports;
    if let Some(kept) = reports.find(id, when)
        && let Some(mark) = viewer.base.unmoved(&kept.mark, &HARMLESS).await?
    {
        reports.keep(Kept { mark, ..kept.clone() });
        return Ok(kept.draft);
    }
    // What is done while it is drawn up counts as done after it.
    let mark = viewer.base.mark().await?;
    let def = writing::definition(&viewer.catalog, id)?;
    let draft = Arc::new(writing::fresh(&viewer.context(), def, when).await?);
    reports.keep(Kept { report: id.to_owned(), when, mark, draft: Arc::clone(&draft) });
    Ok(draft)
}
