//! Names of projects in headings (项目名称): which work a paragraph speaks of.

use crate::check::rule::Checked;

/// The shortest name of a project, in characters; 改造工程 alone names none.
const NAME_CHARS_MIN: usize = 8;
/// Sections are at most five deep.
const DEPTH_MAX: usize = 5;

/// The project that the innermost heading over a paragraph names: 省道260线文塔大桥至水口大桥段改建工程.
pub(super) fn project_of(checked: &Checked<'_>, paragraph: usize) -> Option<String> {
    let text = checked.text;
    let mut next = text.paragraphs.get(paragraph)?.section;
    for _ in 0..DEPTH_MAX {
        let section = text.sections.get(next?)?;
        let opening = text.paragraphs.get(section.paragraph)?;
        let name = opening.text.get(opening.heading.clone()).and_then(name);
        if name.is_some() {
            return name;
        }
        next = section.parent;
    }
    None
}

/// The words up to the first 工程 or 项目, what stands in brackets left out.
pub(super) fn name(heading: &str) -> Option<String> {
    let mut depth = 0_u32;
    let open: String = heading
        .chars()
        .filter(|it| {
            match it {
                '（' | '(' => depth += 1,
                '）' | ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    let ends = ["工程", "项目"].iter().filter_map(|it| open.find(it).map(|at| at + it.len()));
    let name = open.get(..ends.min()?)?;
    (name.chars().count() >= NAME_CHARS_MIN).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_ends_with_the_work() {
        let long = "省道260线文塔大桥至水口大桥段改建工程";
        assert_eq!(name(long).as_deref(), Some(long));
        assert_eq!(name(&format!("{long}（一期工程）用地未批")).as_deref(), Some(long));
        assert_eq!(name("工程建设方面"), None);
        assert_eq!(name("抓好客运站场防控工作"), None);
    }
}
