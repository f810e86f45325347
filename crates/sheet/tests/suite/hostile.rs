//! Damaged, huge and malicious files: one clear finding, never a panic.

use std::io::{Cursor, Read, Write};

use catalog::Catalog;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use sheet::{Incoming, read, write_returned};
use zip::write::SimpleFileOptions;

use crate::office::{TODAY, ledger, office, read_file, said};
use crate::paper::{F, N, Sum, T, single};

/// The workbook with one part rewritten.
pub(crate) fn with_part(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let part_name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if part_name == name {
            content = change(String::from_utf8(content).unwrap()).into_bytes();
        }
        new.start_file(part_name, SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn good() -> Vec<u8> {
    single(&[
        vec![T("案号"), T("立案日期"), T("罚款金额"), T("身份证号"), T("备注")],
        vec![T("1"), F(44377.0, "yyyy-mm-dd"), N(12.5), T("11010519491231002X"), T("好")],
        vec![T("2"), T("2021.6.30"), Sum("=1+1", "2"), T(""), T("=1+1")],
        vec![T("合计"), T(""), N(14.5)],
    ])
}

/// Reads, and gives back what is bad: neither may panic.
fn survive(catalog: &Catalog, name: &str, bytes: &[u8]) -> usize {
    let file = Incoming { name, bytes, parts: &[("参加人员", bytes)] };
    let reading = read(catalog, ledger(catalog, "law/attendance"), file, TODAY, &mut |_, _| {});
    let _ = write_returned(file, &reading.headers, &reading.findings);
    let file = Incoming { name, bytes, parts: &[] };
    let reading = read(catalog, ledger(catalog, "law/case"), file, TODAY, &mut |_, _| {});
    let _ = write_returned(file, &reading.headers, &reading.findings);
    reading.findings.len() + reading.rows.len()
}

#[test]
fn a_truncated_workbook_is_one_finding() {
    let bytes = good();
    for cut in [bytes.len() - 1, bytes.len() / 2, 100, 5] {
        let reading = read_file("law/case", "案件.xlsx", &bytes[..cut]);
        assert_eq!(said(&reading), ["必须修改 damaged -"], "{cut}");
        assert!(reading.rows.is_empty());
    }
}

#[test]
fn a_sheet_that_breaks_off_gives_no_rows() {
    let bytes = with_part(&good(), "xl/worksheets/sheet1.xml", |it| {
        let cut = it.find("<row r=\"3\"").unwrap();
        it[..cut].to_owned()
    });
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["必须修改 damaged -"]);
    assert!(reading.rows.is_empty());
}

#[test]
fn old_formats_are_refused_with_the_way_out() {
    let reading =
        read_file("law/case", "案件.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    assert!(reading.findings[0].mend.contains("另存为"), "{:?}", reading.findings);
    assert_eq!(said(&reading), ["必须修改 old_format -"]);
}

#[test]
fn a_zip_bomb_is_refused() {
    let bytes = with_part(&good(), "xl/worksheets/sheet1.xml", |it| {
        it.replace("</worksheet>", &format!("{}</worksheet>", " ".repeat(40_000_000)))
    });
    assert!(bytes.len() < 200_000);
    assert_eq!(said(&read_file("law/case", "案件.xlsx", &bytes)), ["必须修改 zip_bomb -"]);
}

#[test]
fn a_million_rows_are_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "编号").unwrap();
    sheet.write_string(0, 1, "日期").unwrap();
    for row in 1..1_048_576 {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_number(row, 1, 44377.0).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let catalog = office();
    let mut last = (0, 0);
    let file = Incoming { name: "出勤.xlsx", bytes: &bytes, parts: &[] };
    let reading =
        read(&catalog, ledger(&catalog, "law/attendance"), file, TODAY, &mut |done, total| {
            last = (done, total)
        });
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(reading.rows.len(), 1_048_575);
    assert_eq!(last, (1_048_575, 1_048_575));
}

#[test]
fn more_rows_than_a_sheet_has_are_refused() {
    let mut text = "编号,日期\n".to_owned();
    for row in 0..1_048_577 {
        text.push_str(&format!("{row},2021-06-30\n"));
    }
    let reading = read_file("law/attendance", "出勤.csv", text.as_bytes());
    assert_eq!(said(&reading), ["必须修改 too_many_rows -"]);
    assert!(reading.rows.is_empty());
}

#[test]
fn far_columns_are_named_and_not_read() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, text) in [(0, "编号"), (1, "日期"), (16_383, "远")] {
        sheet.write_string(0, column, text).unwrap();
        sheet.write_string(1, column, "2021-06-30").unwrap();
    }
    sheet.write_string(1, 1_000, "x").unwrap();
    let reading = read_file("law/attendance", "出勤.xlsx", &workbook.save_to_buffer().unwrap());
    assert_eq!(said(&reading), ["建议核实 too_many_columns Sheet1!ALM2"]);
    assert_eq!(reading.rows.len(), 1);
}

