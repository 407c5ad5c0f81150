//! The hub's log of changes: what a store must do, and the one that does it in SQLite.

mod compact;
mod registry;
mod schema;
mod sqlite;
mod writer;

use taizhang_sync::{
    ChangeHash, DocName, Place,
    change::ParsedChange,
    hub::{LogPart, Outcome},
};

pub use compact::compact;
pub use registry::{Device, Invitation, Registry, RegistryError};
pub use sqlite::SqliteStore;
pub use writer::Writer;

/// How many changes a document's log keeps before its snapshot, for tablets that were away a short while.
pub const TAIL: u64 = 64;
/// How many changes may gather behind a snapshot before a new one is worth making.
pub const COMPACT_AFTER: u64 = 200;
/// How many bytes of changes one read gives, at the least one change.
pub const READ_BYTES: usize = 512 * 1024;

/// The store failed; nothing of what was asked was done.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite would not.
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A stored document cannot be read any more.
    #[error("{doc}: {why}")]
    Damaged {
        /// The document.
        doc: String,
        /// What Automerge said.
        why: String,
    },
    /// The data folder is not one, or of another version.
    #[error("{0}")]
    Folder(String),
    /// The store is closing.
    #[error("the store is closing")]
    Closing,
}

/// Changes of one document to be stored.
#[derive(Debug)]
pub struct Append {
    /// The document.
    pub doc: DocName,
    /// The changes, each after its dependencies.
    pub changes: Vec<ParsedChange>,
    /// Hashes to look up after that.
    pub heads: Vec<ChangeHash>,
}

/// What became of an append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendResult {
    /// Where the log stands now.
    pub place: Place,
    /// One for each change.
    pub outcomes: Vec<Outcome>,
    /// The heads that are not held.
    pub missing_heads: Vec<ChangeHash>,
    /// How many changes stand behind the last snapshot.
    pub behind_snapshot: u64,
}

/// An append-only log of changes for each document, with snapshots beside it. Methods block.
pub trait Store: Send + Sync + 'static {
    /// Stores several appends in one transaction; all of it is on the disk when this returns, or nothing.
    ///
    /// # Errors
    /// When the store fails; nothing is stored then.
    fn append(&self, batch: &[Append]) -> Result<Vec<AppendResult>, StoreError>;

    /// Where a document's log stands; zero in this store's epoch when nobody has written it.
    ///
    /// # Errors
    /// When the store fails.
    fn place(&self, doc: &DocName) -> Result<Place, StoreError>;

    /// The log after `after`: a snapshot if `after` lies before the tail, otherwise up to [`READ_BYTES`] of changes.
    ///
    /// # Errors
    /// When the store fails.
    fn read(&self, doc: &DocName, after: u64) -> Result<LogPart, StoreError>;

    /// Puts a snapshot of everything up to `seq` in the place of the last one and drops the log before its tail.
    /// `hashes` are those of all changes in it.
    ///
    /// # Errors
    /// When the store fails; the log stays as it was.
    fn put_snapshot(&self, doc: &DocName, seq: u64, bytes: &[u8], hashes: &[ChangeHash]) -> Result<(), StoreError>;

    /// The names of all documents.
    ///
    /// # Errors
    /// When the store fails.
    fn documents(&self) -> Result<Vec<DocName>, StoreError>;
}

/// Everything that a store holds of a document, as chunks for `load_incremental`, and where its log stood.
///
/// # Errors
/// When the store fails.
pub fn read_whole(store: &impl Store, doc: &DocName) -> Result<(Vec<Vec<u8>>, u64), StoreError> {
    let mut chunks = Vec::new();
    let mut after = 0;
    loop {
        let part = store.read(doc, after)?;
        if part.seq <= after {
            return Ok((chunks, after));
        }
        after = part.seq;
        chunks.push(part.bytes);
    }
}
