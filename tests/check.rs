//! A document checked through the real program: notes, files, dismissals, refusals; the comments are read by another program.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value as Json;
use support::word::{comments_in_libreoffice, docx, package, part};
use support::{Said, TONGTU, is_root, root};
use tempfile::TempDir;

/// A folder to work in, without any base.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    fn command<A: AsRef<OsStr>>(&self, words: &[A]) -> Command {
        let mut command = Command::new(TONGTU);
        for (name, _) in std::env::vars().filter(|it| it.0.starts_with("TONGTU_")) {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).args(words);
        command
    }

    #[track_caller]
    fn run<A: AsRef<OsStr>>(&self, words: &[A]) -> Said {
        Said::of(self.command(words).output().unwrap())
    }

    #[track_caller]
    fn json(&self, words: &[&str]) -> Json {
        self.run(&[words, &["--json"]].concat()).json()
    }
}

const FAULTY: &str = "关于治超工作的通知\n一、工作情况\n　　根据粤交运[2015]650号文，共查处9宗。\n　　其中2宗已经办结\n";

fn rules(checked: &Json) -> Vec<&str> {
    checked["findings"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect()
}

#[test]
fn notes_tell_place_words_reason_correction_and_authority() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    let said = desk.run(&["check", "通知.txt"]).refused().says(&[
        "第3行  一、工作情况",
        "3:5  必须修改",
        "根据粤交运[2015]650号文",
        "    ^^^^^^^^^^^^^^^^^",
        "改为 粤交运〔2015〕650号",
        "依据：",
        "〔document_number_bracket〕",
        "--fix safe",
    ]);
    assert!(!said.out.contains('\u{1b}'), "no colours into a pipe: {}", said.out);
    assert!(!desk.path("data").exists(), "no base is made");
}

#[test]
fn a_clean_document_and_one_with_mere_suggestions_end_with_0() {
    let desk = Desk::new();
    desk.file("净.txt", "关于治超工作的通知\n一、工作情况\n共查处9宗，其中2宗已经办结。\n");
    desk.run(&["check", "净.txt"]).done().says(&["没有发现问题"]);
    desk.file("议.txt", "关于治超工作的通知\n一、工作情况\n按照指南(第四版)，共查处9宗。\n");
    desk.run(&["check", "议.txt"]).done().says(&["可改进"]);
}

#[test]
fn json_has_the_fields_that_scripts_read() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    let checked = desk.json(&["check", "通知.txt"]);
    let found = checked["findings"].as_array().unwrap();
    let number = found.iter().find(|it| it["rule"] == "document_number_bracket").unwrap();
    let expected = [("line", 3), ("column", 5)];
    assert!(expected.iter().all(|(name, value)| number[name] == *value), "{number}");
    assert_eq!(number["grade"], "必须修改");
    assert_eq!(number["quote"], "粤交运[2015]650号");
    assert_eq!(number["fix"], "粤交运〔2015〕650号");
    assert!(number["message"].is_string() && number["authority"].is_string());
    let summary = &checked["summary"];
    let count = |name: &str| summary[name].as_u64().unwrap();
    let total = u64::try_from(found.len()).unwrap();
    assert_eq!(count("must") + count("verify") + count("improve"), total, "{summary}");
}

#[test]
fn a_rule_that_is_switched_off_says_nothing_and_an_unknown_one_is_refused() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    let checked = desk.json(&["check", "通知.txt", "--off", "document_number_bracket"]);
    assert!(!rules(&checked).contains(&"document_number_bracket"));
    desk.run(&["check", "通知.txt", "--off", "no_such"]).refused().says(&["没有“no_such”这条规则"]);
}

#[test]
fn a_corrected_text_is_written_beside_and_its_findings_are_gone() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    desk.run(&["check", "通知.txt", "--fix", "safe"])
        .says(&["改好的文件：通知-已改.txt", "（已改）"]);
    assert_eq!(desk.text("通知.txt"), FAULTY, "the original stays");
    let fixed = desk.text("通知-已改.txt");
    assert!(fixed.contains("　　根据粤交运〔2015〕650号文"), "{fixed}");
    assert!(!rules(&desk.json(&["check", "通知-已改.txt"])).contains(&"document_number_bracket"));
    desk.run(&["check", "通知.txt", "--fix", "safe"]).refused().says(&["已有 通知-已改.txt"]);
    desk.run(&["check", "通知.txt", "--fix", "safe", "--overwrite"]).says(&["改好的文件"]);
}