#[test]
fn too_many_findings_refuse_the_whole_file() {
    let mut text = "编号,日期\n".to_owned();
    for row in 0..200_010 {
        text.push_str(&format!("{row},坏\n"));
    }
    text.push_str("999999,2021-06-30\n");
    let reading = read_file("law/attendance", "出勤.csv", text.as_bytes());
    assert!(reading.rows.is_empty());
    assert_eq!(reading.findings.last().unwrap().rule, "too_many_findings");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000), zip in any::<bool>()) {
        let catalog = office();
        let mut bytes = bytes;
        if zip {
            bytes.splice(0..0, *b"PK\x03\x04");
        }
        survive(&catalog, if zip { "a.xlsx" } else { "a.csv" }, &bytes);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "(案号|立案日期|编号|日期|姓名|罚款金额（万元）|合计|说明：|[,;\t\n\"']|[0-9.\\-]{1,9}|\\PC{1,4}){0,80}") {
        let catalog = office();
        survive(&catalog, "a.csv", text.as_bytes());
    }

    #[test]
    fn mutated_workbooks_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in 0_usize..40) {
        let catalog = office();
        let mut bytes = good();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        bytes.drain(place..(place + cut).min(bytes.len()));
        survive(&catalog, "a.xlsx", &bytes);
    }

    #[test]
    fn mutated_sheets_never_panic(
        part in prop::sample::select(vec!["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), "[<>/\"'= 0-9A-Za-z&;]{0,6}"), 1..4),
    ) {
        let catalog = office();
        let bytes = with_part(&good(), part, |it| {
            let mut marks: Vec<char> = it.chars().collect();
            for (at, text) in &changes {
                let place = at.index(marks.len());
                let end = (place + text.len()).min(marks.len());
                marks.splice(place..end, text.chars());
            }
            marks.into_iter().collect()
        });
        survive(&catalog, "a.xlsx", &bytes);
    }
}

#[test]
fn sheets_of_one_name_come_back_under_different_names() {
    let bytes = good();
    let many: String = (2..=20)
        .map(|it| format!("<sheet name=\"{}\" sheetId=\"{it}\" r:id=\"rId1\"/>", "长".repeat(31)))
        .collect();
    let bytes = with_part(&bytes, "xl/workbook.xml", |it| {
        it.replace("</sheets>", &format!("{many}</sheets>")).replace("Sheet1", &"长".repeat(31))
    });
    let bytes = with_part(&bytes, "xl/sharedStrings.xml", |it| it.replace("2021.6.30", "昨天"));
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(reading.headers.len(), 20);
    let file = Incoming { name: "案件.xlsx", bytes: &bytes, parts: &[] };
    let back = write_returned(file, &reading.headers, &reading.findings).unwrap().unwrap();
    let again = read_file("law/case", "退回.xlsx", &back);
    assert_eq!(again.headers.len(), 20);
}

#[test]
fn a_sheet_named_many_times_is_not_read_without_end() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["编号", "日期"]).unwrap();
    for row in 1..=300_000 {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_number(row, 1, 44377.0).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let named = |count: u32| {
        let many: String = (2..=count)
            .map(|it| format!("<sheet name=\"{it}\" sheetId=\"{it}\" r:id=\"rId1\"/>"))
            .collect();
        with_part(&bytes, "xl/workbook.xml", |it| {
            it.replace("</sheets>", &format!("{many}</sheets>"))
        })
    };
    // 2,400,000 rows are more than two sheets of the greatest size have, and so many sheets nobody keeps.
    for (count, rule) in [(8, "too_many_rows"), (1_001, "too_many_sheets")] {
        let reading = read_file("law/attendance", "出勤.xlsx", &named(count));
        let musts: Vec<String> =
            said(&reading).into_iter().filter(|it| it.starts_with("必须")).collect();
        assert_eq!(musts, [format!("必须修改 {rule} -")]);
        assert!(reading.rows.is_empty());
    }
}

#[test]
fn a_text_that_many_cells_show_does_not_fill_the_memory() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["案号", "立案日期", "桩号"]).unwrap();
    for row in 1..=600 {
        sheet.write_number(row, 0, f64::from(row)).unwrap();
        sheet.write_number(row, 1, 44377.0).unwrap();
        sheet.write_string(row, 2, "长文字").unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    // A million bytes, 600 times; the file itself is small.
    let bytes = with_part(&bytes, "xl/sharedStrings.xml", |it| {
        let digits: String =
            (0..100_000).map(|it| format!("{:010}", it * 7919 % 100_003)).collect();
        it.replace("长文字", &digits)
    });
    assert!(bytes.len() < 2_000_000);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    let musts: Vec<&str> =
        reading.findings.iter().filter(|it| it.rule != "stake").map(|it| it.rule).collect();
    assert_eq!(musts, ["too_much_text"]);
    // What is quoted of the cells is short.
    assert!(reading.findings.iter().all(|it| it.what.len() < 300));
    assert!(reading.rows.is_empty());
}
