//! An older base grows to the definitions (迁移).
//!
//! Additive by itself: new ledgers, new fields, new child rows, new indexes. What would lose data is refused with the
//! exact commands that would do it, and then nothing at all is changed. `schema_field` remembers what was built.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalog::{Catalog, FieldDef, FieldType, LedgerDef, across};
use jiff::Timestamp;
use terms::{Finding, Place};

use crate::db::{Db, Dialect, Statement, Tx, quoted};
use crate::desk;
use crate::entry::{Draft, START, Writing, sm3_hex};
use crate::figure_index::{self, figure_indexes};
use crate::record::{Act, Base};
use crate::schema::{Kind, at_type, history, id_type, integer, integer_type, text};
use crate::{SaveError, StoreError};

/// Tables with fewer rows than this need no statistics, and imports that change fewer no new ones.
pub(crate) const ANALYSED_MIN: u64 = 1_000;

/// Format of the tables that this program writes. A base with a greater one is refused.
pub(crate) const FORMAT: i64 = 1;

/// Tables that every base has, besides those of the ledgers.
pub(crate) const FIXED: [&str; 10] = [
    "base_meta",
    "schema_field",
    "chain",
    "entry",
    "batch",
    "attachment",
    "attachment_use",
    "seal",
    "seal_row",
    "paper",
];

/// What a migration would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MigrationPlan {
    /// What is added, in Chinese, one line each; empty when the base fits the definitions.
    pub steps: Vec<String>,
    /// The statements that add it, in order.
    pub statements: Vec<String>,
    /// Changes of definitions that would lose data, each with the commands that would do it. When there are any,
    /// nothing is migrated.
    pub refused: Vec<Finding>,
}

/// An index that the base should have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IndexDef {
    /// Table.
    pub(crate) table: String,
    /// Column names, or expressions in parentheses, in order.
    pub(crate) columns: Vec<String>,
    /// Whether two records in force may not have the same values.
    pub(crate) unique: bool,
    /// Only records in force are indexed.
    pub(crate) in_force: bool,
}

impl IndexDef {
    /// A plain index over columns.
    pub(crate) fn plain(table: impl Into<String>, columns: &[&str]) -> IndexDef {
        let columns = columns.iter().map(|it| quoted(it)).collect();
        IndexDef { table: table.into(), columns, unique: false, in_force: false }
    }

    /// The name follows from the content: a changed index is another index.
    fn name(&self) -> String {
        let what = sm3_hex(self.sql_without_name().as_bytes());
        let head = if self.unique { "uk" } else { "ix" };
        let table: String = self.table.chars().take(36).collect();
        format!("{head}__{table}__{}", &what[..12])
    }

    fn sql_without_name(&self) -> String {
        let filter = if self.in_force { " WHERE withdrawn_at IS NULL" } else { "" };
        format!("ON {} ({}){filter}", quoted(&self.table), self.columns.join(", "))
    }

    fn sql(&self) -> String {
        let unique = if self.unique { "UNIQUE " } else { "" };
        format!("CREATE {unique}INDEX {} {}", quoted(&self.name()), self.sql_without_name())
    }
}

/// A field as it was built.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Built {
    ty: String,
    places: i64,
}

/// Tables of our indexes, by the index's name.
type Indexes = BTreeMap<String, String>;

type BuiltFields = BTreeMap<(String, String, String), Built>;

impl Base {
    /// Opens a base: a file (`sqlite:tongtu.db`, made when it is not there) or a schema of PostgreSQL
    /// (`postgres://user@host/database?schema=tongtu`). Attachments live below `files`. Changes nothing: see
    /// [`Base::migrate`].
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer program.
    pub async fn open(url: &str, files: &Path, catalog: Arc<Catalog>) -> Result<Base, StoreError> {
        let db = Db::open(url).await?;
        let have = format_of(&db).await?;
        if have > FORMAT {
            db.close().await;
            return Err(StoreError::Newer { have, known: FORMAT });
        }
        Ok(Base { db, files: PathBuf::from(files), catalog, mind: Arc::default() })
    }

