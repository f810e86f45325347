//! What numbers are, case by case; expected values read off the text.

use super::*;
use crate::check::read::plain::paragraphs;
use crate::check::sentence::sentences;
use crate::check::tree::arrange;
use proptest::prelude::*;

fn read(text: &str) -> (Text, Vec<Mention>) {
    let text = arrange(paragraphs(text));
    let found = mentions(&text, &sentences(&text));
    (text, found)
}

/// Quantities as `value unit`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (_, found) = read(text);
    let seen: Vec<String> = found
        .iter()
        .filter(|it| it.sense.is_quantity())
        .map(|it| format!("{} {}", it.value.normalize(), it.printed_unit()).trim().to_owned())
        .collect();
    assert_eq!(seen, expected, "{text}");
}

/// All numbers as `words=sense`.
#[track_caller]
fn check_senses(text: &str, expected: &[&str]) {
    let (text, found) = read(text);
    let seen: Vec<String> = found
        .iter()
        .map(|it| {
            let sense = format!("{:?}", it.sense);
            format!("{}={}", text.slice(it.span), sense.split(['(', ' ']).next().unwrap_or(""))
        })
        .collect();
    assert_eq!(seen, expected);
}

#[test]
fn amounts_have_value_scale_and_unit() {
    check(
        "完成路基土石方约39.35万立方（约占弃石总量的78.7%），涵洞12道，排水沟4100米，完成投资约1620万元。",
        &["39.35 万立方", "78.7 %", "12 道", "4100 米", "1620 万元"],
    );
    check(
        "出动执法人员4233人次，检查车辆5087辆次，卸载货物6050.71吨。",
        &["4233 人次", "5087 辆次", "6050.71 吨"],
    );
    check("路基宽度为8.5m，桥梁宽度10m。", &["8.5 m", "10 m"]);
    check("完成客运量 6.3（万人），发送1,234,567人。", &["6.3 万人", "1234567 人"]);
    check("共 12 宗，占 3.5 %，总投资 887.79 万元。", &["12 宗", "3.5 %", "887.79 万元"]);
    check("实有车辆数262，已完成拆迁131，共115余件。", &["262", "131", "115 件"]);
    check("发放30多万元，提高2.5个百分点，增长3倍。", &["30 万元", "2.5 个百分点", "3 倍"]);
}

#[test]
fn chinese_numerals_count_before_measure_words() {
    check(
        "现四座桥梁已进入施工阶段，两个水毁、通知书两份、双向四车道，按三级公路设计。",
        &["4 座", "2 个", "2 份", "4 车道", "3 级"],
    );
    check(
        "江咀桥等四危桥，历时两年，涉及两方面，二十余人，百分之三点五。",
        &["4", "2 年", "2 方面", "20 人", "3.5 %"],
    );
    check("二类以上维修企业，十几辆车，一千二百户。", &["2 类", "10 辆", "1200 户"]);
}

#[test]
fn dates_codes_and_names_are_no_amounts() {
    check(
        "2021年7月2日，6月17日，1-6月份，7月中旬，2020-2035年，五月份，2035年前，6月19日12时。",
        &[],
    );
    check_senses(
        "K24+450至K27+950，G107线、省道260线、乡道956线、TJ8标，清市交〔2021〕2号、粤交运[2015]650号。",
        &[
            "K24+450=Stake",
            "K27+950=Stake",
            "G107线=Route",
            "省道260线=Route",
            "乡道956线=Route",
            "TJ8标=Lot",
            "清市交〔2021〕2号=DocumentNumber",
            "粤交运[2015]650号=DocumentNumber",
        ],
    );
    check(
        "“1+123”工作部署，“三会一课”制度，“十四五”期间，12345热线，第四版，第58次，十六届六次人大，一期工程，5G网络。",
        &[],
    );
    check(
        "一户一车，三通一平，一超四罚，两客一危，统一，一些，进一步，一项目一方案、一责任领导，十分重要，十九届五中全会。",
        &[],
    );
    check("一是加强，二是落实；三要抓实。依据《公路法》第七十七条第一款，第四条桩基础。", &[]);
    check("公安、交通“三人小组”常驻，实行24小时轮值，近3年。", &["3 人", "24 小时", "3 年"]);
}

#[test]
fn ranges_share_their_unit() {
    check("宽5-7米，占63%~68%，重12至15吨。", &["5 米", "7 米", "63 %", "68 %", "12 吨", "15 吨"]);
    let (_, found) = read("宽5-7米。");
    assert!(found[0].has(Qualifier::From) && found[1].has(Qualifier::To));
}

