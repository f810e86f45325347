//! `ties`: a document's numbers beside the ledgers (数与台账对应).

use std::sync::Arc;

use anyhow::Result;
use report::check::tie::{Known, KnownFigure, Outcome, Tie};
use report::check::{CheckFinding, Checked, Options, all_rules, check_text};
use serde_json::{Value as Json, json};

use crate::command::TiesArgs;
use crate::context::Context;
use crate::flow::figure::When;
use crate::flow::report::find;
use crate::flow::returned::read;
use crate::flow::tie::{self, Explanation, Ledgers};
use crate::say::{self, Table, short};

/// Ids of the rules that compare with the ledgers begin like this.
const OF_LEDGER: &str = "figure_";

/// Lists every quantity of a document with its figure.
pub(crate) async fn ties(context: &Context, args: &TiesArgs, json: bool) -> Result<bool> {
    let when = When::read(&args.period, args.as_of.as_deref(), None)?;
    let report = args.report.as_deref().map(|it| find(context, it)).transpose()?;
    let text = read(&args.file)?.0;
    let earlier = args.last.as_deref().map(read).transpose()?.map(|it| it.0);
    let ledgers = tie::ledgers(context, report, when, earlier.as_ref()).await?;
    let checked = Checked::new(&text, Some(when.period)).tied(Some(Arc::clone(&ledgers.known)));
    let others = all_rules().filter(|it| !it.id.starts_with(OF_LEDGER)).map(|it| it.id.to_owned());
    let options = Options {
        period: Some(when.period),
        switched_off: others.collect(),
        known: Some(Arc::clone(&ledgers.known)),
        ..Options::default()
    };
    let findings = check_text(&text, &options);
    let explained = tie::explain(context, &ledgers, &checked.ties, when).await?;
    let zeros = tie::confirmations(context, &ledgers, &checked.ties, when).await?;
    if json {
        say::json_out(&json!({
            "ties": checked.ties.iter().map(|it| tie_json(&checked, &ledgers.known, it)).collect::<Vec<_>>(),
            "findings": findings.iter().map(finding_json).collect::<Vec<_>>(),
            "explained": explained.iter().map(explanation_json).collect::<Vec<_>>(),
            "zeros": zeros.iter().map(|it| json!({ "title": it.0, "confirmed_by": it.1 })).collect::<Vec<_>>(),
        }));
    } else {
        tell(&checked, &ledgers, &findings, args.all);
        for one in &explained {
            say::line(&format!("口径 {}", one.told()));
        }
        for (title, who) in &zeros {
            say::line(&format!("零报告 《{title}》由{who}确认"));
        }
    }
    Ok(checked.ties.iter().all(|it| it.outcome != Outcome::Differs))
}

fn tell(checked: &Checked<'_>, ledgers: &Ledgers, findings: &[CheckFinding], all: bool) {
    let mut table = Table::new(&["行", "文中", "结论", "登记号", "指标", "台账"]).right(&[0]);
    for tie in checked.ties.iter().filter(|it| all || it.outcome != Outcome::Unsupported) {
        let figure = tie.figures.first().and_then(|it| ledgers.known.figures.get(*it));
        table.row(vec![
            checked.text.line_column(tie.span).0.to_string(),
            short(checked.slice(tie.span), 26),
            tie.outcome.label().to_owned(),
            figure.map_or_else(String::new, |it| it.refs.join(" ")),
            short(figure.map_or("", |it| it.title.as_str()), 36),
            figure.map_or_else(String::new, KnownFigure::printed),
        ]);
    }
    table.print();
    let of = |outcome| checked.ties.iter().filter(|it| it.outcome == outcome).count();
    say::line(&format!(
        "一致{}处，不一致{}处，台账无数{}处，不能确定{}处，无台账支持{}处",
        of(Outcome::Agrees),
        of(Outcome::Differs),
        of(Outcome::Missing),
        of(Outcome::Ambiguous),
        of(Outcome::Unsupported),
    ));
    for it in findings {
        let (grade, line, column) = (it.grade.label(), it.line, it.column);
        say::line(&format!("{grade} {line}行{column}列 {}", it.message));
    }
}

fn tie_json(checked: &Checked<'_>, known: &Known, tie: &Tie) -> Json {
    let (line, column) = checked.text.line_column(tie.span);
    let figures: Vec<Json> = tie
        .figures
        .iter()
        .filter_map(|it| known.figures.get(*it))
        .map(|it| json!({ "id": it.id, "refs": it.refs, "title": it.title, "printed": it.printed() }))
        .collect();
    json!({
        "line": line,
        "column": column,
        "quote": checked.slice(tie.span),
        "outcome": tie.outcome.label(),
        "figures": figures,
    })
}

fn finding_json(it: &CheckFinding) -> Json {
    json!({
        "rule": it.rule, "grade": it.grade.label(), "line": it.line, "column": it.column,
        "quote": it.quote, "message": it.message, "authority": it.authority.in_words(), "fix": it.fix,
    })
}

fn explanation_json(it: &Explanation) -> Json {
    json!({
        "one": it.one, "other": it.other,
        "only_one": it.counts[0], "both": it.counts[1], "only_other": it.counts[2],
        "keys_only_one": it.keys[0], "keys_only_other": it.keys[1], "words": it.told(),
    })
}
