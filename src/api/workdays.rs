//! The official calendar (工作日历): shipped years to read, a coming year to enter from the State Council's notice. Clocks that
//! said “unknown” for want of it count from then on.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, State as Held};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use catalog::{Calendar, DraftYear, Source};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::{Finding, Grade};

use crate::api::answer::judged;
use crate::api::calendars::Kind;
use crate::api::enact::{self, finding};
use crate::api::guard::Viewer;
use crate::api::query::Query;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::{Shared, World};
use crate::context::today;
use crate::flow::define::{self, Change, Effect};
use crate::say::SaidFinding;

/// The longest holiday that a notice has named, with room.
const BLOCK_DAYS_MAX: i32 = 20;
/// Lines of each list at most.
const LINES_MAX: usize = 60;
/// Festivals that a yearly notice speaks of.
const FESTIVALS: [&str; 7] = ["元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"];

/// Routes of the calendar.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/calendar", get(calendar))
        .route("/calendar/preview", post(preview))
        .route("/calendar/{year}", put(take).delete(remove))
}

/// Which year.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    year: Option<i16>,
}

/// The official calendar of a year.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WorkCalendar {
    #[serde(flatten)]
    year: WorkYear,
    /// Of the definitions in force.
    fingerprint: String,
}

/// A year of the official calendar.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WorkYear {
    year: i16,
    /// Whether the year's arrangement is known.
    known: bool,
    /// Years whose arrangement is known.
    years: Vec<i16>,
    days: Vec<WorkDay>,
    /// The notice with its number; empty when there is none.
    cite: String,
    /// Entered by the bureau itself.
    local: bool,
}

/// A day of the official calendar.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WorkDay {
    day: String,
    kind: Kind,
    /// Name of the festival; empty when there is none.
    name: String,
}

/// A year as it would be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WorkYearEffect {
    #[serde(flatten)]
    year: WorkYear,
    /// Nothing stands against it.
    sound: bool,
    findings: Vec<SaidFinding>,
}

/// The official calendar of a year: holidays and working days by notice.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "system", params(Asked), responses((status = 200, body = WorkCalendar)))]
pub(crate) async fn calendar(viewer: Viewer, Query(asked): Query<Asked>) -> Json<WorkCalendar> {
    let asked = asked.year.filter(|it| (1..=9998).contains(it)).unwrap_or(today().year());
    let year = work_year(&viewer.catalog.calendar, asked);
    Json(WorkCalendar { year, fingerprint: viewer.catalog.fingerprint.clone() })
}

fn work_year(calendar: &Calendar, year: i16) -> WorkYear {
    let known = calendar.years().contains(&year);
    let mut days = Vec::new();
    let mut day = date(year, 1, 1);
    while known && day.year() == year {
        let (kind, name) = (Kind::of(calendar.kind(day).ok()), calendar.festival(day).to_owned());
        days.push(WorkDay { day: day.to_string(), kind, name });
        day = day.tomorrow().unwrap_or(Date::MAX);
    }
    WorkYear {
        year,
        known,
        years: calendar.years().to_vec(),
        days,
        cite: calendar.cite(year).to_owned(),
        local: calendar.is_local(year),
    }
}

/// Days off of one festival, from and to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DaysOff)]
#[serde(default)]
pub(crate) struct Block {
    name: String,
    from: String,
    to: String,
}

/// A weekend day that is worked for a festival.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WorkedDay)]
#[serde(default)]
pub(crate) struct Worked {
    name: String,
    day: String,
}

/// A year as the notice says it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = YearNotice)]
#[serde(default)]
pub(crate) struct Notice {
    year: i16,
    /// The notice with its number, such as 国办发明电〔2025〕7号.
    cite: String,
    off: Vec<Block>,
    work: Vec<Worked>,
    /// Fingerprint of the definitions that the change was made over.
    seen: String,
}

