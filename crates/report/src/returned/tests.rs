//! Our own docx, changed in the ways Word and WPS change it.

use jiff::civil::date;

use super::*;
use crate::check::read_text;
use crate::samples::edited;
use crate::{Block, Document, Paragraph, Run, SlotMark, write_docx};

const FILED: &str = "overload/cases_filed#";
const SUM: &str = "overload/unloaded#places=2";

fn drawn(filed: &str, unloaded: &str) -> Vec<u8> {
    let mark = |key: &str| SlotMark::from_key(key).unwrap();
    let paragraph = |runs: Vec<Run>| Block::Paragraph(Paragraph { runs });
    let document = Document {
        title: vec!["某县2021年上半年工作总结".to_owned()],
        blocks: vec![
            paragraph(vec![Run::words("今年以来，我局扎实推进各项工作，成效明显。")]),
            paragraph(vec![
                Run::words("上半年，联合治超共查处超限超载案件"),
                Run::bound(filed, mark(FILED)),
                Run::words("，其中现场处理一部分；卸载货物"),
                Run::bound(unloaded, mark(SUM)),
                Run::words("，有力维护了公路安全。"),
            ]),
            paragraph(vec![Run::words("下一步，继续保持高压态势。")]),
        ],
        signature: None,
    };
    write_docx(&document, date(2021, 7, 2)).unwrap()
}

fn read(bytes: &[u8]) -> Text {
    read_text("a.docx", bytes).unwrap()
}

fn back(bytes: &[u8]) -> Returned {
    let original = read(&drawn("309宗", "6050.71吨"));
    compare(&original, &original, &read(bytes), None)
}

/// State and words of each slot.
fn slots(returned: &Returned) -> Vec<(SlotState, &str)> {
    returned.slots.iter().map(|it| (it.state, it.said.as_str())).collect()
}

/// The control around a value, as we write it, and its inside.
fn control(xml: &str, value: &str) -> (String, String) {
    let at = xml.find(&format!(">{value}<")).unwrap();
    let start = xml[..at].rfind("<w:sdt>").unwrap();
    let end = at + xml[at..].find("</w:sdt>").unwrap() + "</w:sdt>".len();
    let whole = xml[start..end].to_owned();
    let inside =
        whole.split("<w:sdtContent>").nth(1).unwrap().split("</w:sdtContent>").next().unwrap();
    (whole.clone(), inside.to_owned())
}

#[test]
fn what_comes_back_untouched_has_nothing_to_say() {
    let returned = back(&drawn("309宗", "6050.71吨"));
    assert_eq!(slots(&returned), [(SlotState::Bound, "309宗"), (SlotState::Bound, "6050.71吨")]);
    assert!(returned.slots.iter().all(|it| !it.is_edited() && !it.differs()));
    assert_eq!((returned.loose, returned.changes), (Vec::new(), Vec::new()));
}

#[test]
fn a_changed_digit_in_split_runs_is_listed_with_what_it_was() {
    let bytes = edited(&drawn("309宗", "6050.71吨"), |xml| {
        let run = "</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:r w:rsidR=\"00AB12CD\"><w:t>";
        xml.replace("309宗", &format!("31{run}0宗"))
    });
    let returned = back(&bytes);
    let slot = &returned.slots[0];
    assert_eq!(
        (slot.state, slot.was.as_str(), slot.said.as_str()),
        (SlotState::Bound, "309宗", "310宗")
    );
    assert!(slot.is_edited() && slot.differs());
    assert_eq!(returned.loose, []);
    assert_eq!(returned.changes[0].words, [("309".to_owned(), "310".to_owned())]);
}

#[test]
fn a_dropped_control_is_found_by_its_neighbours_even_with_another_number() {
    let bytes = edited(&drawn("309宗", "6050.71吨"), |xml| {
        let (whole, inside) = control(&xml, "309宗");
        xml.replace(&whole, &inside.replace("309", "311")).replace("扎实推进", "认真抓好")
    });
    let returned = back(&bytes);
    assert_eq!(slots(&returned), [(SlotState::Loosened, "311宗"), (SlotState::Bound, "6050.71吨")]);
    assert!(returned.slots[0].is_edited());
    assert_eq!(returned.changes.len(), 2);
}

