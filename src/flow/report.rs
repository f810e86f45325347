//! Reports (写报告): figures and an outline into a document, and into the workbook behind it (数据底稿).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use catalog::{IndicatorDef, ReportDef};
use report::{Beside, DrawnUp, Material, NumberKind, NumberUse};
use sheet::{Book, BookCell, BookSheet};
use terms::{Figure, Finding, plain};

use crate::context::Context;
use crate::flow::capture::write_file;
use crate::flow::figure::{self, Computed, Row, When, compute};
use crate::say::Findings;

/// Rows of one figure in the workbook at most; the rest is opened with `tongtu open`.
const SHEET_ROWS_MAX: usize = 20_000;

/// What was written.
pub(crate) struct Written {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) figures: Vec<Computed>,
}

/// The report that a word names.
pub(crate) fn find<'c>(context: &'c Context, word: &str) -> Result<&'c ReportDef> {
    let reports = &context.catalog.reports;
    reports.get(word).or_else(|| reports.values().find(|it| it.title == word)).with_context(|| {
        let all: Vec<String> =
            reports.values().map(|it| format!("{}（{}）", it.id, it.title)).collect();
        format!("没有报告“{word}”；可用：{}", all.join("、"))
    })
}

/// Draws a report up and writes `.docx`, `.txt` and 数据底稿.xlsx into a folder. What has to be settled first keeps it
/// from being written, unless only a draft is wanted.
pub(crate) async fn write(
    context: &Context,
    def: &ReportDef,
    when: When,
    (out, draft_only): (&Path, bool),
) -> Result<Written> {
    let (drawn, computed) = drawn(context, def, when).await?;
    if drawn.is_stopped() && !draft_only {
        return Ok(Written { files: Vec::new(), findings: drawn.findings, figures: computed });
    }
    let made_on = drawn.document.signature.as_ref().map_or(when.as_of, |it| it.date);
    let docx = out.join(format!("{}.docx", drawn.file_name));
    write_file(&docx, &report::write_docx(&drawn.document, made_on)?)?;
    let text = out.join(format!("{}.txt", drawn.file_name));
    write_file(&text, report::to_text(&drawn.document).as_bytes())?;
    let book = out.join("数据底稿.xlsx");
    write_file(&book, &draft(context, &drawn, &computed, when).await?.write(made_on)?)?;
    Ok(Written { files: vec![docx, text, book], findings: drawn.findings, figures: computed })
}

/// Draws a report up from the ledgers as they are now, with the figures that it needs.
pub(crate) async fn drawn(
    context: &Context,
    def: &ReportDef,
    when: When,
) -> Result<(DrawnUp, Vec<Computed>)> {
    let needed = report::needed_figures(def);
    let mut defs: Vec<&IndicatorDef> =
        needed.iter().filter_map(|id| context.catalog.indicators.get(id)).collect();
    figure::in_order(&mut defs);
    let computed = compute(context, &defs, when).await?;
    let drawn = draw_up(context, def, &computed, when).await?;
    Ok((drawn, computed))
}

async fn draw_up(
    context: &Context,
    def: &ReportDef,
    computed: &[Computed],
    when: When,
) -> Result<DrawnUp> {
    let asks = match report::needed_records(&context.catalog, def, when.period, when.as_of) {
        Ok(asks) => asks,
        Err(findings) => return Err(Findings(findings).into()),
    };
    let mut records = BTreeMap::new();
    for ask in asks {
        let mut rows = Vec::new();
        let take = |record: ledger::Record| {
            rows.push(record.row);
            Ok(())
        };
        context.base.each(&ask.query, &ask.order, take).await?;
        records.insert(ask.block, rows);
    }
    let figures = computed.iter().map(|it| (it.figure.id.clone(), it.figure.clone())).collect();
    let compared = compared(context, def, when).await?;
    let material = Material { period: when.period, as_of: when.as_of, figures, compared, records };
    Ok(report::draw_up(&context.catalog, def, &material))
}

