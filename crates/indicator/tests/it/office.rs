//! A small office: definitions as text, and ledgers in memory that answer typed queries by the words of their types.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use catalog::{Aggregate, Answer, Catalog, Condition, FieldRef, Meta, Query, Source, Test, load};
use indicator::{Ask, AskAnswer, plan};
use jiff::civil::Date;
use rust_decimal::Decimal;
use terms::{Fen, Figure, Finding, Kilograms, Period, Value};

const DEFS: &[(&str, &str)] = &[
    (
        "codes/category.toml",
        r#"
        title = "案件类别"
        about = "执法案件的类别"
        items = [
          { code = "overload", label = "超限超载" },
          { code = "taxi", label = "出租汽车" },
          { code = "other", label = "其他" },
        ]"#,
    ),
    (
        "workflows/register.toml",
        r#"
        title = "登记"
        about = "登记即生效"
        states = [ { name = "filed", label = "立案" }, { name = "decided", label = "已处罚", closed = true }, { name = "dropped", label = "撤案", closed = true } ]
        moves = [ { name = "decide", label = "作出决定", from = ["filed"], to = "decided" }, { name = "drop", label = "撤案", from = ["filed"], to = "dropped" } ]"#,
    ),
    (
        "ledgers/overload/case.toml",
        r#"
        title = "案件登记簿"
        about = "一案一行"
        office = "执法股"
        key = ["no"]
        workflow = "register"
        fields = [
          { name = "no", type = "text", label = "编号", required = true },
          { name = "filed_on", type = "date", label = "立案日期" },
          { name = "closed_on", type = "date", label = "结案日期" },
          { name = "weighed_at", type = "date_time", label = "称重时间" },
          { name = "category", type = "code", label = "类别", list = "category" },
          { name = "plate", type = "plate", label = "号牌" },
          { name = "unloaded", type = "mass", label = "卸载质量" },
          { name = "fine", type = "money", label = "罚款金额" },
          { name = "campaign", type = "yes_no", label = "专项行动" },
          { name = "rate", type = "decimal", label = "超限率", unit = "%", places = 2 },
        ]
        [[lines]]
        name = "points"
        label = "记分"
        fields = [
          { name = "driver", type = "person", label = "驾驶人" },
          { name = "points", type = "integer", label = "分值", unit = "分" },
        ]"#,
    ),
    (
        "ledgers/land/parcel.toml",
        r#"
        title = "征地台账"
        about = "一地块一行"
        office = "规划股"
        key = ["no"]
        workflow = "register"
        fields = [
          { name = "no", type = "text", label = "编号", required = true },
          { name = "task", type = "decimal", label = "任务面积", unit = "亩", places = 4 },
          { name = "area", type = "decimal", label = "完成面积", unit = "亩", places = 4 },
          { name = "added", type = "yes_no", label = "线内补征" },
          { name = "done_on", type = "date", label = "交地日期" },
        ]"#,
    ),
    (
        "ledgers/passenger/day.toml",
        r#"
        title = "春运日报"
        about = "一日一行"
        office = "运输股"
        key = ["day"]
        workflow = "register"
        fields = [
          { name = "day", type = "date", label = "日期", required = true },
          { name = "carried", type = "integer", label = "客运量", unit = "人次" },
          { name = "runs", type = "integer", label = "班次", unit = "班次" },
        ]"#,
    ),
    (
        "ledgers/works/report.toml",
        r#"
        title = "形象进度"
        about = "一项一报一行"
        office = "规划股"
        key = ["project", "reported_on"]
        workflow = "register"
        fields = [
          { name = "project", type = "text", label = "项目", required = true },
          { name = "reported_on", type = "date", label = "填报日期", required = true },
          { name = "invested", type = "money", label = "累计完成投资" },
          { name = "done", type = "decimal", label = "完成量", places = 2 },
          { name = "designed", type = "decimal", label = "设计量", places = 2 },
          { name = "weight", type = "decimal", label = "权重", places = 2 },
        ]"#,
    ),
    (
        "ledgers/platform/zero_report.toml",
        r#"
        title = "零报告确认"
        about = "逐月由专人确认无此类情况"
        office = "办公室"
        key = ["indicator", "month"]
        workflow = "register"
        fields = [
          { name = "indicator", type = "text", label = "指标", required = true },
          { name = "month", type = "date", label = "月份", required = true },
          { name = "confirmed_by", type = "person", label = "确认人", required = true },
          { name = "confirmed_on", type = "date", label = "确认日期" },
          { name = "statement", type = "long_text", label = "说明" },
        ]"#,
    ),
    (
        "ledgers/platform/past_value.toml",
        r#"
        title = "历史值"
        about = "建系统以前的数"
        office = "办公室"
        key = ["indicator", "period"]
        workflow = "register"
        fields = [
          { name = "indicator", type = "text", label = "指标", required = true },
          { name = "period", type = "text", label = "统计期", required = true },
          { name = "value", type = "decimal", label = "数值", places = 8 },
          { name = "unit", type = "text", label = "单位" },
          { name = "source", type = "text", label = "来源" },
          { name = "sealed_on", type = "date", label = "封存日期" },
        ]"#,
    ),
];

