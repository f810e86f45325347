//! What a loop asks of a ledger (取记录): conditions of a definition resolved for a period.

use catalog::{
    BlockDef, Catalog, Condition, ConditionDef, ConstantDef, FieldDef, FieldRef, FieldType,
    LedgerDef, Meta, Order, Query, ReportDef, Role, Test, TestDef, typed_constant,
};
use jiff::civil::{Date, date};
use terms::{Finding, Period, Place, Value, read_decimal};

/// The records that one looping block needs (循环取数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsAsk {
    /// Names the block: its file and line; the key of [`crate::Material::records`].
    pub block: String,
    /// Which records.
    pub query: Query,
    /// In which order.
    pub order: Vec<Order>,
}

/// The records that a report loops over, one ask for every looping block (循环所需记录).
///
/// # Errors
/// Findings about conditions that cannot be resolved; definitions that loaded without findings have none.
pub fn needed_records(
    catalog: &Catalog,
    report: &ReportDef,
    period: Period,
    as_of: Date,
) -> Result<Vec<RecordsAsk>, Vec<Finding>> {
    let (mut asks, mut findings) = (Vec::new(), Vec::new());
    for block in &report.blocks {
        let Some(id) = &block.each else { continue };
        let Some(ledger) = catalog.ledgers.get(id) else {
            findings.push(fault(block, format!("没有台账“{id}”")));
            continue;
        };
        let span = Span { period, as_of };
        let mut conditions = Vec::new();
        for def in &block.each_where {
            match span.condition(ledger, def) {
                Ok(condition) => conditions.push(condition),
                Err(what) => findings.push(fault(block, what)),
            }
        }
        asks.push(RecordsAsk {
            block: block_key(block),
            query: Query { ledger: id.clone(), lines: None, conditions },
            order: block.each_sort.clone(),
        });
    }
    if findings.is_empty() { Ok(asks) } else { Err(findings) }
}

/// The key under which the records of a looping block are handed in.
pub(crate) fn block_key(block: &BlockDef) -> String {
    format!("{}:{}", block.file, block.line)
}

/// Where a block stands.
pub(crate) fn place_of(block: &BlockDef) -> Place {
    Place::Text { file: block.file.clone(), line: block.line.max(1), column: 1 }
}

fn fault(block: &BlockDef, what: String) -> Finding {
    Finding::must("each_where", place_of(block), what, "改正 each_where 中这一条件")
}

struct Span {
    period: Period,
    as_of: Date,
}

impl Span {
    fn condition(&self, ledger: &LedgerDef, def: &ConditionDef) -> Result<Condition, String> {
        let name = def.field.as_str();
        let meta = match name {
            "state" => Some(Meta::State),
            "office" => Some(Meta::Office),
            _ => None,
        };
        let text = FieldType::LongText;
        let (field, ty) = match (meta, ledger.field(name)) {
            (Some(meta), _) => (FieldRef::Meta(meta), &text),
            (None, Some(FieldDef { ty, .. })) => (FieldRef::Own(name.to_owned()), ty),
            (None, None) => return Err(format!("台账《{}》没有字段“{name}”", ledger.title)),
        };
        Ok(Condition { field, test: self.test(ty, &def.test)? })
    }

    fn test(&self, ty: &FieldType, def: &TestDef) -> Result<Test, String> {
        let first = |it: &ConstantDef| ends(ty, it).map(|ends| ends.0);
        let last = |it: &ConstantDef| ends(ty, it).map(|ends| ends.1);
        let all = |them: &[ConstantDef]| them.iter().map(first).collect::<Result<Vec<_>, _>>();
        Ok(match def {
            TestDef::Eq(constant) => match ends(ty, constant)? {
                (low, high) if low == high => Test::Eq(low),
                (low, high) => Test::Between(low, high),
            },
            TestDef::Not(constant) => Test::Not(first(constant)?),
            TestDef::In(constants) => Test::In(all(constants)?),
            TestDef::NotIn(constants) => Test::NotIn(all(constants)?),
            TestDef::Less(constant) => Test::Less(first(constant)?),
            TestDef::AtMost(constant) => Test::AtMost(last(constant)?),
            TestDef::More(constant) => Test::More(last(constant)?),
            TestDef::AtLeast(constant) => Test::AtLeast(first(constant)?),
            TestDef::Between(low, high) => Test::Between(first(low)?, last(high)?),
            TestDef::IsSet(true) => Test::IsSet,
            TestDef::IsSet(false) => Test::IsEmpty,
            TestDef::Role(role) => self.role(ty, *role)?,
        })
    }

    fn role(&self, ty: &FieldType, role: Role) -> Result<Test, String> {
        let day = |day: Date| ends(ty, &ConstantDef::Date(day));
        let between = |from, until| Ok(Test::Between(day(from)?.0, day(until)?.1));
        let year = self.period.year();
        match role {
            Role::InPeriod => {
                between(self.period.first_day(), self.period.last_day().min(self.as_of))
            }
            Role::ByAsOf => Ok(Test::AtMost(day(self.as_of)?.1)),
            Role::OpenAtAsOf => Ok(Test::EmptyOrMore(day(self.as_of)?.1)),
            Role::InYear => between(date(year, 1, 1), date(year, 12, 31)),
        }
    }
}

/// First and last value that a constant means: equal, but for a whole day of a field with day and time.
fn ends(ty: &FieldType, constant: &ConstantDef) -> Result<(Value, Value), String> {
    if let (FieldType::DateTime, ConstantDef::Date(day)) = (ty, constant) {
        return Ok((Value::DateTime(day.at(0, 0, 0, 0)), Value::DateTime(day.at(23, 59, 59, 0))));
    }
    // TOML has no exact decimals: they stand in quotes.
    let number = match constant {
        ConstantDef::Text(text) if ty.is_number() => read_decimal(text).map(ConstantDef::Number),
        ConstantDef::Text(_)
        | ConstantDef::Number(_)
        | ConstantDef::Date(_)
        | ConstantDef::YesNo(_) => None,
    };
    let value = typed_constant(ty, number.as_ref().unwrap_or(constant))?;
    Ok((value.clone(), value))
}
