//! The hub's clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in Unix milliseconds.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Now, as sync counts it.
pub fn millis() -> taizhang_sync::Millis {
    u64::try_from(now_ms()).unwrap_or_default()
}
