//! What follows from tasks, figures and the day (督办研判). Pure: knows no base and no clock.

use std::collections::BTreeMap;

use catalog::Catalog;
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Finding, Period};

/// One thing that a source demands (要点、议定事项、分条).
pub(crate) struct Demand {
    pub(crate) item: String,
    pub(crate) text: String,
}

/// A document, meeting or scheme.
pub(crate) struct Source {
    pub(crate) kind: &'static str,
    pub(crate) ledger: String,
    pub(crate) no: String,
    pub(crate) title: String,
    pub(crate) demands: Vec<Demand>,
}

impl Source {
    /// Kind and number, as a task names its source.
    pub(crate) fn key(&self) -> (&str, &str) {
        (self.kind, &self.no)
    }
}

/// A target bound to a figure (指标目标).
pub(crate) struct Target {
    pub(crate) indicator: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) period: Period,
    pub(crate) goal: Decimal,
    /// Whether the goal is a ceiling.
    pub(crate) at_most: bool,
    /// What the figure is now; none where it could not be computed.
    pub(crate) value: Option<Decimal>,
}

impl Target {
    /// How far, in %, at most 100; a ceiling is kept or not.
    pub(crate) fn percent(&self) -> Decimal {
        let Some(value) = self.value else { return Decimal::ZERO };
        if self.is_met() {
            return Decimal::ONE_HUNDRED;
        }
        if self.at_most || self.goal <= Decimal::ZERO {
            return Decimal::ZERO;
        }
        let part = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(Decimal::ZERO) / self.goal;
        part.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)
    }

    /// Whether the figure has come to the goal, or stays below the ceiling.
    pub(crate) fn is_met(&self) -> bool {
        self.value.is_some_and(|it| if self.at_most { it <= self.goal } else { it >= self.goal })
    }
}

/// A step of the workflow that the task may take now.
pub(crate) struct Move {
    pub(crate) label: String,
    pub(crate) roles: Vec<String>,
    /// Labels of the evidence that is still missing.
    pub(crate) lacks: Vec<String>,
    /// Whether who reported must not make it.
    pub(crate) not_mover: bool,
}

/// A task (任务).
pub(crate) struct Task {
    pub(crate) no: String,
    pub(crate) title: String,
    /// Kind of source and its number.
    pub(crate) source: Option<(String, String)>,
    pub(crate) item: String,
    pub(crate) department: String,
    pub(crate) leader: String,
    pub(crate) officers: Vec<String>,
    pub(crate) submitted_by: String,
    /// Label of the state.
    pub(crate) state: String,
    pub(crate) is_void: bool,
    pub(crate) assigned_on: Option<Date>,
    pub(crate) due_on: Option<Date>,
    pub(crate) done_on: Option<Date>,
    pub(crate) steps: Vec<Move>,
    pub(crate) targets: Vec<Target>,
}

impl Task {
    pub(crate) fn source_key(&self) -> Option<(&str, &str)> {
        self.source.as_ref().map(|it| (it.0.as_str(), it.1.as_str()))
    }

    fn is_done(&self, day: Date) -> bool {
        self.done_on.is_some_and(|it| it <= day)
    }

    fn is_open(&self, day: Date) -> bool {
        !self.is_void && !self.is_done(day) && self.assigned_on.is_none_or(|it| it <= day)
    }

    /// How far, in %: done is 100; what has targets is the mean of them, by their figures; else 0.
    pub(crate) fn percent(&self, day: Date) -> Decimal {
        if self.is_done(day) {
            return Decimal::ONE_HUNDRED;
        }
        mean(self.targets.iter().map(Target::percent))
    }

    /// Whether every target is reached though the task is not reported yet.
    pub(crate) fn is_ripe(&self, day: Date) -> bool {
        // A ceiling is kept only when the period is over.
        let over = |it: &Target| !it.at_most || it.period.last_day() <= day;
        !self.targets.is_empty() && self.targets.iter().all(|it| it.is_met() && over(it))
    }
}

