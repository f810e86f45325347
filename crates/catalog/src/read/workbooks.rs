//! Reading the list of workbooks of a folder (工作簿清单): which file belongs to which ledger, in which order.

use terms::Finding;

use super::node::File;

/// One workbook and its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookOf {
    /// File name within the folder of the list.
    pub file: String,
    /// Ledger id.
    pub ledger: String,
    /// Who kept it (经办人); none where the list does not say.
    pub by: Option<String>,
}

/// Reads a list such as `[[workbook]] file = "01-案件.xlsx" ledger = "enforcement/case" by = "某某"`, in its order.
#[must_use]
pub fn workbook_list(path: &str, text: &str) -> (Vec<WorkbookOf>, Vec<Finding>) {
    let file = File::new(path, text);
    let list = file.read("清单", |top| {
        let tables = top.tables("workbook", "工作簿");
        let read = |table: &super::node::Table<'_, '_>| {
            let one = WorkbookOf {
                file: table.need_text("file"),
                ledger: table.need_text("ledger"),
                by: Some(table.text("by")).filter(|it| !it.is_empty()),
            };
            table.finish();
            one
        };
        tables.iter().map(read).collect()
    });
    (list, file.end().0)
}
