//! The indicators of the default taskbook: every work item is seen in one, numbers are exact, and mistakes are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use taizhang_ledger::{
    Command, ItemKey, Ledger, OrgId, OrgKind, Reckoner, Register, RegisterCommand, Tier,
    answer::{SUGGESTIONS, TOWNSHIP_SUGGESTIONS},
    expr::{Exact, Fault},
    indicator::{Source, SourceRecord},
    points::ROSTER,
    record::Value,
    register::ColumnKind,
    responsibility::REGISTER as DUTIES,
    submission::ACTS,
};

use super::{
    register_tests::{Desk, book, id_of, organisations, value},
    tests::with,
};

#[test]
fn every_work_item_is_seen_in_an_indicator() {
    let book = book();
    let seen: BTreeSet<&str> = book.indicators.iter().map(|one| one.item.as_str()).collect();
    for item in &book.items {
        assert!(seen.contains(item.code.as_str()), "{}", item.code);
    }
}

/// The detectors of the domain's table that look at registers.
#[test]
fn every_detector_over_registers_is_an_alarm() {
    let book = book();
    let rules: BTreeSet<&str> =
        book.indicators.iter().filter_map(|one| Some(one.alarm.as_ref()?.rule.as_str())).collect();
    for rule in [
        "vacancy_long",
        "overloaded_officer",
        "training_gap",
        "zero_story",
        "uneven_quality",
        "minimal_station",
        "subsidy_dependent",
        "shell_branch",
        "coverage_below_city",
        "no_business_link",
    ] {
        assert!(rules.contains(rule), "{rule}");
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
}

/// Each row of each register counts in some indicator, with every choice taken once.
#[test]
fn every_register_is_seen_in_an_indicator() {
    let book = book();
    let orgs = organisations();
    let mut desk = Desk::new(&book, &orgs);
    let task = desk.task(OrgKind::Village);
    for register in &book.registers {
        let kind = orgs.iter().map(|org| org.kind).find(|kind| register.is_kept_by(*kind)).unwrap();
        let own = desk.task(if kind.tier() == Tier::Branch { kind } else { OrgKind::Village });
        let choices = register.columns.iter().map(|column| column.choices.len()).max().unwrap_or(2).max(2);
        for turn in 0..choices {
            let cell = |column: &taizhang_ledger::register::Column| match column.kind {
                ColumnKind::Choice => Value::Text(column.choices[turn % column.choices.len()].id.clone()),
                ColumnKind::YesNo => Value::Number(i64::try_from(turn % 2).unwrap()),
                _ => value(column, if kind.tier() == Tier::Branch { own } else { task }),
            };
            let cells = register.columns.iter().map(|column| (column.id.clone(), cell(column))).collect();
            let add = RegisterCommand::Add { org: id_of(kind), register: register.id.clone(), cells };
            desk.run(kind, Command::Register(add));
        }
    }
    let reckoner = Reckoner::new(&desk.ledger, today());
    let mut counted = BTreeSet::new();
    for indicator in desk.ledger.indicators() {
        for member in reckoner.members(indicator, &id_of(OrgKind::County)) {
            for part in reckoner.parts(indicator, member).unwrap_or_default() {
                match (part.record, Source::of(&indicator.sums[part.sum].source)) {
                    (SourceRecord::Row(..), Source::Register(id)) => counted.insert(id.to_owned()),
                    (SourceRecord::Count(_, id, _), _) => counted.insert(id),
                    _ => false,
                };
            }
        }
    }
    // What was handed in and reminded of is counted as submissions; what is suggested is answered, not counted; who is on
    // the roster is paid; whoever answers for a duty is counted by what they signed.
    let acts: Vec<&str> = ACTS.into_iter().chain([DUTIES, SUGGESTIONS, TOWNSHIP_SUGGESTIONS, ROSTER]).collect();
    for Register { id, .. } in book.registers.iter().filter(|one| !acts.contains(&one.id.as_str())) {
        assert!(counted.contains(id), "no indicator counts a row of {id}");
    }
}

fn income(desk: &mut Desk, day: &str, kind: &str, fen: i64) {
    let text = |words: &str| Value::Text(words.to_owned());
    let cells = [("day", text(day)), ("kind", text(kind)), ("amount", Value::Number(fen)), ("source", text("果园"))];
    let cells = cells.into_iter().map(|(id, value)| (id.to_owned(), value)).collect();
    let register = "collective_income".to_owned();
    let add = RegisterCommand::Add { org: id_of(OrgKind::Village), register, cells };
    desk.run(OrgKind::Village, Command::Register(add));
}

fn of(ledger: &Ledger, indicator: &str, org: &OrgId) -> Result<Exact, Fault> {
    let indicator = ledger.indicator(indicator).unwrap();
    Reckoner::new(ledger, today()).figure(indicator, org).unwrap().value
}

#[test]
fn income_is_exact_and_a_subsidy_never_counts_as_self_generated() {
    let mut desk = Desk::new(&book(), &organisations());
    income(&mut desk, "2026-01-05", "operating", 1_234_567);
    income(&mut desk, "2026-01-06", "contracting", 1);
    income(&mut desk, "2026-02-01", "subsidy", 9_999_999);
    income(&mut desk, "2026-04-01", "investment", 5);
    let (village, county) = (id_of(OrgKind::Village), id_of(OrgKind::County));
    let own = 1_234_568;
    for org in [&village, &county] {
        let profit = of(&desk.ledger, "operating_profit", org);
        assert_eq!(profit, Ok(Exact::new(own, 100)), "what comes in April does not count in March");
        let ratio = of(&desk.ledger, "self_generated_ratio", org);
        assert_eq!(ratio, Ok(Exact::new(own, own + 9_999_999)));
    }
    assert_eq!(of(&desk.ledger, "weak_village_count", &county), Ok(Exact::from_integer(1)), "12,345.67 < 50,000");
    assert_eq!(of(&desk.ledger, "income_achievement", &county), Err(Fault::NotSet("income_target".to_owned())));
    let set = Command::SetParameter { name: "income_target".to_owned(), value: 20_000 };
    desk.run(OrgKind::County, set);
    // The village and the community have a target each.
    let achieved = of(&desk.ledger, "income_achievement", &county);
    assert_eq!(achieved, Ok(Exact::new(own, 100 * 40_000)));
    assert_eq!(of(&desk.ledger, "income_achievement", &village), Ok(Exact::new(own, 100 * 20_000)));
}

/// The mistakes that a change of `rural.toml` makes, as people read them.
fn mistakes(from: &str, to: &str) -> String {
    let found = with("indicators/rural.toml", |text| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    assert!(found.0.iter().all(|one| one.file.ends_with("indicators/rural.toml") && one.line > 1), "{found}");
    found.to_string()
}

#[test]
fn mistakes_in_an_indicator_say_what_to_write() {
    for (from, to, told) in [
        ("value = 'in_time / listed'", "value = 'in_time / lsted'", "`value` names nothing: lsted"),
        ("value = 'in_time / listed'", "value = 'in_time <'", "`value` cannot be read"),
        ("value = 'in_time / listed'", "value = 'in_time < listed'", "has true or false where a number belongs"),
        ("value = 'in_time / listed'", "value = 'in_time * 0.5'", "has a decimal number; write a fraction"),
        ("id = \"listed\"", "id = \"members\"", "`members` has a meaning of its own in formulas; write another id"),
        ("source = \"cases\"", "source = \"case\"", "there is no register \"case\"; write \"cases\""),
        ("day = \"listed_on\"", "day = \"state\"", "`day` has a choice where a day belongs"),
        (
            "\"operating\", \"contracting\"",
            "\"operatin\", \"contracting\"",
            "compares with \"operatin\", which cannot be chosen; write \"operating\"",
        ),
        ("params.relapse_months", "params.relaps_months", "names no parameter: relaps_months"),
        ("across = \"sums\"", "across = \"all\"", "`across` is unknown: \"all\"; write one of: sums, values"),
        ("row.amount", "row.amuont", "names no column of the register: amuont"),
        ("at = [\"branch\"]", "at = [\"village\"]", "an entry of `at` is unknown: \"village\""),
        ("latest = [\"clause\"]", "latest = [\"claus\"]", "`latest` names no column of the register: claus"),
        ("of = \"each\"", "of = \"eachone\"", "`of` is unknown"),
    ] {
        let found = mistakes(from, to);
        assert!(found.contains(told), "{told}: {found}");
    }
}

#[test]
fn an_indicator_does_not_look_at_persons() {
    let found = with("indicators/cadre.toml", |text| text.replacen("\"sealed_counts\"", "\"reserve_list\"", 1));
    assert!(found.to_string().contains("\"reserve_list\" is sealed: its rows are no source"), "{found}");
}

#[test]
fn mistakes_in_a_rule_say_what_to_write() {
    let found = with("registers/urban.toml", |text| text.replacen("&& row.fee > 0", "&& row.fe > 0", 1));
    assert!(found.to_string().contains("`holds` names no column of the register: fe"), "{found}");
    assert_eq!(found.0.len(), 1, "no indicator is to blame: {found}");
}

/// A sum that is told for past days must not know of what came after them: where it looks at another day of a record,
/// it compares it with the day that is looked at.
#[test]
fn months_that_are_past_do_not_change() {
    let book = book();
    for indicator in &book.indicators {
        for sum in indicator.sums.iter().filter(|sum| sum.day.is_some()) {
            let Source::Register(id) = Source::of(&sum.source) else { continue };
            let register = book.registers.iter().find(|one| one.id == id).unwrap();
            let is_event = |column: &&str| {
                let kind = register.column(column).unwrap().kind;
                kind == ColumnKind::Date && sum.day.as_deref() != Some(*column)
            };
            let others: Vec<&str> = sum.filter.columns().into_iter().filter(is_event).collect();
            // Whether something was studied before it was decided is the same before and after the decision.
            let timeless = indicator.id == "prior_study_rate";
            assert!(
                others.is_empty() || timeless || sum.filter.looks_at_today(),
                "{}/{} looks at {others:?} as of today",
                indicator.id,
                sum.id
            );
        }
    }
}

/// Adds a row of texts and numbers.
fn add(desk: &mut Desk, kind: OrgKind, register: &str, cells: &[(&str, Value)]) {
    let cells = cells.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
    let add = RegisterCommand::Add { org: id_of(kind), register: register.to_owned(), cells };
    desk.run(kind, Command::Register(add));
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn on(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// Whether an alarm holds at an organisation on a day.
fn alarmed(desk: &Desk, rule: &str, kind: OrgKind, day: NaiveDate) -> bool {
    let reckoner = Reckoner::new(&desk.ledger, day);
    let all = reckoner.alarms(&id_of(OrgKind::County));
    let of = |id: &str| desk.ledger.indicator(id).and_then(|one| one.alarm.as_ref()).map(|one| one.rule.clone());
    all.into_iter().any(|one| *one.org == id_of(kind) && of(&one.indicator.id).as_deref() == Some(rule))
}

#[test]
fn a_story_that_is_adopted_later_does_not_count_before() {
    let mut desk = Desk::new(&book(), &organisations());
    let cells = [
        ("title", text("修路")),
        ("kind", text("news")),
        ("submitted_on", text("2026-01-05")),
        ("words", Value::Number(300)),
        ("adopted_by", text("党建简报")),
        ("adopted_on", text("2026-04-10")),
    ];
    add(&mut desk, OrgKind::Village, "story", &cells);
    let rate = |day| {
        let indicator = desk.ledger.indicator("story_adoption_rate").unwrap();
        Reckoner::new(&desk.ledger, day).figure(indicator, &id_of(OrgKind::Village)).unwrap().value
    };
    assert_eq!(rate(on(3, 31)), Ok(Exact::from_integer(0)));
    assert_eq!(rate(on(4, 30)), Ok(Exact::from_integer(1)));
    // Six months without another one; before the first, since the first day of the year.
    assert!(!alarmed(&desk, "zero_story", OrgKind::Village, on(10, 9)));
    assert!(alarmed(&desk, "zero_story", OrgKind::Village, on(10, 10)));
    assert!(!alarmed(&desk, "zero_story", OrgKind::Community, on(6, 30)));
    assert!(alarmed(&desk, "zero_story", OrgKind::Community, on(7, 1)));
}

#[test]
fn a_topic_that_is_missing_calls_for_training() {
    let mut desk = Desk::new(&book(), &organisations());
    for topic in ["election", "recruitment", "organisation_life", "activities"] {
        assert!(alarmed(&desk, "training_gap", OrgKind::Village, on(12, 1)), "{topic} is missing");
        let cells = [
            ("topic", text(topic)),
            ("day", text("2026-05-01")),
            ("organiser", text("党校")),
            ("people", Value::Number(3)),
        ];
        add(&mut desk, OrgKind::Village, "training", &cells);
    }
    assert!(!alarmed(&desk, "training_gap", OrgKind::Village, on(12, 1)));
    assert!(alarmed(&desk, "training_gap", OrgKind::Community, on(12, 1)));
}

fn staff(desk: &mut Desk, seat: Option<i64>, filled: bool, more: &[(&str, Value)]) {
    let mut cells = vec![
        ("post", text("officer")),
        ("checked_on", text("2026-01-10")),
        ("filled", Value::Number(i64::from(filled))),
    ];
    cells.extend(seat.map(|seat| ("seat", Value::Number(seat))));
    cells.extend_from_slice(more);
    add(desk, OrgKind::Township, "org_staffing", &cells);
}

#[test]
fn a_vacant_seat_beside_a_filled_one_is_found_after_three_months() {
    let mut desk = Desk::new(&book(), &organisations());
    staff(&mut desk, Some(1), false, &[("vacant_since", text("2026-01-05"))]);
    staff(&mut desk, Some(2), true, &[]);
    let found = |desk: &Desk, day| alarmed(desk, "vacancy_long", OrgKind::Township, day);
    assert!(!found(&desk, on(4, 4)), "three months are full at the end of this day");
    assert!(found(&desk, on(4, 5)));
    assert!(found(&desk, on(4, 20)), "three months and some days");
    assert!(!alarmed(&desk, "vacancy_long", OrgKind::Subdistrict, on(4, 20)));
    // The same seat, filled by a later look at it or by its own day.
    let mut other = Desk::new(&book(), &organisations());
    staff(&mut other, None, false, &[("vacant_since", text("2026-01-05")), ("filled_on", text("2026-05-02"))]);
    assert!(found(&other, on(5, 1)));
    assert!(!found(&other, on(5, 2)));
}

#[test]
fn too_many_posts_beside_are_found() {
    let mut desk = Desk::new(&book(), &organisations());
    let staff = |desk: &mut Desk, kind, post: &str, count| {
        let cells = [
            ("post", text(post)),
            ("checked_on", text("2026-01-10")),
            ("filled", Value::Number(1)),
            ("concurrent_posts", Value::Number(count)),
        ];
        add(desk, kind, "org_staffing", &cells);
    };
    staff(&mut desk, OrgKind::Township, "commissioner", 3);
    staff(&mut desk, OrgKind::Township, "officer", 9);
    staff(&mut desk, OrgKind::Subdistrict, "commissioner", 2);
    let found = |desk: &Desk, kind| alarmed(desk, "overloaded_officer", kind, on(3, 1));
    assert!(!found(&desk, OrgKind::Township), "the county has set no limit");
    desk.run(OrgKind::County, Command::SetParameter { name: "concurrent_posts_max".to_owned(), value: 2 });
    assert!(found(&desk, OrgKind::Township));
    assert!(!found(&desk, OrgKind::Subdistrict), "two are not more than two");
    desk.run(OrgKind::County, Command::SetParameter { name: "concurrent_posts_max".to_owned(), value: 3 });
    assert!(!found(&desk, OrgKind::Township), "what an officer does beside is not asked");
}

/// Told for today alone, each with the reason.
const WITHOUT_MONTHS: [(&str, &str); 3] = [
    ("reserve_gap", "a branch is told how many there are, and not since when"),
    ("soe_key_task_rate", "a task is on the county's list or not, whenever it was written down"),
    ("three_synchronous_rate", "each of the three days may still be to come"),
];

#[test]
fn months_are_told_wherever_the_records_have_days() {
    for indicator in &book().indicators {
        let without = WITHOUT_MONTHS.iter().any(|(id, _)| *id == indicator.id);
        assert_ne!(indicator.has_past(), without, "{}", indicator.id);
        assert_eq!(indicator.undated().count() > 0, without);
    }
}

#[test]
fn tasks_and_reminders_count_from_the_day_on_which_they_came() {
    let mut desk = Desk::new(&book(), &organisations());
    let item = ItemKey { branch: id_of(OrgKind::Village), task: desk.task(OrgKind::Village) };
    let remind = Command::Remind { items: vec![item], text: "请按时办".to_owned() };
    desk.run(OrgKind::Township, remind);
    let load = |day| {
        let indicator = desk.ledger.indicator("chase_load").unwrap();
        Reckoner::new(&desk.ledger, day).figure(indicator, &id_of(OrgKind::County)).unwrap().value
    };
    assert_eq!(load(on(3, 1)), Err(Fault::OfNothing), "given out and reminded of on the second of March");
    assert_eq!(load(on(3, 2)), Ok(Exact::from_integer(1)));
}
