//! Exchange with outside systems (对接): their layout out, their table in, and the two compared (对账).

use anyhow::{Context as _, Result, bail};
use catalog::{
    Catalog, Condition, ExchangeColumn, ExchangeDef, FieldDef, FieldRef, FieldType, LedgerDef,
    Query, Row, Span,
};
use jiff::civil::date;
use ledger::{BatchInfo, BatchOutcome, Listing};
use sheet::{Book, BookCell, BookSheet, Incoming, Reading};
use std::collections::BTreeMap;
use terms::{Finding, Grade, Period, Place, Value};

use crate::context::{Context, HIDDEN, today};

/// The exchange that a word names: id or title.
pub(crate) fn find<'c>(catalog: &'c Catalog, word: &str) -> Result<&'c ExchangeDef> {
    let all = &catalog.exchanges;
    all.get(word).or_else(|| all.values().find(|it| it.title == word)).with_context(|| {
        let known: Vec<String> =
            all.values().map(|it| format!("{}（{}）", it.id, it.title)).collect();
        format!("没有对接表“{word}”；可用：{}", known.join("、"))
    })
}

/// A file of theirs (对方的表).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
}

/// One record in their terms: what it is matched by, and the text of each compared column.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) key: String,
    pub(crate) cells: Vec<String>,
    pub(crate) row: Row,
}

/// A record that both have, and where they differ (不一致).
pub(crate) struct Differing {
    pub(crate) key: String,
    /// Heading, ours, theirs.
    pub(crate) fields: Vec<(String, String, String)>,
}

/// The three lists (对账结果).
pub(crate) struct Reconciled {
    pub(crate) heads: Vec<String>,
    pub(crate) only_theirs: Vec<Side>,
    pub(crate) only_ours: Vec<Side>,
    pub(crate) differing: Vec<Differing>,
    pub(crate) same: usize,
    pub(crate) findings: Vec<Finding>,
}

impl Reconciled {
    /// Whether both sides say the same.
    pub(crate) fn agrees(&self) -> bool {
        self.only_theirs.is_empty() && self.only_ours.is_empty() && self.differing.is_empty()
    }
}

/// Compares a file of theirs with our ledger.
pub(crate) async fn reconcile(
    context: &Context,
    def: &ExchangeDef,
    file: Sent<'_>,
    period: Option<Period>,
) -> Result<Reconciled> {
    let ledger = context.catalog.ledgers.get(&def.ledger).context("对接表的台账不在")?;
    let private = |name: &String| ledger.field(name).is_some_and(|it| it.private);
    if def.by.iter().any(private) && !context.may_see_private(ledger) {
        bail!("《{}》按个人信息配对，您的岗位看不到个人信息，不能对账", def.title);
    }
    let (theirs, findings) = theirs(context, def, file, period)?;
    let ours = ours(context, def, period, "export").await?;
    let columns: Vec<&ExchangeColumn> = compared(context, def).collect();
    let mut theirs_by: BTreeMap<String, Side> = BTreeMap::new();
    let mut twice = Vec::new();
    for (place, side) in theirs {
        if theirs_by.contains_key(&side.key) {
            let what = format!("“{}”在对方的表里出现了两次，按第一次的比对", side.key);
            twice.push(Finding {
                rule: "twice",
                grade: Grade::Verify,
                place,
                what,
                mend: "请向对方核实".to_owned(),
            });
            continue;
        }
        theirs_by.insert(side.key.clone(), side);
    }
    let mut made = Reconciled {
        heads: columns.iter().map(|it| it.head.clone()).collect(),
        only_theirs: Vec::new(),
        only_ours: Vec::new(),
        differing: Vec::new(),
        same: 0,
        findings: findings.into_iter().chain(twice).collect(),
    };
    for side in ours {
        let Some(other) = theirs_by.remove(&side.key) else {
            made.only_ours.push(side);
            continue;
        };
        let fields: Vec<(String, String, String)> = columns
            .iter()
            .zip(side.cells.iter().zip(&other.cells))
            .filter(|it| it.1.0 != it.1.1)
            .map(|(column, (our, their))| (column.head.clone(), our.clone(), their.clone()))
            .collect();
        if fields.is_empty() {
            made.same += 1;
        } else {
            made.differing.push(Differing { key: side.key, fields });
        }
    }
    made.only_theirs = theirs_by.into_values().collect();
    Ok(made)
}

