//! M1: two hundred fresh tablets at once.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Bench, Stage};
use crate::{
    client::Reached,
    clock::{Nanos, after, millis},
    failure::Failure,
    hub::Usage,
    worker::{Aim, Crew},
};

/// How long workers have to get ready before everyone goes.
pub(super) const AHEAD: Duration = Duration::from_millis(300);

/// M1: what it takes to bring fresh tablets up to date.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FirstSync {
    /// Until the last had everything, in milliseconds.
    pub wall_ms: f64,
    /// Until the median one had.
    pub median_ms: f64,
    /// The hub's processor time, in seconds.
    pub cpu_s: f64,
    /// The tablets' processor time, all together, in seconds: on two processors the wall cannot be less than half.
    pub tablets_cpu_s: f64,
    /// The hub's peak memory, in MiB.
    pub peak_mib: f64,
    /// How long the hub took to listen, outside of the clock.
    pub start_ms: f64,
}

impl Bench {
    /// Runs M1, and hands on the hub and the clients for M2.
    ///
    /// # Errors
    /// Whatever goes wrong; also when a tablet does not end up with what was drawn.
    pub async fn first_sync(&self) -> Result<(FirstSync, After), Failure> {
        let stage = self.stage(&self.county).await?;
        let mut crew = Crew::start(self.scale.workers)?;
        let (seats, aims) = (self.seats(), self.base_aims());
        crew.enlist(&stage.hub.address, &self.county.hub, &seats).await?;
        let at = after(AHEAD);
        let (before, tablets) = (stage.hub.usage()?, crew.cpu_s()?);
        let reached = crew.pursue(at, &aims).await?;
        let used = stage.hub.usage()?;
        let mut spans = shown(at, &reached)?;
        spans.sort_by(f64::total_cmp);
        let result = FirstSync {
            wall_ms: spans.last().copied().unwrap_or_default(),
            median_ms: spans.get(spans.len() / 2).copied().unwrap_or_default(),
            cpu_s: used.cpu_s - before.cpu_s,
            tablets_cpu_s: crew.cpu_s()? - tablets,
            peak_mib: mib(used.peak_kib),
            start_ms: stage.hub.started_ms,
        };
        Ok((result, After { stage, crew }))
    }

    pub(super) fn seats(&self) -> Vec<crate::client::Seat> {
        self.county.villages.iter().take(self.scale.villages as usize).cloned().collect()
    }

    /// Every village's tablet shall show its base.
    pub(super) fn base_aims(&self) -> Vec<Aim> {
        let aim = |(doc, base): (&taizhang_sync::DocName, &crate::workload::State)| Aim {
            goals: [(doc.clone(), base.hash())].into(),
            receipts: Vec::new(),
        };
        self.county.ledgers.iter().zip(&self.bases).map(aim).collect()
    }
}

/// What M1 leaves behind: a hub and the tablets that are connected to it.
pub struct After {
    pub(super) stage: Stage,
    pub(super) crew: Crew,
}

/// When each client showed everything, in milliseconds from `at`.
pub(super) fn shown(at: Nanos, reached: &[Reached]) -> Result<Vec<f64>, Failure> {
    let late = reached.iter().filter(|client| client.shown.is_none()).count();
    if late > 0 {
        return Err(format!("{late} of {} clients do not show what they should", reached.len()).into());
    }
    Ok(reached.iter().filter_map(|client| client.shown).map(|time| millis(at, time)).collect())
}

/// KiB as MiB.
#[allow(clippy::cast_precision_loss, reason = "memory of terabytes at most")]
pub(super) fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

impl Usage {
    /// Resident memory in MiB.
    pub(super) fn rss_mib(self) -> f64 {
        mib(self.rss_kib)
    }
}
