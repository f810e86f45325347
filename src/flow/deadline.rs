//! A clock as people and programs read it (期限的说法): the same words on the terminal and on the screen.

use catalog::{DayKind, TermUnit};
use clock::{Due, Mark, Reading, State, Step};
use jiff::civil::{Date, DateTime, Weekday};
use serde::Serialize;

use crate::flow::due::Item;

/// The due day or moment.
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

/// When it began.
pub(crate) fn start_words(reading: &Reading) -> String {
    reading.moments.0.map_or_else(|| reading.start.to_string(), minute)
}

/// When it was done.
pub(crate) fn end_words(reading: &Reading) -> Option<String> {
    let day = reading.end.map(|it| it.to_string());
    reading.moments.1.map(minute).or(day)
}

/// What it counts.
pub(crate) fn unit(reading: &Reading) -> TermUnit {
    reading.basis.as_ref().map_or(TermUnit::Natural, |it| it.unit)
}

/// What is left, or by how much it is late.
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

/// The limit with its extensions, and from when it counts.
pub(crate) fn limit_words(reading: &Reading, basis: &clock::Basis) -> String {
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
pub(crate) fn step_words(step: &Step, reading: &Reading) -> String {
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

/// A clock of a record as programs read it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Deadline {
    ledger: String,
    key: String,
    office: String,
    who: String,
    clock: String,
    label: String,
    /// How it stands, in words.
    state: String,
    /// Colour of the light, in one character.
    light: String,
    /// Colour of the card that was shown, in words.
    card: Option<String>,
    start: String,
    end: Option<String>,
    /// Day, or moment where hours count; null where it cannot be said.
    due: Option<String>,
    promised: Option<String>,
    due_words: String,
    /// In `unit`, with all extensions.
    limit: u32,
    unit: String,
    /// In `unit`; negative once it is late.
    left: Option<i64>,
    cite: Option<String>,
    certainty: Option<String>,
    /// Why it is that day, when that was asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Why)]
    why: Option<Why>,
}

/// Why a clock ends on its day.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Why {
    days: Vec<DayStep>,
    stops: Vec<Pause>,
    extensions: Vec<Longer>,
}

/// One day on the way.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DayStep {
    day: String,
    /// Which it is of those that count; null for one that does not.
    number: Option<u32>,
    words: String,
}

/// A stretch in which the clock stood still (停钟).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Pause {
    from: String,
    /// Null while it stands.
    until: Option<String>,
    why: String,
}

/// An extension (延期).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Longer {
    on: String,
    amount: u32,
    why: String,
    by: String,
}

/// One clock; with every day on the way, when it is to be explained.
pub(crate) fn deadline(item: &Item<'_>, explain: bool) -> Deadline {
    let reading = &item.reading;
    let day = |due: Option<Due>| match due {
        Some(Due::At(last)) => Some(minute(last)),
        due => due.and_then(Due::day).map(|it| it.to_string()),
    };
    Deadline {
        ledger: item.def.id.clone(),
        key: item.key.clone(),
        office: item.office.clone(),
        who: item.who.clone(),
        clock: reading.clock.clone(),
        label: reading.label.clone(),
        state: reading.state.label().to_owned(),
        light: reading.light.label().to_owned(),
        card: reading.card.map(|it| it.label().to_owned()),
        start: start_words(reading),
        end: end_words(reading),
        due: day(reading.due),
        promised: day(reading.promised),
        due_words: due_words(reading),
        limit: reading.limit,
        unit: unit(reading).label().to_owned(),
        left: reading.left,
        cite: reading.basis.as_ref().map(|it| it.cite.clone()),
        certainty: reading.basis.as_ref().map(|it| it.certainty.label().to_owned()),
        why: explain.then(|| why(reading)),
    }
}

fn why(reading: &Reading) -> Why {
    let days = reading.steps.iter().map(|it| DayStep {
        day: it.day.to_string(),
        number: if let Mark::Counted(number) = it.mark { Some(number) } else { None },
        words: step_words(it, reading),
    });
    let stops = reading.stops.iter().map(|it| Pause {
        from: it.from.to_string(),
        until: it.until.map(|it| it.to_string()),
        why: it.why.clone(),
    });
    let extensions = reading.extensions.iter().map(|it| Longer {
        on: it.on.to_string(),
        amount: it.amount,
        why: it.why.clone(),
        by: it.by.clone(),
    });
    Why { days: days.collect(), stops: stops.collect(), extensions: extensions.collect() }
}