    /// Whether the base holds nothing yet.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn is_new(&self) -> Result<bool, StoreError> {
        Ok(format_of(&self.db).await? == 0)
    }

    /// What [`Base::migrate`] would do.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn plan_migration(&self) -> Result<MigrationPlan, StoreError> {
        plan(&self.db, &self.catalog).await
    }

    /// Makes or extends the tables so that they fit the definitions; gives what was done. Leaves an entry when
    /// something was done.
    ///
    /// # Errors
    /// [`SaveError::Findings`] with the exact commands when a change would lose data; then nothing is changed.
    pub async fn migrate(&self, at: Timestamp) -> Result<MigrationPlan, SaveError> {
        let plan = self.plan_migration().await?;
        if !plan.refused.is_empty() {
            return Err(SaveError::Findings(plan.refused));
        }
        if plan.steps.is_empty() {
            return Ok(plan);
        }
        let new = self.is_new().await?;
        if new {
            let mut tx = self.db.begin().await?;
            if let Db::Pg { schema, .. } = &self.db {
                make_schema(&mut tx, schema).await?;
            }
            if !table_exists(&mut tx, "base_meta").await? {
                make_fixed(&mut tx, at).await?;
            }
            tx.commit().await?;
        }
        let act = Act { who: "系统".to_owned(), office: String::new(), roles: Vec::new(), at };
        let mut writing = Writing::begin(&self.db, &act).await?;
        // Somebody else may have migrated while we waited for the chain.
        let plan = plan_in(&self.db, &self.catalog).await?;
        if !plan.refused.is_empty() {
            return writing.give_up(SaveError::Findings(plan.refused)).await;
        }
        for statement in &plan.statements {
            writing.tx.define(statement.clone()).await?;
        }
        remember(&mut writing.tx, &self.catalog).await?;
        if !plan.steps.is_empty() {
            let body =
                serde_json::json!({ "steps": plan.steps, "definitions": self.catalog.fingerprint });
            writing.note(Draft {
                act: "migrate",
                ledger: String::new(),
                record: None,
                version: 0,
                batch: None,
                body: body.to_string(),
                row_digest: String::new(),
            });
        }
        writing.commit().await?;
        self.analyse().await?;
        Ok(plan)
    }

    /// Lets the database look at its tables, so that it plans well: after a migration and after bulk import. What SQLite saw of
    /// tables that hold little is forgotten: they would count as that small until somebody looks again, and be read whole
    /// however they grow; one that nobody looked at counts as large.
    pub(crate) async fn analyse(&self) -> Result<(), StoreError> {
        let small = format!(
            "DELETE FROM sqlite_stat1 WHERE tbl IN \
             (SELECT tbl FROM sqlite_stat1 GROUP BY tbl HAVING MAX(CAST(stat AS INTEGER)) < {ANALYSED_MIN})"
        );
        let steps: &[&str] = match self.db.dialect() {
            Dialect::Sqlite => &["ANALYZE", &small, "ANALYZE sqlite_schema"],
            Dialect::Pg => &["ANALYZE"],
        };
        for sql in steps {
            self.db.run_alone(Statement::new(*sql, Vec::new())).await?;
        }
        Ok(())
    }
}

/// Makes the schema of a new base. Two programs that start at once: the second waits for the first one's commit and
/// finds the base made. (`CREATE SCHEMA IF NOT EXISTS` alone fails when both look before either has made it.)
async fn make_schema(tx: &mut Tx, schema: &str) -> Result<(), StoreError> {
    let name = || vec![text(schema)];
    tx.one(Statement::new("SELECT 1::BIGINT FROM pg_advisory_xact_lock(hashtext($1))", name()))
        .await?;
    let there = "SELECT 1::BIGINT FROM pg_namespace WHERE nspname = $1";
    if tx.one(Statement::new(there, name())).await?.is_none() {
        tx.define(format!("CREATE SCHEMA {}", quoted(schema))).await?;
    }
    Ok(())
}

async fn format_of(db: &Db) -> Result<i64, StoreError> {
    if !has_table(db, "base_meta").await? {
        return Ok(0);
    }
    let sql = "SELECT value FROM base_meta WHERE name = 'format'";
    let line = db.one(Statement::new(sql, Vec::new())).await?;
    let value = line.map(|it| it.must_text(0)).transpose()?.unwrap_or_default();
    value.parse().map_err(|_| StoreError::corrupt(format!("格式号“{value}”")))
}

fn table_query(dialect: Dialect, name: &str) -> Statement {
    let sql = match dialect {
        Dialect::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
        Dialect::Pg => {
            "SELECT 1::BIGINT FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1"
        }
    };
    Statement::new(sql, vec![text(name)])
}

async fn has_table(db: &Db, name: &str) -> Result<bool, StoreError> {
    Ok(db.one(table_query(db.dialect(), name)).await?.is_some())
}

async fn table_exists(tx: &mut Tx, name: &str) -> Result<bool, StoreError> {
    Ok(tx.one(table_query(tx.dialect(), name)).await?.is_some())
}

fn strict(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => " STRICT",
        Dialect::Pg => "",
    }
}