/// Id, kind, unit, places, and the rest of the definition.
const INDICATORS: &[(&str, &str, &str, u32, &str)] = &[
    (
        "overload/filed",
        "flow",
        "宗",
        0,
        "from='overload/case'\nday='filed_on'\nby=['category']\nwhere=[{field='category',eq='overload'},{field='state',not_in=['dropped']}]\nmeasure={count='records'}",
    ),
    (
        "overload/all",
        "flow",
        "宗",
        0,
        "from='overload/case'\nday='filed_on'\nby=['category','plate']\nmeasure={count='records'}",
    ),
    (
        "overload/campaign",
        "flow",
        "宗",
        0,
        "from='overload/case'\nday='filed_on'\nwhere=[{field='campaign',eq=true}]\nmeasure={count='records'}",
    ),
    (
        "overload/open",
        "stock",
        "宗",
        0,
        "from='overload/case'\nday='filed_on'\nwhere=[{field='closed_on',role='open_at_as_of'}]\nmeasure={count='records'}",
    ),
    (
        "overload/year",
        "stock",
        "宗",
        0,
        "from='overload/case'\nwhere=[{field='filed_on',role='in_year'}]\nmeasure={count='records'}",
    ),
    (
        "overload/weighed",
        "flow",
        "宗",
        0,
        "from='overload/case'\nday='weighed_at'\nmeasure={count='records'}",
    ),
    (
        "overload/unloaded",
        "flow",
        "吨",
        2,
        "from='overload/case'\nday='filed_on'\nby=['category']\nmeasure={sum='unloaded'}",
    ),
    (
        "overload/fines",
        "flow",
        "万元",
        2,
        "from='overload/case'\nday='filed_on'\nmeasure={sum='fine'}",
    ),
    (
        "overload/plates",
        "flow",
        "辆",
        0,
        "from='overload/case'\nday='filed_on'\nby=['category']\nmeasure={distinct='plate'}",
    ),
    (
        "overload/points",
        "flow",
        "分",
        0,
        "from='overload/case'\nlines='points'\nday='record.filed_on'\nmeasure={sum='points'}",
    ),
    (
        "overload/drivers",
        "flow",
        "人次",
        0,
        "from='overload/case'\nlines='points'\nday='record.filed_on'\nby=['record.category','state']\nwhere=[{field='record.category',eq='overload'},{field='state',not='dropped'},{field='office',eq='执法股'}]\nmeasure={count='rows'}",
    ),
    (
        "overload/accidents",
        "zero",
        "宗",
        0,
        "from='overload/case'\nday='filed_on'\nwhere=[{field='category',eq='other'}]\nmeasure={zero='records'}",
    ),
    (
        "overload/decided_rate",
        "ratio",
        "%",
        1,
        "measure={ratio='overload/decided',over='overload/all'}",
    ),
    (
        "overload/decided",
        "flow",
        "宗",
        0,
        "from='overload/case'\nday='filed_on'\nwhere=[{field='state',eq='decided'}]\nmeasure={count='records'}",
    ),
    (
        "overload/undecided",
        "flow",
        "宗",
        0,
        "measure={difference='overload/all',minus='overload/decided'}",
    ),
    ("overload/all_growth", "growth", "%", 2, "measure={growth='overload/all'}"),
    (
        "land/task",
        "target",
        "亩",
        2,
        "from='land/parcel'\nwhere=[{field='added',eq=false}]\nmeasure={sum='task'}",
    ),
    ("land/done", "stock", "亩", 4, "from='land/parcel'\nday='done_on'\nmeasure={sum='area'}"),
    (
        "land/added",
        "stock",
        "亩",
        4,
        "from='land/parcel'\nday='done_on'\nwhere=[{field='added',eq=true}]\nmeasure={sum='area'}",
    ),
    (
        "land/rate",
        "ratio",
        "%",
        1,
        "measure={plan='land/task',done='land/done',beyond='land/added'}",
    ),
    ("land/bare_rate", "ratio", "%", 1, "measure={plan='land/task',done='land/done'}"),
    (
        "passenger/carried",
        "flow",
        "万人次",
        2,
        "from='passenger/day'\nday='day'\nmeasure={sum='carried'}",
    ),
    ("passenger/runs", "flow", "班次", 0, "from='passenger/day'\nday='day'\nmeasure={sum='runs'}"),
    ("passenger/growth", "growth", "%", 2, "measure={growth='passenger/carried'}"),
    (
        "passenger/per_run",
        "ratio",
        "人次",
        2,
        "measure={ratio='passenger/carried',over='passenger/runs'}",
    ),
    (
        "works/invested",
        "stock",
        "万元",
        2,
        "from='works/report'\nmeasure={latest='invested',per='project',day='reported_on'}",
    ),
    (
        "works/progress",
        "ratio",
        "%",
        1,
        "from='works/report'\nday='reported_on'\nmeasure={progress='done',designed='designed',weight='weight'}",
    ),
];

