//! The parts of the package around the text (包内其余部件).
//!
//! Which part is which, settings, page numbers and properties. Nothing here depends on the machine, the user or the hour.

use jiff::civil::Date;

use super::styles;
use super::xml::Xml;
use crate::document::Document;

pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
</Types>"#;

pub(super) const PACKAGE_LINKS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"#;

/// The footers' ids are those that `body` refers to.
pub(super) const DOCUMENT_LINKS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>
<Relationship Id="rIdOdd" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>
<Relationship Id="rIdEven" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>
</Relationships>"#;

/// Two kinds of footers; marks keep their full width, since a line is counted in characters; the present layout rules of
/// Word (15), without which it opens the file in compatibility mode.
pub(super) const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:zoom w:percent="100"/>
<w:defaultTabStop w:val="420"/>
<w:evenAndOddHeaders/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
<w:doNotExpandShiftReturn/>
<w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
</w:settings>"#;

/// `— 1 —` on an odd page: at the right, one character left free (GB/T 9704-2012, 7.5).
pub(super) fn odd_footer() -> Vec<u8> {
    footer(&[("w:rightChars", "100"), ("w:right", "280")], "right")
}

/// `— 2 —` on an even page: at the left, one character left free.
pub(super) fn even_footer() -> Vec<u8> {
    footer(&[("w:leftChars", "100"), ("w:left", "280")], "left")
}

/// What a file list shows.
pub(super) const PROPERTIES: &str = "docProps/core.xml";

/// [`PROPERTIES`]; the mark stands among the keywords, which every writer keeps.
pub(super) fn properties(document: &Document, made_on: Date, mark: Option<&str>) -> Vec<u8> {
    let spaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    Xml::part("cp:coreProperties", &spaces, |xml| {
        xml.node("dc:title", &[], |xml| xml.text(&document.title_line()));
        if let Some(signature) = &document.signature {
            xml.node("dc:creator", &[], |xml| xml.text(&signature.office));
        }
        if let Some(mark) = mark {
            xml.node("cp:keywords", &[], |xml| xml.text(mark));
        }
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.node(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| {
                xml.text(&format!("{made_on}T00:00:00Z"))
            });
        }
    })
}

fn footer(indent: &[(&str, &str)], align: &str) -> Vec<u8> {
    Xml::part("w:ftr", &[("xmlns:w", super::W)], |xml| {
        xml.node("w:p", &[], |xml| {
            xml.node("w:pPr", &[], |xml| {
                xml.value("w:pStyle", styles::PAGE_NUMBER);
                xml.leaf("w:ind", indent);
                xml.value("w:jc", align);
            });
            piece(xml, "— ");
            xml.node("w:fldSimple", &[("w:instr", " PAGE ")], |xml| piece(xml, "1"));
            piece(xml, " —");
        });
    })
}

fn piece(xml: &mut Xml, text: &str) {
    xml.node("w:r", &[], |xml| {
        xml.node("w:rPr", &[], |xml| xml.leaf("w:rFonts", &[("w:hint", "eastAsia")]));
        xml.node("w:t", &[("xml:space", "preserve")], |xml| xml.text(text));
    });
}