/// A reminder that was sent (催办、黄牌、督办单、红牌).
pub(crate) struct Sent {
    pub(crate) task: String,
    pub(crate) kind: String,
    pub(crate) on: Date,
}

/// Something demanded that nobody was set to.
pub(crate) struct Untasked {
    pub(crate) ledger: String,
    pub(crate) no: String,
    pub(crate) item: String,
    pub(crate) text: String,
}

/// How far a source is.
pub(crate) struct Progress {
    pub(crate) ledger: String,
    pub(crate) no: String,
    pub(crate) title: String,
    pub(crate) demands: usize,
    pub(crate) tasks: usize,
    pub(crate) done: usize,
    pub(crate) late: usize,
    /// Mean of its tasks, in %; none without tasks.
    pub(crate) percent: Option<Decimal>,
}

/// What one person can do now (我能办的).
pub(crate) struct Hand {
    /// The task's place in [`Review::tasks`].
    pub(crate) task: usize,
    pub(crate) step: String,
    pub(crate) lacks: Vec<String>,
}

/// A reminder that should go out.
pub(crate) struct Proposal {
    /// The task's place in [`Review::tasks`].
    pub(crate) task: usize,
    /// Code of the kind, as in the ledger of reminders.
    pub(crate) kind: &'static str,
    pub(crate) label: &'static str,
    pub(crate) why: String,
}

/// Everything that is said of tasks on a day.
pub(crate) struct Review {
    pub(crate) day: Date,
    pub(crate) tasks: Vec<Task>,
    pub(crate) untasked: Vec<Untasked>,
    pub(crate) progress: Vec<Progress>,
    /// Places of the late tasks, the longest late first, with the days.
    pub(crate) late: Vec<(usize, i32)>,
    pub(crate) hands: BTreeMap<String, Vec<Hand>>,
    pub(crate) proposals: Vec<Proposal>,
    /// Targets whose figure cannot be found any more.
    pub(crate) findings: Vec<Finding>,
}

/// Judges. `remind` is how many days before its due day a task is reminded of.
pub(crate) fn of(
    catalog: &Catalog,
    sources: Vec<Source>,
    tasks: Vec<Task>,
    sent: &[Sent],
    remind: u32,
    day: Date,
) -> Review {
    let mut by_source: BTreeMap<(&str, &str), Vec<&Task>> = BTreeMap::new();
    for task in tasks.iter().filter(|it| !it.is_void) {
        if let Some(key) = task.source_key() {
            by_source.entry(key).or_default().push(task);
        }
    }
    let (mut untasked, mut progress) = (Vec::new(), Vec::new());
    for source in &sources {
        let own = by_source.get(&source.key()).map(Vec::as_slice).unwrap_or_default();
        untasked.extend(without_task(source, own));
        progress.push(progress_of(source, own, day));
    }
    let mut late: Vec<(usize, i32)> =
        tasks.iter().enumerate().filter_map(|(at, it)| Some((at, days_late(it, day)?))).collect();
    late.sort_by_key(|it| (std::cmp::Reverse(it.1), it.0));
    let mut hands: BTreeMap<String, Vec<Hand>> = BTreeMap::new();
    let mut proposals = Vec::new();
    for (at, task) in tasks.iter().enumerate().filter(|it| !it.1.is_void) {
        for step in &task.steps {
            for person in who(task, step) {
                let (step, lacks) = (step.label.clone(), step.lacks.clone());
                hands.entry(person).or_default().push(Hand { task: at, step, lacks });
            }
        }
        let of_task: Vec<&Sent> = sent.iter().filter(|it| it.task == task.no).collect();
        if let Some((kind, label, why)) = propose(catalog, task, &of_task, remind, day) {
            proposals.push(Proposal { task: at, kind, label, why });
        }
    }
    let findings = Vec::new();
    Review { day, tasks, untasked, progress, late, hands, proposals, findings }
}

