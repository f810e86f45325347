//! Every kind of fault in a definition file is said, with line and column, all at once.

use catalog::{Source, load};
use terms::{Finding, Grade, Place};

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

const REGISTER: &str = r#"
title = "在册"
about = "登记即在册"
states = [ { name = "open", label = "在册" }, { name = "closed", label = "注销", closed = true } ]
moves = [ { name = "close", label = "注销", from = ["open"], to = "closed" } ]
"#;

const LEDGER: &str = r#"
title = "桥梁台账"
about = "一桥一档"
office = "公路事务中心"
key = ["code"]
workflow = "register"
fields = [
  { name = "code", type = "text", label = "桥梁编码", required = true },
  { name = "length_m", type = "decimal", label = "桥长", unit = "米", places = 2 },
  { name = "graded_on", type = "date", label = "评定日期" },
]
"#;

const INDICATOR: &str = r#"
title = "桥梁座数"
about = "在册桥梁，按编码计"
unit = "座"
kind = "stock"
owner = "公路事务中心"
from = "roads/bridge"
measure = { count = "records" }
"#;

fn sound() -> Vec<Source> {
    vec![
        source("workflows/register.toml", REGISTER),
        source("ledgers/roads/bridge.toml", LEDGER),
        source("indicators/roads/bridges.toml", INDICATOR),
    ]
}

fn findings(sources: &[Source]) -> Vec<Finding> {
    load(sources).1
}

/// Changes one text of the sound definitions; the change must give a finding of this rule at this line.
#[track_caller]
fn check(path: &str, from: &str, to: &str, rule: &str, line: u32, says: &str) {
    let mut sources = sound();
    let changed = sources.iter_mut().find(|it| it.path == path).expect("a sound file");
    assert!(changed.text.contains(from), "{from}");
    changed.text = changed.text.replacen(from, to, 1);
    let found = findings(&sources);
    let hit = found.iter().find(|it| it.rule == rule && it.what.contains(says));
    let Some(hit) = hit else { panic!("no {rule} saying {says}; found {found:#?}") };
    assert_eq!(hit.grade, Grade::Must);
    let Place::Text { file, line: at, column } = &hit.place else { panic!("{hit:?}") };
    assert_eq!((file.as_str(), *at), (path, line), "{hit}");
    assert!(*column >= 1);
}

const L: &str = "ledgers/roads/bridge.toml";
const I: &str = "indicators/roads/bridges.toml";
const W: &str = "workflows/register.toml";

#[test]
fn sound_definitions_are_silent() {
    assert_eq!(findings(&sound()), Vec::new());
    let (catalog, _) = load(&sound());
    assert_eq!(catalog.ledgers["roads/bridge"].fields.len(), 3);
    assert_eq!(catalog.fingerprint.len(), 16);
}

