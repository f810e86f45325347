//! Hiding the middle of a number that belongs to a person (脱敏).

/// Keeps the first `head` and last `tail` characters and puts a star for each between; a text with nothing between
/// is hidden altogether.
pub(crate) fn mask(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let shown = |at: usize| count > head + tail && (at < head || at >= count - tail);
    text.chars().enumerate().map(|(at, mark)| if shown(at) { mark } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, head: usize, tail: usize, expected: &str) {
        assert_eq!(mask(text, head, tail), expected);
    }

    #[test]
    fn the_middle_is_hidden() {
        check("13800138000", 3, 4, "138****8000");
        check("7801234", 0, 4, "***1234");
    }

    #[test]
    fn a_text_without_a_middle_is_hidden_altogether() {
        check("1234567", 3, 4, "*******");
        check("张三", 6, 4, "**");
        check("", 3, 4, "");
    }
}
