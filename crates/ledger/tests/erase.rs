//! Personal data goes on its day, each sentence on SQLite and on PostgreSQL: from rows, superseded rows, child rows,
//! entries and attachments, down to the bytes of the files; the chain stays whole and says which entry vouches.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use catalog::{Catalog, LineRow, Row};
use jiff::civil::{Date, date};
use ledger::{
    Act, Base, BatchInfo, Dialect, EraseOutcome, EraseWish, SaveError, Step, Target, Upload,
};
use support::{CLERK, Home, act, at, definitions, homes, runtime};
use terms::{Grade, Place, Value};

const KEEPER: &str = r#"
[[role]]
name = "keeper"
label = "保管人"
about = "到期销毁"
scope = "bureau"
grants = [{ ledgers = ["*"], acts = ["see", "erase"] }]
"#;

const FLOW: &str = r#"
title = "儿童信息流程"
about = "测试用"
states = [{ name = "kept", label = "保存期内" }, { name = "erased", label = "已销毁", closed = true }]
moves = [
  { name = "erase", label = "销毁", from = ["kept"], to = "erased", evidence = ["erased_on", "erased_by", "witness"] },
  { name = "take_back", label = "撤回", take_back = true, from = ["erased"] },
]
"#;

const CHILD: &str = r#"
title = "儿童信息"
about = "测试用"
office = "运政股"
key = ["no"]
workflow = "child"
fields = [
  { name = "no", type = "text", label = "登记号", required = true },
  { name = "child", type = "person", label = "儿童姓名", private = true, required_when = [{ field = "state", eq = "kept" }] },
  { name = "phone", type = "phone", label = "监护人电话", private = true },
  { name = "photo", type = "file", label = "照片" },
  { name = "note", type = "text", label = "备注" },
  { name = "expires_on", type = "date", label = "保存到期日", required = true },
  { name = "erased_on", type = "date", label = "销毁日期" },
  { name = "erased_by", type = "person", label = "销毁人" },
  { name = "witness", type = "person", label = "见证人" },
]
rules = [{ rule = "distinct_people", fields = ["erased_by", "witness"] }]

[erase]
fields = ["child", "phone", "photo", "companions.name"]
on = "expires_on"
done_on = "erased_on"
done_by = "erased_by"
witness = "witness"
move = "erase"
attachments = true
cite = "登记时告知的保存期限"

[[lines]]
name = "companions"
label = "同行人"
fields = [
  { name = "name", type = "person", label = "姓名", private = true },
  { name = "seat", type = "text", label = "座位", required = true },
]
"#;

const LEDGER: &str = "people/child";
const DAY: Date = date(2021, 7, 1);

fn catalog() -> Arc<Catalog> {
    definitions(&[
        ("roles.toml", &[CLERK, KEEPER].concat()),
        ("workflows/child.toml", FLOW),
        ("ledgers/people/child.toml", CHILD),
    ])
}

/// A child as it is entered: number, name, phone, companion, last day of keeping.
fn row(base: &Base, no: &str, child: &str, phone: &str, companion: &str, expires: Date) -> Row {
    let def = &base.catalog().ledgers[LEDGER];
    let mut row = Row::empty(def);
    for (name, value) in [
        ("no", Value::Text(no.to_owned())),
        ("child", Value::Text(child.to_owned())),
        ("phone", Value::Text(phone.to_owned())),
        ("expires_on", Value::Date(expires)),
    ] {
        row.values[def.place(name).unwrap()] = Some(value);
    }
    let line: LineRow =
        vec![Some(Value::Text(companion.to_owned())), Some(Value::Text("3A".to_owned()))];
    row.lines = BTreeMap::from([("companions".to_owned(), vec![line])]);
    row
}

fn clerk(time: &str) -> Act {
    act("陈登记", "clerk", time)
}

fn keeper(time: &str) -> Act {
    act("李保管", "keeper", time)
}

fn wish(dry_run: bool) -> EraseWish<'static> {
    EraseWish { day: DAY, witness: Some("王见证"), dry_run }
}

