//! Outlines from their files to the document: what is refused, what is printed, what is listed, what is missed.

use std::collections::BTreeMap;

use catalog::{Catalog, Condition, FieldRef, Query, Row, Source, Test, load};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use report::{
    Block, DrawnUp, Material, NumberKind, check_report, draw_up, needed_figures, needed_records,
    to_text, write_docx,
};
use rust_decimal::Decimal;
use terms::{
    Fen, Figure, FigurePart, FigureSource, Finding, Grade, Kilograms, Period, Place, Value,
    read_decimal,
};

const PERIOD: Period = Period::Half(2021, 1);
const AS_OF: Date = date(2021, 6, 30);

const WORKFLOW: &str = r#"
title = "项目流程"
about = "在建到完工"
states = [ { name = "running", label = "在建" }, { name = "done", label = "完工", closed = true } ]
moves = [ { name = "finish", label = "完工", from = ["running"], to = "done" } ]
"#;

const KINDS: &str = r#"
title = "项目类别"
about = "路还是桥"
items = [ { code = "road", label = "公路" }, { code = "bridge", label = "桥梁" } ]
"#;

const PROJECTS: &str = r#"
title = "项目台账"
about = "一个项目一行"
office = "工程股"
key = ["name"]
workflow = "project"
fields = [
  { name = "name", type = "text", label = "项目名称", required = true },
  { name = "kind", type = "code", label = "类别", list = "kind" },
  { name = "started_on", type = "date", label = "开工日期" },
  { name = "inspected_at", type = "date_time", label = "检查时间" },
  { name = "budget", type = "money", label = "总投资" },
  { name = "length_km", type = "decimal", label = "长度", unit = "公里", places = 3 },
  { name = "staff", type = "integer", label = "人数", unit = "人" },
  { name = "steel", type = "mass", label = "用钢" },
  { name = "urgent", type = "yes_no", label = "是否急办" },
  { name = "keeper", type = "person", label = "负责人", private = true },
  { name = "drawing", type = "file", label = "图纸" },
]
"#;

const PAST: &str = r#"
title = "历史值"
about = "以前的数"
office = "办公室"
key = ["indicator", "period"]
workflow = "project"
fields = [
  { name = "indicator", type = "text", label = "指标", required = true },
  { name = "period", type = "text", label = "报告期", required = true },
  { name = "value", type = "decimal", label = "数值", places = 8, required = true },
  { name = "unit", type = "text", label = "单位", required = true },
]
"#;

const ZEROS: &str = r#"
title = "零报告"
about = "每月确认"
office = "办公室"
key = ["indicator", "month"]
workflow = "project"
fields = [
  { name = "indicator", type = "text", label = "指标", required = true },
  { name = "month", type = "date", label = "月份", required = true },
  { name = "confirmed_by", type = "person", label = "确认人", required = true },
  { name = "confirmed_on", type = "date", label = "确认日期", required = true },
]
"#;

fn indicator(title: &str, unit: &str, kind: &str, places: u32, measure: &str) -> String {
    let from = if measure.contains("growth") || measure.contains("ratio") {
        ""
    } else if kind == "zero" {
        "from = \"works/project\"\nday = \"started_on\"\n"
    } else {
        "from = \"works/project\"\n"
    };
    format!(
        "title = \"{title}\"\nabout = \"{title}\"\nunit = \"{unit}\"\nkind = \"{kind}\"\nplaces = {places}\nowner = \"工程股\"\n{from}measure = {measure}\n"
    )
}

const OUTLINE: &str = r#"
title = "半年总结"
about = "试用"
[outline]
title = ["县交通运输局{period}工作总结"]
signature = "阳山县交通运输局"
file_name = "{period}工作总结"
dated_after_days = 2
for_period = "half"
sections = ["01.toml"]
constants = [ { name = "watch", text = "24小时", source = "值班制度第三条" } ]
names = ["第三轮", "1+123"]
"#;

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// A small office whose report has these blocks.
fn office(blocks: &str) -> (Catalog, Vec<Finding>) {
    office_with(OUTLINE, blocks)
}

fn office_with(outline: &str, blocks: &str) -> (Catalog, Vec<Finding>) {
    let count = "{ count = \"records\" }";
    let sources = [
        source("workflows/project.toml", WORKFLOW),
        source("codes/kind.toml", KINDS),
        source("ledgers/works/project.toml", PROJECTS),
        source("ledgers/platform/past_value.toml", PAST),
        source("ledgers/platform/zero_report.toml", ZEROS),
        source("indicators/works/projects.toml", &indicator("在建项目", "个", "stock", 0, count)),
        source(
            "indicators/works/budget.toml",
            &indicator("总投资", "元", "stock", 2, "{ sum = \"budget\" }"),
        ),
        source(
            "indicators/works/length.toml",
            &indicator("总里程", "公里", "stock", 3, "{ sum = \"length_km\" }"),
        ),
        source(
            "indicators/works/accidents.toml",
            &indicator("生产安全事故", "起", "zero", 0, "{ zero = \"records\" }"),
        ),
        source(
            "indicators/works/share.toml",
            &indicator(
                "完成率",
                "%",
                "ratio",
                1,
                "{ ratio = \"works/projects\", over = \"works/projects\" }",
            ),
        ),
        source(
            "indicators/works/growth.toml",
            &indicator("总投资同比", "%", "growth", 1, "{ growth = \"works/budget\" }"),
        ),
        source("reports/half/outline.toml", outline),
        source("reports/half/01.toml", blocks),
    ];
    load(&sources)
}

