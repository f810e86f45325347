//! Fonts by name, with what to take where one is missing (字体).
//!
//! The standard asks for 小标宋体, 仿宋, 黑体, 楷体 and 宋体 and names no foundry; 方正小标宋简体 is what offices have. No font file is
//! shipped: they are licensed. There is no theme either, since theme fonts override named ones.

use super::xml::Xml;

/// A font as a document names it.
pub(super) struct Font {
    /// The name that styles ask for.
    pub(super) name: &'static str,
    /// The name to try next. One only: the standard's format allows a list, but Word writes, and seems to read, one.
    other: &'static str,
    /// `roman` (with serifs) or `modern` (strokes of one width).
    family: &'static str,
}

/// 小标宋体, for the title.
pub(super) const TITLE: Font =
    Font { name: "方正小标宋简体", other: "方正小标宋_GBK", family: "roman" };
/// 仿宋体, for the text, levels three and four, and the digits in them.
pub(super) const TEXT: Font = Font { name: "仿宋_GB2312", other: "仿宋", family: "modern" };
/// 黑体, for the first level.
pub(super) const BOLD: Font = Font { name: "黑体", other: "SimHei", family: "modern" };
/// 楷体, for the second level.
pub(super) const HAND: Font = Font { name: "楷体_GB2312", other: "楷体", family: "modern" };
/// 宋体, for page numbers.
pub(super) const SONG: Font = Font { name: "宋体", other: "SimSun", family: "roman" };

/// `word/fontTable.xml`.
pub(super) fn font_table() -> Vec<u8> {
    Xml::part("w:fonts", &[("xmlns:w", super::W)], |xml| {
        for font in [TITLE, TEXT, BOLD, HAND, SONG] {
            xml.node("w:font", &[("w:name", font.name)], |xml| {
                xml.value("w:altName", font.other);
                // 0x86 is GB2312: Word looks among Chinese fonts when none of the names is there.
                xml.value("w:charset", "86");
                xml.value("w:family", font.family);
                xml.value("w:pitch", "default");
            });
        }
    })
}

/// `<w:rFonts>` that asks for one font for every script.
///
/// Latin letters and digits stay in the Chinese font, where each is half a character wide: with Times New Roman a line
/// with `G107线` in it would no longer hold 28 characters.
pub(super) fn all_scripts(xml: &mut Xml, font: &Font) {
    let name = font.name;
    let scripts = [
        ("w:ascii", name),
        ("w:hAnsi", name),
        ("w:eastAsia", name),
        ("w:cs", name),
        ("w:hint", "eastAsia"),
    ];
    xml.leaf("w:rFonts", &scripts);
}
