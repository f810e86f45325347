//! Texts made to be slow (恶意文本): checking stays linear, whatever is repeated.

use std::io::Write;
use std::time::{Duration, Instant};

use report::check::{Options, check_text, read_text};

/// A quarter of a megabyte has this long; speed is measured by the bench, here only explosions are caught.
const PATIENCE: Duration = Duration::from_secs(3);

/// Measured figures, for people who run the tests with `--nocapture`.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[track_caller]
fn check(piece: &str) -> String {
    let text = piece.repeat(250_000 / piece.len());
    let start = Instant::now();
    let text = read_text("a.txt", text.as_bytes()).expect("it is a text");
    let findings = check_text(&text, &Options::default());
    let took = start.elapsed();
    assert!(took < PATIENCE, "{took:?} for {piece:?}");
    format!("{took:?} for {} findings in 250 kB of {piece:?}", findings.len())
}

#[test]
fn no_repetition_makes_checking_explode() {
    for piece in [
        "（",
        "）",
        "（(",
        "“",
        "”",
        "“”",
        "《",
        "》",
        "《<",
        "<>",
        "《》",
        "〔2021〕",
        "[2021]2号",
        "一",
        "一、",
        "（一）",
        "十百",
        "一一项",
        "第",
        "第一",
        "第三条",
        "1",
        "1,",
        "1,111",
        "1.",
        "1-",
        "2021年",
        "1月",
        "1月至",
        "K1+",
        "K24+450",
        "A",
        "A1",
        "A-",
        "到",
        "到到",
        "开展",
        "，",
        "，，",
        "。",
        "；",
        "\"",
        ",",
        " ,",
        "甲 1",
        "共",
        "约1",
        "其中1人、",
        "1人",
        "其中1人（",
        "共1人（1人、",
        "1人，共1人、",
        "未发生事故，发生事故1起，",
        "K1+0至K0+0长1米",
        "甲、等3个（",
        "共2个，建成1个，在建",
        "1%~",
        "百分之",
        "百分之三点",
        "今年",
        "统一",
        "1）",
        "1\n",
        "一、\n",
        "（一）\n",
        "1.\n",
        "甲\n",
        "：\n（一）\n",
        "\u{3000}",
        "甲，\n",
        "、",
        "其中",
        "其中共",
        "1、",
        "1人、",
        "共1人，其中1人；",
        "1%，占",
        "K1+000至",
        "《甲》、",
        "一是",
        "历时1天",
        "同比增长1%，",
    ] {
        say(&check(piece));
    }
}

#[test]
fn prose_without_end_is_checked_in_time() {
    say(&check(
        "（一）治超联合执法。1-6月份，联合治超专项行动共出动执法人员4233人次，出动执法车辆1661辆次，检查各类客货运车辆5087辆次，违章案件309宗，已处罚280宗，卸载货物6050.71吨。\n",
    ));
}