/// Statements that make the tables that every base has. Once released they are never edited; a later format adds.
fn fixed_tables(dialect: Dialect) -> Vec<String> {
    let (id, at, int, strict) =
        (id_type(dialect), at_type(dialect), integer_type(dialect), strict(dialect));
    let mut tables = vec![
        format!(
            "CREATE TABLE base_meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL){strict}"
        ),
        format!(
            "CREATE TABLE schema_field (ledger TEXT NOT NULL, lines TEXT NOT NULL, name TEXT NOT NULL, \
             type TEXT NOT NULL, places {int} NOT NULL, PRIMARY KEY (ledger, lines, name)){strict}"
        ),
        format!(
            "CREATE TABLE chain (one {int} PRIMARY KEY NOT NULL CHECK (one = 1), seq {int} NOT NULL, \
             hash TEXT NOT NULL, salt {int} NOT NULL, at {at} NOT NULL){strict}"
        ),
        format!(
            "CREATE TABLE entry (seq {int} PRIMARY KEY NOT NULL, at {at} NOT NULL, who TEXT NOT NULL, \
             office TEXT NOT NULL, act TEXT NOT NULL, ledger TEXT NOT NULL, record {id}, version {int} NOT NULL, \
             batch {id}, body TEXT NOT NULL, row_digest TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL){strict}"
        ),
        "CREATE INDEX entry_record ON entry (record, seq) WHERE record IS NOT NULL".to_owned(),
        "CREATE INDEX entry_batch ON entry (batch, seq) WHERE batch IS NOT NULL".to_owned(),
        format!(
            "CREATE TABLE batch (id {id} PRIMARY KEY NOT NULL, ledger TEXT NOT NULL, file_name TEXT NOT NULL, \
             file_digest TEXT NOT NULL, who TEXT NOT NULL, at {at} NOT NULL, created {int} NOT NULL, \
             changed {int} NOT NULL, unchanged {int} NOT NULL, left_out {int} NOT NULL, undone_at {at}, \
             undone_by TEXT, undone_reason TEXT){strict}"
        ),
        format!(
            "CREATE TABLE attachment (digest TEXT PRIMARY KEY NOT NULL, size {int} NOT NULL){strict}"
        ),
        format!(
            "CREATE TABLE attachment_use (seq {int} PRIMARY KEY NOT NULL, ledger TEXT NOT NULL, record {id} NOT NULL, \
             field TEXT NOT NULL, digest TEXT NOT NULL REFERENCES attachment (digest), name TEXT NOT NULL, \
             media_type TEXT NOT NULL, who TEXT NOT NULL, at {at} NOT NULL){strict}"
        ),
        "CREATE INDEX attachment_use_record ON attachment_use (record)".to_owned(),
        format!(
            "CREATE TABLE seal (id {id} PRIMARY KEY NOT NULL, indicator TEXT NOT NULL, period TEXT NOT NULL, \
             as_of TEXT NOT NULL, value TEXT, unit TEXT NOT NULL, fingerprint TEXT NOT NULL, digest TEXT NOT NULL, \
             reason TEXT NOT NULL, at {at} NOT NULL, who TEXT NOT NULL, replaced_by {id}){strict}"
        ),
        "CREATE UNIQUE INDEX seal_standing ON seal (indicator, period) WHERE replaced_by IS NULL"
            .to_owned(),
        format!(
            "CREATE TABLE seal_row (seal {id} NOT NULL REFERENCES seal (id), part TEXT NOT NULL, row {int} NOT NULL, \
             ledger TEXT NOT NULL, lines TEXT NOT NULL, record {id} NOT NULL, version {int} NOT NULL, \
             ordinal {int} NOT NULL, contribution TEXT NOT NULL, PRIMARY KEY (seal, part, row)){strict}"
        ),
        "CREATE INDEX seal_row_record ON seal_row (record)".to_owned(),
        desk::table(dialect),
    ];
    if dialect == Dialect::Pg {
        // Bodies and file names may hold what will be erased: no samples of them in the statistics.
        tables.extend(
            [("entry", "body"), ("attachment_use", "name")]
                .map(|it| format!("ALTER TABLE {} ALTER COLUMN {} SET STATISTICS 0", it.0, it.1)),
        );
    }
    tables
}

async fn make_fixed(tx: &mut Tx, at: Timestamp) -> Result<(), StoreError> {
    let dialect = tx.dialect();
    for sql in fixed_tables(dialect) {
        tx.define(sql).await?;
    }
    tx.run(Statement::new(
        "INSERT INTO base_meta (name, value) VALUES ('format', $1)",
        vec![text(FORMAT.to_string())],
    ))
    .await?;
    // The salt tells the ids of two bases apart that were made in the same millisecond of their counters.
    let salt = sm3_hex(crate::schema::at_text(at).as_bytes());
    let salt = i64::from_str_radix(&salt[..7], 16).unwrap_or(0);
    let at = crate::schema::at_datum(dialect, Some(at));
    let sql = "INSERT INTO chain (one, seq, hash, salt, at) VALUES (1, 0, $1, $2, $3)";
    tx.run(Statement::new(sql, vec![text(START), integer(salt), at])).await?;
    Ok(())
}

async fn plan(db: &Db, catalog: &Catalog) -> Result<MigrationPlan, StoreError> {
    plan_in(db, catalog).await
}

async fn plan_in(db: &Db, catalog: &Catalog) -> Result<MigrationPlan, StoreError> {
    let dialect = db.dialect();
    let mut plan = MigrationPlan::default();
    let new = !has_table(db, "base_meta").await?;
    let (built, indexes) = if new {
        plan.steps.push("新建数据库".to_owned());
        (BTreeMap::new(), BTreeMap::new())
    } else {
        if !has_table(db, "paper").await? {
            plan.steps.push("新建案头表（账号、岗位、草稿）".to_owned());
            plan.statements.push(desk::table(dialect));
        }
        (built_fields(db).await?, existing_indexes(db).await?)
    };
    let (built, indexes) = drop_unused(db, catalog, built, indexes, &mut plan).await?;
    check_names(catalog, &mut plan);
    check_removed(catalog, &built, &indexes, dialect, &mut plan);
    let known: BTreeSet<(&str, &str)> =
        built.keys().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    for def in catalog.ledgers.values() {
        add_table(
            def,
            None,
            &def.fields,
            known.contains(&(def.id.as_str(), "")),
            &built,
            dialect,
            &mut plan,
        );
        for (field, fields) in def.lines() {
            let exists = known.contains(&(def.id.as_str(), field.name.as_str()));
            add_table(def, Some(field), fields, exists, &built, dialect, &mut plan);
        }
    }
    if plan.refused.is_empty() {
        plan_indexes(db, catalog, &built, &indexes, &mut plan).await?;
    }
    Ok(plan)
}

