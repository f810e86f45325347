//! Reading the lists of wrong words (读用词表): one line a word, what all words of a file share at the top.

use terms::Grade;

use super::nearest;
use super::node::{File, Table};
use crate::words::WORD_CHARS_MAX;
use crate::{WordAuthority, WordDef, WordKind};

const KINDS: [(&str, WordKind); 7] = [
    ("wrong", WordKind::Wrong),
    ("term", WordKind::Term),
    ("redundant", WordKind::Redundant),
    ("particle", WordKind::Particle),
    ("comparison", WordKind::Comparison),
    ("negation", WordKind::Negation),
    ("missing", WordKind::Missing),
];
const GRADES: [(&str, Grade); 3] =
    [("must", Grade::Must), ("verify", Grade::Verify), ("improve", Grade::Improve)];
const AUTHORITIES: [(&str, WordAuthority); 3] = [
    ("usage", WordAuthority::Usage),
    ("habit", WordAuthority::Habit),
    ("bureau", WordAuthority::Bureau),
];

/// What the words of a file share, unless a word says otherwise.
struct Shared {
    kind: WordKind,
    grade: Option<Grade>,
    authority: Option<WordAuthority>,
    reason: String,
}

pub(crate) fn read(file: &File<'_>, path: &str) -> Vec<WordDef> {
    file.read("用词表", |top| {
        let _ = (top.need_text("title"), top.need_text("about"));
        let _ = top.need_text("kind");
        let shared = Shared {
            kind: choice(top, "kind", &KINDS).unwrap_or(WordKind::Wrong),
            grade: choice(top, "grade", &GRADES),
            authority: choice(top, "authority", &AUTHORITIES),
            reason: top.text("reason"),
        };
        top.tables("words", "词条").iter().map(|it| word(it, &shared, path)).collect()
    })
}

/// One of a closed list of names.
fn choice<T: Copy>(table: &Table<'_, '_>, key: &str, names: &[(&str, T)]) -> Option<T> {
    let word = table.word(key)?;
    let found = names.iter().find(|it| it.0 == word.text).map(|it| it.1);
    if found.is_none() {
        let all = || names.iter().map(|it| it.0);
        let mend = match nearest(&word.text, all()) {
            Some(near) => format!("是否想写“{near}”？"),
            None => format!("可用：{}", all().collect::<Vec<_>>().join("、")),
        };
        table.file.fault("word_choice", word.span, format!("“{key}”没有“{}”", word.text), mend);
    }
    found
}

fn word(table: &Table<'_, '_>, shared: &Shared, path: &str) -> WordDef {
    let wrong = table.need_text("wrong");
    let right = table.word("right").map(|it| it.text);
    pattern(table, &wrong, right.as_deref());
    let reason = table.text("reason");
    let reason = if reason.is_empty() { shared.reason.clone() } else { reason };
    let word = WordDef {
        kind: choice(table, "kind", &KINDS).unwrap_or(shared.kind),
        grade: choice(table, "grade", &GRADES).or(shared.grade).unwrap_or(Grade::Must),
        authority: choice(table, "authority", &AUTHORITIES)
            .or(shared.authority)
            .unwrap_or(WordAuthority::Usage),
        unless: table.texts("unless"),
        when: table.texts("when"),
        example: table.need_text("example"),
        counter: table.text("counter"),
        file: path.to_owned(),
        line: table.file.line(&table.span),
        wrong,
        right,
        reason,
    };
    table.finish();
    complete(table, &word);
    word
}

/// What is looked for can be looked for, and the correction is one.
fn pattern(table: &Table<'_, '_>, wrong: &str, right: Option<&str>) {
    let fault = |what: String, mend: &str| {
        table.file.fault("word_pattern", table.span_of("wrong"), what, mend);
    };
    let gaps = wrong.matches('…').count();
    let open = wrong.starts_with('…') || wrong.ends_with('…');
    if gaps > 1 || gaps == 1 && open {
        fault(format!("“{wrong}”里的省略号不对"), "省略号最多一个，写成一个“…”，两边都要有字");
    }
    let length = wrong.chars().count();
    if length == 1 || length > WORD_CHARS_MAX {
        fault(format!("“{wrong}”太短或太长"), "写2至40个字：一个字会误报，太长的句子不会再出现");
    }
    if let Some(right) = right
        && (right == wrong || right.matches('…').count() > gaps)
    {
        fault(format!("“{wrong}”改为“{right}”不成为改正"), "写出不同的改法，省略号不多于原来的");
    }
}

/// A word says why, and shows where it is right if it is not wrong everywhere.
fn complete(table: &Table<'_, '_>, word: &WordDef) {
    if word.reason.is_empty() {
        let what = format!("“{}”没有写理由", word.wrong);
        table.file.fault("missing_key", table.span.clone(), what, "请补上 reason = …");
    }
    let conditional = !word.unless.is_empty() || !word.when.is_empty() || word.right.is_none();
    if conditional && word.counter.is_empty() {
        let what = format!("“{}”没有写反例", word.wrong);
        let mend = "有 unless、when 或者没有 right 的词条，请补上 counter：同样的字、却不错的一句";
        table.file.fault("missing_key", table.span.clone(), what, mend);
    }
}
