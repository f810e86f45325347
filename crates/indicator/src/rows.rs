//! Fields, conditions and constants of one ledger, resolved for a period (口径).

use catalog::{
    Catalog, Condition, ConditionDef, ConstantDef, FieldDef, FieldRef, FieldType, IndicatorDef,
    IndicatorKind, LedgerDef, MeasureDef, Meta, Query, Role, Test, TestDef, typed_constant,
};
use jiff::civil::{Date, date};
use terms::{Finding, Period, Place, Value, read_decimal};

/// The period and the day at which stocks are taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) period: Period,
    pub(crate) as_of: Date,
}

impl Span {
    /// The last day that counts for what happened in the period.
    pub(crate) fn last_day(self) -> Date {
        self.period.last_day().min(self.as_of)
    }
}

/// The rows an indicator speaks of: records of a ledger, or child rows of one of its lines fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    catalog: &'a Catalog,
    def: &'a IndicatorDef,
    pub(crate) ledger: &'a LedgerDef,
    pub(crate) lines: Option<(&'a FieldDef, &'a [FieldDef])>,
}

/// A column with what is known of it.
#[derive(Debug, Clone)]
pub(crate) enum Column<'a> {
    /// A field of the rows, or of the record they belong to.
    Field(FieldRef, &'a FieldDef),
    /// The workflow state.
    State,
    /// The responsible office.
    Office,
}

impl Column<'_> {
    pub(crate) fn reference(&self) -> FieldRef {
        match self {
            Column::Field(reference, _) => reference.clone(),
            Column::State => FieldRef::Meta(Meta::State),
            Column::Office => FieldRef::Meta(Meta::Office),
        }
    }

    pub(crate) fn label(&self) -> &str {
        match self {
            Column::Field(_, field) => &field.label,
            Column::State => "状态",
            Column::Office => "责任股室",
        }
    }
}

/// One finding that must be mended, about an indicator.
pub(crate) fn fault(
    def: &IndicatorDef,
    rule: &'static str,
    what: impl Into<String>,
    mend: impl Into<String>,
) -> Vec<Finding> {
    let name = if def.file.is_empty() { def.id.as_str() } else { def.file.as_str() };
    let place = Place::Whole { name: format!("{name}（指标《{}》）", def.title) };
    vec![Finding::must(rule, place, what, mend)]
}

/// The side of the period on which the indicator's `day` stands.
pub(crate) const fn day_role(def: &IndicatorDef) -> Role {
    match (def.kind, &def.measure) {
        (IndicatorKind::Stock | IndicatorKind::Target, _) => Role::ByAsOf,
        // Progress is a ratio, and says how far things have come: nothing starts anew with the period.
        (_, MeasureDef::Progress { .. }) => Role::ByAsOf,
        (
            IndicatorKind::Flow
            | IndicatorKind::Ratio
            | IndicatorKind::Growth
            | IndicatorKind::Zero,
            _,
        ) => Role::InPeriod,
    }
}

