//! The ledgers of these tests, and the few words that the tests speak.

use catalog::{Catalog, LedgerDef, Source};
use jiff::civil::Date;
use sheet::{Incoming, Reading, read};
use terms::{Finding, Grade, Place};

pub(crate) const TODAY: Date = Date::constant(2021, 7, 1);

const CAUSES: &str = r#"
title = "案由"
about = "测试用"
items = [
  { code = "overload", label = "超限运输", aliases = ["超限"] },
  { code = "no_permit", label = "无证经营" },
  { code = "old", label = "旧案由", until = 2020-12-31 },
]
"#;

const DIVISIONS: &str = r#"
title = "行政区划"
about = "测试用"
items = [
  { code = "441823", label = "阳山县" },
  { code = "441823101", label = "太平镇", parent = "441823" },
  { code = "441823102", label = "小江镇", parent = "441823" },
]
"#;

const WORKFLOW: &str = r#"
title = "办案"
about = "测试用"
states = [
  { name = "filed", label = "立案", closed = false },
  { name = "decided", label = "已处罚", closed = true },
]
moves = [{ name = "decide", label = "作出决定", from = ["filed"], to = "decided" }]
"#;

const CASE: &str = r#"
title = "案件登记"
about = "测试用"
office = "治超办"
key = ["no"]
workflow = "case"
fields = [
  { name = "no", type = "text", label = "案号", required = true, length = 40, aliases = ["案件编号"] },
  { name = "filed_on", type = "date", label = "立案日期", required = true },
  { name = "cause", type = "code", label = "案由", list = "cause" },
  { name = "town", type = "division", label = "乡镇" },
  { name = "plate", type = "plate", label = "车牌号码" },
  { name = "fine", type = "money", label = "罚款金额", aliases = ["罚款"] },
  { name = "unloaded", type = "mass", label = "卸载重量" },
  { name = "area", type = "decimal", label = "面积", unit = "亩", places = 4 },
  { name = "rate", type = "decimal", label = "比例", unit = "%", places = 2 },
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
  { name = "credit", type = "credit_code", label = "信用代码" },
  { name = "photo", type = "file", label = "照片" },
  { name = "spot", type = "point", label = "坐标" },
  { name = "other", type = "link", label = "关联案件", ledger = "law/case" },
  { name = "story", type = "long_text", label = "简要案情" },
  { name = "remark", type = "text", label = "备注", length = 100 },
]
rules = []
"#;

const ATTENDANCE: &str = r#"
title = "出勤登记"
about = "测试用"
office = "治超办"
key = ["no"]
workflow = "case"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 40 },
  { name = "on", type = "date", label = "日期", required = true },
  { name = "vehicles", type = "integer", label = "检查车辆", unit = "辆次" },
]

[[lines]]
name = "members"
label = "参加人员"
fields = [
  { name = "name", type = "person", label = "姓名", required = true },
  { name = "hours", type = "decimal", label = "工时", unit = "小时", places = 1 },
]
"#;

const PARCEL: &str = r#"
title = "地块"
about = "测试用"
office = "征拆办"
key = ["no"]
workflow = "case"
fields = [
  { name = "no", type = "text", label = "地块编号", required = true, length = 40 },
  { name = "plan_area", type = "decimal", label = "计划面积", unit = "亩", places = 4 },
  { name = "plan_money", type = "money", label = "计划金额" },
  { name = "done_area", type = "decimal", label = "完成面积", unit = "亩", places = 4 },
  { name = "done_money", type = "money", label = "完成金额" },
]
"#;

pub(crate) fn office() -> Catalog {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let (catalog, findings) = catalog::load(&[
        source("codes/cause.toml", CAUSES),
        source("codes/division.toml", DIVISIONS),
        source("workflows/case.toml", WORKFLOW),
        source("ledgers/law/case.toml", CASE),
        source("ledgers/law/attendance.toml", ATTENDANCE),
        source("ledgers/law/parcel.toml", PARCEL),
    ]);
    let faults: Vec<String> =
        findings.iter().filter(|it| it.grade == Grade::Must).map(Finding::to_string).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    catalog
}

pub(crate) fn ledger<'c>(catalog: &'c Catalog, id: &str) -> &'c LedgerDef {
    catalog.ledgers.get(id).unwrap_or_else(|| panic!("no ledger {id}"))
}

pub(crate) fn read_file(id: &str, name: &str, bytes: &[u8]) -> Reading {
    let catalog = office();
    read(
        &catalog,
        ledger(&catalog, id),
        Incoming { name, bytes, parts: &[] },
        TODAY,
        &mut |_, _| {},
    )
}

/// Findings as `grade rule place`, for comparing.
pub(crate) fn said(reading: &Reading) -> Vec<String> {
    reading
        .findings
        .iter()
        .map(|it| {
            let place = match &it.place {
                Place::Cell { sheet, row, column, .. } => format!("{sheet}!{column}{row}"),
                Place::Text { .. } | Place::Field { .. } | Place::Whole { .. } => "-".to_owned(),
            };
            format!("{} {} {place}", it.grade.label(), it.rule)
        })
        .collect()
}

/// Canonical values of a field in all good rows.
pub(crate) fn column(reading: &Reading, id: &str, field: &str) -> Vec<String> {
    let catalog = office();
    let def = ledger(&catalog, id);
    reading
        .rows
        .iter()
        .map(|it| it.row.get(def, field).map_or("-".to_owned(), terms::Value::canonical))
        .collect()
}
