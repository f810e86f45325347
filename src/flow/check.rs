//! Checking a document (校核): the file read, the rules run, what was dismissed set aside, the files written.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail};
use catalog::Catalog;
use report::check::tie::Outcome;
use report::check::{
    CheckFinding, Checked, Dismissal, Notes, Options, Origin, Text, admit_size, all_rules,
    annotate, check_read, fix_plain, read_text,
};
use terms::{Grade, Period};

use crate::command::{CheckArgs, Place};
use crate::context::{self, Context};
use crate::flow::capture::file_name;
use crate::flow::figure::When;
use crate::flow::tie;
use crate::say::Findings;

/// Author of comments and tracked changes.
const AUTHOR: &str = "通途校核";
/// No file larger is read, whatever its directory entry says; the checker's own limit is lower.
const READ_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A document and what was found in it (校核结果).
pub(crate) struct Review {
    /// File name, without folder.
    pub(crate) name: String,
    bytes: Vec<u8>,
    pub(crate) text: Text,
    /// In the order of the text, without what was dismissed.
    pub(crate) findings: Vec<CheckFinding>,
    /// What was dismissed, with the reason.
    pub(crate) dismissed: Vec<(CheckFinding, String)>,
    /// With a base: how its numbers stand to the ledgers, one sentence each.
    pub(crate) explained: Vec<String>,
}

/// What is asked of a check beside the document itself.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) period: Option<Period>,
    pub(crate) switched_off: BTreeSet<String>,
    /// Last period's document.
    pub(crate) previous: Option<Text>,
    /// Where figures that count like things differ: whether it is said by which records. Only for who may see them all.
    pub(crate) explain: bool,
    /// Whether the sentences name the command that shows more.
    pub(crate) commands: bool,
}

/// Reads and checks a document; asks the base only when the user named one.
pub(crate) async fn review(
    place: &Place,
    args: &CheckArgs,
    dismissed: &[Dismissal],
) -> Result<Review> {
    let asked = Asked {
        period: args.period.as_deref().map(period).transpose()?,
        switched_off: switched_off(&args.off)?,
        previous: args.previous.as_deref().map(read_previous).transpose()?,
        explain: true,
        commands: true,
    };
    let document = read(&args.file)?;
    let text = read_text(&document.0, &document.1).map_err(|it| Findings(vec![*it]))?;
    let catalog = context::sound_catalog(place)?;
    if !place.base_given {
        return judge(&catalog, None, document, text, asked, dismissed).await;
    }
    let context = Context::open(place).await?;
    let review = judge(&catalog, Some(&context), document, text, asked, dismissed).await;
    context.base.close().await;
    review
}

/// Checks a document that was read; with a context, against the figures of its ledgers as well.
pub(crate) async fn judge(
    catalog: &Catalog,
    ledgers: Option<&Context>,
    (name, bytes): (String, Vec<u8>),
    text: Text,
    asked: Asked,
    dismissed: &[Dismissal],
) -> Result<Review> {
    let (explain, commands) = (asked.explain, asked.commands);
    let options = Options {
        period: asked.period,
        switched_off: asked.switched_off,
        previous: asked.previous,
        words: Arc::clone(&catalog.words),
        ..Options::default()
    };
    let mut checked = Checked::new(&text, options.period);
    let mut explained = Vec::new();
    if let Some(context) = ledgers {
        let previous = options.previous.as_ref();
        (checked, explained) = ask_ledgers(context, checked, previous, explain, commands).await?;
    }
    let checked = checked.beside(options.previous.as_ref()).with_words(&options.words);
    // Checking is computing: it must not hold up those who wait for the base.
    let all = tokio::task::block_in_place(|| check_read(&checked, &options));
    let mut review =
        Review { name, bytes, text, findings: Vec::new(), dismissed: Vec::new(), explained };
    for finding in all {
        match dismissed.iter().find(|it| it.silences(&finding)) {
            Some(dismissal) => review.dismissed.push((finding, dismissal.reason.clone())),
            None => review.findings.push(finding),
        }
    }
    Ok(review)
}

/// Ties the numbers of a text to the figures of the ledgers; gives it back with what explains numbers that look alike and
/// are not the same, and who confirmed its zeros.
async fn ask_ledgers<'t>(
    context: &Context,
    checked: Checked<'t>,
    previous: Option<&Text>,
    explain: bool,
    commands: bool,
) -> Result<(Checked<'t>, Vec<String>)> {
    let Some(period) = checked.period else {
        bail!(
            "要与台账对应，先要知道文稿总结的是哪个期间：题目里没有写，请加 --period，如 --period 2021H1"
        );
    };
    let when = When { period, as_of: period.last_day(), known_at: None };
    let ledgers = tie::ledgers(context, None, when, previous).await?;
    let checked = checked.tied(Some(Arc::clone(&ledgers.known)));
    let explained = match explain {
        true => tie::explain(context, &ledgers, &checked.ties, when).await?,
        false => Vec::new(),
    };
    let zeros = tie::confirmations(context, &ledgers, &checked.ties, when).await?;
    let of = |outcome| checked.ties.iter().filter(|it| it.outcome == outcome).count();
    let hint = if commands { "；逐处看 tongtu ties" } else { "" };
    let mut said = vec![format!(
        "与台账对应（{}，截至{}）：一致{}处，不一致{}处，台账无数{}处，不能确定{}处，无台账支持{}处{hint}",
        period.in_words(),
        when.as_of,
        of(Outcome::Agrees),
        of(Outcome::Differs),
        of(Outcome::Missing),
        of(Outcome::Ambiguous),
        of(Outcome::Unsupported),
    )];
    let words = |it: tie::Explanation| if commands { it.told() } else { it.words };
    said.extend(explained.into_iter().map(|it| format!("口径：{}", words(it))));
    said.extend(zeros.into_iter().map(|(title, who)| format!("零报告：《{title}》由{who}确认")));
    Ok((checked, said))
}