#[test]
fn faults_of_a_ledger_are_said_where_they_stand() {
    check(L, "office =", "ofice =", "unknown_key", 4, "没有“ofice”");
    check(L, "office =", "ofice =", "missing_key", 1, "缺少“office”");
    check(L, "\"decimal\"", "\"decimel\"", "field_type", 9, "没有“decimel”");
    check(L, ", places = 2", "", "missing_key", 9, "小数位数");
    check(L, "\"date\"", "\"date\", places = 2", "wrong_key", 10, "只用于 decimal");
    check(L, "\"graded_on\"", "\"code\"", "duplicate", 7, "写了两次");
    check(L, "\"评定日期\"", "\"桥长\"", "duplicate", 7, "既指字段");
    check(L, "\"graded_on\"", "\"Graded\"", "name", 10, "不合规");
    check(L, "\"graded_on\"", "\"state\"", "name", 10, "系统保留");
    check(L, "key = [\"code\"]", "key = [\"cod\"]", "unknown_field", 5, "没有字段“cod”");
    check(L, "key = [\"code\"]", "", "missing_key", 1, "没有主键");
    check(L, ", required = true", "", "key_required", 5, "都不是必填");
    check(L, "\"register\"", "\"registre\"", "unknown_workflow", 6, "没有流程");
    check(L, "unit = \"米\"", "unit = \"迷\"", "unit", 9, "不认识的计量单位");
    check(L, "type = \"date\"", "type = \"code\"", "missing_key", 10, "缺少“list”");
    check(
        L,
        "type = \"date\"",
        "type = \"code\", list = \"gone\"",
        "unknown_code_list",
        10,
        "没有代码表",
    );
    check(
        L,
        "type = \"date\"",
        "type = \"link\", ledger = \"a/b\"",
        "unknown_ledger",
        10,
        "没有台账",
    );
    check(L, "type = \"date\"", "type = \"id_number\"", "private", 10, "个人信息");
    check(L, "type = \"date\"", "type = \"date\", min = 1", "range", 10, "不能写 min");
    check(L, "places = 2", "places = 2, min = 9, max = 1", "range", 9, "最小值大于最大值");
    check(L, "places = 2", "places = 99", "out_of_range", 9, "0到8");
    check(
        L,
        "type = \"date\"",
        "type = \"date\", required = \"是\"",
        "wrong_type",
        10,
        "true 或 false",
    );
    check(L, "workflow =", "rules = [\"odrer\"]\nworkflow =", "unknown_rule", 6, "没有规则");
    check(
        L,
        "workflow =",
        "rules = [ { rule = \"order\", fields = [\"code\", \"length_m\"] } ]\nworkflow =",
        "rule_fields",
        6,
        "两个以上的日期",
    );
    check(
        L,
        "label = \"评定日期\"",
        "label = \"评定日期\", required_when = { field = \"lenth\", is_set = true }",
        "unknown_field",
        10,
        "没有字段“lenth”",
    );
    check(
        L,
        "label = \"评定日期\"",
        "label = \"评定日期\", required_when = { field = \"length_m\", more = \"长\" }",
        "condition",
        10,
        "不能与小数字段比较",
    );
    check(
        L,
        "label = \"评定日期\"",
        "label = \"评定日期\", required_when = { field = \"graded_on\", role = \"in_period\" }",
        "condition",
        10,
        "没有统计期",
    );
}

#[test]
fn faults_of_a_workflow_are_said_where_they_stand() {
    check(W, "to = \"closed\"", "to = \"gone\"", "unknown_state", 5, "没有状态“gone”");
    check(W, "to = \"closed\"", "to = \"open\"", "unreachable", 4, "走不到");
    check(W, "from = [\"open\"]", "from = []", "missing_key", 5, "没有起点");
    check(
        W,
        "to = \"closed\"",
        "to = \"closed\", roles = [\"nobody\"]",
        "unknown_role",
        5,
        "没有角色",
    );
    check(L, "\"register\"", "\"register\"\nobject = 1", "unknown_key", 7, "没有“object”");
}

#[test]
fn faults_of_an_indicator_are_said_where_they_stand() {
    check(I, "roads/bridge", "roads/brige", "unknown_ledger", 7, "没有台账");
    check(
        I,
        "{ count = \"records\" }",
        "{ sum = \"length\" }",
        "unknown_field",
        8,
        "没有字段“length”",
    );
    check(I, "{ count = \"records\" }", "{ sum = \"code\" }", "measure", 8, "要数字字段");
    check(I, "{ count = \"records\" }", "{ sum = \"length_m\" }", "unit", 4, "不能换算");
    check(
        I,
        "{ count = \"records\" }",
        "{ ratio = \"roads/x\", over = \"roads/y\" }",
        "unknown_indicator",
        8,
        "roads/x",
    );
    check(I, "{ count = \"records\" }", "{ counts = 1 }", "measure", 8, "没有写明怎样计数");
    check(I, "\"stock\"", "\"flow\"", "missing_key", 1, "计入统计期");
    check(I, "\"stock\"", "\"growth\"", "kind", 5, "不能用这种度量");
    check(I, "\"座\"", "\"坐\"", "unit", 4, "不认识");
    check(I, "measure =", "refs = [\"61\"]\nmeasure =", "refs", 8, "不是登记号");
    check(I, "measure =", "day = \"code\"\nmeasure =", "condition", 8, "只能用于日期");
    check(I, "measure =", "by = [\"town\"]\nmeasure =", "unknown_field", 8, "没有字段“town”");
    let state = "where = [ { field = \"state\", eq = \"gone\" } ]\nmeasure =";
    check(I, "measure =", state, "condition", 8, "没有“gone”这个状态");
    let two = "where = [ { field = \"code\", eq = \"a\", not = \"b\" } ]\nmeasure =";
    check(I, "measure =", two, "condition", 8, "只能写一种");
}

