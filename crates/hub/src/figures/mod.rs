//! Indicators from the stored documents: of each organisation the hub keeps what every indicator comes to there alone, of
//! branches also their points, and the places of the logs that this was read from. A request reads anew only the
//! organisations whose logs have grown since, or all of them on a new day, since most indicators hang on one; what
//! townships and the county come to is made of what is kept. What stood in a document when it was read is kept as an
//! extract on the disk: after a start, and on a new day, most need not be put together from their changes again. Of the taskbook and the county's list only what an
//! organisation's figures are made of counts.

mod base;
mod read;
mod sources;
mod warm;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::NaiveDate;
use taizhang_ledger::{
    OrgId, OrgTree, Reckoner,
    indicator::{OwnFigures, OwnPoints, Report},
};
use taizhang_sync::{DocName, Place};

pub use self::warm::keep_warm;
use self::{base::Base, read::Group, sources::Sources};
use crate::store::{ExtractShelf, Places, Store, StoreError};

/// What indicators are made of.
pub struct Figures {
    store: Arc<dyn Store>,
    shelf: Arc<dyn ExtractShelf>,
    kept: Mutex<BTreeMap<OrgId, Arc<Kept>>>,
    /// The documents that all of them are made of, as they were read last. Read by one at a time, so that each reading is
    /// compared with the one before.
    base: tokio::sync::Mutex<Option<Arc<Base>>>,
    /// Whoever reads documents. The next one finds most of what it wanted read.
    turn: tokio::sync::Mutex<()>,
}

/// The figures of one organisation alone.
struct Kept {
    day: NaiveDate,
    /// Of what all are made of: [`Base::since`].
    base: u64,
    /// Up to where each document was read; `None` where nobody had written it.
    read: BTreeMap<DocName, Option<Place>>,
    own: OwnFigures,
    /// Of a branch, the points in its schemes.
    points: OwnPoints,
    /// Whether not everything could be read.
    damaged: bool,
}

impl Kept {
    /// Whether it is of that day, nothing has been written to these documents since, and what all are made of says the
    /// same.
    fn is_current(&self, sources: &Sources, base: &Base, places: &Places, today: NaiveDate) -> bool {
        let as_read = |doc: &DocName| match (self.read.get(doc), places.docs.get(doc)) {
            (Some(Some(read)), Some(now)) => read.epoch == now.epoch && read.seq >= now.seq,
            (Some(None), None) => true,
            _ => false,
        };
        self.day == today && self.base == base.since(&sources.org) && sources.all().all(as_read)
    }
}

impl Figures {
    /// Figures from what `store` holds, of which `shelf` keeps extracts; nothing is read yet.
    pub fn new(store: Arc<dyn Store>, shelf: Arc<dyn ExtractShelf>) -> Self {
        Self {
            store,
            shelf,
            kept: Mutex::default(),
            base: tokio::sync::Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// What every indicator comes to for `org` and all below it on a day, from everything that is committed.
    ///
    /// A request that is given up leaves what it has read to the next.
    ///
    /// # Errors
    /// What the store says.
    pub async fn report(&self, orgs: &OrgTree, year: u16, org: &OrgId, today: NaiveDate) -> Result<Report, StoreError> {
        let sources: Vec<Sources> =
            orgs.at_or_below(org).into_iter().filter_map(|one| Sources::of(orgs, one, year)).collect();
        let (mut places, mut base) = self.stand(orgs, year).await?;
        if !sources.iter().all(|one| self.is_current(one, &base, &places, today)) {
            let _turn = self.turn.lock().await;
            self.kept().retain(|kept, _| orgs.get(kept).is_some());
            // The one before may have read what was written since.
            (places, base) = self.stand(orgs, year).await?;
            let stale: Vec<&Sources> =
                sources.iter().filter(|one| !self.is_current(one, &base, &places, today)).collect();
            let groups = Mutex::new(Group::all(&stale).into_iter());
            // A township at a time on each of two processors.
            let work = async || -> Result<(), StoreError> {
                loop {
                    let Some(group) = groups.lock().unwrap_or_else(PoisonError::into_inner).next() else {
                        return Ok(());
                    };
                    let read = group.read(self.store.as_ref(), self.shelf.as_ref(), &base, &places, today).await?;
                    self.kept().extend(read.into_iter().map(|(org, kept)| (org, Arc::new(kept))));
                }
            };
            let (one, other) = tokio::join!(work(), work());
            one.and(other)?;
        }
        let kept: BTreeMap<OrgId, Arc<Kept>> = {
            let all = self.kept();
            sources.iter().filter_map(|one| Some((one.org.clone(), Arc::clone(all.get(&one.org)?)))).collect()
        };
        let damaged = !base.damaged.is_empty() || kept.len() < sources.len() || kept.values().any(|kept| kept.damaged);
        let points = kept.get(org).map(|kept| kept.points.clone()).unwrap_or_default();
        let at = org.clone();
        let figures = tokio::task::spawn_blocking(move || {
            let own = kept.iter().map(|(org, kept)| (org, &kept.own)).collect();
            Reckoner::new(&base.ledger, today).reported(&at, &own)
        });
        let figures = figures.await.map_err(|why| StoreError::Damaged(why.to_string()))?;
        Ok(Report { date: today, org: org.clone(), figures, points, damaged })
    }

    /// Where all logs stand, and what all figures are made of besides the organisations' own documents.
    async fn stand(&self, orgs: &OrgTree, year: u16) -> Result<(Places, Arc<Base>), StoreError> {
        let docs = Base::docs(orgs, year);
        let mut held = self.base.lock().await;
        let places = self.store.places().await?;
        if let Some(base) = held.as_ref().filter(|base| base.is_current(&docs, &places)) {
            return Ok((places, Arc::clone(base)));
        }
        let base = Arc::new(Base::read(self.store.as_ref(), &docs, year, held.clone()).await?);
        *held = Some(Arc::clone(&base));
        Ok((places, base))
    }

    fn is_current(&self, sources: &Sources, base: &Base, places: &Places, today: NaiveDate) -> bool {
        let kept = self.kept().get(&sources.org).cloned();
        kept.is_some_and(|kept| kept.is_current(sources, base, places, today))
    }

    fn kept(&self) -> MutexGuard<'_, BTreeMap<OrgId, Arc<Kept>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Figures").field("organisations", &self.kept().len()).finish_non_exhaustive()
    }
}