fn without_task(source: &Source, tasks: &[&Task]) -> Vec<Untasked> {
    let free = source.demands.iter().filter(|it| !tasks.iter().any(|task| task.item == it.item));
    let untasked = free.map(|it| Untasked {
        ledger: source.ledger.clone(),
        no: source.no.clone(),
        item: it.item.clone(),
        text: it.text.clone(),
    });
    untasked.collect()
}

fn progress_of(source: &Source, tasks: &[&Task], day: Date) -> Progress {
    Progress {
        ledger: source.ledger.clone(),
        no: source.no.clone(),
        title: source.title.clone(),
        demands: source.demands.len(),
        tasks: tasks.len(),
        done: tasks.iter().filter(|it| it.is_done(day)).count(),
        late: tasks.iter().filter(|it| days_late(it, day).is_some()).count(),
        percent: (!tasks.is_empty()).then(|| mean(tasks.iter().map(|it| it.percent(day)))),
    }
}

fn mean(parts: impl Iterator<Item = Decimal>) -> Decimal {
    let (mut sum, mut count) = (Decimal::ZERO, Decimal::ZERO);
    for part in parts {
        sum += part;
        count += Decimal::ONE;
    }
    if count.is_zero() { Decimal::ZERO } else { sum / count }
}

/// Days past the due day of a task that is not done.
fn days_late(task: &Task, day: Date) -> Option<i32> {
    let due = task.due_on.filter(|it| *it < day && task.is_open(day))?;
    day.since(due).ok().map(|it| it.get_days())
}

/// Who may make a step: the officers as clerks, the leader as leader, the head of the department as reviewer. Who
/// reported the work does not approve it.
fn who(task: &Task, step: &Move) -> Vec<String> {
    let mut people = Vec::new();
    for role in &step.roles {
        match role.as_str() {
            "clerk" if task.officers.is_empty() => {
                people.push(format!("{}经办人", task.department))
            }
            "clerk" => people.extend(task.officers.iter().cloned()),
            "leader" => people.push(task.leader.clone()),
            "reviewer" => people.push(format!("{}负责人", task.department)),
            _ => {}
        }
    }
    let barred = |it: &String| step.not_mover && *it == task.submitted_by;
    people.retain(|it| !(it.is_empty() || barred(it)));
    people.sort();
    people.dedup();
    people
}

/// 到期前催办；逾期亮黄牌；黄牌以后过了整改的工作日还没有办结，亮红牌。 What was sent already is not proposed again.
fn propose(
    catalog: &Catalog,
    task: &Task,
    sent: &[&Sent],
    remind: u32,
    day: Date,
) -> Option<(&'static str, &'static str, String)> {
    let due = task.due_on.filter(|_| task.is_open(day))?;
    let last = |kind: &str| sent.iter().filter(|it| it.kind == kind).map(|it| it.on).max();
    if day <= due {
        let left = due.since(day).ok()?.get_days();
        let soon = i32::try_from(remind).is_ok_and(|it| left <= it);
        let why =
            if left == 0 { "今天到期".to_owned() } else { format!("还有{left}天到期") };
        return (soon && last("remind").is_none()).then_some(("remind", "催办", why));
    }
    let days = day.since(due).ok()?.get_days();
    let Some(yellow) = last("yellow").filter(|it| *it > due) else {
        let red = last("red").is_some_and(|it| it > due);
        return (!red).then(|| ("yellow", "黄牌", format!("逾期{days}天，还没有亮黄牌")));
    };
    let cure = catalog.lights.cure;
    let red = last("red").is_some_and(|it| it >= yellow);
    let Ok(cured_by) = catalog.calendar.working_days_after(yellow, cure) else {
        let ordered = last("order").is_some_and(|it| it >= yellow);
        let why = format!("{yellow}亮黄牌，以后的放假安排没有公布，数不出工作日，请人工核定");
        return (!red && !ordered).then_some(("order", "督办单", why));
    };
    (day > cured_by && !red)
        .then(|| ("red", "红牌", format!("{yellow}亮黄牌，{cure}个工作日到{cured_by}止没有办结")))
}

#[cfg(test)]
mod tests;
