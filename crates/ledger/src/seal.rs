//! Sealed figures: the value of a period with a digest of the records behind it (封存).
//!
//! A seal is made once per indicator and period; made again only with a reason, and then the former one stays to be
//! read. What it stood on is kept row by row, so that a later change of a record can say what it would have moved.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use sea_query::Value as Datum;
use sm3::{Digest, Sm3};
use terms::{Finding, Period, Place};
use uuid::Uuid;

use crate::check::day_of;
use crate::db::{Dialect, Line, Statement, Tx};
use crate::entry::{Draft, Writing, hex, json_text};
use crate::permit::permit_seal;
use crate::record::{Act, Base};
use crate::schema::{at_datum, id_datum, integer, must_at, text};
use crate::{SaveError, StoreError};

/// A figure that is to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealInput {
    /// Indicator id.
    pub indicator: String,
    /// The period.
    pub period: Period,
    /// The day at which stocks were taken.
    pub as_of: Date,
    /// The exact value; none where it could not be computed.
    pub value: Option<Decimal>,
    /// Its unit.
    pub unit: String,
    /// Fingerprint of the definition.
    pub fingerprint: String,
    /// Why it is sealed again; empty the first time.
    pub reason: String,
    /// The rows behind it, in order.
    pub rows: Vec<SealRow>,
}

/// A row behind a sealed figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRow {
    /// Part of the figure: 记录, 分子, 分母, …
    pub part: String,
    /// Ledger id.
    pub ledger: String,
    /// Name of the lines field when the row is a child row.
    pub lines: Option<String>,
    /// The record.
    pub record: Uuid,
    /// Its version.
    pub version: i64,
    /// Number of the child row, from 1; 0 for the record itself.
    pub ordinal: i64,
    /// What it adds, in the unit that the field is kept in; none where the row only counts.
    pub contribution: Option<Decimal>,
}

/// A sealed figure (封存的数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Id.
    pub id: Uuid,
    /// Indicator id.
    pub indicator: String,
    /// The period.
    pub period: Period,
    /// The day at which stocks were taken.
    pub as_of: Date,
    /// The exact value.
    pub value: Option<Decimal>,
    /// Its unit.
    pub unit: String,
    /// Fingerprint of the definition that computed it.
    pub fingerprint: String,
    /// SM3 over value and rows.
    pub digest: String,
    /// Why it was sealed again; empty the first time.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// The seal that took its place; none while it stands.
    pub replaced_by: Option<Uuid>,
}

const SEAL: &str =
    "id, indicator, period, as_of, value, unit, fingerprint, digest, reason, at, who, replaced_by";

const SEAL_ROW: [&str; 9] =
    ["seal", "part", "row", "ledger", "lines", "record", "version", "ordinal", "contribution"];

impl Base {
    /// Seals figures (封存), all or none.
    ///
    /// # Errors
    /// Findings that name what is sealed already when no reason is given; [`SaveError::Forbidden`];
    /// [`SaveError::Store`].
    pub async fn seal(&self, act: &Act, inputs: Vec<SealInput>) -> Result<Vec<Seal>, SaveError> {
        for input in &inputs {
            let indicator = self.catalog.indicators.get(&input.indicator);
            let ledger = indicator.map_or(input.indicator.as_str(), |it| it.from.as_str());
            let title = indicator.map_or(input.indicator.as_str(), |it| it.title.as_str());
            permit_seal(&self.catalog, act, ledger, title)?;
        }
        let mut writing = Writing::begin(&self.db, act).await?;
        match self.seal_in(&mut writing, act, inputs).await {
            Ok(seals) => {
                writing.commit().await?;
                Ok(seals)
            }
            Err(reason) => writing.give_up(reason).await,
        }
    }

