//! A definition in words (口径说明): what a leader is told when he asks what a number counts.

use catalog::{
    Catalog, ConditionDef, ConstantDef, FieldDef, FieldType, IndicatorDef, LedgerDef, MeasureDef,
    Role, TestDef,
};
use terms::plain;

use crate::rows::{Column, Rows, day_role};

/// Indicators over indicators are told this deep, so that a circle of definitions ends.
const DEEPEST: u8 = 4;

/// What a figure counts, in Chinese (口径说明): ledger, conditions, measure and unit. Names that the catalog does not
/// know are told as they are written.
#[must_use]
pub fn describe(catalog: &Catalog, def: &IndicatorDef) -> String {
    format!("{}；单位：{}", body(catalog, def, DEEPEST), def.unit)
}

fn body(catalog: &Catalog, def: &IndicatorDef, depth: u8) -> String {
    let title = |id: &str| catalog.indicators.get(id).map_or(id, |it| it.title.as_str()).to_owned();
    let (sentence, parts) = match &def.measure {
        MeasureDef::Ratio { of, over } => {
            let times = if def.unit == "%" { "×100" } else { "" };
            (format!("《{}》÷《{}》{times}", title(of), title(over)), vec![of, over])
        }
        MeasureDef::Plan { plan, done, beyond } => {
            let sentence = format!("《{}》÷《{}》×100", title(done), title(plan));
            let reason = beyond
                .as_ref()
                .map(|it| format!("，超计划原因见《{}》", title(it)))
                .unwrap_or_default();
            (sentence + &reason, [done, plan].into_iter().chain(beyond).collect())
        }
        MeasureDef::Growth { of } => {
            let sentence = format!(
                "（本期《{0}》－上年同期）÷上年同期×100，上年同期取封存数或导入的历史值",
                title(of)
            );
            (sentence, vec![of])
        }
        MeasureDef::Difference { of, minus } => {
            (format!("《{}》－《{}》", title(of), title(minus)), vec![of, minus])
        }
        MeasureDef::Count
        | MeasureDef::Sum(_)
        | MeasureDef::Distinct(_)
        | MeasureDef::Latest { .. }
        | MeasureDef::Progress { .. }
        | MeasureDef::Zero => return own_rows(catalog, def),
    };
    let told = parts.into_iter().filter_map(|id| catalog.indicators.get(id)).map(|part| {
        let words = if depth == 0 { part.about.clone() } else { body(catalog, part, depth - 1) };
        format!("《{}》：{words}", part.title)
    });
    std::iter::once(sentence).chain(told).collect::<Vec<_>>().join("。")
}

fn own_rows(catalog: &Catalog, def: &IndicatorDef) -> String {
    let Ok(rows) = Rows::of(catalog, def) else {
        return format!("台账 {}", def.from);
    };
    let teller = Teller { catalog, rows };
    let mut words = vec![match rows.lines {
        None => format!("台账《{}》", rows.ledger.title),
        Some((field, _)) => format!("台账《{}》的明细“{}”", rows.ledger.title, field.label),
    }];
    if let Some(day) = &def.day {
        words.push(role(&teller.label(day), day_role(def)));
    }
    if let MeasureDef::Latest { day, .. } = &def.measure
        && def.day.as_ref() != Some(day)
    {
        words.push(role(&teller.label(day), Role::ByAsOf));
    }
    words.extend(def.conditions.iter().map(|it| teller.condition(it)));
    words.push(teller.measure(def));
    words.join("；")
}

struct Teller<'a> {
    catalog: &'a Catalog,
    rows: Rows<'a>,
}

