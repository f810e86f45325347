//! Erasure of personal data on its day (到期销毁): which fields go, when, and where that is written down.

/// `[erase]` of a ledger: what must not be kept beyond a day (保存期满销毁).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EraseDef {
    /// Fields that are erased, of the record itself: personal data and attachments.
    pub fields: Vec<String>,
    /// Fields of child rows that are erased: lines field, child field.
    pub line_fields: Vec<(String, String)>,
    /// Date field: erased on that day.
    pub on: String,
    /// Date field that says when it was erased. Once it is set, nothing is filled in again.
    pub done_on: String,
    /// Person field that says who erased.
    pub done_by: String,
    /// Person field that says who witnessed it (见证人), where the ledger has one.
    pub witness: Option<String>,
    /// Name of the workflow's move that goes along with it, where the ledger has one.
    pub step: Option<String>,
    /// Whether every attachment of the record goes, also those that hang on the record as a whole.
    pub attachments: bool,
    /// Law or promise that sets the day.
    pub cite: String,
}

impl EraseDef {
    /// Whether a field of the record itself is erased.
    #[must_use]
    pub fn takes(&self, field: &str) -> bool {
        self.fields.iter().any(|it| it == field)
    }

    /// Whether a field of a child row is erased.
    #[must_use]
    pub fn takes_of_line(&self, lines: &str, field: &str) -> bool {
        self.line_fields.iter().any(|it| it.0 == lines && it.1 == field)
    }
}
