//! A period meets a condition (口径落到日期): tests of a definition become tests with values.

use jiff::civil::{Date, date};
use terms::{Period, Value};

use crate::{
    Condition, ConditionDef, ConstantDef, FieldRef, FieldType, LedgerDef, Meta, Role, Test,
    TestDef, typed_constant,
};

/// The period of a figure or a report, and the day at which stocks are taken (统计期与截至日).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The period.
    pub period: Period,
    /// The day at which stocks are taken; an earlier day than the period's last one cuts flows short.
    pub as_of: Date,
}

impl Span {
    /// The last day that counts for what happened in the period.
    #[must_use]
    pub fn last_day(self) -> Date {
        self.period.last_day().min(self.as_of)
    }

    /// Resolves a condition on the records of a ledger: on a field of its own, or on `state` or `office`.
    ///
    /// # Errors
    /// A Chinese sentence: the ledger has no such field, or the constant does not fit it.
    pub fn condition(self, ledger: &LedgerDef, def: &ConditionDef) -> Result<Condition, String> {
        let name = def.field.as_str();
        let meta = match name {
            "state" => Some(Meta::State),
            "office" => Some(Meta::Office),
            _ => None,
        };
        let text = FieldType::LongText;
        let (field, ty) = match (meta, ledger.field(name)) {
            (Some(meta), _) => (FieldRef::Meta(meta), &text),
            (None, Some(field)) => (FieldRef::Own(name.to_owned()), &field.ty),
            (None, None) => return Err(format!("台账《{}》没有字段“{name}”", ledger.title)),
        };
        if let Some((comparison, other)) = def.test.beside() {
            let missing = || format!("台账《{}》没有字段“{other}”", ledger.title);
            let other = &ledger.field(other).ok_or_else(missing)?.name;
            return Ok(Condition {
                field,
                test: Test::Beside(comparison, FieldRef::Own(other.clone())),
            });
        }
        Ok(Condition { field, test: self.test(ty, &def.test)? })
    }

    /// Resolves what a definition asks of a field of this type. A bare day that is compared with a field of day and
    /// time means the whole day.
    ///
    /// # Errors
    /// A Chinese sentence that says why the constant does not fit the field.
    pub fn test(self, ty: &FieldType, def: &TestDef) -> Result<Test, String> {
        let ends = |constant: &ConstantDef| ends(ty, constant);
        Ok(match def {
            TestDef::Eq(constant) => span_or_point(ends(constant)?),
            TestDef::Not(constant) => Test::Not(point(ends(constant)?, "not")?),
            TestDef::In(constants) => match constants.as_slice() {
                [single] => span_or_point(ends(single)?),
                several => Test::In(points(ty, several, "in")?),
            },
            TestDef::NotIn(constants) => Test::NotIn(points(ty, constants, "not_in")?),
            TestDef::Less(constant) => Test::Less(ends(constant)?.0),
            TestDef::AtMost(constant) => Test::AtMost(ends(constant)?.1),
            TestDef::More(constant) => Test::More(ends(constant)?.1),
            TestDef::AtLeast(constant) => Test::AtLeast(ends(constant)?.0),
            TestDef::Between(low, high) => Test::Between(ends(low)?.0, ends(high)?.1),
            TestDef::IsSet(true) => Test::IsSet,
            TestDef::IsSet(false) => Test::IsEmpty,
            TestDef::Role(role) => self.role(ty, *role)?,
        })
    }

    fn role(self, ty: &FieldType, role: Role) -> Result<Test, String> {
        if !matches!(ty, FieldType::Date | FieldType::DateTime) {
            return Err("不是日期，不能与统计期相比".to_owned());
        }
        let day = |day: Date| ends(ty, &ConstantDef::Date(day));
        let between = |from, until| Ok(Test::Between(day(from)?.0, day(until)?.1));
        let year = self.period.year();
        match role {
            Role::InPeriod => between(self.period.first_day(), self.last_day()),
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
    typed_constant(ty, constant).map(|it| (it.clone(), it))
}

fn points(ty: &FieldType, constants: &[ConstantDef], word: &str) -> Result<Vec<Value>, String> {
    if constants.is_empty() {
        return Err(format!("{word} 没有写任何值"));
    }
    constants.iter().map(|it| point(ends(ty, it)?, word)).collect()
}

fn span_or_point((low, high): (Value, Value)) -> Test {
    if low == high { Test::Eq(low) } else { Test::Between(low, high) }
}

fn point((low, high): (Value, Value), word: &str) -> Result<Value, String> {
    if low == high {
        return Ok(low);
    }
    Err(format!("精确到秒，不能用 {word} 指定一整天，请改用 less、more 或 between"))
}
