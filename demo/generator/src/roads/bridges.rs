//! 桥梁: the 25 of class three, the four under works, and the others.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{BRIDGE_REPAIR, ROAD_CENTRE, SERVICE_CENTRE, officer, stake_on};
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast::stake;
use crate::days::{Days, plus};
use crate::random::Random;
use crate::roads::network::ROUTES;

/// How many of class three every road has in the programme, and how many of class one and two beside them.
const REPAIRS: [(&str, usize, usize); 6] = [
    ("G107", 7, 9),
    ("G323", 5, 8),
    ("G358", 4, 7),
    ("S260", 3, 4),
    ("S250", 4, 5),
    ("S262", 2, 3),
];
/// When the bridges were rated last.
const RATED: Date = date(2020, 10, 21);

const DEFECTS: [&str; 6] = [
    "板底纵向裂缝，铰缝渗水",
    "梁底混凝土剥落露筋",
    "支座老化变形，伸缩缝堵塞",
    "桥面铺装破损，排水不畅",
    "台身竖向裂缝，锥坡局部沉陷",
    "墩柱水位变动区混凝土剥蚀",
];

/// A bridge that is told apart.
struct Bridge {
    name: String,
    route: &'static str,
    metres: i64,
    town: &'static str,
    built: Date,
    structure: &'static str,
    /// Length, span and width in centimetres.
    size: (i64, i64, i64),
    load: &'static str,
    grade: &'static str,
    graded: Date,
    defects: &'static str,
    limit: &'static str,
    project: &'static str,
    works: Option<Date>,
    done: Option<Date>,
    state: &'static str,
}

fn usual(random: &mut Random, route: &'static str, name: String, share: i64) -> Bridge {
    const STRUCTURES: [(&str, i64, i64); 5] = [
        ("空心板桥", 1_300, 1_000),
        ("空心板桥", 3_400, 1_600),
        ("T梁桥", 6_600, 2_000),
        ("石拱桥", 2_800, 1_500),
        ("双曲拱桥", 5_200, 4_000),
    ];
    let (structure, length, span) = *random.pick(&STRUCTURES);
    let towns = ROUTES.iter().find(|it| it.code == route).expect("a route of the county").towns;
    let year = i16::try_from(random.between(1968, 2008)).expect("a year");
    Bridge {
        name,
        route,
        metres: stake_on(random, route, share),
        town: towns[random.below(towns.len())],
        built: date(year, 10, 1),
        structure,
        size: (length + random.between(0, 400), span, random.between(750, 1_250)),
        load: if year < 1985 { "汽车-15级" } else { "汽车-20级" },
        grade: if random.below(3) == 0 { "一类" } else { "二类" },
        graded: RATED,
        defects: "",
        limit: "",
        project: "",
        works: None,
        done: None,
        state: "正常通行",
    }
}

/// Those of class three that the programme repairs, and their sound neighbours.
fn ordinary(random: &mut Random) -> Vec<Bridge> {
    let mut bridges = Vec::new();
    for (route, weak, sound) in REPAIRS {
        for number in 1..=weak + sound {
            let one = usual(random, route, format!("示例{route}线{number:02}号桥"), 0);
            bridges.push(if number <= weak {
                let defects = *random.pick(&DEFECTS);
                Bridge { grade: "三类", defects, project: BRIDGE_REPAIR, ..one }
            } else {
                one
            });
        }
    }
    bridges
}