/// A ledger of inspections that names a bridge, and an indicator over it.
fn inspected(conditions: &str, from: &str, to: &str) -> Vec<Finding> {
    let ledger = r#"
title = "桥梁检查"
about = "一次一行"
office = "公路事务中心"
key = ["no"]
workflow = "register"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "bridge", type = "link", label = "桥梁", ledger = "roads/bridge" },
  { name = "due_on", type = "date", label = "应检日期" },
  { name = "seen_on", type = "date", label = "检查日期" },
  { name = "seen_at", type = "date_time", label = "到场时间" },
  { name = "found", type = "integer", label = "病害", unit = "处" },
  { name = "fixed", type = "decimal", label = "已修", unit = "处", places = 1 },
  { name = "reason", type = "text", label = "逾期原因", required_when = [{ field = "seen_on", more = { field = "due_on" } }] },
]
"#;
    let indicator = INDICATOR
        .replace("桥梁座数", "检查次数")
        .replace("roads/bridge", "roads/check")
        .replace("\"座\"", "\"次\"");
    let mut sources = sound();
    sources.push(source("ledgers/roads/check.toml", &ledger.replacen(from, to, 1)));
    sources.push(source(
        "indicators/roads/checks.toml",
        &format!("{indicator}where = [{conditions}]\n"),
    ));
    findings(&sources)
}

#[test]
fn a_condition_may_speak_of_the_record_that_a_link_names() {
    let of = |conditions: &str| inspected(conditions, "", "");
    for sound in [
        "{ field = \"bridge.length_m\", more = 100 }",
        "{ field = \"bridge.state\", eq = \"open\" }",
        "{ field = \"bridge.office\", eq = \"公路事务中心\" }",
        "{ field = \"bridge.graded_on\", role = \"by_as_of\" }",
    ] {
        assert_eq!(of(sound), [], "{sound}");
    }
    let said = |conditions: &str, rule: &str, says: &str| {
        let found = of(conditions);
        assert!(found.iter().any(|it| it.rule == rule && it.what.contains(says)), "{found:#?}");
    };
    said("{ field = \"bridge.width\", more = 1 }", "unknown_field", "“桥梁台账”没有字段“width”");
    said("{ field = \"bridges.length_m\", more = 1 }", "unknown_field", "没有字段“bridges”");
    said(
        "{ field = \"due_on.length_m\", more = 1 }",
        "condition",
        "“应检日期”是日期，后面不能再写字段",
    );
    said("{ field = \"bridge.state\", eq = \"gone\" }", "condition", "没有“gone”这个状态");
    said("{ field = \"bridge.length_m\", eq = \"长\" }", "condition", "不能与小数字段比较");
    // One row by itself does not see other records.
    let found = inspected("", "field = \"seen_on\", more", "field = \"bridge.length_m\", more");
    assert!(found.iter().any(|it| it.mend.contains("只能用在指标的 where")), "{found:#?}");
}

#[test]
fn a_condition_may_hold_two_fields_beside_each_other() {
    let of = |conditions: &str| inspected(conditions, "", "");
    for sound in [
        "{ field = \"seen_on\", more = { field = \"due_on\" } }",
        "{ field = \"found\", eq = { field = \"fixed\" } }",
        "{ field = \"no\", not = { field = \"reason\" } }",
    ] {
        assert_eq!(of(sound), [], "{sound}");
    }
    let said = |conditions: &str, says: &str| {
        let found = of(conditions);
        assert!(found.iter().any(|it| it.what.contains(says)), "{found:#?}");
    };
    said("{ field = \"seen_on\", more = { field = \"due\" } }", "没有字段“due”");
    said(
        "{ field = \"seen_on\", more = { field = \"seen_at\" } }",
        "“到场时间”是日期时间，不能这样比较",
    );
    said("{ field = \"seen_on\", more = { field = \"found\" } }", "“病害”是整数，不能这样比较");
    said("{ field = \"no\", less = { field = \"reason\" } }", "不能这样比较");
    said("{ field = \"state\", eq = { field = \"no\" } }", "状态和责任股室不能与字段比较");
    said("{ field = \"found\", in = [{ field = \"fixed\" }] }", "文字、数字、日期或是否");
    said("{ field = \"found\", between = [{ field = \"fixed\" }, 3] }", "文字、数字、日期或是否");
    said("{ field = \"found\", eq = { of = \"fixed\" } }", "文字、数字、日期或是否");
}

