//! Cells of every type, by hand.

use crate::office::{column, read_file, said};
use crate::paper::{B, F, N, Put, Sum, T, single};

/// One cell below one header: the canonical value, or what is said of it.
#[track_caller]
fn check(header: &'static str, field: &str, put: Put, expected: Result<&str, &str>) {
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T(header)],
        vec![T("1"), T("2021-06-30"), put.clone()],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    let seen = match reading.rows.as_slice() {
        [_] => Ok(column(&reading, "law/case", field).remove(0)),
        _ => Err(reading.findings.iter().map(|it| it.rule).collect::<Vec<_>>().join(" ")),
    };
    assert_eq!(
        seen.as_deref().map_err(String::as_str),
        expected,
        "{header} {put:?}: {:#?}",
        reading.findings
    );
}

#[track_caller]
fn check_date(put: Put, expected: Result<&str, &str>) {
    let bytes = single(&[vec![T("案号"), T("立案日期")], vec![T("1"), put.clone()]]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    let seen = match reading.rows.as_slice() {
        [_] => Ok(column(&reading, "law/case", "filed_on").remove(0)),
        _ => Err(reading.findings.iter().map(|it| it.rule).collect::<Vec<_>>().join(" ")),
    };
    assert_eq!(seen.as_deref().map_err(String::as_str), expected, "{put:?}");
}

#[test]
fn dates_are_serials_or_text() {
    check_date(F(44377.0, "yyyy-mm-dd"), Ok("2021-06-30"));
    check_date(F(44377.0, "yyyy\"年\"m\"月\"d\"日\""), Ok("2021-06-30"));
    check_date(N(44377.0), Ok("2021-06-30"));
    check_date(N(20_210_630.0), Ok("2021-06-30"));
    check_date(T("2021.6.30"), Ok("2021-06-30"));
    check_date(T("2021年6月30日"), Ok("2021-06-30"));
    check_date(T("２０２１－０６－３０"), Ok("2021-06-30"));
    check_date(F(59.0, "yyyy-mm-dd"), Ok("1900-02-28"));
    check_date(F(60.0, "yyyy-mm-dd"), Err("date"));
    check_date(F(44377.5, "yyyy-mm-dd hh:mm"), Err("date"));
    check_date(T("2021.6"), Err("date"));
    check_date(T("2021-02-30"), Err("date"));
    check_date(N(7.0), Err("date"));
    check_date(B(true), Err("date"));
    check_date(Put::No, Err("required"));
}

#[test]
fn times_are_parts_of_a_day_or_text() {
    check(
        "检查时间",
        "at",
        F(44_377.604_166_666_664, "yyyy-mm-dd hh:mm"),
        Ok("2021-06-30 14:30:00"),
    );
    check("检查时间", "at", T("2021年6月30日8时30分"), Ok("2021-06-30 08:30:00"));
    check("检查时间", "at", T("2021-06-30"), Err("date_time"));
    check("到场时间", "clock", F(0.5, "hh:mm"), Ok("12:00:00"));
    check("到场时间", "clock", T("8:30"), Ok("08:30:00"));
    check("到场时间", "clock", T("上午"), Err("time"));
}

#[test]
fn money_is_exact_to_the_fen() {
    check("罚款金额", "fine", N(12_345.67), Ok("12345.67"));
    check("罚款金额", "fine", N(0.1 + 0.2), Ok("0.3"));
    check("罚款金额", "fine", T("１，２３４．５０"), Ok("1234.5"));
    check("罚款金额", "fine", T("￥500"), Ok("500"));
    check("罚款金额", "fine", T("3万元"), Ok("30000"));
    check("罚款金额", "fine", N(1.005), Err("places"));
    check("罚款金额", "fine", T("约500"), Err("number"));
    check("罚款金额", "fine", T("50吨"), Err("unit"));
    check("罚款金额", "fine", N(1e17), Err("number"));
    check("罚款金额（万元）", "fine", N(2_345.678_9), Ok("23456789"));
    check("罚款金额（万元）", "fine", N(0.000_001), Ok("0.01"));
    check("罚款金额（万元）", "fine", N(0.000_000_1), Err("places"));
    check("罚款金额(单位：万元)", "fine", N(1.5), Ok("15000"));
    check("罚款/万元", "fine", N(1.5), Ok("15000"));
}

#[test]
fn mass_is_kept_in_kilograms() {
    check("卸载重量", "unloaded", N(49_000.0), Ok("49000"));
    check("卸载重量（吨）", "unloaded", N(49.12), Ok("49120"));
    check("卸载重量（吨）", "unloaded", N(4.1 * 3.0), Ok("12300"));
    check("卸载重量（吨）", "unloaded", N(49.123_4), Err("places"));
    check("卸载重量(t)", "unloaded", T("49.12"), Ok("49120"));
    check("卸载重量", "unloaded", T("12.5吨"), Ok("12500"));
}

#[test]
fn decimals_keep_their_places() {
    check("面积（亩）", "area", N(4584.66), Ok("4584.66"));
    check("面积", "area", N(4_797.179_4), Ok("4797.1794"));
    check("面积", "area", T("12.5亩"), Ok("12.5"));
    check("面积", "area", N(1.0 / 3.0), Err("places"));
    check("比例", "rate", F(0.35, "0%"), Ok("35"));
    check("比例", "rate", F(0.1234, "0.00%"), Ok("12.34"));
    // A mark that is only drawn does not multiply: the program shows 35%, and the number is 35.
    check("比例", "rate", F(35.0, "0\"%\""), Ok("35"));
    check("比例", "rate", F(35.0, "0\\%"), Ok("35"));
    check("比例", "rate", F(0.35, "\"约\"0%"), Ok("35"));
    check("比例", "rate", N(35.0), Ok("35"));
    check("比例", "rate", T("35%"), Ok("35"));
    // A ledger keeps four places of a decimal as a count of 64 bits: up to 922,337,203,685,477.5807.
    check("面积", "area", T("922337203685477.5807"), Ok("922337203685477.5807"));
    check("面积", "area", T("922337203685477.5808"), Err("number"));
    check("面积", "area", T("79228162514264337593543950335"), Err("number"));
    check("面积", "area", F(44377.0, "yyyy-mm-dd"), Err("date_in_number"));
}

#[test]
fn whole_numbers_are_whole() {
    check("人数", "people", N(12.0), Ok("12"));
    check("人数", "people", T("12.0"), Ok("12"));
    check("人数", "people", T("１２"), Ok("12"));
    check("人数", "people", T("12人"), Ok("12"));
    check("人数（万人）", "people", N(1.2), Ok("12000"));
    check("人数", "people", N(12.5), Err("places"));
    check("人数", "people", T("12人次"), Err("unit"));
}

#[test]
fn a_stroke_leaves_a_cell_empty() {
    check("承办人", "officer", T("/\u{200b}"), Ok("-"));
    check("承办人", "officer", T("#NUM!\u{200b}"), Err("formula_error"));
    check("承办人", "officer", T("\u{feff}—"), Ok("-"));
    check("人数", "people", T("—"), Ok("-"));
    check("罚款金额", "fine", T("/"), Ok("-"));
    check("备注", "remark", T("/"), Ok("/"));
}

#[test]
fn formulas_give_their_last_value() {
    check("罚款金额", "fine", Sum("=SUM(1,2)", "3"), Ok("3"));
    check("罚款金额", "fine", Sum("=A1/0", "#DIV/0!"), Err("formula_error"));
    check("罚款金额", "fine", T("#REF!"), Err("formula_error"));
}

#[test]
fn yes_and_no_have_many_words() {
    for word in ["是", "有", "√", "Y", "1"] {
        check("是否缴款", "paid", T(word), Ok("是"));
    }
    for word in ["否", "无", "×", "n", "0"] {
        check("是否缴款", "paid", T(word), Ok("否"));
    }
    check("是否缴款", "paid", N(1.0), Ok("是"));
    check("是否缴款", "paid", B(false), Ok("否"));
    check("是否缴款", "paid", T("部分"), Err("yes_no"));
}

#[test]
fn codes_are_known_by_label_alias_or_code() {
    check("案由", "cause", T("超限运输"), Ok("overload"));
    check("案由", "cause", T(" 超限 "), Ok("overload"));
    check("案由", "cause", T("overload"), Ok("overload"));
    check("案由", "cause", T("超载"), Err("code"));
    check("案由", "cause", T("旧案由"), Err("code_not_in_force"));
    check("乡镇", "town", T("太平镇"), Ok("太平镇"));
    check("乡镇", "town", T("441823102"), Ok("小江镇"));
    check("乡镇", "town", N(441_823_102.0), Ok("小江镇"));
}

#[test]
fn a_wrong_word_is_answered_with_the_permitted_ones() {
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T("案由")],
        vec![T("1"), T("2021-06-30"), T("超载运输")],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(
        reading.findings[0].to_string(),
        "案件.xlsx〔Sheet1〕第2行C列“案由”：“超载运输”不在“案由”的代码表里。可填：超限运输、无证经营"
    );
}

