//! Pointing at a finding, and what a script reads.

use report::check::{Options, check_text, read_text};

use super::*;

fn findings() -> Vec<CheckFinding> {
    let text = read_text("a.txt", "通知\n根据(粤交运[2015]650号),共9宗。\n".as_bytes()).unwrap();
    check_text(&text, &Options::default())
}

#[test]
fn a_place_points_at_one_finding_or_says_what_is_missing() {
    let all = findings();
    let number = all.iter().position(|it| it.rule == "document_number_bracket").unwrap();
    let place = format!("{}:{}", all[number].line, all[number].column);
    assert_eq!(pointed_at(&format!("{place}:document_number_bracket"), &all).unwrap(), number);
    let said = |words: &str| pointed_at(words, &all).unwrap_err().to_string();
    assert!(said("99:1").contains("没有问题可忽略"));
    assert!(said("第二行").contains("不是位置"));
    let twice = [all[number].clone(), all[number].clone()];
    assert!(pointed_at(&place, &twice).unwrap_err().to_string().contains("请写明规则"));
}
