//! The documents on this device, in `IndexedDB`.
//!
//! | object store | key | value |
//! |---|---|---|
//! | `chunks` | document, `change` or `snapshot`, hash | Automerge bytes |
//! | `damaged` | as in `chunks` | bytes that are not what was stored |
//! | `places` | document | the place in the hub's log, JSON |
//! | `receipts` | document | the last verified receipt, JSON |
//! | `refused` | document, change | the hub's reason, JSON |
//! | `keys` | `device` | the key pair, which the browser does not give out |
//! | `identity` | `self` | who works here, JSON |
//! | `drafts` | place | what is being typed there |
//! | `boards` | what it is of, `value` or `at` | what the hub computed last (boards, figures), and when it was right, JSON |
//! | `files` | hash | a photo or a scanned document; under `idle`, since when nothing refers to which, JSON |
//! | `uploads` | organisation, hash | to be sent to the hub |
//! | `row_keys` | document, row | the key of a sealed row, and whether the hub has it, JSON |
//!
//! Every write is one transaction with strict durability: all of it is on the disk, or none. A chunk's key is the
//! hash of its bytes, so storing it twice changes nothing, tabs need not take turns, and a flipped byte is found when
//! it is read. Compaction writes a snapshot and deletes only what it read, in one transaction.

mod chunks;
mod computed;
mod files;
pub mod last_typed;
mod row_keys;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use taizhang_sync::{ChangeHash, Place, Receipt, RefusalReason};

use crate::platform::{
    PlatformError,
    idb::{Database, Step, Stored},
    keys::DeviceKey,
};
pub use chunks::{Chunk, Documents, Kind};
pub use row_keys::{HeldKey, KeysSince, Made};

const NAME: &str = "taizhang";
const VERSION: u32 = 4;
const CHUNKS: &str = "chunks";
const DAMAGED: &str = "damaged";
const PLACES: &str = "places";
const RECEIPTS: &str = "receipts";
const REFUSED: &str = "refused";
const KEYS: &str = "keys";
const IDENTITY: &str = "identity";
const DRAFTS: &str = "drafts";
const FILES: &str = "files";
const UPLOADS: &str = "uploads";
const BOARDS: &str = "boards";
const ROW_KEYS: &str = "row_keys";
const ALL: &[&str] =
    &[CHUNKS, DAMAGED, PLACES, RECEIPTS, REFUSED, KEYS, IDENTITY, DRAFTS, FILES, UPLOADS, BOARDS, ROW_KEYS];

/// A change that the hub would not store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedChange {
    /// The document's name.
    pub doc: String,
    /// The change, 64 hexadecimal digits.
    pub hash: String,
    /// Why.
    pub reason: RefusalReason,
}

/// The last verified receipt of a document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptReceipt {
    /// What the hub said.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// The hub was restored since: it shows what the hub held once, and not what it holds.
    #[serde(default)]
    pub void: bool,
}

/// What sync left behind.
#[derive(Debug, Default)]
pub struct SyncState {
    /// The place in the hub's log, by document.
    pub places: BTreeMap<String, Place>,
    /// The last verified receipt, by document.
    pub receipts: BTreeMap<String, KeptReceipt>,
    /// What the hub refused.
    pub refused: Vec<RefusedChange>,
}

impl SyncState {
    /// The receipts that count, by document.
    pub fn counting(&self) -> impl Iterator<Item = (&str, &Receipt)> {
        self.receipts.iter().filter(|(_, kept)| !kept.void).map(|(doc, kept)| (doc.as_str(), &kept.receipt))
    }
}

/// The documents on this device.
#[derive(Debug, Clone)]
pub struct Store(Database);

impl Store {
    /// Opens the store.
    ///
    /// # Errors
    /// Where the browser has no storage.
    pub async fn open() -> Result<Self, PlatformError> {
        Database::open(NAME, VERSION, ALL).await.map(Self)
    }