/// Two children, one due and one not; the due one was renamed, moved phone, had a companion exchanged and a photo hung
/// on, all with words that no other test uses.
async fn enter(base: &Base, tag: &str) {
    let name = |plain: &str| plain.replace('甲', tag);
    let first =
        row(base, "A1", &name("欧阳甲一"), "13800001111", &name("司徒甲一"), date(2021, 6, 30));
    let record = base.create(&clerk("2021-06-01T01:00:00Z"), LEDGER, first).await.unwrap();
    let bytes = name("照片：欧阳甲一");
    let upload = Upload {
        field: Some("photo"),
        name: &name("欧阳甲一.jpg"),
        media_type: "image/jpeg",
        bytes: ledger::Content::Bytes(bytes.as_bytes()),
    };
    let photo =
        base.attach(&clerk("2021-06-01T02:00:00Z"), LEDGER, record.id, upload).await.unwrap();
    let mut second =
        row(base, "A1", &name("欧阳甲二"), "13900002222", &name("司徒甲二"), date(2021, 6, 30));
    let def = &base.catalog().ledgers[LEDGER];
    second.values[def.place("photo").unwrap()] = Some(Value::Text(photo.digest));
    let target = Target { ledger: LEDGER, id: record.id, version: 1 };
    base.update(&clerk("2021-06-02T01:00:00Z"), target, second).await.unwrap();
    let later = row(base, "A2", "诸葛未到期", "13700003333", "诸葛同行", date(2021, 7, 2));
    base.create(&clerk("2021-06-03T01:00:00Z"), LEDGER, later).await.unwrap();
    // Entered by mistake and withdrawn, the name in the reason: withdrawn is not erased.
    let wrong =
        row(base, "A3", &name("上官甲误登"), "13600004444", &name("上官甲同行"), date(2021, 6, 30));
    let wrong = base.create(&clerk("2021-06-04T01:00:00Z"), LEDGER, wrong).await.unwrap();
    let target = Target { ledger: LEDGER, id: wrong.id, version: 1 };
    base.withdraw(&clerk("2021-06-05T01:00:00Z"), target, &name("上官甲误登不是本站旅客"))
        .await
        .unwrap();
}

/// Phones of other tests are the same: on the server only the names tell whose they are.
const GONE: [&str; 6] =
    ["欧阳甲一", "司徒甲一", "欧阳甲二", "司徒甲二", "上官甲误登", "上官甲同行"];
const PHONES: [&str; 3] = ["13800001111", "13900002222", "13600004444"];
const KEPT: [&str; 3] = ["诸葛未到期", "13700003333", "诸葛同行"];

async fn erase(base: &Base) -> EraseOutcome {
    base.erase(&keeper("2021-07-01T08:00:00Z"), wish(false)).await.unwrap()
}

fn findings(error: SaveError) -> Vec<terms::Finding> {
    match error {
        SaveError::Findings(findings) => findings,
        other @ (SaveError::Stale { .. }
        | SaveError::NotFound { .. }
        | SaveError::Forbidden(_)
        | SaveError::Store(_)) => panic!("{other:?}"),
    }
}

/// Every byte that the base keeps: the file with its logs, or the files of the server's databases; and the attachments.
fn bytes(home: &Home) -> Vec<u8> {
    let mut all = Vec::new();
    match home.dialect {
        Dialect::Sqlite => read_all(home.folder.path(), &mut all),
        Dialect::Pg => {
            home.behind("CHECKPOINT");
            let socket = home.url.split("host=").nth(1).unwrap().split('&').next().unwrap();
            read_all(&Path::new(socket).join("data/base"), &mut all);
            read_all(home.folder.path(), &mut all);
        }
    }
    all
}

fn read_all(folder: &Path, all: &mut Vec<u8>) {
    for item in fs::read_dir(folder).unwrap().flatten() {
        let path = item.path();
        if path.is_dir() {
            read_all(&path, all);
        } else if let Ok(mut file) = fs::File::open(&path) {
            let _ = file.read_to_end(all);
        }
    }
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|it| it == word.as_bytes())
}

