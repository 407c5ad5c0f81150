//! Makes a backup file of what this device holds, and brings one of another device in.

use std::collections::BTreeMap;

use automerge::ActorId;
use serde_bytes::ByteBuf;
use taizhang_ledger::{DeviceId, DocId, Ledger, Timestamp};

use super::{Book, Identity};
use crate::{
    backup::{Contents, Unfit},
    platform::{PlatformError, clock},
};

/// Why nothing is brought in from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRestored {
    /// The file is not fit for this device.
    Unfit(Unfit),
    /// It could not be read from where it lies.
    Unread(PlatformError),
}

/// What would come in from a backup file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Whose device made it.
    pub person: String,
    /// When it was made, by that device's clock.
    pub made: Timestamp,
    /// How many documents are in the file.
    pub documents: usize,
    /// How many changes are not here yet.
    pub changes: usize,
    /// Of those, how many each other device made, by the person who works with it.
    pub of_others: Vec<(String, usize)>,
    /// What is to be merged, by document.
    lacking: Vec<(DocId, Vec<u8>)>,
}

/// A file with everything that this device holds, changes that are not sent or not even stored included.
///
/// # Errors
/// When it would be too large to be read again.
pub fn export(book: Book, identity: &Identity) -> Result<Vec<u8>, Unfit> {
    let documents = book.with_ledger(|ledger| {
        let ids: Vec<DocId> = ledger.documents().cloned().collect();
        let saved = |id: &DocId| Some((id.to_string(), ByteBuf::from(ledger.document_mut(id)?.save())));
        ids.iter().filter_map(saved).collect()
    });
    Contents {
        hub: identity.hub.clone(),
        org: identity.org.to_string(),
        org_name: identity.org_name.clone(),
        person: identity.person.clone(),
        made_ms: clock::now_ms(),
        documents: documents.unwrap_or_default(),
    }
    .to_file()
}

/// What would come in from a file. Everything is tried on copies: what cannot be merged is refused as a whole.
///
/// # Errors
/// Why nothing can be brought in.
pub fn look_into(book: Book, identity: &Identity, file: &[u8]) -> Result<Incoming, Unfit> {
    let contents = Contents::of_file(file)?;
    contents.is_for(&identity.hub, identity.org.as_str())?;
    let documents = contents.documents.len();
    // To name who wrote what: a device signs itself in the documents, perhaps nowhere but in these.
    let mut theirs = Ledger::new(identity.year, ActorId::from([0; 20]));
    let mut lacking = Vec::new();
    let mut by_device: BTreeMap<Option<DeviceId>, usize> = BTreeMap::new();
    for (name, snapshot) in contents.documents {
        // A document of a newer version's kind is left alone.
        let Ok(id) = name.parse::<DocId>() else { continue };
        let found = book.read(|ledger| ledger.lacking(&id, &snapshot)).map_err(|_| Unfit::Damaged)?;
        theirs.open(&id, [snapshot.as_slice()]);
        if found.is_empty() {
            continue;
        }
        for change in &found {
            *by_device.entry(DeviceId::of_actor(change.actor_id().to_bytes())).or_default() += 1;
        }
        lacking.push((id, found.iter().flat_map(|change| change.raw_bytes().iter().copied()).collect()));
    }
    let changes = by_device.values().sum();
    let own = identity.author().map(|author| author.device);
    let person = |device: Option<DeviceId>| {
        let author = device.and_then(|device| theirs.author(device));
        author.map_or_else(|| crate::text::ui::item::UNKNOWN_AUTHOR.to_owned(), |author| author.person.clone())
    };
    let others = by_device.into_iter().filter(|(device, _)| *device != own);
    let of_others = others.map(|(device, number)| (person(device), number)).collect();
    let made = Timestamp(contents.made_ms);
    Ok(Incoming { person: contents.person, made, documents, changes, of_others, lacking })
}

/// Brings in what was looked at; nothing that is here is overwritten.
///
/// # Errors
/// When it cannot be stored; what was stored until then is here and stays, and the rest can be brought in again.
pub async fn bring_in(book: Book, incoming: &Incoming) -> Result<(), PlatformError> {
    for (id, changes) in &incoming.lacking {
        book.bring_in(id, changes).await?;
    }
    Ok(())
}
