//! `check` and `rules`: a document checked, and the rules it is checked by (校核).

mod manual; // the rules as pages
mod markdown; // findings as a Markdown file
mod notes; // findings as an editor's notes on the terminal

use std::io::IsTerminal as _;

use anyhow::{Result, bail};
use report::check::{CheckFinding, is_safe};
use serde_json::{Value as Json, json};
use terms::Grade;

use crate::command::{CheckArgs, Place, RulesArgs};
use crate::context;
use crate::flow::check::{Review, review, write};
use crate::flow::dismissals::Dismissals;
use crate::say;

/// Grades, the most serious first.
const GRADES: [Grade; 3] = [Grade::Must, Grade::Verify, Grade::Improve];

/// A file written besides, and what it is.
struct Written {
    what: &'static str,
    path: String,
}

/// Checks a document. Nothing is left to do when no finding is more than 可改进.
pub(crate) async fn check(place: &Place, args: &CheckArgs) -> Result<bool> {
    let mut dismissals = Dismissals::open(&args.file, args.dismissals.as_deref())?;
    let mut reviewed = review(place, args, &dismissals.all()).await?;
    let mut written = Vec::new();
    if !args.dismiss.is_empty() {
        dismiss(place, args, &mut reviewed, &mut dismissals)?;
        written
            .push(Written { what: "忽略记录", path: dismissals.path().display().to_string() });
    }
    let fixed = outputs(args, &reviewed, &mut written)?;
    if place.json {
        say::json_out(&to_json(&reviewed, &fixed, &written));
    } else {
        let colours = std::io::stdout().is_terminal() && wants_colours();
        notes::print(&reviewed, &fixed, args.dismissed, colours);
        for it in &reviewed.explained {
            say::line(it);
        }
        for it in &written {
            say::line(&format!("{}：{}", it.what, it.path));
        }
    }
    let open = reviewed.findings.iter().enumerate().filter(|it| !fixed.contains(&it.0));
    Ok(open.into_iter().all(|it| it.1.grade == Grade::Improve))
}

/// Writes the files that were asked for; gives the findings that the corrected copy puts right.
fn outputs(args: &CheckArgs, review: &Review, written: &mut Vec<Written>) -> Result<Vec<usize>> {
    let mut fixed = Vec::new();
    if args.fix.is_some() {
        let (path, done) = review.write_fixed(&args.file, args.overwrite)?;
        written.push(Written { what: "改好的文件", path: path.display().to_string() });
        fixed = done;
    }
    if let Some(path) = &args.annotate {
        review.write_annotated(&args.file, path, args.overwrite)?;
        written.push(Written { what: "带批注的文件", path: path.display().to_string() });
    }
    if let Some(path) = &args.markdown {
        write(path, markdown::page(review).as_bytes(), &args.file, args.overwrite)?;
        written.push(Written { what: "校核意见", path: path.display().to_string() });
    }
    Ok(fixed)
}

/// Colours unless the user or the terminal does not want them (<https://no-color.org>).
fn wants_colours() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|it| it != "dumb")
}

fn dismiss(
    place: &Place,
    args: &CheckArgs,
    review: &mut Review,
    dismissals: &mut Dismissals,
) -> Result<()> {
    let reason = args.reason.as_deref().unwrap_or("").trim();
    if reason.is_empty() {
        bail!("忽略要写理由：--reason '……'");
    }
    let day = context::today().to_string();
    for words in &args.dismiss {
        let index = pointed_at(words, &review.findings)?;
        let finding = review.findings.remove(index);
        dismissals.add(&finding, reason, &place.who, &day);
        review.dismissed.push((finding, reason.to_owned()));
    }
    dismissals.save()
}

/// The one finding at `LINE:COLUMN` or `LINE:COLUMN:RULE`.
fn pointed_at(words: &str, findings: &[CheckFinding]) -> Result<usize> {
    let mut parts = words.splitn(3, ':');
    let mut number = || parts.next().and_then(|it| it.trim().parse::<u32>().ok());
    let (Some(line), Some(column)) = (number(), number()) else {
        bail!("“{words}”不是位置；写法是 行:列，如 12:34，或 行:列:规则");
    };
    let rule = parts.next();
    let there: Vec<usize> = findings
        .iter()
        .enumerate()
        .filter(|(_, it)| {
            (it.line, it.column) == (line, column) && rule.is_none_or(|rule| it.rule == rule)
        })
        .map(|it| it.0)
        .collect();
    match there.as_slice() {
        [one] => Ok(*one),
        [] => bail!("{words} 没有问题可忽略；位置照校核列出的写"),
        several => {
            let rules: Vec<&str> =
                several.iter().filter_map(|it| findings.get(*it)).map(|it| it.rule).collect();
            bail!("{words} 有{}条问题，请写明规则：{}", rules.len(), rules.join("、"))
        }
    }
}

fn to_json(review: &Review, fixed: &[usize], written: &[Written]) -> Json {
    let findings: Vec<Json> = review
        .findings
        .iter()
        .enumerate()
        .map(|(index, it)| {
            let mut one = finding_json(it);
            one["section"] = json!(review.text.path(it.span.paragraph));
            one["fixed"] = json!(fixed.contains(&index));
            one
        })
        .collect();
    let dismissed: Vec<Json> = review
        .dismissed
        .iter()
        .map(|(it, reason)| {
            let mut one = finding_json(it);
            one["reason"] = json!(reason);
            one
        })
        .collect();
    let files: Vec<Json> =
        written.iter().map(|it| json!({ "what": it.what, "path": it.path })).collect();
    json!({
        "file": review.name,
        "findings": findings,
        "summary": {
            "must": review.count(Grade::Must),
            "verify": review.count(Grade::Verify),
            "improve": review.count(Grade::Improve),
            "safe": review.findings.iter().filter(|it| is_safe(it)).count(),
            "fixed": fixed.len(),
            "dismissed": review.dismissed.len(),
        },
        "dismissed": dismissed,
        "ledgers": review.explained,
        "files": files,
    })
}

fn finding_json(finding: &CheckFinding) -> Json {
    json!({
        "rule": finding.rule,
        "grade": finding.grade.label(),
        "line": finding.line,
        "column": finding.column,
        "quote": finding.quote,
        "message": finding.message,
        "authority": finding.authority.in_words(),
        "fix": finding.fix,
    })
}

/// Lists the rules, shows one, or writes the manual.
pub(crate) fn rules(args: &RulesArgs, json: bool) -> Result<bool> {
    if let Some(folder) = &args.write {
        return manual::write(folder);
    }
    match &args.rule {
        Some(id) => manual::show(id, json),
        None => manual::list(json),
    }
}

#[cfg(test)]
mod tests;