async fn built_fields(db: &Db) -> Result<BuiltFields, StoreError> {
    let sql = "SELECT ledger, lines, name, type, places FROM schema_field";
    let mut built = BTreeMap::new();
    for line in db.all(Statement::new(sql, Vec::new())).await? {
        let key = (line.must_text(0)?, line.must_text(1)?, line.must_text(2)?);
        built.insert(key, Built { ty: line.must_text(3)?, places: line.must_integer(4)? });
    }
    Ok(built)
}

async fn existing_indexes(db: &Db) -> Result<Indexes, StoreError> {
    let sql = match db.dialect() {
        Dialect::Sqlite => "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'",
        Dialect::Pg => {
            "SELECT indexname::TEXT, tablename::TEXT FROM pg_indexes WHERE schemaname = current_schema()"
        }
    };
    let mut names = BTreeMap::new();
    for line in db.all(Statement::new(sql, Vec::new())).await? {
        let name = line.must_text(0)?;
        if name.starts_with("uk__")
            || name.starts_with("ix__")
            || name.starts_with(figure_index::PREFIX)
        {
            names.insert(name, line.must_text(1)?);
        }
    }
    Ok(names)
}

fn ledger_place(def: &LedgerDef, field: &str) -> Place {
    Place::Field { ledger: def.title.clone(), record: String::new(), field: field.to_owned() }
}

/// Two ledgers may not want the same table, and PostgreSQL cuts names after 63 bytes.
fn check_names(catalog: &Catalog, plan: &mut MigrationPlan) {
    let mut taken: BTreeMap<String, &str> =
        FIXED.iter().map(|it| ((*it).to_owned(), "系统")).collect();
    for def in catalog.ledgers.values() {
        let mut tables = vec![def.table()];
        tables.extend(def.lines().map(|(field, _)| def.line_table(&field.name)));
        for table in tables.into_iter().flat_map(|it| [history(&it), it]) {
            if table.len() > 63 {
                let what = format!("表名“{table}”超过 63 个字符");
                plan.refused.push(Finding::must(
                    "table_name",
                    ledger_place(def, ""),
                    what,
                    "请缩短台账编号或明细字段名",
                ));
            }
            if let Some(other) = taken.insert(table.clone(), &def.title) {
                let what = format!("与“{other}”的表名“{table}”相同");
                plan.refused.push(Finding::must(
                    "table_name",
                    ledger_place(def, ""),
                    what,
                    "请改台账编号",
                ));
            }
        }
    }
}

fn check_removed(
    catalog: &Catalog,
    built: &BuiltFields,
    indexes: &Indexes,
    dialect: Dialect,
    plan: &mut MigrationPlan,
) {
    let mut gone = BTreeSet::new();
    for ((ledger, lines, name), was) in built {
        let Some(def) = catalog.ledgers.get(ledger) else {
            if gone.insert(ledger.clone()) {
                plan.refused.push(removed_ledger(ledger, built));
            }
            continue;
        };
        if name.is_empty() {
            continue;
        }
        let fields =
            if lines.is_empty() { Some(def.fields.as_slice()) } else { def.line_fields(lines) };
        let Some(fields) = fields else {
            if gone.insert(format!("{ledger}#{lines}")) {
                plan.refused.push(removed_lines(def, lines));
            }
            continue;
        };
        match fields.iter().find(|it| it.name == *name).filter(|it| Kind::of(&it.ty).is_some()) {
            None => plan.refused.push(removed_field(def, lines, name, dialect, indexes)),
            Some(field) => {
                let now = Built { ty: field.ty.word().to_owned(), places: places_of(&field.ty) };
                let widened = was.ty == "text" && now.ty == "long_text";
                if now != *was && !widened {
                    plan.refused.push(changed_field(def, lines, field, was, dialect, indexes));
                }
            }
        }
    }
}

/// Fields of the bureau's own ledgers that are gone, or of another type now, and never held a value: their columns go too,
/// for nothing is lost. (A shipped ledger keeps them: an older program may meet a newer base.)
async fn drop_unused(
    db: &Db,
    catalog: &Catalog,
    mut built: BuiltFields,
    mut indexes: Indexes,
    plan: &mut MigrationPlan,
) -> Result<(BuiltFields, Indexes), StoreError> {
    let dialect = db.dialect();
    for (def, lines, name, changed) in other_than_built(catalog, &built) {
        let table = if lines.is_empty() { def.table() } else { def.line_table(&lines) };
        let mut held = false;
        for table in [table.clone(), history(&table)] {
            let sql = format!(
                "SELECT {} FROM {} WHERE {} IS NOT NULL LIMIT 1",
                if dialect == Dialect::Pg { "1::BIGINT" } else { "1" },
                quoted(&table),
                quoted(&name)
            );
            held = held || db.one(Statement::new(sql, Vec::new())).await?.is_some();
        }
        if held {
            continue;
        }
        let past = history(&table);
        let met = |of: &String| *of == table || *of == past;
        let own = indexes.iter().filter(|it| met(it.1));
        plan.statements.extend(own.map(|it| format!("DROP INDEX IF EXISTS {}", quoted(it.0))));
        indexes.retain(|_, of| !met(of));
        let script = drop_column(def, &lines, &name, dialect, &indexes);
        plan.statements.extend(
            script.split(';').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned),
        );
        plan.steps.push(match changed {
            Some(label) => format!("“{}”的字段“{label}”没有填过，按新的类型重建", def.title),
            None => format!("“{}”去掉没有填过的字段“{name}”", def.title),
        });
        built.remove(&(def.id.clone(), lines, name));
    }
    Ok((built, indexes))
}

