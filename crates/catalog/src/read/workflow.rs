//! Reading workflows (读流程定义).

use std::collections::BTreeSet;

use terms::Finding;

use super::node::{File, Table, Word};
use super::{condition, is_name, nearest};
use crate::{MoveDef, MoveKind, StateDef, WorkflowDef};

pub(crate) fn read(file: &File<'_>, id: &str, path: &str, fingerprint: String) -> WorkflowDef {
    file.read("流程", |top| {
        let (title, about) = (top.need_text("title"), top.need_text("about"));
        let states: Vec<StateDef> = top.tables("states", "状态").iter().map(state).collect();
        if states.is_empty() {
            file.fault(
                "missing_key",
                top.span.clone(),
                "流程没有状态",
                "请写 states = [ { name = …, label = … } ]",
            );
        }
        let mut seen = BTreeSet::new();
        for state in &states {
            if !seen.insert(&state.name)
                || states.iter().filter(|it| it.label == state.label).count() > 1
            {
                file.fault(
                    "duplicate",
                    top.span_of("states"),
                    format!("状态“{}”重复", state.label),
                    "请改名或删去一个",
                );
            }
        }
        let moves: Vec<MoveDef> =
            top.tables("moves", "流转").iter().map(|it| step(it, &states)).collect();
        let mut seen = BTreeSet::new();
        for step in moves.iter().filter(|it| !it.name.is_empty()) {
            if !seen.insert(&step.name) {
                file.fault(
                    "duplicate",
                    top.span_of("moves"),
                    format!("流转“{}”写了两次", step.name),
                    "请改名或删去一个",
                );
            }
        }
        for step in &moves {
            for other in
                step.not_mover_of.iter().filter(|it| !moves.iter().any(|step| step.name == **it))
            {
                let near = nearest(other, moves.iter().map(|it| it.name.as_str()));
                let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
                let what = format!("“{}”的 not_mover_of 写了没有的流转“{other}”", step.label);
                file.fault("unknown_move", top.span_of("moves"), what, mend);
            }
        }
        for lost in unreachable(&states, &moves) {
            let what = format!("状态“{}”从起点走不到", lost.label);
            file.fault(
                "unreachable",
                top.span_of("states"),
                what,
                "补一条到它的流转，或删去这个状态",
            );
        }
        let states = if states.is_empty() {
            vec![StateDef { name: "open".to_owned(), label: "在册".to_owned(), closed: false }]
        } else {
            states
        };
        WorkflowDef {
            id: id.to_owned(),
            title,
            about,
            states,
            moves,
            fingerprint,
            file: path.to_owned(),
        }
    })
}

fn state(table: &Table<'_, '_>) -> StateDef {
    let name = table.need_word("name");
    if !name.text.is_empty() && !is_name(&name.text) {
        table.file.fault(
            "name",
            name.span,
            format!("状态名“{}”不合规", name.text),
            "用小写英文、数字和下划线，字母开头",
        );
    }
    let state =
        StateDef { name: name.text, label: table.need_text("label"), closed: table.flag("closed") };
    table.finish();
    state
}

