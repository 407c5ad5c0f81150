//! Boards from the stored documents: of each branch the hub keeps a few bytes an item ([`Mark`]), and the places of the
//! logs that they were read from. A request reads anew only the branches whose logs have grown since; a new day costs
//! nothing, since a mark does not hang on one.
//!
//! A task that the county gives out concerns every branch. What stood in a document when it was read is kept as an extract,
//! as for the indicators, so that the documents which have not changed need not be put together again then.
//!
//! Documents are in memory for one branch at a time on each of two processors, beside what stands in the lists of tasks
//! (townships, county) while a request goes through the branches.

mod read;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::NaiveDate;
use taizhang_ledger::{
    Board, DocId, OrgId, OrgTree, Organisation,
    board::{Mark, Row},
};
use taizhang_sync::{DocName, Place};

use self::read::Reader;
use crate::{
    policy::doc_name,
    store::{ExtractShelf, Places, Store, StoreError},
};

/// The steps from a branch to the county, and a few more: a loop in the data ends there.
const TIERS: usize = 8;

/// What boards are made of.
pub struct Boards {
    store: Arc<dyn Store>,
    shelf: Arc<dyn ExtractShelf>,
    kept: Mutex<BTreeMap<OrgId, Arc<Kept>>>,
    /// Whoever reads documents. The next one finds most of what it wanted read.
    turn: tokio::sync::Mutex<()>,
}

/// The items of a branch as they stood in its documents.
struct Kept {
    /// Up to where each document was read; `None` where nobody had written it.
    read: BTreeMap<DocName, Option<Place>>,
    marks: Vec<Mark>,
    /// Whether not everything could be read.
    damaged: bool,
}

impl Kept {
    /// Whether nothing has been written to these documents since.
    fn is_current(&self, sources: &Sources, places: &Places) -> bool {
        sources.all().all(|doc| match (self.read.get(doc), places.docs.get(doc)) {
            (Some(Some(read)), Some(now)) => read.epoch == now.epoch && read.seq >= now.seq,
            (Some(None), None) => true,
            _ => false,
        })
    }
}

/// The documents that a branch's items stand in: those that the branch itself reads.
struct Sources {
    branch: OrgId,
    /// Tasks given out by those above it.
    lists: Vec<DocName>,
    /// Its working ledger and its reviews.
    own: Vec<DocName>,
}

impl Sources {
    fn of(orgs: &OrgTree, branch: &Organisation, year: u16) -> Self {
        let above = |id: &OrgId| orgs.get(id).and_then(|org| org.parent.clone());
        let above = std::iter::successors(branch.parent.clone(), above).take(TIERS);
        let lists = above.filter_map(|org| doc_name(&DocId::township(&org, year))).collect();
        let own =
            [DocId::branch(&branch.id, year), DocId::review(&branch.id, year), DocId::county_review(&branch.id, year)];
        Self { branch: branch.id.clone(), lists, own: own.iter().filter_map(doc_name).collect() }
    }

    fn all(&self) -> impl Iterator<Item = &DocName> {
        self.lists.iter().chain(&self.own)
    }
}

impl Boards {
    /// Boards from what `store` holds, of which `shelf` keeps extracts; nothing is read yet.
    pub fn new(store: Arc<dyn Store>, shelf: Arc<dyn ExtractShelf>) -> Self {
        Self { store, shelf, kept: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// The board of these branches on a day, from everything that is committed.
    ///
    /// A request that is given up leaves what it has read to the next.
    ///
    /// # Errors
    /// What the store says.
    pub async fn board(
        &self,
        orgs: &OrgTree,
        year: u16,
        branches: &[Organisation],
        today: NaiveDate,
    ) -> Result<Board, StoreError> {
        let sources: Vec<Sources> = branches.iter().map(|branch| Sources::of(orgs, branch, year)).collect();
        let places = self.store.places().await?;
        if !sources.iter().all(|one| self.is_current(one, &places)) {
            let _turn = self.turn.lock().await;
            self.kept().retain(|branch, _| orgs.get(branch).is_some());
            let stale: Vec<&Sources> = sources.iter().filter(|one| !self.is_current(one, &places)).collect();
            let stale = Mutex::new(stale.into_iter());
            let work = async || -> Result<(), StoreError> {
                let mut reader = Reader::new(self.store.as_ref(), self.shelf.as_ref(), &places, year);
                loop {
                    let Some(one) = stale.lock().unwrap_or_else(PoisonError::into_inner).next() else { return Ok(()) };
                    let kept = reader.read(one).await?;
                    self.kept().insert(one.branch.clone(), Arc::new(kept));
                }
            };
            let (one, other) = tokio::join!(work(), work());
            one.and(other)?;
        }
        let rows = branches.iter().map(|branch| {
            let kept = self.kept().get(&branch.id).cloned();
            let marks = kept.iter().flat_map(|kept| kept.marks.iter().copied());
            let damaged = kept.as_ref().is_none_or(|kept| kept.damaged);
            Row { damaged, ..Row::new(branch, marks, today) }
        });
        Ok(Board { date: today, rows: rows.collect() })
    }

    fn is_current(&self, sources: &Sources, places: &Places) -> bool {
        let kept = self.kept().get(&sources.branch).cloned();
        kept.is_some_and(|kept| kept.is_current(sources, places))
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<OrgId, Arc<Kept>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Boards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Boards").field("branches", &self.kept().len()).finish_non_exhaustive()
    }
}
