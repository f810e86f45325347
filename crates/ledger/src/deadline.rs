//! Until when the next move should be made (办理时限).
//!
//! The workflow says how many days, counted how, from which day, by which provision; the calendar counts them. Where
//! the year's notice is not known the limit says so and names no day.

use catalog::ClockKind;
use jiff::civil::Date;
use terms::Value;
use uuid::Uuid;

use crate::StoreError;
use crate::check::day_of;
use crate::db::{Statement, quoted};
use crate::record::{Base, Record};
use crate::schema::{history, id_datum, must_at};

/// A limit that runs on a record (办理时限).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Name of the move that should be made.
    pub step: String,
    /// Its label, such as 作出决定.
    pub label: String,
    /// The day the count starts from, itself not counted.
    pub from: Date,
    /// The last day; none where the calendar of that year is not known.
    pub last_day: Option<Date>,
    /// The provision, such as 行政处罚法第六十条.
    pub cite: String,
}

impl Base {
    /// The limits that run on a record in the state it is in, the earliest first. A limit whose starting day is not
    /// entered yet does not run.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn deadlines(&self, record: &Record) -> Result<Vec<Deadline>, StoreError> {
        let def = self.def(&record.ledger)?;
        let workflow = self.catalog.workflow_of(def);
        let mut found = Vec::new();
        for step in workflow.moves.iter().filter(|it| it.from.contains(&record.state)) {
            let Some(clock) = &step.due else { continue };
            let from = match &clock.from {
                Some(field) => record.row.get(def, field).and_then(Value::as_date),
                None => Some(self.entered_on(record).await?),
            };
            let Some(from) = from else { continue };
            let counted = match clock.kind {
                ClockKind::Working => self.catalog.calendar.working_days_after(from, clock.days),
                ClockKind::Natural => self.catalog.calendar.natural_days_after(from, clock.days),
            };
            found.push(Deadline {
                step: step.name.clone(),
                label: step.label.clone(),
                from,
                last_day: counted.ok().map(|it| it.0),
                cite: clock.cite.clone(),
            });
        }
        found.sort_by_key(|it| (it.last_day.is_none(), it.last_day));
        Ok(found)
    }

    /// The day on which the record came into the state it is in.
    async fn entered_on(&self, record: &Record) -> Result<Date, StoreError> {
        let id: Uuid = record.id;
        let table = self.def(&record.ledger)?.table();
        let sql = format!(
            "SELECT state, updated_at FROM {} WHERE id = $1 AND version < {} ORDER BY version DESC",
            quoted(&history(&table)),
            record.version
        );
        let mut entered = record.updated_at;
        for line in self.db.all(Statement::new(sql, vec![id_datum(self.db.dialect(), id)])).await? {
            if line.must_text(0)? != record.state {
                break;
            }
            entered = must_at(&line, 1)?;
        }
        Ok(day_of(entered))
    }
}