fn sound(blocks: &str) -> Catalog {
    let (catalog, findings) = office(blocks);
    assert_eq!(findings, Vec::new());
    catalog
}

fn paragraph(text: &str) -> String {
    format!("[[block]]\ntext = '{text}'\n")
}

fn said(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|it| format!("{} {it}", it.rule)).collect()
}

/// The definition is refused, at this line, by this rule, with these words.
#[track_caller]
fn refuse_at(blocks: &str, line: u32, rule: &str, says: &str) {
    let (catalog, loaded) = office(blocks);
    assert_eq!(said(&loaded), Vec::<String>::new());
    let findings = check_report(&catalog, &catalog.reports["half"]);
    let hit = findings.iter().find(|it| it.rule == rule && it.to_string().contains(says));
    let Some(hit) = hit else { panic!("no {rule} saying {says}: {:#?}", said(&findings)) };
    assert_eq!(hit.grade, Grade::Must);
    let place = Place::Text { file: "reports/half/01.toml".to_owned(), line, column: 1 };
    assert_eq!(hit.place, place);
}

#[track_caller]
fn refuse(text: &str, rule: &str, says: &str) {
    refuse_at(&paragraph(text), 1, rule, says);
}

#[track_caller]
fn silent(text: &str) {
    let catalog = sound(&paragraph(text));
    let findings = check_report(&catalog, &catalog.reports["half"]);
    let musts: Vec<_> = findings.into_iter().filter(|it| it.grade == Grade::Must).collect();
    assert_eq!(said(&musts), Vec::<String>::new(), "{text}");
}

#[test]
fn faults_of_form_are_said_where_the_block_stands() {
    refuse("共{works/projects。", "slot_form", "没有合上");
    refuse("共{works/projects|wam}。", "slot_format", "是否想写 |wan");
    let second = format!("{}\n{}", paragraph("一切正常。"), paragraph("共{perod}。"));
    refuse_at(&second, 4, "slot_form", "{period}");
}

#[test]
fn what_a_slot_names_must_be_there() {
    refuse("共{works/project}。", "unknown_indicator", "是否想写“works/projects”");
    refuse("实行{#wach}值班。", "unknown_constant", "是否想写“watch”");
    refuse("实行{#nothing_like_it}值班。", "unknown_constant", "constants");
    refuse("{@name}已开工。", "field_outside_loop", "each");
    silent("共{works/projects}，实行{#watch}值班。");
}

#[test]
fn a_format_must_fit_its_figure() {
    refuse("{works/projects|trend}。", "slot_format", "不是同比数");
    refuse("{works/projects|base}。", "slot_format", "不是同比数");
    refuse("{works/growth}。", "slot_format", "|trend");
    refuse("{works/growth|trend|about}。", "slot_format", "不能用格式 about");
    refuse("{works/growth|trend|base}。", "slot_format", "不能同用");
    refuse("{works/projects|places=2}。", "slot_format", "整数");
    refuse("{works/share|about}。", "slot_format", "比率");
    refuse("{works/share|wan}。", "slot_format", "不能再折成");
    refuse("{works/budget|wan|yi}。", "slot_format", "不能同用");
    refuse("{works/length|about}。", "slot_format", "既约又准");
    refuse("{works/length|odd}。", "slot_format", "只用于整数");
    refuse("{works/projects|about|odd}。", "slot_format", "不能同用");
    refuse("{works/projects|else=有*}。", "slot_format", "没有 zero");
    refuse("{works/projects|short}。", "slot_format", "不能用格式 short");
    refuse("{period|wan}。", "slot_format", "可用：short");
    refuse("{#watch|bare}。", "slot_format", "常量不能用");
    silent("同比{works/growth|trend}，上年同期{works/growth|base|wan|places=2}。");
    silent(
        "{works/budget|yi|places=4}，约{works/length|about|places=1}。".replace('约', "").as_str(),
    );
    silent("{works/accidents|zero=未发生生产安全事故|else=发生生产安全事故*}。");
    silent("{works/projects|odd}，{period|short}。");
}

#[test]
fn a_sum_is_never_rough() {
    refuse("共建成{works/projects|odd}。", "exact_and_rough", "共");
    refuse("合计投资{works/budget|wan|about}。", "exact_and_rough", "准数");
    silent("公共项目{works/projects|odd}，共同推进{works/projects|odd}。");
    silent("共建成{works/projects}。");
}

