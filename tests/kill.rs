//! Acknowledged writes survive `kill -9` at any moment: no lost record, no broken chain, no half act.
//!
//! A writer (this test program, started again) imports, changes, moves, withdraws, attaches, seals and undoes in two
//! lanes at once and says a line after each act; it is killed after a random time. What each act does follows from its
//! number alone, so the state after `n` acts is known: the base must stand at the acts said, or one further per lane.
//! Other rounds kill the program itself while it imports a file, makes a base or restores a backup, and on PostgreSQL
//! the whole server.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use catalog::{Catalog, Condition, FieldRef, LedgerDef, Query, Row, Test};
use jiff::Timestamp;
use ledger::{Act, Base, BatchInfo, Record, SealInput, SealRow, Step, Target, Upload};
use serde_json::json;
use support::postgres::Server;
use support::{Dice, Office, Said, aside};
use terms::{Fen, Period, Place, Value};
use tokio::runtime::Runtime;

/// Changes every delay and every act.
const SEED: u64 = 20_210_630;
/// Writers at once in one process.
const LANES: u64 = 2;
/// Rounds on one base, before a fresh one is taken.
const ROUNDS_PER_BASE: u64 = 12;
/// Rounds that kill a writer, on SQLite and on PostgreSQL.
const WRITER_ROUNDS: (u64, u64) = (112, 76);
/// Rounds that kill the program while it imports a file.
const IMPORT_ROUNDS: (u64, u64) = (20, 10);
/// Rounds that kill the program while it makes a base, and while it restores one.
const MAKE_ROUNDS: u64 = 5;
/// Every so many rounds the whole PostgreSQL server is killed.
const SERVER_EVERY: u64 = 10;
/// Rows of the file that the program imports.
const FILE_ROWS: u64 = 2_000;
/// Such files on one base.
const IMPORTS_PER_BASE: u64 = 3;

const CASE: &str = "test/case";
const WRITER: &str = "TONGTU_TEST_WRITER";

/// Definitions of this test: one ledger with child rows, a workflow, a role that may do all of it.
const DEFS: &[(&str, &str)] = &[
    (
        "ledgers/test/case.toml",
        r#"
title = "案卷"
about = "测试用。"
office = "办公室"
key = ["no"]
workflow = "case"
fields = [
  { name = "no", type = "text", label = "编号", required = true, length = 40 },
  { name = "round", type = "integer", label = "轮次", required = true },
  { name = "lane", type = "integer", label = "路", required = true },
  { name = "note", type = "text", label = "摘要" },
  { name = "amount", type = "money", label = "金额" },
]
[[lines]]
name = "members"
label = "人员"
fields = [{ name = "name", type = "text", label = "姓名", required = true }]
"#,
    ),
    (
        "workflows/case.toml",
        r#"
title = "案卷流程"
about = "测试用。"
states = [
  { name = "open", label = "待办", closed = false },
  { name = "going", label = "在办", closed = false },
]
moves = [
  { name = "start", label = "开始", from = ["open"], to = "going" },
  { name = "back", label = "退回", from = ["going"], to = "open", reason = true },
]
"#,
    ),
    (
        "roles.toml",
        r#"
[[role]]
name = "steward"
label = "管理员"
about = "测试用。"
scope = "bureau"
grants = [{ ledgers = ["*"], acts = ["see", "create", "edit", "move", "withdraw", "import", "export", "seal"] }]
"#,
    ),
];

// ---- What is written, and what must therefore be there -------------------------------------------------------------

/// A record as it must stand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Case {
    version: i64,
    state: String,
    note: String,
    amount: i64,
    members: Vec<String>,
}

/// Everything that one lane wrote in one round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct World {
    /// Records in force by key.
    cases: BTreeMap<String, Case>,
    /// By name of the file: created, changed, undone.
    batches: BTreeMap<String, (i64, i64, bool)>,
    /// Name of an attachment to its record's key and its digest.
    attachments: BTreeMap<String, (String, String)>,
    /// Indicator to value and rows.
    seals: BTreeMap<String, (String, usize)>,
}

