//! Reading terms of law (读法定期限): one file a law, one table a term, one line a version.

use super::is_name;
use super::node::{File, Table, Word};
use crate::{Certainty, Term, TermUnit, TermVersion};

pub(crate) fn read(file: &File<'_>, id: &str) -> Vec<Term> {
    file.read("法定期限", |top| {
        let _ = (top.need_text("title"), top.need_text("about"));
        let mut terms: Vec<Term> = Vec::new();
        for table in top.tables("term", "期限") {
            let (term, name) = term(&table, id);
            if terms.iter().any(|it| it.id == term.id) {
                let what = format!("期限“{}”写了两次", name.text);
                file.fault("duplicate", name.span, what, "请改名或删去一个");
            } else {
                terms.push(term);
            }
        }
        if terms.is_empty() {
            let mend = "请写 [[term]]";
            file.fault("missing_key", top.span.clone(), "没有写任何期限", mend);
        }
        terms
    })
}

fn term(table: &Table<'_, '_>, law: &str) -> (Term, Word) {
    let (name, label) = (table.need_word("name"), table.need_text("label"));
    if !name.text.is_empty() && !is_name(&name.text) {
        let what = format!("期限名“{}”不合规", name.text);
        table.file.fault("name", name.span.clone(), what, "用小写英文、数字和下划线，字母开头");
    }
    let tables = table.tables("versions", "期限版本");
    if tables.is_empty() {
        let what = format!("期限“{label}”没有版本");
        let mend = "请写 versions = [ { from = …, days = …, unit = …, cite = …, certainty = … } ]";
        table.file.fault("missing_key", table.span.clone(), what, mend);
    }
    let mut versions: Vec<TermVersion> = Vec::new();
    for own in &tables {
        let Some(version) = version(own) else { continue };
        let meets = versions.last().is_some_and(|it| it.until.is_none_or(|it| version.from <= it));
        if meets {
            let what = format!("期限“{label}”的两个版本同时有效，或次序颠倒");
            own.file.fault(
                "term",
                own.span.clone(),
                what,
                "前一版写 until，后一版的 from 在它之后",
            );
        }
        versions.push(version);
    }
    table.finish();
    (Term { id: format!("{law}/{}", name.text), label, versions }, name)
}

fn version(table: &Table<'_, '_>) -> Option<TermVersion> {
    let fault = |key: &str, what: &str, mend: &str| {
        table.file.fault("term", table.span_of(key), what.to_owned(), mend.to_owned());
    };
    let (from, until) = (table.need_day("from"), table.day("until"));
    let (amount, unit) = amount(table);
    if amount == 0 {
        let what = "期限要写大于零的 days、months 或 hours";
        fault("days", what, "如 days = 20, unit = \"working\"");
    }
    let extend = table.count("extend", 3660).unwrap_or(0);
    let times = table.count("times", 9).unwrap_or(u32::from(extend > 0));
    if (extend == 0) != (times == 0) {
        fault("times", "延期的天数 extend 与次数 times 不相配", "准许延期的两样都大于零");
    }
    if extend > 0 && unit == TermUnit::Hour {
        fault("extend", "按小时计算的期限不延期", "删去 extend、times");
    }
    let rolls = table.word("rolls").map(|it| it.text);
    if rolls.is_some() && unit == TermUnit::Working {
        fault("rolls", "工作日期限的最后一日必是工作日，不用写 rolls", "删去 rolls");
    }
    if rolls.is_some() && unit == TermUnit::Hour {
        fault("rolls", "按小时计算的期限不顺延", "删去 rolls");
    }
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        fault("until", "停用日早于启用日", "请改 from、until");
    }
    let (cite, certainty) = (table.need_text("cite"), certainty(table));
    table.finish();
    let from = from?;
    Some(TermVersion { from, until, amount, unit, extend, times, rolls, cite, certainty })
}

fn amount(table: &Table<'_, '_>) -> (u32, TermUnit) {
    let (days, months) = (table.count("days", 3660), table.count("months", 120));
    let hours = table.count("hours", 720);
    let others = [("months", months, TermUnit::Month), ("hours", hours, TermUnit::Hour)];
    if let Some((key, amount, unit)) = others.into_iter().find(|it| it.1.is_some()) {
        let alone = months.is_none() || hours.is_none();
        if days.is_some() || table.word("unit").is_some() || !alone {
            let what = format!("写了 {key} 就不写别的数和 unit");
            table.file.fault("term", table.span_of(key), what, "只留一种");
        }
        return (amount.unwrap_or(0), unit);
    }
    let word = table.need_word("unit");
    let unit = match word.text.as_str() {
        "working" => TermUnit::Working,
        "natural" => TermUnit::Natural,
        other => {
            let what = format!("没有“{other}”这种计日方式");
            table.file.fault("term", word.span, what, "用 working（工作日）或 natural（自然日）");
            TermUnit::Working
        }
    };
    (days.unwrap_or(0), unit)
}

fn certainty(table: &Table<'_, '_>) -> Certainty {
    let word = table.need_word("certainty");
    match word.text.as_str() {
        "read" => Certainty::Read,
        "known" => Certainty::Known,
        "local" => Certainty::Local,
        other => {
            let what = format!("没有“{other}”这种把握");
            let mend = "用 read（条文已核）、known（通行说法）或 local（本地默认）";
            table.file.fault("term", word.span, what, mend);
            Certainty::Local
        }
    }
}
