//! 建设项目.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{
    BRIDGE_REPAIR, BUGOU, DESIGNER, FERRY_BRIDGE, FLOOD_524, FLOOD_525, G323, G358, GESHUI,
    GUANGLIAN, GUARD, GUARD_PLAN, HUNDRED_DAYS, JIANGZUI, KENGTANG, LAST_WIDEN_PLAN, MEDIAN,
    MODEL_ROAD, QINGLIAN, REBUILD_PLAN, ROAD_CENTRE, S260, SERVICE_CENTRE, SIDU, VILLAGE_THROUGH,
    WIDEN, WIDEN_PLAN, contractor, supervisor,
};
use crate::book::{Book, Cell, Sheet, col, row};
use crate::cast;

/// What a project tells beyond its name; whatever stays empty is not known yet.
#[derive(Clone, Copy, Default)]
struct Project {
    name: &'static str,
    other: &'static str,
    kind: &'static str,
    plan: &'static str,
    road: &'static str,
    stakes: (&'static str, &'static str),
    place: &'static str,
    metres: i64,
    class: &'static str,
    lanes: i64,
    /// Widths of roadbed and bridge in centimetres.
    widths: (i64, i64),
    /// Total and building cost in yuan.
    money: (i64, i64),
    owner: &'static str,
    designer: &'static str,
    /// Number of the contractor; 0 where there is none yet, -1 for 冠粤.
    builder: i64,
    finish: Option<Date>,
    started: Option<Date>,
    handed: Option<Date>,
    completed: Option<Date>,
    /// Number of the three persons that answer for it; 0 where they are not named yet.
    people: usize,
    exception: &'static str,
    state: &'static str,
}

/// 建设项目.
pub(super) fn projects() -> Book {
    let all = [roads(), rural(), rebuilds(), upkeep()].concat();
    let rows = all.iter().map(cells).collect();
    let head = [
        "项目名称",
        "别名",
        "项目类别",
        "所属计划",
        "路线",
        "起点桩号",
        "终点桩号",
        "位置",
        "里程",
        "技术等级",
        "车道数",
        "路基宽度",
        "桥梁宽度",
        "总投资",
        "建安费",
        "建设单位",
        "设计单位",
        "施工单位",
        "监理单位",
        "计划完工日期",
        "进场日期",
        "交工日期",
        "竣工日期",
        "项目方案",
        "责任领导",
        "具体责任人",
        "质量监督员",
        "例外说明",
        "状态",
    ];
    let sheet = Sheet::new("建设项目", head.map(col).to_vec(), rows)
        .titled(&["阳山县交通建设项目台账", "金额单位：元"]);
    Book::workbook("31-建设项目.xlsx", "works/project", vec![sheet])
}

fn cells(it: &Project) -> Vec<Cell> {
    let some = |number: i64| (number != 0).then_some(number);
    let builder = match it.builder {
        0 => String::new(),
        -1 => "广东冠粤路桥有限公司".to_owned(),
        number => contractor(usize::try_from(number).expect("positive")),
    };
    let watched = it.builder > 0;
    let person = |offset: usize| {
        if it.people == 0 { String::new() } else { cast::person(1500 + it.people * 3 + offset) }
    };
    let scheme = if it.people == 0 { "" } else { "项目实施方案（一项目一方案）" };
    row![
        it.name,
        it.other,
        it.kind,
        it.plan,
        it.road,
        it.stakes.0,
        it.stakes.1,
        it.place,
        some(it.metres).map(|it| Decimal::new(it, 3)),
        it.class,
        some(it.lanes),
        some(it.widths.0).map(|it| Decimal::new(it, 2)),
        some(it.widths.1).map(|it| Decimal::new(it, 2)),
        some(it.money.0),
        some(it.money.1),
        it.owner,
        it.designer,
        builder,
        if watched {
            supervisor(usize::try_from(it.builder).expect("positive") % 4 + 1)
        } else {
            String::new()
        },
        it.finish,
        it.started,
        it.handed,
        it.completed,
        scheme,
        person(0),
        person(1),
        person(2),
        it.exception,
        it.state,
    ]
}

fn roads() -> Vec<Project> {
    let none = Project::default();
    vec![
        Project {
            name: GUANGLIAN,
            other: "广连高速阳山段、广连高速",
            kind: "高速公路",
            place: "青莲镇、岭背镇、黄坌镇",
            owner: "广连高速公路示例项目公司",
            builder: 40,
            started: Some(date(2019, 3, 1)),
            exception: "省管项目，由项目公司落实；我县负责征地拆迁和民事协调",
            state: "在建",
            ..none
        },
        Project {
            name: S260,
            other: "S260线一期工程、S260一期",
            kind: "国省道改建",
            road: "S260",
            stakes: ("K24+450", "K27+950"),
            place: "阳城镇文塔大桥至水口大桥",
            metres: 3500,
            money: (48_160_000, 39_820_000),
            owner: ROAD_CENTRE,
            builder: 1,
            finish: Some(date(2020, 9, 30)),
            started: Some(date(2018, 9, 12)),
            people: 1,
            state: "停工",
            ..none
        },
        Project {
            name: BRIDGE_REPAIR,
            kind: "桥梁维修加固",
            place: "G107线、G323线、G358线、S260线、S250线、S262线",
            money: (8_877_900, 0),
            owner: ROAD_CENTRE,
            builder: -1,
            state: "招标",
            ..none
        },
        Project {
            name: HUNDRED_DAYS,
            other: "第二轮百日攻坚基础设施建设",
            kind: "交通安全设施",
            place: "近年发生过亡人交通事故的路段和各村口",
            money: (4_665_225, 3_979_760),
            owner: ROAD_CENTRE,
            builder: 2,
            finish: Some(date(2021, 1, 31)),
            started: Some(date(2020, 10, 12)),
            handed: Some(date(2021, 1, 29)),
            people: 2,
            state: "交工",
            ..none
        },
        Project {
            name: G323,
            kind: "国省道改建",
            road: "G323",
            place: "岭背镇",
            owner: ROAD_CENTRE,
            state: "前期",
            ..none
        },
        Project {
            name: G358,
            kind: "国省道改建",
            road: "G358",
            place: "杜步镇、太平镇",
            owner: ROAD_CENTRE,
            state: "前期",
            ..none
        },
    ]
}

