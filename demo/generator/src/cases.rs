//! 执法案件登记簿: one register for every case, whoever found it; and what hangs on a case.

use jiff::civil::{Date, date};

use crate::book::{Book, Column, Sheet, col, row, total, under};
use crate::cast;
use crate::consequence::{self, unloading};
use crate::days::{Days, between, plus};
use crate::patrol::{Check, Patrol, Truck};
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

/// The third campaign begins; the same day stands in the indicators of the campaign.
const CAMPAIGN: Date = date(2021, 3, 1);
/// Overload cases of the half year before and after the campaign's first day.
const BEFORE: usize = 100;
const AFTER: usize = 209;
/// Overload cases of the half year that were not yet penalised at its end.
const OPEN: usize = 29;
/// 卸载货物 of the half year, kilograms.
const UNLOADED: i64 = 6_050_710;
/// Special campaigns, by cause: report's word and number.
const SPECIAL: [(&[&str], usize); 7] = [
    (&["未取得许可从事道路客运经营", "未取得许可从事巡游出租汽车经营"], 6),
    (&["不按规定使用计价器", "拒载", "未经乘客同意搭载他人"], 13),
    (&["培训学时造假", "在备案场地外组织训练"], 4),
    (&["不按站点上客", "不按批准的线路行驶"], 3),
    (&["未取得网络预约出租汽车运输证", "未取得网络预约出租汽车驾驶员证"], 3),
    (&["无道路货物运输从业资格证", "无道路旅客运输从业资格证"], 30),
    (
        &[
            "未随车携带道路运输证",
            "货物脱落扬撒",
            "未按规定维护运输车辆",
            "危险货物运输违法",
            "旅游包车违法",
        ],
        17,
    ),
];

/// How much a goods vehicle carried over the limit, which decides the points of its driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Load {
    /// At most 1000 kg: a warning, no unloading.
    Warning,
    /// Below 30% of the rated load: 3 points.
    Light,
    /// 30% and more: 6 points.
    Heavy,
}

/// What was weighed.
#[derive(Debug, Clone)]
pub(crate) struct Weighing {
    pub(crate) load: Load,
    pub(crate) axles: i64,
    pub(crate) limit: i64,
    pub(crate) over: i64,
    pub(crate) licence: String,
    pub(crate) goods: &'static str,
    pub(crate) source: String,
}

/// One case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) no: String,
    pub(crate) handler: &'static str,
    pub(crate) cause: &'static str,
    source: &'static str,
    pub(crate) filed: Date,
    /// Position of the check among the found ones.
    pub(crate) check: Option<usize>,
    check_no: String,
    pub(crate) checked: Date,
    party: String,
    pub(crate) driver: String,
    pub(crate) company: Option<String>,
    pub(crate) plate: String,
    pub(crate) kind: &'static str,
    pub(crate) place: Option<(&'static str, String)>,
    pub(crate) weighing: Option<Weighing>,
    notified: Option<Date>,
    decision_no: String,
    pub(crate) penalised: Option<Date>,
    fine: i64,
    served: Option<Date>,
    paid: Option<Date>,
    closed: Option<Date>,
    pub(crate) is_dismissed: bool,
}

/// How far a case is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Penalised not later than this day.
    By(Date),
    /// Penalised on about this day or later.
    From(Date),
    /// Not penalised.
    Open,
    /// 撤案.
    Dismissed,
}

/// All cases, and the checks of which some came.
#[derive(Debug)]
pub(crate) struct Register {
    pub(crate) cases: Vec<Case>,
    pub(crate) found: Vec<Check>,
}

impl Register {
    pub(crate) fn new(patrol: &Patrol, trucks: &[Truck], days: &Days) -> Register {
        let mut register = Register { cases: Vec::new(), found: Vec::new() };
        register.overload(patrol, trucks, days);
        register.transport(days);
        register.city_joint(trucks, days);
        register.cases.sort_by_key(|it| it.filed);
        register.number();
        register
    }

