//! `return`: a report that comes back from Word or WPS (回稿).

use anyhow::{Result, bail};
use report::check::Text;
use report::returned::{Change, ChangeKind, LooseNumber, Rebound, SlotReturn, SlotState};
use serde_json::{Value as Json, json};

use crate::command::ReturnArgs;
use crate::context::Context;
use crate::flow::figure::When;
use crate::flow::returned::{self, Back};
use crate::say::{self, Table, short};

/// Takes an edited report back; gives whether no number needs a look.
pub(crate) async fn take_back(context: &Context, args: &ReturnArgs, json: bool) -> Result<bool> {
    let when = When::read(&args.period, args.as_of.as_deref(), None)?;
    if args.output.as_ref() == Some(&args.file) {
        bail!("--output 不能是回稿本身，请另起一个文件名");
    }
    let original = args.original.as_deref();
    let back = returned::take_back(context, &args.file, original, &args.report, when).await?;
    let rebound = match &args.output {
        Some(output) => Some(returned::write(&back, output, args.refresh)?),
        None => None,
    };
    if json {
        say::json_out(&to_json(context, &back, rebound.as_ref()));
    } else {
        tell(context, &back);
        if let (Some(rebound), Some(output)) = (&rebound, &args.output) {
            tell_written(context, &back, rebound, &output.display().to_string());
        }
    }
    let quiet = |it: &SlotReturn| !needs_a_look(it);
    Ok(back.returned.slots.iter().all(quiet) && back.returned.loose.is_empty())
}

fn needs_a_look(slot: &SlotReturn) -> bool {
    slot.is_edited() || slot.differs() || slot.state == SlotState::Lost
}

fn title(context: &Context, slot: &SlotReturn) -> String {
    let id = slot.slot.figure();
    let def = context.catalog.indicators.get(id);
    def.map_or_else(|| id.to_owned(), |it| format!("{} {}", it.refs.join(" "), it.title))
}

fn tell(context: &Context, back: &Back) {
    let line = |slot: &SlotReturn| {
        slot.span.map_or_else(|| "—".to_owned(), |it| back.text.line_column(it).0.to_string())
    };
    let mut table =
        Table::new(&["段", "数", "原文", "回稿", "台账现在", "控件", "说明"]).right(&[0]);
    let slots = &back.returned.slots;
    for slot in slots.iter().filter(|it| needs_a_look(it) || it.state != SlotState::Bound) {
        table.row(vec![
            line(slot),
            short(&title(context, slot), 40),
            slot.was.clone(),
            slot.said.clone(),
            slot.now.clone().unwrap_or_else(|| "不再写".to_owned()),
            slot.state.label().to_owned(),
            remark(slot).to_owned(),
        ]);
    }
    table.print();
    let of = |state| slots.iter().filter(|it| it.state == state).count();
    say::line(&format!(
        "槽位{}个：还在{}，找回{}，复制{}，丢失{}；改了数的{}个，与台账不同的{}个",
        slots.len(),
        of(SlotState::Bound),
        of(SlotState::Loosened),
        of(SlotState::Copied),
        of(SlotState::Lost),
        slots.iter().filter(|it| it.is_edited()).count(),
        slots.iter().filter(|it| it.differs()).count(),
    ));
    for loose in &back.returned.loose {
        let line = back.text.line_column(loose.span).0;
        let figure = loose.figure.as_ref().map_or_else(
            || "没有对应的指标".to_owned(),
            |(id, now)| format!("像是 {id}，台账现在{now}"),
        );
        say::line(&format!("手填的数 {line}段 {}：{figure}", loose.said));
    }
    for change in &back.returned.changes {
        say::line(&in_words(change));
    }
}

fn remark(slot: &SlotReturn) -> &'static str {
    match (slot.is_edited(), slot.differs(), slot.state) {
        (_, _, SlotState::Lost) => "清空、删去或改写，找不到了",
        (true, true, _) => "改了，与台账不同",
        (true, false, _) => "改了，与台账一致",
        (false, true, _) => "没有改，台账变了",
        (false, false, SlotState::Loosened) => "数没有变",
        (false, false, _) => "",
    }
}

fn in_words(change: &Change) -> String {
    let head = format!("{} {}段", change.kind.label(), change.line);
    if change.kind != ChangeKind::Changed {
        return format!("{head} {}", short(&change.paragraph, 80));
    }
    let words = change.words.iter().map(|(old, new)| match (old.as_str(), new.as_str()) {
        ("", new) => format!("加“{new}”"),
        (old, "") => format!("删“{old}”"),
        (old, new) => format!("“{old}”改“{new}”"),
    });
    format!("{head} {}", words.collect::<Vec<_>>().join("，"))
}

fn tell_written(context: &Context, back: &Back, rebound: &Rebound, output: &str) {
    say::line(&format!(
        "写好了 {output}：重新绑定{}个槽位，换成台账数{}个",
        rebound.bound, rebound.refreshed
    ));
    for slot in rebound.left.iter().filter_map(|it| back.returned.slots.get(*it)) {
        say::line(&format!(
            "  未能处理：{}（{}），请在文中手工改",
            title(context, slot),
            slot.said
        ));
    }
}

fn to_json(context: &Context, back: &Back, rebound: Option<&Rebound>) -> Json {
    let slots = back.returned.slots.iter().map(|it| slot_json(context, &back.text, it));
    let loose = back.returned.loose.iter().map(|it| loose_json(&back.text, it));
    let changes = back.returned.changes.iter().map(|it| {
        let words: Vec<Json> =
            it.words.iter().map(|(old, new)| json!({ "old": old, "new": new })).collect();
        json!({ "kind": it.kind.label(), "line": it.line, "paragraph": it.paragraph, "words": words })
    });
    json!({
        "slots": slots.collect::<Vec<_>>(),
        "loose": loose.collect::<Vec<_>>(),
        "changes": changes.collect::<Vec<_>>(),
        "written": rebound.map(|it| json!({ "bound": it.bound, "refreshed": it.refreshed, "left": it.left })),
    })
}

fn slot_json(context: &Context, text: &Text, slot: &SlotReturn) -> Json {
    let place = slot.span.map(|it| text.line_column(it));
    json!({
        "figure": slot.slot.figure(),
        "format": slot.slot.format(),
        "title": title(context, slot),
        "state": slot.state.label(),
        "line": place.map(|it| it.0),
        "column": place.map(|it| it.1),
        "was": slot.was,
        "said": slot.said,
        "now": slot.now,
        "edited": slot.is_edited(),
        "differs": slot.differs(),
    })
}

fn loose_json(text: &Text, loose: &LooseNumber) -> Json {
    let (line, column) = text.line_column(loose.span);
    json!({
        "line": line,
        "column": column,
        "said": loose.said,
        "figure": loose.figure.as_ref().map(|it| it.0.as_str()),
        "now": loose.figure.as_ref().map(|it| it.1.as_str()),
    })
}
