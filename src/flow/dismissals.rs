//! Dismissed findings (忽略记录): a list beside the document, read by people, found again for its next version.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use report::check::{CheckFinding, Dismissal};
use serde_json::{Value as Json, json};

/// What one list holds at most, in bytes.
const BYTES_MAX: u64 = 4 * 1024 * 1024;

/// A list and where it stands.
pub(crate) struct Dismissals {
    path: PathBuf,
    entries: Vec<Json>,
}

impl Dismissals {
    /// Opens the list of a document: the one named, or the one beside it; a list that is not there is empty.
    pub(crate) fn open(document: &Path, named: Option<&Path>) -> Result<Dismissals> {
        let path = named.map_or_else(|| list_of(document), Path::to_path_buf);
        let failed = || format!("读不出忽略记录 {}", path.display());
        let text = match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Dismissals { path, entries: Vec::new() });
            }
            Ok(about) if about.len() > BYTES_MAX => {
                bail!("忽略记录 {} 过大，不像是校核写的", path.display())
            }
            about => about.and_then(|_| fs::read_to_string(&path)).with_context(failed)?,
        };
        let broken = || anyhow!("忽略记录 {} 不是有效的 JSON，请改好或移走", path.display());
        let list: Json = serde_json::from_str(&text).map_err(|_| broken())?;
        let entries = list["忽略"].as_array().cloned().ok_or_else(broken)?;
        if entries.iter().any(|it| dismissal(it).is_none()) {
            bail!("忽略记录 {} 里有一条缺少 规则、原文、前后文 或 理由，请改好", path.display());
        }
        Ok(Dismissals { path, entries })
    }

    /// Where the list stands.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The dismissals, oldest first.
    pub(crate) fn all(&self) -> Vec<Dismissal> {
        self.entries.iter().filter_map(dismissal).collect()
    }

    /// Dismisses a finding; who and when are kept as well.
    pub(crate) fn add(&mut self, finding: &CheckFinding, reason: &str, who: &str, day: &str) {
        let it = finding.dismiss(reason);
        self.entries.push(json!({
            "规则": it.rule,
            "原文": it.quote,
            "前后文": it.context,
            "理由": it.reason,
            "问题": finding.message,
            "经办人": who,
            "日期": day,
        }));
    }

    /// Writes the list.
    pub(crate) fn save(&self) -> Result<()> {
        let list = json!({ "忽略": self.entries });
        let text = serde_json::to_string_pretty(&list)?;
        fs::write(&self.path, format!("{text}\n"))
            .with_context(|| format!("写不出忽略记录 {}", self.path.display()))
    }
}

fn dismissal(entry: &Json) -> Option<Dismissal> {
    let word = |name: &str| entry[name].as_str().map(str::to_owned);
    Some(Dismissal {
        rule: word("规则")?,
        quote: word("原文")?,
        context: word("前后文")?,
        reason: word("理由")?,
    })
}

/// The list of a document: beside it, under its name without what tells versions apart.
fn list_of(document: &Path) -> PathBuf {
    let stem = document.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    document.with_file_name(format!("{}.校核.json", series(&stem)))
}

/// A name without the marks of a version at its end: 总结-已改、总结（第二稿）、总结v3、总结_20210702、总结(1) are all 总结.
pub(crate) fn series(stem: &str) -> &str {
    let mut name = stem.trim();
    loop {
        let shorter = without_mark(name).trim_end_matches([' ', '-', '_', '—', '－', '·', '.']);
        if shorter.is_empty() {
            return name;
        }
        if shorter == name {
            return name;
        }
        name = shorter;
    }
}

fn without_mark(name: &str) -> &str {
    let bracketed = [('（', '）'), ('(', ')'), ('【', '】')];
    for (open, close) in bracketed {
        if name.ends_with(close)
            && let Some(start) = name.rfind(open)
            && is_version(&name[start + open.len_utf8()..name.len() - close.len_utf8()])
        {
            return &name[..start];
        }
    }
    let separator = |it: char| matches!(it, '-' | '_' | ' ' | '—' | '－');
    if let Some((start, mark)) = name.char_indices().rev().find(|it| separator(it.1))
        && is_version(&name[start + mark.len_utf8()..])
    {
        return &name[..start];
    }
    let digits = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    if digits.len() < name.len()
        && let Some(head) = digits.strip_suffix(['v', 'V'])
    {
        return head;
    }
    name
}

/// Whether words tell versions apart: 第二稿、终稿、已改、批注、副本、v2、20210702、1.
fn is_version(words: &str) -> bool {
    let words = words.trim();
    let known = [
        "已改",
        "批注",
        "改",
        "修改",
        "副本",
        "终稿",
        "定稿",
        "初稿",
        "送审",
        "送审稿",
        "修订",
        "最终",
        "最终版",
        "new",
    ];
    let core = words.trim_start_matches(['v', 'V', '第']).trim_end_matches(['稿', '版', '次']);
    let number = |it: char| it.is_ascii_digit() || "一二三四五六七八九十.".contains(it);
    // A bare number is a version or a day; four digits are a year, which tells documents apart.
    let sized = core != words || matches!(core.chars().count(), 1..=3 | 8);
    known.contains(&words) || !core.is_empty() && core.chars().all(number) && sized
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_document_share_one_list() {
        for name in [
            "总结",
            "总结-已改",
            "总结（第二稿）",
            "总结(1)",
            "总结_20210702",
            "总结v3",
            "总结-V2.1",
            "总结 终稿",
            "总结（送审稿）-批注",
            "总结-已改-已改",
        ] {
            assert_eq!(series(name), "总结", "{name}");
        }
    }

    #[test]
    fn names_that_only_look_alike_stay_apart() {
        for name in [
            "2021年上半年总结",
            "总结（治超办）",
            "关于K24+450",
            "20210702",
            "治超-路政",
            "总结-2021",
        ] {
            assert_eq!(series(name), name);
        }
    }

    #[test]
    fn the_list_stands_beside_the_document() {
        assert_eq!(list_of(Path::new("文稿/总结-v2.docx")), Path::new("文稿/总结.校核.json"));
    }
}