/// Fields of the bureau's own ledgers whose column the base built otherwise: ledger, child rows, name, and the label where
/// the field is still there.
fn other_than_built<'c>(
    catalog: &'c Catalog,
    built: &BuiltFields,
) -> Vec<(&'c LedgerDef, String, String, Option<String>)> {
    let mut found = Vec::new();
    for ((ledger, lines, name), was) in built.iter().filter(|it| !it.0.2.is_empty()) {
        let own = catalog.ledgers.get(ledger).filter(|it| it.file.starts_with(catalog::LOCAL));
        let Some(def) = own else { continue };
        let fields =
            if lines.is_empty() { Some(def.fields.as_slice()) } else { def.line_fields(lines) };
        let Some(fields) = fields else { continue };
        let now = fields.iter().find(|it| it.name == *name).filter(|it| Kind::of(&it.ty).is_some());
        let same = |it: &&FieldDef| {
            let now = Built { ty: it.ty.word().to_owned(), places: places_of(&it.ty) };
            now == *was || (was.ty == "text" && now.ty == "long_text")
        };
        if now.is_some_and(|it| same(&it)) {
            continue;
        }
        found.push((def, lines.clone(), name.clone(), now.map(|it| it.label.clone())));
    }
    found
}

fn places_of(ty: &FieldType) -> i64 {
    if let FieldType::Decimal { places } = ty { i64::from(*places) } else { 0 }
}

fn removed_ledger(ledger: &str, built: &BuiltFields) -> Finding {
    let table = ledger.replace('/', "_");
    let mut tables: BTreeSet<String> = BTreeSet::new();
    for (id, lines, _) in built.keys().filter(|it| it.0 == ledger) {
        tables.insert(if lines.is_empty() {
            id.replace('/', "_")
        } else {
            format!("{table}__{lines}")
        });
    }
    // Child tables refer to their parent and go first.
    let drops: Vec<String> = tables
        .iter()
        .rev()
        .flat_map(|it| [history(it), it.clone()])
        .map(|it| format!("DROP TABLE {};", quoted(&it)))
        .collect();
    let mend = format!(
        "先把定义放回去，用 tongtu export {ledger} 导出留底；确要删除，再在数据库中执行：{} DELETE FROM schema_field WHERE ledger = '{ledger}';",
        drops.join(" ")
    );
    let place = Place::Whole { name: ledger.to_owned() };
    Finding::must(
        "ledger_removed",
        place,
        "定义里不再有这本台账，而库里有它的数据；没有做任何改动",
        mend,
    )
}

fn removed_lines(def: &LedgerDef, lines: &str) -> Finding {
    let table = def.line_table(lines);
    let mend = format!(
        "先把明细“{lines}”放回定义，用 tongtu export {} 导出留底并清空这些明细后导入；确要删除，再执行：DROP TABLE {}; DROP TABLE {}; DELETE FROM schema_field WHERE ledger = '{}' AND lines = '{lines}';",
        def.id,
        quoted(&history(&table)),
        quoted(&table),
        def.id
    );
    let what = format!("定义里不再有明细“{lines}”，而库里有它的数据；没有做任何改动");
    Finding::must("lines_removed", ledger_place(def, lines), what, mend)
}

/// SQLite drops no column that is indexed; the next migration makes the table's indexes anew.
fn drop_column(
    def: &LedgerDef,
    lines: &str,
    name: &str,
    dialect: Dialect,
    indexes: &Indexes,
) -> String {
    let table = if lines.is_empty() { def.table() } else { def.line_table(lines) };
    let mut out = String::new();
    if dialect == Dialect::Sqlite {
        let past = history(&table);
        for (index, _) in indexes.iter().filter(|it| *it.1 == table || *it.1 == past) {
            out.push_str(&format!("DROP INDEX IF EXISTS {}; ", quoted(index)));
        }
    }
    for table in [table.clone(), history(&table)] {
        out.push_str(&format!("ALTER TABLE {} DROP COLUMN {}; ", quoted(&table), quoted(name)));
    }
    out.push_str(&format!(
        "DELETE FROM schema_field WHERE ledger = '{}' AND lines = '{lines}' AND name = '{name}';",
        def.id
    ));
    out
}

fn removed_field(
    def: &LedgerDef,
    lines: &str,
    name: &str,
    dialect: Dialect,
    indexes: &Indexes,
) -> Finding {
    let mend = format!(
        "先把字段放回定义，用 tongtu export {} 导出留底，清空该列后用 tongtu import {} 导入；确要删除，再从定义中去掉并执行：{}",
        def.id,
        def.id,
        drop_column(def, lines, name, dialect, indexes)
    );
    let what = format!("定义里不再有字段“{name}”，删除会丢失数据；没有做任何改动");
    Finding::must("field_removed", ledger_place(def, name), what, mend)
}

