//! Who may read and write what: the organisation tree of the taskbook, under the ledger's rule of access.

use std::sync::{Arc, PoisonError, RwLock};

use automerge::ActorId;
use taizhang_ledger::{
    DocId, Ledger, OrgId, OrgTree, Role,
    access::{Access, readable},
};
use taizhang_sync::{DocName, wire::DocGrant};

use crate::store::{Store, StoreError, read_whole};

/// The organisation tree as the taskbook has it now.
pub struct Policy {
    year: u16,
    orgs: RwLock<Arc<OrgTree>>,
}

impl Policy {
    /// Reads the taskbook.
    ///
    /// # Errors
    /// When the store fails.
    pub fn load(store: &impl Store, year: u16) -> Result<Self, StoreError> {
        let policy = Self { year, orgs: RwLock::default() };
        policy.reload(store)?;
        Ok(policy)
    }

    /// Reads the taskbook again, after it was written.
    ///
    /// # Errors
    /// When the store fails; the tree stays as it was.
    pub fn reload(&self, store: &impl Store) -> Result<(), StoreError> {
        let taskbook = DocId::taskbook(self.year);
        let name = doc_name(&taskbook)?;
        let (chunks, _) = read_whole(store, &name)?;
        let mut ledger = Ledger::new(self.year, ActorId::from([0_u8; 20]));
        let (_, problems) = ledger.open(&taskbook, chunks.iter().map(Vec::as_slice));
        if let Some(problem) = problems.first() {
            tracing::warn!(%problem, "the taskbook is not whole");
        }
        *self.orgs.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ledger.orgs().clone());
        Ok(())
    }

    /// The organisations.
    pub fn orgs(&self) -> Arc<OrgTree> {
        Arc::clone(&self.orgs.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether a document is the one that the policy is read from.
    pub fn is_taskbook(&self, doc: &DocName) -> bool {
        doc.as_str() == DocId::taskbook(self.year).to_string()
    }

    /// The documents that a post may read, with their places.
    ///
    /// # Errors
    /// When the store fails.
    pub fn grants(&self, store: &impl Store, org: &OrgId, role: Role) -> Result<Vec<DocGrant>, StoreError> {
        readable(&self.orgs(), org, role, self.year)
            .into_iter()
            .map(|(id, access)| {
                let doc = doc_name(&id)?;
                Ok(DocGrant { place: store.place(&doc)?, writable: access == Access::Write, doc })
            })
            .collect()
    }
}

/// A document's name as sync has it.
///
/// # Errors
/// Never: a document id is at most 60 characters of those that names may have.
pub fn doc_name(id: &DocId) -> Result<DocName, StoreError> {
    DocName::new(id.to_string()).map_err(|why| StoreError::Folder(why.to_string()))
}
