//! 任务, 催办督办.

use jiff::civil::{Date, date};

use super::plan::{LED, Pace, helped, source};
use super::{day, leader, leader_of, officer, sheet, table, worked};
use crate::LAST_DAY;
use crate::book::{Book, Cell, row};
use crate::days::{Days, plus};
use crate::random::Random;

const TRAFFIC: &str = "化解道路交通安全风险";

/// What a task is, before anybody worked on it.
struct Task {
    no: String,
    title: String,
    /// 来源, and the key of the paper, meeting or problem.
    source: &'static str,
    key: &'static str,
    item: String,
    topic: &'static str,
    /// The unit that leads, when it is not the bureau.
    lead: &'static str,
    office: &'static str,
    pace: Pace,
    assigned: Date,
    due: Date,
    fate: Fate,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Done this many working days before (after, when negative) it was due.
    Done(i64),
    Working,
    /// The term was put off once.
    PutOff,
    Submitted,
    Opened,
    Cancelled,
}

pub(super) fn books(days: &Days) -> Vec<Book> {
    let tasks = tasks(days);
    vec![register(&tasks, days), reminders(&tasks, days)]
}

fn tasks(days: &Days) -> Vec<Task> {
    let mut random = Random::new(0x0d01_0006);
    let mut tasks = Vec::new();
    let dues = [
        date(2021, 4, 30),
        date(2021, 5, 31),
        date(2021, 6, 30),
        date(2021, 9, 30),
        date(2021, 12, 31),
    ];
    for (number, item) in LED.iter().enumerate() {
        let (key, at) = source(true, number);
        let due = if item.pace == Pace::Once { dues[number % 5] } else { dues[4] };
        tasks.push(Task {
            no: format!("RW2021-Q{:02}", number + 1),
            title: item.title.to_owned(),
            source: "上级部署",
            key,
            item: at.to_string(),
            topic: TRAFFIC,
            lead: "",
            office: item.office,
            pace: item.pace,
            assigned: worked(days, date(2021, 3, 9), random.between(0, 6)),
            due: days.on_or_after(due),
            fate: fate(due, &mut random),
        });
    }
    for (number, (lead, title, office)) in helped().into_iter().enumerate() {
        let (key, at) = source(false, number);
        let due = dues[(number + 2) % 5];
        tasks.push(Task {
            no: format!("RW2021-P{:02}", number + 1),
            title: title.to_owned(),
            source: "上级部署",
            key,
            item: at.to_string(),
            topic: TRAFFIC,
            lead,
            office,
            pace: Pace::Once,
            assigned: worked(days, date(2021, 3, 9), random.between(0, 6)),
            due: days.on_or_after(due),
            fate: fate(due, &mut random),
        });
    }
    // One of them was put off, one waits for the deputy.
    tasks[18].fate = Fate::PutOff;
    tasks[22].fate = Fate::Submitted;
    tasks.extend(others());
    tasks
}

/// What falls due in the half year is mostly done, some of it late, some not at all.
fn fate(due: Date, random: &mut Random) -> Fate {
    if due > crate::LAST {
        return Fate::Working;
    }
    match random.between(1, 100) {
        1..=78 => Fate::Done(random.between(0, 9)),
        79..=90 => Fate::Done(-random.between(1, 6)),
        _ => Fate::Working,
    }
}

/// Tasks of other topics and other times, and those that were called off: number, task, source and its key, topic, office,
/// assigned, due, and what became of it: done so many days before it was due, or its state.
const OTHERS: &str = "\
RW2020-41|落实冬季公路防冰冻措施|上级部署|SW2020-140|安全生产|公路事务中心|2020-12-17|2021-01-29|3
RW2020-42|整改巡视反馈问题|方案|FA2020-02|巡视整改|办公室|2020-12-04|2021-12-31|办理中
RW2020-43|排查岁末年初安全隐患|上级部署|SW2020-140|安全生产|安全股|2020-12-17|2020-12-31|1
RW2021-01|储备防疫物资|会议|HY2021-003|疫情防控|办公室|2021-01-22|2021-02-01|0
RW2021-02|传达跨境运输防控要求|会议|HY2021-004|疫情防控|运政股|2021-02-05|2021-02-10|1
RW2021-03|检查在建工地复工条件|会议|HY2021-005|安全生产|质监股|2021-02-23|2021-03-08|2
RW2021-04|明确民生实事项目|会议|HY2021-008|党的建设|办公室|2021-03-11|2021-04-09|2
RW2021-05|走访群众反映的乘车难路段|领导批示||综合|运政股|2021-03-15|2021-04-16|-2
RW2021-06|向省市争取危桥和水毁补助|会议|HY2021-017|项目资金|办公室|2021-05-19|2021-08-16|办理中
RW2021-07|提出安置地块方案|存在问题|WT2020-01|征地拆迁|征拆办|2021-05-28|2021-07-26|办理中
RW2021-08|补办改建工程用地手续|存在问题|WT2020-02|项目建设|办公室|2021-04-12|2021-06-30|办理中
RW2021-Q31|推广货车车身反光标识抽查|上级部署|SW2021-015|化解道路交通安全风险|执法股|2021-03-11|2021-05-31|撤销
RW2021-P48|协助城区限行调整|上级部署|SW2021-015|化解道路交通安全风险|执法股|2021-03-11|2021-05-31|撤销
RW2021-Q32|治理主汛期易积水路段|上级部署|SW2021-015|化解道路交通安全风险|公路事务中心|2021-07-06|2021-08-31|立项
RW2021-Q33|开展暑期旅游包车检查|上级部署|SW2021-015|化解道路交通安全风险|执法股|2021-07-06|2021-08-31|立项";

