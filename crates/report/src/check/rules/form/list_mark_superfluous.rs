//! 并列的引号、书名号之间用了顿号。
//!
//! 为什么：引号、书名号已经把各项分开，再加顿号是多余的。
//! 依据：GB/T 15834—2011，标有引号的并列成分之间、标有书名号的并列成分之间通常不用顿号。
//! 例：“‘三会一课’、‘主题党日’活动”去掉顿号；“《甲办法》、《乙办法》”去掉顿号。
//! 反例：引号、书名号后面还有括注等其他成分时用顿号：“《甲办法》（试行）、《乙办法》”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "list_mark_superfluous",
    title: "并列的引号、书名号之间用了顿号",
    grade: Grade::Improve,
    authority: Authority::NationalStandard("GB/T 15834—2011", ""),
    check,
    source: include_str!("list_mark_superfluous.rs"),
};

/// Lists nearer to each other than this are one finding, in bytes.
const NEAR_BYTES: usize = 120;

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, paragraph) in checked.written() {
        let text = paragraph.text.as_str();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut places: Vec<usize> =
            PAIRS.iter().flat_map(|pair| text.match_indices(pair).map(|it| it.0)).collect();
        places.sort_unstable();
        for start in places {
            let end = start + PAIRS[0].len();
            match runs
                .last_mut()
                .filter(|it| start - it.1 <= NEAR_BYTES && !text[it.1..start].contains('。'))
            {
                Some(run) => run.1 = end,
                None => runs.push((start, end)),
            }
        }
        hits.extend(runs.into_iter().map(|run| hit(index, text, run)));
    }
    hits
}

const PAIRS: [&str; 4] = ["”、“", "》、《", "〉、〈", "’、‘"];

fn hit(paragraph: usize, text: &str, (start, end): (usize, usize)) -> Hit {
    let fix = PAIRS.iter().fold(text[start..end].to_owned(), |words, pair| {
        words.replace(pair, &pair.replace('、', ""))
    });
    let reason = "并列的引号或者书名号之间不用顿号";
    Hit::new(Span::new(paragraph, start..end), reason).fix(fix)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fires, fixes, silent};

    #[test]
    fn a_mark_between_quotes_or_titles_fires() {
        fixes(&RULE, "落实“三会一课”、“主题党日”制度。", "”、“", "”“");
        fixes(&RULE, "印发《甲机制》、《乙机制》。", "》、《", "》《");
        fires(&RULE, "制定“春运”、“清明”、“五一”值班安排。", &[(1, "”、“清明”、“")]);
    }

    #[test]
    fn other_lists_are_silent() {
        silent(
            &RULE,
            "执行《甲标准》《乙纪律》等规定，《甲办法》（试行）、《乙办法》，“甲”和“乙”、丙。",
        );
    }
}
