//! The history of a record (修订记录): what was done to it, by whom, and what an act is called.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use ledger::FieldChange;
use serde::Serialize;
use uuid::Uuid;

use crate::api::answer::Items;
use crate::api::guard::Viewer;
use crate::api::record::{moment, state_label};
use crate::api::records::RecordPath;
use crate::api::refusal::Reply;
use crate::api::state::Shared;

/// Routes below a record.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/ledgers/{domain}/{name}/records/{id}/history", get(history))
}

/// A step in the history of a record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HistoryEntry {
    /// Position in the audit chain.
    seq: i64,
    version: i64,
    at: String,
    who: String,
    office: String,
    /// What the office is called now.
    office_title: String,
    act: String,
    act_label: String,
    /// The move of the workflow, where it was one.
    step: Option<String>,
    step_label: Option<String>,
    /// Empty where none was given.
    reason: String,
    batch: Option<String>,
    /// The file that the batch was taken in from.
    file: Option<String>,
    changes: Vec<Change>,
}

/// A field that changed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Change {
    field: String,
    label: String,
    /// Null where it was not set.
    old: Option<String>,
    /// Null where it is not set any more.
    new: Option<String>,
}

/// What happened to a record, oldest first.
#[utoipa::path(get, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/history", tag = "records",
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200, body = Items<HistoryEntry>), (status = 404)))]
pub(crate) async fn history(
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
) -> Reply<Json<Items<HistoryEntry>>> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    let workflow = viewer.catalog.workflow_of(def);
    let hide = !viewer.may_private(def);
    let change = |change: &FieldChange| {
        let field = def.field(&change.field);
        let masked = hide && field.is_some_and(catalog::FieldDef::holds_private);
        let text = |text: &Option<String>| {
            text.as_ref().map(|it| match (masked, field) {
                (true, _) => crate::context::HIDDEN.to_owned(),
                (false, Some(field)) => viewer.catalog.word(field, it.clone()),
                (false, None) if change.field == "state" => state_label(&viewer, def, it),
                (false, None) if change.field == "office" => viewer.office_title(it),
                (false, None) => it.clone(),
            })
        };
        Change {
            field: change.field.clone(),
            label: change.label.clone(),
            old: text(&change.old),
            new: text(&change.new),
        }
    };
    let steps = viewer.base.history(&def.id, record.id).await?;
    let mut files: BTreeMap<Uuid, String> = BTreeMap::new();
    for id in steps.iter().filter_map(|it| it.batch) {
        if !files.contains_key(&id)
            && let Some(batch) = viewer.base.batch(id).await?
        {
            files.insert(id, batch.file_name);
        }
    }
    let items = steps.into_iter().map(|it| {
        let step = it.step.as_ref().and_then(|name| workflow.find_move(name));
        HistoryEntry {
            seq: it.seq,
            version: it.version,
            at: moment(it.at),
            act_label: act_label(&it.act).to_owned(),
            step_label: step.map(|it| it.label.clone()),
            changes: it.changes.iter().map(change).collect(),
            file: it.batch.and_then(|it| files.get(&it).cloned()),
            batch: it.batch.map(|it| it.to_string()),
            who: it.who,
            office_title: viewer.office_title(&it.office),
            office: it.office,
            act: it.act,
            step: it.step,
            reason: it.reason,
        }
    });
    Ok(Json(Items { items: items.collect() }))
}

/// What an act is called.
pub(crate) fn act_label(act: &str) -> &str {
    match act {
        "create" => "登记",
        "update" => "修改",
        "move" => "办理",
        "withdraw" => "撤销",
        "restore" => "恢复",
        "import" => "导入",
        "undo" => "撤回批次",
        "attach" => "上传附件",
        "seal" => "封存",
        "migrate" => "升级",
        "account" => "账号",
        "post" => "岗位",
        "session" => "登录",
        "unmask" => "查看个人信息",
        "export" => "导出",
        "erase" => "清除个人信息",
        "draft" => "报告",
        "check" => "校核",
        "exchange" => "对接",
        "review" => "账号复核",
        "definition" => "定义",
        "backup" => "备份",
        other => other,
    }
}
