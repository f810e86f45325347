//! What is refused before it is unpacked (入口检查): wrong kinds of file, files too large, zip bombs, cut files.
//!
//! First step of reading. The sizes that a zip directory declares may lie, so the parts are also inflated once,
//! with a limit, into nothing.

use std::io::{Cursor, Read};

use terms::{Finding, Place};
use zip::ZipArchive;

/// Greatest size of a file, in bytes.
const FILE_BYTES_MAX: usize = 200 * 1024 * 1024;
/// Greatest size of everything unpacked, in bytes.
const UNPACKED_BYTES_MAX: u64 = 1_500_000_000;
/// A part larger than this, in bytes, must not be packed tighter than [`RATIO_MAX`].
const PART_BYTES_SUSPECT: u64 = 10_000_000;
/// How much smaller a large part may be packed.
const RATIO_MAX: u64 = 200;
/// Greatest number of parts.
const PARTS_MAX: usize = 10_000;

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An .xlsx workbook.
    Workbook {
        /// Whether some sheet may have merged cells.
        merged: bool,
    },
    /// Text: CSV in some encoding.
    Text,
}

const ZIP_MARK: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP_MARK: &[u8] = b"PK\x05\x06";
const COMPOUND_MARK: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// Looks at a file before anything is read from it.
pub(crate) fn inspect(file: &str, bytes: &[u8]) -> Result<Kind, Box<Finding>> {
    if bytes.is_empty() {
        return refuse("empty_file", file, "文件是空的", "请重新导出或重新保存后再导入");
    }
    if bytes.len() > FILE_BYTES_MAX {
        return refuse(
            "file_too_large",
            file,
            "文件超过 200 MB",
            "请按月份或乡镇拆成几个文件，分批导入",
        );
    }
    let ending = file.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase();
    if bytes.starts_with(COMPOUND_MARK) {
        return match ending.as_str() {
            "xlsx" => refuse(
                "encrypted",
                file,
                "工作簿设有打开密码，或者其实是旧格式（.xls）",
                "请去掉密码，另存为 .xlsx 后再导入",
            ),
            _ => refuse_old(file),
        };
    }
    if matches!(
        ending.as_str(),
        "xls" | "wps" | "et" | "ett" | "xlsb" | "ods" | "doc" | "docx" | "pdf" | "numbers"
    ) {
        return refuse_old(file);
    }
    if bytes.starts_with(ZIP_MARK) || bytes.starts_with(EMPTY_ZIP_MARK) {
        return inspect_zip(file, bytes);
    }
    if ending == "xlsx" || ending == "xlsm" {
        return refuse(
            "damaged",
            file,
            "文件不是有效的 .xlsx 工作簿，可能没有下载完整或者改过扩展名",
            "请在 WPS 或 Excel 中打开，另存为 .xlsx 后再导入",
        );
    }
    Ok(Kind::Text)
}

fn refuse<T>(rule: &'static str, file: &str, what: &str, mend: &str) -> Result<T, Box<Finding>> {
    Err(Box::new(Finding::must(rule, Place::Whole { name: file.to_owned() }, what, mend)))
}

fn refuse_old<T>(file: &str) -> Result<T, Box<Finding>> {
    refuse(
        "old_format",
        file,
        "只能导入 .xlsx 和 .csv，不能导入这种格式",
        "请在 WPS 或 Excel 中打开，另存为“Excel 工作簿（.xlsx）”后再导入",
    )
}

/// A finding for a workbook that cannot be read to its end.
pub(crate) fn damaged(file: &str) -> Finding {
    Finding::must(
        "damaged",
        Place::Whole { name: file.to_owned() },
        "工作簿已损坏或没有下载完整，读不下去",
        "请在 WPS 或 Excel 中打开，另存为 .xlsx 后再导入",
    )
}

fn inspect_zip(file: &str, bytes: &[u8]) -> Result<Kind, Box<Finding>> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return Err(Box::new(damaged(file)));
    };
    if zip.len() > PARTS_MAX {
        return bomb(file, "压缩包内文件超过 10000 个");
    }
    let (mut unpacked, mut is_workbook) = (0_u64, false);
    for index in 0..zip.len() {
        let Ok(part) = zip.by_index_raw(index) else { return Err(Box::new(damaged(file))) };
        unpacked = unpacked.saturating_add(part.size());
        if part.size() > PART_BYTES_SUSPECT
            && part.size() / part.compressed_size().max(1) > RATIO_MAX
        {
            return bomb(file, "压缩比异常（超过 200 倍）");
        }
        is_workbook |= part.name().is_ok_and(|it| it.ends_with("workbook.xml"));
    }
    if unpacked > UNPACKED_BYTES_MAX {
        return bomb(file, "解压后超过 1.5 GB");
    }
    if !is_workbook {
        return refuse(
            "not_a_workbook",
            file,
            "这是一个压缩包，但不是 .xlsx 工作簿",
            "请解压后把里面的 .xlsx 或 .csv 导入",
        );
    }
    inflate(file, &mut zip)
}

