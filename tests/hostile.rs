//! Bad input, bad disks and people in each other's way, through the real program.
//!
//! Each ends with a sentence in Chinese that says where and how to mend it and the right exit code; nothing is lost,
//! nothing is there by half, nothing panics.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use support::paper::{row, rows, workbook};
use support::postgres::Server;
use support::{Office, Said, TONGTU, aside, is_root, root};

const CLAIM: &str = "road/claim";
const HEADER: &[&str] = &["索赔编号", "立案日期", "路线", "桩号", "责任人", "索赔金额（元）"];
/// Exit codes, as `tongtu --help` says them.
const MEND: i32 = 1;
const WRONG: i32 = 2;
const CANNOT: i32 = 3;

/// Claims as a CSV: numbers, and by whom the damage was done.
fn claims(rows: &[(&str, &str)]) -> String {
    let mut csv = HEADER.join(",");
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for (no, party) in rows {
        csv.push_str(&format!("\n{},2021-02-03,S262,K24+145,{},100", quoted(no), quoted(party)));
    }
    csv
}

fn many_claims(count: usize) -> String {
    let names: Vec<String> = (0..count).map(|it| format!("DJ-{it:05}")).collect();
    claims(&names.iter().map(|it| (it.as_str(), "某运输公司")).collect::<Vec<_>>())
}

/// An office with these claims in its base.
#[track_caller]
fn office_with(rows: &[(&str, &str)]) -> Office {
    let office = Office::new();
    let file = office.file("台账.csv", claims(rows));
    office.run([Path::new("import"), Path::new(CLAIM), &file]).done();
    office
}

fn count(office: &Office) -> usize {
    office.json(["list", CLAIM, "--limit", "5000"])["items"].as_array().unwrap().len()
}

/// Imports a file that must be refused as a whole or in part: exit code 1, all words said, and only so many rows taken.
#[track_caller]
fn check_import(
    office: &Office,
    file: &str,
    bytes: impl AsRef<[u8]>,
    taken: usize,
    words: &[&str],
) -> Said {
    let before = count(office);
    let path = office.file(file, bytes);
    let said = office.run([Path::new("import"), Path::new(CLAIM), &path]);
    assert_eq!(said.code, Some(MEND), "{said:#?}");
    let said = said.says(words);
    assert_eq!(count(office), before + taken, "{said:#?}");
    office.is_sound();
    said
}

// ---- Definitions -----------------------------------------------------------------------------------------------------

/// File, what stands in it, what stands there instead, and what must be said: the place first.
const BROKEN: &[(&str, &str, &str, &[&str])] = &[
    (
        "ledgers/road/claim.toml",
        "title = \"路产索赔\"\n",
        "",
        &["第1行", "台账缺少“title”", "请补上"],
    ),
    (
        "ledgers/road/claim.toml",
        "type = \"stake\"",
        "type = \"stak\"",
        &["第13行第28列", "没有“stak”这种字段类型", "是否想写“stake”"],
    ),
    (
        "ledgers/road/claim.toml",
        "key = [\"no\"]",
        "key = [\"number\"]",
        &["第5行第8列", "没有字段“number”"],
    ),
    (
        "ledgers/road/claim.toml",
        "list = \"facility\"",
        "list = \"facilitie\"",
        &["没有代码表“facilitie”", "是否想写“facility”"],
    ),
    (
        "ledgers/road/claim.toml",
        "workflow = \"claim\"",
        "workflow = \"claims\"",
        &["第6行第12列", "没有流程“claims”"],
    ),
    (
        "ledgers/road/claim.toml",
        "key = [\"no\"]",
        "key = [\"no\"",
        &["第6行", "没有成对", "请按 TOML 格式改正"],
    ),
    (
        "ledgers/road/claim.toml",
        "office =",
        "offise =",
        &["第3行第1列", "没有“offise”这个键", "是否想写“office”"],
    ),
    (
        "ledgers/road/claim.toml",
        "rule = \"at_most\"",
        "rule = \"at_moste\"",
        &["第25行第12列", "没有规则“at_moste”"],
    ),
    (
        "ledgers/road/claim.toml",
        "\"notified_on\", type",
        "\"filed_on\", type",
        &["字段名“filed_on”写了两次", "请改名或删去一个"],
    ),
    ("ledgers/road/claim.toml", "min = 0,", "min = \"零\",", &["“min”应为数字"]),
    (
        "ledgers/enforcement/case.toml",
        "\"overload/check\"",
        "\"overload/checks\"",
        &["没有台账“overload/checks”"],
    ),
    (
        "workflows/claim.toml",
        "to = \"paid\"",
        "to = \"payed\"",
        &["第12行", "没有状态“payed”", "从起点走不到"],
    ),
    ("roles.toml", "\"confirm\"", "\"fly\"", &["没有“fly”这种权限", "可用"]),
    ("calendar/2021.toml", "2021-01-01", "2021-01-32", &["第5行第11列", "日期"]),
    (
        "codes/division.toml",
        "code = \"441823101\"",
        "code = \"441823100\"",
        &["代码“441823100”写了两次"],
    ),
    (
        "codes/division.toml",
        "label = \"阳山县\"",
        "label = \"阳山县\", parent = \"441823100\"",
        &["绕了一圈又成了自己的上级"],
    ),
    (
        "indicators/land/demolition_rate.toml",
        "\"land/task_households\"",
        "\"land/demolition_rate\"",
        &["第8行第20列", "绕了一圈又用到自己"],
    ),
    (
        "indicators/road/recovered.toml",
        "unit = \"",
        "unit = \"吨",
        &["第5行第8列", "不认识的计量单位"],
    ),
    (
        "reports/half_year/05_enforcement.toml",
        "{overload/team_members}",
        "{overload/nobody}",
        &["没有指标“overload/nobody”"],
    ),
];

