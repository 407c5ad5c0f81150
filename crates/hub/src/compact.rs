//! Documents whose log has grown long are saved as a snapshot, in the background and one at a time.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use automerge::AutoCommit;
use taizhang_sync::DocName;

use crate::{
    metrics::CompactionMetrics,
    store::{GrowthLimit, Snapshot, Store, StoreError, Stored},
};

/// Beyond this a fresh tablet would have to read a long log.
pub const LIMIT: GrowthLimit = GrowthLimit { changes: 200, bytes: 64 << 10 };
/// How often to look for overgrown logs.
const EVERY: Duration = Duration::from_secs(60);
/// How much longer to rest than to work, so that compaction never takes more than a fifth of one processor.
const REST: u32 = 4;

/// Why a document was not compacted; it stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum CompactError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The document cannot be saved without loss.
    #[error("cannot be saved without loss: {0}")]
    Unsound(String),
}

/// Compacts overgrown documents until it is dropped.
pub async fn run(store: Arc<dyn Store>, metrics: CompactionMetrics) {
    loop {
        tokio::time::sleep(EVERY).await;
        let overgrown = match store.overgrown(LIMIT).await {
            Ok(overgrown) => overgrown,
            Err(why) => {
                tracing::error!(%why, "cannot look for overgrown documents");
                continue;
            }
        };
        for doc in overgrown {
            let began = Instant::now();
            let compacted = compact(store.as_ref(), &doc).await;
            metrics.done(compacted.is_ok());
            match compacted {
                Ok(()) => tracing::debug!(%doc, elapsed = ?began.elapsed(), "compacted"),
                Err(why) => tracing::error!(%doc, %why, "not compacted"),
            }
            tokio::time::sleep(began.elapsed() * REST).await;
        }
    }
}

/// Compacts every document that has outgrown `limit`, one after the other.
///
/// # Errors
/// The first failure.
pub async fn all(store: &dyn Store, limit: GrowthLimit) -> Result<(), CompactError> {
    for doc in store.overgrown(limit).await? {
        compact(store, &doc).await?;
    }
    Ok(())
}

/// Saves one document as a snapshot, and lets go of the log that is in it.
///
/// # Errors
/// [`CompactError`]; then the log stays as it is.
pub async fn compact(store: &dyn Store, doc: &DocName) -> Result<(), CompactError> {
    let Some(stored) = store.load(doc).await? else { return Ok(()) };
    // What a stranger wrote may make Automerge panic; that ends this task alone.
    let saved = tokio::task::spawn_blocking(move || save(&stored)).await;
    let snapshot = saved.map_err(|why| CompactError::Unsound(why.to_string()))?.map_err(CompactError::Unsound)?;
    Ok(store.compact(doc.clone(), snapshot).await?)
}

/// A save of the document that was read back and found to be the same.
fn save(stored: &Stored) -> Result<Snapshot, String> {
    let mut doc = AutoCommit::new();
    for chunk in &stored.chunks {
        doc.load_incremental(chunk).map_err(|why| why.to_string())?;
    }
    let missing = doc.get_missing_deps(&[]).len();
    if missing > 0 {
        return Err(format!("{missing} changes that others build on are missing"));
    }
    let hashes: Vec<_> = doc.get_changes_meta(&[]).iter().map(|change| change.hash).collect();
    let heads = doc.get_heads();
    let bytes = doc.save();
    drop(doc);
    let mut again = AutoCommit::load(&bytes).map_err(|why| format!("the save cannot be read: {why}"))?;
    if again.get_heads() != heads || again.get_changes_meta(&[]).len() != hashes.len() {
        return Err("the save is not the same document".into());
    }
    Ok(Snapshot { place: stored.place, bytes, hashes, heads })
}
