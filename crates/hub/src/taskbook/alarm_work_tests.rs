//! The alarms of the default taskbook over work and not over rows of registers: cases, what people signed, and tables
//! that are due. Each holds until the last thing is done.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use chrono::NaiveDate;
use taizhang_ledger::{
    Author, CaseCommand, CaseId, Command, OrgId, OrgKind, Organisation, RegisterCommand,
    case::{CaseField, CaseMove, Subject},
    record::Value,
    responsibility::{Duty, REGISTER as DUTIES},
    submission::{REGISTER, TOWNSHIP_REGISTER},
};

use super::{
    alarm_tests::{alarmed, four_of_each, numbered},
    register_tests::{Desk, author, book},
    rule_tests::row,
};

/// Something that is done at an organisation.
type Work = fn(&mut Desk, &OrgId);

/// An alarm, at which kind of organisation and on which day it is looked for, what is done so that it still holds, and
/// what is done then so that it does not.
pub(super) struct Case {
    pub(super) rule: &'static str,
    at: OrgKind,
    on: NaiveDate,
    almost: Work,
    last: Work,
}

pub(super) const CASES: &[Case] = &[
    Case {
        rule: "four_ones_missing",
        at: OrgKind::Village,
        on: on(7, 1),
        almost: |desk, branch| {
            let case = listed(desk, branch);
            fill(desk, case, CaseField::TownshipMember);
            fill(desk, case, CaseField::FirstSecretary);
            fill(desk, case, CaseField::PairedUnit);
        },
        last: |desk, branch| {
            let leader = Organisation {
                id: format!("leader-{branch}").parse().unwrap(),
                name: "县委常委郑某".to_owned(),
                kind: OrgKind::Leader,
                parent: Some("county".parse().unwrap()),
                households: None,
            };
            let link = CaseCommand::Link { leader: leader.id.clone(), branch: branch.clone(), linked: true };
            desk.run(OrgKind::County, Command::DefineOrganisation(leader));
            desk.run(OrgKind::County, Command::Case(link));
        },
    },
    // The leader is known, and one of the three below is not.
    Case {
        rule: "four_ones_missing",
        at: OrgKind::TwoNew,
        on: on(3, 2),
        almost: |desk, branch| {
            let case = listed(desk, branch);
            fill(desk, case, CaseField::CountyLeader);
            fill(desk, case, CaseField::TownshipMember);
            fill(desk, case, CaseField::PairedUnit);
        },
        last: |desk, branch| {
            let case = desk.ledger.cases().into_iter().find(|case| case.branch == *branch).unwrap().id;
            fill(desk, case, CaseField::FirstSecretary);
        },
    },
    // What the secretary does is the Party organisation's own, too.
    Case {
        rule: "responsibility_idle",
        at: OrgKind::Village,
        on: on(3, 2),
        almost: |desk, branch| {
            name(desk, branch, Duty::DualDuty, "委员甲");
            name(desk, branch, Duty::PartyWorker, "干事乙");
            sign(desk, branch, "经办人");
            sign(desk, branch, "干事乙");
        },
        last: |desk, branch| sign(desk, branch, "委员甲"),
    },
    // Due by the tenth of April.
    Case {
        rule: "submission_overdue",
        at: OrgKind::Village,
        on: on(4, 11),
        almost: |desk, branch| hand_in(desk, branch, OrgKind::Village, "economy_quarterly"),
        last: |desk, branch| hand_in(desk, branch, OrgKind::Village, "self_check_quarterly"),
    },
    // Due by the fifteenth.
    Case {
        rule: "submission_overdue",
        at: OrgKind::Subdistrict,
        on: on(4, 16),
        almost: |_, _| {},
        last: |desk, org| hand_in(desk, org, OrgKind::Subdistrict, "coverage_quarterly"),
    },
];

