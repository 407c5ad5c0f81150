//! One raw change, parsed without a document.

mod scan;

use automerge::{ActorId, Change, ChangeHash};
use sha2::{Digest, Sha256};

use crate::{DeviceId, wire::MAX_CHANGE};

/// The most operations (and predecessors of operations) in one change.
///
/// Operations are run-length encoded: without a limit forty bytes could claim 2^60 of them.
pub const MAX_OPS: u64 = 200_000;

/// Bytes before the part of a chunk that its hash covers: magic and checksum.
const UNHASHED: usize = 8;

/// Why bytes are not one acceptable change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Not one single, whole, well-formed, uncompressed change chunk.
    #[error("malformed change: {0}")]
    Malformed(String),
    /// Longer than [`MAX_CHANGE`], or more than [`MAX_OPS`] operations.
    #[error("change too large")]
    TooLarge,
}

/// One well-formed change chunk with what the hub needs to know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedChange(Change);

impl ParsedChange {
    /// Parses exactly one uncompressed change chunk (`automerge::Change::raw_bytes`).
    ///
    /// Deflated chunks are turned down, since a stranger's bytes may inflate without bound; so are
    /// several chunks in one blob, trailing bytes, and a checksum that does not match.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ChangeError> {
        if bytes.len() > MAX_CHANGE {
            return Err(ChangeError::TooLarge);
        }
        if scan::operations(bytes)? > MAX_OPS {
            return Err(ChangeError::TooLarge);
        }
        let change = Change::try_from(bytes).map_err(|error| ChangeError::Malformed(error.to_string()))?;
        // Automerge verifies neither the checksum nor that the length is encoded canonically.
        let hash = hash_of(bytes);
        let checksum = bytes.get(4..UNHASHED);
        if change.hash() != hash || checksum != hash.0.get(..4) {
            return Err(ChangeError::Malformed("checksum".into()));
        }
        Ok(Self(change))
    }

    /// The change's hash.
    pub fn hash(&self) -> ChangeHash {
        self.0.hash()
    }

    /// The changes that it directly builds on.
    pub fn deps(&self) -> &[ChangeHash] {
        self.0.deps()
    }

    /// Who made it.
    pub fn actor(&self) -> &ActorId {
        self.0.actor_id()
    }

    /// The chunk, byte for byte as it was parsed.
    pub fn bytes(&self) -> &[u8] {
        self.0.raw_bytes()
    }

    /// The change itself, for a policy that looks at its operations.
    pub fn change(&self) -> &Change {
        &self.0
    }
}

/// The hash of a change chunk, or what names a blob that is none.
pub fn hash_of(bytes: &[u8]) -> ChangeHash {
    ChangeHash(Sha256::digest(bytes.get(UNHASHED..).unwrap_or(bytes)).into())
}

/// The device that an actor id belongs to: its first 16 of 20 bytes.
///
/// `None` for an id of another length, such as the genesis actor's.
pub fn device_of(actor: &ActorId) -> Option<DeviceId> {
    let bytes: &[u8; 20] = actor.to_bytes().try_into().ok()?;
    let (device, _tab) = bytes.split_first_chunk::<16>()?;
    Some(DeviceId(*device))
}

/// Whether an actor id is actor zero, which makes the genesis change of every document.
pub fn is_genesis_actor(actor: &ActorId) -> bool {
    actor.to_bytes().iter().all(|&byte| byte == 0)
}
