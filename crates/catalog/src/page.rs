//! Pages of the screen that show a ledger in a shape of its own (页面): calendars of duties, tiles of figures.

/// A ledger shown as a month (月历): duty, shifts, hearings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPage {
    /// Id: English name in the file.
    pub id: String,
    /// Title, such as 值班表.
    pub title: String,
    /// Ledger id.
    pub ledger: String,
    /// Date or date-time field where an item begins.
    pub starts: String,
    /// Date or date-time field where it ends; empty when it ends the same day.
    pub ends: String,
    /// Code or text field that says where; empty when there is none.
    pub place: String,
    /// Person fields in order of rank: 带班, 值班.
    pub people: Vec<String>,
    /// The field that says why people were swapped; empty when nobody needs to say.
    pub reason: String,
}

/// What the screen shows beside lists, `defs/pages.toml` (页面).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// Domains (业务线) in the order of the menu: folder below `defs/ledgers/`, and title.
    pub domains: Vec<(String, String)>,
    /// Calendars in the order of the menu.
    pub calendars: Vec<CalendarPage>,
    /// Ids of the indicators shown as tiles, in order.
    pub tiles: Vec<String>,
    /// The ledger that keeps reminders (催办): its id; empty when there is none.
    pub reminders: String,
    /// The person field of it that says who is reminded (接收人); empty when there is none.
    pub receiver: String,
    /// The ledger whose newest records are shown as notices (通知): its id; empty when there is none.
    pub notices: String,
}

impl Pages {
    /// Title of a domain; one that is not listed reads as its own name.
    #[must_use]
    pub fn domain_title<'p>(&'p self, name: &'p str) -> &'p str {
        self.domains.iter().find(|it| it.0 == name).map_or(name, |it| it.1.as_str())
    }

    /// Position of a domain in the menu; those that are not listed stand behind.
    #[must_use]
    pub fn domain_order(&self, name: &str) -> usize {
        self.domains.iter().position(|it| it.0 == name).unwrap_or(self.domains.len())
    }
}
