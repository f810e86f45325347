//! 桩号起讫颠倒。
//!
//! 为什么：路段按里程增加的方向写，终点桩号小于起点，多半是写错了一位。
//! 依据：行文习惯。
//! 例：“K24+450至K17+950”。
//! 反例：写明下行、左幅、反向、逆桩号的路段。

use terms::Grade;

use super::line::has_any;
use super::stakes::{stretches, words_near};
use crate::check::rule::{Authority, Checked, Hit, Rule};

pub(super) const RULE: Rule = Rule {
    id: "stake_order",
    title: "桩号起讫颠倒",
    grade: Grade::Verify,
    authority: Authority::Habit,
    check,
    source: include_str!("stake_order.rs"),
};

const REVERSED: [&str; 6] = ["下行", "左幅", "反向", "逆", "左侧", "往返"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let wrong = stretches(checked)
        .into_iter()
        .filter(|it| it.backwards && !has_any(words_near(checked, it), &REVERSED));
    wrong.map(|it| Hit::new(it.span, "终点桩号小于起点桩号，请核对有没有写错或写反")).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, silent};

    #[test]
    fn stakes_that_run_backwards_fire() {
        fires(&RULE, "一期工程（K24+450至K17+950）进展顺利。", &[(1, "K24+450至K17+950")]);
    }

    #[test]
    fn stakes_in_order_and_downward_lanes_are_silent() {
        silent(&RULE, "一期工程（K24+450至K27+950），下行线K27+950至K24+450，K9+000、K8+000两处。");
    }
}