/// The columns that are compared. Personal data is not for whoever may not see it: whether a guess differs would tell it.
fn compared<'d>(
    context: &Context,
    def: &'d ExchangeDef,
) -> impl Iterator<Item = &'d ExchangeColumn> {
    let ledger = context.catalog.ledgers.get(&def.ledger);
    let hidden: Vec<&str> = ledger
        .filter(|it| !context.may_see_private(it))
        .map(|it| it.fields.iter().filter(|it| it.private).map(|it| it.name.as_str()).collect())
        .unwrap_or_default();
    let shown: Vec<bool> =
        def.columns.iter().map(|it| !it.theirs && !hidden.contains(&it.field.as_str())).collect();
    def.columns.iter().zip(shown).filter(|it| it.1).map(|it| it.0)
}

/// A file of theirs, read.
struct Opened {
    /// Our ledger as they see it.
    view: LedgerDef,
    reading: Reading,
    digest: String,
}

fn open(context: &Context, def: &ExchangeDef, file: Sent<'_>) -> Result<Opened> {
    let (seen, view) = def.view(&context.catalog).context("对接表的台账不在")?;
    let incoming = Incoming { name: file.name, bytes: file.bytes, parts: &[] };
    // A large table takes a while: others are not held up by it.
    let reading = tokio::task::block_in_place(|| {
        sheet::read(&seen, &view, incoming, today(), &mut |_, _| {})
    });
    Ok(Opened { view, reading, digest: ledger::digest(file.bytes) })
}

/// Rows of their file in our terms, with their places; and what is wrong with the file.
type Theirs = (Vec<(Place, Side)>, Vec<Finding>);

fn theirs(
    context: &Context,
    def: &ExchangeDef,
    file: Sent<'_>,
    period: Option<Period>,
) -> Result<Theirs> {
    let Opened { view, reading, .. } = open(context, def, file)?;
    let within = |row: &Row| match (&def.day, period) {
        (Some(day), Some(period)) => match row.get(&view, day) {
            Some(Value::Date(day)) => (period.first_day()..=period.last_day()).contains(day),
            _ => true,
        },
        _ => true,
    };
    let rows = reading.rows.into_iter().filter(|it| within(&it.row));
    let sides = rows.map(|it| (it.place, side(context, def, &view, it.row))).collect();
    Ok((sides, reading.findings))
}

/// Our records that they should have, as far as the acting person reaches with an act.
async fn ours(
    context: &Context,
    def: &ExchangeDef,
    period: Option<Period>,
    act: &str,
) -> Result<Vec<Side>> {
    let ledger = context.catalog.ledgers.get(&def.ledger).context("对接表的台账不在")?;
    let Some(sight) = context.sight(ledger, act) else { return Ok(Vec::new()) };
    let mut query = query(ledger, def, period)?;
    query.conditions.extend(sight);
    let mut sides = Vec::new();
    context
        .base
        .each(&query, &[], |record| {
            sides.push(side(context, def, ledger, record.row));
            Ok(())
        })
        .await?;
    Ok(sides)
}

/// Which of our records they should have, of a period where one is given.
fn query(ledger: &LedgerDef, def: &ExchangeDef, period: Option<Period>) -> Result<Query> {
    let wide = period.unwrap_or(Period::Days(date(1949, 1, 1), date(9000, 12, 31)));
    let span = Span { period: wide, as_of: wide.last_day() };
    let own = def.conditions.iter().map(|it| span.condition(ledger, it));
    let mut conditions = own.collect::<Result<Vec<_>, _>>().map_err(anyhow::Error::msg)?;
    if let (Some(day), Some(period)) = (&def.day, period) {
        conditions.push(Condition {
            field: FieldRef::Own(day.clone()),
            test: catalog::Test::Between(
                Value::Date(period.first_day()),
                Value::Date(period.last_day()),
            ),
        });
    }
    Ok(Query { ledger: def.ledger.clone(), lines: None, conditions })
}

/// A row as both sides are compared: codes in their words, values in canonical form, personal data hidden from whoever
/// may not see it.
fn side(context: &Context, def: &ExchangeDef, view: &LedgerDef, row: Row) -> Side {
    let key: Vec<String> = def
        .by
        .iter()
        .map(|it| row.get(view, it).map(Value::canonical).unwrap_or_default())
        .collect();
    let cells = compared(context, def)
        .map(|column| {
            let value = row.get(view, &column.field);
            let text = value.map(Value::canonical).unwrap_or_default();
            def.word(&context.catalog, column, &text).to_owned()
        })
        .collect();
    Side { key: key.join(" · "), cells, row }
}

