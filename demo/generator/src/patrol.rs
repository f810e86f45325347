//! 治超联合执法队: teams, attendances, and the vehicles they checked.

use jiff::civil::{Date, Time, date, time};

use crate::book::{Book, Cell, DayStyle, Form, Sheet, col, row, under};
use crate::cast::{self, Stretch};
use crate::days::{every, plus};
use crate::random::Random;
use crate::{FIRST, LAST, LAST_DAY};

/// 出动执法人员 of the half year, 人次.
const PERSON_TIMES: i64 = 4233;
/// 出动执法车辆 of the half year, 辆次.
const VEHICLE_TIMES: i64 = 1661;
/// 检查车辆 of the half year, 辆次.
const CHECKS: usize = 5087;

const TRANSPORT: &str = "阳山县交通运输局";
const POLICE: &str = "阳山县公安局交警大队";
const HIGHWAY: &str = "阳山县公路事务中心";

#[derive(Debug, Clone)]
struct Member {
    name: String,
    unit: &'static str,
    duty: &'static str,
    certificate: String,
    from: Date,
    until: Option<Date>,
}

impl Member {
    fn is_in_post(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| until > day)
    }
}

#[derive(Debug)]
struct Team {
    name: &'static str,
    area: &'static str,
    formed: Date,
    dissolved: Option<Date>,
    members: Vec<Member>,
    vehicles: Vec<(String, &'static str)>,
}

/// One attendance.
#[derive(Debug)]
pub(crate) struct Shift {
    pub(crate) no: String,
    team: &'static str,
    pub(crate) day: Date,
    kind: &'static str,
    starts: Time,
    minutes: i64,
    place: &'static str,
    pub(crate) road: &'static str,
    pub(crate) stake: String,
    members: Vec<(String, String)>,
    vehicles: Vec<(String, &'static str)>,
    pub(crate) is_cancelled: bool,
    is_reviewed: bool,
}

/// One vehicle checked; its number is given when all are known.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) shift: usize,
    pub(crate) at: Time,
    pub(crate) plate: String,
    pub(crate) kind: &'static str,
    pub(crate) axles: Option<i64>,
    pub(crate) weighed: Option<i64>,
    pub(crate) result: &'static str,
}

/// A goods vehicle with all that belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct Truck {
    pub(crate) plate: String,
    pub(crate) kind: &'static str,
    pub(crate) axles: i64,
    pub(crate) limit: i64,
    pub(crate) driver: String,
    pub(crate) licence: String,
    pub(crate) company: Option<String>,
    pub(crate) source: String,
    pub(crate) goods: &'static str,
}

/// The goods vehicles that pass: 420 of the county, 380 from elsewhere.
pub(crate) fn trucks() -> Vec<Truck> {
    // Kind, axles, limit in kilograms: 认定标准.
    const SHAPES: [(&str, i64, i64); 8] = [
        ("铰接列车", 6, 49_000),
        ("铰接列车", 6, 49_000),
        ("载货汽车", 4, 31_000),
        ("铰接列车", 6, 49_000),
        ("铰接列车", 5, 43_000),
        ("载货汽车", 4, 31_000),
        ("载货汽车", 2, 18_000),
        ("载货汽车", 3, 25_000),
    ];
    const GOODS: [&str; 8] = ["碎石", "河砂", "水泥", "石粉", "矿石", "商品混凝土", "煤", "建材"];
    let mut random = Random::new(0x7206);
    (0..800)
        .map(|number| {
            let (kind, axles, limit) =
                if number < 11 { SHAPES[number % 3] } else { *random.pick(&SHAPES) };
            let is_local = number < 420;
            let company = match number {
                5..=7 => Some(cast::goods_company(0)),
                8..=10 => Some(cast::goods_company(1)),
                _ if is_local => {
                    random.chance(75).then(|| cast::goods_company(random.below(26) + 2))
                }
                _ => random
                    .chance(60)
                    .then(|| format!("外地示例运输{:02}号有限公司", random.between(1, 40))),
            };
            Truck {
                plate: if is_local {
                    cast::truck_plate(number + 1)
                } else {
                    cast::far_truck_plate(number)
                },
                kind,
                axles,
                limit,
                driver: cast::person(300 + number),
                licence: cast::identity(300 + number),
                company,
                source: cast::source_unit(random.below(18)),
                goods: GOODS[random.below(GOODS.len())],
            }
        })
        .collect()
}

