//! What people do without knowing of each other has a defined outcome, and where it contradicts, it is shown.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use support::{Tablet, county_with_task, day, meet};
use taizhang_ledger::{
    Command, Move, Role, State, Timestamp,
    lifecycle::Outcome,
    record::{Field, Value},
};

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

#[test]
fn a_tablet_back_after_half_a_year_loses_nothing_and_undoes_nothing() {
    let (mut village, mut township, mut county, item) = county_with_task();
    let on = |tablet: &mut Tablet, month, date| tablet.clock = Timestamp::at(day(month, date), 9, 0);
    on(&mut village, 3, 2);
    village.report(&item, "入户走访三十户", Some(30)).unwrap();

    // While it lies in a drawer the work is done and closed on the branch's behalf.
    let mut colleague = Tablet::new(9, "t1", Role::TownshipOrgOfficer, "王干事");
    colleague.pull(&mut township);
    on(&mut colleague, 6, 1);
    colleague.edit(&item, Field::Owner, "驻村干部").unwrap();
    colleague.report(&item, "代为补办", Some(100)).unwrap();
    colleague.act(&item, Move::Submit).unwrap();
    township.pull(&mut colleague);
    on(&mut township, 6, 2);
    township.act(&item, Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    on(&mut county, 6, 3);
    county.act(&item, Move::VerifyCounty).unwrap();
    county.act(&item, Move::Close).unwrap();

    // The village has gone on in its own way, and hears of it 180 days after it was last heard of.
    on(&mut village, 8, 28);
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    village.report(&item, "走访全部完成", Some(100)).unwrap();
    village.act(&item, Move::Submit).unwrap();
    on(&mut village, 8, 29);
    village.pull(&mut county);
    for tablet in [&mut township, &mut county] {
        tablet.pull(&mut village);
    }

    for tablet in [&village, &township, &county] {
        let seen = tablet.ledger.item(&item).unwrap();
        assert_eq!(seen.summary.state, State::Closed, "what two tiers have closed stays closed");
        assert!(seen.summary.changed, "and they are told that the branch has written since: {:?}", tablet.who.person);
        let said: Vec<_> = seen.entries.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(said, ["入户走访三十户", "代为补办", "走访全部完成"]);
        assert_eq!(seen.conflicts.len(), 1, "who answers for it is for a person to choose");
        let late =
            seen.life.steps.iter().find(|step| {
                step.transition.act == Move::Submit && step.transition.author.person == village.who.person
            });
        assert!(!matches!(late.unwrap().outcome, Outcome::Moved { .. }), "the late application is kept and explained");
    }
    // Looking again settles it.
    on(&mut township, 8, 30);
    township.act(&item, Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    on(&mut county, 8, 31);
    county.act(&item, Move::VerifyCounty).unwrap();
    let settled = county.ledger.summary(&item).unwrap();
    assert_eq!((settled.state, settled.changed), (State::Closed, false));
}