    /// Cases of the joint teams.
    fn overload(&mut self, patrol: &Patrol, trucks: &[Truck], days: &Days) {
        let mut random = Random::new(0x05e4);
        // From, to, live, dismissed.
        let zones = [
            (date(2020, 7, 6), date(2020, 12, 31), 39, 1),
            (FIRST, plus(CAMPAIGN, -1), BEFORE, 2),
            (CAMPAIGN, LAST, AFTER, 3),
            (date(2021, 7, 1), LAST_DAY, 12, 0),
        ];
        let mut plan: Vec<(Date, usize, Fate)> = Vec::new(); // filed, shift, fate
        for (first, last, live, dismissed) in zones {
            let shifts: Vec<usize> = (0..patrol.shifts.len())
                .filter(|at| {
                    !patrol.shifts[*at].is_cancelled
                        && (first..=last).contains(&patrol.shifts[*at].day)
                })
                .collect();
            let mut some: Vec<(Date, usize, Fate)> = (0..live + dismissed)
                .map(|number| {
                    let shift = *random.pick(&shifts);
                    let day = patrol.shifts[shift].day;
                    let filed = plus(day, (random.between(0, 9) - 7).max(0)).min(last);
                    (
                        filed,
                        shift,
                        if number < dismissed { Fate::Dismissed } else { Fate::By(LAST) },
                    )
                })
                .collect();
            some.sort_by_key(|it| (it.0, it.1));
            plan.extend(some);
        }
        decide_fates(&mut random, &mut plan);
        let loads = loads(&mut random, &plan);
        let chosen = choose_trucks(&mut random, trucks, &plan, &loads);
        let mut evading = 0;
        for (((filed, shift, fate), load), truck) in plan.into_iter().zip(loads).zip(chosen) {
            let truck = &trucks[truck];
            let out = &patrol.shifts[shift];
            let over = over(&mut random, load, truck);
            let is_evading = load == Load::Heavy && evading < 3 && random.chance(4);
            evading += usize::from(is_evading);
            let source = match random.between(1, 20) {
                1..=14 => "路面巡查",
                15..=18 => "专项整治",
                19 => "部门移送",
                _ => "投诉举报",
            };
            let mut case = Case {
                check: Some(self.found.len()),
                checked: out.day,
                place: Some((out.road, out.stake.clone())),
                ..weighed_case(truck, filed, load, over)
            };
            case.source = source;
            case.cause = if is_evading { "逃避超限检测" } else { "违法超限运输" };
            proceed(&mut random, days, &mut case, fate);
            self.found.push(Check {
                shift,
                at: patrol.time_within(&mut random, shift),
                plate: truck.plate.clone(),
                kind: truck.kind,
                axles: Some(truck.axles),
                weighed: Some(truck.limit + over),
                result: "立案",
            });
            self.cases.push(case);
        }
        self.balance(&mut random);
        for case in &mut self.cases {
            let weighing = case.weighing.as_ref().expect("these are overload cases");
            let at = case.check.expect("these came of a check");
            self.found[at].weighed = Some(weighing.limit + weighing.over);
            if case.penalised.is_some() {
                case.fine = fine(weighing.over);
            }
        }
    }

    /// Moves the heavy loads of the half year until what is unloaded comes to its sum.
    fn balance(&mut self, random: &mut Random) {
        let unloaded: i64 = self
            .cases
            .iter()
            .filter(|it| in_half(it.filed))
            .filter_map(unloading)
            .map(|it| it.0 + it.1)
            .sum();
        let mut rest = UNLOADED - unloaded;
        let heavy: Vec<usize> = (0..self.cases.len())
            .filter(|at| {
                let case = &self.cases[*at];
                let is_heavy = case
                    .weighing
                    .as_ref()
                    .is_some_and(|it| it.load == Load::Heavy && it.axles == 6);
                is_heavy && in_half(case.filed) && unloading(case).is_some()
            })
            .collect();
        while rest != 0 {
            let case = &mut self.cases[*random.pick(&heavy)];
            let weighing = case.weighing.as_mut().expect("heavy cases were weighed");
            let step = (rest / 10).clamp(-60, 60) * 10;
            if (14_000..=56_000).contains(&(weighing.over + step)) {
                weighing.over += step;
                rest -= step;
            }
        }
    }

