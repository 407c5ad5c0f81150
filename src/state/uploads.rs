//! Sends photos and scanned documents to the hub: after the words, one after another, in one tab, going on where it
//! was cut off. What has not arrived stays on the device.

use std::collections::{BTreeMap, BTreeSet};

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{DocId, DocKind, OrgId, record::FileHash};
use taizhang_sync::ChangeHash;

use super::{Book, Connection, Link, documents::Built};
use crate::{
    platform::{PlatformError, clock, http, lifecycle, locks},
    store::Store,
};

/// How many bytes go at once: a few seconds on a bad line.
const PART: usize = 256 << 10;
/// How often it is tried again, in milliseconds.
const AGAIN: u32 = 10_000;
/// For how long files wait for words while the hub has everything that can be sent, in milliseconds: words that build on
/// what the hub lacks may stay here for weeks.
const PATIENCE: u64 = 60_000;

/// How it stands with a file that the hub does not hold yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It waits for a connection, or for its turn.
    Waiting,
    /// So many percent are there.
    Sending(u8),
    /// The hub will not have it, in its own words.
    Refused(String),
    /// It is to be sent, and neither this device nor the hub has it.
    Missing,
}

/// The files that the hub does not hold yet.
#[derive(Clone, Copy)]
pub struct Uploads {
    /// How it stands with each.
    pub pending: RwSignal<BTreeMap<FileHash, Standing>>,
    book: Book,
    connection: Connection,
    /// Whether this tab sends.
    leads: RwSignal<bool>,
    /// Since when the hub has everything that can be sent, by a clock that only goes forward.
    level: StoredValue<Option<u64>>,
    working: StoredValue<bool>,
}

impl Uploads {
    /// Begins to send whatever is stored and not sent.
    pub fn start(book: Book, connection: Connection) -> Self {
        let uploads = Self {
            pending: RwSignal::new(BTreeMap::new()),
            book,
            connection,
            leads: RwSignal::new(false),
            level: StoredValue::new(None),
            working: StoredValue::new(false),
        };
        locks::lead("taizhang-files", move || uploads.leads.set(true));
        Effect::new(move |_| {
            uploads.leads.track();
            let level = uploads.connection.link.get() == Link::InSync;
            uploads.level.update_value(|since| *since = level.then(|| since.unwrap_or_else(clock::monotonic_ms)));
            uploads.connection.refused.track();
            uploads.book.unsent.track();
            uploads.wake();
        });
        lifecycle::every(AGAIN, move || uploads.wake());
        uploads
    }

    /// Has files of an organisation sent. They are stored already.
    ///
    /// # Errors
    /// When it could not be noted down; they are not sent then.
    pub async fn send(self, org: &OrgId, files: &[FileHash]) -> Result<(), PlatformError> {
        self.book.store().to_send(org, files).await?;
        self.wake();
        Ok(())
    }

    /// Looks at once what there is to send.
    pub fn wake(self) {
        if self.working.get_value() {
            return;
        }
        self.working.set_value(true);
        spawn_local(async move {
            // What cannot be read now is looked at again later.
            let _ = self.work().await;
            self.working.set_value(false);
        });
    }

    async fn work(self) -> Result<(), PlatformError> {
        let store = self.book.store();
        let unsent = store.unsent_files().await?;
        self.pending.update(|pending| {
            pending.retain(|hash, _| unsent.iter().any(|(_, one)| one == hash));
            for (_, hash) in &unsent {
                pending.entry(*hash).or_insert(Standing::Waiting);
            }
        });
        for (org, hash) in unsent {
            let ready = self.leads.get_untracked() && self.words_first(&org);
            let refused = self.pending.with_untracked(|all| matches!(all.get(&hash), Some(Standing::Refused(_))));
            if !ready || refused {
                continue;
            }
            match self.send_one(&store, &org, hash).await {
                Ok(true) => {
                    store.sent(&org, hash).await?;
                    self.pending.update(|pending| drop(pending.remove(&hash)));
                }
                Ok(false) => self.stands(hash, Standing::Missing),
                Err(PlatformError::Refused { message, .. }) => self.stands(hash, Standing::Refused(message)),
                Err(why) => {
                    self.stands(hash, Standing::Waiting);
                    return Err(why);
                }
            }
        }
        Ok(())
    }

