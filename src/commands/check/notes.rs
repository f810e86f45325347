//! Findings as an editor's notes (校核意见): by paragraph, the place marked in its words, why, and what should stand there.

use report::check::{CheckFinding, Origin, Text, is_safe};
use terms::Grade;

use super::GRADES;
use crate::flow::check::Review;
use crate::say::{self, width};

/// Words shown on each side of a quote, in characters.
const AROUND_CHARS: usize = 14;
/// A longer quote is shown by its beginning and end, in characters.
const QUOTE_CHARS: usize = 44;

/// Whether and how to colour.
#[derive(Debug, Clone, Copy)]
struct Ink {
    colours: bool,
}

impl Ink {
    fn paint(self, code: &str, words: &str) -> String {
        if self.colours { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }

    fn grade(self, grade: Grade, words: &str) -> String {
        let code = match grade {
            Grade::Must => "1;31",
            Grade::Verify => "1;33",
            Grade::Improve => "1;36",
        };
        self.paint(code, words)
    }

    fn faint(self, words: &str) -> String {
        self.paint("2", words)
    }

    fn strong(self, words: &str) -> String {
        self.paint("1", words)
    }
}

/// Prints all notes and the summary.
pub(super) fn print(review: &Review, fixed: &[usize], with_dismissed: bool, colours: bool) {
    let ink = Ink { colours };
    let mut paragraph = None;
    for (index, finding) in review.findings.iter().enumerate() {
        if paragraph != Some(finding.span.paragraph) {
            paragraph = Some(finding.span.paragraph);
            say::line(&ink.strong(&heading(&review.text, finding)));
        }
        note(&review.text, finding, fixed.contains(&index), ink);
    }
    if with_dismissed && !review.dismissed.is_empty() {
        say::line(&ink.strong("已忽略"));
        for (it, reason) in &review.dismissed {
            let place = format!("{}:{}", it.line, it.column);
            let quote = say::short(&it.quote, 2 * QUOTE_CHARS);
            say::line(&format!("  {place}  “{quote}”：{}。忽略的理由：{reason}", it.message));
        }
        say::line("");
    }
    summary(review, fixed, ink);
}

/// Which paragraph, and in which section.
fn heading(text: &Text, finding: &CheckFinding) -> String {
    let paragraph = text.paragraphs.get(finding.span.paragraph);
    let unit = match paragraph.map(|it| &it.origin) {
        Some(Origin::Word { .. }) => "段",
        Some(Origin::Line { .. }) | None => "行",
    };
    let path: Vec<String> =
        text.path(finding.span.paragraph).iter().map(|it| say::short(it, 40)).collect();
    let path = if path.is_empty() { String::new() } else { format!("  {}", path.join(" › ")) };
    format!("第{}{unit}{path}", finding.line)
}

fn note(text: &Text, finding: &CheckFinding, is_fixed: bool, ink: Ink) {
    let grade = ink.grade(finding.grade, finding.grade.label());
    let place = format!("{}:{}", finding.line, finding.column);
    say::line(&format!("  {place}  {grade}  {}", finding.message));
    let shown = Shown::of(text, finding);
    let quote = ink.grade(finding.grade, &shown.quote);
    say::line(&format!("      {}{quote}{}", shown.before, shown.behind));
    let marked = "^".repeat(width(&shown.quote).max(1));
    let blanks = " ".repeat(width(&shown.before));
    say::line(&format!("      {blanks}{}", ink.grade(finding.grade, &marked)));
    if let Some(fix) = &finding.fix {
        let done = if is_fixed { "（已改）" } else { "" };
        let fix = fix.replace('\n', " ");
        let words = if fix.is_empty() { "删去".to_owned() } else { format!("改为 {fix}") };
        say::line(&format!("      {}{done}", ink.paint("32", &words)));
    }
    let authority = finding.authority.in_words();
    say::line(&ink.faint(&format!("      依据：{authority}  〔{}〕", finding.rule)));
    say::line("");
}

/// A quote in its surroundings, on one line.
struct Shown {
    before: String,
    quote: String,
    behind: String,
}

impl Shown {
    fn of(text: &Text, finding: &CheckFinding) -> Shown {
        let whole = text.paragraphs.get(finding.span.paragraph).map_or("", |it| it.text.as_str());
        let line = |words: &str| words.replace(['\n', '\t'], " ");
        let head = whole.get(..finding.span.start).unwrap_or("");
        let tail = whole.get(finding.span.end..).unwrap_or("");
        let start =
            head.char_indices().rev().take(AROUND_CHARS).last().map_or(head.len(), |it| it.0);
        let end = tail.char_indices().nth(AROUND_CHARS).map_or(tail.len(), |it| it.0);
        let (before, behind) = (head.get(start..).unwrap_or(""), tail.get(..end).unwrap_or(""));
        Shown {
            before: format!("{}{}", if start > 0 { "…" } else { "" }, line(before)),
            quote: line(&shortened(&finding.quote)),
            behind: format!("{}{}", line(behind), if end < tail.len() { "…" } else { "" }),
        }
    }
}

fn shortened(quote: &str) -> String {
    let marks: Vec<char> = quote.chars().collect();
    if marks.len() <= QUOTE_CHARS {
        return quote.to_owned();
    }
    let half = QUOTE_CHARS / 2;
    let (head, tail) = (&marks[..half], &marks[marks.len() - half..]);
    format!("{}……{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

fn summary(review: &Review, fixed: &[usize], ink: Ink) {
    let counts: Vec<String> = GRADES
        .iter()
        .map(|it| (it, review.count(*it)))
        .filter(|it| it.1 > 0)
        .map(|(grade, count)| ink.grade(*grade, &format!("{}{count}条", grade.label())))
        .collect();
    let mut said = if counts.is_empty() {
        format!("{}：没有发现问题", review.name)
    } else {
        format!("{}：共{}条，{}", review.name, review.findings.len(), counts.join("、"))
    };
    let safe = review.findings.iter().filter(|it| is_safe(it)).count();
    if !fixed.is_empty() {
        said.push_str(&format!("；已改{}条", fixed.len()));
    } else if safe > 0 {
        said.push_str(&format!("；其中{safe}条可用 --fix safe 直接改"));
    }
    if !review.dismissed.is_empty() {
        said.push_str(&format!("；已忽略{}条（--dismissed 列出）", review.dismissed.len()));
    }
    say::line(&format!("{said}。"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_quote_is_shown_by_its_ends() {
        let long = "甲".repeat(100);
        assert_eq!(shortened(&long).chars().count(), QUOTE_CHARS + 2);
        assert_eq!(shortened("309宗"), "309宗");
    }

    #[test]
    fn ink_is_only_put_on_where_colours_are_wanted() {
        assert_eq!(Ink { colours: false }.grade(Grade::Must, "必须修改"), "必须修改");
        assert_eq!(Ink { colours: true }.faint("依据"), "\u{1b}[2m依据\u{1b}[0m");
    }
}
