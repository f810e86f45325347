//! Brackets and their partners (成对标点): one pass with a stack, linear however the text is made.

/// What one pass over a paragraph finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Pairs: byte and mark of the opening, byte and mark of the closing one.
    pub(super) closed: Vec<Pair>,
    /// Marks without a partner: byte and mark.
    pub(super) lonely: Vec<(usize, char)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) open: (usize, char),
    pub(super) close: (usize, char),
    /// How many opened marks of the same kinds are around it.
    pub(super) depth: usize,
    /// The opening mark next around it.
    pub(super) around: Option<char>,
}

/// Pairs up the marks of `kinds`: each a string of opening marks and one of closing marks that fit each other.
pub(super) fn pairs(text: &str, kinds: &[(&str, &str)]) -> Pairs {
    let mut found = Pairs::default();
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    for (at, mark) in text.char_indices() {
        if let Some(kind) = kinds.iter().position(|it| it.0.contains(mark)) {
            open.push((at, mark, kind));
        } else if let Some(kind) = kinds.iter().position(|it| it.1.contains(mark)) {
            match open.last().copied().filter(|it| it.2 == kind) {
                Some((start, first, _)) => {
                    open.pop();
                    found.closed.push(Pair {
                        open: (start, first),
                        close: (at, mark),
                        depth: open.len(),
                        around: open.last().map(|it| it.1),
                    });
                }
                None => found.lonely.push((at, mark)),
            }
        }
    }
    found.lonely.extend(open.into_iter().map(|it| (it.0, it.1)));
    found.lonely.sort_unstable();
    found.closed.sort_unstable_by_key(|it| it.open.0);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_nest_and_lonely_marks_are_told() {
        let found = pairs("《甲《乙》》（丙", &[("《", "》"), ("（", "）")]);
        let depths: Vec<usize> = found.closed.iter().map(|it| it.depth).collect();
        assert_eq!((depths, found.lonely), (vec![0, 1], vec![("《甲《乙》》".len(), '（')]));
        let around: Vec<Option<char>> = found.closed.iter().map(|it| it.around).collect();
        assert_eq!(around, [None, Some('《')]);
    }
}
