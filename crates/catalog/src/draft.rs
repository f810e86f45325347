//! Definitions as somebody makes them on a screen (定义草稿): plain words and choices, written as the very files that `defs/`
//! holds. What they mean is checked by the loader, as for any file.

use std::fmt::Write as _;

/// A field as it is chosen on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftField {
    /// English name.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// Type word, such as `text` or `date`.
    pub ty: String,
    /// Whether a record must have it.
    pub required: bool,
    /// Personal data.
    pub private: bool,
    /// Characters of a text.
    pub length: Option<u32>,
    /// Places of a decimal.
    pub places: Option<u32>,
    /// Unit of a number.
    pub unit: String,
    /// Code list.
    pub list: String,
    /// Ledger that a link names.
    pub ledger: String,
    /// What it is for.
    pub about: String,
}

/// A ledger as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftLedger {
    /// Domain and name.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is written in it, when and by whom.
    pub about: String,
    /// Office that keeps it.
    pub office: String,
    /// Names of the key fields.
    pub key: Vec<String>,
    /// Id of the workflow.
    pub workflow: String,
    /// Fields in order.
    pub fields: Vec<DraftField>,
    /// Child tables: name, label, fields.
    pub lines: Vec<(String, String, Vec<DraftField>)>,
}

/// A condition of a figure, as chosen on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftCondition {
    /// Field, or `state`.
    pub field: String,
    /// `eq`, `not`, `in`, `not_in`, `less`, `at_most`, `more`, `at_least`, `is_set`.
    pub test: String,
    /// Values; of `is_set`: `true` or `false`.
    pub values: Vec<String>,
    /// Whether the values are numbers, days or yes/no, which stand without quotes.
    pub bare: bool,
}

/// A figure as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftFigure {
    /// Domain and name.
    pub id: String,
    /// Title.
    pub title: String,
    /// How it is counted, in words.
    pub about: String,
    /// Unit.
    pub unit: String,
    /// Decimal places.
    pub places: u32,
    /// `flow` or `stock`.
    pub kind: String,
    /// Office that answers for it.
    pub owner: String,
    /// Ledger.
    pub from: String,
    /// Date field that puts a record into the period; empty for a stock.
    pub day: String,
    /// `count`, `sum` or `distinct`.
    pub measure: String,
    /// Field that is summed or told apart.
    pub field: String,
    /// Conditions.
    pub conditions: Vec<DraftCondition>,
    /// Fields by which it may be broken down.
    pub by: Vec<String>,
    /// Fields that its list shows.
    pub show: Vec<String>,
}

/// A code list as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftCodes {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// Codes and labels.
    pub items: Vec<(String, String)>,
}

/// A paragraph of a report as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftParagraph {
    /// Id of the report.
    pub report: String,
    /// Name of the section's file without `.toml`; its place among the others is by name.
    pub name: String,
    /// Heading; none when empty.
    pub heading: String,
    /// Level of the heading, 1 to 4.
    pub level: u32,
    /// Text with `{slots}`.
    pub text: String,
}

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
    if !field.about.trim().is_empty() {
        parts.push(format!("about = {}", quoted(field.about.trim())));
    }
    format!("  {{ {} }},\n", parts.join(", "))
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
        out.push_str("fields = [\n");
        out.extend(self.fields.iter().map(field_line));
        out.push_str("]\n");
        for (name, label, fields) in &self.lines {
            let _ = write!(
                out,
                "\n[[lines]]\nname = {}\nlabel = {}\nfields = [\n",
                quoted(name),
                quoted(label)
            );
            out.extend(fields.iter().map(field_line));
            out.push_str("]\n");
        }
        out
    }
}

impl DraftCondition {
    fn to_toml(&self) -> String {
        let value = |text: &String| if self.bare { text.clone() } else { quoted(text) };
        let many: Vec<String> = self.values.iter().map(value).collect();
        let said = match self.test.as_str() {
            "in" | "not_in" | "between" => format!("[{}]", many.join(", ")),
            _ => many.first().cloned().unwrap_or_else(|| quoted("")),
        };
        format!("{{ field = {}, {} = {said} }}", quoted(&self.field), self.test)
    }
}

impl DraftFigure {
    /// The file that says it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        put(&mut out, "title", &self.title);
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
        for (code, label) in &self.items {
            let _ = writeln!(out, "  {{ code = {}, label = {} }},", quoted(code), quoted(label));
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
            lines: Vec::new(),
        };
        let expected = "title = \"路灯台账\"\nabout = \"一盏一行。\"\noffice = \"路政股\"\nkey = [\"no\"]\nworkflow = \"register\"\n\
            fields = [\n  { name = \"no\", type = \"text\", label = \"编号\", required = true },\n  \
            { name = \"built_on\", type = \"date\", label = \"建成日期\", required = true },\n]\n";
        assert_eq!(draft.to_toml(), expected);
    }
}
