//! How often one address may try to enrol or to log in.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

/// How many attempts may come at once: a township's tablets often share one address.
const BURST: f64 = 60.0;
/// How many more may come each second.
const RATE: f64 = 1.0;
/// How many addresses are remembered.
const ADDRESSES: usize = 10_000;

/// Counts attempts by address: a bucket of tokens each.
#[derive(Debug, Default)]
pub struct Limiter {
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at_ms: i64,
}

impl Bucket {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds between two attempts")]
    fn refill(&mut self, now_ms: i64) {
        let seconds = now_ms.saturating_sub(self.at_ms).max(0) as f64 / 1000.0;
        self.left = (self.left + seconds * RATE).min(BURST);
        self.at_ms = now_ms;
    }
}

impl Limiter {
    /// Counts one attempt; `false` if it is one too many.
    pub fn attempt(&self, from: IpAddr, now_ms: i64) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ADDRESSES {
            buckets.retain(|_, bucket| {
                bucket.refill(now_ms);
                bucket.left < BURST
            });
            // So many addresses at once are no townships.
            if buckets.len() >= ADDRESSES {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(from).or_insert(Bucket { left: BURST, at_ms: now_ms });
        bucket.refill(now_ms);
        let allowed = bucket.left >= 1.0;
        if allowed {
            bucket.left -= 1.0;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_one_a_second() {
        let limiter = Limiter::default();
        let (here, there) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        assert!((0..60).all(|_| limiter.attempt(here, 5_000)));
        assert!(!limiter.attempt(here, 5_000));
        assert!(limiter.attempt(there, 5_000));
        assert!(limiter.attempt(here, 6_000));
        assert!(!limiter.attempt(here, 6_000));
    }
}
