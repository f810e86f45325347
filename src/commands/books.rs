//! `import`, `export`, `list`, `show`, `set`, `move`, `withdraw`, `attach`, `batches`, `undo`: records in and out (台账).

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use catalog::{FieldRef, FieldType, LedgerDef, Meta, MoveDef, MoveKind, Order, Query};
use ledger::{Content, Cursor, Listing, Record, Step, Target, Upload};
use serde_json::{Map, Value as Json, json};
use terms::{Finding, Grade, Value};

use crate::command::{ExportArgs, ImportArgs, ListArgs};
use crate::context::{Context, HIDDEN, local};
use crate::flow::capture;
use crate::flow::figure::read_moment;
use crate::say::{self, Table, short};

/// Takes a workbook in, or shows what would change.
pub(crate) async fn import(context: &Context, args: &ImportArgs, json: bool) -> Result<bool> {
    let def = capture::ledger(context, &args.ledger)?;
    let done = capture::import(
        context,
        def,
        &args.files,
        args.dry_run,
        args.returned.as_deref(),
        &mut say::bars(json),
    )
    .await?;
    let clean = done.findings.iter().all(|it| it.grade != Grade::Must);
    let outcome = &done.outcome;
    let left_out = outcome.left_out;
    // Who imports knows what is to stand, but not always what stands.
    let old = |change: &ledger::Change| {
        let private = def.fields.iter().any(|it| it.holds_private() && it.label == change.field);
        if private && !change.old.is_empty() && !context.may_see_private(def) {
            HIDDEN.to_owned()
        } else {
            change.old.clone()
        }
    };
    if json {
        let columns: Vec<Json> = done
            .reading
            .mapping
            .iter()
            .map(|it| json!({ "sheet": it.sheet, "column": it.column, "header": it.header, "field": it.field, "unit": it.unit }))
            .collect();
        let changes: Vec<Json> = outcome
            .changes
            .iter()
            .map(|it| json!({ "key": it.key, "field": it.field, "old": old(it), "new": it.new }))
            .collect();
        say::json_out(&json!({
            "ledger": def.id, "dry_run": args.dry_run, "batch": outcome.batch.map(|it| it.to_string()),
            "created": outcome.created, "changed": outcome.changed, "unchanged": outcome.unchanged,
            "left_out": left_out, "columns": columns, "changes": changes, "more_changes": outcome.more_changes,
            "findings": done.findings.iter().map(say::SaidFinding::from).collect::<Vec<_>>(),
            "returned": done.returned.as_ref().map(|it| it.display().to_string()),
        }));
        return Ok(clean);
    }
    for column in done.reading.mapping.iter().filter(|it| it.field.is_none()) {
        say::aside(&format!("多余列 {}“{}”没有用到", column.column, column.header));
    }
    findings_up_to(&done.findings, 40);
    for total in &done.reading.totals {
        let verdict =
            if total.holds() { "与各行之和一致" } else { "与各行之和不一致" };
        say::aside(&format!(
            "{} {}：{}{}，{verdict}",
            total.place,
            total.word,
            terms::plain(total.stated),
            total.unit
        ));
    }
    let verb = if args.dry_run { "预览" } else { "入库" };
    say::line(&format!(
        "《{}》{verb}：新增{}条，更新{}条，未变{}条，退回{left_out}行",
        def.title, outcome.created, outcome.changed, outcome.unchanged
    ));
    if args.dry_run {
        for change in outcome.changes.iter().take(40) {
            let what = if change.field.is_empty() {
                "新增".to_owned()
            } else {
                format!("{}：{} → {}", change.field, blank(&old(change)), blank(&change.new))
            };
            say::line(&format!("  {} {what}", change.key));
        }
        let more = outcome.more_changes
            + u64::try_from(outcome.changes.len().saturating_sub(40)).unwrap_or(0);
        if more > 0 {
            say::line(&format!("  另有{more}处变更；全部请加 --json"));
        }
    }
    if let Some(batch) = outcome.batch {
        say::line(&format!("批次 {batch}；要撤回：tongtu undo {batch} --reason 理由"));
    }
    if let Some(returned) = &done.returned {
        say::line(&format!("有问题的行在 {}，照“问题”一列改好后再导入它", returned.display()));
    }
    Ok(clean)
}

fn blank(text: &str) -> &str {
    if text.is_empty() { "（空）" } else { text }
}