/// What a year would look like; nothing is changed.
#[utoipa::path(post, path = "/api/v1/calendar/preview", tag = "system", operation_id = "preview_year", request_body = Notice, responses((status = 200, body = WorkYearEffect), (status = 403), (status = 409)))]
pub(crate) async fn preview(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Json(input): Json<Notice>,
) -> Reply<Json<WorkYearEffect>> {
    viewer.need_power("administer", "录入工作日历")?;
    let world = state.world();
    let (_, effect, findings) = plan(&state, &world, &input).await?;
    let year = work_year(&effect.definitions.catalog.calendar, input.year.clamp(1, 9998));
    let (sound, findings) = judged(&findings);
    Ok(Json(WorkYearEffect { year, sound, findings }))
}

/// Puts a year in force: clocks that could not count into it do.
#[utoipa::path(put, path = "/api/v1/calendar/{year}", tag = "system", params(("year" = i16, Path)), operation_id = "take_year", request_body = Notice, responses((status = 200, body = WorkYear), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn take(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(year): Path<i16>,
    Json(mut input): Json<Notice>,
) -> Reply<Json<WorkYear>> {
    viewer.need_power("administer", "录入工作日历")?;
    input.year = year;
    let _turn = state.one_definer().await;
    let world = state.world();
    let (change, effect, findings) = plan(&state, &world, &input).await?;
    enact::need_mended(&findings)?;
    let body = work_year(&effect.definitions.catalog.calendar, year);
    let note = json!({ "year": year, "cite": input.cite, "off": input.off, "work": input.work });
    enact::enact(&state, &viewer, &world, effect, &change, ("calendar", note)).await?;
    Ok(Json(body))
}