#[test]
fn every_fault_of_a_definition_is_said_with_its_place() {
    let office = Office::with_own_copy();
    for (file, from, to, words) in BROKEN {
        let sound = fs::read_to_string(office.defs.join(file)).unwrap();
        office.edit(file, from, to);
        let said = office.run(["defs", "check"]).refused().says(&[file]).says(words);
        let faults = said.err.lines().count();
        assert!(faults <= 4, "one fault is said as {faults}: {said:#?}");
        let json = Said::of(office.command(["defs", "check", "--json"]).output().unwrap())
            .refused()
            .json();
        let one = &json.as_array().unwrap()[0];
        assert!(
            one["place"]["file"] == *file && one["place"]["line"].as_u64() > Some(0),
            "{json:#}"
        );
        fs::write(office.defs.join(file), sound).unwrap();
    }
    office.run(["defs", "check"]).done().says(&["没有问题"]);
}

#[test]
fn faults_in_several_files_are_said_at_once_and_nothing_is_made_of_them() {
    let office = Office::with_own_copy();
    let chosen = [1, 7, 11, 12];
    for (file, from, to, _) in chosen.map(|it| BROKEN[it]) {
        office.edit(file, from, to);
    }
    let said = office.run(["defs", "check"]).refused();
    let said = chosen.iter().fold(said, |said, it| said.says(BROKEN[*it].3));
    drop(said);
    office.run(["init"]).refused().says(&["没有“stak”"]);
    assert!(!Path::new(&office.base).exists(), "no base is made of broken definitions");
}

#[test]
fn definitions_that_are_not_there_are_said() {
    let mut office = Office::empty();
    office.defs = office.path("nowhere");
    office.run(["defs", "check"]).failed().says(&["读不出定义文件夹", "没有这个文件或文件夹"]);
    office.defs = office.path("gbk");
    fs::create_dir(&office.defs).unwrap();
    fs::write(office.defs.join("roles.toml"), [0xbd, 0xc7, 0xc9, 0xab]).unwrap();
    office.run(["defs", "check"]).failed().says(&["不是 UTF-8"]);
}

// ---- Workbooks -------------------------------------------------------------------------------------------------------

#[test]
fn bad_rows_are_named_and_returned_and_the_good_ones_kept() {
    let office = Office::new();
    let mut csv = "索赔编号,立案日期,路线,桩号,责任人,车牌号,索赔金额（元）\n".to_owned();
    csv.push_str("SP-1,2021-02-03,S262,K24+1450,张一,粤R12345 黄,100\n");
    csv.push_str("SP-2,2021-02-03,S262,K24+145,张一,粤R1234O 黄,100\n");
    csv.push_str("SP-3,2021-13-03,S262,K24+145,李四,粤RD1234 黄,一百\n");
    csv.push_str("SP-4,2021-02-03,S262,K24+145,李四,粤RD1234 黄,100\n");
    csv.push_str("SP-5,2021-02-03,S262,K24+145,李四,粤RD1234 黄,-100\n");
    csv.push_str("SP-4,2021-02-03,S262,K24+145,王五,粤RD1234 黄,100\n");
    csv.push_str("SP-7,2021-02-03,S262,K24+145,王五,#REF!,100\n");
    csv.push_str("SP-8,2021-02-03,S262,K24+145,王五,粤ZZZ 黄,100\n");
    csv.push_str("SP-9,2021-02-03,S262,K24+145,,粤RD1234 黄,100\n");
    csv.push_str("SP-10,2021-02-03,S262,K24+145,赵六,粤RD1234 黄,100\n");
    let words = [
        "第2行D列“桩号”：桩号“K24+1450”的米数不对",
        "如 K24+450",
        "第3行F列“车牌号”：“粤R1234O 黄”不是号牌",
        "第4行B列“立案日期”：“2021-13-03”不是日期",
        "第4行G列“索赔金额”：“一百”不是数字",
        "第6行G列“索赔金额”",
        "不应小于0",
        "SP-4与台账.csv第7行重复",
        "同一编号只留一行",
        "第8行F列“车牌号”：公式出错，显示为 #REF!",
        "第9行F列“车牌号”：“粤ZZZ 黄”不是号牌",
        "第10行E列“责任人”：没有填“责任人”",
        "新增1条",
        "退回9行",
        "台账-退回.xlsx",
    ];
    check_import(&office, "台账.csv", csv, 1, &words);
    assert!(office.path("台账-退回.xlsx").exists());
    let again = office.path("台账-退回.xlsx");
    office
        .run([Path::new("import"), Path::new(CLAIM), &again])
        .refused()
        .says(&["退回9行", "K24+1450"]);
}

