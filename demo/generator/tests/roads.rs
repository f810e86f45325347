//! Roads, bridges and resettlement: every figure has one indicator, and the ledgers agree with each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use catalog::{Catalog, LedgerDef, Row};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use sheet::Incoming;

/// The definitions and the files, made once for a test.
struct Demo {
    catalog: Catalog,
    files: Vec<(String, Vec<u8>)>,
}

impl Demo {
    fn new() -> Demo {
        let defs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../defs");
        let sources = catalog::load_dir(&defs).expect("the definitions can be read");
        Demo { catalog: catalog::load(&sources).0, files: demo::files(&defs) }
    }

    /// The rows of a workbook, which must read without a finding.
    fn table(&self, name: &str, ledger: &str) -> Table<'_> {
        let (name, bytes) = self.files.iter().find(|it| it.0 == name).expect("the file is made");
        let def = self.catalog.ledger(ledger).expect("the ledger is defined");
        let incoming = Incoming { name, bytes, parts: &[] };
        let reading = sheet::read(&self.catalog, def, incoming, date(2021, 7, 12), &mut |_, _| {});
        assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
        Table { def, rows: reading.rows.into_iter().map(|it| it.row).collect() }
    }
}

struct Table<'c> {
    def: &'c LedgerDef,
    rows: Vec<Row>,
}

impl Table<'_> {
    /// A field as it is kept, empty when it is not set.
    fn kept(&self, row: &Row, field: &str) -> String {
        row.get(self.def, field).map(|it| it.canonical()).unwrap_or_default()
    }

    fn day(&self, row: &Row, field: &str) -> Option<Date> {
        row.get(self.def, field).and_then(|it| it.as_date())
    }

    fn number(&self, row: &Row, field: &str) -> Decimal {
        row.get(self.def, field).and_then(|it| it.as_number()).unwrap_or_default()
    }

    fn by_key(&self) -> BTreeMap<String, &Row> {
        self.rows.iter().map(|it| (it.key(self.def).to_string(), it)).collect()
    }
}

fn metres(stake: &str) -> i64 {
    let (km, rest) = stake[1..].split_once('+').expect("a stake has a plus");
    km.parse::<i64>().expect("kilometres") * 1000 + rest.parse::<i64>().expect("metres")
}

#[test]
fn every_figure_of_the_roads_has_one_indicator() {
    let catalog = Demo::new().catalog;
    for number in ["F030", "F031", "F047", "F118", "F119", "F120", "F140"] {
        let answers =
            catalog.indicators.values().filter(|it| it.refs.iter().any(|it| it == number));
        assert_eq!(answers.count(), 1, "{number}");
    }
}

#[test]
fn the_sections_of_a_route_join_and_are_as_long_as_it_is() {
    let demo = Demo::new();
    let routes = demo.table("45-公路路线.xlsx", "road/route");
    let sections = demo.table("45-公路路段.xlsx", "road/section");
    let mut lengths: BTreeMap<String, Decimal> = BTreeMap::new();
    let mut last: Option<(String, String)> = None;
    for row in &sections.rows {
        let route = sections.kept(row, "route");
        let (from, until) = (sections.kept(row, "from_stake"), sections.kept(row, "until_stake"));
        if let Some((before, end)) = &last
            && *before == route
        {
            assert_eq!(*end, from, "{route}");
        }
        let length = sections.number(row, "length_km");
        assert_eq!(length, Decimal::new(metres(&until) - metres(&from), 3).normalize());
        *lengths.entry(route.clone()).or_default() += length;
        last = Some((route, until));
    }
    for row in routes.rows.iter().filter(|it| routes.kept(it, "document") != "路网示例〔2020〕8号")
    {
        let code = routes.kept(row, "code");
        assert_eq!(lengths.get(&code), Some(&routes.number(row, "length_km")), "{code}");
    }
}

#[test]
fn a_bridge_under_works_is_dangerous_and_its_works_have_a_project_on_its_road() {
    let demo = Demo::new();
    let bridges = demo.table("46-桥梁.xlsx", "road/bridge");
    let projects = demo.table("31-建设项目.xlsx", "works/project");
    let by_name = projects.by_key();
    let mut names = BTreeSet::new();
    for row in bridges.rows.iter().filter(|it| it.state.as_deref() == Some("works")) {
        let grade = bridges.kept(row, "grade");
        assert!(grade == "class4" || grade == "class5", "{grade}");
        let project = by_name[&bridges.kept(row, "project")];
        assert_eq!(projects.kept(project, "road"), bridges.kept(row, "route"));
        if let Some(started) = projects.day(project, "started_on") {
            assert_eq!(bridges.day(row, "works_on"), Some(started));
        }
        names.insert(bridges.kept(row, "name"));
    }
    // The four bridges that the report names.
    let four = ["四渡桥", "坑塘桥", "江咀桥", "隔水桥"].map(str::to_owned);
    assert_eq!(names, BTreeSet::from(four));
}