#[test]
fn a_ratio_may_not_run_in_a_circle() {
    let ratio = |title: &str, of: &str| {
        format!(
            "title = \"{title}\"\nabout = \"口径\"\nunit = \"%\"\nkind = \"ratio\"\nowner = \"办公室\"\nmeasure = {{ ratio = \"roads/{of}\", over = \"roads/bridges\" }}\n"
        )
    };
    let mut sources = sound();
    sources.push(source("indicators/roads/a.toml", &ratio("甲率", "b")));
    sources.push(source("indicators/roads/b.toml", &ratio("乙率", "a")));
    let rules: Vec<_> = findings(&sources).iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["cycle", "cycle"]);
}

#[test]
fn titles_and_register_numbers_belong_to_one_indicator() {
    let mut sources = sound();
    sources[2].text.push_str("refs = [\"F030\"]\n");
    let twin = sources[2].text.clone();
    sources.push(source("indicators/roads/twin.toml", &twin));
    let rules: Vec<_> = findings(&sources).iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["duplicate_title", "duplicate_ref"]);
}

#[test]
fn all_faults_of_a_broken_file_are_said_at_once() {
    let mut sources = sound();
    sources[1].text =
        "title = 桥梁\nabout = \"x\"\nabout = \"y\"\nfields = [ { name = 1 }, { nme = \"a\" } ]\n"
            .to_owned();
    let found = findings(&sources);
    assert!(found.len() >= 8, "{found:#?}");
    assert!(found.iter().filter(|it| it.rule == "syntax").count() >= 2, "{found:#?}");
}

#[test]
fn a_bracket_that_is_not_closed_is_one_fault_and_not_dozens() {
    let mut sources = sound();
    let open = sources[1].text.replacen(']', "", 1);
    sources[1].text = open;
    let found = findings(&sources);
    assert!((1..=3).contains(&found.len()), "{found:#?}");
    assert!(found.iter().all(|it| it.rule == "unclosed"), "{found:#?}");
}

#[test]
fn an_unknown_place_in_the_tree_is_said() {
    let mut sources = sound();
    sources.push(source("ledger/roads/bridge.toml", LEDGER));
    assert_eq!(findings(&sources).iter().map(|it| it.rule).collect::<Vec<_>>(), ["unknown_file"]);
}

/// Three ledgers; a record of the first needs one of the second, and so on: `required` says which of the links must be
/// filled in.
fn ring(required: [&str; 3]) -> Vec<Finding> {
    let ledger = |title: &str, other: &str, required: &str| {
        let link = format!("type = \"link\", ledger = \"roads/{other}\"{required}, label");
        LEDGER.replace("桥梁台账", title).replace("type = \"date\", label", &link)
    };
    let mut sources = sound();
    sources.push(source("ledgers/roads/a.toml", &ledger("甲", "b", required[0])));
    sources.push(source("ledgers/roads/b.toml", &ledger("乙", "c", required[1])));
    sources.push(source("ledgers/roads/c.toml", &ledger("丙", "a", required[2])));
    findings(&sources)
}

#[test]
fn required_links_may_not_run_in_a_circle() {
    let must = ", required = true";
    let found = ring([must, must, must]);
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), ["link_circle"; 3]);
    assert!(found[0].what.contains("甲→乙→丙→甲"), "{}", found[0]);
    assert!(found[0].mend.contains("把其中一个关联改为非必填"), "{}", found[0]);
    let Place::Text { file, .. } = &found[0].place else { panic!("{:?}", found[0]) };
    assert_eq!(file, "ledgers/roads/a.toml");
    // One link that may wait breaks the circle.
    assert_eq!(ring([must, must, ""]), []);
    assert_eq!(ring([must, must, ", required_when = { field = \"length_m\", is_set = true }"]), []);
    // A ledger that needs itself, and one that needs itself by its child rows.
    let own = LEDGER.replace(
        "type = \"date\", label",
        "type = \"link\", ledger = \"roads/bridge\", required = true, label",
    );
    let mut sources = sound();
    sources[1].text = own;
    let found = findings(&sources);
    assert!(found.iter().any(|it| it.what.contains("桥梁台账→桥梁台账")), "{found:#?}");
    let lines = "\n[[lines]]\nname = \"parts\"\nlabel = \"构件\"\nrequired = true\n\
        fields = [{ name = \"of\", type = \"link\", ledger = \"roads/bridge\", required = true, label = \"所属\" }]\n";
    let mut sources = sound();
    sources[1].text.push_str(lines);
    assert!(findings(&sources).iter().any(|it| it.rule == "link_circle"), "by child rows");
    sources[1].text =
        sources[1].text.replace("label = \"构件\"\nrequired = true", "label = \"构件\"");
    assert_eq!(findings(&sources), [], "child rows that may be missing need nothing");
}