fn bomb<T>(file: &str, what: &str) -> Result<T, Box<Finding>> {
    refuse(
        "zip_bomb",
        file,
        &format!("{what}，为安全起见没有打开"),
        "请确认文件来源；如果确是台账，请删去多余的空行空列、另存为 .xlsx 后再导入",
    )
}

/// Inflates the parts that will be read, with a limit; tells whether a sheet may have merged cells.
fn inflate(file: &str, zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Kind, Box<Finding>> {
    let mut merged = false;
    let mut total = 0_u64;
    let mut window = vec![0_u8; 256 * 1024];
    for index in 0..zip.len() {
        let Ok(mut part) = zip.by_index(index) else { return Err(Box::new(damaged(file))) };
        let name = part.name().map_or_else(|_| String::new(), |it| it.to_ascii_lowercase());
        if !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        let watch = name.contains("worksheets/");
        let packed = part.compressed_size().max(1);
        let (mut size, mut kept) = (0_u64, 0_usize);
        loop {
            let Ok(count) = part.read(&mut window[kept..]) else {
                return Err(Box::new(damaged(file)));
            };
            if count == 0 {
                break;
            }
            size += u64::try_from(count).unwrap_or(u64::MAX);
            if total + size > UNPACKED_BYTES_MAX {
                return bomb(file, "解压后超过 1.5 GB");
            }
            if size > PART_BYTES_SUSPECT && size / packed > RATIO_MAX {
                return bomb(file, "压缩比异常（超过 200 倍）");
            }
            let filled = kept + count;
            kept = 0;
            if watch && !merged {
                merged = has_merged(&window[..filled]);
                // The mark may lie across two readings: its beginning is carried over.
                kept = filled.min(MERGED_MARK.len() - 1);
                window.copy_within(filled - kept..filled, 0);
            }
        }
        total += size;
    }
    Ok(Kind::Workbook { merged })
}

const MERGED_MARK: &[u8] = b"mergeCell ";

fn has_merged(window: &[u8]) -> bool {
    let mut rest = window;
    while let Some(at) = rest.iter().position(|it| *it == b'm') {
        rest = &rest[at..];
        if rest.starts_with(MERGED_MARK) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    #[track_caller]
    fn check(file: &str, bytes: &[u8], rule: &str) {
        assert_eq!(inspect(file, bytes).map_err(|it| it.rule), Err(rule));
    }

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn other_kinds_of_file_are_refused_with_a_sentence() {
        check("台账.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0, 0], "old_format");
        check("台账.wps", b"anything", "old_format");
        check("台账.et", b"anything", "old_format");
        check("台账.xlsx", &[0xd0, 0xcf, 0x11, 0xe0, 0, 0], "encrypted");
        check("台账.xlsx", b"", "empty_file");
        check("台账.xlsx", b"not a zip", "damaged");
        check("台账.xlsx", b"PK\x03\x04 and then it was cut", "damaged");
        check("台账.xlsx", &packed(&[("a.txt", b"x")]), "not_a_workbook");
    }

    #[test]
    fn text_is_taken_as_csv() {
        assert_eq!(inspect("台账.csv", "编号,名称".as_bytes()), Ok(Kind::Text));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let zeros = vec![0_u8; 30_000_000];
        check(
            "台账.xlsx",
            &packed(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", &zeros)]),
            "zip_bomb",
        );
    }

    #[test]
    fn a_bomb_whose_directory_lies_is_refused_while_it_is_inflated() {
        let zeros = vec![0_u8; 30_000_000];
        let mut bytes =
            packed(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
        let size = 30_000_000_u32.to_le_bytes();
        let places: Vec<usize> =
            (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == size).collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
        let rule = inspect("台账.xlsx", &bytes).map_err(|it| it.rule);
        assert!(matches!(rule, Err("zip_bomb" | "damaged")), "{rule:?}");
    }

    #[test]
    fn too_many_parts_are_refused() {
        let names: Vec<String> = (0..10_001).map(|it| format!("{it}.xml")).collect();
        let parts: Vec<(&str, &[u8])> =
            names.iter().map(|it| (it.as_str(), b"".as_slice())).collect();
        check("台账.xlsx", &packed(&parts), "zip_bomb");
    }

    #[test]
    fn merged_cells_are_seen_across_two_readings() {
        for fill in [262_130_usize, 262_140, 262_144, 524_280] {
            let mut sheet: Vec<u8> =
                (0..fill).map(|it| b"abcdefghijklnopqrstuvw"[it * 7919 % 22]).collect();
            sheet.extend_from_slice(b"<mergeCell ref=\"A1:B2\"/>");
            let bytes =
                packed(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", &sheet)]);
            assert_eq!(inspect("台账.xlsx", &bytes), Ok(Kind::Workbook { merged: true }), "{fill}");
        }
    }
}