fn rural() -> Vec<Project> {
    let none = Project::default();
    vec![
        Project {
            name: WIDEN,
            other: "单改双工程、通建制村农村公路单车道改双车道工程",
            kind: "单改双",
            plan: WIDEN_PLAN,
            place: "各乡镇",
            owner: SERVICE_CENTRE,
            designer: DESIGNER,
            state: "前期",
            ..none
        },
        Project {
            name: GUARD,
            other: "安防工程、村道安全生命防护工程",
            kind: "安防工程",
            plan: GUARD_PLAN,
            place: "各乡镇",
            owner: SERVICE_CENTRE,
            designer: "示例公路设计有限公司",
            state: "前期",
            ..none
        },
        Project {
            name: FERRY_BRIDGE,
            other: "峡头撤渡建桥工程",
            kind: "新建桥梁",
            place: "青莲镇白埌渡口，起点在新屋附近与G358线相接，往南横跨连江，终点在白埌村东侧连接进村通道",
            class: "三级公路",
            lanes: 2,
            widths: (850, 1000),
            owner: QINGLIAN,
            state: "前期",
            ..none
        },
        Project {
            name: "示例村至示例圩公路“单改双”工程（2020年）",
            kind: "单改双",
            plan: LAST_WIDEN_PLAN,
            place: "岭背镇",
            metres: 2600,
            money: (3_120_000, 2_806_000),
            owner: SERVICE_CENTRE,
            designer: DESIGNER,
            builder: 9,
            finish: Some(date(2020, 11, 30)),
            started: Some(date(2020, 4, 13)),
            handed: Some(date(2020, 11, 20)),
            completed: Some(date(2021, 3, 26)),
            people: 9,
            state: "竣工",
            ..none
        },
        Project {
            name: "示例圩镇公路大修工程",
            kind: "养护整治",
            place: "江英镇",
            money: (1_850_000, 0),
            owner: SERVICE_CENTRE,
            state: "取消",
            ..none
        },
    ]
}

/// Six works of 16,550,000 yuan.
fn rebuilds() -> Vec<Project> {
    let bridge = |name, road, place, total, builder| Project {
        name,
        kind: "危桥改造",
        plan: REBUILD_PLAN,
        road,
        place,
        money: (total, total * 86 / 100),
        owner: ROAD_CENTRE,
        designer: "示例公路设计有限公司",
        builder,
        finish: Some(date(2021, 12, 20)),
        people: usize::try_from(builder).expect("positive"),
        state: "进场",
        ..Project::default()
    };
    let flood = |name, road, total| Project {
        name,
        kind: "水毁修复",
        plan: REBUILD_PLAN,
        road,
        place: "沿线水毁路段",
        money: (total, 0),
        owner: ROAD_CENTRE,
        designer: "示例公路设计有限公司",
        state: "前期",
        ..Project::default()
    };
    vec![
        Project {
            started: Some(date(2021, 4, 19)),
            state: "在建",
            ..bridge(JIANGZUI, "X385", "江咀桥", 6_200_000, 3)
        },
        bridge(GESHUI, "S524", "隔水桥", 1_500_000, 4),
        bridge(KENGTANG, "S525", "坑塘桥", 1_600_000, 5),
        bridge(SIDU, "S525", "四渡桥", 1_500_000, 5),
        flood(FLOOD_524, "S524", 3_100_000),
        flood(FLOOD_525, "S525", 2_650_000),
    ]
}

fn upkeep() -> Vec<Project> {
    let work = |name, road, place, total: i64, builder| Project {
        name,
        kind: "养护整治",
        road,
        place,
        money: (total, total * 9 / 10),
        owner: ROAD_CENTRE,
        builder,
        people: usize::try_from(builder).expect("positive"),
        state: "在建",
        ..Project::default()
    };
    vec![
        Project {
            lanes: 4,
            finish: Some(date(2021, 7, 20)),
            started: Some(date(2021, 2, 22)),
            ..work(MEDIAN, "", "G107线县城过境段、S250线县城文塔段", 6_380_000, 6)
        },
        Project {
            finish: Some(date(2021, 7, 31)),
            started: Some(date(2021, 3, 8)),
            ..work(VILLAGE_THROUGH, "G107", "小江镇、七拱镇", 5_260_000, 7)
        },
        Project {
            finish: Some(date(2021, 6, 30)),
            started: Some(date(2020, 11, 16)),
            handed: Some(date(2021, 6, 18)),
            state: "交工",
            ..work(MODEL_ROAD, "G107", "G107线阳山段", 3_150_000, 7)
        },
        Project {
            finish: Some(date(2021, 5, 31)),
            started: Some(date(2021, 3, 29)),
            handed: Some(date(2021, 5, 21)),
            state: "交工",
            ..work(BUGOU, "S250", "布苟山", 860_000, 8)
        },
    ]
}
