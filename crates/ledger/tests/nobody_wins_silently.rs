//! What people do without knowing of each other has a defined outcome, and where it contradicts, it is shown.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use support::{Tablet, county_with_task, meet};
use taizhang_ledger::{Command, Move, Role, State, Timestamp, record::Field, record::Value};

fn submitted() -> (Tablet, Tablet, Tablet, taizhang_ledger::ItemKey) {
    let (mut village, mut township, mut county, item) = county_with_task();
    village.report(&item, "进展", Some(100)).unwrap();
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    county.pull(&mut village);
    (village, township, county, item)
}

#[test]
fn a_return_made_elsewhere_is_not_lost_to_a_closing() {
    let (mut village, mut township, mut county, item) = submitted();
    let mut colleague = Tablet::new(9, "t1", Role::TownshipOrgOfficer, "王干事");
    colleague.pull(&mut township);
    // However wrong the clocks are.
    colleague.clock = Timestamp(colleague.clock.0 - 365 * 86_400_000);
    colleague.act(&item, Move::Return).unwrap();
    township.act(&item, Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    county.act(&item, Move::VerifyCounty).unwrap();
    county.act(&item, Move::Close).unwrap();
    for other in [&mut colleague, &mut county] {
        village.pull(other);
    }
    let summary = village.ledger.summary(&item).unwrap();
    assert_eq!(summary.state, State::Returned);
    assert!(summary.contested, "a person is told that it was closed and returned at the same time");
    // Acting on what they see settles it.
    village.act(&item, Move::Submit).unwrap();
    assert!(!village.ledger.summary(&item).unwrap().contested);
}

#[test]
fn two_equal_verdicts_are_no_contradiction() {
    let (mut village, mut township, _, item) = submitted();
    let mut colleague = Tablet::new(9, "t1", Role::TownshipOrgOfficer, "王干事");
    colleague.pull(&mut township);
    township.act(&item, Move::VerifyTownship).unwrap();
    colleague.act(&item, Move::VerifyTownship).unwrap();
    village.pull(&mut township);
    village.pull(&mut colleague);
    let summary = village.ledger.summary(&item).unwrap();
    assert_eq!((summary.state, summary.contested), (State::TownshipVerified, false));
}

#[test]
fn one_field_edited_twice_shows_both_values_with_their_authors() {
    let (mut village, mut township, _, item) = county_with_task();
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    meet(&mut village, &mut township);
    village.edit(&item, Field::Owner, "李小红").unwrap();
    village.edit(&item, Field::Measure, "每周入户").unwrap();
    township.edit(&item, Field::Owner, "王建国").unwrap();
    meet(&mut village, &mut township);
    for tablet in [&village, &township] {
        let found = tablet.ledger.item(&item).unwrap();
        assert_eq!(found.measure, "每周入户", "an edit of another field is untouched");
        let [(Field::Owner, alternatives)] = found.conflicts.as_slice() else { unreachable!("{:?}", found.conflicts) };
        let mut told: Vec<_> = alternatives
            .iter()
            .map(|one| {
                let author = tablet.ledger.author(one.device.unwrap()).unwrap();
                assert!(one.at.is_some());
                (one.value.to_string(), author.person.clone())
            })
            .collect();
        told.sort();
        assert_eq!(told, [("李小红".into(), "陈书记".into()), ("王建国".into(), "林委员".into())]);
    }
    assert_eq!(village.ledger.item(&item).unwrap(), township.ledger.item(&item).unwrap());
    // Choosing settles it everywhere, also when the choice is the value that stands first.
    let standing = village.ledger.summary(&item).unwrap().owner;
    let choice = Command::Edit { item: item.clone(), field: Field::Owner, value: Value::Text(standing.clone()) };
    village.run(choice).unwrap();
    township.pull(&mut village);
    for tablet in [&village, &township] {
        let settled = tablet.ledger.summary(&item).unwrap();
        assert_eq!((settled.owner, settled.conflict), (standing.clone(), false));
    }
}