fn others() -> impl Iterator<Item = Task> {
    table::<9>(OTHERS).map(|cells| {
        let [no, title, source, key, topic, office, assigned, due, fate] = cells;
        let lead = if no == "RW2021-P48" { "县公安局交通警察大队" } else { "" };
        let item = if source == "领导批示" { leader(0) } else { "补".to_owned() };
        let fate = match fate {
            "办理中" => Fate::Working,
            "立项" => Fate::Opened,
            "撤销" => Fate::Cancelled,
            early => Fate::Done(early.parse().expect("a number of days")),
        };
        let (no, title) = (no.to_owned(), title.to_owned());
        let (assigned, due) = (day(assigned), day(due));
        Task {
            no,
            title,
            source,
            key,
            item,
            topic,
            lead,
            office,
            pace: Pace::Once,
            assigned,
            due,
            fate,
        }
    })
}

impl Task {
    fn done(&self, days: &Days) -> Option<Date> {
        let Fate::Done(early) = self.fate else { return None };
        let day = if early >= 0 {
            let day = days.on_or_after(plus(self.due, -early * 7 / 5));
            if day > self.due { days.on_or_after(plus(self.due, -4)) } else { day }
        } else {
            days.later(self.due, -early)
        };
        (day <= LAST_DAY).then_some(day)
    }

    fn target(&self) -> Option<i64> {
        match self.pace {
            Pace::Once => None,
            Pace::Monthly => Some(10),
            Pace::Quarterly => Some(4),
        }
    }

    fn link(&self, source: &str) -> &str {
        if self.source == source { self.key } else { "" }
    }
}

fn register(tasks: &[Task], days: &Days) -> Book {
    let mut random = Random::new(0x0d01_0016);
    let (mut parts, mut progress) = (Vec::new(), Vec::new());
    let rows = tasks.iter().map(|it| -> Vec<Cell> {
        let done = it.done(days);
        let closed = done.map(|day| days.later(day, 3)).filter(|day| *day <= LAST_DAY);
        let due = if it.fate == Fate::PutOff { worked(days, it.due, 60) } else { it.due };
        let signed =
            (it.fate != Fate::Opened).then(|| days.later(it.assigned, random.between(0, 2)));
        let submitted = done.is_some() || it.fate == Fate::Submitted;
        if signed.is_some() {
            parts.push(row![&it.no, it.office, officer(it.office), "具体承办，按期反馈"]);
            if it.lead.is_empty() && random.chance(40) {
                parts.push(row![&it.no, "办公室", officer("办公室"), "汇总情况，跟踪督办"]);
            }
        }
        report(it, done, days, &mut random, &mut progress);
        let state = match (it.fate, done, closed) {
            (Fate::Cancelled, ..) => "撤销",
            (Fate::Opened, ..) => "立项",
            (Fate::Submitted, ..) => "已反馈",
            (_, Some(_), Some(_)) => "销号",
            (_, Some(_), None) => "已办结",
            (_, None, _) => "办理中",
        };
        row![
            &it.no,
            &it.title,
            it.source,
            it.link("上级部署"),
            it.link("方案"),
            it.link("会议"),
            it.link("存在问题"),
            &it.item,
            it.topic,
            if it.lead.is_empty() { "牵头" } else { "配合" },
            it.lead,
            leader_of(it.office),
            it.office,
            officer(it.office),
            match it.pace {
                Pace::Once => "一次",
                Pace::Monthly => "每月",
                Pace::Quarterly => "每季",
            },
            it.target(),
            it.target().map(|_| "次"),
            it.assigned,
            signed,
            due,
            (it.fate == Fate::PutOff).then(|| leader_of(it.office)),
            submitted.then_some("已按要求完成，有关材料报办公室存档。"),
            submitted.then(|| officer(it.office)),
            done,
            done.map(|_| leader_of(it.office)),
            done.map(|day| day <= due),
            closed,
            state
        ]
    });
    let heads = "任务编号 任务 来源 收文号 方案编号 会议编号 问题编号 条次 专题 牵头配合 牵头单位 责任领导 责任部门 责任人 频次 量化目标 目标单位 立项日期 签收日期 完成期限 延期批准人 完成情况 反馈人 办结日期 审核人 按期 销号日期 状态";
    let rows = rows.collect();
    let sheets = vec![
        sheet("任务", heads, rows).titled(&["任务督办台账"]),
        sheet("分解", "任务编号 责任部门 责任人 分解内容", parts),
        sheet("进展", "任务编号 填报日期 进展情况 本次完成 佐证材料", progress),
    ];
    Book::workbook("28-1-任务台账.xlsx", "task/task", sheets)
}

