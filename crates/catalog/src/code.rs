//! Code lists (代码表), with effective dates.

use jiff::civil::Date;

/// One value of a code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeItem {
    /// Code kept in the base, such as `overload`.
    pub code: String,
    /// Chinese label, as workbooks and documents have it.
    pub label: String,
    /// Other words under which staff write it.
    pub aliases: Vec<String>,
    /// Code of the item above it, in lists of two levels.
    pub parent: Option<String>,
    /// First day on which it may be used.
    pub from: Option<Date>,
    /// Last day on which it may be used.
    pub until: Option<Date>,
}

impl CodeItem {
    /// Whether it may be used on this day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// A code list, one file under `defs/codes/`: TOML, or CSV for long ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// Id: the stem of the file.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is for and where it comes from.
    pub about: String,
    /// Items in order.
    pub items: Vec<CodeItem>,
    /// First 16 hex digits of the SM3 digest of the file.
    pub fingerprint: String,
    /// Path of the file.
    pub file: String,
}

impl CodeList {
    /// The item of this code.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&CodeItem> {
        self.items.iter().find(|it| it.code == code)
    }

    /// The item that a sheet means: by label, alias or code.
    #[must_use]
    pub fn by_word(&self, word: &str) -> Option<&CodeItem> {
        let word = word.trim();
        self.items.iter().find(|it| it.label == word).or_else(|| {
            self.items
                .iter()
                .find(|it| it.code == word || it.aliases.iter().any(|alias| alias == word))
        })
    }
}
