//! Drafts to files (写成定义文件).

use std::fmt::Write as _;

use super::{
    DraftCodes, DraftCondition, DraftField, DraftFigure, DraftFlow, DraftLedger, DraftLines,
    DraftMove, DraftMoveKind, DraftParagraph, DraftRule,
};

/// A text in quotes, as TOML reads it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for mark in text.chars() {
        match mark {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            it if u32::from(it) < 0x20 || u32::from(it) == 0x7f => {
                let _ = write!(out, "\\u{:04X}", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

pub(crate) fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|it| quoted(it)).collect();
    format!("[{}]", words.join(", "))
}

fn field_line(field: &DraftField) -> String {
    let mut parts = vec![
        format!("name = {}", quoted(&field.name)),
        format!("type = {}", quoted(&field.ty)),
        format!("label = {}", quoted(&field.label)),
    ];
    let mut text = |key: &str, value: &str| {
        if !value.trim().is_empty() {
            parts.push(format!("{key} = {}", quoted(value.trim())));
        }
    };
    text("list", &field.list);
    text("ledger", &field.ledger);
    text("unit", &field.unit);
    if let Some(places) = field.places {
        parts.push(format!("places = {places}"));
    }
    if let Some(length) = field.length {
        parts.push(format!("length = {length}"));
    }
    if field.required {
        parts.push("required = true".to_owned());
    }
    if field.private {
        parts.push("private = true".to_owned());
    }
    for (key, number) in [("min", &field.min), ("max", &field.max)] {
        if !number.trim().is_empty() {
            parts.push(format!("{key} = {}", number_text(number)));
        }
    }
    if let Some(total) = field.total {
        parts.push(format!("total = {total}"));
    }
    if field.closed {
        parts.push("closed = true".to_owned());
    }
    if !field.aliases.is_empty() {
        parts.push(format!("aliases = {}", list(&field.aliases)));
    }
    if !field.about.trim().is_empty() {
        parts.push(format!("about = {}", quoted(field.about.trim())));
    }
    line(&parts)
}

/// One line of a list of tables.
fn line(parts: &[String]) -> String {
    format!("  {{ {} }},\n", parts.join(", "))
}

/// A number: bare when it is whole, else in quotes, so that it stays exact.
fn number_text(number: &str) -> String {
    match number.trim().parse::<i64>() {
        Ok(whole) => whole.to_string(),
        Err(_) => quoted(number.trim()),
    }
}

impl DraftRule {
    fn line(&self) -> String {
        let mut parts = vec![
            format!("rule = {}", quoted(&self.rule)),
            format!("fields = {}", list(&self.fields)),
        ];
        if !self.same.is_empty() {
            parts.push(format!("same = {}", list(&self.same)));
        }
        if !self.limit.trim().is_empty() {
            parts.push(format!("limit = {}", number_text(&self.limit)));
        }
        if self.fill {
            parts.push("fill = true".to_owned());
        }
        line(&parts)
    }
}

impl DraftLines {
    fn put(&self, out: &mut String) {
        out.push_str("\n[[lines]]\n");
        let _ = writeln!(out, "name = {}", quoted(&self.name));
        let _ = writeln!(out, "label = {}", quoted(&self.label));
        put(out, "about", &self.about);
        for (key, said) in [("required", self.required), ("closed", self.closed)] {
            if said {
                let _ = writeln!(out, "{key} = true");
            }
        }
        out.push_str("fields = [\n");
        out.extend(self.fields.iter().map(field_line));
        out.push_str("]\n");
    }
}

impl DraftMove {
    fn line(&self) -> String {
        let mut parts = vec![
            format!("name = {}", quoted(&self.name)),
            format!("label = {}", quoted(&self.label)),
            format!("from = {}", list(&self.from)),
        ];
        match self.kind {
            DraftMoveKind::Step => parts.push(format!("to = {}", quoted(&self.to))),
            DraftMoveKind::Back => parts.push("back = true".to_owned()),
            DraftMoveKind::TakeBack => parts.push("take_back = true".to_owned()),
        }
        for (key, names) in [("roles", &self.roles), ("evidence", &self.evidence)] {
            if !names.is_empty() {
                parts.push(format!("{key} = {}", list(names)));
            }
        }
        // Back is never done without saying why: the file need not say it.
        let reason = self.reason && self.kind != DraftMoveKind::Back;
        for (key, said) in [("attachment", self.attachment), ("reason", reason)] {
            if said {
                parts.push(format!("{key} = true"));
            }
        }
        line(&parts)
    }
}

impl DraftFlow {
    /// The file that says it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        put(&mut out, "title", &self.title);
        put(&mut out, "about", &self.about);
        out.push_str("states = [\n");
        for it in &self.states {
            let mut parts = vec![
                format!("name = {}", quoted(&it.name)),
                format!("label = {}", quoted(&it.label)),
            ];
            if it.closed {
                parts.push("closed = true".to_owned());
            }
            out.push_str(&line(&parts));
        }
        out.push_str("]\nmoves = [\n");
        out.extend(self.moves.iter().map(DraftMove::line));
        out.push_str("]\n");
        out
    }
}

