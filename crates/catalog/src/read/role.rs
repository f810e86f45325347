//! Reading roles (读角色).

use terms::Finding;

use super::node::{File, Table};
use super::{is_name, nearest};
use crate::{Grant, RoleDef, Scope};

/// Reads a file of roles behind those that were read before: the bureau's own behind the shipped ones.
pub(crate) fn read(file: &File<'_>, local: bool, roles: &mut Vec<RoleDef>) {
    file.read("角色文件", |top| {
        let read: Vec<RoleDef> =
            top.tables("role", "角色").iter().map(|it| role(it, local)).collect();
        let fault = |rule, what: String, mend: &str| {
            file.fault(rule, top.span_of("role"), what, mend);
        };
        for role in read {
            if let Some(other) = roles.iter().find(|it| it.name == role.name) {
                let (rule, mend) = if role.local && !other.local {
                    ("shadow", "随软件发布的角色不能改；换一个英文名，另立一个本局角色")
                } else {
                    ("duplicate", "删去一个")
                };
                fault(rule, format!("角色“{}”写了两次", role.name), mend);
            } else if roles.iter().any(|it| it.label == role.label) {
                let what = format!("角色“{}”与另一个角色同名", role.label);
                fault("duplicate", what, "换一个名称，岗位上才分得清");
            }
            for (what, mend) in unfit(&role, roles) {
                fault("role", format!("角色“{}”{what}", role.label), mend);
            }
            roles.push(role);
        }
    });
}

/// What no role may be, whoever makes it: who administers reads no business, who audits changes nothing, and a local
/// role opens no door that the shipped one keeps shut.
fn unfit(role: &RoleDef, before: &[RoleDef]) -> Vec<(String, &'static str)> {
    let mut said = Vec::new();
    let acts = || role.grants.iter().flat_map(|it| &it.acts);
    if role.has_power("administer") && (!role.grants.is_empty() || role.powers.len() > 1) {
        said.push(("管账号和系统，又管业务".to_owned(), "系统管理员看不到业务数据，分成两个角色"));
    }
    let harmless = ["see", "export", "private"];
    if role.has_power("audit")
        && (role.powers.len() > 1 || acts().any(|it| !harmless.contains(&it.as_str())))
    {
        said.push(("查留痕，又能改东西".to_owned(), "审计员只看不改，分成两个角色"));
    }
    if !role.local {
        return said;
    }
    let word = |it: char| it.is_alphanumeric() || "（）()·、－".contains(it);
    if role.label.chars().count() > 20 || !role.label.chars().all(word) {
        said.push((
            "名称太长，或有不能用的符号".to_owned(),
            "写中文、字母、数字和（）·、，二十个字以内",
        ));
    }
    if role.about.chars().count() > 200 {
        said.push(("说明超过二百个字".to_owned(), "写短些"));
    }
    if role.grants.is_empty() && role.powers.is_empty() {
        said.push(("什么也不能做".to_owned(), "至少给一样权限"));
    }
    if role.has_power("administer") && !role.second_factor {
        said.push(("管账号和系统，却不要动态口令".to_owned(), "勾上动态口令"));
    }
    let Some(like) = &role.like else { return said };
    match before.iter().find(|it| it.name == *like && !it.local) {
        None => said.push((format!("照着的角色“{like}”不是随软件发布的角色"), "另选一个")),
        Some(like) if like.second_factor && !role.second_factor => {
            said.push((format!("照着“{}”，却不要动态口令", like.label), "勾上动态口令"));
        }
        Some(_) => {}
    }
    said
}

fn role(table: &Table<'_, '_>, local: bool) -> RoleDef {
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
    let scopes = Scope::WORDS;
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
        like: table.word("like").map(|it| it.text),
        local,
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
        if !RoleDef::ACTS.contains(&act.text.as_str()) {
            let mend = match nearest(&act.text, RoleDef::ACTS) {
                Some(near) => format!("是否想写“{near}”？"),
                None => format!("可用：{}", RoleDef::ACTS.join("、")),
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
