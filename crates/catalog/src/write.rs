//! What the administrator keeps (管理员的定义) as the files that say it: offices, local roles, columns
//! of outside systems, years of the calendar. What they mean is checked by
//! the loader, as for any file.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::draft::write::{list, put, quoted};
use crate::{ExchangeDef, OfficeDef, Offices, RoleDef};

impl Offices {
    /// The file that says it, `offices.toml`.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out =
            "# 机构：管理员在“股室”页上改的，代替随软件发布的那一份。\noffice = [\n".to_owned();
        out.extend(self.all.iter().map(office_line));
        out.push_str("]\n");
        out
    }
}

fn office_line(office: &OfficeDef) -> String {
    let mut parts = vec![format!("name = {}", quoted(&office.name))];
    let mut text = |key: &str, value: &str| {
        if !value.trim().is_empty() {
            parts.push(format!("{key} = {}", quoted(value.trim())));
        }
    };
    if office.title != office.name {
        text("title", &office.title);
    }
    text("under", office.under.as_deref().unwrap_or_default());
    text("into", office.into.as_deref().unwrap_or_default());
    text("about", &office.about);
    for (key, holds) in [("shared", office.shared), ("closed", office.closed)] {
        if holds {
            parts.push(format!("{key} = true"));
        }
    }
    format!("  {{ {} }},\n", parts.join(", "))
}

/// The file of the bureau's own roles, `roles.toml` in the local folder.
#[must_use]
pub fn roles_toml(roles: &[RoleDef]) -> String {
    let mut out = "# 本局角色：管理员在“角色”页上立的，不改随软件发布的角色。\n".to_owned();
    for role in roles {
        out.push_str("\n[[role]]\n");
        put(&mut out, "name", &role.name);
        put(&mut out, "label", &role.label);
        put(&mut out, "like", role.like.as_deref().unwrap_or_default());
        put(&mut out, "about", &role.about);
        put(&mut out, "scope", role.scope.word());
        if !role.powers.is_empty() {
            let _ = writeln!(out, "powers = {}", list(&role.powers));
        }
        if role.second_factor {
            out.push_str("second_factor = true\n");
        }
        if !role.grants.is_empty() {
            out.push_str("grants = [\n");
            for grant in &role.grants {
                let (ledgers, acts) = (list(&grant.ledgers), list(&grant.acts));
                let _ = writeln!(out, "  {{ ledgers = {ledgers}, acts = {acts} }},");
            }
            out.push_str("]\n");
        }
    }
    out
}

impl ExchangeDef {
    /// The file of the bureau's own columns, `exchanges/<id>.toml` in the local folder.
    #[must_use]
    pub fn columns_toml(&self) -> String {
        let mut out = format!(
            "# {}：列的对应，管理员改的；其余照随软件发布的。\ncolumns = [\n",
            plain(&self.title)
        );
        for column in &self.columns {
            let (head, field) = (quoted(&column.head), quoted(&column.field));
            let mut parts = vec![format!("head = {head}, field = {field}")];
            if !column.words.is_empty() {
                let word = |it: &(String, String)| format!("{} = {}", quoted(&it.0), quoted(&it.1));
                let words: Vec<String> = column.words.iter().map(word).collect();
                parts.push(format!("words = {{ {} }}", words.join(", ")));
            }
            parts.extend(column.date.map(|it| format!("date = {}", quoted(it.word()))));
            if column.theirs {
                parts.push("theirs = true".to_owned());
            }
            let _ = writeln!(out, "  {{ {} }},", parts.join(", "));
        }
        out.push_str("]\n");
        out
    }
}

/// A title in a comment: one line.
fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_control()).collect()
}

/// A year of the official calendar as it is entered from the notice (放假安排).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftYear {
    /// The year.
    pub year: i16,
    /// The notice with its number.
    pub cite: String,
    /// Days off and the festival.
    pub off: Vec<(Date, String)>,
    /// Weekend days that are worked, and for which festival.
    pub work: Vec<(Date, String)>,
}

