//! What stood in documents at a place of their logs, in a form that is quick to read.

use taizhang_ledger::Extract;
use taizhang_sync::{DocName, Place};

use super::Pending;

/// What stood in a document up to a place of its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptExtract {
    /// The document.
    pub doc: DocName,
    /// Up to where.
    pub place: Place,
    /// What stood there.
    pub extract: Extract,
}

/// Extracts that were made once. Everything in it can be made again: it may forget, and what it fails at costs time alone.
pub trait ExtractShelf: Send + Sync {
    /// The extracts of documents at exactly these places, in their order; `None` where there is none.
    fn extracts(&self, docs: Vec<(DocName, Place)>) -> Pending<'_, Vec<Option<Extract>>>;

    /// Keeps extracts in the place of earlier ones.
    fn keep_extracts(&self, all: Vec<KeptExtract>) -> Pending<'_, ()>;
}
