//! Sealing what this device has written.

use automerge::{ActorId, ChangeHash, ScalarValue};

use super::{key_of, signed_bytes};
use crate::{
    author::Author,
    command::{Refusal, Written},
    doc_id::DocId,
    ledger::Ledger,
    moment::Timestamp,
    schema::Table,
};

/// What a session has written to a document and not signed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealed {
    /// The document.
    pub doc: DocId,
    /// The session.
    pub actor: ActorId,
    /// Its last change.
    pub last: ChangeHash,
    /// When that was made.
    pub at: Timestamp,
}

impl Unsealed {
    /// What the device has to sign.
    pub fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(&self.doc, &self.actor, &self.last)
    }
}

impl Ledger {
    /// What was written with this ledger, under whichever actor, and is not signed yet.
    pub fn unsealed(&self) -> Vec<Unsealed> {
        let of_document = |(id, document): (&DocId, &crate::Document)| {
            let all = document.unsealed().iter().map(|(actor, (last, at))| {
                let (actor, last, at) = (actor.clone(), *last, *at);
                Unsealed { doc: id.clone(), actor, last, at }
            });
            all.collect::<Vec<_>>()
        };
        self.documents.iter().flat_map(of_document).collect()
    }

    /// Writes a session's signature (`r ‖ s` over [`Unsealed::signed_bytes`]) into its document, with the device's
    /// public key (SPKI, DER) where it does not stand there yet.
    ///
    /// # Errors
    /// When the post may not write the document any more, or the ledger works under another actor.
    pub fn seal(
        &mut self,
        who: &Author,
        now: Timestamp,
        what: &Unsealed,
        key: &[u8],
        signature: &[u8],
    ) -> Result<Written, Refusal> {
        if *self.actor() != what.actor {
            return Err(Refusal::WrongDevice);
        }
        let seal = [&what.last.0[..], signature].concat();
        let newest = self.documents.get(&what.doc).and_then(|document| document.unsealed().get(&what.actor)).copied();
        let written = self.write(who, now, &what.doc, |pen| {
            pen.cell(Table::Seals, &who.device.to_string(), ScalarValue::Bytes(key.to_vec()))?;
            pen.cell(Table::Seals, &key_of(&what.actor), ScalarValue::Bytes(seal))
        })?;
        if let Some(document) = self.documents.get_mut(&what.doc) {
            // The signature itself needs none; what was written while the device was signing does.
            document.set_unsealed(&what.actor, newest.filter(|(hash, _)| *hash != what.last));
        }
        Ok(written)
    }
}