/// What is said of a definition that contradicts another: where, what, how to mend it.
#[track_caller]
fn said(path: &str, from: &str, to: &str, place: &str, what: &str, mend: &str) {
    let mut sources = sound();
    let changed = sources.iter_mut().find(|it| it.path == path).expect("a sound file");
    changed.text = changed.text.replacen(from, to, 1);
    let found = findings(&sources);
    let hit = |it: &Finding| {
        it.place.to_string().contains(place) && it.what.contains(what) && it.mend.contains(mend)
    };
    assert!(found.iter().any(hit), "{place} {what} {mend}: {found:#?}");
}

#[test]
fn a_move_to_a_state_that_is_not_is_refused() {
    said(W, "to = \"closed\"", "to = \"close\"", "第5行", "没有状态“close”", "是否想写“closed”？");
    said(
        W,
        "to = \"closed\"",
        "to = \"archived\"",
        "第5行",
        "没有状态“archived”",
        "可用：open、closed",
    );
    said(
        W,
        "from = [\"open\"]",
        "from = [\"opened\"]",
        "第5行",
        "没有状态“opened”",
        "open、closed",
    );
}

#[test]
fn a_figure_over_a_field_that_is_not_is_refused() {
    said(
        I,
        "{ count = \"records\" }",
        "{ sum = \"length\" }",
        "第8行",
        "台账“桥梁台账”没有字段“length”",
        "是否想写“length_m”？",
    );
    let condition = "where = [ { field = \"grade\", eq = 3 } ]\nmeasure =";
    said(I, "measure =", condition, "第8行", "没有字段“grade”", "");
    said(I, "measure =", "show = [\"width\"]\nmeasure =", "第8行", "没有字段“width”", "");
    said(
        I,
        "roads/bridge\"",
        "roads/bridges\"",
        "第7行",
        "没有台账“roads/bridges”",
        "roads/bridge",
    );
}

/// Whether personal data is shown is said by ledger, so what every office reads holds none.
#[test]
fn what_everybody_reads_holds_no_personal_data() {
    let open = LEDGER.replacen("fields = [", "open = true\nfields = [", 1);
    let mut sources = sound();
    let at = sources.iter().position(|it| it.text == LEDGER).unwrap();
    sources[at].text = open.clone();
    assert_eq!(findings(&sources), []);
    sources[at].text = open.replacen("type = \"text\"", "type = \"text\", private = true", 1);
    let found = findings(&sources);
    assert!(found.iter().any(|it| it.rule == "open"), "{found:#?}");
}

#[test]
fn two_indicators_do_not_share_a_title() {
    let mut sources = sound();
    sources.push(source("indicators/roads/twin.toml", INDICATOR));
    let found = findings(&sources);
    assert_eq!(found.len(), 1, "{found:#?}");
    let told = found[0].to_string();
    assert!(told.contains("指标“桥梁座数”与 indicators/roads/bridges.toml 同名"), "{told}");
    assert!(told.contains("indicators/roads/twin.toml") && told.contains("请改一个"), "{told}");
    // A ledger and an indicator may bear one name; two ledgers not.
    sources.pop();
    sources[2].text = INDICATOR.replace("桥梁座数", "桥梁台账");
    assert_eq!(findings(&sources), []);
    sources.push(source("ledgers/roads/twin.toml", LEDGER));
    let rules: Vec<_> = findings(&sources).iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["duplicate_title"]);
}