/// One act of a lane.
#[derive(Debug, Clone)]
enum Deed {
    Import { file: String, rows: Vec<(String, Case)> },
    Set { key: String, note: String, amount: i64 },
    Move { key: String },
    Withdraw { key: String },
    Attach { key: String, name: String, bytes: Vec<u8> },
    Seal { indicators: Vec<String>, keys: Vec<String> },
    Undo { file: String, keys: Vec<String> },
}

/// Where a lane is.
#[derive(Debug, Clone, Copy)]
struct Spot {
    round: u64,
    lane: u64,
}

impl Spot {
    fn key(self, number: u64, row: u64) -> String {
        format!("{}-{:03}-{number:04}-{row:04}", self.lane, self.round)
    }

    fn file(self, number: u64) -> String {
        format!("{}-{:03}-{number:04}.csv", self.lane, self.round)
    }

    /// The act with this number, given what stands before it. Texts are long enough to fill pages.
    fn deed(self, number: u64, world: &World) -> Deed {
        let mut dice = Dice::new(&[SEED, self.round, self.lane, number]);
        let note = format!("第{number}步 {}", "案情摘要".repeat(usize(dice.below(12))));
        let new = |dice: &mut Dice, row: u64| Case {
            version: 1,
            state: "open".to_owned(),
            note: note.clone(),
            amount: i64(dice.below(1_000_000)),
            members: (0..dice.below(3)).map(|it| format!("人员{row}-{it}")).collect(),
        };
        let standing: Vec<&String> = world.cases.keys().collect();
        let any = |dice: &mut Dice| standing[usize(dice.below(u64(standing.len())))].clone();
        let roll = if number == 0 { 0 } else { dice.below(100) };
        match roll {
            0..28 => {
                let count = match dice.below(10) {
                    _ if number == 0 => 6,
                    0 => 1_000 + dice.below(2_000),
                    _ => 2 + dice.below(30),
                };
                let mut rows: Vec<(String, Case)> =
                    (0..count).map(|row| (self.key(number, row), new(&mut dice, row))).collect();
                if dice.below(3) == 0 {
                    for (at, (key, case)) in world.cases.iter().enumerate() {
                        let amount = case.amount + 1;
                        let members = vec![format!("改派{at}")];
                        let changed = Case { note: note.clone(), amount, members, ..case.clone() };
                        rows.push((key.clone(), Case { version: case.version + 1, ..changed }));
                    }
                }
                Deed::Import { file: self.file(number), rows }
            }
            28..50 => Deed::Set { key: any(&mut dice), note, amount: i64(dice.below(1_000_000)) },
            50..68 => Deed::Move { key: any(&mut dice) },
            68..74 => {
                let others: Vec<&String> = world
                    .cases
                    .keys()
                    .filter(|it| !it.starts_with(&self.key(0, 0)[..10]))
                    .collect();
                match others.as_slice() {
                    [] => Deed::Move { key: any(&mut dice) },
                    others => {
                        Deed::Withdraw { key: others[usize(dice.below(u64(others.len())))].clone() }
                    }
                }
            }
            74..84 => {
                let size = if dice.below(4) == 0 { 300_000 } else { 2_000 };
                let size = usize(1 + dice.below(size));
                let bytes = (0..size).map(|_| u8::try_from(dice.below(256)).unwrap()).collect();
                Deed::Attach {
                    key: self.key(0, dice.below(6)),
                    name: format!("附件{number}.pdf"),
                    bytes,
                }
            }
            84..93 => {
                let indicators = (0..1 + dice.below(3))
                    .map(|it| format!("{}-{:03}-{number:04}/{it}", self.lane, self.round));
                let keys = (0..dice.below(40)).map(|_| any(&mut dice)).collect();
                Deed::Seal { indicators: indicators.collect(), keys }
            }
            _ => {
                // A batch can be undone while none of its records was touched since.
                let whole =
                    world.batches.iter().rev().find_map(|(file, (created, changed, undone))| {
                        let head = file.trim_end_matches(".csv");
                        let keys: Vec<String> = world
                            .cases
                            .iter()
                            .filter(|it| it.0.starts_with(head) && it.1.version == 1)
                            .map(|it| it.0.clone())
                            .collect();
                        let free = *changed == 0 && !undone && i64(u64(keys.len())) == *created;
                        (free && !head.ends_with("-0000")).then(|| (file.clone(), keys))
                    });
                match whole {
                    Some((file, keys)) => Deed::Undo { file, keys },
                    None => Deed::Set { key: any(&mut dice), note, amount: 0 },
                }
            }
        }
    }
}

