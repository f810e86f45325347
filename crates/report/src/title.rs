//! Breaking a long title (标题回行).
//!
//! GB/T 9704-2012, 7.3.1: 回行时做到词意完整，排列对称，长短适宜. Without a dictionary, breaks are sought where words of titles surely
//! end; lines come out as even as that allows.

/// Characters of 2号 that fit into the 156 mm of the type area: 156 ÷ (22 × 0.3528) = 20.1.
const LINE_HALVES_MAX: usize = 40;

/// Breaks a title into lines of at most twenty characters, half-width ones counted half. Nothing is added or lost.
pub(crate) fn lines(title: &str) -> Vec<String> {
    let marks: Vec<char> = title.chars().collect();
    let total = halves(&marks);
    if total <= LINE_HALVES_MAX {
        return vec![title.to_owned()];
    }
    let wanted = total / total.div_ceil(LINE_HALVES_MAX);
    // Cheapest way to break the first `end` characters, and where its last line begins.
    let mut best: Vec<(usize, usize)> = vec![(0, 0)];
    for end in 1..=marks.len() {
        let torn = if end == marks.len() { 0 } else { cost(&marks, end) };
        let way = (0..end)
            .filter(|start| halves(&marks[*start..end]) <= LINE_HALVES_MAX || end - start == 1)
            .map(|start| {
                let uneven = halves(&marks[start..end]).abs_diff(wanted);
                (best[start].0 + torn + uneven * uneven, start)
            })
            .min();
        best.push(way.unwrap_or((usize::MAX, end - 1)));
    }
    let (mut lines, mut end) = (Vec::new(), marks.len());
    while end > 0 {
        let start = best[end].1;
        lines.push(marks[start..end].iter().collect());
        end = start;
    }
    lines.reverse();
    lines
}

/// What it costs to break before `place`: little where a word ends, much inside of one.
fn cost(marks: &[char], place: usize) -> usize {
    let (before, after) = (marks[place - 1], marks[place]);
    let rest: String = marks[place..].iter().collect();
    let head: String = marks[..place].iter().collect();
    if after.is_ascii_alphanumeric() && before.is_ascii_alphanumeric()
        || "的》”）、，：".contains(after)
        || "《“（和与及暨".contains(before)
        || after == '年'
    {
        return 100_000;
    }
    if "和与及暨".contains(after) {
        return 0;
    }
    let begins =
        ["关于", "工作", "下半年", "上半年", "情况", "贯彻", "落实", "开展", "做好", "《", "“"];
    let ends =
        ["的", "》", "”", "、", "，", "：", "年", "季度", "局", "政府", "委员会", "办公室", "关于"];
    let torn = [
        "工作总结",
        "工作思路",
        "工作报告",
        "工作方案",
        "工作要点",
        "工作计划",
        "上半年",
        "下半年",
    ];
    let inside = torn.iter().any(|word| {
        let length = word.chars().count();
        (1..length).any(|cut| {
            place >= cut
                && place + length - cut <= marks.len()
                && marks[place - cut..place + length - cut].iter().copied().eq(word.chars())
        })
    });
    if inside {
        return 100_000;
    }
    if begins.iter().any(|it| rest.starts_with(it)) || ends.iter().any(|it| head.ends_with(it)) {
        return 400;
    }
    4_000
}

fn halves(marks: &[char]) -> usize {
    marks.iter().map(|it| if it.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(title: &str, expected: &[&str]) {
        assert_eq!(lines(title), expected);
    }

    #[test]
    fn a_short_title_stays_on_its_line() {
        check("县交通运输局2021年上半年工作总结", &["县交通运输局2021年上半年工作总结"]);
        check(&"局".repeat(20), &["局".repeat(20).as_str()]);
    }

    #[test]
    fn a_long_title_is_broken_between_words() {
        check(
            "县交通运输局2021年上半年工作总结和下半年工作思路",
            &["县交通运输局2021年上半年工作总结", "和下半年工作思路"],
        );
        check(
            "阳山县交通运输局关于印发《交通运输系统安全生产工作方案》的通知",
            &["阳山县交通运输局关于印发", "《交通运输系统安全生产工作方案》的通知"],
        );
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_every_line_fits(title in "[县局的和与年工作总结上下半关于《》0-9a]{0,80}") {
            let lines = lines(&title);
            prop_assert_eq!(lines.concat(), title);
            for line in &lines {
                prop_assert!(halves(&line.chars().collect::<Vec<_>>()) <= LINE_HALVES_MAX);
            }
        }
    }
}
