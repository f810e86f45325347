//! Lights and cards (亮灯与红黄牌).

use catalog::{Calendar, Lights, TermUnit};
use jiff::civil::Date;

use crate::{Due, Passage, State, count};

/// The supervision light (督办灯).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// In time.
    Green,
    /// Due soon.
    Yellow,
    /// Overdue, or done late.
    Red,
    /// Stands still, no term, or unknown.
    Grey,
}

impl Light {
    /// The light as staff read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Light::Green => "绿",
            Light::Yellow => "黄",
            Light::Red => "红",
            Light::Grey => "灰",
        }
    }

    pub(crate) const fn of(state: State) -> Light {
        match state {
            State::Running | State::InTime => Light::Green,
            State::DueSoon => Light::Yellow,
            State::Overdue | State::Late => Light::Red,
            State::Stopped | State::Unknown | State::Void | State::NoTerm => Light::Grey,
        }
    }
}

/// The card of electronic supervision (红黄牌).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// 黄牌: past the promised time, within the time of law.
    Yellow,
    /// 红牌: past the time of law, or a yellow card not cured in time.
    Red,
}

impl Card {
    /// The card as staff read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Card::Yellow => "黄牌",
            Card::Red => "红牌",
        }
    }
}

/// The card that a thing done on this day, or not done by it, has earned.
pub(crate) fn card(
    calendar: &Calendar,
    lights: &Lights,
    day: Date,
    due: Due,
    promised: Option<Due>,
) -> Option<Card> {
    if due.day().is_some_and(|it| day > it) {
        return Some(Card::Red);
    }
    let promised = promised.and_then(Due::day).filter(|it| day > *it)?;
    let cure =
        Passage { start: promised, amount: lights.cure, unit: TermUnit::Working, rolls: false };
    let cured_by = count(calendar, cure, &[]).due.day();
    Some(if cured_by.is_some_and(|it| day > it) { Card::Red } else { Card::Yellow })
}
