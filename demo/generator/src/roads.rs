//! 公路、桥梁与养护: routes, sections, bridges, flood damage, hazards, village gates, devices, structures, patrols.
//!
//! Routes, the four bridges under works and the two hazards that are done are those that the report names; lengths,
//! stakes, ratings and whatever else it leaves open are invented.

mod bridges; // 桥梁
mod damage; // 水毁, 涵洞隧道排水
mod devices; // 交安设施, 平安村口
mod network; // 路线, 路段
mod patrols; // 公路巡查
mod spots; // 公路隐患点

use crate::book::Book;
use crate::days::Days;
use crate::random::Random;
use crate::{cast, roads::network::ROUTES};

const ROAD_CENTRE: &str = "阳山县公路事务中心";
const SERVICE_CENTRE: &str = "阳山县交通运输服务中心";
const BRIDGE_REPAIR: &str = "国省道三类桥梁维修加固工程";
const HUNDRED_DAYS: &str = "预防道路交通事故“第二轮百日攻坚”行动基础设施建设";

/// The books in the order in which their links resolve; the projects come before.
pub(crate) fn books(days: &Days) -> Vec<Book> {
    vec![
        network::routes(),
        network::sections(),
        bridges::bridges(days),
        damage::damages(days),
        spots::spots(days),
        devices::gates(days),
        devices::devices(days),
        damage::structures(),
        patrols::patrols(days),
    ]
}

/// Somebody of the road offices.
fn officer(number: usize) -> String {
    cast::person(2100 + number % 40)
}

/// A stake on a route, to the ten metres, `share` hundredths of its length from its first stake at the least.
fn stake_on(random: &mut Random, road: &str, share: i64) -> i64 {
    let route = ROUTES.iter().find(|it| it.code == road).expect("a route of the county");
    let (from, until) = (route.from_km * 1000, route.until_km * 1000);
    let low = from + (until - from) * share / 100;
    random.between(low / 10, until / 10 - 60) * 10
}
