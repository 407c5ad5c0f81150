//! The indicators of the default taskbook: every work item is seen in one, numbers are exact, and mistakes are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use taizhang_ledger::{
    Command, Ledger, OrgId, OrgKind, Reckoner, Register, RegisterCommand, Tier,
    answer::SUGGESTIONS,
    expr::{Exact, Fault},
    indicator::{Source, SourceRecord},
    points::ROSTER,
    record::Value,
    register::ColumnKind,
    submission::{REGISTER, REMINDERS, TOWNSHIP_REGISTER},
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
    // the roster is paid.
    let acts = [REGISTER, TOWNSHIP_REGISTER, REMINDERS, SUGGESTIONS, ROSTER];
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
    let found = with("registers/urban.toml", |text| text.replacen("row.fee > 0", "row.fe > 0", 1));
    assert!(found.to_string().contains("`holds` names no column of the register: fe"), "{found}");
    assert_eq!(found.0.len(), 1, "no indicator is to blame: {found}");
}