#[test]
fn a_gbk_text_is_corrected_in_gbk() {
    // 粤交运[2015]650号 in GBK, by the code table.
    let before = b"\xd4\xc1\xbd\xbb\xd4\xcb[2015]650\xba\xc5\xce\xc4\xa3\xac\xb9\xb2\xa1\xa3\r\n";
    let after = b"\xd4\xc1\xbd\xbb\xd4\xcb\xa1\xb22015\xa1\xb3650\xba\xc5\xce\xc4\xa3\xac\xb9\xb2\xa1\xa3\r\n";
    let desk = Desk::new();
    desk.file("通知.txt", before);
    desk.run(&["check", "通知.txt", "--fix", "safe"]);
    assert_eq!(desk.read("通知-已改.txt"), after);
}

/// As Word writes it: words cut by spelling marks and revision ids, a smart tag, a control, a table, a footnote, a comment
/// and a deletion of another author.
fn word_file() -> Vec<u8> {
    docx(
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>关于治超工作的通知</w:t></w:r></w:p>\
         <w:p w:rsidR=\"00AB12CD\"><w:r w:rsidRPr=\"00AB12CD\"><w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\"/><w:b/><w:sz w:val=\"32\"/></w:rPr><w:t>根据粤交</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr><w:t>运[20</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:smartTag w:uri=\"urn:x\" w:element=\"date\"><w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr><w:t>15]650</w:t></w:r></w:smartTag><w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr><w:t xml:space=\"preserve\">号文，共查处9宗。</w:t></w:r><w:del w:id=\"3\" w:author=\"张三\" w:date=\"2021-06-30T08:00:00Z\"><w:r><w:delText>（初稿）</w:delText></w:r></w:del></w:p>\
         <w:p><w:r><w:t>按照指南(第四版)办理，</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:sdt><w:sdtPr><w:tag w:val=\"overload/cases_filed#\"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>共的的9宗</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>。</w:t></w:r></w:p>\
         <w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"4000\"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w=\"4000\" w:type=\"dxa\"/></w:tcPr><w:p><w:r><w:t>依据粤交运[2016]1号文</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         <w:p><w:r><w:t>特此通知。</w:t></w:r></w:p>",
        "<w:footnote w:id=\"1\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>见粤交运[2017]2号文。</w:t></w:r></w:p></w:footnote>",
    )
}

#[test]
fn comments_open_in_libreoffice_at_the_right_words() {
    let desk = Desk::new();
    desk.file("通知.docx", word_file());
    let checked = desk.json(&["check", "通知.docx", "--annotate", "批注.docx"]);
    let annotated = desk.read("批注.docx");
    assert_eq!(part(&annotated, "word/media/seal.png"), part(&word_file(), "word/media/seal.png"));
    let Some(comments) = comments_in_libreoffice(&desk.path("批注.docx")) else { return };
    let findings = checked["findings"].as_array().unwrap();
    assert_eq!(comments.len(), findings.len(), "{comments:?}");
    for finding in findings {
        let message = finding["message"].as_str().unwrap();
        let quote = finding["quote"].as_str().unwrap();
        let fix = finding["fix"].as_str().unwrap_or(quote);
        let mut at = comments.iter().filter(|it| it.2.contains(message));
        let right = at.any(|(author, words, said)| {
            let elsewhere = said.contains("注文“") || said.contains(&format!("“{quote}”"));
            author == "通途校核" && (words == quote || words == fix || elsewhere)
        });
        assert!(right, "{finding} in {comments:#?}");
    }
    let numbers = ["粤交运〔2015〕650号", "（第四版）", "粤交运〔2016〕1号", "共的的9宗"];
    assert!(
        numbers.iter().all(|it| comments.iter().any(|comment| comment.1 == *it)),
        "{comments:#?}"
    );
}

#[test]
fn a_text_file_gets_its_comments_in_a_word_file() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    let checked = desk.json(&["check", "通知.txt", "--annotate", "批注.docx"]);
    let Some(comments) = comments_in_libreoffice(&desk.path("批注.docx")) else { return };
    assert_eq!(comments.len(), checked["findings"].as_array().unwrap().len());
    assert!(comments.iter().any(|it| it.1 == "粤交运〔2015〕650号"), "{comments:#?}");
}

