//! How fast a workbook of 100,000 rows and 20 columns is read into typed rows, beside calamine alone.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::io::Cursor;
use std::time::Instant;

use calamine::{Reader, Xlsx};
use catalog::{Catalog, Row, Source};
use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use sheet::{Incoming, read, write_ledger};
use terms::{Fen, Kilograms, Stake, Value};

const ROWS: i32 = 100_000;

const LEDGER: &str = r#"
title = "案件登记"
about = "测速用"
office = "治超办"
key = ["no"]
workflow = "case"
fields = [
  { name = "no", type = "text", label = "案号", required = true, length = 40 },
  { name = "filed_on", type = "date", label = "立案日期", required = true },
  { name = "cause", type = "code", label = "案由", list = "cause" },
  { name = "town", type = "division", label = "乡镇" },
  { name = "plate", type = "plate", label = "车牌号码" },
  { name = "fine", type = "money", label = "罚款金额" },
  { name = "unloaded", type = "mass", label = "卸载重量" },
  { name = "area", type = "decimal", label = "面积", unit = "亩", places = 4 },
  { name = "people", type = "integer", label = "人数", unit = "人" },
  { name = "at", type = "date_time", label = "检查时间" },
  { name = "clock", type = "time", label = "到场时间" },
  { name = "paid", type = "yes_no", label = "是否缴款" },
  { name = "officer", type = "person", label = "承办人" },
  { name = "firm", type = "organisation", label = "企业" },
  { name = "road", type = "road", label = "路线" },
  { name = "stake", type = "stake", label = "桩号" },
  { name = "phone", type = "phone", label = "电话", private = true },
  { name = "id_card", type = "id_number", label = "身份证号", private = true },
  { name = "decided_on", type = "date", label = "处罚日期" },
  { name = "remark", type = "text", label = "备注", length = 100 },
]
rules = [{ rule = "order", fields = ["filed_on", "decided_on"] }]
"#;

fn office() -> Catalog {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let (catalog, findings) = catalog::load(&[
        source("ledgers/law/case.toml", LEDGER),
        source(
            "codes/cause.toml",
            "title = \"案由\"\nabout = \"测速用\"\nitems = [{ code = \"overload\", label = \"超限运输\" }]",
        ),
        source(
            "codes/division.toml",
            "title = \"行政区划\"\nabout = \"测速用\"\nitems = [{ code = \"441823101\", label = \"太平镇\" }]",
        ),
        source(
            "workflows/case.toml",
            "title = \"办案\"\nabout = \"测速用\"\nstates = [{ name = \"filed\", label = \"立案\" }]\nmoves = []",
        ),
    ]);
    assert!(findings.iter().all(|it| it.grade != terms::Grade::Must), "{findings:#?}");
    catalog
}

fn row(number: i32) -> Row {
    let text = |it: String| Some(Value::Text(it));
    let day = Date::constant(2021, 1, 1).saturating_add(jiff::Span::new().days(number % 180));
    let wide = i64::from(number);
    let values = vec![
        text(format!("阳交罚〔2021〕{number:06}号")),
        Some(Value::Date(day)),
        text("overload".to_owned()),
        text("太平镇".to_owned()),
        text(format!("粤R{:05} 黄", number % 100_000)),
        Some(Value::Money(Fen(wide * 137))),
        Some(Value::Mass(Kilograms(wide % 49_000))),
        Some(Value::Decimal(Decimal::new(wide * 31 + 1, 4).normalize())),
        Some(Value::Integer(wide % 50)),
        Some(Value::DateTime(day.to_datetime(Time::constant(8, 30, 0, 0)))),
        Some(Value::Time(Time::constant(14, 5, 0, 0))),
        Some(Value::YesNo(number % 2 == 0)),
        text("张三".to_owned()),
        text(format!("阳山县第{}运输公司", number % 900)),
        text("S260".to_owned()),
        Stake::from_millimetres(wide * 1000).map(Value::Stake),
        text(format!("138{number:08}")),
        text("11010519491231002X".to_owned()),
        Some(Value::Date(day)),
        text("已责令改正，现场卸载后放行".to_owned()),
    ];
    Row { values, lines: Default::default(), state: None }
}

fn main() {
    let catalog = office();
    let def = catalog.ledger("law/case").expect("the ledger is among the definitions above");
    let rows: Vec<Row> = (0..ROWS).map(row).collect();
    let start = Instant::now();
    let bytes = write_ledger(&catalog, def, &rows, false).expect("the rows fit into a sheet");
    println!(
        "导出 {ROWS} 行 × 20 列：{:.2} 秒，{:.1} MB",
        start.elapsed().as_secs_f64(),
        mega(bytes.len())
    );

    let (mut alone, mut ours) = (f64::MAX, f64::MAX);
    for _ in 0..3 {
        let start = Instant::now();
        let mut workbook = Xlsx::new(Cursor::new(bytes.as_slice())).expect("it was just written");
        let name = workbook.sheet_names().remove(0);
        let range = workbook.worksheet_range(&name).expect("it was just written");
        assert_eq!(range.height(), rows.len() + 1);
        alone = alone.min(start.elapsed().as_secs_f64());

        let start = Instant::now();
        let file = Incoming { name: "案件登记.xlsx", bytes: &bytes, parts: &[] };
        let reading = read(&catalog, def, file, Date::constant(2021, 7, 1), &mut |_, _| {});
        ours = ours.min(start.elapsed().as_secs_f64());
        assert_eq!(reading.rows.len(), rows.len(), "{:#?}", reading.findings.first());
    }
    println!("只用 calamine 读成单元格：{alone:.2} 秒");
    println!("本程序读成有类型、校验过的行：{ours:.2} 秒（{:.1} 倍）", ours / alone);
}

fn mega(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}