    /// Cases of the county's own transport enforcement.
    fn transport(&mut self, days: &Days) {
        let mut random = Random::new(0x7a50);
        let mut special: Vec<&'static str> = SPECIAL
            .iter()
            .flat_map(|(words, count)| (0..*count).map(|number| words[number % words.len()]))
            .collect();
        random.shuffle(&mut special);
        let all: Vec<&'static str> = SPECIAL.iter().flat_map(|it| it.0.iter().copied()).collect();
        let (early, late) = special.split_at(38);
        // 76 come of campaigns; half of them, and six others, fall into the third hundred days: 44.
        let mut plan: Vec<(Date, Date, &str, &str, bool)> = Vec::new();
        plan.extend(early.iter().map(|it| (FIRST, plus(CAMPAIGN, -1), *it, "专项整治", false)));
        plan.extend(late.iter().map(|it| (CAMPAIGN, LAST, *it, "专项整治", false)));
        let others = ["投诉举报", "日常检查", "投诉举报", "日常检查", "部门移送", "投诉举报"];
        plan.extend(others.map(|source| (CAMPAIGN, LAST, *random.pick(&all), source, false)));
        plan.extend(
            others[..5]
                .iter()
                .map(|it| (FIRST, plus(CAMPAIGN, -1), *random.pick(&all), *it, false)),
        );
        plan.extend(
            ["专项整治", "投诉举报"].map(|it| (CAMPAIGN, LAST, *random.pick(&all), it, true)),
        );
        for number in 0..16 {
            let (first, last) = if number < 12 {
                (date(2020, 8, 3), date(2020, 12, 30))
            } else {
                (date(2021, 7, 1), LAST_DAY)
            };
            plan.push((
                first,
                last,
                *random.pick(&all),
                if number % 2 == 0 { "专项整治" } else { "日常检查" },
                false,
            ));
        }
        for ((first, last, cause, source, is_dismissed), number) in plan.into_iter().zip(0..) {
            let mut filed = days.on_or_after(plus(first, random.between(0, between(first, last))));
            if filed > last {
                filed = days.on_or_after(plus(last, -5));
            }
            let mut case = small_case(&mut random, number, cause, filed);
            case.source = source;
            let fate = match (is_dismissed, random.between(1, 10)) {
                (true, _) => Fate::Dismissed,
                (false, 1) => Fate::Open,
                (false, _) => Fate::From(filed),
            };
            proceed(&mut random, days, &mut case, fate);
            if case.penalised.is_some() {
                case.fine = small_fine(&mut random, cause);
            }
            self.cases.push(case);
        }
    }

    /// Cases of the city's joint group: 29 on 1 and 2 February 2021 and one dismissed; three in November 2020.
    fn city_joint(&mut self, trucks: &[Truck], days: &Days) {
        let mut random = Random::new(0xc170);
        let overload = "违法超限运输";
        let modified = "擅自改装已取得道路运输证的车辆";
        let mut causes = vec![overload; 12];
        causes.extend([modified; 13]);
        causes.extend(["未取得许可从事道路客运经营"; 2]);
        causes.extend(["无道路货物运输从业资格证", "不按站点上客"]);
        random.shuffle(&mut causes);
        causes.push(modified);
        causes.extend([overload, modified, overload]);
        for (cause, number) in causes.into_iter().zip(0..) {
            let filed = match number {
                0..=15 => date(2021, 2, 1),
                16..=29 => date(2021, 2, 2),
                _ => date(2020, 11, 18),
            };
            let mut case = if cause == overload {
                let load = if random.chance(60) { Load::Light } else { Load::Heavy };
                let truck = loop {
                    let truck = random.pick(&trucks[30..]);
                    if truck.axles >= 4 {
                        break truck;
                    }
                };
                let over = over(&mut random, load, truck);
                let stretch = cast::ORDINARY[0];
                let place = Some((stretch.road, stretch.stake(&mut random)));
                Case { cause, place, ..weighed_case(truck, filed, load, over) }
            } else {
                small_case(&mut random, 200 + number, cause, filed)
            };
            (case.handler, case.source) = ("市异地交叉执法联合组", "异地交叉执法");
            proceed(
                &mut random,
                days,
                &mut case,
                if number == 29 { Fate::Dismissed } else { Fate::From(filed) },
            );
            if case.penalised.is_some() {
                case.fine = case
                    .weighing
                    .as_ref()
                    .map_or_else(|| small_fine(&mut random, cause), |it| fine(it.over));
            }
            self.cases.push(case);
        }
    }

