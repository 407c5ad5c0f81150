//! Reminders: who may send them, of what and how often; they reach the branch, count, and end with its answer.

use crate::support::{Tablet, YEAR, county_with_task, day, key, meet, new_task, org};
use automerge::{AutoCommit, ObjType, ROOT, ReadDoc as _, transaction::Transactable as _};
use taizhang_ledger::{
    Board, Command, DocId, Document, ItemKey, Move, Refusal, Role, State, Summary, Tally, Timestamp, Written,
    record::EntryKind,
};

fn remind(tablet: &mut Tablet, items: &[&ItemKey]) -> Result<Written, Refusal> {
    let items = items.iter().map(|item| (*item).clone()).collect();
    tablet.run(Command::Remind { items, text: "请尽快签收办理".to_owned() })
}

fn summary(tablet: &Tablet, item: &ItemKey) -> Summary {
    tablet.ledger.summary(item).unwrap()
}

#[test]
fn a_reminder_reaches_the_branch_until_it_writes_something() {
    let (mut village, mut township, _, item) = county_with_task();
    let before = summary(&township, &item);
    remind(&mut township, &[&item]).unwrap();
    village.pull(&mut township);
    let seen = summary(&village, &item);
    assert_eq!((seen.reminders, seen.reminded), (1, Some(township.clock)));
    assert_eq!(seen.touched, before.touched, "a reminder is no work on the item");
    assert_eq!(seen.state, State::Issued, "and no act");
    let entry = village.ledger.item(&item).unwrap().entries.pop().unwrap();
    assert_eq!((entry.kind, entry.text.as_str()), (EntryKind::Reminder, "请尽快签收办理"));
    assert_eq!((entry.author, entry.at), (township.who.clone(), township.clock));

    village.clock = Timestamp(township.clock.0 + 60_000);
    village.act(&item, Move::Acknowledge).unwrap();
    let answered = summary(&village, &item);
    assert_eq!((answered.reminders, answered.reminded), (1, None), "counted for ever, shown until it is answered");

    township.clock = Timestamp::at(day(3, 2), 9, 0);
    remind(&mut township, &[&item]).unwrap();
    village.pull(&mut township);
    assert_eq!((summary(&village, &item).reminders, summary(&village, &item).reminded), (2, Some(township.clock)));
    village.clock = Timestamp::at(day(3, 3), 9, 0);
    village.run(Command::Note { item: item.clone(), text: "本周召开会议".to_owned() }).unwrap();
    assert_eq!(summary(&village, &item).reminded, None);
}

#[test]
fn once_a_local_day_and_tier() {
    let (_, mut township, mut county, item) = county_with_task();
    let mut colleague = Tablet::new(9, "t1", Role::TownshipSecretary, "吴书记");
    remind(&mut township, &[&item]).unwrap();
    for other in [&mut colleague, &mut county] {
        other.pull(&mut township);
    }
    assert_eq!(remind(&mut township, &[&item]).unwrap_err(), Refusal::RemindedToday);
    assert_eq!(remind(&mut colleague, &[&item]).unwrap_err(), Refusal::RemindedToday);
    remind(&mut county, &[&item]).unwrap();
    // Eleven in the evening and one in the morning are two days here and one in UTC.
    township.clock = Timestamp::at(day(3, 1), 23, 30);
    assert_eq!(remind(&mut township, &[&item]).unwrap_err(), Refusal::RemindedToday);
    township.clock = Timestamp::at(day(3, 2), 0, 10);
    remind(&mut township, &[&item]).unwrap();
    township.pull(&mut county);
    assert_eq!(summary(&township, &item).reminders, 3);
}

#[test]
fn only_from_above_and_only_of_open_items() {
    let (mut village, mut township, _, item) = county_with_task();
    assert!(matches!(remind(&mut village, &[&item]), Err(Refusal::NoRight(_))));
    let mut other = Tablet::new(8, "t2", Role::TownshipOrgOfficer, "何委员");
    other.pull(&mut township);
    assert!(matches!(remind(&mut other, &[&item]), Err(Refusal::NoRight(_))), "not a township's own branch");
    assert_eq!(remind(&mut township, &[]).unwrap_err(), Refusal::NoItem);
    let nothing = Command::Remind { items: vec![item.clone()], text: "  ".to_owned() };
    assert_eq!(township.run(nothing).unwrap_err(), Refusal::Empty("text"));

    village.report(&item, "办结", Some(100)).unwrap();
    village.act(&item, Move::Submit).unwrap();
    meet(&mut village, &mut township);
    assert_eq!(remind(&mut township, &[&item]).unwrap_err(), Refusal::NothingToDo(State::Submitted));
    township.act(&item, Move::Return).unwrap();
    remind(&mut township, &[&item]).unwrap();
}

