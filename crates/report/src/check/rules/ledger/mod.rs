//! Rules that compare a text with the ledgers (与台账比对); they say nothing where no base is at hand.

mod figure_ambiguous;
mod figure_differs;
mod figure_omitted;

use crate::check::rule::Rule;
use crate::check::tie::KnownFigure;

pub(super) const RULES: &[Rule] =
    &[figure_differs::RULE, figure_ambiguous::RULE, figure_omitted::RULE];

/// A figure as people are told of it: 《超限超载违章案件》（F061）.
fn named(figure: &KnownFigure) -> String {
    let number = figure.refs.first().map_or_else(|| figure.id.clone(), Clone::clone);
    format!("《{}》（{number}）", figure.title)
}

#[cfg(test)]
mod trial {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use catalog::{Catalog, Source};
    use terms::{Figure, Period};

    use crate::check::read_text;
    use crate::check::rule::{Checked, Rule};
    use crate::check::tie::Known;

    const OUTLINE: &str = r#"
title = "半年工作总结"
about = "用于测试。"

[outline]
title = ["{period}工作总结"]
signature = "某县交通运输局"
file_name = "{period}工作总结"
dated_after_days = 2
for_period = "half"
sections = ["01_all.toml"]
"#;
    const SECTION: &str = r#"
[[block]]
level = 1
heading = "开展联合治超"
text = "{period}检查车辆{overload/checks}，查处超限超载案件{overload/cases}；卸载货物{overload/unloaded}，{overload/injuries|zero=未发生执法人员受伤}。"
"#;

    fn indicator(title: &str, unit: &str, places: u32, number: &str) -> String {
        format!(
            "title = \"{title}\"\nabout = \"用于测试。\"\nrefs = [\"{number}\"]\nkind = \"flow\"\nunit = \"{unit}\"\nplaces = {places}\nowner = \"执法股\"\nfrom = \"a/b\"\nmeasure = {{ count = \"records\" }}\n"
        )
    }

    fn known() -> Known {
        let file = |path: &str, text: String| Source { path: path.to_owned(), text };
        let all = [
            ("checks", "检查车辆", "辆次", 0, "F001", "5087"),
            ("cases", "超限超载案件", "宗", 0, "F002", "309"),
            ("unloaded", "卸载货物", "吨", 2, "F003", "6050.714"),
            ("injuries", "执法人员受伤", "起", 0, "F004", "0"),
        ];
        let mut sources = vec![
            file("reports/half/outline.toml", OUTLINE.to_owned()),
            file("reports/half/01_all.toml", SECTION.to_owned()),
        ];
        let period: Period = "2021H1".parse().unwrap();
        let mut figures = BTreeMap::new();
        for (name, title, unit, places, number, value) in all {
            let text = indicator(title, unit, places, number);
            sources.push(file(&format!("indicators/overload/{name}.toml"), text));
            let id = format!("overload/{name}");
            let figure = Figure {
                id: id.clone(),
                refs: vec![number.to_owned()],
                title: title.to_owned(),
                value: value.parse().ok(),
                unit: unit.to_owned(),
                places,
                period,
                as_of: period.last_day(),
                records: 0,
                parts: Vec::new(),
                fingerprint: String::new(),
                notes: Vec::new(),
            };
            figures.insert(id, figure);
        }
        // The ledger that the indicators name is not needed here; what the catalog says of it is left aside.
        let (catalog, _): (Catalog, _) = catalog::load(&sources);
        Known::new(&catalog, &[&catalog.reports["half"]], &figures)
    }

    /// The words on which the rule fires, with the reason; the text stands below a title and a heading.
    pub(super) fn said(rule: &Rule, text: &str) -> Vec<(String, String)> {
        let text = format!("某县2021年上半年工作总结\n一、开展联合治超\n{text}\n");
        let text = read_text("文稿.txt", text.as_bytes()).unwrap();
        let checked = Checked::new(&text, "2021H1".parse().ok()).tied(Some(Arc::new(known())));
        let hits = (rule.check)(&checked);
        hits.into_iter().map(|it| (checked.slice(it.span).to_owned(), it.reason)).collect()
    }

    /// The rule fires on these words and the reasons say these words.
    #[track_caller]
    pub(super) fn fires(rule: &Rule, text: &str, expected: &[(&str, &str)]) {
        let seen = said(rule, text);
        assert_eq!(seen.len(), expected.len(), "{seen:?}");
        for (seen, expected) in seen.iter().zip(expected) {
            assert_eq!(seen.0, expected.0, "{seen:?}");
            assert!(seen.1.contains(expected.1), "{seen:?}");
        }
    }

    /// The rule says nothing.
    #[track_caller]
    pub(super) fn silent(rule: &Rule, text: &str) {
        fires(rule, text, &[]);
    }
}
