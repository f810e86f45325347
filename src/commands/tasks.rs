//! `tasks`: what was demanded and has no task, progress by the figures, late tasks, who can move what, reminders (督办).

use anyhow::{Context as _, Result, bail};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use terms::{Grade, Period, plain};

use crate::command::TasksArgs;
use crate::context::{Context, today};
use crate::flow::tasks::review;
use crate::flow::tasks::review::{Hand, Progress, Review, Target, Task};
use crate::say::{self, Table, short};

/// Reviews the tasks.
pub(crate) async fn tasks(context: &Context, args: &TasksArgs, json: bool) -> Result<bool> {
    let period: Option<Period> = match &args.period {
        None => None,
        Some(text) => {
            Some(text.parse().ok().with_context(|| format!("“{text}”不是期间，如 2021H1"))?)
        }
    };
    let day = match (&args.as_of, period) {
        (Some(text), _) => {
            terms::read_date(text).with_context(|| format!("“{text}”不是日期，如 2021-06-30"))?
        }
        (None, Some(period)) => period.last_day().min(today()),
        (None, None) => today(),
    };
    let review = review(context, period, day).await?;
    let bad = review.findings.iter().any(|it| it.grade == Grade::Must);
    let who = args.of_who.as_deref();
    if let Some(who) = who
        && !review.hands.contains_key(who)
        && !json
    {
        bail!("截至{day}，{who}手上没有能往下办的任务");
    }
    if json {
        say::json_out(&review_json(&review, who));
        return Ok(!bad);
    }
    if who.is_none() {
        untasked(&review);
        progress(&review);
        targets(&review);
        late(&review);
    }
    hands(&review, who);
    if who.is_none() {
        proposals(&review);
    }
    say::findings(&review.findings, false);
    let open = review.progress.iter().map(|it| it.tasks - it.done).sum::<usize>();
    say::line(&format!(
        "截至{day}：没有任务的要点{}条，在办{open}项，逾期{}项，该发催办{}件",
        review.untasked.len(),
        review.late.len(),
        review.proposals.len()
    ));
    Ok(!bad)
}

/// A percentage as it is read: one place, half up.
fn percent(value: Decimal) -> String {
    format!("{}%", plain(terms::half_up(value, 1)))
}

fn section(title: &str, rows: usize) -> bool {
    if rows > 0 {
        say::line(&format!("\n{title}（{rows}）"));
    }
    rows > 0
}

fn untasked(review: &Review) {
    if !section("没有分出任务的要点", review.untasked.len()) {
        return;
    }
    let mut table = Table::new(&["来源", "编号", "条次", "内容"]);
    for it in &review.untasked {
        table.row(vec![it.ledger.clone(), it.no.clone(), it.item.clone(), short(&it.text, 60)]);
    }
    table.print();
}

fn progress(review: &Review) {
    let with_tasks: Vec<&Progress> = review.progress.iter().filter(|it| it.tasks > 0).collect();
    if !section("进度", with_tasks.len()) {
        return;
    }
    let mut table = Table::new(&["来源", "编号", "名称", "要点", "任务", "办结", "逾期", "进度"])
        .right(&[3, 4, 5, 6, 7]);
    for it in with_tasks {
        table.row(vec![
            it.ledger.clone(),
            it.no.clone(),
            short(&it.title, 40),
            it.demands.to_string(),
            it.tasks.to_string(),
            it.done.to_string(),
            it.late.to_string(),
            it.percent.map_or_else(String::new, percent),
        ]);
    }
    table.print();
}

fn targets(review: &Review) {
    let count = review.tasks.iter().map(|it| it.targets.len()).sum();
    if !section("指标目标", count) {
        return;
    }
    let mut table =
        Table::new(&["任务", "指标", "统计期", "目标", "现在", "进度", "说明"]).right(&[3, 4, 5]);
    for task in &review.tasks {
        for it in &task.targets {
            table.row(vec![
                task.no.clone(),
                short(&it.title, 30),
                it.period.to_string(),
                goal(it),
                it.value.map_or_else(|| "缺数".to_owned(), |value| with_unit(value, it)),
                percent(it.percent()),
                if task.is_ripe(review.day) && task.done_on.is_none() {
                    "目标都到了，可以反馈".to_owned()
                } else {
                    String::new()
                },
            ]);
        }
    }
    table.print();
}

fn goal(target: &Target) -> String {
    let word = if target.at_most { "不超过" } else { "" };
    format!("{word}{}", with_unit(target.goal, target))
}

fn with_unit(value: Decimal, target: &Target) -> String {
    format!("{}{}", plain(value.normalize()), target.unit)
}

