//! Texts as sets of runs of three characters.

use std::cmp::Ordering;

/// The length of a run.
const RUN: usize = 3;

/// The runs of a text, sorted. A run is packed into a number (21 bits a character), so that two of them are equal only
/// if their characters are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Shingles(Box<[u64]>);

impl Shingles {
    /// The runs of sentences.
    pub(super) fn of<'a>(sentences: impl Iterator<Item = &'a [char]>) -> Self {
        let mut runs = Vec::new();
        for sentence in sentences {
            if sentence.len() >= RUN {
                runs.extend(sentence.windows(RUN).map(pack));
            } else if !sentence.is_empty() {
                runs.push(pack(sentence));
            }
        }
        runs.sort_unstable();
        runs.dedup();
        Self(runs.into_boxed_slice())
    }

    /// How alike two texts are, 0 to 100; texts of which nothing is left are the same text.
    pub fn percent(&self, other: &Self) -> u8 {
        dice(overlap(&self.0, &other.0), self.0.len(), other.0.len())
    }

    pub(super) fn runs(&self) -> &[u64] {
        &self.0
    }
}

/// Up to three characters as a number; of as many characters, two are equal only if these are.
pub(super) fn pack(run: &[char]) -> u64 {
    run.iter().fold(0, |packed, one| packed << 21 | u64::from(u32::from(*one)))
}

/// The Dice coefficient of sets of these sizes, in percent, rounded down.
pub(super) fn dice(common: usize, a: usize, b: usize) -> u8 {
    u8::try_from((200 * common).checked_div(a + b).unwrap_or(100)).unwrap_or(100)
}

/// How many elements two sorted sets have in common.
pub(super) fn overlap<T: Ord>(mut a: &[T], mut b: &[T]) -> usize {
    let mut common = 0;
    while let ([left, more_of_a @ ..], [right, more_of_b @ ..]) = (a, b) {
        let order = left.cmp(right);
        common += usize::from(order == Ordering::Equal);
        if order != Ordering::Greater {
            a = more_of_a;
        }
        if order != Ordering::Less {
            b = more_of_b;
        }
    }
    common
}