fn teams() -> Vec<Team> {
    const DUTIES: [&str; 15] = [
        "队长",
        "副队长",
        "副队长",
        "称重员",
        "称重员",
        "内勤",
        "队员",
        "队员",
        "队员",
        "队员",
        "队员",
        "队员",
        "队员",
        "队员",
        "队员",
    ];
    const UNITS: [&str; 15] = [
        TRANSPORT,
        POLICE,
        HIGHWAY,
        TRANSPORT,
        HIGHWAY,
        TRANSPORT,
        TRANSPORT,
        POLICE,
        POLICE,
        POLICE,
        HIGHWAY,
        TRANSPORT,
        "阳山县市场监督管理局",
        "阳山县自然资源局",
        TRANSPORT,
    ];
    const NAMES: [(&str, &str); 4] = [
        ("第一联合执法队", "G107线、清连高速公路出入口"),
        ("第二联合执法队", "G323线、G358线及沿线货物源头"),
        ("第三联合执法队", "S260线、S250线、S262线及县道"),
        ("2020年机动联合执法队", "全县机动"),
    ];
    let formed = date(2020, 7, 1);
    NAMES
        .into_iter()
        .zip(0..)
        .map(|((name, area), team): (_, usize)| {
            let is_mobile = team == 3;
            let size = if is_mobile { 6 } else { 15 };
            let dissolved = is_mobile.then_some(date(2020, 12, 31));
            let member = |place: usize, number: usize, from: Date, until: Option<Date>| Member {
                name: cast::person(number),
                unit: UNITS[place],
                duty: DUTIES[place],
                certificate: format!("粤R示例{:04}", number + 1),
                from,
                until,
            };
            let mut members: Vec<Member> = (0..size)
                .map(|place| member(place, team * 15 + place, formed, dissolved))
                .collect();
            if !is_mobile {
                // One went back to his unit in spring and another came; a third came after the half year.
                members[10 + team].until = Some(date(2021, 4, 1));
                members.push(member(10 + team, 60 + team, date(2021, 4, 1), None));
            }
            if team == 0 {
                members.push(member(14, 66, date(2021, 7, 5), None));
            }
            let vehicles = (0..6)
                .map(|number: usize| match number % 3 {
                    0 => (format!("粤RZ{:03}警", team * 10 + number), POLICE),
                    1 => (format!("粤RE{:04} 蓝", team * 10 + number), TRANSPORT),
                    _ => (format!("粤RE{:04} 蓝", 500 + team * 10 + number), HIGHWAY),
                })
                .collect();
            Team { name, area, formed, dissolved, members, vehicles }
        })
        .collect()
}

/// Teams with their attendances from July 2020 to 9 July 2021.
#[derive(Debug)]
pub(crate) struct Patrol {
    teams: Vec<Team>,
    pub(crate) shifts: Vec<Shift>,
}

impl Patrol {
    pub(crate) fn new() -> Patrol {
        let mut random = Random::new(0x9a72);
        let teams = teams();
        // Who goes out when: in 2020 one team every other day, in 2021 every team every day, sometimes twice.
        let mut plan: Vec<(Date, usize)> = Vec::new();
        for (day, number) in every(date(2020, 7, 6), date(2020, 12, 31)).into_iter().zip(0..) {
            if number % 2 == 0 {
                plan.push((day, number / 2 % 4));
            }
        }
        for day in every(FIRST, LAST_DAY) {
            for team in 0..3 {
                let is_new_year = (date(2021, 2, 11)..=date(2021, 2, 13)).contains(&day);
                if !is_new_year || team == 2 {
                    plan.push((day, team));
                }
                if random.chance(3) {
                    plan.push((day, team));
                }
            }
        }
        let in_half = |day: Date| (FIRST..=LAST).contains(&day);
        let halves: Vec<usize> = (0..plan.len()).filter(|at| in_half(plan[*at].0)).collect();
        let cancelled: Vec<usize> = random.some(&halves, 7).into_iter().copied().collect();
        let counted = halves.len() - cancelled.len();
        let mut people = random.split(PERSON_TIMES, counted, 5, 11).into_iter();
        let mut cars = random.split(VEHICLE_TIMES, counted, 2, 5).into_iter();
        let mut numbers = [0_i64; 2];
        let mut shifts: Vec<Shift> = Vec::new();
        for (at, (day, team)) in plan.into_iter().enumerate() {
            let is_cancelled = cancelled.contains(&at);
            let is_counted = in_half(day) && !is_cancelled;
            let people = if is_counted { people.next() } else { None }
                .unwrap_or_else(|| random.between(6, 9));
            let cars = if is_counted { cars.next() } else { None }.unwrap_or(3);
            let number = &mut numbers[usize::from(day.year() == 2021)];
            *number += 1;
            let no = format!("CQ{}-{number:04}", day.year());
            let second = shifts
                .iter()
                .rev()
                .take_while(|it| it.day == day)
                .any(|it| it.team == teams[team].name);
            let shift = go_out(&mut random, &teams[team], (no, day, second), (people, cars));
            shifts.push(Shift { is_cancelled, ..shift });
        }
        Patrol { teams, shifts }
    }

