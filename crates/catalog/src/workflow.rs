//! Workflows (流程): states and moves. Time limits are clocks, see [`crate::ClockDef`].

use crate::ConditionDef;

/// A state (状态).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateDef {
    /// English name kept in the base, such as `filed`.
    pub name: String,
    /// Chinese label, such as 立案.
    pub label: String,
    /// Nothing is due any more.
    pub closed: bool,
}

/// What a move does (流转方式).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveKind {
    /// To the state `to` (办理).
    Step,
    /// Back to an earlier state that the record has passed, chosen by the mover (退回).
    Back,
    /// Takes back the mover's own last move, before anybody acted on it (撤回): values and state become what they were.
    TakeBack,
    /// Hands the record on (转办): the state stays, only these fields change; `office` is the responsible office.
    Reassign {
        /// Names of the fields.
        fields: Vec<String>,
    },
    /// A later due day (延期), before the standing one has passed; the state stays.
    Extend {
        /// The date field with the due day.
        due: String,
        /// The field that names who approved; must be set with the move.
        approver: String,
    },
}

/// A move (流转): one step of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveDef {
    /// English name, such as `decide`.
    pub name: String,
    /// Chinese label on the button, such as 作出决定.
    pub label: String,
    /// States it starts from.
    pub from: Vec<String>,
    /// What it does.
    pub kind: MoveKind,
    /// State it ends in; empty where `kind` is not a plain step.
    pub to: String,
    /// Names of roles that may do it; empty: whoever may edit the ledger.
    pub roles: Vec<String>,
    /// Fields that must be set on the record before the move (证据).
    pub evidence: Vec<String>,
    /// Whether at least one attachment must hang on the record.
    pub attachment: bool,
    /// Whether a reason must be given (退回、撤回).
    pub reason: bool,
    /// The person field that gets the mover's name (签名).
    pub sign: Option<String>,
    /// Moves whose last mover must not make this one (回避): who repaired does not check.
    pub not_mover_of: Vec<String>,
    /// How often it may be made on one record; any number of times when `None`.
    pub times: Option<u32>,
    /// Conditions that the record must meet.
    pub when: Vec<ConditionDef>,
}

/// A workflow, one file under `defs/workflows/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowDef {
    /// Id: the stem of the file.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// States; the first is where records start unless the sheet says another.
    pub states: Vec<StateDef>,
    /// Moves.
    pub moves: Vec<MoveDef>,
    /// First 16 hex digits of the SM3 digest of the file.
    pub fingerprint: String,
    /// Path of the file.
    pub file: String,
}

impl WorkflowDef {
    /// The state where records start.
    #[must_use]
    pub fn start(&self) -> &StateDef {
        &self.states[0] // Invariant: the loader refuses a workflow without states.
    }

    /// The state of this name.
    #[must_use]
    pub fn state(&self, name: &str) -> Option<&StateDef> {
        self.states.iter().find(|it| it.name == name)
    }

    /// The state of this name or label, as a sheet may write it.
    #[must_use]
    pub fn state_by_word(&self, word: &str) -> Option<&StateDef> {
        self.states.iter().find(|it| it.name == word || it.label == word)
    }

    /// The move of this name.
    #[must_use]
    pub fn find_move(&self, name: &str) -> Option<&MoveDef> {
        self.moves.iter().find(|it| it.name == name)
    }
}
