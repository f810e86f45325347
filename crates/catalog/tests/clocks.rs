//! Faults of terms and clocks are said where they stand.

use catalog::{Source, load};
use terms::{Finding, Grade, Place};

const WORKFLOW: &str = r#"
title = "办件"
about = "受理到办结"
states = [ { name = "open", label = "受理" }, { name = "done", label = "办结", closed = true } ]
moves = [ { name = "finish", label = "办结", from = ["open"], to = "done" } ]
"#;

const LEDGER: &str = r#"
title = "办件"
about = "一件一行"
office = "审批股"
key = ["no"]
workflow = "file"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "accepted_on", type = "date", label = "受理日期" },
  { name = "decided_on", type = "date", label = "办结日期" },
  { name = "handler", type = "person", label = "承办人" },
  { name = "promised_days", type = "integer", label = "承诺时限" },
]
rules = [ { rule = "order", fields = ["accepted_on", "decided_on"] } ]

[[lines]]
name = "stops"
label = "停钟"
fields = [
  { name = "stopped_on", type = "date", label = "停钟日期" },
  { name = "resumed_on", type = "date", label = "复钟日期" },
  { name = "reason", type = "text", label = "原因" },
  { name = "days", type = "integer", label = "天数" },
  { name = "approved_by", type = "person", label = "批准人" },
]
"#;

const LAW: &str = r#"
title = "行政许可法"
about = "期限"
[[term]]
name = "decision"
label = "作出决定"
versions = [
  { from = 2004-07-01, until = 2019-12-31, days = 20, unit = "working", extend = 10, cite = "旧条", certainty = "read" },
  { from = 2020-01-01, days = 20, unit = "working", extend = 10, cite = "新条", certainty = "read" },
]
"#;

const CLOCKS: &str = r#"
about = "办件时限"
[[clock]]
name = "decision"
label = "作出决定"
law = "licensing/decision"
start = "accepted_on"
end = "decided_on"
when = [{ field = "no", is_set = true }]
void_in = ["done"]
promised = "promised_days"
who = "handler"
stops = { lines = "stops", from = "stopped_on", until = "resumed_on", why = "reason" }
extensions = { lines = "stops", on = "stopped_on", amount = "days", why = "reason", by = "approved_by" }
"#;

const C: &str = "clocks/permit/file.toml";
const L: &str = "law/licensing.toml";

fn sound() -> Vec<Source> {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    vec![
        source("workflows/file.toml", WORKFLOW),
        source("ledgers/permit/file.toml", LEDGER),
        source(L, LAW),
        source(C, CLOCKS),
    ]
}

/// Changes one text of the sound definitions; the change must give a finding of this rule at this line.
#[track_caller]
fn check(path: &str, from: &str, to: &str, rule: &str, line: u32, says: &str) {
    let mut sources = sound();
    let changed = sources.iter_mut().find(|it| it.path == path).expect("a sound file");
    assert!(changed.text.contains(from), "{from}");
    changed.text = changed.text.replacen(from, to, 1);
    let found: Vec<Finding> = load(&sources).1;
    let hit = found.iter().find(|it| it.rule == rule && it.what.contains(says));
    let Some(hit) = hit else { panic!("no {rule} saying {says}; found {found:#?}") };
    assert_eq!(hit.grade, Grade::Must);
    let Place::Text { line: at, .. } = &hit.place else { panic!("{hit:?}") };
    assert_eq!(*at, line, "{hit}");
}

#[test]
fn sound_clocks_are_silent() {
    let (catalog, findings) = load(&sound());
    assert_eq!(findings, Vec::new());
    assert_eq!(catalog.clocks["permit/file"].len(), 1);
    let term = &catalog.terms["licensing/decision"];
    let cite = |day: &str| term.on(day.parse().expect("a day")).map(|it| it.cite.as_str());
    assert_eq!(cite("2004-06-30"), None);
    assert_eq!(cite("2019-12-31"), Some("旧条"));
    assert_eq!(cite("2020-01-01"), Some("新条"));
}

#[test]
fn faults_of_a_term_are_said_where_they_stand() {
    check(L, "days = 20", "days = 0", "term", 8, "大于零");
    check(L, "\"working\"", "\"worked\"", "term", 8, "计日方式");
    check(L, "\"read\"", "\"sure\"", "term", 8, "把握");
    check(L, "cite = \"旧条\", ", "", "missing_key", 8, "缺少“cite”");
    check(L, "from = 2004-07-01, ", "", "missing_key", 8, "缺少“from”");
    check(L, "until = 2019-12-31", "until = 2003-12-31", "term", 8, "停用日早于启用日");
    check(L, "until = 2019-12-31, ", "", "term", 9, "同时有效");
    check(L, "until = 2019-12-31", "until = 2020-01-01", "term", 9, "同时有效");
    check(L, "extend = 10", "extend = 10, times = 0", "term", 8, "不相配");
    check(L, "extend = 10", "rolls = \"某条\"", "term", 8, "工作日");
    check(L, "days = 20", "months = 3, days = 20", "term", 8, "months");
    check(L, "extend =", "extends =", "unknown_key", 8, "没有“extends”");
    check(L, "name = \"decision\"", "name = \"Decision\"", "name", 5, "不合规");
}

