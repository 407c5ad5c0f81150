//! The lines of 整顿台账: for the township and for the county, on paper and in a file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use taizhang_ledger::{
    CaseCommand,
    case::{CaseMove, Subject},
};

use super::*;
use crate::state::support::{
    cases::{act, assessed, closed, run, set},
    day, org,
};

/// A line by its headings.
fn shown(table: &CaseTable, line: usize) -> Vec<(&str, String)> {
    let headings = table.columns.iter().map(|(column, _)| column.heading.as_str());
    headings.zip(table.lines[line].cells.iter().map(printed)).collect()
}

fn of(table: &CaseTable, line: usize, heading: &str) -> String {
    let found = shown(table, line).into_iter().find(|(name, _)| *name == heading);
    found.unwrap_or_else(|| panic!("no column {heading}")).1
}

#[test]
fn a_measure_is_a_line_and_the_case_stands_once_beside_its_lines() {
    let (mut village, mut township, _, _, case) = assessed();
    act(&mut township, case, CaseMove::Return).unwrap();
    village.pull(&mut township);
    let problem = village.ledger.case(case).unwrap().problems[0].id;
    run(&mut village, CaseCommand::AddMeasure(case, problem)).unwrap();
    let second = Subject::Measure(village.ledger.case(case).unwrap().problems[0].measures[1].id);
    set(&mut village, case, second, CaseField::Measure, "班子成员包片").unwrap();
    set(&mut village, case, second, CaseField::Result, "已包到组").unwrap();
    run(&mut village, CaseCommand::AddProblem(case)).unwrap();
    let enter = CaseCommand::Enter {
        case,
        kind: CaseEntryKind::Progress,
        text: "支部党员大会开过一次".to_owned(),
        on: day(3, 1),
    };
    run(&mut village, enter).unwrap();
    township.pull(&mut village);

    let table = CaseTable::of(&township.ledger, &org("t1"));
    let spans: Vec<_> = table.lines.iter().map(|line| (line.of_case, line.of_problem)).collect();
    assert_eq!(spans, [(Some(3), Some(2)), (None, None), (None, Some(1))]);
    assert!(table.lines.iter().all(|line| line.cells.len() == table.columns.len()));
    assert!(table.columns.iter().all(|(column, _)| column.heading != words::TOWNSHIP_HEADING));
    for (heading, cell) in [
        (words::NUMBER, "1"),
        (words::BRANCH_HEADING, "v1"),
        (words::field(CaseField::Description), "三会一课半年未开"),
        (words::field(CaseField::Measure), "每月15日召开支部党员大会"),
        (words::field(CaseField::Owner), "陈书记"),
        (words::field(CaseField::Due), "9月30日"),
        (words::slot(Slot::CountyLeader), "县委常委郑某"),
        (words::slot(Slot::PairedUnit), "县农业农村局"),
        (words::STATE_HEADING, words::state(CaseState::InRectification)),
        (words::CLOSED_HEADING, ""),
    ] {
        assert_eq!(of(&table, 0, heading), cell, "{heading}");
    }
    let progress = |line| of(&table, line, words::PROGRESS_HEADING);
    assert!(progress(0).contains("支部党员大会开过一次"), "{}", progress(0));
    assert_eq!((progress(1).as_str(), progress(2).as_str()), ("已包到组", ""));
}

#[test]
fn the_county_sees_whose_it_is_and_when_it_was_struck_off() {
    let (_, mut township, mut county, _, _) = closed();
    let screen =
        |branch: &str| CaseCommand::Screen { branch: org(branch), symptom: "不开会".to_owned(), deadline: None };
    let other = run(&mut township, screen("v2")).unwrap().case.unwrap();
    county.pull(&mut township);
    act(&mut county, other, CaseMove::Dismiss).unwrap();
    let table = CaseTable::of(&county.ledger, &org("county"));
    assert_eq!(table.lines.len(), 1, "what was not taken up is left out");
    assert_eq!(of(&table, 0, words::TOWNSHIP_HEADING), "t1");
    assert_eq!(of(&table, 0, words::STATE_HEADING), words::state(CaseState::Closed));
    assert_eq!(of(&table, 0, words::CLOSED_HEADING), "3月1日");
    assert_eq!(of(&table, 0, words::REMARKS_HEADING), "");

    // The file has the columns and the lines of the paper.
    let headings: Vec<String> = table.columns.iter().map(|(column, _)| column.heading.clone()).collect();
    let cells = table.lines[0].cells.clone();
    let book = table.workbook(2026, "县委组织部", day(12, 1));
    assert_eq!(book.sheets[0].columns.iter().map(|column| column.heading.clone()).collect::<Vec<_>>(), headings);
    assert_eq!(book.sheets[0].rows, [cells]);
}

#[test]
fn a_case_without_a_plan_has_its_line() {
    let (_, mut township, ..) = crate::state::support::county_with_task();
    let screen = CaseCommand::Screen { branch: org("v2"), symptom: "不开会".to_owned(), deadline: None };
    run(&mut township, screen).unwrap();
    let table = CaseTable::of(&township.ledger, &org("t1"));
    assert_eq!(table.lines.len(), 1);
    assert_eq!(of(&table, 0, words::field(CaseField::Measure)), "");
    assert_eq!(of(&table, 0, words::DEADLINE), "11月30日");
}
