//! What each number of a paragraph is (辨认): one pass from left to right, the most particular reading first.

use std::ops::Range;

use rust_decimal::Decimal;
use terms::Stake;

use super::numeral::{Numeral, arabic, chinese, is_chinese_numeral};
use super::when::{time_at, when_at};
use super::words::{idiom_at, unit_at};
use super::{Marks, Qualifier, Sense, is_han};
use crate::check::label::Label;

/// A number as found, by index of characters.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) number: Range<usize>,
    pub(super) sense: Sense,
    pub(super) value: Decimal,
    pub(super) scale: u32,
    pub(super) unit: String,
    pub(super) places: u32,
    pub(super) chinese: bool,
    pub(super) bracketed: bool,
    pub(super) quoted: bool,
    pub(super) qualifiers: Vec<Qualifier>,
}

/// The longest name in quotation marks, in characters; longer ones are quoted sentences.
const NAME_CHARS_MAX: usize = 20;
/// The longest code such as GB1589-2016, in characters.
const CODE_CHARS_MAX: usize = 40;
/// How far back the issuer of a document number is looked for, in characters.
const ISSUER_CHARS_MAX: usize = 12;

const SCALES: [(&str, u32); 6] =
    [("万亿", 12), ("千万", 7), ("百万", 6), ("亿", 8), ("万", 4), ("千", 3)];
const ROADS: [&str; 7] = ["专用公路", "国道", "省道", "县道", "乡道", "村道", "高速"];
const LINES: [&str; 7] = ["服务热线", "热线", "专线", "电话", "平台", "客服", "短信"];
const TEAMS: [&str; 6] = ["小组", "工作组", "专班", "调解", "谈话", "工作专班"];
const WORKS: [&str; 6] = ["工程", "项目", "建设", "改造", "标段", "路段"];
const COUNTED_BEFORE: [&str; 8] = ["上述", "以上", "全部", "所有", "其余", "等", "共", "这"];
const INCIDENTS: [&str; 9] = ["事故", "案件", "案", "较大", "重大", "一般", "道路", "生产", "交通"];

/// The numbers of a paragraph, in order.
pub(super) fn scan(marks: &Marks<'_>, label: Option<&Label>) -> Vec<Found> {
    let mut scanner = Scanner { marks, names: names(marks), found: Vec::new() };
    let mut at = 0;
    if let Some(label) = label {
        at = (0..marks.len()).take_while(|it| marks.byte(*it) < label.range.end).count();
        scanner.push(0..at, Sense::ListNumber);
    }
    while at < marks.len() {
        at = scanner.step(at).max(at + 1);
    }
    scanner.found
}

/// Which characters stand inside a name: a short quotation, or a book title.
fn names(marks: &Marks<'_>) -> Vec<bool> {
    let mut inside = vec![false; marks.len()];
    let (mut quote, mut title) = (None::<usize>, None::<usize>);
    for at in 0..marks.len() {
        match marks.raw(at) {
            '“' => quote = Some(at),
            '”' => {
                let Some(start) = quote.take().filter(|it| at - it <= NAME_CHARS_MAX + 1) else {
                    continue;
                };
                let tells =
                    (start..at).any(|it| matches!(marks.raw(it), '，' | '。' | '；' | '：'));
                let name = inside[start] || !tells;
                inside[start..at].fill(name);
            }
            '《' => {
                title.get_or_insert(at);
            }
            '》' => {
                if let Some(start) = title.take() {
                    inside[start..at].fill(true);
                }
            }
            _ => {}
        }
    }
    inside
}

struct Scanner<'m, 't> {
    marks: &'m Marks<'t>,
    names: Vec<bool>,
    found: Vec<Found>,
}

impl Scanner<'_, '_> {
    /// Reads what begins at `at` and gives the index to go on from.
    fn step(&mut self, at: usize) -> usize {
        let marks = self.marks;
        match marks.get(at) {
            '0'..='9' => self.digits(at),
            'a'..='z' | 'A'..='Z' => self.letters(at),
            '第' => self.ordinal(at),
            '（' | '(' => self.in_brackets(at),
            '①'..='⑳' => self.push(at..at + 1, Sense::ListNumber),
            '今' | '本' | '当' | '去' | '上' | '前' | '明' | '来' | '下' => {
                self.relative(at)
            }
            mark if is_chinese_numeral(mark) => self.chinese(at),
            mark if is_han(mark) => match idiom_at(marks, at) {
                Some(word) => self.idiom(at, word),
                None => at + 1,
            },
            _ => at + 1,
        }
    }