/// The figures of other periods that the tables set beside the report's own. What a year ago was kept elsewhere is taken
/// from sealed or imported values; where there is none and no record of that time, nothing is claimed.
async fn compared(
    context: &Context,
    def: &ReportDef,
    when: When,
) -> Result<BTreeMap<Beside, BTreeMap<String, Figure>>> {
    let mut all = BTreeMap::new();
    for (beside, ids) in report::compared_figures(def) {
        let defs: Vec<&IndicatorDef> =
            ids.iter().filter_map(|id| context.catalog.indicators.get(id)).collect();
        let period = beside.of(when.period);
        let other = When { period, as_of: period.last_day().min(when.as_of), ..when };
        let mut figures = BTreeMap::new();
        for one in compute(context, &defs, other).await? {
            let mut figure = one.figure;
            if beside == Beside::LastYear {
                let (value, _, source) = figure::earlier(context, &figure.id, period).await?;
                if value.is_some() {
                    figure.value = value;
                    figure.notes.push(source);
                } else if figure.records == 0 {
                    figure.value = None;
                }
            }
            figures.insert(figure.id.clone(), figure);
        }
        all.insert(beside, figures);
    }
    Ok(all)
}

/// The workbook behind a document: one row for every number in it, one sheet for every figure with its records, so
/// that a leader can be answered in a meeting.
pub(crate) async fn draft(
    context: &Context,
    drawn: &DrawnUp,
    computed: &[Computed],
    when: When,
) -> Result<Book> {
    let title = drawn.document.title_line();
    let mut sheets = vec![BookSheet {
        name: "数据底稿".to_owned(),
        heading: vec![
            format!("{title}数据底稿"),
            format!(
                "统计期 {}（{} 至 {}），数据截至 {}；点“来源”看记录",
                when.period.in_words(),
                when.period.first_day(),
                when.period.last_day(),
                when.as_of
            ),
        ],
        columns: [
            ("序号", 6),
            ("章节", 26),
            ("句子", 60),
            ("文中写法", 16),
            ("是什么", 26),
            ("数值", 14),
            ("单位", 8),
            ("口径", 50),
            ("期间", 12),
            ("截至", 12),
            ("记录数", 8),
            ("来源", 24),
        ]
        .map(|it| (it.0.to_owned(), it.1))
        .to_vec(),
        rows: Vec::new(),
    }];
    for (at, number) in drawn.numbers.iter().enumerate() {
        let row = number_row(context, computed, at, number);
        sheets[0].rows.push(row);
    }
    for one in computed {
        sheets.push(figure_sheet(context, one, when).await?);
    }
    Ok(Book { title: format!("{title}数据底稿"), sheets })
}

fn number_row(
    context: &Context,
    computed: &[Computed],
    at: usize,
    number: &NumberUse,
) -> Vec<BookCell> {
    let text = |text: &str| BookCell::Text(text.to_owned());
    let (about, source) = match &number.kind {
        NumberKind::Figure { id } => {
            let about =
                context.catalog.indicators.get(id).map(|it| it.about.clone()).unwrap_or_default();
            let sheet =
                computed.iter().find(|it| it.figure.id == *id).map(|it| sheet_name(context, it));
            let link =
                sheet.map_or_else(|| text(id), |sheet| BookCell::Link { text: id.clone(), sheet });
            (about, link)
        }
        NumberKind::Constant { source, .. } => ("固定的数".to_owned(), text(source)),
        NumberKind::Record { ledger, key, .. } => {
            let title =
                context.catalog.ledgers.get(ledger).map_or(ledger.as_str(), |it| it.title.as_str());
            ("记录里的内容".to_owned(), text(&format!("《{title}》{key}")))
        }
        NumberKind::Date => ("由统计期推出".to_owned(), BookCell::Empty),
    };
    vec![
        BookCell::Integer(i64::try_from(at + 1).unwrap_or(i64::MAX)),
        text(&number.section),
        text(&number.sentence),
        text(&number.printed),
        text(&number.title),
        number.exact.map_or(BookCell::Empty, |it| BookCell::Decimal(it, it.normalize().scale())),
        text(&number.unit),
        BookCell::Text(about),
        text(&number.period.to_string()),
        BookCell::Date(number.as_of),
        BookCell::Integer(i64::try_from(number.records).unwrap_or(i64::MAX)),
        source,
    ]
}

/// The figures of a period as a workbook, one row each.
pub(crate) fn figures_book(context: &Context, computed: &[Computed], when: When) -> Book {
    let title = format!("{}数据", when.period.in_words());
    let text = |text: &str| BookCell::Text(text.to_owned());
    let rows = computed.iter().map(|it| {
        let figure = &it.figure;
        let def = context.catalog.indicators.get(&figure.id);
        vec![
            text(&figure.refs.join(" ")),
            text(&figure.title),
            figure.value.map_or(BookCell::Empty, |value| {
                BookCell::Decimal(terms::half_up(value, figure.places), figure.places)
            }),
            text(&figure.unit),
            BookCell::Integer(i64::try_from(figure.records).unwrap_or(i64::MAX)),
            text(def.map_or("", |it| context.catalog.offices.title(&it.owner))),
            text(def.map_or("", |it| &it.about)),
            text(&figure.notes.join("；")),
        ]
    });
    let sheet = BookSheet {
        name: "数据".to_owned(),
        heading: vec![title.clone(), format!("数据截至 {}", when.as_of)],
        columns: [
            ("登记号", 10),
            ("指标", 34),
            ("数", 14),
            ("单位", 8),
            ("记录数", 8),
            ("责任股室", 14),
            ("口径", 60),
            ("说明", 40),
        ]
        .map(|it| (it.0.to_owned(), it.1))
        .to_vec(),
        rows: rows.collect(),
    };
    Book { title, sheets: vec![sheet] }
}

