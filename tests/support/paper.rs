//! Workbooks written by hand, the way other programs, or nobody sound, would write them.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook with one sheet: its rows as XML, and what stands after them in the sheet.
pub(crate) fn workbook(rows: &str, after: &str) -> Vec<u8> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let types = format!(
        "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{kind}.worksheet+xml\"/></Types>"
    );
    let to = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{NAMESPACE}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"登记\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{NAMESPACE}\"><sheetData>{rows}</sheetData>{after}</worksheet>"
    );
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", to("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", to("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// One row of a sheet, from 1; a cell that begins with `<` is XML already, an empty one is left out.
pub(crate) fn row(number: usize, cells: &[&str]) -> String {
    let mut out = format!("<row r=\"{number}\">");
    for (column, text) in ('A'..='Z').zip(cells) {
        if text.starts_with('<') {
            out.push_str(text);
        } else if !text.is_empty() {
            out.push_str(&format!(
                "<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
            ));
        }
    }
    out.push_str("</row>");
    out
}

/// Rows one below the other, from 1.
pub(crate) fn rows(all: &[&[&str]]) -> String {
    (1..).zip(all).map(|it| row(it.0, it.1)).collect()
}