#[test]
fn a_unit_is_said_once_and_rightly() {
    refuse("有{works/projects}个。", "unit", "已带单位");
    refuse("有{works/projects|bare}座。", "unit", "它的单位是“个”");
    silent("有{works/projects}，{works/projects|bare}个。");
    silent("有{works/projects|bare}、{works/projects|bare}个。");
}

#[test]
fn a_number_written_by_hand_is_refused() {
    refuse("完成309宗。", "loose_number", "“309宗”");
    refuse("完成３０９宗。", "loose_number", "把它做成指标、常量，或写进 names");
    refuse("拆除三座。", "loose_number", "“三座”");
    refuse("{works/accidents|zero=三年未发生事故}。", "loose_number", "“三年”");
    refuse("共{works/projects|bare}万个。", "loose_number", "万个");
    refuse_at("[[block]]\nlevel = 1\nheading = '抓好5件实事'\n", 1, "loose_number", "5件");
    silent(
        "第三轮行动、1+123部署，2021年2月1日至2月2日在G107线、省道260线K24+450处，依据（清市交〔2021〕2号），一是一户一档，进一步统一“十不准”。",
    );
}

#[test]
fn marks_and_headings_are_looked_at() {
    refuse("没有句号", "full_stop", "末尾没有句号");
    refuse("有 空格。", "space", "空格");
    refuse("半角,逗号。", "half_width_mark", "“,”");
    refuse_at("[[block]]\nlevel = 1\nheading = '治超。'\n", 1, "heading_mark", "末尾有标点");
    refuse_at("[[block]]\nlevel = 1\nheading = '一、治超'\n", 1, "heading_number", "自己写了序号");
    refuse_at(
        "[[block]]\nlevel = 2\nheading = '（一）治超'\n",
        1,
        "heading_number",
        "自己写了序号",
    );
    refuse_at(
        "[[block]]\nlevel = 1\nheading = '治超'\n[[block]]\nlevel = 3\nheading = '人员'\n",
        4,
        "level",
        "跳到第3级",
    );
    let fine = "[[block]]\nlevel = 1\nheading = '一线治超'\n[[block]]\nlevel = 2\nheading = '人员'\ntext = '到位。'\n[[block]]\nlevel = 1\nheading = '许可'\n";
    let catalog = sound(fine);
    let musts = check_report(&catalog, &catalog.reports["half"]);
    assert!(musts.iter().all(|it| it.grade == Grade::Improve), "{musts:?}");
}

#[track_caller]
fn refuse_looped(text: &str, rule: &str, says: &str) {
    refuse_at(&format!("[[block]]\neach = 'works/project'\ntext = '{text}'\n"), 1, rule, says);
}

#[test]
fn a_field_must_be_there_and_be_fit_to_print() {
    refuse_looped("{@nam}。", "unknown_field", "是否想写“name”");
    refuse_looped("{@keeper}。", "private_field", "个人信息");
    refuse_looped("{@drawing}。", "slot_format", "不能印进段落");
    refuse_looped("{@name|wan}。", "slot_format", "文本字段");
    refuse_looped("{@started_on|places=1}。", "slot_format", "日期字段");
    refuse_looped("{@staff}人。", "unit", "已带单位");
}

#[test]
fn an_outline_is_checked_as_a_whole() {
    let check = |outline: &str, rule: &str| {
        let (catalog, _) = office_with(outline, &paragraph("实行{#watch}值班，第三轮、1+123。"));
        let findings = check_report(&catalog, &catalog.reports["half"]);
        assert_eq!(findings.iter().map(|it| it.rule).collect::<Vec<_>>(), [rule], "{findings:?}");
    };
    check(&OUTLINE.replace("\"half\"", "\"halves\""), "for_period");
    check(&OUTLINE.replace("县交通运输局{period}", "{works/projects}"), "title");
    check(&OUTLINE.replace("县交通运输局{period}", "5号局"), "loose_number");
    check(&OUTLINE.replace("names = [", "names = [\"第九轮\", "), "unused_name");
    check(
        &OUTLINE.replace(
            "constants = [",
            "constants = [{ name = \"x\", text = \"5\", source = \"y\" }, ",
        ),
        "unused_constant",
    );
}

fn figure(catalog: &Catalog, id: &str, value: Option<&str>) -> Figure {
    let def = &catalog.indicators[id];
    let base = FigurePart {
        role: "上年同期".to_owned(),
        value: read_decimal("40000000"),
        unit: "元".to_owned(),
        records: 1,
        source: FigureSource::Sealed { indicator: "works/budget".to_owned(), period: PERIOD },
    };
    Figure {
        id: id.to_owned(),
        refs: Vec::new(),
        title: def.title.clone(),
        value: value.and_then(read_decimal),
        unit: def.unit.clone(),
        places: def.places,
        period: PERIOD,
        as_of: AS_OF,
        records: 4,
        parts: if id == "works/growth" { vec![base] } else { Vec::new() },
        fingerprint: String::new(),
        notes: Vec::new(),
    }
}

