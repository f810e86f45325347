//! Who may do what (权限): the only place that asks.
//!
//! Grants come from `defs/roles.toml`. No role skips a rule: permission is asked first, and every check still runs.

use catalog::{Catalog, LedgerDef, MoveDef, RoleDef, Scope};
use terms::{Finding, Place};

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
        .any(|role| allows(role, act, def, wish));
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
    let what = format!("{}没有{verb}“{}”的权限", act.who, def.title);
    Err(SaveError::Forbidden(Box::new(Finding::must("forbidden", place, what, mend))))
}

/// Whether one of the person's roles may seal the figures of a ledger (签封).
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
    let what = format!("{}没有签封“{title}”的权限", act.who);
    Err(SaveError::Forbidden(Box::new(Finding::must(
        "forbidden",
        place,
        what,
        "请由有签封权限的领导办理",
    ))))
}

fn allows(role: &RoleDef, act: &Act, def: &LedgerDef, wish: Wish<'_>) -> bool {
    let may = |word: &str| role.may(word, &def.id);
    match wish {
        Wish::Create => may("create"),
        Wish::Edit(record) => may("edit") && reaches(role, act, record),
        Wish::Move(record, step) => {
            let named = step.roles.is_empty() || step.roles.contains(&role.name);
            named && (may("move") || may("edit")) && reaches(role, act, record)
        }
        Wish::Withdraw(record) => may("withdraw") && reaches(role, act, record),
        Wish::Import => may("import"),
        Wish::Erase(record) => may("erase") && reaches(role, act, record),
    }
}

/// The bureau's tree of offices is not in the catalog yet: a role over an office and those below it reaches all.
fn reaches(role: &RoleDef, act: &Act, record: &Record) -> bool {
    match role.scope {
        Scope::Own => record.created_by == act.who,
        Scope::Office => record.office == act.office,
        Scope::OfficeAndBelow | Scope::Bureau => true,
    }
}
