//! Reading the documents of one branch after another.

use std::collections::{BTreeMap, BTreeSet};

use taizhang_ledger::{Ledger, OrgId, board::Mark};
use taizhang_sync::{DocName, Place};

use super::{Kept, Sources};
use crate::{
    reading::{Found, empty, find, keep},
    store::{ExtractShelf, KeptExtract, Places, Store, StoreError},
};

/// Goes through branches, with the lists that it has met on the way.
pub(super) struct Reader<'a> {
    store: &'a dyn Store,
    shelf: &'a dyn ExtractShelf,
    /// Where the logs stood when it began.
    stand: &'a Places,
    year: u16,
    lists: Lists,
}

/// The lists of tasks that were read so far.
struct Lists {
    ledger: Ledger,
    read: BTreeMap<DocName, Option<Place>>,
    damaged: BTreeSet<DocName>,
}

impl Lists {
    fn new(year: u16) -> Self {
        Self { ledger: empty(year), read: BTreeMap::new(), damaged: BTreeSet::new() }
    }

    fn open(&mut self, doc: DocName, found: Found) -> Option<KeptExtract> {
        self.read.insert(doc.clone(), found.place());
        let (damaged, fresh) = found.take_in(&mut self.ledger, &doc);
        if damaged {
            self.damaged.insert(doc);
        }
        fresh
    }
}

/// What was read of a branch.
struct Branch {
    marks: Vec<Mark>,
    damaged: bool,
    fresh: Vec<KeptExtract>,
}

impl Branch {
    /// The items of a branch with these documents of its own.
    fn read(lists: &Lists, branch: &OrgId, own: Vec<(DocName, Found)>) -> Self {
        let mut ledger = lists.ledger.of_branch(branch);
        let (mut damaged, mut fresh) = (false, Vec::new());
        for (doc, found) in own {
            let (is_damaged, made) = found.take_in(&mut ledger, &doc);
            damaged |= is_damaged;
            fresh.extend(made);
        }
        Self { marks: ledger.marks(branch).collect(), damaged, fresh }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a dyn Store, shelf: &'a dyn ExtractShelf, stand: &'a Places, year: u16) -> Self {
        Self { store, shelf, stand, year, lists: Lists::new(year) }
    }

    /// Reads a branch's documents as they are stored now.
    pub(super) async fn read(&mut self, sources: &Sources) -> Result<Kept, StoreError> {
        let new = sources.lists.iter().filter(|doc| !self.lists.read.contains_key(*doc));
        let new = self.load(new).await?;
        let own = self.load(sources.own.iter()).await?;
        let known = sources.lists.iter().filter_map(|doc| Some((doc.clone(), *self.lists.read.get(doc)?)));
        let mut read: BTreeMap<DocName, Option<Place>> = known.collect();
        read.extend(new.iter().chain(&own).map(|(doc, found)| (doc.clone(), found.place())));

        let mut lists = std::mem::replace(&mut self.lists, Lists::new(self.year));
        let branch = sources.branch.clone();
        // What a stranger wrote may make Automerge panic; that ends this task alone. The lists are loaded again then.
        let reading = tokio::task::spawn_blocking(move || {
            let mut fresh: Vec<_> = new.into_iter().filter_map(|(doc, found)| lists.open(doc, found)).collect();
            let mut branch = Branch::read(&lists, &branch, own);
            branch.fresh.append(&mut fresh);
            (lists, branch)
        });
        let (marks, damaged) = match reading.await {
            Ok((lists, branch)) => {
                self.lists = lists;
                keep(self.shelf, branch.fresh).await;
                let damaged = branch.damaged || sources.lists.iter().any(|doc| self.lists.damaged.contains(doc));
                (branch.marks, damaged)
            }
            Err(why) => {
                tracing::error!(branch = %sources.branch, %why, "cannot be read for the board");
                (Vec::new(), true)
            }
        };
        Ok(Kept { read, marks, damaged })
    }

    /// What there is of these documents. Most branches have no review yet, which need not be looked for.
    async fn load(&self, docs: impl Iterator<Item = &DocName>) -> Result<Vec<(DocName, Found)>, StoreError> {
        let (mut written, mut loaded) = (Vec::new(), Vec::new());
        for doc in docs {
            match self.stand.docs.get(doc) {
                Some(place) => written.push((doc.clone(), *place)),
                None => loaded.push((doc.clone(), Found::Stored(None))),
            }
        }
        loaded.extend(find(self.store, self.shelf, written).await?);
        Ok(loaded)
    }
}