#[test]
fn columns_that_are_missing_or_unknown_are_said() {
    let office = Office::new();
    let csv = "索赔编号,立案日期,路线,责任人,天气\nSP-1,2021-02-03,S262,张一,晴\n";
    check_import(
        &office,
        "缺列.csv",
        csv,
        0,
        &["缺少必填的列“桩号”", "请加上“桩号”一列", "多余列 E“天气”"],
    );
    check_import(&office, "别的.csv", "姓名,电话\n张一,1\n", 0, &["别的.csv"]);
}

#[test]
fn formulas_are_taken_by_their_value_and_their_errors_named() {
    let office = Office::new();
    let formula = rows(&[
        HEADER,
        &["F-1", "2021-02-03", "S262", "K24+145", "张一", "<c r=\"F2\"><f>50+50</f><v>100</v></c>"],
        &[
            "F-2",
            "2021-02-03",
            "S262",
            "K24+145",
            "张一",
            "<c r=\"F3\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>",
        ],
    ]);
    let words = ["第3行F列“索赔金额”：公式出错，显示为 #DIV/0!", "请改正公式"];
    check_import(&office, "公式.xlsx", workbook(&formula, ""), 1, &words);
    let shown = office.json(["show", CLAIM, "F-1"]);
    assert_eq!(shown["fields"]["claimed"], "100");
}

#[test]
fn merged_cells_do_not_shift_values() {
    let office = Office::new();
    let merged = rows(&[
        HEADER,
        &["M-1", "2021-02-03", "S262", "K24+145", "张一", "100"],
        &["M-2", "2021-02-04", "S262", "", "李四", "200"],
        &["M-3", "2021-02-05", "S262", "", "", "300"],
    ]);
    let after = "<mergeCells count=\"1\"><mergeCell ref=\"D2:D4\"/></mergeCells>";
    let words = ["第4行E列“责任人”：没有填", "退回1行"];
    check_import(&office, "合并.xlsx", workbook(&merged, after), 2, &words);
    let shown = office.json(["show", CLAIM, "M-2"]);
    assert_eq!(shown["fields"]["stake"], "K24+145", "the merged cell speaks for both rows");
    assert_eq!(shown["fields"]["claimed"], "200");
}

#[test]
fn files_that_are_no_sound_workbooks_are_refused_whole() {
    let office = Office::new();
    let sound =
        workbook(&rows(&[HEADER, &["X-1", "2021-02-03", "S262", "K24+145", "张一", "100"]]), "");
    check_import(
        &office,
        "截断.xlsx",
        &sound[..sound.len() / 2],
        0,
        &["截断.xlsx", "已损坏或没有下载完整"],
    );
    check_import(&office, "杂物.xlsx", b"PK\x03\x04rubbish", 0, &["已损坏", "另存为 .xlsx"]);
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    check_import(&office, "旧.xls", old, 0, &["只能导入 .xlsx 和 .csv", "另存为"]);
    check_import(&office, "空.csv", "", 0, &["文件是空的", "重新导出"]);
    let bomb = workbook(&format!("{}{}", row(1, HEADER), " ".repeat(40_000_000)), "");
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    check_import(&office, "炸弹.xlsx", bomb, 0, &["压缩比异常", "没有打开", "请确认文件来源"]);
    let cut_in_words = claims(&[("C-1", "张一")]).replace("张一", "\u{0}张一");
    check_import(&office, "控制符.csv", cut_in_words, 0, &["控制符.csv", "另存为"]);
}

#[test]
fn a_sheet_of_all_rows_that_excel_has_is_read_to_its_end() {
    let office = Office::new();
    let mut all = row(1, HEADER);
    for number in 2..=1_048_576_u32 {
        all.push_str(&format!(
            "<row r=\"{number}\"><c r=\"A{number}\"><v>{}</v></c></row>",
            number.wrapping_mul(7919)
        ));
    }
    let words = ["第2行D列“桩号”：没有填“桩号”", "条问题", "新增0条"];
    check_import(&office, "百万.xlsx", workbook(&all, ""), 0, &words);
}

#[test]
fn a_missing_file_or_a_folder_is_said() {
    let office = Office::new();
    office
        .run(["import", CLAIM, "没有.xlsx"])
        .failed()
        .says(&["找不到文件 没有.xlsx", "没有这个文件"]);
    fs::create_dir(office.path("夹.xlsx")).unwrap();
    office.run(["import", CLAIM, "夹.xlsx"]).failed().says(&["夹.xlsx", "文件夹"]);
    office
        .run(["import", "road/clame", "没有.xlsx"])
        .refused()
        .says(&["没有台账“road/clame”", "road/claim（路产索赔）"]);
}

#[test]
fn sql_and_emoji_in_a_text_are_only_text() {
    let hostile = [
        ("';DROP TABLE entry;", "Robert'); DELETE FROM road_claim; --"),
        ("\"a\" 'x' `y` [z]", "100% _ \\ %s {0} $1 ?1 :name"),
        ("😀🚛👍🏽", "𠮷野家 é e\u{301} ½ 🇨🇳"),
        ("NULL", "1' OR '1'='1"),
    ];
    let office = office_with(&hostile);
    assert_eq!(count(&office), hostile.len());
    office.is_sound();
    for (no, party) in hostile {
        let shown = office.json(["show", CLAIM, no, "--role", "auditor"]);
        assert_eq!(shown["fields"]["no"].as_str(), Some(no));
        assert_eq!(shown["fields"]["party"].as_str(), Some(party));
        let found = office.json(["list", CLAIM, "--where", &format!("索赔编号={no}")]);
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{no}");
    }
    for file in ["倒出.csv", "倒出.xlsx"] {
        office.run(["export", CLAIM, "-o", file, "--role", "auditor"]).done();
        office.run(["import", CLAIM, file]).done().says(&["新增0条，更新0条，未变4条"]);
    }
    office.run(["set", CLAIM, "NULL", "责任人=x'; UPDATE chain SET seq = 0; --"]).done();
    office.run(["show", "'; DROP TABLE entry; --", "x"]).refused().says(&["没有台账"]);
    office.run(["list", CLAIM, "--sort", "no; DROP TABLE entry"]).refused().says(&["没有字段"]);
    office.run(["list", CLAIM, "--after", "zz'; --"]).says(&[]);
    office.is_sound();
}