const VALUES: [(&str, &str); 6] = [
    ("works/projects", "12"),
    ("works/budget", "48161234.5"),
    ("works/length", "38.148"),
    ("works/accidents", "0"),
    ("works/share", "104.6354"),
    ("works/growth", "20.4"),
];

fn project(catalog: &Catalog, name: &str, budget: Option<i64>) -> Row {
    let ledger = &catalog.ledgers["works/project"];
    let mut row = Row::empty(ledger);
    let mut set = |field: &str, value: Value| {
        let place = ledger.place(field).expect("the ledger has the field");
        row.values[place] = Some(value);
    };
    set("name", Value::Text(name.to_owned()));
    set("kind", Value::Text("bridge".to_owned()));
    set("started_on", Value::Date(date(2021, 3, 5)));
    set("inspected_at", Value::DateTime(date(2021, 6, 19).at(12, 30, 0, 0)));
    set("length_km", Value::Decimal(Decimal::new(38148, 3)));
    set("staff", Value::Integer(45));
    set("steel", Value::Mass(Kilograms(6_050_710)));
    set("urgent", Value::YesNo(true));
    if let Some(fen) = budget {
        set("budget", Value::Money(Fen(fen)));
    }
    row
}

fn material(catalog: &Catalog, rows: &[Row]) -> Material {
    let report = &catalog.reports["half"];
    let figures = VALUES.map(|(id, value)| (id.to_owned(), figure(catalog, id, Some(value))));
    let asks = needed_records(catalog, report, PERIOD, AS_OF).expect("conditions are sound");
    Material {
        period: PERIOD,
        as_of: AS_OF,
        figures: BTreeMap::from(figures),
        compared: BTreeMap::new(),
        records: asks.into_iter().map(|it| (it.block, rows.to_vec())).collect(),
    }
}

fn drawn(blocks: &str, change: impl FnOnce(&mut Material)) -> DrawnUp {
    let catalog = sound(blocks);
    let mut material = material(&catalog, &[]);
    change(&mut material);
    draw_up(&catalog, &catalog.reports["half"], &material)
}

/// The lines of the text between title and signature.
fn body(drawn: &DrawnUp) -> Vec<String> {
    let text = to_text(&drawn.document);
    let lines: Vec<String> =
        text.lines().map(|it| it.trim_start_matches('　').to_owned()).collect();
    lines[1..lines.len() - 2].to_vec()
}

#[track_caller]
fn prints(text: &str, expected: &str) {
    let drawn = drawn(&paragraph(text), |_| {});
    assert_eq!(body(&drawn), [expected]);
    assert_eq!(said(&drawn.findings), Vec::<String>::new());
}

#[test]
fn a_sentence_comes_out_as_a_person_would_write_it() {
    prints("在建{works/projects}，{works/projects|bare}个。", "在建12个，12个。");
    prints("总投资{works/budget|wan}。", "总投资4816.12万元。");
    prints("总投资{works/budget|wan|about|places=0}。", "总投资约4816万元。");
    prints("总投资{works/budget|yi}。", "总投资0.48亿元。");
    prints("长{works/length|places=1}。", "长38.1公里。");
    prints("完成率{works/share}，{works/projects|odd}。", "完成率104.6%，10余个。");
    prints(
        "总投资同比{works/growth|trend}（上年同期{works/growth|base|wan}）。",
        "总投资同比上升20.4%（上年同期4000万元）。",
    );
    prints("{works/accidents|zero=未发生生产安全事故}。", "未发生生产安全事故。");
    prints("{works/projects|zero=没有在建项目|else=有*在建}。", "有12个在建。");
    prints("建成桥梁{works/accidents|zero=|else=（含*）}。", "建成桥梁。");
    prints(
        "{period}、{period|short}、{months}、{as_of}、{as_of|short}、{year}、{last_year}。",
        "2021年上半年、上半年、1—6月、2021年6月30日、6月30日、2021年、2020年。",
    );
    prints("实行{#watch}值班{{照抄}}。", "实行24小时值班{照抄}。");
}

#[test]
fn headings_are_numbered_without_gap_when_blocks_fall_out() {
    let blocks = "
[[block]]
level = 1
heading = '建设'
[[block]]
level = 2
heading = '公路'
text = '在建{works/projects}。'
[[block]]
level = 2
heading = '事故'
when = [{ figure = 'works/accidents', is = 'not_zero' }]
[[block]]
text = '发生{works/accidents}。'
[[block]]
level = 3
heading = '原因'
text = '疲劳驾驶。'
[[block]]
level = 2
heading = '桥梁'
[[block]]
level = 3
heading = '新建'
text = '已开工。'
[[block]]
level = 4
heading = '墩台'
text = '已浇筑。'
[[block]]
level = 1
heading = '许可'
[[block]]
text = '全部办结。'
";
    let quiet = drawn(blocks, |_| {});
    assert_eq!(
        body(&quiet),
        [
            "一、建设",
            "（一）公路。在建12个。",
            "（二）桥梁",
            "1.新建。已开工。",
            "（1）墩台。已浇筑。",
            "二、许可",
            "全部办结。",
        ]
    );
    let loud = drawn(blocks, |it| {
        it.figures.get_mut("works/accidents").unwrap().value = Some(Decimal::TWO);
    });
    assert_eq!(body(&loud)[2..5], ["（二）事故", "发生2起。", "1.原因。疲劳驾驶。"]);
    assert_eq!(body(&loud)[5], "（三）桥梁");
}

