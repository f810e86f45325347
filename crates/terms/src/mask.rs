//! Hiding the middle of a number that belongs to a person (脱敏).

/// Keeps the first `head` and last `tail` characters and puts a star for each between; a text with nothing between
/// is hidden altogether.
pub(crate) fn mask(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    let shown = |at: usize| count > head + tail && (at < head || at >= count - tail);
    text.chars().enumerate().map(|(at, mark)| if shown(at) { mark } else { '*' }).collect()
}
