//! Bytes in and out (上传下载): uploads streamed to disk under a limit, downloads under their name.

use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::io::AsyncWriteExt as _;
use tokio_stream::StreamExt as _;
use uuid::Uuid;

use crate::api::refusal::{Refusal, Reply};

/// An upload that stands still for longer is given up.
const STILL_TIME_MAX: Duration = Duration::from_secs(30);
/// Longest name of an uploaded file, in characters.
const NAME_CHARS_MAX: usize = 200;

/// An upload on disk; it goes when this does, unless it is kept.
pub(crate) struct Received {
    path: PathBuf,
    kept: bool,
}

impl Received {
    /// Its bytes.
    pub(crate) async fn bytes(&self) -> Reply<Vec<u8>> {
        tokio::fs::read(&self.path).await.map_err(broken)
    }

    /// Keeps it under another path of the same disk.
    pub(crate) async fn keep(mut self, path: &Path) -> Reply<()> {
        tokio::fs::rename(&self.path, path).await.map_err(broken)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path); // What cannot be removed is overwritten by nobody.
        }
    }
}

/// Why a file of the work folder could not be read or written: ours, not the client's.
pub(crate) fn broken(error: std::io::Error) -> Refusal {
    anyhow::Error::new(error).context("a file of the work folder").into()
}

/// Streams a body into a folder; more than `bytes_max` is refused as soon as it is seen.
///
/// # Errors
/// 413 when it is too large, 400 when it is empty, breaks off or stands still.
pub(crate) async fn receive(folder: &Path, body: Body, bytes_max: usize) -> Reply<Received> {
    tokio::fs::create_dir_all(folder).await.map_err(broken)?;
    let path = folder.join(format!("{}.part", Uuid::now_v7().simple()));
    let received = Received { path, kept: false };
    let mut file = tokio::fs::File::create_new(&received.path).await.map_err(broken)?;
    let mut stream = body.into_data_stream();
    let mut size = 0_usize;
    loop {
        let next = tokio::time::timeout(STILL_TIME_MAX, stream.next()).await;
        let next = next.map_err(|_| Refusal::bad("上传停住了，请检查网络后重新上传"))?;
        let Some(chunk) = next else { break };
        let chunk = chunk.map_err(|_| Refusal::bad("上传中断，请重新上传"))?;
        size = size.saturating_add(chunk.len());
        if size > bytes_max {
            let text = format!("文件超过 {} MB", bytes_max / 1024 / 1024);
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text));
        }
        file.write_all(&chunk).await.map_err(broken)?;
    }
    file.flush().await.map_err(broken)?;
    if size == 0 {
        return Err(Refusal::bad("文件是空的，请重新选文件"));
    }
    Ok(received)
}

/// The name of an uploaded file, without folders and control characters.
///
/// # Errors
/// When there is none, or it is too long.
pub(crate) fn file_name(name: &str) -> Reply<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|it| !it.is_control()).collect();
    let clean = clean.trim().to_owned();
    if clean.is_empty() || clean.starts_with('.') || clean.chars().count() > NAME_CHARS_MAX {
        return Err(Refusal::bad("请在 name 里写文件名，如 name=总结.docx"));
    }
    Ok(clean)
}

/// What kind of file a name promises.
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv" => "text/csv; charset=utf-8",
        "md" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A file to be saved under its name, never shown in place.
pub(crate) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    let encoded: String = name
        .bytes()
        .map(|it| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") })
        .collect();
    let head = [
        (header::CONTENT_TYPE, media_type(name).to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{encoded}")),
    ];
    (head, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_no_folder() {
        let read = |it: &str| file_name(it).unwrap();
        assert_eq!(read("C:\\文稿\\总结.docx"), "总结.docx");
        assert_eq!(read("../../总结.docx"), "总结.docx");
        assert_eq!(read("总\u{0}结\n.docx"), "总结.docx");
        assert!(file_name("").is_err());
        assert!(file_name("文稿/").is_err());
        assert!(file_name(".docx").is_err());
    }

    #[test]
    fn a_download_names_its_file_in_any_script() {
        let response = download("总结 1.docx", Vec::new());
        let head = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
        assert_eq!(head, "attachment; filename*=UTF-8''%E6%80%BB%E7%BB%93%201.docx");
    }
}
