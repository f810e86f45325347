//! No loose number in a document (数字把关).
//!
//! Why: a number written by hand in a definition is right once and wrong in every later report, and nobody can open it.
//! So every number is a figure, a declared constant, or part of a name, a date, a place or a citation. Ordinals that
//! count, such as 第三轮, are names: they belong into `names` of the outline.

use catalog::is_known_unit;
use terms::{RouteCode, RouteGrade, Stake};

/// Stands for a slot in a text that is scanned.
pub(crate) const SLOT: char = '\u{fffc}';

/// The numbers of a text that have no right to stand there, each with the word that follows it, in order.
///
/// Permitted are: what stands in “” and 《》; document numbers such as 〔2021〕2号, and whatever stands in a bracket that
/// ends with 号; `names`; route codes and stakes; days, months, years and quarters; 一是, 二是 …; and set phrases.
/// A half-year, `2021年` or `1—6月` is a date, `24小时` and `近三年` are not.
#[must_use]
pub fn loose_numbers(text: &str, names: &[String]) -> Vec<String> {
    let mut scan = Scan::of(text);
    scan.permit(names);
    scan.numbers()
}

/// Whether a text says any number, permitted or not.
pub(crate) fn holds_number(text: &str) -> bool {
    !Scan::of(text).numbers().is_empty()
}

struct Scan {
    /// As written.
    original: Vec<char>,
    /// Digits, letters and the marks of numbers half-width; one for one with `original`.
    marks: Vec<char>,
    permitted: Vec<bool>,
}

/// Reads on from a position; the position behind what it read.
type Reader = fn(&Scan, usize) -> Option<usize>;

impl Scan {
    fn of(text: &str) -> Scan {
        let original: Vec<char> = text.chars().collect();
        let marks: Vec<char> = original.iter().map(|it| half(*it)).collect();
        Scan { permitted: vec![false; marks.len()], original, marks }
    }

