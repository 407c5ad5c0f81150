//! How rare runs are, and lists under their slots.

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
        let bits = (runs / 8).next_power_of_two().ilog2().clamp(8, 19);
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

    /// The slots of the `wanted` rarest runs of a text, the rarest first. The order of runs is the same for every text.
    pub(super) fn rarest(&self, text: &Shingles, wanted: usize) -> impl Iterator<Item = u32> + use<> {
        let mut runs: Vec<(u32, u64, u32)> = text.runs().iter().map(|run| self.rate(*run)).collect();
        if wanted < runs.len() {
            runs.select_nth_unstable(wanted);
            runs.truncate(wanted);
        }
        runs.sort_unstable();
        runs.into_iter().map(|(_, _, slot)| slot)
    }

    fn rate(&self, run: u64) -> (u32, u64, u32) {
        let slot = self.slot(run);
        (self.counts.get(slot as usize).copied().unwrap_or_default(), run, slot)
    }

    fn slot(&self, run: u64) -> u32 {
        let mixed = (run ^ run >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift;
        u32::try_from(mixed).unwrap_or_default()
    }
}

/// A list of places under each slot, all in one piece.
#[derive(Debug)]
pub(super) struct Lists {
    /// Where the list of each slot ends; it begins where the one before ends.
    ends: Vec<usize>,
    places: Vec<u32>,
}

impl Lists {
    /// Lists under `slots` slots of pairs of a slot and a place, each in the order given.
    pub(super) fn new(slots: usize, listed: &[(u32, u32)]) -> Self {
        // First where each list begins; the beginning moves to the end as the list is filled.
        let mut ends = vec![0; slots + 1];
        for (slot, _) in listed {
            if let Some(count) = ends.get_mut(*slot as usize + 1) {
                *count += 1;
            }
        }
        let mut begin = 0;
        for end in &mut ends {
            begin += *end;
            *end = begin;
        }
        let mut places = vec![0; listed.len()];
        for (slot, place) in listed {
            if let Some(at) = ends.get_mut(*slot as usize) {
                if let Some(free) = places.get_mut(*at) {
                    *free = *place;
                }
                *at += 1;
            }
        }
        Self { ends, places }
    }

    /// The list under a slot.
    pub(super) fn get(&self, slot: u32) -> &[u32] {
        let slot = slot as usize;
        let begin = slot.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(slot).and_then(|end| self.places.get(begin..*end)).unwrap_or_default()
    }
}
