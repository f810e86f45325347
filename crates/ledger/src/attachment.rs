//! Attachments: bytes kept once by their SM3 digest, named wherever they are used (附件).
//!
//! A file lies at `ab/cdef…` below the files folder. It is written under another name, made durable, then renamed: a
//! crash leaves either the whole file or none. Reading proves the digest again.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use sm3::{Digest as _, Sm3};
use terms::{Finding, Place};
use uuid::Uuid;

use crate::db::{Line, Statement};
use crate::entry::{Draft, Writing, hex, json_text, sm3_hex};
use crate::permit::{Wish, permit};
use crate::record::{Act, Base};
use crate::save::{Target, in_force};
use crate::schema::{at_datum, id_datum, integer, must_at, text};
use crate::write::Pen;
use crate::{SaveError, StoreError};

/// Greatest size of one attachment: 64 MB.
pub const ATTACHMENT_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// A file as somebody hands it in (上传的文件).
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// The file field it belongs to; none when it hangs on the record as a whole.
    pub field: Option<&'a str>,
    /// Name as staff know it; folders in it are dropped.
    pub name: &'a str,
    /// Media type, such as `application/pdf`.
    pub media_type: &'a str,
    /// The bytes.
    pub bytes: Content<'a>,
}

/// Where the bytes of an upload are (内容).
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// In memory.
    Bytes(&'a [u8]),
    /// In a file that may be moved away; its size and digest were taken while it was written.
    File {
        /// The file.
        path: &'a Path,
        /// SM3 of its bytes, hex.
        digest: &'a str,
        /// Its size in bytes.
        size_bytes: u64,
    },
}

impl Content<'_> {
    fn size_bytes(&self) -> u64 {
        match self {
            Content::Bytes(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Content::File { size_bytes, .. } => *size_bytes,
        }
    }
}

/// Takes the SM3 of bytes that come piece by piece (摘要).
#[derive(Default)]
pub struct Digester(Sm3);

impl Digester {
    /// The next piece.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all pieces, hex.
    #[must_use]
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

impl std::fmt::Debug for Digester {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Digester")
    }
}

/// An attachment of a record (附件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Place of its entry in the chain.
    pub seq: i64,
    /// The file field it belongs to; empty when it hangs on the record as a whole.
    pub field: String,
    /// SM3 of the bytes, hex.
    pub digest: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// Name as staff know it.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Who handed it in.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

impl Base {
    /// Hangs a file on a record in force (上传附件); the record's version stays. A file field names it by
    /// `digest`, which is saved by [`Base::update`].
    ///
    /// # Errors
    /// Findings when the file is empty, beyond 64 MB or without a name; otherwise as [`Base::update`].
    pub async fn attach(
        &self,
        act: &Act,
        ledger: &str,
        id: Uuid,
        upload: Upload<'_>,
    ) -> Result<Attachment, SaveError> {
        let def = self.def(ledger)?;
        let name = upload.name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        let place = |what: &str| Place::Field {
            ledger: def.title.clone(),
            record: String::new(),
            field: what.to_owned(),
        };
        let refused = if upload.bytes.size_bytes() == 0 {
            Some(("文件是空的", "请核对后重新上传"))
        } else if upload.bytes.size_bytes() > ATTACHMENT_BYTES_MAX {
            Some(("文件超过 64 MB", "请压缩或分成几个文件"))
        } else if name.is_empty() || name.contains('\0') {
            Some(("文件没有名字", "请给文件起名后重新上传"))
        } else {
            None
        };
        if let Some((what, mend)) = refused {
            return Err(SaveError::Findings(vec![Finding::must(
                "attachment_file",
                place(name),
                what,
                mend,
            )]));
        }
        if let Some(field) = upload.field.filter(|it| def.field(it).is_none()) {
            return Err(StoreError::unknown(format!("台账“{}”的字段“{field}”", def.title)).into());
        }
        let digest = match upload.bytes {
            Content::Bytes(bytes) => sm3_hex(bytes),
            Content::File { digest, .. } => digest.to_owned(),
        };
        let pen = Pen::new(def);
        let mut writing = Writing::begin(&self.db, act).await?;
        let target = Target { ledger, id, version: 0 };
        let record = match in_force(&mut writing, &pen.shape, target).await {
            Ok(record) => record,
            Err(reason) => return writing.give_up(reason).await,
        };
        if let Err(reason) = permit(&self.catalog, act, def, Wish::Edit(&record)) {
            return writing.give_up(reason).await;
        }
        // Only what somebody may hand in is kept, and it is there before its entry is.
        let kept = match upload.bytes {
            Content::Bytes(bytes) => store(&self.files, &digest, bytes),
            Content::File { path, .. } => keep(&self.files, &digest, path),
        };
        if let Err(reason) = kept {
            return writing.give_up(reason.into()).await;
        }
        let size_bytes = i64::try_from(upload.bytes.size_bytes()).unwrap_or(i64::MAX);
        let field = upload.field.unwrap_or_default();
        let mut body = "{\"name\":".to_owned();
        json_text(&mut body, name);
        body.push_str(&format!(
            ",\"digest\":\"{digest}\",\"size_bytes\":{size_bytes},\"media_type\":"
        ));
        json_text(&mut body, upload.media_type);
        body.push_str(",\"field\":");
        json_text(&mut body, field);
        body.push('}');
        let seq = writing.note(Draft {
            act: "attach",
            ledger: def.id.clone(),
            record: Some(id),
            version: record.version,
            batch: None,
            body,
            row_digest: pen.canon.digest(&record),
        });
        let (dialect, at) = (writing.dialect(), writing.at());
        let sql =
            "INSERT INTO attachment (digest, size) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING";
        writing
            .tx
            .run(Statement::new(sql, vec![text(digest.clone()), integer(size_bytes)]))
            .await?;
        let sql = "INSERT INTO attachment_use (seq, ledger, record, field, digest, name, media_type, who, at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = vec![
            integer(seq),
            text(def.id.clone()),
            id_datum(dialect, id),
            text(field),
            text(digest.clone()),
            text(name),
            text(upload.media_type),
            text(act.who.clone()),
            at_datum(dialect, Some(at)),
        ];
        writing.tx.run(Statement::new(sql, values)).await?;
        writing.commit().await?;
        Ok(Attachment {
            seq,
            field: field.to_owned(),
            digest,
            size_bytes,
            name: name.to_owned(),
            media_type: upload.media_type.to_owned(),
            who: act.who.clone(),
            at,
        })
    }

    /// The attachments of a record, in the order they were handed in.
    ///
    /// # Errors
    /// When the base cannot be read.
    pub async fn attachments_of(&self, id: Uuid) -> Result<Vec<Attachment>, StoreError> {
        let sql = "SELECT u.seq, u.field, u.digest, a.size, u.name, u.media_type, u.who, u.at \
            FROM attachment_use u JOIN attachment a ON a.digest = u.digest WHERE u.record = $1 ORDER BY u.seq";
        let lines = self.db.all(Statement::new(sql, vec![id_datum(self.db.dialect(), id)])).await?;
        lines.iter().map(read_attachment).collect()
    }

    /// The bytes of an attachment, proved against their digest.
    ///
    /// # Errors
    /// [`StoreError::File`] that names the file when it is missing or its bytes changed on disk.
    pub fn read_attachment(&self, digest: &str) -> Result<Vec<u8>, StoreError> {
        let path = path_of(&self.files, digest)?;
        let bytes = fs::read(&path).map_err(StoreError::file(&path))?;
        if sm3_hex(&bytes) != digest {
            return Err(StoreError::file(&path)(changed()));
        }
        Ok(bytes)
    }

    /// Where the bytes of an attachment lie, once they are proved against their digest; reads them piece by piece, so that
    /// a large file is never held in memory.
    ///
    /// # Errors
    /// As [`Base::read_attachment`].
    pub fn prove_attachment(&self, digest: &str) -> Result<PathBuf, StoreError> {
        let path = path_of(&self.files, digest)?;
        if digest_of(&path).map_err(StoreError::file(&path))? != digest {
            return Err(StoreError::file(&path)(changed()));
        }
        Ok(path)
    }
}

