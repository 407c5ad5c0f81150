//! The clock that all processes of a benchmark share.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Nanoseconds of `CLOCK_MONOTONIC`, which is common to the machine's processes.
pub type Nanos = u64;

/// Now.
pub fn now() -> Nanos {
    let time = clock_gettime(ClockId::Monotonic);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    seconds * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap_or_default()
}

/// A time that lies `later` from now.
pub fn after(later: Duration) -> Nanos {
    now().saturating_add(u64::try_from(later.as_nanos()).unwrap_or(u64::MAX))
}

/// Sleeps until `at`.
pub async fn until(at: Nanos) {
    tokio::time::sleep(Duration::from_nanos(at.saturating_sub(now()))).await;
}

/// A span in milliseconds.
#[allow(clippy::cast_precision_loss, reason = "spans of hours at most")]
pub fn millis(from: Nanos, to: Nanos) -> f64 {
    to.saturating_sub(from) as f64 / 1e6
}
