//! How much of everything.

use serde::{Deserialize, Serialize};

/// How much of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// Villages, each with a document and a tablet.
    pub villages: u32,
    /// Distinct histories among them.
    pub histories: u32,
    /// Tasks of a village.
    pub tasks: u32,
    /// Edits of a village's base history.
    pub edits: usize,
    /// Edits of a village during its week offline.
    pub village_edits: usize,
    /// The township's edits in each village in that week.
    pub township_edits: usize,
    /// Tablets that watch a live session.
    pub readers: u32,
    /// Edits of a live session.
    pub live_edits: u32,
    /// The time between two of them, in milliseconds.
    pub live_every_ms: u64,
    /// Idle connections.
    pub idle: u32,
    /// How long to let them settle, in milliseconds.
    pub settle_ms: u64,
    /// How long to watch them, in milliseconds.
    pub watch_ms: u64,
    /// Processes that clients are spread over.
    pub workers: u32,
}

impl Scale {
    /// The workload as it is defined.
    pub const FULL: Self = Self {
        villages: 200,
        histories: 20,
        tasks: 300,
        edits: 5_000,
        village_edits: 100,
        township_edits: 20,
        readers: 20,
        live_edits: 200,
        live_every_ms: 100,
        idle: 1_000,
        settle_ms: 5_000,
        watch_ms: 20_000,
        workers: 2,
    };

    /// Everything in seconds, to see that it works.
    pub const SMALL: Self = Self {
        villages: 8,
        histories: 4,
        tasks: 40,
        edits: 300,
        village_edits: 20,
        township_edits: 5,
        readers: 4,
        live_edits: 20,
        live_every_ms: 25,
        idle: 40,
        settle_ms: 300,
        watch_ms: 700,
        workers: 2,
    };
}
