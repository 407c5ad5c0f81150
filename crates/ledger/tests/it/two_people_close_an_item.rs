//! Closing needs an applicant and two verdicts of two other people, each at its own tier.

use crate::support::{county_with_task, day, meet};
use taizhang_ledger::{Command, Move, Refusal, State, lifecycle::Denied};

#[test]
fn from_issue_to_closing() {
    let (mut village, mut township, mut county, item) = county_with_task();
    assert_eq!(village.state(&item), State::Issued);
    village.act(&item, Move::Acknowledge).unwrap();
    village.report(&item, "召开支部会议", Some(40)).unwrap();
    assert_eq!(village.state(&item), State::InProgress);
    village.act(&item, Move::Submit).unwrap();
    meet(&mut village, &mut township);
    township.act(&item, Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    county.act(&item, Move::VerifyCounty).unwrap();
    township.pull(&mut county);
    township.act(&item, Move::Close).unwrap();
    meet(&mut village, &mut township);
    assert_eq!(village.state(&item), State::Closed);
    assert_eq!(village.report(&item, "再补一条", None).unwrap_err(), Refusal::Closed);
    assert!(!village.ledger.item(&item).unwrap().summary.late);
}

#[test]
fn who_applied_on_behalf_cannot_verify() {
    let (_, mut township, _, item) = county_with_task();
    township.report(&item, "代填进展", Some(100)).unwrap();
    township.act(&item, Move::Submit).unwrap();
    assert_eq!(
        township.act(&item, Move::VerifyTownship).unwrap_err(),
        Refusal::Denied(Denied::SamePerson),
        "the applicant cannot verify"
    );
}

#[test]
fn a_branch_cannot_write_verdicts_and_a_county_cannot_give_the_township_s() {
    let (mut village, _, mut county, item) = county_with_task();
    village.report(&item, "进展", None).unwrap();
    village.act(&item, Move::Submit).unwrap();
    assert!(matches!(village.act(&item, Move::VerifyTownship), Err(Refusal::NoRight(_) | Refusal::Denied(_))));
    county.pull(&mut village);
    assert_eq!(county.act(&item, Move::VerifyTownship).unwrap_err(), Refusal::Denied(Denied::Authority));
    assert!(!village.ledger.possible_acts(&village.who, &item).contains(&Move::VerifyTownship));
}

#[test]
fn a_return_needs_a_reason_and_gives_the_work_back() {
    let (mut village, mut township, _, item) = county_with_task();
    village.report(&item, "进展", None).unwrap();
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    let without = Command::Act { item: item.clone(), act: Move::Return, reason: Some("  ".into()), until: None };
    assert_eq!(township.run(without).unwrap_err(), Refusal::Denied(Denied::NoReason));
    township.act(&item, Move::Return).unwrap();
    village.pull(&mut township);
    let summary = village.ledger.summary(&item).unwrap();
    assert_eq!((summary.state, summary.returned_because.as_deref()), (State::Returned, Some("理由")));
}

#[test]
fn an_extension_moves_the_last_day_only_once_granted() {
    let (mut village, mut township, _, item) = county_with_task();
    village.act(&item, Move::RequestExtension).unwrap();
    assert_eq!(village.ledger.summary(&item).unwrap().due, day(11, 30));
    township.pull(&mut village);
    township.act(&item, Move::GrantExtension).unwrap();
    village.pull(&mut township);
    let summary = village.ledger.summary(&item).unwrap();
    assert_eq!((summary.due, summary.extension_asked), (day(12, 20), false));
    assert!(!summary.overdue(day(12, 20)) && summary.overdue(day(12, 21)));
}

#[test]
fn a_late_application_keeps_its_mark() {
    let (mut village, _, _, item) = county_with_task();
    village.clock = taizhang_ledger::Timestamp::at(day(12, 5), 9, 0);
    village.report(&item, "补交", None).unwrap();
    village.act(&item, Move::Submit).unwrap();
    assert!(village.ledger.summary(&item).unwrap().late);
}
