//! 货运源头单位: where goods are loaded, who signed for it, and who went to look.

use jiff::civil::{Date, date};

use crate::FIRST;
use crate::book::{Book, Cell, DayStyle, Sheet, col, row};
use crate::cast;
use crate::days::{Days, plus};
use crate::random::Random;

/// One source on the list.
struct Source {
    name: String,
    kind: &'static str,
    goods: &'static str,
    regulator: &'static str,
    surveyed: Date,
    published: Option<Date>,
    summoned: Option<Date>,
    removed: Option<Date>,
    letters: Vec<Date>,
    state: &'static str,
}

/// Eighteen sources of the demo's goods, of which sixteen signed in the half year, one in July and one not at all; a
/// building site; one that closed; one not yet published.
fn sources(random: &mut Random, days: &Days) -> Vec<Source> {
    const KINDS: [(&str, &str, &str); 4] = [
        ("矿山石场", "碎石、石粉", "阳山县自然资源局"),
        ("水泥厂", "水泥、熟料", "阳山县工业和信息化局"),
        ("砂石料场", "河砂、机制砂", "阳山县水利局"),
        ("混凝土搅拌站", "商品混凝土", "阳山县住房和城乡建设局"),
    ];
    let mut all: Vec<Source> = (0..18)
        .map(|number| {
            let (kind, goods, regulator) = KINDS[number % 4];
            let mut letters = vec![days.on_or_after(plus(date(2020, 3, 2), random.between(0, 40)))];
            match number {
                17 => {}
                16 => letters.push(date(2021, 7, 5)),
                _ => letters.push(days.on_or_after(plus(date(2021, 1, 11), random.between(0, 90)))),
            }
            let summoned = [18, 21, 22].get(number).map(|day| date(2021, 6, *day));
            let state = match number {
                0..3 => "已约谈",
                17 => "已公布",
                _ => "已签责任书",
            };
            let surveyed = plus(date(2019, 9, 2), random.between(0, 30));
            Source {
                name: cast::source_unit(number),
                kind,
                goods,
                regulator,
                surveyed,
                published: Some(date(2019, 12, 10)),
                summoned,
                removed: None,
                letters,
                state,
            }
        })
        .collect();
    let site = Source {
        name: "广连高速示例标段拌和场".to_owned(),
        kind: "建筑工地",
        goods: "土石方、混凝土",
        regulator: "阳山县交通运输局",
        surveyed: date(2021, 2, 24),
        published: Some(date(2021, 3, 15)),
        summoned: None,
        removed: None,
        letters: vec![date(2021, 3, 18)],
        state: "已签责任书",
    };
    let closed = Source {
        name: "示例旧石场".to_owned(),
        kind: "矿山石场",
        goods: "碎石",
        regulator: "阳山县自然资源局",
        surveyed: date(2019, 9, 4),
        published: Some(date(2019, 12, 10)),
        summoned: None,
        removed: Some(date(2020, 11, 30)),
        letters: vec![date(2020, 3, 20)],
        state: "移出名单",
    };
    let found = Source {
        name: "示例新砂场".to_owned(),
        kind: "砂石料场",
        goods: "河砂",
        regulator: "阳山县水利局",
        surveyed: date(2021, 6, 24),
        published: None,
        summoned: None,
        removed: None,
        letters: Vec::new(),
        state: "已排查",
    };
    all.extend([site, closed, found]);
    all
}

/// The book.
pub(crate) fn book(days: &Days) -> Book {
    const TOWNS: [&str; 6] = ["阳城镇", "青莲镇", "七拱镇", "黎埠镇", "小江镇", "岭背镇"];
    let mut random = Random::new(0x50c3);
    let sources = sources(&mut random, days);
    let (mut rows, mut letters, mut patrols) = (Vec::new(), Vec::new(), Vec::new());
    for (it, number) in sources.iter().zip(0..) {
        let scale = (number % 5 != 4).then_some(date(2021, 10, 31));
        rows.push(row![
            &it.name,
            cast::credit_code(700 + number),
            it.kind,
            it.goods,
            TOWNS[number % TOWNS.len()],
            it.regulator,
            it.surveyed,
            it.published,
            scale,
            number % 3 != 2,
            it.summoned,
            it.removed,
            it.state,
        ]);
        for signed in &it.letters {
            let year = i64::from(signed.year());
            let until = date(signed.year(), 12, 31);
            letters.push(row![&it.name, year, *signed, cast::person(2040 + number), until]);
        }
        if it.published.is_some() && it.removed.is_none() {
            patrols.extend(patrols_of(it, &mut random, days));
        }
    }
    let head = [
        "源头单位",
        "统一社会信用代码",
        "源头类别",
        "主要货物",
        "镇",
        "行业主管部门",
        "排查日期",
        "公布日期",
        "称重设备检定有效期至",
        "视频已接入",
        "约谈日期",
        "移出日期",
        "状态",
    ];
    let main =
        Sheet::new("源头单位", head.map(col).to_vec(), rows).titled(&["阳山县货运源头单位名录"]);
    let head = ["源头单位", "年度", "签订日期", "签订人", "有效期至"];
    let letters = Sheet::new("责任书", head.map(col).to_vec(), letters);
    let head = ["源头单位", "巡查日期", "巡查人", "抽查出场车辆", "超限出场", "巡查情况"];
    let patrols = Sheet::new("巡查", head.map(col).to_vec(), patrols).days(DayStyle::Dashes);
    Book::workbook("61-货运源头单位.xlsx", "overload/source", vec![main, letters, patrols])
}

fn patrols_of(source: &Source, random: &mut Random, days: &Days) -> Vec<Vec<Cell>> {
    let mut plan: Vec<Date> = vec![date(2020, 11, 16)];
    plan.extend(
        (0..random.between(2, 4)).map(|it| plus(FIRST, 12 + it * 45 + random.between(0, 30))),
    );
    if random.chance(30) {
        plan.push(date(2021, 7, 6));
    }
    let listed = source.published.expect("only sources on the list are visited");
    plan.sort_unstable();
    plan.dedup();
    let days = plan.into_iter().map(|it| days.on_or_after(it)).filter(|it| *it >= listed);
    days.map(|day| {
        let looked = random.between(4, 16);
        let overloaded = if random.chance(14) { random.between(1, 2) } else { 0 };
        let finding = if overloaded > 0 {
            "有车辆未过磅出场，当场责令卸载并教育值班人员"
        } else {
            "装载、过磅、登记正常"
        };
        let officer = cast::person(2080 + random.below(6));
        row![&source.name, day, officer, looked, overloaded, finding]
    })
    .collect()
}