    async fn seal_in(
        &self,
        writing: &mut Writing,
        act: &Act,
        inputs: Vec<SealInput>,
    ) -> Result<Vec<Seal>, SaveError> {
        let mut seals = Vec::with_capacity(inputs.len());
        let mut findings = Vec::new();
        for input in inputs {
            let standing = standing(&mut writing.tx, &input.indicator, input.period).await?;
            if let Some(former) = standing.as_ref().filter(|_| input.reason.trim().is_empty()) {
                let title = self
                    .catalog
                    .indicators
                    .get(&input.indicator)
                    .map_or(&input.indicator, |it| &it.title);
                let place = Place::Whole { name: format!("{title} {}", input.period.in_words()) };
                let what = format!("已由{}于{}封存", former.who, day_of(former.at));
                findings.push(Finding::must(
                    "sealed",
                    place,
                    what,
                    "确要重新封存，请写明理由，原封存值会保留",
                ));
                continue;
            }
            seals.push(write_seal(writing, act, input, standing.as_ref()).await?);
        }
        if findings.is_empty() { Ok(seals) } else { Err(SaveError::Findings(findings)) }
    }

    /// The seals of a period, the standing ones and those replaced, by indicator and time; of all periods when none is
    /// given.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn seals(&self, period: Option<Period>) -> Result<Vec<Seal>, StoreError> {
        let (filter, values) = match period {
            None => ("", Vec::new()),
            Some(period) => (" WHERE period = $1", vec![text(period.to_string())]),
        };
        let sql = format!("SELECT {SEAL} FROM seal{filter} ORDER BY period, indicator, id");
        self.db.all(Statement::new(sql, values)).await?.iter().map(read_seal).collect()
    }

    /// The sealed figures in force that hold a record (引用), latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seals_of(&self, record: Uuid) -> Result<Vec<Seal>, StoreError> {
        let sql = format!(
            "SELECT {SEAL} FROM seal WHERE replaced_by IS NULL AND id IN \
             (SELECT seal FROM seal_row WHERE record = $1) ORDER BY at DESC, id"
        );
        let record = id_datum(self.db.dialect(), record);
        let lines = self.db.all(Statement::new(sql, vec![record])).await?;
        lines.iter().map(read_seal).collect()
    }

    /// The rows that a seal stands on, in order.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn seal_rows(&self, seal: Uuid) -> Result<Vec<SealRow>, StoreError> {
        let statement = rows_of(self.db.dialect(), seal);
        self.db.all(statement).await?.iter().map(read_row).collect()
    }

    /// The standing seal of an indicator and period.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn sealed_value(
        &self,
        indicator: &str,
        period: Period,
    ) -> Result<Option<Seal>, StoreError> {
        self.db.one(standing_query(indicator, period)).await?.as_ref().map(read_seal).transpose()
    }
}

/// SM3 over value and rows: what an auditor computes again.
pub(crate) fn seal_digest(value: Option<Decimal>, rows: &[SealRow]) -> String {
    let mut hasher = Sm3::new();
    hasher.update(plain(value).as_bytes());
    let mut line = String::new();
    for row in rows {
        line.clear();
        line.push('\n');
        json_text(&mut line, &row.part);
        line.push_str(&format!(
            ",{},{},{},{},{},{}",
            row.ledger,
            row.lines.as_deref().unwrap_or_default(),
            row.record,
            row.version,
            row.ordinal,
            plain(row.contribution)
        ));
        hasher.update(line.as_bytes());
    }
    hex(&hasher.finalize())
}

fn plain(number: Option<Decimal>) -> String {
    number.map(terms::plain).unwrap_or_default()
}

fn standing_query(indicator: &str, period: Period) -> Statement {
    let sql = format!(
        "SELECT {SEAL} FROM seal WHERE indicator = $1 AND period = $2 AND replaced_by IS NULL"
    );
    Statement::new(sql, vec![text(indicator), text(period.to_string())])
}

async fn standing(
    tx: &mut Tx,
    indicator: &str,
    period: Period,
) -> Result<Option<Seal>, StoreError> {
    tx.one(standing_query(indicator, period)).await?.as_ref().map(read_seal).transpose()
}

pub(crate) fn rows_of(dialect: Dialect, seal: Uuid) -> Statement {
    let sql = "SELECT part, ledger, lines, record, version, ordinal, contribution FROM seal_row WHERE seal = $1 ORDER BY row";
    Statement::new(sql, vec![id_datum(dialect, seal)])
}