#[track_caller]
fn shown(is: &str, id: &str, value: Option<&str>, expected: bool) {
    let blocks = format!(
        "[[block]]\ntext = '总在。'\n[[block]]\nwhen = [{{ figure = '{id}', is = '{is}' }}]\ntext = '有时在。'\n"
    );
    let catalog = sound(&blocks);
    let mut material = material(&catalog, &[]);
    material.figures.insert(id.to_owned(), figure(&catalog, id, value));
    let drawn = draw_up(&catalog, &catalog.reports["half"], &material);
    assert_eq!(body(&drawn).len() == 2, expected, "{is} {value:?}");
    let needs_value = !["missing", "known"].contains(&is);
    assert_eq!(
        drawn.findings.iter().any(|it| it.grade == Grade::Must),
        value.is_none() && needs_value
    );
}

#[test]
fn conditions_ask_the_value() {
    for (is, yes, no) in [
        ("zero", "0", "1"),
        ("not_zero", "1", "0"),
        ("up", "1", "0"),
        ("down", "-1", "0"),
        ("over_100", "100.1", "100"),
    ] {
        shown(is, "works/share", Some(yes), true);
        shown(is, "works/share", Some(no), false);
        shown(is, "works/share", None, false);
    }
    shown("known", "works/share", Some("0"), true);
    shown("known", "works/share", None, false);
    shown("missing", "works/share", None, true);
    shown("missing", "works/share", Some("0"), false);
}

#[test]
fn a_loop_prints_every_record() {
    let blocks = "
[[block]]
level = 1
heading = '在建项目'
[[block]]
level = 2
heading = '{@name}'
each = 'works/project'
text = '属{@kind}，{@started_on}开工，{@inspected_at|short}检查，长{@length_km}，{@staff}，用钢{@steel}，总投资{@budget|wan|empty=待批}，急办：{@urgent}，目前{@state}。'
";
    let catalog = sound(blocks);
    let report = &catalog.reports["half"];
    let rows = [project(&catalog, "江咀桥", Some(481_612_345)), project(&catalog, "隔水桥", None)];
    let drawn = draw_up(&catalog, report, &material(&catalog, &rows));
    assert_eq!(
        body(&drawn),
        [
            "一、在建项目",
            "（一）江咀桥。属桥梁，2021年3月5日开工，6月19日12时30分检查，长38.148公里，45人，用钢6050.71吨，总投资481.61万元，急办：是，目前在建。",
            "（二）隔水桥。属桥梁，2021年3月5日开工，6月19日12时30分检查，长38.148公里，45人，用钢6050.71吨，总投资待批，急办：是，目前在建。",
        ]
    );
    assert_eq!(said(&drawn.findings), Vec::<String>::new());
    let budget = drawn.numbers.iter().find(|it| it.printed == "481.61万元").unwrap();
    assert_eq!(budget.exact, read_decimal("4816123.45"));
    assert_eq!((budget.unit.as_str(), budget.records), ("元", 1));
    assert_eq!(
        budget.kind,
        NumberKind::Record {
            ledger: "works/project".to_owned(),
            key: "江咀桥".to_owned(),
            field: "budget".to_owned(),
        }
    );
    assert_eq!(budget.section, "一、在建项目＞（一）江咀桥");

    let nobody = draw_up(&catalog, report, &material(&catalog, &[]));
    assert_eq!(body(&nobody), ["一、在建项目"]);
    assert!(nobody.findings.iter().any(|it| it.rule == "empty_heading"), "{:?}", nobody.findings);
}

#[test]
fn what_has_to_be_settled_first_stops_the_report_record_by_record() {
    let blocks = "
[[block]]
must = '项目“{@name}”还没有定总投资'
each = 'works/project'
[[block]]
must = '还有在建项目{works/projects}'
when = [{ figure = 'works/projects', is = 'not_zero' }]
text = '〔送审前须补齐〕还有在建项目{works/projects}。'
";
    let catalog = sound(blocks);
    let report = &catalog.reports["half"];
    let faults: Vec<Finding> = check_report(&catalog, report)
        .into_iter()
        .filter(|it| !it.rule.starts_with("unused_"))
        .collect();
    assert_eq!(said(&faults), Vec::<String>::new());
    let rows = [project(&catalog, "江咀桥", None), project(&catalog, "隔水桥", None)];
    let drawn = draw_up(&catalog, report, &material(&catalog, &rows));
    assert!(drawn.is_stopped());
    let found: Vec<(Grade, &str)> =
        drawn.findings.iter().map(|it| (it.grade, it.what.as_str())).collect();
    let expected = ["项目“江咀桥”还没有定总投资", "项目“隔水桥”还没有定总投资", "还有在建项目12个"];
    assert_eq!(found, expected.map(|it| (Grade::Must, it)));
    let place = Place::Field {
        ledger: "项目台账".to_owned(),
        record: "隔水桥".to_owned(),
        field: String::new(),
    };
    assert_eq!(drawn.findings[1].place, place);
    // Only the block with a text prints one.
    assert_eq!(body(&drawn), ["〔送审前须补齐〕还有在建项目12个。"]);
}

