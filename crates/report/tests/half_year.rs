//! The half-year report of the repository: its definition has no fault, and its sentences come out as a colleague would
//! write them.

mod slice;

use std::collections::BTreeMap;
use std::path::Path;

use catalog::{Catalog, IndicatorKind, LedgerDef, Row};
use jiff::civil::{Date, date};
use report::{
    DrawnUp, Material, NumberKind, check_report, draw_up, loose_numbers, needed_figures,
    needed_records, to_text,
};
use rust_decimal::Decimal;
use terms::{Figure, FigurePart, FigureSource, Finding, Grade, Period, Value, read_decimal};

use slice::IN_ORDER;

const PERIOD: Period = Period::Half(2021, 1);
const AS_OF: Date = date(2021, 6, 30);

fn catalog() -> Catalog {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
    let (catalog, findings) = catalog::load(&catalog::load_dir(&folder).expect("defs are there"));
    assert_eq!(musts(&findings), Vec::<String>::new());
    catalog
}

fn musts(findings: &[Finding]) -> Vec<String> {
    findings.iter().filter(|it| it.grade == Grade::Must).map(ToString::to_string).collect()
}

fn figure(catalog: &Catalog, id: &str) -> Figure {
    let def = &catalog.indicators[id];
    let said = def.refs.first().and_then(|it| IN_ORDER.iter().find(|said| said.0 == it));
    // 212.5194 亩 and three households are what goes beyond the task.
    let value = match (said, id) {
        (Some((_, value)), _) => *value,
        (None, "land/added_area") => "212.5194",
        (None, "land/added_households") => "3",
        (None, "works/plannings") => "0", // There are no records of them here.
        (None, _) => "20000", // Whatever it is: only the numbers of the slice are read here.
    };
    let source = FigureSource::Sealed { indicator: id.to_owned(), period: PERIOD.last_year() };
    let base = FigurePart {
        role: "上年同期".to_owned(),
        value: read_decimal("5.2083"),
        unit: "万人".to_owned(),
        records: 1,
        source,
    };
    Figure {
        id: id.to_owned(),
        refs: def.refs.clone(),
        title: def.title.clone(),
        value: read_decimal(value),
        unit: def.unit.clone(),
        places: def.places,
        period: PERIOD,
        as_of: AS_OF,
        records: 7,
        parts: if def.kind == IndicatorKind::Growth { vec![base] } else { Vec::new() },
        fingerprint: String::new(),
        notes: Vec::new(),
    }
}