#[test]
fn a_word_file_is_corrected_by_tracked_changes() {
    let desk = Desk::new();
    desk.file("通知.docx", word_file());
    desk.run(&["check", "通知.docx", "--fix", "safe"]).says(&["通知-已改.docx"]);
    assert_eq!(desk.read("通知.docx"), word_file());
    let body = String::from_utf8(part(&desk.read("通知-已改.docx"), "word/document.xml")).unwrap();
    assert!(body.contains("<w:ins w:id=") && body.contains("w:author=\"通途校核\""), "{body}");
    assert!(body.contains("<w:del w:id=\"3\" w:author=\"张三\" w:date=\"2021-06-30T08:00:00Z\">"));
    assert!(!body.contains("commentRangeStart"), "only changes were asked for");
    let after = desk.json(&["check", "通知-已改.docx"]);
    // The one in the content control stays for a person.
    assert_eq!(after["summary"]["safe"], 1, "{after}");
    assert!(!rules(&after).contains(&"document_number_bracket"), "{after}");
}

#[test]
fn our_own_report_can_be_annotated() {
    let desk = Desk::new();
    let demo = root().join("demo").display().to_string();
    let defs = root().join("defs").display().to_string();
    desk.run(&["run", "2021H1", "--demo", &demo, "--defs", &defs]).done();
    let report = fs::read_dir(desk.path("out")).unwrap().map(|it| it.unwrap().path());
    let report =
        report.into_iter().find(|it| it.extension().is_some_and(|it| it == "docx")).unwrap();
    let report = report.display().to_string();
    let checked = desk.json(&["check", &report, "--period", "2021H1", "--annotate", "批注.docx"]);
    let again = desk.json(&["check", "批注.docx", "--period", "2021H1"]);
    assert_eq!(again["findings"], checked["findings"], "comments change no word");
}

#[test]
fn a_summary_in_markdown_counts_by_grade_and_section() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    desk.run(&["check", "通知.txt", "--markdown", "意见.md"]).says(&["校核意见：意见.md"]);
    let page = desk.text("意见.md");
    for words in [
        "# 校核意见：通知.txt",
        "## 按级别",
        "## 按章节",
        "| 一、工作情况 |",
        "粤交运\\[2015\\]650号",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_dismissed_finding_stays_silent_until_its_words_change() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    desk.run(&[
        "check",
        "通知.txt",
        "--dismiss",
        "3:5:document_number_bracket",
        "--reason",
        "来文原样如此",
        "--who",
        "张三",
    ])
    .says(&["已忽略1条"]);
    let list = desk.text("通知.校核.json");
    assert!(list.contains("来文原样如此") && list.contains("张三"), "{list}");
    let silent =
        |name: &str| !rules(&desk.json(&["check", name])).contains(&"document_number_bracket");
    assert!(silent("通知.txt"));
    desk.run(&["check", "通知.txt", "--dismissed"])
        .says(&["已忽略1条", "忽略的理由：来文原样如此"]);
    let moved = FAULTY
        .replace("一、工作情况\n", "一、工作情况\n　　今年工作平稳。\n")
        .replace("文，共查处9宗", "的规定办理");
    desk.file("通知（第二稿）.txt", &moved);
    assert!(silent("通知（第二稿）.txt"), "lines moved, words behind changed");
    desk.file("通知-v3.txt", moved.replace("650", "651"));
    assert!(!silent("通知-v3.txt"), "the quote changed");
    desk.file("别的.txt", FAULTY);
    assert!(!silent("别的.txt"), "another document has its own list");
    let named = desk.json(&["check", "别的.txt", "--dismissals", "通知.校核.json"]);
    assert!(!rules(&named).contains(&"document_number_bracket"));
}

#[test]
fn a_dismissal_needs_a_reason_and_a_place_where_something_was_found() {
    let desk = Desk::new();
    desk.file("通知.txt", FAULTY);
    assert_eq!(desk.run(&["check", "通知.txt", "--dismiss", "3:5"]).code, Some(2));
    let dismiss = |place: &str, reason: &str| {
        desk.run(&["check", "通知.txt", "--dismiss", place, "--reason", reason])
    };
    dismiss("3:5", " ").refused().says(&["忽略要写理由"]);
    dismiss("1:1", "无").refused().says(&["没有问题可忽略"]);
    dismiss("三行", "无").refused().says(&["不是位置"]);
    assert!(!desk.path("通知.校核.json").exists());
    desk.file("通知.校核.json", "{ broken");
    desk.run(&["check", "通知.txt"]).refused().says(&["忽略记录", "不是有效的 JSON"]);
}