/// The four that are rebuilt, and those that stand beside the figures.
fn told_apart(random: &mut Random) -> Vec<Bridge> {
    let mobilised = date(2021, 6, 15);
    let four = [
        (
            "江咀桥",
            "X385",
            "五类",
            "X385线江咀桥危桥改造工程",
            date(2021, 4, 19),
            "封闭交通，车辆绕行",
        ),
        ("隔水桥", "S524", "四类", "S524线隔水桥危桥改造工程", mobilised, "限载10吨，单车道通行"),
        ("坑塘桥", "S525", "四类", "S525线坑塘桥危桥改造工程", mobilised, "限载10吨，单车道通行"),
        ("四渡桥", "S525", "四类", "S525线四渡桥危桥改造工程", mobilised, "限载15吨，限速20公里"),
    ];
    let mut bridges: Vec<Bridge> = four
        .into_iter()
        .map(|(name, route, grade, project, works, limit)| Bridge {
            grade,
            graded: date(2020, 9, 16),
            defects: "主拱圈开裂变形，墩台基础冲刷掏空",
            limit,
            project,
            works: Some(works),
            state: "改造中",
            ..usual(random, route, name.to_owned(), 30)
        })
        .collect();
    for (name, metres) in [("文塔大桥", 24_450), ("水口大桥", 27_950)] {
        let one = usual(random, "S260", name.to_owned(), 0);
        bridges.push(Bridge { metres, structure: "T梁桥", size: (18_600, 3_000, 1_200), ..one });
    }
    // Of class three, on a county road: not in the programme of the national and provincial roads.
    let weak = usual(random, "X385", "示例X385线02号桥".to_owned(), 60);
    bridges.push(Bridge { grade: "三类", defects: DEFECTS[0], ..weak });
    // Rated class three after the half year.
    let late = usual(random, "S524", "示例S524线03号桥".to_owned(), 70);
    bridges.push(Bridge { grade: "三类", graded: date(2021, 7, 6), defects: DEFECTS[2], ..late });
    // Dangerous, and no works yet.
    let idle = usual(random, "Y956", "示例高山桥".to_owned(), 40);
    let limit = "限载5吨";
    bridges.push(Bridge { grade: "四类", defects: DEFECTS[4], limit, state: "限行", ..idle });
    // Rebuilt last year.
    let whole = usual(random, "S525", "示例老圩桥".to_owned(), 60);
    bridges.push(Bridge {
        grade: "一类",
        graded: date(2020, 12, 8),
        works: Some(date(2020, 3, 23)),
        done: Some(date(2020, 11, 27)),
        ..whole
    });
    // Pulled down when its road was given up.
    let gone = usual(random, "G323", "示例旧渡桥".to_owned(), 50);
    bridges.push(Bridge { grade: "三类", defects: DEFECTS[5], state: "拆除", ..gone });
    bridges
}

/// The book.
pub(super) fn bridges(days: &Days) -> Book {
    let mut random = Random::new(0xb41d);
    let mut all = ordinary(&mut random);
    all.extend(told_apart(&mut random));
    let (mut rows, mut checks) = (Vec::new(), Vec::new());
    for (it, number) in all.iter().zip(1_usize..) {
        let code = format!("{}441823L{:04}", it.route, number * 10);
        checks.extend(inspections(&mut random, days, it, &code, number));
        let centimetres = |it: i64| Decimal::new(it, 2);
        let is_rural = it.route.starts_with(['Y', 'C']);
        rows.push(row![
            code,
            &it.name,
            it.route,
            stake(it.metres),
            it.town,
            it.built,
            it.structure,
            centimetres(it.size.0),
            centimetres(it.size.1),
            centimetres(it.size.2),
            it.load,
            it.grade,
            it.graded,
            it.defects,
            it.limit,
            if is_rural { SERVICE_CENTRE } else { ROAD_CENTRE },
            it.project,
            it.works,
            it.done,
            it.state,
        ]);
    }
    let head = [
        "桥梁编码",
        "桥名",
        "路线",
        "中心桩号",
        "镇",
        "建成日期",
        "结构形式",
        "桥长（米）",
        "最大跨径（米）",
        "桥宽（米）",
        "设计荷载",
        "评定等级",
        "评定日期",
        "主要病害",
        "限载限行措施",
        "管养单位",
        "加固改造项目",
        "进入施工日期",
        "改造完成日期",
        "状态",
    ];
    let lines = ["桥梁编码", "检查日期", "检查类别", "评定等级", "检查情况", "检查人"];
    let sheets = vec![
        Sheet::new("桥梁", head.map(col).to_vec(), rows).titled(&["阳山县公路桥梁一桥一档"]),
        Sheet::new("检查记录", lines.map(col).to_vec(), checks),
    ];
    Book::workbook("46-桥梁.xlsx", "road/bridge", sheets)
}

/// The rating that the register shows, and a look at the bridge before the floods.
fn inspections(
    random: &mut Random,
    days: &Days,
    it: &Bridge,
    code: &str,
    number: usize,
) -> Vec<Vec<Cell>> {
    let finding = if it.defects.is_empty() { "结构完好，无明显病害" } else { it.defects };
    let mut lines = vec![row![code, it.graded, "定期检查", it.grade, finding, officer(number)]];
    if it.state != "拆除" {
        let seen = days.on_or_after(plus(date(2021, 3, 15), random.between(0, 30)));
        let words = "汛前检查，外观与上次评定一致";
        lines.push(row![code, seen, "经常检查", "", words, officer(number + 7)]);
    }
    lines
}
