//! What the hub keeps: documents as logs of changes with snapshots ([`Store`]), and who may connect ([`Registry`]).
//!
//! Both are traits, so that `SQLite` can be exchanged where one machine is not enough. Nothing outside of
//! [`sqlite`] knows SQL.

mod error;
mod extracts;
mod files;
mod keys;
mod registry;
pub mod sqlite;

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::Arc,
};

use taizhang_sync::{
    ChangeHash, DocName, Place,
    change::ParsedChange,
    hub::{LogPart, Outcome},
};

use crate::metrics::Held;

pub use error::StoreError;
pub use extracts::{ExtractShelf, KeptExtract};
pub use files::{FileIndex, FileRow};
pub use keys::{GivenKey, KEYS_MAX, KeyNews, KeyRow, KeyShelf};
pub use registry::{Device, Enrolment, Invitation, Registry, Roster, Standing, TokenHash};
pub use sqlite::SqliteStore;

/// An answer of the store that is under way.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// How many changes stay in the log behind a snapshot, for tablets that are a little behind.
pub const TAIL: u64 = 16;

/// Changes of one document to be stored in one transaction, each after its dependencies.
#[derive(Debug)]
pub struct Append {
    /// Which connection they came on; it comes back in [`Growth::origin`].
    pub origin: u64,
    /// The document; made if it is not there yet.
    pub doc: DocName,
    /// What to store.
    pub changes: Vec<ParsedChange>,
    /// Hashes to look up afterwards.
    pub heads: Vec<ChangeHash>,
    /// Those of `changes` that come from another hand than their author's: stored only where the document once had them.
    pub foreign: BTreeSet<ChangeHash>,
}

/// What became of an [`Append`], after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Where the document's log stands.
    pub place: Place,
    /// One for each change, in their order.
    pub outcomes: Vec<Outcome>,
    /// The heads that are not held. Where the document lacks what it once had, some of that in the place of what waits for
    /// it.
    pub missing_heads: Vec<ChangeHash>,
}

/// A log has grown: told after the commit, in the order of commits, before the append is answered.
#[derive(Debug, Clone)]
pub struct Growth {
    /// From [`Append::origin`].
    pub origin: u64,
    /// The document.
    pub doc: DocName,
    /// Its epoch.
    pub epoch: u64,
    /// The first new change's sequence number.
    pub first: u64,
    /// The last one's.
    pub last: u64,
    /// The new changes, one after the other.
    pub bytes: Arc<[u8]>,
}

/// Where every log stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// The epoch of documents that nobody has written yet.
    pub epoch: u64,
    /// The places of the others.
    pub docs: BTreeMap<DocName, Place>,
}

impl Places {
    /// The place of one document's log.
    pub fn of(&self, doc: &DocName) -> Place {
        self.docs.get(doc).copied().unwrap_or(Place { epoch: self.epoch, seq: 0 })
    }
}

/// A whole document as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Up to where.
    pub place: Place,
    /// The snapshot if there is one, then every change after it: chunks for `load_incremental`.
    pub chunks: Vec<Vec<u8>>,
    /// Counts it among the documents in memory.
    pub held: Option<Held>,
}

/// A save of a document, to be put in the place of its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// It holds everything up to here.
    pub place: Place,
    /// The save.
    pub bytes: Vec<u8>,
    /// The hashes of all changes in it.
    pub hashes: Vec<ChangeHash>,
    /// Those that no other builds on.
    pub heads: Vec<ChangeHash>,
}

/// How far a log may grow beyond its snapshot before it is compacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrowthLimit {
    /// Changes.
    pub changes: u64,
    /// Bytes of changes.
    pub bytes: u64,
}

/// The documents. Every method that writes answers after its commit has reached the disk, or has changed nothing.
pub trait Store: Send + Sync {
    /// Stores changes. Exact duplicates are skipped; a change is stored only after everything that it builds on.
    fn append(&self, append: Append) -> Pending<'_, Committed>;

    /// A document's log after `after`: its snapshot if that place lies before the tail, else about half a MiB of
    /// changes, at least one if there is any.
    fn read<'a>(&'a self, doc: &'a DocName, after: u64) -> Pending<'a, LogPart>;

    /// Where every log stands.
    fn places(&self) -> Pending<'_, Places>;

    /// All of one document; `None` if nobody has written it.
    fn load<'a>(&'a self, doc: &'a DocName) -> Pending<'a, Option<Stored>>;

    /// All of several documents, in their order and as they are at one moment.
    fn load_all(&self, docs: Vec<DocName>) -> Pending<'_, Vec<Option<Stored>>>;

    /// The documents that have outgrown `limit`, the most overgrown first.
    fn overgrown(&self, limit: GrowthLimit) -> Pending<'_, Vec<DocName>>;

    /// Puts a snapshot in the place of the log that it holds, but for the last [`TAIL`] changes. Does nothing if the
    /// document is of another epoch by now or has a later snapshot.
    fn compact(&self, doc: DocName, snapshot: Snapshot) -> Pending<'_, ()>;

    /// Looks a document over and puts in order what is damaged: it is set aside, and when something that was
    /// acknowledged is gone with it, the document begins a new epoch, so that tablets hand that in again. Answers with
    /// what was wrong.
    fn mend(&self, doc: DocName) -> Pending<'_, Vec<String>>;

    /// Takes back sound changes that were set aside because they build on what was gone, where it has come again.
    fn adopt(&self) -> Pending<'_, ()>;

    /// Whether a document is known to lack changes that it once had, so that anybody who may read it may bring them.
    fn lacks(&self, doc: &DocName) -> bool;

    /// A document held these changes once, as a receipt shows: those that it does not hold now are lost, and taken from
    /// whoever brings them.
    fn note_held(&self, doc: DocName, heads: Vec<ChangeHash>) -> Pending<'_, ()>;

    /// The documents that lack something that they once had, or of which something was found to be lost since `since_ms`
    /// (Unix milliseconds); `None` if that may be any of them, since the hub was restored from a backup after that.
    fn harmed(&self, since_ms: i64) -> Pending<'_, Option<BTreeSet<DocName>>>;

    /// Answers once a transaction has gone through.
    fn probe(&self) -> Pending<'_, ()>;
}
