//! M3: one person writes, twenty watch.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Bench, first_sync::AHEAD, first_sync::shown};
use crate::{
    clock::{after, millis},
    failure::Failure,
    worker::{Aim, Crew},
    workload::live_edits,
};

/// How long stragglers may take, in milliseconds.
const DRAIN_MS: u64 = 30_000;

/// M3: how long a live edit takes to be seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LiveFanOut {
    /// Edits times readers.
    pub samples: usize,
    /// How many were never seen.
    pub unseen: usize,
    /// The median latency, in milliseconds.
    pub p50_ms: f64,
    /// The 99th percentile.
    pub p99_ms: f64,
    /// The longest.
    pub max_ms: f64,
    /// The hub's processor time meanwhile, in seconds.
    pub cpu_s: f64,
}

impl Bench {
    /// Runs M3.
    ///
    /// # Errors
    /// Whatever goes wrong.
    pub async fn live_fan_out(&self) -> Result<LiveFanOut, Failure> {
        let stage = self.stage(&self.county).await?;
        let (writer, readers) = self.county.guests.split_first().ok_or("no guests")?;
        let doc = self.county.ledgers.first().ok_or("no villages")?;
        let base = self.base_aims().first().cloned().ok_or("no villages")?;
        let mut watching = Crew::start(self.scale.workers)?;
        watching.enlist(&stage.hub.address, &self.county.hub, readers).await?;
        let aims = vec![base.clone(); readers.len()];
        shown(0, &watching.pursue(after(AHEAD), &aims).await?)?;
        let mut writing = Crew::start(1)?;
        writing.enlist(&stage.hub.address, &self.county.hub, std::slice::from_ref(writer)).await?;
        shown(0, &writing.pursue(after(AHEAD), &[Aim { receipts: Vec::new(), ..base }]).await?)?;

        let edits = live_edits(self.scale.live_edits, self.scale.tasks);
        watching.watch(doc, &edits).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let before = stage.hub.usage()?;
        let wrote = writing.perform(doc, &edits, after(AHEAD), self.scale.live_every_ms).await?;
        let used = stage.hub.usage()?;
        let seen = watching.seen(doc, DRAIN_MS).await?;
        let mut latencies: Vec<_> = seen
            .iter()
            .flat_map(|reader| wrote.iter().zip(reader).map(|(wrote, seen)| millis(*wrote, *seen)))
            .collect();
        latencies.sort_by(f64::total_cmp);
        let samples = edits.len() * readers.len();
        let at =
            |percent: usize| latencies.get((latencies.len() * percent / 100).min(latencies.len().saturating_sub(1)));
        Ok(LiveFanOut {
            samples,
            unseen: samples - latencies.len(),
            p50_ms: at(50).copied().unwrap_or(f64::NAN),
            p99_ms: at(99).copied().unwrap_or(f64::NAN),
            max_ms: latencies.last().copied().unwrap_or(f64::NAN),
            cpu_s: used.cpu_s - before.cpu_s,
        })
    }
}