#[test]
fn faults_of_a_clock_are_said_where_they_stand() {
    check(C, "licensing/decision", "licensing/decisions", "unknown_term", 6, "没有法定期限");
    check(C, "\"accepted_on\"", "\"acepted_on\"", "unknown_field", 7, "没有字段“acepted_on”");
    check(C, "start = \"accepted_on\"", "start = \"no\"", "clock", 7, "这里要日期字段");
    check(C, "void_in = [\"done\"]", "void_in = [\"gone\"]", "unknown_state", 10, "没有状态“gone”");
    check(C, "field = \"no\"", "field = \"nu\"", "unknown_field", 9, "没有字段“nu”");
    check(C, "promised = \"promised_days\"", "promised = \"handler\"", "clock", 11, "整数");
    check(C, "who = \"handler\"", "who = \"no\"", "clock", 12, "人员");
    check(C, "lines = \"stops\", from", "lines = \"stop\", from", "unknown_field", 13, "“stop”");
    check(C, "until = \"resumed_on\"", "until = \"resumed\"", "unknown_field", 13, "“resumed”");
    check(C, "amount = \"days\"", "amount = \"reason\"", "clock", 14, "整数");
    check(C, "by = \"approved_by\"", "by = \"reason\"", "clock", 14, "人员");
    check(C, "law = \"licensing/decision\"", "", "missing_key", 3, "缺少“law”");
    let both = "stated = \"decided_on\"\ncite = \"x\"\nlaw =";
    check(C, "law =", both, "clock", 6, "由文书载明");
    check(C, "end = \"decided_on\"", "end = \"accepted_on\"", "clock_order", 8, "不早于");
    check(C, "start =", "begin = 1\nstart =", "unknown_key", 7, "没有“begin”");
}

#[test]
fn a_term_in_months_is_not_stopped_and_one_without_extension_not_extended() {
    let mut sources = sound();
    sources[2].text = LAW.replace("days = 20, unit = \"working\", extend = 10", "months = 3");
    let found = load(&sources).1;
    let said: Vec<&str> = found.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(said, ["“作出决定”依法不得延期", "“作出决定”按月计算，不能停钟"]);
}

#[test]
fn a_term_in_hours_runs_between_moments() {
    let hours = LAW.replace("days = 20, unit = \"working\", extend = 10", "hours = 2");
    let ledger = LEDGER
        .replace("\"accepted_on\", type = \"date\"", "\"accepted_on\", type = \"date_time\"")
        .replace("\"decided_on\", type = \"date\"", "\"decided_on\", type = \"date_time\"");
    let plain: String = CLOCKS
        .lines()
        .filter(|it| !["promised", "stops", "extensions"].iter().any(|key| it.starts_with(key)))
        .map(|it| format!("{it}\n"))
        .collect();
    let found = |law: &str, ledger: &str, clocks: &str| {
        let mut sources = sound();
        (sources[1].text, sources[2].text) = (ledger.to_owned(), law.to_owned());
        sources[3].text = clocks.to_owned();
        load(&sources).1.into_iter().map(|it| it.what).collect::<Vec<_>>()
    };
    assert_eq!(found(&hours, &ledger, &plain), Vec::<String>::new());
    assert_eq!(
        found(&hours, LEDGER, &plain),
        ["“作出决定”按小时计算，“办结日期”只有日期", "“作出决定”按小时计算，“受理日期”只有日期"]
    );
    let cards = plain.replace("who =", "cards = true\nwho =");
    assert_eq!(found(&hours, &ledger, &cards), ["“作出决定”按小时计算，不能写 cards"]);
    assert_eq!(found(&hours, &ledger, CLOCKS).len(), 2, "stopped and extended");
    check(L, "days = 20", "hours = 2, days = 20", "term", 8, "写了 hours 就不写别的数");
    check(L, "days = 20, unit = \"working\"", "hours = 2", "term", 8, "不延期");
    check(L, "days = 20, unit = \"working\", extend = 10", "hours = 0", "term", 8, "大于零");
}

#[test]
fn clocks_stand_where_their_ledger_does_and_each_is_written_once() {
    let mut sources = sound();
    sources[3].path = "clocks/permit/files.toml".to_owned();
    let found = load(&sources).1;
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), ["unknown_ledger"]);
    assert!(found[0].mend.contains("permit/file"), "{}", found[0]);

    let mut sources = sound();
    let twice = sources[3].text.split_once("[[clock]]").expect("a clock").1.to_owned();
    sources[3].text.push_str(&format!("[[clock]]{twice}"));
    let found = load(&sources).1;
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), ["duplicate"]);
}