#[test]
fn an_emptied_control_and_a_left_out_sentence_lose_their_slots() {
    let emptied = edited(&drawn("309宗", "6050.71吨"), |xml| {
        let (whole, _) = control(&xml, "309宗");
        let prompt = whole
            .replace("</w:sdtPr>", "<w:showingPlcHdr/></w:sdtPr>")
            .replace("309宗", "单击此处输入文字。");
        xml.replace(&whole, &prompt)
    });
    assert_eq!(slots(&back(&emptied))[0], (SlotState::Lost, ""));
    let left_out = edited(&drawn("309宗", "6050.71吨"), |xml| {
        let (whole, _) = control(&xml, "6050.71吨");
        xml.replace(&whole, "").replace("；卸载货物", "")
    });
    assert_eq!(slots(&back(&left_out)), [(SlotState::Bound, "309宗"), (SlotState::Lost, "")]);
}

#[test]
fn a_moved_paragraph_and_a_copied_control_are_told() {
    let moved = edited(&drawn("309宗", "6050.71吨"), |xml| {
        let paragraphs: Vec<&str> = xml.split_inclusive("</w:p>").collect();
        [paragraphs[0], paragraphs[2], paragraphs[3], paragraphs[1], paragraphs[4]].concat()
    });
    let returned = back(&moved);
    assert!(returned.slots.iter().all(|it| it.state == SlotState::Bound));
    let seen: Vec<(ChangeKind, &str)> =
        returned.changes.iter().map(|it| (it.kind, it.paragraph.as_str())).collect();
    assert_eq!(seen, [(ChangeKind::Moved, "今年以来，我局扎实推进各项工作，成效明显。")]);
    let copied = edited(&drawn("309宗", "6050.71吨"), |xml| {
        let (whole, _) = control(&xml, "309宗");
        let copy = format!("{whole}<w:r><w:t>，比上期有所增加，仍为</w:t></w:r>{whole}");
        xml.replace(&whole, &copy)
    });
    let returned = back(&copied);
    assert_eq!(slots(&returned)[2], (SlotState::Copied, "309宗"));
}

#[test]
fn tracked_changes_count_as_made_and_new_numbers_are_named() {
    let bytes = edited(&drawn("309宗", "6050.71吨"), |xml| {
        let (whole, inside) = control(&xml, "309宗");
        let old = inside.replace("w:t ", "w:delText ").replace("/w:t>", "/w:delText>");
        let new = inside.replace("309宗", "312宗");
        let tracked = format!("<w:del w:id=\"1\">{old}</w:del><w:ins w:id=\"2\">{new}</w:ins>");
        xml.replace(&whole, &whole.replace(&inside, &tracked))
            .replace("继续保持高压态势", "再组织夜查12次，继续保持高压态势")
    });
    let returned = back(&bytes);
    assert_eq!(slots(&returned)[0], (SlotState::Bound, "312宗"));
    let loose: Vec<&str> = returned.loose.iter().map(|it| it.said.as_str()).collect();
    assert_eq!(loose, ["12次"]);
}

#[test]
fn what_the_ledger_says_now_stands_beside() {
    let original = read(&drawn("309宗", "6050.71吨"));
    let now = read(&drawn("308宗", "6050.71吨"));
    let returned = compare(&original, &now, &original, None);
    let slot = &returned.slots[0];
    assert!(!slot.is_edited() && slot.differs());
    assert_eq!(slot.now.as_deref(), Some("308宗"));
}

#[test]
fn found_slots_are_controls_again_and_the_editors_words_stay() {
    let bytes = edited(&drawn("309宗", "6050.71吨"), |xml| {
        // A writer may join what was the control with its neighbours.
        let (whole, _) = control(&xml, "309宗");
        let joined = xml.replace(&whole, "");
        joined.replace("超限超载案件<", "超限超载案件310宗<")
    });
    let text = read(&bytes);
    let returned = back(&bytes);
    assert_eq!(slots(&returned)[0], (SlotState::Loosened, "310宗"));
    let rebound = rebind(&bytes, &text, &returned.slots, false).unwrap();
    assert_eq!((rebound.bound, rebound.refreshed, rebound.left.as_slice()), (1, 0, [].as_slice()));
    assert_eq!(
        slots(&back(&rebound.bytes)),
        [(SlotState::Bound, "310宗"), (SlotState::Bound, "6050.71吨")]
    );
    let words = |text: &Text| text.paragraphs.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    assert_eq!(words(&read(&rebound.bytes)), words(&text));

    let fresh = rebind(&bytes, &text, &returned.slots, true).unwrap();
    assert_eq!((fresh.bound, fresh.refreshed), (1, 1));
    assert_eq!(
        slots(&back(&fresh.bytes)),
        [(SlotState::Bound, "309宗"), (SlotState::Bound, "6050.71吨")]
    );
}
