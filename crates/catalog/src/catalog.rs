//! Everything together, frozen (目录).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::{
    BureauDef, Calendar, ClockDef, CodeList, Dictionary, ExchangeDef, FieldDef, FieldType,
    IndicatorDef, LedgerDef, Lights, OfficeMap, Offices, Pages, ReportDef, RoleDef, Term,
    WorkflowDef,
};

/// All definitions, loaded, checked, never changed afterwards (目录).
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Code lists by id.
    pub codes: BTreeMap<String, CodeList>,
    /// Constants of the bureau; none where there is no `bureau.toml`.
    pub bureau: Option<BureauDef>,
    /// The official calendar.
    pub calendar: Calendar,
    /// Terms of law by id, such as `licensing/decision`.
    pub terms: BTreeMap<String, Term>,
    /// Clocks by the id of their ledger, in the order of the file.
    pub clocks: BTreeMap<String, Vec<ClockDef>>,
    /// When lights change and cards are shown.
    pub lights: Lights,
    /// Workflows by id.
    pub workflows: BTreeMap<String, WorkflowDef>,
    /// Ledgers by id.
    pub ledgers: BTreeMap<String, LedgerDef>,
    /// Indicators by id.
    pub indicators: BTreeMap<String, IndicatorDef>,
    /// Reports by id.
    pub reports: BTreeMap<String, ReportDef>,
    /// Tables of outside systems by id.
    pub exchanges: BTreeMap<String, ExchangeDef>,
    /// Wrong words of official documents, for the checker.
    pub words: Arc<Dictionary>,
    /// Measure words besides the usual ones, of the trade and of the bureau's own.
    pub units: BTreeSet<String>,
    /// Roles in the order of the file.
    pub roles: Vec<RoleDef>,
    /// The tree of offices.
    pub offices: Offices,
    /// Calendars and tiles of the screen.
    pub pages: Pages,
    /// Which object, figure and quantity has its home where.
    pub map: OfficeMap,
    /// First 16 hex digits of the SM3 digest over the fingerprints of all definitions.
    pub fingerprint: String,
}

impl Catalog {
    /// The ledger of this id, or whose title this is.
    #[must_use]
    pub fn ledger(&self, word: &str) -> Option<&LedgerDef> {
        self.ledgers.get(word).or_else(|| self.ledgers.values().find(|it| it.title == word))
    }

    /// The clocks of a ledger.
    #[must_use]
    pub fn clocks_of(&self, ledger: &LedgerDef) -> &[ClockDef] {
        self.clocks.get(&ledger.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The workflow of a ledger.
    ///
    /// # Panics
    /// Never for ledgers of this catalog: the loader refuses a ledger whose workflow is not there.
    #[must_use]
    pub fn workflow_of(&self, ledger: &LedgerDef) -> &WorkflowDef {
        self.workflows.get(&ledger.workflow).expect("the loader checked that the workflow is there")
    }

    /// The indicator of this id, one of its register numbers, or its title.
    #[must_use]
    pub fn indicator(&self, word: &str) -> Option<&IndicatorDef> {
        self.indicators.get(word).or_else(|| {
            self.indicators
                .values()
                .find(|it| it.title == word || it.refs.iter().any(|number| number == word))
        })
    }

    /// What a canonical text of a field says to people (名称): codes by their label, indicators by their title; any other text
    /// as it is.
    #[must_use]
    pub fn word(&self, field: &FieldDef, text: String) -> String {
        let word = if let FieldType::Code { list } = &field.ty {
            self.codes.get(list).and_then(|it| it.item(&text)).map(|it| &it.label)
        } else if field.ty == FieldType::Indicator {
            self.indicator(&text).map(|it| &it.title)
        } else {
            None
        };
        word.cloned().unwrap_or(text)
    }

    /// What to write instead of a word that names no indicator, in words.
    #[must_use]
    pub fn instead_of_indicator(&self, word: &str) -> String {
        let all = &self.indicators;
        let ids = all.keys().map(String::as_str);
        let titles = all.values().map(|it| it.title.as_str());
        let numbers = all.values().flat_map(|it| &it.refs).map(String::as_str);
        match crate::read::nearest(word, titles.chain(ids).chain(numbers)) {
            Some(near) => format!("是否想写“{near}”？"),
            None => "写指标的名称、登记号或编号，“数”一页列着全部".to_owned(),
        }
    }

    /// Whether figures and fields may be in this unit.
    #[must_use]
    pub fn knows_unit(&self, unit: &str) -> bool {
        crate::is_known_unit(unit) || self.units.contains(unit)
    }

    /// The role of this name.
    #[must_use]
    pub fn role(&self, name: &str) -> Option<&RoleDef> {
        self.roles.iter().find(|it| it.name == name)
    }
}