fn late(review: &Review) {
    if !section("逾期", review.late.len()) {
        return;
    }
    let mut table =
        Table::new(&["任务", "内容", "责任部门", "责任人", "状态", "到期", "逾期"]).right(&[6]);
    for (at, days) in &review.late {
        let task = &review.tasks[*at];
        table.row(vec![
            task.no.clone(),
            short(&task.title, 40),
            short(&task.department, 16),
            task.officers.join("、"),
            task.state.clone(),
            task.due_on.map_or_else(String::new, |it| it.to_string()),
            format!("{days}天"),
        ]);
    }
    table.print();
}

fn hands(review: &Review, who: Option<&str>) {
    let shown = review.hands.iter().filter(|it| who.is_none_or(|who| it.0 == who));
    let shown: Vec<(&String, &Vec<Hand>)> = shown.collect();
    if !section("谁手上能办什么", shown.len()) {
        return;
    }
    let mut table = Table::new(&["谁", "任务", "内容", "下一步", "还缺"]);
    for (person, hands) in shown {
        for hand in hands {
            let task = &review.tasks[hand.task];
            table.row(vec![
                person.clone(),
                task.no.clone(),
                short(&task.title, 40),
                hand.step.clone(),
                hand.lacks.join("、"),
            ]);
        }
    }
    table.print();
}

fn proposals(review: &Review) {
    if !section("该发的催办", review.proposals.len()) {
        return;
    }
    let mut table = Table::new(&["类别", "任务", "接收人", "理由"]);
    for it in &review.proposals {
        let task = &review.tasks[it.task];
        table.row(vec![it.label.to_owned(), task.no.clone(), receiver(task), it.why.clone()]);
    }
    table.print();
    say::line("以上只是建议：由办公室审定，登记到《催办督办登记》后发出");
}

/// Who gets a reminder: the officer, or the leader where there is none.
fn receiver(task: &Task) -> String {
    task.officers.first().unwrap_or(&task.leader).clone()
}

fn review_json(review: &Review, who: Option<&str>) -> Json {
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string());
    let number = |it: Option<Decimal>| it.map(|it| plain(it.normalize()));
    let task = |it: &Task| {
        let targets = it.targets.iter().map(|it| {
            json!({
                "indicator": it.indicator, "title": it.title, "period": it.period.to_string(),
                "goal": plain(it.goal.normalize()), "at_most": it.at_most, "unit": it.unit,
                "value": number(it.value), "percent": plain(terms::half_up(it.percent(), 1)),
                "met": it.is_met(),
            })
        });
        json!({
            "no": it.no, "title": it.title, "state": it.state, "department": it.department,
            "leader": it.leader, "officers": it.officers, "due_on": day(it.due_on),
            "done_on": day(it.done_on), "source": it.source, "item": it.item,
            "percent": plain(terms::half_up(it.percent(review.day), 1)),
            "ripe": it.is_ripe(review.day), "targets": targets.collect::<Vec<_>>(),
        })
    };
    let no = |at: usize| review.tasks[at].no.as_str();
    let hands = review.hands.iter().filter(|it| who.is_none_or(|who| it.0 == who));
    let hands = hands.map(|(person, hands)| {
        let moves = hands
            .iter()
            .map(|it| json!({ "task": no(it.task), "step": it.step, "lacks": it.lacks }));
        (person.clone(), Json::Array(moves.collect()))
    });
    json!({
        "day": review.day.to_string(),
        "untasked": review.untasked.iter().map(|it| json!({
            "ledger": it.ledger, "no": it.no, "item": it.item, "text": it.text,
        })).collect::<Vec<_>>(),
        "progress": review.progress.iter().map(|it| json!({
            "ledger": it.ledger, "no": it.no, "title": it.title, "demands": it.demands,
            "tasks": it.tasks, "done": it.done, "late": it.late,
            "percent": it.percent.map(|it| plain(terms::half_up(it, 1))),
        })).collect::<Vec<_>>(),
        "tasks": review.tasks.iter().map(task).collect::<Vec<_>>(),
        "late": review.late.iter().map(|it| json!({ "task": no(it.0), "days": it.1 })).collect::<Vec<_>>(),
        "hands": hands.collect::<serde_json::Map<_, _>>(),
        "proposals": review.proposals.iter().map(|it| json!({
            "task": no(it.task), "kind": it.kind, "label": it.label, "why": it.why,
            "receiver": receiver(&review.tasks[it.task]),
        })).collect::<Vec<_>>(),
        "findings": review.findings.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
    })
}
