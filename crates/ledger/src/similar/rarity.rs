//! How rare runs are.

use super::Shingles;

/// How often runs occur among some texts, roughly: runs are counted by slot, and a few of them may share one. An exact
/// count would take a table of all runs, which for a county's texts is many times as slow.
#[derive(Debug)]
pub(super) struct Rarity {
    counts: Vec<u32>,
    /// How far a mixed run is shifted to give its slot.
    shift: u32,
}

impl Rarity {
    /// As the runs of `texts` are.
    pub(super) fn among(texts: &[&Shingles]) -> Self {
        let runs: usize = texts.iter().map(|text| text.runs().len()).sum();
        let bits = (runs / 8).next_power_of_two().ilog2().clamp(8, 17);
        let mut rarity = Self { counts: vec![0; 1 << bits], shift: u64::BITS - bits };
        for run in texts.iter().flat_map(|text| text.runs()) {
            let slot = rarity.slot(*run);
            if let Some(count) = rarity.counts.get_mut(slot as usize) {
                *count = count.saturating_add(1);
            }
        }
        rarity
    }

    /// How many slots there are.
    pub(super) fn slots(&self) -> usize {
        self.counts.len()
    }

    /// Adds the slots of the `wanted` rarest runs of a text, the rarest first. The order is the same for every text.
    pub(super) fn rarest(&self, text: &Shingles, wanted: usize, slots: &mut Vec<u32>) {
        let mut rated: Vec<(u32, u32)> = text.runs().iter().map(|run| self.rate(*run)).collect();
        if wanted < rated.len() {
            rated.select_nth_unstable(wanted);
            rated.truncate(wanted);
        }
        rated.sort_unstable();
        slots.extend(rated.into_iter().map(|(_, slot)| slot));
    }

    fn rate(&self, run: u64) -> (u32, u32) {
        let slot = self.slot(run);
        (self.counts.get(slot as usize).copied().unwrap_or_default(), slot)
    }

    fn slot(&self, run: u64) -> u32 {
        u32::try_from(mixed(run) >> self.shift).unwrap_or_default()
    }
}

/// A run with its bits mixed, the upper ones best.
pub(super) fn mixed(run: u64) -> u64 {
    (run ^ run >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
