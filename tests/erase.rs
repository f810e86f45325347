//! Children's data goes on its day, as the clerk sees it: the list, the erasure with a witness, the proof, the audit; and
//! `kill -9` in the middle of it leaves a sound base that the next run finishes.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use support::Office;

/// Moments after the start at which the program is killed, in milliseconds.
const KILLS: [u64; 8] = [5, 20, 40, 60, 90, 130, 180, 260];

const HEAD: &str = "登记号,客运站,登记日期,乘坐班次,儿童姓名,监护人,监护人电话,保存到期日\n";

/// An office with so many children whose time is over, and one whose time is not.
fn office(children: u32) -> Office {
    let office = Office::new();
    let mut file = HEAD.to_owned();
    for number in 1..=children {
        writeln!(
            file,
            "ET{number:04},阳山客运站,2021-05-31,阳山—清远 09:20,欧阳童童{number},司徒监护{number},138{number:08},2021-06-30"
        )
        .unwrap();
    }
    file.push_str(
        "ET9999,阳山客运站,2021-06-30,阳山—清远 09:20,诸葛未到,诸葛监护,13999999999,2099-07-30\n",
    );
    let file = office.file("儿童.csv", file);
    office.run(["import", "epidemic/child", file.to_str().unwrap()]).done();
    office
}

/// Whether a word stands anywhere in the base, its log or its attachments.
fn holds(office: &Office, word: &str) -> bool {
    let files = ["base.db", "base.db-wal", "base.db-shm"].map(|it| office.path(it));
    let bytes: Vec<u8> = files.iter().filter_map(|it| fs::read(it).ok()).flatten().collect();
    bytes.windows(word.len()).any(|it| it == word.as_bytes())
}

const ERASE: [&str; 5] = ["erase", "--who", "李保管", "--witness", "王见证"];

#[test]
fn children_are_listed_erased_and_proved() {
    let office = office(2);
    let old = office.path("旧备份.zip");
    office.run(["backup", old.to_str().unwrap()]).done();
    // Two fell due in 2021; the day before, nothing.
    office.run(["erase", "--dry-run", "--day", "2021-06-29"]).done().says(&["没有到期应销毁"]);
    let listed = ["erase", "--dry-run", "--witness", "王见证"];
    office
        .run(listed)
        .done()
        .says(&["ET0001", "ET0002", "2021-06-30", "2条到期"])
        .hides(&["ET9999"]);
    // Nobody erases without a name and without a witness, and nobody witnesses himself.
    office.run(["erase", "--witness", "王见证"]).refused().says(&["写明销毁人"]);
    office.run(["erase", "--who", "李保管"]).refused().says(&["见证人"]);
    office.run(["erase", "--who", "李保管", "--witness", "李保管"]).refused().says(&["同一个人"]);
    office.run(["erase", "--who", "李保管", "--witness", "王见证", "--role", "clerk"]).refused();
    assert!(holds(&office, "欧阳童童1"));

    office.run(ERASE).done().says(&["已销毁2条", "另行销毁"]);
    assert!(
        !holds(&office, "欧阳童童")
            && !holds(&office, "司徒监护")
            && !holds(&office, "13800000001")
    );
    assert!(holds(&office, "诸葛未到"));
    office.run(["audit"]).done().says(&["完好", "2条留痕里的个人信息已到期销毁"]);
    let shown = office.run(["show", "epidemic/child", "ET0001", "--role", "auditor"]).done();
    shown.says(&["已销毁", "李保管", "王见证"]).hides(&["欧阳童童"]);
    office.run(ERASE).done().says(&["没有到期应销毁"]);

    let proofs = office.json(["erase", "--proof"]);
    let proofs = proofs.as_array().unwrap();
    assert_eq!(proofs.len(), 2);
    assert_eq!(proofs[0]["key"], "ET0001");
    assert_eq!(proofs[0]["fields"], serde_json::json!(["儿童姓名", "监护人", "监护人电话"]));
    assert_eq!(proofs[0]["who"], "李保管");
    assert_eq!(proofs[0]["witness"], "王见证");
    let digest = proofs[0]["digest"].as_str().unwrap();
    assert_eq!(digest.len(), 64);
    let text = office.run(["erase", "--proof"]).done();
    text.says(&[digest, "第四十七条", "销毁凭证2份，凭证完好", "销毁人李保管，见证人王见证"]);

    // An old backup brings the data back; whoever restores it is told to erase again.
    let mut other = Office::empty();
    other.base = other.path("restored.db").display().to_string();
    other.run(["restore", old.to_str().unwrap()]).done().says(&["2条到期应销毁", "tongtu erase"]);
    other.run(ERASE).done().says(&["已销毁2条"]);
    other.is_sound();
}

#[test]
fn an_erasure_that_is_killed_leaves_a_sound_base_and_is_finished_by_the_next() {
    let office = office(400);
    for after in KILLS {
        let mut child =
            office.command(ERASE).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(after));
        child.kill().unwrap();
        child.wait().unwrap();
        office.is_sound();
        let proofs = office.json(["erase", "--proof"]).as_array().unwrap().len();
        assert!(proofs == 0 || proofs == 400, "all or none: {proofs}");
    }
    office.run(ERASE).done();
    assert_eq!(office.json(["erase", "--proof"]).as_array().unwrap().len(), 400);
    assert!(!holds(&office, "欧阳童童") && !holds(&office, "司徒监护"));
    office.run(["audit"]).done().says(&["完好"]).hides(&["还没有从文件里清掉"]);
}