impl World {
    /// What stands after an act.
    fn after(&mut self, deed: &Deed) {
        match deed {
            Deed::Import { file, rows } => {
                let known = rows.iter().filter(|it| self.cases.contains_key(&it.0)).count();
                let (changed, created) = (i64(u64(known)), i64(u64(rows.len() - known)));
                self.batches.insert(file.clone(), (created, changed, false));
                self.cases.extend(rows.iter().cloned());
            }
            Deed::Set { key, note, amount } => {
                let case = self.cases.get_mut(key).unwrap();
                if case.note != *note || case.amount != *amount {
                    case.version += 1;
                }
                case.note.clone_from(note);
                case.amount = *amount;
            }
            Deed::Move { key } => {
                let case = self.cases.get_mut(key).unwrap();
                let other = if case.state == "open" { "going" } else { "open" };
                other.clone_into(&mut case.state);
                case.version += 1;
            }
            Deed::Withdraw { key } => {
                self.cases.remove(key);
            }
            Deed::Attach { key, name, bytes } => {
                self.attachments.insert(name.clone(), (key.clone(), ledger::digest(bytes)));
            }
            Deed::Seal { indicators, keys } => {
                for one in indicators {
                    self.seals.insert(one.clone(), (keys.len().to_string(), keys.len()));
                }
            }
            Deed::Undo { file, keys } => {
                self.batches.get_mut(file).unwrap().2 = true;
                for key in keys {
                    self.cases.remove(key);
                }
            }
        }
    }
}

/// What a lane must have written after so many acts.
fn world_after(spot: Spot, acts: u64) -> World {
    let mut world = World::default();
    for number in 0..acts {
        let deed = spot.deed(number, &world);
        world.after(&deed);
    }
    world
}

// ---- The writer ------------------------------------------------------------------------------------------------------

/// Not a test of its own: where the environment says so, this program writes until it is killed.
#[test]
fn the_writer_writes_until_it_is_killed() {
    let Ok(told) = std::env::var(WRITER) else { return };
    let told: Vec<&str> = told.split('\n').collect();
    let [url, files, round] = told[..] else { panic!("{told:?}") };
    let round = round.parse().unwrap();
    let catalog = catalog();
    runtime().block_on(async {
        let base = Base::open(url, Path::new(files), Arc::clone(&catalog)).await.unwrap();
        say(&json!({ "ready": true }));
        let lanes = (0..LANES).map(|lane| {
            let (base, catalog) = (base.clone(), Arc::clone(&catalog));
            tokio::spawn(async move { write(&base, &catalog, Spot { round, lane }).await })
        });
        for lane in lanes.collect::<Vec<_>>() {
            lane.await.unwrap();
        }
    });
}

/// Acts one after the other; every act that was done is said.
async fn write(base: &Base, catalog: &Catalog, spot: Spot) {
    let mut world = World::default();
    for number in 0.. {
        let deed = spot.deed(number, &world);
        let done = perform(base, &catalog.ledgers[CASE], spot, number, &deed).await;
        world.after(&deed);
        say(&json!({ "lane": spot.lane, "act": number, "done": done }));
    }
}

