//! Which organisation has which file.

use taizhang_ledger::{
    OrgId,
    record::{FileHash, Media},
};

use super::Pending;

/// A file of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Whose it is. Several may have the same file.
    pub org: OrgId,
    /// Which file.
    pub hash: FileHash,
    /// What it is.
    pub media: Media,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was complete here, in Unix milliseconds.
    pub added_ms: i64,
}

/// Which organisation has which file. As with documents, what is answered is committed.
pub trait FileIndex: Send + Sync {
    /// Notes that an organisation has a file.
    fn add_file(&self, row: FileRow) -> Pending<'_, ()>;

    /// A file of an organisation.
    fn file(&self, org: OrgId, hash: FileHash) -> Pending<'_, Option<FileRow>>;

    /// Every file of every organisation.
    fn files(&self) -> Pending<'_, Vec<FileRow>>;

    /// Forgets files.
    fn forget_files(&self, files: Vec<(OrgId, FileHash)>) -> Pending<'_, ()>;
}
