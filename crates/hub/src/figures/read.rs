//! Reading the documents of a township's organisations and reckoning what stands in them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use taizhang_ledger::{OrgId, Reckoner};
use taizhang_sync::DocName;

use super::{Kept, base::Base, sources::Sources};
use crate::{
    reading::open,
    store::{Store, StoreError, Stored},
};

/// Organisations that are read together.
pub(super) struct Group<'s>(Vec<&'s Sources>);

impl<'s> Group<'s> {
    /// All of these, group by group.
    pub(super) fn all(sources: &[&'s Sources]) -> Vec<Self> {
        let mut groups: BTreeMap<&OrgId, Vec<&Sources>> = BTreeMap::new();
        for one in sources {
            groups.entry(&one.group).or_default().push(one);
        }
        groups.into_values().map(Self).collect()
    }

    /// Reads their documents as they are stored now.
    pub(super) async fn read(
        &self,
        store: &dyn Store,
        base: &Arc<Base>,
        today: NaiveDate,
    ) -> Result<Vec<(OrgId, Kept)>, StoreError> {
        let docs: BTreeSet<&DocName> =
            self.0.iter().flat_map(|one| one.all()).filter(|doc| !base.read.contains_key(*doc)).collect();
        let mut loaded: BTreeMap<DocName, Option<Stored>> = BTreeMap::new();
        for doc in docs {
            loaded.insert(doc.clone(), store.load(doc).await?);
        }
        let mut places = base.read.clone();
        places.extend(loaded.iter().map(|(doc, stored)| (doc.clone(), stored.as_ref().map(|stored| stored.place))));
        let orgs: Vec<OrgId> = self.0.iter().map(|one| one.org.clone()).collect();
        let base = Arc::clone(base);
        // What a stranger wrote may make Automerge panic; that ends this task alone.
        let reading = tokio::task::spawn_blocking(move || {
            let mut ledger = base.ledger.clone();
            let mut damaged = base.damaged.clone();
            let not_whole = loaded.iter().filter(|(doc, stored)| open(&mut ledger, doc, stored.as_ref()));
            damaged.extend(not_whole.map(|(doc, _)| doc.clone()));
            let reckoner = Reckoner::new(&ledger, today);
            let own: Vec<_> = orgs.iter().map(|org| reckoner.all_own(org)).collect();
            (own, damaged)
        });
        let (own, damaged) = match reading.await {
            Ok((own, damaged)) => (own, Some(damaged)),
            Err(why) => {
                tracing::error!(%why, "documents cannot be read for the indicators");
                (Vec::new(), None)
            }
        };
        let mut own = own.into_iter();
        let kept = |sources: &&Sources| {
            let known = |doc: &DocName| Some((doc.clone(), *places.get(doc)?));
            let kept = Kept {
                day: today,
                read: sources.all().filter_map(known).collect(),
                own: own.next().unwrap_or_default(),
                damaged: damaged.as_ref().is_none_or(|damaged| sources.all().any(|doc| damaged.contains(doc))),
            };
            (sources.org.clone(), kept)
        };
        Ok(self.0.iter().map(kept).collect())
    }
}
