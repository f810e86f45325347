//! 两个分句之间缺逗号。
//!
//! 为什么：两件事连着写，中间不断开，读起来成了一件事。
//! 依据：GB/T 15834—2011，分句之间用逗号。
//! 例：“推动各项事业高质量发展提高行政效率”，“提高”前面缺逗号。
//! 反例：“以高质量发展提高群众获得感”“推动行业发展提高到新水平”。

use terms::Grade;

use crate::check::rule::{Authority, Checked, Hit, Rule};
use crate::check::text::Span;

pub(super) const RULE: Rule = Rule {
    id: "comma_missing",
    title: "两个分句之间缺逗号",
    grade: Grade::Verify,
    authority: Authority::NationalStandard("GB/T 15834—2011", ""),
    check,
    source: include_str!("comma_missing.rs"),
};

/// A clause that opens so has its own object, which ends with 发展.
const OPENERS: [&str; 5] = ["推动", "促进", "推进", "实现", "确保"];
/// What such a clause ends with.
const ENDS: [&str; 5] = ["高质量发展", "健康发展", "持续发展", "有序发展", "稳定发展"];
/// Verbs that open the next clause.
const VERBS: [&str; 5] = ["提高", "加强", "增强", "确保", "切实"];

fn check(checked: &Checked<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sentence in &checked.sentences {
        for clause in &sentence.clauses {
            let span = Span::new(sentence.span.paragraph, clause.clone());
            hits.extend(joined(checked.slice(span), span));
        }
    }
    hits
}

fn joined(clause: &str, span: Span) -> Option<Hit> {
    if !OPENERS.iter().any(|it| clause.starts_with(it)) {
        return None;
    }
    let (at, end) = ENDS.iter().find_map(|it| Some((clause.find(it)?, *it)))?;
    let rest = clause.get(at + end.len()..)?;
    let verb = VERBS.iter().find(|it| rest.starts_with(**it))?;
    let object = rest.get(verb.len()..)?;
    // 发展提高到新水平 is one thing; 发展提高。 says nothing more.
    if object.is_empty() || object.starts_with(['到', '至', '了', '的']) {
        return None;
    }
    let start = span.start + at;
    let place = Span::new(span.paragraph, start..start + end.len() + verb.len());
    let reason = format!("“{end}”是前一句的宾语，“{verb}”另起一句，中间应有逗号");
    Some(Hit::new(place, reason).fix(format!("{end}，{verb}")))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::rule::trial::{fixes, silent};

    #[test]
    fn two_clauses_without_a_comma_fire() {
        fixes(
            &RULE,
            "方便群众，推动各项事业高质量发展提高行政效率。",
            "高质量发展提高",
            "高质量发展，提高",
        );
    }

    #[test]
    fn one_clause_is_silent() {
        silent(
            &RULE,
            "以高质量发展提高群众获得感，推动高质量发展提高到新水平，推动高质量发展，提高效率，实现健康发展。",
        );
    }
}