fn step(table: &Table<'_, '_>, states: &[StateDef]) -> MoveDef {
    let known = |word: &Word| {
        if states.iter().any(|it| it.name == word.text) || word.text.is_empty() {
            return;
        }
        let names = || states.iter().map(|it| it.name.as_str());
        let mend = match nearest(&word.text, names()) {
            Some(near) => format!("是否想写“{near}”？"),
            None => format!("可用：{}", names().collect::<Vec<_>>().join("、")),
        };
        table.file.fault(
            "unknown_state",
            word.span.clone(),
            format!("没有状态“{}”", word.text),
            mend,
        );
    };
    let (name, label) = (table.need_text("name"), table.need_text("label"));
    let kind = kind(table, &label);
    let from = table.words("from");
    let to = match kind {
        MoveKind::Step => table.need_word("to"),
        MoveKind::Back
        | MoveKind::TakeBack
        | MoveKind::Reassign { .. }
        | MoveKind::Extend { .. } => {
            if table.has("to") {
                let what = format!("流转“{label}”不写 to");
                let mend = "退回、撤回到哪一步由记录的经过定，转办、延期不改状态；请删去 to";
                table.file.fault("wrong_key", table.span_of("to"), what, mend);
            }
            table.word("to").unwrap_or(Word { text: String::new(), span: table.span.clone() })
        }
    };
    if from.is_empty() {
        table.file.fault(
            "missing_key",
            table.span.clone(),
            format!("流转“{label}”没有起点“from”"),
            "如 from = [\"filed\"]",
        );
    }
    from.iter().for_each(known);
    known(&to);
    let roles = table.words("roles");
    for role in &roles {
        let name = role.text.clone();
        table.file.later(
            &role.span,
            Box::new(move |catalog, place| {
                if catalog.role(&name).is_some() {
                    return Vec::new();
                }
                let near = nearest(&name, catalog.roles.iter().map(|it| it.name.as_str()));
                let mend = near.map_or_else(String::new, |it| format!("是否想写“{it}”？"));
                vec![Finding::must(
                    "unknown_role",
                    place.clone(),
                    format!("没有角色“{name}”"),
                    mend,
                )]
            }),
        );
    }
    let step = MoveDef {
        name,
        label,
        from: from.into_iter().map(|it| it.text).collect(),
        to: to.text,
        roles: roles.into_iter().map(|it| it.text).collect(),
        evidence: table.texts("evidence"),
        attachment: table.flag("attachment"),
        // These are never done without saying why.
        reason: table.flag("reason")
            || matches!(kind, MoveKind::Back | MoveKind::Reassign { .. } | MoveKind::Extend { .. }),
        kind,
        sign: table.word("sign").map(|it| it.text),
        not_mover_of: table.texts("not_mover_of"),
        times: times(table),
        when: condition::conditions(table, "when").into_iter().map(|it| it.condition).collect(),
    };
    table.finish();
    step
}

/// What the move does: at most one of the special kinds may be written.
fn kind(table: &Table<'_, '_>, label: &str) -> MoveKind {
    let (back, take_back) = (table.flag("back"), table.flag("take_back"));
    let (fields, due) = (table.texts("reassign"), table.word("extend"));
    let approver = table.word("approver");
    let given = [back, take_back, !fields.is_empty(), due.is_some()];
    if given.iter().filter(|it| **it).count() > 1 {
        let what = format!("流转“{label}”写了几种办法");
        let mend = "back（退回）、take_back（撤回）、reassign（转办）、extend（延期）只写一种";
        table.file.fault("move_kind", table.span.clone(), what, mend);
    }
    if approver.is_some() != due.is_some() {
        let what = format!("流转“{label}”的 extend 与 approver 要一起写");
        let mend = "如 extend = \"due_on\", approver = \"extended_by\"";
        table.file.fault("move_kind", table.span.clone(), what, mend);
    }
    match (due, approver) {
        (Some(due), Some(approver)) => MoveKind::Extend { due: due.text, approver: approver.text },
        _ if back => MoveKind::Back,
        _ if take_back => MoveKind::TakeBack,
        _ if !fields.is_empty() => MoveKind::Reassign { fields },
        _ => MoveKind::Step,
    }
}

fn times(table: &Table<'_, '_>) -> Option<u32> {
    let times = table.count("times", 1000);
    if times == Some(0) {
        table.file.fault("range", table.span_of("times"), "times 至少是1", "不许办的流转请删去");
    }
    times
}

/// States that no chain of moves reaches. A state in which registers may begin by import counts when it is closed.
fn unreachable<'s>(states: &'s [StateDef], moves: &[MoveDef]) -> Vec<&'s StateDef> {
    let Some(start) = states.first() else { return Vec::new() };
    let mut reached = BTreeSet::from([start.name.as_str()]);
    loop {
        let next: Vec<&str> = moves
            .iter()
            .filter(|it| it.from.iter().any(|from| reached.contains(from.as_str())))
            .map(|it| it.to.as_str())
            .filter(|it| !reached.contains(it))
            .collect();
        if next.is_empty() {
            return states.iter().filter(|it| !reached.contains(it.name.as_str())).collect();
        }
        reached.extend(next);
    }
}
