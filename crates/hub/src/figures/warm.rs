//! The figures are reckoned, and the boards read, before anybody asks.

use std::{sync::Arc, time::Duration};

use taizhang_ledger::Timestamp;
use tokio::time::{Instant, sleep};

use crate::{clock::now_ms, hub::Hub, metrics::StoreMetrics};

/// How often what has grown is reckoned.
const EVERY: Duration = Duration::from_secs(300);
/// How long after the start for the first time.
const SETTLE: Duration = Duration::from_secs(15);
/// For how long nothing is to have been written.
const LULL: Duration = Duration::from_secs(2);

/// Reckons what has grown now and then, soon after the start and after midnight, so that the first who asks in the morning
/// need not wait for all of it.
pub async fn keep_warm(hub: Arc<Hub>) {
    // A hub that has just started has other things to do.
    let mut wait = SETTLE;
    loop {
        sleep(wait).await;
        let patience = Instant::now() + EVERY;
        let orgs = hub.policy.organisations();
        let Some(county) = orgs.iter().find(|org| org.parent.is_none()) else { continue };
        // A township at a time and as long a rest after each, on one processor: those who write come first, and who asks
        // meanwhile waits for one township at most.
        for org in orgs.below(&county.id).chain([county]) {
            lull(&hub.metrics.store, patience).await;
            let began = Instant::now();
            let today = Timestamp(now_ms()).date();
            if let Err(why) = hub.figures.report(&orgs, hub.policy.year(), &org.id, today).await {
                tracing::warn!(%why, "the indicators cannot be reckoned");
            }
            let branches: Vec<_> = orgs.branches_of(&org.id).cloned().collect();
            if let Err(why) = hub.boards.board(&orgs, hub.policy.year(), &branches, today).await {
                tracing::warn!(%why, "the board cannot be read");
            }
            sleep(began.elapsed()).await;
        }
        wait = EVERY.min(until_tomorrow(Timestamp(now_ms())));
    }
}

/// Waits until nothing is being written, as when an office has synced its tablets; not beyond `patience`.
async fn lull(store: &StoreMetrics, patience: Instant) {
    let mut before = store.changes();
    while Instant::now() < patience {
        sleep(LULL).await;
        let now = store.changes();
        if now == before {
            return;
        }
        before = now;
    }
}

/// How long until the next day has begun, and a little.
fn until_tomorrow(now: Timestamp) -> Duration {
    let tomorrow = now.date().succ_opt().map_or(now, |day| Timestamp::at(day, 0, 0));
    Duration::from_millis(u64::try_from(tomorrow.0 - now.0).unwrap_or_default()) + Duration::from_secs(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_new_day_begins_at_midnight_here() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let late = Timestamp::at(day, 23, 59);
        assert_eq!(until_tomorrow(late), Duration::from_secs(61));
        assert_ne!(Timestamp(late.0 + 61_000).date(), day);
        assert_eq!(until_tomorrow(Timestamp::at(day, 0, 0)), Duration::from_secs(24 * 3600 + 1));
    }

    #[tokio::test(start_paused = true)]
    async fn who_writes_comes_first_but_not_for_ever() {
        let store = StoreMetrics::default();
        let waited = async |patience: Duration| {
            let began = Instant::now();
            lull(&store, began + patience).await;
            began.elapsed()
        };
        let writing = async || {
            for _ in 0..10 {
                store.stored(1, 100);
                sleep(Duration::from_secs(1)).await;
            }
        };
        assert_eq!(waited(EVERY).await, LULL, "nobody writes");
        let (patient, ()) = tokio::join!(waited(EVERY), writing());
        assert_eq!(patient, Duration::from_secs(12));
        let (impatient, ()) = tokio::join!(waited(LULL * 2), writing());
        assert_eq!(impatient, LULL * 2);
    }
}
