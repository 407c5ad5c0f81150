//! Which files on this device something still refers to, and what becomes of the others.

use std::collections::{BTreeMap, BTreeSet};

use leptos::task::spawn_local;
use taizhang_ledger::{OrgId, record::FileHash};

use super::{Book, Drafts};
use crate::platform::{PlatformError, clock, lifecycle};

/// How long a draft that no longer names a file may take to be stored, in milliseconds.
const SETTLED: u32 = 2_000;
/// How long after the start it is looked for files that nothing refers to, in milliseconds.
const LATER: u32 = 60_000;
/// How long nothing may have referred to a file before it goes, in milliseconds: a form may be open in another tab.
const WAITS: i64 = 24 * 3_600_000;

/// What refers to files on this device.
#[derive(Debug, Default)]
struct Named {
    /// By the ledger, or to be sent.
    hashes: BTreeSet<FileHash>,
    /// What is being typed: a file that was taken stands in it by its hash.
    drafts: Vec<String>,
}

impl Named {
    /// In the order in which a file is handed on, so that none falls between.
    async fn read(book: Book, drafts: Drafts) -> Result<Self, PlatformError> {
        let store = book.store();
        let drafts = store.drafts().await?.into_values().chain(drafts.texts()).collect();
        let queued = store.unsent_files().await?.into_iter().map(|(_, hash)| hash);
        let mut hashes: BTreeSet<FileHash> = queued.collect();
        book.read_untracked(|ledger| {
            let owners: BTreeSet<&OrgId> = ledger.documents().filter_map(|doc| doc.owner()).collect();
            hashes.extend(owners.into_iter().flat_map(|owner| ledger.files(owner)));
        });
        Ok(Self { hashes, drafts })
    }

    fn has(&self, hash: FileHash) -> bool {
        let name = hash.to_string();
        self.hashes.contains(&hash) || self.drafts.iter().any(|text| text.contains(&name))
    }
}

/// Removes files that a person has taken back, unless an entry, another draft or the queue refers to them; `taken` says
/// what has been taken again meanwhile.
pub fn take_back(book: Book, drafts: Drafts, files: Vec<FileHash>, taken: impl Fn(FileHash) -> bool + 'static) {
    spawn_local(async move {
        lifecycle::sleep(SETTLED).await;
        // What cannot be removed now is collected later.
        let Ok(named) = Named::read(book, drafts).await else { return };
        let gone: Vec<FileHash> = files.into_iter().filter(|hash| !named.has(*hash) && !taken(*hash)).collect();
        let _ = book.store().remove_files(&gone).await;
    });
}

/// Collects, a while after the start, files that nothing has referred to for a day: those of a page that was closed
/// before its draft was stored.
pub(super) fn collect_later(book: Book, drafts: Drafts) {
    lifecycle::after(LATER, move || {
        spawn_local(async move {
            // The next start tries again.
            let _ = collect(book, drafts).await;
        });
    });
}

async fn collect(book: Book, drafts: Drafts) -> Result<(), PlatformError> {
    let store = book.store();
    let held = store.file_hashes().await?;
    if held.is_empty() {
        return Ok(());
    }
    let named = Named::read(book, drafts).await?;
    let idle = held.into_iter().filter(|hash| !named.has(*hash)).collect();
    let (kept, gone) = sorted(idle, &store.idle_files().await?, clock::now_ms());
    store.remove_files(&gone).await?;
    store.set_idle_files(&kept).await
}

/// Which files go now, and since when nothing has referred to each of the others.
fn sorted(idle: Vec<FileHash>, before: &BTreeMap<FileHash, i64>, now: i64) -> (BTreeMap<FileHash, i64>, Vec<FileHash>) {
    // A clock that was a year ahead must not keep a file for a year.
    let since = |hash: FileHash| (hash, before.get(&hash).copied().unwrap_or(now).min(now));
    let (gone, kept): (Vec<_>, Vec<_>) =
        idle.into_iter().map(since).partition(|(_, since)| now.saturating_sub(*since) > WAITS);
    (kept.into_iter().collect(), gone.into_iter().map(|(hash, _)| hash).collect())
}

#[cfg(test)]
mod tests {
    use taizhang_ledger::record::{FileRef, Media};

    use super::*;

    fn hash(number: u8) -> FileHash {
        FileHash([number; 32])
    }

    #[test]
    fn a_file_is_named_by_the_ledger_the_queue_or_any_draft() {
        let file =
            FileRef { hash: hash(2), thumb: Some(hash(3)), media: Media::Jpeg, name: "照片".to_owned(), bytes: 9 };
        let named = Named {
            hashes: BTreeSet::from([hash(1)]),
            drafts: vec!["支部会议".to_owned(), serde_json::to_string(&[file]).unwrap_or_default()],
        };
        let found = [1, 2, 3, 4].map(|number| named.has(hash(number)));
        assert_eq!(found, [true, true, true, false]);
    }

    #[test]
    fn what_nothing_names_goes_after_a_day_and_not_before() {
        let before = BTreeMap::from([(hash(1), 0), (hash(2), WAITS), (hash(9), 0), (hash(4), WAITS * 400)]);
        let (kept, gone) = sorted(vec![hash(1), hash(2), hash(3), hash(4)], &before, WAITS + 1);
        assert_eq!(gone, [hash(1)]);
        assert_eq!(kept, BTreeMap::from([(hash(2), WAITS), (hash(3), WAITS + 1), (hash(4), WAITS + 1)]));
    }
}
