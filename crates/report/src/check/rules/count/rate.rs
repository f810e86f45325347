//! Rates and the two numbers they are made of (比率), read out of one paragraph: 完成率, 占…, 为…的.

use rust_decimal::Decimal;
use terms::{half_up, plain};

use super::line::{BACK_MAX, Item, Line, has_any, unbracketed};
use crate::check::mention::Qualifier;

/// A printed rate and the numbers that must give it; indexes into the line's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    /// The percentage.
    pub(super) rate: usize,
    /// What is divided.
    pub(super) part: usize,
    /// What it is divided by.
    pub(super) whole: usize,
}

/// Words of change: the percentage compares two times and is no share.
const CHANGES: [&str; 14] = [
    "增长", "上升", "下降", "提高", "降低", "减少", "增加", "同比", "环比", "较", "提升", "增幅",
    "降幅", "上涨",
];
const PLANNED: [&str; 14] = [
    "任务", "计划", "应", "需", "目标", "总数", "总量", "总", "共", "指标", "现有", "全部", "在册",
    "涉及",
];
const DONE: [&str; 6] = ["已", "完成", "实际", "实", "累计", "办结"];
/// What a share may be of when it is not named more closely.
pub(super) const WHOLES: [&str; 16] = [
    "",
    "总数",
    "总量",
    "任务",
    "任务数",
    "总任务",
    "任务总数",
    "全部",
    "计划",
    "年度计划",
    "年度任务",
    "计划数",
    "总投资",
    "总",
    "总里程",
    "目标",
];

/// The rates of a line whose two numbers are known for certain.
pub(super) fn rates(line: &Line<'_>) -> Vec<Rate> {
    (0..line.items.len()).filter_map(|it| rate_at(line, it)).collect()
}

/// The words right before a percentage, when it is a share or rate and no change.
pub(super) fn rate_words<'c>(line: &Line<'c>, rate: usize) -> Option<&'c str> {
    let item = line.items.get(rate).filter(|it| it.amount.unit == "%")?;
    let rough =
        [Qualifier::From, Qualifier::To, Qualifier::AtLeast, Qualifier::AtMost, Qualifier::Planned];
    let words = line.ahead(rate);
    let clause = words.rsplit(['，', '。', '；', '（']).next().unwrap_or("");
    let loose = item.mention.is_rough() && !item.mention.has(Qualifier::About);
    let skip = loose || rough.iter().any(|it| item.mention.has(*it)) || has_any(clause, &CHANGES);
    (!skip).then_some(clause)
}

fn rate_at(line: &Line<'_>, rate: usize) -> Option<Rate> {
    let clause = rate_words(line, rate)?;
    let stem = clause.trim_end_matches(['为', '达', '到', '约', '是', '：', ' ']);
    if let Some(stem) = stem.strip_suffix('率') {
        return done_of_planned(line, rate, stem);
    }
    if let Some(at) = clause.rfind('占') {
        return share(line, rate, clause.get(at + '占'.len_utf8()..)?);
    }
    matches!(clause, "的" | "的约").then(|| named_pair(line, rate)).flatten()
}

/// 任务128户，已完成131户，完成率102.3%: the done right before the rate, the planned right before the done.
fn done_of_planned(line: &Line<'_>, rate: usize, stem: &str) -> Option<Rate> {
    let part = before(line, rate, rate)?;
    let whole = before(line, part, rate)?;
    let (done, planned) = (line.items.get(part)?, line.items.get(whole)?);
    let near = unbracketed(line.ahead(rate)).matches(['，', '。', '；']).count() <= 1;
    let told = line.ahead(part).rsplit(['，', '。', '；']).next().unwrap_or("");
    let verb: String = stem.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
    let is_done = has_any(told, &DONE) || told.contains(&verb) || line.follow(part).contains(&verb);
    let is_planned = has_any(line.lead(whole), &PLANNED);
    let alike = done.amount.may_be_like(planned.amount)
        && part == whole + 1 + hidden(line, whole, part)
        && done.mention.sentence <= planned.mention.sentence + 1;
    (near
        && is_done
        && is_planned
        && alike
        && !verb.is_empty()
        && is_sharp(done)
        && is_sharp(planned))
    .then_some(Rate { rate, part, whole })
}

