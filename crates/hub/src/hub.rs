//! What all of the server shares.

use std::sync::Arc;

use taizhang_ledger::DeviceId;
use taizhang_sync::CloseReason;
use tokio::sync::Semaphore;

use crate::{
    boards::Boards,
    clock::now_ms,
    enrol::{Challenges, Limiter},
    figures::Figures,
    files::Files,
    key::HubKey,
    metrics::Metrics,
    peers::Peers,
    policy::Policy,
    store::{KeyShelf, Registry, Store, StoreError},
};

/// How many connections there may be.
pub const MAX_CONNECTIONS: usize = 4096;

/// What all of the server shares.
pub struct Hub {
    /// The documents.
    pub store: Arc<dyn Store>,
    /// The devices.
    pub registry: Arc<dyn Registry>,
    /// The keys of sealed rows.
    pub keys: Arc<dyn KeyShelf>,
    /// Photos and scanned documents.
    pub files: Files,
    /// Who may read and write what.
    pub policy: Policy,
    /// What boards are made of.
    pub boards: Boards,
    /// What indicators are made of.
    pub figures: Figures,
    /// The connections.
    pub peers: Arc<Peers>,
    /// What it counts about itself.
    pub metrics: Metrics,
    /// Signs receipts.
    pub key: HubKey,
    /// Where the hub is reached, if that was said: without a slash at the end.
    pub public_url: Option<String>,
    /// Whether the hub speaks TLS itself.
    pub speaks_tls: bool,
    /// Logins under way.
    pub challenges: Challenges,
    /// How often one address may try.
    pub limiter: Limiter,
    /// Room for connections.
    pub slots: Arc<Semaphore>,
}

impl Hub {
    /// Whether tablets reach the hub over TLS, spoken by it or by something in front of it.
    pub fn is_secure(&self) -> bool {
        self.speaks_tls || self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Withdraws a device's right and ends its connections at once; `false` if there is no such device.
    ///
    /// # Errors
    /// What the store says.
    pub async fn revoke(&self, device: DeviceId) -> Result<bool, StoreError> {
        let known = self.registry.revoke(device, now_ms()).await?;
        self.peers.close_device(device, CloseReason::Revoked);
        Ok(known)
    }
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub").field("id", &self.key.id()).finish_non_exhaustive()
    }
}
