//! A figure as clients read it (数的形状): its head, its parts, what lies behind it, its seal.
//!
//! Values are texts: exact decimals that no client rounds by reading them.

use catalog::IndicatorDef;
use rust_decimal::Decimal;
use serde::Serialize;
use terms::{Figure, FigurePart, FigureSource, Period, half_up, plain};
use utoipa::ToSchema;

use crate::context::Context;
use crate::flow::figure::Row;
use crate::flow::seal::{self, Moved};

/// Places of what one row adds to a figure.
const CONTRIBUTION_PLACES: u32 = 8;

/// A period that may be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PeriodRef {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// The periods that hold something, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Periods {
    pub(crate) default: String,
    pub(crate) list: Vec<PeriodRef>,
}

/// A period with its days.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Period)]
pub(crate) struct ShownPeriod {
    id: String,
    title: String,
    first_day: String,
    last_day: String,
}

impl From<Period> for ShownPeriod {
    fn from(period: Period) -> ShownPeriod {
        ShownPeriod {
            id: period.to_string(),
            title: period.in_words(),
            first_day: period.first_day().to_string(),
            last_day: period.last_day().to_string(),
        }
    }
}

/// What every answer says of a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureHead {
    pub(crate) id: String,
    /// Numbers in the register.
    refs: Vec<String>,
    title: String,
    domain: String,
    domain_title: String,
    kind_label: Option<String>,
    /// Office that answers for it, as it is called now.
    owner: Option<String>,
    /// As it is printed; null where there is none.
    value: Option<String>,
    unit: String,
    /// Records behind it.
    records: u64,
    notes: Vec<String>,
}

impl FigureHead {
    pub(crate) fn new(context: &Context, figure: &Figure) -> FigureHead {
        let def = context.catalog.indicators.get(&figure.id);
        let domain = domain_of(&figure.id);
        FigureHead {
            id: figure.id.clone(),
            refs: figure.refs.clone(),
            title: figure.title.clone(),
            domain: domain.to_owned(),
            domain_title: context.catalog.pages.domain_title(domain).to_owned(),
            kind_label: def.map(|it| it.kind.label().to_owned()),
            owner: def.map(|it| context.catalog.offices.title(&it.owner).to_owned()),
            value: figure.printed(),
            unit: figure.unit.clone(),
            records: figure.records,
            notes: figure.notes.clone(),
        }
    }
}

/// The domain of a figure's id.
pub(crate) fn domain_of(id: &str) -> &str {
    id.split('/').next().unwrap_or_default()
}

/// A figure in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureItem {
    #[serde(flatten)]
    pub(crate) head: FigureHead,
    /// Whether it is sealed for the period.
    pub(crate) sealed: bool,
}

/// The figures of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Figures {
    pub(crate) period: ShownPeriod,
    pub(crate) as_of: String,
    pub(crate) items: Vec<FigureItem>,
}

/// A figure with everything that it opens onto.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Figure)]
pub(crate) struct FigureDetail {
    #[serde(flatten)]
    pub(crate) head: FigureHead,
    pub(crate) period: ShownPeriod,
    pub(crate) as_of: String,
    /// Before it was rounded for print.
    pub(crate) exact: Option<String>,
    pub(crate) about: String,
    /// What it counts, in words.
    pub(crate) describe: String,
    /// Digest of its definition.
    pub(crate) fingerprint: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) last_year: Option<LastYear>,
    pub(crate) sealed: Option<StandingSeal>,
    /// Null while the seal stands, or where there is none.
    pub(crate) moved: Option<MovedFigure>,
    /// Of a claimed zero.
    pub(crate) zero: Option<ZeroState>,
    pub(crate) breakdown: Vec<Breakdown>,
    pub(crate) used_in: Vec<UsedIn>,
}

/// A part of a figure: the numerator of a ratio, this year's side of a growth.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FigurePart)]
pub(crate) struct Part {
    role: String,
    value: Option<String>,
    unit: String,
    records: u64,
    /// Empty for a sealed value.
    ledger: String,
    ledger_title: Option<String>,
    /// The lines field whose child rows are counted.
    lines: Option<String>,
}

