//! Who may do what (权限): the only place that asks.
//!
//! Grants come from `defs/roles.toml`. No role skips a rule: permission is asked first, and every check still runs.

use std::collections::BTreeSet;

use catalog::{Catalog, Condition, FieldRef, LedgerDef, Meta, MoveDef, RoleDef, Scope, Test};
use terms::{Finding, Place, Value};

use crate::SaveError;
use crate::record::{Act, Record};

/// What somebody wants to do (操作).
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wish<'a> {
    /// Enter a record.
    Create,
    /// Change a record's values or attachments.
    Edit(&'a Record),
    /// Make a move of the workflow.
    Move(&'a Record, &'a MoveDef),
    /// Withdraw a record.
    Withdraw(&'a Record),
    /// Import or undo a batch.
    Import,
    /// Erase the personal data of a record on its day.
    Erase(&'a Record),
}

/// Whether one of the person's roles allows it. A role that sees only its own records, or its office's, changes no
/// others.
pub(crate) fn permit(
    catalog: &Catalog,
    act: &Act,
    def: &LedgerDef,
    wish: Wish<'_>,
) -> Result<(), SaveError> {
    let allowed = act
        .roles
        .iter()
        .filter_map(|name| catalog.role(name))
        .any(|role| allows(catalog, role, act, def, wish));
    if allowed {
        return Ok(());
    }
    let verb = match wish {
        Wish::Create => "新增".to_owned(),
        Wish::Edit(_) => "修改".to_owned(),
        Wish::Move(_, step) => format!("“{}”", step.label),
        Wish::Withdraw(_) => "撤销".to_owned(),
        Wish::Import => "批量导入".to_owned(),
        Wish::Erase(_) => "到期销毁".to_owned(),
    };
    let record = match wish {
        Wish::Create | Wish::Import => String::new(),
        Wish::Edit(record)
        | Wish::Move(record, _)
        | Wish::Withdraw(record)
        | Wish::Erase(record) => record.row.key(def),
    };
    let place = Place::Field { ledger: def.title.clone(), record, field: String::new() };
    let mend = match wish {
        Wish::Move(_, step) if !step.roles.is_empty() => {
            let labels: Vec<&str> = step
                .roles
                .iter()
                .map(|name| catalog.role(name).map_or(name.as_str(), |role| role.label.as_str()))
                .collect();
            format!("这一步由{}办理", labels.join("、"))
        }
        Wish::Create
        | Wish::Edit(_)
        | Wish::Move(..)
        | Wish::Withdraw(_)
        | Wish::Import
        | Wish::Erase(_) => "请由有此权限的人员办理，或请管理员调整角色".to_owned(),
    };
    let (what, mend) = if def.closed && matches!(wish, Wish::Create | Wish::Import) {
        let mend = "要再登记，请台账管理员在台账定义里恢复".to_owned();
        (format!("“{}”已停用，不再登记新的", def.title), mend)
    } else {
        (format!("{}没有{verb}“{}”的权限", act.who, def.title), mend)
    };
    Err(SaveError::Forbidden(Box::new(Finding::must("forbidden", place, what, mend))))
}

/// Which records of a ledger somebody reaches with an act such as `see` or `export` (数据范围): lists, details, children,
/// history, export, figures' records, search, files and events all ask here. `None` when no role of theirs has the act;
/// else the conditions that every query about them must carry, none where they reach the whole bureau.
///
/// A person acts with the widest of the roles that have the act; scopes lie within each other.
#[must_use]
pub fn sight(catalog: &Catalog, act: &Act, def: &LedgerDef, word: &str) -> Option<Vec<Condition>> {
    let scope = widest(catalog, act, def, word)?;
    let of = |meta, values: Vec<Value>| {
        vec![Condition { field: FieldRef::Meta(meta), test: Test::In(values) }]
    };
    Some(match scope {
        Scope::Own => of(Meta::CreatedBy, vec![Value::Text(act.who.clone())]),
        Scope::Office | Scope::OfficeAndBelow => {
            let offices = offices_of(catalog, scope, &act.office);
            of(Meta::Office, offices.into_iter().map(|it| Value::Text(it.to_owned())).collect())
        }
        Scope::Bureau => Vec::new(),
    })
}

/// Whether a record is among those that [`sight`] gives.
#[must_use]
pub fn in_sight(catalog: &Catalog, act: &Act, record: &Record, word: &str) -> bool {
    let Some(def) = catalog.ledgers.get(&record.ledger) else { return false };
    widest(catalog, act, def, word).is_some_and(|scope| scope_reaches(catalog, scope, act, record))
}

/// What [`sight`] takes in, to be asked of many records that are not at hand but for their office and who entered them
/// (可见范围).
#[derive(Debug, Clone)]
pub struct Reach {
    /// The person, where only their own records are in sight.
    own: Option<String>,
    /// The offices, where these are not all.
    offices: Option<BTreeSet<String>>,
}

impl Reach {
    /// Whether a record is in sight.
    #[must_use]
    pub fn takes_in(&self, office: &str, created_by: &str) -> bool {
        self.own.as_ref().is_none_or(|it| it == created_by)
            && self.offices.as_ref().is_none_or(|it| it.contains(office))
    }
}

/// What [`sight`] takes in of a ledger; `None` when no role has the act.
#[must_use]
pub fn reach(catalog: &Catalog, act: &Act, def: &LedgerDef, word: &str) -> Option<Reach> {
    let scope = widest(catalog, act, def, word)?;
    let offices = offices_in_sight(catalog, scope, &act.office);
    Some(Reach {
        own: (scope == Scope::Own).then(|| act.who.clone()),
        offices: offices.map(|it| it.into_iter().map(str::to_owned).collect()),
    })
}

/// Whether [`sight`] takes in an office's records of a ledger, whoever entered them.
#[must_use]
pub fn office_in_sight(
    catalog: &Catalog,
    act: &Act,
    def: &LedgerDef,
    office: &str,
    word: &str,
) -> bool {
    widest(catalog, act, def, word).is_some_and(|scope| office_reached(catalog, scope, act, office))
}

/// What somebody may do with one record of a ledger, as [`crate::Base`] would decide (可办).
#[must_use]
pub fn may_edit(catalog: &Catalog, act: &Act, record: &Record) -> bool {
    may(catalog, act, record, Wish::Edit)
}

/// Whether somebody may withdraw a record.
#[must_use]
pub fn may_withdraw(catalog: &Catalog, act: &Act, record: &Record) -> bool {
    may(catalog, act, record, Wish::Withdraw)
}

/// Whether somebody may make this move on a record; what the record itself must meet is asked when it is made.
#[must_use]
pub fn may_move(catalog: &Catalog, act: &Act, record: &Record, step: &MoveDef) -> bool {
    may(catalog, act, record, |it| Wish::Move(it, step))
}

fn may<'r>(
    catalog: &Catalog,
    act: &Act,
    record: &'r Record,
    wish: impl FnOnce(&'r Record) -> Wish<'r>,
) -> bool {
    let def = catalog.ledgers.get(&record.ledger);
    def.is_some_and(|def| permit(catalog, act, def, wish(record)).is_ok())
}

/// Which offices' records somebody of an office reaches with a scope; `None` where these are all, or only one's own
/// records.
#[must_use]
pub fn offices_in_sight<'c>(
    catalog: &'c Catalog,
    scope: Scope,
    office: &'c str,
) -> Option<BTreeSet<&'c str>> {
    match scope {
        Scope::Own | Scope::Bureau => None,
        Scope::Office | Scope::OfficeAndBelow => Some(offices_of(catalog, scope, office)),
    }
}