fn say(line: &serde_json::Value) {
    let mut out = io::stdout().lock();
    writeln!(out, "\n{line}").and_then(|()| out.flush()).unwrap();
}

async fn perform(base: &Base, def: &LedgerDef, spot: Spot, number: u64, deed: &Deed) -> String {
    let at = Timestamp::from_second(1_625_000_000 + i64(spot.round * 100_000 + number)).unwrap();
    let act = Act {
        who: "写手".to_owned(),
        office: "办公室".to_owned(),
        roles: vec!["steward".to_owned()],
        at,
    };
    let find = async |key: &str| base.by_key(CASE, &[text(key)]).await.unwrap().unwrap();
    match deed {
        Deed::Import { file, rows } => {
            let rows = rows.iter().map(|(key, case)| {
                (Place::Whole { name: key.clone() }, row_of(def, spot, key, case))
            });
            let info = BatchInfo {
                file_name: file,
                file_digest: &ledger::digest(file.as_bytes()),
                ..BatchInfo::default()
            };
            let done =
                base.import(&act, CASE, rows.collect(), info, false, &mut |_, _| {}).await.unwrap();
            assert_eq!(done.findings, Vec::new());
            done.batch.unwrap().to_string()
        }
        Deed::Set { key, note, amount } => {
            let record = find(key).await;
            let target = Target { ledger: CASE, id: record.id, version: record.version };
            let mut row = record.row;
            row.values[def.place("note").unwrap()] = Some(text(note));
            row.values[def.place("amount").unwrap()] = Some(Value::Money(Fen(*amount)));
            base.update(&act, target, row).await.unwrap().version.to_string()
        }
        Deed::Move { key } => {
            let record = find(key).await;
            let target = Target { ledger: CASE, id: record.id, version: record.version };
            let name = if record.state == "open" { "start" } else { "back" };
            let step = Step { name, changes: &[], reason: "换人", to: None };
            base.make_move(&act, target, step).await.unwrap().version.to_string()
        }
        Deed::Withdraw { key } => {
            let record = find(key).await;
            let target = Target { ledger: CASE, id: record.id, version: record.version };
            base.withdraw(&act, target, "登记错").await.unwrap().version.to_string()
        }
        Deed::Attach { key, name, bytes } => {
            let record = find(key).await;
            let upload = Upload {
                field: None,
                name,
                media_type: "application/pdf",
                bytes: ledger::Content::Bytes(bytes),
            };
            base.attach(&act, CASE, record.id, upload).await.unwrap().digest
        }
        Deed::Seal { indicators, keys } => {
            let mut rows = Vec::new();
            for key in keys {
                let record = find(key).await;
                rows.push(SealRow {
                    part: String::new(),
                    ledger: CASE.to_owned(),
                    lines: None,
                    record: record.id,
                    version: record.version,
                    ordinal: 0,
                    contribution: None,
                });
            }
            let inputs = indicators.iter().map(|indicator| SealInput {
                indicator: indicator.clone(),
                period: period(),
                as_of: period().last_day(),
                value: Some(rust_decimal::Decimal::from(keys.len())),
                unit: "宗".to_owned(),
                fingerprint: String::new(),
                reason: String::new(),
                rows: rows.clone(),
            });
            base.seal(&act, inputs.collect()).await.unwrap().len().to_string()
        }
        Deed::Undo { file, .. } => {
            let batches = base.batches().await.unwrap();
            let batch = batches.iter().find(|it| it.file_name == *file).unwrap();
            base.undo_batch(&act, batch.id, "导错文件").await.unwrap().id.to_string()
        }
    }
}

fn row_of(def: &LedgerDef, spot: Spot, key: &str, case: &Case) -> Row {
    let mut row = Row::empty(def);
    let values = [
        ("no", text(key)),
        ("round", Value::Integer(i64(spot.round))),
        ("lane", Value::Integer(i64(spot.lane))),
        ("note", text(&case.note)),
        ("amount", Value::Money(Fen(case.amount))),
    ];
    for (name, value) in values {
        row.values[def.place(name).unwrap()] = Some(value);
    }
    let members = case.members.iter().map(|it| vec![Some(text(it))]).collect();
    row.lines.insert("members".to_owned(), members);
    row
}

