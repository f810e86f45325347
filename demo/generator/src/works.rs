//! 建设项目、规划与资金: plans, projects, quantities, money, hurdles.
//!
//! Names, sums and states of the projects are those that the report tells; contractors, documents and whatever the
//! report leaves open are evidently invented.

mod approvals; // 前期手续
mod funding; // 项目资金
mod planning; // 规划编制
mod procurement; // 采购与招投标
mod progress; // 项目进展填报
mod projects; // 建设项目
mod quantities; // 分项工程量
mod sections; // 标段
mod segments; // 建设计划, 农村公路项目段
mod stoppages; // 停工与制约

use jiff::civil::{Date, Weekday};

use crate::book::Book;
use crate::days::{Days, plus};

const S260: &str = "省道260线文塔大桥至水口大桥段改建工程（一期工程）";
const GUANGLIAN: &str = "广连高速公路阳山段";
const BRIDGE_REPAIR: &str = "国省道三类桥梁维修加固工程";
const HUNDRED_DAYS: &str = "预防道路交通事故“第二轮百日攻坚”行动基础设施建设";
const WIDEN: &str = "乡镇通行政村公路“单改双”工程（2021年）";
const GUARD: &str = "农村公路安全生命防护工程（2021年）";
const FERRY_BRIDGE: &str = "青莲镇峡头撤渡建桥工程";
const JIANGZUI: &str = "X385线江咀桥危桥改造工程";
const GESHUI: &str = "S524线隔水桥危桥改造工程";
const KENGTANG: &str = "S525线坑塘桥危桥改造工程";
const SIDU: &str = "S525线四渡桥危桥改造工程";
const FLOOD_524: &str = "S524线水毁修复工程";
const FLOOD_525: &str = "S525线水毁修复工程";
const MEDIAN: &str = "G107线县城过境段、S250线县城文塔段增设中央隔离带工程";
const VILLAGE_THROUGH: &str = "G107线小江镇、七拱镇穿村过镇整治工程";
const MODEL_ROAD: &str = "G107线文明示范路建设工程";
const BUGOU: &str = "S250线布苟山事故多发路段弯道加宽工程";
const G323: &str = "G323线阳山沙坪至岭背段改建工程";
const G358: &str = "G358线阳山杜步梅迳至太平路陂桥段改建工程";

const WIDEN_PLAN: &str = "2021年乡镇通行政村公路“单改双”计划";
const GUARD_PLAN: &str = "2021年农村公路安防工程计划";
const REBUILD_PLAN: &str = "2021年危桥改造和水毁修复计划";
const LAST_WIDEN_PLAN: &str = "2020年乡镇通行政村公路“单改双”计划";

const TRANSPORT_PLAN: &str = "阳山县综合交通运输体系发展“十四五”规划";
const SPACE_PLAN: &str = "阳山县2020—2035年公路国土空间控制规划";

const ROAD_CENTRE: &str = "阳山县公路事务中心";
const SERVICE_CENTRE: &str = "阳山县交通运输服务中心";
const QINGLIAN: &str = "青莲镇人民政府";
const DESIGNER: &str = "清远市公路勘察规划设计院有限公司";

/// The books in the order in which their links resolve.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![
        segments::plans(),
        projects::projects(),
        sections::sections(),
        segments::segments(),
        quantities::items(days),
        progress::reports(days),
        planning::plannings(),
        funding::funding(),
        procurement::procurements(),
        approvals::approvals(),
        stoppages::stoppages(),
    ]
}

/// The day itself, or the next one that is worked; before 2019, where no calendar is kept, the next weekday.
fn office_day(days: &Days, day: Date) -> Date {
    if day.year() >= 2019 {
        return days.on_or_after(day);
    }
    match day.weekday() {
        Weekday::Saturday => plus(day, 2),
        Weekday::Sunday => plus(day, 1),
        Weekday::Monday
        | Weekday::Tuesday
        | Weekday::Wednesday
        | Weekday::Thursday
        | Weekday::Friday => day,
    }
}

/// A contractor of nobody.
fn contractor(number: usize) -> String {
    format!("示例路桥{number:02}号工程有限公司")
}

/// A supervising company of nobody.
fn supervisor(number: usize) -> String {
    format!("示例监理{number:02}号咨询有限公司")
}
