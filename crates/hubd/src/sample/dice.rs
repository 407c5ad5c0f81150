//! Seeded randomness for the sample county: the same seed gives the same county.

use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A source of small decisions.
#[derive(Debug, Clone)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Other dice, whose throws do not depend on how often these are thrown from now on.
    pub(super) fn split(&mut self) -> Self {
        Self(ChaCha8Rng::seed_from_u64(self.0.next_u64()))
    }

    /// A number from `low` to `high`, both possible.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True in `percent` of all cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// One of the entries; none when there are none.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> Option<&'a T> {
        let last = i64::try_from(from.len()).ok()?.checked_sub(1)?;
        let index = usize::try_from(self.between(0, last)).ok()?;
        from.get(index).copied()
    }

    /// Some of the entries, in the order in which they stand.
    pub(super) fn some<'a, T: ?Sized>(&mut self, from: &[&'a T], count: usize) -> Vec<&'a T> {
        let mut left = from.to_vec();
        while left.len() > count {
            let index = self.0.random_range(0..left.len());
            left.remove(index);
        }
        left
    }

    /// Fresh bits, for record ids.
    pub(super) fn bits(&mut self) -> u128 {
        u128::from(self.0.next_u64()) << 64 | u128::from(self.0.next_u64())
    }
}