#[test]
fn what_was_erased_is_nowhere_any_more_and_the_chain_is_whole() {
    let catalog = catalog();
    homes(|home| {
        let runtime = runtime();
        let base = runtime.block_on(home.ready(&catalog));
        runtime.block_on(enter(&base, "甲"));
        let before = bytes(home);
        assert!(GONE.iter().all(|it| holds(&before, it)), "the words were there");

        let outcome = runtime.block_on(erase(&base));
        let keys: Vec<&str> = outcome.records.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["A1", "A3"]);
        // A1: entered, photo hung on, changed. A3: entered, withdrawn.
        assert_eq!(outcome.records.iter().map(|it| it.entries).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(outcome.records[0].attachments, 1);
        assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);

        let after = bytes(home);
        for word in GONE {
            assert!(!holds(&after, word), "{word} is still in the files");
        }
        if home.dialect == Dialect::Sqlite {
            assert!(!PHONES.iter().any(|it| holds(&after, it)));
        }
        assert!(KEPT.iter().all(|it| holds(&after, it)), "what is not due stays");

        runtime.block_on(async {
            let id = outcome.records[0].record;
            let now = base.record(LEDGER, id).await.unwrap().unwrap();
            let def = &base.catalog().ledgers[LEDGER];
            assert_eq!(now.state, "erased");
            assert_eq!(now.row.get(def, "erased_on"), Some(&Value::Date(DAY)));
            assert_eq!(now.row.get(def, "erased_by"), Some(&Value::Text("李保管".to_owned())));
            assert_eq!(now.row.get(def, "witness"), Some(&Value::Text("王见证".to_owned())));
            assert!(now.row.get(def, "child").is_none() && now.row.get(def, "photo").is_none());
            assert_eq!(now.row.lines["companions"].len(), 1, "the seat stays");
            assert!(base.attachments_of(id).await.unwrap().is_empty());

            let earlier = base.at(LEDGER, id, at("2021-06-15T00:00:00Z")).await.unwrap().unwrap();
            assert_eq!(earlier.version, 2);
            assert!(earlier.row.get(def, "child").is_none(), "no earlier time brings it back");
            let history = base.history(LEDGER, id).await.unwrap();
            let acts: Vec<&str> = history.iter().map(|it| it.act.as_str()).collect();
            assert_eq!(acts, ["create", "attach", "update", "erase"]);
            let child = history[0].changes.iter().find(|it| it.field == "child").unwrap();
            assert_eq!(child.new.as_deref(), Some("〔已销毁〕"), "that there was a name is told");

            let audit = base.audit(&mut |_, _| {}).await.unwrap();
            assert!(audit.findings.is_empty(), "{:?}", audit.findings);
            // Entry 1 is the migration; 2—4 A1, 5 A2, 6—7 A3, 8 and 9 the erasures.
            let vouched = BTreeMap::from([(8, vec![2, 3, 4]), (9, vec![6, 7])]);
            assert_eq!(audit.erased, vouched);

            let proofs = base.erasures().await.unwrap();
            assert_eq!(proofs.len(), 2);
            assert_eq!(proofs[0].seq, 8);
            assert_eq!(proofs[0].entries, [2, 3, 4]);
            assert_eq!(proofs[0].fields, ["儿童姓名", "监护人电话", "照片", "同行人·姓名"]);
            assert_eq!((proofs[0].key.as_str(), proofs[0].who.as_str()), ("A1", "李保管"));
            assert_eq!((proofs[0].witness.as_str(), proofs[0].attachments), ("王见证", 1));
            assert!(proofs.iter().all(|it| it.intact && it.digest.len() == 64));

            let again = erase(&base).await;
            assert!(again.records.is_empty(), "nothing is erased twice");
            let later = base.audit(&mut |_, _| {}).await.unwrap();
            assert_eq!((later.entries, later.head), (audit.entries, audit.head));
            base.close().await;
        });
    });
}

#[test]
fn only_what_is_vouched_for_is_accepted() {
    let catalog = catalog();
    homes(|home| {
        let runtime = runtime();
        let base = runtime.block_on(home.ready(&catalog));
        runtime.block_on(enter(&base, "乙"));
        runtime.block_on(erase(&base));
        let rules = || {
            let report = runtime.block_on(base.audit(&mut |_, _| {})).unwrap();
            let places = report.findings.into_iter().map(|it| (it.rule.to_owned(), it.place));
            places.collect::<Vec<_>>()
        };
        let entry = |seq: i64| {
            ("broken_link".to_owned(), Place::Whole { name: format!("第 {seq} 条留痕") })
        };
        assert!(rules().is_empty());
        // A body that is vouched for is changed once more.
        let old = "UPDATE entry SET body = REPLACE(body, '〔已销毁〕', '赵六') WHERE seq = 2";
        home.behind(old);
        assert_eq!(rules(), [entry(2)]);
        home.behind("UPDATE entry SET body = REPLACE(body, '赵六', '〔已销毁〕') WHERE seq = 2");
        assert!(rules().is_empty());
        // A body is blanked that nobody vouches for.
        home.behind(
            "UPDATE entry SET body = REPLACE(body, '诸葛未到期', '〔已销毁〕') WHERE seq = 5",
        );
        assert_eq!(rules(), [entry(5)]);
        home.behind(
            "UPDATE entry SET body = REPLACE(body, '〔已销毁〕', '诸葛未到期') WHERE seq = 5",
        );
        assert!(rules().is_empty());
        // A name is put back into a superseded row.
        home.behind("UPDATE people_child__h SET child = '孙七' WHERE version = 1 AND no = 'A1'");
        assert_eq!(rules().len(), 1);
        assert_eq!(rules()[0].0, "edited_behind");
        home.behind("UPDATE people_child__h SET child = NULL WHERE version = 1 AND no = 'A1'");
        assert!(rules().is_empty());
        // The entry that vouches is changed: it vouches for nothing any more.
        home.behind("UPDATE entry SET body = REPLACE(body, '保存期限', '期限') WHERE seq = 8");
        assert_eq!(rules(), [entry(2), entry(3), entry(4), entry(8)]);
        runtime.block_on(base.close());
    });
}

