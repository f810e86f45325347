//! Our own docx as leaders and offices send it back; what is proposed and what is taken, by hand.

use jiff::civil::date;

use super::*;
use crate::check::read_text;
use crate::draft::{BlockKind, Draft, DraftRun, NewRun, SlotKind};
use crate::samples::{TEXT, block, edited, figure, words};
use crate::write_docx;

/// A number without a control in the file.
fn constant(name: &str, printed: &str) -> DraftRun {
    let DraftRun::Slot(slot) = figure(name, printed) else { unreachable!() };
    let kind = SlotKind::Constant { name: name.to_owned(), source: "文件".to_owned() };
    DraftRun::Slot(DraftSlot { id: format!("#{name}:0"), kind, ..slot })
}

fn draft() -> Draft {
    let heading = |id: &str, section: &str, level, text: &str| {
        block(id, section, BlockKind::Heading { level }, vec![words(text)])
    };
    let blocks = vec![
        block("title", "", BlockKind::Title, vec![words("某县交通运输局工作总结")]),
        heading("a:1", "a", 1, "联合治超工作扎实有力"),
        block(
            "a:2",
            "a",
            TEXT,
            vec![
                words("联合治超共查处超限超载案件"),
                figure("filed", "309宗"),
                words("，作出行政处罚"),
                figure("fined", "280宗"),
                words("，执行"),
                constant("watch", "24小时"),
                words("轮值制度。"),
            ],
        ),
        block("a:3", "a", TEXT, vec![words("路面执法与源头监管同步推进，成效明显。")]),
        heading("b:1", "b", 1, "道路运输市场平稳有序"),
        heading("b:2", "b", 2, "加强客运安全监管"),
        block(
            "b:2:run",
            "b",
            BlockKind::Text { run_in: true },
            vec![words("检查客运企业"), figure("checked", "12家"), words("，督促整改隐患。")],
        ),
        block("b:3", "b", TEXT, vec![words("下一步继续保持高压态势，巩固治理成果。")]),
        block(
            "signature",
            "",
            BlockKind::Signature {
                office: "某县交通运输局".to_owned(), date: date(2021, 7, 2)
            },
            Vec::new(),
        ),
    ];
    Draft { file_name: "总结".to_owned(), blocks, taken_out: Vec::new() }
}

fn docx(draft: &Draft) -> Vec<u8> {
    write_docx(&draft.close().document, date(2021, 7, 2)).unwrap()
}

fn proposed_over(now: &Draft, edit: impl Fn(String) -> String) -> Proposed {
    let given = draft();
    let text = read_text("a.docx", &edited(&docx(&given), edit)).unwrap();
    propose(&given, now, &text, &[], "own:t")
}

fn proposed(edit: impl Fn(String) -> String) -> Proposed {
    proposed_over(&draft(), edit)
}

fn kinds(proposed: &Proposed) -> Vec<ProposalKind> {
    proposed.changes.iter().map(|it| it.kind).collect()
}

fn taken(proposed: &Proposed) -> Draft {
    take(&draft(), &proposed.changes, &proposed.changes)
}

fn slots(block: &DraftBlock) -> Vec<(&str, &str)> {
    block.slots().map(|it| (it.id.as_str(), it.printed.as_str())).collect()
}

/// The paragraph of the file that says something.
fn paragraph(xml: &str, says: &str) -> String {
    let at = xml.find(says).unwrap();
    let start = xml[..at].rfind("<w:p>").unwrap();
    let end = at + xml[at..].find("</w:p>").unwrap() + "</w:p>".len();
    xml[start..end].to_owned()
}

/// Without the controls, as writers do that know none.
fn plain(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(at) = rest.find("<w:sdt>") {
        out.push_str(&rest[..at]);
        let (inside, behind) = rest[at..].split_once("</w:sdt>").unwrap();
        let content = inside.split_once("<w:sdtContent>").unwrap().1;
        out.push_str(content.split_once("</w:sdtContent>").unwrap().0);
        rest = behind;
    }
    out + rest
}

#[test]
fn what_comes_back_untouched_or_without_controls_proposes_nothing() {
    let given = draft();
    let text = read_text("a.docx", &docx(&given)).unwrap();
    assert_eq!(propose(&given, &given, &text, &[], "own:t"), Proposed::default());
    assert_eq!(proposed(|xml| plain(&xml)), Proposed::default());
}

