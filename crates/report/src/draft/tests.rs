//! What a draft keeps, refuses and carries on; expected values by hand.

use jiff::civil::date;

use super::*;
use crate::samples::{self, TEXT, figure, words};

fn block(id: &str, kind: BlockKind, runs: Vec<DraftRun>) -> DraftBlock {
    samples::block(id, "05_enforcement", kind, runs)
}

fn cases(filed: &str, penalised: &str) -> DraftBlock {
    let runs = vec![
        words("共查处"),
        figure("filed", &format!("{filed}宗")),
        words("，处罚"),
        figure("penalised", &format!("{penalised}宗")),
        words("。"),
    ];
    block("e:1", TEXT, runs)
}

fn draft(blocks: Vec<DraftBlock>) -> Draft {
    Draft { file_name: "总结".to_owned(), blocks, taken_out: Vec::new() }
}

fn new_runs(text: &[&str]) -> Vec<NewRun> {
    let run = |it: &&str| match it.strip_prefix('@') {
        Some(id) => NewRun::Slot(format!("{id}#:0")),
        None => NewRun::Words((*it).to_owned()),
    };
    text.iter().map(run).collect()
}

#[track_caller]
fn edited(text: &[&str]) -> DraftBlock {
    edit(&cases("309", "280"), None, &new_runs(text), &[]).unwrap()
}

#[track_caller]
fn refused(text: &[&str], rule: &str) {
    let names = ["“1+123”".to_owned()];
    let findings = edit(&cases("309", "280"), None, &new_runs(text), &names).unwrap_err();
    assert_eq!(findings.iter().map(|it| it.rule).collect::<Vec<_>>(), [rule], "{findings:?}");
}

#[test]
fn words_change_and_numbers_stay() {
    let block = edited(&["上半年立案", "@filed", "，其中作出处罚", "@penalised", "。"]);
    assert_eq!(block.text(), "上半年立案309宗，其中作出处罚280宗。");
    assert!(block.edited && block.spare.is_empty());
}

#[test]
fn a_number_taken_out_can_be_put_back() {
    let without = edited(&["共查处", "@filed", "。"]);
    assert_eq!(without.text(), "共查处309宗。");
    assert_eq!(without.spare.len(), 1);
    let again = new_runs(&["共查处", "@filed", "，处罚", "@penalised", "。"]);
    let back = edit(&without, None, &again, &[]).unwrap();
    assert_eq!(back.text(), cases("309", "280").text());
    assert!(back.spare.is_empty());
}

#[test]
fn nobody_types_a_number() {
    refused(&["共查处310宗，处罚", "@penalised", "。"], "loose_number");
    refused(&["共查处1", "@filed", "，处罚", "@penalised", "。"], "loose_number");
    refused(&["共查处", "@filed", "万宗。"], "loose_number");
    refused(&["共查处三十宗", "@filed", "。"], "loose_number");
    // A day, a name and a citation are none.
    edited(&["2021年6月30日，按（清市交〔2021〕2号）共查处", "@filed", "。"]);
}

#[test]
fn slots_may_change_places_and_come_once() {
    let turned = edited(&["处罚", "@penalised", "，查处", "@filed", "。"]);
    assert_eq!(turned.text(), "处罚280宗，查处309宗。");
    assert_eq!(turned.slots().map(|it| it.order).collect::<Vec<_>>(), [0, 1]);
    refused(&["查处", "@filed", "，查处", "@filed", "。"], "slot_twice");
    refused(&["查处", "@other", "。"], "unknown_slot");
    refused([" "][..0].as_ref(), "empty_block");
}

#[test]
fn what_stood_there_before_may_stay() {
    let old = block("e:2", TEXT, vec![words("实行24小时轮值。")]);
    let new = new_runs(&["坚持实行24小时轮值制度。"]);
    assert!(edit(&old, None, &new, &[]).is_ok());
    let twice = new_runs(&["实行24小时轮值，24小时值守。"]);
    assert!(edit(&old, None, &twice, &[]).is_err());
}

