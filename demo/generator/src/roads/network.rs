//! 路线 and 路段: what roads there are, and of what make.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::{ROAD_CENTRE, SERVICE_CENTRE};
use crate::book::{Book, Cell, Sheet, col, row, total};
use crate::cast::stake;
use crate::random::Random;

/// One route inside the county, by its first and last kilometre.
pub(super) struct Route {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) rank: &'static str,
    pub(super) places: (&'static str, &'static str),
    pub(super) from_km: i64,
    pub(super) until_km: i64,
    pub(super) towns: &'static [&'static str],
}

const fn route(
    code: &'static str,
    rank: &'static str,
    places: (&'static str, &'static str),
    kilometres: (i64, i64),
    towns: &'static [&'static str],
) -> Route {
    let (from_km, until_km) = kilometres;
    Route { code, name: "", rank, places, from_km, until_km, towns }
}

/// The routes that the report names, and four more for the village gates.
pub(super) const ROUTES: [Route; 14] = [
    route(
        "G107",
        "国道",
        ("小江镇示例界", "太平镇示例界"),
        (2301, 2389),
        &["小江镇", "阳城镇", "七拱镇"],
    ),
    route("G323", "国道", ("黎埠镇示例界", "岭背镇示例界"), (412, 498), &["黎埠镇", "岭背镇"]),
    route(
        "G358",
        "国道",
        ("青莲镇示例界", "太平镇示例界"),
        (603, 676),
        &["青莲镇", "杜步镇", "太平镇"],
    ),
    route("S250", "省道", ("江英镇示例界", "县城文塔"), (22, 79), &["江英镇", "阳城镇"]),
    route("S260", "省道", ("黄坌镇示例界", "水口大桥"), (8, 41), &["黄坌镇", "阳城镇"]),
    route("S262", "省道", ("大崀镇示例界", "七拱镇示例界"), (3, 37), &["大崀镇", "七拱镇"]),
    route("S524", "省道", ("杨梅镇示例界", "太平镇示例圩"), (2, 26), &["杨梅镇", "太平镇"]),
    route("S525", "省道", ("秤架瑶族乡示例界", "岭背镇示例圩"), (4, 31), &["秤架瑶族乡", "岭背镇"]),
    route("X385", "县道", ("青莲镇示例圩", "江咀"), (1, 18), &["青莲镇"]),
    Route {
        name: "乡道956线",
        ..route("Y956", "乡道", ("秤架瑶族乡示例圩", "示例高山村"), (0, 12), &["秤架瑶族乡"])
    },
    route("X389", "县道", ("黎埠镇示例圩", "示例北村"), (0, 15), &["黎埠镇"]),
    route("Y901", "乡道", ("小江镇示例圩", "示例中村"), (0, 9), &["小江镇"]),
    route("Y917", "乡道", ("太平镇示例圩", "示例南村"), (0, 7), &["太平镇"]),
    route("C831", "村道", ("示例南村", "示例里村"), (0, 4), &["太平镇"]),
];

/// A route that is no more.
const GONE: Route = route("X399", "县道", ("杜步镇示例圩", "示例老渡口"), (0, 6), &["杜步镇"]);

impl Route {
    /// Who keeps it: the road centre national, provincial and county roads, the service centre the others.
    fn keeper(&self) -> &'static str {
        if self.rank == "乡道" || self.rank == "村道" { SERVICE_CENTRE } else { ROAD_CENTRE }
    }

    fn name(&self) -> String {
        if self.name.is_empty() { format!("{}线", self.code) } else { self.name.to_owned() }
    }
}

/// The register of routes.
pub(super) fn routes() -> Book {
    let kept = date(2019, 1, 1);
    let none: Option<Date> = None;
    let line = |it: &Route, changed: Option<Date>, document: &str, state: &str| {
        let (from, until) = it.places;
        let length = Decimal::from(it.until_km - it.from_km);
        row![
            it.code,
            it.name(),
            it.rank,
            from,
            until,
            length,
            it.keeper(),
            kept,
            changed,
            document,
            state
        ]
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for it in &ROUTES {
        rows.push(match it.code {
            "S260" => line(it, Some(date(2020, 3, 18)), "路网示例〔2020〕3号", "已调整"),
            _ => line(it, none, "", "在册"),
        });
    }
    rows.push(line(&GONE, Some(date(2020, 9, 10)), "路网示例〔2020〕8号", "废止"));
    let head = [
        "路线编号",
        "路线名称",
        "行政等级",
        "县内起点",
        "县内止点",
        "县内里程（公里）",
        "管养单位",
        "在册日期",
        "调整日期",
        "依据文件",
        "状态",
    ];
    let sheet = Sheet::new("路线", head.map(col).to_vec(), rows).titled(&["阳山县公路路线底册"]);
    Book::workbook("45-公路路线.xlsx", "road/route", vec![sheet])
}

/// The make of a section by the rank of its route: class, lanes, pavements, width in decimetres.
fn make(rank: &str) -> (&'static str, i64, [&'static str; 2], i64) {
    match rank {
        "国道" => ("二级", 2, ["沥青混凝土", "水泥混凝土"], 120),
        "省道" => ("三级", 2, ["沥青混凝土", "水泥混凝土"], 75),
        "县道" => ("四级", 2, ["水泥混凝土", "水泥混凝土"], 65),
        _ => ("四级", 1, ["水泥混凝土", "简易铺装"], 45),
    }
}

/// The sections of every route, rated in the autumn of 2020.
pub(super) fn sections() -> Book {
    let mut random = Random::new(0x5ec7);
    let mut rows = Vec::new();
    for it in &ROUTES {
        let (class, lanes, pavements, width) = make(it.rank);
        let (mut from, mut number) = (it.from_km * 1000, 0);
        while from < it.until_km * 1000 {
            number += 1;
            let left = it.until_km * 1000 - from;
            let length = random.between(40, 110) * 100;
            // A rest of less than three kilometres stays with the section before it.
            let length = if left - length < 3_000 { left } else { length };
            // Two sections were built last and have no rating yet.
            let is_rated = !(it.code == "Y917" && number == 1 || it.code == "X389" && number == 2);
            let index = Decimal::new(random.between(7_620, 9_640), 2);
            rows.push(row![
                format!("{}-{number:02}", it.code),
                it.code,
                stake(from),
                stake(from + length),
                Decimal::new(length, 3),
                class,
                lanes,
                *random.pick(&pavements),
                Decimal::new(width, 1),
                random.chance(70),
                is_rated.then_some(index),
                is_rated.then(|| date(2020, 11, 20)),
                "在册",
            ]);
            from += length;
        }
    }
    let columns = vec![
        col("路段编号"),
        col("路线"),
        col("起点桩号"),
        col("终点桩号"),
        total(col("里程（公里）")),
        col("技术等级"),
        col("车道数"),
        col("路面类型"),
        col("路面宽度（米）"),
        col("交安设施齐全"),
        col("MQI"),
        col("评定日期"),
        col("状态"),
    ];
    let sheet = Sheet::new("路段", columns, rows).titled(&["公路路段技术状况登记表"]);
    Book::workbook("45-公路路段.xlsx", "road/section", vec![sheet])
}
