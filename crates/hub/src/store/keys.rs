//! The keys of sealed rows (`taizhang_ledger::sealed`). They are in no document, so that what they open can be erased.

use taizhang_ledger::{RowId, sealed::RowKey};
use taizhang_sync::DocName;

use super::Pending;

/// The most keys of one document: all rows of all registers that it could hold, many times over.
pub const KEYS_MAX: u64 = 20_000;

/// A key that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenKey {
    /// The document that the row stands in.
    pub doc: DocName,
    /// The row.
    pub row: RowId,
    /// Its key.
    pub key: RowKey,
    /// The one person of a branch who gets it, where the document is a branch's.
    pub person: Option<String>,
}

/// A key, or that it was destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The document that the row stands in.
    pub doc: DocName,
    /// The row.
    pub row: RowId,
    /// Its key; none when it was destroyed.
    pub key: Option<RowKey>,
    /// The one person of a branch who gets it.
    pub person: Option<String>,
}

/// Keys that are new since a turn, and the turn that the next question may begin at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyNews {
    /// In the order in which they came.
    pub rows: Vec<KeyRow>,
    /// The last turn.
    pub turn: u64,
}

/// The keys of sealed rows. As with documents, what is answered is committed.
pub trait KeyShelf: Send + Sync {
    /// Stores keys. The first of a row stays; a destroyed one does not come back.
    fn put_keys(&self, rows: Vec<GivenKey>) -> Pending<'_, ()>;

    /// Destroys keys, known or not: nobody gets them any more, and no file has their bytes.
    fn destroy_keys(&self, rows: Vec<(DocName, RowId)>) -> Pending<'_, ()>;

    /// Destroys every key of documents; how many there were.
    fn destroy_all_keys(&self, docs: Vec<DocName>) -> Pending<'_, usize>;

    /// The documents that have keys.
    fn documents_with_keys(&self) -> Pending<'_, Vec<DocName>>;

    /// What has changed in documents after a turn; everything after turn 0.
    fn keys(&self, docs: Vec<DocName>, after: u64) -> Pending<'_, KeyNews>;
}