    fn permit(&mut self, names: &[String]) {
        self.quotations();
        self.citations();
        for name in names.iter().map(String::as_str).chain(PHRASES.iter().copied()) {
            self.word(name);
        }
        self.pairs();
        let readers: [Reader; 8] = [
            Scan::document_number,
            Scan::article,
            Scan::route,
            Scan::stake,
            Scan::date,
            Scan::year_in_words,
            Scan::quarter,
            Scan::enumerator,
        ];
        let mut at = 0;
        while at < self.marks.len() {
            let end = if self.permitted[at] {
                None
            } else {
                readers.iter().filter_map(|read| read(self, at)).max()
            };
            match end {
                Some(end) => {
                    self.permitted[at..end].fill(true);
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    fn at(&self, place: usize) -> char {
        self.marks.get(place).copied().unwrap_or('\0')
    }

    fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or('\0', |it| self.at(it))
    }

    fn starts_with(&self, place: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(index, mark)| self.at(place + index) == mark)
    }

    /// What stands in quotation marks or is a title.
    fn quotations(&mut self) {
        for (open, close) in [('“', '”'), ('‘', '’'), ('《', '》'), ('〈', '〉')] {
            let mut opened = None;
            for at in 0..self.marks.len() {
                if self.marks[at] == open && opened.is_none() {
                    opened = Some(at);
                } else if self.marks[at] == close
                    && let Some(from) = opened.take()
                {
                    self.permitted[from..=at].fill(true);
                }
            }
        }
    }

    /// A bracket that ends with 号: （清市交〔2021〕2号）, （第58次常务会议纪要第3号）.
    fn citations(&mut self) {
        let mut opened = None;
        for at in 0..self.marks.len() {
            match self.marks[at] {
                '（' | '(' => opened = Some(at),
                '）' | ')' => {
                    if let Some(from) = opened.take()
                        && self.before(at) == '号'
                    {
                        self.permitted[from..=at].fill(true);
                    }
                }
                _ => {}
            }
        }
    }

    /// Every place of a word; a word that begins or ends with a digit is not a part of a longer number.
    fn word(&mut self, word: &str) {
        let word: Vec<char> = word.chars().map(half).collect();
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return };
        let is_digit = |it: char| it.is_ascii_digit() || it == '.';
        for at in 0..(self.marks.len() + 1).saturating_sub(word.len()) {
            let end = at + word.len();
            let grows = is_digit(*first) && is_digit(self.before(at))
                || is_digit(*last) && self.at(end).is_ascii_digit();
            if self.marks[at..end] == word[..] && !grows {
                self.permitted[at..end].fill(true);
            }
        }
    }

    /// 一户一车, 一个项目一方案: each its own, not one of anything. What follows the second 一 must not be counted itself.
    fn pairs(&mut self) {
        for at in 0..self.marks.len() {
            if self.marks[at] != '一' || is_numeral(self.before(at)) {
                continue;
            }
            let second = (at + 2..=at + 4).find(|it| self.at(*it) == '一');
            let Some(second) = second else { continue };
            let is_word =
                (at + 1..second).all(|it| is_han(self.at(it)) && !is_numeral(self.at(it)));
            if is_word && is_han(self.at(second + 1)) && self.measure(second + 1).is_none() {
                self.permitted[at] = true;
                self.permitted[second] = true;
            }
        }
    }

    /// Digits from here on and where they end; at most `longest`, and no part of a longer or broken number.
    fn digits(&self, place: usize, longest: usize) -> Option<(u32, usize)> {
        let end = (place..).find(|it| !self.at(*it).is_ascii_digit())?;
        if end == place || end - place > longest || self.at(end) == '.' {
            return None;
        }
        let text: String = self.marks[place..end].iter().collect();
        Some((text.parse().ok()?, end))
    }

    fn begins_number(&self, place: usize) -> bool {
        !self.before(place).is_ascii_digit() && self.before(place) != '.'
    }

    /// 〔2021〕2号
    fn document_number(&self, place: usize) -> Option<usize> {
        if self.at(place) != '〔' {
            return None;
        }
        let (year, end) = self.digits(place + 1, 4)?;
        if !is_year(year) || self.at(end) != '〕' {
            return None;
        }
        let (_, end) = self.digits(end + 1, 5)?;
        (self.at(end) == '号').then_some(end + 1)
    }

    /// 第六十条第二款 behind the title of a law.
    fn article(&self, place: usize) -> Option<usize> {
        let mut end = place;
        while self.at(end) == '第' && (end > place || self.before(place) == '》') {
            let is_number = |it: char| is_numeral(it) || it.is_ascii_digit();
            let behind = (end + 1..).find(|it| !is_number(self.at(*it)))?;
            if behind == end + 1 || !"条款项".contains(self.at(behind)) {
                break;
            }
            end = behind + 1;
        }
        (end > place).then_some(end)
    }

    /// G107线, 省道260线, 107国道.
    fn route(&self, place: usize) -> Option<usize> {
        if self.before(place).is_ascii_alphanumeric() {
            return None;
        }
        let word = RouteGrade::ALL.into_iter().map(RouteGrade::label);
        let word = word.into_iter().find(|it| self.starts_with(place, it));
        let mut end = place + word.map_or(0, |it| it.chars().count());
        let letter = "GSXYCZ".contains(self.at(end));
        end += usize::from(letter);
        let (_, mut end) = self.digits(end, 4)?;
        let behind =
            RouteGrade::ALL.into_iter().map(RouteGrade::label).find(|it| self.starts_with(end, it));
        let is_part = self.at(end).is_ascii_alphanumeric();
        // 省道26公里 is a length.
        let is_counted = is_numeral(self.at(end)) || self.measure(end).is_some();
        if word.is_none() && !letter && behind.is_none() || is_part || is_counted {
            return None;
        }
        if word.is_none() && !letter {
            end += behind.map_or(0, |it| it.chars().count());
        }
        let text: String = self.marks[place..end].iter().collect();
        text.parse::<RouteCode>().ok()?;
        Some(end + usize::from(self.at(end) == '线'))
    }

    /// K24+450
    fn stake(&self, place: usize) -> Option<usize> {
        if self.at(place) != 'K' || self.before(place).is_ascii_alphanumeric() {
            return None;
        }
        let is_part = |it: char| it.is_ascii_digit() || it == '+' || it == '.';
        let end = (place + 1..).find(|it| !is_part(self.at(*it)))?;
        let text: String = self.marks[place..end].iter().collect();
        (text.contains('+') && text.parse::<Stake>().is_ok()).then_some(end)
    }

    /// 2021年, 2021年6月30日, 2月1日至2日, 1—6月, 2020—2035年, 6月19日12时.
    fn date(&self, place: usize) -> Option<usize> {
        if !self.begins_number(place) {
            return None;
        }
        let mut end = self.span_of(place).or_else(|| self.point(place, false))?;
        while RANGE.contains(&self.at(end)) {
            let Some(next) = self.point(end + 1, true) else { break };
            end = next;
        }
        Some(end)
    }

    /// 1—6月, 2020—2035年, 1—3日 behind a month.
    fn span_of(&self, place: usize) -> Option<usize> {
        let (from, end) = self.digits(place, 4)?;
        if !RANGE.contains(&self.at(end)) {
            return None;
        }
        let (until, end) = self.digits(end + 1, 4)?;
        match self.at(end) {
            '月' if is_month(from) && is_month(until) => Some(end + 1),
            '年' if is_year(from) && is_year(until) => Some(end + 1),
            '日' if is_day(from) && is_day(until) && self.before(place) == '月' => Some(end + 1),
            _ => None,
        }
    }

    /// A year, a month or a day as far as it goes on; a day alone only behind a range mark.
    fn point(&self, place: usize, day_alone: bool) -> Option<usize> {
        let (number, end) = self.digits(place, 4)?;
        match self.at(end) {
            '年' if is_year(number) => {
                let month = self.span_of(end + 1).or_else(|| self.month(end + 1));
                Some(month.unwrap_or(end + 1))
            }
            '月' if is_month(number) => self.month(place),
            '日' if is_day(number) && day_alone => Some(self.hour(end + 1)),
            _ => None,
        }
    }

    fn month(&self, place: usize) -> Option<usize> {
        let (number, end) = self.digits(place, 2)?;
        if self.at(end) != '月' || !is_month(number) {
            return None;
        }
        let end = end + 1;
        if let Some(end) = self.span_of(end) {
            return Some(end);
        }
        match self.digits(end, 2) {
            Some((day, behind)) if is_day(day) && self.at(behind) == '日' => {
                Some(self.hour(behind + 1))
            }
            Some(_) | None => Some(end),
        }
    }

    /// The hour behind a day, if there is one.
    fn hour(&self, place: usize) -> usize {
        let Some((hour, end)) = self.digits(place, 2) else { return place };
        if hour > 24 || self.at(end) != '时' {
            return place;
        }
        match self.digits(end + 1, 2) {
            Some((minute, behind)) if minute < 60 && self.at(behind) == '分' => behind + 1,
            Some(_) | None => end + 1,
        }
    }

    /// 二〇二一年
    fn year_in_words(&self, place: usize) -> Option<usize> {
        let is_digit = |it: char| "〇○零一二三四五六七八九".contains(it);
        let four = (place..place + 4).all(|it| is_digit(self.at(it)));
        (four && !is_numeral(self.before(place)) && self.at(place + 4) == '年').then_some(place + 5)
    }

    /// 第一季度, 二季度, 前三季度
    fn quarter(&self, place: usize) -> Option<usize> {
        let start = place + usize::from(self.at(place) == '第');
        let is_quarter = "一二三四".contains(self.at(start)) && self.starts_with(start + 1, "季度");
        (is_quarter && !is_numeral(self.before(place))).then_some(start + 3)
    }

    /// 一是, 二是, 十一要 at the beginning of a clause.
    fn enumerator(&self, place: usize) -> Option<usize> {
        let begins = place == 0 || "。；：，、！？".contains(self.before(place));
        let end = (place..).find(|it| !"一二三四五六七八九十".contains(self.at(*it)))?;
        (begins && end > place && end <= place + 2 && "是要".contains(self.at(end))).then_some(end)
    }

    /// Every number that is not permitted.
    fn numbers(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.marks.len() {
            match self.arabic(at).or_else(|| self.chinese(at)) {
                Some(end) => {
                    found.push(self.shown(at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// A number in digits, with the marks inside it; ① and Ⅲ and ² are numbers as well.
    fn arabic(&self, place: usize) -> Option<usize> {
        let is_digit = |it: usize| {
            let mark = self.at(it);
            mark.is_numeric() && !is_numeral(mark) && !self.permitted[it]
        };
        let inside = |it: usize| ".,+-~%‰/".contains(self.at(it)) && !self.permitted[it];
        if !is_digit(place) {
            return None;
        }
        let mut end = place + 1;
        while end < self.marks.len()
            && (is_digit(end) || inside(end) && end + 1 < self.marks.len() && is_digit(end + 1))
        {
            end += 1;
        }
        // 3万元 is one number.
        while "%‰万亿".contains(self.at(end)) {
            end += 1;
        }
        Some(end)
    }

    /// A number in Chinese numerals before a measure word, 百分之五, or 万 behind a slot.
    fn chinese(&self, place: usize) -> Option<usize> {
        let numeral = |it: usize| is_numeral(self.at(it)) && !self.permitted[it];
        if !numeral(place) {
            return None;
        }
        let end = (place..self.marks.len()).find(|it| !numeral(*it)).unwrap_or(self.marks.len());
        if self.starts_with(end, "分之") {
            return Some(end + 2);
        }
        // 二十余家, 十来个; words such as 千方百计 count nothing, nor does a numeral at the end of a name.
        let rough = "多余来".contains(self.at(end)) && self.measure(end + 1).is_some();
        (rough || self.measure(end).is_some()).then_some(end)
    }

    /// Length of the measure word that begins here, the longest.
    fn measure(&self, place: usize) -> Option<usize> {
        (1..=3).rev().find(|length| {
            let word: String = (place..place + length).map(|it| self.at(it)).collect();
            is_known_unit(&word) || MEASURES.contains(&word.as_str())
        })
    }

    /// The number and the word behind it, as written.
    fn shown(&self, from: usize, end: usize) -> String {
        let length = self.measure(end).unwrap_or(0);
        self.original[from..(end + length).min(self.original.len())].iter().collect()
    }
}

const RANGE: [char; 8] = ['至', '到', '—', '－', '-', '～', '~', '–'];

/// Measure words besides the units of figures. 级, 类, 等, 届 and 期 are left out: they rank, they do not count.
const MEASURES: &[&str] = &[
    "年",
    "个月",
    "日",
    "周",
    "分钟",
    "秒",
    "倍",
    "成",
    "折",
    "轮",
    "方面",
    "根",
    "片",
    "段",
    "层",
    "位",
    "所",
    "幢",
    "口",
    "笔",
    "例",
    "篇",
    "趟",
    "车次",
    "航次",
    "股",
    "半",
    "毫米",
    "厘米",
    "平方公里",
    "立方",
    "立方米",
    "百分点",
    "岁",
    "列",
    "架",
    "头",
    "匹",
    "封",
    "幅",
    "组",
];

/// Phrases of every report that look like a count and are none. A phrase of one report belongs into its `names`.
const PHRASES: &[&str] = &[
    "第一时间",
    "第一线",
    "第一责任人",
    "一方面",
    "一次性",
    "一系列",
    "一把手",
    "一年来",
    "一年一度",
    "一段时间",
    "一步一个脚印",
    "千家万户",
    "百分点",
    "上半年",
    "下半年",
    "十分重视",
    "十分重要",
    "十分必要",
    "零件",
    "万一",
    "统一",
    "唯一",
    "同一",
    "单一",
    "之一",
    "逐一",
    "一一",
    "进一步",
    "一律",
    "一些",
    "一定",
    "一并",
    "一致",
    "一体化",
    "一起抓",
    "一起推",
    "一条龙",
    "一道抓",
    "一如既往",
    "一口气",
    "九年义务",
];

fn is_year(number: u32) -> bool {
    (1900..=2100).contains(&number)
}

fn is_month(number: u32) -> bool {
    (1..=12).contains(&number)
}

fn is_day(number: u32) -> bool {
    (1..=31).contains(&number)
}

fn is_numeral(mark: char) -> bool {
    "〇○零一二两三四五六七八九十百千万亿几壹贰叁肆伍陆柒捌玖拾佰仟廿卅".contains(mark)
}

fn is_han(mark: char) -> bool {
    matches!(mark, '\u{4e00}'..='\u{9fff}')
}

fn half(mark: char) -> char {
    match mark {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＋' | '．' | '％' => {
            char::from_u32(u32::from(mark) - 0xfee0).unwrap_or(mark)
        }
        _ => mark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 2] = ["1+123", "第三轮"];

    fn loose(text: &str) -> Vec<String> {
        loose_numbers(text, &NAMES.map(str::to_owned))
    }

    #[track_caller]
    fn silent(text: &str) {
        assert_eq!(loose(text), Vec::<String>::new(), "{text}");
    }

    #[track_caller]
    fn fires(text: &str, expected: &[&str]) {
        assert_eq!(loose(text), expected, "{text}");
    }

    #[test]
    fn digits_are_loose_in_every_width() {
        fires("共查处309宗，处罚280宗", &["309宗", "280宗"]);
        fires("卸载6050.71吨、1,200份", &["6050.71吨", "1,200份"]);
        fires("检查１２辆次", &["１２辆次"]);
        fires("完成率104.6%", &["104.6%"]);
        fires("投资4816万元", &["4816万元"]);
        fires("实行24小时轮值", &["24小时"]);
        fires("长8.5m、面积9m²", &["8.5", "9", "²"]);
        fires("①检查，Ⅲ级", &["①", "Ⅲ"]);
    }

    #[test]
    fn chinese_numerals_are_loose_before_a_measure_word() {
        fires("拆除三座、两份、十二宗", &["三座", "两份", "十二宗"]);
        fires("现四座桥梁和两个水毁", &["四座", "两个"]);
        fires("超过百分之五", &["百分之"]);
        fires("公路建设、运输管理等两方面", &["两方面"]);
        fires("近三年、二十余家", &["三年", "二十"]);
        fires("物资一批、事故几起", &["一批", "几起"]);
        fires("拆除一座，新建一座", &["一座", "一座"]);
        silent("三级公路、二类维修企业、三类桥梁、一线人员、两侧、四好农村路");
        silent("千方百计、百姓、两会、五一、十九届五中全会");
    }

    #[test]
    fn a_scale_behind_a_slot_changes_the_number() {
        fires("共\u{fffc}万元", &["万元"]);
        silent("共\u{fffc}宗");
    }

    #[test]
    fn names_of_the_outline_are_no_numbers() {
        silent("县委1+123工作部署、第三轮行动");
        fires("21+1234、第四轮", &["21+1234", "四轮"]);
    }

    #[test]
    fn quotations_and_titles_are_names() {
        silent("“百日攻坚”、“1+123”、《超限检测站“十不准”纪律（2016年第62号令）》");
        fires("“百日攻坚”3宗", &["3宗"]);
        fires("“没有合上3宗", &["3宗"]);
    }

    #[test]
    fn citations_are_no_numbers() {
        silent("《行政处罚法》第六十条第二款、《公路法》第50条");
        fires("第六十条、共三条", &["六十条", "三条"]);
        silent("（清市交〔2021〕2号）、清市交〔2021〕15号文、（县政府第58次常务会议纪要第3号）");
        fires("第58次常务会议、清市交[2021]2号", &["58次", "2021", "2"]);
        fires("（共58次）", &["58次"]);
    }

    #[test]
    fn roads_are_no_numbers() {
        silent("G107线、省道260线、S260、X385线、乡道956线、107国道、Ｓ５２４线、G0422");
        fires("260线、S99999、AG107、省道26公里", &["260", "99999", "107", "26公里"]);
    }

    #[test]
    fn stakes_are_no_numbers() {
        silent("K24+450至K27+950、Ｋ２４＋４５０");
        fires("K24+1450、长3.5公里", &["24+1450", "3.5公里"]);
    }

    #[test]
    fn days_and_periods_are_no_numbers() {
        silent("2021年、2021年6月30日、6月19日12时、6月19日12时30分、5月、5月份");
        silent(
            "2月1日至2月2日、2月1日至2日、2月1—2日、1—6月、1-6月、2021年1至6月、2020—2035年、2021年7月2日",
        );
        silent("二〇二一年、第一季度、二季度、前三季度、上半年、下半年");
        fires("3个月、近3年、30日内、13月、12时", &["3个月", "3年", "30日", "13", "12"]);
        fires("2021年3宗、1—6宗", &["3宗", "1", "6宗"]);
        fires("三年、五季度", &["三年"]);
    }

    #[test]
    fn enumerators_and_phrases_are_no_numbers() {
        silent("一是加强领导。二是落实责任；六是强化培训。十一是宣传");
        silent(
            "一户一车、一桥一档、一个项目一方案、统一部署、进一步、第一时间、一方面、一律、一些、一次性告知",
        );
        fires("查处一是三宗", &["三宗"]);
        fires("一起事故", &["一起"]);
        fires("修一座桥一座", &["一座", "一座"]);
    }

    #[test]
    fn a_number_is_held_even_where_it_is_permitted() {
        assert!(holds_number("2021年6月30日"));
        assert!(holds_number("第三轮"));
        assert!(!holds_number("非法营运"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = loose(&text);
        }

        #[test]
        fn marks_of_dates_and_roads_never_panic(text in "[0-9年月日时分—至KGS+.线一三座第季度〔〕号“”（）是]{0,24}") {
            let _ = loose(&text);
        }

        #[test]
        fn every_digit_before_a_count_is_found(number in 0_u32..10_000_000) {
            let text = format!("查处{number}宗");
            prop_assert_eq!(loose(&text), vec![format!("{number}宗")]);
        }
    }
}