impl Part {
    pub(crate) fn new(context: &Context, part: &FigurePart) -> Part {
        let (ledger, lines) = match &part.source {
            FigureSource::Ledger { ledger, lines } => (ledger.as_str(), lines.clone()),
            FigureSource::Sealed { .. } => ("", None),
        };
        Part {
            role: part.role.clone(),
            value: part.value.map(plain),
            unit: part.unit.clone(),
            records: part.records,
            ledger: ledger.to_owned(),
            ledger_title: context.catalog.ledgers.get(ledger).map(|it| it.title.clone()),
            lines,
        }
    }
}

/// The value of the same stretch of last year, and where it is from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LastYear {
    pub(crate) period: String,
    pub(crate) value: Option<String>,
    pub(crate) unit: String,
    pub(crate) source: String,
    /// How this year stands to it; null where one of the values is missing or the units differ.
    pub(crate) change: Option<Change>,
}

/// By how much a figure differs from that of last year, from the exact values.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YearChange)]
pub(crate) struct Change {
    /// This year less last year, in the unit of the figure, as many places as it is printed with.
    pub(crate) difference: String,
    /// Of last year's value, per cent, two places, half up; null where that is 0, and where the figure is itself per cent.
    pub(crate) percent: Option<String>,
}

impl Change {
    /// None where the numbers are too large to hold against each other.
    pub(crate) fn new(def: &IndicatorDef, now: Decimal, before: Decimal) -> Option<Change> {
        let difference = now.checked_sub(before)?;
        let part = difference.checked_mul(Decimal::ONE_HUNDRED);
        let rate = part.and_then(|it| it.checked_div(before.abs()));
        let percent = rate.filter(|_| def.unit != "%").map(|it| plain(half_up(it, 2)));
        Some(Change { difference: plain(half_up(difference, def.places)), percent })
    }
}

/// The seal that stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StandingSeal {
    pub(crate) value: Option<String>,
    pub(crate) unit: String,
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) reason: String,
    /// Whether records behind it have changed since.
    pub(crate) moved: bool,
}

/// How later changes moved a sealed figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MovedFigure {
    id: String,
    title: String,
    unit: String,
    /// When it was sealed.
    sealed: String,
    /// Whether the value is another one now.
    moved: bool,
    before: Option<String>,
    now: Option<String>,
    difference: Option<String>,
    /// Records that came in.
    entered: usize,
    /// Records that went out.
    left: usize,
    /// Records with other content.
    changed: usize,
    /// The first of them, as staff name them.
    records: Vec<String>,
    /// All of it in a sentence.
    text: String,
}

impl MovedFigure {
    pub(crate) fn new(context: &Context, moved: &Moved) -> MovedFigure {
        let def = context.catalog.indicators.get(&moved.id);
        let movement = &moved.movement;
        MovedFigure {
            id: moved.id.clone(),
            title: def.map_or_else(|| moved.id.clone(), |it| it.title.clone()),
            unit: def.map(|it| it.unit.clone()).unwrap_or_default(),
            sealed: moved.sealed.clone(),
            moved: movement.has_moved(),
            before: movement.before.map(plain),
            now: movement.now.map(plain),
            difference: movement.difference.map(plain),
            entered: movement.entered.len(),
            left: movement.left.len(),
            changed: movement.changed.len(),
            records: moved.keys.clone(),
            text: seal::in_words(&context.catalog, moved),
        }
    }
}

/// Which months of a claimed zero are confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ZeroState {
    pub(crate) confirmed: Vec<ConfirmedZero>,
    /// Months that nobody confirmed yet.
    pub(crate) missing: Vec<String>,
}

/// A confirmation of a zero.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConfirmedZero {
    /// The month.
    pub(crate) period: String,
    pub(crate) who: String,
    pub(crate) at: String,
}

/// A field by which a figure may be divided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Breakdown {
    pub(crate) field: String,
    pub(crate) label: String,
}

/// A report in which a figure stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UsedIn {
    pub(crate) report: String,
    pub(crate) title: String,
}

