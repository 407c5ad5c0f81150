//! Change hashes as 32 plain bytes.

use automerge::ChangeHash;
use serde::{Deserialize, Deserializer, Serializer};

/// `#[serde(with = "serde_hash")]` for one hash.
pub(crate) mod serde_hash {
    use super::{ChangeHash, Deserialize, Deserializer, Serializer};
    use serde::Serialize;

    pub(crate) fn serialize<S: Serializer>(hash: &ChangeHash, s: S) -> Result<S::Ok, S::Error> {
        hash.0.serialize(s)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<ChangeHash, D::Error> {
        <[u8; 32]>::deserialize(d).map(ChangeHash)
    }
}

/// `#[serde(with = "serde_hashes")]` for a list of hashes.
pub(crate) mod serde_hashes {
    use super::{ChangeHash, Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(hashes: &[ChangeHash], s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(hashes.iter().map(|hash| hash.0))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<ChangeHash>, D::Error> {
        let plain = Vec::<[u8; 32]>::deserialize(d)?;
        Ok(plain.into_iter().map(ChangeHash).collect())
    }
}