impl DraftLedger {
    /// The file that says it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        for (key, value) in
            [("title", &self.title), ("about", &self.about), ("office", &self.office)]
        {
            let _ = writeln!(out, "{key} = {}", quoted(value.trim()));
        }
        let _ = writeln!(out, "key = {}", list(&self.key));
        let _ = writeln!(out, "workflow = {}", quoted(&self.workflow));
        if !self.unique.is_empty() {
            let groups: Vec<String> = self.unique.iter().map(|it| list(it)).collect();
            let _ = writeln!(out, "unique = [{}]", groups.join(", "));
        }
        for (key, names) in [("summary", &self.summary), ("list", &self.list)] {
            if !names.is_empty() {
                let _ = writeln!(out, "{key} = {}", list(names));
            }
        }
        put(&mut out, "sort", &self.sort);
        for (key, said) in [("open", self.open), ("closed", self.closed)] {
            if said {
                let _ = writeln!(out, "{key} = true");
            }
        }
        out.push_str("fields = [\n");
        out.extend(self.fields.iter().map(field_line));
        out.push_str("]\n");
        if !self.rules.is_empty() {
            out.push_str("rules = [\n");
            out.extend(self.rules.iter().map(DraftRule::line));
            out.push_str("]\n");
        }
        self.lines.iter().for_each(|it| it.put(&mut out));
        out
    }
}

impl DraftCondition {
    fn to_toml(&self) -> String {
        // Only what is a number, a day or yes/no may stand without quotes, whatever the screen says.
        let value = |text: &String| {
            if self.bare && is_bare(text) { text.clone() } else { quoted(text) }
        };
        let many: Vec<String> = self.values.iter().map(value).collect();
        let said = match self.test.as_str() {
            "in" | "not_in" | "between" => format!("[{}]", many.join(", ")),
            _ => many.first().cloned().unwrap_or_else(|| quoted("")),
        };
        format!("{{ field = {}, {} = {said} }}", quoted(&self.field), self.test)
    }
}

fn is_bare(text: &str) -> bool {
    matches!(text, "true" | "false") || text.parse::<i64>().is_ok() || is_day(text)
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// A day without quotes; what is no day in quotes, so that the loader can say so.
fn day_text(day: &str) -> String {
    if is_day(day) { day.to_owned() } else { quoted(day) }
}

impl DraftFigure {
    /// The file that says it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        put(&mut out, "title", &self.title);
        if !self.aliases.is_empty() {
            let _ = writeln!(out, "aliases = {}", list(&self.aliases));
        }
        put(&mut out, "about", &self.about);
        put(&mut out, "kind", &self.kind);
        put(&mut out, "unit", &self.unit);
        let _ = writeln!(out, "places = {}", self.places);
        put(&mut out, "owner", &self.owner);
        put(&mut out, "from", &self.from);
        put(&mut out, "day", &self.day);
        if !self.conditions.is_empty() {
            let all: Vec<String> = self.conditions.iter().map(DraftCondition::to_toml).collect();
            let _ = writeln!(out, "where = [{}]", all.join(", "));
        }
        let of = if self.measure == "count" { "records" } else { self.field.as_str() };
        let _ = writeln!(out, "measure = {{ {} = {} }}", self.measure, quoted(of));
        for (key, names) in [("by", &self.by), ("show", &self.show)] {
            if !names.is_empty() {
                let _ = writeln!(out, "{key} = {}", list(names));
            }
        }
        out
    }
}

/// A line with a text; none where it is empty.
pub(crate) fn put(out: &mut String, key: &str, text: &str) {
    if !text.trim().is_empty() {
        let _ = writeln!(out, "{key} = {}", quoted(text.trim()));
    }
}

impl DraftCodes {
    /// The file that says it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = format!(
            "title = {}\nabout = {}\nitems = [\n",
            quoted(self.title.trim()),
            quoted(self.about.trim())
        );
        for it in &self.items {
            let mut parts = vec![
                format!("code = {}", quoted(&it.code)),
                format!("label = {}", quoted(&it.label)),
            ];
            if !it.aliases.is_empty() {
                parts.push(format!("aliases = {}", list(&it.aliases)));
            }
            for (key, day) in [("from", &it.from), ("until", &it.until)] {
                if !day.is_empty() {
                    parts.push(format!("{key} = {}", day_text(day)));
                }
            }
            out.push_str(&line(&parts));
        }
        out.push_str("]\n");
        out
    }
}

impl DraftParagraph {
    /// The file that says it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = "[[block]]\n".to_owned();
        if !self.heading.trim().is_empty() {
            let _ =
                writeln!(out, "level = {}\nheading = {}", self.level, quoted(self.heading.trim()));
        }
        let _ = writeln!(out, "text = {}", quoted(self.text.trim()));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_quotes() {
        assert_eq!(quoted("他说\"好\"\n[x]"), "\"他说\\\"好\\\"\\n[x]\"");
        assert_eq!(quoted("\u{1}\\"), "\"\\u0001\\\\\"");
    }

    #[test]
    fn a_ledger_reads_as_one_written_by_hand() {
        let field = |name: &str, label: &str, ty: &str| DraftField {
            name: name.to_owned(),
            label: label.to_owned(),
            ty: ty.to_owned(),
            required: true,
            ..DraftField::default()
        };
        let draft = DraftLedger {
            id: "local/lamp".to_owned(),
            title: "路灯台账".to_owned(),
            about: "一盏一行。".to_owned(),
            office: "路政股".to_owned(),
            key: vec!["no".to_owned()],
            workflow: "register".to_owned(),
            fields: vec![field("no", "编号", "text"), field("built_on", "建成日期", "date")],
            ..DraftLedger::default()
        };
        let expected = "title = \"路灯台账\"\nabout = \"一盏一行。\"\noffice = \"路政股\"\nkey = [\"no\"]\nworkflow = \"register\"\n\
            fields = [\n  { name = \"no\", type = \"text\", label = \"编号\", required = true },\n  \
            { name = \"built_on\", type = \"date\", label = \"建成日期\", required = true },\n]\n";
        assert_eq!(draft.to_toml(), expected);
    }
}