    /// Keeps a number that is no amount.
    fn push(&mut self, range: Range<usize>, sense: Sense) -> usize {
        let (quoted, end) = (self.names.get(range.start).copied().unwrap_or(false), range.end);
        // Words looked back for, such as an issuer, must not reach into the number before.
        let start = self.found.last().map_or(range.start, |it| range.start.max(it.end));
        self.found.push(Found {
            start,
            end,
            number: start..end,
            sense,
            value: Decimal::ZERO,
            scale: 0,
            unit: String::new(),
            places: 0,
            chinese: false,
            bracketed: false,
            quoted,
            qualifiers: Vec::new(),
        });
        end
    }

    fn idiom(&mut self, at: usize, word: &str) -> usize {
        let end = at + word.chars().count();
        let counts = word.chars().any(is_chinese_numeral);
        if counts { self.push(at..end, Sense::Idiom) } else { end }
    }

    /// 今年, 上半年, 去年; 以上年审 is none.
    fn relative(&mut self, at: usize) -> usize {
        if let Some(word) = idiom_at(self.marks, at) {
            return self.idiom(at, word);
        }
        let short =
            matches!(self.marks.get(at), '上' | '前' | '来') && self.marks.get(at + 1) == '年';
        let inside = short && "以当目之年期会".contains(self.marks.before(at));
        match when_at(self.marks, at).filter(|_| !inside) {
            Some((end, when)) => self.push(at..end, Sense::Date(when)),
            None => at + 1,
        }
    }

    /// （一） inside a paragraph; everything else in brackets is read by itself.
    fn in_brackets(&mut self, at: usize) -> usize {
        let marks = self.marks;
        let inside = at + 1;
        let arabic_end =
            (inside..inside + 2).take_while(|it| marks.get(*it).is_ascii_digit()).count() + inside;
        let end = if arabic_end > inside {
            arabic_end
        } else {
            chinese(marks, inside).map_or(inside, |it| it.end)
        };
        let closed = end > inside && end - inside <= 3 && matches!(marks.get(end), '）' | ')');
        // “桥梁（3）” after a word may be a count in a table; after a mark it is the number of an item.
        let opens_item = !is_han(marks.before(at)) || is_han(marks.get(end + 1));
        if closed && opens_item { self.push(at..end + 1, Sense::ListNumber) } else { at + 1 }
    }

    /// K24+450, G107线, TJ8标, GB1589-2016.
    fn letters(&mut self, at: usize) -> usize {
        let marks = self.marks;
        let end = self.code_end(at);
        let token = marks.slice(at, end);
        if !(at..end).any(|it| marks.get(it).is_ascii_digit()) {
            return end;
        }
        let upper = terms::to_half_width(token).to_uppercase();
        let after_letters = upper.trim_start_matches(|it: char| it.is_ascii_alphabetic());
        let stake = upper.contains('+') && after_letters.len() + 2 >= upper.len();
        if let Some(stake) = upper.parse::<Stake>().ok().filter(|_| stake) {
            let end = self.push(at..end, Sense::Stake(stake));
            if let Some(last) = self.found.last_mut() {
                last.value = stake.metres();
                "米".clone_into(&mut last.unit);
            }
            return end;
        }
        let letters = upper.bytes().take_while(u8::is_ascii_alphabetic).count();
        let digits = upper.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
        let rest = upper.len() - letters - digits;
        if letters == 1
            && (1..=5).contains(&digits)
            && rest <= 1
            && upper.starts_with(['G', 'S', 'X', 'Y', 'C', 'Z'])
        {
            let end = end + usize::from(marks.get(end) == '线');
            return self.push(at..end, Sense::Route);
        }
        if let Some(word) = marks.one_of(end, &["合同段", "标段", "标"]) {
            return self.push(at..end + word.chars().count(), Sense::Lot);
        }
        self.push(at..end, Sense::Code)
    }