impl Teller<'_> {
    fn label(&self, name: &str) -> String {
        match self.rows.column(name) {
            Ok(column) => column.label().to_owned(),
            Err(_) => name.to_owned(),
        }
    }

    fn measure(&self, def: &IndicatorDef) -> String {
        let label = |name: &str| format!("“{}”", self.label(name));
        let counted = if def.lines.is_some() { "按明细行计数" } else { "按记录计数" };
        match &def.measure {
            MeasureDef::Count => counted.to_owned(),
            MeasureDef::Sum(field) => format!("{}合计", label(field)),
            MeasureDef::Distinct(field) => format!("按{}去重计数", label(field)),
            MeasureDef::Latest { field, per, day } => {
                format!("按{}取{}最近的一条，{}合计", label(per), label(day), label(field))
            }
            MeasureDef::Progress { done, designed, weight } => {
                format!("{}÷{}，按{}加权", label(done), label(designed), label(weight))
            }
            MeasureDef::Zero => format!("{counted}，应为零，逐月由专人确认"),
            MeasureDef::Ratio { .. }
            | MeasureDef::Plan { .. }
            | MeasureDef::Growth { .. }
            | MeasureDef::Difference { .. } => String::new(),
        }
    }

    fn condition(&self, def: &ConditionDef) -> String {
        let column = self.rows.subject(&def.field).ok();
        let label = column.as_ref().map_or(def.field.as_str(), Column::label);
        let say = |constant: &ConstantDef| self.constant(column.as_ref(), constant);
        let list =
            |constants: &[ConstantDef]| constants.iter().map(say).collect::<Vec<_>>().join("、");
        match &def.test {
            TestDef::Eq(constant) => format!("{label}＝{}", say(constant)),
            TestDef::Not(constant) => format!("{label}≠{}", say(constant)),
            TestDef::In(constants) if constants.len() == 1 => {
                format!("{label}＝{}", list(constants))
            }
            TestDef::In(constants) => format!("{label}为{}之一", list(constants)),
            TestDef::NotIn(constants) if constants.len() == 1 => {
                format!("{label}≠{}", list(constants))
            }
            TestDef::NotIn(constants) => format!("{label}不是{}", list(constants)),
            TestDef::Less(constant) => format!("{label}＜{}", say(constant)),
            TestDef::AtMost(constant) => format!("{label}≤{}", say(constant)),
            TestDef::More(constant) => format!("{label}＞{}", say(constant)),
            TestDef::AtLeast(constant) => format!("{label}≥{}", say(constant)),
            TestDef::Between(low, high) => format!("{label}在{}至{}之间", say(low), say(high)),
            TestDef::IsSet(true) => format!("{label}已填"),
            TestDef::IsSet(false) => format!("{label}未填"),
            TestDef::Role(which) => role(label, *which),
        }
    }

    fn constant(&self, column: Option<&Column<'_>>, constant: &ConstantDef) -> String {
        match constant {
            ConstantDef::Date(day) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            ConstantDef::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
            ConstantDef::Number(number) => plain(*number) + unit(column),
            ConstantDef::Field(name) => self.label(name),
            ConstantDef::Text(text) => {
                if let Some(ledger) = column.and_then(|it| it.ledger_of_state(self.rows.ledger)) {
                    return state(self.catalog, ledger, text);
                }
                if matches!(column, Some(Column::Office)) {
                    return self.catalog.offices.title(text).to_owned();
                }
                match column.and_then(Column::field) {
                    Some(FieldDef { ty: FieldType::Code { list }, .. }) => {
                        let item = self.catalog.codes.get(list).and_then(|it| it.item(text));
                        item.map_or_else(|| text.clone(), |it| it.label.clone())
                    }
                    Some(FieldDef { ty: FieldType::Indicator, .. }) => {
                        self.catalog.indicator(text).map_or(text, |it| &it.title).clone()
                    }
                    Some(field) if field.ty.is_number() => text.clone() + unit(column),
                    Some(_) | None => text.clone(),
                }
            }
        }
    }
}

fn unit<'c>(column: Option<&'c Column<'_>>) -> &'c str {
    match column.and_then(Column::field) {
        Some(FieldDef { ty: FieldType::Money, .. }) => "元",
        Some(FieldDef { ty: FieldType::Mass, .. }) => "千克",
        Some(field) => field.unit.as_deref().unwrap_or(""),
        None => "",
    }
}

fn state(catalog: &Catalog, ledger: &LedgerDef, name: &str) -> String {
    let found = catalog.workflows.get(&ledger.workflow).and_then(|it| it.state(name));
    found.map_or_else(|| name.to_owned(), |it| it.label.clone())
}

fn role(label: &str, role: Role) -> String {
    match role {
        Role::InPeriod => format!("{label}在统计期内"),
        Role::ByAsOf => format!("{label}不晚于数据截至日"),
        Role::OpenAtAsOf => format!("{label}为空或晚于数据截至日"),
        Role::InYear => format!("{label}在统计期所在年度内"),
    }
}