    /// Numbers of the register and of the decisions, by day.
    fn number(&mut self) {
        let mut numbers = [[0_i64; 2]; 2];
        for case in &mut self.cases {
            let (year, is_city) = (case.filed.year(), case.handler.starts_with('市'));
            let number = &mut numbers[usize::from(is_city)][usize::from(year == 2021)];
            *number += 1;
            case.no = if is_city {
                format!("清交联立〔{year}〕{number}号")
            } else {
                format!("阳交立〔{year}〕{number}号")
            };
        }
        let mut order: Vec<usize> =
            (0..self.cases.len()).filter(|at| self.cases[*at].penalised.is_some()).collect();
        order.sort_by_key(|at| (self.cases[*at].penalised, *at));
        let mut numbers = [[0_i64; 2]; 2];
        for at in order {
            let case = &mut self.cases[at];
            let year = case.penalised.expect("only decided ones are in the order").year();
            let is_city = case.handler.starts_with('市');
            let number = &mut numbers[usize::from(is_city)][usize::from(year == 2021)];
            *number += 1;
            let head = if is_city { "清交联罚" } else { "阳交罚" };
            case.decision_no = format!("{head}〔{year}〕{number}号");
        }
    }

    /// Hands the numbers of the checks to the cases; `checks` are all checks in order, with their numbers.
    pub(crate) fn link_checks(&mut self, checks: &[Check], nos: &[String]) {
        for case in &mut self.cases {
            if let Some(at) = case.check {
                let found = &self.found[at];
                let place = checks.iter().position(|it| {
                    it.result == "立案"
                        && it.plate == found.plate
                        && it.shift == found.shift
                        && it.at == found.at
                });
                case.check_no.clone_from(&nos[place.expect("every found one is among the checks")]);
            }
        }
    }

    /// The register on paper, then what hangs on its cases.
    pub(crate) fn books(&self, days: &Days) -> Vec<Book> {
        vec![
            self.case_book(),
            consequence::unloadings(self),
            consequence::points(self, days),
            consequence::four_penalties(self, days),
        ]
    }

