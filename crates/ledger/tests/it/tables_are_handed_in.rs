//! Submissions: what is due when, handing in, lateness and reminders.

use crate::support::{Tablet, county_with_task, day, org, registers};
use taizhang_ledger::{
    CaseCommand, Command, Definition, Move, OrgKind, Organisation, Refusal, Register, RegisterCommand, Tier, Timestamp,
    Written,
    burden::Asked,
    case::{CaseField, CaseMove, Subject},
    record::{Field, Value},
    register::{Column, ColumnKind},
    submission::{COUNTY_REMINDERS, DAYS_MAX, Due, DuesTally, Every, REGISTER, REMINDERS, Submission, SubmissionFlaw},
};

fn register(id: &str, keeper: Tier, columns: &[(&str, ColumnKind)]) -> Register {
    let column = |(id, kind): &(&str, ColumnKind)| Column { required: false, ..registers::column(id, *kind) };
    registers::register(id, "Z2", keeper, columns.iter().map(column).collect())
}

/// Village, township and county, with a table that is due every quarter.
fn three() -> (Tablet, Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    let said = [("form", ColumnKind::Text), ("period", ColumnKind::Text), ("day", ColumnKind::Date)];
    let of_branch = [("branch", ColumnKind::Organisation)].into_iter().chain(said).collect::<Vec<_>>();
    let more = [("rows", ColumnKind::Count), ("note", ColumnKind::Text), ("content", ColumnKind::Text)];
    let handed = said.into_iter().chain(more).collect::<Vec<_>>();
    let book = [("day", ColumnKind::Date), ("words", ColumnKind::Text), ("note", ColumnKind::Text)];
    let registers = [
        register(REGISTER, Tier::Branch, &handed),
        register(REMINDERS, Tier::Township, &of_branch),
        register(COUNTY_REMINDERS, Tier::County, &of_branch),
        register("book", Tier::Branch, &book),
    ];
    for register in registers {
        county.run(Command::Define(Definition::Register(register))).unwrap();
    }
    county.run(Command::Define(Definition::Submission(quarterly()))).unwrap();
    township.pull(&mut county);
    village.pull(&mut county);
    (village, township, county)
}

/// A table of `book` that is due of villages every quarter.
fn quarterly() -> Submission {
    Submission {
        id: "income".to_owned(),
        name: "收支季报".to_owned(),
        every: Every::Quarter,
        days: 10,
        since: 1,
        kinds: vec![OrgKind::Village],
        tables: vec!["book".to_owned()],
        why: "按季看进度".to_owned(),
        retired: false,
    }
}

fn say(tablet: &mut Tablet, at: &str, register: &str, cells: &[(&str, &str)]) -> Result<Written, Refusal> {
    let cells = cells.iter().map(|(id, text)| ((*id).to_owned(), Value::Text((*text).to_owned()))).collect();
    tablet.run(Command::Register(RegisterCommand::Add { org: org(at), register: register.to_owned(), cells }))
}

/// Hands in on a day, as the tablet's clock has it.
fn hand_in(tablet: &mut Tablet, period: &str, on: &str) {
    tablet.clock = tablet.clock.max(Timestamp::at(on.parse().unwrap(), 9, 0));
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
fn lateness_is_not_typed_away() {
    let (mut village, _, _) = three();
    hand_in(&mut village, "2026-quarter-01", "2026-04-13");
    let late = |village: &Tablet| dues(village, 7, 1)[0].days_late(day(7, 1));
    assert_eq!(late(&village), 3);
    // A row that claims an earlier day, and a change of the one that is there.
    say(&mut village, "v1", REGISTER, &[("form", "income"), ("period", "2026-quarter-01"), ("day", "2026-04-01")])
        .unwrap();
    assert_eq!(late(&village), 3);
    let row = dues(&village, 7, 1)[0].handed.unwrap().row;
    let edit = |column: &str, text: &str| {
        let value = Some(Value::Text(text.to_owned()));
        Command::Register(RegisterCommand::Edit { org: org("v1"), row, column: column.to_owned(), value })
    };
    for (column, text) in [("day", "2026-04-01"), ("period", "2026-quarter-02"), ("form", "other")] {
        assert_eq!(village.run(edit(column, text)).unwrap_err(), Refusal::ActsStand, "{column}");
    }
    village.run(edit("note", "补报说明")).unwrap();
    assert_eq!(late(&village), 3);
    // What was begun before a period's end cannot have handed it in.
    say(&mut village, "v1", REGISTER, &[("form", "income"), ("period", "2026-quarter-02"), ("day", "2026-07-01")])
        .unwrap();
    assert_eq!(dues(&village, 7, 2)[1].handed, None);
}

#[test]
fn what_will_be_due_is_told_before_the_period_ends() {
    let (village, _, _) = three();
    let upcoming = |month, of| village.ledger.upcoming(&org("v1"), day(month, of));
    let all = upcoming(5, 20);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].period.to_string().as_str(), all[0].days_left(day(5, 20))), ("2026-quarter-02", 51));
    assert!(upcoming(6, 30).is_empty(), "then it can be handed in");
    assert_eq!(dues(&village, 6, 30).len(), 2);
}

