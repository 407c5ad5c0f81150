//! The passages that two texts share.

use std::{collections::BinaryHeap, ops::Range};

use serde::{Deserialize, Serialize};

use super::Text;

/// The shortest passage worth showing, in characters that count.
const SHORTEST: usize = 6;

/// A passage that stands in both texts, but for what does not count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// Where it stands in the first text as written, in characters.
    pub a: Range<usize>,
    /// Where it stands in the second.
    pub b: Range<usize>,
}

/// A common run in the neutral texts; the longest is the greatest, then the one that stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    length: usize,
    a: std::cmp::Reverse<usize>,
    b: std::cmp::Reverse<usize>,
}

/// The longest passages that two texts share, none overlapping another, in the order of the first text.
///
/// The longest is taken first, then the longest of what is left. Takes time by the product of the lengths, which for
/// the longest texts the ledger takes (2,000 characters) is some milliseconds.
pub fn passages(a: &Text, b: &Text) -> Vec<Passage> {
    let mut runs: BinaryHeap<Run> = common_runs(a.chars(), b.chars()).into();
    let mut taken_a = vec![false; a.chars().len()];
    let mut taken_b = vec![false; b.chars().len()];
    let mut found = Vec::new();
    while let Some(run) = runs.pop() {
        let free = free_parts(run, &taken_a, &taken_b);
        if free != [run] {
            runs.extend(free);
            continue;
        }
        taken_a.iter_mut().skip(run.a.0).take(run.length).for_each(|taken| *taken = true);
        taken_b.iter_mut().skip(run.b.0).take(run.length).for_each(|taken| *taken = true);
        let in_a = a.trim(run.a.0..run.a.0 + run.length).and_then(|range| a.written(&range));
        let in_b = b.trim(run.b.0..run.b.0 + run.length).and_then(|range| b.written(&range));
        found.extend(in_a.zip(in_b).map(|(a, b)| Passage { a, b }));
    }
    found.sort_by_key(|passage| passage.a.start);
    found
}

/// Every run of equal characters that cannot be made longer, diagonal by diagonal.
fn common_runs(a: &[char], b: &[char]) -> Vec<Run> {
    let mut runs = Vec::new();
    let starts = (0..a.len()).rev().map(|from| (from, 0)).chain((1..b.len()).map(|from| (0, from)));
    for (from_a, from_b) in starts {
        let pairs = a.iter().skip(from_a).zip(b.iter().skip(from_b));
        let mut length = 0;
        // One step beyond the last pair ends the run that reaches it.
        let equal = pairs.map(|(left, right)| left == right).chain([false]);
        for (step, equal) in equal.enumerate() {
            if equal {
                length += 1;
                continue;
            }
            runs.extend(run(from_a + step - length, from_b + step - length, length));
            length = 0;
        }
    }
    runs
}

/// The parts of a run that nobody has taken in either text.
fn free_parts(one: Run, taken_a: &[bool], taken_b: &[bool]) -> Vec<Run> {
    let mut parts = Vec::new();
    let mut length = 0;
    let pairs = taken_a.iter().skip(one.a.0).zip(taken_b.iter().skip(one.b.0)).take(one.length);
    for (step, free) in pairs.map(|(a, b)| !a && !b).chain([false]).enumerate() {
        if free {
            length += 1;
            continue;
        }
        parts.extend(run(one.a.0 + step - length, one.b.0 + step - length, length));
        length = 0;
    }
    parts
}

fn run(a: usize, b: usize, length: usize) -> Option<Run> {
    (length >= SHORTEST).then_some(Run { length, a: std::cmp::Reverse(a), b: std::cmp::Reverse(b) })
}
