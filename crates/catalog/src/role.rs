//! Roles (角色): who may do what, and how far they see.

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
}

impl Grant {
    /// All acts that there are.
    pub const ACTS: [&'static str; 11] = [
        "see", "create", "edit", "move", "withdraw", "import", "export", "confirm", "seal",
        "private", "erase",
    ];
}

impl RoleDef {
    /// All powers that there are.
    pub const POWERS: [&'static str; 5] = ["draft", "sign", "define", "audit", "administer"];

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