async fn write_seal(
    writing: &mut Writing,
    act: &Act,
    input: SealInput,
    former: Option<&Seal>,
) -> Result<Seal, StoreError> {
    let dialect = writing.dialect();
    let seal = Seal {
        id: writing.next_id(),
        indicator: input.indicator,
        period: input.period,
        as_of: input.as_of,
        digest: seal_digest(input.value, &input.rows),
        value: input.value.map(|it| it.normalize()),
        unit: input.unit,
        fingerprint: input.fingerprint,
        reason: input.reason,
        at: writing.at(),
        who: act.who.clone(),
        replaced_by: None,
    };
    let body = serde_json::json!({
        "seal": seal.id.to_string(),
        "indicator": seal.indicator,
        "period": seal.period.to_string(),
        "as_of": seal.as_of.to_string(),
        "value": seal.value.map(terms::plain),
        "unit": seal.unit,
        "fingerprint": seal.fingerprint,
        "digest": seal.digest,
        "rows": input.rows.len(),
        "reason": seal.reason,
        "replaces": former.map(|it| it.id.to_string()),
    });
    writing.note(Draft {
        act: "seal",
        ledger: String::new(),
        record: None,
        version: 0,
        batch: None,
        body: body.to_string(),
        row_digest: String::new(),
    });
    if let Some(former) = former {
        let sql = "UPDATE seal SET replaced_by = $1 WHERE id = $2";
        let values = vec![id_datum(dialect, seal.id), id_datum(dialect, former.id)];
        writing.tx.run(Statement::new(sql, values)).await?;
    }
    let sql = "INSERT INTO seal (id, indicator, period, as_of, value, unit, fingerprint, digest, reason, at, who) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = vec![
        id_datum(dialect, seal.id),
        text(seal.indicator.clone()),
        text(seal.period.to_string()),
        text(seal.as_of.to_string()),
        Datum::String(seal.value.map(terms::plain)),
        text(seal.unit.clone()),
        text(seal.fingerprint.clone()),
        text(seal.digest.clone()),
        text(seal.reason.clone()),
        at_datum(dialect, Some(seal.at)),
        text(seal.who.clone()),
    ];
    writing.tx.run(Statement::new(sql, values)).await?;
    let mut values = Vec::with_capacity(input.rows.len() * SEAL_ROW.len());
    for (number, row) in (1_i64..).zip(&input.rows) {
        values.extend([
            id_datum(dialect, seal.id),
            text(row.part.clone()),
            integer(number),
            text(row.ledger.clone()),
            text(row.lines.clone().unwrap_or_default()),
            id_datum(dialect, row.record),
            integer(row.version),
            integer(row.ordinal),
            text(plain(row.contribution)),
        ]);
    }
    writing.tx.insert_rows("seal_row", &SEAL_ROW, values).await?;
    Ok(seal)
}

fn decimal(text: Option<String>) -> Result<Option<Decimal>, StoreError> {
    let text = text.filter(|it| !it.is_empty());
    text.map(|it| {
        Decimal::from_str_exact(&it)
            .map_err(|_| StoreError::corrupt(format!("`{it}` is no number")))
    })
    .transpose()
}

pub(crate) fn read_seal(line: &Line) -> Result<Seal, StoreError> {
    let (period, as_of) = (line.must_text(2)?, line.must_text(3)?);
    Ok(Seal {
        id: line.id(0)?,
        indicator: line.must_text(1)?,
        period: period
            .parse()
            .map_err(|_| StoreError::corrupt(format!("`{period}` is no period")))?,
        as_of: as_of.parse().map_err(|_| StoreError::corrupt(format!("`{as_of}` is no day")))?,
        value: decimal(line.text(4)?)?,
        unit: line.must_text(5)?,
        fingerprint: line.must_text(6)?,
        digest: line.must_text(7)?,
        reason: line.must_text(8)?,
        at: must_at(line, 9)?,
        who: line.must_text(10)?,
        replaced_by: if line.is_null(11)? { None } else { Some(line.id(11)?) },
    })
}

pub(crate) fn read_row(line: &Line) -> Result<SealRow, StoreError> {
    Ok(SealRow {
        part: line.must_text(0)?,
        ledger: line.must_text(1)?,
        lines: line.text(2)?.filter(|it| !it.is_empty()),
        record: line.id(3)?,
        version: line.must_integer(4)?,
        ordinal: line.must_integer(5)?,
        contribution: decimal(line.text(6)?)?,
    })
}

/// All seals, for the auditor.
pub(crate) fn all_seals() -> Statement {
    Statement::new(format!("SELECT {SEAL} FROM seal ORDER BY id"), Vec::new())
}
