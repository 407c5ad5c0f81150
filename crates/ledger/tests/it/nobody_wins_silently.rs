//! What people do without knowing of each other has a defined outcome, and where it contradicts, it is shown.

use crate::support::{Tablet, county_with_task, day, meet};
use taizhang_ledger::{
    Command, Move, Refusal, Role, State, Timestamp,
    lifecycle::{Denied, Outcome},
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

#[test]
fn a_cancellation_or_a_suspension_made_elsewhere_is_not_lost_to_an_application() {
    for (act, after) in [(Move::Cancel, State::Cancelled), (Move::Suspend, State::Suspended)] {
        let (mut village, mut township, _, item) = county_with_task();
        village.report(&item, "办结", Some(100)).unwrap();
        township.pull(&mut village);
        village.act(&item, Move::Submit).unwrap();
        // However wrong the clock is.
        township.clock = Timestamp(township.clock.0 - 365 * 86_400_000);
        township.act(&item, act).unwrap();
        meet(&mut village, &mut township);
        for tablet in [&village, &township] {
            let found = tablet.ledger.item(&item).unwrap();
            assert_eq!((found.summary.state, found.summary.contested), (after, false));
            let of = |act| found.life.steps.iter().find(|step| step.transition.act == act).unwrap().outcome;
            let applied = Outcome::Moved { from: State::InProgress, to: State::Submitted };
            assert_eq!(of(Move::Submit), applied, "it stays in the history, before what overrode it");
            assert_eq!(of(act), Outcome::Moved { from: State::Submitted, to: after });
        }
        if act == Move::Suspend {
            township.act(&item, Move::Resume).unwrap();
            assert_eq!(township.state(&item), State::Submitted, "and is where it was once the work goes on");
        }
    }
}

#[test]
fn two_applications_and_two_closings_count_once() {
    let (mut village, mut township, mut county, item) = county_with_task();
    village.report(&item, "办结", Some(100)).unwrap();
    township.pull(&mut village);
    village.act(&item, Move::Submit).unwrap();
    let mut colleague = Tablet::new(9, "t1", Role::TownshipOrgOfficer, "王干事");
    colleague.pull(&mut township);
    colleague.act(&item, Move::Submit).unwrap();
    for other in [&mut village, &mut colleague] {
        township.pull(other);
    }
    let counted = |tablet: &Tablet, act: Move| {
        let steps = tablet.ledger.item(&item).unwrap().life.steps;
        let of = steps.into_iter().filter(|step| step.transition.act == act);
        of.filter(|step| matches!(step.outcome, Outcome::Moved { .. })).count()
    };
    let summary = township.ledger.summary(&item).unwrap();
    assert_eq!((summary.state, summary.contested, counted(&township, Move::Submit)), (State::Submitted, false, 1));

    township.act(&item, Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    county.act(&item, Move::VerifyCounty).unwrap();
    township.pull(&mut county);
    county.act(&item, Move::Close).unwrap();
    township.act(&item, Move::Close).unwrap();
    meet(&mut township, &mut county);
    for tablet in [&township, &county] {
        let summary = tablet.ledger.summary(&item).unwrap();
        assert_eq!((summary.state, summary.contested, counted(tablet, Move::Close)), (State::Closed, false, 1));
    }
}

#[test]
fn one_person_on_two_devices_is_one_person() {
    let (mut village, mut township, _, item) = county_with_task();
    let mut second = Tablet::new(9, "t1", Role::TownshipOrgOfficer, &township.who.person.clone());
    village.report(&item, "办结", Some(100)).unwrap();
    township.pull(&mut village);
    // On one device they apply on the branch's behalf, earlier by its clock than the branch itself does.
    township.clock = Timestamp(village.clock.0 - 86_400_000);
    township.act(&item, Move::Submit).unwrap();
    let mut third = Tablet::new(8, "t1", Role::TownshipOrgOfficer, &township.who.person.clone());
    third.pull(&mut township);
    let before = third.act(&item, Move::VerifyTownship).unwrap_err();
    assert_eq!(before, Refusal::Denied(Denied::SamePerson), "before it is done");

    // On another they verify the branch's own application, not having heard of theirs.
    village.act(&item, Move::Submit).unwrap();
    second.pull(&mut village);
    second.act(&item, Move::VerifyTownship).unwrap();
    for other in [&mut township, &mut second] {
        village.pull(other);
    }
    let found = village.ledger.item(&item).unwrap();
    assert_eq!(found.summary.state, State::Submitted, "the verdict does not count");
    let verdict = found.life.steps.iter().find(|step| step.transition.act == Move::VerifyTownship).unwrap();
    assert_eq!(verdict.outcome, Outcome::Overtaken(Denied::SamePerson), "and why is told");
    assert!(found.summary.contested);
}