    /// Fills up the checks of the half year, puts all in order of time and numbers them.
    pub(crate) fn finish_checks(
        &self,
        found: Vec<Check>,
        trucks: &[Truck],
    ) -> (Vec<Check>, Vec<String>) {
        let mut random = Random::new(0xc4ec);
        let in_half = |check: &Check| (FIRST..=LAST).contains(&self.shifts[check.shift].day);
        let mut checks = found;
        let live: Vec<usize> =
            (0..self.shifts.len()).filter(|at| !self.shifts[*at].is_cancelled).collect();
        let (half, other): (Vec<usize>, Vec<usize>) =
            live.into_iter().partition(|at| (FIRST..=LAST).contains(&self.shifts[*at].day));
        let wanted = CHECKS - checks.iter().filter(|it| in_half(it)).count();
        for _ in 0..wanted {
            let shift = *random.pick(&half);
            checks.push(self.ordinary_check(&mut random, shift, trucks));
        }
        for _ in 0..620 {
            let shift = *random.pick(&other);
            checks.push(self.ordinary_check(&mut random, shift, trucks));
        }
        checks.sort_by(|a, b| {
            let key = |it: &Check| (self.shifts[it.shift].day, it.at, it.shift, it.plate.clone());
            key(a).cmp(&key(b))
        });
        let mut numbers = [0_i64; 2];
        let nos = checks.iter().map(|check| {
            let year = self.shifts[check.shift].day.year();
            let number = &mut numbers[usize::from(year == 2021)];
            *number += 1;
            format!("JC{year}-{number:05}")
        });
        let nos = nos.collect();
        (checks, nos)
    }

    /// A time within a shift, before midnight.
    pub(crate) fn time_within(&self, random: &mut Random, shift: usize) -> Time {
        let shift = &self.shifts[shift];
        let starts = i64::from(shift.starts.hour()) * 60 + i64::from(shift.starts.minute());
        clock(random.between(starts + 10, (starts + shift.minutes - 10).min(23 * 60 + 55)))
    }

    fn ordinary_check(&self, random: &mut Random, shift: usize, trucks: &[Truck]) -> Check {
        let at = self.time_within(random, shift);
        if random.chance(11) {
            let plate = format!("粤RK{:04} {}", random.between(1, 90), "黄");
            return Check {
                shift,
                at,
                plate,
                kind: "客车",
                axles: None,
                weighed: None,
                result: "放行",
            };
        }
        let truck = &trucks[random.below(trucks.len())];
        let (result, weighed) = match random.between(1, 100) {
            1..=46 => ("放行", None),
            47..=95 => {
                ("称重未超限", Some(random.between(truck.limit / 25, truck.limit / 10) * 10))
            }
            _ => ("教育放行", None),
        };
        Check {
            shift,
            at,
            plate: truck.plate.clone(),
            kind: truck.kind,
            axles: Some(truck.axles),
            weighed,
            result,
        }
    }

    /// 治超联合执法队, 治超出勤登记.
    pub(crate) fn books(&self) -> Vec<Book> {
        vec![self.team_book(), self.attendance_book()]
    }

    fn team_book(&self) -> Book {
        let rows = self.teams.iter().map(|team| {
            let state = if team.dissolved.is_some() { "注销" } else { "在册" };
            row![team.name, TRANSPORT, team.area, team.formed, team.dissolved, state]
        });
        let columns = vec![
            col("队名"),
            col("牵头单位"),
            col("责任区域"),
            col("组建日期"),
            col("撤销日期"),
            col("状态"),
        ];
        let teams = Sheet::new("执法队", columns, rows.collect()).titled(&["阳山县治超联合执法队"]);
        let members = self.teams.iter().flat_map(|team| {
            team.members.iter().map(|it| {
                row![team.name, &it.name, it.unit, it.duty, &it.certificate, it.from, it.until]
            })
        });
        let columns = vec![
            col("队名"),
            col("姓名"),
            col("抽调单位"),
            col("队内职务"),
            col("执法证号"),
            col("抽调日期"),
            col("返回日期"),
        ];
        let members =
            Sheet::new("队员", columns, members.collect()).titled(&["联合执法队人员花名册"]);
        Book::workbook("04-治超联合执法队.xlsx", "overload/team", vec![teams, members])
    }

