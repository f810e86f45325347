//! 合计 rows: checked, never imported.

use crate::office::{column, read_file, said};
use crate::paper::{N, No, Put, Sum, T, single};

fn table(rows: Vec<Vec<Put>>) -> Vec<u8> {
    let mut all = vec![vec![T("案号"), T("立案日期"), T("罚款金额（万元）"), T("面积（亩）")]];
    all.extend(rows);
    single(&all)
}

fn row(no: &'static str, fine: f64, area: f64) -> Vec<Put> {
    vec![T(no), T("2021-06-30"), N(fine), N(area)]
}

#[test]
fn a_right_total_is_silent_and_not_imported() {
    let bytes = table(vec![
        row("1", 0.1, 1.5),
        row("2", 0.2, 2.5),
        vec![T("合 计"), No, Sum("=SUM(C2:C3)", "0.30000000000000004"), N(4.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(column(&reading, "law/case", "no"), ["1", "2"]);
    let totals: Vec<(String, u64, bool)> = reading
        .totals
        .iter()
        .map(|it| (it.summed.normalize().to_string(), it.rows, it.holds()))
        .collect();
    assert_eq!(totals, [("0.3".to_owned(), 2, true), ("4".to_owned(), 2, true)]);
}

#[test]
fn a_wrong_total_gives_both_numbers_and_the_difference() {
    let bytes =
        table(vec![row("1", 0.1, 1.5), row("2", 0.2, 2.5), vec![T("合计"), No, N(0.5), N(3.5)]]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["建议核实 total Sheet1!C4", "建议核实 total Sheet1!D4"]);
    assert_eq!(reading.findings[0].what, "“合计”写的是 0.5万元，2 行相加是 0.3万元，多了 0.2万元");
    assert_eq!(reading.findings[1].what, "“合计”写的是 3.5亩，2 行相加是 4亩，少了 0.5亩");
    assert_eq!(reading.rows.len(), 2);
}

#[test]
fn subtotals_count_from_the_last_one_and_the_total_counts_all_rows() {
    let total = |word, number: f64| vec![T(word), No, No, N(number)];
    let bytes = table(vec![
        row("1", 0.1, 1.0),
        row("2", 0.1, 2.0),
        total("太平镇小计", 3.0),
        row("3", 0.1, 4.0),
        total("小江镇小计", 5.0),
        total("总计", 7.0),
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["建议核实 total Sheet1!D6"]);
    assert_eq!(reading.findings[0].what, "“小江镇小计”写的是 5亩，1 行相加是 4亩，多了 1亩");
}

#[test]
fn a_total_above_its_rows_is_checked_at_the_end() {
    let bytes =
        table(vec![vec![T("合计"), No, No, N(3.0)], row("1", 0.1, 1.0), row("2", 0.1, 2.5)]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["建议核实 total Sheet1!D2"]);
}

#[test]
fn a_total_over_a_cell_that_could_not_be_read_says_nothing() {
    let bytes = table(vec![
        row("1", 0.1, 1.0),
        vec![T("2"), T("2021-06-30"), N(0.1), T("两亩")],
        vec![T("合计"), No, N(0.2), N(3.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), ["必须修改 number Sheet1!D3"]);
    assert_eq!(reading.totals.len(), 1);
}

#[test]
fn the_rows_left_out_belong_to_the_total_all_the_same() {
    let bytes = table(vec![
        row("1", 0.1, 1.0),
        vec![T("2"), T("昨天"), N(0.1), N(2.0)],
        vec![T("合计"), No, N(0.2), N(3.0)],
    ]);
    assert_eq!(said(&read_file("law/case", "案件.xlsx", &bytes)), ["必须修改 date Sheet1!B3"]);
}

#[test]
fn a_whole_record_is_no_total_whatever_it_is_called() {
    let bytes = table(vec![
        row("1", 0.1, 1.0),
        row("合计", 0.1, 1.0),
        vec![T("合计"), T("—"), N(0.2), N(2.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(said(&reading), Vec::<String>::new());
    assert_eq!(column(&reading, "law/case", "no"), ["1", "合计"]);
}

#[test]
fn a_total_no_decimal_can_be_told_from_is_a_finding_and_no_panic() {
    // The greatest decimal, 2^96 − 1: its difference from −1 is none.
    let text = "案号,立案日期,面积（亩）\n1,2021-06-30,-1\n合计,,79228162514264337593543950335\n";
    let reading = read_file("law/case", "案件.csv", text.as_bytes());
    assert_eq!(said(&reading), ["建议核实 total !C3"]);
    assert_eq!(
        reading.findings[0].what,
        "“合计”写的是 79228162514264337593543950335亩，1 行相加是 -1亩"
    );
}
