//! Personal data shown on purpose (查看个人信息): who may see it says which fields, and the chain says that it was seen.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;
use terms::Value;

use crate::api::guard::Viewer;
use crate::api::records::RecordPath;
use crate::api::refusal::{Refusal, Reply};
use crate::api::state::Shared;

/// Routes below a record.
pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/ledgers/{domain}/{name}/records/{id}/unmask", post(unmask))
}

/// Which personal data, and what for.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(crate) struct Sought {
    /// Names of fields, `lines.field` for one of the child rows.
    fields: Vec<String>,
    #[serde(default)]
    reason: String,
}

/// Personal data of a record.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Unmasked {
    /// By the names that were asked for; null where nothing is set.
    values: BTreeMap<String, Option<String>>,
}

/// Gives personal data of one record and leaves an entry; of child rows all values, joined by 、.
#[utoipa::path(post, path = "/api/v1/ledgers/{domain}/{name}/records/{id}/unmask", tag = "records", request_body = Sought,
    params(("domain" = String, Path), ("name" = String, Path), ("id" = String, Path)), responses((status = 200, body = Unmasked), (status = 403), (status = 404)))]
pub(crate) async fn unmask(
    viewer: Viewer,
    Path((domain, name, id)): RecordPath,
    Json(sought): Json<Sought>,
) -> Reply<Json<Unmasked>> {
    let def = viewer.ledger(&domain, &name)?;
    let record = viewer.record(def, &id).await?;
    if !ledger::in_sight(&viewer.catalog, &viewer.act(), &record, "private") {
        return Err(Refusal::forbidden(format!("您的岗位不能查看《{}》的个人信息", def.title)));
    }
    if sought.fields.is_empty() || sought.fields.len() > 100 || sought.reason.chars().count() > 500
    {
        return Err(Refusal::bad("请写明要看哪些字段，理由不超过 500 字"));
    }
    let mut values = BTreeMap::new();
    let mut labels = Vec::new();
    for name in &sought.fields {
        let missing = || Refusal::bad(format!("台账“{}”没有字段“{name}”", def.title));
        let text = if let Some((lines, child)) = name.split_once('.') {
            let fields = def.line_fields(lines).ok_or_else(missing)?;
            let place = fields.iter().position(|it| it.name == child).ok_or_else(missing)?;
            labels.push(fields[place].label.clone());
            let rows = record.row.lines.get(lines).map(Vec::as_slice).unwrap_or_default();
            let shown = rows.iter().filter_map(|it| it.get(place)?.as_ref().map(Value::canonical));
            Some(shown.collect::<Vec<_>>().join("、"))
        } else {
            let place = def.place(name).ok_or_else(missing)?;
            labels.push(def.fields[place].label.clone());
            record.row.values[place].as_ref().map(Value::canonical)
        };
        values.insert(name.clone(), text);
    }
    // The entry says which fields were seen, never what they hold.
    let about = json!({ "key": viewer.reader(def).key(&record.row), "fields": sought.fields, "labels": labels, "reason": sought.reason });
    let of = Some((def.id.as_str(), record.id, record.version));
    viewer.base.note(&viewer.act(), "unmask", of, about.to_string()).await?;
    Ok(Json(Unmasked { values }))
}