#[test]
fn names_lose_the_spaces_that_align_them() {
    check("承办人", "officer", T("张 三"), Ok("张三"));
    check("承办人", "officer", T("张　三"), Ok("张三"));
    check("承办人", "officer", T(" 欧阳小明 "), Ok("欧阳小明"));
    check("承办人", "officer", T("Anna Maria"), Ok("Anna Maria"));
}

#[test]
fn roads_stakes_plates_and_numbers_are_read_by_their_types() {
    check("路线", "road", T("省道260线"), Ok("S260"));
    check("路线", "road", T("幸福路"), Err("road"));
    check("桩号", "stake", T("k24+450"), Ok("K24+450"));
    check("桩号", "stake", T("K24+1450"), Err("stake"));
    check("车牌号码", "plate", T("粤R·12345 黄"), Ok("粤R12345 黄"));
    check("车牌号码", "plate", T("粤R12345"), Err("plate"));
    check("车牌号码", "plate", T("粤RO2345 黄"), Err("plate"));
    check("电话", "phone", N(13_800_138_000.0), Ok("13800138000"));
    check("电话", "phone", T("7801234"), Err("phone"));
    // The number of GB 11643-1999's own example.
    check("身份证号", "id_card", T("11010519491231002X"), Ok("11010519491231002X"));
    check("身份证号", "id_card", N(110_105_194_912_310_030.0), Err("digits_lost"));
    check("坐标", "spot", T("112.6331234，24.4671234"), Ok("112.6331234,24.4671234"));
    check("照片", "photo", T("IMG_001.jpg"), Ok("-"));
    check("关联案件", "other", N(2_021_001.0), Ok("2021001"));
}

