//! What a store could not do, and how to say it to staff (存储错误).

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use terms::{Finding, Place};
use uuid::Uuid;

/// The store could not do what was asked: nothing of the act was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or could not be reached.
    #[error("database failed: {0}")]
    Sql(#[from] sqlx::Error),
    /// A file of the base could not be read or written.
    #[error("cannot use file {path}")]
    File {
        /// Path of the file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The base was written by a newer program.
    #[error("the base has format {have}, this program knows {known}")]
    Newer {
        /// Format of the base.
        have: i64,
        /// Newest format that this program knows.
        known: i64,
    },
    /// The base has no tables for the definitions yet, or older ones.
    #[error("the base has not been migrated to these definitions: {what}")]
    NotMigrated {
        /// The first thing that is missing.
        what: String,
    },
    /// The base holds something that this program never writes.
    #[error("the base holds what cannot be read: {what}")]
    Corrupt {
        /// Where and what.
        what: String,
    },
    /// The address of the base is not understood.
    #[error(
        "`{url}` is no address of a base such as sqlite:tongtu.db or postgres://user@host/database?schema=tongtu"
    )]
    Address {
        /// The address given, without password.
        url: String,
    },
    /// A ledger, field or other name is not in the catalog.
    #[error("{what} is not in the catalog")]
    Unknown {
        /// What was asked for.
        what: String,
    },
    /// A value does not fit the column, such as a decimal with too many places.
    #[error("value {value} does not fit {column}")]
    Value {
        /// The value.
        value: String,
        /// The column.
        column: String,
    },
}

impl StoreError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.into();
        move |source| StoreError::File { path, source }
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> StoreError {
        StoreError::Corrupt { what: what.into() }
    }

    pub(crate) fn unknown(what: impl Into<String>) -> StoreError {
        StoreError::Unknown { what: what.into() }
    }
}

