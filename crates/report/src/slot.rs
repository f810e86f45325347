//! Text with slots, read (槽位语法).
//!
//! A slot stands in braces and says what is printed and how: `{overload/cases_filed}`, `{@name}`, `{#limit}`, `{period}`.
//! Formats follow after `|`. `{{` and `}}` are braces. Reading knows no catalog: `fit` says whether a slot fits one.
//!
//! A zero is said in words by `|zero=…`; with `|else=…` the other case has its own words, in which `*` is the value:
//! `{a/b|zero=未发生旅客滞留|else=发生旅客滞留*}`. Either may be empty.

use catalog::nearest;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The author's own words.
    Words(String),
    /// What the program prints.
    Slot(Slot),
}

/// One slot (槽位).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) subject: Subject,
    /// In the order written, none twice.
    pub(crate) formats: Vec<Format>,
}

/// What a slot prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// `{domain/name}`: the figure of this indicator.
    Figure(String),
    /// `{#name}`: a declared constant.
    Constant(String),
    /// `{@name}`: a field of the record in a loop, or `state`.
    Field(String),
    /// A day or period.
    Moment(Moment),
}

/// Days and periods that follow from the report's period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// `{period}`: 2021年上半年, or 上半年 with `|short`.
    Period,
    /// `{as_of}`: 2021年6月30日, or 6月30日 with `|short`.
    AsOf,
    /// `{months}`: 1—6月.
    Months,
    /// `{year}`: 2021年.
    Year,
    /// `{last_year}`: 2020年.
    LastYear,
}

/// How a slot is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Format {
    /// Without unit.
    Bare,
    /// In 万.
    Wan,
    /// In 亿.
    Yi,
    /// 约 before.
    About,
    /// Rounded down, 余 before the unit.
    Odd,
    /// Decimal places.
    Places(u32),
    /// 上升x% or 下降x% or 持平.
    Trend,
    /// The value of the same period last year that a growth starts from.
    Base,
    /// What is printed when the value is zero.
    Zero(String),
    /// What is printed when it is not; `*` is the value.
    Else(String),
    /// A day without year, a period without year.
    Short,
    /// What is printed when the record's field is not set.
    Empty(String),
}

/// What is wrong with a text or a slot, before it has a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) rule: &'static str,
    pub(crate) what: String,
    pub(crate) mend: String,
}

impl Fault {
    pub(crate) fn new(
        rule: &'static str,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Fault {
        Fault { rule, what: what.into(), mend: mend.into() }
    }
}

impl Moment {
    const ALL: [(&'static str, Moment); 5] = [
        ("period", Moment::Period),
        ("as_of", Moment::AsOf),
        ("months", Moment::Months),
        ("year", Moment::Year),
        ("last_year", Moment::LastYear),
    ];

    /// The word in braces.
    pub(crate) fn word(self) -> &'static str {
        Moment::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

impl Format {
    /// The word after `|`.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Format::Bare => "bare",
            Format::Wan => "wan",
            Format::Yi => "yi",
            Format::About => "about",
            Format::Odd => "odd",
            Format::Places(_) => "places",
            Format::Trend => "trend",
            Format::Base => "base",
            Format::Zero(_) => "zero",
            Format::Else(_) => "else",
            Format::Short => "short",
            Format::Empty(_) => "empty",
        }
    }
}

const FORMATS: [&str; 12] = [
    "bare", "wan", "yi", "about", "odd", "places", "trend", "base", "zero", "else", "short",
    "empty",
];

impl Slot {
    /// The first format that `pick` wants.
    pub(crate) fn find<'s, T>(&'s self, pick: impl Fn(&'s Format) -> Option<T>) -> Option<T> {
        self.formats.iter().find_map(pick)
    }

    /// Whether a format without argument was written.
    pub(crate) fn has(&self, format: &Format) -> bool {
        self.formats.contains(format)
    }

    /// The decimal places written.
    pub(crate) fn places(&self) -> Option<u32> {
        self.find(|it| if let Format::Places(places) = it { Some(*places) } else { None })
    }

    /// The sentence for zero.
    pub(crate) fn zero(&self) -> Option<&str> {
        self.find(|it| if let Format::Zero(text) = it { Some(text.as_str()) } else { None })
    }

    /// The sentence for a value other than zero.
    pub(crate) fn other(&self) -> Option<&str> {
        self.find(|it| if let Format::Else(text) = it { Some(text.as_str()) } else { None })
    }

    /// The words for a field that is not set.
    pub(crate) fn empty(&self) -> Option<&str> {
        self.find(|it| if let Format::Empty(text) = it { Some(text.as_str()) } else { None })
    }

