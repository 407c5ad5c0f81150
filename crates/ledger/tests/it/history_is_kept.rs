//! History: who wrote which value, and the whole ledger as of a past day.

use crate::support::{Tablet, county_with_task, day, meet, org};
use taizhang_ledger::{
    Command, ItemKey, Ledger, Move, Refusal, State, Timestamp,
    record::{Field, Value},
};

fn on(tablet: &mut Tablet, month: u32, date: u32) -> &mut Tablet {
    tablet.clock = Timestamp::at(day(month, date), 9, 0);
    tablet
}

fn as_of(tablet: &mut Tablet, month: u32, date: u32) -> Ledger {
    let mut past = tablet.ledger.as_of(day(month, date));
    for id in tablet.ledger.documents().cloned().collect::<Vec<_>>() {
        past.look_back(&mut tablet.ledger, &id);
    }
    past
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

#[test]
fn each_edit_tells_who_when_from_what_and_to_what() {
    let (mut village, mut township, _, item) = county_with_task();
    on(&mut village, 3, 2).edit(&item, Field::Owner, "陈大明").unwrap();
    on(&mut village, 3, 3).edit(&item, Field::Owner, "李秀英").unwrap();
    meet(&mut village, &mut township);
    on(&mut township, 3, 4).edit(&item, Field::Title, "整顿提升").unwrap();
    meet(&mut village, &mut township);

    let edits = village.ledger.edits(&item);
    let said: Vec<_> = edits.iter().map(|edit| (edit.field, edit.from.clone(), edit.to.clone())).collect();
    assert_eq!(
        said,
        [
            (Field::Owner, vec![], text("陈大明")),
            (Field::Owner, vec![text("陈大明")], text("李秀英")),
            (Field::Title, vec![], text("整顿提升")),
        ]
    );
    let who: Vec<_> = edits.iter().map(|edit| edit.author.as_ref().unwrap().person.as_str()).collect();
    assert_eq!(who, ["陈书记", "陈书记", "林委员"]);
    assert_eq!(edits.iter().map(|edit| edit.at.date()).collect::<Vec<_>>(), [day(3, 2), day(3, 3), day(3, 4)]);
    assert_eq!(township.ledger.edits(&item), edits, "the same on every device");
}

#[test]
fn a_choice_between_two_values_tells_both() {
    let (mut village, mut township, _, item) = county_with_task();
    on(&mut village, 3, 2).edit(&item, Field::Owner, "陈大明").unwrap();
    on(&mut township, 3, 2).edit(&item, Field::Owner, "李秀英").unwrap();
    meet(&mut village, &mut township);
    on(&mut village, 3, 5).edit(&item, Field::Owner, "陈大明").unwrap();
    let last = village.ledger.edits(&item).pop().unwrap();
    let mut from = last.from.clone();
    from.sort();
    let mut both = vec![text("陈大明"), text("李秀英")];
    both.sort();
    assert_eq!((from, last.to), (both, text("陈大明")));
}

#[test]
fn a_past_day_shows_what_stood_at_its_end() {
    let (mut village, mut township, _, item) = county_with_task();
    on(&mut village, 3, 2).report(&item, "签收并开始", Some(10)).unwrap();
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    on(&mut village, 4, 10).report(&item, "办结", Some(100)).unwrap();
    village.edit(&item, Field::Owner, "李秀英").unwrap();
    village.act(&item, Move::Submit).unwrap();
    meet(&mut village, &mut township);
    on(&mut township, 4, 11).act(&item, Move::VerifyTownship).unwrap();
    meet(&mut village, &mut township);

    let see = |past: &Ledger, item: &ItemKey| {
        past.item(item).map(|one| (one.summary.state, one.summary.progress, one.summary.owner, one.entries.len()))
    };
    assert_eq!(see(&as_of(&mut village, 2, 28), &item), None, "it was not given yet");
    assert_eq!(see(&as_of(&mut village, 3, 1), &item), Some((State::Issued, 0, String::new(), 0)));
    let before = as_of(&mut village, 4, 9);
    assert_eq!(see(&before, &item), Some((State::InProgress, 10, "陈大明".to_owned(), 1)));
    assert_eq!(see(&as_of(&mut village, 4, 10), &item), Some((State::Submitted, 100, "李秀英".to_owned(), 2)));
    assert_eq!(see(&as_of(&mut township, 4, 11), &item).unwrap().0, State::TownshipVerified);
    assert_eq!(before.orgs().name(&org("v1")), "v1");
    assert_eq!(before.past(), Some(day(4, 9)));
    // The day ends at midnight here, which is four in the afternoon in UTC.
    village.clock = Timestamp::at(day(4, 12), 23, 58);
    village.run(Command::Note { item: item.clone(), text: "晚上".to_owned() }).unwrap();
    village.run(Command::Note { item: item.clone(), text: "次日".to_owned() }).unwrap();
    assert_eq!(see(&as_of(&mut village, 4, 12), &item).unwrap().3, 3);
    assert_eq!(see(&as_of(&mut village, 4, 13), &item).unwrap().3, 4);
}

#[test]
fn the_past_can_be_read_and_not_written() {
    let (mut village, _, _, item) = county_with_task();
    let mut past = as_of(&mut village, 3, 1);
    assert_eq!(past.possible_acts(&village.who, &item), []);
    assert!(!past.may_edit(&village.who, &item, Field::Owner));
    let mut random = || 7;
    let mut moment = taizhang_ledger::Moment { now: village.clock, random: &mut random };
    let note = Command::Note { item, text: "改一改".to_owned() };
    assert_eq!(past.execute(&village.who, &mut moment, note).unwrap_err(), Refusal::Past(day(3, 1)));
}

#[test]
fn a_clock_that_is_behind_hides_nothing_that_it_built_on() {
    let (mut village, mut township, _, item) = county_with_task();
    on(&mut township, 5, 1).edit(&item, Field::Title, "五月改的").unwrap();
    meet(&mut village, &mut township);
    // The village's clock has fallen back to the factory's year.
    village.clock = Timestamp(1_577_836_800_000);
    village.report(&item, "签收", Some(5)).unwrap();
    let past = as_of(&mut village, 5, 1);
    let seen = past.item(&item).unwrap();
    assert_eq!((seen.summary.title.as_str(), seen.summary.progress), ("五月改的", 5));
}
