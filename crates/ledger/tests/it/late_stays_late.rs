//! A late mark is made by the act that came late, and nothing afterwards takes it away or puts it elsewhere.

use crate::support::{
    Tablet,
    cases::{act, assessed, closed, run, strike_off},
    county_with_task, day, key, meet,
};
use taizhang_ledger::{
    CaseCommand, CaseState, Command, ItemKey, Move, State, Timestamp, case::CaseMove, record::Field,
};

fn on(tablet: &mut Tablet, month: u32, date: u32) {
    tablet.clock = Timestamp::at(day(month, date), 9, 0);
}

/// Applies on a day and strikes off right after it.
fn close(village: &mut Tablet, township: &mut Tablet, county: &mut Tablet, item: &ItemKey) {
    village.report(item, "办结", Some(100)).unwrap();
    village.act(item, Move::Submit).unwrap();
    township.pull(village);
    township.act(item, Move::VerifyTownship).unwrap();
    county.pull(township);
    county.act(item, Move::VerifyCounty).unwrap();
    county.act(item, Move::Close).unwrap();
    meet(township, county);
    village.pull(county);
}

fn late(tablet: &Tablet, item: &ItemKey) -> bool {
    tablet.ledger.summary(item).unwrap().late
}

#[test]
fn reopening_and_more_time_do_not_take_the_mark_away() {
    let (mut village, mut township, mut county, item) = county_with_task();
    on(&mut village, 12, 5);
    close(&mut village, &mut township, &mut county, &item);
    assert!(late(&county, &item));
    township.act(&item, Move::Reopen).unwrap();
    village.pull(&mut township);
    village.act(&item, Move::RequestExtension).unwrap();
    township.pull(&mut village);
    township.act(&item, Move::GrantExtension).unwrap();
    village.pull(&mut township);
    assert!(late(&village, &item));
    on(&mut village, 12, 10);
    close(&mut village, &mut township, &mut county, &item);
    assert_eq!((county.state(&item), late(&county, &item)), (State::Closed, true));
}

#[test]
fn a_last_day_that_is_moved_afterwards_changes_no_branch_that_is_done() {
    let (mut village, mut township, mut county, item) = county_with_task();
    let other = key("v2", item.task);
    on(&mut village, 11, 20);
    close(&mut village, &mut township, &mut county, &item);
    // The task is one; through v2, which still works on it, its last day is set earlier.
    township.edit(&other, Field::Due, "2026-11-10").unwrap();
    assert!(!late(&township, &item), "it was in time when it was handed in");

    let (mut village, mut township, mut county, item) = county_with_task();
    let other = key("v2", item.task);
    on(&mut village, 12, 5);
    close(&mut village, &mut township, &mut county, &item);
    township.edit(&other, Field::Due, "2026-12-31").unwrap();
    assert!(late(&township, &item), "nor does a later one mend it");
}

#[test]
fn more_time_that_was_granted_before_the_branch_heard_of_it_counts() {
    let (mut village, mut township, _, item) = county_with_task();
    village.act(&item, Move::RequestExtension).unwrap();
    township.pull(&mut village);
    township.act(&item, Move::GrantExtension).unwrap();
    on(&mut village, 12, 5);
    village.report(&item, "办结", Some(100)).unwrap();
    village.act(&item, Move::Submit).unwrap();
    assert!(late(&village, &item), "as far as the tablet knows");
    meet(&mut village, &mut township);
    assert!(!late(&village, &item) && !late(&township, &item));
}

#[test]
fn more_time_that_was_granted_in_answer_to_a_late_application_does_not() {
    let (mut village, mut township, _, item) = county_with_task();
    village.act(&item, Move::RequestExtension).unwrap();
    on(&mut village, 12, 5);
    village.report(&item, "办结", Some(100)).unwrap();
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    township.act(&item, Move::GrantExtension).unwrap();
    assert!(late(&township, &item));
}

#[test]
fn a_case_keeps_its_mark_through_a_relapse_and_a_striking_off_in_time() {
    let (mut village, mut township, mut county, _, case) = assessed();
    on(&mut county, 12, 5);
    strike_off(&mut township, &mut county, case);
    assert!(county.ledger.case(case).unwrap().is_late());
    on(&mut township, 12, 6);
    act(&mut township, case, CaseMove::Relapse).unwrap();
    county.pull(&mut township);
    let again = CaseCommand::Act { case, act: CaseMove::List, reason: None, ballot: None, until: Some(day(12, 31)) };
    run(&mut county, again).unwrap();
    village.pull(&mut county);
    let view = village.ledger.case(case).unwrap();
    assert_eq!((view.state(), view.deadline, view.is_late()), (CaseState::Listed, day(12, 31), true));
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start, CaseMove::SelfAssess] {
        act(&mut village, case, one).unwrap();
    }
    township.pull(&mut village);
    strike_off(&mut township, &mut county, case);
    let view = county.ledger.case(case).unwrap();
    assert_eq!((view.state(), view.is_late(), view.life.standing.closings.len()), (CaseState::Closed, true, 2));
}

#[test]
fn a_return_made_elsewhere_undoes_the_striking_off_and_not_its_mark() {
    let (_, mut township, mut county, _, case) = assessed();
    act(&mut township, case, CaseMove::Check).unwrap();
    county.pull(&mut township);
    act(&mut county, case, CaseMove::Accept).unwrap();
    township.pull(&mut county);
    on(&mut county, 12, 5);
    act(&mut county, case, CaseMove::Close).unwrap();
    act(&mut township, case, CaseMove::Return).unwrap();
    meet(&mut township, &mut county);
    let view = county.ledger.case(case).unwrap();
    assert_eq!((view.state(), view.is_late()), (CaseState::InRectification, true));
    assert!(view.life.standing.closings.is_empty());
}

#[test]
fn a_case_that_is_listed_again_has_until_the_next_end_of_november() {
    let (_, mut township, mut county, _, case) = closed();
    act(&mut township, case, CaseMove::Relapse).unwrap();
    county.pull(&mut township);
    on(&mut county, 12, 1);
    act(&mut county, case, CaseMove::List).unwrap();
    let view = county.ledger.case(case).unwrap();
    assert_eq!(view.deadline.to_string(), "2027-11-30");
    assert!(!view.is_late(), "it was struck off in time");
}

#[test]
fn listed_again_it_has_until_the_day_that_the_county_set() {
    let (_, mut township, mut county, _, case) = closed();
    act(&mut township, case, CaseMove::Relapse).unwrap();
    county.pull(&mut township);
    county.run(Command::SetParameter { name: "rectification_deadline".to_owned(), value: 1031 }).unwrap();
    assert_eq!(county.ledger.next_rectification_deadline(day(10, 31)).to_string(), "2026-10-31");
    on(&mut county, 11, 1);
    act(&mut county, case, CaseMove::List).unwrap();
    assert_eq!(county.ledger.case(case).unwrap().deadline.to_string(), "2027-10-31");
}
