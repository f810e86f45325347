//! Offices (机构): the bureau's tree of offices, centres and lines of supervision.

use std::collections::BTreeSet;

/// One office (股室、中心、分管线).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeDef {
    /// Name, as records carry it.
    pub name: String,
    /// The office above it; none at the top.
    pub under: Option<String>,
    /// What it does.
    pub about: String,
    /// Not one office but what all of them share (各股室): its records belong to every office.
    pub shared: bool,
    /// Merged or dissolved (撤并): kept for old records, no new posts.
    pub closed: bool,
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

    /// The office itself, those below it at any depth, and what all offices share.
    #[must_use]
    pub fn below(&self, name: &str) -> BTreeSet<&str> {
        let mut found: BTreeSet<&str> = self.shared();
        found.extend(self.find(name).map(|it| it.name.as_str()));
        // One more pass than the tree is deep; a cycle, which the loader refuses, would end it too.
        for _ in 0..self.all.len() {
            let before = found.len();
            for office in &self.all {
                let above = office.under.as_deref();
                if above.is_some_and(|it| found.contains(it) && !self.is_shared(it)) {
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
            under: under.map(str::to_owned),
            about: String::new(),
            shared,
            closed: false,
        }
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
