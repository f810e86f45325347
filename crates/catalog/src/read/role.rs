//! Reading roles (读角色).

use std::collections::BTreeSet;

use terms::Finding;

use super::node::{File, Table};
use super::{is_name, nearest};
use crate::{Grant, RoleDef, Scope};

pub(crate) fn read(file: &File<'_>) -> Vec<RoleDef> {
    file.read("角色文件", |top| {
        let roles: Vec<RoleDef> = top.tables("role", "角色").iter().map(role).collect();
        let mut seen = BTreeSet::new();
        for role in &roles {
            if !seen.insert(&role.name) {
                file.fault(
                    "duplicate",
                    top.span_of("role"),
                    format!("角色“{}”写了两次", role.name),
                    "删去一个",
                );
            }
        }
        roles
    })
}

fn role(table: &Table<'_, '_>) -> RoleDef {
    let name = table.need_word("name");
    if !name.text.is_empty() && !is_name(&name.text) {
        table.file.fault(
            "name",
            name.span,
            format!("角色名“{}”不合规", name.text),
            "用小写英文、数字和下划线，字母开头",
        );
    }
    let word = table.need_word("scope");
    let scopes = [
        ("own", Scope::Own),
        ("office", Scope::Office),
        ("office_and_below", Scope::OfficeAndBelow),
        ("bureau", Scope::Bureau),
    ];
    let scope = scopes.iter().find(|it| it.0 == word.text).map(|it| it.1);
    if scope.is_none() {
        let mend = format!("可用：{}", scopes.map(|it| it.0).join("、"));
        table.file.fault("scope", word.span, format!("没有“{}”这种数据范围", word.text), mend);
    }
    let role = RoleDef {
        name: name.text,
        label: table.need_text("label"),
        about: table.need_text("about"),
        scope: scope.unwrap_or(Scope::Own),
        grants: table.tables("grants", "授权").iter().map(grant).collect(),
        powers: powers(table),
        second_factor: table.flag("second_factor"),
    };
    table.finish();
    role
}

fn powers(table: &Table<'_, '_>) -> Vec<String> {
    let powers = table.words("powers");
    for power in powers.iter().filter(|it| !RoleDef::POWERS.contains(&it.text.as_str())) {
        let what = format!("没有“{}”这种局务权", power.text);
        let mend = format!("可用：{}", RoleDef::POWERS.join("、"));
        table.file.fault("power", power.span.clone(), what, mend);
    }
    powers.into_iter().map(|it| it.text).collect()
}

fn grant(table: &Table<'_, '_>) -> Grant {
    let (ledgers, acts) = (table.words("ledgers"), table.words("acts"));
    for act in &acts {
        if !Grant::ACTS.contains(&act.text.as_str()) {
            let mend = match nearest(&act.text, Grant::ACTS) {
                Some(near) => format!("是否想写“{near}”？"),
                None => format!("可用：{}", Grant::ACTS.join("、")),
            };
            table.file.fault("act", act.span.clone(), format!("没有“{}”这种权限", act.text), mend);
        }
    }
    for word in &ledgers {
        let pattern = word.text.clone();
        table.file.later(
            &word.span,
            Box::new(move |catalog, place| {
                let covers = |id: &String| match pattern.strip_suffix('*') {
                    Some(head) => id.starts_with(head),
                    None => *id == pattern,
                };
                if catalog.ledgers.keys().any(covers) {
                    return Vec::new();
                }
                vec![Finding::must(
                    "unknown_ledger",
                    place.clone(),
                    format!("授权“{pattern}”没有对应的台账"),
                    "改台账名，或写 域/*",
                )]
            }),
        );
    }
    let texts = |words: Vec<super::node::Word>| words.into_iter().map(|it| it.text).collect();
    let grant = Grant { ledgers: texts(ledgers), acts: texts(acts) };
    table.finish();
    grant
}