#[test]
fn the_number_of_a_heading_is_not_part_of_its_words() {
    let old = block("e:0", BlockKind::Heading { level: 2 }, vec![words("推进联合治超")]);
    let new = edit(&old, Some("（一）"), &new_runs(&["（一）深入推进联合治超"]), &[]).unwrap();
    assert_eq!(new.text(), "深入推进联合治超");
}

#[test]
fn hidden_marks_do_not_come_in() {
    let block = edited(&["共\u{0}查\n处\u{fffc}", "@filed", "。"]);
    assert_eq!(block.text(), "共查 处309宗。");
}

#[test]
fn numbers_anew_change_slots_and_leave_edited_words() {
    let mut kept = draft(vec![edited(&["立案", "@filed", "，处罚", "@penalised", "。"])]);
    kept.blocks.push(block("e:9", TEXT, vec![words("事故"), figure("accidents", "2起")]));
    let fresh = draft(vec![
        cases("310", "280"),
        block("e:9", TEXT, vec![words("事故"), figure("accidents", "1起")]),
    ]);
    let made = refresh(&kept, &fresh, &[]);
    let texts: Vec<String> = made.draft.blocks.iter().map(DraftBlock::text).collect();
    assert_eq!(texts, ["立案310宗，处罚280宗。", "事故1起"]);
    let changes: Vec<(Option<&str>, Option<&str>)> =
        made.changes.iter().map(|it| (it.old.as_deref(), it.new.as_deref())).collect();
    assert_eq!(changes, [(Some("309宗"), Some("310宗")), (Some("2起"), Some("1起"))]);
    assert!(refresh(&made.draft, &fresh, &[]).is_same());
}

#[test]
fn blocks_come_and_go_with_the_outline_but_not_what_people_wrote() {
    let mut own = block("own:1", TEXT, vec![words("另有经验一条。")]);
    own.added = true;
    let mut written = block("e:3", TEXT, vec![words("写过的话。")]);
    written.edited = true;
    let kept =
        draft(vec![cases("1", "1"), own, block("e:2", TEXT, vec![words("旧段。")]), written]);
    let fresh = draft(vec![cases("1", "1"), block("e:4", TEXT, vec![words("新段。")])]);
    let made = refresh(&kept, &fresh, &[]);
    let ids: Vec<&str> = made.draft.blocks.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["e:1", "e:4", "own:1", "e:3"]);
    assert_eq!(made.came, ["e:4"]);
    assert_eq!(made.went, ["e:2"]);
    // Once done there is nothing to do again.
    assert!(refresh(&made.draft, &fresh, &[]).is_same());
    let without = Draft { taken_out: vec!["e:4".to_owned()], ..kept };
    assert_eq!(refresh(&without, &fresh, &[]).came, Vec::<String>::new());
}

#[test]
fn a_number_that_is_printed_no_more_stays_and_is_told() {
    let kept = draft(vec![edited(&["立案", "@filed", "，处罚", "@penalised", "。"])]);
    let runs = vec![words("共查处"), figure("filed", "0宗"), words("。")];
    let fresh = draft(vec![block("e:1", TEXT, runs)]);
    let told = refresh(&kept, &fresh, &[]).changes;
    assert_eq!(told.len(), 2);
    assert_eq!((told[1].title.as_str(), told[1].new.as_deref()), ("penalised", None));
    assert_eq!(refresh(&kept, &fresh, &[]).draft.blocks[0].text(), "立案0宗，处罚280宗。");
}

