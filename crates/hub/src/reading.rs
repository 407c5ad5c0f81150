//! Stored documents as a ledger, for what the hub computes from them.

use taizhang_ledger::{DeviceId, Extract, Ledger, Problem};
use taizhang_sync::{DocName, Place};

use crate::{
    policy::doc_id,
    store::{ExtractShelf, KeptExtract, Store, StoreError, Stored},
};

/// A ledger that holds nothing yet and writes nothing.
pub(crate) fn empty(year: u16) -> Ledger {
    Ledger::new(year, DeviceId([0; 16]).actor([0; 4]))
}

/// Takes a document in; whether part of it could not be read.
pub(crate) fn open(ledger: &mut Ledger, doc: &DocName, stored: Option<&Stored>) -> bool {
    let (Some(id), Some(stored)) = (doc_id(doc), stored) else { return false };
    let (_, mut problems) = ledger.open(&id, stored.chunks.iter().map(Vec::as_slice));
    problems.retain(|problem| matches!(problem, Problem::DamagedChunk { .. } | Problem::Incomplete { .. }));
    for problem in &problems {
        tracing::warn!(%doc, ?problem, "part of a document cannot be read");
    }
    !problems.is_empty()
}

/// What there is of a document.
pub(crate) enum Found {
    /// What stood in it at a place, where nothing has been written since.
    Extract(Place, Extract),
    /// All of it.
    Stored(Option<Stored>),
}

impl Found {
    /// Up to where it was read; `None` where nobody had written it.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::Extract(place, _) => Some(*place),
            Self::Stored(stored) => stored.as_ref().map(|stored| stored.place),
        }
    }

    /// Takes it into a ledger that is only read, and lets the document go: whether part of it could not be read, and the
    /// extract to keep of what had none.
    pub(crate) fn take_in(self, ledger: &mut Ledger, doc: &DocName) -> (bool, Option<KeptExtract>) {
        let taken = match self {
            Self::Extract(_, extract) => {
                let _ = doc_id(doc).map(|id| ledger.open_extract(&id, extract));
                (false, None)
            }
            Self::Stored(stored) => {
                let damaged = open(ledger, doc, stored.as_ref());
                let fresh = stored.filter(|_| !damaged).and_then(|stored| {
                    let document = doc_id(doc).and_then(|id| ledger.document_mut(&id))?;
                    Some(KeptExtract { extract: Extract::of(document)?, place: stored.place, doc: doc.clone() })
                });
                (damaged, fresh)
            }
        };
        // One document at a time: what stands in it has been read.
        ledger.let_documents_go();
        taken
    }
}

/// The extracts of documents at their places, and of those that have none the documents.
pub(crate) async fn find(
    store: &dyn Store,
    shelf: &dyn ExtractShelf,
    written: Vec<(DocName, Place)>,
) -> Result<Vec<(DocName, Found)>, StoreError> {
    // Whatever is wrong with the shelf, the documents are there.
    let extracts = shelf.extracts(written.clone()).await.unwrap_or_default();
    let mut extracts = extracts.into_iter();
    let (mut found, mut lacking) = (Vec::new(), Vec::new());
    for (doc, place) in written {
        match extracts.next().flatten() {
            Some(extract) => found.push((doc, Found::Extract(place, extract))),
            None => lacking.push(doc),
        }
    }
    let stored = store.load_all(lacking.clone()).await?;
    found.extend(lacking.into_iter().zip(stored.into_iter().map(Found::Stored)));
    Ok(found)
}

/// Keeps what was read; the shelf says itself what it could not keep.
pub(crate) async fn keep(shelf: &dyn ExtractShelf, fresh: Vec<KeptExtract>) {
    if !fresh.is_empty() {
        let _ = shelf.keep_extracts(fresh).await;
    }
}
