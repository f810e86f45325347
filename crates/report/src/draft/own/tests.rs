//! Figures that a writer puts in: which forms suit, what is refused, and where they go with new numbers and into the next period.

use catalog::{Source, load};
use jiff::civil::date;
use terms::{FigurePart, FigureSource, Period, read_decimal};

use super::*;
use crate::draft::{NewRun, Rolled, compare, edit, open, refresh, roll};
use crate::samples::{self, TEXT, words};
use crate::write_docx;

const LEDGER: &str = r#"
title = "案件台账"
about = "一案一行"
office = "治超办"
key = ["no"]
workflow = "case"
fields = [
  { name = "no", type = "text", label = "案号", required = true },
  { name = "fine", type = "money", label = "罚款" },
]
"#;
const PAST: &str = r#"
title = "历史值"
about = "以前的数"
office = "办公室"
key = ["indicator", "period"]
workflow = "case"
fields = [
  { name = "indicator", type = "text", label = "指标", required = true },
  { name = "period", type = "text", label = "报告期", required = true },
  { name = "value", type = "decimal", label = "数值", places = 8, required = true },
  { name = "unit", type = "text", label = "单位", required = true },
]
"#;
const WORKFLOW: &str = r#"
title = "办案"
about = "立案到结案"
states = [ { name = "open", label = "在办" }, { name = "done", label = "办结", closed = true } ]
moves = [ { name = "close", label = "办结", from = ["open"], to = "done" } ]
"#;

fn indicator(id: &str, title: &str, unit: &str, kind: &str, places: u32, measure: &str) -> Source {
    let from = if measure.contains("growth") || measure.contains("ratio") {
        ""
    } else {
        "from = \"road/case\"\n"
    };
    Source {
        path: format!("indicators/{id}.toml"),
        text: format!(
            "title = \"{title}\"\nabout = \"{title}\"\nunit = \"{unit}\"\nkind = \"{kind}\"\nplaces = {places}\nowner = \"治超办\"\n{from}measure = {measure}\n"
        ),
    }
}

