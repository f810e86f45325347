//! All rules, by family (规则目录). One family, one folder; one rule, one file.

mod count; // sums, rates, lengths, counts
mod fact; // dates, periods, units, names
mod form; // numbers of headings, marks, brackets
mod ledger; // numbers against the ledgers
mod near; // one digit off
mod word; // words and set phrases

use super::rule::Rule;

/// A family of rules (规则门类): one folder, one page of the manual.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// Name of its folder.
    pub id: &'static str,
    /// Name in Chinese.
    pub title: &'static str,
    /// Its rules, in the order of the manual.
    pub rules: &'static [Rule],
}

const FAMILIES: &[Family] = &[
    Family { id: "form", title: "格式与标点", rules: form::RULES },
    Family { id: "count", title: "数字与计算", rules: count::RULES },
    Family { id: "fact", title: "日期、单位与名称", rules: fact::RULES },
    Family { id: "word", title: "字词与用语", rules: word::RULES },
    Family { id: "ledger", title: "与台账对应", rules: ledger::RULES },
];

/// The families, in the order of the manual.
pub fn families() -> impl Iterator<Item = &'static Family> {
    FAMILIES.iter()
}

/// All rules, in the order of the manual.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    families().flat_map(|it| it.rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_rule_is_in_the_table_by_the_stem_of_its_file() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/rules");
        let mut stems = BTreeSet::new();
        for family in
            fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).filter(|it| it.is_dir())
        {
            for file in fs::read_dir(family).unwrap().map(|it| it.unwrap().path()) {
                let source = fs::read_to_string(&file).unwrap();
                if source.contains("const RULE: Rule") {
                    stems.insert(file.file_stem().unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        let listed: Vec<String> = all().map(|it| it.id.to_owned()).collect();
        assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), stems);
        assert_eq!(listed.len(), stems.len(), "an id stands twice");
    }

    #[test]
    fn every_rule_has_its_page_and_both_kinds_of_cases() {
        for rule in all() {
            let page = rule.page();
            for part in ["为什么：", "依据：", "例：", "反例："] {
                assert!(page.contains(part), "{}: the page needs {part}", rule.id);
            }
            let tests = rule.source.split("#[cfg(test)]").nth(1).unwrap_or("");
            assert!(
                tests.contains("fires(") || tests.contains("fixes("),
                "{} needs a firing case",
                rule.id
            );
            assert!(tests.contains("silent("), "{} needs a silent case", rule.id);
        }
    }
}
