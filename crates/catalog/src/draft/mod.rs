//! Definitions as somebody makes them on a screen (定义草稿): plain words and choices, written as the very files that `defs/`
//! holds, and read back from them. What they mean is checked by the loader, as for any file.

use crate::Source;

mod back; // files → drafts
pub(crate) mod write; // drafts → files

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
    /// Other headers under which staff keep the same column.
    pub aliases: Vec<String>,
    /// Smallest permitted number, as written.
    pub min: String,
    /// Greatest permitted number, as written.
    pub max: String,
    /// Whether lists add it up, where that is said.
    pub total: Option<bool>,
    /// Nothing new is written in it.
    pub closed: bool,
    /// What it is for.
    pub about: String,
}

/// A named rule between fields, as chosen on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftRule {
    /// Name of the rule.
    pub rule: String,
    /// Fields in the rule's order.
    pub fields: Vec<String>,
    /// Fields that tell whose rows are compared.
    pub same: Vec<String>,
    /// The number compared with, as written; empty where there is none.
    pub limit: String,
    /// Whether the first field is filled in where it is not set.
    pub fill: bool,
}

/// A child table as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftLines {
    /// English name.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// Whether at least one row must be there.
    pub required: bool,
    /// Nothing new is written in it.
    pub closed: bool,
    /// What it is for.
    pub about: String,
    /// Fields in order.
    pub fields: Vec<DraftField>,
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
    /// Child tables.
    pub lines: Vec<DraftLines>,
    /// Further sets of fields that must be unique.
    pub unique: Vec<Vec<String>>,
    /// Rules between fields.
    pub rules: Vec<DraftRule>,
    /// Fields that name a record in words.
    pub summary: Vec<String>,
    /// Columns of its list.
    pub list: Vec<String>,
    /// Order of its list, `-` before the field for the greatest first; empty for the usual one.
    pub sort: String,
    /// Whoever may read it at all reads every office's records.
    pub open: bool,
    /// Nothing new is registered in it.
    pub closed: bool,
}

/// A state of a workflow as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftState {
    /// English name.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// Nothing is due any more.
    pub closed: bool,
}

/// What a move of a workflow does, of what the screen offers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DraftMoveKind {
    /// To another state (办理).
    #[default]
    Step,
    /// Back to an earlier state (退回).
    Back,
    /// Takes back one's own last move (撤回).
    TakeBack,
}

/// A move of a workflow as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftMove {
    /// English name.
    pub name: String,
    /// The button's words.
    pub label: String,
    /// States it starts from.
    pub from: Vec<String>,
    /// What it does.
    pub kind: DraftMoveKind,
    /// State it ends in; empty where it is no plain step.
    pub to: String,
    /// Roles that may do it.
    pub roles: Vec<String>,
    /// Fields that must be set before.
    pub evidence: Vec<String>,
    /// Whether an attachment must be there.
    pub attachment: bool,
    /// Whether a reason must be given.
    pub reason: bool,
}

/// A workflow as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftFlow {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// States; the first is where records start.
    pub states: Vec<DraftState>,
    /// Moves.
    pub moves: Vec<DraftMove>,
}

/// A condition of a figure, as chosen on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftCondition {
    /// Field, or `state`.
    pub field: String,
    /// `eq`, `not`, `in`, `not_in`, `less`, `at_most`, `more`, `at_least`, `between`, `is_set`.
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
    /// Other names under which documents speak of it.
    pub aliases: Vec<String>,
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
    /// Values in order.
    pub items: Vec<DraftCode>,
}

/// A value of a code list as it is made on the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftCode {
    /// Code kept in the base.
    pub code: String,
    /// Label.
    pub label: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// First day, as `2021-06-30`; empty for none.
    pub from: String,
    /// Last day; empty while it may be used.
    pub until: String,
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

/// One definition file as the screen can show and change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// Below `ledgers/`.
    Ledger(DraftLedger),
    /// Below `workflows/`.
    Flow(DraftFlow),
    /// Below `codes/`.
    Codes(DraftCodes),
    /// Below `indicators/`.
    Figure(DraftFigure),
    /// Below `reports/`.
    Paragraph(DraftParagraph),
}

impl Draft {
    /// Path of its file below the definitions.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Draft::Ledger(it) => format!("ledgers/{}.toml", it.id),
            Draft::Flow(it) => format!("workflows/{}.toml", it.id),
            Draft::Codes(it) => format!("codes/{}.toml", it.id),
            Draft::Figure(it) => format!("indicators/{}.toml", it.id),
            Draft::Paragraph(it) => format!("reports/{}/{}.toml", it.report, it.name),
        }
    }

    /// The file that says it.
    #[must_use]
    pub fn to_source(&self) -> Source {
        let text = match self {
            Draft::Ledger(it) => it.to_toml(),
            Draft::Flow(it) => it.to_toml(),
            Draft::Codes(it) => it.to_toml(),
            Draft::Figure(it) => it.to_toml(),
            Draft::Paragraph(it) => it.to_toml(),
        };
        Source { path: self.path(), text }
    }
}
