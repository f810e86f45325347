//! Child rows: in a sheet of their own, beside their record, in CSV files of their own.

use rust_xlsxwriter::Format;
use sheet::{Incoming, Reading, read};

use crate::office::{TODAY, ledger, office, read_file, said};
use crate::paper::{N, No, T, book, sheet, single};

/// Records as `no: name name`.
fn records(reading: &Reading) -> Vec<String> {
    let catalog = office();
    let def = ledger(&catalog, "law/attendance");
    reading
        .rows
        .iter()
        .map(|it| {
            let names: Vec<String> = it
                .row
                .lines
                .get("members")
                .into_iter()
                .flatten()
                .map(|line| line[0].as_ref().map_or("-".to_owned(), terms::Value::canonical))
                .collect();
            format!("{}: {}", it.row.key(def), names.join(" "))
        })
        .collect()
}

#[test]
fn child_rows_in_a_sheet_of_their_own_find_their_record() {
    let bytes = book(vec![
        sheet(
            "出勤登记",
            &[
                vec![T("编号"), T("日期")],
                vec![T("1"), T("2021-06-01")],
                vec![T("2"), T("2021-06-02")],
            ],
        ),
        sheet(
            "参加人员",
            &[
                vec![T("编号"), T("姓名"), T("工时（小时）")],
                vec![T("1"), T("张三"), N(8.0)],
                vec![No, T("李四"), N(7.5)],
                vec![T("2"), T("张三"), N(8.0)],
                vec![T("合计"), No, N(23.5)],
            ],
        ),
    ]);
    let reading = read_file("law/attendance", "出勤.xlsx", &bytes);
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(records(&reading), ["1: 张三 李四", "2: 张三"]);
    assert_eq!(reading.totals.len(), 1);
}

#[test]
fn an_orphan_is_named_and_a_bad_child_holds_its_record_back() {
    let bytes = book(vec![
        sheet(
            "出勤登记",
            &[
                vec![T("编号"), T("日期")],
                vec![T("1"), T("2021-06-01")],
                vec![T("2"), T("2021-06-02")],
            ],
        ),
        sheet(
            "参加人员",
            &[
                vec![T("编号"), T("姓名"), T("工时（小时）")],
                vec![T("1"), T("张三"), T("全天")],
                vec![T("1"), T("李四"), N(8.0)],
                vec![T("9"), T("王五"), N(8.0)],
            ],
        ),
    ]);
    let reading = read_file("law/attendance", "出勤.xlsx", &bytes);
    assert_eq!(
        said(&reading),
        [
            "必须修改 number 参加人员!C2",
            "必须修改 orphan_line 参加人员!4",
            "必须修改 held_back 出勤登记!2",
            "必须修改 held_back 参加人员!3",
        ]
    );
    assert_eq!(records(&reading), ["2: "]);
}

#[test]
fn a_required_child_field_is_asked_for_in_its_own_sheet() {
    let bytes = book(vec![
        sheet("出勤登记", &[vec![T("编号"), T("日期")], vec![T("1"), T("2021-06-01")]]),
        sheet("参加人员", &[vec![T("编号"), T("姓名"), T("工时")], vec![T("1"), No, N(8.0)]]),
    ]);
    let reading = read_file("law/attendance", "出勤.xlsx", &bytes);
    assert_eq!(said(&reading), ["必须修改 required 参加人员!B2", "必须修改 held_back 出勤登记!2"]);
}

#[test]
fn child_rows_beside_their_record_are_grouped_by_its_key() {
    let bytes = single(&[
        vec![T("编号"), T("日期"), T("检查车辆"), T("姓名"), T("工时")],
        vec![T("1"), T("2021-06-01"), N(5.0), T("张三"), N(8.0)],
        vec![No, No, No, T("李四"), N(8.0)],
        vec![T("2"), T("2021-06-02"), N(7.0), T("张三"), N(8.0)],
        vec![T("2"), T("2021-06-02"), N(7.0), T("王五"), N(4.0)],
        vec![T("合计"), No, N(12.0), No, N(28.0)],
    ]);
    let reading = read_file("law/attendance", "出勤.xlsx", &bytes);
    assert_eq!(records(&reading), ["1: 张三 李四", "2: 张三 王五"]);
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(reading.totals.len(), 2);
}

#[test]
fn merged_key_cells_group_child_rows() {
    let mut page = sheet(
        "出勤",
        &[
            vec![T("编号"), T("日期"), T("姓名")],
            vec![T("1"), T("2021-06-01"), T("张三")],
            vec![No, No, T("李四")],
            vec![T("2"), T("2021-06-02"), T("王五")],
        ],
    );
    page.merge_range(1, 0, 2, 0, "1", &Format::new()).unwrap();
    page.merge_range(1, 1, 2, 1, "2021-06-01", &Format::new()).unwrap();
    let reading = read_file("law/attendance", "出勤.xlsx", &book(vec![page]));
    assert_eq!(records(&reading), ["1: 张三 李四", "2: 王五"]);
}

#[test]
fn rows_of_one_record_that_differ_are_a_finding() {
    let bytes = single(&[
        vec![T("编号"), T("日期"), T("姓名")],
        vec![T("1"), T("2021-06-01"), T("张三")],
        vec![T("1"), T("2021-06-02"), T("李四")],
        vec![T("2"), T("2021-06-02"), T("王五")],
    ]);
    let reading = read_file("law/attendance", "出勤.xlsx", &bytes);
    assert_eq!(
        said(&reading),
        ["必须修改 record_differs Sheet1!B3", "必须修改 held_back Sheet1!2"]
    );
    assert_eq!(records(&reading), ["2: 王五"]);
}

#[test]
fn child_rows_come_in_csv_files_of_their_own() {
    let catalog = office();
    let file = Incoming {
        name: "出勤登记.csv",
        bytes: "编号,日期\n1,2021-06-01\n".as_bytes(),
        parts: &[("参加人员", "编号;姓名\n1;张三\n1;李四\n".as_bytes())],
    };
    let reading = read(&catalog, ledger(&catalog, "law/attendance"), file, TODAY, &mut |_, _| {});
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(records(&reading), ["1: 张三 李四"]);
}

#[test]
fn a_part_of_unknown_name_is_refused() {
    let catalog = office();
    let file = Incoming {
        name: "出勤登记.csv",
        bytes: "编号,日期\n1,2021-06-01\n".as_bytes(),
        parts: &[("车辆", b"x")],
    };
    let reading = read(&catalog, ledger(&catalog, "law/attendance"), file, TODAY, &mut |_, _| {});
    assert_eq!(said(&reading), ["必须修改 unknown_lines -"]);
}
