//! CSV files: encodings, separators, rows.

use crate::office::{column, read_file, said};

#[track_caller]
fn check(bytes: &[u8]) {
    let reading = read_file("law/case", "案件.csv", bytes);
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(column(&reading, "law/case", "no"), ["1", "2"]);
    assert_eq!(column(&reading, "law/case", "fine"), ["1234.5", "20"]);
    assert_eq!(column(&reading, "law/case", "remark"), ["超限，已卸载", "-"]);
}

const TEXT: &str = "案件登记\n案号,立案日期,罚款金额,备注\n1,2021.6.30,\"1,234.50\",超限，已卸载\n\n2,2021年6月30日,20,\n合计,,1254.5,\n";

#[test]
fn utf_8_with_and_without_mark_and_gbk_are_the_same_file() {
    check(TEXT.as_bytes());
    check(format!("\u{feff}{TEXT}").as_bytes());
    let (gbk, _, lossy) = encoding_rs::GBK.encode(TEXT);
    assert!(!lossy);
    check(&gbk);
    check(TEXT.replace('\n', "\r\n").as_bytes());
}

#[test]
fn separators_are_found_out() {
    let plain =
        "案号,立案日期,罚款金额,备注\n1,2021.6.30,1234.50,超限，已卸载\n2,2021年6月30日,20,\n";
    check(plain.replace(',', ";").as_bytes());
    check(plain.replace(',', "\t").as_bytes());
    let utf_16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(plain.replace(',', "\t").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&utf_16);
}

#[test]
fn places_count_rows_as_the_spreadsheet_program_shows_them() {
    let text = "案号,立案日期,备注\n1,2021-06-30,\"两\n行\"\n\n2,昨天,\n";
    let reading = read_file("law/case", "案件.csv", text.as_bytes());
    assert_eq!(said(&reading), ["必须修改 date !B4"]);
    assert_eq!(reading.findings[0].place.to_string(), "案件.csv第4行B列“立案日期”");
}

#[test]
fn a_quotation_mark_that_is_never_closed_refuses_the_file() {
    // Taken as it stands, the second row would lie inside the remark of the first, and be lost without a word.
    // A cell of two lines is one row to the spreadsheet program.
    for (text, row) in [
        ("案号,立案日期,备注\n1,2021-06-30,\"未完\n2,2021-06-30,好\n", 2),
        ("案号,立案日期,备注\n1,2021-06-30,\"两\n行\"\n2,2021-06-30,\"他说\"\"好", 3),
        ("案号;立案日期;备注\n1;2021-06-30;好\n2;2021-06-30;\"", 3),
    ] {
        let reading = read_file("law/case", "案件.csv", text.as_bytes());
        assert_eq!(said(&reading), ["必须修改 open_quote -"], "{text}");
        assert!(reading.findings[0].what.starts_with(&format!("第 {row} 行")), "{text}");
        assert!(reading.rows.is_empty());
    }
    let late = format!(
        "案号,立案日期,备注\n{}31,2021-06-30,\"未完\n32,2021-06-30,\n",
        (1..=30).map(|it| format!("{it},2021-06-30,\n")).collect::<String>()
    );
    let reading = read_file("law/case", "案件.csv", late.as_bytes());
    assert_eq!(said(&reading), ["必须修改 open_quote -"]);
    assert!(reading.rows.is_empty());
}

#[test]
fn marks_inside_a_cell_close_nothing_and_open_nothing() {
    let text = "案号,立案日期,备注\n1,2021-06-30,5\" 管\n2,2021-06-30,\"他说\"\"好\"\"\"\n3,2021-06-30,\"\"\n";
    let reading = read_file("law/case", "案件.csv", text.as_bytes());
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(column(&reading, "law/case", "remark"), ["5\" 管", "他说\"好\"", "-"]);
}
