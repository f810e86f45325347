//! Offices (机构): the bureau's tree of offices, centres and lines of supervision.

use std::collections::BTreeSet;

/// One office (股室、中心、分管线).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeDef {
    /// Name, as records carry it; it never changes.
    pub name: String,
    /// What it is called now (现名): another than the name once the office was renamed.
    pub title: String,
    /// The office above it; none at the top.
    pub under: Option<String>,
    /// What it does.
    pub about: String,
    /// Not one office but what all of them share (各股室): its records belong to every office.
    pub shared: bool,
    /// Merged or dissolved (撤并): kept for old records, no new posts.
    pub closed: bool,
    /// The office that a closed one was merged into (并入): it has the records from then on.
    pub into: Option<String>,
}

/// All offices, in the order of the file (机构).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offices {
    /// The offices.
    pub all: Vec<OfficeDef>,
}

impl Offices {
    /// The office of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&OfficeDef> {
        self.all.iter().find(|it| it.name == name)
    }

    /// What an office is called now; a name that is not in the tree is its own title.
    #[must_use]
    pub fn title<'a>(&'a self, name: &'a str) -> &'a str {
        self.find(name).map_or(name, |it| it.title.as_str())
    }

    /// The office itself, those merged into it, and what all offices share.
    #[must_use]
    pub fn own(&self, name: &str) -> BTreeSet<&str> {
        self.reached(name, false)
    }

    /// The office itself, those merged into it, those below it at any depth, and what all offices share.
    #[must_use]
    pub fn below(&self, name: &str) -> BTreeSet<&str> {
        self.reached(name, true)
    }

    fn reached(&self, name: &str, below: bool) -> BTreeSet<&str> {
        let mut found: BTreeSet<&str> = self.shared();
        found.extend(self.find(name).map(|it| it.name.as_str()));
        // One more pass than the tree is deep; a cycle, which the loader refuses, would end it too.
        for _ in 0..self.all.len() {
            let before = found.len();
            for office in &self.all {
                let above = office.under.as_deref().filter(|_| below);
                let leads = |it: &str| found.contains(it) && !self.is_shared(it);
                if above.is_some_and(leads) || office.into.as_deref().is_some_and(leads) {
                    found.insert(&office.name);
                }
            }
            if found.len() == before {
                break;
            }
        }
        found
    }

    /// What all offices share.
    #[must_use]
    pub fn shared(&self) -> BTreeSet<&str> {
        self.all.iter().filter(|it| it.shared).map(|it| it.name.as_str()).collect()
    }

    fn is_shared(&self, name: &str) -> bool {
        self.find(name).is_some_and(|it| it.shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(name: &str, under: Option<&str>, shared: bool) -> OfficeDef {
        OfficeDef {
            name: name.to_owned(),
            title: name.to_owned(),
            under: under.map(str::to_owned),
            about: String::new(),
            shared,
            closed: false,
            into: None,
        }
    }

    #[test]
    fn an_office_has_the_records_of_those_merged_into_it() {
        let merged = |name, into: &str| OfficeDef {
            closed: true,
            into: Some(into.to_owned()),
            ..office(name, Some("运输线"), false)
        };
        let offices = Offices {
            all: vec![
                office("执法线", None, false),
                office("执法股", Some("执法线"), false),
                merged("治超办", "执法股"),
                merged("治超站", "治超办"),
            ],
        };
        assert_eq!(
            offices.own("执法股").into_iter().collect::<Vec<_>>(),
            ["执法股", "治超办", "治超站"]
        );
        assert!(offices.below("执法线").contains("治超站"));
        assert!(!offices.own("治超办").contains("执法股"));
    }

    #[test]
    fn an_office_reaches_those_below_it_and_what_all_share() {
        let offices = Offices {
            all: vec![
                office("治超办", Some("执法线"), false),
                office("局领导", None, false),
                office("执法线", Some("局领导"), false),
                office("运政股", Some("局领导"), false),
                office("各股室", Some("局领导"), true),
            ],
        };
        let below = |name| offices.below(name).into_iter().collect::<Vec<_>>();
        assert_eq!(below("治超办"), ["各股室", "治超办"]);
        assert_eq!(below("执法线"), ["各股室", "执法线", "治超办"]);
        assert_eq!(below("局领导"), ["各股室", "局领导", "执法线", "治超办", "运政股"]);
        assert_eq!(below("没有的股"), ["各股室"]);
    }
}