#[test]
fn stakes_and_plates_that_cannot_be_are_refused_one_by_one_too() {
    let office = office_with(&[("SP-1", "张一")]);
    for (change, words) in [
        ("桩号=K24+1450", &["K24+1450", "三位数", "如 K24+450"][..]),
        ("车牌号=粤R1234O 黄", &["不是号牌", "没有 I 和 O"]),
        ("索赔金额=-1", &["不应小于0"]),
        ("索赔金额=99999999999999999999999", &["索赔金额"]),
        ("立案日期=2021-02-30", &["不是日期"]),
        ("责任人=", &["责任人", "必填"]),
        ("颜色=红", &["没有字段“颜色”", "可用"]),
        ("桩号", &["不是 字段=值"]),
    ] {
        office.run(["set", CLAIM, "SP-1", change]).refused().says(words);
    }
    assert_eq!(office.json(["show", CLAIM, "SP-1"])["version"], 1);
    office.is_sound();
}

#[test]
fn a_command_that_is_none_ends_with_two() {
    let office = Office::empty();
    for words in
        [&["frobnicate"][..], &["import"], &["list"], &["list", CLAIM, "--limit", "many"], &[]]
    {
        let said = office.run(words);
        assert_eq!(said.code, Some(WRONG), "{said:#?}");
        let chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
        assert!(chinese(&said.err), "{said:#?}");
    }
    office.run(["audit"]).refused().says(&["没有库", "tongtu init"]);
}

// ---- Disks -----------------------------------------------------------------------------------------------------------

/// Runs a shell script in a mount namespace of its own, so that nothing it mounts outlives it; none where the machine
/// does not allow it. `$T` is the program, `$1` an empty folder to mount on, `$2` a file of claims.
fn with_mounts(office: &Office, script: &str) -> Option<Said> {
    let flags = if is_root() { "-m" } else { "-rm" };
    let folder = office.path("mnt");
    fs::create_dir_all(&folder).unwrap();
    let probe = "mount -t tmpfs -o size=1m tmpfs \"$1\"";
    let able = Command::new("unshare")
        .args([flags, "sh", "-c", probe, "sh"])
        .arg(&folder)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|it| it.success());
    if !able {
        aside("skipped: this machine lets nobody mount a small or a read-only disk");
        return None;
    }
    let file = office.file("大.csv", many_claims(12_000));
    let done = Command::new("unshare")
        .args([flags, "sh", "-c", script, "sh"])
        .args([&folder, &file])
        .current_dir(office.path("."))
        .env("T", TONGTU)
        .env("TONGTU_DEFS", &office.defs)
        .env("TONGTU_BASE", folder.join("base.db"))
        .output()
        .unwrap();
    Some(Said::of(done))
}

#[test]
fn a_disk_that_fills_during_an_import_loses_nothing() {
    let office = Office::empty();
    let script = "
        mount -t tmpfs -o size=9m tmpfs \"$1\" || exit 9
        $T init && $T import road/claim \"$2\"; echo \"import ended with $?\"
        $T audit; echo \"audit ended with $?\"
        $T batches --json
        mount -o remount,size=100m \"$1\"
        $T import road/claim \"$2\" && $T audit";
    let Some(said) = with_mounts(&office, script) else { return };
    let said = said.done().says(&[
        "磁盘已满，本次操作没有保存，原有数据完好",
        "请清理数据库所在磁盘的空间",
        &format!("import ended with {CANNOT}"),
        "记录版本0个",
        "audit ended with 0",
        "\n[]\n",
        "新增12000条",
        "记录版本12000个",
    ]);
    assert_eq!(said.out.matches("：完好").count(), 2, "{said:#?}");
}

