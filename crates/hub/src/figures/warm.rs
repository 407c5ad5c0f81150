//! The figures are reckoned, and the boards read, before anybody asks.

use std::{sync::Arc, time::Duration};

use taizhang_ledger::Timestamp;
use tokio::time::{Instant, sleep};

use crate::{clock::now_ms, hub::Hub, lull::Lull};

/// How often what has grown is reckoned.
const EVERY: Duration = Duration::from_secs(300);
/// How long after the start for the first time.
const SETTLE: Duration = Duration::from_secs(15);

/// Reckons what has grown now and then, soon after the start and after midnight, so that the first who asks in the morning
/// need not wait for all of it.
pub async fn keep_warm(hub: Arc<Hub>) {
    // A hub that has just started has other things to do.
    let mut wait = SETTLE;
    let mut lull = Lull::new(hub.metrics.store.clone());
    loop {
        sleep(wait).await;
        let patience = Instant::now() + EVERY;
        let orgs = hub.policy.organisations();
        let Some(county) = orgs.iter().find(|org| org.parent.is_none()) else { continue };
        // A township at a time and as long a rest after each, on one processor: those who write come first, and who asks
        // meanwhile waits for one township at most.
        for org in orgs.below(&county.id).chain([county]) {
            lull.wait(patience).await;
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
}