/// The empty table, or our records in their layout; and how many these are.
pub(crate) async fn export(
    context: &Context,
    def: &ExchangeDef,
    period: Option<Period>,
    empty: bool,
) -> Result<(Vec<u8>, usize)> {
    let ledger = context.catalog.ledgers.get(&def.ledger).context("对接表的台账不在")?;
    let columns: Vec<&ExchangeColumn> =
        def.columns.iter().filter(|it| empty || !it.theirs).collect();
    let mut rows = Vec::new();
    if !empty {
        for side in ours(context, def, period, "export").await? {
            rows.push(columns.iter().map(|it| cell(context, def, ledger, it, &side.row)).collect());
        }
    }
    let count = rows.len();
    let columns = columns.iter().map(|it| (it.head.clone(), 0)).collect();
    let sheet = BookSheet { name: def.title.clone(), heading: Vec::new(), columns, rows };
    let book = Book { title: def.title.clone(), sheets: vec![sheet] };
    Ok((book.write(today())?, count))
}

fn cell(
    context: &Context,
    def: &ExchangeDef,
    ledger: &LedgerDef,
    column: &ExchangeColumn,
    row: &Row,
) -> BookCell {
    let Some(field) = ledger.field(&column.field) else { return BookCell::Empty };
    if field.private && !context.may_see_private(ledger) {
        return BookCell::Text(HIDDEN.to_owned());
    }
    match row.get(ledger, &column.field) {
        None => BookCell::Empty,
        Some(Value::Date(day)) => {
            column.date.map_or(BookCell::Date(*day), |it| BookCell::Text(it.write(*day)))
        }
        Some(value) => {
            let text = value.canonical();
            BookCell::Text(def.word(&context.catalog, column, &text).to_owned())
        }
    }
}

/// The first of our records as their layout shows them, to be looked at before a layout is taken.
pub(crate) async fn first_rows(
    context: &Context,
    def: &ExchangeDef,
    rows: usize,
) -> Result<Vec<Vec<String>>> {
    let ledger = context.catalog.ledgers.get(&def.ledger).context("对接表的台账不在")?;
    let Some(sight) = context.sight(ledger, "export") else { return Ok(Vec::new()) };
    let mut query = query(ledger, def, None)?;
    query.conditions.extend(sight);
    let page = context.base.list(&Listing { limit: rows, ..Listing::new(&query) }).await?;
    let text = |column: &ExchangeColumn, row: &Row| match cell(context, def, ledger, column, row) {
        BookCell::Text(text) => text,
        BookCell::Date(day) => day.to_string(),
        BookCell::Empty
        | BookCell::Integer(_)
        | BookCell::Decimal(..)
        | BookCell::Link { .. }
        | BookCell::Strong(_) => String::new(),
    };
    let own = || def.columns.iter().filter(|it| !it.theirs);
    Ok(page.items.iter().map(|it| own().map(|column| text(column, &it.row)).collect()).collect())
}

/// A heading of theirs and the field of ours that it names.
pub(crate) type Heading = (String, Option<String>);

/// The headings of a table of theirs, in their order; each with our field, found by the heading it had so far, our label or
/// another name of ours. None where no row looks like headings.
pub(crate) fn headings(
    context: &Context,
    def: &ExchangeDef,
    file: Sent<'_>,
) -> Result<Vec<Heading>> {
    let ledger = context.catalog.ledgers.get(&def.ledger).context("对接表的台账不在")?;
    let mut view = ledger.clone();
    view.fields.retain(|it| !matches!(it.ty, FieldType::Lines { .. }));
    for column in &def.columns {
        // What they call a column is meant before what we call another field so.
        for field in view.fields.iter_mut().filter(|it| it.name != column.field) {
            field.aliases.retain(|it| *it != column.head);
            if field.label == column.head {
                field.label = format!("{}（{}）", field.label, field.name);
            }
        }
        for field in view.fields.iter_mut().filter(|it| it.name == column.field) {
            field.aliases.push(column.head.clone());
        }
    }
    view.index();
    let incoming = Incoming { name: file.name, bytes: file.bytes, parts: &[] };
    let reading = tokio::task::block_in_place(|| {
        sheet::read(&context.catalog, &view, incoming, today(), &mut |_, _| {})
    });
    let sheet = reading.mapping.first().map(|it| it.sheet.clone()).unwrap_or_default();
    let own = reading.mapping.into_iter().filter(|it| it.sheet == sheet && !it.header.is_empty());
    let own: Vec<_> = own.collect();
    // A title above the headings is read as their first row: it is the same over all of them.
    let above = own.first().and_then(|it| it.header.split_once('·')).map(|it| it.0.to_owned());
    let bare = |head: &str| {
        let below = head.strip_prefix(above.as_deref()?)?.strip_prefix('·')?;
        Some(below.to_owned())
    };
    let all_below = own.iter().all(|it| bare(&it.header).is_some());
    let head = |it: String| bare(&it).filter(|_| all_below).unwrap_or(it);
    let field = |it: Option<String>| it.filter(|it| view.field(it).is_some());
    let found = own.into_iter().map(|it| (head(it.header), field(it.field)));
    Ok(found.filter(|it| it.0 != "序号").collect())
}

