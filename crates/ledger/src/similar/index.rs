//! Finding what is alike among many texts.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::{
    Shingles,
    shingles::{dice, overlap},
};

/// A text of an index that is alike to the one asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    /// Its number, in the order in which the texts were given.
    pub text: usize,
    /// How alike, 0 to 100.
    pub percent: u8,
}

/// Texts by their rarest runs (a prefix filter, exact).
///
/// Let all runs be ordered from the rarest to the most frequent. Two sets that have `o` of `n` elements in common must
/// share one among the first `n − o + 1` of either: all the others are only `o − 1`. For a likeness above 85 % these
/// are about a quarter of a text's runs, its rarest, so that an ordinary turn of phrase brings no texts together.
#[derive(Debug)]
pub struct Index {
    above: u8,
    ranks: Ranks,
    /// From the shortest to the longest, so that a range of numbers is a range of lengths.
    texts: Vec<Entry>,
    /// For each rank the texts among whose rarest runs it is, by their place in `texts`, ascending.
    holders: Vec<Vec<u32>>,
}

#[derive(Debug)]
struct Entry {
    number: usize,
    ranks: Box<[u32]>,
}

type Ranks = HashMap<u64, u32, BuildHasherDefault<Mix>>;

impl Index {
    /// An index that finds likenesses of more than `above` percent.
    pub fn new(given: &[&Shingles], above: u8) -> Self {
        let ranks = rank(given);
        let entry =
            |(number, text): (usize, &&Shingles)| Entry { number, ranks: known(&ranks, text).into_boxed_slice() };
        let mut texts: Vec<Entry> = given.iter().enumerate().map(entry).collect();
        texts.sort_by_key(|text| text.ranks.len());
        let mut holders = vec![Vec::new(); ranks.len()];
        for (place, text) in (0..).zip(&texts) {
            let rarest = text.ranks.len().saturating_sub(fewest_common(text.ranks.len(), above).saturating_sub(1));
            for rank in text.ranks.iter().take(rarest) {
                if let Some(holders) = holders.get_mut(*rank as usize) {
                    holders.push(place);
                }
            }
        }
        Self { above, ranks, texts, holders }
    }

    /// The texts that are alike to `text` by more than the index's limit, in the order in which they were given. The
    /// text itself is among them if it was given.
    pub fn alike(&self, text: &Shingles) -> Vec<Alike> {
        let length = text.runs().len();
        let ranks = known(&self.ranks, text);
        // Runs that no text here has are the rarest of all.
        let unknown = length - ranks.len();
        let least = fewest_common(length, self.above);
        let rarest = (length + 1).saturating_sub(least + unknown);
        let mut candidates = Vec::new();
        for rank in ranks.iter().take(rarest) {
            let holders = self.holders.get(*rank as usize).map_or(&[][..], Vec::as_slice);
            let from = holders.partition_point(|place| self.length(*place) < least);
            let fits = |place: &&u32| common_for(length, self.length(**place), self.above) <= length;
            candidates.extend(holders.iter().skip(from).take_while(fits));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let compare = |place: u32| {
            let other = self.texts.get(place as usize)?;
            let percent = dice(overlap(&ranks, &other.ranks), length, other.ranks.len());
            (percent > self.above).then_some(Alike { text: other.number, percent })
        };
        let mut alike: Vec<Alike> = candidates.into_iter().filter_map(compare).collect();
        alike.sort_unstable();
        alike
    }

    fn length(&self, place: u32) -> usize {
        self.texts.get(place as usize).map_or(0, |text| text.ranks.len())
    }
}

/// Numbers for all runs, the rarest first.
fn rank(texts: &[&Shingles]) -> Ranks {
    let mut ranks = Ranks::default();
    for run in texts.iter().flat_map(|text| text.runs()) {
        *ranks.entry(*run).or_default() += 1;
    }
    let mut order: Vec<(u32, u64)> = ranks.iter().map(|(run, count)| (*count, *run)).collect();
    order.sort_unstable();
    for (rank, (_, run)) in (0..).zip(order) {
        ranks.insert(run, rank);
    }
    ranks
}

/// The ranks of a text's runs that have one, ascending.
fn known(ranks: &Ranks, text: &Shingles) -> Vec<u32> {
    let mut found: Vec<u32> = text.runs().iter().filter_map(|run| ranks.get(run)).copied().collect();
    found.sort_unstable();
    found
}

/// How many runs texts of these lengths must have in common to be alike by more than `above` percent.
fn common_for(a: usize, b: usize, above: u8) -> usize {
    ((usize::from(above) + 1) * (a + b)).div_ceil(200)
}

/// How many runs a text of this length must have in common with any that is alike: the other has at least as many runs
/// as are common, hence the shortest possible other consists of nothing else.
fn fewest_common(length: usize, above: u8) -> usize {
    let least = usize::from(above) + 1;
    (least * length).div_ceil(200_usize.saturating_sub(least).max(1))
}

/// A hasher for runs, which are well spread numbers already and come from no adversary's choice of table.
#[derive(Debug, Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // Multiplication carries upwards only; the rotation brings the mixed bits to where the table looks.
        self.0 = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}