#[test]
fn the_next_period_begins_with_the_last_ones_words_and_its_own_numbers() {
    let mut own = block("own:1", TEXT, vec![words("新的做法。")]);
    own.added = true;
    let mut lost = block("e:7", TEXT, vec![words("另查处"), figure("gone", "5宗")]);
    lost.edited = true;
    let last = draft(vec![edited(&["立案", "@filed", "，处罚", "@penalised", "。"]), own, lost]);
    let fresh = draft(vec![cases("400", "380"), block("e:7", TEXT, vec![words("没有了。")])]);
    let Rolled { draft: rolled, carried, left } = roll(&last, fresh, &[]);
    let texts: Vec<String> = rolled.blocks.iter().map(DraftBlock::text).collect();
    assert_eq!(texts, ["立案400宗，处罚380宗。", "新的做法。", "没有了。"]);
    assert_eq!(carried, ["e:1", "own:1"]);
    assert_eq!(left, ["另查处5宗"]);
    assert!(rolled.blocks[0].carried && rolled.blocks[0].edited);
}

fn own(id: &str, section: &str, text: &str) -> DraftBlock {
    let block = samples::block(id, section, TEXT, vec![words(text)]);
    DraftBlock { added: true, edited: true, ..block }
}

#[test]
fn what_was_written_by_hand_stays_in_its_section_when_the_paragraph_before_it_is_gone() {
    let of = |id: &str, section: &str| samples::block(id, section, TEXT, vec![words(id)]);
    let signature = BlockKind::Signature { office: "局".to_owned(), date: date(2021, 7, 2) };
    let end = || samples::block("signature", "", signature.clone(), Vec::new());
    let last = draft(vec![
        of("a:1", "a"),
        of("a:2:K", "a"),
        own("own:1", "a", "甲。"),
        own("own:2", "a", "乙。"),
        of("b:1:K", "b"),
        own("own:3", "b", "丙。"),
        end(),
    ]);
    let fresh = draft(vec![of("a:1", "a"), of("a:3", "a"), of("b:2", "b"), end()]);
    let made = roll(&last, fresh, &[]);
    let ids = |draft: &Draft| -> Vec<String> {
        draft.blocks.iter().map(|it| format!("{} {}", it.section, it.id)).collect()
    };
    let expected = ["a a:1", "a own:1", "a own:2", "a a:3", "b own:3", "b b:2", " signature"];
    assert_eq!(ids(&made.draft), expected);
    // Rolled again from what came of it: once and only once.
    let fresh = draft(vec![of("a:1", "a"), of("a:3", "a"), of("b:2", "b"), end()]);
    assert_eq!(ids(&roll(&made.draft, fresh, &[]).draft), expected);
}

#[test]
fn what_was_taken_out_stays_out_but_not_what_must_be_answered() {
    let of = |id: &str, text: &str| block(id, TEXT, vec![words(text)]);
    let out = ["e:1", "e:2:K1", "e:3"].map(str::to_owned).to_vec();
    let mut reworded = of("e:4", "正在研究。");
    reworded.edited = true;
    let last = Draft { taken_out: out, ..draft(vec![reworded]) };
    let fresh = draft(vec![
        of("e:1", "例行的话。"),
        of("e:2:K1", "问题还没有解决。"),
        of("e:3", "〔送审前须补齐〕还有没回应的。"),
        of("e:4", "〔送审前须补齐〕还有没补的。"),
    ]);
    let Rolled { draft: made, left, .. } = roll(&last, fresh, &[]);
    let texts: Vec<String> = made.blocks.iter().map(DraftBlock::text).collect();
    let back =
        ["问题还没有解决。", "〔送审前须补齐〕还有没回应的。", "〔送审前须补齐〕还有没补的。"];
    assert_eq!(texts, back);
    assert_eq!((made.taken_out, left), (vec!["e:1".to_owned()], vec!["正在研究。".to_owned()]));
}