fn row(ledger: &LedgerDef, values: &[(&str, Value)], state: &str) -> Row {
    let mut row = Row::empty(ledger);
    for (name, value) in values {
        row.values[ledger.place(name).expect("the ledger has the field")] = Some(value.clone());
    }
    row.state = Some(state.to_owned());
    row
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn material(catalog: &Catalog) -> Material {
    let report = &catalog.reports["half_year"];
    let mut records = BTreeMap::new();
    let asks = needed_records(catalog, report, PERIOD, AS_OF).expect("conditions are sound");
    for ask in asks {
        let ledger = &catalog.ledgers[&ask.query.ledger];
        let rows = match ask.query.ledger.as_str() {
            "enforcement/cross_operation" => vec![row(
                ledger,
                &[
                    ("no", text("JC-2021-01")),
                    ("name", text("清远市异地交叉治超联合执法行动")),
                    ("document", text("清市交〔2021〕2号")),
                    ("direction", text("incoming")),
                    ("starts_on", Value::Date(date(2021, 2, 1))),
                    ("ends_on", Value::Date(date(2021, 2, 2))),
                ],
                "archived",
            )],
            "enforcement/campaign" => vec![
                row(
                    ledger,
                    &[
                        ("name", text("非法营运专项整治")),
                        ("document", text("《非法营运专项整治方案》")),
                        ("starts_on", Value::Date(date(2021, 1, 4))),
                        ("scope", text("未取得许可从事客运经营")),
                    ],
                    "running",
                ),
                row(
                    ledger,
                    &[
                        ("name", text("系统防范化解道路交通安全风险“百日攻坚”（第三轮）行动")),
                        ("document", text("《“百日攻坚”（第三轮）行动实施方案》")),
                        ("starts_on", Value::Date(date(2021, 3, 1))),
                        ("scope", text("超限超载、“百吨王”")),
                    ],
                    "running",
                ),
            ],
            _ => Vec::new(), // The other ledgers speak in the test of the whole program.
        };
        records.insert(ask.block, rows);
    }
    let figures =
        needed_figures(report).into_iter().map(|it| (it.clone(), figure(catalog, &it))).collect();
    Material { period: PERIOD, as_of: AS_OF, figures, compared: BTreeMap::new(), records }
}

fn drawn(change: impl FnOnce(&mut Material)) -> DrawnUp {
    let catalog = catalog();
    let mut material = material(&catalog);
    change(&mut material);
    draw_up(&catalog, &catalog.reports["half_year"], &material)
}

#[test]
fn the_definition_has_no_fault() {
    let catalog = catalog();
    let findings = check_report(&catalog, &catalog.reports["half_year"]);
    assert_eq!(findings.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_number_of_the_slice_is_printed() {
    let catalog = catalog();
    let needed = needed_figures(&catalog.reports["half_year"]);
    let refs: Vec<&str> =
        needed.iter().flat_map(|it| &catalog.indicators[it].refs).map(String::as_str).collect();
    for (number, _) in IN_ORDER {
        assert!(refs.contains(number), "{number} is not in the report");
    }
}

#[test]
fn a_draft_that_nobody_edits_is_the_document_it_was_opened_from() {
    let drawn = drawn(|_| {});
    let draft = report::draft::open(&drawn);
    let closed = draft.close();
    assert_eq!(to_text(&closed.document), to_text(&drawn.document));
    assert_eq!(closed.document, drawn.document);
    assert_eq!(closed.numbers, drawn.numbers);
    assert_eq!(drawn.places.len(), drawn.numbers.len());
    assert_eq!(drawn.origins.len(), drawn.document.blocks.len());
    let mut ids: Vec<&str> = draft.blocks.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), draft.blocks.len(), "every block has a name of its own");
    assert!(report::draft::refresh(&draft, &draft, &[]).is_same());
}

#[test]
fn the_report_reads_as_the_bureau_wrote_it() {
    let drawn = drawn(|_| {});
    assert_eq!(drawn.findings, Vec::new());
    assert_eq!(drawn.file_name, "2021年上半年工作总结");
    assert_eq!(drawn.document.title, ["阳山县交通运输局2021年上半年工作总结"]);
    let text = to_text(&drawn.document);
    for sentence in [
        "　　（一）配合推进高速公路建设。我县负责广连高速公路阳山段的征地拆迁",
        "　　1.征地。任务4584.66亩，截至2021年6月30日已完成征地和交地4797.1794亩（含线内补征地212.5194亩），完成率104.6%。\n",
        "　　2.房屋拆迁。任务128户，其中青莲镇118户、岭背镇10户；截至2021年6月30日已完成拆迁131户（含任务之外补充拆迁3户），完成率102.3%。\n",
        "　　四、加大巡查执法力度，强化交通运输行业监管\n",
        "从各成员单位抽调工作人员45人，组成3个治超联合执法队，严格执行",
        "　　1—6月，联合治超共出动执法人员4233人次、执法车辆1661辆次，检查各类客货运车辆5087辆次，查处超限超载违章案件309宗，其中已作出处罚决定280宗；卸载货物6050.71吨；抄告公安交管部门对超载驾驶员记分274人次，共1119分。同时，启动路面违法行为倒查机制，严格实施“一超四罚”，处理相关案件9宗。\n",
        "　　2月1日至2月2日，市交通运输局、市公安交警以及连州市交通、交警等部门组成联合执法组，依据清市交〔2021〕2号文件到我县开展清远市异地交叉治超联合执法行动，",
        "　　上半年，来我县的联合执法组共出动交通、交警执法人员152人次、执法车辆45辆次，检查各类车辆228辆次，查处各类交通违法行为29宗，其中超限超载运输12宗、非法改装车辆13宗、非法营运2宗、无从业资格证1宗、不按站点上客1宗。",
        "　　1.非法营运专项整治。按照《非法营运专项整治方案》，1月4日起开展，重点整治未取得许可从事客运经营，现处于实施阶段。\n",
        "　　2.系统防范化解道路交通安全风险“百日攻坚”（第三轮）行动。按照",
        "深入推进第三轮“百日攻坚”行动。成立",
        "上半年共查处各类违法行为253宗，其中道路运政44宗、超限超载209宗。",
        "1—6月，共处理各类违法行为76宗，其中非法营运6宗、巡游出租汽车违法行为13宗、驾培行业违法4宗、客运车辆违法3宗、网约车违法3宗、无从业资格证30宗、其他违法行为（含旅游包车、危货等）17宗。\n",
        "　　五、推动道路运输工作持续发展\n",
        "投入客运车辆156辆，发送9843班次，完成客运量6.3万人，同比上升20.96%（上年同期5.2083万人），未发生旅客滞留现象。",
        "2021年上半年共年审车辆625辆，其中客车41辆、公共汽车11辆、普通货车462辆、危险货运车辆4辆、教学车辆107辆。",
        "2021年上半年共办结道路运输行政许可115件，按期办结率100%，未出现红牌、黄牌警告。",
        "上半年办理路产索赔案件22宗，追回路产赔偿31758元；办结路政许可10宗、全国大件运输并联许可88宗，",
        "、下一步工作打算\n",
    ] {
        assert!(text.contains(sentence), "{sentence}\nis not in\n{text}");
    }
    assert!(text.ends_with("阳山县交通运输局\n2021年7月2日\n"), "{text}");
}

#[test]
fn no_fault_of_the_founding_report_comes_back() {
    let text = to_text(&drawn(|_| {}).document);
    for fault in [
        "余件",
        "约4",
        "（万人）",
        "无发生",
        "无出现",
        "截止",
        "2020年",
        " ",
        "（）",
        "1、",
        "〔待补",
        "}",
    ] {
        assert!(!text.contains(fault), "{fault}");
    }
}

#[test]
fn a_year_without_crossing_or_spring_has_no_empty_headings() {
    let drawn = drawn(|it| {
        for id in ["cross/checks", "transport/spring_runs", "campaign/cases"] {
            it.figures.get_mut(id).unwrap().value = Some(Decimal::ZERO);
        }
    });
    let text = to_text(&drawn.document);
    assert_eq!(drawn.findings, Vec::new());
    assert!(
        ["异地交叉执法", "春运期间", "深入推进第三轮"].iter().all(|it| !text.contains(it)),
        "{text}"
    );
    assert!(
        text.contains("部署开展专项行动。") && text.contains("加强道路运政专项整治。"),
        "{text}"
    );
    assert!(text.contains("做好车辆审验核查。"), "{text}");
}

#[test]
fn without_last_year_nothing_is_compared() {
    let drawn = drawn(|it| {
        let growth = it.figures.get_mut("transport/spring_passengers_growth").unwrap();
        growth.value = None;
        growth.notes = vec!["上年同期数未封存，也未导入历史值".to_owned()];
    });
    let text = to_text(&drawn.document);
    assert!(
        text.contains("完成客运量6.3万人，未发生旅客滞留现象。上年同期数缺乏依据，不作同比。"),
        "{text}"
    );
    assert!(!text.contains("待补"), "{text}");
    let found = drawn.findings.iter().map(|it| (it.grade, it.what.clone())).collect::<Vec<_>>();
    assert!(
        matches!(found.as_slice(), [(Grade::Verify, what)] if what.contains("未封存")),
        "{found:?}"
    );
}

#[test]
fn each_figure_that_is_taken_away_is_missed() {
    let catalog = catalog();
    let report = &catalog.reports["half_year"];
    let whole = material(&catalog);
    for id in needed_figures(report) {
        let mut material = whole.clone();
        material.figures.remove(&id);
        let drawn = draw_up(&catalog, report, &material);
        let missed = musts(&drawn.findings);
        assert!(missed.iter().any(|it| it.contains(&id)), "{id}: {missed:?}");
    }
}

#[test]
fn every_number_in_the_document_is_listed_or_permitted() {
    let catalog = catalog();
    let drawn = drawn(|_| {});
    let names = &catalog.reports["half_year"].outline.names;
    let mut rest = to_text(&drawn.document);
    let mut from = 0;
    for number in &drawn.numbers {
        let at = rest[from..].find(&number.printed);
        let at = from + at.unwrap_or_else(|| panic!("{number:?} is not in its place in {rest}"));
        assert!(number.sentence.contains(&number.printed), "{number:?}");
        rest.replace_range(at..at + number.printed.len(), "\u{fffc}");
        from = at;
    }
    for line in rest.lines() {
        // Numbers of headings are set by the program: 1. to 9. stand at the beginning of a line.
        let line = line
            .trim_start_matches('　')
            .trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
        assert_eq!(loose_numbers(line, names), Vec::<String>::new(), "{line}");
    }
    let figures = drawn.numbers.iter().filter(|it| matches!(it.kind, NumberKind::Figure { .. }));
    assert!(figures.count() >= IN_ORDER.len());
}