/// Why a change was not taken. In every case nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The row, the move or the file breaks rules; each finding says where and how to mend it.
    #[error("{} findings", .0.len())]
    Findings(Vec<Finding>),
    /// Somebody else saved first.
    #[error("the record is at version {have} (by {by}), the caller edited version {given}")]
    Stale {
        /// Version in the base.
        have: i64,
        /// Version that the caller saw.
        given: i64,
        /// Who saved first.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// There is no such record, or it was withdrawn.
    #[error("no record {id} in {ledger}")]
    NotFound {
        /// Ledger id.
        ledger: String,
        /// Record id.
        id: Uuid,
    },
    /// The roles of the acting person do not allow it.
    #[error("not permitted: {}", .0.what)]
    Forbidden(Box<Finding>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for SaveError {
    fn from(error: sqlx::Error) -> SaveError {
        SaveError::Store(StoreError::Sql(error))
    }
}

/// A failure of the store as staff read it: what happened to their work, and what to do now (故障说明).
#[must_use]
pub fn explain(error: &StoreError) -> Finding {
    let base = |rule, what: String, mend: &str| {
        Finding::must(rule, Place::Whole { name: "数据库".to_owned() }, what, mend)
    };
    match error {
        StoreError::Sql(source) => explain_sql(source),
        StoreError::File { path, source } => {
            let name = path.display().to_string();
            Finding::must(
                "store_file",
                Place::Whole { name },
                file_words(source),
                file_mend(source),
            )
        }
        StoreError::Newer { have, known } => base(
            "store_newer",
            format!(
                "数据库由较新版本的程序写入（格式 {have}，本程序只认识到 {known}），没有做任何改动"
            ),
            "请换用新版程序打开，或从旧版备份恢复",
        ),
        StoreError::NotMigrated { what } => base(
            "store_not_migrated",
            format!("数据库还没有按现行定义建好（{what}）"),
            "请先运行 tongtu migrate",
        ),
        StoreError::Corrupt { what } => base(
            "store_corrupt",
            format!("数据库内容无法识读：{what}"),
            "请运行 tongtu audit 查明范围，必要时用 tongtu restore 从备份恢复",
        ),
        StoreError::Address { url } => base(
            "store_address",
            format!("看不懂数据库地址“{url}”"),
            "请写成 sqlite:文件路径 或 postgres://用户@主机/库名?schema=名称",
        ),
        StoreError::Unknown { what } => base(
            "store_unknown",
            format!("定义里没有{what}"),
            "请用 tongtu defs check 核对定义与名称",
        ),
        StoreError::Value { value, column } => {
            base("store_value", format!("“{column}”存不下“{value}”"), "请核对数值的大小和小数位数")
        }
    }
}

fn file_words(source: &io::Error) -> String {
    let cause = match_kind(source);
    format!("文件无法读写：{cause}；本次操作没有保存")
}

fn match_kind(source: &io::Error) -> String {
    if source.kind() == io::ErrorKind::PermissionDenied {
        "没有权限".to_owned()
    } else if source.kind() == io::ErrorKind::NotFound {
        "文件不存在".to_owned()
    } else if source.kind() == io::ErrorKind::ReadOnlyFilesystem {
        "磁盘只读".to_owned()
    } else if source.kind() == io::ErrorKind::StorageFull
        || source.kind() == io::ErrorKind::QuotaExceeded
    {
        "磁盘已满".to_owned()
    } else if source.kind() == io::ErrorKind::InvalidData {
        format!("内容与登记不符（{source}）")
    } else {
        source.to_string()
    }
}

fn file_mend(source: &io::Error) -> &'static str {
    if source.kind() == io::ErrorKind::StorageFull || source.kind() == io::ErrorKind::QuotaExceeded
    {
        "请清理磁盘空间后重新操作一次"
    } else if source.kind() == io::ErrorKind::InvalidData {
        "请从备份中找回原文件，放回原处后再试"
    } else if source.kind() == io::ErrorKind::NotFound {
        "请核对路径；附件缺失的，从备份中找回"
    } else {
        "请检查文件夹的读写权限和磁盘状态后重新操作一次"
    }
}

fn explain_sql(source: &sqlx::Error) -> Finding {
    let place = Place::Whole { name: "数据库".to_owned() };
    let text = source.to_string();
    let code = source
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .unwrap_or_default()
        .into_owned();
    // SQLite gives extended result codes in decimal; the low byte is the primary code. PostgreSQL gives five characters.
    let primary = if code.len() < 5 { code.parse::<u32>().ok().map(|it| it & 0xff) } else { None };
    let (rule, what, mend) =
        if primary == Some(13) || code == "53100" || text.contains("database or disk is full") {
            (
                "store_full",
                "磁盘已满，本次操作没有保存，原有数据完好".to_owned(),
                "请清理数据库所在磁盘的空间，再重新操作一次",
            )
        } else if primary == Some(8) || code == "25006" {
            (
                "store_read_only",
                "数据库只能读、不能写（磁盘或文件为只读），本次操作没有保存".to_owned(),
                "请检查数据库文件及所在文件夹的写权限，或换到可写的磁盘",
            )
        } else if code == "42P01"
            || code == "42703"
            || text.contains("no such table")
            || text.contains("no such column")
        {
            (
                "store_not_migrated",
                format!("数据库还没有按现行定义建好（{text}），本次操作没有保存"),
                "请先运行 tongtu migrate",
            )
        } else if primary == Some(14) {
            ("store_open", "打不开数据库文件".to_owned(), "请检查路径是否存在、文件夹是否可写")
        } else if primary == Some(5)
            || primary == Some(6)
            || code == "55P03"
            || code == "40001"
            || code == "40P01"
        {
            (
                "store_busy",
                "数据库正被其他程序占用，本次操作没有保存".to_owned(),
                "请稍候片刻再操作一次",
            )
        } else if primary == Some(11) || primary == Some(26) {
            (
                "store_broken",
                "数据库文件已损坏，或不是本程序的数据库".to_owned(),
                "请立即停止写入，另存现有文件，再用 tongtu restore 从最近的备份恢复",
            )
        } else if primary == Some(10) || code.starts_with("58") {
            (
                "store_disk",
                format!("磁盘读写出错，本次操作没有保存（{text}）"),
                "请检查磁盘，必要时从备份恢复",
            )
        } else if matches!(source, sqlx::Error::PoolTimedOut | sqlx::Error::Io(_))
            || code.starts_with("08")
            || code.starts_with("57P")
        {
            (
                "store_unreachable",
                "连不上数据库，或连接中断，本次操作没有保存".to_owned(),
                "请检查数据库服务是否在运行、网络是否通，再重新操作一次",
            )
        } else if code == "28P01" || code == "28000" {
            ("store_login", "数据库拒绝登录".to_owned(), "请核对数据库地址中的用户名和密码")
        } else {
            (
                "store_failed",
                format!("数据库操作失败，本次操作没有保存（{text}）"),
                "请把这条信息交给系统管理员",
            )
        };
    Finding::must(rule, place, what, mend)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use catalog::{Catalog, Row, Source, load};
    use terms::{Place, Value};

    use super::*;
    use crate::db::{Db, Statement};
    use crate::{Act, Base, BatchInfo};

    const SOURCES: [(&str, &str); 3] = [
        (
            "workflows/register.toml",
            "title = \"在册\"\nabout = \"测试用\"\nstates = [{ name = \"open\", label = \"在册\" }, \
             { name = \"gone\", label = \"注销\", closed = true }]\n\
             moves = [{ name = \"end\", label = \"注销\", from = [\"open\"], to = \"gone\" }]",
        ),
        (
            "ledgers/test/note.toml",
            "title = \"记事\"\nabout = \"测试用\"\noffice = \"办公室\"\nkey = [\"no\"]\nworkflow = \"register\"\n\
             fields = [{ name = \"no\", type = \"text\", label = \"编号\", required = true }, \
             { name = \"note\", type = \"long_text\", label = \"内容\" }]",
        ),
        (
            "roles.toml",
            "[[role]]\nname = \"clerk\"\nlabel = \"经办人\"\nabout = \"测试用\"\nscope = \"bureau\"\n\
             grants = [{ ledgers = [\"*\"], acts = [\"create\", \"edit\", \"import\"] }]",
        ),
    ];

    fn act() -> Act {
        let at = "2021-06-30T00:00:00Z".parse().unwrap();
        Act {
            who: "陈一".to_owned(),
            office: "办公室".to_owned(),
            roles: vec!["clerk".to_owned()],
            at,
        }
    }

    async fn base(folder: &Path) -> (Base, Arc<Catalog>) {
        let sources: Vec<Source> = SOURCES
            .iter()
            .map(|it| Source { path: it.0.to_owned(), text: it.1.to_owned() })
            .collect();
        let (catalog, findings) = load(&sources);
        assert!(findings.is_empty(), "{findings:#?}");
        let catalog = Arc::new(catalog);
        let url = format!("sqlite:{}", folder.join("base.db").display());
        let base = Base::open(&url, &folder.join("files"), Arc::clone(&catalog)).await.unwrap();
        base.migrate(act().at).await.unwrap();
        (base, catalog)
    }

    fn row(catalog: &Catalog, no: usize) -> (Place, Row) {
        let mut row = Row::empty(&catalog.ledgers["test/note"]);
        row.values =
            vec![Some(Value::Text(format!("第{no}号"))), Some(Value::Text("字".repeat(500)))];
        (Place::Whole { name: format!("第{no}行") }, row)
    }

    async fn pragma(base: &Base, text: &str) {
        let Db::Sqlite { .. } = &base.db else { panic!("only SQLite has pragmas") };
        base.db.run_alone(Statement::new(text, Vec::new())).await.unwrap();
    }

    async fn import(base: &Base, catalog: &Catalog) -> Result<crate::BatchOutcome, SaveError> {
        let rows = (0..3_000).map(|it| row(catalog, it)).collect();
        let info = BatchInfo { file_name: "记事.xlsx", file_digest: "", ..BatchInfo::default() };
        base.import(&act(), "test/note", rows, info, false, &mut |_, _| {}).await
    }

    #[track_caller]
    fn check<T: std::fmt::Debug>(result: Result<T, SaveError>, rule: &str, says: &str) {
        let Err(SaveError::Store(error)) = result else { panic!("{result:?}") };
        let finding = explain(&error);
        assert_eq!(finding.rule, rule, "{error}");
        assert!(finding.to_string().contains(says), "{finding}");
    }

    #[tokio::test]
    async fn a_disk_that_fills_during_an_import_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (base, catalog) = base(folder.path()).await;
        let first = base.create(&act(), "test/note", row(&catalog, 9_999).1).await.unwrap();
        let head = base.audit(&mut |_, _| {}).await.unwrap().head;
        pragma(&base, "PRAGMA max_page_count = 300").await;
        check(import(&base, &catalog).await, "store_full", "清理");
        let report = base.audit(&mut |_, _| {}).await.unwrap();
        assert_eq!((report.findings, report.head), (Vec::new(), head));
        assert_eq!(base.record("test/note", first.id).await.unwrap(), Some(first));
        // With room again the very same import goes through.
        pragma(&base, "PRAGMA max_page_count = 1000000").await;
        assert_eq!(import(&base, &catalog).await.unwrap().created, 3_000);
        assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().findings, Vec::new());
    }

    #[tokio::test]
    async fn a_disk_that_fills_under_a_single_record_leaves_the_base_usable() {
        let folder = tempfile::tempdir().unwrap();
        let (base, catalog) = base(folder.path()).await;
        pragma(&base, "PRAGMA max_page_count = 120").await;
        let mut entered = 0;
        let refused = loop {
            match base.create(&act(), "test/note", row(&catalog, entered).1).await {
                Ok(_) => entered += 1,
                refused => break refused,
            }
            assert!(entered < 1_000, "120 pages hold fewer");
        };
        check(refused, "store_full", "清理");
        pragma(&base, "PRAGMA max_page_count = 1000000").await;
        base.create(&act(), "test/note", row(&catalog, entered).1).await.unwrap();
        let report = base.audit(&mut |_, _| {}).await.unwrap();
        assert_eq!(report.findings, Vec::new());
        assert_eq!(report.versions, u64::try_from(entered).unwrap() + 1);
    }

    #[tokio::test]
    async fn a_base_that_may_only_be_read_says_so_and_keeps_what_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let (base, catalog) = base(folder.path()).await;
        pragma(&base, "PRAGMA query_only = on").await;
        check(
            base.create(&act(), "test/note", row(&catalog, 1).1).await,
            "store_read_only",
            "写权限",
        );
        check(import(&base, &catalog).await, "store_read_only", "写权限");
        pragma(&base, "PRAGMA query_only = off").await;
        base.create(&act(), "test/note", row(&catalog, 1).1).await.unwrap();
        assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().findings, Vec::new());
    }

    #[tokio::test]
    async fn a_file_that_is_no_base_and_a_folder_that_is_not_there_are_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("base.db");
        std::fs::write(&path, "这不是数据库，只是一个文本文件".repeat(200)).unwrap();
        let open = async |path: &Path| {
            let url = format!("sqlite:{}", path.display());
            Base::open(&url, folder.path(), Arc::default()).await.unwrap_err()
        };
        assert_eq!(explain(&open(&path).await).rule, "store_broken");
        assert_eq!(
            explain(&open(&folder.path().join("无此目录/base.db")).await).rule,
            "store_open"
        );
    }

    #[tokio::test]
    async fn an_attachment_that_cannot_be_written_is_said_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let (base, catalog) = base(folder.path()).await;
        let made = base.create(&act(), "test/note", row(&catalog, 1).1).await.unwrap();
        // A file stands where the folder should be.
        std::fs::write(folder.path().join("files"), "x").unwrap();
        let upload = crate::Upload {
            field: None,
            name: "a.pdf",
            media_type: "application/pdf",
            bytes: crate::Content::Bytes(b"1"),
        };
        let result = base.attach(&act(), "test/note", made.id, upload).await;
        let Err(SaveError::Store(error)) = result else { panic!("{result:?}") };
        assert!(explain(&error).to_string().contains("files"), "{error}");
        assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().entries, 2);
    }
}
