//! Whether a text is a regulation (法规、制度): it repeats itself and sets many limits on purpose.

use crate::check::rule::Checked;

/// From this many articles on, a text is a regulation.
const ARTICLES_MIN: usize = 3;

/// Whether the text is written in articles: 第一条, 第二条.
pub(super) fn is_regulation(checked: &Checked<'_>) -> bool {
    let articles = checked.paragraphs().filter(|it| is_article(&it.1.text));
    articles.take(ARTICLES_MIN).count() == ARTICLES_MIN
}

/// 第二十三条 at the front of a paragraph.
fn is_article(text: &str) -> bool {
    let Some(rest) = text.trim_start_matches(['*', ' ']).strip_prefix('第') else { return false };
    let numeral =
        rest.chars().take_while(|it| "零一二三四五六七八九十百千0123456789".contains(*it));
    let numeral: String = numeral.take(8).collect();
    !numeral.is_empty() && rest.get(numeral.len()..).is_some_and(|it| it.starts_with('条'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_known_by_their_numbers() {
        assert!(is_article("第一条 为了加强公路管理"));
        assert!(is_article("**第二十三条** 违反规定的"));
        assert!(!is_article("第四根桩基础正在冲孔"));
        assert!(!is_article("根据第四条规定"));
    }
}