#[test]
fn what_was_changed_behind_the_program_is_not_erased_until_it_is_cleared_up() {
    let catalog = catalog();
    homes(|home| {
        let runtime = runtime();
        let base = runtime.block_on(home.ready(&catalog));
        runtime.block_on(enter(&base, "乙"));
        home.behind("UPDATE people_child SET note = '改过' WHERE no = 'A1'");
        let outcome = runtime.block_on(erase(&base));
        assert_eq!(outcome.records.len(), 1, "the other one goes");
        let found = &outcome.findings[0];
        assert_eq!((found.rule, found.grade), ("erase_distrust", Grade::Must));
        assert!(found.what.contains("第 2 版与留痕不符"), "{}", found.what);
        runtime.block_on(base.close());
    });
}

#[test]
fn neither_import_nor_undoing_nor_a_backup_brings_it_back() {
    let catalog = catalog();
    homes(|home| {
        let runtime = runtime();
        runtime.block_on(async {
            let base = home.ready(&catalog).await;
            let rows = |base: &Base| {
                let row = row(base, "B1", "宇文导入", "13500005555", "宇文同行", date(2021, 6, 30));
                vec![(Place::Whole { name: "第2行".to_owned() }, row)]
            };
            let info =
                BatchInfo { file_name: "儿童.xlsx", file_digest: "d", ..BatchInfo::default() };
            let quiet = &mut |_: u64, _: u64| {};
            let done = base
                .import(&clerk("2021-06-01T01:00:00Z"), LEDGER, rows(&base), info, false, quiet)
                .await
                .unwrap();
            let batch = done.batch.unwrap();
            assert_eq!(erase(&base).await.records.len(), 1);

            // The same file once more: the row is refused, the record stays as it is.
            let again = base
                .import(&clerk("2021-07-02T01:00:00Z"), LEDGER, rows(&base), info, false, quiet)
                .await
                .unwrap();
            assert_eq!((again.created, again.changed, again.bad_rows.len()), (0, 0, 1));
            assert_eq!(again.findings[0].rule, "erased");
            // Undoing the import is refused: the record was changed since.
            let undone = base.undo_batch(&clerk("2021-07-02T02:00:00Z"), batch, "重导").await;
            assert_eq!(findings(undone.unwrap_err())[0].rule, "changed_since");

            let file = home.folder.path().join("backup.zip");
            base.backup(&file, &[], at("2021-07-03T00:00:00Z")).await.unwrap();
            let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
            for place in 0..archive.len() {
                let mut text = Vec::new();
                archive.by_index(place).unwrap().read_to_end(&mut text).unwrap();
                assert!(["宇文导入", "13500005555", "宇文同行"].iter().all(|it| !holds(&text, it)));
            }
            let copy = support::sqlite_home();
            let (restored, audit) = Base::restore(
                &file,
                &copy.url,
                &copy.files,
                Arc::clone(&catalog),
                at("2021-07-03T00:00:00Z"),
            )
            .await
            .unwrap();
            assert_eq!(audit.erased, BTreeMap::from([(4, vec![3])]));
            assert_eq!(restored.erasures().await.unwrap(), base.erasures().await.unwrap());
            restored.close().await;
            base.close().await;
        });
    });
}

