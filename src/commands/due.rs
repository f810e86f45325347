//! `due`: what is late, due soon, stopped or running, by office and person; and why a day is the due day (时限).

use anyhow::{Context as _, Result, bail};
use catalog::{DayKind, LedgerDef, TermUnit};
use clock::{AsOf, Due, Mark, Reading, State, Step};
use jiff::civil::{Date, DateTime, Weekday};
use serde_json::{Value as Json, json};

use crate::command::DueArgs;
use crate::context::{Context, local, now};
use crate::flow::capture;
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
            let ledgers = named.map_or_else(|| with_clocks(context), |it| vec![it]);
            let whose = Whose {
                office: args.of_office.as_deref(),
                who: args.of_who.as_deref(),
                done: args.done,
            };
            due::list(context, &ledgers, &whose, as_of).await?
        }
    };
    if json {
        let all = items.iter().map(|it| item_json(it, args.explain)).collect();
        say::json_out(&Json::Array(all));
        return Ok(true);
    }
    if args.explain {
        for item in &items {
            explain(item, &context.catalog.lights.cite);
        }
    } else {
        table(&items);
    }
    say::line(&summary(&items, as_of.day()));
    Ok(true)
}

fn read_day(text: &str) -> Result<Date> {
    terms::read_date(text).with_context(|| format!("“{text}”不是日期，如 2021-06-30"))
}

fn with_clocks(context: &Context) -> Vec<&LedgerDef> {
    let ledgers = context.catalog.ledgers.values();
    ledgers.filter(|it| !context.catalog.clocks_of(it).is_empty()).collect()
}

fn table(items: &[Item<'_>]) {
    let header =
        ["股室", "经办", "灯", "状态", "台账", "编号", "时限", "起算", "到期", "剩余", "牌"];
    let mut table = Table::new(&header).right(&[9]);
    for item in items {
        let reading = &item.reading;
        table.row(vec![
            short(&item.office, 12),
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

pub(crate) fn due_words(reading: &Reading) -> String {
    match reading.due {
        Some(Due::On(day)) => day.to_string(),
        Some(Due::At(last)) => minute(last),
        Some(Due::Stopped) => "停钟中".to_owned(),
        Some(Due::Unknown(year)) => format!("未知（{year}年日历未公布）"),
        None => "法无期限".to_owned(),
    }
}

/// A moment as staff write it.
fn minute(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

fn start_words(reading: &Reading) -> String {
    reading.moments.0.map_or_else(|| reading.start.to_string(), minute)
}

fn end_words(reading: &Reading) -> Option<String> {
    let day = reading.end.map(|it| it.to_string());
    reading.moments.1.map(minute).or(day)
}

fn unit(reading: &Reading) -> TermUnit {
    reading.basis.as_ref().map_or(TermUnit::Natural, |it| it.unit)
}

pub(crate) fn left_words(reading: &Reading) -> String {
    let unit = match unit(reading) {
        TermUnit::Hour => "小时",
        TermUnit::Working => "个工作日",
        TermUnit::Natural | TermUnit::Month => "日",
    };
    match reading.left {
        Some(0) if unit == "小时" && reading.state == State::Overdue => {
            "逾期不足1小时".to_owned()
        }
        Some(0) if unit == "小时" => "不足1小时".to_owned(),
        Some(left) if left < 0 => format!("逾期{}{unit}", -left),
        Some(left) => format!("{left}{unit}"),
        None => String::new(),
    }
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

fn limit_words(reading: &Reading, basis: &clock::Basis) -> String {
    if basis.amount == 0 {
        return "文书载明的日期".to_owned();
    }
    let unit = basis.unit.label();
    let added: Vec<String> = reading.extensions.iter().map(|it| it.amount.to_string()).collect();
    let limit = if added.is_empty() {
        basis.amount.to_string()
    } else {
        format!("{}＋{}＝{}", basis.amount, added.join("＋"), reading.limit)
    };
    if basis.unit == TermUnit::Hour {
        return format!("{limit}{unit}，{}起算，夜间和休息日照算", start_words(reading));
    }
    format!("{limit}{unit}，{}起算，当日不计", reading.start)
}

/// One day on the way, in words: `2021-10-01 周五　不计：国庆节放假`.
fn step_words(step: &Step, reading: &Reading) -> String {
    let words = match step.mark {
        Mark::Counted(number) => match unit(reading) {
            TermUnit::Working => format!("第{number}个工作日{}", worked_words(step)),
            TermUnit::Natural => format!("第{number}日"),
            TermUnit::Month => format!("满{number}个月"),
            TermUnit::Hour => format!("满{number}小时"),
        },
        Mark::Off => format!("不计：{}", off_words(step)),
        Mark::Stopped(at) => {
            let why = reading.stops.get(at).map_or("", |it| it.why.as_str());
            format!("不计：停钟（{why}）")
        }
        Mark::Rolled => {
            if step.kind.is_some_and(DayKind::is_working) {
                format!("顺延到期{}", worked_words(step))
            } else {
                format!("顺延：{}", off_words(step))
            }
        }
    };
    let time = step.time.map_or_else(String::new, |it| it.strftime(" %H:%M").to_string());
    format!("{} {}{time}　{words}", step.day, weekday(step.day))
}

fn worked_words(step: &Step) -> String {
    match step.kind {
        Some(DayKind::WorkingByNotice) => format!("（{}调休上班）", step.festival),
        Some(DayKind::Working | DayKind::Weekend | DayKind::OffByNotice) | None => String::new(),
    }
}

fn off_words(step: &Step) -> String {
    match step.kind {
        Some(DayKind::OffByNotice) => format!("{}放假", step.festival),
        Some(DayKind::Weekend) => "周末".to_owned(),
        Some(DayKind::Working | DayKind::WorkingByNotice) | None => String::new(),
    }
}

fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

pub(crate) fn item_json(item: &Item<'_>, explain: bool) -> Json {
    let reading = &item.reading;
    let day = |due: Option<Due>| match due {
        Some(Due::At(last)) => Some(minute(last)),
        due => due.and_then(Due::day).map(|it| it.to_string()),
    };
    let mut out = json!({
        "ledger": item.def.id, "key": item.key, "office": item.office, "who": item.who,
        "clock": reading.clock, "label": reading.label, "state": reading.state.label(),
        "light": reading.light.label(), "card": reading.card.map(clock::Card::label),
        "start": start_words(reading), "end": end_words(reading),
        "due": day(reading.due), "promised": day(reading.promised), "due_words": due_words(reading),
        "limit": reading.limit, "unit": unit(reading).label(), "left": reading.left,
        "cite": reading.basis.as_ref().map(|it| it.cite.as_str()),
        "certainty": reading.basis.as_ref().map(|it| it.certainty.label()),
    });
    if explain {
        let days = reading.steps.iter().map(|it| {
            let number = if let Mark::Counted(number) = it.mark { Some(number) } else { None };
            json!({ "day": it.day.to_string(), "number": number, "words": step_words(it, reading) })
        });
        out["days"] = days.collect();
        out["stops"] = reading
            .stops
            .iter()
            .map(|it| json!({ "from": it.from.to_string(), "until": it.until.map(|it| it.to_string()), "why": it.why }))
            .collect();
        out["extensions"] = reading
            .extensions
            .iter()
            .map(|it| json!({ "on": it.on.to_string(), "amount": it.amount, "why": it.why, "by": it.by }))
            .collect();
    }
    out
}