impl DraftYear {
    /// The file that says it, `calendar/<year>.toml`.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let year = self.year;
        let mut out = format!(
            "# {year}年部分节假日安排，本局录入：只列通知点名的日子，其余按周一至周五上班。\nyear = {year}\n"
        );
        put(&mut out, "cite", &self.cite);
        for (key, days) in [("off", &self.off), ("work", &self.work)] {
            let _ = writeln!(out, "{key} = [");
            for (day, name) in days {
                let _ = writeln!(out, "  {{ day = {day}, name = {} }},", quoted(name));
            }
            out.push_str("]\n");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::{
        DayKind, DraftYear, Grant, OfficeDef, Offices, RoleDef, Scope, Source, load, roles_toml,
        with_local,
    };

    fn office(name: &str, under: Option<&str>) -> OfficeDef {
        OfficeDef {
            name: name.to_owned(),
            title: name.to_owned(),
            under: under.map(str::to_owned),
            about: String::new(),
            shared: false,
            closed: false,
            into: None,
        }
    }

    fn read(path: &str, text: String) -> (crate::Catalog, Vec<String>) {
        let (catalog, findings) = load(&[Source { path: path.to_owned(), text }]);
        let own = findings.into_iter().filter(|it| it.rule != "past_value");
        (catalog, own.map(|it| it.what).collect())
    }

    #[test]
    fn offices_read_back_as_they_were_written() {
        let mut renamed = office("治超办", Some("执法线"));
        renamed.title = "治超大队".to_owned();
        let mut merged = office("路政股", Some("执法线"));
        (merged.closed, merged.into) = (true, Some("治超办".to_owned()));
        merged.about = "说\"明\"\n二".to_owned();
        let offices = Offices { all: vec![office("执法线", None), renamed, merged] };
        let (catalog, findings) = read("local/offices.toml", offices.to_toml());
        assert_eq!(findings, [""; 0]);
        assert_eq!(catalog.offices, offices);
        assert_eq!(catalog.offices.title("治超办"), "治超大队");
    }

    #[test]
    fn a_tree_that_goes_round_a_name_twice_and_marks_that_do_not_belong_are_found() {
        let mut one = office("甲", Some("乙"));
        let two = office("乙", Some("甲"));
        let formula = office("=cmd|'/c calc'!A1", None);
        let html = office("<b>丙</b>", None);
        let long = office(&"长".repeat(21), None);
        one.title = "乙".to_owned();
        let said = read(
            "local/offices.toml",
            Offices { all: vec![one, two, formula, html, long] }.to_toml(),
        )
        .1
        .join("\n");
        for word in
            ["“甲”的上级绕了一圈", "“乙”的上级绕了一圈", "现名“乙”已经是", "不能用的符号", "太长"]
        {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert_eq!(said.matches("不能用的符号").count(), 2, "{said}");
    }

    #[test]
    fn a_local_role_reads_back_and_opens_no_door_that_is_shut() {
        let role = RoleDef {
            name: "road_reviewer".to_owned(),
            label: "公路股审核".to_owned(),
            about: "只审公路。".to_owned(),
            scope: Scope::Office,
            grants: Vec::new(),
            powers: vec!["sign".to_owned()],
            second_factor: false,
            like: None,
            local: true,
        };
        let (catalog, findings) = read("local/roles.toml", roles_toml(std::slice::from_ref(&role)));
        assert_eq!(findings, [""; 0]);
        assert_eq!(catalog.roles, std::slice::from_ref(&role));
        let grants = vec![Grant { ledgers: vec!["*".to_owned()], acts: vec!["see".to_owned()] }];
        let both = RoleDef {
            label: "管又看".to_owned(),
            powers: vec!["administer".to_owned()],
            grants: grants.clone(),
            like: Some("road_reviewer".to_owned()),
            ..role.clone()
        };
        let nothing = RoleDef { name: "none".to_owned(), powers: Vec::new(), ..role.clone() };
        let said = read("local/roles.toml", roles_toml(&[role, both, nothing])).1.join("\n");
        for word in [
            "又管业务",
            "写了两次",
            "却不要动态口令",
            "不是随软件发布的角色",
            "同名",
            "什么也不能做",
        ] {
            assert!(said.contains(word), "{word}: {said}");
        }
    }

    #[test]
    fn a_year_reads_back_with_its_notice() {
        let named = |day, name: &str| (day, name.to_owned());
        let draft = DraftYear {
            year: 2027,
            cite: "国办发明电〔2026〕\"9\"号".to_owned(),
            off: vec![named(date(2027, 1, 1), "元旦")],
            work: vec![named(date(2027, 1, 10), "元旦")],
        };
        let (catalog, findings) = read("local/calendar/2027.toml", draft.to_toml());
        assert_eq!(findings, [""; 0]);
        assert_eq!(catalog.calendar.kind(date(2027, 1, 1)), Ok(DayKind::OffByNotice));
        assert_eq!(catalog.calendar.kind(date(2027, 1, 10)), Ok(DayKind::WorkingByNotice));
        assert_eq!(
            (catalog.calendar.cite(2027), catalog.calendar.is_local(2027)),
            (draft.cite.as_str(), true)
        );
    }

    #[test]
    fn a_year_that_is_shipped_later_holds_and_the_bureaus_own_steps_back() {
        let year = |name: &str| DraftYear {
            year: 2027,
            cite: name.to_owned(),
            off: vec![(date(2027, 1, 1), name.to_owned())],
            work: Vec::new(),
        };
        let source = |draft: DraftYear| Source {
            path: "calendar/2027.toml".to_owned(),
            text: draft.to_toml(),
        };
        let (sources, findings) =
            with_local(vec![source(year("发布"))], vec![source(year("本局"))]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].grade, terms::Grade::Verify);
        let (catalog, _) = load(&sources);
        assert_eq!(catalog.calendar.cite(2027), "发布");
    }
}
