//! A new campaign through files alone: the definitions of the guide are put beside those of the office, a filled-in form
//! is imported, and both figures and the paragraph stand in the report.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

#[expect(dead_code, reason = "this file uses a part of the office")]
mod office;

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use office::{Office, Told};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The guide's code, file by file: the path stands in the heading, the text in the fence below it.
fn files_of_the_guide() -> Vec<(String, String)> {
    let guide =
        fs::read_to_string(office::repository().join("docs/guides/add-a-campaign.md")).unwrap();
    let sections = guide.split("\n## ").skip(1);
    let file = |section: &str| {
        let (heading, rest) = section.split_once('\n')?;
        let path = heading.split('`').nth(1)?;
        let code = rest.split("```toml\n").nth(1)?.split("```").next()?;
        Some((path.to_owned(), code.to_owned()))
    };
    sections.filter_map(file).collect()
}

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).unwrap();
        }
    }
}

/// Fills in a form as a clerk does: rows of text below its header.
fn fill_in(form: &Path, rows: &[[&str; 8]]) {
    let mut old = ZipArchive::new(Cursor::new(fs::read(form).unwrap())).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let lines: String =
                rows.iter().zip(2..).map(|(row, number)| line(row, number)).collect();
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replace("</sheetData>", &format!("{lines}</sheetData>")).into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    fs::write(form, new.finish().unwrap().into_inner()).unwrap();
}

fn line(row: &[&str], number: usize) -> String {
    let cells: String = row
        .iter()
        .zip('A'..)
        .filter(|it| !it.0.is_empty())
        .map(|(text, column)| {
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

/// The program with the definitions in the folder.
fn run(office: &Office, words: &[&str]) -> Told {
    office.run(&[words, &["--defs", "defs"]].concat())
}

fn report(office: &Office) -> String {
    run(office, &["report", "2021H1"]).success();
    fs::read_to_string(office.path("out/2021年上半年工作总结.txt")).unwrap()
}

#[test]
fn a_campaign_is_added_through_files_alone() {
    let office = Office::new();
    // The base is there already, and full.
    office.run(&["run"]).success();
    copy(&office::repository().join("defs"), &office.path("defs"));
    let files = files_of_the_guide();
    assert_eq!(files.len(), 4, "a ledger, two figures, a paragraph: {files:#?}");
    for (path, text) in &files {
        let path = office.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let old = fs::read_to_string(&path).unwrap_or_default();
        fs::write(&path, format!("{old}\n{text}")).unwrap();
    }
    run(&office, &["defs", "check"]).success();

    // Before anything was done the report does not speak of it.
    let text = report(&office);
    assert!(!text.contains("隐患清零"), "{text}");

    run(&office, &["export", "campaign/clearance", "--template", "-o", "隐患清零.xlsx"]).success();
    let form = office.path("隐患清零.xlsx");
    fill_in(
        &form,
        &[
            ["清1", "粤R12345 黄", "甲客运公司", "2021-05-10", "张甲", "3", "2021-05-12", "李乙"],
            ["清2", "粤R23456 黄", "甲客运公司", "2021-06-30", "张甲", "1", "", ""],
            // After the half year.
            ["清3", "粤R34567 黄", "乙运输公司", "2021-07-02", "张甲", "5", "", ""],
            // Who found the faults does not check that they are gone.
            ["清4", "粤R45678 黄", "乙运输公司", "2021-06-01", "张甲", "2", "2021-06-03", "张甲"],
        ],
    );
    let told = run(&office, &["import", "campaign/clearance", "隐患清零.xlsx"]);
    assert_eq!(told.code, 1, "{}{}", told.out, told.err);
    assert!(told.out.contains("新增3条，更新0条，未变0条，退回1行"), "{}{}", told.out, told.err);
    assert!(told.err.contains("“检查人”和“复查人”是同一个人（张甲）"), "{}", told.err);

    // 清1 and 清2 lie in the half year: 3 + 1 = 4.
    let words = ["figures", "2021H1", "campaign/vehicles_cleared", "campaign/faults_found"];
    let figures = office.json(&[&words[..], &["--defs", "defs"]].concat());
    let value =
        |at: usize| (figures[at]["value"].as_str().unwrap(), figures[at]["unit"].as_str().unwrap());
    assert_eq!((value(0), value(1)), (("2", "辆次"), ("4", "处")));
    let open = ["open", "campaign/faults_found", "2021H1", "--defs", "defs"];
    let rows = office.json(&open);
    let rows: Vec<_> =
        rows.as_array().unwrap().iter().map(|it| it["contribution"].as_str()).collect();
    assert_eq!(rows, [Some("3"), Some("1")]);

    let text = report(&office);
    let heading = text.lines().find(|it| it.contains("开展车辆隐患清零行动")).unwrap_or(&text);
    assert!(heading.trim_start().starts_with('（'), "the heading has its number: {heading}");
    assert!(text.contains("1—6月，逐车检查“两客一危”车辆2辆次，发现隐患4处。"), "{text}");
    let sheets = office::sheets(&fs::read(office.path("out/数据底稿.xlsx")).unwrap());
    for title in ["隐患清零行动检查车辆", "隐患清零行动发现隐患"] {
        let traced = sheets[0].1.iter().any(|row| row.iter().any(|it| it.contains(title)));
        assert!(traced, "{title} has no origin in the workbook");
    }
    // What stood before stands as it stood.
    assert!(text.contains("309宗") && text.contains("4233人次"), "{text}");
}