fn findings_up_to(findings: &[Finding], most: usize) {
    for finding in findings.iter().take(most) {
        say::aside(&format!("{} {finding}", finding.grade.label()));
    }
    if findings.len() > most {
        say::aside(&format!("另有{}条问题，见退回的工作簿，或加 --json", findings.len() - most));
    }
}

/// Writes a ledger, or its empty template.
pub(crate) async fn export(context: &Context, args: &ExportArgs, json: bool) -> Result<bool> {
    let def = capture::ledger(context, &args.ledger)?;
    let to = args.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.xlsx", def.title)));
    if args.template {
        capture::write_file(&to, &sheet::template(&context.catalog, def)?)?;
        if json {
            say::json_out(&json!({ "files": [to.display().to_string()] }));
        } else {
            say::line(&format!("空表在 {}", to.display()));
        }
        return Ok(true);
    }
    let conditions = capture::conditions(context, def, &args.conditions)?;
    let (count, files) = capture::export(context, def, conditions, &to).await?;
    let files: Vec<String> = files.iter().map(|it| it.display().to_string()).collect();
    if json {
        say::json_out(&json!({ "ledger": def.id, "records": count, "files": files }));
    } else {
        say::line(&format!("《{}》{count}条，写到 {}", def.title, files.join("、")));
    }
    Ok(true)
}

/// A page of a ledger.
pub(crate) async fn list(context: &Context, args: &ListArgs, json: bool) -> Result<bool> {
    let def = capture::ledger(context, &args.ledger)?;
    let conditions = capture::conditions(context, def, &args.conditions)?;
    let query = Query { ledger: def.id.clone(), lines: None, conditions };
    let orders = args.sort.iter().map(|it| order(context, def, it)).collect::<Result<Vec<_>>>()?;
    let after = args.after.as_deref().map(Cursor::new);
    let known_at = args.known_at.as_deref().map(read_moment).transpose()?;
    let limit = usize::try_from(args.limit).unwrap_or(50);
    let listing =
        Listing { query: &query, orders: &orders, after: after.as_ref(), limit, known_at };
    let page = context.base.list(&listing).await?;
    if json {
        let items: Vec<Json> = page.items.iter().map(|it| record_json(context, def, it)).collect();
        say::json_out(&json!({ "items": items, "next": page.next.as_ref().map(Cursor::as_str) }));
        return Ok(true);
    }
    let fields: Vec<usize> = (0..def.fields.len())
        .filter(|it| !matches!(def.fields[*it].ty, FieldType::Lines { .. } | FieldType::LongText))
        .filter(|it| !def.fields[*it].private || context.may_see_private(def))
        .take(8)
        .collect();
    let header: Vec<&str> =
        fields.iter().map(|it| def.fields[*it].label.as_str()).chain(["状态"]).collect();
    let mut table = Table::new(&header);
    for record in &page.items {
        let cells = fields.iter().map(|it| {
            short(&context.reader(def).value(&def.fields[*it], record.row.values[*it].as_ref()), 28)
        });
        table.row(cells.chain([state_label(context, def, &record.state)]).collect());
    }
    table.print();
    if let Some(next) = page.next {
        say::line(&format!("还有下一页：--after {}", next.as_str()));
    }
    Ok(true)
}

fn order(context: &Context, def: &LedgerDef, word: &str) -> Result<Order> {
    let (name, descending) = word.strip_prefix('-').map_or((word, false), |it| (it, true));
    if name == "状态" || name == "state" {
        return Ok(Order { field: FieldRef::Meta(Meta::State), descending });
    }
    let field = def.fields.iter().find(|it| it.name == name || it.label == name);
    let field = field.with_context(|| format!("台账“{}”没有字段“{name}”", def.title))?;
    if field.private && !context.may_see_private(def) {
        bail!("“{name}”是个人信息，没有查看个人信息的权限，不能按它排序");
    }
    Ok(Order { field: FieldRef::Own(field.name.clone()), descending })
}

fn state_label(context: &Context, def: &LedgerDef, state: &str) -> String {
    context
        .catalog
        .workflow_of(def)
        .state(state)
        .map_or_else(|| state.to_owned(), |it| it.label.clone())
}

