//! Elements into bytes, without a way to forget an end tag (XML 写出).
//!
//! A thin hand around quick-xml: names are ours, values are escaped, and writing to memory cannot fail.

use std::fmt::Display;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::text::printable;

/// An XML part being written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// A whole part: declaration, one root, what is inside it.
    pub(super) fn part(
        root: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Xml),
    ) -> Vec<u8> {
        let mut xml = Xml { writer: Writer::new(Vec::new()) };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml.node(root, attributes, inside);
        xml.writer.into_inner()
    }

    /// An element with content.
    pub(super) fn node(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Xml),
    ) {
        self.write(Event::Start(start(name, attributes)));
        inside(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// `<name w:val="…"/>`, the commonest element of all.
    pub(super) fn value(&mut self, name: &str, value: impl Display) {
        self.leaf(name, &[("w:val", &value.to_string())]);
    }

    /// Text, escaped, without the characters that no XML may hold.
    pub(super) fn text(&mut self, text: &str) {
        self.write(Event::Text(BytesText::new(&printable(text))));
    }

    fn write(&mut self, event: Event<'_>) {
        let written: io::Result<()> = self.writer.write_event(event);
        written.expect("a vector takes every byte");
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}
