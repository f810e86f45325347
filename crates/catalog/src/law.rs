//! Terms that law sets (法定期限): data with its citation inside, one version for every stretch of time it was in force.

use jiff::civil::Date;

/// What a term is counted in (计期单位).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermUnit {
    /// Working days by the official calendar (工作日).
    Working,
    /// Natural days (自然日).
    Natural,
    /// Months, to the day of the same number (月).
    Month,
    /// Hours on the clock, day and night, days off included (小时).
    Hour,
}

impl TermUnit {
    /// The unit as staff write it after a number, such as 个工作日.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            TermUnit::Working => "个工作日",
            TermUnit::Natural => "日",
            TermUnit::Month => "个月",
            TermUnit::Hour => "小时",
        }
    }
}

/// How surely a term is known (把握).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// The article was read (条文已核).
    Read,
    /// Generally known, the article was not read (通行说法).
    Known,
    /// A default of the bureau, to be changed by whoever knows better (本地默认).
    Local,
    /// The paper itself states the day; no article was cited for it (文书载明).
    Stated,
}

impl Certainty {
    /// The certainty as staff read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Certainty::Read => "条文已核",
            Certainty::Known => "通行说法，条文待核",
            Certainty::Local => "本地默认，可按本局规定调整",
            Certainty::Stated => "以文书为准",
        }
    }
}

/// A term as it stood for a stretch of time (期限的一个版本).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermVersion {
    /// First day on which a term may start under it.
    pub from: Date,
    /// Last such day; none while it is in force.
    pub until: Option<Date>,
    /// How many units, the starting day not counted; hours run from the minute.
    pub amount: u32,
    /// What it is counted in.
    pub unit: TermUnit,
    /// Greatest extension altogether, in the same unit; 0 where the law permits none.
    pub extend: u32,
    /// How many times it may be extended; 0 where the law permits no extension.
    pub times: u32,
    /// The provision by which a last day that is off rolls to the next working day; none where no law says so.
    pub rolls: Option<String>,
    /// The provision, such as 行政许可法第四十二条.
    pub cite: String,
    /// How surely it is known.
    pub certainty: Certainty,
}

/// One term of one law (期限), with all its versions in order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Id: stem of the file and name, such as `licensing/decision`.
    pub id: String,
    /// What must be done within it, such as 作出行政许可决定.
    pub label: String,
    /// Versions; never empty in a sound catalog.
    pub versions: Vec<TermVersion>,
}

impl Term {
    /// The version under which a term starts on this day; none where the law set no term then.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&TermVersion> {
        self.versions.iter().find(|it| it.from <= day && it.until.is_none_or(|until| day <= until))
    }
}