#[test]
fn a_map_speaks_only_of_what_is_there() {
    let map = |file: &str, text: &str| {
        let mut sources = sound();
        sources.push(source(&format!("map/{file}.csv"), text));
        findings(&sources).into_iter().map(|it| (it.place.to_string(), it.what)).collect::<Vec<_>>()
    };
    let heads = "no,printed,unit,what,figure,record,why\n";
    assert_eq!(map("objects", "no,title,same\nD01-01,桥梁,\nD01-02,涵洞,D01-01\n"), []);
    assert_eq!(map("figures", &format!("{heads}F001,5,座,桥梁,roads/bridges,,\n")), []);
    assert_eq!(
        map("quantities", &format!("{heads}Q001,12.5,米,桥长,,roads/bridge.length_m@Q1,\n")),
        []
    );
    let said = map("objects", "no,title,same\nD01-01,桥梁,\nD01-01,桥梁,\nD01-02,涵洞,D09-09\n");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().any(|it| it.0.contains("第3行") && it.1.contains("写了两次")), "{said:?}");
    assert!(said.iter().any(|it| it.1.contains("没有 D09-09")), "{said:?}");
    for (record, fault) in
        [("roads/bridge.width@Q1", "没有台账"), ("roads/bridge", "不是记录的写法")]
    {
        let said = map("quantities", &format!("{heads}Q001,12.5,米,桥长,,{record},\n"));
        assert!(said.len() == 1 && said[0].1.contains(fault), "{said:?}");
    }
    assert!(!map("figures", "no,printed\nF001,5\n").is_empty());
    assert!(!map("things", "no\n").is_empty());
}

#[test]
fn a_ledger_names_only_objects_of_the_map() {
    let mut sources = sound();
    sources.push(source("map/objects.csv", "no,title\nD01-01,桥梁\n"));
    sources[1].text = LEDGER.replace("key =", "objects = [\"D01-01\"]\nkey =");
    assert_eq!(findings(&sources), []);
    sources[1].text = LEDGER.replace("key =", "objects = [\"D09-01\"]\nkey =");
    assert!(findings(&sources).iter().any(|it| it.what.contains("没有对象 D09-01")));
}

mod hostile {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,400}") {
            for path in ["ledgers/a/b.toml", "workflows/a.toml", "indicators/a/b.toml", "codes/a.toml", "roles.toml",
                         "reports/a/outline.toml", "calendar/2021.toml", "map/objects.csv", "map/figures.csv",
                         "law/a.toml", "clocks/a/b.toml", "lights.toml"] {
                let _ = findings(&[source(path, &text)]);
            }
        }

        #[test]
        fn a_cut_or_changed_file_is_never_silent_about_syntax(at in 1_usize..400, mark in prop::char::any()) {
            let mut sources = sound();
            let text = &mut sources[1].text;
            let at = (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap();
            text.insert(at, mark);
            let _ = findings(&sources); // must not panic; what it says is for people
        }
    }
}

/// A ledger with child rows and rules, and a workflow with every kind of move: sound, then one word changed at a time.
const ROSTER: &str = r#"
title = "值班表"
about = "一段一表"
office = "办公室"
key = ["no"]
workflow = "duty"
fields = [
  { name = "no", type = "text", label = "编号", required = true },
  { name = "due_on", type = "date", label = "期限" },
  { name = "by", type = "person", label = "批准人" },
  { name = "score", type = "integer", label = "得分" },
  { name = "grade", type = "code", label = "等级", list = "grade" },
  { name = "bridge", type = "link", label = "桥梁", ledger = "duty/roster", where = [{ field = "state", eq = "open" }] },
  { name = "level", type = "integer", label = "级", values = [1, 2] },
]
rules = [
  { rule = "line_sum", fields = ["score", "items.points"], fill = true },
  { rule = "grade", fields = ["grade", "score"] },
  { rule = "apart", fields = ["items.from", "items.until"], same = ["items.who"] },
  { rule = "day_limit", fields = ["items.from", "items.points"], limit = 8 },
]

[[lines]]
name = "items"
label = "明细"
fields = [
  { name = "who", type = "person", label = "人员" },
  { name = "from", type = "date", label = "起" },
  { name = "until", type = "date", label = "止" },
  { name = "points", type = "integer", label = "分" },
]
"#;