#[test]
fn words_change_and_every_number_stays_a_slot() {
    for without_controls in [false, true] {
        let found = proposed(|xml| {
            let xml = if without_controls { plain(&xml) } else { xml };
            xml.replace("联合治超共查处", "今年以来，全县共查处").replace("，执行", "，坚持")
        });
        assert_eq!(kinds(&found), [ProposalKind::Changed]);
        assert!(found.changes[0].is_ready() && found.numbers.is_empty(), "{found:?}");
        let after = taken(&found);
        let block = after.block("a:2").unwrap();
        assert_eq!(
            block.text(),
            "今年以来，全县共查处超限超载案件309宗，作出行政处罚280宗，坚持24小时轮值制度。"
        );
        assert_eq!(
            slots(block),
            [("filed#:0", "309宗"), ("fined#:0", "280宗"), ("#watch:0", "24小时")]
        );
        assert!(block.edited && after.taken_out.is_empty());
    }
}

#[test]
fn a_number_changed_by_hand_is_told_and_never_taken() {
    for without_controls in [false, true] {
        let found = proposed(|xml| {
            let xml = if without_controls { plain(&xml) } else { xml };
            xml.replace("309宗", "390宗").replace("24小时", "12小时")
        });
        assert_eq!(found.changes, []);
        let numbers: Vec<(&str, &str, &str, &str)> = found
            .numbers
            .iter()
            .map(|it| {
                (
                    it.block.as_str(),
                    it.slot.title.as_str(),
                    it.slot.printed.as_str(),
                    it.said.as_str(),
                )
            })
            .collect();
        assert_eq!(
            numbers,
            [("a:2", "filed", "309宗", "390宗"), ("a:2", "watch", "24小时", "12小时")]
        );
    }
}

#[test]
fn words_are_taken_around_a_number_that_was_changed_by_hand() {
    let found =
        proposed(|xml| plain(&xml).replace("309宗", "390宗").replace("，作出", "，依法作出"));
    assert_eq!((found.numbers.len(), kinds(&found)), (1, vec![ProposalKind::Changed]));
    assert!(taken(&found).block("a:2").unwrap().text().contains("309宗，依法作出行政处罚280宗"));
}

#[test]
fn a_number_of_no_origin_waits_until_a_writer_mends_it() {
    let found = proposed(|xml| xml.replace("，督促整改", "，开展夜查36次，督促整改"));
    let change = &found.changes[0];
    assert!(!change.is_ready());
    assert!(change.notes.iter().any(|it| it.kind == NoteKind::Loose && it.text.contains("36")));
    let heading = vec![NewRun::Words("加强客运安全监管".to_owned())];
    let runs = |text: &str| {
        let slot = NewRun::Slot("checked#:0".to_owned());
        vec![NewRun::Words("检查客运企业".to_owned()), slot, NewRun::Words(text.to_owned())]
    };
    let still = mend(&draft(), change, &[heading.clone(), runs("，夜查36次。")], &[]).unwrap();
    assert!(!still.is_ready());
    let mended = mend(&draft(), change, &[heading, runs("，开展夜查。")], &[]).unwrap();
    assert!(mended.is_ready());
    let after = take(&draft(), &found.changes, &[mended]);
    assert_eq!(after.block("b:2:run").unwrap().text(), "检查客运企业12家，开展夜查。");
}

#[test]
fn paragraphs_come_and_go_where_the_file_has_them() {
    let found = proposed(|xml| {
        let after = paragraph(&xml, "联合治超共查处");
        let new = "<w:p><w:r><w:t>典型做法在全市推广。</w:t></w:r></w:p>";
        xml.replace(&paragraph(&xml, "路面执法与源头"), "")
            .replace(&after, &format!("{after}{new}"))
    });
    assert_eq!(kinds(&found), [ProposalKind::Added, ProposalKind::Removed]);
    let after = taken(&found);
    assert_eq!(after.blocks[3].text(), "典型做法在全市推广。");
    assert_eq!((after.blocks[3].section.as_str(), after.blocks[3].added), ("a", true));
    assert_eq!(after.taken_out, ["a:3"]);
    // The same file once more has nothing new to say.
    let again = proposed_over(&after, |xml| {
        let after = paragraph(&xml, "联合治超共查处");
        let new = "<w:p><w:r><w:t>典型做法在全市推广。</w:t></w:r></w:p>";
        xml.replace(&paragraph(&xml, "路面执法与源头"), "")
            .replace(&after, &format!("{after}{new}"))
    });
    assert_eq!(again.changes, []);
    // Declined, the paragraph stays and the new one still finds its place.
    let some = take(&draft(), &found.changes, &found.changes[..1]);
    assert_eq!(some.blocks[3].text(), "典型做法在全市推广。");
    assert_eq!(some.blocks[4].id, "a:3");
}