#[test]
fn what_is_settled_stops_nothing() {
    let blocks = "
[[block]]
must = '项目“{@name}”还没有定总投资'
each = 'works/project'
[[block]]
must = '还有在建项目{works/projects}'
when = [{ figure = 'works/projects', is = 'zero' }]
[[block]]
text = '全部完成。'
";
    let drawn = drawn(blocks, |_| {});
    assert!(!drawn.is_stopped());
    assert_eq!(said(&drawn.findings), Vec::<String>::new());
    assert_eq!(body(&drawn), ["全部完成。"]);
}

#[test]
fn what_must_be_settled_is_checked_as_a_text_and_never_asked_always() {
    refuse_at("[[block]]\nmust = '还没有回应'\n", 1, "must_always", "when 或 each");
    let own = "[[block]]\neach = 'works/project'\nmust = '由{@keeper}回应'\n";
    refuse_at(own, 1, "private_field", "负责人");
}

#[test]
fn a_field_that_is_not_set_is_marked_and_said() {
    let blocks = "[[block]]\neach = 'works/project'\ntext = '总投资{@budget}。'\n";
    let catalog = sound(blocks);
    let rows = [project(&catalog, "隔水桥", None)];
    let drawn = draw_up(&catalog, &catalog.reports["half"], &material(&catalog, &rows));
    assert_eq!(body(&drawn), ["总投资〔待补：总投资〕。"]);
    let [finding] = drawn.findings.as_slice() else { panic!("{:?}", drawn.findings) };
    assert_eq!((finding.rule, finding.grade), ("missing_field", Grade::Must));
    assert!(finding.what.contains("隔水桥"), "{finding}");
}

#[test]
fn a_loop_asks_for_its_records_of_the_period() {
    let blocks = "
[[block]]
each = 'works/project'
each_where = [
  { field = 'started_on', role = 'in_period' },
  { field = 'inspected_at', role = 'by_as_of' },
  { field = 'kind', eq = 'bridge' },
  { field = 'budget', at_least = '500000.5' },
  { field = 'state', not_in = ['done'] },
]
each_sort = ['-budget', 'name']
text = '{@name}。'
";
    let catalog = sound(blocks);
    let asks =
        needed_records(&catalog, &catalog.reports["half"], PERIOD, date(2021, 6, 15)).unwrap();
    let [ask] = asks.as_slice() else { panic!("{asks:?}") };
    let own = |name: &str, test| Condition { field: FieldRef::Own(name.to_owned()), test };
    let day = |month, day| Value::Date(date(2021, month, day));
    assert_eq!(
        ask.query,
        Query {
            ledger: "works/project".to_owned(),
            lines: None,
            conditions: vec![
                own("started_on", Test::Between(day(1, 1), day(6, 15))),
                own(
                    "inspected_at",
                    Test::AtMost(Value::DateTime(date(2021, 6, 15).at(23, 59, 59, 0)))
                ),
                own("kind", Test::Eq(Value::Text("bridge".to_owned()))),
                own("budget", Test::AtLeast(Value::Money(Fen(50_000_050)))),
                Condition {
                    field: FieldRef::Meta(catalog::Meta::State),
                    test: Test::NotIn(vec![Value::Text("done".to_owned())]),
                },
            ],
        }
    );
    assert!(ask.order[0].descending && !ask.order[1].descending);
}

#[test]
fn a_figure_without_value_is_marked_and_never_invented() {
    let blocks = "[[block]]\nlevel = 1\nheading = '投资'\n[[block]]\ntext = '同比{works/growth|trend}（上年同期{works/growth|base|wan}）。'\n";
    let drawn = drawn(blocks, |it| {
        let growth = it.figures.get_mut("works/growth").unwrap();
        growth.value = None;
        growth.parts.clear();
        growth.notes = vec!["上年同期数未封存，也未导入历史值".to_owned()];
    });
    assert_eq!(
        body(&drawn)[1],
        "同比〔待补：总投资同比〕（上年同期〔待补：总投资同比的上年同期数〕）。"
    );
    let [finding] = drawn.findings.as_slice() else { panic!("{:?}", drawn.findings) };
    assert_eq!((finding.rule, finding.grade), ("missing_figure", Grade::Must));
    assert!(finding.what.contains("未封存"), "{finding}");
    assert_eq!(
        finding.place,
        Place::Text { file: "reports/half/01.toml".to_owned(), line: 4, column: 1 }
    );
    assert!(drawn.numbers.iter().all(|it| it.section == "标题"), "{:?}", drawn.numbers);
}