    /// The end of letters and digits, with + - . / between them. A dash ends a stake.
    fn code_end(&self, at: usize) -> usize {
        let marks = self.marks;
        let word = |index: usize| marks.get(index).is_ascii_alphanumeric();
        let is_stake = matches!(marks.get(at), 'K' | 'k') && marks.get(at + 1).is_ascii_digit();
        let mut end = at;
        while end - at < CODE_CHARS_MAX {
            let inner = match marks.get(end) {
                '+' | '.' => word(end + 1),
                '-' | '/' | '_' => word(end + 1) && !is_stake,
                _ => false,
            };
            if !word(end) && !inner {
                break;
            }
            end += 1;
        }
        // A run of hostile length is one code.
        while word(end) {
            end += 1;
        }
        end
    }

    /// 第一季度, 第58次, 第三条第二款, 第四版.
    fn ordinal(&mut self, at: usize) -> usize {
        let marks = self.marks;
        if let Some(word) = idiom_at(marks, at) {
            return self.idiom(at, word);
        }
        if let Some((end, when)) = when_at(marks, at) {
            return self.push(at..end, Sense::Date(when));
        }
        let bracket = usize::from(matches!(marks.get(at + 1), '（' | '('));
        let first = at + 1 + bracket;
        let Some(read) = arabic(marks, first).or_else(|| chinese(marks, first)) else {
            return at + 1;
        };
        let mut end =
            read.end + usize::from(bracket == 1 && matches!(marks.get(read.end), '）' | ')'));
        let law = matches!(marks.get(end), '条' | '款' | '项' | '目' | '章' | '节');
        let cited = "》法例定则程规".contains(marks.before(at))
            || self.found.last().is_some_and(|it| it.end == at && it.sense == Sense::Article)
            || marks.get(end + 1) == '第'
            || marks.one_of(end + 1, &["的规定", "之规定", "规定", "之一"]).is_some();
        let sense = if law && cited { Sense::Article } else { Sense::Ordinal };
        if let Some(unit) = unit_at(marks, end, false) {
            end += unit.chars().count();
        } else if law || marks.get(end) == '号' {
            end += 1;
        }
        let done = self.push(at..end, sense);
        if let Some(last) = self.found.last_mut() {
            (last.number, last.value) = (first..read.end, read.value.unwrap_or_default());
        }
        done
    }

    fn digits(&mut self, at: usize) -> usize {
        let marks = self.marks;
        if let Some(end) = self.document_number(at) {
            return end;
        }
        if let Some((end, when)) = when_at(marks, at) {
            return self.push(at..end, Sense::Date(when));
        }
        if let Some(end) = time_at(marks, at) {
            return self.push(at..end, Sense::Time);
        }
        let Some(read) = arabic(marks, at) else { return at + 1 };
        let whole = read.places == 0;
        if let Some((start, _)) = whole
            .then(|| marks.one_before(at, &ROADS))
            .flatten()
            .map(|it| (at - it.chars().count(), ()))
            // 国道3座、省道20公里 counts; a route ends or is followed by 线, 段.
            && unit_at(marks, read.end, false).is_none_or(|it| matches!(it, "段" | "线"))
        {
            let end = read.end + usize::from(marks.get(read.end) == '线');
            return self.push(start..end, Sense::Route);
        }
        if self.is_code(at, &read) {
            let end = self.code_end(at).max(read.end);
            let tail = usize::from(marks.get(end) == '号');
            return self.push(at..end + tail, Sense::Code);
        }
        if whole && marks.get(read.end) == '线' && read.end - at >= 2 {
            return self.push(at..read.end + 1, Sense::Route);
        }
        let opens_item = at == 0 || matches!(marks.before(at), '。' | '；' | '：' | '\n' | ';');
        let item = opens_item
            && whole
            && read.end - at <= 2
            && matches!(marks.get(read.end), '.' | '、' | '．');
        if item && is_han(marks.get(read.end + 1)) {
            return self.push(at..read.end + 1, Sense::ListNumber);
        }
        self.quantity(at, &read, false)
    }