#[test]
fn the_colour_of_a_plate_may_have_its_own_column() {
    let head = vec![T("案号"), T("立案日期"), T("车牌号码"), T("车牌颜色")];
    let day = || T("2021-06-30");
    let bytes = single(&[
        head,
        vec![T("1"), day(), T("粤R12345"), T("黄色")],
        vec![T("2"), day(), T("粤R12345 蓝"), T("蓝")],
        vec![T("3"), day(), T("粤R12345"), T("紫")],
        vec![T("4"), day(), T("粤RD12345"), T("绿")],
        vec![T("5"), day(), T("粤R12345"), Put::No],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(
        column(&reading, "law/case", "plate"),
        ["粤R12345 黄", "粤R12345 蓝", "粤RD12345 渐变绿"]
    );
    assert_eq!(said(&reading), ["必须修改 plate Sheet1!C4", "必须修改 plate Sheet1!C6"]);
}

#[test]
fn control_characters_are_removed_with_a_remark() {
    check("备注", "remark", T("已 处理\u{200b}"), Ok("已 处理"));
    check("备注", "remark", T("一行\n二行"), Ok("一行 二行"));
    check("简要案情", "story", T("一行\n二行"), Ok("一行\n二行"));
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T("备注")],
        vec![T("1"), T("2021-06-30"), T("甲\u{200b}乙")],
    ]);
    assert_eq!(
        said(&read_file("law/case", "a.xlsx", &bytes)),
        ["建议核实 control_characters Sheet1!C2"]
    );
}

#[test]
fn metacharacters_and_emoji_are_text_like_any_other() {
    check(
        "备注",
        "remark",
        T("'; DROP TABLE x; -- \"%_\\ 😀"),
        Ok("'; DROP TABLE x; -- \"%_\\ 😀"),
    );
}

#[test]
fn the_state_is_read_by_its_label() {
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T("状态")],
        vec![T("1"), T("2021-06-30"), T("已处罚")],
        vec![T("2"), T("2021-06-30"), T("办结")],
        vec![T("3"), T("2021-06-30")],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    let states: Vec<Option<&str>> = reading.rows.iter().map(|it| it.row.state.as_deref()).collect();
    assert_eq!(states, [Some("decided"), None]);
    assert_eq!(said(&reading), ["必须修改 state Sheet1!C3"]);
}

#[test]
fn all_faults_of_a_row_are_said_at_once() {
    let bytes = single(&[
        vec![T("案号"), T("立案日期"), T("罚款"), T("桩号"), T("人数")],
        vec![T("1"), T("昨天"), T("很多"), T("K1"), N(1.5)],
        vec![T("2"), T("2021-06-30"), N(1.0), T("K1+000"), N(1.0)],
    ]);
    let reading = read_file("law/case", "案件.xlsx", &bytes);
    assert_eq!(
        said(&reading),
        [
            "必须修改 date Sheet1!B2",
            "必须修改 number Sheet1!C2",
            "必须修改 stake Sheet1!D2",
            "必须修改 places Sheet1!E2"
        ]
    );
    assert_eq!(column(&reading, "law/case", "no"), ["2"]);
    assert_eq!(reading.rows_bad, 1);
}