#[test]
fn who_may_and_with_whom() {
    let catalog = catalog();
    homes(|home| {
        let runtime = runtime();
        runtime.block_on(async {
            let base = home.ready(&catalog).await;
            enter(&base, "乙").await;
            let head = base.audit(&mut |_, _| {}).await.unwrap().head;

            let outcome = base.erase(&clerk("2021-07-01T08:00:00Z"), wish(false)).await.unwrap();
            assert!(outcome.records.is_empty());
            assert_eq!(outcome.findings[0].rule, "forbidden");
            let alone = EraseWish { witness: None, ..wish(false) };
            let refused = base.erase(&keeper("2021-07-01T08:00:00Z"), alone).await;
            assert_eq!(findings(refused.unwrap_err())[0].rule, "witness");
            // Nobody witnesses his own erasure; the withdrawn record takes no signature.
            let own = EraseWish { witness: Some("李保管"), ..wish(true) };
            let outcome = base.erase(&keeper("2021-07-01T08:00:00Z"), own).await.unwrap();
            assert_eq!(outcome.findings[0].rule, "distinct_people");
            assert_eq!(outcome.records.len(), 1);
            let listed = base.erase(&keeper("2021-07-01T08:00:00Z"), wish(true)).await.unwrap();
            assert_eq!(listed.records.len(), 2, "a dry run lists what is due");
            assert_eq!(base.audit(&mut |_, _| {}).await.unwrap().head, head, "and changes nothing");
            // The day before the last one nothing is due.
            let early = EraseWish { day: date(2021, 6, 29), ..wish(true) };
            let listed = base.erase(&keeper("2021-06-29T08:00:00Z"), early).await.unwrap();
            assert!(listed.records.is_empty() && listed.findings.is_empty());
            base.close().await;
        });
    });
}

#[test]
fn the_move_erases_too_and_cannot_be_taken_back() {
    let catalog = catalog();
    homes(|home| {
        let runtime = runtime();
        let base = runtime.block_on(home.ready(&catalog));
        runtime.block_on(async {
            let row = row(&base, "C1", "尉迟流转", "13400006666", "尉迟同行", date(2021, 6, 30));
            let record = base.create(&clerk("2021-06-01T01:00:00Z"), LEDGER, row).await.unwrap();
            let person = |name: &str| Some(Value::Text(name.to_owned()));
            let changes = [
                ("erased_on".to_owned(), Some(Value::Date(date(2021, 6, 30)))),
                ("erased_by".to_owned(), person("陈登记")),
                ("witness".to_owned(), person("王见证")),
            ];
            let target = Target { ledger: LEDGER, id: record.id, version: 1 };
            let step = Step { name: "erase", changes: &changes, reason: "", to: None };
            let done = base.make_move(&clerk("2021-06-30T08:00:00Z"), target, step).await.unwrap();
            assert_eq!((done.state.as_str(), done.version), ("erased", 2));
            let audit = base.audit(&mut |_, _| {}).await.unwrap();
            assert_eq!(audit.erased, BTreeMap::from([(3, vec![2])]));
            assert_eq!(audit.findings[0].rule, "wipe", "the files are still to be wiped");
            base.wipe().await.unwrap();
            assert!(base.audit(&mut |_, _| {}).await.unwrap().findings.is_empty());

            let target = Target { ledger: LEDGER, id: record.id, version: 2 };
            let step = Step { name: "take_back", changes: &[], reason: "", to: None };
            let back = base.make_move(&clerk("2021-06-30T09:00:00Z"), target, step).await;
            assert_eq!(findings(back.unwrap_err())[0].rule, "take_back");
            // Nor is it filled in again by hand, nor the day of the erasure taken out.
            let def = &base.catalog().ledgers[LEDGER];
            let mut filled = done.row.clone();
            filled.values[def.place("child").unwrap()] = person("尉迟流转");
            let refused = base.update(&clerk("2021-07-01T09:00:00Z"), target, filled.clone()).await;
            assert_eq!(findings(refused.unwrap_err())[0].rule, "erased");
            filled.values[def.place("erased_on").unwrap()] = None;
            let refused = base.update(&clerk("2021-07-01T09:00:00Z"), target, filled).await;
            assert_eq!(findings(refused.unwrap_err())[0].rule, "erased");
            assert!(erase(&base).await.records.is_empty());
        });
        let after = bytes(home);
        for word in ["尉迟流转", "13400006666", "尉迟同行"] {
            assert!(!holds(&after, word), "{word}");
        }
        runtime.block_on(base.close());
    });
}