/// One record with everything that hangs on it.
pub(crate) async fn show(
    context: &Context,
    ledger: &str,
    key: &str,
    known_at: Option<&str>,
    json: bool,
) -> Result<bool> {
    let def = capture::ledger(context, ledger)?;
    let mut record = capture::record(context, def, key).await?;
    if let Some(moment) = known_at {
        let moment = read_moment(moment)?;
        let past = context.base.at(&def.id, record.id, moment).await?;
        record = past.with_context(|| format!("“{key}”在那个时刻还没有登记"))?;
    }
    let history = context.base.history(&def.id, record.id).await?;
    let attachments = context.base.attachments_of(record.id).await?;
    if json {
        let mut out = record_json(context, def, &record);
        out["attachments"] = attachments
            .iter()
            .map(|it| json!({ "digest": it.digest, "name": it.name, "size": it.size_bytes, "who": it.who, "at": it.at.to_string() }))
            .collect();
        out["history"] = history
            .iter()
            .map(|step| {
                let changes: Vec<Json> = step
                    .changes
                    .iter()
                    .filter(|it| !is_hidden(context, def, &it.field))
                    .map(|it| json!({ "field": it.label, "old": it.old, "new": it.new }))
                    .collect();
                json!({
                    "version": step.version, "at": step.at.to_string(), "who": step.who, "act": step.act,
                    "reason": step.reason, "changes": changes,
                })
            })
            .collect();
        say::json_out(&out);
        return Ok(true);
    }
    say::line(&format!(
        "《{}》{}　状态：{}　第{}版",
        def.title,
        record.row.key(def),
        state_label(context, def, &record.state),
        record.version
    ));
    for (field, value) in def.fields.iter().zip(&record.row.values) {
        if let FieldType::Lines { fields } = &field.ty {
            let lines = record.row.lines.get(&field.name).map(Vec::as_slice).unwrap_or_default();
            say::line(&format!("{}（{}行）", field.label, lines.len()));
            let header: Vec<&str> = fields.iter().map(|it| it.label.as_str()).collect();
            let mut table = Table::new(&header);
            for line in lines {
                table.row(
                    fields
                        .iter()
                        .zip(line)
                        .map(|it| context.reader(def).value(it.0, it.1.as_ref()))
                        .collect(),
                );
            }
            table.print();
        } else if value.is_some() {
            say::line(&format!(
                "{}：{}",
                field.label,
                context.reader(def).value(field, value.as_ref())
            ));
        }
    }
    for one in &attachments {
        say::line(&format!(
            "附件：{}（{}字节，{} {}）",
            one.name,
            one.size_bytes,
            one.who,
            local(one.at)
        ));
    }
    say::line("修订记录");
    for step in &history {
        let why =
            if step.reason.is_empty() { String::new() } else { format!("（{}）", step.reason) };
        say::line(&format!(
            "  第{}版 {} {} {}{why}",
            step.version,
            local(step.at).strftime("%Y-%m-%d %H:%M:%S"),
            step.who,
            act_label(&step.act)
        ));
        for change in step.changes.iter().filter(|it| !is_hidden(context, def, &it.field)) {
            say::line(&format!(
                "    {}：{} → {}",
                change.label,
                blank(change.old.as_deref().unwrap_or_default()),
                blank(change.new.as_deref().unwrap_or_default())
            ));
        }
    }
    Ok(true)
}

/// An act of the audit chain as staff read it.
fn act_label(act: &str) -> &str {
    let known = [
        ("create", "登记"),
        ("update", "修改"),
        ("move", "流转"),
        ("withdraw", "撤销"),
        ("import", "导入"),
        ("undo", "撤回导入"),
        ("attach", "加附件"),
        ("erase", "销毁"),
    ];
    known.iter().find(|it| it.0 == act).map_or(act, |it| it.1)
}

fn is_hidden(context: &Context, def: &LedgerDef, field: &str) -> bool {
    !context.may_see_private(def) && def.field(field).is_some_and(|it| it.holds_private())
}

