//! 签名: a device signs the last change of each of its sessions, and whoever holds the document can look whether every
//! change in it is signed by the device that it names.
//!
//! A session is what one tab writes under one actor. Its changes build on each other, so that a signature over the last
//! of them covers all. A device's id is the hash of its key, so that the key in the document proves itself. Nobody can
//! write in another device's name without its key: not another tablet, not the hub, not who holds the hub's disk.
//!
//! Making and verifying signatures is done by the hosts.

mod examine;
mod write;

pub use examine::{Examined, Seal, Session, SessionVerdict};
pub use write::Unsealed;

use automerge::{ActorId, ChangeHash};

use crate::doc_id::DocId;

/// Separates these signatures from any other that a device's key may make.
const DOMAIN: &[u8] = b"taizhang seal v1\0";

/// What a device signs: that `last` is the last change of its session `actor` in `doc`.
pub fn signed_bytes(doc: &DocId, actor: &ActorId, last: &ChangeHash) -> Vec<u8> {
    let doc = doc.to_string();
    [DOMAIN, doc.as_bytes(), b"\0", actor.to_bytes(), &last.0].concat()
}

/// The key of a session's cell.
fn key_of(actor: &ActorId) -> String {
    actor.to_hex_string()
}
