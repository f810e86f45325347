//! What the targets share (模糊测试): bytes into texts of this genre, and what must hold of every finding.

use std::path::Path;
use std::sync::LazyLock;

use catalog::{Catalog, LedgerDef, Row};
use jiff::civil::Date;
use report::check::{CheckFinding, Text, read_text};
use sheet::{Incoming, Reading, read, write_returned};

/// Words and marks that make the rules look: one byte of input is one of them.
const WORDS: &[&str] = &[
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "亿", "零", "〇", "两", "几", "半", "0",
    "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", ",", "，", "。", "；", "：", "、", "！", "？", "…", "——", "—", "-",
    "～", "~", "（", "）", "(", ")", "“", "”", "‘", "’", "《", "》", "〈", "〉", "<", ">", "〔", "〕", "[", "]", "【", "】",
    "\"", "'", "%", "％", "‰", "+", "/", "=", "×", "·", "\n", "\n一、", "\n（一）", "\n1.", "\n（1）", "\n（）", "\n①",
    "\u{3000}", " ", "\t", "\u{a0}", "共", "共计", "合计", "累计", "总", "其中", "分别", "分别为", "分别是", "含", "包括", "等",
    "约", "大约", "左右", "余", "多", "近", "不足", "超过", "以上", "以下", "不少于", "每", "人均", "平均", "计划", "任务",
    "目标", "完成", "完成率", "占", "占比", "达", "率", "同比", "环比", "增长", "下降", "上升", "减少", "提高", "比", "较",
    "倍", "成", "个百分点", "百分之", "年", "月", "日", "月份", "上半年", "下半年", "季度", "旬", "至", "到", "起", "止", "今年",
    "去年", "本月", "目前", "截至", "截止", "年底前", "2021年", "2020年", "6月30日", "2月30日", "1-6月份", "时", "分", "K", "K24+450",
    "G107线", "S260线", "X385线", "TJ8标", "公里", "米", "km", "m", "平方米", "立方米", "亩", "吨", "公斤", "斤", "元", "万元",
    "亿元", "人", "人次", "名", "户", "宗", "件", "辆", "辆次", "艘", "座", "处", "条", "个", "项", "份", "次", "场次", "期", "天",
    "小时", "岁", "标段", "只", "桩", "车辆", "桥梁", "隧道", "治超", "超限超载", "违法行为", "查处", "处罚", "检查", "出动",
    "执法人员", "记分", "事故", "死亡", "未发生", "没有", "无", "发生", "征地", "拆迁", "投资", "里程", "长", "全长", "宽", "桩号",
    "青莲镇", "岭背镇", "县", "市", "省", "局", "公司", "线", "路", "的", "地", "得", "和", "与", "及", "对", "在", "了", "我局",
    "清市交", "粤交运", "号", "第", "条", "款", "附件：", "关于", "通知", "报告", "总结", "甲", "乙", "丙", "工作", "落实", "整改", "做好",
    "一是", "二是", "三是", "首先", "因此", "由于",
];

/// A text out of any bytes: an odd first byte takes them as they are, an even one as words of the genre.
#[must_use]
pub fn words(bytes: &[u8]) -> String {
    match bytes.split_first() {
        Some((first, rest)) if first % 2 == 1 => String::from_utf8_lossy(rest).into_owned(),
        Some((_, rest)) => rest.iter().filter_map(|it| WORDS.get(usize::from(*it) % WORDS.len())).copied().collect(),
        None => String::new(),
    }
}

/// The text that the words make as a plain file; none when they are refused.
#[must_use]
pub fn text(words: &str) -> Option<Text> {
    read_text("a.txt", words.as_bytes()).ok()
}

/// What every finding promises: its quote stands at its place, its line and column are those of the place.
///
/// # Panics
/// When a finding breaks its promise: that is what is looked for.
pub fn hold(text: &Text, findings: &[CheckFinding]) {
    for it in findings {
        let whole = &text.paragraphs[it.span.paragraph].text;
        assert_eq!(whole.get(it.span.range()), Some(it.quote.as_str()), "{}", it.rule);
        assert_eq!(text.line_column(it.span), (it.line, it.column), "{}", it.rule);
        assert!(!it.message.is_empty(), "{} gives no reason", it.rule);
        assert_ne!(it.fix.as_deref(), Some(it.quote.as_str()), "{} changes nothing", it.rule);
    }
}

/// The day on which everything is read.
pub const TODAY: Date = Date::constant(2021, 7, 1);

/// The shipped definitions, loaded.
pub static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../defs");
    catalog::load(&catalog::load_dir(&folder).expect("the shipped definitions can be read")).0
});

/// The ledger that a byte picks.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn ledger(pick: u8) -> &'static LedgerDef {
    let all: Vec<&LedgerDef> = CATALOG.ledgers.values().collect();
    all[usize::from(pick) % all.len()]
}

/// Reads a file into a ledger and gives back what is bad.
///
/// # Panics
/// When a file with bad rows cannot be given back.
#[must_use]
pub fn survive(def: &LedgerDef, name: &str, bytes: &[u8], parts: &[(&str, &[u8])]) -> Reading {
    let file = Incoming { name, bytes, parts };
    let reading = read(&CATALOG, def, file, TODAY, &mut |_, _| {});
    let back = write_returned(file, &reading.headers, &reading.findings);
    assert!(back.is_ok(), "what is bad is not given back: {:?}", back.err());
    reading
}

/// The rows of a reading, without where they stood.
#[must_use]
pub fn rows(reading: Reading) -> Vec<Row> {
    reading.rows.into_iter().map(|it| it.row).collect()
}
