//! Reading the documents of one branch after another.

use std::collections::{BTreeMap, BTreeSet};

use taizhang_ledger::{Ledger, OrgId, board::Mark};
use taizhang_sync::{DocName, Place};

use super::{Kept, Sources};
use crate::{
    reading::{empty, open},
    store::{Store, StoreError, Stored},
};

/// A document as it was loaded; `None` when nobody has written it.
type Loaded = (DocName, Option<Stored>);

/// Goes through the branches, with the lists that it has met on the way.
pub(super) struct Reader<'a> {
    store: &'a dyn Store,
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

    fn open(&mut self, (doc, stored): Loaded) {
        if open(&mut self.ledger, &doc, stored.as_ref()) {
            self.damaged.insert(doc.clone());
        }
        self.read.insert(doc, place(stored.as_ref()));
    }

    /// The items of a branch with these documents of its own.
    fn marks(&self, branch: &OrgId, own: &[Loaded]) -> (Vec<Mark>, bool) {
        let mut ledger = self.ledger.of_branch(branch);
        let mut damaged = false;
        for (doc, stored) in own {
            damaged |= open(&mut ledger, doc, stored.as_ref());
        }
        (ledger.marks(branch).collect(), damaged)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(store: &'a dyn Store, year: u16) -> Self {
        Self { store, year, lists: Lists::new(year) }
    }

    /// Reads a branch's documents as they are stored now.
    pub(super) async fn read(&mut self, sources: &Sources) -> Result<Kept, StoreError> {
        let new = sources.lists.iter().filter(|doc| !self.lists.read.contains_key(*doc));
        let new = self.load(new).await?;
        let own = self.load(sources.own.iter()).await?;
        let known = sources.lists.iter().filter_map(|doc| Some((doc.clone(), *self.lists.read.get(doc)?)));
        let mut read: BTreeMap<DocName, Option<Place>> = known.collect();
        read.extend(new.iter().chain(&own).map(|(doc, stored)| (doc.clone(), place(stored.as_ref()))));

        let mut lists = std::mem::replace(&mut self.lists, Lists::new(self.year));
        let branch = sources.branch.clone();
        // What a stranger wrote may make Automerge panic; that ends this task alone. The lists are loaded again then.
        let reading = tokio::task::spawn_blocking(move || {
            for list in new {
                lists.open(list);
            }
            let (marks, damaged) = lists.marks(&branch, &own);
            (lists, marks, damaged)
        });
        let (marks, damaged) = match reading.await {
            Ok((lists, marks, damaged)) => {
                self.lists = lists;
                (marks, damaged || sources.lists.iter().any(|doc| self.lists.damaged.contains(doc)))
            }
            Err(why) => {
                tracing::error!(branch = %sources.branch, %why, "cannot be read for the board");
                (Vec::new(), true)
            }
        };
        Ok(Kept { read, marks, damaged })
    }

    async fn load(&self, docs: impl Iterator<Item = &DocName>) -> Result<Vec<Loaded>, StoreError> {
        let mut loaded = Vec::new();
        for doc in docs {
            loaded.push((doc.clone(), self.store.load(doc).await?));
        }
        Ok(loaded)
    }
}

fn place(stored: Option<&Stored>) -> Option<Place> {
    stored.map(|stored| stored.place)
}