fn record_json(context: &Context, def: &LedgerDef, record: &Record) -> Json {
    let mut fields = Map::new();
    for (field, value) in def.fields.iter().zip(&record.row.values) {
        if let FieldType::Lines { fields: children } = &field.ty {
            let lines = record.row.lines.get(&field.name).map(Vec::as_slice).unwrap_or_default();
            let rows = lines.iter().map(|line| {
                let cells = children.iter().zip(line).filter(|it| it.1.is_some());
                Json::Object(
                    cells
                        .map(|it| {
                            (
                                it.0.name.clone(),
                                json!(context.reader(def).value(it.0, it.1.as_ref())),
                            )
                        })
                        .collect(),
                )
            });
            fields.insert(field.name.clone(), rows.collect());
        } else if value.is_some() {
            fields.insert(
                field.name.clone(),
                json!(context.reader(def).value(field, value.as_ref())),
            );
        }
    }
    json!({
        "id": record.id.to_string(), "ledger": record.ledger, "key": record.row.key(def), "state": record.state,
        "version": record.version, "office": record.office,
        "created_at": record.created_at.to_string(), "created_by": record.created_by,
        "updated_at": record.updated_at.to_string(), "updated_by": record.updated_by,
        "fields": fields,
    })
}

/// Changes fields of a record.
pub(crate) async fn set(
    context: &Context,
    ledger: &str,
    key: &str,
    changes: &[String],
    version: Option<i64>,
    json: bool,
) -> Result<bool> {
    let def = capture::ledger(context, ledger)?;
    let record = capture::record(context, def, key).await?;
    let mut row = record.row.clone();
    for (name, value) in assignments(context, def, changes)? {
        if let Some(place) = def.place(&name) {
            row.values[place] = value;
        }
    }
    let target =
        Target { ledger: &def.id, id: record.id, version: version.unwrap_or(record.version) };
    let saved = context.base.update(&context.act(), target, row).await?;
    done(context, def, &saved, record.version, json)
}

fn assignments(
    context: &Context,
    def: &LedgerDef,
    words: &[String],
) -> Result<Vec<(String, Option<Value>)>> {
    words
        .iter()
        .map(|word| {
            let (name, text) =
                word.split_once('=').with_context(|| format!("“{word}”不是 字段=值"))?;
            capture::assignment(context, def, name, text)
        })
        .collect()
}

fn done(
    context: &Context,
    def: &LedgerDef,
    record: &Record,
    before: i64,
    json: bool,
) -> Result<bool> {
    if json {
        say::json_out(&record_json(context, def, record));
    } else if record.version == before {
        say::line("没有改动");
    } else {
        let state = state_label(context, def, &record.state);
        say::line(&format!(
            "《{}》{} 已存为第{}版，状态：{state}",
            def.title,
            record.row.key(def),
            record.version
        ));
    }
    Ok(true)
}

/// What is set along with a move; a move that hands a record on may also set 责任股室.
fn move_changes(
    context: &Context,
    def: &LedgerDef,
    step: &MoveDef,
    words: &[String],
) -> Result<Vec<(String, Option<Value>)>> {
    let MoveKind::Reassign { fields } = &step.kind else { return assignments(context, def, words) };
    let office = |word: &String| word.starts_with("责任股室=") || word.starts_with("office=");
    let (offices, rest): (Vec<String>, Vec<String>) = words.iter().cloned().partition(office);
    let mut changes = assignments(context, def, &rest)?;
    if fields.iter().any(|it| it == "office") {
        let named = offices.iter().filter_map(|it| it.split_once('='));
        changes.extend(
            named.map(|it| ("office".to_owned(), Some(Value::Text(it.1.trim().to_owned())))),
        );
    } else if let Some(word) = offices.first() {
        bail!("“{}”不能改责任股室（{word}）", step.label);
    }
    Ok(changes)
}

/// Makes a move of the workflow.
pub(crate) async fn make_move(
    context: &Context,
    ledger: &str,
    key: &str,
    step: &str,
    changes: &[String],
    (reason, to): (&str, Option<&str>),
    json: bool,
) -> Result<bool> {
    let def = capture::ledger(context, ledger)?;
    let record = capture::record(context, def, key).await?;
    let workflow = context.catalog.workflow_of(def);
    let found = workflow.moves.iter().find(|it| it.name == step || it.label == step);
    let found = found.with_context(|| {
        let all: Vec<&str> = workflow.moves.iter().map(|it| it.label.as_str()).collect();
        format!("流程“{}”没有“{step}”；可用：{}", workflow.title, all.join("、"))
    })?;
    let changes = move_changes(context, def, found, changes)?;
    let target = Target { ledger: &def.id, id: record.id, version: record.version };
    let step = Step { name: &found.name, changes: &changes, reason, to };
    let saved = context.base.make_move(&context.act(), target, step).await?;
    context.base.wipe().await?;
    done(context, def, &saved, record.version, json)
}

