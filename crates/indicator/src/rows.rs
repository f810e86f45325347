//! Fields, conditions and constants of one ledger, resolved for a period (口径).

use catalog::{
    Catalog, Condition, ConditionDef, FieldDef, FieldRef, FieldType, IndicatorDef, IndicatorKind,
    LedgerDef, MeasureDef, Meta, Query, Role, Span, Test, TestDef,
};
use terms::{Finding, Place, Value};

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
    /// A column of the record that a link names; state or office where there is no field.
    Linked {
        reference: FieldRef,
        label: String,
        ledger: &'a LedgerDef,
        field: Option<&'a FieldDef>,
    },
}

impl Column<'_> {
    pub(crate) fn reference(&self) -> FieldRef {
        match self {
            Column::Field(reference, _) => reference.clone(),
            Column::State => FieldRef::Meta(Meta::State),
            Column::Office => FieldRef::Meta(Meta::Office),
            Column::Linked { reference, .. } => reference.clone(),
        }
    }

    pub(crate) fn label(&self) -> &str {
        match self {
            Column::Field(_, field) => &field.label,
            Column::State => "状态",
            Column::Office => "责任股室",
            Column::Linked { label, .. } => label,
        }
    }

    /// The ledger whose state it is, where it is a state.
    pub(crate) fn ledger_of_state<'s>(&'s self, own: &'s LedgerDef) -> Option<&'s LedgerDef> {
        let is_state = |it: &FieldRef| match it {
            FieldRef::Meta(Meta::State) => true,
            FieldRef::Linked { field, .. } => **field == FieldRef::Meta(Meta::State),
            FieldRef::Own(_) | FieldRef::Record(_) | FieldRef::Meta(_) => false,
        };
        match self {
            Column::State => Some(own),
            Column::Linked { reference, ledger, .. } => is_state(reference).then_some(*ledger),
            Column::Field(..) | Column::Office => None,
        }
    }

    /// The field, where it is one.
    pub(crate) fn field(&self) -> Option<&FieldDef> {
        match self {
            Column::Field(_, field) => Some(field),
            Column::Linked { field, .. } => *field,
            Column::State | Column::Office => None,
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
            column @ (Column::Field(..)
            | Column::State
            | Column::Office
            | Column::Linked { .. }) => Err(fault(
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
        let column = self.subject(&def.field)?;
        if let Some((comparison, other)) = def.test.beside() {
            let test = Test::Beside(comparison, self.column(other)?.reference());
            return Ok(Condition { field: column.reference(), test });
        }
        let text = FieldType::LongText;
        let ty = column.field().map_or(&text, |it| &it.ty);
        let (rule, mend) = if matches!(def.test, TestDef::Role(_)) {
            ("not_a_date", "换一个日期或日期时间字段")
        } else {
            ("bad_condition", "改正 where 中这一条件")
        };
        let test = span.test(ty, &def.test).and_then(|test| self.known(&column, test));
        let test = test
            .map_err(|what| fault(self.def, rule, format!("“{}”：{what}", column.label()), mend))?;
        Ok(Condition { field: column.reference(), test })
    }

    fn dated(&self, name: &str, role: Role, span: Span) -> Result<Condition, Vec<Finding>> {
        self.condition(&ConditionDef { field: name.to_owned(), test: TestDef::Role(role) }, span)
    }

    /// The same test, when every state and code in it is there.
    fn known(&self, column: &Column<'_>, test: Test) -> Result<Test, String> {
        let words = match &test {
            Test::Eq(one) | Test::Not(one) => vec![one],
            Test::In(several) | Test::NotIn(several) => several.iter().collect(),
            Test::Less(_)
            | Test::AtMost(_)
            | Test::More(_)
            | Test::AtLeast(_)
            | Test::Between(..)
            | Test::IsSet
            | Test::IsEmpty
            | Test::EmptyOrMore(_)
            | Test::AnyContains(..)
            | Test::Beside(..) => Vec::new(),
        };
        let of = column.ledger_of_state(self.ledger);
        for word in words.into_iter().filter_map(Value::as_text) {
            if let Some(ledger) = of
                && let Some(workflow) = self.catalog.workflows.get(&ledger.workflow)
                && workflow.state(word).is_none()
            {
                return Err(format!("台账《{}》的流程没有状态“{word}”", ledger.title));
            }
            if let Some(FieldType::Code { list }) = column.field().map(|it| &it.ty)
                && let Some(list) = self.catalog.codes.get(list)
                && list.item(word).is_none()
            {
                return Err(format!("代码表《{}》没有代码“{word}”", list.title));
            }
        }
        Ok(test)
    }

    /// What a condition speaks of: a column of the rows, or one behind a link of theirs (`project.kind`).
    pub(crate) fn subject(&self, name: &str) -> Result<Column<'a>, Vec<Finding>> {
        let of_record = name.strip_prefix("record.").filter(|_| self.lines.is_some());
        let Some((link, other)) = of_record.unwrap_or(name).split_once('.') else {
            return self.column(name);
        };
        let link = if of_record.is_some() { format!("record.{link}") } else { link.to_owned() };
        let Column::Field(reference, through) = self.column(&link)? else {
            return Err(self.unknown(name));
        };
        let FieldType::Link { ledger } = &through.ty else { return Err(self.unknown(name)) };
        let target = self.catalog.ledgers.get(ledger).ok_or_else(|| self.unknown(name))?;
        let (field, found, label) = match other {
            "state" => (FieldRef::Meta(Meta::State), None, "状态"),
            "office" => (FieldRef::Meta(Meta::Office), None, "责任股室"),
            _ => {
                let found = target.field(other).ok_or_else(|| self.unknown(name))?;
                (FieldRef::Own(other.to_owned()), Some(found), found.label.as_str())
            }
        };
        let label = format!("{}的{label}", through.label);
        let (link, field) = (Box::new(reference), Box::new(field));
        let reference = FieldRef::Linked { link, ledger: ledger.clone(), field };
        Ok(Column::Linked { reference, label, ledger: target, field: found })
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
