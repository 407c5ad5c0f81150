//! What the hub counts about itself, for Prometheus. Nothing here is about a person or an organisation.

mod serve;
mod store;
mod traffic;

use prometheus_client::{
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

pub(crate) use serve::{Watched, serve};
pub use store::StoreMetrics;
pub use traffic::TrafficMetrics;

/// A label whose values are known beforehand.
type Label = [(&'static str, &'static str); 1];
/// Counters told apart by one label.
type Counters = Family<Label, Counter>;

/// What the hub counts about itself. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    /// What goes over connections.
    pub traffic: TrafficMetrics,
    /// What is committed.
    pub store: StoreMetrics,
    /// What compaction does.
    pub compaction: CompactionMetrics,
}

impl Metrics {
    /// Everything in a registry, under names that begin with `taizhang_`.
    pub fn registry(&self) -> Registry {
        let mut registry = Registry::with_prefix("taizhang");
        self.traffic.register(&mut registry);
        self.store.register(&mut registry);
        self.compaction.register(&mut registry);
        registry
    }
}

/// What compaction does.
#[derive(Debug, Clone, Default)]
pub struct CompactionMetrics {
    runs: Counters,
}

impl CompactionMetrics {
    /// A document was compacted, or not.
    pub fn done(&self, well: bool) {
        self.runs.get_or_create(&[("outcome", if well { "compacted" } else { "failed" })]).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("compactions", "Documents whose log was made a snapshot", self.runs.clone());
    }
}

/// Counts a document as long as it is held.
#[derive(Debug)]
pub struct Held(Gauge);

impl Held {
    fn new(gauge: Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Clone for Held {
    fn clone(&self) -> Self {
        Self::new(self.0.clone())
    }
}

impl PartialEq for Held {
    /// What counts a document says nothing of it.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Held {}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dec();
    }
}