#[test]
fn what_a_figure_notes_is_told_to_the_writer_once() {
    let drawn = drawn(
        &paragraph("{works/accidents|zero=未发生事故}，{works/accidents|zero=无}。"),
        |it| {
            let note = "缺2021年3月零报告确认".to_owned();
            it.figures.get_mut("works/accidents").unwrap().notes.push(note);
        },
    );
    let [finding] = drawn.findings.as_slice() else { panic!("{:?}", drawn.findings) };
    assert_eq!((finding.rule, finding.grade), ("figure_note", Grade::Verify));
    assert!(finding.what.contains("缺2021年3月零报告确认"), "{finding}");
}

#[test]
fn rounding_a_value_away_is_told() {
    let drawn = drawn(&paragraph("投资{works/budget|yi|places=0}。"), |_| {});
    assert_eq!(body(&drawn), ["投资0亿元。"]);
    assert_eq!(drawn.findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["vanishes"]);
}

#[test]
fn a_report_for_half_years_is_not_drawn_up_for_a_month() {
    let drawn =
        drawn(&paragraph("在建{works/projects}。"), |it| it.period = Period::Month(2021, 6));
    assert_eq!(drawn.findings.iter().map(|it| it.rule).collect::<Vec<_>>(), ["for_period"]);
}

#[test]
fn every_number_is_listed_with_its_sentence() {
    let blocks = "
[[block]]
level = 1
heading = '{period|short}投资'
[[block]]
level = 2
heading = '完成{works/projects}'
text = '总投资{works/budget|wan}，实行{#watch}值班。同比{works/growth|trend}（上年同期{works/growth|base|wan}）；{works/accidents|zero=未发生事故}。'
";
    let drawn = drawn(blocks, |_| {});
    let said: Vec<(&str, &str, &str, &str)> = drawn
        .numbers
        .iter()
        .map(|it| (it.kind.label(), it.printed.as_str(), it.title.as_str(), it.sentence.as_str()))
        .collect();
    let invest = "总投资4816.12万元，实行24小时值班。";
    let growth = "同比上升20.4%（上年同期4000万元）；未发生事故。";
    assert_eq!(
        said,
        [
            ("日期", "2021年上半年", "报告期", "县交通运输局2021年上半年工作总结"),
            ("指标", "12个", "在建项目", "（一）完成12个。"),
            ("指标", "4816.12万元", "总投资", invest),
            ("常量", "24小时", "watch", invest),
            ("指标", "上升20.4%", "总投资同比", growth),
            ("指标", "4000万元", "总投资同比的上年同期数", growth),
            ("指标", "未发生事故", "生产安全事故", growth),
        ]
    );
    let budget = &drawn.numbers[2];
    assert_eq!(budget.kind, NumberKind::Figure { id: "works/budget".to_owned() });
    assert_eq!(budget.section, "一、上半年投资＞（一）完成12个");
    assert_eq!(budget.exact, read_decimal("48161234.5"));
    assert_eq!((budget.unit.as_str(), budget.records, budget.as_of), ("元", 4, AS_OF));
    assert_eq!(drawn.numbers[0].section, "标题");
    assert_eq!(
        drawn.numbers[3].kind,
        NumberKind::Constant {
            name: "watch".to_owned(), source: "值班制度第三条".to_owned()
        }
    );
}

#[test]
fn the_document_is_signed_and_dated() {
    let drawn = drawn(&paragraph("完。"), |_| {});
    let signature = drawn.document.signature.as_ref().unwrap();
    assert_eq!(
        (signature.office.as_str(), signature.date_line().as_str()),
        ("阳山县交通运输局", "2021年7月2日")
    );
    assert_eq!(drawn.file_name, "2021年上半年工作总结");
}

#[test]
fn every_figure_stays_bound_through_docx() {
    let text = "在建{works/projects}，投资{works/budget|wan|places=1}，同比{works/growth|trend}，{works/accidents|zero=未发生事故|else=发生*}。";
    let drawn = drawn(&paragraph(text), |_| {});
    let keys: Vec<String> = drawn
        .document
        .blocks
        .iter()
        .flat_map(|it| match it {
            Block::Paragraph(it) => it.runs.clone(),
            Block::Heading(_) | Block::Table(_) => Vec::new(),
        })
        .filter_map(|it| it.slot.map(|slot| slot.key()))
        .collect();
    assert_eq!(
        keys,
        [
            "works/projects#",
            "works/budget#wan|places=1",
            "works/growth#trend",
            "works/accidents#zero|else",
        ]
    );
    let bytes = write_docx(&drawn.document, date(2021, 7, 2)).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let body = std::io::read_to_string(package.by_name("word/document.xml").unwrap()).unwrap();
    let mut from = 0;
    for key in keys {
        let tag = format!("<w:tag w:val=\"{key}\"/>");
        from += body[from..].find(&tag).unwrap_or_else(|| panic!("{tag} is not in {body}"));
    }
}