/// What taking in did.
pub(crate) struct Taken {
    pub(crate) outcome: BatchOutcome,
    pub(crate) findings: Vec<Finding>,
    /// Rows of theirs that we do not have.
    pub(crate) unknown: Vec<String>,
}

/// Takes their file in: of records that we have, the columns they gave; what they alone have is named, never made up.
pub(crate) async fn take(
    context: &Context,
    def: &ExchangeDef,
    file: Sent<'_>,
    dry_run: bool,
) -> Result<Taken> {
    let ledger = context.catalog.ledgers.get(&def.ledger).context("对接表的台账不在")?;
    let Opened { view, reading, digest } = open(context, def, file)?;
    let given: Vec<&FieldDef> = reading
        .mapping
        .iter()
        .filter_map(|it| it.field.as_deref())
        .filter_map(|it| view.field(it))
        .collect();
    let mut own: BTreeMap<String, Row> = BTreeMap::new();
    for side in ours(context, def, None, "see").await? {
        own.insert(side.key, side.row);
    }
    let (mut rows, mut unknown) = (Vec::new(), Vec::new());
    for read in reading.rows {
        let theirs = side(context, def, &view, read.row);
        let Some(mut row) = own.get(&theirs.key).cloned() else {
            unknown.push(theirs.key);
            continue;
        };
        for field in &given {
            let (Some(at), Some(place)) = (view.place(&field.name), ledger.place(&field.name))
            else {
                continue;
            };
            // An empty cell of theirs says nothing about ours.
            if let Some(value) = theirs.row.values.get(at).cloned().flatten() {
                row.values[place] = Some(value);
            }
        }
        rows.push((read.place, row));
    }
    let info = BatchInfo { file_name: file.name, file_digest: &digest, ..BatchInfo::default() };
    let act = context.act();
    let outcome =
        context.base.import(&act, &ledger.id, rows, info, dry_run, &mut |_, _| {}).await?;
    let mut findings = reading.findings;
    findings.extend(outcome.findings.iter().cloned());
    Ok(Taken { outcome, findings, unknown })
}

/// The three lists as a workbook.
pub(crate) fn workbook(def: &ExchangeDef, made: &Reconciled, name: &str) -> Result<Vec<u8>> {
    let text = |text: &str| BookCell::Text(text.to_owned());
    let list = |name: &str, note: &str, sides: &[Side]| BookSheet {
        name: name.to_owned(),
        heading: vec![format!("{}{name}", def.title), note.to_owned()],
        columns: made.heads.iter().map(|it| (it.clone(), 0)).collect(),
        rows: sides.iter().map(|it| it.cells.iter().map(|cell| text(cell)).collect()).collect(),
    };
    let differing = made.differing.iter().flat_map(|it| {
        it.fields
            .iter()
            .map(|(head, our, their)| vec![text(&it.key), text(head), text(our), text(their)])
    });
    let sheets = vec![
        list("仅对方有", &format!("{name} 里有、我局台账没有的"), &made.only_theirs),
        list("仅我局有", &format!("我局台账有、{name} 里没有的"), &made.only_ours),
        BookSheet {
            name: "不一致".to_owned(),
            heading: vec![format!("{}不一致", def.title), "两边都有、内容不同的".to_owned()],
            columns: ["编号", "列", "我局", def.system.as_str()]
                .map(|it| (it.to_owned(), 24))
                .to_vec(),
            rows: differing.collect(),
        },
    ];
    let book = Book { title: format!("{}对账", def.title), sheets };
    Ok(book.write(today())?)
}