/// Withdraws a record.
pub(crate) async fn withdraw(
    context: &Context,
    ledger: &str,
    key: &str,
    reason: &str,
    json: bool,
) -> Result<bool> {
    let def = capture::ledger(context, ledger)?;
    let record = capture::record(context, def, key).await?;
    let target = Target { ledger: &def.id, id: record.id, version: record.version };
    let saved = context.base.withdraw(&context.act(), target, reason).await?;
    if json {
        say::json_out(&record_json(context, def, &saved));
    } else {
        say::line(&format!(
            "《{}》{} 已撤销，不再计数，修订记录仍在",
            def.title,
            saved.row.key(def)
        ));
    }
    Ok(true)
}

/// Hangs a file on a record.
pub(crate) async fn attach(
    context: &Context,
    ledger: &str,
    key: &str,
    file: &Path,
    json: bool,
) -> Result<bool> {
    let def = capture::ledger(context, ledger)?;
    let record = capture::record(context, def, key).await?;
    let bytes = capture::read_file(file)?;
    let name = capture::file_name(file);
    let upload = Upload {
        field: None,
        name: &name,
        media_type: media_type(file),
        bytes: Content::Bytes(&bytes),
    };
    let saved = context.base.attach(&context.act(), &def.id, record.id, upload).await?;
    if json {
        say::json_out(
            &json!({ "digest": saved.digest, "name": saved.name, "size": saved.size_bytes }),
        );
    } else {
        say::line(&format!(
            "已附到 {}：{}（{}字节，SM3 {}）",
            record.row.key(def),
            saved.name,
            saved.size_bytes,
            saved.digest
        ));
    }
    Ok(true)
}

/// The media type by the ending of the name; what is not known is a stream of bytes.
fn media_type(file: &Path) -> &'static str {
    let ending =
        file.extension().map(|it| it.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let known = [
        ("jpg", "image/jpeg"),
        ("jpeg", "image/jpeg"),
        ("png", "image/png"),
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("txt", "text/plain"),
        ("mp4", "video/mp4"),
    ];
    known.iter().find(|it| it.0 == ending).map_or("application/octet-stream", |it| it.1)
}

/// Past imports.
pub(crate) async fn batches(context: &Context, json: bool) -> Result<bool> {
    let batches = context.base.batches().await?;
    if json {
        let all: Vec<Json> = batches
            .iter()
            .map(|it| {
                json!({
                    "id": it.id.to_string(), "ledger": it.ledger, "file": it.file_name, "who": it.who, "at": it.at.to_string(),
                    "created": it.created, "changed": it.changed, "unchanged": it.unchanged, "left_out": it.left_out,
                    "undone": it.undone.as_ref().map(|it| json!({ "at": it.0.to_string(), "who": it.1, "reason": it.2 })),
                })
            })
            .collect();
        say::json_out(&Json::Array(all));
        return Ok(true);
    }
    let mut table = Table::new(&["批次", "台账", "文件", "经办", "时间", "新增", "更新", "撤回"])
        .right(&[5, 6]);
    for batch in batches {
        let title = context
            .catalog
            .ledgers
            .get(&batch.ledger)
            .map_or(batch.ledger.clone(), |it| it.title.clone());
        let undone = batch.undone.map_or_else(String::new, |it| format!("{}：{}", it.1, it.2));
        table.row(vec![
            batch.id.to_string(),
            title,
            short(&batch.file_name, 30),
            batch.who,
            local(batch.at).strftime("%Y-%m-%d %H:%M").to_string(),
            batch.created.to_string(),
            batch.changed.to_string(),
            short(&undone, 24),
        ]);
    }
    table.print();
    Ok(true)
}

/// Undoes an import.
pub(crate) async fn undo(context: &Context, batch: &str, reason: &str, json: bool) -> Result<bool> {
    let id =
        batch.parse().with_context(|| format!("“{batch}”不是批次号；用 tongtu batches 查看"))?;
    let undone = context.base.undo_batch(&context.act(), id, reason).await?;
    if json {
        say::json_out(
            &json!({ "batch": batch, "created": undone.created, "changed": undone.changed }),
        );
    } else {
        say::line(&format!(
            "已撤回：{}（新增的{}条撤销，更新的{}条还原）",
            undone.file_name, undone.created, undone.changed
        ));
    }
    Ok(true)
}
