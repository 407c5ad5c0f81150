//! The order in which transitions are walked: causal first, and among those that did not see each other the bolder
//! before the more cautious. The same set gives the same order wherever, and in whatever order, it arrived.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::Act;
use crate::ids::TransitionId;

/// The transitions in their walking order. Edges to transitions that are not here are passed over; a cycle, which no
/// honest device can make, is broken at its least member.
pub(super) fn walk<'a, A: Act>(all: &BTreeMap<TransitionId, &'a A>) -> Vec<&'a A> {
    let rank = |one: &A| (one.caution(), one.at(), one.id());
    let mut left: BTreeMap<TransitionId, &A> = all.clone();
    let mut walked = Vec::with_capacity(all.len());
    while !left.is_empty() {
        let ready = left
            .values()
            .filter(|one| one.after().iter().all(|id| *id == one.id() || !left.contains_key(id)))
            .min_by_key(|one| rank(one));
        let next = ready.or_else(|| left.values().min_by_key(|one| rank(one))).copied();
        let Some(next) = next else { break };
        left.remove(&next.id());
        walked.push(next);
    }
    walked
}

/// The transitions that `one` had seen, itself not included.
pub(super) fn past<A: Act>(all: &BTreeMap<TransitionId, &A>, one: &A) -> BTreeSet<TransitionId> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<TransitionId> = one.after().to_vec();
    while let Some(id) = open.pop() {
        if id == one.id() || !seen.insert(id) {
            continue;
        }
        if let Some(found) = all.get(&id) {
            open.extend(found.after().iter().copied());
        }
    }
    seen
}

/// The transitions that no other has seen: what the next one is to name in `after`.
pub(super) fn tips<A: Act>(all: &BTreeMap<TransitionId, &A>) -> Vec<TransitionId> {
    let seen: BTreeSet<TransitionId> = all.values().flat_map(|one| one.after().iter().copied()).collect();
    all.keys().filter(|id| !seen.contains(id)).copied().collect()
}
