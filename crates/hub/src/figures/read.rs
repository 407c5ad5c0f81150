//! Reading the documents of a township's organisations and reckoning what stands in them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use taizhang_ledger::{OrgId, Reckoner};
use taizhang_sync::{DocName, Place};

use super::{Kept, base::Base, sources::Sources};
use crate::{
    reading::{find, keep},
    store::{ExtractShelf, Places, Store, StoreError},
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
        extracts: &dyn ExtractShelf,
        base: &Arc<Base>,
        stand: &Places,
        today: NaiveDate,
    ) -> Result<Vec<(OrgId, Kept)>, StoreError> {
        let docs: BTreeSet<&DocName> =
            self.0.iter().flat_map(|one| one.all()).filter(|doc| !base.read.contains_key(*doc)).collect();
        let mut places = base.read.clone();
        places.extend(docs.iter().map(|doc| ((*doc).clone(), None)));
        // Most have no leader's document, and many no review.
        let written: Vec<(DocName, Place)> =
            docs.into_iter().filter_map(|doc| Some((doc.clone(), *stand.docs.get(doc)?))).collect();
        let found = find(store, extracts, written).await?;
        places.extend(found.iter().map(|(doc, found)| (doc.clone(), found.place())));
        let orgs: Vec<OrgId> = self.0.iter().map(|one| one.org.clone()).collect();
        let since: Vec<u64> = orgs.iter().map(|org| base.since(org)).collect();
        let base = Arc::clone(base);
        // What a stranger wrote may make Automerge panic; that ends this task alone.
        let reading = tokio::task::spawn_blocking(move || {
            let mut ledger = base.ledger.clone();
            let mut damaged = base.damaged.clone();
            let mut fresh = Vec::new();
            for (doc, found) in found {
                let (is_damaged, made) = found.take_in(&mut ledger, &doc);
                if is_damaged {
                    damaged.insert(doc);
                }
                fresh.extend(made);
            }
            let reckoner = Reckoner::new(&ledger, today);
            let own = orgs.iter().map(|org| {
                let own = reckoner.all_own(org);
                let points = reckoner.points_of(org, &own);
                (own, points)
            });
            (own.collect::<Vec<_>>(), damaged, fresh)
        });
        let (own, damaged) = match reading.await {
            Ok((own, damaged, fresh)) => {
                keep(extracts, fresh).await;
                (own, Some(damaged))
            }
            Err(why) => {
                tracing::error!(%why, "documents cannot be read for the indicators");
                (Vec::new(), None)
            }
        };
        let mut own = own.into_iter();
        let kept = |(sources, since): (&&Sources, u64)| {
            let known = |doc: &DocName| Some((doc.clone(), *places.get(doc)?));
            let (own, points) = own.next().unwrap_or_default();
            let kept = Kept {
                day: today,
                base: since,
                read: sources.all().filter_map(known).collect(),
                own,
                points,
                damaged: damaged.as_ref().is_none_or(|damaged| sources.all().any(|doc| damaged.contains(doc))),
            };
            (sources.org.clone(), kept)
        };
        Ok(self.0.iter().zip(since).map(kept).collect())
    }
}