fn changed_field(
    def: &LedgerDef,
    lines: &str,
    field: &FieldDef,
    was: &Built,
    dialect: Dialect,
    indexes: &Indexes,
) -> Finding {
    let (is, places) = (field.ty.word(), places_of(&field.ty));
    let say = |ty: &str, places: i64| {
        if ty == "decimal" { format!("{ty}（{places} 位小数）") } else { ty.to_owned() }
    };
    let table = if lines.is_empty() { def.table() } else { def.line_table(lines) };
    let remembered = format!(
        "UPDATE schema_field SET type = '{is}', places = {places} WHERE ledger = '{}' AND lines = '{lines}' AND name = '{}';",
        def.id, field.name
    );
    let only_more_places = was.ty == "decimal" && is == "decimal" && places > was.places;
    let mend = if only_more_places {
        let power = 10_i64.pow(u32::try_from(places - was.places).unwrap_or(0));
        let column = quoted(&field.name);
        let steps: Vec<String> = [table.clone(), history(&table)]
            .iter()
            .map(|it| match dialect {
                Dialect::Sqlite => {
                    format!("UPDATE {} SET {column} = {column} * {power};", quoted(it))
                }
                Dialect::Pg => format!(
                    "ALTER TABLE {} ALTER COLUMN {column} TYPE NUMERIC(28, {places});",
                    quoted(it)
                ),
            })
            .collect();
        format!("请先用 tongtu backup 备份，再在数据库中执行：{} {remembered}", steps.join(" "))
    } else {
        format!(
            "先恢复原定义，用 tongtu export {} 导出留底，清空该列后用 tongtu import {} 导入；再改定义并执行：{} 然后运行 tongtu migrate，把导出的表按新类型改好后用 tongtu import {} 导入",
            def.id,
            def.id,
            drop_column(def, lines, &field.name, dialect, indexes),
            def.id
        )
    };
    let what = format!(
        "字段“{}”的类型由 {} 改为 {}，直接改会丢失或改变数据；没有做任何改动",
        field.label,
        say(&was.ty, was.places),
        say(is, places)
    );
    Finding::must("field_changed", ledger_place(def, &field.label), what, mend)
}

fn column_sql(field: &FieldDef, dialect: Dialect) -> Option<String> {
    Kind::of(&field.ty).map(|kind| format!("{} {}", quoted(&field.name), kind.sql_type(dialect)))
}

fn add_table(
    def: &LedgerDef,
    lines: Option<&FieldDef>,
    fields: &[FieldDef],
    exists: bool,
    built: &BuiltFields,
    dialect: Dialect,
    plan: &mut MigrationPlan,
) {
    let (table, name) = match lines {
        None => (def.table(), ""),
        Some(field) => (def.line_table(&field.name), field.name.as_str()),
    };
    let title = lines.map_or_else(|| def.title.clone(), |it| format!("{}·{}", def.title, it.label));
    if exists {
        for field in fields {
            let key = (def.id.clone(), name.to_owned(), field.name.clone());
            let Some(column) = column_sql(field, dialect).filter(|_| !built.contains_key(&key))
            else {
                continue;
            };
            plan.steps.push(format!("“{title}”增加字段“{}”", field.label));
            for table in [table.clone(), history(&table)] {
                plan.statements.push(format!("ALTER TABLE {} ADD COLUMN {column}", quoted(&table)));
            }
        }
        return;
    }
    plan.steps.push(format!("新建台账表“{title}”"));
    let without = without_statistics(def, lines, &table, dialect);
    let own: Vec<String> = fields
        .iter()
        .filter_map(|it| column_sql(it, dialect))
        .map(|it| format!(", {it}"))
        .collect();
    let own = own.concat();
    let (id, at, int, strict) =
        (id_type(dialect), at_type(dialect), integer_type(dialect), strict(dialect));
    let (table, past) = (quoted(&table), quoted(&history(&table)));
    if lines.is_some() {
        let parent = quoted(&def.table());
        plan.statements.push(format!(
            "CREATE TABLE {table} (record_id {id} NOT NULL REFERENCES {parent} (id), ordinal {int} NOT NULL, \
             since_at {at} NOT NULL{own}, PRIMARY KEY (record_id, ordinal)){strict}"
        ));
        plan.statements.push(format!(
            "CREATE TABLE {past} (record_id {id} NOT NULL, ordinal {int} NOT NULL, since_at {at} NOT NULL{own}, \
             until_at {at} NOT NULL){strict}"
        ));
    } else {
        let meta = format!(
            "state TEXT NOT NULL, version {int} NOT NULL, office TEXT NOT NULL, created_at {at} NOT NULL, \
             created_by TEXT NOT NULL, updated_at {at} NOT NULL, updated_by TEXT NOT NULL, withdrawn_at {at}"
        );
        plan.statements.push(format!(
            "CREATE TABLE {table} (id {id} PRIMARY KEY NOT NULL, {meta}{own}){strict}"
        ));
        plan.statements.push(format!(
            "CREATE TABLE {past} (id {id} NOT NULL, {meta}{own}, until_at {at} NOT NULL){strict}"
        ));
    }
    plan.statements.extend(without);
}

/// Of what will be erased PostgreSQL must not keep samples in its statistics.
fn without_statistics(
    def: &LedgerDef,
    lines: Option<&FieldDef>,
    table: &str,
    dialect: Dialect,
) -> Vec<String> {
    let Some(erase) = def.erase.as_ref().filter(|_| dialect == Dialect::Pg) else {
        return Vec::new();
    };
    let names: Vec<&String> = match lines {
        None => erase.fields.iter().collect(),
        Some(field) => {
            let own = erase.line_fields.iter().filter(|it| it.0 == field.name);
            own.map(|it| &it.1).collect()
        }
    };
    let tables = [table.to_owned(), history(table)];
    let each = tables.iter().flat_map(|table| {
        names.iter().map(move |name| {
            let (table, name) = (quoted(table), quoted(name));
            format!("ALTER TABLE {table} ALTER COLUMN {name} SET STATISTICS 0")
        })
    });
    each.collect()
}

