//! What could not be read. Reading never fails as a whole: it gives what it understood, and these.

use automerge::ChangeHash;

use crate::{doc_id::DocId, ids::TransitionId};

/// One thing in a document that could not be understood, and was left out of the view.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Problem {
    /// Stored bytes that are no Automerge data.
    #[error("{doc}: chunk {index} is damaged: {why}")]
    DamagedChunk {
        /// The document that they were stored for.
        doc: DocId,
        /// Their place among the chunks given.
        index: usize,
        /// What Automerge said.
        why: String,
    },
    /// Changes wait for others that are not here.
    #[error("{doc}: waits for {} change(s)", missing.len())]
    Incomplete {
        /// The document.
        doc: DocId,
        /// The changes that are missing.
        missing: Vec<ChangeHash>,
    },
    /// A table of the schema is not there.
    #[error("{doc}: no table {table}")]
    NoTable {
        /// The document.
        doc: DocId,
        /// The table's name.
        table: &'static str,
    },
    /// A record without a field it must have, or with one of the wrong type.
    #[error("{doc}: {table}/{key}: no valid {field}")]
    BadRecord {
        /// The document.
        doc: DocId,
        /// The table's name.
        table: &'static str,
        /// The record's key.
        key: String,
        /// The field.
        field: &'static str,
    },
    /// The document was written by a newer version of the app: it can be read, not written.
    #[error("{doc}: written with schema {schema}")]
    NewerSchema {
        /// The document.
        doc: DocId,
        /// Its schema version.
        schema: u64,
    },
    /// A transition names an earlier one that has not arrived.
    #[error("transition {0} builds on one that has not arrived")]
    DanglingTransition(TransitionId),
}