    fn case_book(&self) -> Book {
        const WEIGHED: &str = "称重情况";
        const STEPS: &str = "办理情况";
        let columns: Vec<Column> = vec![
            col("案件编号"),
            col("案件类别"),
            col("案由"),
            col("查处队伍"),
            col("案件来源"),
            col("检查编号"),
            col("立案日期"),
            col("当事人"),
            col("驾驶员"),
            col("所属企业"),
            col("车牌号"),
            col("货源单位"),
            col("货物"),
            col("路线"),
            col("桩号"),
            under(WEIGHED, "轴数"),
            under(WEIGHED, "车货总质量（千克）"),
            under(WEIGHED, "限值（千克）"),
            under(WEIGHED, "超限质量（千克）"),
            under(WEIGHED, "称重设备号"),
            under(WEIGHED, "检定有效期至"),
            under(STEPS, "告知日期"),
            under(STEPS, "处罚决定书号"),
            under(STEPS, "处罚日期"),
            total(under(STEPS, "罚款金额（元）")),
            under(STEPS, "送达日期"),
            under(STEPS, "缴款日期"),
            under(STEPS, "结案日期"),
            col("状态"),
        ];
        let rows = self.cases.iter().map(|it| {
            let weighing = it.weighing.as_ref();
            let (scale, valid) = scale(it.filed);
            let scale = weighing.map(|_| scale);
            row![
                &it.no,
                if weighing.is_some() { "超限超载" } else { "道路运政" },
                it.cause,
                it.handler,
                it.source,
                &it.check_no,
                it.filed,
                &it.party,
                &it.driver,
                it.company.as_deref(),
                &it.plate,
                weighing.map(|it| it.source.as_str()),
                weighing.map(|it| it.goods),
                it.place.as_ref().map(|it| it.0),
                it.place.as_ref().map(|it| it.1.as_str()),
                weighing.map(|it| it.axles),
                weighing.map(|it| it.limit + it.over),
                weighing.map(|it| it.limit),
                weighing.map(|it| it.over),
                scale,
                weighing.map(|_| valid),
                it.notified,
                &it.decision_no,
                it.penalised,
                it.penalised.map(|_| it.fine),
                it.served,
                it.paid,
                it.closed,
                it.state(),
            ]
        });
        let sheet = Sheet::new("案件登记簿", columns, rows.collect())
            .titled(&["执法案件登记簿", "单位：阳山县交通运输局　　质量：千克　　金额：元"]);
        Book::workbook("07-执法案件登记簿.xlsx", "enforcement/case", vec![sheet])
    }
}

impl Case {
    fn state(&self) -> &'static str {
        match self {
            _ if self.is_dismissed => "撤案",
            _ if self.closed.is_some() => "结案",
            _ if self.paid.is_some() => "已缴款",
            _ if self.served.is_some() => "已送达",
            _ if self.penalised.is_some() => "已处罚",
            _ if self.notified.is_some() => "已告知",
            _ => "立案",
        }
    }
}

fn in_half(day: Date) -> bool {
    (FIRST..=LAST).contains(&day)
}

/// 29 of the half year stay open, mostly the latest; twelve of them are penalised in July. Of 2020 seven wait for 2021.
fn decide_fates(random: &mut Random, plan: &mut [(Date, usize, Fate)]) {
    let live = |plan: &[(Date, usize, Fate)], first: Date, last: Date| -> Vec<usize> {
        (0..plan.len())
            .filter(|at| (first..=last).contains(&plan[*at].0) && plan[*at].2 != Fate::Dismissed)
            .collect()
    };
    let half = live(plan, FIRST, LAST);
    let (early, late) = half.split_at(half.len() - (OPEN - 5));
    let mut open: Vec<usize> = random.some(&early[150..], 5).into_iter().copied().collect();
    open.extend(late);
    for (at, number) in open.into_iter().zip(0..) {
        plan[at].2 =
            if number % 5 < 2 && number < 30 { Fate::From(date(2021, 7, 2)) } else { Fate::Open };
    }
    let old = live(plan, date(2020, 7, 1), date(2020, 12, 31));
    let (early, late) = old.split_at(old.len() - 7);
    early.iter().for_each(|at| plan[*at].2 = Fate::By(date(2020, 12, 31)));
    late.iter().for_each(|at| plan[*at].2 = Fate::From(date(2021, 1, 5)));
    for at in live(plan, date(2021, 7, 1), LAST_DAY) {
        plan[at].2 = Fate::Open;
    }
}

/// Of the live ones of the half year 8 are warnings and 173 light.
fn loads(random: &mut Random, plan: &[(Date, usize, Fate)]) -> Vec<Load> {
    let mut half: Vec<Load> = (0..BEFORE + AFTER)
        .map(|number| match number {
            0..8 => Load::Warning,
            8..181 => Load::Light,
            _ => Load::Heavy,
        })
        .collect();
    random.shuffle(&mut half);
    let mut half = half.into_iter();
    let other = |number: usize| if number.is_multiple_of(2) { Load::Light } else { Load::Heavy };
    let is_of_half = |it: &(Date, usize, Fate)| in_half(it.0) && it.2 != Fate::Dismissed;
    plan.iter()
        .enumerate()
        .map(|(number, it)| {
            if is_of_half(it) { half.next() } else { None }.unwrap_or_else(|| other(number))
        })
        .collect()
}

