//! Columns of every kind: order, aliases, two rows, titles, notes, merged cells.

use rust_xlsxwriter::Format;

use crate::office::{column, read_file, said};
use crate::paper::{F, N, No, T, book, sheet, single};

#[test]
fn columns_come_in_any_order_and_under_their_aliases() {
    let bytes = single(&[
        vec![T("罚 款\n（万元）"), T("立案日期*"), T("案件编号（必填）")],
        vec![N(0.5), T("2021-06-30"), T("1")],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(column(&reading, "law/case", "fine"), ["5000"]);
    assert_eq!(said(&reading), Vec::<String>::new());
    let mapping: Vec<(&str, Option<&str>, &str)> = reading
        .mapping
        .iter()
        .map(|it| (it.column.as_str(), it.field.as_deref(), it.unit.as_str()))
        .collect();
    assert_eq!(
        mapping,
        [("A", Some("fine"), "万元"), ("B", Some("filed_on"), ""), ("C", Some("no"), "")]
    );
}

#[test]
fn extra_columns_are_reported_and_never_used() {
    let bytes = single(&[
        vec![T("序号"), T("案号"), T("立案日期"), T("天气"), T("罚款"), T("罚款金额")],
        vec![N(1.0), T("1"), T("2021-06-30"), T("晴"), N(1.0), N(2.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(
        said(&reading),
        ["可改进 extra_column Sheet1!D1", "建议核实 header_twice Sheet1!F1"]
    );
    assert_eq!(column(&reading, "law/case", "fine"), ["1"]);
    assert_eq!(reading.mapping[3].label, "多余列");
}

#[test]
fn missing_required_columns_are_reported_once() {
    let bytes = single(&[
        vec![T("罚款"), T("立案日期")],
        vec![N(1.0), T("2021-06-30")],
        vec![N(2.0), T("昨天")],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["必须修改 missing_column Sheet1!1", "必须修改 date Sheet1!B3"]);
    assert!(reading.rows.is_empty());
    assert_eq!(reading.rows_bad, 2);
}

#[test]
fn a_unit_that_does_not_fit_is_reported() {
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T("面积（吨）")],
        vec![T("1"), T("2021-06-30"), N(1.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["必须修改 header_unit Sheet1!C1"]);
    assert!(reading.rows.is_empty());
}

#[test]
fn another_column_of_the_same_word_is_not_taken() {
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T("面积（实测）")],
        vec![T("1"), T("2021-06-30"), N(1.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["可改进 extra_column Sheet1!C1"]);
    assert_eq!(column(&reading, "law/case", "area"), ["-"]);
}

#[test]
fn titles_above_and_notes_below_are_skipped() {
    let bytes = single(&[
        vec![T("2021年上半年案件登记表")],
        vec![T("单位：阳山县交通运输局"), No, T("单位：万元")],
        vec![],
        vec![T("案号"), T("立案日期"), T("罚款金额")],
        vec![N(1.0), N(2.0), N(3.0)],
        vec![T("1"), T("2021-06-30"), N(1.5)],
        vec![],
        vec![T("2"), T("2021-06-30"), N(2.0)],
        vec![T("案号"), T("立案日期"), T("罚款金额")],
        vec![T("3"), T("2021-06-30"), N(2.5)],
        vec![T("说明：1.本表按月填报。")],
        vec![T("2.金额以决定书为准。")],
        vec![T("填表人：张三"), No, T("审核：李四")],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(column(&reading, "law/case", "fine"), ["15000", "20000", "25000"]);
}

fn two_rows(merge: bool) -> Vec<u8> {
    let mut page = sheet(
        "征地",
        &[
            vec![T("征地进度表")],
            vec![T("地块编号"), T("计划"), No, T("完成"), No],
            vec![No, T("面积（亩）"), T("金额（万元）"), T("面积（亩）"), T("金额（万元）")],
            vec![T("A-1"), N(10.5), N(52.5), N(8.25), N(41.25)],
        ],
    );
    if merge {
        let format = Format::new();
        page.merge_range(0, 0, 0, 4, "征地进度表", &format).unwrap();
        page.merge_range(1, 0, 2, 0, "地块编号", &format).unwrap();
        page.merge_range(1, 1, 1, 2, "计划", &format).unwrap();
        page.merge_range(1, 3, 1, 4, "完成", &format).unwrap();
    }
    book(vec![page])
}

#[test]
fn a_header_of_two_merged_rows_is_understood() {
    for merge in [true, false] {
        let reading = read_file("law/parcel", "地块.xlsx", &two_rows(merge));
        assert_eq!(said(&reading), Vec::<String>::new());
        let row = |field| column(&reading, "law/parcel", field).remove(0);
        assert_eq!(
            ["no", "plan_area", "plan_money", "done_area", "done_money"].map(row),
            ["A-1", "10.5", "525000", "8.25", "412500"]
        );
        assert_eq!(reading.mapping[2].header, "计划·金额（万元）");
        assert_eq!((reading.headers[0].first_row, reading.headers[0].last_row), (2, 3));
    }
}

#[test]
fn units_in_a_second_row_belong_to_the_header_above() {
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T("罚款金额"), T("面积")],
        vec![No, No, T("（万元）"), T("（亩）")],
        vec![T("1"), T("2021-06-30"), N(1.0), N(2.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(column(&reading, "law/case", "fine"), ["10000"]);
    assert_eq!(said(&reading), Vec::<String>::new());
}

#[test]
fn a_vertically_merged_value_holds_for_all_its_rows() {
    let mut page = sheet(
        "案件",
        &[
            vec![T("案号"), T("立案日期"), T("乡镇")],
            vec![T("1"), F(44377.0, "yyyy-mm-dd"), T("太平镇")],
            vec![T("2")],
            vec![T("3"), F(44378.0, "yyyy-mm-dd"), T("小江镇")],
        ],
    );
    page.merge_range(1, 2, 2, 2, "太平镇", &Format::new()).unwrap();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    page.merge_range(1, 1, 2, 1, "", &date).unwrap();
    page.write_number_with_format(1, 1, 44377.0, &date).unwrap();
    let reading = read_file("law/case", "案件.xlsx", &book(vec![page]));
    assert_eq!(column(&reading, "law/case", "town"), ["太平镇", "太平镇", "小江镇"]);
    assert_eq!(
        column(&reading, "law/case", "filed_on"),
        ["2021-06-30", "2021-06-30", "2021-07-01"]
    );
}

#[test]
fn every_sheet_with_a_whole_header_is_read_and_others_are_named() {
    let rows =
        |no: &'static str| vec![vec![T("案号"), T("立案日期")], vec![T(no), T("2021-06-30")]];
    let bytes = book(vec![
        sheet("1月", &rows("1")),
        sheet("2月", &rows("2")),
        sheet("空", &[]),
        sheet("汇总", &[vec![T("月份"), T("宗数")], vec![N(1.0), N(1.0)]]),
        sheet("填写说明", &[vec![T("案号"), T("怎么填")]]),
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(column(&reading, "law/case", "no"), ["1", "2"]);
    assert_eq!(said(&reading), ["可改进 sheet_unread 汇总!0"]);
}

#[test]
fn a_sheet_without_header_is_one_finding() {
    let bytes = single(&[vec![T("姓名"), T("年龄")], vec![T("张三"), N(30.0)]]);
    let reading = read_file("law/case", "人员.xlsx", &bytes);
    assert_eq!(said(&reading), ["必须修改 no_header -"]);
}

#[test]
fn content_without_header_is_named() {
    let bytes =
        single(&[vec![T("案号"), T("立案日期")], vec![T("1"), T("2021-06-30"), No, T("备忘")]]);
    assert_eq!(
        said(&read_file("law/case", "a.xlsx", &bytes)),
        ["建议核实 nameless_column Sheet1!D2"]
    );
}

#[test]
fn a_workbook_that_counts_from_1904_gives_the_same_days() {
    let bytes = single(&[
        vec![T("案号"), T("立案日期")],
        vec![T("1"), F(42915.0, "yyyy-mm-dd")],
        vec![T("2"), N(42915.0)],
    ]);
    let bytes = crate::hostile::with_part(&bytes, "xl/workbook.xml", |it| {
        assert!(it.contains("<workbookPr "));
        it.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    assert_eq!(
        column(&read_file("law/case", "a.xlsx", &bytes), "law/case", "filed_on"),
        ["2021-06-30", "2021-06-30"]
    );
}
