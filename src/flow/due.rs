//! Due (时限): the clocks of the records, as they stand on a day.

use anyhow::Result;
use catalog::{ClockDef, Condition, FieldRef, FieldType, LedgerDef, Meta, Query, Test};
use clock::{AsOf, Reading, State};
use ledger::{Listing, Record};
use terms::Value;
use uuid::Uuid;

use crate::context::Context;

/// Records read at once.
const PAGE: usize = 5000;

/// One clock of one record.
pub(crate) struct Item<'c> {
    pub(crate) def: &'c LedgerDef,
    /// Id of the record.
    pub(crate) id: Uuid,
    pub(crate) key: String,
    /// What the record is about.
    pub(crate) summary: String,
    pub(crate) office: String,
    /// The person in charge.
    pub(crate) who: String,
    pub(crate) reading: Reading,
}

/// Whose clocks are asked for; empty words ask for all.
#[derive(Debug)]
pub(crate) struct Whose<'a> {
    pub(crate) office: Option<&'a str>,
    pub(crate) who: Option<&'a str>,
    /// What was done, or closed without being done, too.
    pub(crate) done: bool,
    /// What the acting person is to do with them: `see`, or `export`.
    pub(crate) act: &'a str,
}

impl Default for Whose<'_> {
    fn default() -> Self {
        Whose { office: None, who: None, done: false, act: "see" }
    }
}

/// The ledgers on which clocks run.
pub(crate) fn with_clocks(context: &Context) -> Vec<&LedgerDef> {
    let ledgers = context.catalog.ledgers.values();
    ledgers.filter(|it| !context.catalog.clocks_of(it).is_empty()).collect()
}

/// What is still to be done on a day (or was done by then), by office, person, urgency and due day.
pub(crate) async fn list<'c>(
    context: &'c Context,
    ledgers: &[&'c LedgerDef],
    whose: &Whose<'_>,
    as_of: impl Into<AsOf>,
) -> Result<Vec<Item<'c>>> {
    let as_of = as_of.into();
    let mut items = Vec::new();
    for def in ledgers {
        let Some(sight) = context.sight(def, whose.act) else { continue };
        for clock in context.catalog.clocks_of(def) {
            let mut query = running(def, clock, whose, as_of);
            query.conditions.extend(sight.iter().cloned());
            let keep = |record: &Record, reading| {
                items.push(item(context, def, clock, record, reading));
            };
            each_running(context, (def, clock), &query, as_of, keep).await?;
        }
    }
    items.retain(|it| whose.done || it.reading.state.is_open());
    items.retain(|it| it.reading.state != State::NoTerm);
    items.retain(|it| whose.who.is_none_or(|who| it.who == who));
    items.sort_by(|one, other| order(one).cmp(&order(other)));
    Ok(items)
}

/// What is still to be done by a clock on a day, whoever may see it: of all records, or of these alone.
pub(crate) async fn each_open(
    context: &Context,
    (def, clock): (&LedgerDef, &ClockDef),
    ids: Option<&[Uuid]>,
    as_of: impl Into<AsOf>,
    mut take: impl FnMut(&Record, Reading),
) -> Result<()> {
    let as_of = as_of.into();
    let mut query = running(def, clock, &Whose::default(), as_of);
    if let Some(ids) = ids {
        let ids = ids.iter().map(|it| Value::Text(it.hyphenated().to_string()));
        let test = Test::In(ids.collect());
        query.conditions.push(Condition { field: FieldRef::Meta(Meta::Id), test });
    }
    let open = |record: &Record, reading: Reading| {
        if reading.state.is_open() && reading.state != State::NoTerm {
            take(record, reading);
        }
    };
    each_running(context, (def, clock), &query, as_of, open).await
}

/// Reads the clock of every record of a query.
async fn each_running(
    context: &Context,
    (def, clock): (&LedgerDef, &ClockDef),
    query: &Query,
    as_of: AsOf,
    mut take: impl FnMut(&Record, Reading),
) -> Result<()> {
    let mut after = None;
    loop {
        let listing = Listing { after: after.as_ref(), limit: PAGE, ..Listing::new(query) };
        let page = context.base.list(&listing).await?;
        for record in &page.items {
            if let Some(reading) = clock::read(&context.catalog, def, clock, &record.row, as_of) {
                take(record, reading);
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Every clock of one record that has started.
pub(crate) fn of<'c>(
    context: &Context,
    def: &'c LedgerDef,
    record: &Record,
    as_of: impl Into<AsOf>,
) -> Vec<Item<'c>> {
    let as_of = as_of.into();
    let clocks = context.catalog.clocks_of(def).iter();
    let read = clocks.filter_map(|it| {
        let reading = clock::read(&context.catalog, def, it, &record.row, as_of)?;
        Some(item(context, def, it, record, reading))
    });
    read.collect()
}

fn order<'i>(item: &'i Item<'_>) -> impl Ord + use<'i> {
    let due = item.reading.due.and_then(clock::Due::day);
    let (office, who) = (item.office.as_str(), item.who.as_str());
    (office, who, item.reading.state, due.is_none(), due, item.def.id.as_str(), item.key.as_str())
}

fn item<'c>(
    context: &Context,
    def: &'c LedgerDef,
    clock: &ClockDef,
    record: &Record,
    reading: Reading,
) -> Item<'c> {
    let reader = context.reader(def);
    let named = clock.who.as_ref().and_then(|name| {
        let field = def.field(name)?;
        let value = record.row.get(def, name)?;
        Some(reader.value(field, Some(value)))
    });
    Item {
        def,
        id: record.id,
        key: reader.key(&record.row),
        summary: reader.summary(&record.row),
        office: record.office.clone(),
        who: named.unwrap_or_else(|| record.updated_by.clone()),
        reading,
    }
}

/// Records whose clock had started by the day, and was not done by it.
fn running(def: &LedgerDef, clock: &ClockDef, whose: &Whose<'_>, as_of: AsOf) -> Query {
    let day = as_of.day();
    let last = |name: &str| match def.field(name).map(|it| &it.ty) {
        Some(FieldType::DateTime) => Value::DateTime(day.at(23, 59, 59, 0)),
        _ => Value::Date(day),
    };
    let own = |name: &str, test: Test| Condition { field: FieldRef::Own(name.to_owned()), test };
    let mut conditions = vec![own(&clock.start, Test::AtMost(last(&clock.start)))];
    if !whose.done {
        conditions.push(own(&clock.end, Test::EmptyOrMore(last(&clock.end))));
    }
    if let Some(office) = whose.office {
        let test = Test::Eq(Value::Text(office.to_owned()));
        conditions.push(Condition { field: FieldRef::Meta(Meta::Office), test });
    }
    Query { ledger: def.id.clone(), lines: None, conditions }
}