/// Takes a year away that the bureau entered; its clocks are unknown again.
#[utoipa::path(delete, path = "/api/v1/calendar/{year}", tag = "system", operation_id = "remove_year", params(("year" = i16, Path)), responses((status = 204), (status = 403), (status = 404)))]
pub(crate) async fn remove(
    Held(state): Held<Shared>,
    viewer: Viewer,
    Path(year): Path<i16>,
) -> Reply<axum::http::StatusCode> {
    viewer.need_power("administer", "录入工作日历")?;
    let _turn = state.one_definer().await;
    let world = state.world();
    if !world.catalog.calendar.is_local(year) {
        return Err(Refusal::not_found("没有本局录入的这一年；随软件发布的年份不能删"));
    }
    let change = Change { files: Vec::new(), delete: vec![path(year)] };
    let effect = define::preview(&state.place, &world.base, &world.catalog, &change).await?;
    let note = json!({ "year": year, "removed": true });
    enact::enact(&state, &viewer, &world, effect, &change, ("calendar", note)).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

fn path(year: i16) -> String {
    format!("calendar/{year}.toml")
}

async fn plan(
    state: &Shared,
    world: &World,
    input: &Notice,
) -> Reply<(Change, Effect, Vec<Finding>)> {
    enact::still(world, &input.seen)?;
    if !(2000..=2200).contains(&input.year) {
        return Err(Refusal::bad("年份写四位数，如 2027"));
    }
    let calendar = &world.catalog.calendar;
    if calendar.years().contains(&input.year) && !calendar.is_local(input.year) {
        let text =
            format!("{}年的日历随软件发布，不能在这里改；通知有调整的，请升级软件", input.year);
        return Err(Refusal::forbidden(text));
    }
    if input.off.len() > LINES_MAX || input.work.len() > LINES_MAX {
        return Err(Refusal::bad(format!("每一栏最多 {LINES_MAX} 行")));
    }
    let (draft, mut findings) = read(input);
    findings.extend(check(calendar, &draft));
    let file = Source { path: path(input.year), text: draft.to_toml() };
    let change = Change { files: vec![file], delete: Vec::new() };
    let mut effect = define::preview(&state.place, &world.base, &world.catalog, &change).await?;
    effect.definitions.findings = enact::on_the_page(effect.definitions.findings, "工作日历");
    findings.extend(effect.definitions.findings.iter().cloned());
    Ok((change, effect, findings))
}

fn say(grade: Grade, record: &str, what: String, mend: &str) -> Finding {
    finding(grade, "calendar", ("工作日历", record, ""), what, mend)
}

/// The lines as days; what is no day is said.
fn read(input: &Notice) -> (DraftYear, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut day = |name: &str, text: &str| {
        let read = text.trim().parse::<Date>().ok();
        if read.is_none() {
            let what = format!("“{}”不是日期", text.chars().take(20).collect::<String>());
            findings.push(say(Grade::Must, name, what, "写成 2027-01-01"));
        }
        read
    };
    let (mut off, mut work, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    for it in &input.off {
        if let (Some(from), Some(to)) = (day(&it.name, &it.from), day(&it.name, &it.to)) {
            blocks.push((it.name.trim().to_owned(), from, to));
        }
    }
    for it in &input.work {
        work.extend(day(&it.name, &it.day).map(|day| (day, it.name.trim().to_owned())));
    }
    for (name, from, to) in blocks {
        let days = (to - from).get_days();
        if !(0..BLOCK_DAYS_MAX).contains(&days) {
            let what = format!("{name}放假从{from}到{to}，不像一个假期");
            findings.push(say(Grade::Must, &name, what, "先写头一天，后写最后一天"));
            continue;
        }
        for step in 0..=days {
            off.push((from.saturating_add(step.days()), name.clone()));
        }
    }
    let cite = input.cite.trim().to_owned();
    (DraftYear { year: input.year, cite, off, work }, findings)
}

/// What the loader does not know to ask, since older notices had reasons of their own.
fn check(calendar: &Calendar, draft: &DraftYear) -> Vec<Finding> {
    let mut said = Vec::new();
    let numbered = ["〔", "〕", "号"].iter().all(|it| draft.cite.contains(it));
    if !numbered || draft.cite.chars().count() > 100 {
        let what = "依据没有写文号，或超过一百个字".to_owned();
        said.push(say(Grade::Must, "依据", what, "照通知写，如 国办发明电〔2025〕7号"));
    }
    let word = |it: char| it.is_alphanumeric() || "、（）".contains(it);
    let names: BTreeSet<&str> =
        draft.off.iter().chain(&draft.work).map(|it| it.1.as_str()).collect();
    for name in names {
        if name.is_empty() || name.chars().count() > 12 || !name.chars().all(word) {
            let short: String = name.chars().take(12).collect();
            said.push(say(
                Grade::Must,
                &short,
                format!("“{short}”不能做节日名称"),
                "写 元旦、春节 这样的名称",
            ));
        }
    }
    let mut seen: BTreeMap<Date, &str> = BTreeMap::new();
    for (day, name) in &draft.off {
        if let Some(other) = seen.insert(*day, name) {
            let what = format!("{day} 放假写了两次：{other}、{name}");
            said.push(say(Grade::Must, name, what, "删去一次；两个节连着放的写成一行"));
        }
    }
    for (day, name) in &draft.work {
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            let what = format!("{day} 是工作日，本来就上班，不用写调休上班");
            said.push(say(Grade::Must, name, what, "调休上班只写周六、周日；请核对日期"));
        }
        let near = draft.off.iter().any(|it| (it.0 - *day).get_days().abs() <= 15);
        if !near {
            let what = format!("{day} 调休上班，前后半个月没有放假");
            said.push(say(Grade::Verify, name, what, "请对照通知核对日期"));
        }
    }
    let missing: Vec<&str> = FESTIVALS
        .into_iter()
        .filter(|it| !draft.off.iter().any(|off| off.1.contains(it)))
        .collect();
    if !missing.is_empty() {
        let what = format!("没有写：{}", missing.join("、"));
        said.push(say(Grade::Verify, "放假", what, "一般的年度通知七个节日都有，请核对"));
    }
    let year = draft.year;
    for (month, day, name) in [(1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节")] {
        if !seen.contains_key(&date(year, month, day)) {
            let what = format!("{year}年{month}月{day}日{name}没有放假");
            said.push(say(Grade::Verify, name, what, "请对照通知核对年份和日期"));
        }
    }
    if calendar.years().last().is_some_and(|it| *it + 1 < year) {
        let what = format!("{}年还没有日历，算到{year}年的期限仍是“未知”", year - 1);
        said.push(say(Grade::Verify, "年份", what, "先录前一年的"));
    }
    said
}
