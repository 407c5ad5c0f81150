//! Which of a push's changes the hub can take, reasoning about hashes alone.

use std::collections::BTreeSet;

use automerge::ChangeHash;

/// One change of a push. Pushes are kept in the order dependencies first.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) hash: ChangeHash,
    pub(super) deps: Vec<ChangeHash>,
}

/// Those that the hub cannot take: they are bad, or build on a bad one.
pub(super) fn barred(nodes: &[Node], bad: impl Fn(&ChangeHash) -> bool) -> BTreeSet<ChangeHash> {
    let mut barred = BTreeSet::new();
    for node in nodes {
        let on_bad = |dep: &ChangeHash| bad(dep) || barred.contains(dep);
        if bad(&node.hash) || node.deps.iter().any(on_bad) {
            barred.insert(node.hash);
        }
    }
    barred
}

/// The latest of those not barred: the rest are their ancestors.
pub(super) fn tips(nodes: &[Node], barred: &BTreeSet<ChangeHash>) -> BTreeSet<ChangeHash> {
    let taken = || nodes.iter().filter(|node| !barred.contains(&node.hash));
    let mut tips: BTreeSet<_> = taken().map(|node| node.hash).collect();
    for dep in taken().flat_map(|node| &node.deps) {
        tips.remove(dep);
    }
    tips
}
