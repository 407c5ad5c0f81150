//! Finding what is alike among many texts.

use super::{
    Shingles,
    rarity::Rarity,
    shelves::{Kept, Shelves},
    sketch::Sketch,
};

/// Two texts that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The number of the one, in the order in which the texts were given.
    pub first: usize,
    /// The number of the other, which is greater.
    pub second: usize,
    /// How alike, 0 to 100.
    pub percent: u8,
}

/// A text on its way through the join.
#[derive(Debug, Clone, Copy)]
struct Entry<'t> {
    number: usize,
    text: &'t Shingles,
    sketch: Sketch,
    asked: bool,
}

/// All pairs of texts that are alike by more than `above` percent and of which one or both are asked about, in order.
/// Exact: what comparing all of them would find. A text without runs is alike to nothing.
///
/// Let all runs be put in one order, the rarest first. If two sets have `o` elements in common, one of these stands
/// among the first `n − o + 1` of either, whose size is `n`: `o − 1` more must come after it. So each text is shelved
/// under its rarest runs alone, and only who shares one of them is looked at. Most of these are told apart by their
/// sketches, and the few that are left are compared in full. An ordinary turn of phrase brings no texts together.
///
/// How many must be common hangs on both sizes: of two texts the longer is looked at more deeply, up to a quarter, and
/// the shorter less, up to a seventh. So the texts come from the shortest to the longest, each asks who has been before
/// it, and only then is shelved itself, under what a text as long or longer may ask for.
pub fn pairs(texts: &[&Shingles], is_asked: impl Fn(usize) -> bool, above: u8) -> Vec<Pair> {
    let limit = Limit(usize::from(above) + 1);
    let rarity = Rarity::among(texts);
    let numbered = texts.iter().enumerate().filter(|(_, text)| !text.runs().is_empty());
    let mut entries: Vec<_> = numbered
        .map(|(number, text)| Entry { number, text, sketch: Sketch::of(text), asked: is_asked(number) })
        .collect();
    entries.sort_by_key(|one| one.text.runs().len());

    let mut slots = Vec::new();
    let mut rarest = Vec::with_capacity(entries.len());
    for one in &entries {
        let begin = slots.len();
        rarity.rarest(one.text, limit.asked_for(one.text.runs().len()), &mut slots);
        rarest.push(begin..slots.len());
    }
    let rarest = |place: usize| rarest.get(place).and_then(|range| slots.get(range.clone())).unwrap_or_default();
    let filled = |asked: bool| {
        let those = entries.iter().enumerate().filter(move |(_, one)| one.asked == asked);
        those.flat_map(|(place, one)| rarest(place).iter().take(limit.shelved(one.text.runs().len())))
    };
    let mut asked = Shelves::with_room_for(rarity.slots(), filled(true));
    let mut others = Shelves::with_room_for(rarity.slots(), filled(false));

    let longest = entries.last().map_or(0, |one| one.text.runs().len());
    let before = |length| entries.partition_point(|one| one.text.runs().len() < length);
    let before: Vec<usize> = (0..=longest).map(before).collect();
    let shorter_than = |length: usize| before.get(length).copied().unwrap_or(entries.len());

    let mut found = Vec::new();
    let mut met = Vec::new();
    for (place, one) in entries.iter().enumerate() {
        let length = one.text.runs().len();
        let shortest = shorter_than(limit.shortest(length));
        let apart = limit.apart(length);
        let sides = [Some(&mut asked), one.asked.then_some(&mut others)];
        for shelves in sides.into_iter().flatten() {
            for (depth, slot) in rarest(place).iter().enumerate() {
                let too_long = shorter_than(limit.counts_up_to(length, depth) + 1);
                let shelf = shelves.from(*slot, shortest).iter().take_while(|kept| kept.place < too_long);
                let near = shelf.filter(|kept| length <= kept.counts_up_to && !kept.sketch.apart(one.sketch, apart));
                met.extend(near.map(|kept| kept.place));
            }
        }
        met.sort_unstable();
        met.dedup();
        for other in met.drain(..).filter_map(|place| entries.get(place)) {
            let percent = one.text.percent(other.text);
            if percent > above {
                let (first, second) = (one.number.min(other.number), one.number.max(other.number));
                found.push(Pair { first, second, percent });
            }
        }
        let shelves = if one.asked { &mut asked } else { &mut others };
        for (depth, slot) in rarest(place).iter().enumerate().take(limit.shelved(length)) {
            shelves.keep(*slot, Kept { sketch: one.sketch, place, counts_up_to: limit.counts_up_to(length, depth) });
        }
    }
    found.sort_unstable();
    found
}

/// What follows from the least likeness, in percent, that is looked for: twice the common runs of two texts are at
/// least that share of all their runs.
#[derive(Debug, Clone, Copy)]
struct Limit(usize);

impl Limit {
    /// How long a text must be to be alike to a longer one of this length, all of its runs being common.
    fn shortest(self, length: usize) -> usize {
        (self.0 * length).div_ceil(200_usize.saturating_sub(self.0).max(1))
    }

    /// How many of its rarest runs a text asks for: it and a shorter one have at least so many runs in common as the
    /// shorter one must have at all.
    fn asked_for(self, length: usize) -> usize {
        (length + 1).saturating_sub(self.shortest(length)).min(length)
    }

    /// How many of its rarest runs a text is shelved under, to be found by one as long or longer.
    fn shelved(self, length: usize) -> usize {
        (length + 1).saturating_sub((self.0 * length).div_ceil(100)).min(length)
    }

    /// How long a text may be for a run at this depth of a text of this length to be the rarest that they have in
    /// common: no more are common than it and those that come after it.
    fn counts_up_to(self, length: usize, depth: usize) -> usize {
        (200 * length.saturating_sub(depth) / self.0).saturating_sub(length)
    }

    /// How many runs may be in but one of the two, a text of this length and a shorter one.
    fn apart(self, length: usize) -> u32 {
        u32::try_from(2 * length * 100_usize.saturating_sub(self.0) / 100).unwrap_or(u32::MAX)
    }
}
