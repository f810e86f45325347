//! Wrong words (词语差错): right words of the corpus are replaced by slips that editors know.

use catalog::WordKind;

use super::arithmetic::every;
use crate::proof::corpus::{Corpus, dictionary};
use crate::proof::kinds::Made;
use crate::proof::lines::all;

/// Right and wrong: slips of the pinyin keyboard and confused words, from dictionaries of common errors.
const WRONG: &[(&str, &str)] = &[
    ("截至", "截止"),
    ("部署", "布署"),
    ("未发生", "无发生"),
    ("座谈", "坐谈"),
    ("安装", "按装"),
    ("账", "帐"),
    ("必须", "必需"),
    ("抓早抓小", "抓早抓少"),
    ("贯彻", "贯切"),
    ("松懈", "松泄"),
    ("竣工", "峻工"),
    ("松弛", "松驰"),
    ("防范", "防犯"),
    ("候车", "侯车"),
    ("气候", "气侯"),
    ("即使", "既使"),
    ("通信", "通迅"),
    ("事先", "实现"),
    ("一定程度上", "一定程序上"),
    ("难以杜绝", "难度杜绝"),
    ("进行整改", "进行整"),
    ("侥幸", "绕幸"),
    ("谎报", "慌报"),
    ("辖区", "豁区"),
    ("制定", "制订定"),
    ("履行", "履形"),
    ("擅自", "善自"),
    ("拨付", "拔付"),
];

/// Fixed terms and the forms that slip in.
const TERMS: &[(&str, &str)] = &[
    ("习近平新时代中国特色社会主义思想", "习近平新时代中国特色社会主义理论"),
    ("增强“四个意识”", "坚定“四个意识”"),
    ("坚定“四个自信”", "增强“四个自信”"),
    ("做到“两个维护”", "贯彻“两个维护”"),
    ("三会一课", "三课一会"),
    ("一岗双责", "一岗两责"),
    ("放管服", "管放服"),
    ("我为群众办实事", "我为群众做实事"),
    ("两客一危", "两危一客"),
    ("一超四罚", "一超四处"),
    ("社会主义发展史", "社会发展史"),
    ("全面从严治党", "全面从严管党"),
    ("党风廉政建设", "党风廉洁建设"),
    ("意识形态", "意思形态"),
    ("四好农村路", "四好乡村路"),
    ("党史学习教育", "党史教育学习"),
];

/// 做到 becomes 做到到.
pub(crate) fn character_doubled(corpus: &Corpus) -> Made<'_> {
    const DOUBLED: &[(&str, &str)] = &[
        ("做到", "做到到"),
        ("的工作", "的的工作"),
        ("的原则", "的的原则"),
        ("对检查", "对对检查"),
        ("并及时", "并并及时"),
        ("和管理", "和和管理"),
        ("将有关", "将将有关"),
        ("的问题", "的的问题"),
        ("的有关", "的的有关"),
        ("了工作", "了了工作"),
        ("的意见", "的的意见"),
        ("按照", "按照照"),
        ("的要求", "的的要求"),
        ("和服务", "和和服务"),
        ("由县", "由由县"),
        ("在全县", "在在全县"),
    ];
    pairs(corpus, DOUBLED)
}

/// 开展 becomes 开展开展.
pub(crate) fn word_doubled(corpus: &Corpus) -> Made<'_> {
    const DOUBLED: &[(&str, &str)] = &[
        ("组织", "组织组织"),
        ("加强", "加强加强"),
        ("完成", "完成完成"),
        ("落实", "落实落实"),
        ("严格", "严格严格"),
        ("认真", "认真认真"),
        ("积极", "积极积极"),
        ("按照", "按照按照"),
        ("其中", "其中其中"),
        ("累计", "累计累计"),
        ("实施", "实施实施"),
    ];
    pairs(corpus, DOUBLED)
}

/// 部署 becomes 布署.
pub(crate) fn wrong(corpus: &Corpus) -> Made<'_> {
    pairs(corpus, WRONG)
}

/// 做到“两个维护” becomes 贯彻“两个维护”.
pub(crate) fn terms(corpus: &Corpus) -> Made<'_> {
    pairs(corpus, TERMS)
}

/// 涉及 becomes 涉及到: the superfluous words of the bureau's dictionary, put where the plain ones stand.
pub(crate) fn redundant(corpus: &Corpus) -> Made<'_> {
    let words = dictionary();
    let known: Vec<(&str, &str)> = words
        .words()
        .iter()
        .filter(|it| it.kind == WordKind::Redundant && it.when.is_empty())
        .filter(|it| !it.wrong.contains('…') && it.unless.is_empty())
        .filter_map(|it| Some((it.right.as_deref()?, it.wrong.as_str())))
        .collect();
    every(corpus, |document, index, line| {
        let found = known.iter().filter_map(|(right, slip)| {
            let range = all(line, right).into_iter().next()?;
            let quoted = line[..range.start]
                .rfind('《')
                .is_some_and(|it| !line[it..range.start].contains('》'));
            if quoted {
                return None;
            }
            let begins = slip.find(right).unwrap_or(0);
            let there = line.get(range.start.checked_sub(begins)?..).unwrap_or("");
            (!there.starts_with(slip)).then(|| document.change(index, range, slip))
        });
        found.take(3).collect()
    })
}

fn pairs<'c>(corpus: &'c Corpus, pairs: &'static [(&'static str, &'static str)]) -> Made<'c> {
    every(corpus, |document, index, line| {
        let found = pairs.iter().filter_map(|(right, slip)| {
            let range = all(line, right).into_iter().next()?;
            let quoted = line[..range.start]
                .rfind('《')
                .is_some_and(|it| !line[it..range.start].contains('》'));
            if quoted {
                return None;
            }
            // The slip must not stand there already: 涉及到 is no new fault.
            (!line[range.start..].starts_with(slip)).then(|| document.change(index, range, slip))
        });
        found.collect()
    })
}
