//! No bytes make reading panic, and one bad record does not hide the others.

use crate::support::{self, Tablet, branch_doc, county_with_task};
use automerge::{AutoCommit, ObjType, ROOT, ReadDoc as _, transaction::Transactable as _};
use proptest::prelude::*;
use taizhang_ledger::{DocId, Document, Ledger, Problem};

proptest! {
    #[test]
    fn whatever_the_bytes(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut tablet = Tablet::village();
        let (_, problems) = tablet.ledger.open(&branch_doc("v1"), [noise.as_slice()]);
        prop_assert!(noise.is_empty() || !problems.is_empty());
        let _ = tablet.ledger.merge(&branch_doc("v1"), &noise);
    }

    #[test]
    fn whichever_byte_is_flipped(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let (mut village, _, _, item) = county_with_task();
        village.report(&item, "进展", Some(50)).unwrap();
        for id in village.ledger.documents().cloned().collect::<Vec<_>>() {
            let mut bytes = village.ledger.document_mut(&id).unwrap().save();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let mut other = Ledger::new(support::YEAR, village.who.device.actor([7; 4]));
            let _ = other.open(&id, [bytes.as_slice()]);
            let _ = other.item(&item);
        }
    }

    #[test]
    fn document_names_round_trip(text in "[a-z]{0,9}/?[a-z0-9-]{0,12}/?[0-9]{0,5}") {
        if let Ok(id) = text.parse::<DocId>() {
            prop_assert_eq!(id.to_string(), text);
        }
    }
}

#[test]
fn a_record_of_nonsense_is_left_out_and_reported() {
    let (mut village, _, _, item) = county_with_task();
    village.report(&item, "进展", Some(50)).unwrap();
    let bytes = village.ledger.document_mut(&branch_doc("v1")).unwrap().save();
    let mut forged = AutoCommit::load(&bytes).unwrap();
    for table in ["entries", "transitions", "tasks"] {
        let (_, object) = forged.get(ROOT, table).unwrap().unwrap();
        forged.put(&object, "not-an-id", 7).unwrap();
        let record = forged.put_object(&object, "0192d5b0-0000-7000-8000-000000000000", ObjType::Map).unwrap();
        forged.put(&record, "task", "nonsense").unwrap();
    }
    let (_, cells) = forged.get(ROOT, "cells").unwrap().unwrap();
    forged.put(&cells, "no-slash", true).unwrap();
    let before = village.ledger.item(&item).unwrap();
    village.ledger.merge(&branch_doc("v1"), &forged.save()).unwrap();
    assert_eq!(village.ledger.item(&item).unwrap(), before);
    let problems: Vec<_> = village.ledger.problems().collect();
    assert_eq!(problems.len(), 7, "{problems:?}");
    assert!(problems.iter().all(|one| matches!(one, Problem::BadRecord { .. })));
}

#[test]
fn a_write_into_a_record_shows_at_once_as_it_does_after_a_start() {
    let (mut village, _, _, item) = county_with_task();
    village.report(&item, "进展", Some(50)).unwrap();
    let doc = branch_doc("v1");
    let bytes = village.ledger.document_mut(&doc).unwrap().save();
    let mut forged = AutoCommit::load(&bytes).unwrap();
    let (_, entries) = forged.get(ROOT, "entries").unwrap().unwrap();
    let key = forged.keys(&entries).next().unwrap();
    let (_, record) = forged.get(&entries, &key).unwrap().unwrap();
    forged.put(&record, "text", "改过的话").unwrap();
    let forged = forged.save();
    village.ledger.merge(&doc, &forged).unwrap();
    let mut started = Ledger::new(support::YEAR, village.who.device.actor([7; 4]));
    for id in village.ledger.documents().cloned().collect::<Vec<_>>() {
        let saved = village.ledger.document_mut(&id).unwrap().save();
        started.open(&id, [saved.as_slice()]);
    }
    assert_eq!(village.ledger.item(&item).unwrap().entries[0].text, "改过的话");
    assert_eq!(village.ledger.item(&item), started.item(&item));
}

#[test]
fn a_damaged_chunk_hides_no_other() {
    let (mut village, _, _, item) = county_with_task();
    let id = branch_doc("v1");
    village.report(&item, "开始", Some(5)).unwrap();
    let mut chunks = vec![village.ledger.document_mut(&id).unwrap().save()];
    for percent in [10, 20, 30] {
        let change = village.report(&item, "进展", Some(percent)).unwrap().change.unwrap();
        chunks.push(change.raw_bytes().to_vec());
    }
    let open = |chunks: &[Vec<u8>]| {
        let mut document =
            Document::load(id.clone(), village.who.device.actor([7; 4]), chunks.iter().map(Vec::as_slice));
        (document.0.change_count(), document.1)
    };
    let (whole, problems) = open(&chunks);
    assert_eq!((whole, problems), (village.ledger.clone().document_mut(&id).unwrap().change_count(), vec![]));
    let damage = |at: usize| {
        let mut damaged = chunks.clone();
        let middle = damaged[at].len() / 2;
        damaged[at][middle] ^= 1;
        open(&damaged)
    };
    let (_, problems) = damage(0);
    assert!(problems.iter().any(|one| matches!(one, Problem::DamagedChunk { index: 0, .. })), "{problems:?}");
    // Automerge passes over a damaged change that comes later.
    assert_eq!(damage(3).0, whole - 1, "those before it are read");
    // In any order: what builds on what comes later waits for it.
    chunks.reverse();
    assert_eq!(open(&chunks), (whole, vec![]));
}
