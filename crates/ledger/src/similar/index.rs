//! Finding what is alike among many texts.

use std::collections::HashMap;

use super::{
    Shingles,
    mix::Mixed,
    shingles::{dice, overlap},
};

/// How many rare runs two texts must share before they are compared in full: more tell unlike texts apart sooner, and
/// make longer lists to go through.
const RARE: usize = 4;

/// A text of an index that is alike to the one asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    /// Its number, in the order in which the texts were given.
    pub text: usize,
    /// How alike, 0 to 100.
    pub percent: u8,
}

/// Texts by their runs, to be asked what is alike to a text. Exact: it finds what comparing with all of them would.
///
/// Let all runs be ordered from the rarest to the most frequent. If two sets have `o` elements in common, the first `k`
/// of these stand among the first `n − o + k` of either, whose size is `n`: `o − k` more must come after them. So each
/// text is listed under its rarest runs alone, about a quarter of them, it is counted who shares some of a text's
/// rarest runs, and the few that share `k` are compared in full. An ordinary turn of phrase brings no texts together.
#[derive(Debug)]
pub struct Index {
    above: u8,
    ranks: Ranks,
    /// From the shortest to the longest, so that a range of places is a range of lengths.
    texts: Vec<Entry>,
    /// For each rank the texts that have the run among their rarest, by their place in `texts`, ascending.
    holders: Vec<Vec<u32>>,
}

#[derive(Debug)]
struct Entry {
    number: usize,
    ranks: Box<[u32]>,
}

/// Asks an index about one text after another.
#[derive(Debug)]
pub struct Search<'i> {
    index: &'i Index,
    /// For each text how many of the runs looked up it has; zero between two questions. Bytes, so that they fit into a
    /// processor's nearest memory: nobody asks for more than `RARE`.
    shared: Vec<u8>,
}

type Ranks = HashMap<u64, u32, Mixed>;

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
            for rank in text.ranks.iter().take(rarest(text.ranks.len(), above)) {
                if let Some(holders) = holders.get_mut(*rank as usize) {
                    holders.push(place);
                }
            }
        }
        Self { above, ranks, texts, holders }
    }

    /// Begins to ask.
    pub fn search(&self) -> Search<'_> {
        Search { index: self, shared: vec![0; self.texts.len()] }
    }
}

impl Search<'_> {
    /// The texts that are alike to `text` by more than the index's limit, in the order in which they were given. The
    /// text itself is among them if it was given; what has no runs is alike to nothing.
    pub fn alike(&mut self, text: &Shingles) -> Vec<Alike> {
        let Index { above, ranks, texts, holders } = self.index;
        let length = text.runs().len();
        let ranks = known(ranks, text);
        let least = fewest_common(length, *above);
        // Runs that no text here has are the rarest of all, and need no looking up.
        let rarest = rarest(length, *above).saturating_sub(length - ranks.len());
        // Only texts of about the same length can be alike.
        let from = to_place(texts.partition_point(|other| other.ranks.len() < least));
        let to = to_place(texts.partition_point(|other| common_for(length, other.ranks.len(), *above) <= length));
        let mut met = Vec::new();
        for rank in ranks.iter().take(rarest) {
            let holders = holders.get(*rank as usize).map_or(&[][..], Vec::as_slice);
            let first = holders.partition_point(|place| *place < from);
            for place in holders.iter().skip(first).take_while(|place| **place < to) {
                if let Some(shared) = self.shared.get_mut(*place as usize) {
                    if *shared == 0 {
                        met.push(*place);
                    }
                    *shared = shared.saturating_add(1);
                }
            }
        }
        let mut alike = Vec::new();
        for place in met {
            let Some(shared) = self.shared.get_mut(place as usize).map(std::mem::take) else { continue };
            if usize::from(shared) < least.min(RARE) {
                continue;
            }
            let Some(other) = texts.get(place as usize) else { continue };
            let percent = dice(overlap(&ranks, &other.ranks), length, other.ranks.len());
            alike.extend((percent > *above).then_some(Alike { text: other.number, percent }));
        }
        alike.sort_unstable();
        alike
    }
}

/// How many of the rarest runs of a text are looked at, for it to share `RARE` of them with whatever is alike.
fn rarest(length: usize, above: u8) -> usize {
    (length + RARE).saturating_sub(fewest_common(length, above)).min(length)
}

/// A place as it stands in the lists.
fn to_place(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
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
