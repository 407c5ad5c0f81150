//! Submissions: what is due when, handing in, lateness and reminders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::{Tablet, county_with_task, day, org};
use taizhang_ledger::{
    Command, Definition, OrgKind, Refusal, Register, RegisterCommand, Tier, Written,
    burden::Asked,
    record::Value,
    register::{Column, ColumnKind},
    submission::{Due, Every, REGISTER, REMINDERS, Submission},
};

fn column(id: &str, kind: ColumnKind) -> Column {
    let text = format!(r#"{{"id":"{id}","name":"{id}","kind":"{}"}}"#, kind.word());
    serde_json::from_str(&text).unwrap()
}

fn register(id: &str, keeper: Tier, columns: &[(&str, ColumnKind)]) -> Register {
    Register {
        id: id.to_owned(),
        name: id.to_owned(),
        item: "Z2".to_owned(),
        keeper,
        kinds: Vec::new(),
        why: "报送一点就成".to_owned(),
        columns: columns.iter().map(|(id, kind)| column(id, *kind)).collect(),
        rules: Vec::new(),
        sealed: false,
        counted: None,
    }
}

/// Village, township and county, with a table that is due every quarter.
fn three() -> (Tablet, Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    let said = [("form", ColumnKind::Text), ("period", ColumnKind::Text), ("day", ColumnKind::Date)];
    let of_branch = [("branch", ColumnKind::Organisation)].into_iter().chain(said).collect::<Vec<_>>();
    let book = [("day", ColumnKind::Date), ("words", ColumnKind::Text), ("note", ColumnKind::Text)];
    let registers = [
        register(REGISTER, Tier::Branch, &said),
        register(REMINDERS, Tier::Township, &of_branch),
        register("book", Tier::Branch, &book),
    ];
    for register in registers {
        county.run(Command::Define(Definition::Register(register))).unwrap();
    }
    let submission = Submission {
        id: "income".to_owned(),
        name: "收支季报".to_owned(),
        every: Every::Quarter,
        days: 10,
        since: 1,
        kinds: vec![OrgKind::Village],
        tables: vec!["book".to_owned()],
        why: "按季看进度".to_owned(),
    };
    county.run(Command::Define(Definition::Submission(submission))).unwrap();
    township.pull(&mut county);
    village.pull(&mut county);
    (village, township, county)
}

fn say(tablet: &mut Tablet, at: &str, register: &str, cells: &[(&str, &str)]) -> Result<Written, Refusal> {
    let cells = cells.iter().map(|(id, text)| ((*id).to_owned(), Value::Text((*text).to_owned()))).collect();
    tablet.run(Command::Register(RegisterCommand::Add { org: org(at), register: register.to_owned(), cells }))
}

fn hand_in(tablet: &mut Tablet, period: &str, on: &str) {
    say(tablet, "v1", REGISTER, &[("form", "income"), ("period", period), ("day", on)]).unwrap();
}

fn dues(tablet: &Tablet, month: u32, of: u32) -> Vec<Due> {
    tablet.ledger.dues(&org("v1"), day(month, of))
}

#[test]
fn what_is_due_follows_the_calendar() {
    let (village, _, _) = three();
    assert!(dues(&village, 3, 30).is_empty(), "the quarter has not ended");
    let first = dues(&village, 3, 31);
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].due, first[0].is_overdue(day(3, 31))), (day(4, 10), false));
    assert!(!dues(&village, 4, 10)[0].is_overdue(day(4, 10)));
    assert_eq!(dues(&village, 4, 12)[0].days_late(day(4, 12)), 2);
    assert_eq!(dues(&village, 12, 31).len(), 4);
    assert!(village.ledger.dues(&org("t1"), day(12, 31)).is_empty(), "the township hands in nothing");
}

#[test]
fn the_first_time_counts_and_lateness_stays() {
    let (mut village, mut township, _) = three();
    hand_in(&mut village, "2026-quarter-01", "2026-04-13");
    hand_in(&mut village, "2026-quarter-01", "2026-05-01");
    township.pull(&mut village);
    for tablet in [&village, &township] {
        let all = dues(tablet, 7, 1);
        assert_eq!(all[0].handed.unwrap().on, day(4, 13));
        assert_eq!(all[0].days_late(day(7, 1)), 3, "late for ever");
        assert!(!all[0].is_overdue(day(7, 1)));
        assert_eq!((all[1].handed, all[1].days_late(day(7, 1))), (None, 0));
    }
    // What says nothing that can be understood counts for nothing.
    hand_in(&mut village, "second quarter", "2026-07-01");
    assert_eq!(dues(&village, 7, 1)[1].handed, None);
}

#[test]
fn what_was_struck_out_was_not_handed_in() {
    let (mut village, _, _) = three();
    hand_in(&mut village, "2026-quarter-01", "2026-04-02");
    let row = dues(&village, 4, 20)[0].handed.unwrap().row;
    let reason = Some("数不对，重报".to_owned());
    village.run(Command::Register(RegisterCommand::StrikeOut { org: org("v1"), row, reason })).unwrap();
    assert!(dues(&village, 4, 20)[0].is_overdue(day(4, 20)));
    hand_in(&mut village, "2026-quarter-01", "2026-04-21");
    assert_eq!(dues(&village, 4, 22)[0].days_late(day(4, 22)), 11);
}

#[test]
fn a_township_reminds_its_branches_alone() {
    let (mut village, mut township, _) = three();
    let of = |branch| [("branch", branch), ("form", "income"), ("period", "2026-quarter-01"), ("day", "2026-04-15")];
    say(&mut township, "t1", REMINDERS, &of("v1")).unwrap();
    say(&mut township, "t1", REMINDERS, &of("v1")).unwrap();
    say(&mut township, "t1", REMINDERS, &of("v2")).unwrap();
    assert!(matches!(say(&mut village, "t1", REMINDERS, &of("v1")), Err(Refusal::NoRight(_))));
    village.pull(&mut township);
    assert_eq!(dues(&village, 4, 20)[0].reminders, 2);
    assert_eq!(village.ledger.dues(&org("v3"), day(4, 20))[0].reminders, 0);
}

#[test]
fn what_a_month_asks_for_is_counted_and_what_is_made_of_records_is_not_counted_twice() {
    let (mut village, _, _) = three();
    let period = |text: &str| text.parse().unwrap();
    say(&mut village, "v1", "book", &[("day", "2026-02-27"), ("words", "修路灯")]).unwrap();
    say(&mut village, "v1", "book", &[("day", "2026-03-01"), ("words", "清沟"), ("note", "两天")]).unwrap();
    hand_in(&mut village, "2026-quarter-01", "2026-04-02");
    let march = village.ledger.burden(&org("v1"), period("2026-month-03"));
    assert_eq!(march.registers["book"], Asked { rows: 2, fields: 5 }, "by when it was written down");
    assert_eq!((march.fields(), march.handed_in), (5, Asked::default()));
    let april = village.ledger.burden(&org("v1"), period("2026-month-04"));
    assert_eq!((april.fields(), april.handed_in), (0, Asked { rows: 1, fields: 5 }));
    // A word in a task's journal is a field too.
    let task = village.ledger.items(&org("v1")).next().unwrap().key;
    village.report(&task, "走访两户", Some(20)).unwrap();
    assert_eq!(village.ledger.burden(&org("v1"), period("2026-month-03")).tasks.fields, 1);
}