#[test]
fn the_registers_hold_what_the_second_campaign_paid_for() {
    // The bill of the project: 46 sets of lights, 12 village gates, 31 hazards, 264 metres of railing.
    let demo = Demo::new();
    let name = "预防道路交通事故“第二轮百日攻坚”行动基础设施建设";
    let items = demo.table("34-分项工程量.xlsx", "works/item");
    let billed = |what: &str| -> Decimal {
        let those = items
            .rows
            .iter()
            .filter(|it| items.kept(it, "project") == name && items.kept(it, "name") == what);
        those.map(|it| items.number(it, "designed")).sum()
    };
    let spots = demo.table("48-公路隐患点.xlsx", "road/black_spot");
    let treated = spots.rows.iter().filter(|it| spots.kept(it, "project") == name).count();
    assert_eq!(Decimal::from(treated), billed("隐患点治理"));
    assert_eq!(treated, 31);
    let gates = demo.table("49-平安村口.xlsx", "road/village_gate");
    let built = gates.rows.iter().filter(|it| gates.kept(it, "project") == name).count();
    assert_eq!((Decimal::from(built), built), (billed("平安村口"), 12));
    let devices = demo.table("50-交安设施.xlsx", "road/device");
    for (kind, what, amount) in
        [("active_light", "主动发光设施", 46), ("railing", "修复桥梁栏杆", 264)]
    {
        let those = devices
            .rows
            .iter()
            .filter(|it| devices.kept(it, "project") == name && devices.kept(it, "kind") == kind);
        let set_up: Decimal = those.map(|it| devices.number(it, "quantity")).sum();
        assert_eq!((set_up, set_up), (billed(what), Decimal::from(amount)), "{what}");
    }
}

#[test]
fn a_hazard_told_on_patrol_lies_on_the_road_that_was_driven_that_day() {
    let demo = Demo::new();
    let patrols = demo.table("52-公路巡查.xlsx", "road/patrol");
    let spots = demo.table("48-公路隐患点.xlsx", "road/black_spot");
    let by_no = spots.by_key();
    let mut told = 0;
    for row in &patrols.rows {
        for finding in row.lines.get("findings").into_iter().flatten() {
            let Some(Some(spot)) = finding.get(3) else { continue };
            let spot = by_no[&spot.canonical()];
            assert_eq!(spots.kept(spot, "route"), patrols.kept(row, "route"));
            assert_eq!(spots.day(spot, "found_on"), patrols.day(row, "patrolled_on"));
            told += 1;
        }
    }
    assert_eq!(told, 3);
}

#[test]
fn transition_money_begins_after_the_house_is_gone_and_goes_to_nobody_with_a_plot() {
    let demo = Demo::new();
    let households = demo.table("03-房屋拆迁户.xlsx", "land/household");
    let sites = demo.table("53-拆迁安置.xlsx", "land/resettlement");
    let payments = demo.table("54-临时安置费.xlsx", "land/transition");
    let by_no = households.by_key();
    let plots = sites.rows.iter().flat_map(|it| it.lines.get("plots").into_iter().flatten());
    let settled: BTreeSet<String> =
        plots.filter_map(|it| it.get(1).cloned().flatten()).map(|it| it.canonical()).collect();
    assert_eq!(settled.len(), 18);
    for row in &payments.rows {
        let no = payments.kept(row, "household");
        assert!(!settled.contains(&no), "{no}");
        let gone = households.day(by_no[&no], "demolished_on");
        assert!(gone.is_some() && gone < payments.day(row, "from_on"), "{no}");
    }
}

#[test]
fn land_is_paid_on_the_day_that_the_parcel_says() {
    let demo = Demo::new();
    let parcels = demo.table("02-征地地块.xlsx", "land/parcel");
    let payments = demo.table("55-征拆补偿款.xlsx", "land/compensation");
    let by_no = parcels.by_key();
    let mut seen = 0;
    for row in payments.rows.iter().filter(|it| payments.kept(it, "kind") == "land") {
        let parcel = by_no[&payments.kept(row, "parcel")];
        assert_eq!(payments.day(row, "paid_on"), parcels.day(parcel, "paid_on"));
        assert_eq!(payments.day(row, "signed_on"), parcels.day(parcel, "signed_on"));
        seen += 1;
    }
    let signed = parcels.rows.iter().filter(|it| parcels.day(it, "signed_on").is_some()).count();
    assert_eq!(seen, signed);
}

#[test]
fn works_stand_still_from_the_day_on_which_people_stood_in_their_way() {
    let demo = Demo::new();
    let disputes = demo.table("56-民事纠纷.xlsx", "land/dispute");
    let stoppages = demo.table("40-停工与制约.xlsx", "works/stoppage");
    let by_no = stoppages.by_key();
    let mut linked = 0;
    for row in disputes.rows.iter().filter(|it| !disputes.kept(it, "stoppage").is_empty()) {
        let stoppage = by_no[&disputes.kept(row, "stoppage")];
        assert_eq!(disputes.day(row, "blocked_on"), stoppages.day(stoppage, "started_on"));
        linked += 1;
    }
    assert_eq!(linked, 2);
}
