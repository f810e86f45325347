//! `erase`: personal data that is due goes, with proof (到期销毁).

use anyhow::{Context as _, Result, bail};
use ledger::{EraseOutcome, EraseWish, Erased, ErasureProof};
use serde_json::{Value as Json, json};

use crate::command::EraseArgs;
use crate::context::{Context, local, today};
use crate::say::{self, Table, short};

/// Who acts when nobody is named: no name for a proof.
const NOBODY: &str = "命令行";

/// Erases what is due, lists it, or prints the proofs of what was erased.
pub(crate) async fn erase(context: &Context, args: &EraseArgs, json: bool) -> Result<bool> {
    if args.proof {
        return proofs(context, json).await;
    }
    let read = |text: &str| {
        terms::read_date(text).with_context(|| format!("“{text}”不是日期，如 2021-06-30"))
    };
    let day = args.day.as_deref().map_or_else(|| Ok(today()), read)?;
    if !args.dry_run && context.act().who == NOBODY {
        bail!("销毁要写明销毁人，加上 --who 姓名");
    }
    let wish = EraseWish { day, witness: args.witness.as_deref(), dry_run: args.dry_run };
    let outcome = context.base.erase(&context.act(), wish).await?;
    if json {
        say::json_out(&json!({
            "day": day.to_string(), "done": !args.dry_run,
            "records": outcome.records.iter().map(record_json).collect::<Vec<_>>(),
            "findings": outcome.findings.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
        }));
        return Ok(is_done(&outcome));
    }
    table(context, &outcome.records);
    let bad = say::findings(&outcome.findings, false);
    say::line(&match (outcome.records.len(), args.dry_run) {
        (0, _) if bad => "都没有销毁，原因见上".to_owned(),
        (0, _) => format!("截至{day}，没有到期应销毁的个人信息"),
        (count, true) => format!("截至{day}，以上{count}条到期，还没有销毁"),
        (count, false) => format!(
            "已销毁{count}条记录的个人信息，凭证见 tongtu erase --proof；此前的备份和导出的表格里还有的，请另行销毁并记录"
        ),
    });
    Ok(!bad)
}

fn is_done(outcome: &EraseOutcome) -> bool {
    outcome.findings.iter().all(|it| it.grade != terms::Grade::Must)
}

fn title<'c>(context: &'c Context, ledger: &'c str) -> &'c str {
    context.catalog.ledgers.get(ledger).map_or(ledger, |it| it.title.as_str())
}

fn table(context: &Context, records: &[Erased]) {
    if records.is_empty() {
        return;
    }
    let mut table = Table::new(&["台账", "编号", "到期", "留痕", "附件"]).right(&[3, 4]);
    for one in records {
        table.row(vec![
            short(title(context, &one.ledger), 24),
            short(&one.key, 24),
            one.due.map_or_else(String::new, |it| it.to_string()),
            one.entries.to_string(),
            one.attachments.to_string(),
        ]);
    }
    table.print();
}

fn record_json(one: &Erased) -> Json {
    json!({
        "ledger": one.ledger, "key": one.key, "id": one.record.to_string(),
        "due": one.due.map(|it| it.to_string()), "entries": one.entries, "attachments": one.attachments,
    })
}

/// The proofs, one by one; bad when an entry that proves is not as it was written.
async fn proofs(context: &Context, json: bool) -> Result<bool> {
    let proofs = context.base.erasures().await?;
    let whole = proofs.iter().all(|it| it.intact);
    if json {
        say::json_out(&Json::Array(proofs.iter().map(proof_json).collect()));
        return Ok(whole);
    }
    for one in &proofs {
        for line in proof_lines(context, one) {
            say::line(&line);
        }
    }
    let broken = proofs.iter().filter(|it| !it.intact).count();
    let verdict = if whole {
        "凭证完好".to_owned()
    } else {
        format!("其中{broken}份被改动过，请用 tongtu audit 查明")
    };
    say::line(&format!("销毁凭证{}份，{verdict}", proofs.len()));
    Ok(whole)
}

fn proof_lines(context: &Context, one: &ErasureProof) -> Vec<String> {
    let entries: Vec<String> = one.entries.iter().map(i64::to_string).collect();
    let witness =
        if one.witness.is_empty() { String::new() } else { format!("，见证人{}", one.witness) };
    let mut lines = vec![
        format!("销毁凭证　第{}条留痕", one.seq),
        format!("  记录：《{}》{}（{}）", title(context, &one.ledger), one.key, one.record),
        format!("  销毁：{}，附件{}个", one.fields.join("、"), one.attachments),
        format!("  范围：现行和历史各版；第{}条留痕的内容", entries.join("、")),
        format!("  时间：{}，销毁人{}{witness}", local(one.at).strftime("%Y-%m-%d %H:%M"), one.who),
        format!("  依据：{}", one.cite),
        format!("  摘要：{}", one.digest),
    ];
    if !one.intact {
        lines.push("  这条留痕被改动过，不能作凭证".to_owned());
    }
    lines
}

fn proof_json(one: &ErasureProof) -> Json {
    json!({
        "entry": one.seq, "digest": one.digest, "intact": one.intact, "at": one.at.to_string(),
        "who": one.who, "witness": one.witness, "ledger": one.ledger, "key": one.key,
        "record": one.record.to_string(), "fields": one.fields, "cite": one.cite,
        "entries": one.entries, "attachments": one.attachments,
    })
}
