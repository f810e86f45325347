//! Bad rows back to the clerk, mended, and in again.

use sheet::{Incoming, read, write_returned};

use crate::office::{TODAY, column, ledger, office, read_file, said};
use crate::paper::{F, N, No, Put, T, book, sheet};

/// Cells of a sheet as text, for looking at what was returned.
fn cells(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    use calamine::{Data, Reader};
    let mut workbook = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    range
        .rows()
        .map(|row| {
            row.iter()
                .map(|it| {
                    if let Data::DateTime(at) = it {
                        at.as_f64().to_string()
                    } else {
                        it.to_string()
                    }
                })
                .collect()
        })
        .collect()
}

fn faulty() -> Vec<u8> {
    book(vec![sheet(
        "案件",
        &[
            vec![T("案件登记表")],
            vec![T("案号"), T("立案日期"), T("罚款金额（万元）"), T("备注")],
            vec![T("1"), F(44377.0, "yyyy-mm-dd"), N(1.5), T("好")],
            vec![T("2"), F(44378.0, "yyyy\"年\"m\"月\"d\"日\""), T("很多"), T("坏")],
            vec![T("3"), T("昨天"), T("不少")],
            vec![T("合计"), No, N(1.5)],
        ],
    )])
}

#[test]
fn only_bad_rows_come_back_with_all_their_faults() {
    let bytes = faulty();
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(
        said(&reading),
        ["必须修改 number 案件!C4", "必须修改 date 案件!B5", "必须修改 number 案件!C5"]
    );
    let file = Incoming { name: "案件.xlsx", bytes: &bytes, parts: &[] };
    let back = write_returned(file, &reading.headers, &reading.findings).unwrap().unwrap();
    let rows = cells(&back, "案件");
    assert_eq!(rows[0][0], "案件登记表");
    assert_eq!(rows[1], ["案号", "立案日期", "罚款金额（万元）", "备注", "问题"]);
    assert_eq!(rows[2][..4], ["2", "44378", "很多", "坏"]);
    assert_eq!(rows[2][4], "罚款金额：“很多”不是数字（请只填数字，不写“约”“多”等字，不写算式）");
    assert_eq!(rows[3][..4], ["3", "昨天", "不少", ""]);
    assert_eq!(rows[3][4].matches('；').count(), 1, "{}", rows[3][4]);
    assert_eq!(rows.len(), 4);
}

#[test]
fn what_comes_back_is_read_again_with_the_same_faults() {
    let bytes = faulty();
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    let file = Incoming { name: "案件.xlsx", bytes: &bytes, parts: &[] };
    let back = write_returned(file, &reading.headers, &reading.findings).unwrap().unwrap();
    let again = read_file("law/case", "退回.xlsx", &back);
    assert_eq!(
        said(&again),
        ["必须修改 number 案件!C3", "必须修改 date 案件!B4", "必须修改 number 案件!C4"]
    );
    let file = Incoming { name: "退回.xlsx", bytes: &back, parts: &[] };
    let twice = write_returned(file, &again.headers, &again.findings).unwrap().unwrap();
    assert_eq!(cells(&twice, "案件"), cells(&back, "案件"));
}

#[test]
fn a_good_file_returns_nothing() {
    let bytes =
        book(vec![sheet("案件", &[vec![T("案号"), T("立案日期")], vec![T("1"), T("2021-06-30")]])]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    let file = Incoming { name: "案件.xlsx", bytes: &bytes, parts: &[] };
    assert!(write_returned(file, &reading.headers, &reading.findings).unwrap().is_none());
}

#[test]
fn a_csv_file_comes_back_as_a_workbook() {
    let (bytes, _, _) = encoding_rs::GBK.encode("案号;立案日期\n1;昨天\n2;2021-06-30\n");
    let reading = read_file("law/case", "案件.csv", &bytes);
    let file = Incoming { name: "案件.csv", bytes: &bytes, parts: &[] };
    let back = write_returned(file, &reading.headers, &reading.findings).unwrap().unwrap();
    assert_eq!(
        cells(&back, "案件").iter().map(|it| it[0].clone()).collect::<Vec<_>>(),
        ["案号", "1"]
    );
}

#[test]
fn a_record_comes_back_with_all_its_child_rows() {
    let attendance = |hours: Put| {
        book(vec![
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
                    vec![T("编号"), T("姓名"), T("工时")],
                    vec![T("2"), T("王五"), N(8.0)],
                    vec![T("1"), T("张三"), hours],
                    vec![No, T("李四"), N(8.0)],
                ],
            ),
        ])
    };
    let bytes = attendance(T("全天"));
    let catalog = office();
    let def = ledger(&catalog, "law/attendance");
    let file = Incoming { name: "出勤.xlsx", bytes: &bytes, parts: &[] };
    let reading = read(&catalog, def, file, TODAY, &mut |_, _| {});
    assert_eq!(column(&reading, "law/attendance", "no"), ["2"]);
    let back = write_returned(file, &reading.headers, &reading.findings).unwrap().unwrap();
    assert_eq!(cells(&back, "出勤登记").len(), 2);
    assert_eq!(
        cells(&back, "参加人员").iter().map(|it| it[1].clone()).collect::<Vec<_>>(),
        ["姓名", "张三", "李四"]
    );
}

#[test]
fn a_cell_of_csv_longer_than_a_cell_of_a_workbook_comes_back_cut() {
    // 32,767 UTF-16 units; each of these marks is two.
    let long = "𠀀".repeat(20_000);
    let text = format!("案号,立案日期,简要案情\n1,昨天,{long}\n");
    let reading = read_file("law/case", "案件.csv", text.as_bytes());
    let file = Incoming { name: "案件.csv", bytes: text.as_bytes(), parts: &[] };
    let back = write_returned(file, &reading.headers, &reading.findings).unwrap().unwrap();
    assert_eq!(cells(&back, "案件")[1][2], "𠀀".repeat(16_383));
}