    fn attendance_book(&self) -> Book {
        let columns = vec![
            col("出勤编号"),
            col("执法队"),
            col("出勤日期"),
            col("班次"),
            under("时间", "出发时间"),
            under("时间", "收队时间"),
            col("执法区域"),
            under("地点", "路线"),
            under("地点", "桩号"),
            col("带队人"),
            col("状态"),
        ];
        let rows = self.shifts.iter().map(|it| {
            let starts = i64::from(it.starts.hour()) * 60 + i64::from(it.starts.minute());
            let state = match (it.is_cancelled, it.is_reviewed) {
                (true, _) => "已取消",
                (false, true) => "已审核",
                (false, false) => "已收队",
            };
            let ends = (!it.is_cancelled).then(|| clock((starts + it.minutes) % (24 * 60)));
            row![
                &it.no,
                it.team,
                it.day,
                it.kind,
                it.starts,
                ends,
                it.place,
                it.road,
                &it.stake,
                &it.members[0].0,
                state
            ]
        });
        let log =
            Sheet::new("出勤登记", columns, rows.collect()).titled(&["治超联合执法出勤登记表"]);
        let mut members: Vec<Vec<Cell>> = Vec::new();
        let mut vehicles: Vec<Vec<Cell>> = Vec::new();
        for shift in &self.shifts {
            members.extend(shift.members.iter().map(|it| row![&shift.no, &it.0, &it.1]));
            vehicles.extend(shift.vehicles.iter().map(|it| row![&shift.no, &it.0, it.1]));
        }
        let members =
            Sheet::new("参加人员", vec![col("出勤编号"), col("姓名"), col("执法证号")], members);
        let vehicles =
            Sheet::new("出动车辆", vec![col("出勤编号"), col("车牌号"), col("所属单位")], vehicles);
        Book::workbook("05-治超出勤登记.xlsx", "overload/attendance", vec![log, members, vehicles])
    }

    /// 治超检查登记.
    pub(crate) fn check_book(&self, checks: &[Check], nos: &[String]) -> Book {
        let columns = [
            "检查编号",
            "出勤编号",
            "检查日期",
            "检查时间",
            "号牌",
            "车型",
            "轴数",
            "车货总质量（千克）",
            "检查结果",
        ];
        let rows = checks.iter().zip(nos).map(|(it, no)| {
            let shift = &self.shifts[it.shift];
            row![
                no, &shift.no, shift.day, it.at, &it.plate, it.kind, it.axles, it.weighed,
                it.result
            ]
        });
        let sheet = Sheet::new("检查登记", columns.map(col).to_vec(), rows.collect())
            .days(DayStyle::Dashes);
        Book::csv("06-治超检查登记.csv", "overload/check", Form::CsvUtf8, sheet)
    }
}

fn clock(minutes: i64) -> Time {
    let part = |number: i64| i8::try_from(number).expect("a day has 24 hours of 60 minutes");
    time(part(minutes / 60), part(minutes % 60), 0, 0)
}

fn go_out(random: &mut Random, team: &Team, when: (String, Date, bool), size: (i64, i64)) -> Shift {
    let (no, day, is_second) = when;
    let (kind, starts, minutes) = match (is_second, random.between(1, 10)) {
        (true, _) | (false, 9) => {
            ("夜班", random.between(238, 246) * 5, random.between(72, 96) * 5)
        }
        (false, 10) => ("突击", random.between(64, 72) * 5, random.between(40, 60) * 5),
        (false, _) => ("白班", random.between(98, 108) * 5, random.between(84, 108) * 5),
    };
    let (place, stretches): (&str, &[Stretch]) = match random.between(1, 10) {
        1..=5 => ("普通公路", &cast::ORDINARY),
        6..=7 => ("高速公路出入口", &cast::ENTRANCES),
        _ => ("货物装载源头周边路段", &cast::AROUND_SOURCES),
    };
    let stretch = random.pick(stretches);
    let (people, cars) =
        (usize::try_from(size.0).expect("5 to 11"), usize::try_from(size.1).expect("2 to 5"));
    let in_post: Vec<&Member> = team.members.iter().filter(|it| it.is_in_post(day)).collect();
    let members = random.some(&in_post, people.min(in_post.len()));
    Shift {
        no,
        team: team.name,
        day,
        kind,
        starts: clock(starts),
        minutes,
        place,
        road: stretch.road,
        stake: stretch.stake(random),
        members: members.into_iter().map(|it| (it.name.clone(), it.certificate.clone())).collect(),
        vehicles: random.some(&team.vehicles, cars).into_iter().cloned().collect(),
        is_cancelled: false,
        is_reviewed: day <= plus(LAST_DAY, -5),
    }
}
