//! Sends photos and scanned documents to the hub: after the words, one after another, in one tab, going on where it
//! was cut off. What has not arrived stays on the device.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{OrgId, record::FileHash};

use super::{Book, Connection, Link};
use crate::{
    platform::{PlatformError, http, lifecycle, locks},
    store::Store,
};

/// How many bytes go at once: a few seconds on a bad line.
const PART: usize = 256 << 10;
/// How often it is tried again, in milliseconds.
const AGAIN: u32 = 10_000;

/// How it stands with a file that the hub does not hold yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It waits for a connection, or for its turn.
    Waiting,
    /// So many percent are there.
    Sending(u8),
    /// The hub will not have it, in its own words.
    Refused(String),
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
            working: StoredValue::new(false),
        };
        locks::lead("taizhang-files", move || uploads.leads.set(true));
        Effect::new(move |_| {
            uploads.leads.track();
            uploads.connection.link.track();
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
            // The words first: a photo is worth little without them.
            let ready = self.leads.get_untracked()
                && self.connection.link.get_untracked() == Link::InSync
                && self.book.unsent.with_untracked(BTreeMap::is_empty);
            let refused = self.pending.with_untracked(|all| matches!(all.get(&hash), Some(Standing::Refused(_))));
            if !ready || refused {
                continue;
            }
            match self.send_one(&store, &org, hash).await {
                Ok(()) => {
                    store.sent(&org, hash).await?;
                    self.pending.update(|pending| drop(pending.remove(&hash)));
                }
                Err(PlatformError::Refused { message, .. }) => self.stands(hash, Standing::Refused(message)),
                Err(why) => {
                    self.stands(hash, Standing::Waiting);
                    return Err(why);
                }
            }
        }
        Ok(())
    }

    async fn send_one(self, store: &Store, org: &OrgId, hash: FileHash) -> Result<(), PlatformError> {
        let Some(bytes) = store.file(hash).await? else {
            // It was cleared away with other site data; there is nothing left to send.
            return Ok(());
        };
        let path = format!("/api/files/{org}/{hash}");
        let length = bytes.len() as u64;
        let asked = http::ask_file(&path).await?;
        let mut offset = match (asked.status, asked.offset) {
            (200, _) => return Ok(()),
            (404, Some(offset)) => offset,
            _ => return Err(refusal(asked)),
        };
        loop {
            self.stands(hash, Standing::Sending(percent(offset, length)));
            let begin = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
            let part = bytes.get(begin..bytes.len().min(begin + PART)).unwrap_or_default();
            let said = http::send_part(&path, offset, length, part).await?;
            offset = match (said.status, said.offset) {
                (200 | 201, _) => return Ok(()),
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

/// What the hub may think otherwise about later counts as no connection.
fn refusal(said: http::Step) -> PlatformError {
    match said.status {
        413 | 415 | 422 => PlatformError::Refused { status: said.status, code: String::new(), message: said.message },
        _ => PlatformError::Offline,
    }
}

fn percent(offset: u64, length: u64) -> u8 {
    u8::try_from(offset.saturating_mul(100).checked_div(length).unwrap_or(0).min(100)).unwrap_or(100)
}
