//! The keys of sealed rows: given to the hub, fetched from it, destroyed there.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use taizhang_ledger::{DocId, DocKind, Ledger, RowId, access::Access, sealed::RowKey};

use super::Book;
use crate::{
    base64url,
    platform::{PlatformError, http},
    store::{HeldKey, KeysSince},
};

/// How many keys go in one question.
const MANY: usize = 500;
/// How often the hub is asked in a row; each time all but the last something was left to be said.
const TURNS: usize = 40;

#[derive(Serialize)]
struct Question {
    put: Vec<Line>,
    destroy: Vec<Line>,
    since: KeysSince,
}

#[derive(Serialize, Deserialize)]
struct Line {
    doc: DocId,
    row: RowId,
    /// base64url; none when it was destroyed.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// The one person of a branch who gets it. Only said to the hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    keys: Vec<Line>,
    since: KeysSince,
}

/// What became of keys, for the other tabs.
#[derive(Debug, Clone, Default)]
pub(super) struct KeysChanged {
    pub(super) come: Vec<(RowId, [u8; 32])>,
    pub(super) gone: Vec<RowId>,
}

impl KeysChanged {
    pub(super) fn is_empty(&self) -> bool {
        self.come.is_empty() && self.gone.is_empty()
    }
}

impl Book {
    /// Gives the hub the keys of new rows and fetches those of others', before anything of the rows is sent: what has
    /// arrived can be read by who may. The keys of erased rows are destroyed here at once and at the hub with the next
    /// question.
    ///
    /// # Errors
    /// What the hub or the browser says; what was not given is given the next time.
    pub(super) async fn exchange_keys(self) -> Result<KeysChanged, PlatformError> {
        let (store, author) = (self.store(), self.author());
        let mut changed = KeysChanged::default();
        for _ in 0..TURNS {
            changed.gone.extend(self.settle_keys().await?);
            let held = store.row_keys().await?;
            let new: Vec<&HeldKey> = held.iter().filter(|one| one.key.is_some() && !one.sent).take(MANY).collect();
            let gone: Vec<&HeldKey> = held.iter().filter(|one| one.key.is_none()).take(MANY).collect();
            // A row without its key: whatever was known before may not be what it seemed.
            let lacking = self.read_untracked(taizhang_ledger::Ledger::has_locked_rows);
            let since = if lacking { KeysSince::default() } else { store.keys_since().await? };
            let put = new.iter().map(|one| line(one)).collect();
            let destroy = gone.iter().map(|one| line(one)).collect();
            let answer: Answer = http::post("/api/keys", &Question { put, destroy, since }).await?;

            let mut kept: Vec<HeldKey> =
                new.iter().map(|one| HeldKey { sent: true, person: None, ..(*one).clone() }).collect();
            let mut forgotten: Vec<(DocId, RowId)> = gone.iter().map(|one| (one.doc.clone(), one.row)).collect();
            let (erased, writable) = self.read_untracked(|ledger| {
                let writable = ledger.documents().filter(|doc| ledger.access(&author, doc) == Access::Write);
                (erased(ledger), writable.cloned().collect::<BTreeSet<_>>())
            });
            let mut more = new.len() == MANY;
            for Line { doc, row, key, .. } in answer.keys {
                match key.and_then(|key| base64url::decode(&key)?.try_into().ok()) {
                    // A hub that was restored from a backup has what was destroyed since.
                    Some(_) if erased.contains(&row) => {
                        let ours = writable.contains(&doc);
                        kept.extend(ours.then_some(HeldKey { doc, row, key: None, sent: false, person: None }));
                        more |= ours;
                    }
                    Some(bytes) => {
                        changed.come.push((row, bytes));
                        kept.push(HeldKey { doc, row, key: Some(RowKey::new(bytes)), sent: true, person: None });
                    }
                    None => {
                        changed.gone.push(row);
                        kept.retain(|one| one.row != row);
                        forgotten.push((doc, row));
                    }
                }
            }
            store.change_row_keys(&kept, &forgotten, Some(&answer.since)).await?;
            self.take_keys(&changed);
            if !more {
                break;
            }
        }
        self.recount_all();
        Ok(changed)
    }

    /// Takes in keys that were stored, and forgets those that were removed.
    pub(super) fn take_keys(self, changed: &KeysChanged) {
        let come = changed.come.iter().map(|(row, key)| (*row, RowKey::new(*key))).collect();
        self.change_keys(come, &changed.gone);
    }

    /// Removes the keys of erased rows from this device; who may write the document leaves word for the hub.
    async fn settle_keys(self) -> Result<Vec<RowId>, PlatformError> {
        let erased = self.read_untracked(erased);
        if erased.is_empty() {
            return Ok(Vec::new());
        }
        let author = self.author();
        let mut held = self.store().row_keys().await?;
        held.retain(|one| one.key.is_some() && erased.contains(&one.row));
        let writes = |doc: &DocId| self.read_untracked(|ledger| ledger.access(&author, doc)) == Access::Write;
        let (ours, others): (Vec<HeldKey>, Vec<HeldKey>) = held.into_iter().partition(|one| writes(&one.doc));
        let rows = ours.iter().chain(&others).map(|one| one.row).collect();
        let word: Vec<HeldKey> =
            ours.into_iter().map(|one| HeldKey { key: None, sent: false, person: None, ..one }).collect();
        let gone: Vec<_> = others.into_iter().map(|one| (one.doc, one.row)).collect();
        self.store().change_row_keys(&word, &gone, None).await?;
        Ok(rows)
    }

    /// Another device may have written rows while this one did: what branches are told is counted again.
    fn recount_all(self) {
        let author = self.author();
        let kept = self.read_untracked(|ledger| {
            let ours = ledger.documents().filter(|doc| doc.kind() == DocKind::Sealed);
            let ours = ours.filter(|doc| ledger.access(&author, doc) == Access::Write);
            // Of published pay nobody is told a number.
            let ours = ours.filter_map(DocId::owner).filter(|owner| !ledger.orgs().is_branch(owner));
            ours.cloned().collect::<Vec<_>>()
        });
        for org in kept {
            // A post that was lost meanwhile counts nothing any more.
            let _ = self.recount(&org);
        }
    }
}

fn erased(ledger: &Ledger) -> BTreeSet<RowId> {
    ledger.erased_rows().map(|(_, row)| row).collect()
}

fn line(held: &HeldKey) -> Line {
    let key = held.key.as_ref().map(|key| base64url::encode(key.bytes()));
    Line { doc: held.doc.clone(), row: held.row, key, person: held.person.clone() }
}
