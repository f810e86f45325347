//! Bytes of a file into a text (读入): plain text, Markdown and Word; everything else is refused with what to do instead.
//!
//! First step of checking. Sizes are looked at before anything is unpacked.

use terms::{Finding, Place};

use super::read::{plain, word};
use super::text::Text;
use super::tree::arrange;

/// Greatest size of a file, in bytes.
pub(crate) const FILE_BYTES_MAX: usize = 50 * 1024 * 1024;

/// Why a file is not read: rule, what, how to mend. Becomes a [`Finding`] with the file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) rule: &'static str,
    pub(crate) what: &'static str,
    pub(crate) mend: &'static str,
}

impl Refusal {
    pub(crate) const fn new(rule: &'static str, what: &'static str, mend: &'static str) -> Refusal {
        Refusal { rule, what, mend }
    }

    /// As the shape that all checks of the house share.
    pub(crate) fn finding(self, place: Place) -> Box<Finding> {
        Box::new(Finding::must(self.rule, place, self.what, self.mend))
    }
}

/// Reads the bytes of a file; its name decides only between the kinds of plain text and words of refusal.
///
/// # Errors
/// A finding that says why the file is not read and how to save it so that it can be: old or foreign formats, encrypted
/// and damaged files, files too large, files that are no text.
pub fn read_text(file: &str, bytes: &[u8]) -> Result<Text, Box<Finding>> {
    let place = || Place::Whole { name: file.to_owned() };
    read(file, bytes).map_err(|it| it.finding(place()))
}

/// Whether a file of `bytes` bytes is small enough to be opened; asked before it is read.
///
/// # Errors
/// A finding that says so.
pub fn admit_size(file: &str, bytes: u64) -> Result<(), Box<Finding>> {
    if usize::try_from(bytes).is_ok_and(|it| it <= FILE_BYTES_MAX) {
        return Ok(());
    }
    let place = Place::Whole { name: file.to_owned() };
    Err(Box::new(Finding::must(TOO_LARGE.rule, place, TOO_LARGE.what, TOO_LARGE.mend)))
}

const TOO_LARGE: Refusal = Refusal::new(
    "file_too_large",
    "文件超过 50 MB，没有打开",
    "公文正文通常不到 1 MB，请压缩或删去其中的图片后另存",
);

const ZIP_MARK: &[u8] = b"PK";
const COMPOUND_MARK: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

fn read(file: &str, bytes: &[u8]) -> Result<Text, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new("empty_file", "文件是空的", "请确认选对了文件，重新保存后再校核"));
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(TOO_LARGE);
    }
    let ending = file.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase();
    if bytes.starts_with(COMPOUND_MARK) {
        return Err(match ending.as_str() {
            "docx" => Refusal::new(
                "encrypted",
                "文档设有打开密码，或者其实是旧格式（.doc）",
                "请在 WPS 或 Word 中去掉密码，另存为“Word 文档（.docx）”后再校核",
            ),
            _ => OLD_WORD,
        });
    }
    if bytes.starts_with(b"%PDF") || ending == "pdf" {
        return Err(Refusal::new(
            "pdf",
            "不能校核 PDF 文件",
            "请校核生成它的 Word 或 WPS 文档；只有 PDF 时，把文字复制到 .txt 文件再校核",
        ));
    }
    match ending.as_str() {
        "doc" | "wps" | "wpt" | "dot" => return Err(OLD_WORD),
        "ofd" => {
            return Err(Refusal::new(
                "ofd",
                "不能校核 OFD 版式文件",
                "请校核生成它的 Word 或 WPS 文档（另存为 .docx）",
            ));
        }
        "rtf" | "odt" | "uof" | "uot" => return Err(OTHER_WORD),
        "xls" | "xlsx" | "et" | "ppt" | "pptx" | "dps" => {
            return Err(Refusal::new(
                "not_a_text",
                "这是表格或演示文稿，不是公文",
                "表格请用“导入”功能；公文请另存为 .docx 或 .txt 后再校核",
            ));
        }
        _ => {}
    }
    if bytes.starts_with(ZIP_MARK) {
        return word::paragraphs(bytes).map(arrange);
    }
    if ending == "docx" {
        return Err(word::DAMAGED);
    }
    let text = plain::decode(bytes)?;
    if text.starts_with("{\\rtf") {
        return Err(OTHER_WORD);
    }
    Ok(arrange(if ending == "md" { plain::markdown(&text) } else { plain::paragraphs(&text) }))
}

const OLD_WORD: Refusal = Refusal::new(
    "old_format",
    "不能校核 .doc、.wps 旧格式",
    "请在 WPS 或 Word 中打开，点“文件—另存为”，类型选“Word 文档（.docx）”，再校核另存的文件",
);
const OTHER_WORD: Refusal = Refusal::new(
    "old_format",
    "不能校核这种文档格式",
    "请在 WPS 或 Word 中打开，另存为“Word 文档（.docx）”后再校核",
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check_refused(file: &str, bytes: &[u8], rule: &str) {
        assert_eq!(read_text(file, bytes).map_err(|it| it.rule), Err(rule), "{file}");
    }

    #[test]
    fn foreign_formats_are_refused_with_what_to_do() {
        check_refused("总结.doc", COMPOUND_MARK, "old_format");
        check_refused("总结.docx", COMPOUND_MARK, "encrypted");
        check_refused("总结.wps", b"anything", "old_format");
        check_refused("总结.ofd", b"PK\x03\x04", "ofd");
        check_refused("总结.pdf", b"%PDF-1.7", "pdf");
        check_refused("总结", b"%PDF-1.7", "pdf");
        check_refused("总结.rtf", b"{\\rtf1}", "old_format");
        check_refused("台账.xlsx", b"PK\x03\x04", "not_a_text");
        check_refused("总结.docx", b"PK\x03\x04 cut off", "damaged");
        check_refused("总结.docx", b"hello", "damaged");
        check_refused("总结.txt", b"", "empty_file");
        check_refused("总结.txt", b"\x00\x01\x02\x03\xff", "not_a_text");
        let finding = read_text("总结.wps", b"x").unwrap_err();
        assert!(finding.mend.contains(".docx"), "{finding}");
    }

    #[test]
    fn a_file_beyond_the_limit_is_refused_by_its_size() {
        check_refused("总结.docx", &vec![b'P'; FILE_BYTES_MAX + 1], "file_too_large");
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in "[a-z]{1,3}\\.(txt|md|docx|)") {
            let _ = read_text(&name, &bytes);
        }

        #[test]
        fn no_bytes_behind_a_zip_mark_panic(tail in prop::collection::vec(any::<u8>(), 0..400)) {
            let mut bytes = b"PK\x03\x04".to_vec();
            bytes.extend(tail);
            let _ = read_text("a.docx", &bytes);
        }
    }
}
