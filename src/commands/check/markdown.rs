//! Findings as a Markdown file (校核意见): counts by grade and by section, then every finding, the gravest first.

use report::check::CheckFinding;
use terms::Grade;

use super::GRADES;
use crate::flow::check::Review;

/// The whole page.
pub(super) fn page(review: &Review) -> String {
    let mut page = format!("# 校核意见：{}\n\n", plain(&review.name));
    page.push_str(&format!("共{}条", review.findings.len()));
    if !review.dismissed.is_empty() {
        page.push_str(&format!("，另有{}条已忽略", review.dismissed.len()));
    }
    page.push_str("。\n\n## 按级别\n\n| 级别 | 条数 |\n|---|---:|\n");
    for grade in GRADES {
        page.push_str(&format!("| {} | {} |\n", grade.label(), review.count(grade)));
    }
    page.push_str("\n## 按章节\n\n| 章节 | 必须修改 | 建议核实 | 可改进 |\n|---|---:|---:|---:|\n");
    for (section, counts) in by_section(review) {
        let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
        page.push_str(&format!("| {} | {} |\n", plain(&section), counts.join(" | ")));
    }
    for grade in GRADES {
        let mut these = review.findings.iter().filter(|it| it.grade == grade).peekable();
        if these.peek().is_some() {
            page.push_str(&format!("\n## {}\n\n", grade.label()));
        }
        for (number, finding) in these.enumerate() {
            page.push_str(&item(number + 1, review, finding));
        }
    }
    dismissed(review, &mut page);
    page
}

fn item(number: usize, review: &Review, finding: &CheckFinding) -> String {
    let fix = match finding.fix.as_deref() {
        None => String::new(),
        Some("") => "应删去。".to_owned(),
        Some(fix) => format!("应改为“{}”。", plain(fix)),
    };
    format!(
        "{number}. **{}:{}** {}\n   “{}”：{}。{fix}依据：{}（`{}`）。\n",
        finding.line,
        finding.column,
        plain(&section(review, finding)),
        plain(&finding.quote),
        plain(&finding.message),
        plain(&finding.authority.in_words()),
        finding.rule,
    )
}

fn dismissed(review: &Review, page: &mut String) {
    if review.dismissed.is_empty() {
        return;
    }
    page.push_str("\n## 已忽略\n\n");
    for (it, reason) in &review.dismissed {
        let (quote, message, reason) = (plain(&it.quote), plain(&it.message), plain(reason));
        page.push_str(&format!(
            "- **{}:{}** “{quote}”：{message}。理由：{reason}。\n",
            it.line, it.column
        ));
    }
}

/// The outermost heading above a finding.
fn section(review: &Review, finding: &CheckFinding) -> String {
    let path = review.text.path(finding.span.paragraph);
    path.first().map_or_else(|| "标题和开头".to_owned(), |it| (*it).to_owned())
}

/// Counts by grade for each section that has a finding, in the order of the text.
fn by_section(review: &Review) -> Vec<(String, [usize; 3])> {
    let mut found: Vec<(String, [usize; 3])> = Vec::new();
    for finding in &review.findings {
        let name = section(review, finding);
        if found.last().is_none_or(|it| it.0 != name) {
            found.push((name, [0; 3]));
        }
        let column = match finding.grade {
            Grade::Must => 0,
            Grade::Verify => 1,
            Grade::Improve => 2,
        };
        if let Some(last) = found.last_mut() {
            last.1[column] += 1;
        }
    }
    found
}

/// Words of a document, so that Markdown takes none of them for its own marks.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for mark in words.chars() {
        match mark {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(mark);
            }
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn marks_of_markdown_in_a_document_stay_marks() {
        assert_eq!(plain("粤交运[2015]650号|\n*甲*"), "粤交运\\[2015\\]650号\\| \\*甲\\*");
    }
}