#[test]
fn a_file_that_may_not_grow_during_an_import_loses_nothing() {
    // The limit on the size of a file needs no rights, and no disk of its own.
    let office = Office::new();
    let file = office.file("大.csv", many_claims(12_000));
    let limited = |words: &str| {
        let command = office.command(words.split(' ').map(PathBuf::from).chain([file.clone()]));
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "trap '' XFSZ; ulimit -f 5000; exec \"$@\"", "sh"])
            .arg(command.get_program());
        shell.args(command.get_args()).current_dir(office.path("."));
        Said::of(shell.output().unwrap())
    };
    limited("import road/claim").failed().says(&["磁盘读写出错，本次操作没有保存"]);
    assert_eq!(count(&office), 0);
    assert_eq!(office.json(["batches"]), Json::Array(Vec::new()));
    office.is_sound();
    office.run([Path::new("import"), Path::new(CLAIM), &file]).done().says(&["新增12000条"]);
    // What is written out is there whole or not at all, too.
    let shell = |limit: &str, words: &[&str]| {
        let command = office.command(words);
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\""), "sh"]);
        shell.arg(command.get_program()).args(command.get_args()).current_dir(office.path("."));
        Said::of(shell.output().unwrap())
    };
    shell("100", &["export", CLAIM, "-o", "出.csv"]).failed().says(&["写不了文件", "出.csv"]);
    shell("100", &["export", CLAIM, "-o", "出.xlsx"]).failed();
    shell("100", &["backup", "备份.tongtu"]).failed();
    let left: Vec<String> = fs::read_dir(office.path("."))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .filter(|it| it.contains("出") || it.contains("备份") || it.starts_with('.'))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "nothing by half is left");
    office.is_sound();
}

#[test]
fn a_read_only_disk_is_said_and_harmless() {
    let office = Office::empty();
    let script = "
        mount -t tmpfs -o size=50m tmpfs \"$1\" || exit 9
        $T init && $T import road/claim \"$2\" || exit 8
        mount -o remount,ro \"$1\"
        $T set road/claim DJ-00001 索赔金额=5; echo \"set ended with $?\"
        TONGTU_BASE=\"$1/new/base.db\" $T init; echo \"init ended with $?\"
        mount -o remount,rw \"$1\"
        $T audit";
    let Some(said) = with_mounts(&office, script) else { return };
    let (set, init) = (format!("set ended with {CANNOT}"), format!("init ended with {CANNOT}"));
    said.done().says(&[&set, &init, "记录版本12000个", "完好", "写", "磁盘只读"]);
}

#[test]
fn a_base_where_none_can_be_is_said() {
    let mut office = Office::empty();
    office.base = office.path("夹").display().to_string();
    fs::create_dir(office.path("夹")).unwrap();
    office.run(["audit"]).failed().says(&["打不开数据库文件", "请检查路径"]);
    let file = office.file("文件", "x");
    office.base = file.join("base.db").display().to_string();
    office.run(["init"]).failed().says(&["建不了文件夹"]);
    office.base = office.file("不是库.db", "这不是数据库".repeat(1000)).display().to_string();
    office.run(["audit"]).failed().says(&["已损坏，或不是本程序的数据库", "从最近的备份恢复"]);
    office.base = "postgres://nobody@localhost:1/x?schema=1;drop".to_owned();
    office.run(["audit"]).failed().says(&["看不懂数据库地址"]);
}

#[test]
fn a_base_that_was_cut_is_said_and_a_backup_brings_it_back() {
    let mut office = office_with(&[("SP-1", "张一"), ("SP-2", "李四")]);
    office.run(["backup", "备份.tongtu"]).done().says(&["已备份并校验"]);
    let whole = fs::read(&office.base).unwrap();
    fs::write(&office.base, &whole[..whole.len() / 2]).unwrap();
    let said = office.run(["audit"]);
    assert!([Some(MEND), Some(CANNOT)].contains(&said.code), "{said:#?}");
    said.says(&["恢复"]);
    let backup = fs::read(office.path("备份.tongtu")).unwrap();
    office.file("坏备份.tongtu", &backup[..backup.len() / 2]);
    office.base = office.path("恢复.db").display().to_string();
    for bad in ["坏备份.tongtu", "没有备份.tongtu"] {
        let said = office.run(["restore", bad]);
        assert!([Some(MEND), Some(CANNOT)].contains(&said.code), "{said:#?}");
        said.says(&[bad]);
        assert!(!Path::new(&office.base).exists(), "{bad} makes no base");
    }
    office.run(["restore", "备份.tongtu"]).done().says(&["校验完好"]);
    assert_eq!(count(&office), 2);
    office.run(["restore", "备份.tongtu"]).refused().says(&["已有数据"]);
    office.is_sound();
}

#[test]
fn a_backup_with_a_changed_byte_is_refused_or_restores_the_very_same() {
    let mut office = office_with(&[("SP-1", "张一"), ("SP-2", "李四")]);
    let head = office.json(["audit"])["head"].clone();
    office.run(["backup", "备份.tongtu"]).done();
    let backup = fs::read(office.path("备份.tongtu")).unwrap();
    let mut refused = 0;
    for part in 0..24 {
        let mut changed = backup.clone();
        changed[backup.len() * part / 24] ^= 1;
        office.file("改过的备份.tongtu", changed);
        office.base = office.path(&format!("恢复{part}.db")).display().to_string();
        let said = office.run(["restore", "改过的备份.tongtu"]);
        if said.code == Some(0) {
            assert_eq!(office.json(["audit"])["head"], head, "byte {part}/24");
        } else {
            said.says(&["改过的备份.tongtu"]);
            assert!(!Path::new(&office.base).exists(), "byte {part}/24 makes no base");
            refused += 1;
        }
    }
    assert!(refused > 0, "a byte that means something is never let through");
}

// ---- Changes behind the program's back -------------------------------------------------------------------------------