#[test]
fn what_is_changed_after_it_was_handed_in_shows() {
    let (mut village, _, _) = three();
    let row = say(&mut village, "v1", "book", &[("day", "2026-02-27"), ("words", "修路灯")]).unwrap().row.unwrap();
    say(&mut village, "v1", "book", &[("day", "2026-04-02"), ("words", "下一期的")]).unwrap();
    village.clock = Timestamp::at(day(4, 3), 9, 0);
    let due = dues(&village, 4, 3).remove(0);
    let (register, cells) = village.ledger.hand_in(&due, day(4, 3));
    assert!(cells.contains(&("rows".to_owned(), Value::Number(1))));
    village
        .run(Command::Register(RegisterCommand::Add { org: org("v1"), register: register.to_owned(), cells }))
        .unwrap();
    let changed = |village: &Tablet| {
        let due = dues(village, 4, 20).remove(0);
        village.ledger.is_changed_since(&due, due.handed.unwrap())
    };
    assert!(!changed(&village));
    say(&mut village, "v1", "book", &[("day", "2026-04-04"), ("words", "又是下一期的")]).unwrap();
    assert!(!changed(&village), "another period's");
    let write = |text: &str| {
        let value = Some(Value::Text(text.to_owned()));
        Command::Register(RegisterCommand::Edit { org: org("v1"), row, column: "words".to_owned(), value })
    };
    village.run(write("修了三盏路灯")).unwrap();
    assert!(changed(&village));
    village.run(write("修路灯")).unwrap();
    assert!(!changed(&village), "it is as it was");
    say(&mut village, "v1", "book", &[("day", "2026-03-04"), ("words", "补记")]).unwrap();
    assert!(changed(&village));
    // A hand-in that does not tell what it was made of is not judged.
    hand_in(&mut village, "2026-quarter-02", "2026-07-02");
    let due = dues(&village, 7, 3).remove(1);
    assert!(!village.ledger.is_changed_since(&due, due.handed.unwrap()));
}

#[test]
fn the_county_reminds_too() {
    let (mut village, _, mut county) = three();
    let of = [("branch", "v1"), ("form", "income"), ("period", "2026-quarter-01"), ("day", "2026-04-15")];
    assert!(say(&mut village, "county", COUNTY_REMINDERS, &of).is_err());
    say(&mut county, "county", COUNTY_REMINDERS, &of).unwrap();
    village.pull(&mut county);
    assert_eq!(dues(&village, 4, 20)[0].reminders, 1);
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
    assert_eq!(village.ledger.burden(&org("v1"), period("2026-month-04")).tasks.fields, 1);
}

#[test]
fn what_others_wrote_and_what_was_read_in_was_not_asked_of_a_branch() {
    let (mut village, mut township, _) = three();
    let march = |tablet: &Tablet| tablet.ledger.burden(&org("v1"), "2026-month-03".parse().unwrap());
    say(&mut township, "v1", "book", &[("day", "2026-03-01"), ("words", "代填")]).unwrap();
    village.pull(&mut township);
    let cells = |words: &str| {
        [("day", "2026-03-02"), ("words", words)]
            .map(|(id, text)| (id.to_owned(), Value::Text(text.to_owned())))
            .to_vec()
    };
    let (org_of, register) = (org("v1"), "book".to_owned());
    let rows = vec![cells("甲"), cells("乙")];
    village.run(Command::Register(RegisterCommand::AddMany { org: org_of, register, rows })).unwrap();
    assert_eq!(village.ledger.register_rows(&org("v1"), "book").count(), 3);
    assert_eq!(march(&village).registers.get("book"), None);
    say(&mut village, "v1", "book", &[("day", "2026-03-03"), ("words", "自己记")]).unwrap();
    assert_eq!(march(&village).registers["book"], Asked { rows: 1, fields: 2 });
}

