//! Who may read and write what: the ledger's rule, applied to the organisations that stand in the stored taskbooks.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use taizhang_ledger::{
    DeviceId, DocId, DocKind, Ledger, OrgId, OrgTree, Organisation, Role,
    access::{Access, readable},
    beginning_hashes,
};
use taizhang_sync::{ChangeHash, DocName, change::ParsedChange};

use crate::store::{Store, StoreError, Stored};

/// The organisations of each year that has a taskbook.
type Trees = BTreeMap<u16, OrgTree>;

/// Who may read and write what.
pub struct Policy {
    store: Arc<dyn Store>,
    year: u16,
    trees: RwLock<Arc<Trees>>,
    beginnings: Vec<(DocKind, ChangeHash)>,
}

impl Policy {
    /// Reads the organisations; `year` is that of the current ledger.
    ///
    /// # Errors
    /// What the store says.
    pub async fn load(store: Arc<dyn Store>, year: u16) -> Result<Self, StoreError> {
        let pairs = |kind| beginning_hashes(kind).into_iter().map(move |hash| (kind, hash));
        let beginnings = DocKind::ALL.into_iter().flat_map(pairs).collect();
        let policy = Self { store, year, trees: RwLock::default(), beginnings };
        policy.refresh().await?;
        Ok(policy)
    }

    /// The year of the current ledger.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Reads the organisations anew; whether they have changed.
    ///
    /// # Errors
    /// What the store says; then the organisations stay as they were.
    pub async fn refresh(&self) -> Result<bool, StoreError> {
        let mut trees = Trees::new();
        for name in self.store.places().await?.docs.keys() {
            let Some(id) = doc_id(name).filter(|id| id.kind() == DocKind::Taskbook) else { continue };
            let Some(stored) = self.store.load(name).await? else { continue };
            let year = id.year();
            let tree = tokio::task::spawn_blocking(move || organisations(&id, &stored)).await;
            trees.insert(year, tree.map_err(|why| StoreError::Damaged(format!("{name}: {why}")))?);
        }
        let mut current = self.trees.write().unwrap_or_else(PoisonError::into_inner);
        let changed = **current != trees;
        *current = Arc::new(trees);
        Ok(changed)
    }

    /// An organisation of the current year.
    pub fn organisation(&self, id: &OrgId) -> Option<Organisation> {
        self.trees().get(&self.year)?.get(id).cloned()
    }

    /// All organisations of the current year.
    pub fn organisations(&self) -> OrgTree {
        self.trees().get(&self.year).cloned().unwrap_or_default()
    }

    /// Whether a document belongs to a branch of its year.
    pub fn is_of_branch(&self, doc: &DocId) -> bool {
        let trees = self.trees();
        trees.get(&doc.year()).zip(doc.owner()).is_some_and(|(tree, owner)| tree.is_branch(owner))
    }

    /// Every document that a post may read, and whether it may write it: also those that nobody has written yet.
    pub fn grants(&self, org: &OrgId, role: Role) -> Vec<(DocName, bool)> {
        let trees = self.trees();
        // A post whose organisation is in no taskbook (any more) has nothing to read, whatever the post.
        let granted = trees
            .iter()
            .filter(|(_, tree)| tree.get(org).is_some())
            .flat_map(|(year, tree)| readable(tree, org, role, *year));
        granted.filter_map(|(id, access)| Some((doc_name(&id)?, access == Access::Write))).collect()
    }

    /// Whether a change is one that every document of this kind begins with.
    pub fn is_genesis(&self, doc: &DocName, change: &ParsedChange) -> bool {
        let Some(id) = doc_id(doc) else { return false };
        self.beginnings.contains(&(id.kind(), change.hash()))
    }

    fn trees(&self) -> Arc<Trees> {
        Arc::clone(&self.trees.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy").field("year", &self.year).finish_non_exhaustive()
    }
}

/// The ledger's name of a document; `None` if it is none of the ledger's.
pub fn doc_id(name: &DocName) -> Option<DocId> {
    name.as_str().parse().ok()
}

/// The name that sync gives a document.
pub fn doc_name(id: &DocId) -> Option<DocName> {
    DocName::new(id.to_string()).ok()
}

fn organisations(id: &DocId, stored: &Stored) -> OrgTree {
    let mut ledger = Ledger::new(id.year(), DeviceId([0; 16]).actor([0; 4]));
    let (_, problems) = ledger.open(id, stored.chunks.iter().map(Vec::as_slice));
    for problem in problems.iter().chain(ledger.problems()) {
        tracing::warn!(doc = %id, ?problem, "the taskbook has a problem");
    }
    ledger.orgs().clone()
}
