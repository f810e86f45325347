//! `due`: what is late, due soon, stopped or running, by office and person; and why a day is the due day (时限).

use anyhow::{Context as _, Result, bail};
use clock::{AsOf, Due, State};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::command::DueArgs;
use crate::context::{Context, local, now};
use crate::flow::capture;
use crate::flow::deadline::{
    deadline, due_words, end_words, left_words, limit_words, start_words, step_words, unit,
};
use crate::flow::due::{self, Item, Whose};
use crate::say::{self, Table, short};

/// Lists what is due, or explains one record.
pub(crate) async fn due(context: &Context, args: &DueArgs, json: bool) -> Result<bool> {
    // A day that is named counts whole; of today, only what has passed.
    let as_of = match args.as_of.as_deref() {
        Some(text) => AsOf::from(read_day(text)?),
        None => AsOf::from(local(now())),
    };
    let named = args.ledger.as_deref().map(|it| capture::ledger(context, it)).transpose()?;
    if let Some(def) = named
        && context.catalog.clocks_of(def).is_empty()
    {
        bail!("台账“{}”没有时限；时限写在 defs/clocks/{}.toml", def.title, def.id);
    }
    let items = match (named, &args.key) {
        (Some(def), Some(key)) => {
            due::of(context, def, &capture::record(context, def, key).await?, as_of)
        }
        _ => {
            let ledgers = named.map_or_else(|| due::with_clocks(context), |it| vec![it]);
            let whose = Whose {
                office: args.of_office.as_deref(),
                who: args.of_who.as_deref(),
                done: args.done,
                ..Whose::default()
            };
            due::list(context, &ledgers, &whose, as_of).await?
        }
    };
    if json {
        let all = items.iter().map(|it| json!(deadline(it, args.explain))).collect();
        say::json_out(&Json::Array(all));
        return Ok(true);
    }
    if args.explain {
        for item in &items {
            explain(item, &context.catalog.lights.cite);
        }
    } else {
        table(context, &items);
    }
    say::line(&summary(&items, as_of.day()));
    Ok(true)
}

fn read_day(text: &str) -> Result<Date> {
    terms::read_date(text).with_context(|| format!("“{text}”不是日期，如 2021-06-30"))
}

fn table(context: &Context, items: &[Item<'_>]) {
    let header =
        ["股室", "经办", "灯", "状态", "台账", "编号", "时限", "起算", "到期", "剩余", "牌"];
    let mut table = Table::new(&header).right(&[9]);
    for item in items {
        let reading = &item.reading;
        table.row(vec![
            short(context.catalog.offices.title(&item.office), 12),
            short(&item.who, 10),
            reading.light.label().to_owned(),
            reading.state.label().to_owned(),
            short(&item.def.title, 20),
            short(&item.key, 24),
            short(&reading.label, 22),
            start_words(reading),
            due_words(reading),
            left_words(reading),
            reading.card.map_or("", clock::Card::label).to_owned(),
        ]);
    }
    table.print();
}

fn summary(items: &[Item<'_>], day: Date) -> String {
    let states = [
        State::Overdue,
        State::DueSoon,
        State::Stopped,
        State::Unknown,
        State::Running,
        State::Late,
        State::InTime,
    ];
    let parts: Vec<String> = states
        .into_iter()
        .filter_map(|state| {
            let count = items.iter().filter(|it| it.reading.state == state).count();
            (count > 0).then(|| format!("{}{count}件", state.label()))
        })
        .collect();
    if parts.is_empty() {
        return format!("截至{day}，没有在办的时限");
    }
    format!("截至{day}：{}", parts.join("，"))
}

fn explain(item: &Item<'_>, cards: &str) {
    let reading = &item.reading;
    say::line(&format!("《{}》{}　{}", item.def.title, item.key, reading.label));
    match &reading.basis {
        None => say::line("  依据：起算当日没有法定期限，不计时"),
        Some(basis) => {
            let rolls = if basis.rolls.is_empty() {
                String::new()
            } else {
                format!("；末日休息的顺延，依{}", basis.rolls)
            };
            say::line(&format!("  依据：{}（{}）{rolls}", basis.cite, basis.certainty.label()));
            say::line(&format!("  期限：{}", limit_words(reading, basis)));
        }
    }
    for stop in &reading.stops {
        let until = stop.until.map_or("未复钟".to_owned(), |it| format!("{it}复钟"));
        say::line(&format!("  停钟：{}起，{until}，{}", stop.from, stop.why));
    }
    for one in &reading.extensions {
        let unit = unit(reading).label();
        let words = format!("{}批准延长{}{unit}，{}", one.on, one.amount, one.why);
        say::line(&format!("  延期：{words}（批准人{}）", one.by));
    }
    for step in &reading.steps {
        say::line(&format!("    {}", step_words(step, reading)));
    }
    if let Some(promised) = reading.promised.and_then(Due::day) {
        say::line(&format!("  承诺到期：{promised}"));
    }
    let done = end_words(reading).map_or_else(String::new, |it| format!("，{it}办结"));
    if let Some(card) = reading.card {
        say::line(&format!("  红黄牌：{}（{cards}）", card.label()));
    }
    let left = match left_words(reading) {
        words if words.is_empty() || reading.state == State::Overdue => words,
        words => format!("还剩{words}"),
    };
    let left = if left.is_empty() { left } else { format!("，{left}") };
    let (due, state) = (due_words(reading), reading.state.label());
    say::line(&format!("  到期：{due}{done}，{state}{left}\n"));
}
