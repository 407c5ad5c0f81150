//! The keys of sealed rows that this device has.

use serde::{Deserialize, Serialize};
use taizhang_ledger::{
    DocId, RowId,
    sealed::{NewKey, RowKey},
};

use super::{
    CHUNKS, DAMAGED, Kind, PLACES, RECEIPTS, REFUSED, ROW_KEYS, Step, Store, from_json, json, put_chunk, words,
};
use crate::{base64url, platform::PlatformError};

/// The document of the row that says up to where the hub's keys are known: none has this name.
const MARK: [&str; 2] = ["", "since"];

/// A key, or the wish that it be destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldKey {
    /// The document that the row stands in.
    pub doc: DocId,
    /// The row.
    pub row: RowId,
    /// Its key; none when the hub is to destroy it.
    pub key: Option<RowKey>,
    /// Whether the hub has it.
    pub sent: bool,
    /// The one person of a branch whom the hub is to hand it to; forgotten when it has been told.
    pub person: Option<String>,
}

/// A change made here, with the keys of the sealed rows that it begins: neither is of use without the other.
#[derive(Debug, Clone)]
pub struct Made {
    /// The document.
    pub doc: DocId,
    /// The change, as Automerge encodes it.
    pub change: Vec<u8>,
    /// The keys.
    pub keys: Vec<NewKey>,
}

/// How a key is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    key: Option<String>,
    sent: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<String>,
}

/// Up to where the hub's keys are known here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysSince {
    epoch: u64,
    turn: u64,
}

impl Store {
    /// Stores changes made here, all of them or none: each may build on those before it.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn append_made(&self, made: &[Made]) -> Result<(), PlatformError> {
        let mut steps = Vec::new();
        for Made { doc, change, keys } in made {
            steps.push(put_chunk(&doc.to_string(), Kind::Change, change));
            for NewKey { doc, row, key, person } in keys.iter().cloned() {
                steps.push(put(&HeldKey { doc, row, key: Some(key), sent: false, person })?);
            }
        }
        self.0.write(&steps).await
    }

    /// Every key that this device has.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn row_keys(&self) -> Result<Vec<HeldKey>, PlatformError> {
        let all = self.0.all(ROW_KEYS).await?;
        Ok(all.into_iter().filter_map(|(key, value)| held(&key, from_json(&value)?)).collect())
    }

    /// Stores and forgets keys.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn change_row_keys(
        &self,
        kept: &[HeldKey],
        gone: &[(DocId, RowId)],
        since: Option<&KeysSince>,
    ) -> Result<(), PlatformError> {
        let mut steps = kept.iter().map(put).collect::<Result<Vec<_>, _>>()?;
        steps.extend(gone.iter().map(|(doc, row)| Step::Delete(ROW_KEYS, place(doc, *row))));
        if let Some(since) = since {
            steps.push(Step::Put(ROW_KEYS, words(&MARK), json(since)?));
        }
        self.0.write(&steps).await
    }

    /// Up to where the hub's keys are known here.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn keys_since(&self) -> Result<KeysSince, PlatformError> {
        Ok(self.0.get(ROW_KEYS, &MARK).await?.as_ref().and_then(from_json).unwrap_or_default())
    }

    /// Removes everything of a document from this device.
    ///
    /// # Errors
    /// As [`Store::append`]; everything is there still.
    pub async fn forget_document(&self, doc: &DocId) -> Result<(), PlatformError> {
        let name = doc.to_string();
        let mut steps = vec![Step::Delete(PLACES, words(&[&name])), Step::Delete(RECEIPTS, words(&[&name]))];
        for store in [CHUNKS, DAMAGED, REFUSED, ROW_KEYS] {
            let all = self.0.all(store).await?;
            let of_doc = all.into_iter().map(|(key, _)| key).filter(|key| key.first() == Some(&name));
            steps.extend(of_doc.map(|key| Step::Delete(store, key)));
        }
        self.0.write(&steps).await
    }
}

fn put(key: &HeldKey) -> Result<Step, PlatformError> {
    let text = key.key.as_ref().map(|key| base64url::encode(key.bytes()));
    let stored = Stored { key: text, sent: key.sent, person: key.person.clone() };
    Ok(Step::Put(ROW_KEYS, place(&key.doc, key.row), json(&stored)?))
}

fn place(doc: &DocId, row: RowId) -> Vec<String> {
    vec![doc.to_string(), row.to_string()]
}

fn held(key: &[String], Stored { key: text, sent, person }: Stored) -> Option<HeldKey> {
    let [doc, row] = key else { return None };
    let key = match text {
        Some(text) => Some(RowKey::new(base64url::decode(&text)?.try_into().ok()?)),
        None => None,
    };
    Some(HeldKey { doc: doc.parse().ok()?, row: row.parse().ok()?, key, sent, person })
}