#[test]
fn files_that_cannot_be_checked_are_refused_with_what_to_do() {
    let desk = Desk::new();
    desk.run(&["check", "没有.txt"]).failed().says(&["读不出 没有.txt", "没有这个文件"]);
    fs::create_dir(desk.path("文件夹")).unwrap();
    desk.run(&["check", "文件夹"]).refused().says(&["是文件夹"]);
    desk.file("空.txt", "");
    desk.run(&["check", "空.txt"]).refused().says(&["文件是空的"]);
    desk.file("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    desk.run(&["check", "旧.doc"]).refused().says(&["类型选“Word 文档（.docx）”"]);
    desk.file("旧.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    desk.run(&["check", "旧.wps"]).refused().says(&["类型选“Word 文档（.docx）”"]);
    desk.file("坏.docx", b"PK\x03\x04broken");
    desk.run(&["check", "坏.docx"]).refused().says(&["不是有效的 .docx"]);
    let refused = desk.run(&["check", "坏.docx", "--json"]).json();
    assert_eq!(refused[0]["rule"], "damaged");
    if !is_root() {
        use std::os::unix::fs::PermissionsExt as _;
        desk.file("锁.txt", FAULTY);
        fs::set_permissions(desk.path("锁.txt"), fs::Permissions::from_mode(0o000)).unwrap();
        desk.run(&["check", "锁.txt"]).failed().says(&["没有权限"]);
    }
}

#[test]
fn outputs_never_replace_the_original_and_say_where_they_cannot_be_written() {
    let desk = Desk::new();
    desk.file("通知.docx", word_file());
    let annotate = |to: &str| desk.run(&["check", "通知.docx", "--annotate", to, "--overwrite"]);
    annotate("通知.docx").refused().says(&["就是原件"]);
    assert_eq!(desk.read("通知.docx"), word_file());
    annotate("没有/批注.docx").failed().says(&["写不出", "没有这个文件或文件夹"]);
    annotate("批注.txt").refused().says(&["只能是 .docx"]);
    desk.run(&["check", "通知.docx", "--base", "没有.db"]).refused().says(&["没有库 没有.db"]);
    desk.run(&["check", "通知.docx", "--period", "去年"]).refused().says(&["不是期间"]);
}

#[test]
fn a_file_of_200_megabytes_and_a_bomb_are_refused_by_their_size() {
    let desk = Desk::new();
    // Sparse: 200 MB that take no room.
    File::create(desk.path("大.docx")).unwrap().set_len(200 * 1024 * 1024).unwrap();
    desk.run(&["check", "大.docx"]).refused().says(&["超过 50 MB"]);
    let body = vec![b' '; 60 * 1024 * 1024];
    desk.file("弹.docx", package(&[("word/document.xml", &body)]));
    assert!(desk.read("弹.docx").len() < 100 * 1024);
    desk.run(&["check", "弹.docx"]).refused().says(&["解压后过大或压缩比异常"]);
}

#[test]
fn rules_are_listed_and_each_has_its_page() {
    let desk = Desk::new();
    desk.run(&["rules"]).done().says(&["document_number_bracket", "必须修改", "共"]);
    let page = desk.run(&["rules", "document_number_bracket"]).done();
    page.says(&["为什么：", "依据：", "例：", "反例："]);
    desk.run(&["rules", "no_such"]).refused().says(&["没有“no_such”这条规则"]);
    let all = desk.json(&["rules"]);
    assert!(all.as_array().unwrap().iter().all(|it| it["page"].is_string()), "{all}");
}

#[test]
fn the_manual_in_docs_is_what_the_rules_say() {
    let desk = Desk::new();
    desk.run(&["rules", "--write", "rules"]).done();
    let names = |folder: PathBuf| {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let kept = root().join("docs/rules");
    assert_eq!(names(kept.clone()), names(desk.path("rules")));
    for name in names(kept.clone()) {
        let (kept, made) = (
            fs::read_to_string(kept.join(&name)),
            fs::read_to_string(desk.path("rules").join(&name)),
        );
        assert!(kept.unwrap() == made.unwrap(), "{name:?} is old: tongtu rules --write docs/rules");
    }
}
