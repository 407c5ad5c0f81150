//! What is committed, and what could not be.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use prometheus_client::{
    metrics::{counter::Counter, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use super::{Counters, Held};
use crate::store::StoreError;

/// What is committed, and what could not be.
#[derive(Debug, Clone)]
pub struct StoreMetrics {
    seconds: Histogram,
    per_commit: Histogram,
    changes: Counter,
    bytes: Counter,
    failures: Counters,
    damaged: Counters,
    mended: Counter,
    in_memory: Gauge,
    /// How many jobs wait for the writer; set when it is read.
    pub(super) queue: Gauge,
    /// Changes of the transaction that is being answered.
    pending: Arc<AtomicU64>,
}

impl Default for StoreMetrics {
    fn default() -> Self {
        // From a fast disk's flush to a stuck one.
        let seconds = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];
        let per_commit = [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 5_000.0];
        Self {
            seconds: Histogram::new(seconds),
            per_commit: Histogram::new(per_commit),
            changes: Counter::default(),
            bytes: Counter::default(),
            failures: Counters::default(),
            damaged: Counters::default(),
            mended: Counter::default(),
            in_memory: Gauge::default(),
            queue: Gauge::default(),
            pending: Arc::default(),
        }
    }
}

impl StoreMetrics {
    /// Changes of one document were committed.
    pub fn stored(&self, changes: u64, bytes: usize) {
        self.changes.inc_by(changes);
        self.bytes.inc_by(bytes as u64);
        self.pending.fetch_add(changes, Relaxed);
    }

    /// A transaction was committed, and everything in it answered.
    #[expect(clippy::cast_precision_loss, reason = "a histogram counts in floating point")]
    pub fn committed(&self, took: Duration) {
        self.seconds.observe(took.as_secs_f64());
        self.per_commit.observe(self.pending.swap(0, Relaxed) as f64);
    }

    /// An append came to nothing.
    pub fn failed(&self, why: &StoreError) {
        let cause = match why {
            StoreError::Full => "full",
            StoreError::Damaged(_) | StoreError::DamagedDocument(_) => "damaged",
            _ => "database",
        };
        self.failures.get_or_create(&[("cause", cause)]).inc();
    }

    /// How many changes were committed since the start.
    pub fn changes(&self) -> u64 {
        self.changes.get()
    }

    /// A stored row turned out not to be what was stored.
    pub fn damaged(&self, kind: &'static str) {
        self.damaged.get_or_create(&[("kind", kind)]).inc();
    }

    /// A document is held in memory until the answer is dropped.
    pub fn hold(&self) -> Held {
        Held::new(self.in_memory.clone())
    }

    /// A document was put in order again.
    pub fn mended(&self) {
        self.mended.inc();
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register("commit_seconds", "How long a transaction took, flush included", self.seconds.clone());
        registry.register("commit_changes", "Changes in one transaction", self.per_commit.clone());
        registry.register("changes_stored", "Changes committed", self.changes.clone());
        registry.register("changes_stored_bytes", "Bytes of changes committed", self.bytes.clone());
        registry.register("append_failures", "Appends of which nothing was stored, by cause", self.failures.clone());
        registry.register("damaged_rows", "Stored rows found damaged and set aside", self.damaged.clone());
        registry.register("documents_mended", "Documents put in order after damage", self.mended.clone());
        registry.register("documents_in_memory", "Documents read and held in memory now", self.in_memory.clone());
        registry.register("writer_queue", "Jobs that wait for the writer", self.queue.clone());
    }
}