const DUTY: &str = r#"
title = "值班流程"
about = "测试用"
states = [ { name = "open", label = "在册" }, { name = "closed", label = "结束", closed = true } ]
moves = [
  { name = "close", label = "结束", from = ["open"], to = "closed", sign = "by" },
  { name = "send_back", label = "退回", back = true, from = ["closed"], not_mover_of = ["close"] },
  { name = "hand_on", label = "转办", reassign = ["by", "office"], from = ["open"] },
  { name = "extend", label = "延期", extend = "due_on", approver = "by", times = 2, from = ["open"] },
]
"#;

const GRADES: &str = r#"
title = "等级"
about = "测试用"
items = [ { code = "good", label = "优", at_least = 90 }, { code = "poor", label = "差" } ]
"#;

#[track_caller]
fn check_process(path: &str, from: &str, to: &str, rule: &str, says: &str) {
    let mut sources = vec![
        source("bureau.toml", "name = \"本局\"\nfounded_on = 1949-10-01\n"),
        source("codes/grade.toml", GRADES),
        source("workflows/duty.toml", DUTY),
        source("ledgers/duty/roster.toml", ROSTER),
    ];
    assert_eq!(findings(&sources), Vec::new());
    let changed = sources.iter_mut().find(|it| it.path == path).expect("a sound file");
    assert!(changed.text.contains(from), "{from}");
    changed.text = changed.text.replacen(from, to, 1);
    let found = findings(&sources);
    let hit = found.iter().any(|it| it.rule == rule && it.what.contains(says));
    assert!(hit, "no {rule} saying {says}; found {found:#?}");
}

#[test]
fn faults_of_rules_over_child_rows_are_said() {
    let roster = "ledgers/duty/roster.toml";
    let check = |from, to, rule, says| check_process(roster, from, to, rule, says);
    check("items.points\"], fill", "item.points\"], fill", "unknown_field", "没有明细“item”");
    check(
        "items.points\"], fill",
        "items.point\"], fill",
        "unknown_field",
        "没有字段“items.point”",
    );
    check(
        "[\"score\", \"items.points\"]",
        "[\"score\", \"level\"]",
        "rule_fields",
        "至少一个明细的数字字段",
    );
    check(", limit = 8", "", "rule_fields", "要写 limit");
    check("same = [\"items.who\"]", "same = [\"by\"]", "rule_fields", "same 要与 fields 同在");
    check(
        "[\"grade\", \"score\"]",
        "[\"score\", \"grade\"]",
        "rule_fields",
        "要一个代码字段和一个数字字段",
    );
    check("same = [\"items.who\"] }", "fill = true }", "rule_fields", "不能写 fill");
    check(
        "[\"grade\", \"score\"] }",
        "[\"grade\", \"score\"], limit = 1 }",
        "rule_fields",
        "不用 limit",
    );
    check("eq = \"open\"", "eq = \"opened\"", "condition", "没有“opened”这个状态");
    check("values = [1, 2]", "values = [\"1.5\"]", "values", "1.5");
    check(
        "label = \"批准人\" }",
        "label = \"批准人\", before_bureau = true }",
        "wrong_key",
        "before_bureau",
    );
    check(
        "{ rule = \"grade\", fields = [\"grade\", \"score\"] },",
        "\"grade\",",
        "wrong_type",
        "规则要写明",
    );
}

#[test]
fn faults_of_moves_are_said() {
    let check = |from, to, rule, says| check_process("workflows/duty.toml", from, to, rule, says);
    check("back = true,", "back = true, to = \"open\",", "wrong_key", "“退回”不写 to");
    check("back = true,", "back = true, take_back = true,", "move_kind", "几种办法");
    check(", approver = \"by\"", "", "move_kind", "要一起写");
    check("times = 2", "times = 0", "range", "至少是1");
    check(
        "not_mover_of = [\"close\"]",
        "not_mover_of = [\"closed\"]",
        "unknown_move",
        "没有的流转“closed”",
    );
    check("sign = \"by\"", "sign = \"score\"", "workflow_field", "要用人员字段 score");
    check("extend = \"due_on\"", "extend = \"due\"", "workflow_field", "要用日期字段 due");
    check("reassign = [\"by\",", "reassign = [\"items\",", "workflow_field", "字段 items");
    check_process("codes/grade.toml", ", at_least = 90", "", "grade_bound", "没有写各级的下限");
    check_process("codes/grade.toml", "\"差\"", "\"差\", at_least = 90", "grade_bound", "下限相同");
    check_process("bureau.toml", "founded_on = 1949-10-01", "", "missing_key", "founded_on");
}
