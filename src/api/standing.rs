//! How the clocks of all records stand (期限总览), by ledger: what the first page in the morning says of every office.
//!
//! To work it out, every open clock is read, and nothing in it depends on who looks. So it is kept beside the definitions it
//! was worked out under, and before every look the records that the audit chain names since are read anew: what is told is
//! as new as the base, whoever writes. Nothing is written down; a server that starts works it out again.

use std::collections::BTreeMap;

use catalog::LedgerDef;
use clock::Reading;
use jiff::civil::Date;
use ledger::{Mark, Record};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::api::due::{ByOffice, DueState, DueSummary, by_office, standing};
use crate::api::guard::Viewer;
use crate::api::refusal::Reply;
use crate::context::{Context, today};
use crate::flow::due;

/// Entries since the last look that are followed one by one; after more, everything is read anew.
const FOLLOWED: usize = 5_000;
/// Records looked up by id at once.
const AT_ONCE: usize = 500;

/// What is known; none before the first look.
#[derive(Debug, Default)]
pub(crate) struct Clocks(Mutex<Option<Board>>);

/// The open clocks of a day.
#[derive(Debug)]
struct Board {
    day: Date,
    /// The end of the chain before the records were read.
    mark: Mark,
    ledgers: BTreeMap<String, BTreeMap<Uuid, Open>>,
}

/// A record with open clocks.
#[derive(Debug)]
struct Open {
    office: String,
    created_by: String,
    clocks: Vec<DueState>,
}

impl Open {
    fn of(record: &Record) -> Open {
        let (office, created_by) = (record.office.clone(), record.created_by.clone());
        Open { office, created_by, clocks: Vec::new() }
    }
}

/// The deadlines in the viewer's sight, counted by office.
pub(crate) async fn summary(viewer: &Viewer) -> Reply<Vec<DueSummary>> {
    let context = viewer.context();
    let mut known = viewer.world.clocks.0.lock().await;
    // Taken out while it is brought up to date: what fails half way is not kept.
    let board = match known.take().filter(|it| it.day == today()) {
        Some(board) => board.followed(&context).await?,
        None => Board::read(&context, today()).await?,
    };
    let board = known.insert(board);
    let mut counts = ByOffice::new();
    for (id, records) in &board.ledgers {
        let Some(def) = viewer.catalog.ledgers.get(id) else { continue };
        let Some(reach) = ledger::reach(&viewer.catalog, &viewer.act(), def, "see") else {
            continue;
        };
        for open in records.values().filter(|it| reach.takes_in(&it.office, &it.created_by)) {
            for state in &open.clocks {
                *counts.entry(&open.office).or_default().entry(*state).or_default() += 1;
            }
        }
    }
    Ok(by_office(&viewer.catalog, counts))
}

impl Board {
    async fn read(context: &Context, day: Date) -> Reply<Board> {
        // What is done while it is read counts as done after it.
        let mark = context.base.mark().await?;
        let mut board = Board { day, mark, ledgers: BTreeMap::new() };
        for def in due::with_clocks(context) {
            board.take(context, def, None).await?;
        }
        Ok(board)
    }

    /// Brought up to what the chain says now.
    async fn followed(mut self, context: &Context) -> Reply<Board> {
        let Some(since) = context.base.since(&self.mark, FOLLOWED).await? else {
            return Board::read(context, self.day).await;
        };
        let mut moved: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
        for (ledger, id) in &since.records {
            moved.entry(ledger).or_default().push(*id);
        }
        for def in due::with_clocks(context) {
            let ids = moved.remove(def.id.as_str()).unwrap_or_default();
            for ids in ids.chunks(AT_ONCE) {
                let known = self.ledgers.entry(def.id.clone()).or_default();
                known.retain(|id, _| !ids.contains(id));
                self.take(context, def, Some(ids)).await?;
            }
        }
        self.mark = since.mark;
        Ok(self)
    }

    /// Reads the open clocks of a ledger, or of these records of it.
    async fn take(
        &mut self,
        context: &Context,
        def: &LedgerDef,
        ids: Option<&[Uuid]>,
    ) -> Reply<()> {
        let known = self.ledgers.entry(def.id.clone()).or_default();
        for clock in context.catalog.clocks_of(def) {
            let (day, keep) = (self.day, |record: &Record, reading: Reading| {
                let open = known.entry(record.id).or_insert_with(|| Open::of(record));
                open.clocks.push(standing(&reading, self.day));
            });
            due::each_open(context, (def, clock), ids, day, keep).await?;
        }
        Ok(())
    }
}