/// 未接入22辆，占3%: the part right before, the total among the numbers of its kind before it.
fn share(line: &Line<'_>, rate: usize, of: &str) -> Option<Rate> {
    let of = of.trim_end_matches(['的', '约', '比', '为', '达', '到', ' ']);
    let part = before(line, rate, rate)?;
    let item = line.items.get(part)?;
    let words = unbracketed(line.between(part, rate));
    let adjacent = words.matches(['，', '。', '；', '、']).count() <= 1 && part + 1 == rate;
    if !adjacent || !is_sharp(item) {
        return None;
    }
    let mut at = part;
    for _ in 0..BACK_MAX {
        at = before(line, at, part)?;
        let whole = line.items.get(at)?;
        let alike = whole.amount.is_like(item.amount) || whole.amount.unit.is_empty();
        if !alike || line.parted(at, part) {
            continue;
        }
        let total = has_any(line.lead(at), &PLANNED) || item.mention.has(Qualifier::OfWhich);
        let named =
            WHOLES.contains(&of) || line.lead(at).contains(of) || line.follow(at).contains(of);
        if total && named && is_sharp(whole) {
            return Some(Rate { rate, part, whole: at });
        }
    }
    None
}

/// 完成1620万元，占总投资4816万元的33.6%.
fn named_pair(line: &Line<'_>, rate: usize) -> Option<Rate> {
    let whole = rate.checked_sub(1)?;
    let part = whole.checked_sub(1)?;
    let (one, other) = (line.items.get(part)?, line.items.get(whole)?);
    let words = line.between(part, whole);
    let clause = words.rsplit(['，', '（']).next().unwrap_or("");
    let told = has_any(clause, &["占", "为", "相当于", "达到"]) && !words.contains(['。', '；']);
    (told && one.amount.is_like(other.amount) && is_sharp(one) && is_sharp(other)).then_some(Rate {
        rate,
        part,
        whole,
    })
}

/// The nearest number before `at` that is no percentage and does not stand in a bracket of its own.
fn before(line: &Line<'_>, at: usize, from: usize) -> Option<usize> {
    let depth = line.items.get(from)?.depth;
    (at.saturating_sub(BACK_MAX)..at).rev().find(|it| {
        line.items
            .get(*it)
            .is_some_and(|it| it.depth <= depth && !matches!(it.amount.unit, "%" | "‰"))
    })
}

/// How many items lie between two in brackets or are percentages.
fn hidden(line: &Line<'_>, from: usize, to: usize) -> usize {
    let depth = line.items.get(to).map_or(0, |it| it.depth);
    let inner = line.items.get(from + 1..to).unwrap_or_default();
    inner.iter().filter(|it| it.depth > depth || it.amount.unit == "%").count()
}

/// Whether the number can be computed with: 余, 近 and 每 tell too little.
pub(super) fn is_sharp(item: &Item<'_>) -> bool {
    use Qualifier::{Above, AtLeast, AtMost, Each, From, Nearly, Over, Short, To};
    let vague = [Above, AtLeast, AtMost, Each, From, Nearly, Over, Short, To];
    !vague.iter().any(|it| item.mention.has(*it))
}

/// Whether any two numbers near a percentage give it, other than its own pair the wrong way round.
pub(super) fn is_reproduced(line: &Line<'_>, it: Rate) -> bool {
    let rate = it.rate;
    let near = rate.saturating_sub(BACK_MAX)..rate;
    let pairs = near.clone().flat_map(|part| near.clone().map(move |whole| (part, whole)));
    pairs
        .filter(|pair| pair.0 != pair.1 && *pair != (it.whole, it.part))
        .any(|(part, whole)| gives(line, Rate { rate, part, whole }))
}

/// Whether part by whole gives the rate, each number taken as rounded to its last printed digit.
pub(super) fn gives(line: &Line<'_>, it: Rate) -> bool {
    let (Some(rate), Some(part), Some(whole)) =
        (line.items.get(it.rate), line.items.get(it.part), line.items.get(it.whole))
    else {
        return false;
    };
    if !part.alike(whole) && !part.amount.may_be_like(whole.amount) || part.amount.unit == "%" {
        return false;
    }
    let (part, whole) = (part.amount.bounds(), whole.amount.bounds());
    let (least, most) = rate.amount.bounds();
    let (Some(low), Some(high)) = (percent(part.0, whole.1), percent(part.1, whole.0)) else {
        return true;
    };
    low <= most && least <= high
}

/// Part by whole as a percentage; none for a whole of nothing.
pub(super) fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    if whole <= Decimal::ZERO {
        return None;
    }
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// 131÷128＝102.3%, with as many places as are printed.
pub(super) fn told(line: &Line<'_>, it: Rate) -> Option<String> {
    let (rate, part, whole) =
        (line.items.get(it.rate)?, line.items.get(it.part)?, line.items.get(it.whole)?);
    let value = percent(part.amount.value, whole.amount.value)?;
    let same =
        (part.mention.scale, &part.mention.unit) == (whole.mention.scale, &whole.mention.unit);
    let shown =
        |it: &Item<'_>| if same { line.numeral(it).to_owned() } else { line.print(it).to_owned() };
    let value = plain(half_up(value, rate.mention.places));
    Some(format!("{}÷{}＝{value}%", shown(part), shown(whole)))
}
