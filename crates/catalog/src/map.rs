//! The map of the office (业务地图): which object, figure and quantity of the founding report has its home where.
//!
//! Data under `defs/map/`: a bureau with another founding report writes another map. `tongtu coverage` reads it.

/// Everything that must have a home (业务地图).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficeMap {
    /// The things that the bureau keeps books on, in the order of the file.
    pub objects: Vec<MapObject>,
    /// The figures of the requirement register.
    pub figures: Vec<MapNumber>,
    /// The quantities of the founding report, word for word.
    pub quantities: Vec<MapNumber>,
}

/// One thing that the bureau keeps books on (对象).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapObject {
    /// Number in the map, such as `D05-04`.
    pub no: String,
    /// What staff call it.
    pub title: String,
    /// The object whose ledger serves it as well: a filter, no copy.
    pub same: Option<String>,
    /// The part of the program that serves it, such as `tongtu seal`; for objects of the platform.
    pub command: Option<String>,
    /// Why it is served so, or not yet served.
    pub why: String,
    /// Line in the file.
    pub line: u32,
}

/// One number of the founding report (数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapNumber {
    /// Number in its register, such as `F061` or `Q138`.
    pub no: String,
    /// The value as the report prints it.
    pub printed: String,
    /// The unit as the report prints it; empty where it prints none.
    pub unit: String,
    /// What is counted.
    pub what: String,
    /// Where its value comes from.
    pub home: NumberHome,
    /// Why it has this home, or why its value is not that of the report.
    pub why: String,
    /// Line in the file.
    pub line: u32,
}

/// Where the value of a number comes from (出处).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberHome {
    /// The indicator that answers this register number, or has this id.
    Figure(String),
    /// A field of one record: ledger, field, key of the record.
    Record {
        /// Ledger id.
        ledger: String,
        /// Field.
        field: String,
        /// Key of the record, as staff write it.
        key: String,
    },
    /// Part of a name, a set phrase or a heading's number: no quantity; `why` says which.
    Words,
    /// Nothing yet.
    None,
}

impl OfficeMap {
    /// The object of this number.
    #[must_use]
    pub fn object(&self, no: &str) -> Option<&MapObject> {
        self.objects.iter().find(|it| it.no == no)
    }
}
