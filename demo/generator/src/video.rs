//! 重型货车智能视频监控报警装置: one owner, one vehicle, one row.

use jiff::civil::{Date, date};

use crate::book::{Book, DayStyle, Sheet, col, row, under};
use crate::cast;
use crate::days::{Days, between, plus};
use crate::fleet::{self, weekday};
use crate::random::Random;
use crate::{LAST, LAST_DAY};

/// Fitted, but not connected at the end of June.
const UNCONNECTED: usize = 22;

/// The book.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![devices(days)]
}

/// A day for every step that a device has come to.
#[derive(Debug, Clone, Copy, Default)]
struct Steps {
    appointed: Option<Date>,
    fitted: Option<Date>,
    connected: Option<Date>,
}

fn devices(days: &Days) -> Book {
    const WHY_NOT: [&str; 4] = [
        "平台审核资料未通过，已补报",
        "物联卡未激活",
        "设备固件待升级",
        "车辆在外省作业，待回场调试",
    ];
    let mut random = Random::new(0xde71);
    let trucks = fleet::heavy_trucks();
    let (mut rows, mut follow_ups, mut fitted_so_far) = (Vec::new(), Vec::new(), 0);
    for (truck, number) in trucks.iter().zip(1_usize..) {
        let no = format!("SP{number:04}");
        let is_new = truck.registered > LAST;
        let listed = if is_new {
            truck.registered
        } else {
            weekday(plus(date(2020, 10, 12), random.between(0, 60)))
        };
        let fit_by = if is_new { plus(listed, 60) } else { LAST };
        let is_outside = number % 12 == 5;
        let mut steps = Steps::default();
        let mut why_not = None;
        let mut state = "核减";
        if is_new {
            steps.appointed = (number % 2 == 0).then(|| days.later(listed, 1));
            state = if steps.appointed.is_some() { "已预约" } else { "已联系" };
        } else if truck.left.is_none() {
            fitted_so_far += 1;
            let is_late = fitted_so_far % 32 == 7 && fitted_so_far <= 32 * UNCONNECTED;
            let first = if is_late { date(2021, 5, 24) } else { date(2021, 1, 11) };
            let fitted =
                days.on_or_after(plus(first, random.between(0, between(first, date(2021, 6, 24)))));
            steps.appointed = Some(days.on_or_after(plus(fitted, -random.between(3, 9))));
            steps.fitted = Some(fitted);
            let joined = if is_late {
                let joined = days.later(LAST, random.between(1, 20));
                (joined <= LAST_DAY).then_some(joined)
            } else {
                Some(days.later(fitted, random.between(0, 3)).min(LAST))
            };
            steps.connected = joined;
            state = match joined {
                None => "已安装",
                Some(_) if !is_late && fitted_so_far % 150 == 3 => "维修",
                Some(_) => "已接入",
            };
            why_not = joined.is_none().then(|| *random.pick(&WHY_NOT));
        }
        let who = cast::person(360 + number % 6);
        if is_outside {
            let day = days.later(listed, 5);
            follow_ups.push(row![&no, day, &who, "车在外市，已联系车主就近预约安装点"]);
        }
        if let Some(why) = why_not {
            let day = days.later(LAST, 2);
            follow_ups.push(row![&no, day, &who, format!("{why}，督促安装处限期接入")]);
        }
        let is_fitted = steps.fitted.is_some();
        rows.push(row![
            no,
            truck.no.as_str(),
            "省统一部署，总质量12吨以上重型货车",
            listed,
            fit_by,
            is_outside,
            steps.appointed,
            is_fitted.then_some(if is_outside {
                "外市合作安装点"
            } else {
                "阳山示例安装处"
            }),
            is_fitted.then_some(!is_outside && number % 3 == 0),
            steps.fitted,
            is_fitted.then_some("示例ADAS-2型"),
            is_fitted.then(|| format!("1440000{number:06}")),
            is_fitted.then(|| cast::person(370 + number % 8)),
            steps.connected,
            why_not,
            truck.left.map(|it| it.0),
            truck.left.map(|it| if it.1 == "转出" {
                "车辆转出证明"
            } else {
                "报废注销证明"
            }),
            state,
        ]);
    }
    let columns = vec![
        col("装置编号"),
        col("车辆编号"),
        col("应装依据"),
        col("列入日期"),
        col("安装期限"),
        col("车在外市"),
        under("安装", "预约日期"),
        under("安装", "安装点"),
        under("安装", "上门安装"),
        under("安装", "安装日期"),
        under("安装", "设备型号"),
        under("安装", "物联卡号"),
        under("安装", "安装人"),
        under("平台", "接入平台日期"),
        under("平台", "未接入原因"),
        under("核减", "核减日期"),
        under("核减", "核减依据"),
        col("状态"),
    ];
    let sheets = vec![
        Sheet::new("一户一车", columns, rows)
            .titled(&["重型货车智能视频监控报警装置安装登记表"])
            .days(DayStyle::Dashes),
        Sheet::new(
            "跟进记录",
            ["装置编号", "跟进日期", "跟进人", "跟进情况"].map(col).to_vec(),
            follow_ups,
        ),
    ];
    Book::workbook("73-智能视频装置.xlsx", "vehicle/video_device", sheets)
}
