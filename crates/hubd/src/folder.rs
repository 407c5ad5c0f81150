//! A data folder: the database, and the hub's own id, key, epoch and year in it.

use std::path::{Path, PathBuf};

use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use p256::pkcs8::EncodePublicKey as _;
use taizhang_sync::HubId;

use crate::store::{Registry, StoreError};

const HUB: &str = "hub";
const KEY: &str = "key";
const EPOCH: &str = "epoch";
const YEAR: &str = "year";

/// Random bytes from the operating system.
///
/// # Errors
/// When it has none.
pub fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|why| StoreError::Folder(format!("no randomness from the operating system: {why}")))?;
    Ok(bytes)
}

/// Who this hub is.
pub struct Folder {
    /// The database file.
    pub database: PathBuf,
    /// The hub's id.
    pub hub: HubId,
    /// The epoch of all its documents: drawn anew when a backup was restored.
    pub epoch: u64,
    /// The year of its ledger.
    pub year: u16,
    key: SigningKey,
}

impl Folder {
    /// Makes a data folder.
    ///
    /// # Errors
    /// When there is one already, or the disk does not take it.
    pub fn create(path: &Path, year: u16) -> Result<(Self, Registry), StoreError> {
        let database = database(path);
        if database.exists() {
            return Err(StoreError::Folder(format!("{} exists already; nothing was changed", database.display())));
        }
        std::fs::create_dir_all(path)
            .map_err(|why| StoreError::Folder(format!("cannot make {}: {why}", path.display())))?;
        let registry = Registry::open(&database)?;
        registry.set_meta(HUB, &random::<16>()?)?;
        registry.set_meta(KEY, &new_key()?.to_bytes())?;
        registry.set_meta(EPOCH, &new_epoch()?.to_be_bytes())?;
        registry.set_meta(YEAR, &year.to_be_bytes())?;
        Self::read(database, registry)
    }

    /// Opens a data folder.
    ///
    /// # Errors
    /// When it is not one.
    pub fn open(path: &Path) -> Result<(Self, Registry), StoreError> {
        let database = database(path);
        if !database.exists() {
            let text = format!("{} is no data folder; make one with `hub init --data {0}`", path.display());
            return Err(StoreError::Folder(text));
        }
        let registry = Registry::open(&database)?;
        Self::read(database, registry)
    }

    /// Draws a new epoch: what tablets believe to have delivered is to be asked for again.
    ///
    /// # Errors
    /// When the store fails.
    pub fn renew_epoch(&mut self, registry: &Registry) -> Result<(), StoreError> {
        self.epoch = new_epoch()?;
        registry.set_meta(EPOCH, &self.epoch.to_be_bytes())
    }

    /// The hub's public key: SPKI, DER.
    ///
    /// # Errors
    /// Never with a key that was read.
    pub fn public_key(&self) -> Result<Vec<u8>, StoreError> {
        let document = self.key.verifying_key().to_public_key_der();
        document.map(|der| der.as_bytes().to_vec()).map_err(|why| StoreError::Folder(why.to_string()))
    }

    /// Signs with the hub's key, as `r ‖ s`.
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        let signature: Signature = self.key.sign(bytes);
        signature.to_bytes().into()
    }

    fn read(database: PathBuf, registry: Registry) -> Result<(Self, Registry), StoreError> {
        let hub = HubId(fact(&registry, HUB)?);
        let epoch = u64::from_be_bytes(fact(&registry, EPOCH)?);
        let year = u16::from_be_bytes(fact(&registry, YEAR)?);
        let key = SigningKey::from_slice(&fact::<32>(&registry, KEY)?)
            .map_err(|_| StoreError::Folder("the hub's key is damaged; restore the folder from a backup".to_owned()))?;
        Ok((Self { database, hub, epoch, year, key }, registry))
    }
}

fn database(path: &Path) -> PathBuf {
    path.join("hub.db")
}

fn fact<const N: usize>(registry: &Registry, key: &str) -> Result<[u8; N], StoreError> {
    let value = registry.meta(key)?.and_then(|value| value.try_into().ok());
    value.ok_or_else(|| StoreError::Folder(format!("the data folder has no valid {key}; restore it from a backup")))
}

fn new_key() -> Result<SigningKey, StoreError> {
    loop {
        // Fails for one number in 2^32: those beyond the curve's order.
        if let Ok(key) = SigningKey::from_slice(&random::<32>()?) {
            return Ok(key);
        }
    }
}

fn new_epoch() -> Result<u64, StoreError> {
    // Zero means that no hub was heard of.
    Ok(u64::from_be_bytes(random()?).max(1))
}