#[test]
fn numbers_of_headings_and_items_are_told_apart() {
    check_senses(
        "1.2021年上半年我局处理信访件8宗。",
        &["1.=ListNumber", "2021年上半年=Date", "8宗=Quantity"],
    );
    check_senses(
        "任务如下：1.清理；2.修复3处。",
        &["1.=ListNumber", "2.=ListNumber", "3处=Quantity"],
    );
    check_senses(
        "一是（一）甲；（2）乙；①丙。",
        &["一是=Enumerator", "（一）=ListNumber", "（2）=ListNumber", "①=ListNumber"],
    );
}

#[track_caller]
fn check_words(text: &str, number: usize, subject: &str, qualifiers: &[Qualifier]) {
    let (_, found) = read(text);
    let it = found.iter().filter(|it| it.sense.is_quantity()).nth(number).unwrap();
    assert_eq!((it.subject.as_str(), &it.qualifiers[..]), (subject, qualifiers), "{text}");
}

#[test]
fn subjects_and_qualifiers_are_found() {
    use Qualifier::{About, AtLeast, InAll, Including, Nearly, OfWhich, Over, Planned, Vague};
    check_words("征地任务共4584.66亩", 0, "征地任务", &[InAll, Planned]);
    check_words(
        "已完成征地和交地约4797.1794亩（含线内补征地）",
        0,
        "征地和交地",
        &[About, Including],
    );
    check_words("2021年上半年共年审车辆625辆，其中客车41辆、公共汽车11辆", 0, "年审车辆", &[InAll]);
    check_words("2021年上半年共年审车辆625辆，其中客车41辆、公共汽车11辆", 1, "客车", &[OfWhich]);
    check_words("2021年上半年共年审车辆625辆，其中客车41辆、公共汽车11辆", 2, "公共汽车", &[]);
    check_words("组成3个治超联合执法队，严格执行", 0, "治超联合执法队", &[]);
    check_words("行政许可事项共115余件", 0, "行政许可事项", &[Over, InAll]);
    check_words("近3年发生过", 0, "发生过", &[Nearly]);
    check_words("对12吨以上重型货车", 0, "", &[AtLeast]);
    check_words("应急物资一批", 0, "应急物资", &[Vague]);
}

#[test]
fn a_number_knows_its_time_and_place() {
    let (text, found) = read("据统计，2月1日至2月2日，在青莲镇查处29宗。目前已完成80%。");
    assert_eq!(found[1].when, Some(0));
    assert_eq!(found[1].place.clone().map(|it| &text.paragraphs[0].text[it]), Some("青莲镇"));
    assert!(!found[1].as_of && found[2].as_of);
    assert_eq!((found[1].sentence, found[2].sentence), (0, 1));
}

proptest! {
    #[test]
    fn any_formatted_quantity_reads_back(mantissa in 0_i64..10_000_000_000, places in 0_u32..5, scale in 0_usize..3, unit in 0_usize..12, about in any::<bool>()) {
        let value = Decimal::new(mantissa, places);
        let (word, power) = [("", 0), ("万", 4), ("亿", 8)][scale];
        let unit = ["人次", "辆次", "宗", "件", "公里", "元", "亩", "吨", "平方米", "户", "人", "处"][unit];
        let text = format!("今年完成{}{value}{word}{unit}。", if about { "约" } else { "共" });
        let (_, found) = read(&text);
        let it = found.iter().find(|it| it.sense.is_quantity()).unwrap();
        prop_assert_eq!((it.value, it.scale, it.unit.as_str(), it.places), (value, power, unit, places));
        prop_assert_eq!(it.has(Qualifier::About), about);
    }

    #[test]
    fn mentions_lie_in_order_and_never_panic(text in "[第一二两十百万亿几余约共其中年月日时至K0-9.+%％〔〕（）“”《》号线标是分之，。 a-zA-Z-]{0,60}") {
        let (text, found) = read(&text);
        let mut last = (0, 0);
        for it in found {
            prop_assert!((it.span.paragraph, it.span.start) >= last, "{:?}", it);
            prop_assert!(!text.slice(it.span).is_empty());
            last = (it.span.paragraph, it.span.end);
        }
    }

    #[test]
    fn no_text_panics(text in ".{0,80}") {
        let _ = read(&text);
    }
}