// ---- Holding the base against what must be there ---------------------------------------------------------------------

/// What one lane wrote in one round, as it stands.
async fn world_of(base: &Base, def: &LedgerDef, spot: Spot) -> World {
    let mut world = World::default();
    let mut records: Vec<Record> = Vec::new();
    base.each(&of_round(spot), &[], |record| {
        records.push(record);
        Ok(())
    })
    .await
    .unwrap();
    for record in &records {
        let note = record.row.get(def, "note").and_then(Value::as_text).unwrap_or_default();
        let Some(Value::Money(amount)) = record.row.get(def, "amount") else {
            panic!("{record:?}")
        };
        let members = record.row.lines.get("members").into_iter().flatten();
        let case = Case {
            version: record.version,
            state: record.state.clone(),
            note: note.to_owned(),
            amount: amount.0,
            members: members
                .map(|it| it[0].as_ref().unwrap().as_text().unwrap().to_owned())
                .collect(),
        };
        world.cases.insert(record.row.key(def), case);
    }
    let head = format!("{}-{:03}-", spot.lane, spot.round);
    for batch in
        base.batches().await.unwrap().into_iter().filter(|it| it.file_name.starts_with(&head))
    {
        world
            .batches
            .insert(batch.file_name, (batch.created, batch.changed, batch.undone.is_some()));
    }
    let first = format!("{head}0000-");
    for record in records.iter().filter(|it| it.row.key(def).starts_with(&first)) {
        for one in base.attachments_of(record.id).await.unwrap() {
            assert_eq!(ledger::digest(&base.read_attachment(&one.digest).unwrap()), one.digest);
            world.attachments.insert(one.name, (record.row.key(def), one.digest));
        }
    }
    let seals = base.seals(Some(period())).await.unwrap();
    for seal in seals.into_iter().filter(|it| it.indicator.starts_with(&head)) {
        let rows = base.seal_rows(seal.id).await.unwrap().len();
        world.seals.insert(seal.indicator, (seal.value.unwrap().to_string(), rows));
    }
    world
}

fn of_round(spot: Spot) -> Query {
    let is = |name: &str, value: u64| Condition {
        field: FieldRef::Own(name.to_owned()),
        test: Test::Eq(Value::Integer(i64(value))),
    };
    let conditions = vec![is("round", spot.round), is("lane", spot.lane)];
    Query { ledger: CASE.to_owned(), lines: None, conditions }
}

/// Where two worlds differ first: a whole world is too long to read.
fn differs(there: &World, wanted: &World) -> String {
    let keys = there.cases.keys().chain(wanted.cases.keys());
    let case =
        keys.map(|it| (it, there.cases.get(it), wanted.cases.get(it))).find(|it| it.1 != it.2);
    let sizes = (there.cases.len(), wanted.cases.len());
    format!(
        "case (key, there, wanted): {case:?}\ncases {sizes:?}\nbatches {:?}\n     of {:?}\nattachments {:?}\n         of {:?}\nseals {:?}\n   of {:?}",
        there.batches,
        wanted.batches,
        there.attachments,
        wanted.attachments,
        there.seals,
        wanted.seals
    )
}

/// What was counted over all rounds of one database.
#[derive(Debug, Default)]
struct Tally {
    kills: u64,
    server_kills: u64,
    acknowledged: u64,
    /// Acts under way at the kill that are wholly there though nobody was told.
    in_flight_kept: u64,
    /// Acts under way that left nothing.
    in_flight_gone: u64,
}

/// One database, killed over and over.
struct Scene {
    name: &'static str,
    defs: tempfile::TempDir,
    catalog: Arc<Catalog>,
    runtime: Runtime,
    server: Option<Server>,
    office: Office,
    bases: u64,
    tally: Tally,
    /// How many acts each round of the present base has left.
    left: Vec<(Spot, u64)>,
}

