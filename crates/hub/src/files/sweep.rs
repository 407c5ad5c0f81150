//! Removes files that no journal and no register refers to.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use taizhang_ledger::{DeviceId, DocId, DocKind, Ledger, OrgId, record::FileHash};

use super::Files;
use crate::{
    clock::now_ms,
    http::ApiError,
    hub::Hub,
    policy::doc_id,
    store::{FileRow, Store},
};

/// How often it is looked for them; the first time a while after the start.
const EVERY: Duration = Duration::from_secs(24 * 3600);
const FIRST: Duration = Duration::from_secs(600);
/// How long a file may wait for the words that refer to it, in milliseconds: a tablet may be away for weeks.
const WAITS_MS: i64 = 30 * 24 * 3_600_000;
/// How long a part may wait for the next.
const PART_WAITS: Duration = Duration::from_secs(7 * 24 * 3600);

/// Removes them again and again, until it is dropped.
pub async fn sweep(hub: Arc<Hub>) {
    tokio::time::sleep(FIRST).await;
    loop {
        match sweep_once(&hub.files, hub.store.as_ref(), now_ms()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "files that nothing refers to were removed"),
            Err(why) => tracing::error!(?why, "files could not be looked over"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Removes what nothing refers to and has waited long enough at `now_ms`; how many files.
///
/// # Errors
/// What store and disk say.
pub async fn sweep_once(files: &Files, store: &dyn Store, now_ms: i64) -> Result<usize, ApiError> {
    files.disk.drop_old_parts(PART_WAITS).await?;
    let all = files.index.files().await?;
    let mut old: BTreeMap<OrgId, Vec<FileHash>> = BTreeMap::new();
    for row in all.iter().filter(|row| row.added_ms < now_ms.saturating_sub(WAITS_MS)) {
        old.entry(row.org.clone()).or_default().push(row.hash);
    }
    let mut gone = Vec::new();
    for (org, hashes) in old {
        // What cannot be read refers to who knows what: everything stays then.
        let Some(kept) = referred(store, &org).await? else { continue };
        gone.extend(hashes.into_iter().filter(|hash| !kept.contains(hash)).map(|hash| (org.clone(), hash)));
    }
    // Asked last: to read a document may be what finds the damage.
    let Some(harmed) = store.harmed(now_ms.saturating_sub(WAITS_MS)).await? else { return Ok(0) };
    // What a document has lost may have referred to anything.
    let harmed: BTreeSet<OrgId> = harmed.iter().filter_map(|name| doc_id(name)?.owner().cloned()).collect();
    gone.retain(|(org, _)| !harmed.contains(org));
    files.index.forget_files(gone.clone()).await?;
    for (_, hash) in &gone {
        let others = |row: &FileRow| row.hash == *hash && !gone.contains(&(row.org.clone(), row.hash));
        if !all.iter().any(others) {
            files.disk.drop_whole(*hash).await?;
        }
    }
    Ok(gone.len())
}

/// What the journals and registers of an organisation refer to, of all years; `None` when one of them could not be read.
async fn referred(store: &dyn Store, org: &OrgId) -> Result<Option<BTreeSet<FileHash>>, ApiError> {
    let mut found = BTreeSet::new();
    for name in store.places().await?.docs.into_keys() {
        let Some(id) = doc_id(&name).filter(|id| keeps_files(id.kind()) && id.owner() == Some(org)) else {
            continue;
        };
        let Some(stored) = store.load(&name).await? else { continue };
        let org = org.clone();
        let read = tokio::task::spawn_blocking(move || journal_files(&id, &org, &stored.chunks)).await;
        match read {
            Ok(Some(hashes)) => found.extend(hashes),
            _ => return Ok(None),
        }
    }
    Ok(Some(found))
}

/// Whether entries or rows of such a document may name files.
fn keeps_files(kind: DocKind) -> bool {
    matches!(kind, DocKind::Branch | DocKind::Township)
}

fn journal_files(id: &DocId, org: &OrgId, chunks: &[Vec<u8>]) -> Option<BTreeSet<FileHash>> {
    let mut ledger = Ledger::new(id.year(), DeviceId([0; 16]).actor([0; 4]));
    let (_, problems) = ledger.open(id, chunks.iter().map(Vec::as_slice));
    let whole = problems.is_empty() && ledger.problems().next().is_none();
    whole.then(|| ledger.files(org))
}