#[test]
fn fields_and_reasons_of_tasks_are_asked_too_by_whose_hand_they_are() {
    let (mut village, mut township, _) = three();
    let march = |tablet: &Tablet| tablet.ledger.burden(&org("v1"), "2026-month-03".parse().unwrap()).tasks;
    let item = village.ledger.items(&org("v1")).next().unwrap().key;
    let before = march(&village);
    village.edit(&item, Field::Owner, "陈大明").unwrap();
    assert_eq!(march(&village).fields, before.fields + 1);
    township.pull(&mut village);
    township.edit(&item, Field::Measure, "代填的措施").unwrap();
    village.pull(&mut township);
    assert_eq!(march(&village).fields, before.fields + 1, "on its behalf");
    village.act(&item, Move::Acknowledge).unwrap();
    village.act(&item, Move::RequestExtension).unwrap();
    assert_eq!(march(&village).fields, before.fields + 2, "a reason");
}

#[test]
fn problems_and_measures_of_a_case_are_asked() {
    let (mut village, mut township, mut county) = three();
    let march = |tablet: &Tablet| tablet.ledger.burden(&org("v1"), "2026-month-03".parse().unwrap()).cases;
    let symptom = "半年没有开过会".to_owned();
    let screen = CaseCommand::Screen { branch: org("v1"), symptom, deadline: None };
    let case = township.run(Command::Case(screen)).unwrap().case.unwrap();
    county.pull(&mut township);
    let list = CaseCommand::Act { case, act: CaseMove::List, reason: None, ballot: None, until: None };
    county.run(Command::Case(list)).unwrap();
    village.pull(&mut county);
    assert_eq!(march(&village), Asked::default(), "what those above wrote");
    village.run(Command::Case(CaseCommand::AddProblem(case))).unwrap();
    let subject = Subject::Problem(village.ledger.case(case).unwrap().problems[0].id);
    let value = "不按期换届".to_owned();
    village.run(Command::Case(CaseCommand::Edit { case, subject, field: CaseField::Description, value })).unwrap();
    assert_eq!(march(&village), Asked { rows: 1, fields: 1 });
}

#[test]
fn a_branch_hands_in_on_no_day_before_it_says_so() {
    let (mut village, mut township, _) = three();
    village.clock = taizhang_ledger::Timestamp::at(day(4, 13), 9, 0);
    hand_in(&mut village, "2026-quarter-01", "2026-04-01");
    let first = |tablet: &Tablet| dues(tablet, 7, 1)[0].clone();
    assert_eq!((first(&village).handed.unwrap().on, first(&village).days_late(day(7, 1))), (day(4, 13), 3));
    // What reached the township on paper is the township's word.
    township.pull(&mut village);
    township.clock = taizhang_ledger::Timestamp::at(day(4, 15), 9, 0);
    hand_in(&mut township, "2026-quarter-01", "2026-04-09");
    assert_eq!((first(&township).handed.unwrap().on, first(&township).days_late(day(7, 1))), (day(4, 9), 0));
}

/// A county whose villages are late with the first quarter, and a day on which it reminds them.
fn late_county(villages: usize) -> (Tablet, Vec<Due>) {
    let (_, _, mut county) = three();
    for number in 0..villages {
        let village = Organisation {
            id: org(&format!("w{number}")),
            name: format!("村{number}"),
            kind: OrgKind::Village,
            parent: Some(org("t1")),
            households: None,
        };
        county.run(Command::DefineOrganisation(village)).unwrap();
    }
    let villages: Vec<_> = county.ledger.orgs().branches_of(&org("county")).map(|one| one.id.clone()).collect();
    let dues = villages.iter().flat_map(|village| county.ledger.dues(village, day(4, 15))).collect();
    (county, dues)
}

#[test]
fn a_county_of_hundreds_of_villages_reminds_them_all_in_one_go() {
    let (mut county, dues) = late_county(482);
    assert!(dues.len() >= 482);
    for on in [15, 16] {
        let commands = county.ledger.reminding(&county.who, &dues, day(4, on));
        assert_eq!(commands.len(), dues.len().div_ceil(100), "as many at a time as one change takes");
        for command in commands {
            county.run(Command::Register(command)).unwrap();
        }
        assert!(county.ledger.reminding(&county.who, &dues, day(4, on)).is_empty(), "once a day is enough");
    }
    for due in &dues {
        assert_eq!(county.ledger.dues(&due.org, day(4, 20))[0].reminders, 2, "{}", due.org);
    }
    assert!(county.ledger.room(&org("county"), COUNTY_REMINDERS) > 80_000, "it can go on all year");
}

