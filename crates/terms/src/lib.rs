//! The trade's nouns as types (行业名词).
//!
//! Everything the other crates agree on: stakes, plates, days, periods, money, mass, values, findings, figures.
//! Parses once at the edge, then trusts the type. Knows no file, no clock, no database.

mod credit_code; // 统一社会信用代码
mod day; // dates and times as staff write them
mod figure; // 数
mod finding; // 问题
mod id_number; // 居民身份证号
mod mask; // 脱敏
mod number; // numbers as staff write them
mod period; // 报告期
mod phone; // 电话
mod plate; // 号牌
mod point; // 坐标
mod quantity; // 分、千克
mod route; // 路线编号
mod sought; // 查找的词
mod stake; // 桩号
mod value; // 值

pub use {
    credit_code::{CreditCode, CreditCodeError},
    day::{read_date, read_date_time, read_time},
    figure::{Figure, FigurePart, FigureSource},
    finding::{Finding, Grade, Place},
    id_number::{IdNumber, IdNumberError},
    number::{half_up, plain, read_decimal, read_integer, scaled, to_half_width},
    period::{Period, PeriodError},
    phone::{Phone, PhoneError},
    plate::{Plate, PlateColour, PlateError},
    point::{Point, PointError},
    quantity::{Fen, Kilograms},
    route::{RouteCode, RouteCodeError, RouteGrade},
    sought::Sought,
    stake::{Stake, StakeError},
    value::Value,
};