#[test]
fn a_paragraph_with_a_day_goes_on_with_the_day_of_the_new_period() {
    let months = |printed: &str| {
        let DraftRun::Slot(slot) = figure("date", printed) else { unreachable!() };
        let id = "date:0".to_owned();
        DraftRun::Slot(DraftSlot { id, kind: SlotKind::Date, exact: None, ..slot })
    };
    let mut old =
        block("e:1", TEXT, vec![months("1—6月"), words("，全县查处"), figure("filed", "3宗")]);
    old.edited = true;
    let new = block("e:1", TEXT, vec![months("7—12月"), words("，查处"), figure("filed", "5宗")]);
    let mut title = block("title", BlockKind::Title, vec![words("改过的标题")]);
    title.edited = true;
    let own = block("title", BlockKind::Title, vec![words("下半年总结")]);
    let made = roll(&draft(vec![title, old]), draft(vec![own, new]), &[]);
    let texts: Vec<String> = made.draft.blocks.iter().map(DraftBlock::text).collect();
    assert_eq!(texts, ["下半年总结", "7—12月，全县查处5宗"]);
    assert_eq!((made.carried, made.left), (vec!["e:1".to_owned()], Vec::new()));
}

#[test]
fn what_ran_on_behind_a_heading_that_was_taken_out_stands_by_itself() {
    let heading = |id: &str| block(id, BlockKind::Heading { level: 1 }, vec![words(id)]);
    let run_in = |id: &str| block(id, BlockKind::Text { run_in: true }, vec![words(id)]);
    let fresh =
        || draft(vec![heading("e:1"), run_in("e:1:run"), heading("e:2"), run_in("e:2:run")]);
    let mut last = fresh();
    last.remove("e:2");
    let made = roll(&last, fresh(), &[]).draft;
    let kinds: Vec<BlockKind> = made.blocks.iter().map(|it| it.kind.clone()).collect();
    let run_in = BlockKind::Text { run_in: true };
    assert_eq!(kinds, [BlockKind::Heading { level: 1 }, run_in, TEXT]);
}

#[test]
fn two_versions_are_told_apart_character_by_character() {
    let old = draft(vec![cases("309", "280"), block("e:2", TEXT, vec![words("旧段。")])]);
    let new = draft(vec![
        edit(
            &cases("310", "280"),
            None,
            &new_runs(&["查处", "@filed", "，处罚", "@penalised", "。"]),
            &[],
        )
        .unwrap(),
        block("e:3", TEXT, vec![words("新段。")]),
    ]);
    let changes = compare(&old, &new);
    let kinds: Vec<(&str, BlockChangeKind)> =
        changes.iter().map(|it| (it.block.as_str(), it.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("e:1", BlockChangeKind::Changed),
            ("e:3", BlockChangeKind::Added),
            ("e:2", BlockChangeKind::Removed)
        ]
    );
    let told: String = changes[0]
        .marks
        .iter()
        .map(|it| match it.kind {
            MarkKind::Same => it.text.clone(),
            MarkKind::Old => format!("[-{}]", it.text),
            MarkKind::New => format!("[+{}]", it.text),
        })
        .collect();
    assert_eq!(told, "[-共]查处[-309][+310]宗，处罚280宗。");
}

#[test]
fn a_draft_survives_its_json() {
    let mut one = draft(vec![cases("309", "280")]);
    let office = "阳山县交通运输局".to_owned();
    one.blocks.push(block(
        "signature",
        BlockKind::Signature { office, date: date(2021, 7, 2) },
        Vec::new(),
    ));
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), one);
}

#[test]
fn headings_are_numbered_when_the_draft_becomes_a_document() {
    let heading = |id: &str, level| block(id, BlockKind::Heading { level }, vec![words(id)]);
    let run_in = block("run", BlockKind::Text { run_in: true }, vec![words("正文。")]);
    let all =
        draft(vec![heading("甲", 1), heading("乙", 2), run_in, heading("丙", 2), heading("丁", 1)]);
    let text = crate::to_text(&all.close().document);
    assert_eq!(text, "　　一、甲\n　　（一）乙。正文。\n　　（二）丙\n　　二、丁\n");
}
