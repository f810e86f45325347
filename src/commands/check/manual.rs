//! The rules as people read them (规则手册): a list, one rule's page, and the pages by family under `docs/rules/`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use report::check::{Family, Rule, all_rules, families};
use serde_json::{Value as Json, json};

use crate::say;

/// Lists all rules.
pub(super) fn list(json: bool) -> Result<bool> {
    if json {
        let all = families().flat_map(|family| family.rules.iter().map(|it| rule_json(family, it)));
        say::json_out(&Json::Array(all.collect()));
        return Ok(true);
    }
    let mut table = say::Table::new(&["规则", "名称", "级别", "依据"]);
    for rule in all_rules() {
        table.row(vec![
            rule.id.to_owned(),
            rule.title.to_owned(),
            rule.grade.label().to_owned(),
            rule.authority.in_words(),
        ]);
    }
    table.print();
    say::line(&format!(
        "\n共{}条。一条的说明：tongtu rules 规则；不用某条：tongtu check 文件 --off 规则",
        all_rules().count()
    ));
    Ok(true)
}

/// Shows one rule's page.
pub(super) fn show(id: &str, json: bool) -> Result<bool> {
    let found = families().find_map(|family| {
        family.rules.iter().find(|it| it.id == id || it.title == id).map(|it| (family, it))
    });
    let (family, rule) =
        found.ok_or_else(|| anyhow!("没有“{id}”这条规则；全部规则见 tongtu rules"))?;
    if json {
        say::json_out(&rule_json(family, rule));
        return Ok(true);
    }
    say::line(&format!(
        "{}  {}  〔{}·{}〕\n",
        rule.id,
        rule.title,
        family.title,
        rule.grade.label()
    ));
    say::line(&rule.page());
    Ok(true)
}

fn rule_json(family: &Family, rule: &Rule) -> Json {
    json!({
        "rule": rule.id,
        "title": rule.title,
        "family": family.id,
        "grade": rule.grade.label(),
        "authority": rule.authority.in_words(),
        "page": rule.page(),
    })
}

/// Writes the manual: one page a family.
pub(super) fn write(folder: &Path) -> Result<bool> {
    fs::create_dir_all(folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
    for family in families().filter(|it| !it.rules.is_empty()) {
        let path = folder.join(format!("{}.md", family.id));
        fs::write(&path, page(family)).with_context(|| format!("写不出 {}", path.display()))?;
        say::line(&path.display().to_string());
    }
    Ok(true)
}

/// A family's page.
fn page(family: &Family) -> String {
    let mut page = format!(
        "# 校核规则：{}\n\n由 `tongtu rules --write docs/rules` 写出，不要手改。\n",
        family.title
    );
    page.push_str("\n| 规则 | 名称 | 级别 | 依据 |\n|---|---|---|---|\n");
    for rule in family.rules {
        page.push_str(&format!(
            "| [`{0}`](#{0}) | {1} | {2} | {3} |\n",
            rule.id,
            rule.title,
            rule.grade.label(),
            rule.authority.in_words()
        ));
    }
    for rule in family.rules {
        let lines: Vec<String> = rule.page().lines().map(escaped).collect();
        page.push_str(&format!(
            "\n## {}\n\n{}\n",
            rule.id,
            lines.join("\n\n").replace("\n\n\n", "\n")
        ));
    }
    page
}

/// A line of a rule's page; HTML must not be made of its examples.
fn escaped(line: &str) -> String {
    line.replace('<', "&lt;").replace("](", "]\u{200b}(")
}
