//! The page `docs/checks.md` (校核一览): every rule with what it is worth, measured.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use report::check::{Options, all_rules, check_text, read_text};

use crate::proof::corpus::{self, Corpus};
use crate::proof::measure::{families, scores, table};

/// What people call a family.
const FAMILIES: [(&str, &str); 4] =
    [("form", "格式与标点"), ("count", "数与算术"), ("fact", "前后一致"), ("word", "词语")];

/// Hits of every rule in the founding report; none when it is not beside the repository.
fn founding_hits() -> Option<BTreeMap<&'static str, usize>> {
    let path = corpus::crate_folder().join("../../../shared/seed/report.txt");
    let text = read_text("report.txt", &fs::read(path).ok()?).ok()?;
    let options = Options { period: "2021H1".parse().ok(), ..corpus::options() };
    let mut hits = BTreeMap::new();
    for it in check_text(&text, &options) {
        *hits.entry(it.rule).or_default() += 1;
    }
    Some(hits)
}

/// The whole page; none when the founding report is not there.
pub(crate) fn page(corpus: &Corpus) -> Option<String> {
    let founding = founding_hits()?;
    let scores = scores(corpus);
    let mut alarms: BTreeMap<&str, usize> = BTreeMap::new();
    for document in &corpus.documents {
        for it in corpus::findings(&document.text()) {
            *alarms.entry(it.rule).or_default() += 1;
        }
    }
    let mut page = format!(
        "# 校核规则一览\n\n本页由 `make checks` 写成，不要手改。创始报告指阳山县交通运输局 2021 年上半年工作总结；\
         查全率把差错一处一处放进干净文稿来测；误报在 {} 份、{} 字干净文稿上数。\n",
        corpus.documents.len(),
        corpus.characters()
    );
    let families = families();
    for (family, title) in FAMILIES {
        let _ = write!(
            page,
            "\n## {title}\n\n| 规则 | 名称 | 等级 | 依据 | 创始报告命中 | 差错查到 | 误报 |\n|---|---|---|---|--:|--:|--:|\n"
        );
        for rule in all_rules().filter(|it| families.get(it.id).is_some_and(|it| it == family)) {
            let found: usize = scores.iter().filter_map(|it| it.found_by.get(rule.id)).sum();
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} | {} | {} |",
                rule.id,
                rule.title,
                rule.grade.label(),
                rule.authority.in_words(),
                founding.get(rule.id).unwrap_or(&0),
                found,
                alarms.get(rule.id).unwrap_or(&0)
            );
        }
    }
    page.push_str("\n## 查全率\n\n每种差错最多试 40 处，均匀散在各份文稿里；多条规则都查到时，只记排在前面的一条。\n\n");
    page.push_str(&table(&scores));
    Some(page)
}