/// One figure with the records behind it as a workbook.
pub(crate) async fn figure_book(
    context: &Context,
    computed: &Computed,
    when: When,
) -> Result<Book> {
    let sheet = figure_sheet(context, computed, when).await?;
    Ok(Book { title: computed.figure.title.clone(), sheets: vec![sheet] })
}

/// Name of a figure's sheet: its register number, or its id where it has none.
fn sheet_name(context: &Context, computed: &Computed) -> String {
    let refs = &computed.figure.refs;
    let title = context
        .catalog
        .indicators
        .get(&computed.figure.id)
        .map(|it| it.title.as_str())
        .unwrap_or_default();
    let head = refs.first().map_or_else(String::new, |it| format!("{it} "));
    format!("{head}{title}").chars().take(31).collect()
}

async fn figure_sheet(context: &Context, computed: &Computed, when: When) -> Result<BookSheet> {
    let figure = &computed.figure;
    let mut rows: Vec<Row> = Vec::new();
    figure::open(context, computed, when, &mut |row| {
        rows.push(row);
        rows.len() < SHEET_ROWS_MAX
    })
    .await?;
    let def = context.catalog.indicators.get(&figure.id).context("算出的数都有定义")?;
    let mut heading = vec![
        format!(
            "《{}》{}{}",
            figure.title,
            figure.printed().unwrap_or_else(|| "—".to_owned()),
            figure.unit
        ),
        format!("口径：{}", def.about),
        format!("取数：{}", indicator::describe(&context.catalog, def)),
        format!(
            "期间 {}，截至 {}，记录{}条，定义指纹 {}",
            figure.period.in_words(),
            figure.as_of,
            figure.records,
            figure.fingerprint
        ),
    ];
    heading.extend(figure.notes.iter().map(|it| format!("注：{it}")));
    let shown = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    if shown < figure.records {
        heading
            .push(format!("这里列前{shown}条；全部见 tongtu open {} {}", figure.id, figure.period));
    }
    let (columns, table) = table_of(&rows);
    Ok(BookSheet { name: sheet_name(context, computed), heading, columns, rows: table })
}

/// Parts may show different columns: the sheet has all of them, in the order in which they come.
fn table_of(rows: &[Row]) -> (Vec<(String, u32)>, Vec<Vec<BookCell>>) {
    let mut labels: Vec<&str> = Vec::new();
    for row in rows {
        for (label, _) in &row.cells {
            if !labels.contains(&label.as_str()) {
                labels.push(label);
            }
        }
    }
    let mut columns: Vec<(String, u32)> =
        [("构成", 12), ("记录", 30), ("行", 6), ("计入", 14), ("单位", 8)]
            .map(|it| (it.0.to_owned(), it.1))
            .to_vec();
    columns.extend(labels.iter().map(|it| ((*it).to_owned(), 18)));
    let table = rows.iter().map(|row| {
        let mut cells = vec![
            BookCell::Text(row.role.clone()),
            BookCell::Text(row.key.clone()),
            row.ordinal.map_or(BookCell::Empty, |it| BookCell::Integer(i64::from(it))),
            row.contribution.map_or(BookCell::Empty, |it| {
                let it = it.normalize();
                if it.scale() > 8 {
                    BookCell::Text(plain(terms::half_up(it, 8)))
                } else {
                    BookCell::Decimal(it, it.scale())
                }
            }),
            BookCell::Text(row.unit.clone()),
        ];
        for label in &labels {
            let cell = row
                .cells
                .iter()
                .find(|it| it.0 == *label)
                .map(|it| it.1.as_str())
                .unwrap_or_default();
            cells.push(if cell.is_empty() {
                BookCell::Empty
            } else {
                BookCell::Text(cell.to_owned())
            });
        }
        cells
    });
    (columns, table.collect())
}