#[test]
fn a_faulty_definition_is_drawn_up_as_far_as_it_goes() {
    let (catalog, _) =
        office(&paragraph("在建{works/gone}，{@name}，{#gone}，{perod}{works/projects"));
    let drawn = draw_up(&catalog, &catalog.reports["half"], &material(&catalog, &[]));
    assert_eq!(body(&drawn)[0].matches("待补").count(), 3);
    assert!(drawn.findings.len() >= 3);
}

/// Slots of all kinds, to be put together in any order.
const SLOTS: [&str; 8] = [
    "{works/projects}",
    "{works/budget|wan}",
    "{works/length}",
    "{works/accidents|zero=未发生事故}",
    "{works/share}",
    "{works/growth|trend}",
    "{works/growth|base|yi}",
    "{works/projects|odd}",
];

proptest! {
    #[test]
    fn a_figure_taken_away_is_always_missed(picked in prop::collection::vec(0_usize..8, 1..6), gone in 0_usize..6, absent in any::<bool>()) {
        let text: Vec<&str> = picked.iter().map(|it| SLOTS[*it]).collect();
        let catalog = sound(&paragraph(&format!("今年{}。", text.join("，"))));
        let report = &catalog.reports["half"];
        let needed: Vec<String> = needed_figures(report).into_iter().collect();
        let id = &needed[gone % needed.len()];
        let mut material = material(&catalog, &[]);
        if absent {
            material.figures.remove(id);
        } else {
            let figure = material.figures.get_mut(id).unwrap();
            figure.value = None;
            figure.parts.clear();
        }
        let drawn = draw_up(&catalog, report, &material);
        let missed = |it: &Finding| it.grade == Grade::Must && it.what.contains(id.as_str());
        prop_assert!(drawn.findings.iter().any(missed));
        let printed = to_text(&drawn.document);
        prop_assert!(printed.contains("〔待补："));
    }

    #[test]
    fn any_values_are_printed_listed_and_bound(
        picked in prop::collection::vec(0_usize..8, 1..6),
        mantissa in -1_000_000_000_000_i64..1_000_000_000_000,
        scale in 0_u32..6,
    ) {
        let text: Vec<&str> = picked.iter().map(|it| SLOTS[*it]).collect();
        let catalog = sound(&paragraph(&format!("今年{}。", text.join("，"))));
        let report = &catalog.reports["half"];
        let mut material = material(&catalog, &[]);
        for figure in material.figures.values_mut() {
            figure.value = Some(Decimal::new(mantissa, scale));
        }
        let drawn = draw_up(&catalog, report, &material);
        let Block::Paragraph(paragraph) = &drawn.document.blocks[0] else { panic!() };
        let bound: Vec<&str> =
            paragraph.runs.iter().filter(|it| it.slot.is_some()).map(|it| it.text.as_str()).collect();
        let listed: Vec<&str> =
            drawn.numbers.iter().skip(1).map(|it| it.printed.as_str()).collect();
        prop_assert_eq!(bound.len(), picked.len());
        prop_assert_eq!(bound, listed);
    }
}

#[test]
fn a_table_sets_this_period_beside_others_and_claims_nothing_without_a_base() {
    let blocks = r#"
        [[block]]
        table = "{period}主要数据"
        rows = ["works/projects"]
        columns = ["value", "previous", "on_previous", "last_year", "on_last_year", "cumulative"]
    "#;
    let done = drawn(blocks, |material| {
        let mut earlier = material.figures["works/projects"].clone();
        earlier.value = Some(Decimal::from(8));
        let of = |figure: &Figure| BTreeMap::from([(figure.id.clone(), figure.clone())]);
        material.compared.insert(report::Beside::Previous, of(&earlier));
        earlier.value = None;
        material.compared.insert(report::Beside::LastYear, of(&earlier));
        earlier.value = Some(Decimal::from(20));
        material.compared.insert(report::Beside::Cumulative, of(&earlier));
    });
    let Some(Block::Table(table)) = done.document.blocks.first() else {
        panic!("{:?}", done.document.blocks)
    };
    let words = |cells: &[Vec<report::Run>]| -> Vec<String> {
        cells.iter().map(|it| it.iter().map(|run| run.text.as_str()).collect()).collect()
    };
    // 12 against 8 is half as much again.
    assert_eq!(words(&table.rows[0])[2..], ["12", "8", "50%", "—", "—", "20"]);
    assert_eq!(table.title.as_deref(), Some("2021年上半年主要数据"));
    // The period of the title, and three cells with a value.
    assert_eq!(done.numbers.len(), 4, "{:?}", done.numbers);
}
