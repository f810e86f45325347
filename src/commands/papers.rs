//! `run` and `report`: the main job and the documents (主流程与公文).

use anyhow::Result;
use serde_json::{Value as Json, json};
use terms::Grade;

use crate::command::{Place, ReportArgs, RunArgs};
use crate::commands::figures;
use crate::context::Context;
use crate::flow::figure::{self, When};
use crate::flow::report::{self, Written};
use crate::flow::run;
use crate::say;

/// The main job: workbooks → ledgers → figures → documents.
pub(crate) async fn run(place: &Place, args: &RunArgs) -> Result<bool> {
    let when = When::read(&args.period, None, None)?;
    let (context, made) = run::prepare(place, &args.demo).await?;
    let def = report::find(&context, "half_year")?;
    let written = report::write(&context, def, when, (&args.out, false)).await?;
    let all = figure::compute(&context, &figure::indicators(&context.catalog, &[])?, when).await?;
    context.base.close().await;
    if !place.json {
        figures::table(&all.iter().map(|it| it.figure.clone()).collect::<Vec<_>>());
        let how = if made { "新建，已装入演示台账" } else { "已有，未重新装入" };
        say::line(&format!("\n库 {}（{how}）", place.base));
    }
    tell(&written, place.json)
}

/// Draws a report up.
pub(crate) async fn report(context: &Context, args: &ReportArgs, json: bool) -> Result<bool> {
    let when = When::read(&args.period, args.as_of.as_deref(), None)?;
    let def = report::find(context, &args.report)?;
    let written = report::write(context, def, when, (&args.out, args.draft)).await?;
    tell(&written, json)
}

fn tell(written: &Written, json: bool) -> Result<bool> {
    let complete = written.findings.iter().all(|it| it.grade != Grade::Must);
    let files: Vec<String> = written.files.iter().map(|it| it.display().to_string()).collect();
    if json {
        let figures: Vec<Json> =
            written.figures.iter().map(|it| figure::to_json(&it.figure)).collect();
        say::json_out(&json!({
            "files": files,
            "findings": written.findings.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
            "figures": figures,
        }));
        return Ok(complete);
    }
    for finding in &written.findings {
        say::line(&format!("{} {finding}", finding.grade.label()));
    }
    if files.is_empty() {
        say::line("没有写：以上要先办妥；只要草稿，加 --draft");
        return Ok(complete);
    }
    say::line("写好了：");
    for file in files {
        say::line(&format!("  {file}"));
    }
    Ok(complete)
}
