//! How long something takes in this process.

use crate::clock::{millis, now};

/// The median of what some runs took, in milliseconds.
pub fn median(runs: u32, mut run: impl FnMut()) -> f64 {
    let took = (0..runs.max(1))
        .map(|_| {
            let from = now();
            run();
            millis(from, now())
        })
        .collect();
    middle(took)
}

/// The median of some numbers.
pub fn middle(mut took: Vec<f64>) -> f64 {
    took.sort_by(f64::total_cmp);
    took.get(took.len() / 2).copied().unwrap_or_default()
}
