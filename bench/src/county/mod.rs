//! A county's data folder, made through the hub's own library: organisations, ledgers, enrolled devices.

mod documents;
mod folder;
mod orgs;
mod seats;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use taizhang_hub::{
    key::HubKey,
    store::{SqliteStore, sqlite},
};
use taizhang_ledger::{DeviceId, DocId};
use taizhang_sync::{DocName, HubId};

use crate::{client::Seat, failure::Failure, workload::Scale};

pub use documents::put;
pub use folder::{copy, size};
pub use orgs::Shape;

/// The year of the ledgers.
const YEAR: u16 = 2026;
/// The epoch of the logs: as long on the wire as those that `hub init` draws.
const EPOCH: u64 = 0x5A17_C0DE_0BEE_F42D;

/// A data folder, and what the benchmark knows of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct County {
    /// The data folder; runs work on copies of it.
    pub folder: PathBuf,
    /// Who the hub is, and its public key (SPKI, DER).
    pub hub: (HubId, Vec<u8>),
    /// Villages' ledgers, by the villages' numbers.
    pub ledgers: Vec<DocName>,
    /// The branch secretaries' devices, by the villages' numbers.
    pub villages: Vec<Seat>,
    /// The organisation officers' devices, by the townships' numbers.
    pub townships: Vec<Seat>,
    /// Further devices at village 0: a writer, then readers.
    pub guests: Vec<Seat>,
    /// How many villages a township has.
    pub per_township: usize,
    /// What the saves of all ledgers come to, in bytes.
    pub saves: u64,
}

impl County {
    /// Makes a data folder: `shape` says which organisations there are, `scale` what stands in their ledgers.
    ///
    /// # Errors
    /// What the hub's library says.
    pub async fn seed(folder: &Path, shape: Shape, scale: &Scale, guests: u32) -> Result<Self, Failure> {
        let secret = [7; 32];
        let key = HubKey::from_secret(&secret)?;
        let meta = sqlite::Meta { key: secret.to_vec(), epoch: EPOCH, year: YEAR, public_url: None };
        SqliteStore::create(folder, &meta)?;
        let store = SqliteStore::open(folder, sqlite::Options::default())?;
        let orgs = shape.organisations()?;
        documents::put_taskbook(&store, &orgs, DeviceId(key.id().0)).await?;
        let branches = shape.branches()?;
        let ids: Vec<_> = branches.iter().map(|branch| DocId::branch(branch, YEAR)).collect();
        let saves = documents::put_ledgers(&store, &ids, scale).await?;
        let villages = seats::enrol(&store, seats::villages(&branches)).await?;
        let townships = seats::enrol(&store, seats::townships(&shape.townships()?)).await?;
        let guests = seats::enrol(&store, seats::guests(branches.first(), guests)).await?;
        store.close().await;
        let ledgers = ids.iter().map(|id| DocName::new(id.to_string())).collect::<Result<_, _>>()?;
        Ok(Self {
            folder: folder.to_owned(),
            hub: (key.id(), key.public().to_vec()),
            ledgers,
            villages,
            townships,
            guests,
            per_township: shape.villages_each as usize,
            saves,
        })
    }

    /// The number of the township that a village is in.
    pub fn township_of(&self, village: usize) -> usize {
        village / self.per_township.max(1)
    }
}
