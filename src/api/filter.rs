//! What a list is asked for (筛选): `filter=字段:比较:值`, `sort=-字段`, `q=词`, within what the viewer reaches.

use catalog::{Condition, FieldDef, FieldRef, FieldType, LedgerDef, Meta, Order, Query, Test};
use serde::Deserialize;
use terms::{Sought, Value};

use crate::api::guard::Viewer;
use crate::api::refusal::{Refusal, Reply};

/// Conditions of one list at most.
const FILTERS_MAX: usize = 20;
/// Characters of a search word at most.
const WORDS_MAX: usize = 100;

/// The query string of a list.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Asked {
    /// `field:op:value`, may be repeated; op is `eq`, `not`, `in`, `less`, `at_most`, `more`, `at_least`, `between`,
    /// `is_set`, `is_empty` or `contains`; values of `in` and `between` are separated by `|`; words of `contains` are as in `q`.
    #[param(style = Form, explode = true)]
    pub(crate) filter: Vec<String>,
    /// Fields separated by commas, `-` before one turns it round.
    pub(crate) sort: String,
    /// Words, all of which must be there, each in any text, name, plate or number; or the stake that it is. Written as people
    /// write it: `粤k·12345`, `24+450`, `[2021]`.
    pub(crate) q: String,
    /// Where the list goes on: `next` of the page before.
    pub(crate) after: String,
    /// Rows on the page, 1 to 500.
    #[param(minimum = 1, maximum = 500)]
    pub(crate) limit: Option<usize>,
}

impl Asked {
    /// The typed query, with what the viewer may see of the ledger by an act.
    pub(crate) fn query(&self, viewer: &Viewer, def: &LedgerDef, act: &str) -> Reply<Query> {
        let sight = viewer.sight(def, act);
        let mut conditions = sight
            .ok_or_else(|| Refusal::forbidden(format!("您的岗位不能这样使用《{}》", def.title)))?;
        if self.filter.len() > FILTERS_MAX {
            return Err(Refusal::bad(format!("条件超过 {FILTERS_MAX} 个")));
        }
        for text in self.filter.iter().filter(|it| !it.is_empty()) {
            conditions.extend(condition(viewer, def, text)?);
        }
        conditions.extend(words(viewer, def, &sought(&self.q)));
        Ok(Query { ledger: def.id.clone(), lines: None, conditions })
    }

    /// Whether something is asked beside what the viewer may see.
    pub(crate) fn narrows(&self) -> bool {
        self.filter.iter().any(|it| !it.is_empty()) || !self.q.trim().is_empty()
    }

    /// The order asked for.
    pub(crate) fn orders(&self, viewer: &Viewer, def: &LedgerDef) -> Reply<Vec<Order>> {
        let words = self.sort.split(',').map(str::trim).filter(|it| !it.is_empty());
        words
            .take(4)
            .map(|word| {
                let (name, descending) =
                    word.strip_prefix('-').map_or((word, false), |it| (it, true));
                Ok(Order { field: column(viewer, def, name)?.0, descending })
            })
            .collect()
    }

    /// Rows on a page.
    pub(crate) fn limit(&self) -> usize {
        self.limit.unwrap_or(50).clamp(1, 500)
    }
}

/// A column by its name; one that the viewer may not read is no ground for choosing either, or a mask could be guessed
/// through.
pub(crate) fn column<'d>(
    viewer: &Viewer,
    def: &'d LedgerDef,
    name: &str,
) -> Reply<(FieldRef, Option<&'d FieldDef>)> {
    let meta = match name {
        "state" => Some(Meta::State),
        "office" => Some(Meta::Office),
        "version" => Some(Meta::Version),
        "created_at" => Some(Meta::CreatedAt),
        "created_by" => Some(Meta::CreatedBy),
        "updated_at" => Some(Meta::UpdatedAt),
        "updated_by" => Some(Meta::UpdatedBy),
        _ => None,
    };
    // A field of the ledger goes before what every record carries.
    if let Some(field) = def.field(name).filter(|it| !matches!(it.ty, FieldType::Lines { .. })) {
        if field.private && !viewer.may_private(def) {
            let text = format!("“{}”是个人信息，您的岗位不能按它筛选或排序", field.label);
            return Err(Refusal::forbidden(text));
        }
        return Ok((FieldRef::Own(name.to_owned()), Some(field)));
    }
    let meta = meta.ok_or_else(|| Refusal::bad(format!("台账“{}”没有字段“{name}”", def.title)))?;
    Ok((FieldRef::Meta(meta), None))
}