impl<'a> Rows<'a> {
    /// Finds ledger and lines of an indicator.
    pub(crate) fn of(
        catalog: &'a Catalog,
        def: &'a IndicatorDef,
    ) -> Result<Rows<'a>, Vec<Finding>> {
        let Some(ledger) = catalog.ledgers.get(&def.from) else {
            let what = format!("没有台账“{}”", def.from);
            return Err(fault(def, "unknown_ledger", what, "在 from 中写已有台账的编号"));
        };
        let lines = match &def.lines {
            None => None,
            Some(name) => {
                let found = ledger.lines().find(|(field, _)| &field.name == name);
                Some(found.ok_or_else(|| {
                    let what = format!("台账《{}》没有明细“{name}”", ledger.title);
                    fault(def, "unknown_lines", what, "在 lines 中写该台账的明细名")
                })?)
            }
        };
        Ok(Rows { catalog, def, ledger, lines })
    }

    /// The query of the indicator for a period: its conditions and its day.
    pub(crate) fn query(&self, span: Span) -> Result<Query, Vec<Finding>> {
        let (mut conditions, mut findings) = (Vec::new(), Vec::new());
        let mut keep = |resolved: Result<Condition, Vec<Finding>>| match resolved {
            Ok(condition) if conditions.contains(&condition) => {}
            Ok(condition) => conditions.push(condition),
            Err(faults) => findings.extend(faults),
        };
        if let Some(day) = &self.def.day {
            keep(self.dated(day, day_role(self.def), span));
        }
        if let MeasureDef::Latest { day, .. } = &self.def.measure
            && self.def.day.as_ref() != Some(day)
        {
            // What was reported after the as-of day was not known on it.
            keep(self.dated(day, Role::ByAsOf, span));
        }
        for condition in &self.def.conditions {
            keep(self.condition(condition, span));
        }
        if findings.is_empty() {
            let lines = self.lines.map(|(field, _)| field.name.clone());
            Ok(Query { ledger: self.ledger.id.clone(), lines, conditions })
        } else {
            Err(findings)
        }
    }

    /// The column of this name: a field, `record.<field>`, `state` or `office`.
    pub(crate) fn column(&self, name: &str) -> Result<Column<'a>, Vec<Finding>> {
        let (own, bare) = match name.strip_prefix("record.") {
            Some(bare) => (false, bare),
            None => (true, name),
        };
        match bare {
            "state" => return Ok(Column::State),
            "office" => return Ok(Column::Office),
            _ => {}
        }
        let found = match (self.lines, own) {
            (Some((_, fields)), true) => fields
                .iter()
                .find(|it| it.name == bare)
                .map(|it| (FieldRef::Own(bare.to_owned()), it)),
            (Some(_), false) => {
                self.ledger.field(bare).map(|it| (FieldRef::Record(bare.to_owned()), it))
            }
            (None, true) => self.ledger.field(bare).map(|it| (FieldRef::Own(bare.to_owned()), it)),
            (None, false) => None,
        };
        match found {
            Some((_, field)) if matches!(field.ty, FieldType::Lines { .. }) => Err(fault(
                self.def,
                "lines_as_field",
                format!("“{}”是明细，不是一个值", field.label),
                "要数明细行，请用 lines 指定它",
            )),
            Some((reference, field)) => Ok(Column::Field(reference, field)),
            None => Err(self.unknown(name)),
        }
    }

    /// A number field of the rows themselves.
    pub(crate) fn number(&self, name: &str) -> Result<(FieldRef, &'a FieldDef), Vec<Finding>> {
        match self.column(name)? {
            Column::Field(FieldRef::Record(_), field) => Err(fault(
                self.def,
                "sum_of_parent",
                format!("“{}”是主表的数，按明细行累计会重复", field.label),
                "去掉 lines，直接对主表取数",
            )),
            Column::Field(reference, field) if field.ty.is_number() => Ok((reference, field)),
            column @ (Column::Field(..) | Column::State | Column::Office) => Err(fault(
                self.def,
                "not_a_number",
                format!("“{}”不是数，不能累计", column.label()),
                "换一个整数、小数、金额或质量字段",
            )),
        }
    }

    /// Resolves one condition.
    pub(crate) fn condition(
        &self,
        def: &ConditionDef,
        span: Span,
    ) -> Result<Condition, Vec<Finding>> {
        if let TestDef::Role(role) = def.test {
            return self.dated(&def.field, role, span);
        }
        let column = self.column(&def.field)?;
        let test = self
            .test(&column, &def.test)
            .map_err(|what| fault(self.def, "bad_condition", what, "改正 where 中这一条件"))?;
        Ok(Condition { field: column.reference(), test })
    }

    fn dated(&self, name: &str, role: Role, span: Span) -> Result<Condition, Vec<Finding>> {
        let column = self.column(name)?;
        let ends: fn(Date) -> (Value, Value) = match &column {
            Column::Field(_, field) if field.ty == FieldType::Date => {
                |day| (Value::Date(day), Value::Date(day))
            }
            Column::Field(_, field) if field.ty == FieldType::DateTime => whole_day,
            Column::Field(..) | Column::State | Column::Office => {
                return Err(fault(
                    self.def,
                    "not_a_date",
                    format!("“{}”不是日期，不能与统计期相比", column.label()),
                    "换一个日期或日期时间字段",
                ));
            }
        };
        let between = |first, last| Test::Between(ends(first).0, ends(last).1);
        let year = span.period.year();
        let test = match role {
            Role::InPeriod => between(span.period.first_day(), span.last_day()),
            Role::ByAsOf => Test::AtMost(ends(span.as_of).1),
            Role::OpenAtAsOf => Test::EmptyOrMore(ends(span.as_of).1),
            Role::InYear => between(date(year, 1, 1), date(year, 12, 31)),
        };
        Ok(Condition { field: column.reference(), test })
    }

    fn test(&self, column: &Column<'_>, def: &TestDef) -> Result<Test, String> {
        let ends = |constant: &ConstantDef| self.ends(column, constant);
        let points = |constants: &[ConstantDef], word: &str| -> Result<Vec<Value>, String> {
            if constants.is_empty() {
                return Err(format!("“{}”的 {word} 没有写任何值", column.label()));
            }
            constants.iter().map(|it| point(column, ends(it)?, word)).collect()
        };
        Ok(match def {
            TestDef::Eq(constant) => span_or_point(ends(constant)?),
            TestDef::Not(constant) => Test::Not(point(column, ends(constant)?, "not")?),
            TestDef::In(constants) => match constants.as_slice() {
                [single] => span_or_point(ends(single)?),
                several => Test::In(points(several, "in")?),
            },
            TestDef::NotIn(constants) => Test::NotIn(points(constants, "not_in")?),
            TestDef::Less(constant) => Test::Less(ends(constant)?.0),
            TestDef::AtMost(constant) => Test::AtMost(ends(constant)?.1),
            TestDef::More(constant) => Test::More(ends(constant)?.1),
            TestDef::AtLeast(constant) => Test::AtLeast(ends(constant)?.0),
            TestDef::Between(low, high) => Test::Between(ends(low)?.0, ends(high)?.1),
            TestDef::IsSet(true) => Test::IsSet,
            TestDef::IsSet(false) => Test::IsEmpty,
            TestDef::Role(_) => return Err(format!("“{}”不能与统计期相比", column.label())),
        })
    }

    /// First and last value that a constant means: equal, but for a whole day of a date-time field.
    fn ends(&self, column: &Column<'_>, constant: &ConstantDef) -> Result<(Value, Value), String> {
        let field = match column {
            Column::Field(_, field) => field,
            Column::State => return self.state(constant).map(|it| (it.clone(), it)),
            Column::Office => {
                let ConstantDef::Text(office) = constant else {
                    return Err("责任股室应写股室名称".to_owned());
                };
                return Ok((Value::Text(office.clone()), Value::Text(office.clone())));
            }
        };
        if let (FieldType::DateTime, ConstantDef::Date(day)) = (&field.ty, constant) {
            return Ok(whole_day(*day));
        }
        self.constant(field, constant).map(|it| (it.clone(), it))
    }

    fn state(&self, constant: &ConstantDef) -> Result<Value, String> {
        let ConstantDef::Text(name) = constant else {
            return Err("状态应写流程中的状态名".to_owned());
        };
        let workflow = self.catalog.workflows.get(&self.ledger.workflow);
        if workflow.is_some_and(|it| it.state(name).is_none()) {
            return Err(format!("台账《{}》的流程没有状态“{name}”", self.ledger.title));
        }
        Ok(Value::Text(name.clone()))
    }

    fn constant(&self, field: &FieldDef, constant: &ConstantDef) -> Result<Value, String> {
        let decimal = match constant {
            // TOML has no exact decimals: they stand in quotes.
            ConstantDef::Text(text) if field.ty.is_number() => {
                read_decimal(text).map(ConstantDef::Number)
            }
            ConstantDef::Text(_)
            | ConstantDef::Number(_)
            | ConstantDef::Date(_)
            | ConstantDef::YesNo(_) => None,
        };
        let value = typed_constant(&field.ty, decimal.as_ref().unwrap_or(constant))
            .map_err(|what| format!("“{}”：{what}", field.label))?;
        if let (FieldType::Code { list }, Value::Text(code)) = (&field.ty, &value)
            && let Some(list) = self.catalog.codes.get(list)
            && list.item(code).is_none()
        {
            return Err(format!("“{}”：代码表《{}》没有代码“{code}”", field.label, list.title));
        }
        Ok(value)
    }

    fn unknown(&self, name: &str) -> Vec<Finding> {
        let where_ = match self.lines {
            Some((field, _)) if !name.starts_with("record.") => {
                format!("台账《{}》的明细“{}”", self.ledger.title, field.label)
            }
            Some(_) | None => format!("台账《{}》", self.ledger.title),
        };
        let mend = if self.lines.is_some() {
            "主表字段请写成 record.字段名"
        } else {
            "改成该台账已有的字段名"
        };
        fault(self.def, "unknown_field", format!("{where_}没有字段“{name}”"), mend)
    }
}

fn whole_day(day: Date) -> (Value, Value) {
    (Value::DateTime(day.at(0, 0, 0, 0)), Value::DateTime(day.at(23, 59, 59, 0)))
}

fn span_or_point((low, high): (Value, Value)) -> Test {
    if low == high { Test::Eq(low) } else { Test::Between(low, high) }
}

fn point(column: &Column<'_>, (low, high): (Value, Value), word: &str) -> Result<Value, String> {
    if low == high {
        return Ok(low);
    }
    Err(format!(
        "“{}”精确到秒，不能用 {word} 指定一整天，请改用 less、more 或 between",
        column.label()
    ))
}
