//! What a device hands in is its own changes and the genesis, however the others' lie between.

use std::collections::BTreeSet;

use automerge::{AutoCommit, ChangeHash, ROOT, ReadDoc as _, transaction::Transactable as _};
use proptest::prelude::*;
use taizhang_ledger::{DeviceId, DocKind, Document, beginning_hashes, own_changes_since};

const DEVICE: DeviceId = DeviceId([1; 16]);

/// The device's two tabs, and two others.
fn replicas() -> Vec<AutoCommit> {
    let genesis = Document::new("branch/v1/2026".parse().unwrap(), DEVICE.actor([0; 4])).save();
    let actors =
        [DEVICE.actor([1; 4]), DEVICE.actor([2; 4]), DeviceId([2; 16]).actor([1; 4]), DeviceId([0; 16]).actor([9; 4])];
    actors.into_iter().map(|actor| AutoCommit::load(&genesis).unwrap().with_actor(actor)).collect()
}

fn expected(doc: &mut AutoCommit, since: &[ChangeHash]) -> BTreeSet<ChangeHash> {
    let beginnings = beginning_hashes(DocKind::Branch);
    let all = doc.get_changes(since).into_iter();
    let own = all.filter(|change| {
        DeviceId::of_actor(change.actor_id().to_bytes()) == Some(DEVICE) || beginnings.contains(&change.hash())
    });
    own.map(|change| change.hash()).collect()
}

proptest! {
    #[test]
    fn whatever_was_written_and_merged_in_any_order(
        deeds in prop::collection::vec((0..4_usize, 0..4_usize), 1..40),
        pick in any::<prop::sample::Index>(),
    ) {
        let mut replicas = replicas();
        let mut known = vec![ChangeHash([7; 32])];
        for (number, (one, other)) in deeds.into_iter().enumerate() {
            if one == other {
                let (_, cells) = replicas[one].get(ROOT, "cells").unwrap().unwrap();
                replicas[one].put(&cells, format!("t/{}", number % 5), number.to_string()).unwrap();
                replicas[one].commit();
                known.extend(replicas[one].get_heads());
            } else {
                let mut from = replicas[other].clone();
                replicas[one].merge(&mut from).unwrap();
            }
        }
        let since = [known[pick.index(known.len())]];
        for doc in &mut replicas {
            for since in [&[][..], &since] {
                let heads: Vec<_> = since.iter().copied().filter(|hash| doc.get_change_by_hash(hash).is_some()).collect();
                let handed_in = own_changes_since(doc, DocKind::Branch, DEVICE, since);
                let hashes: Vec<_> = handed_in.iter().map(automerge::Change::hash).collect();
                prop_assert_eq!(hashes.iter().copied().collect::<BTreeSet<_>>(), expected(doc, &heads));
                for (index, change) in handed_in.iter().enumerate() {
                    let later = &hashes[index..];
                    prop_assert!(!change.deps().iter().any(|dep| later.contains(dep)), "not oldest first");
                }
            }
        }
    }
}
