//! Indicators (指标): how a figure is computed, one file each.

use crate::ConditionDef;

/// What sort of number it is (数的种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndicatorKind {
    /// 存量: what stands at the as-of day.
    Stock,
    /// 流量: what happened in the period.
    Flow,
    /// 目标: what is planned.
    Target,
    /// 比率: one figure over another.
    Ratio,
    /// 同比: against the same period of last year.
    Growth,
    /// 零: a claimed zero.
    Zero,
}

impl IndicatorKind {
    /// The word that staff read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            IndicatorKind::Stock => "存量",
            IndicatorKind::Flow => "流量",
            IndicatorKind::Target => "目标",
            IndicatorKind::Ratio => "比率",
            IndicatorKind::Growth => "同比",
            IndicatorKind::Zero => "零报告",
        }
    }
}

/// How rows become the value (度量).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasureDef {
    /// `{ count = "records" }` or, with `lines`, `{ count = "rows" }`.
    Count,
    /// `{ sum = "area_mu" }`
    Sum(String),
    /// `{ distinct = "plate" }`
    Distinct(String),
    /// `{ latest = "done", per = "project", day = "reported_on" }`
    Latest {
        /// Number field.
        field: String,
        /// Field that says what a row speaks of.
        per: String,
        /// Date field that orders rows.
        day: String,
    },
    /// `{ progress = "done", designed = "designed", weight = "weight" }`, in %.
    Progress {
        /// Number field with the quantity done.
        done: String,
        /// Number field with the quantity designed.
        designed: String,
        /// Number field with the weight.
        weight: String,
    },
    /// `{ ratio = "a/b", over = "c/d" }`: first ÷ second; × 100 when the unit is %.
    Ratio {
        /// Indicator above the line.
        of: String,
        /// Indicator below the line.
        over: String,
    },
    /// `{ plan = "a/task", done = "a/done" }`: done ÷ plan × 100; above 100 the reason is part of the figure.
    Plan {
        /// Indicator with what was planned.
        plan: String,
        /// Indicator with what was done.
        done: String,
        /// Indicator whose records explain what goes beyond the plan, if any.
        beyond: Option<String>,
    },
    /// `{ growth = "a/b" }`: (now − same period of last year) ÷ same period of last year × 100. The base is the
    /// sealed value of last year's period, or the imported one of the ledger of past values.
    Growth {
        /// Indicator that grows.
        of: String,
    },
    /// `{ difference = "a/b", minus = "c/d" }`
    Difference {
        /// Indicator from which is taken.
        of: String,
        /// Indicator that is taken away.
        minus: String,
    },
    /// `{ zero = "records" }`: the count, with one confirmation by a named person for every month of the period.
    Zero,
}

impl MeasureDef {
    /// Whether the measure counts rows of a ledger (and not other indicators).
    #[must_use]
    pub const fn is_over_rows(&self) -> bool {
        !matches!(
            self,
            MeasureDef::Ratio { .. }
                | MeasureDef::Plan { .. }
                | MeasureDef::Growth { .. }
                | MeasureDef::Difference { .. }
        )
    }

    /// Ids of the indicators that the measure is made of.
    #[must_use]
    pub fn indicators(&self) -> Vec<&str> {
        match self {
            MeasureDef::Ratio { of, over } => vec![of, over],
            MeasureDef::Plan { plan, done, beyond } => [Some(plan), Some(done), beyond.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect(),
            MeasureDef::Growth { of } => vec![of],
            MeasureDef::Difference { of, minus } => vec![of, minus],
            MeasureDef::Count
            | MeasureDef::Sum(_)
            | MeasureDef::Distinct(_)
            | MeasureDef::Latest { .. }
            | MeasureDef::Progress { .. }
            | MeasureDef::Zero => Vec::new(),
        }
    }
}

/// An indicator, one file under `defs/indicators/<domain>/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorDef {
    /// Id: folder and stem, such as `overload/cases_filed`.
    pub id: String,
    /// Title, such as 超限超载违章案件; unique.
    pub title: String,
    /// Other names under which documents speak of it.
    pub aliases: Vec<String>,
    /// How it is counted, in words (口径).
    pub about: String,
    /// Numbers of the requirement register, such as `F061`.
    pub refs: Vec<String>,
    /// Sort of number.
    pub kind: IndicatorKind,
    /// Unit it is printed in.
    pub unit: String,
    /// Decimal places when printed, 0 to 8.
    pub places: u32,
    /// Office that answers for it.
    pub owner: String,
    /// Ledger id; empty for measures over other indicators.
    pub from: String,
    /// Lines field of the ledger, when child rows are counted.
    pub lines: Option<String>,
    /// Date field that puts a row into the period (`in_period`); for child rows the record's field as `record.day`.
    pub day: Option<String>,
    /// Conditions, all together.
    pub conditions: Vec<ConditionDef>,
    /// Measure.
    pub measure: MeasureDef,
    /// Fields by which it may be broken down.
    pub by: Vec<String>,
    /// Fields that its list shows; the ledger's first ones when empty.
    pub show: Vec<String>,
    /// First 16 hex digits of the SM3 digest of the file.
    pub fingerprint: String,
    /// Path of the file.
    pub file: String,
}