/// Definition files as text, with further ones.
pub(crate) fn sources(more: &[(&str, &str)]) -> Vec<Source> {
    let source =
        |(path, text): &(&str, &str)| Source { path: (*path).to_owned(), text: (*text).to_owned() };
    let mut sources: Vec<Source> = DEFS.iter().map(source).collect();
    for (id, kind, unit, places, rest) in INDICATORS {
        let text = format!(
            "title = '指标 {id}'\nabout = '测试'\nkind = '{kind}'\nunit = '{unit}'\nplaces = {places}\nowner = '执法股'\n{rest}\n"
        );
        sources.push(Source { path: format!("indicators/{id}.toml"), text });
    }
    sources.extend(more.iter().map(source));
    sources
}

/// The catalog; its definitions have no fault.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
        let (catalog, findings) = load(&sources(&[]));
        assert_eq!(findings, Vec::<Finding>::new());
        catalog
    });
    &CATALOG
}

/// A row: fields, or fields of a child row.
pub(crate) type Fields = BTreeMap<String, Value>;

#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) office: String,
    pub(crate) fields: Fields,
    pub(crate) lines: BTreeMap<String, Vec<Fields>>,
}

/// Ledgers in memory, and sealed values by indicator and period.
#[derive(Debug, Clone, Default)]
pub(crate) struct Books {
    pub(crate) ledgers: BTreeMap<String, Vec<Record>>,
    pub(crate) sealed: BTreeMap<(String, String), (Decimal, String, String)>,
}

/// One row of an answer: the record, and the child row.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) record: &'a Record,
    line: Option<&'a Fields>,
}

impl Seen<'_> {
    pub(crate) fn value(&self, field: &FieldRef) -> Option<Value> {
        match field {
            FieldRef::Own(name) => self.line.unwrap_or(&self.record.fields).get(name).cloned(),
            FieldRef::Record(name) => self.record.fields.get(name).cloned(),
            FieldRef::Meta(Meta::State) => Some(Value::Text(self.record.state.clone())),
            FieldRef::Meta(Meta::Office) => Some(Value::Text(self.record.office.clone())),
            FieldRef::Meta(_) | FieldRef::Linked { .. } => {
                panic!("no column {field:?} in the test's books")
            }
        }
    }

    fn number(&self, field: &FieldRef) -> Option<Decimal> {
        self.value(field)?.as_number()
    }
}

impl Books {
    pub(crate) fn add(&mut self, ledger: &str, fields: &[(&str, Value)]) -> &mut Record {
        let records = self.ledgers.entry(ledger.to_owned()).or_default();
        records.push(Record {
            id: format!("{:08}", records.len()),
            state: "filed".to_owned(),
            office: "执法股".to_owned(),
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            lines: BTreeMap::new(),
        });
        records.last_mut().unwrap()
    }

    pub(crate) fn seal(
        &mut self,
        indicator: &str,
        period: &str,
        value: &str,
        unit: &str,
        source: &str,
    ) {
        let key = (indicator.to_owned(), period.to_owned());
        self.sealed.insert(key, (decimal(value), unit.to_owned(), source.to_owned()));
    }