/// The lines of 进展: every month for what is done every month, every two months otherwise.
fn report(
    it: &Task,
    done: Option<Date>,
    days: &Days,
    random: &mut Random,
    progress: &mut Vec<Vec<Cell>>,
) {
    if matches!(it.fate, Fate::Opened | Fate::Cancelled) {
        return;
    }
    let last = done.unwrap_or(LAST_DAY);
    let step = match it.pace {
        Pace::Monthly => 30,
        Pace::Once => 55,
        Pace::Quarterly => 85,
    };
    let mut day = worked(days, it.assigned, random.between(12, 25));
    while day <= last {
        let amount = it.target().map(|_| 1_i64);
        let said = if amount.is_some() { "按频次完成一轮" } else { "正在按方案推进" };
        progress.push(row![&it.no, day, said, amount, "工作记录和照片"]);
        day = worked(days, day, step);
    }
    if let Some(day) = done {
        progress.push(row![&it.no, day, "已完成", None::<i64>, "完成情况报告"]);
    }
}

/// 催办 three days before a term that was missed, 黄牌 on the day after, 督办单 a fortnight later, 红牌 after a month.
fn reminders(tasks: &[Task], days: &Days) -> Book {
    let mut rows: Vec<(Date, Vec<Cell>)> = Vec::new();
    for it in tasks {
        let done = it.done(days);
        let is_late = done.map_or(it.fate == Fate::Working, |day| day > it.due);
        if !is_late {
            continue;
        }
        let steps = [
            (-5, "催办", "站内消息", "任务即将到期，请抓紧办理。"),
            (1, "黄牌", "短信", "任务已逾期，请说明原因并尽快办结。"),
            (14, "督办单", "书面", "请分管领导督促，限期办结并书面回复。"),
            (32, "红牌", "书面", "任务逾期已久，提交局长办公会研究。"),
        ];
        for (after, kind, channel, content) in steps {
            let sent = worked(days, it.due, after);
            if sent > LAST_DAY || done.is_some_and(|day| sent >= day) {
                break;
            }
            rows.push((sent, reminder(it, kind, channel, content, sent, days)));
        }
    }
    let revoked = date(2021, 5, 6);
    rows.push((
        revoked,
        row![
            "RW2021-Q19",
            "黄牌",
            "短信",
            revoked,
            officer("公路事务中心"),
            "发错对象。",
            days.later(revoked, 2),
            "",
            "",
            "",
            "",
            "撤销"
        ],
    ));
    rows.sort_by_key(|it| it.0);
    let rows = rows.into_iter().zip(1_i64..).map(|((day, mut cells), number)| {
        cells.insert(0, format!("CB{}-{number:03}", day.year()).into());
        cells
    });
    let heads = "编号 任务编号 类别 渠道 发出日期 接收人 内容 回复期限 签收日期 回复日期 回复内容 销号日期 状态";
    let rows = rows.collect();
    let sheets = vec![sheet("催办督办", heads, rows).titled(&["催办督办登记簿"])];
    Book::workbook("28-2-催办督办登记.xlsx", "task/reminder", sheets)
}

fn reminder(
    it: &Task,
    kind: &str,
    channel: &str,
    content: &str,
    sent: Date,
    days: &Days,
) -> Vec<Cell> {
    let known = |day: Date| Some(day).filter(|it| *it <= LAST_DAY);
    let signed = known(days.later(sent, 1));
    let replied = known(days.later(sent, if kind == "红牌" { 6 } else { 3 }));
    let closed = known(days.later(sent, 8)).filter(|_| replied.is_some());
    let state = match (signed, replied, closed) {
        (.., Some(_)) => "销号",
        (_, Some(_), None) => "已回复",
        (Some(_), None, None) => "已签收",
        (None, ..) => "发出",
    };
    row![
        &it.no,
        kind,
        channel,
        sent,
        officer(it.office),
        content,
        days.later(sent, 5),
        signed,
        replied,
        replied.map(|_| "已采取措施加快办理，完成后立即反馈。"),
        closed,
        state
    ]
}
