//! What comes out of a printer: lines, characters and page numbers counted in the rendered page (版面).
//!
//! `LibreOffice` renders and poppler reads back. Where they are missing the test says so and passes, unless
//! `TONGTU_REQUIRE_ALL=1` asks for everything.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use jiff::civil::date;
use report::{
    Align, Block, Column, Document, Heading, Level, Paragraph, Run, Signature, SlotMark, Table,
    to_text, write_docx,
};

const LINES: usize = 22;
const CHARACTERS: usize = 28;
/// The type area in points, from the paper's left and top edge: 28 mm, 37 mm, 156 mm wide, 225 mm high.
const AREA: Edges = Edges { left: 79.37, top: 104.88, right: 521.57, bottom: 742.68 };

#[test]
fn a_rendered_page_is_the_standards_page() {
    let Some(pages) = render(&[
        ("full", full_pages()),
        ("marks", many_marks()),
        ("signed", signature_that_does_not_fit()),
        ("table", long_table()),
    ]) else {
        return;
    };
    let [full, marks, signed, table] = &pages[..] else {
        panic!("four documents in, {} out", pages.len())
    };

    full_pages_hold_22_lines_of_28_characters(full);
    nothing_is_lost_and_nothing_leaves_the_type_area(marks, &many_marks());
    page_numbers_stand_outside(full);
    the_signature_shares_its_page_with_text(signed);
    the_heading_row_is_repeated(table);
}

fn full_pages_hold_22_lines_of_28_characters(rendered: &Rendered) {
    let counts: Vec<Vec<usize>> = rendered
        .pages()
        .iter()
        .map(|page| page.iter().map(|it| it.chars().count()).collect())
        .collect();
    let expected: Vec<usize> = FULL_PAGES.iter().flat_map(|lines| line_lengths(*lines)).collect();
    let expected: Vec<Vec<usize>> = expected.chunks(LINES).map(<[usize]>::to_vec).collect();
    assert_eq!(counts, expected);
    for word in rendered.words() {
        assert!(!word.at.leaves(&AREA) || word.is_page_number(), "{word:?} leaves the type area");
    }
}

/// 左空二字, then full.
fn line_lengths(lines: usize) -> Vec<usize> {
    let mut lengths = vec![CHARACTERS; lines];
    lengths[0] -= 2;
    lengths
}

/// The trap: `LibreOffice` does not draw marks that hang at the end of a tracked line.
fn nothing_is_lost_and_nothing_leaves_the_type_area(rendered: &Rendered, document: &Document) {
    let printed: String = rendered.pages().concat().concat();
    let written: String = to_text(document).chars().filter(|it| !it.is_whitespace()).collect();
    assert_eq!(printed, written);
    for word in rendered.words() {
        assert!(!word.at.leaves(&AREA) || word.is_page_number(), "{word:?} leaves the type area");
    }
}

fn page_numbers_stand_outside(rendered: &Rendered) {
    let words = rendered.words();
    let dashes: Vec<&Word> = words.iter().filter(|it| it.text == "—").collect();
    assert_eq!(dashes.len(), 8, "a dash each side on four pages");
    for (index, pair) in dashes.chunks(2).enumerate() {
        let middle = (pair[0].at.top + pair[0].at.bottom) / 2.0;
        let below_mm = (middle - AREA.bottom) * 25.4 / 72.0;
        assert!(
            (6.0..8.0).contains(&below_mm),
            "the dash is {below_mm} mm below the type area, not 7"
        );
        // One character of 4号 is 14 pt.
        let free = if index % 2 == 0 {
            AREA.right - pair[1].at.right
        } else {
            pair[0].at.left - AREA.left
        };
        assert!((12.0..16.0).contains(&free), "page {}: {free} pt are left free", index + 1);
    }
}

fn the_signature_shares_its_page_with_text(rendered: &Rendered) {
    let pages = rendered.pages();
    let last = pages.last().expect("a document has a page");
    assert_eq!(pages.len(), 2);
    assert_eq!(last[last.len() - 2..], ["阳山县交通运输局", "2021年7月2日"]);
    assert!(last.len() > 2, "此页无正文");
}

fn the_heading_row_is_repeated(rendered: &Rendered) {
    let pages = rendered.pages();
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0][..3], ["一、治超情况", "治超情况表", "单位立案（宗）"]);
    assert_eq!(pages[1][0], "单位立案（宗）");
}

/// Lines of the paragraphs of four full pages: one of two pages, then short ones, whose first line is the last of the
/// third page. Word's widow control would take it over and leave 21.
const FULL_PAGES: &[usize] = &[44, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2];

fn full_pages() -> Document {
    let mut signs = "通途县交通运输局上半年工作总结和下思路今以来我".chars().cycle();
    let mut paragraph = |lines: &usize| signs.by_ref().take(lines * CHARACTERS - 2).collect();
    paragraphs(&FULL_PAGES.iter().map(&mut paragraph).collect::<Vec<String>>())
}

/// Lines that end before, at and behind every kind of mark, with and without figures among the words.
fn many_marks() -> Document {
    let of_words = "全县共查处超限超载车辆，狠抓“百吨王”治理；成效明显（含线内）。";
    let of_figures = "全县共查处超限超载车辆309宗，“百吨王”12宗；完成率104.6%（含线内）。";
    let texts = (0..CHARACTERS).flat_map(|shift| {
        [of_words, of_figures]
            .map(|sentence| format!("{}{}", "路".repeat(shift), sentence.repeat(4)))
    });
    paragraphs(&texts.collect::<Vec<String>>())
}