    /// The rows of a query.
    pub(crate) fn rows(&self, query: &Query) -> Vec<Seen<'_>> {
        let records = self.ledgers.get(&query.ledger).map(Vec::as_slice).unwrap_or_default();
        let all = records.iter().flat_map(|record| match &query.lines {
            None => vec![Seen { record, line: None }],
            Some(name) => {
                let lines = record.lines.get(name).map(Vec::as_slice).unwrap_or_default();
                lines.iter().map(|line| Seen { record, line: Some(line) }).collect()
            }
        });
        all.filter(|row| query.conditions.iter().all(|it| passes(row, it))).collect()
    }

    /// The answer to a query with an aggregate.
    pub(crate) fn answer(&self, query: &Query, aggregate: &Aggregate) -> Answer {
        let rows = self.rows(query);
        let count = |number: usize| u64::try_from(number).unwrap();
        let of = |value: Option<Decimal>, rows: usize| Answer { value, rows: count(rows) };
        match aggregate {
            Aggregate::Count => of(Some(count(rows.len()).into()), rows.len()),
            Aggregate::Sum(field) => {
                of(Some(rows.iter().filter_map(|it| it.number(field)).sum()), rows.len())
            }
            Aggregate::Distinct(field) => {
                let values: BTreeSet<Value> =
                    rows.iter().filter_map(|it| it.value(field)).collect();
                of(Some(count(values.len()).into()), rows.len())
            }
            Aggregate::Latest { field, per, day } => {
                let mut latest: BTreeMap<Value, Seen<'_>> = BTreeMap::new();
                for row in &rows {
                    let Some(what) = row.value(per) else { continue };
                    if latest.get(&what).is_none_or(|it| it.value(day) <= row.value(day)) {
                        latest.insert(what, *row);
                    }
                }
                of(Some(latest.values().filter_map(|it| it.number(field)).sum()), latest.len())
            }
            Aggregate::Progress { weight, done, designed } => {
                let weights: Decimal = rows.iter().filter_map(|it| it.number(weight)).sum();
                let parts = rows.iter().map(|it| {
                    let number = |field| it.number(field).unwrap();
                    number(weight) * number(done) / number(designed)
                });
                let value = (parts.sum::<Decimal>() * Decimal::ONE_HUNDRED).checked_div(weights);
                of(value, rows.len())
            }
        }
    }

    /// The answer to a question.
    pub(crate) fn tell(&self, ask: &Ask) -> AskAnswer {
        match ask {
            Ask::Rows { query, aggregate, .. } => AskAnswer::Rows(self.answer(query, aggregate)),
            Ask::Sealed { indicator, period } => {
                match self.sealed.get(&(indicator.clone(), period.to_string())) {
                    Some((value, unit, source)) => AskAnswer::Sealed {
                        value: Some(*value),
                        unit: unit.clone(),
                        source: source.clone(),
                    },
                    None => AskAnswer::Sealed {
                        value: None,
                        unit: String::new(),
                        source: String::new(),
                    },
                }
            }
        }
    }

    /// The figure of an indicator, as of the last day of the period.
    #[track_caller]
    pub(crate) fn figure(&self, catalog: &Catalog, id: &str, period: &str) -> Figure {
        let period: Period = period.parse().unwrap();
        self.figure_as_of(catalog, id, period, period.last_day())
    }

    #[track_caller]
    pub(crate) fn figure_as_of(
        &self,
        catalog: &Catalog,
        id: &str,
        period: Period,
        as_of: Date,
    ) -> Figure {
        let plan = plan(catalog, &catalog.indicators[id], period, as_of).unwrap();
        let answers: Vec<AskAnswer> = plan.asks().into_iter().map(|ask| self.tell(ask)).collect();
        plan.conclude(&answers)
    }
}

fn passes(row: &Seen<'_>, condition: &Condition) -> bool {
    let value = row.value(&condition.field);
    let is = |test: fn(&Value, &Value) -> bool, other: &Value| {
        value.as_ref().is_some_and(|it| test(it, other))
    };
    match &condition.test {
        Test::Eq(other) => is(Value::eq, other),
        Test::Not(other) => !is(Value::eq, other),
        Test::In(others) => others.iter().any(|it| is(Value::eq, it)),
        Test::NotIn(others) => !others.iter().any(|it| is(Value::eq, it)),
        Test::Less(other) => is(Value::lt, other),
        Test::AtMost(other) => is(Value::le, other),
        Test::More(other) => is(Value::gt, other),
        Test::AtLeast(other) => is(Value::ge, other),
        Test::Between(low, high) => is(Value::ge, low) && is(Value::le, high),
        Test::IsSet => value.is_some(),
        Test::IsEmpty => value.is_none(),
        Test::EmptyOrMore(other) => value.is_none() || is(Value::gt, other),
        Test::Beside(..) => {
            panic!("no indicator of these books holds two fields beside each other")
        }
        Test::AnyContains(..) => panic!("no indicator looks words up"),
    }
}

pub(crate) fn decimal(text: &str) -> Decimal {
    terms::read_decimal(text).unwrap()
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(crate) fn day(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

pub(crate) fn number(text: &str) -> Value {
    Value::Decimal(decimal(text))
}

pub(crate) fn yuan(text: &str) -> Value {
    Value::Money(Fen::from_yuan(decimal(text)).unwrap())
}

pub(crate) fn kilograms(number: i64) -> Value {
    Value::Mass(Kilograms(number))
}
