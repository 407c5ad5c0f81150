//! Cells stand in drawers. What a version without them wrote is read beside it, stays where it is, and nothing of either
//! is hidden.

use automerge::{AutoCommit, ROOT, ReadDoc as _, transaction::Transactable as _};
use taizhang_ledger::{DeviceId, ItemKey, drawer_of_cell, record::Field};

use crate::support::{Tablet, branch_doc, county_with_task, meet};

/// The branch's document as it is on a tablet.
fn branch(tablet: &mut Tablet) -> AutoCommit {
    AutoCommit::load(&tablet.ledger.document_mut(&branch_doc("v1")).unwrap().save()).unwrap()
}

fn owner(item: &ItemKey) -> String {
    format!("{}/owner", item.task)
}

/// What a tablet with an earlier version makes of the document.
fn edited_before(tablet: &mut Tablet, item: &ItemKey, name: &str) -> Vec<u8> {
    let mut doc = branch(tablet).with_actor(DeviceId([9; 16]).actor([0; 4]));
    let (_, cells) = doc.get(ROOT, "cells").unwrap().unwrap();
    doc.put(&cells, owner(item), name).unwrap();
    doc.save()
}

/// Whether the owner stands in the table itself, and in its drawer.
fn places(tablet: &mut Tablet, item: &ItemKey) -> (bool, bool) {
    let (doc, key) = (branch(tablet), owner(item));
    let [own, drawer] = ["cells", &drawer_of_cell(&key)].map(|map| doc.get(ROOT, map).unwrap().unwrap().1);
    (doc.get(own, &*key).unwrap().is_some(), doc.get(drawer, &*key).unwrap().is_some())
}

#[test]
fn a_new_cell_stands_in_its_drawer() {
    let (mut village, _, _, item) = county_with_task();
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    assert_eq!(places(&mut village, &item), (false, true));
    assert_eq!(village.ledger.summary(&item).unwrap().owner, "陈大明");
}

#[test]
fn a_cell_of_an_earlier_version_stays_where_it_is() {
    let (mut village, mut township, _, item) = county_with_task();
    village.edit(&item, Field::Measure, "每周入户").unwrap();
    let before = edited_before(&mut village, &item, "王建国");
    let touched = village.ledger.merge(&branch_doc("v1"), &before).unwrap();
    assert!(touched.items.contains(&item));
    assert_eq!(village.ledger.summary(&item).unwrap().owner, "王建国");
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    assert_eq!(places(&mut village, &item), (true, false));
    meet(&mut village, &mut township);
    for tablet in [&village, &township] {
        let found = tablet.ledger.item(&item).unwrap();
        assert_eq!((found.summary.owner.as_str(), found.summary.conflict), ("陈大明", false));
        assert_eq!(found.measure, "每周入户");
    }
    let told: Vec<_> = village.ledger.edits(&item).into_iter().filter(|edit| edit.field == Field::Owner).collect();
    assert_eq!(told.len(), 2, "both versions' edits are told: {told:?}");
}

#[test]
fn what_two_versions_wrote_at_once_is_shown_and_settled() {
    let (mut village, mut township, _, item) = county_with_task();
    village.edit(&item, Field::Measure, "每周入户").unwrap();
    let before = edited_before(&mut village, &item, "王建国");
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    village.ledger.merge(&branch_doc("v1"), &before).unwrap();
    meet(&mut village, &mut township);
    for tablet in [&village, &township] {
        let found = tablet.ledger.item(&item).unwrap();
        let [(Field::Owner, both)] = found.conflicts.as_slice() else { unreachable!("{:?}", found.conflicts) };
        let mut told: Vec<_> = both.iter().map(|one| one.value.to_string()).collect();
        told.sort();
        assert_eq!(told, ["王建国", "陈大明"]);
    }
    assert_eq!(village.ledger.item(&item).unwrap(), township.ledger.item(&item).unwrap());
    // Opened from the start it reads the same.
    let mut anew = Tablet::new(7, "v1", taizhang_ledger::Role::BranchSecretary, "陈书记");
    anew.pull(&mut village);
    assert_eq!(anew.ledger.item(&item).unwrap().conflicts.len(), 1);
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    assert_eq!(places(&mut village, &item), (true, false), "one place is left");
    meet(&mut village, &mut township);
    for tablet in [&village, &township] {
        let settled = tablet.ledger.summary(&item).unwrap();
        assert_eq!((settled.owner.as_str(), settled.conflict), ("陈大明", false));
    }
}
