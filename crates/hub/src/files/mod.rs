//! Photos and scanned documents: named by their hash, received in parts, checked by their content before they count.

mod disk;
mod routes;
mod sweep;
#[cfg(test)]
mod sweep_tests;
mod verify;

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use axum::http::HeaderName;
use taizhang_ledger::{
    OrgId,
    record::{DOCUMENT_MAX, FileHash, Media},
};

pub(crate) use routes::routes;
pub use sweep::{sweep, sweep_once};
pub use verify::{Finding, verify};

use self::disk::Disk;
use crate::{
    clock::now_ms,
    http::ApiError,
    store::{FileIndex, FileRow},
};

/// How many bytes of a file are held.
pub const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// How many bytes the whole file has.
pub const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// The longest part of a file.
pub const PART_MAX: usize = 1 << 20;
/// How many files of one organisation may be under way.
const UNDER_WAY: usize = 64;
/// How many bytes of a file tell its kind.
const HEAD: usize = 16;

/// Photos and scanned documents.
pub struct Files {
    disk: Disk,
    index: Arc<dyn FileIndex>,
    /// What is being written just now, by its name.
    busy: Mutex<BTreeSet<String>>,
}

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// So many bytes are held.
    Part(u64),
    /// All of it is here, was checked and is on the disk.
    Whole,
    /// It was here already.
    Before,
}

impl Files {
    /// The files of a data folder.
    pub fn open(data: &Path, index: Arc<dyn FileIndex>) -> Self {
        Self { disk: Disk::new(data), index, busy: Mutex::default() }
    }

    /// A file of an organisation that was received, whatever the disk has made of it since.
    ///
    /// # Errors
    /// What the store says.
    pub async fn find(&self, org: &OrgId, hash: FileHash) -> Result<Option<FileRow>, ApiError> {
        Ok(self.index.file(org.clone(), hash).await?)
    }

    /// A file of an organisation that is here, read to the end: what is damaged or missing counts as not here, so that a
    /// tablet hands it in again.
    ///
    /// # Errors
    /// What store and disk say.
    pub async fn find_sound(&self, org: &OrgId, hash: FileHash) -> Result<Option<FileRow>, ApiError> {
        let Some(row) = self.find(org, hash).await? else { return Ok(None) };
        if self.disk.is_sound(hash).await? {
            return Ok(Some(row));
        }
        tracing::error!(%org, %hash, "a file is damaged or missing on the disk; it is asked for again");
        Ok(None)
    }

    /// How many bytes of a file that is not whole are here.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn held(&self, org: &OrgId, hash: FileHash) -> Result<u64, ApiError> {
        self.disk.held(org, hash).await
    }

    /// The bytes of a file; `None` when they are gone, or are not what was received.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn read(&self, hash: FileHash) -> Result<Option<Vec<u8>>, ApiError> {
        self.disk.read(hash).await
    }

    /// Takes a part of a file of `length` bytes that belongs at `offset`.
    ///
    /// # Errors
    /// When the part does not follow on what is held, when the file is none that is taken, and what the disk says.
    /// What was held before stays, unless the file can never become one that is taken.
    pub async fn receive(
        &self,
        org: &OrgId,
        hash: FileHash,
        offset: u64,
        length: u64,
        part: Vec<u8>,
    ) -> Result<Received, ApiError> {
        if self.find_sound(org, hash).await?.is_some() {
            return Ok(Received::Before);
        }
        if length > DOCUMENT_MAX {
            return Err(ApiError::FileTooLarge);
        }
        let held = self.disk.held(org, hash).await?;
        let Some(_turn) = self.turn(org, hash) else { return Err(ApiError::OffsetMismatch { offset: held }) };
        let end = offset.saturating_add(part.len() as u64);
        if offset != held || end > length || part.is_empty() {
            return Err(ApiError::OffsetMismatch { offset: held });
        }
        if offset == 0 {
            // A file that can never be taken is told so before all of it has come over a bad line.
            if part.len() >= HEAD || end == length {
                let media = Media::of(&part).ok_or(ApiError::FileType)?;
                if length > media.max_bytes() {
                    return Err(ApiError::FileTooLarge);
                }
            }
            if self.disk.under_way(org).await? >= UNDER_WAY {
                return Err(ApiError::TooManyFiles);
            }
        }
        self.disk.append(org, hash, part).await?;
        if end < length {
            return Ok(Received::Part(end));
        }
        let media = match self.disk.check(org, hash).await {
            Ok(media) => media,
            Err(why) => {
                if matches!(why, ApiError::FileType | ApiError::FileTooLarge | ApiError::FileDamaged) {
                    self.disk.drop_part(org, hash).await?;
                }
                return Err(why);
            }
        };
        self.disk.place(org, hash).await?;
        let row = FileRow { org: org.clone(), hash, media, bytes: length, added_ms: now_ms() };
        self.index.add_file(row).await?;
        Ok(Received::Whole)
    }

    /// The only turn to write to a file; `None` while another has it.
    fn turn(&self, org: &OrgId, hash: FileHash) -> Option<Turn<'_>> {
        let name = format!("{org}-{hash}");
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.insert(name.clone()).then_some(Turn { files: self, name })
    }
}

struct Turn<'a> {
    files: &'a Files,
    name: String,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.files.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}
