//! What Word's own numbering prints in front of a paragraph (自动编号), from `word/numbering.xml` and `word/styles.xml`.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::check::label::in_chinese;

/// Levels of one numbering.
const LEVELS: usize = 9;
/// Greatest length of what a level prints, in characters; a longer one, which Word does not make, prints nothing: it
/// would be repeated in front of every paragraph.
const LEVEL_CHARS_MAX: usize = 255;
/// How far a style may lean on others.
const STYLES_DEEP_MAX: usize = 20;

/// The numberings and styles of a document.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// By `w:abstractNumId`.
    patterns: BTreeMap<String, Pattern>,
    /// By `w:numId`: the pattern and the levels it changes.
    lists: BTreeMap<String, (String, Pattern)>,
    styles: BTreeMap<String, Style>,
    default_style: Option<String>,
    /// By `w:abstractNumId`: the last value printed on each level.
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Lists whose own start value has been used.
    started: BTreeMap<(String, usize), ()>,
}

type Pattern = BTreeMap<usize, Level>;

#[derive(Debug, Default, Clone)]
struct Level {
    start: Option<u32>,
    format: Option<String>,
    text: Option<String>,
}

#[derive(Debug, Default, Clone)]
struct Style {
    name: String,
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
}

/// What a style and the paragraph itself say about it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Manner {
    pub(crate) style: Option<String>,
    pub(crate) list: Option<String>,
    pub(crate) level: Option<usize>,
    pub(crate) outline: Option<u8>,
}

/// An attribute's value by its local name.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

impl Numbering {
    /// Reads the two parts; what is missing or damaged numbers nothing.
    pub(crate) fn read(numbering: &str, styles: &str) -> Numbering {
        let mut made = Numbering::default();
        made.read_lists(numbering);
        made.read_styles(styles);
        made
    }

