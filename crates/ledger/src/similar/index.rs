//! Finding what is alike among many texts.

use super::{
    Shingles,
    rarity::{Lists, Rarity},
};

/// How many rare runs two texts must share before they are compared in full: more tell unlike texts apart sooner, and
/// make longer lists to go through.
const RARE: usize = 6;

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
/// Let all runs be put in one order, the rarest first. If two sets have `o` elements in common, the first `k` of these
/// stand among the first `n − o + k` of either, whose size is `n`: `o − k` more must come after them. So each text is
/// listed under its rarest runs alone, it is counted who shares some of a text's rarest runs, and the few that share
/// `k` are compared in full. An ordinary turn of phrase brings no texts together.
///
/// How many must be common hangs on both sizes: of two texts the longer is looked at more deeply, up to a quarter, and
/// the shorter less, up to a seventh. So a run deep in a text is looked up among shorter texts alone, and who has it
/// deep is met by shorter texts alone.
///
/// Any order will do, hence how rare a run is need only be guessed ([`Rarity`]), and texts may be listed under more
/// than they have: who is met in vain is sorted out by the comparison.
#[derive(Debug)]
pub struct Index<'t> {
    above: u8,
    rarity: Rarity,
    /// From the shortest to the longest, so that a range of places is a range of lengths.
    texts: Vec<Entry<'t>>,
    /// For each length how many texts are shorter.
    shorter: Vec<u32>,
    /// Under each slot of a run the texts that have it among their rarest as seen by a text as long or longer, by their
    /// place in `texts`, ascending.
    holders: Lists,
    /// The same for the next rarest runs, which count for shorter texts alone.
    deep_holders: Lists,
}

#[derive(Debug)]
struct Entry<'t> {
    number: usize,
    text: &'t Shingles,
}

/// Asks an index about one text after another.
#[derive(Debug)]
pub struct Search<'i> {
    index: &'i Index<'i>,
    /// For each text how many of the runs looked up it has; zero between two questions. Bytes, so that they fit into a
    /// processor's nearest memory: nobody asks for more than `RARE`.
    shared: Vec<u8>,
}

impl<'t> Index<'t> {
    /// An index that finds likenesses of more than `above` percent.
    pub fn new(given: &[&'t Shingles], above: u8) -> Self {
        let rarity = Rarity::among(given);
        let mut texts: Vec<_> = given.iter().enumerate().map(|(number, text)| Entry { number, text }).collect();
        texts.sort_by_key(|one| one.text.runs().len());
        let (mut listed, mut deep) = (Vec::new(), Vec::new());
        for (place, one) in (0..).zip(&texts) {
            let length = one.text.runs().len();
            let reach = reach(length, common_for(length, length, above));
            for (depth, slot) in rarity.rarest(one.text, deepest(length, above)).enumerate() {
                if depth < reach { &mut listed } else { &mut deep }.push((slot, place));
            }
        }
        let longest = texts.last().map_or(0, |one| one.text.runs().len());
        let below = |length| to_place(texts.partition_point(|one| one.text.runs().len() < length));
        let shorter = (0..=longest).map(below).collect();
        let (holders, deep_holders) = (Lists::new(rarity.slots(), &listed), Lists::new(rarity.slots(), &deep));
        Self { above, rarity, texts, shorter, holders, deep_holders }
    }

    /// Begins to ask.
    pub fn search(&self) -> Search<'_> {
        Search { index: self, shared: vec![0; self.texts.len()] }
    }

    /// How many texts are shorter than that: the place where the others begin.
    fn shorter_than(&self, length: usize) -> u32 {
        self.shorter.get(length).copied().unwrap_or_else(|| to_place(self.texts.len()))
    }
}

impl Search<'_> {
    /// The texts that are alike to `text` by more than the index's limit, in the order in which they were given. The
    /// text itself is among them if it was given; what has no runs is alike to nothing.
    pub fn alike(&mut self, text: &Shingles) -> Vec<Alike> {
        let Index { above, rarity, texts, holders, deep_holders, .. } = self.index;
        let length = text.runs().len();
        let least = fewest_common(length, *above);
        // Only texts of about the same length can be alike.
        let (from, longer) = (self.index.shorter_than(least), self.index.shorter_than(length + 1));
        let mut met = Vec::new();
        for (depth, slot) in rarity.rarest(text, deepest(length, *above)).enumerate() {
            // The deeper a run, the shorter is a text for which it still counts.
            let to = self.index.shorter_than(too_long(length, depth, *above));
            for (holders, from) in [(holders, from), (deep_holders, longer)] {
                if from >= to {
                    continue;
                }
                let holders = holders.get(slot);
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
        }
        let mut alike = Vec::new();
        for place in met {
            let Some(shared) = self.shared.get_mut(place as usize).map(std::mem::take) else { continue };
            if usize::from(shared) < least.min(RARE) {
                continue;
            }
            let Some(other) = texts.get(place as usize) else { continue };
            let percent = text.percent(other.text);
            alike.extend((percent > *above).then_some(Alike { text: other.number, percent }));
        }
        alike.sort_unstable();
        alike
    }
}

/// How many of the rarest runs of a text are looked at, for it to share `RARE` of them with a text with which it has
/// `common` in common.
fn reach(length: usize, common: usize) -> usize {
    (length + RARE).saturating_sub(common).min(length)
}

/// How long a text is that is too long for a run at this depth of a text of `length` to count: the depth is beyond the
/// [`reach`] of the two.
fn too_long(length: usize, depth: usize, above: u8) -> usize {
    let common = (length + RARE).saturating_sub(depth + 1);
    (200 * common / (usize::from(above) + 1) + 1).saturating_sub(length)
}

/// The same for whatever is alike.
fn deepest(length: usize, above: u8) -> usize {
    reach(length, fewest_common(length, above))
}

/// A place as it stands in the lists.
fn to_place(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
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
