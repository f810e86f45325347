//! Roles (角色): who may do what, and how far they see.

impl Scope {
    /// All scopes, the narrowest first, with the word of the file.
    pub const WORDS: [(&'static str, Scope); 4] = [
        ("own", Scope::Own),
        ("office", Scope::Office),
        ("office_and_below", Scope::OfficeAndBelow),
        ("bureau", Scope::Bureau),
    ];

    /// The word of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Scope::Own => "own",
            Scope::Office => "office",
            Scope::OfficeAndBelow => "office_and_below",
            Scope::Bureau => "bureau",
        }
    }
}

/// How far a role sees (数据范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Records entered by oneself (本人).
    Own,
    /// Records of one's office (本股室).
    Office,
    /// Records of one's office and those below (本股室及下级).
    OfficeAndBelow,
    /// All records of the bureau (全局).
    Bureau,
}

/// What a role may do with some ledgers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Ledger ids, or `domain/*`, or `*`.
    pub ledgers: Vec<String>,
    /// Acts: `see`, `create`, `edit`, `move`, `withdraw`, `import`, `export`, `confirm`, `seal`, `private`,
    /// `erase`.
    pub acts: Vec<String>,
}

/// A role of `defs/roles.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleDef {
    /// English name, such as `clerk`.
    pub name: String,
    /// Chinese label, such as 经办人.
    pub label: String,
    /// What the role is for.
    pub about: String,
    /// How far it sees.
    pub scope: Scope,
    /// What it may do.
    pub grants: Vec<Grant>,
    /// What it may do beside the ledgers (局务权): `draft` 起草报告, `sign` 审签, `define` 定义台账, `audit` 查留痕 and
    /// `administer` 管账号和系统.
    pub powers: Vec<String>,
    /// Whether who has it must sign in with a second factor too (动态口令): those who decide or administer.
    pub second_factor: bool,
    /// The shipped role in whose place a local one stands in workflows (照此角色): its steps are this one's too.
    pub like: Option<String>,
    /// Whether the bureau made it itself (本局角色).
    pub local: bool,
}

impl RoleDef {
    /// Acts with the records of a ledger, in the order of the buttons.
    pub const ACTS: [&'static str; 11] = [
        "see", "create", "edit", "move", "withdraw", "import", "export", "confirm", "seal",
        "private", "erase",
    ];
    /// Powers beside the ledgers.
    pub const POWERS: [&'static str; 5] = ["draft", "sign", "define", "audit", "administer"];

    /// Whether a step of a workflow that names `role` is this one's: it is that role, or stands in its place.
    #[must_use]
    pub fn stands_for(&self, role: &str) -> bool {
        self.name == role || self.like.as_deref() == Some(role)
    }

    /// Whether the role has a power.
    #[must_use]
    pub fn has_power(&self, power: &str) -> bool {
        self.powers.iter().any(|it| it == power)
    }

    /// Whether the role may do `act` with `ledger`.
    #[must_use]
    pub fn may(&self, act: &str, ledger: &str) -> bool {
        self.grants.iter().any(|grant| {
            grant.acts.iter().any(|it| it == act)
                && grant.ledgers.iter().any(|it| covers(it, ledger))
        })
    }
}

fn covers(pattern: &str, ledger: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(head) => ledger.starts_with(head),
        None => pattern == ledger,
    }
}