#[test]
fn what_was_reminded_of_is_found_behind_the_number_whoever_reminded() {
    let (mut village, mut township, mut county) = three();
    let of = |branch| [("branch", branch), ("form", "income"), ("period", "2026-quarter-01"), ("day", "2026-04-15")];
    let by_county = say(&mut county, "county", COUNTY_REMINDERS, &of("v1")).unwrap().row.unwrap();
    say(&mut county, "county", COUNTY_REMINDERS, &of("v2")).unwrap();
    let by_township = say(&mut township, "t1", REMINDERS, &of("v1")).unwrap().row.unwrap();
    village.pull(&mut county);
    village.pull(&mut township);
    let period = "2026-quarter-01".parse().unwrap();
    let mut behind = village.ledger.rows_of_submission(&org("v1"), "income", period);
    behind.sort_unstable();
    let mut both = vec![by_county, by_township];
    both.sort_unstable();
    assert_eq!(behind, both);
    // Struck out, it counts no more.
    let reason = Some("催错了".to_owned());
    county.run(Command::Register(RegisterCommand::StrikeOut { org: org("county"), row: by_county, reason })).unwrap();
    village.pull(&mut county);
    assert_eq!(dues(&village, 4, 20)[0].reminders, 1);
}

#[test]
fn acts_ask_nobody_for_anything_and_are_not_begun_by_hand() {
    let (mut township, mut county) = {
        let (_, township, county) = three();
        (township, county)
    };
    let of = [("branch", "v1"), ("form", "income"), ("period", "2026-quarter-01"), ("day", "2026-04-15")];
    say(&mut county, "county", COUNTY_REMINDERS, &of).unwrap();
    say(&mut township, "t1", REMINDERS, &of).unwrap();
    let month = "2026-month-03".parse().unwrap();
    assert!(county.ledger.burden(&org("county"), month).registers.is_empty());
    assert!(township.ledger.burden(&org("t1"), month).registers.is_empty());
}

#[test]
fn a_past_day_does_not_know_of_later_reminders() {
    let (mut village, _, mut county) = three();
    for on in ["2026-04-15", "2026-05-20"] {
        county.clock = Timestamp::at(on.parse().unwrap(), 9, 0);
        let of = [("branch", "v1"), ("form", "income"), ("period", "2026-quarter-01"), ("day", on)];
        say(&mut county, "county", COUNTY_REMINDERS, &of).unwrap();
    }
    village.pull(&mut county);
    let reminders = |month, of| dues(&village, month, of)[0].reminders;
    assert_eq!([reminders(4, 14), reminders(4, 15), reminders(5, 19), reminders(5, 20)], [0, 1, 1, 2]);
}

#[test]
fn a_submission_fits_the_calendar_and_the_county() {
    let (_, _, mut county) = three();
    let flaws = |change: fn(&mut Submission)| {
        let mut one = quarterly();
        change(&mut one);
        county.ledger.submission_flaws(&one)
    };
    assert_eq!(flaws(|_| ()), []);
    assert_eq!(flaws(|one| one.days = DAYS_MAX), []);
    assert_eq!(flaws(|one| one.days = DAYS_MAX + 1), [SubmissionFlaw::Days]);
    assert_eq!(flaws(|one| one.since = 13), [SubmissionFlaw::Since]);
    assert_eq!(flaws(|one| one.kinds.clear()), [SubmissionFlaw::Nobody]);
    assert_eq!(flaws(|one| one.kinds = vec![OrgKind::County]), [SubmissionFlaw::Kind(OrgKind::County)]);
    assert_eq!(flaws(|one| one.tables.clear()), [SubmissionFlaw::NoTables]);
    let none = SubmissionFlaw::NoTable("nowhere".to_owned());
    assert_eq!(flaws(|one| one.tables.push("nowhere".to_owned())), [none]);
    let late = Definition::Submission(Submission { days: 91, ..quarterly() });
    assert_eq!(county.run(Command::Define(late)).unwrap_err(), Refusal::BadDefinition("submission"));
}

#[test]
fn what_another_rhythm_would_do_is_reckoned_before() {
    let (mut village, mut township, mut county) = three();
    hand_in(&mut village, "2026-quarter-01", "2026-04-13");
    township.pull(&mut village);
    county.pull(&mut township);
    // Both villages of the township hand it in.
    let tally = |change: fn(&mut Submission)| {
        let mut one = quarterly();
        change(&mut one);
        county.ledger.dues_tally(&one, &org("county"), day(7, 5))
    };
    let now = tally(|_| ());
    assert_eq!((now.late, now.in_time, now.all()), (1, 0, 2 * now.orgs));
    assert_eq!((now.overdue, now.open), (now.orgs - 1, now.orgs), "of the first quarter; of the second there is time");
    let longer = tally(|one| one.days = 20);
    assert_eq!((longer.late, longer.in_time), (0, 1));
    assert_eq!(tally(|one| one.since = 6).all(), now.orgs);
    assert_eq!(tally(|one| one.every = Every::Month).overdue, 5 * now.orgs, "what was handed in is of no month");
    assert_eq!(tally(|one| one.retired = true), DuesTally::default());
}
