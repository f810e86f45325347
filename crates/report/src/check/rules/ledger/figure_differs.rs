//! 文中的数与台账不一致。
//!
//! 为什么：公文里的数应当打得开、对得上；文中与台账不同，不是文稿没有更新，就是台账漏记错记，两者必有一处要改。
//! 依据：算术。文中的数按它印出的小数位四舍五入后与台账比；“约”“余”“近”“不足”按各自的含义比；以文字说没有的（“未发生……”），
//! 台账应为零。
//! 例：文中“查处超限超载案件310宗”，台账同期309宗。
//! 反例：台账6050.714吨，文中印“6050.71吨”；台账1234份，文中写“1200余份”，都不提示。

use terms::Grade;

use super::named;
use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::tie::Outcome;

pub(super) const RULE: Rule = Rule {
    id: "figure_differs",
    title: "文中的数与台账不一致",
    grade: Grade::Must,
    authority: Authority::Arithmetic,
    check,
    source: include_str!("figure_differs.rs"),
};

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let Some(known) = &checked.known else { return Vec::new() };
    let different = checked.ties.iter().filter(|it| it.outcome == Outcome::Differs);
    different
        .filter_map(|tie| {
            let figure = known.figures.get(*tie.figures.first()?)?;
            let said = checked.slice(tie.span);
            let said =
                if tie.mention.is_some() { said.to_owned() } else { format!("“{said}”") };
            let reason = format!(
                "文中{said}，台账{}：{}；请核实文稿与台账哪一处要改",
                figure.printed(),
                named(figure)
            );
            Some(Hit::new(tie.span, reason))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::trial::{fires, silent};
    use super::RULE;

    #[test]
    fn a_number_other_than_the_ledgers_fires() {
        fires(
            &RULE,
            "上半年检查车辆5087辆次，查处超限超载案件310宗；卸载货物6050.71吨。",
            &[("310宗", "文中310宗，台账309宗：《超限超载案件》（F002）")],
        );
        fires(&RULE, "上半年共卸载货物6050.72吨。", &[("6050.72吨", "台账6050.71吨")]);
    }

    #[test]
    fn what_agrees_at_its_precision_is_silent() {
        silent(
            &RULE,
            "上半年检查车辆5087辆次，查处超限超载案件309宗；卸载货物6050.7吨，未发生执法人员受伤。",
        );
        silent(&RULE, "上半年检查车辆5000余辆次，查处超限超载案件300余宗；卸载货物约0.605万吨。");
    }

    #[test]
    fn numbers_of_other_things_are_silent() {
        silent(&RULE, "发放治超宣传单1200份，建成监测点2个，受理群众来信8宗。");
    }
}