    /// Telephone numbers, ratios, 1+123, 5G, 12345热线, 3号.
    fn is_code(&self, at: usize, read: &Numeral) -> bool {
        let marks = self.marks;
        let (end, length) = (read.end, read.end - at);
        let after = marks.get(end);
        let joined = matches!(after, '+' | ':' | '：' | '/')
            && marks.get(end + 1).is_ascii_digit()
            && unit_at(marks, end, false).is_none();
        let lettered = after.is_ascii_alphabetic() && self.latin_unit(end).is_none();
        let long = read.value.is_none()
            || length >= 7
                && unit_at(marks, end, false).is_none()
                && self.scale_at(end).is_none()
                && read.places == 0
                && !matches!(after, '%' | '‰');
        let zero = marks.get(at) == '0' && read.places == 0 && length > 1;
        let line = read.places == 0 && marks.one_of(end, &LINES).is_some();
        after == '号' || joined || lettered || long || zero || line
    }

    fn latin_unit(&self, at: usize) -> Option<&'static str> {
        let unit = unit_at(self.marks, at, false)?;
        let end = at + unit.chars().count();
        (!self.marks.get(end).is_ascii_alphanumeric()).then_some(unit)
    }

    fn scale_at(&self, at: usize) -> Option<(usize, u32)> {
        let found = SCALES.iter().find(|it| self.marks.starts_with(at, it.0))?;
        Some((at + found.0.chars().count(), found.1))
    }

    /// 〔2021〕2号, with any brackets that people put there, and the issuer before it.
    fn document_number(&mut self, at: usize) -> Option<usize> {
        let marks = self.marks;
        if !matches!(marks.before(at), '〔' | '[' | '［' | '【' | '（' | '(' | '﹝') {
            return None;
        }
        let year_end = at + 4;
        if !(at..year_end).all(|it| marks.get(it).is_ascii_digit()) {
            return None;
        }
        let close = year_end + usize::from(marks.get(year_end) == '年');
        if !matches!(marks.get(close), '〕' | ']' | '］' | '】' | '）' | ')' | '﹞') {
            return None;
        }
        let number = close + 1 + usize::from(marks.get(close + 1) == '第');
        let end =
            number + (number..number + 7).take_while(|it| marks.get(*it).is_ascii_digit()).count();
        if end == number || marks.get(end) != '号' {
            return None;
        }
        let issuer = (1..=ISSUER_CHARS_MAX)
            .take_while(|back| *back < at && is_han(marks.get(at - 1 - back)))
            .count();
        let mut start = at - 1 - issuer;
        for word in [
            "根据", "按照", "依据", "文件", "印发", "转发", "关于", "执行", "参照", "和", "及",
            "与",
        ] {
            if let Some(offset) = marks.slice(start, at - 1).rfind(word) {
                start +=
                    marks.slice(start, at - 1)[..offset].chars().count() + word.chars().count();
            }
        }
        Some(self.push(start..end + 1, Sense::DocumentNumber))
    }

    fn chinese(&mut self, at: usize) -> usize {
        let marks = self.marks;
        let one_incident =
            marks.starts_with(at, "一起") && marks.one_of(at + 2, &INCIDENTS).is_some();
        if let Some(word) = idiom_at(marks, at).filter(|it| {
            let counts = *it == "十分" && matches!(marks.get(at + 2), '钟' | '之');
            !one_incident && !counts
        }) {
            return self.idiom(at, word);
        }
        if let Some((end, when)) = when_at(marks, at) {
            return self.push(at..end, Sense::Date(when));
        }
        let run_end =
            (at..marks.len()).find(|it| !is_chinese_numeral(marks.get(*it))).unwrap_or(marks.len());
        if marks.starts_with(at, "百分之") {
            return self.percent_in_words(at);
        }
        if let Some(end) = self.pattern(at) {
            return self.push(at..end, Sense::Idiom);
        }
        let Some(read) = chinese(marks, at) else { return run_end };
        let after = marks.get(read.end);
        if after == '是' || matches!(after, '要' | '抓') && !is_han(marks.before(at)) {
            let done = self.push(at..read.end + 1, Sense::Enumerator);
            if let Some(last) = self.found.last_mut() {
                (last.number, last.value) = (at..read.end, read.value.unwrap_or_default());
            }
            return done;
        }
        if marks.starts_with(read.end, "分之") {
            let end = read.end + 2;
            let end = chinese(marks, end).map_or(end, |it| it.end);
            return self.push(at..end, Sense::Plain);
        }
        self.quantity(at, &read, true)
    }

    /// 一项目一方案, 三通一平, 两客一危: number, word, number, word.
    fn pattern(&self, at: usize) -> Option<usize> {
        let marks = self.marks;
        let word = |index: usize| is_han(marks.get(index)) && !is_chinese_numeral(marks.get(index));
        if marks.get(at) == '一' {
            let length = (1..=3)
                .find(|it| marks.get(at + it + 1) == '一' && (1..=*it).all(|it| word(at + it)));
            if let Some(length) = length.filter(|it| word(at + it + 2)) {
                return Some(at + 2 * length + 2);
            }
        }
        let single = |index: usize| {
            matches!(
                marks.get(index),
                '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
            )
        };
        let fits = single(at) && word(at + 1) && single(at + 2) && word(at + 3);
        let counts =
            unit_at(marks, at + 1, true).is_some() || unit_at(marks, at + 3, true).is_some();
        (fits && !counts).then_some(at + 4)
    }

    /// 百分之三点五.
    fn percent_in_words(&mut self, at: usize) -> usize {
        let marks = self.marks;
        let start = at + 3;
        let Some(read) = arabic(marks, start).or_else(|| chinese(marks, start)) else {
            return start;
        };
        let (mut end, mut value, mut places) =
            (read.end, read.value.unwrap_or_default(), read.places);
        if marks.get(end) == '点' {
            let digits: String = (end + 1..end + 9)
                .map_while(|it| {
                    super::numeral::digit(marks.get(it))
                        .filter(|_| marks.get(it) != '两')
                        .map(|it| it.to_string())
                })
                .collect();
            let exact = Decimal::from_str_exact(&format!("{}.{digits}", value.trunc()));
            if let Some(exact) = exact.ok().filter(|_| !digits.is_empty()) {
                end += 1 + digits.chars().count();
                (value, places) = (exact, exact.scale());
            }
        }
        let done = self.push(at..end, Sense::Percent);
        if let Some(last) = self.found.last_mut() {
            (last.number, last.value, last.places, last.chinese) =
                (start..end, value, places, true);
            "%".clone_into(&mut last.unit);
        }
        done
    }

    /// A number that counts or measures: rough word, scale, unit.
    fn quantity(&mut self, at: usize, read: &Numeral, in_chinese: bool) -> usize {
        let marks = self.marks;
        let mut qualifiers = Vec::new();
        let mut end = read.end;
        // “共 12 宗”: people who space digits off mean the same.
        let spaced = marks.skip_spaces(end);
        if !in_chinese
            && (1..=2).contains(&(spaced - end))
            && (self.counts_after(spaced, false) || marks.get(spaced) == '%')
        {
            end = spaced;
        }
        if read.rough
            || matches!(marks.get(end), '余' | '多' | '来' | '几')
                && self.counts_after(end + 1, in_chinese)
        {
            qualifiers.push(Qualifier::Over);
            end += usize::from(!read.rough || matches!(marks.get(end), '余' | '多'));
        }
        let mut scale = 0;
        // 千米 and 千克 are units, 千元 is a scale and a unit; a Chinese numeral holds its 万 already, but for 十余万.
        let scaled = self
            .scale_at(end)
            .filter(|_| unit_at(marks, end, in_chinese).is_none_or(|it| !it.starts_with('千')))
            .filter(|_| !in_chinese || !qualifiers.is_empty());
        if let Some((scaled, power)) = scaled {
            (end, scale) = (scaled, power);
            if matches!(marks.get(end), '余' | '多') {
                qualifiers.push(Qualifier::Over);
                end += 1;
            }
        }
        let (unit, unit_end, bracketed) = self.unit(end, in_chinese, &mut scale);
        let sense = self.sense_of(at, read, unit, unit_end, in_chinese, scale);
        let end = if matches!(sense, Sense::Plain | Sense::Name) { end } else { unit_end };
        let unit = if sense == Sense::Plain { "" } else { unit };
        if in_chinese && read.end - at == 1 && marks.get(at) == '一' && sense == Sense::Quantity {
            qualifiers.push(Qualifier::Vague);
        }
        self.push(at..end, sense);
        self.join_range(at, in_chinese, sense, unit, scale, &mut qualifiers);
        if let Some(last) = self.found.last_mut() {
            last.number = at..read.end;
            last.value = read.value.unwrap_or_default();
            (last.scale, last.places, last.chinese, last.bracketed) =
                (scale, read.places, in_chinese, bracketed);
            unit.clone_into(&mut last.unit);
            last.qualifiers = qualifiers;
        }
        end
    }

    /// Whether scale or unit follow, so that 余 or 多 before them belongs to the number.
    fn counts_after(&self, at: usize, in_chinese: bool) -> bool {
        self.scale_at(at).is_some() || unit_at(self.marks, at, in_chinese).is_some()
    }

    /// Unit, where it ends, and whether it stands in brackets, where a scale may stand as well.
    fn unit(&self, end: usize, in_chinese: bool, scale: &mut u32) -> (&'static str, usize, bool) {
        let marks = self.marks;
        if let Some(mark) = ['%', '‰'].into_iter().find(|it| marks.get(end) == *it) {
            return (if mark == '%' { "%" } else { "‰" }, end + 1, false);
        }
        let latin = marks.get(end).is_ascii_alphabetic();
        let unit = if latin { self.latin_unit(end) } else { unit_at(marks, end, in_chinese) };
        if let Some(unit) = unit {
            return (unit, end + unit.chars().count(), false);
        }
        if matches!(marks.get(end), '（' | '(') {
            let (inside, power) = self.scale_at(end + 1).unwrap_or((end + 1, 0));
            if let Some(unit) = unit_at(marks, inside, false) {
                let close = inside + unit.chars().count();
                if matches!(marks.get(close), '）' | ')') {
                    *scale += power;
                    return (unit, close + 1, true);
                }
            }
        }
        ("", end, false)
    }

    fn sense_of(
        &self,
        at: usize,
        read: &Numeral,
        unit: &str,
        end: usize,
        in_chinese: bool,
        scale: u32,
    ) -> Sense {
        let marks = self.marks;
        let team = unit == "人" && marks.one_of(end, &TEAMS).is_some();
        if self.names.get(at).copied().unwrap_or(false) && !team {
            return Sense::Name;
        }
        let follows_session =
            self.found.last().is_some_and(|it| it.end == at && it.sense == Sense::Ordinal);
        match unit {
            "%" | "‰" => Sense::Percent,
            "个百分点" | "百分点" => Sense::Points,
            "类" | "级" => Sense::Level,
            "届" | "版" | "卷" => Sense::Ordinal,
            "期" if in_chinese && marks.one_of(end, &WORKS).is_some() => Sense::Ordinal,
            "次" if follows_session => Sense::Ordinal,
            "标" | "标段" if read.places == 0 && !in_chinese && scale == 0 => Sense::Lot,
            "" if in_chinese => {
                let counted = marks.one_before(at, &COUNTED_BEFORE).is_some();
                let noun = is_han(marks.get(read.end));
                if counted && noun && read.value.is_some_and(|it| it > Decimal::ONE) {
                    Sense::Quantity
                } else {
                    Sense::Plain
                }
            }
            _ => Sense::Quantity,
        }
    }

    /// 5-7人: the first takes unit and scale of the last.
    fn join_range(
        &mut self,
        at: usize,
        in_chinese: bool,
        sense: Sense,
        unit: &str,
        scale: u32,
        qualifiers: &mut Vec<Qualifier>,
    ) {
        let Some((last, earlier)) = self.found.split_last_mut() else { return };
        let Some(first) =
            earlier.last_mut().filter(|it| it.sense.is_quantity() && it.chinese == in_chinese)
        else {
            return;
        };
        let between = self.marks.slice(first.end, at);
        if !matches!(between, "-" | "—" | "——" | "–" | "～" | "~" | "至" | "到")
            || !last.sense.is_quantity()
        {
            return;
        }
        if first.unit.is_empty() && first.scale == 0 {
            (first.sense, first.scale) = (sense, scale);
            unit.clone_into(&mut first.unit);
        }
        if first.unit == unit {
            first.qualifiers.push(Qualifier::From);
            qualifiers.push(Qualifier::To);
        }
    }
}