#[test]
fn merged_paragraphs_keep_the_slots_of_both() {
    let found = proposed(|xml| {
        let (one, two) = (paragraph(&xml, "路面执法与源头"), paragraph(&xml, "联合治超共查处"));
        let inside = two.split_once("</w:pPr>").unwrap().1;
        xml.replace(&two, "").replace(&one, &one.replace("</w:p>", inside))
    });
    assert_eq!(kinds(&found), [ProposalKind::Merged], "{found:?}");
    let after = taken(&found);
    let merged = after.blocks.iter().find(|it| it.text().contains("路面执法")).unwrap();
    assert_eq!(
        merged.text(),
        "路面执法与源头监管同步推进，成效明显。联合治超共查处超限超载案件309宗，作出行政处罚280宗，执行24小时轮值制度。"
    );
    let printed: Vec<&str> = merged.slots().map(|it| it.printed.as_str()).collect();
    assert_eq!(printed, ["309宗", "280宗", "24小时"]);
    assert_eq!(after.blocks.len(), draft().blocks.len() - 1);
}

#[test]
fn a_divided_paragraph_divides_its_slots() {
    let found = proposed(|xml| {
        let one = paragraph(&xml, "联合治超共查处");
        let (before, behind) = one.split_once("，作出行政处罚").unwrap();
        let parted = format!("{before}。</w:t></w:r></w:p><w:p><w:r><w:t>作出行政处罚{behind}");
        xml.replace(&one, &parted)
    });
    assert_eq!(kinds(&found), [ProposalKind::Split], "{found:?}");
    let after = taken(&found);
    assert_eq!(after.blocks[2].text(), "联合治超共查处超限超载案件309宗。");
    assert_eq!(after.blocks[3].text(), "作出行政处罚280宗，执行24小时轮值制度。");
    assert_eq!(after.blocks[3].slots().count(), 2);
    assert_eq!(after.blocks[2].spare.len(), 2);
    // What was written behind comes behind both parts.
    let found = proposed(|xml| {
        let one = paragraph(&xml, "联合治超共查处");
        let (before, behind) = one.split_once("，作出行政处罚").unwrap();
        let new = "<w:p><w:r><w:t>典型做法在全市推广。</w:t></w:r></w:p>";
        let parted =
            format!("{before}。</w:t></w:r></w:p><w:p><w:r><w:t>作出行政处罚{behind}{new}");
        xml.replace(&one, &parted)
    });
    let after = taken(&found);
    assert!(after.blocks[3].text().starts_with("作出行政处罚280宗"));
    assert_eq!(after.blocks[4].text(), "典型做法在全市推广。");
}

#[test]
fn tracked_changes_count_as_made() {
    let found = proposed(|xml| {
        let del = "<w:del w:id=\"1\" w:author=\"王\"><w:r><w:delText>成效明显。</w:delText></w:r></w:del>";
        let ins = "<w:ins w:id=\"2\" w:author=\"王\"><w:r><w:t>群众反映良好。</w:t></w:r></w:ins>";
        let one = paragraph(&xml, "路面执法与源头");
        let kept =
            one.replace("，成效明显。", "，").replace("</w:p>", &format!("{del}{ins}</w:p>"));
        xml.replace(&one, &kept)
    });
    assert_eq!(kinds(&found), [ProposalKind::Changed]);
    assert_eq!(
        taken(&found).block("a:3").unwrap().text(),
        "路面执法与源头监管同步推进，群众反映良好。"
    );
}

#[test]
fn headings_and_what_runs_on_are_told_apart_and_new_numbers_of_headings_are_none() {
    let found = proposed(|xml| {
        xml.replace("加强客运安全监管", "持续加强客运安全监管")
            .replace("督促整改隐患", "督促企业整改隐患")
            .replace("二、道路运输", "三、道路运输")
    });
    assert_eq!(kinds(&found), [ProposalKind::Changed], "{found:?}");
    let after = taken(&found);
    assert_eq!(after.block("b:2").unwrap().text(), "持续加强客运安全监管");
    assert_eq!(after.block("b:2:run").unwrap().text(), "检查客运企业12家，督促企业整改隐患。");
    assert_eq!(after.block("b:1").unwrap().text(), "道路运输市场平稳有序");
}

#[test]
fn a_paragraph_moves_within_its_section_and_into_another() {
    let found = proposed(|xml| {
        let one = paragraph(&xml, "联合治超共查处");
        let after = paragraph(&xml, "路面执法与源头");
        xml.replace(&one, "").replace(&after, &format!("{after}{one}"))
    });
    assert_eq!(kinds(&found), [ProposalKind::Moved]);
    let ids = |draft: &Draft| draft.blocks.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&taken(&found))[2..4], ["a:3", "a:2"]);
    let away = proposed(|xml| {
        let one = paragraph(&xml, "联合治超共查处");
        let after = paragraph(&xml, "下一步继续");
        xml.replace(&one, "").replace(&after, &format!("{after}{one}"))
    });
    let after = taken(&away);
    let there = after.blocks.iter().find(|it| it.text().contains("309宗")).unwrap();
    assert_eq!((there.section.as_str(), there.slots().count()), ("b", 3));
    assert_eq!(after.blocks[after.blocks.len() - 2].id, there.id);
    assert_eq!(after.taken_out, ["a:2"]);
}