    /// Whether the words of an organisation have gone, as far as they can: a photo is worth little without them.
    fn words_first(self, org: &OrgId) -> bool {
        let Some(since) = self.level.get_value() else { return false };
        if clock::monotonic_ms().saturating_sub(since) > PATIENCE {
            return true;
        }
        let named = |doc: &DocId| keeps_files(doc.kind()) && doc.owner() == Some(org);
        let Some(doc) = self.book.unsent.with_untracked(|all| all.keys().find(|doc| named(doc)).cloned()) else {
            return true;
        };
        let name = doc.to_string();
        let refused: BTreeSet<ChangeHash> = self.connection.refused.with_untracked(|all| {
            all.iter().filter(|one| one.doc == name).filter_map(|one| one.hash.parse().ok()).collect()
        });
        if refused.is_empty() {
            return false;
        }
        all_refused(&self.book.unsent_chain(&doc), refused)
    }

    /// Sends a file; false when there is nothing to send and the hub lacks it.
    async fn send_one(self, store: &Store, org: &OrgId, hash: FileHash) -> Result<bool, PlatformError> {
        let held = store.file(hash).await?;
        if held.is_none() && self.pending.with_untracked(|all| all.get(&hash) == Some(&Standing::Missing)) {
            return Ok(false);
        }
        let path = format!("/api/files/{org}/{hash}");
        let asked = http::ask_file(&path).await?;
        let mut offset = match (asked.status, asked.offset) {
            (200, _) => return Ok(true),
            (404, Some(offset)) => offset,
            _ => return Err(refusal(asked)),
        };
        let Some(bytes) = held else { return Ok(false) };
        let length = bytes.len() as u64;
        loop {
            self.stands(hash, Standing::Sending(percent(offset, length)));
            let begin = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
            let part = bytes.get(begin..bytes.len().min(begin + PART)).unwrap_or_default();
            let said = http::send_part(&path, offset, length, part).await?;
            offset = match (said.status, said.offset) {
                (200 | 201, _) => return Ok(true),
                // Another device may have sent a part meanwhile.
                (204 | 409, Some(held)) if held != offset => held,
                _ => return Err(refusal(said)),
            };
        }
    }

    fn stands(self, hash: FileHash, standing: Standing) {
        self.pending.update(|pending| drop(pending.insert(hash, standing)));
    }
}

/// Whether entries or rows of such a document may name files.
pub(super) fn keeps_files(kind: DocKind) -> bool {
    matches!(kind, DocKind::Branch | DocKind::Township)
}

/// What the hub may think otherwise about later counts as no connection.
fn refusal(said: http::Step) -> PlatformError {
    match said.status {
        403 | 413 | 415 | 422 => {
            PlatformError::Refused { status: said.status, code: String::new(), message: said.message }
        }
        _ => PlatformError::Offline,
    }
}

fn percent(offset: u64, length: u64) -> u8 {
    u8::try_from(offset.saturating_mul(100).checked_div(length).unwrap_or(0).min(100)).unwrap_or(100)
}

/// Whether every change, oldest first, was refused by the hub or builds on one that was: none of them is on its way.
fn all_refused(unsent: &[Built], mut refused: BTreeSet<ChangeHash>) -> bool {
    for (hash, deps) in unsent {
        if !refused.contains(hash) && deps.iter().all(|dep| !refused.contains(dep)) {
            return false;
        }
        refused.insert(*hash);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_holds_up_no_photo_and_what_is_under_way_does() {
        let [a, b, c, d] = [1, 2, 3, 4].map(|number| ChangeHash([number; 32]));
        let unsent: [Built; 3] = [(b, vec![a]), (c, vec![b]), (d, vec![a])];
        assert!(all_refused(&unsent[..2], BTreeSet::from([b])), "c cannot go without b");
        assert!(!all_refused(&unsent[..2], BTreeSet::from([c])), "b is still to go");
        assert!(!all_refused(&unsent, BTreeSet::from([b])), "d is another's");
        assert!(!all_refused(&unsent[..2], BTreeSet::new()));
    }
}