    fn read_lists(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        let (mut pattern, mut list, mut level) = (None::<String>, None::<String>, None::<usize>);
        loop {
            let (element, open) = match reader.read_event() {
                Ok(Event::Start(element)) => (element, true),
                Ok(Event::Empty(element)) => (element, false),
                Ok(Event::End(element)) => {
                    match element.local_name().as_ref() {
                        "abstractNum" => pattern = None,
                        "num" => list = None,
                        "lvl" | "lvlOverride" => level = None,
                        _ => {}
                    }
                    continue;
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => continue,
            };
            let value = || attribute(&element, "val");
            match element.local_name().as_ref() {
                "abstractNum" if open => pattern = attribute(&element, "abstractNumId"),
                "num" if open => list = attribute(&element, "numId"),
                "abstractNumId" => {
                    if let (Some(list), Some(pattern)) = (&list, value()) {
                        self.lists.insert(list.clone(), (pattern, Pattern::new()));
                    }
                }
                "lvl" | "lvlOverride" if open => {
                    level = attribute(&element, "ilvl")
                        .and_then(|it| it.parse().ok())
                        .filter(|it| *it < LEVELS);
                }
                "start" | "startOverride" | "numFmt" | "lvlText" => {
                    let Some(level) = level else { continue };
                    let levels = match (&pattern, &list) {
                        (Some(pattern), _) => self.patterns.entry(pattern.clone()).or_default(),
                        (None, Some(list)) => match self.lists.get_mut(list) {
                            Some((_, levels)) => levels,
                            None => continue,
                        },
                        (None, None) => continue,
                    };
                    let entry = levels.entry(level).or_default();
                    match element.local_name().as_ref() {
                        "numFmt" => entry.format = value(),
                        "lvlText" => {
                            entry.text = value().filter(|it| it.chars().count() <= LEVEL_CHARS_MAX);
                        }
                        _ => entry.start = value().and_then(|it| it.parse().ok()),
                    }
                }
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        let mut open = None::<String>;
        loop {
            let element = match reader.read_event() {
                Ok(Event::Start(element) | Event::Empty(element)) => element,
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => continue,
            };
            let value = attribute(&element, "val");
            if element.local_name().as_ref() == "style" {
                open = attribute(&element, "styleId");
                let Some(id) = &open else { continue };
                self.styles.insert(id.clone(), Style::default());
                let of_paragraphs = attribute(&element, "type").as_deref() == Some("paragraph");
                if of_paragraphs && attribute(&element, "default").as_deref() == Some("1") {
                    self.default_style = Some(id.clone());
                }
                continue;
            }
            let Some(style) = open.as_ref().and_then(|it| self.styles.get_mut(it)) else {
                continue;
            };
            match element.local_name().as_ref() {
                "name" => style.name = value.unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = value,
                "numId" => style.list = value,
                "ilvl" => style.level = value.and_then(|it| it.parse().ok()),
                "outlineLvl" => style.outline = value.and_then(|it| it.parse().ok()),
                _ => {}
            }
        }
    }

    /// Whether the style is Word's own style of titles.
    pub(crate) fn is_title(&self, manner: &Manner) -> bool {
        let style = manner.style.as_ref().and_then(|it| self.styles.get(it));
        style.is_some_and(|it| it.name == "title" || it.name == "标题")
    }

    /// Heading level 1 to 4 by the outline level of the paragraph or of its style.
    pub(crate) fn heading_level(&self, manner: &Manner) -> Option<u8> {
        let outline = manner.outline.or_else(|| self.inherited(manner, |it| it.outline))?;
        (outline < 4).then_some(outline + 1)
    }

    /// Counts the paragraph and gives the number that Word prints before it; empty when it prints none or a bullet.
    pub(crate) fn next(&mut self, manner: &Manner) -> String {
        let list = manner.list.clone().or_else(|| self.inherited(manner, |it| it.list.clone()));
        let Some(list) = list.filter(|it| it != "0") else { return String::new() };
        let level = manner.level.or_else(|| self.inherited(manner, |it| it.level)).unwrap_or(0);
        let Some((pattern, changed)) = self.lists.get(&list).filter(|_| level < LEVELS) else {
            return String::new();
        };
        let counters = self.counters.entry(pattern.clone()).or_insert([None; LEVELS]);
        let own_start = changed.get(&level).and_then(|it| it.start);
        let first_use = self.started.insert((list.clone(), level), ()).is_none();
        counters[level] = match (own_start.filter(|_| first_use), counters[level]) {
            (Some(start), _) => Some(start),
            (None, Some(last)) => Some(last.saturating_add(1)),
            (None, None) => {
                Some(level_of(&self.patterns, pattern, changed, level).start.unwrap_or(1))
            }
        };
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let here = level_of(&self.patterns, pattern, changed, level);
        if here.format.as_deref() == Some("bullet") {
            return String::new();
        }
        let mut printed = here.text.unwrap_or_default();
        for (index, counter) in counters.iter().enumerate() {
            let mark = format!("%{}", index + 1);
            if printed.contains(&mark) {
                let level = level_of(&self.patterns, pattern, changed, index);
                let value = counter.or(level.start).unwrap_or(1);
                printed = printed
                    .replace(&mark, &print(value, level.format.as_deref().unwrap_or("decimal")));
            }
        }
        printed
    }

    fn inherited<T>(&self, manner: &Manner, pick: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut next = manner.style.as_ref().or(self.default_style.as_ref());
        for _ in 0..STYLES_DEEP_MAX {
            let style = self.styles.get(next?)?;
            if let Some(found) = pick(style) {
                return Some(found);
            }
            next = style.based_on.as_ref();
        }
        None
    }
}

fn level_of(
    patterns: &BTreeMap<String, Pattern>,
    pattern: &str,
    changed: &Pattern,
    level: usize,
) -> Level {
    let base = patterns.get(pattern).and_then(|it| it.get(&level)).cloned().unwrap_or_default();
    let Some(own) = changed.get(&level) else { return base };
    Level {
        start: own.start.or(base.start),
        format: own.format.clone().or(base.format),
        text: own.text.clone().or(base.text),
    }
}

/// A value in one of Word's number formats; formats that Chinese documents do not use print as digits.
fn print(value: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "koreanCounting" => in_chinese(value),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&value) => {
            char::from_u32(0x245f + value).map_or_else(|| value.to_string(), String::from)
        }
        "decimalFullWidth" | "decimalFullWidth2" => value
            .to_string()
            .chars()
            .map(|it| char::from_u32(u32::from(it) + 0xfee0).unwrap_or(it))
            .collect(),
        "lowerLetter" | "upperLetter" if (1..=26).contains(&value) => {
            let first = if format == "lowerLetter" { u32::from('a') } else { u32::from('A') };
            char::from_u32(first + value - 1).map_or_else(String::new, String::from)
        }
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
        <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>
        </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
        </w:numbering>"#;
    const STYLES: &str = r#"<w:styles xmlns:w="x"><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/>
        <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="own"><w:basedOn w:val="2"/></w:style></w:styles>"#;

    fn item(list: &str, level: usize) -> Manner {
        Manner { list: Some(list.to_owned()), level: Some(level), ..Manner::default() }
    }

    #[test]
    fn numbers_count_by_level_and_begin_anew_below_a_higher_one() {
        let mut numbering = Numbering::read(LISTS, STYLES);
        let seen: Vec<String> =
            [0, 1, 1, 2, 2, 0, 1, 2, 3].map(|level| numbering.next(&item("1", level))).to_vec();
        assert_eq!(seen, ["一、", "（一）", "（二）", "1.", "2.", "二、", "（一）", "1.", ""]);
    }

    #[test]
    fn a_mark_too_long_to_be_one_is_not_printed_before_every_paragraph() {
        let long = |length: usize| LISTS.replace("%3.", &format!("%3{}", "长".repeat(length)));
        let mut numbering = Numbering::read(&long(253), STYLES);
        assert_eq!(numbering.next(&item("1", 2)), format!("1{}", "长".repeat(253)));
        let mut numbering = Numbering::read(&long(254), STYLES);
        assert_eq!(numbering.next(&item("1", 2)), "");
        assert_eq!(numbering.next(&item("1", 0)), "一、");
    }

    #[test]
    fn a_list_may_begin_again_at_its_own_start() {
        let mut numbering = Numbering::read(LISTS, STYLES);
        assert_eq!(numbering.next(&item("1", 2)), "1.");
        assert_eq!(numbering.next(&item("2", 2)), "1.");
        assert_eq!(numbering.next(&item("2", 2)), "2.");
    }

    #[test]
    fn a_style_gives_number_and_level_to_those_based_on_it() {
        let mut numbering = Numbering::read(LISTS, STYLES);
        let manner = Manner { style: Some("own".to_owned()), ..Manner::default() };
        assert_eq!(numbering.next(&manner), "一、");
        assert_eq!(numbering.heading_level(&manner), Some(1));
        assert_eq!(numbering.next(&Manner::default()), "");
        assert_eq!(numbering.next(&item("99", 0)), "");
    }
}
