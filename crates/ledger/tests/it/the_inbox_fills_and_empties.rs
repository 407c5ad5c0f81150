//! What waits for whom, since when, and why a post may not decide it.

use crate::support::{Tablet, county_with_task, day, meet};
use taizhang_ledger::{ItemKey, Matter, Move, Refusal, Role, Tier, Timestamp, lifecycle::Denied};

fn matters(tablet: &Tablet, item: &ItemKey) -> [Option<Matter>; 3] {
    let summary = tablet.ledger.summary(item).unwrap();
    [Tier::Branch, Tier::Township, Tier::County].map(|tier| summary.matter_for(tier))
}

fn since(tablet: &Tablet, item: &ItemKey) -> Option<Timestamp> {
    tablet.ledger.summary(item).unwrap().waiting_since
}

/// Passes what waits, by the act that the inbox offers.
fn pass(tablet: &mut Tablet, item: &ItemKey) {
    let summary = tablet.ledger.summary(item).unwrap();
    let matter = summary.matter_for(tablet.who.role.tier()).unwrap();
    let (act, _) = matter.verdicts(summary.state).unwrap();
    tablet.act(item, act).unwrap();
}

#[test]
fn an_application_goes_from_desk_to_desk() {
    let (mut village, mut township, mut county, item) = county_with_task();
    village.report(&item, "办结", Some(100)).unwrap();
    assert_eq!((matters(&village, &item), since(&village, &item)), ([None; 3], None));
    assert_eq!(village.ledger.summary(&item).unwrap().signed, Some(village.clock), "reporting is signing");
    assert_eq!(village.ledger.item(&item).unwrap().life.signed().unwrap().1, &village.who);
    village.act(&item, Move::Submit).unwrap();
    meet(&mut village, &mut township);
    assert_eq!(matters(&township, &item), [None, Some(Matter::Verdict), None]);
    assert_eq!(since(&township, &item), Some(village.clock));

    township.clock = Timestamp::at(day(3, 4), 9, 0);
    pass(&mut township, &item);
    county.pull(&mut township);
    assert_eq!(matters(&county, &item), [None, None, Some(Matter::Verdict)]);
    assert_eq!(since(&county, &item), Some(township.clock), "the county's days count from the township's verdict");
    pass(&mut county, &item);
    assert_eq!(matters(&county, &item), [None, Some(Matter::Verdict), Some(Matter::Verdict)]);
    township.pull(&mut county);
    pass(&mut township, &item);
    assert_eq!((matters(&township, &item), since(&township, &item)), ([None; 3], None));
}

#[test]
fn more_time_is_the_township_s_to_give() {
    let (mut village, mut township, _, item) = county_with_task();
    village.act(&item, Move::RequestExtension).unwrap();
    let asked = village.clock;
    village.report(&item, "继续办理", None).unwrap();
    township.pull(&mut village);
    assert_eq!(matters(&township, &item), [None, Some(Matter::Extension), None]);
    assert_eq!(since(&township, &item), Some(asked));
    pass(&mut township, &item);
    assert_eq!((matters(&township, &item), since(&township, &item)), ([None; 3], None));
    assert_eq!(township.ledger.summary(&item).unwrap().due, day(12, 20));
}

#[test]
fn an_application_goes_before_a_request_for_more_time() {
    let (mut village, mut township, _, item) = county_with_task();
    village.act(&item, Move::RequestExtension).unwrap();
    village.report(&item, "办结", None).unwrap();
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    assert_eq!(matters(&township, &item), [None, Some(Matter::Verdict), None]);
    pass(&mut township, &item);
    assert_eq!(matters(&township, &item), [None, None, Some(Matter::Verdict)], "a request without work is moot");
}

#[test]
fn contradicting_acts_wait_for_both_tiers_until_somebody_acts() {
    let (mut village, mut township, mut county, item) = county_with_task();
    village.report(&item, "办结", None).unwrap();
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    let mut colleague = Tablet::new(9, "t1", Role::TownshipOrgOfficer, "黄干事");
    colleague.pull(&mut township);
    colleague.act(&item, Move::Return).unwrap();
    township.act(&item, Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    county.act(&item, Move::VerifyCounty).unwrap();
    county.act(&item, Move::Close).unwrap();
    meet(&mut county, &mut colleague);
    let contested = Some(Matter::Contested);
    assert_eq!(matters(&county, &item), [None, contested, contested]);
    let summary = county.ledger.summary(&item).unwrap();
    assert!(summary.waiting_since.is_some());
    assert_eq!(Matter::Contested.verdicts(summary.state), None, "a person chooses among all acts");
    village.pull(&mut county);
    village.act(&item, Move::Submit).unwrap();
    assert_eq!(matters(&village, &item), [None, Some(Matter::Verdict), None]);
}

#[test]
fn who_applied_on_behalf_is_told_why_not() {
    let (_, mut township, _, item) = county_with_task();
    township.report(&item, "代填", Some(100)).unwrap();
    township.act(&item, Move::Submit).unwrap();
    assert_eq!(matters(&township, &item)[1], Some(Matter::Verdict));
    let may = township.ledger.may_act(&township.who, &item, Move::VerifyTownship);
    assert_eq!(may, Err(Refusal::Denied(Denied::SamePerson)));
    assert_eq!(township.ledger.may_act(&township.who, &item, Move::Return), Ok(()));
}