    /// Who works on this device; `None` when it is not enrolled or what was stored is damaged.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn identity<T: DeserializeOwned>(&self) -> Result<Option<T>, PlatformError> {
        Ok(self.0.get(IDENTITY, &["self"]).await?.as_ref().and_then(from_json))
    }

    /// Stores who works on this device.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn set_identity<T: Serialize>(&self, identity: &T) -> Result<(), PlatformError> {
        self.0.write(&[Step::Put(IDENTITY, words(&["self"]), json(identity)?)]).await
    }

    /// The device's key, made and stored at the first call.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn device_key(&self) -> Result<DeviceKey, PlatformError> {
        if let Some(Stored::Object(value)) = self.0.get(KEYS, &["device"]).await?
            && let Some(key) = DeviceKey::from_stored(value)
        {
            return Ok(key);
        }
        let key = DeviceKey::generate().await?;
        self.0.write(&[Step::Put(KEYS, words(&["device"]), Stored::Object(key.to_stored()))]).await?;
        Ok(key)
    }

    /// All documents; chunks that are not what was stored are set aside and counted. The place in the hub's log is
    /// forgotten with them, so that the hub sends the document from the start.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn documents(&self) -> Result<Documents, PlatformError> {
        let (documents, damaged) = chunks::sort(self.0.all(CHUNKS).await?);
        let count = damaged.len();
        let steps: Vec<Step> = damaged
            .into_iter()
            .flat_map(|(key, value)| {
                let place = Step::Delete(PLACES, key.iter().take(1).cloned().collect());
                [Step::Put(DAMAGED, key.clone(), value), Step::Delete(CHUNKS, key), place]
            })
            .collect();
        // If there is no room to set them aside they stay where they are, and are passed over again next time.
        let _ = self.0.write(&steps).await;
        Ok(Documents { documents, damaged: count })
    }

    /// Forgets the place in the hub's log of a document that is not whole here, so that it comes from the start.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn forget_place(&self, doc: &str) -> Result<(), PlatformError> {
        self.0.write(&[Step::Delete(PLACES, words(&[doc]))]).await
    }

    /// What sync left behind.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn sync_state(&self) -> Result<SyncState, PlatformError> {
        Ok(SyncState {
            places: by_document(self.0.all(PLACES).await?),
            receipts: by_document(self.0.all(RECEIPTS).await?),
            refused: self.0.all(REFUSED).await?.iter().filter_map(|(_, value)| from_json(value)).collect(),
        })
    }

    /// Stores changes made here; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`PlatformError::Full`] when there is no room; nothing was written then.
    pub async fn append(&self, doc: &str, changes: &[&[u8]]) -> Result<(), PlatformError> {
        let steps: Vec<Step> = changes.iter().map(|bytes| put_chunk(doc, Kind::Change, bytes)).collect();
        self.0.write(&steps).await
    }

    /// Stores what the hub sent, and the place that it brings the document to, together.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn append_from_hub(&self, doc: &str, bytes: &[u8], place: Place) -> Result<(), PlatformError> {
        let mut steps = vec![Step::Put(PLACES, words(&[doc]), json(&place)?)];
        if !bytes.is_empty() {
            steps.push(put_chunk(doc, Kind::Change, bytes));
        }
        self.0.write(&steps).await
    }

    /// Stores the last receipt of a document. It settles what was refused and is covered by it: `settled`.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn set_receipt(&self, kept: &KeptReceipt, settled: &[ChangeHash]) -> Result<(), PlatformError> {
        let doc = kept.receipt.doc.as_str();
        let mut steps = vec![Step::Put(RECEIPTS, words(&[doc]), json(kept)?)];
        steps.extend(settled.iter().map(|hash| Step::Delete(REFUSED, words(&[doc, &hash.to_string()]))));
        self.0.write(&steps).await
    }

    /// Stores why the hub refused a change; the change itself stays in its document.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn put_refused(&self, one: &RefusedChange) -> Result<(), PlatformError> {
        self.0.write(&[Step::Put(REFUSED, words(&[&one.doc, &one.hash]), json(one)?)]).await
    }

    /// What was being typed, by the place where, as it was typed last.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn drafts(&self) -> Result<BTreeMap<String, String>, PlatformError> {
        let all = self.0.all(DRAFTS).await?;
        let draft = |(key, value): (Vec<String>, Stored)| match value {
            Stored::Text(text) => Some((key.into_iter().next()?, text)),
            _ => None,
        };
        Ok(all.into_iter().filter_map(draft).chain(last_typed::all()).collect())
    }

    /// Stores what is being typed; nothing typed is nothing stored.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn put_draft(&self, place: &str, text: &str) -> Result<(), PlatformError> {
        let key = words(&[place]);
        let step = if text.is_empty() {
            Step::Delete(DRAFTS, key)
        } else {
            Step::Put(DRAFTS, key, Stored::Text(text.to_owned()))
        };
        self.0.write(&[step]).await
    }

    /// Puts a snapshot in the place of the chunks that it was made of.
    ///
    /// # Errors
    /// As [`Store::append`]; the chunks stay then.
    pub async fn compact(&self, doc: &str, snapshot: &[u8], read: &[Chunk]) -> Result<(), PlatformError> {
        let mut steps: Vec<Step> = read.iter().map(|chunk| Step::Delete(CHUNKS, chunk.key(doc))).collect();
        // Last, so that a snapshot which equals one of the chunks stays.
        steps.push(put_chunk(doc, Kind::Snapshot, snapshot));
        self.0.write(&steps).await
    }
}

fn put_chunk(doc: &str, kind: Kind, bytes: &[u8]) -> Step {
    Step::Put(CHUNKS, chunks::key(doc, kind, bytes), Stored::Bytes(bytes.to_vec()))
}

fn words(key: &[&str]) -> Vec<String> {
    key.iter().map(|word| (*word).to_owned()).collect()
}

fn json<T: Serialize>(value: &T) -> Result<Stored, PlatformError> {
    serde_json::to_string(value).map(Stored::Text).map_err(|why| PlatformError::Failed(why.to_string()))
}

fn from_json<T: DeserializeOwned>(value: &Stored) -> Option<T> {
    match value {
        Stored::Text(text) => serde_json::from_str(text).ok(),
        _ => None,
    }
}

/// Values by the document that their key names; a damaged one counts as not there.
fn by_document<T: DeserializeOwned>(all: Vec<(Vec<String>, Stored)>) -> BTreeMap<String, T> {
    all.into_iter().filter_map(|(key, value)| Some((key.into_iter().next()?, from_json(&value)?))).collect()
}