fn read_previous(path: &Path) -> Result<Text> {
    let (name, bytes) = read(path)?;
    Ok(read_text(&name, &bytes).map_err(|it| Findings(vec![*it]))?)
}

fn period(words: &str) -> Result<Period> {
    words.parse().map_err(|_| anyhow!("“{words}”不是期间；写法如 2021H1、2021Q2、2021-06、2021"))
}

fn switched_off(rules: &[String]) -> Result<BTreeSet<String>> {
    for rule in rules {
        if !all_rules().any(|it| it.id == rule) {
            bail!("没有“{rule}”这条规则；全部规则见 tongtu rules");
        }
    }
    Ok(rules.iter().cloned().collect())
}

/// The bytes of a document; its size is looked at before it is read.
fn read(path: &Path) -> Result<(String, Vec<u8>)> {
    let name = file_name(path);
    let failed = || format!("读不出 {}", path.display());
    let about = fs::metadata(path).with_context(failed)?;
    if about.is_dir() {
        bail!("{} 是文件夹，不是文件；请写一个 .docx、.txt 或 .md 文件", path.display());
    }
    admit_size(&name, about.len()).map_err(|it| Findings(vec![*it]))?;
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(failed)?;
    file.take(READ_BYTES_MAX).read_to_end(&mut bytes).with_context(failed)?;
    Ok((name, bytes))
}

impl Review {
    /// How many findings of a grade are open.
    pub(crate) fn count(&self, grade: Grade) -> usize {
        self.findings.iter().filter(|it| it.grade == grade).count()
    }

    /// Writes a copy with the safe corrections made; gives its path and which findings were put right.
    pub(crate) fn write_fixed(
        &self,
        original: &Path,
        overwrite: bool,
    ) -> Result<(PathBuf, Vec<usize>)> {
        let path = beside(original, "-已改");
        let (bytes, done) = self.fixed()?;
        write(&path, &bytes, original, overwrite)?;
        Ok((path, done))
    }

    /// The file with the safe corrections made, in Word as tracked changes; and which findings they put right.
    pub(crate) fn fixed(&self) -> Result<(Vec<u8>, Vec<usize>)> {
        if !self.is_word() {
            let fixed = fix_plain(&self.bytes, &self.text, &self.findings)
                .ok_or_else(|| anyhow!("{} 改不了：文字编码无法写回", self.name))?;
            return Ok((fixed.bytes, fixed.done));
        }
        let made = annotate(&self.bytes, &self.text, &self.findings, notes(false))
            .map_err(|it| anyhow!(it).context(format!("{} 改不了：文档结构异常", self.name)))?;
        Ok((made.bytes, made.done))
    }

    /// Whether the document is a Word file.
    pub(crate) fn is_word(&self) -> bool {
        let first = self.text.paragraphs.first().map(|it| &it.origin);
        matches!(first, Some(Origin::Word { .. }))
    }

    /// Writes a docx with a comment at every finding and the safe corrections as tracked changes.
    pub(crate) fn write_annotated(
        &self,
        original: &Path,
        path: &Path,
        overwrite: bool,
    ) -> Result<Vec<usize>> {
        if path.extension().is_none_or(|it| !it.eq_ignore_ascii_case("docx")) {
            bail!("带批注的文件只能是 .docx，请改 {}", path.display());
        }
        let (bytes, done) = self.annotated()?;
        write(path, &bytes, original, overwrite)?;
        Ok(done)
    }

    /// The docx with a comment at every finding and the safe corrections as tracked changes.
    pub(crate) fn annotated(&self) -> Result<(Vec<u8>, Vec<usize>)> {
        let made = annotate(&self.bytes, &self.text, &self.findings, notes(true))
            .map_err(|it| anyhow!(it).context(format!("{} 加不了批注：文档结构异常", self.name)))?;
        Ok((made.bytes, made.done))
    }
}

fn notes(comments: bool) -> Notes<'static> {
    Notes { author: AUTHOR, at: context::local(context::now()), comments, changes: true }
}

/// `总结.docx` → `总结-已改.docx`, in the same folder.
pub(crate) fn beside(original: &Path, mark: &str) -> PathBuf {
    let stem = original.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = original.extension().map(|it| format!(".{}", it.to_string_lossy()));
    original.with_file_name(format!("{stem}{mark}{}", ending.unwrap_or_default()))
}

/// Writes an output: never over the original, over another file only when the user says so.
pub(crate) fn write(path: &Path, bytes: &[u8], original: &Path, overwrite: bool) -> Result<()> {
    let is_original = || matches!((path.canonicalize(), original.canonicalize()), (Ok(one), Ok(other)) if one == other);
    if is_original() {
        bail!("{} 就是原件，不能覆盖；请换一个文件名", path.display());
    }
    let failed = || format!("写不出 {}", path.display());
    let mut how = OpenOptions::new();
    how.write(true).create(true).truncate(true).create_new(!overwrite);
    let mut file = match how.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            bail!("已有 {}，没有覆盖；确要覆盖请加 --overwrite，或者换一个文件名", path.display())
        }
        opened => opened.with_context(failed)?,
    };
    file.write_all(bytes).and_then(|()| file.sync_all()).with_context(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_file_stands_beside_its_original() {
        let named = |it: &str| beside(Path::new(it), "-已改").display().to_string();
        assert_eq!(named("文稿/上半年.总结.docx"), "文稿/上半年.总结-已改.docx");
        assert_eq!(named("总结"), "总结-已改");
    }
}