/// A key column in an index: fields that may be empty count as empty, not as different from everything.
pub(crate) fn key_expression(def: &LedgerDef, name: &str, dialect: Dialect) -> String {
    let column = quoted(name);
    let Some(field) = def.field(name) else { return column };
    if field.required {
        return column;
    }
    match (dialect, Kind::of(&field.ty)) {
        (Dialect::Pg, Some(Kind::YesNo)) => format!("(COALESCE({column}::INT, -1))"),
        (_, kind) => {
            format!("(COALESCE({column}, {}))", nothing(kind.unwrap_or(Kind::Text), dialect))
        }
    }
}

/// What an empty key part counts as: a value that no field can have.
pub(crate) fn nothing(kind: Kind, dialect: Dialect) -> &'static str {
    match (dialect, kind) {
        (Dialect::Sqlite, Kind::Text | Kind::Date | Kind::Time | Kind::DateTime)
        | (Dialect::Pg, Kind::Text) => "''",
        (Dialect::Sqlite, _)
        | (Dialect::Pg, Kind::Integer | Kind::Money | Kind::Mass | Kind::Stake) => {
            "(-9000000000000000000)"
        }
        (Dialect::Pg, Kind::Decimal(_)) => "(-9000000000000000000)::NUMERIC",
        (Dialect::Pg, Kind::Date) => "'0001-01-01'::DATE",
        (Dialect::Pg, Kind::Time) => "'24:00:00'::TIME",
        (Dialect::Pg, Kind::DateTime) => "'0001-01-01'::TIMESTAMP",
        (Dialect::Pg, Kind::YesNo) => "-1",
    }
}

/// The indexes that a ledger needs by itself: its key, its unique sets, what rows of one person or car are compared by,
/// its history.
fn own_indexes(def: &LedgerDef, dialect: Dialect) -> Vec<IndexDef> {
    let table = def.table();
    let key = def.key.iter().map(|it| key_expression(def, it, dialect)).collect();
    let mut wanted =
        vec![IndexDef { table: table.clone(), columns: key, unique: true, in_force: true }];
    for set in &def.unique {
        let columns = set.iter().map(|it| quoted(it)).collect();
        wanted.push(IndexDef { table: table.clone(), columns, unique: true, in_force: true });
    }
    for rule in def.rules.iter().filter(|it| across(it)) {
        let columns = rule.same.iter().map(|it| quoted(it)).collect();
        wanted.push(IndexDef { table: table.clone(), columns, unique: false, in_force: true });
    }
    wanted.push(IndexDef::plain(history(&table), &["id", "version"]));
    wanted.push(standing_index(def));
    wanted.extend(list_indexes(def, dialect));
    for (field, fields) in def.lines() {
        let table = def.line_table(&field.name);
        wanted.push(IndexDef::plain(history(&table), &["record_id", "until_at"]));
        // What links to a record is found from the record: when it is opened, and before it is withdrawn.
        for link in fields.iter().filter(|it| matches!(it.ty, FieldType::Link { .. })) {
            let columns = vec![in_order(&link.name, dialect), quoted("record_id")];
            let table = table.clone();
            wanted.push(IndexDef { table, columns, unique: false, in_force: false });
        }
    }
    wanted
}

/// What the index of a ledger's standing is about, in order; the fields that a totals row adds up follow.
pub(crate) const STANDING: [&str; 6] =
    ["state", "office", "updated_at", "id", "created_by", "withdrawn_at"];

/// Name of the index of a ledger's standing. SQLite guesses the size of tables by a sample, and so takes now this, now the
/// whole table; it is told which.
pub(crate) fn standing_name(def: &LedgerDef) -> String {
    standing_index(def).name()
}

/// The index that says how a ledger stands (总览): what waits in a state, of which office, the latest first; how many records
/// somebody sees, and what they add up to. Counts and totals read it and never the rows themselves: so it holds even the
/// day of withdrawal, which never is in it.
fn standing_index(def: &LedgerDef) -> IndexDef {
    let sums = def.fields.iter().filter(|it| it.is_totalled()).map(|it| it.name.as_str());
    let columns = STANDING.into_iter().chain(sums.filter(|it| !STANDING.contains(it)));
    let columns = columns.map(quoted).collect();
    IndexDef { table: def.table(), columns, unique: false, in_force: true }
}

/// What the entries of the chain are looked up by: who acted, what was done, in which ledger; the latest first.
fn entry_indexes() -> impl Iterator<Item = IndexDef> {
    let sets: [&[&str]; 4] =
        [&["who", "seq"], &["who", "act", "seq"], &["act", "seq"], &["ledger", "seq"]];
    sets.into_iter().map(|it| IndexDef::plain("entry", it))
}

/// The indexes that lists need beside those of figures: what was changed last, and what people look records up by, which is
/// plates and the records that a link names. In the very order of a list, so that a page comes from the index alone.
fn list_indexes(def: &LedgerDef, dialect: Dialect) -> Vec<IndexDef> {
    let changed = match dialect {
        Dialect::Sqlite => quoted("updated_at"),
        Dialect::Pg => format!("{} NULLS FIRST", quoted("updated_at")),
    };
    std::iter::once(changed)
        .chain(looked_up(def).map(|it| in_order(&it.name, dialect)))
        .map(|column| IndexDef {
            table: def.table(),
            columns: vec![column, quoted("id")],
            unique: false,
            in_force: true,
        })
        .collect()
}