/// A value with the label of its column.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cell {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// A row behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureRow {
    /// Role of its part.
    part: String,
    ledger: String,
    lines: Option<String>,
    id: String,
    key: String,
    /// Position of a child row, from 1.
    ordinal: Option<u32>,
    /// What it adds to the figure.
    contribution: Option<String>,
    unit: String,
    cells: Vec<Cell>,
}

impl From<Row> for FigureRow {
    fn from(row: Row) -> FigureRow {
        FigureRow {
            part: row.role,
            ledger: row.ledger,
            lines: row.lines,
            id: row.id,
            key: row.key,
            ordinal: row.ordinal,
            contribution: row.contribution.map(|it| plain(half_up(it, CONTRIBUTION_PLACES))),
            unit: row.unit,
            cells: row.cells.into_iter().map(|(label, value)| Cell { label, value }).collect(),
        }
    }
}

/// Rows behind a figure, those in sight.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureRows {
    pub(crate) items: Vec<FigureRow>,
    /// What to send as `after` for the page behind this one; null at the end.
    pub(crate) next: Option<String>,
    /// How many more are out of sight.
    pub(crate) hidden: u64,
}

/// A figure by the values of a field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureGroups {
    pub(crate) label: String,
    pub(crate) unit: String,
    /// Whether the groups add up to the figure.
    pub(crate) adds_up: bool,
    pub(crate) groups: Vec<FigureGroup>,
}

/// One group.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureGroup {
    pub(crate) label: String,
    pub(crate) value: Option<String>,
    pub(crate) rows: u64,
}

/// A figure in a stretch of time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeriesPoint {
    period: String,
    title: String,
    value: Option<String>,
}

impl SeriesPoint {
    pub(crate) fn new(period: Period, value: Option<String>) -> SeriesPoint {
        SeriesPoint { period: period.to_string(), title: period.in_words(), value }
    }
}

/// A figure over time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Series {
    pub(crate) unit: String,
    pub(crate) points: Vec<SeriesPoint>,
    /// The same stretches of last year.
    pub(crate) last_year: Vec<SeriesPoint>,
}

/// A figure as a tile.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tile {
    #[serde(flatten)]
    pub(crate) head: FigureHead,
    pub(crate) last_year: Option<LastYear>,
    /// Month by month.
    pub(crate) series: Vec<SeriesPoint>,
}

/// The tiles of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tiles {
    pub(crate) period: ShownPeriod,
    pub(crate) items: Vec<Tile>,
}

/// A figure, by its name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FigureName {
    id: String,
    title: String,
    unit: String,
    about: String,
}

impl From<&IndicatorDef> for FigureName {
    fn from(it: &IndicatorDef) -> FigureName {
        FigureName {
            id: it.id.clone(),
            title: it.title.clone(),
            unit: it.unit.clone(),
            about: it.about.clone(),
        }
    }
}

/// Two figures record by record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FigureDifference)]
pub(crate) struct Difference {
    pub(crate) one: FigureName,
    pub(crate) other: FigureName,
    pub(crate) period: ShownPeriod,
    /// What is not compared, in words; empty when everything is.
    pub(crate) text: String,
    pub(crate) only_one: DifferenceSide,
    pub(crate) both: DifferenceSide,
    pub(crate) only_other: DifferenceSide,
}

/// Records of one side of a difference: how many, and the first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceSide {
    pub(crate) count: u64,
    pub(crate) items: Vec<DifferenceRow>,
}

/// A record of a difference.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DifferenceRow {
    pub(crate) ledger: String,
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) ordinal: Option<u32>,
    pub(crate) cells: Vec<Cell>,
}

/// A seal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Seal)]
pub(crate) struct ShownSeal {
    /// Id of the figure.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) value: Option<String>,
    pub(crate) unit: String,
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) reason: String,
    /// Not replaced by a later one.
    pub(crate) standing: bool,
}

/// What came of sealing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sealed {
    pub(crate) period: String,
    pub(crate) sealed: usize,
    /// Titles of figures that have no value to seal.
    pub(crate) without_value: Vec<String>,
}

/// A value as it is printed.
pub(crate) fn printed(value: Option<Decimal>, places: u32) -> Option<String> {
    value.map(|it| plain(half_up(it, places)))
}