fn office() -> Catalog {
    let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let count = "{ count = \"records\" }";
    let sources = [
        file("workflows/case.toml", WORKFLOW),
        file("ledgers/road/case.toml", LEDGER),
        file("ledgers/platform/past_value.toml", PAST),
        indicator("road/cases", "案件", "宗", "stock", 0, count),
        indicator("road/fines", "罚款", "元", "stock", 2, "{ sum = \"fine\" }"),
        indicator("road/growth", "案件同比", "%", "growth", 2, "{ growth = \"road/cases\" }"),
        indicator(
            "road/average",
            "案均罚款",
            "%",
            "ratio",
            1,
            "{ ratio = \"road/fines\", over = \"road/cases\" }",
        ),
    ];
    let (catalog, findings) = load(&sources);
    assert_eq!(findings.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    catalog
}

fn figure_of(id: &str, value: Option<&str>, unit: &str, places: u32, period: Period) -> Figure {
    Figure {
        id: id.to_owned(),
        refs: Vec::new(),
        title: id.to_owned(),
        value: value.map(|it| read_decimal(it).unwrap()),
        unit: unit.to_owned(),
        places,
        period,
        as_of: period.last_day(),
        records: 7,
        parts: Vec::new(),
        fingerprint: String::new(),
        notes: Vec::new(),
    }
}

const FIRST: Period = Period::Half(2021, 1);
const SECOND: Period = Period::Half(2021, 2);

fn fines(value: Option<&str>, period: Period) -> Figure {
    figure_of("road/fines", value, "元", 2, period)
}

#[track_caller]
fn printed(figure: &Figure) -> Vec<String> {
    forms(&office(), figure).into_iter().map(|it| it.printed).collect()
}

#[track_caller]
fn refused(figure: &Figure, form: &str, says: &str) {
    let findings = own_slot(&office(), figure, form).unwrap_err();
    let said: String = findings.iter().map(|it| format!("{}。{}", it.what, it.mend)).collect();
    assert!(said.contains(says), "{form}: {said}");
}

#[test]
fn the_forms_of_a_figure_are_those_that_an_outline_may_print() {
    let cases = figure_of("road/cases", Some("309"), "宗", 0, FIRST);
    assert_eq!(printed(&cases), ["309宗", "约309宗", "300余宗", "309"]);
    // 10 or less is said as it is; 万 is offered from a tenth of it on.
    let few = figure_of("road/cases", Some("7"), "宗", 0, FIRST);
    assert_eq!(printed(&few), ["7宗", "约7宗", "7"]);
    let many = figure_of("road/cases", Some("12345"), "宗", 0, FIRST);
    assert!(printed(&many).contains(&"1.23万宗".to_owned()), "{:?}", printed(&many));
    let money = printed(&fines(Some("31758.5"), FIRST));
    for form in ["31758.5元", "31759元", "3.18万元", "3.1759万元", "约3.2万元", "3.18"] {
        assert!(money.contains(&form.to_owned()), "{form}: {money:?}");
    }
    assert!(money.iter().all(|it| !it.contains('亿')), "{money:?}");
    assert_eq!(printed(&fines(None, FIRST)), Vec::<String>::new());
}

#[test]
fn a_growth_is_said_in_words_or_by_its_base() {
    let mut growth = figure_of("road/growth", Some("-3.254"), "%", 2, FIRST);
    growth.parts.push(FigurePart {
        role: "上年同期".to_owned(),
        value: read_decimal("320"),
        unit: "宗".to_owned(),
        records: 320,
        source: FigureSource::Sealed { indicator: "road/cases".to_owned(), period: FIRST },
    });
    let all = printed(&growth);
    for form in ["下降3.25%", "下降3.3%", "下降3%", "320宗", "320"] {
        assert!(all.contains(&form.to_owned()), "{form}: {all:?}");
    }
    assert!(all.iter().all(|it| !it.starts_with('-')), "{all:?}");
    let base = own_slot(&office(), &growth, "base").unwrap();
    assert_eq!((base.title.as_str(), base.unit.as_str()), ("road/growth的上年同期数", "宗"));
}

#[test]
fn a_form_that_does_not_suit_is_refused() {
    let cases = figure_of("road/cases", Some("309"), "宗", 0, FIRST);
    refused(&cases, "places=1", "整数");
    refused(&cases, "wan|yi", "不能同用");
    refused(&cases, "万", "没有“万”这种格式");
    refused(&cases, "zero=没有", "只写在报告提纲里");
    refused(&cases, "short", "不能用格式 short");
    refused(&cases, "wan}{road/fines", "不是写法");
    refused(&cases, &"wan|".repeat(40), "太长");
    refused(&figure_of("road/growth", Some("-3"), "%", 2, FIRST), "", "负数读不通");
    refused(&figure_of("road/average", Some("50"), "%", 1, FIRST), "about", "不说“约”");
    refused(&figure_of("road/none", Some("1"), "宗", 0, FIRST), "", "没有指标“road/none”");
}

fn slot(figure: &Figure, form: &str) -> DraftSlot {
    own_slot(&office(), figure, form).unwrap()
}

fn own(figure: &Figure, form: &str) -> NewRun {
    NewRun::Own(Box::new(slot(figure, form)))
}

fn said(text: &str) -> NewRun {
    NewRun::Words(text.to_owned())
}

fn outline(text: &str) -> Draft {
    let blocks = vec![samples::block("e:1", "e", TEXT, vec![words(text)])];
    Draft { file_name: "总结".to_owned(), blocks, taken_out: Vec::new() }
}

/// The outline's paragraph with a figure put in, and one by hand.
fn written() -> Draft {
    let mut draft = outline("罚款情况良好。");
    let runs = [said("罚款"), own(&fines(Some("31758.5"), FIRST), "wan"), said("，情况良好。")];
    draft.blocks[0] = edit(&draft.blocks[0], None, &runs, &[]).unwrap();
    let mut by_hand = samples::block("own:1", "e", TEXT, Vec::new());
    by_hand.added = true;
    let runs = [said("全年将超过"), own(&fines(Some("31758.5"), FIRST), ""), said("。")];
    draft.blocks.push(edit(&by_hand, None, &runs, &[]).unwrap());
    draft
}

fn texts(draft: &Draft) -> Vec<String> {
    draft.blocks.iter().map(|it| it.text()).collect()
}

#[test]
fn a_figure_is_put_in_locked_and_its_form_changes() {
    let block = written().blocks[0].clone();
    assert_eq!(block.text(), "罚款3.18万元，情况良好。");
    let first = block.slots().next().unwrap().clone();
    assert!(first.is_own());
    assert_eq!((first.id.as_str(), first.records), ("own:road/fines#wan:0", 7));
    // Another form in its place: the old one may be put back, and nothing is left behind when it is.
    let other = edit(&block, None, &[said("罚款"), own(&fines(Some("31758.5"), FIRST), "")], &[]);
    let other = other.unwrap();
    assert_eq!((other.text().as_str(), other.spare.len()), ("罚款31758.5元", 1));
    let again =
        edit(&other, None, &[said("罚款"), own(&fines(Some("31758.5"), FIRST), "wan")], &[]);
    let again = again.unwrap();
    assert_eq!(again.slots().next().unwrap().id, first.id);
    assert_eq!(again.spare.len(), 1);
    let back = [said("罚款"), NewRun::Slot(first.id)];
    assert_eq!(edit(&other, None, &back, &[]).unwrap().text(), "罚款3.18万元");
    // Twice in a paragraph: two places.
    let twice = [own(&fines(Some("1"), FIRST), ""), said("、"), own(&fines(Some("1"), FIRST), "")];
    let twice = edit(&block, None, &twice, &[]).unwrap();
    let ids: Vec<&str> = twice.slots().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["own:road/fines#:0", "own:road/fines#:1"]);
}

