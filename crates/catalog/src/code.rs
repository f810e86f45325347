//! Code lists (代码表), with effective dates.

use jiff::civil::Date;
use rust_decimal::Decimal;

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
    /// In lists of grades: numbers from this one on belong here (以上，含本数).
    pub at_least: Option<Decimal>,
    /// In lists of grades: numbers greater than this one belong here (超过，不含本数).
    pub more: Option<Decimal>,
}

impl CodeItem {
    /// The lower end of the grade, and whether the number itself is left out; `None` for the grade below all others.
    #[must_use]
    pub fn bound(&self) -> Option<(Decimal, bool)> {
        self.at_least.map(|it| (it, false)).or_else(|| self.more.map(|it| (it, true)))
    }

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

    /// Whether its items are grades of a number (分级): some item has a lower end.
    #[must_use]
    pub fn is_graded(&self) -> bool {
        self.items.iter().any(|it| it.bound().is_some())
    }

    /// The grade of a number (定级): the item with the greatest lower end that the number reaches, of those in force on
    /// the day; the item without a lower end when it reaches none.
    #[must_use]
    pub fn grade(&self, number: Decimal, day: Date) -> Option<&CodeItem> {
        let reached = |it: &&CodeItem| match it.bound() {
            None => true,
            Some((bound, false)) => bound <= number,
            Some((bound, true)) => bound < number,
        };
        self.items.iter().filter(|it| it.in_force(day)).filter(reached).max_by_key(|it| it.bound())
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
