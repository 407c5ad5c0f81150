//! The hub's receipt: the only thing that turns 已存本机 into 已送达.
//!
//! Signing and verifying is done by the hosts, over [`Receipt::signed_bytes`].

use automerge::ChangeHash;
use serde::{Deserialize, Serialize};

use crate::{DocName, HubId, Millis, Place, wire::serde_hashes};

/// Separates these signatures from any other that the hub's key may make.
const DOMAIN: &[u8] = b"taizhang receipt v1\0";

/// An ECDSA P-256 signature as `r ‖ s`, which is how `WebCrypto` and `p256` both take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SignatureHalves", into = "SignatureHalves")]
pub struct Signature(pub [u8; 64]);

/// serde derives arrays up to 32 long.
#[derive(Serialize, Deserialize)]
struct SignatureHalves([u8; 32], [u8; 32]);

impl From<SignatureHalves> for Signature {
    fn from(SignatureHalves(r, s): SignatureHalves) -> Self {
        let mut both = [0; 64];
        let (left, right) = both.split_at_mut(32);
        left.copy_from_slice(&r);
        right.copy_from_slice(&s);
        Self(both)
    }
}

impl From<Signature> for SignatureHalves {
    fn from(signature: Signature) -> Self {
        let mut halves = Self([0; 32], [0; 32]);
        let (left, right) = signature.0.split_at(32);
        halves.0.copy_from_slice(left);
        halves.1.copy_from_slice(right);
        halves
    }
}

/// A hub's word that it has committed every ancestor of `heads`, itself included.
///
/// It counts as long as the hub and the document's epoch stay the same: a hub restored from a
/// backup may have lost what it once acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The document.
    pub doc: DocName,
    /// What is covered: these changes and all their ancestors.
    #[serde(with = "serde_hashes")]
    pub heads: Vec<ChangeHash>,
    /// Where the hub's log stood after the commit.
    pub place: Place,
    /// When, by the hub's clock, in milliseconds since the Unix epoch.
    pub time_ms: Millis,
    /// Who acknowledges.
    pub hub: HubId,
    /// Over [`Receipt::signed_bytes`].
    pub signature: Signature,
}

impl Receipt {
    /// The bytes that [`Receipt::signature`] is over.
    pub fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(&self.doc, &self.heads, self.place, self.time_ms, self.hub)
    }
}

/// The canonical bytes of a receipt, whatever the order of `heads`.
///
/// Domain, hub (16), length of the name (1) and name, epoch (8), seq (8), time (8), number of
/// heads (4), sorted heads (32 each); numbers big-endian.
pub fn signed_bytes(doc: &DocName, heads: &[ChangeHash], place: Place, time_ms: Millis, hub: HubId) -> Vec<u8> {
    let name = doc.as_str().as_bytes();
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut out = Vec::with_capacity(DOMAIN.len() + name.len() + 45 + 32 * sorted.len());
    out.extend_from_slice(DOMAIN);
    out.extend_from_slice(&hub.0);
    // Neither can truncate: a name has 96 bytes at most, a frame 1 MiB.
    out.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(name);
    out.extend_from_slice(&place.epoch.to_be_bytes());
    out.extend_from_slice(&place.seq.to_be_bytes());
    out.extend_from_slice(&time_ms.to_be_bytes());
    out.extend_from_slice(&u32::try_from(sorted.len()).unwrap_or(u32::MAX).to_be_bytes());
    for head in &sorted {
        out.extend_from_slice(&head.0);
    }
    out
}
