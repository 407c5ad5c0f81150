//! Compaction: a document's log becomes a snapshot.

use automerge::AutoCommit;
use taizhang_sync::{ChangeHash, DocName};

use super::{Store, StoreError, read_whole};

/// Makes a snapshot of everything in a document's log. Holds that one document in memory while it does.
///
/// # Errors
/// When the store fails or a stored chunk cannot be read; the log stays as it is then.
pub fn compact(store: &impl Store, doc: &DocName) -> Result<(), StoreError> {
    let (chunks, seq) = read_whole(store, doc)?;
    let mut loaded = AutoCommit::new();
    for chunk in &chunks {
        loaded
            .load_incremental(chunk)
            .map_err(|why| StoreError::Damaged { doc: doc.to_string(), why: why.to_string() })?;
    }
    // A change that waits for others would be left out of the snapshot.
    if !loaded.get_missing_deps(&[]).is_empty() {
        return Err(StoreError::Damaged { doc: doc.to_string(), why: "dependencies are missing".to_owned() });
    }
    let hashes: Vec<ChangeHash> = loaded.get_changes_meta(&[]).iter().map(|change| change.hash).collect();
    store.put_snapshot(doc, seq, &loaded.save(), &hashes)
}