/// The fields that people look records up by.
pub(crate) fn looked_up(def: &LedgerDef) -> impl Iterator<Item = &FieldDef> {
    let fields =
        def.fields.iter().filter(|it| matches!(it.ty, FieldType::Plate | FieldType::Link { .. }));
    fields.filter(|it| def.key.first() != Some(&it.name))
}

/// A text column as lists order it.
fn in_order(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => quoted(name),
        Dialect::Pg => format!("{} COLLATE \"C\" NULLS FIRST", quoted(name)),
    }
}

/// Every index that the base should have, by name: its statement, and what it is where it is one of the ledger's own.
fn wanted_indexes(
    catalog: &Catalog,
    dialect: Dialect,
) -> BTreeMap<String, (String, Option<IndexDef>)> {
    let own = catalog.ledgers.values().flat_map(|def| own_indexes(def, dialect));
    let own = own.chain(entry_indexes());
    let own = own.map(|it| (it.name(), (it.sql(), Some(it))));
    let figures = figure_indexes(catalog)
        .into_iter()
        .map(|it| (it.name_in(dialect), (it.create(dialect), None)));
    own.chain(figures).collect()
}

async fn plan_indexes(
    db: &Db,
    catalog: &Catalog,
    built: &BuiltFields,
    existing: &Indexes,
    plan: &mut MigrationPlan,
) -> Result<(), StoreError> {
    let wanted = wanted_indexes(catalog, db.dialect());
    let (mut dropped, mut made) = (0, 0);
    for name in existing.keys().filter(|it| !wanted.contains_key(*it)) {
        dropped += 1;
        plan.statements.push(format!("DROP INDEX IF EXISTS {}", quoted(name)));
    }
    for (_, (sql, index)) in wanted.iter().filter(|it| !existing.contains_key(it.0)) {
        if let Some(index) = index.as_ref().filter(|it| it.unique)
            && let Some(def) = catalog.ledgers.values().find(|it| it.table() == index.table)
            && let Some(finding) = find_twice(db, def, index, built).await?
        {
            plan.refused.push(finding);
            continue;
        }
        made += 1;
        plan.statements.push(sql.clone());
    }
    // Names of indexes differ between the databases; what the entry says does not.
    if dropped > 0 {
        plan.steps.push(format!("去掉 {dropped} 个不再需要的索引"));
    }
    if made > 0 {
        plan.steps.push(format!("建立 {made} 个索引"));
    }
    Ok(())
}

/// Whether records in force already break a unique set that the definition now asks for.
async fn find_twice(
    db: &Db,
    def: &LedgerDef,
    index: &IndexDef,
    built: &BuiltFields,
) -> Result<Option<Finding>, StoreError> {
    let set = def.unique.iter().chain([&def.key]).find(|set| {
        let plain: Vec<String> = set.iter().map(|it| quoted(it)).collect();
        let keyed: Vec<String> =
            set.iter().map(|it| key_expression(def, it, db.dialect())).collect();
        plain == index.columns || keyed == index.columns
    });
    let Some(set) = set else { return Ok(None) };
    if set.iter().any(|name| !built.contains_key(&(def.id.clone(), String::new(), name.clone()))) {
        return Ok(None);
    }
    let columns = index.columns.join(", ");
    let set_ones: Vec<String> =
        index.columns.iter().map(|it| format!("{it} IS NOT NULL")).collect();
    let sql = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM {} WHERE withdrawn_at IS NULL AND {} GROUP BY {columns} HAVING COUNT(*) > 1) twice",
        quoted(&def.table()),
        set_ones.join(" AND ")
    );
    let line = db.one(Statement::new(sql, Vec::new())).await?;
    let groups = line.map(|it| it.must_integer(0)).transpose()?.unwrap_or(0);
    if groups == 0 {
        return Ok(None);
    }
    let labels: Vec<&str> = set.iter().map(|it| crate::schema::label(def, it)).collect();
    let labels = labels.join("、");
    let what = format!("定义要求“{labels}”不得重复，而库里已有 {groups} 组重复；没有做任何改动");
    let mend = format!("用 tongtu export {} 导出，改正重复的记录后再迁移", def.id);
    Ok(Some(Finding::must("not_unique", ledger_place(def, &labels), what, mend)))
}

async fn remember(tx: &mut Tx, catalog: &Catalog) -> Result<(), StoreError> {
    const KEEP: &str = "INSERT INTO schema_field (ledger, lines, name, type, places) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (ledger, lines, name) DO UPDATE SET type = excluded.type, places = excluded.places";
    for def in catalog.ledgers.values() {
        let mut tables: Vec<(&str, &[FieldDef])> = vec![("", &def.fields)];
        tables.extend(def.lines().map(|(field, fields)| (field.name.as_str(), fields)));
        for (lines, fields) in tables {
            for field in fields.iter().filter(|it| Kind::of(&it.ty).is_some()) {
                let values = vec![
                    text(def.id.clone()),
                    text(lines),
                    text(field.name.clone()),
                    text(field.ty.word()),
                    integer(places_of(&field.ty)),
                ];
                tx.run(Statement::new(KEEP, values)).await?;
            }
        }
    }
    Ok(())
}