#[test]
fn many_branches_are_reminded_together_or_not_at_all() {
    let (_, mut township, _, item) = county_with_task();
    let neighbour = key("v2", item.task);
    remind(&mut township, &[&neighbour]).unwrap();
    let heads = |tablet: &mut Tablet| tablet.ledger.heads(&DocId::review(&org("v1"), YEAR));
    let before = heads(&mut township);
    assert_eq!(remind(&mut township, &[&item, &neighbour]).unwrap_err(), Refusal::RemindedToday);
    assert_eq!((heads(&mut township), summary(&township, &item).reminders), (before, 0));

    let second = key("v1", township.run(Command::SetTask(new_task(&["v1"]))).unwrap().task.unwrap());
    township.clock = Timestamp::at(day(3, 2), 9, 0);
    let written = remind(&mut township, &[&item, &second, &neighbour, &item]).unwrap();
    let docs: Vec<DocId> = written.changes().map(|(doc, _)| doc.clone()).collect();
    assert_eq!(docs, [DocId::review(&org("v1"), YEAR), DocId::review(&org("v2"), YEAR)], "one change a document");
    assert_eq!(written.touched.items, [item.clone(), second.clone(), neighbour.clone()].into());
    let counts = [&item, &second, &neighbour].map(|item| summary(&township, item).reminders);
    assert_eq!(counts, [1, 1, 2], "an item that is named twice is reminded of once");

    // What the command hands over is all that another device needs.
    let mut fresh = Tablet::new(7, "t1", Role::TownshipOrgOfficer, "黄干事");
    let mut elsewhere = Tablet::township();
    fresh.pull(&mut township);
    elsewhere.pull(&mut fresh);
    assert_eq!(summary(&elsewhere, &neighbour).reminders, 2);
}

#[test]
fn the_board_counts_them() {
    let (mut village, mut township, mut county, item) = county_with_task();
    let second = key("v1", township.run(Command::SetTask(new_task(&["v1"]))).unwrap().task.unwrap());
    for date in 1..=3 {
        township.clock = Timestamp::at(day(3, date), 9, 0);
        remind(&mut township, &[&item]).unwrap();
    }
    remind(&mut township, &[&second]).unwrap();
    village.pull(&mut township);
    county.pull(&mut township);
    let total = |tablet: &Tablet, at: &str| Board::of(&tablet.ledger, &org(at), day(3, 4)).total();
    let own = total(&village, "v1");
    assert_eq!((own.all, own.reminders, own.chase_load()), (2, 4, Some(200)));
    let whole = total(&county, "t1");
    assert_eq!((whole.all, whole.reminders, whole.chase_load()), (3, 4, Some(133)), "rounded down");
    assert_eq!(Tally::default().chase_load(), None);
    township.act(&item, Move::Cancel).unwrap();
    assert_eq!(total(&township, "t1").reminders, 1, "what is cancelled is not counted");
}

/// A reminder written past every check, as a changed app could.
fn forge(forger: &Tablet, doc: &DocId, item: &ItemKey, at: Timestamp) -> Vec<u8> {
    let actor = forger.who.device.actor([9; 4]);
    let mut copy = AutoCommit::load(&Document::new(doc.clone(), actor.clone()).save()).unwrap().with_actor(actor);
    let (_, entries) = copy.get(ROOT, "entries").unwrap().unwrap();
    let id = format!("0192d5b0-0000-7000-8000-0000000000{:02x}", forger.who.device.0[0]);
    let entry = copy.put_object(&entries, &id, ObjType::Map).unwrap();
    let task = item.task.to_string();
    for (name, value) in [
        ("task", task.as_str()),
        ("kind", "reminder"),
        ("text", "催办"),
        ("org", forger.who.org.as_str()),
        ("role", forger.who.role.word()),
        ("person", &forger.who.person),
    ] {
        copy.put(&entry, name, value).unwrap();
    }
    copy.put(&entry, "at", at.0).unwrap();
    copy.save()
}

#[test]
fn it_counts_only_from_above_and_where_the_branch_cannot_write() {
    let (village, mut township, county, item) = county_with_task();
    let (branch, review) = (DocId::branch(&org("v1"), YEAR), DocId::review(&org("v1"), YEAR));
    let county_review = DocId::county_review(&org("v1"), YEAR);
    let colleague = Tablet::new(9, "t1", Role::TownshipOrgOfficer, "黄干事");
    let forgeries = [
        (&village, &branch),
        (&colleague, &branch),
        (&village, &review),
        (&county, &review),
        (&colleague, &county_review),
    ];
    for (forger, doc) in forgeries {
        township.ledger.merge(doc, &forge(forger, doc, &item, township.clock)).unwrap();
        assert_eq!(summary(&township, &item).reminders, 0, "{doc}");
    }
    assert_eq!(township.ledger.problems().count(), 5, "and it is told");
    township.ledger.merge(&review, &forge(&colleague, &review, &item, township.clock)).unwrap();
    assert_eq!(summary(&township, &item).reminders, 1, "the same words in the right place and hand");
}