/// Changes bytes in the file of the base, wherever they stand: pages that the database wrote anew leave what they held.
#[track_caller]
fn patch(office: &Office, from: &[u8], to: &[u8]) {
    let mut bytes = fs::read(&office.base).unwrap();
    let found: Vec<usize> =
        bytes.windows(from.len()).enumerate().filter(|it| it.1 == from).map(|it| it.0).collect();
    assert!(!found.is_empty(), "no {}", String::from_utf8_lossy(from));
    for at in found {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    fs::write(&office.base, bytes).unwrap();
}

#[test]
fn one_byte_changed_in_an_entry_is_found_there() {
    let office = office_with(&[("SP-0001", "张一"), ("SP-0002", "李四"), ("SP-0003", "王五")]);
    office.is_sound();
    // Entry 1 made the base, 2 is the batch, so SP-0002 is entry 4.
    patch(&office, b"\"no\":\"SP-0002\"", b"\"no\":\"SP-0009\"");
    let said = office.run(["audit"]).refused();
    said.says(&["第 4 条留痕", "内容与它的哈希值不符", "请对照备份查明改动", "有问题"])
        .hides(&["第 3 条留痕", "第 5 条留痕"]);
    let json = Said::of(office.command(["audit", "--json"]).output().unwrap()).refused().json();
    assert_eq!(json["findings"][0]["rule"], "broken_link", "{json:#}");
}

#[test]
fn one_byte_changed_in_a_record_is_found_there() {
    let office = office_with(&[("SP-0001", "张一"), ("SP-0002", "李四")]);
    let bytes = fs::read(&office.base).unwrap();
    let name = "李四".as_bytes();
    let in_row = bytes
        .windows(name.len() + 1)
        .find(|it| it[1..] == *name && it[0] != b'"')
        .unwrap()
        .to_vec();
    let changed = [&in_row[..1], "李五".as_bytes()].concat();
    patch(&office, &in_row, &changed);
    office
        .run(["audit"])
        .refused()
        .says(&["路产索赔 SP-0002", "与留痕不符", "改动过"])
        .hides(&["SP-0001"]);
}

#[test]
fn an_attachment_changed_or_lost_on_disk_is_named() {
    let office = office_with(&[("SP-1", "张一")]);
    let paper = office.file("勘验笔录.pdf", "%PDF-1.4 勘验笔录");
    office.run([Path::new("attach"), Path::new(CLAIM), Path::new("SP-1"), &paper]).done();
    office.run(["audit"]).done().says(&["附件1个"]);
    let shown = office.json(["show", CLAIM, "SP-1"]);
    let digest = shown["attachments"][0]["digest"].as_str().unwrap();
    let kept = office.files().join(&digest[..2]).join(&digest[2..]);
    fs::write(&kept, "%PDF-1.4 勘验笔錄").unwrap();
    let path = kept.display().to_string();
    office.run(["audit"]).refused().says(&[
        "附件“勘验笔录.pdf”的内容被改动",
        &path,
        "请从备份中找回原文件",
    ]);
    office.run(["backup", "备份.tongtu"]).failed().says(&["摘要"]);
    assert!(!office.path("备份.tongtu").exists(), "no backup is made of what is not sound");
    fs::remove_file(&kept).unwrap();
    office.run(["audit"]).refused().says(&["附件“勘验笔录.pdf”读不出来"]);
    // Handing the very file in again mends it.
    office.run([Path::new("attach"), Path::new(CLAIM), Path::new("SP-1"), &paper]).done();
    office.is_sound();
    let empty = office.file("空.pdf", "");
    office
        .run([Path::new("attach"), Path::new(CLAIM), Path::new("SP-1"), &empty])
        .refused()
        .says(&["文件是空的"]);
}

#[test]
fn a_base_of_a_newer_format_is_left_alone() {
    let office = office_with(&[("SP-1", "张一")]);
    patch(&office, b"format1", b"format9");
    let before = fs::read(&office.base).unwrap();
    for words in
        [&["audit"][..], &["migrate"], &["list", CLAIM], &["set", CLAIM, "SP-1", "责任人=李四"]]
    {
        office.run(words).failed().says(&[
            "较新版本的程序写入（格式 9",
            "没有做任何改动",
            "请换用新版程序",
        ]);
    }
    assert!(fs::read(&office.base).unwrap() == before, "not a byte was changed");
}

// ---- Older bases -----------------------------------------------------------------------------------------------------

#[test]
fn a_base_of_older_definitions_grows_by_itself_and_never_shrinks() {
    let office = Office::with_own_copy();
    office.run(["init"]).done();
    let file = office.file("台账.csv", claims(&[("SP-1", "张一"), ("SP-2", "李四")]));
    office.run([Path::new("import"), Path::new(CLAIM), &file]).done();
    let older = fs::read_to_string(office.defs.join("ledgers/road/claim.toml")).unwrap();
    let place = "{ name = \"claimed\",";
    let field = "{ name = \"weather\", type = \"text\", label = \"天气\", length = 20 },\n  ";
    office.edit("ledgers/road/claim.toml", place, &format!("{field}{place}"));
    office.run(["migrate", "--dry-run"]).done().says(&["天气", "还没有做"]);
    office.run(["set", CLAIM, "SP-1", "天气=小雨"]).done().says(&["第2版"]);
    assert_eq!(office.json(["show", CLAIM, "SP-1"])["fields"]["weather"], "小雨");
    office.is_sound();
    // The field goes again: what it holds would be lost, so nothing is done, and what would do it is said.
    fs::write(office.defs.join("ledgers/road/claim.toml"), &older).unwrap();
    let words = ["路产索赔“weather”", "删除会丢失数据；没有做任何改动", "tongtu export road/claim"];
    let commands = [
        "ALTER TABLE \"road_claim\" DROP COLUMN \"weather\";",
        "DELETE FROM schema_field WHERE ledger = 'road/claim' AND lines = '' AND name = 'weather';",
    ];
    for asked in [&["migrate"][..], &["list", CLAIM], &["set", CLAIM, "SP-1", "责任人=王五"]] {
        office.run(asked).refused().says(&words).says(&commands);
    }
    // A type that cannot hold what is there is refused as well.
    office.edit(
        "ledgers/road/claim.toml",
        place,
        &format!("{}{place}", field.replace("text", "integer").replace(", length = 20", "")),
    );
    office.run(["migrate"]).refused().says(&["天气", "没有做任何改动"]);
    office.edit(
        "ledgers/road/claim.toml",
        "type = \"integer\", label = \"天气\"",
        "type = \"text\", label = \"天气\"",
    );
    assert_eq!(office.json(["show", CLAIM, "SP-1"])["fields"]["weather"], "小雨");
    office.is_sound();
    take_the_field_away_by_the_commands(&office, &older);
}

/// The commands that the refusal gives do what they say.
fn take_the_field_away_by_the_commands(office: &Office, older: &str) {
    fs::write(office.defs.join("ledgers/road/claim.toml"), older).unwrap();
    let said = office.run(["migrate"]).refused();
    let sql = said.err.split("并执行：").nth(1).unwrap().lines().next().unwrap();
    let Ok(shell) = Command::new("sqlite3").arg(&office.base).arg(sql).output() else {
        aside("skipped: no sqlite3 here to run the commands of a refusal");
        return;
    };
    assert!(
        shell.status.success() && shell.stderr.is_empty(),
        "{sql}\n{}",
        String::from_utf8_lossy(&shell.stderr)
    );
    office.run(["migrate"]).done();
    assert_eq!(office.json(["show", CLAIM, "SP-1"])["fields"]["weather"], Json::Null);
    assert_eq!(count(office), 2);
}

// ---- People in each other's way --------------------------------------------------------------------------------------

#[track_caller]
fn two_imports_at_once(office: &Office) {
    office.run(["init"]).done();
    let file = office.file("台账.csv", many_claims(3_000));
    let words = [Path::new("import"), Path::new(CLAIM), &file, Path::new("--json")];
    let start =
        || office.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let both = [start(), start()].map(|it| Said::of(it.wait_with_output().unwrap()).done().json());
    let mut created: Vec<u64> = both.iter().map(|it| it["created"].as_u64().unwrap()).collect();
    let mut unchanged: Vec<u64> = both.iter().map(|it| it["unchanged"].as_u64().unwrap()).collect();
    created.sort();
    unchanged.sort();
    assert_eq!((created, unchanged), (vec![0, 3_000], vec![0, 3_000]), "{both:#?}");
    assert_eq!(office.json(["batches"]).as_array().unwrap().len(), 1);
    assert_eq!(count(office), 3_000);
    office.is_sound();
}

#[test]
fn of_two_imports_of_one_file_at_once_the_second_changes_nothing_on_sqlite() {
    two_imports_at_once(&Office::empty());
}

#[test]
fn of_two_imports_of_one_file_at_once_the_second_changes_nothing_on_postgresql() {
    let Some(server) = Server::start() else { return };
    let mut office = Office::empty();
    office.base = server.url("two_imports");
    two_imports_at_once(&office);
    server.behind("two_imports", "UPDATE entry SET body = replace(body, 'DJ-00007', 'DJ-00008') WHERE body LIKE '%DJ-00007%'");
    office.run(["audit"]).refused().says(&["条留痕", "内容与它的哈希值不符"]);
}

#[test]
fn whoever_saves_second_hears_who_was_first() {
    let office = office_with(&[("SP-1", "张一")]);
    office.run(["set", CLAIM, "SP-1", "责任人=李四", "--version", "1", "--who", "赵甲"]).done();
    let late = office.run(["set", CLAIM, "SP-1", "责任人=王五", "--version", "1", "--who", "钱乙"]);
    late.refused().says(&["赵甲 已在", "先保存为第2版，你看到的是第1版", "请重新打开，核对后再改"]);
    assert_eq!(
        office.json(["show", CLAIM, "SP-1", "--role", "auditor"])["fields"]["party"],
        "李四"
    );
    office.is_sound();
}

#[test]
fn what_was_withdrawn_is_neither_counted_nor_changed_nor_forgotten() {
    let office = office_with(&[("SP-1", "张一"), ("SP-2", "李四")]);
    let claims =
        |office: &Office| office.json(["figures", "2021H1", "road/claims"])[0]["value"].clone();
    assert_eq!(claims(&office), "2");
    office.run(["withdraw", CLAIM, "SP-2", "--reason", ""]).refused().says(&["没有写理由"]);
    office.run(["withdraw", CLAIM, "SP-2", "--reason", "登记重复"]).done().says(&["已撤销"]);
    assert_eq!((claims(&office), count(&office)), (Json::from("1"), 1));
    for words in [
        &["set", CLAIM, "SP-2", "责任人=王五"][..],
        &["move", CLAIM, "SP-2", "发赔偿通知"],
        &["withdraw", CLAIM, "SP-2", "--reason", "再撤一次"],
    ] {
        office.run(words).refused().says(&["SP-2"]);
    }
    let report = office.json(["audit"]);
    assert_eq!((&report["entries"], &report["versions"]), (&Json::from(5), &Json::from(3)));
    office.is_sound();
}

// ---- Who may -----------------------------------------------------------------------------------------------------------

#[test]
fn an_auditor_sees_everything_and_changes_nothing() {
    let office = office_with(&[("SP-1", "张一")]);
    let file = office.file("新.csv", claims(&[("SP-2", "李四")]));
    let file = file.to_str().unwrap();
    for words in [
        &["set", CLAIM, "SP-1", "责任人=王五"][..],
        &["import", CLAIM, file],
        &["withdraw", CLAIM, "SP-1", "--reason", "试试"],
        &["move", CLAIM, "SP-1", "发赔偿通知", "索赔金额=1", "通知日期=2021-03-01"],
        &["attach", CLAIM, "SP-1", file],
        &["seal", "2021H1", "road/claims"],
    ] {
        let said = office.run(words.iter().chain(&["--role", "auditor", "--who", "孙审"]));
        said.refused().says(&["孙审", "权限"]);
    }
    office.run(["list", CLAIM, "--role", "auditor"]).done().says(&["张一"]);
    office.run(["set", CLAIM, "SP-1", "责任人=王五", "--role", "nobody"]).refused().says(&["权限"]);
    assert_eq!(office.json(["audit"])["entries"], 3);
    office.is_sound();
}

#[test]
fn personal_data_is_masked_for_those_who_may_not_see_it() {
    let secret = "陈保密";
    let office = office_with(&[("SP-1", secret), ("SP-2", "他人")]);
    let file = office.file("改.csv", claims(&[("SP-1", "新人名")]));
    let reads: &[&[&str]] = &[
        &["list", CLAIM],
        &["list", CLAIM, "--json"],
        &["show", CLAIM, "SP-1"],
        &["show", CLAIM, "SP-1", "--json"],
        &["open", "road/claims", "2021H1"],
        &["open", "road/claims", "2021H1", "--json"],
        &["diff", "road/claims", "road/recovered", "2021H1", "--json"],
    ];
    for words in reads {
        office.run(words.iter().chain(&["--role", "writer"])).done().hides(&[secret]);
    }
    office.run(["show", CLAIM, "SP-1", "--role", "auditor"]).done().says(&[secret]);
    // The preview of an import that would change it.
    let preview: Vec<&str> = vec![
        "import",
        CLAIM,
        file.to_str().unwrap(),
        "--dry-run",
        "--role",
        "clerk",
        "--office",
        "路政股",
    ];
    office.run(&preview).done().hides(&[secret]);
    office.run(preview.iter().chain(&["--json"])).done().hides(&[secret]);
    let clerk = ["--role", "clerk", "--office", "路政股", "--json"];
    office.run(["set", CLAIM, "SP-1", "桩号=K1+000"].iter().chain(&clerk)).done().hides(&[secret]);
    // Exports; and what was hidden in them never comes back as if it were the name.
    for file in ["出.csv", "出.xlsx"] {
        office.run(["export", CLAIM, "-o", file, "--role", "writer"]).done();
        let bytes = fs::read(office.path(file)).unwrap();
        let text = if file.ends_with("csv") {
            String::from_utf8(bytes).unwrap()
        } else {
            parts(&office.path(file))
        };
        assert!(text.contains("SP-1") && !text.contains(secret), "{file}");
        let words = ["import", CLAIM, file, "--role", "clerk", "--office", "路政股"];
        let said = office.run(words).refused();
        said.says(&["第2行E列“责任人”", "是隐去了的个人信息", "请填真实内容"]);
    }
    office
        .run(["set", CLAIM, "SP-1", "责任人=＊＊＊"].iter().chain(&clerk))
        .refused()
        .says(&["隐去了的个人信息"]);
    let shown = office.json(["show", CLAIM, "SP-1", "--role", "auditor"]);
    assert_eq!(shown["fields"]["party"], secret);
}

#[test]
fn personal_data_is_masked_in_the_working_papers() {
    let secret = "陈保密";
    let office = Office::empty();
    let demo = root().join("demo").display().to_string();
    let run = office.run(["run", "--demo", &demo]);
    assert!([Some(0), Some(MEND)].contains(&run.code), "{run:#?}");
    let cases = office.json(["open", "campaign/cases", "2021H1"]);
    let no = cases[0]["key"].as_str().unwrap().to_owned();
    office.run(["set", "enforcement/case", &no, &format!("当事人={secret}")]).done();
    for (role, seen) in [("auditor", true), ("writer", false)] {
        let report = office.run(["report", "2021H1", "--role", role, "--out", role]);
        assert!([Some(0), Some(MEND)].contains(&report.code), "{report:#?}");
        let papers = parts(&office.path(role).join("数据底稿.xlsx"));
        assert!(papers.contains(&no));
        assert_eq!(papers.contains(secret), seen, "{role}");
    }
}

/// All text parts of a workbook, one after the other.
fn parts(path: &Path) -> String {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut all = String::new();
    for index in 0..zip.len() {
        let mut bytes = Vec::new();
        zip.by_index(index).unwrap().read_to_end(&mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}
