//! What a data folder holds, read without a hub.

use std::{collections::BTreeSet, path::Path};

use automerge::{AutoCommit, Change};
use taizhang_hub::store::{SqliteStore, Store as _, sqlite::Options};
use taizhang_sync::{ChangeHash, DocName};

/// Every change of a document that could be handed to a tablet.
pub async fn stored_hashes(data: &Path, doc: &DocName) -> BTreeSet<ChangeHash> {
    let store = SqliteStore::open(data, Options::default()).unwrap();
    let stored = store.load(doc).await.unwrap();
    store.close().await;
    let mut document = AutoCommit::new();
    for chunk in stored.iter().flat_map(|stored| &stored.chunks) {
        document.load_incremental(chunk).unwrap();
    }
    assert!(document.get_missing_deps(&[]).is_empty());
    document.get_changes(&[]).iter().map(Change::hash).collect()
}
