//! Stored documents as a ledger, for what the hub computes from them.

use taizhang_ledger::{DeviceId, Ledger, Problem};
use taizhang_sync::DocName;

use crate::{policy::doc_id, store::Stored};

/// A ledger that holds nothing yet and writes nothing.
pub(crate) fn empty(year: u16) -> Ledger {
    Ledger::new(year, DeviceId([0; 16]).actor([0; 4]))
}

/// Takes a document in; whether part of it could not be read.
pub(crate) fn open(ledger: &mut Ledger, doc: &DocName, stored: Option<&Stored>) -> bool {
    let (Some(id), Some(stored)) = (doc_id(doc), stored) else { return false };
    let (_, mut problems) = ledger.open(&id, stored.chunks.iter().map(Vec::as_slice));
    problems.retain(|problem| matches!(problem, Problem::DamagedChunk { .. } | Problem::Incomplete { .. }));
    for problem in &problems {
        tracing::warn!(%doc, ?problem, "part of a document cannot be read");
    }
    !problems.is_empty()
}
