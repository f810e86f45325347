//! The kinds of faults (差错种类): what is put in, by which maker, and which rules may find it.

use std::collections::BTreeMap;

use super::corpus::Corpus;
use super::lines::{Change, Document};
use super::makers::{arithmetic, facts, headings, marks, words};

/// Faults of one kind, each in its document.
pub(crate) type Made<'c> = Vec<(&'c Document, Change)>;

/// One kind of fault (差错种类).
#[derive(Debug)]
pub(crate) struct Kind {
    /// What is done, in Chinese, for the table.
    pub(crate) title: &'static str,
    /// Rules that may find it: an id, the start of ids with `*`, or a family with `/`.
    pub(crate) rules: &'static [&'static str],
    /// Puts it in wherever it can be.
    pub(crate) make: for<'c> fn(&'c Corpus) -> Made<'c>,
}

impl Kind {
    /// Whether a rule is one of those that may find it.
    pub(crate) fn accepts(&self, rule: &str, families: &BTreeMap<String, String>) -> bool {
        self.rules.iter().any(|it| match (it.strip_suffix('/'), it.strip_suffix('*')) {
            (Some(family), _) => families.get(rule).is_some_and(|it| it == family),
            (_, Some(start)) => rule.starts_with(start),
            _ => *it == rule,
        })
    }
}

const fn kind(
    title: &'static str,
    rules: &'static [&'static str],
    make: for<'c> fn(&'c Corpus) -> Made<'c>,
) -> Kind {
    Kind { title, rules, make }
}

/// All kinds, in the order of the table.
pub(crate) const KINDS: &[Kind] = &[
    kind("改分项数", &["count/"], arithmetic::part),
    kind("改合计数", &["count/"], arithmetic::total),
    kind("其中数大于总数", &["count/"], arithmetic::part_over_total),
    kind("改比率", &["count/"], arithmetic::rate),
    kind("改比率的分子", &["count/"], arithmetic::rate_part),
    kind("改增长率", &["count/"], arithmetic::growth),
    kind("删增长率的基数", &["count/"], arithmetic::growth_base),
    kind("百分点写成%", &["count/"], arithmetic::points_as_percent),
    kind("改桩号", &["count/"], arithmetic::stake),
    kind("改长度", &["count/"], arithmetic::length),
    kind("改列举的个数", &["count/"], arithmetic::list_count),
    kind("共……余", &["count/"], arithmetic::in_all_over),
    kind("约加精确小数", &["count/"], arithmetic::about_exact),
    kind("改乘积", &["count/"], arithmetic::product),
    kind("零与后文矛盾", &["count/", "fact/"], arithmetic::zero),
    kind("同一个数两处不同", &["fact/", "count/"], facts::same_number),
    kind("改报告期的年份", &["fact/"], facts::stale_year),
    kind("不存在的日期", &["fact/"], facts::impossible_day),
    kind("起止日期颠倒", &["fact/"], facts::swapped_days),
    kind("改历时天数", &["fact/", "count/"], facts::duration),
    kind("漏计量单位", &["fact/", "count/"], facts::unit_dropped),
    kind("改计量单位", &["fact/", "count/"], facts::unit_changed),
    kind("单位用符号", &["fact/"], facts::unit_symbol),
    kind("名称写成两样", &["fact/"], facts::name_varied),
    kind("漏署名", &["fact/"], facts::signature_removed),
    kind("漏成文日期", &["fact/"], facts::date_removed),
    kind("署名与标题不一", &["fact/"], facts::signature_varied),
    kind("成文日期带前导零", &["fact/", "form/"], facts::date_zero),
    kind("整段重复", &["fact/"], facts::paragraph_twice),
    kind("写进身份证号", &["fact/"], facts::personal_data),
    kind("漏标题序号", &["heading_*"], headings::dropped),
    kind("序号空着", &["heading_number_empty"], headings::emptied),
    kind("序号重复", &["heading_number_doubled", "heading_number_jump"], headings::doubled),
    kind("跳号", &["heading_number_jump"], headings::jumped),
    kind("序号用错标点", &["heading_number_form"], headings::wrong_mark),
    kind("层次用错", &["heading_*"], headings::wrong_level),
    kind("标题下没有内容", &["heading_empty"], headings::emptied_section),
    kind("列举词跳号", &["enumerator_*"], headings::enumerator),
    kind("列举标点不一", &["enumerator_*"], headings::enumerator_mark),
    kind("漏半个括号", &["bracket_*"], marks::bracket_dropped),
    kind("半角括号", &["bracket_*"], marks::bracket_half),
    kind("漏半个引号", &["quote_*"], marks::quote_dropped),
    kind("直引号", &["quote_*"], marks::quote_straight),
    kind("漏半个书名号", &["book_title_*"], marks::book_title_dropped),
    kind("书名号写成尖括号", &["book_title_*", "bracket_*", "mark_*"], marks::book_title_angle),
    kind("书名号之间用顿号", &["form/"], marks::book_titles_listed),
    kind("漏段末句号", &["final_mark_missing"], marks::final_dropped),
    kind("标点重复", &["mark_doubled"], marks::mark_doubled),
    kind("半角标点", &["mark_half_width"], marks::mark_half),
    kind("汉字与数字间空格", &["space_in_text"], marks::space),
    kind("词中、标点后空格", &["form/"], marks::space_elsewhere),
    kind("全角数字", &["form/"], marks::digits_full),
    kind("发文字号用方括号", &["document_number_*"], marks::document_number),
    kind("发文字号加“第”或前导零", &["document_number_*", "form/"], marks::document_number_zero),
    kind("单位放进括号", &["unit_bracketed"], marks::unit_bracketed),
    kind("年份简写", &["form/", "fact/"], marks::short_year),
    kind("百分数范围漏前一个%", &["form/", "count/", "fact/"], marks::percent_range),
    kind("多打一个字", &["character_doubled"], words::character_doubled),
    kind("词语重复", &["character_doubled", "word/"], words::word_doubled),
    kind("错别字", &["word/"], words::wrong),
    kind("固定用语写错", &["word/"], words::terms),
    kind("累赘", &["word/"], words::redundant),
];
