//! 催办: from above, into the branch's day, and counted.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Tablet, county_with_task};
use taizhang_ledger::{Command, ItemKey, Move, Refusal, Written, lifecycle::Denied, record::EntryKind};

fn remind(tablet: &mut Tablet, item: &ItemKey) -> Result<Written, Refusal> {
    tablet.run(Command::Remind { item: item.clone(), text: "请抓紧办理".to_owned() })
}

#[test]
fn a_reminder_stands_until_the_branch_has_worked_on_it() {
    let (mut village, mut township, mut county, item) = county_with_task();
    remind(&mut township, &item).unwrap();
    assert_eq!(remind(&mut township, &item).unwrap_err(), Refusal::RemindedToday, "once a day is heard");
    remind(&mut county, &item).unwrap();
    village.pull(&mut township);
    village.pull(&mut county);
    village.clock = township.clock.max(county.clock);
    let summary = village.ledger.summary(&item).unwrap();
    assert_eq!((summary.reminders, summary.reminded.is_some()), (2, true), "each tier for itself");
    let journal = village.ledger.item(&item).unwrap().entries;
    assert!(journal.iter().all(|entry| entry.kind == EntryKind::Reminder));

    village.report(&item, "已经开会布置", Some(20)).unwrap();
    let summary = village.ledger.summary(&item).unwrap();
    assert_eq!((summary.reminders, summary.reminded), (2, None), "answered, and counted for ever");
    township.clock.0 += 86_400_000;
    remind(&mut township, &item).unwrap();
    village.pull(&mut township);
    assert!(village.ledger.summary(&item).unwrap().reminded.is_some());
}

#[test]
fn a_branch_reminds_nobody_and_what_is_handed_in_needs_no_reminder() {
    let (mut village, mut township, _, item) = county_with_task();
    assert!(matches!(remind(&mut village, &item), Err(Refusal::NoRight(_))));
    assert!(!village.ledger.may_remind(&village.who, &item));
    village.report(&item, "办好了", Some(100)).unwrap();
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    assert!(matches!(remind(&mut township, &item), Err(Refusal::Denied(Denied::State(_)))));
    assert!(!township.ledger.may_remind(&township.who, &item));
}