/// SM3 of a file.
fn digest_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digester = Digester::default();
    let mut piece = vec![0_u8; 256 * 1024];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(digester.finish()),
            size => digester.update(&piece[..size]),
        }
    }
}

/// Keeps a file under its digest: moved when it lies on the same disk, copied otherwise. Does nothing when it is there
/// already.
fn keep(files: &Path, digest: &str, from: &Path) -> Result<(), StoreError> {
    let path = path_of(files, digest)?;
    if digest_of(&path).is_ok_and(|there| there == digest) {
        return Ok(());
    }
    if digest_of(from).map_err(StoreError::file(from))? != digest {
        return Err(StoreError::file(from)(changed()));
    }
    let folder = path.parent().unwrap_or(files);
    fs::create_dir_all(folder).map_err(StoreError::file(folder))?;
    let draft = draft_in(folder);
    let moved = fs::rename(from, &draft).or_else(|_| fs::copy(from, &draft).map(|_| ()));
    let written = moved.and_then(|()| File::open(&draft)?.sync_all());
    settle(&draft, &path, written)
}

fn draft_in(folder: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    folder.join(format!(".draft-{}-{number}", std::process::id()))
}

/// Gives a written draft its name, durably; what did not come about leaves nothing.
fn settle(draft: &Path, path: &Path, written: io::Result<()>) -> Result<(), StoreError> {
    if let Err(source) = written.and_then(|()| fs::rename(draft, path)) {
        let _ = fs::remove_file(draft);
        return Err(StoreError::File { path: path.to_owned(), source });
    }
    // The name itself is durable only when its folder is.
    let folder = path.parent().unwrap_or(path);
    File::open(folder).and_then(|it| it.sync_all()).map_err(StoreError::file(folder))
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "附件内容被改动，与登记的摘要不同")
}

fn read_attachment(line: &Line) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        seq: line.must_integer(0)?,
        field: line.must_text(1)?,
        digest: line.must_text(2)?,
        size_bytes: line.must_integer(3)?,
        name: line.must_text(4)?,
        media_type: line.must_text(5)?,
        who: line.must_text(6)?,
        at: must_at(line, 7)?,
    })
}

/// Where the bytes of a digest lie.
pub(crate) fn path_of(files: &Path, digest: &str) -> Result<PathBuf, StoreError> {
    if digest.len() != 64
        || !digest.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it))
    {
        return Err(StoreError::unknown(format!("附件“{digest}”")));
    }
    let (folder, name) = digest.split_at(2);
    Ok(files.join(folder).join(name))
}

/// Keeps bytes under their digest; does nothing when they are there already, and mends a file whose bytes changed.
pub(crate) fn store(files: &Path, digest: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let path = path_of(files, digest)?;
    if fs::read(&path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(files);
    fs::create_dir_all(folder).map_err(StoreError::file(folder))?;
    let draft = draft_in(folder);
    let written = File::create(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    settle(&draft, &path, written)
}