/// A closed ledger takes in nothing new, whoever asks; what stands is read, mended and finished as before.
fn is_shut(def: &LedgerDef, word: &str) -> bool {
    def.closed && ["create", "import"].contains(&word)
}

fn widest(catalog: &Catalog, act: &Act, def: &LedgerDef, word: &str) -> Option<Scope> {
    if is_shut(def, word) {
        return None;
    }
    let roles = act.roles.iter().filter_map(|name| catalog.role(name));
    let widest = roles.filter(|role| role.may(word, &def.id)).map(|role| role.scope).max();
    widest.map(|scope| if def.open && word == "see" { Scope::Bureau } else { scope })
}

fn offices_of<'c>(catalog: &'c Catalog, scope: Scope, office: &'c str) -> BTreeSet<&'c str> {
    let mut offices = match scope {
        Scope::OfficeAndBelow => catalog.offices.below(office),
        Scope::Own | Scope::Office | Scope::Bureau => catalog.offices.own(office),
    };
    offices.insert(office);
    offices
}

fn scope_reaches(catalog: &Catalog, scope: Scope, act: &Act, record: &Record) -> bool {
    if scope == Scope::Own {
        return record.created_by == act.who;
    }
    office_reached(catalog, scope, act, &record.office)
}

fn office_reached(catalog: &Catalog, scope: Scope, act: &Act, office: &str) -> bool {
    match scope {
        Scope::Own => false,
        Scope::Office | Scope::OfficeAndBelow => {
            offices_of(catalog, scope, &act.office).contains(office)
        }
        Scope::Bureau => true,
    }
}

/// Whether one of the person's roles may seal the figures of a ledger (封存).
pub(crate) fn permit_seal(
    catalog: &Catalog,
    act: &Act,
    ledger: &str,
    title: &str,
) -> Result<(), SaveError> {
    if act.roles.iter().filter_map(|name| catalog.role(name)).any(|role| role.may("seal", ledger)) {
        return Ok(());
    }
    let place = Place::Whole { name: title.to_owned() };
    let what = format!("{}没有封存“{title}”的权限", act.who);
    Err(SaveError::Forbidden(Box::new(Finding::must(
        "forbidden",
        place,
        what,
        "请由有封存权限的领导办理",
    ))))
}

fn allows(catalog: &Catalog, role: &RoleDef, act: &Act, def: &LedgerDef, wish: Wish<'_>) -> bool {
    let may = |word: &str| !is_shut(def, word) && role.may(word, &def.id);
    let reaches = |record| scope_reaches(catalog, role.scope, act, record);
    match wish {
        Wish::Create => may("create"),
        Wish::Edit(record) => may("edit") && reaches(record),
        Wish::Move(record, step) => {
            let named = step.roles.is_empty() || step.roles.iter().any(|it| role.stands_for(it));
            named && (may("move") || may("edit")) && reaches(record)
        }
        Wish::Withdraw(record) => may("withdraw") && reaches(record),
        Wish::Import => may("import"),
        Wish::Erase(record) => may("erase") && reaches(record),
    }
}
