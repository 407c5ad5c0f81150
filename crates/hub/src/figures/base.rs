//! What the figures of all organisations are made of besides their own documents: the taskbook and the county's list.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use taizhang_ledger::{DocId, Ledger, OrgId, OrgTree};
use taizhang_sync::{DocName, Place};

use crate::{
    policy::doc_name,
    reading::{empty, open},
    store::{Places, Store, StoreError, Stored},
};

/// These documents as they were read.
pub(super) struct Base {
    /// Up to where; `None` where nobody had written it.
    pub(super) read: BTreeMap<DocName, Option<Place>>,
    /// Those that could not be read whole.
    pub(super) damaged: BTreeSet<DocName>,
    /// What stands in them.
    pub(super) ledger: Ledger,
    /// Which reading this is, counted from one.
    number: u64,
    /// Since which of them each organisation's figures are made of the same as now: most of what is written to the
    /// taskbook (an answer, a guide, somebody else's goal) changes none.
    since: BTreeMap<OrgId, u64>,
}

impl Base {
    /// Which documents they are.
    pub(super) fn docs(orgs: &OrgTree, year: u16) -> Vec<DocName> {
        let county = orgs.iter().find(|org| org.parent.is_none());
        let list = county.map(|county| DocId::township(&county.id, year));
        std::iter::once(DocId::taskbook(year)).chain(list).filter_map(|id| doc_name(&id)).collect()
    }

    /// Whether nothing has been written to them since.
    pub(super) fn is_current(&self, docs: &[DocName], places: &Places) -> bool {
        let as_read = |doc| self.read.get(doc).is_some_and(|read| *read == places.docs.get(doc).copied());
        self.read.len() == docs.len() && docs.iter().all(as_read)
    }

    /// Since which reading an organisation's figures are made of the same as now.
    pub(super) fn since(&self, org: &OrgId) -> u64 {
        self.since.get(org).copied().unwrap_or(self.number)
    }

    /// Reads them as they are stored now, after they were read `before`.
    pub(super) async fn read(
        store: &dyn Store,
        docs: &[DocName],
        year: u16,
        before: Option<Arc<Self>>,
    ) -> Result<Self, StoreError> {
        let stored = store.load_all(docs.to_vec()).await?;
        let loaded: Vec<(DocName, Option<Stored>)> = docs.iter().cloned().zip(stored).collect();
        // What a stranger wrote may make Automerge panic; that ends this task alone.
        let reading = tokio::task::spawn_blocking(move || {
            let mut ledger = empty(year);
            let place = |stored: &Stored| stored.place;
            let read = loaded.iter().map(|(doc, stored)| (doc.clone(), stored.as_ref().map(place))).collect();
            let damaged = loaded.iter().filter(|(doc, stored)| open(&mut ledger, doc, stored.as_ref()));
            let damaged = damaged.map(|(doc, _)| doc.clone()).collect();
            // What is read with it wants what stands there, not the documents.
            ledger.let_documents_go();
            let number = before.as_ref().map_or(0, |before| before.number) + 1;
            let since = before.map(|before| {
                let unmoved = before.ledger.unmoved(&ledger).into_iter();
                unmoved.map(|org| (org.clone(), before.since(org))).collect()
            });
            let since = since.unwrap_or_default();
            Self { read, damaged, ledger, number, since }
        });
        reading.await.map_err(|why| StoreError::Damaged(format!("the taskbook: {why}")))
    }
}
