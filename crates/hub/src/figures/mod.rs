//! Indicators from the stored documents: of each organisation the hub keeps what every indicator comes to there alone, and
//! the places of the logs that this was read from. A request reads anew only the organisations whose logs have grown
//! since, or all of them on a new day, since most indicators hang on one; what townships and the county come to is made of
//! what is kept.

mod base;
mod read;
mod sources;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::NaiveDate;
use taizhang_ledger::{
    OrgId, OrgTree, Reckoner, Timestamp,
    indicator::{OwnFigures, Report},
};
use taizhang_sync::{DocName, Place};
use tokio::time::{MissedTickBehavior, interval};

use self::{base::Base, read::Group, sources::Sources};
use crate::{
    clock::now_ms,
    hub::Hub,
    store::{Places, Store, StoreError},
};

/// How often what has grown is reckoned before anybody asks.
const WARM: Duration = Duration::from_secs(300);

/// What indicators are made of.
pub struct Figures {
    store: Arc<dyn Store>,
    kept: Mutex<BTreeMap<OrgId, Arc<Kept>>>,
    /// The documents that all of them are made of, as they were read last.
    base: Mutex<Option<Arc<Base>>>,
    /// Whoever reads documents. The next one finds most of what it wanted read.
    turn: tokio::sync::Mutex<()>,
}

/// The figures of one organisation alone.
struct Kept {
    day: NaiveDate,
    /// Up to where each document was read; `None` where nobody had written it.
    read: BTreeMap<DocName, Option<Place>>,
    own: OwnFigures,
    /// Whether not everything could be read.
    damaged: bool,
}

impl Kept {
    /// Whether it is of that day, and nothing has been written to these documents since.
    fn is_current(&self, sources: &Sources, places: &Places, today: NaiveDate) -> bool {
        let as_read = |doc: &DocName| match (self.read.get(doc), places.docs.get(doc)) {
            (Some(Some(read)), Some(now)) => read.epoch == now.epoch && read.seq >= now.seq,
            (Some(None), None) => true,
            _ => false,
        };
        self.day == today && sources.all().all(as_read)
    }
}

impl Figures {
    /// Figures from what `store` holds; nothing is read yet.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store, kept: Mutex::default(), base: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// What every indicator comes to for `org` and all below it on a day, from everything that is committed.
    ///
    /// A request that is given up leaves what it has read to the next.
    ///
    /// # Errors
    /// What the store says.
    pub async fn report(&self, orgs: &OrgTree, year: u16, org: &OrgId, today: NaiveDate) -> Result<Report, StoreError> {
        let within = orgs.iter().filter(|one| orgs.within(&one.id, org));
        let sources: Vec<Sources> = within.filter_map(|one| Sources::of(orgs, one, year)).collect();
        let places = self.store.places().await?;
        if !sources.iter().all(|one| self.is_current(one, &places, today)) {
            let _turn = self.turn.lock().await;
            self.kept().retain(|kept, _| orgs.get(kept).is_some());
            let stale: Vec<&Sources> = sources.iter().filter(|one| !self.is_current(one, &places, today)).collect();
            let base = self.base(orgs, year, &places).await?;
            // A township at a time on each of two processors: that many documents are in memory.
            let groups: Vec<Group<'_>> = Group::all(&stale);
            for two in groups.chunks(2) {
                let read = async |group: Option<&Group<'_>>| match group {
                    Some(group) => group.read(self.store.as_ref(), &base, today).await,
                    None => Ok(Vec::new()),
                };
                let (first, second) = tokio::join!(read(two.first()), read(two.get(1)));
                self.kept().extend(first?.into_iter().chain(second?).map(|(org, kept)| (org, Arc::new(kept))));
            }
        }
        let base = self.base(orgs, year, &places).await?;
        let kept: BTreeMap<OrgId, Arc<Kept>> = {
            let all = self.kept();
            sources.iter().filter_map(|one| Some((one.org.clone(), Arc::clone(all.get(&one.org)?)))).collect()
        };
        let damaged = kept.len() < sources.len() || kept.values().any(|kept| kept.damaged);
        let at = org.clone();
        let figures = tokio::task::spawn_blocking(move || {
            let own = kept.iter().map(|(org, kept)| (org, &kept.own)).collect();
            Reckoner::new(&base.ledger, today).reported(&at, &own)
        });
        let figures = figures.await.map_err(|why| StoreError::Damaged(why.to_string()))?;
        Ok(Report { date: today, org: org.clone(), figures, damaged })
    }

    /// What all of them are made of besides their own documents.
    async fn base(&self, orgs: &OrgTree, year: u16, places: &Places) -> Result<Arc<Base>, StoreError> {
        let docs = Base::docs(orgs, year);
        let held = self.base.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(base) = held.filter(|base| base.is_current(&docs, places)) {
            return Ok(base);
        }
        let base = Arc::new(Base::read(self.store.as_ref(), &docs, year).await?);
        *self.base.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&base));
        Ok(base)
    }

    fn is_current(&self, sources: &Sources, places: &Places, today: NaiveDate) -> bool {
        let kept = self.kept().get(&sources.org).cloned();
        kept.is_some_and(|kept| kept.is_current(sources, places, today))
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

/// Reckons what has grown now and then, so that the first who asks in the morning need not wait for all of it.
pub async fn keep_warm(hub: Arc<Hub>) {
    let mut ticks = interval(WARM);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first comes at once, when a hub that has just started has other things to do.
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let orgs = hub.policy.organisations();
        let Some(county) = orgs.iter().find(|org| org.parent.is_none()) else { continue };
        let today = Timestamp(now_ms()).date();
        if let Err(why) = hub.figures.report(&orgs, hub.policy.year(), &county.id, today).await {
            tracing::warn!(%why, "the indicators cannot be reckoned");
        }
    }
}
