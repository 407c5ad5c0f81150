//! A set of runs in a few bits, to tell at a glance that two sets differ.

use super::{Shingles, rarity::mixed};

/// Each run flips one bit. Runs that two sets have in common flip the same bits in both, so their sketches differ in no
/// more bits than there are runs in but one of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sketch([u64; 2]);

impl Sketch {
    pub(super) fn of(text: &Shingles) -> Self {
        let mut halves = [0; 2];
        for run in text.runs() {
            let bit = mixed(*run) >> (u64::BITS - 7);
            let [low, high] = &mut halves;
            *(if bit < 64 { low } else { high }) ^= 1 << (bit % 64);
        }
        Self(halves)
    }

    /// Whether more runs than that are surely in but one of the two sets.
    pub(super) fn apart(self, other: Self, most: u32) -> bool {
        let [low, high] = self.0;
        let [other_low, other_high] = other.0;
        let low = (low ^ other_low).count_ones();
        low > most || low + (high ^ other_high).count_ones() > most
    }
}
