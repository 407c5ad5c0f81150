//! Looking whether everything in a document is what its devices signed.

use std::collections::BTreeMap;

use automerge::{
    ActorId, AutoCommit, Change, ChangeHash, ScalarValue,
    legacy::{Key as LegacyKey, OpType},
};

use super::{key_of, signed_bytes};
use crate::{
    author::Author,
    doc_id::DocId,
    document::{Document, is_object},
    ids::DeviceId,
    ledger::Ledger,
    moment::Timestamp,
    schema::Table,
};

/// A session's signature as it stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The device's public key: SPKI, DER. Empty when the document holds none whose hash is the device's id.
    pub key: Vec<u8>,
    /// What was signed.
    pub bytes: Vec<u8>,
    /// `r ‖ s`.
    pub signature: Vec<u8>,
    /// How many of the session's changes it covers; `None` when it names a change that is not the session's.
    covers: Option<usize>,
}

/// What one session of a device wrote to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The device.
    pub device: DeviceId,
    /// Who worked on it, as it signed itself.
    pub author: Option<Author>,
    /// When each change was made, by its clock; changes that hold a signature alone are left out.
    pub times: Vec<Timestamp>,
    /// Its signature.
    pub seal: Option<Seal>,
}

/// What is to be thought of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionVerdict {
    /// Changes that the device signed.
    pub signed: usize,
    /// Changes that it has not signed.
    pub unsigned: usize,
    /// Whether a signature stands there that is not the device's: somebody has tampered with it.
    pub forged: bool,
}

/// A document that was looked over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// The document.
    pub doc: DocId,
    /// Whether every change, put together anew from its bytes, has the hash by which the others name it.
    pub whole: bool,
    /// What each session wrote.
    pub sessions: Vec<Session>,
}

impl Session {
    /// The verdict, given whether its signature, if it has one, is the key's over the bytes.
    pub fn verdict(&self, holds: bool) -> SessionVerdict {
        let all = self.times.len();
        match &self.seal {
            Some(Seal { covers: Some(covered), .. }) if holds => {
                let signed = (*covered).min(all);
                SessionVerdict { signed, unsigned: all - signed, forged: false }
            }
            seal => SessionVerdict { signed: 0, unsigned: all, forged: seal.is_some() },
        }
    }
}

impl Ledger {
    /// Looks a document over; `None` when it is not held. Costs somewhat more than loading it.
    pub fn examine(&mut self, id: &DocId) -> Option<Examined> {
        let document = self.documents.get_mut(id)?;
        let mut sessions = document.sessions();
        for session in &mut sessions {
            session.author = self.rows.authors.get(&session.device).cloned();
        }
        Some(Examined { doc: id.clone(), whole: document.is_whole(), sessions })
    }
}

/// A session as it is read.
#[derive(Default)]
struct Read {
    hashes: Vec<ChangeHash>,
    times: Vec<Timestamp>,
    /// How many of `times` there were when each change had been read.
    counted: Vec<usize>,
    seal: Option<Vec<u8>>,
}

impl Document {
    fn is_whole(&mut self) -> bool {
        let heads = self.heads();
        AutoCommit::load(&self.save()).is_ok_and(|mut again| again.get_heads() == heads)
    }

    fn sessions(&mut self) -> Vec<Session> {
        let id = self.id().clone();
        let (Ok(seals), Ok(authors)) = (self.table(Table::Seals), self.table(Table::Authors)) else {
            return Vec::new();
        };
        let mut read: BTreeMap<ActorId, Read> = BTreeMap::new();
        let mut keys: BTreeMap<DeviceId, Vec<u8>> = BTreeMap::new();
        for change in self.doc_mut().get_changes(&[]) {
            let actor = change.actor_id().clone();
            // The beginnings are nobody's.
            let Some(device) = DeviceId::of_actor(actor.to_bytes()).filter(|device| device.0 != [0; 16]) else {
                continue;
            };
            let session = read.entry(actor.clone()).or_default();
            let mut work = false;
            // What a session says of itself counts; what others wrote into its cell does not.
            for (object, key, value) in puts(&change) {
                if is_object(&seals, &object) && key == key_of(&actor) {
                    session.seal = Some(value);
                } else if is_object(&seals, &object) && key == device.to_string() {
                    // A key that is not the device's proves nothing, and hides none that is.
                    if DeviceId::of_key(&value) == device {
                        keys.insert(device, value);
                    }
                } else {
                    work |= !is_object(&authors, &object);
                }
            }
            session.hashes.push(change.hash());
            if work || change.is_empty() {
                session.times.push(Timestamp(change.timestamp().saturating_mul(1000)));
            }
            session.counted.push(session.times.len());
        }
        let session = |(actor, read): (ActorId, Read)| {
            let device = DeviceId::of_actor(actor.to_bytes())?;
            let seal = read.seal.map(|seal| {
                let (hash, signature) = seal.split_at(seal.len().min(32));
                let last = ChangeHash(hash.try_into().unwrap_or_default());
                let at = read.hashes.iter().position(|hash| *hash == last);
                Seal {
                    key: keys.get(&device).cloned().unwrap_or_default(),
                    bytes: signed_bytes(&id, &actor, &last),
                    signature: signature.to_vec(),
                    covers: at.and_then(|at| read.counted.get(at).copied()),
                }
            });
            Some(Session { device, author: None, times: read.times, seal })
        };
        read.into_iter().filter_map(session).collect()
    }
}

/// What a change put into maps: the map, the key, and the value where it is bytes.
fn puts(change: &Change) -> Vec<(automerge::legacy::ObjectId, String, Vec<u8>)> {
    let operations = change.decode().operations.into_iter();
    operations
        .filter_map(|operation| {
            let LegacyKey::Map(key) = operation.key else { return None };
            let value = match operation.action {
                OpType::Put(ScalarValue::Bytes(bytes)) => bytes,
                _ => Vec::new(),
            };
            Some((operation.obj, key.to_string(), value))
        })
        .collect()
}