    /// The slot's own sentences.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = &str> {
        [self.zero(), self.other(), self.empty()].into_iter().flatten()
    }

    /// The slot as a definition writes it, sentences left out: for messages.
    pub(crate) fn written(&self) -> String {
        let subject = match &self.subject {
            Subject::Figure(id) => id.clone(),
            Subject::Constant(name) => format!("#{name}"),
            Subject::Field(name) => format!("@{name}"),
            Subject::Moment(moment) => moment.word().to_owned(),
        };
        let formats = self.format_words();
        if formats.is_empty() {
            format!("{{{subject}}}")
        } else {
            format!("{{{subject}|{formats}}}")
        }
    }

    /// The formats in short, for the mark in a document; sentences are named, not repeated.
    pub(crate) fn format_words(&self) -> String {
        let words = self.formats.iter().map(|it| match it {
            Format::Places(places) => format!("places={places}"),
            Format::Bare
            | Format::Wan
            | Format::Yi
            | Format::About
            | Format::Odd
            | Format::Trend
            | Format::Base
            | Format::Zero(_)
            | Format::Else(_)
            | Format::Short
            | Format::Empty(_) => it.word().to_owned(),
        });
        words.collect::<Vec<_>>().join("|")
    }
}

/// Cuts a text into words and slots, and says everything that is wrong with its form. A slot that cannot be read is
/// left out.
pub(crate) fn pieces(text: &str) -> (Vec<Piece>, Vec<Fault>) {
    let mut reading = Reading::default();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', '｛', '｝']) {
        reading.words.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{{") {
            reading.words.push('{');
            rest = after;
        } else if let Some(after) = rest.strip_prefix("}}") {
            reading.words.push('}');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let end = after.find(['{', '}']);
            let Some(end) = end.filter(|it| after[*it..].starts_with('}')) else {
                let head: String = after.chars().take(12).collect();
                reading.fault(
                    "slot_form",
                    format!("“{{{head}”的花括号没有合上"),
                    "在槽位末尾补上 }",
                );
                rest = end.map_or("", |it| &after[it..]);
                continue;
            };
            reading.slot(&after[..end]);
            rest = &after[end + 1..];
        } else if let Some(after) = rest.strip_prefix('}') {
            reading.fault("slot_form", "多出一个 }", "删去它；要印出花括号请写 }}");
            rest = after;
        } else {
            reading.fault("slot_form", "花括号是全角的", "槽位用半角的 { 和 }");
            rest = rest.strip_prefix(['｛', '｝']).unwrap_or("");
        }
    }
    reading.words.push_str(rest);
    reading.flush();
    (reading.pieces, reading.faults)
}

#[derive(Default)]
struct Reading {
    words: String,
    pieces: Vec<Piece>,
    faults: Vec<Fault>,
}

impl Reading {
    fn fault(&mut self, rule: &'static str, what: impl Into<String>, mend: impl Into<String>) {
        self.faults.push(Fault::new(rule, what, mend));
    }

    fn flush(&mut self) {
        if !self.words.is_empty() {
            self.pieces.push(Piece::Words(std::mem::take(&mut self.words)));
        }
    }

    fn slot(&mut self, inside: &str) {
        let mut parts = inside.split('|');
        let subject = self.subject(parts.next().unwrap_or("").trim());
        let mut formats: Vec<Format> = Vec::new();
        for part in parts {
            match format(part) {
                Ok(one) if formats.iter().any(|it| it.word() == one.word()) => {
                    let what = format!("{{{inside}}} 把 {} 写了两次", one.word());
                    self.fault("slot_format", what, "删去一个");
                }
                Ok(one) => formats.push(one),
                Err(fault) => self.faults.push(fault),
            }
        }
        if let Some(subject) = subject {
            self.flush();
            self.pieces.push(Piece::Slot(Slot { subject, formats }));
        }
    }

    fn subject(&mut self, text: &str) -> Option<Subject> {
        if let Some(name) = text.strip_prefix('#') {
            return Some(Subject::Constant(name.to_owned()));
        }
        if let Some(name) = text.strip_prefix('@') {
            return Some(Subject::Field(name.to_owned()));
        }
        if text.contains('/') {
            return Some(Subject::Figure(text.to_owned()));
        }
        if let Some((_, moment)) = Moment::ALL.iter().find(|it| it.0 == text) {
            return Some(Subject::Moment(*moment));
        }
        if text.is_empty() {
            self.fault("slot_form", "空的槽位 {}", "写上指标编号，如 {overload/cases_filed}");
            return None;
        }
        let mend = nearest(text, Moment::ALL.iter().map(|it| it.0)).map_or_else(
            || "指标写“域/名”，常量写 {#名}，记录字段写 {@名}，日期写 {period} 等".to_owned(),
            |it| format!("是否想写 {{{it}}}？"),
        );
        self.fault("slot_form", format!("不认识槽位 {{{text}}}"), mend);
        None
    }
}