#[test]
fn a_paragraph_that_the_draft_changed_meanwhile_is_a_conflict() {
    let mut now = draft();
    now.blocks[3].runs = vec![words("路面执法与源头监管协同推进，成效明显。")];
    let found = proposed_over(&now, |xml| xml.replace("成效明显", "成效突出"));
    assert!(found.changes[0].conflict);
    // New numbers are none: the draft's value is printed.
    let mut now = draft();
    let DraftRun::Slot(slot) = &mut now.blocks[2].runs[1] else { unreachable!() };
    slot.printed = "308宗".to_owned();
    let found = proposed_over(&now, |xml| xml.replace("联合治超共", "共"));
    assert!(!found.changes[0].conflict);
    let after = take(&now, &found.changes, &found.changes);
    assert!(after.block("a:2").unwrap().text().starts_with("共查处超限超载案件308宗"));
}

#[test]
fn which_of_two_like_values_is_the_slot_is_told_by_the_words_around_or_not_at_all() {
    let (head, tail) =
        ("围绕重点路段重点时段强化源头监管，", "，群众满意度持续提升，路域环境改善。");
    let mut given = draft();
    given.blocks[3].runs = vec![
        words(&format!("{head}开展检查")),
        constant("times", "5次"),
        words(&format!("，成效较好{tail}")),
    ];
    let notes = |said: &str| -> Vec<NoteKind> {
        let bytes =
            edited(&docx(&given), |xml| plain(&xml).replace("开展检查", "").replace("5次", said));
        let text = read_text("a.docx", &bytes).unwrap();
        let found = propose(&given, &given, &text, &[], "own:t");
        found.changes.iter().flat_map(|it| it.notes.iter().map(|it| it.kind)).collect()
    };
    // The second one has 成效 behind it, as the slot had.
    assert_eq!(notes("组织5次培训和5次"), [NoteKind::Loose]);
    let bytes = edited(&docx(&given), |xml| {
        let one = format!("{head}先后5次、又再5次组织行动{tail}");
        xml.replace(
            &paragraph(&xml, "围绕重点"),
            &format!("<w:p><w:r><w:t>{one}</w:t></w:r></w:p>"),
        )
    });
    let text = read_text("a.docx", &bytes).unwrap();
    let found = propose(&given, &given, &text, &[], "own:t");
    let kinds: Vec<NoteKind> = found.changes[0].notes.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [NoteKind::Undecided, NoteKind::Loose, NoteKind::Loose], "{found:?}");
}

#[test]
fn title_signature_and_notes_below_the_text_are_only_told() {
    let found = proposed(|xml| {
        xml.replace("2021年7月2日", "2021年7月5日").replace("工作总结", "上年工作总结")
    });
    assert_eq!(found.notes.len(), 1, "{:?}", found.notes);
    assert!(found.notes[0].contains("2021年7月5日"));
    assert_eq!(taken(&found).title_line(), "某县交通运输局上年工作总结");
}

#[test]
fn cells_and_footnotes_are_told_and_hostile_files_end() {
    let mut given = draft();
    let row = |name: &str, value: DraftRun| vec![vec![words(name)], vec![value]];
    let columns =
        vec![("指标".to_owned(), 1, "left".to_owned()), ("本期".to_owned(), 1, "right".to_owned())];
    let table = crate::draft::DraftTable {
        title: Some("主要数据".to_owned()),
        columns,
        rows: vec![row("查处案件", figure("filed", "309"))],
    };
    given.blocks.insert(4, block("a:4", "a", BlockKind::Table(table), Vec::new()));
    let read = |edit: &dyn Fn(String) -> String| {
        let text = read_text("a.docx", &edited(&docx(&given), edit)).unwrap();
        propose(&given, &given, &text, &[], "own:t")
    };
    let found = read(&|xml| xml.replace(">309<", ">390<").replace("查处案件", "查处的案件"));
    assert_eq!(
        (found.changes.len(), found.numbers.len(), found.notes.len()),
        (0, 1, 1),
        "{found:?}"
    );
    let found = read(&|xml| xml.replace("主要数据", "主要的数据"));
    assert_eq!((found.changes.len(), found.notes.len()), (0, 1), "{found:?}");
    // Very many like paragraphs, and one that says everything a thousand times.
    let many = "<w:p><w:r><w:t>联合治超共查处超限超载案件若干宗，作出行政处罚。</w:t></w:r></w:p>"
        .repeat(3000);
    let long = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "309宗280宗24小时，".repeat(20_000));
    let found = read(&|xml| xml.replace("<w:sectPr>", &format!("{many}{long}<w:sectPr>")));
    assert!(found.changes.len() >= 3000);
    let after = take(&given, &found.changes, &found.changes);
    assert!(after.block("signature").is_some());
}