const fn on(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// A case of a branch that the county has listed.
fn listed(desk: &mut Desk, branch: &OrgId) -> CaseId {
    let symptom = "半年没有开过支部党员大会".to_owned();
    let screen = CaseCommand::Screen { branch: branch.clone(), symptom, deadline: None };
    let case = desk.run(OrgKind::Township, Command::Case(screen)).case.unwrap();
    let list = CaseCommand::Act { case, act: CaseMove::List, reason: None, ballot: None, until: None };
    desk.run(OrgKind::County, Command::Case(list));
    case
}

/// Fills a slot of 四个一.
fn fill(desk: &mut Desk, case: CaseId, field: CaseField) {
    let edit = CaseCommand::Edit { case, subject: Subject::Case(case), field, value: "吴某".to_owned() };
    desk.run(OrgKind::Township, Command::Case(edit));
}

fn at(org: &OrgId, kind: OrgKind, person: &str) -> Author {
    Author { org: org.clone(), person: person.to_owned(), ..author(kind) }
}

fn text(words: impl Into<String>) -> Value {
    Value::Text(words.into())
}

/// Names who answers for a duty at a village.
fn name(desk: &mut Desk, village: &OrgId, duty: Duty, person: &str) {
    let cells = [("kind", text(duty.word())), ("person", text(person))];
    let cells = cells.into_iter().map(|(id, value)| (id.to_owned(), value)).collect();
    let add = RegisterCommand::Add { org: village.clone(), register: DUTIES.to_owned(), cells };
    desk.run_as(&at(village, OrgKind::Village, "经办人"), Command::Register(add));
}

/// Somebody of a village writes a row down, which is their record of something done.
fn sign(desk: &mut Desk, village: &OrgId, person: &str) {
    let register = desk.ledger.register("story").unwrap().clone();
    let cells = row(desk, &register, &[]);
    let add = RegisterCommand::Add { org: village.clone(), register: register.id, cells };
    desk.run_as(&at(village, OrgKind::Village, person), Command::Register(add));
}

/// Hands in what is due of the first quarter, when that has ended.
fn hand_in(desk: &mut Desk, org: &OrgId, kind: OrgKind, form: &str) {
    let register = if kind == OrgKind::Village { REGISTER } else { TOWNSHIP_REGISTER };
    let said = [("form", text(form)), ("period", text("2026-quarter-01")), ("day", text("2026-04-03"))];
    let said = said.into_iter().chain([("rows", Value::Number(1))]);
    let cells = said.map(|(id, value)| (id.to_owned(), value)).collect();
    let add = RegisterCommand::Add { org: org.clone(), register: register.to_owned(), cells };
    desk.run_on(&at(org, kind, "经办人"), on(4, 3), Command::Register(add));
}

#[test]
fn every_alarm_over_work_holds_until_the_last_thing_is_done() {
    let (book, orgs) = (book(), four_of_each());
    for Case { rule, at, on, almost, last } in CASES {
        let mut desk = Desk::new(&book, &orgs);
        let (here, beside) = (numbered(*at, 0), numbered(*at, 1));
        for org in [&here, &beside] {
            almost(&mut desk, org);
        }
        last(&mut desk, &beside);
        let found = alarmed(&desk, rule, *on);
        assert!(found.contains(&here), "{rule}: not found where it is: {found:?}");
        assert!(!found.contains(&beside), "{rule}: found where it is not: {found:?}");
        last(&mut desk, &here);
        let found = alarmed(&desk, rule, *on);
        assert!(!found.contains(&here), "{rule}: found where nothing is left to do: {found:?}");
    }
}

#[test]
fn nothing_is_overdue_on_its_last_day_and_without_a_case_nothing_is_missing() {
    let desk = Desk::new(&book(), &four_of_each());
    let village = numbered(OrgKind::Village, 0);
    assert!(!alarmed(&desk, "submission_overdue", on(4, 10)).contains(&village));
    assert!(alarmed(&desk, "submission_overdue", on(4, 11)).contains(&village));
    assert!(alarmed(&desk, "four_ones_missing", on(7, 1)).is_empty());
    assert!(alarmed(&desk, "responsibility_idle", on(3, 2)).contains(&village), "nobody did anything");
}