fn format(text: &str) -> Result<Format, Fault> {
    let (word, argument) = match text.split_once('=') {
        Some((word, argument)) => (word.trim(), Some(argument)),
        None => (text.trim(), None),
    };
    let plain = |format: Format| match argument {
        None => Ok(format),
        Some(_) => Err(Fault::new(
            "slot_format",
            format!("格式 {word} 后面不带“=”"),
            format!("只写 |{word}"),
        )),
    };
    let words = |make: fn(String) -> Format| match argument {
        Some(text) => Ok(make(text.to_owned())),
        None => {
            let mend = format!("写成 |{word}=…");
            Err(Fault::new("slot_format", format!("格式 {word} 后面要带“=”和一句话"), mend))
        }
    };
    match word {
        "bare" => plain(Format::Bare),
        "wan" => plain(Format::Wan),
        "yi" => plain(Format::Yi),
        "about" => plain(Format::About),
        "odd" => plain(Format::Odd),
        "trend" => plain(Format::Trend),
        "base" => plain(Format::Base),
        "short" => plain(Format::Short),
        "zero" => words(Format::Zero),
        "else" => words(Format::Else),
        "empty" => words(Format::Empty),
        "places" => match argument.and_then(|it| it.trim().parse::<u32>().ok()) {
            Some(places) if places <= 8 => Ok(Format::Places(places)),
            Some(_) | None => {
                Err(Fault::new("slot_format", "places 后面要写小数位数", "如 |places=2，最多 8 位"))
            }
        },
        _ => {
            let mend = nearest(word, FORMATS).map_or_else(
                || format!("可用：{}", FORMATS.join("、")),
                |it| format!("是否想写 |{it}？"),
            );
            Err(Fault::new("slot_format", format!("没有“{word}”这种格式"), mend))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slot(text: &str) -> Slot {
        let (pieces, faults) = pieces(text);
        assert_eq!(faults, Vec::new(), "{text}");
        match pieces.as_slice() {
            [Piece::Slot(slot)] => slot.clone(),
            _ => panic!("{pieces:?}"),
        }
    }

    #[track_caller]
    fn check(text: &str, subject: Subject, formats: &[Format]) {
        assert_eq!(slot(text), Slot { subject, formats: formats.to_vec() });
    }

    #[track_caller]
    fn refuse(text: &str, says: &str) {
        let (_, faults) = pieces(text);
        assert!(
            faults.iter().any(|it| format!("{}。{}", it.what, it.mend).contains(says)),
            "{text}: {faults:?}"
        );
    }

    #[test]
    fn a_slot_says_what_and_how() {
        let figure = || Subject::Figure("road/recovered".to_owned());
        check("{road/recovered}", figure(), &[]);
        check("{road/recovered|wan|places=4}", figure(), &[Format::Wan, Format::Places(4)]);
        check("{ road/recovered |about}", figure(), &[Format::About]);
        check(
            "{road/recovered|zero=|else=追回*}",
            figure(),
            &[Format::Zero(String::new()), Format::Else("追回*".to_owned())],
        );
        check("{#limit}", Subject::Constant("limit".to_owned()), &[]);
        check(
            "{@ends_on|short|empty=至今}",
            Subject::Field("ends_on".to_owned()),
            &[Format::Short, Format::Empty("至今".to_owned())],
        );
        check("{period|short}", Subject::Moment(Moment::Period), &[Format::Short]);
    }

    #[test]
    fn words_and_slots_keep_their_order() {
        let (pieces, faults) = pieces("共{a/b}宗{{原样}}。");
        assert_eq!(faults, Vec::new());
        assert_eq!(
            pieces,
            [
                Piece::Words("共".to_owned()),
                Piece::Slot(slot("{a/b}")),
                Piece::Words("宗{原样}。".to_owned()),
            ]
        );
    }

    #[test]
    fn every_fault_of_form_is_said() {
        refuse("共{a/b宗", "没有合上");
        refuse("共{a/b宗{c/d}", "没有合上");
        refuse("共a/b}宗", "多出一个 }");
        refuse("共｛a/b｝宗", "全角");
        refuse("{}", "空的槽位");
        refuse("{perod}", "是否想写 {period}");
        refuse("{宗数}", "指标写“域/名”");
        refuse("{a/b|bar}", "是否想写 |bare");
        refuse("{a/b|万元}", "可用：bare、wan");
        refuse("{a/b|wan|wan}", "写了两次");
        refuse("{a/b|places=九}", "小数位数");
        refuse("{a/b|places=9}", "最多 8 位");
        refuse("{a/b|wan=1}", "不带“=”");
        refuse("{a/b|zero}", "|zero=…");
    }

    #[test]
    fn all_faults_of_a_text_are_said_at_once() {
        assert_eq!(pieces("{perod}{a/b|wam}{c/d").1.len(), 3);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[a/{}|=＃#@一｛｝ ]{0,40}") {
            let _ = pieces(&text);
        }

        #[test]
        fn words_without_braces_stay_as_they_are(text in "[^{}｛｝]{1,40}") {
            prop_assert_eq!(pieces(&text), (vec![Piece::Words(text)], Vec::new()));
        }
    }
}