fn condition(viewer: &Viewer, def: &LedgerDef, text: &str) -> Reply<Vec<Condition>> {
    let bad = || Refusal::bad(format!("条件“{text}”看不懂，写法是 字段:比较:值"));
    let (name, rest) = text.split_once(':').ok_or_else(bad)?;
    let (op, value) = rest.split_once(':').unwrap_or((rest, ""));
    let (reference, field) = column(viewer, def, name)?;
    let one = |text: &str| value_of(viewer, def, &reference, field, text);
    let many = || value.split('|').map(one).collect::<Reply<Vec<Value>>>();
    let test = match op {
        "eq" => Test::Eq(one(value)?),
        "not" => Test::Not(one(value)?),
        "in" => Test::In(many()?),
        "not_in" => Test::NotIn(many()?),
        "less" => Test::Less(one(value)?),
        "at_most" => Test::AtMost(one(value)?),
        "more" => Test::More(one(value)?),
        "at_least" => Test::AtLeast(one(value)?),
        "between" => match many()?.as_slice() {
            [from, to] => Test::Between(from.clone(), to.clone()),
            _ => return Err(bad()),
        },
        "is_set" => Test::IsSet,
        "is_empty" => Test::IsEmpty,
        "contains" if sought(value).is_empty() => return Err(bad()),
        "contains" if field.is_some_and(|it| it.ty == FieldType::Indicator) => {
            titled(viewer, value)
        }
        "contains" => return Ok(any(&[reference], &sought(value))),
        _ => return Err(bad()),
    };
    Ok(vec![Condition { field: reference, test }])
}

/// The indicators whose title or number holds a word: people know them by these, records by their ids.
fn titled(viewer: &Viewer, word: &str) -> Test {
    let holds = |it: &&catalog::IndicatorDef| {
        let mut names = std::iter::once(&it.title).chain(&it.refs).chain([&it.id]);
        names.any(|it| it.contains(word))
    };
    let found = viewer.catalog.indicators.values().filter(holds);
    let ids: Vec<Value> = found.map(|it| Value::Text(it.id.clone())).collect();
    if ids.is_empty() { Test::Eq(Value::Text(word.to_owned())) } else { Test::In(ids) }
}

fn value_of(
    viewer: &Viewer,
    def: &LedgerDef,
    reference: &FieldRef,
    field: Option<&FieldDef>,
    text: &str,
) -> Reply<Value> {
    if let Some(field) = field {
        // A date field with time may be asked about a whole day.
        if matches!(field.ty, FieldType::DateTime)
            && let Some(day) = terms::read_date(text)
        {
            return Ok(Value::Date(day));
        }
        let read =
            sheet::read_value(&viewer.catalog, def, field, text).map_err(Refusal::findings)?;
        return read.ok_or_else(|| Refusal::bad(format!("“{}”没有写要比较的值", field.label)));
    }
    let workflow = viewer.catalog.workflow_of(def);
    Ok(match reference {
        FieldRef::Meta(Meta::State) => {
            let state = workflow.state_by_word(text);
            let state = state.ok_or_else(|| Refusal::bad(format!("没有状态“{text}”")))?;
            Value::Text(state.name.clone())
        }
        FieldRef::Meta(Meta::CreatedAt | Meta::UpdatedAt) => {
            let day = terms::read_date(text);
            Value::Date(day.ok_or_else(|| Refusal::bad(format!("“{text}”不是日期")))?)
        }
        FieldRef::Meta(Meta::Version) => {
            let number = text.parse();
            Value::Integer(number.map_err(|_| Refusal::bad(format!("“{text}”不是整数")))?)
        }
        FieldRef::Meta(_) | FieldRef::Own(_) | FieldRef::Record(_) | FieldRef::Linked { .. } => {
            Value::Text(text.to_owned())
        }
    })
}

/// The fields that a word is looked for in: texts, names, plates, numbers of papers, stakes; none that the viewer may not read.
pub(crate) fn word_fields<'d>(viewer: &Viewer, def: &'d LedgerDef) -> Vec<&'d FieldDef> {
    let hide = !viewer.may_private(def);
    let is_text = |it: &&FieldDef| {
        matches!(
            it.ty,
            FieldType::Text { .. }
                | FieldType::LongText
                | FieldType::Person
                | FieldType::Organisation
                | FieldType::Division
                | FieldType::Road
                | FieldType::Plate
                | FieldType::Stake
                | FieldType::Phone
                | FieldType::IdNumber
                | FieldType::CreditCode
                | FieldType::Link { .. }
        )
    };
    def.fields.iter().filter(is_text).filter(|it| !(it.private && hide)).collect()
}

/// What was typed to look for, of no more than can be meant.
pub(crate) fn sought(typed: &str) -> Vec<Sought> {
    Sought::words(&typed.trim().chars().take(WORDS_MAX).collect::<String>())
}

/// The conditions that every word is in one of the fields of [`word_fields`].
pub(crate) fn words(viewer: &Viewer, def: &LedgerDef, sought: &[Sought]) -> Vec<Condition> {
    let fields = word_fields(viewer, def).into_iter().map(|it| FieldRef::Own(it.name.clone()));
    let fields: Vec<FieldRef> = fields.collect();
    any(if fields.is_empty() { &[FieldRef::Meta(Meta::Office)] } else { &fields }, sought)
}

/// The conditions that every word is in one of these fields.
fn any(fields: &[FieldRef], sought: &[Sought]) -> Vec<Condition> {
    let Some((first, others)) = fields.split_first() else { return Vec::new() };
    let has = |word: &Sought| Test::AnyContains(others.to_vec(), word.spellings().to_vec());
    sought.iter().map(|it| Condition { field: first.clone(), test: has(it) }).collect()
}