impl Scene {
    fn new(name: &'static str, server: Option<Server>) -> Scene {
        let defs = tempfile::tempdir().unwrap();
        for (path, text) in DEFS {
            let path = defs.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let office = Office::with_defs(defs.path().to_owned());
        let mut scene = Scene {
            name,
            defs,
            catalog: catalog(),
            runtime: runtime(),
            server,
            office,
            bases: 0,
            tally: Tally::default(),
            left: Vec::new(),
        };
        scene.fresh();
        scene
    }

    /// An office without a base, on this scene's database.
    fn place(&mut self) -> Office {
        self.bases += 1;
        let mut office = Office::with_defs(self.defs.path().to_owned());
        if let Some(server) = &self.server {
            office.base = server.url(&format!("county_{}", self.bases));
        }
        office
    }

    /// Takes a fresh base.
    fn fresh(&mut self) {
        self.office = self.place();
        self.left.clear();
        self.office.run(["init"]).done();
    }

    fn def(&self) -> &LedgerDef {
        &self.catalog.ledgers[CASE]
    }

    /// Kills the writer once.
    fn kill_writer(&mut self, round: u64) {
        let mut dice = Dice::new(&[SEED, u64(self.name.len()), round]);
        let with_server = self.server.is_some() && round % SERVER_EVERY == SERVER_EVERY - 1;
        let told = format!("{}\n{}\n{round}", self.office.base, self.office.files().display());
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "the_writer_writes_until_it_is_killed",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(WRITER, told)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let Ok(line) = serde_json::from_str::<serde_json::Value>(&line) else { continue };
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        // Some are killed while they open the base, most in the midst of writing.
        let mut said = Vec::new();
        if dice.below(12) > 0 {
            said.extend(lines.recv_timeout(Duration::from_secs(60)));
            assert!(!said.is_empty(), "the writer does not get ready");
        }
        let delay = if dice.below(3) == 0 { dice.below(40_000) } else { dice.below(300_000) };
        std::thread::sleep(Duration::from_micros(delay));
        if with_server {
            self.server.as_ref().unwrap().kill();
            self.tally.server_kills += 1;
        }
        assert!(with_server || is_alive(&mut child), "the writer ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        reader.join().unwrap();
        said.extend(lines.try_iter());
        self.tally.kills += 1;
        if with_server {
            self.server.as_ref().unwrap().run();
        }
        self.office.is_sound();
        for lane in 0..LANES {
            let acts = said.iter().filter(|it| it["lane"] == lane).count();
            let spot = Spot { round, lane };
            let acts = u64(acts);
            let mut wanted = world_after(spot, acts);
            let there = self.world(spot);
            self.tally.acknowledged += acts;
            if there == wanted {
                self.tally.in_flight_gone += 1;
                self.left.push((spot, acts));
                continue;
            }
            let before = differs(&there, &wanted);
            let next = spot.deed(acts, &wanted);
            wanted.after(&next);
            assert!(
                there == wanted,
                "{} round {round} lane {lane}: {acts} acts said; neither they alone:\n{before}\nnor with the next:\n{}",
                self.name,
                differs(&there, &wanted)
            );
            self.tally.in_flight_kept += 1;
            self.left.push((spot, acts + 1));
        }
    }

    /// Kills a program that may have ended already: then it is no kill.
    fn strike(&mut self, child: &mut Child) {
        if is_alive(child) {
            self.tally.kills += 1;
        }
        child.kill().unwrap();
    }

    fn world(&self, spot: Spot) -> World {
        self.runtime.block_on(async {
            let base =
                Base::open(&self.office.base, &self.office.files(), Arc::clone(&self.catalog))
                    .await
                    .unwrap();
            let world = world_of(&base, self.def(), spot).await;
            base.close().await;
            world
        })
    }

    /// What earlier rounds left is still there after the later kills.
    fn nothing_was_lost(&self) {
        for (spot, acts) in &self.left {
            let (there, wanted) = (self.world(*spot), world_after(*spot, *acts));
            assert!(there == wanted, "{} {spot:?} later: {}", self.name, differs(&there, &wanted));
        }
    }

    /// Kills the program once while it imports a file; gives how long the next may take.
    fn kill_import(&mut self, round: u64, longest: Duration) -> Duration {
        let mut dice = Dice::new(&[SEED, 77, u64(self.name.len()), round]);
        let mut csv = "编号,轮次,路,摘要,金额（元）\n".to_owned();
        for row in 0..FILE_ROWS {
            csv.push_str(&format!(
                "F-{round:03}-{row:05},{round},9,第{row}件 现场检查发现的情况,{row}.50\n"
            ));
        }
        let file = self.office.file(&format!("案卷{round}.csv"), csv);
        let words: Vec<String> =
            ["import", CASE, &file.display().to_string(), "--json"].map(str::to_owned).into();
        let mut child = self
            .office
            .command(&words)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let span = u64::try_from(longest.as_micros()).unwrap();
        std::thread::sleep(Duration::from_micros(dice.below(span)));
        self.strike(&mut child);
        let out = child.wait_with_output().unwrap();
        let said: Option<serde_json::Value> = serde_json::from_slice(&out.stdout).ok();
        let told = said.is_some_and(|it| it["batch"].is_string());
        self.office.is_sound();
        let count = self.count(round);
        assert!(
            count == FILE_ROWS || count == 0 && !told,
            "{} {round}: {count} rows, told: {told}",
            self.name
        );
        match (told, count) {
            (true, _) => self.tally.acknowledged += 1,
            (false, 0) => self.tally.in_flight_gone += 1,
            (false, _) => self.tally.in_flight_kept += 1,
        }
        // Whoever was not told imports again: what is missing comes in, what is there stays as it is.
        let begun = Instant::now();
        let again = Said::of(self.office.command(&words).output().unwrap()).done().json();
        let took = begun.elapsed();
        assert_eq!(again["created"].as_u64(), Some(FILE_ROWS - count));
        assert_eq!(again["unchanged"].as_u64(), Some(count));
        assert_eq!(self.count(round), FILE_ROWS);
        if count == 0 { took } else { longest }
    }

    fn count(&self, round: u64) -> u64 {
        self.runtime.block_on(async {
            let base =
                Base::open(&self.office.base, &self.office.files(), Arc::clone(&self.catalog))
                    .await
                    .unwrap();
            let count = base.count(&of_round(Spot { round, lane: 9 })).await.unwrap();
            base.close().await;
            count
        })
    }

    /// Kills the program once while it makes a base: making it again ends well.
    fn kill_making(&mut self, round: u64) {
        let office = self.place();
        let mut dice = Dice::new(&[SEED, 78, u64(self.name.len()), round]);
        let mut child = quiet(office.command(["init"]));
        std::thread::sleep(Duration::from_micros(dice.below(90_000)));
        self.strike(&mut child);
        child.wait().unwrap();
        if office.base.starts_with("postgres") || Path::new(&office.base).exists() {
            office.run(["migrate"]).done();
        } else {
            office.run(["init"]).done();
        }
        office.is_sound();
    }

    /// Kills the program once while it writes a backup, and once while it restores one. A backup is there whole or not
    /// at all; where the restoring was cut off, what is there says so or is whole.
    fn kill_restoring(&mut self, round: u64) {
        let mut dice = Dice::new(&[SEED, 79, u64(self.name.len()), round]);
        let backup = self.office.path(&format!("备份{round}.tongtu"));
        let word = backup.display().to_string();
        let mut child = quiet(self.office.command(["backup", &word]));
        std::thread::sleep(Duration::from_micros(dice.below(150_000)));
        self.strike(&mut child);
        child.wait().unwrap();
        if backup.exists() {
            let whole = self.place();
            whole.run(["restore", &word]).done();
            fs::remove_file(&backup).unwrap();
        }
        self.office.run(["backup", &word]).done();
        let office = self.place();
        let mut child = quiet(office.command(["restore", &word]));
        std::thread::sleep(Duration::from_micros(dice.below(1_000_000)));
        self.strike(&mut child);
        child.wait().unwrap();
        let there = office.base.starts_with("postgres") || Path::new(&office.base).exists();
        if there {
            office.run(["migrate"]).done();
            office.is_sound();
            let (records, wanted) = (versions(&office), versions(&self.office));
            assert!(
                records == 0 || records == wanted,
                "{} {round}: {records} of {wanted}",
                self.name
            );
        }
        self.office.is_sound();
    }

    fn report(&self, begun: Instant) {
        let Tally { kills, server_kills, acknowledged, in_flight_kept, in_flight_gone } =
            &self.tally;
        aside(&format!(
            "kill -9 {}: {kills} kills ({server_kills} of them with the whole server), {acknowledged} acts acknowledged and there, \
             {} not acknowledged ({in_flight_kept} wholly there, {in_flight_gone} left nothing), {:.1} s",
            self.name,
            in_flight_kept + in_flight_gone,
            begun.elapsed().as_secs_f32()
        ));
    }
}

fn versions(office: &Office) -> u64 {
    office.json(["audit"])["versions"].as_u64().unwrap()
}

fn is_alive(child: &mut Child) -> bool {
    child.try_wait().unwrap().is_none()
}

fn quiet(mut command: Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[track_caller]
fn check(
    name: &'static str,
    server: Option<Server>,
    writer_rounds: u64,
    import_rounds: u64,
) -> u64 {
    let begun = Instant::now();
    let mut scene = Scene::new(name, server);
    for round in 0..writer_rounds {
        if round > 0 && round % ROUNDS_PER_BASE == 0 {
            scene.nothing_was_lost();
            scene.fresh();
        }
        scene.kill_writer(round);
    }
    scene.nothing_was_lost();
    scene.fresh();
    let mut longest = Duration::from_millis(600);
    for round in 0..import_rounds {
        if round > 0 && round % IMPORTS_PER_BASE == 0 {
            scene.fresh();
        }
        longest = scene.kill_import(round, longest);
    }
    for round in 0..MAKE_ROUNDS {
        scene.kill_making(round);
        scene.kill_restoring(round);
    }
    scene.report(begun);
    let few = scene.tally.acknowledged < scene.tally.kills / 2;
    assert!(!few, "too few acts to prove anything: {:?}", scene.tally);
    scene.tally.kills
}

#[test]
fn acknowledged_writes_survive_kills_on_sqlite() {
    let kills = check("SQLite", None, WRITER_ROUNDS.0, IMPORT_ROUNDS.0);
    assert!(kills >= 120, "{kills}");
}

#[test]
fn acknowledged_writes_survive_kills_on_postgresql() {
    let Some(server) = Server::start() else { return };
    let kills = check("PostgreSQL", Some(server), WRITER_ROUNDS.1, IMPORT_ROUNDS.1);
    assert!(kills >= 80, "{kills}");
}

// ---- Small things ------------------------------------------------------------------------------------------------------

fn catalog() -> Arc<Catalog> {
    let sources: Vec<catalog::Source> = DEFS
        .iter()
        .map(|it| catalog::Source { path: it.0.to_owned(), text: it.1.to_owned() })
        .collect();
    let (catalog, findings) = catalog::load(&sources);
    assert!(findings.is_empty(), "{findings:#?}");
    Arc::new(catalog)
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn period() -> Period {
    "2021H1".parse().unwrap()
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn usize(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

fn u64(number: usize) -> u64 {
    u64::try_from(number).unwrap()
}

fn i64(number: u64) -> i64 {
    i64::try_from(number).unwrap()
}
