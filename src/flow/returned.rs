//! A report that comes back from Word or WPS (回稿): what was changed, and what the ledgers say now.

use std::path::Path;

use anyhow::{Context as _, Result};
use report::check::{Text, read_text};
use report::returned::{Rebound, Returned, compare, rebind};

use crate::context::Context;
use crate::flow::capture::write_file;
use crate::flow::figure::When;
use crate::flow::{report as drafting, tie};
use crate::say::Findings;

/// What came back, beside the original and the ledgers.
pub(crate) struct Back {
    /// The returned text.
    pub(crate) text: Text,
    pub(crate) returned: Returned,
    bytes: Vec<u8>,
}

/// Reads a document by its name and bytes.
pub(crate) fn read(file: &Path) -> Result<(Text, Vec<u8>)> {
    let bytes = std::fs::read(file).with_context(|| format!("读不出 {}", file.display()))?;
    let text = read_text(&file.display().to_string(), &bytes);
    Ok((text.map_err(|it| Findings(vec![*it]))?, bytes))
}

/// Compares a returned report with its original; without one, with what the ledgers would draw up now.
pub(crate) async fn take_back(
    context: &Context,
    file: &Path,
    original: Option<&Path>,
    report: &str,
    when: When,
) -> Result<Back> {
    let (text, bytes) = read(file)?;
    let def = drafting::find(context, report)?;
    let (drawn, _) = drafting::drawn(context, def, when).await?;
    let now = report::write_docx(&drawn.document, when.as_of)?;
    let now = read_text("成稿.docx", &now).map_err(|it| Findings(vec![*it]))?;
    let ledgers = tie::ledgers(context, Some(def), when, None).await?;
    let original = original.map(read).transpose()?.map(|it| it.0);
    let original = original.as_ref().unwrap_or(&now);
    let returned = compare(original, &now, &text, Some(&ledgers.known));
    Ok(Back { text, returned, bytes })
}

/// Writes the returned report with its slots bound again.
pub(crate) fn write(back: &Back, output: &Path, refresh: bool) -> Result<Rebound> {
    let rebound = rebind(&back.bytes, &back.text, &back.returned.slots, refresh)
        .map_err(|it| Findings(vec![*it]))?;
    write_file(output, &rebound.bytes)?;
    Ok(rebound)
}
