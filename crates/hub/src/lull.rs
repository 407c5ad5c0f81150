//! Waiting until nobody writes: what the hub does for itself comes after those who sync.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::metrics::StoreMetrics;

/// For how long nothing is to have been written.
pub const LULL: Duration = Duration::from_secs(2);

/// Knows since when nothing has been written, as far as it was asked.
#[derive(Debug)]
pub struct Lull {
    store: StoreMetrics,
    changes: u64,
    since: Option<Instant>,
}

impl Lull {
    /// Taken to be quiet until a change is seen.
    pub fn new(store: StoreMetrics) -> Self {
        Self { changes: store.changes(), store, since: None }
    }

    /// Waits until nothing has been written for [`LULL`], as when an office has synced its tablets; not beyond `patience`.
    pub async fn wait(&mut self, patience: Instant) {
        loop {
            let now = Instant::now();
            let changes = self.store.changes();
            if changes != self.changes {
                (self.changes, self.since) = (changes, Some(now));
            }
            let Some(until) = self.since.map(|since| since + LULL).filter(|until| *until > now && now < patience)
            else {
                return;
            };
            sleep_until(until.min(patience)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn who_writes_comes_first_but_not_for_ever() {
        let store = StoreMetrics::default();
        let mut lull = Lull::new(store.clone());
        let mut waited = async |patience: Duration| {
            let began = Instant::now();
            lull.wait(began + patience).await;
            began.elapsed()
        };
        let writing = async || {
            for _ in 0..10 {
                store.stored(1, 100);
                sleep(SECOND).await;
            }
        };
        assert_eq!(waited(SECOND * 300).await, Duration::ZERO, "nobody writes");
        store.stored(1, 100);
        let (patient, ()) = tokio::join!(waited(SECOND * 300), writing());
        assert_eq!(patient, SECOND * 12);
        store.stored(1, 100);
        let (impatient, ()) = tokio::join!(waited(SECOND * 4), writing());
        assert_eq!(impatient, SECOND * 4);
    }
}
