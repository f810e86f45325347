//! New words for a block (改稿): the slots stay, each once; none is typed, and no number of no origin comes in.

use terms::{Finding, Place};

use super::{DraftBlock, DraftRun, DraftSlot};
use crate::guard::{SLOT, loose_numbers};
use crate::text::printable;

/// Longest text of a block, in characters.
const CHARS_MAX: usize = 20_000;
/// Figures that a writer may put into one block.
const OWN_MAX: usize = 50;

/// A piece of a block as a writer hands it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewRun {
    /// Words.
    Words(String),
    /// A slot that the block has, or had before it was taken out, by its id.
    Slot(String),
    /// A figure that is put in, as [`own_slot`](super::own_slot) prints it; what tells it apart in the block is set here.
    Own(Box<DraftSlot>),
}

/// The block with new words. `number` is what its heading prints first: it may be handed in along with the words.
/// `names` are those of the outline: they hold digits and are no numbers.
///
/// # Errors
/// Findings: a block that is no prose, an unknown slot, a slot written twice, a number that somebody typed.
pub fn edit(
    block: &DraftBlock,
    number: Option<&str>,
    new: &[NewRun],
    names: &[String],
) -> Result<DraftBlock, Vec<Finding>> {
    let edited = reword(block, number, new)?;
    let findings: Vec<Finding> = typed(&block.runs, &edited.runs, names)
        .into_iter()
        .map(|loose| {
            let what = format!("“{loose}”是手写的数，没有出处");
            let mend = "请用带出处的数，或先在台账里登记；专有名称里的数加引号或写进提纲的 names";
            must(block, "loose_number", what, mend)
        })
        .collect();
    if findings.is_empty() { Ok(edited) } else { Err(findings) }
}

fn must(block: &DraftBlock, rule: &'static str, what: String, mend: &str) -> Finding {
    let place = Place::Field {
        ledger: "报告".to_owned(),
        record: block.id.clone(),
        field: "正文".to_owned(),
    };
    Finding::must(rule, place, what, mend)
}

/// As [`edit`], whatever numbers were typed.
pub(super) fn reword(
    block: &DraftBlock,
    number: Option<&str>,
    new: &[NewRun],
) -> Result<DraftBlock, Vec<Finding>> {
    let must = |rule, what, mend: &str| must(block, rule, what, mend);
    if !block.is_prose() {
        let what = "表格和署名不能直接改".to_owned();
        return Err(vec![must("not_prose", what, "表里的数由台账来，署名在报告提纲里定")]);
    }
    let mut findings = Vec::new();
    let mut runs =
        runs_of(block, new, &mut |rule, what, mend| findings.push(must(rule, what, mend)));
    if let (Some(number), Some(DraftRun::Words(text))) = (number, runs.first_mut())
        && let Some(rest) = text.strip_prefix(number)
    {
        *text = rest.to_owned();
    }
    runs.retain(|it| !matches!(it, DraftRun::Words(text) if text.is_empty()));
    if runs.is_empty() {
        findings.push(must("empty_block", "这一段没有内容".to_owned(), "要删整段，请用“删去本段”"));
    }
    if runs.iter().map(|it| it.printed().chars().count()).sum::<usize>() > CHARS_MAX {
        let what = format!("一段超过 {CHARS_MAX} 字");
        findings.push(must("too_long", what, "分成几段"));
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let kept = |slot: &DraftSlot| {
        runs.iter().any(|it| matches!(it, DraftRun::Slot(one) if one.id == slot.id))
    };
    let spare = block.slots().chain(&block.spare).filter(|it| !kept(it)).cloned().collect();
    let own = DraftBlock { runs, spare, edited: true, carried: false, ..block.clone() };
    Ok(own.in_order())
}

fn runs_of(
    block: &DraftBlock,
    new: &[NewRun],
    say: &mut impl FnMut(&'static str, String, &str),
) -> Vec<DraftRun> {
    let mut runs: Vec<DraftRun> = Vec::with_capacity(new.len());
    // A place in the block that no slot keeps may be taken again: a form changed back and forth leaves nothing behind.
    let kept: Vec<&str> = new
        .iter()
        .filter_map(|it| if let NewRun::Slot(id) = it { Some(id.as_str()) } else { None })
        .collect();
    let mut put_in = 0;
    for run in new {
        match run {
            NewRun::Words(words) => {
                // Stands for a slot in what is scanned for numbers: nobody may write it.
                let words = printable(words).replace(SLOT, "");
                match runs.last_mut() {
                    Some(DraftRun::Words(text)) => text.push_str(&words),
                    _ => runs.push(DraftRun::Words(words)),
                }
            }
            NewRun::Slot(id) => {
                let Some(slot) = block.slots().chain(&block.spare).find(|it| it.id == *id) else {
                    say(
                        "unknown_slot",
                        format!("这一段没有数“{id}”"),
                        "只能用这一段原有的数，移到别段请改提纲",
                    );
                    continue;
                };
                if runs.iter().any(|it| matches!(it, DraftRun::Slot(one) if one.id == slot.id)) {
                    let what = format!("数“{}”写了两次", slot.title);
                    say("slot_twice", what, "同一个数在一段里只写一次，再写请另插一个");
                    continue;
                }
                runs.push(DraftRun::Slot(slot.clone()));
            }
            NewRun::Own(slot) if slot.is_gap() => {
                let what = format!("“{}”这一期没有值", slot.title);
                say("no_value", what, "先在台账里补齐，再插入");
            }
            NewRun::Own(slot) => {
                put_in += 1;
                let taken = |id: &str| {
                    kept.contains(&id)
                        || runs.iter().any(|it| matches!(it, DraftRun::Slot(one) if one.id == id))
                };
                let id = free_id(slot, taken);
                runs.push(DraftRun::Slot(DraftSlot { id, ..slot.as_ref().clone() }));
            }
        }
    }
    if put_in > OWN_MAX {
        let what = format!("一段里插入的数超过 {OWN_MAX} 个");
        say("too_many", what, "分成几段，或者用表格");
    }
    runs
}

/// An id for another slot of the same source.
pub(super) fn free_id(slot: &DraftSlot, taken: impl Fn(&str) -> bool) -> String {
    let mut time = 0_u32;
    loop {
        let id = format!("{}:{time}", slot.source());
        if !taken(&id) {
            return id;
        }
        time += 1;
    }
}

/// Numbers of no origin that stood not there before.
pub(super) fn typed(old: &[DraftRun], new: &[DraftRun], names: &[String]) -> Vec<String> {
    let scanned = |runs: &[DraftRun]| -> Vec<String> {
        let text = runs.iter().map(|it| match it {
            DraftRun::Words(text) => text.clone(),
            DraftRun::Slot(_) => SLOT.to_string(),
        });
        loose_numbers(&text.collect::<String>(), names)
    };
    let mut before = scanned(old);
    let mut found = Vec::new();
    for number in scanned(new) {
        match before.iter().position(|it| *it == number) {
            Some(at) => {
                before.swap_remove(at);
            }
            None => found.push(number),
        }
    }
    found
}