#[test]
fn a_figure_without_a_value_and_too_many_are_refused() {
    let block = &outline("罚款情况良好。").blocks[0];
    let rule = |runs: &[NewRun]| edit(block, None, runs, &[]).unwrap_err()[0].rule;
    assert_eq!(rule(&[own(&fines(None, FIRST), "")]), "no_value");
    let many: Vec<NewRun> =
        (0..51).flat_map(|_| [own(&fines(Some("1"), FIRST), ""), said("、")]).collect();
    assert_eq!(rule(&many), "too_many");
    // Words that make another number of it.
    assert_eq!(rule(&[said("罚款1"), own(&fines(Some("1"), FIRST), "")]), "loose_number");
}

#[test]
fn new_numbers_reach_what_was_put_in() {
    let kept = written();
    let wanted: Vec<(String, String)> =
        own_figures(&kept).into_iter().map(|it| (it.id, it.form)).collect();
    let fines_ = || "road/fines".to_owned();
    assert_eq!(wanted, [(fines_(), String::new()), (fines_(), "wan".to_owned())]);
    let now = fines(Some("40000"), FIRST);
    let own = [slot(&now, ""), slot(&now, "wan")];
    let fresh = outline("罚款情况良好。");
    let told = refresh(&kept, &fresh, &own).changes;
    let told: Vec<(&str, Option<&str>)> =
        told.iter().map(|it| (it.block.as_str(), it.new.as_deref())).collect();
    assert_eq!(told, [("e:1", Some("4万元")), ("own:1", Some("40000元"))]);
    let made = refresh(&kept, &fresh, &own).draft;
    assert_eq!(texts(&made), ["罚款4万元，情况良好。", "全年将超过40000元。"]);
    assert!(refresh(&made, &fresh, &own).is_same());
    assert_eq!(compare(&kept, &made).len(), 2);
    // A value that is gone becomes a gap; an indicator that is gone leaves the number and is told.
    let gone = [slot(&fines(None, FIRST), ""), slot(&fines(None, FIRST), "wan")];
    let made = refresh(&kept, &fresh, &gone).draft;
    assert!(made.blocks[0].slots().all(DraftSlot::is_gap), "{:?}", texts(&made));
    assert_eq!(refresh(&kept, &fresh, &[]).changes[0].new, None);
    assert_eq!(texts(&refresh(&kept, &fresh, &[]).draft), texts(&kept));
}

#[test]
fn it_stands_in_the_document_and_its_numbers() {
    let closed = written().close();
    let numbers: Vec<(&str, &str)> =
        closed.numbers.iter().map(|it| (it.title.as_str(), it.printed.as_str())).collect();
    assert_eq!(numbers, [("road/fines", "3.18万元"), ("road/fines", "31758.5元")]);
    assert!(write_docx(&closed.document, date(2021, 7, 2)).is_ok());
    let opened = open(&closed);
    assert_eq!(opened.blocks.len(), 2);
}

#[test]
fn the_next_period_has_it_once_with_its_own_value() {
    let last = written();
    let now = fines(Some("52000"), SECOND);
    let own = [slot(&now, ""), slot(&now, "wan")];
    let Rolled { draft, carried, left } = roll(&last, outline("罚款情况良好。"), &own);
    assert_eq!(texts(&draft), ["罚款5.2万元，情况良好。", "全年将超过52000元。"]);
    assert_eq!((carried.len(), left.len()), (2, 0));
    assert!(draft.blocks.iter().flat_map(|it| it.slots()).all(|it| it.period == SECOND));
    // And once more: nothing doubles.
    let again = roll(&draft, outline("罚款情况良好。"), &own);
    assert_eq!(texts(&again.draft), texts(&draft));
    // Without a value, and without the indicator, what was written is there with a gap.
    for own in [vec![slot(&fines(None, SECOND), ""), slot(&fines(None, SECOND), "wan")], Vec::new()]
    {
        let made = roll(&last, outline("罚款情况良好。"), &own).draft;
        assert_eq!(texts(&made)[1], "全年将超过〔待补：road/fines〕。");
        assert!(made.blocks.iter().flat_map(|it| it.slots()).all(DraftSlot::is_gap));
    }
}

#[test]
fn what_was_taken_out_by_hand_is_not_put_back_with_the_last_periods_value() {
    let mut last = written();
    last.blocks[0] = edit(&last.blocks[0], None, &[said("罚款情况良好。")], &[]).unwrap();
    assert_eq!(last.blocks[0].spare.len(), 1);
    let made = roll(&last, outline("罚款情况良好。"), &[]).draft;
    assert_eq!(made.blocks[0].spare, Vec::new());
}
