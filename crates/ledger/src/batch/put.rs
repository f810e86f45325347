//! New and changed records on their way into the base (写入), in chunks.

use uuid::Uuid;

use super::stand::Sorted;
use super::{BatchInfo, BatchOutcome, count};
use crate::StoreError;
use crate::db::Statement;
use crate::entry::{Draft, Writing};
use crate::record::Record;
use crate::schema::{at_datum, id_datum, integer, text};
use crate::write::{CHUNK, Pen, Prepared, Saying};

pub(super) async fn write_batch(
    writing: &mut Writing,
    pen: &Pen<'_>,
    sorted: Sorted,
    outcome: &BatchOutcome,
    info: BatchInfo<'_>,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Uuid, StoreError> {
    let dialect = writing.dialect();
    let batch = writing.next_id();
    let total =
        outcome.created + outcome.changed + outcome.unchanged + outcome.left_out - info.unread;
    let mut body = serde_json::json!({
        "file": info.file_name,
        "digest": info.file_digest,
        "created": outcome.created,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "left_out": outcome.left_out,
    });
    if !info.channel.is_empty() {
        body["channel"] = info.channel.into();
    }
    writing.note(Draft {
        act: "import",
        ledger: pen.def.id.clone(),
        record: None,
        version: 0,
        batch: Some(batch),
        body: body.to_string(),
        row_digest: String::new(),
    });
    let number = |it: u64| integer(i64::try_from(it).unwrap_or(i64::MAX));
    let sql = "INSERT INTO batch (id, ledger, file_name, file_digest, who, at, created, changed, unchanged, left_out) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = vec![
        id_datum(dialect, batch),
        text(pen.def.id.clone()),
        text(info.file_name),
        text(info.file_digest),
        text(writing.who()),
        at_datum(dialect, Some(writing.at())),
        number(outcome.created),
        number(outcome.changed),
        number(outcome.unchanged),
        number(outcome.left_out),
    ];
    writing.tx.run(Statement::new(sql, values)).await?;
    let half = total / 2;
    let to_write = (outcome.created + outcome.changed).max(1);
    let mut written = 0;
    let Sorted { created, changed, .. } = sorted;
    let saying = Saying { act: "create", batch: Some(batch), ..Saying::default() };
    let Writing { tx, chain } = writing;
    let mut created = created.into_iter();
    let mut chunk: Vec<Record> = created.by_ref().take(CHUNK).collect();
    let mut rows = count(chunk.len());
    // Entries that wait already are taken along by the first chunk, and left for the end when there is none.
    let mut ready =
        if rows == 0 { Prepared::default() } else { pen.prepare(chain, chunk, saying).await? };
    while rows > 0 {
        // While the database writes one chunk, the next is made ready.
        chunk = created.by_ref().take(CHUNK).collect();
        let rows_next = count(chunk.len());
        let (stored, prepared) =
            tokio::join!(pen.insert(tx, ready), pen.prepare(chain, chunk, saying));
        stored?;
        ready = prepared?;
        written += rows;
        progress(half + written * (total - half) / to_write, total);
        rows = rows_next;
    }
    for chunk in changed.chunks(CHUNK) {
        pen.replace(
            writing,
            chunk,
            Saying { act: "update", batch: Some(batch), ..Saying::default() },
        )
        .await?;
        written += count(chunk.len());
        progress(half + written * (total - half) / to_write, total);
    }
    Ok(batch)
}
