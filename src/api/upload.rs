//! Uploads (上传): raw bodies streamed into a file of the work folder, never held in memory, with limits on size and pace.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use axum::body::{Body, BodyDataStream, HttpBody as _};
use axum::http::{HeaderValue, StatusCode};
use futures_util::StreamExt as _;
use ledger::Digester;
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use crate::api::refusal::{Refusal, Reply};

/// Whoever sends nothing for so long is let go.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// How long a sender may go on after a refusal.
const LINGER_MAX: Duration = Duration::from_secs(10);
/// Longest file name, in characters.
const NAME_MAX: usize = 200;

/// A file that came in; it goes with the value unless it was moved away.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) path: PathBuf,
    /// SM3, hex.
    pub(crate) digest: String,
    pub(crate) size_bytes: u64,
    /// The first bytes, which tell what it is.
    pub(crate) head: Vec<u8>,
}

impl Drop for Received {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path); // It may have been moved to where it is kept.
    }
}

/// Streams a body into a new file below `folder`.
///
/// # Errors
/// 413 beyond `bytes_max`, 400 when it is empty or breaks off.
pub(crate) async fn receive(folder: &Path, body: Body, bytes_max: u64) -> Reply<Received> {
    let too_large = || {
        let text = format!("文件超过 {} MB", bytes_max / 1024 / 1024);
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text)
    };
    // Who says beforehand that it is too much need not send it.
    if body.size_hint().lower() > bytes_max {
        linger(body.into_data_stream(), bytes_max);
        return Err(too_large());
    }
    tokio::fs::create_dir_all(folder).await.context("the work folder cannot be made")?;
    let path = folder.join(Uuid::now_v7().simple().to_string());
    let mut file = tokio::fs::File::create(&path).await.context("an upload cannot be written")?;
    // From here on the file goes whatever happens.
    let mut received =
        Received { path, digest: String::new(), size_bytes: 0, head: Vec::with_capacity(512) };
    let mut digester = Digester::default();
    let mut stream = body.into_data_stream();
    loop {
        let next = tokio::time::timeout(PAUSE_MAX, stream.next()).await;
        let next = next.map_err(|_| Refusal::bad("上传中断：半分钟没有收到数据，请重新上传"))?;
        let Some(piece) = next else { break };
        let piece = piece.map_err(|_| Refusal::bad("上传中断，请重新上传"))?;
        received.size_bytes += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if received.size_bytes > bytes_max {
            linger(stream, bytes_max);
            return Err(too_large());
        }
        let want = 512_usize.saturating_sub(received.head.len()).min(piece.len());
        received.head.extend_from_slice(&piece[..want]);
        digester.update(&piece);
        file.write_all(&piece).await.context("an upload cannot be written")?;
    }
    file.flush().await.context("an upload cannot be written")?;
    if received.size_bytes == 0 {
        return Err(Refusal::bad("文件是空的，请核对后重新上传"));
    }
    received.digest = digester.finish();
    Ok(received)
}

/// Throws away what is still coming after a refusal, for a while: a browser whose connection is closed while it sends
/// never reads why.
fn linger(mut stream: BodyDataStream, bytes_max: u64) {
    let bytes_max = bytes_max.saturating_mul(2);
    tokio::spawn(async move {
        let rest = async {
            let mut bytes = 0_u64;
            while let Some(Ok(piece)) = stream.next().await {
                bytes = bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
                if bytes > bytes_max {
                    break;
                }
            }
        };
        let _ = tokio::time::timeout(LINGER_MAX, rest).await; // Whoever is not done by then is cut off.
    });
}

/// A file's name as it may be kept: without folders, control marks and marks that turn the reading direction.
///
/// # Errors
/// When nothing is left of it, or it is too long.
pub(crate) fn file_name(name: &str) -> Reply<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = |it: char| matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean: String = last.chars().filter(|it| !it.is_control() && !turns(*it)).collect();
    let clean = clean.trim().trim_start_matches('.').trim();
    if clean.is_empty() {
        return Err(Refusal::bad("没有文件名（name），请重新选择文件"));
    }
    if clean.chars().count() > NAME_MAX {
        return Err(Refusal::bad(format!("文件名超过 {NAME_MAX} 个字，请改短后再上传")));
    }
    Ok(clean.to_owned())
}

/// What a file is by its first bytes; the name only tells office documents apart. Nothing that a browser would run is
/// ever named as such: what is not known is a stream of bytes.
pub(crate) fn media_type(name: &str, head: &[u8]) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |it| it.1).to_ascii_lowercase();
    let marks: [(&[u8], &'static str); 6] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"BM", "image/bmp"),
        (b"II*\0", "image/tiff"),
    ];
    if let Some((_, known)) = marks.iter().find(|it| head.starts_with(it.0)) {
        return known;
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return "image/webp";
    }
    if head.starts_with(b"PK\x03\x04") {
        return match ending.as_str() {
            "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            _ => "application/zip",
        };
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return match ending.as_str() {
            "doc" | "wps" => "application/msword",
            "xls" | "et" => "application/vnd.ms-excel",
            _ => "application/octet-stream",
        };
    }
    let text = ["txt", "csv", "md", "log"].contains(&ending.as_str()) && !head.contains(&0);
    if text { "text/plain" } else { "application/octet-stream" }
}

/// `Content-Disposition` for a name in any script (RFC 6266, RFC 5987): a plain one for old readers, the true one beside.
pub(crate) fn disposition(name: &str, inline: bool) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() || ".-_ ".contains(it) { it } else { '_' })
        .collect();
    let mut exact = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~".contains(&byte) {
            exact.push(char::from(byte));
        } else {
            exact.push_str(&format!("%{byte:02X}"));
        }
    }
    let way = if inline { "inline" } else { "attachment" };
    let text = format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{exact}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_folders_and_tricks() {
        let name = |text: &str| file_name(text).unwrap();
        assert_eq!(name("../../etc/passwd"), "passwd");
        assert_eq!(name("C:\\照片\\现场 1.jpg"), "现场 1.jpg");
        assert_eq!(name(".bashrc"), "bashrc");
        assert_eq!(name("发票\u{202e}fdp.exe"), "发票fdp.exe");
        assert_eq!(name("a\r\nSet-Cookie: x.pdf"), "aSet-Cookie: x.pdf");
        for bad in ["", "/", "..", "\u{0}", &"长".repeat(201)] {
            assert!(file_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_a_browser_would_run_is_a_stream_of_bytes() {
        for (name, head) in [
            ("a.html", b"<html><script>".as_slice()),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
            ("a.pdf", b"<html>"),
            ("a.png", b"<script>"),
        ] {
            assert_eq!(media_type(name, head), "application/octet-stream", "{name}");
        }
        assert_eq!(media_type("a.html", b"%PDF-1.7"), "application/pdf");
        assert_eq!(media_type("a.txt", "正文".as_bytes()), "text/plain");
    }

    #[test]
    fn a_chinese_name_is_said_as_rfc_5987_wants_it() {
        let said = disposition("决定书\" 1.pdf", false);
        assert_eq!(
            said.to_str().unwrap(),
            "attachment; filename=\"____ 1.pdf\"; filename*=UTF-8''%E5%86%B3%E5%AE%9A%E4%B9%A6%22%201.pdf"
        );
    }
}