/// Vehicles by position: the first eleven come again as the four penalties need them, the others once each.
fn choose_trucks(
    random: &mut Random,
    trucks: &[Truck],
    plan: &[(Date, usize, Fate)],
    loads: &[Load],
) -> Vec<usize> {
    let mut order: Vec<usize> = (11..trucks.len()).collect();
    random.shuffle(&mut order);
    let mut chosen: Vec<usize> = loads
        .iter()
        .map(|load| {
            let fits = |at: usize| {
                *load == Load::Warning
                    || trucks[at].axles >= if *load == Load::Heavy { 6 } else { 4 }
            };
            let is_heavy_four = *load == Load::Heavy && random.chance(35);
            let place = order
                .iter()
                .position(|at| if is_heavy_four { trucks[*at].axles == 4 } else { fits(*at) });
            order.remove(place.expect("there are more vehicles than cases"))
        })
        .collect();
    let is_live = |at: &usize| plan[*at].2 != Fate::Dismissed;
    let old: Vec<usize> =
        (0..plan.len()).filter(|at| plan[*at].0 < FIRST).filter(is_live).collect();
    let new: Vec<usize> =
        (0..plan.len()).filter(|at| in_half(plan[*at].0)).filter(is_live).collect();
    for number in 0..5 {
        chosen[old[number * 6 + 1]] = number;
        for time in 0..3 {
            chosen[new[4 + (number + time * 5) * 5]] = number;
        }
    }
    for number in 5..11 {
        chosen[new[6 + (number + 10) * 5]] = number;
    }
    chosen
}

/// Kilograms over the limit, to the ten kilograms, as the load says.
fn over(random: &mut Random, load: Load, truck: &Truck) -> i64 {
    let (low, high) = match (load, truck.axles) {
        (Load::Warning, _) => (20, 100),
        (Load::Light, 6) => (620, 980),
        (Load::Light, 5) => (500, 860),
        (Load::Light, _) => (200, 460),
        (Load::Heavy, 6) => (2_600, 4_800),
        (Load::Heavy, 5) => (2_000, 3_600),
        (Load::Heavy, _) => (2_200, 3_900),
    };
    random.between(low, high) * 10
}

/// 超限运输车辆行驶公路管理规定第四十三条: a warning up to 1000 kg, 500 yuan for each 1000 kg above, at most 30,000.
fn fine(over: i64) -> i64 {
    if over <= 1_000 { 0 } else { (over / 1_000 * 500).min(30_000) }
}

fn small_fine(random: &mut Random, cause: &str) -> i64 {
    let (low, high) = match cause {
        "未取得许可从事道路客运经营" | "未取得许可从事巡游出租汽车经营" => {
            (6, 20)
        }
        "未取得网络预约出租汽车运输证" | "擅自改装已取得道路运输证的车辆" => {
            (5, 10)
        }
        _ => (1, 3),
    };
    random.between(low, high) * if high > 3 { 1_000 } else { 200 }
}

/// The scale of the day, and the last day of its certificate.
fn scale(day: Date) -> (&'static str, Date) {
    let number = usize::try_from(day.day()).expect("days are not negative") % 3;
    let until = if day < date(2021, 4, 20) { date(2021, 4, 30) } else { date(2022, 4, 18) };
    (["CZ-示例01", "CZ-示例02", "CZ-示例03"][number], until)
}

fn weighed_case(truck: &Truck, filed: Date, load: Load, over: i64) -> Case {
    let weighing = Weighing {
        load,
        axles: truck.axles,
        limit: truck.limit,
        over,
        licence: truck.licence.clone(),
        goods: truck.goods,
        source: truck.source.clone(),
    };
    Case {
        party: truck.company.clone().unwrap_or_else(|| truck.driver.clone()),
        driver: truck.driver.clone(),
        company: truck.company.clone(),
        plate: truck.plate.clone(),
        kind: truck.kind,
        weighing: Some(weighing),
        handler: "县治超联合执法队",
        ..bare_case(filed)
    }
}