/// Twenty-one lines of text, so that office and date would stand alone on the second page.
fn signature_that_does_not_fit() -> Document {
    let of_lines = |lines: usize| "路".repeat(lines * CHARACTERS - 2);
    let signature =
        Signature { office: "阳山县交通运输局".to_owned(), date: date(2021, 7, 2) };
    Document { signature: Some(signature), ..paragraphs(&[of_lines(18), of_lines(3)]) }
}

fn long_table() -> Document {
    let mark = SlotMark::new("overload/cases_filed", "宗").expect("a short key");
    let row = vec![vec![Run::words("治超办")], vec![Run::bound("309", mark)]];
    let heading =
        Heading { level: Level::First, text: vec![Run::words("一、治超情况")], run_in: None };
    let table = Table {
        title: Some("治超情况表".to_owned()),
        columns: vec![
            Column { heading: "单位".to_owned(), share: 2, align: Align::Left },
            Column { heading: "立案（宗）".to_owned(), share: 1, align: Align::Right },
        ],
        rows: vec![row; 40],
    };
    Document { blocks: vec![Block::Heading(heading), Block::Table(table)], ..Document::default() }
}

fn paragraphs(texts: &[String]) -> Document {
    let paragraph = |text: &String| Block::Paragraph(Paragraph { runs: vec![Run::words(text)] });
    Document { blocks: texts.iter().map(paragraph).collect(), ..Document::default() }
}

/// A document as poppler sees it.
struct Rendered {
    layout: String,
    boxes: String,
}

impl Rendered {
    /// The lines of each page without spaces and without the page number.
    fn pages(&self) -> Vec<Vec<String>> {
        let bare = |line: &str| line.chars().filter(|it| !it.is_whitespace()).collect::<String>();
        let is_text = |line: &String| !line.is_empty() && !line.starts_with('—');
        let pages = self.layout.trim_end_matches('\u{c}').split('\u{c}');
        pages.map(|page| page.lines().map(bare).filter(is_text).collect()).collect()
    }

    /// The words with their places, page after page.
    fn words(&self) -> Vec<Word> {
        self.boxes.lines().filter_map(|line| word(line.trim())).collect()
    }
}

#[derive(Debug)]
struct Word {
    at: Edges,
    text: String,
}

impl Word {
    fn is_page_number(&self) -> bool {
        self.at.top > AREA.bottom && self.text.chars().all(|it| it == '—' || it.is_ascii_digit())
    }
}

/// Distances from the paper's left and top edge, in points.
#[derive(Debug)]
struct Edges {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Edges {
    /// Whether something is outside of `area` by more than a point. Above and below poppler reports the font's height,
    /// which is more than the height of the type, so half a line is allowed there.
    fn leaves(&self, area: &Edges) -> bool {
        self.left < area.left - 1.0
            || self.right > area.right + 1.0
            || self.top < area.top - 8.0
            || self.bottom > area.bottom + 8.0
    }
}

/// `<word xMin="79.5" yMin="108.4" xMax="520.5" yMax="129.2">…</word>`
fn word(line: &str) -> Option<Word> {
    let (head, rest) = line.strip_prefix("<word ")?.split_once('>')?;
    let side = |name: &str| -> Option<f64> {
        let (_, value) = head.split_once(&format!("{name}=\""))?;
        value.split_once('"')?.0.parse().ok()
    };
    let at = Edges {
        left: side("xMin")?,
        top: side("yMin")?,
        right: side("xMax")?,
        bottom: side("yMax")?,
    };
    Some(Word { at, text: rest.strip_suffix("</word>")?.to_owned() })
}

/// Renders all documents in one go; `None`, said aloud, where the tools are missing.
fn render(documents: &[(&str, Document)]) -> Option<Vec<Rendered>> {
    let missing: Vec<&str> =
        ["soffice", "pdftotext"].into_iter().filter(|it| !is_on_path(it)).collect();
    if !missing.is_empty() {
        assert!(
            env::var_os("TONGTU_REQUIRE_ALL").is_none_or(|it| it != "1"),
            "{missing:?} not found"
        );
        // Not `eprintln!`, which the test harness swallows when a test passes.
        writeln!(
            io::stderr(),
            "skipped: the rendered page was not looked at, {missing:?} not found"
        )
        .expect("standard error is open");
        return None;
    }
    let room = tempfile::tempdir().expect("a temporary folder");
    let mut office = Command::new("soffice");
    // A profile of its own, so that an office that is already open does not take the job.
    office.arg(format!("-env:UserInstallation=file://{}", room.path().join("profile").display()));
    office.args(["--headless", "--convert-to", "pdf", "--outdir"]).arg(room.path());
    for (name, document) in documents {
        let path = room.path().join(name).with_extension("docx");
        fs::write(&path, write_docx(document, date(2021, 7, 2)).expect("a docx"))
            .expect("a writable folder");
        office.arg(path);
    }
    run(&mut office);
    let read = |(name, _): &(&str, Document)| {
        let pdf = room.path().join(name).with_extension("pdf");
        Rendered { layout: pdf_text(&pdf, "-layout"), boxes: pdf_text(&pdf, "-bbox") }
    };
    Some(documents.iter().map(read).collect())
}

fn is_on_path(program: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|it| it.join(program).is_file()))
}

fn pdf_text(pdf: &Path, how: &str) -> String {
    run(Command::new("pdftotext").arg(how).arg(pdf).arg("-"))
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("the program was found on the path");
    assert!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("poppler writes UTF-8")
}
