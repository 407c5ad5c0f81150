//! The identities that frames and receipts name.

use serde::{Deserialize, Serialize};

/// A device: the first 16 bytes of the SHA-256 of its public key (SPKI, DER).
///
/// The actor id of every change that the device makes begins with these bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub [u8; 16]);

/// A hub, as it names itself in `Welcome` and as a tablet learnt it when it was enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HubId(pub [u8; 16]);

/// A position in one document's log at a hub: everything up to and including `seq` is held.
///
/// A place is worth something only within its `epoch`, which a hub draws anew (at random, never
/// zero) whenever it is restored from a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The hub's epoch for this document; 0 where no hub was heard of yet.
    pub epoch: u64,
    /// How many changes of that epoch's log are held.
    pub seq: u64,
}

impl Place {
    /// The place of who holds nothing.
    pub const ZERO: Self = Self { epoch: 0, seq: 0 };
}