/// A case of transport enforcement.
fn small_case(random: &mut Random, number: usize, cause: &'static str, filed: Date) -> Case {
    let person = cast::person(1500 + number);
    let is_school = cause.contains("训");
    let (plate, kind) = match cause {
        _ if is_school => (String::new(), ""),
        "未取得许可从事道路客运经营" | "未取得许可从事巡游出租汽车经营" => {
            (format!("粤RX{:04} 蓝", number + 1), "小型客车")
        }
        "不按规定使用计价器" | "拒载" | "未经乘客同意搭载他人" => {
            (format!("粤RT{:04} 蓝", number + 1), "出租汽车")
        }
        "未取得网络预约出租汽车运输证" | "未取得网络预约出租汽车驾驶员证" => {
            (format!("粤RD{:05}", 40_000 + number), "小型客车")
        }
        "不按站点上客" | "不按批准的线路行驶" | "旅游包车违法" | "无道路旅客运输从业资格证" => {
            (format!("粤RK{:04} 黄", number % 90 + 1), "客车")
        }
        "危险货物运输违法" => (format!("粤RW{:04} 黄", number + 1), "载货汽车"),
        _ => (cast::truck_plate(500 + number), "载货汽车"),
    };
    let party = if is_school {
        format!("阳山示例驾校{}分校", random.between(1, 4))
    } else {
        person.clone()
    };
    let driver = if is_school { String::new() } else { person };
    Case {
        cause, party, driver, plate, kind, handler: "县交通运输综合执法", ..bare_case(filed)
    }
}

fn bare_case(filed: Date) -> Case {
    Case {
        no: String::new(),
        handler: "",
        cause: "",
        source: "",
        filed,
        check: None,
        check_no: String::new(),
        checked: filed,
        party: String::new(),
        driver: String::new(),
        company: None,
        plate: String::new(),
        kind: "",
        place: None,
        weighing: None,
        notified: None,
        decision_no: String::new(),
        penalised: None,
        fine: 0,
        served: None,
        paid: None,
        closed: None,
        is_dismissed: false,
    }
}

/// Sets the days of the process; what would lie after the last day of the demo has not happened.
fn proceed(random: &mut Random, days: &Days, case: &mut Case, fate: Fate) {
    let notified = days.later(case.filed, random.between(1, 7));
    let penalised = days.later(notified, random.between(3, 15));
    let penalised = match fate {
        Fate::Dismissed => {
            case.is_dismissed = true;
            return;
        }
        Fate::Open => {
            case.notified = Some(notified).filter(|it| *it <= LAST_DAY);
            return;
        }
        Fate::By(day) if penalised > day => {
            let back = random.between(0, between(case.filed, day).min(7));
            days.on_or_after(plus(day, -back)).min(day)
        }
        Fate::By(_) => penalised,
        Fate::From(day) => penalised.max(days.later(day, random.between(1, 4))),
    };
    let known = |day: Date| Some(day).filter(|it| *it <= LAST_DAY);
    case.notified = known(notified.min(penalised).max(case.filed));
    case.penalised = known(penalised);
    let served = days.later(penalised, random.between(1, 6));
    let paid = days.on_or_after(plus(served, random.between(1, 13)));
    let closed = days.later(paid, random.between(1, 6));
    if case.penalised.is_some() {
        case.served = known(served);
        case.paid = known(paid);
        case.closed = known(closed);
    }
}

impl Register {
    /// Cases of the city's joint group on a day, with vehicle and kind, for the list of its checks.
    pub(crate) fn of_city_joint(&self, day: Date) -> Vec<&Case> {
        self.cases.iter().filter(|it| it.handler.starts_with('市') && it.filed == day).collect()
    }
}
