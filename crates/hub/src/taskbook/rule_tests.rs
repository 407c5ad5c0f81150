//! The rules of the default taskbook's registers: each is broken by one row and kept by another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use taizhang_ledger::{
    OrgKind, Register,
    record::Value,
    register::{Column, ColumnKind},
};

use super::register_tests::{Desk, book, organisations, value};

/// What is filled in beside the columns that must be: money in yuan, yes and no, the id of a choice, `*` for a photo.
type Cells = &'static [(&'static str, &'static str)];

/// A register, the place of one of its rules, a row that breaks it and one that keeps it, looked at on [`today`].
const CASES: &[(&str, usize, Cells, Cells)] = &[
    ("reserve_cadre", 0, &[], &[("mentor", "村党组织书记")]),
    ("cadre_roster", 0, &[("veto", "discipline")], &[("veto", "discipline"), ("remark", "县纪〔2026〕3号")]),
    (
        "cadre_filing",
        0,
        &[("posts", "10"), ("filed", "9"), ("vacant", "2")],
        &[("posts", "10"), ("filed", "9"), ("vacant", "1")],
    ),
    ("org_staffing", 0, &[("filled", "no")], &[("filled", "no"), ("vacant_since", "2026-04-01")]),
    ("org_staffing", 1, &[("filled", "no")], &[("filled", "no"), ("measure", "请县里调配")]),
    (
        "demo_site",
        0,
        &[("applied_on", "2026-05-01"), ("hardware", "有"), ("software", "有"), ("feature", "有")],
        &[("applied_on", "2026-05-01"), ("hardware", "有"), ("software", "有"), ("feature", "有"), ("results", "有")],
    ),
    ("demo_review", 0, &[("verdict", "named"), ("results", "no")], &[("verdict", "named"), ("results", "yes")]),
    (
        "demo_review",
        1,
        &[("verdict", "improve"), ("results", "no")],
        &[("verdict", "improve"), ("results", "no"), ("improve_by", "2026-09-01")],
    ),
    ("hospital_rules", 0, &[("by_rules", "no")], &[("by_rules", "no"), ("note", "临时会议")]),
    ("major_decision", 0, &[], &[("minutes", "*")]),
    (
        "talent_development",
        0,
        &[("admitted", "1"), ("admitted_experts", "2")],
        &[("admitted", "2"), ("admitted_experts", "2")],
    ),
    ("organ_rectification", 0, &[("kind", "two_skins")], &[("kind", "two_skins"), ("business", "项目审批")]),
    (
        "organ_rectification",
        1,
        &[("kind", "two_skins"), ("business", "项目审批"), ("done_on", "2026-05-01")],
        &[("kind", "two_skins"), ("business", "项目审批"), ("done_on", "2026-05-01"), ("outcome", "快了两天")],
    ),
    ("branch_standard", 0, &[("met", "no")], &[("met", "no"), ("gap", "没有活动室")]),
    ("branch_standard", 1, &[("met", "no")], &[("met", "no"), ("due", "2026-09-01")]),
    ("self_check_issue", 0, &[("due", "2026-05-31")], &[("due", "2026-05-31"), ("result", "等资金到位")]),
    ("subsidy_use", 0, &[("granted", "100"), ("spent", "100.01")], &[("granted", "100"), ("spent", "100")]),
    (
        "subsidy_use",
        1,
        &[("granted_on", "2026-03-02"), ("finished_on", "2026-03-01")],
        &[("granted_on", "2026-03-02"), ("finished_on", "2026-03-02")],
    ),
    ("regulation_checklist", 0, &[("state", "partly")], &[("state", "partly"), ("reason", "缺人手")]),
    ("regulation_checklist", 1, &[("state", "missing")], &[("state", "missing"), ("remedy_by", "2026-09-01")]),
    ("regulation_checklist", 2, &[("state", "done")], &[("state", "done"), ("record", "支部党员大会记录")]),
    ("dual_leader", 0, &[("teaching_leader", "no")], &[("teaching_leader", "no"), ("measure", "带头上公开课")]),
    (
        "three_synchronous",
        0,
        &[("deployed_on", "2026-03-01"), ("carried_out_on", "2026-04-01")],
        &[("deployed_on", "2026-03-01"), ("carried_out_on", "2026-04-01"), ("assessed_on", "2026-05-01")],
    ),
    (
        "governance_embedding",
        0,
        &[("kind", "prior_study"), ("studied_on", "2026-03-02"), ("decided_on", "2026-03-01")],
        &[("kind", "prior_study"), ("studied_on", "2026-03-02"), ("decided_on", "2026-03-02")],
    ),
    (
        "party_staffing",
        0,
        &[("planned", "2"), ("filled", "1")],
        &[("planned", "2"), ("filled", "1"), ("vacant_since", "2026-04-01")],
    ),
    ("support_commitment", 0, &[("promised", "100"), ("arrived", "101")], &[("promised", "100"), ("arrived", "100")]),
    ("support_commitment", 1, &[("due", "2026-05-31")], &[("due", "2026-05-31"), ("note", "等财政拨付")]),
    ("story", 0, &[("adopted_on", "2026-05-01")], &[("adopted_on", "2026-05-01"), ("adopted_by", "县党建简报")]),
    (
        "coverage_check",
        0,
        &[("eligible", "10"), ("own_branch", "6"), ("joint_branch", "5")],
        &[("eligible", "11"), ("own_branch", "6"), ("joint_branch", "5")],
    ),
    (
        "coverage_check",
        1,
        &[("own_branch", "6"), ("joint_branch", "5"), ("effective", "12")],
        &[("own_branch", "6"), ("joint_branch", "5"), ("effective", "11")],
    ),
    (
        "coverage_check",
        2,
        &[("eligible", "12"), ("own_branch", "6"), ("joint_branch", "5")],
        &[("eligible", "12"), ("own_branch", "6"), ("joint_branch", "5"), ("remedy", "和邻近企业联合建")],
    ),
    ("identity_display", 0, &[("members", "3"), ("displayed", "4")], &[("members", "4"), ("displayed", "4")]),
    ("membership_transfer", 0, &[("asked_on", "2026-05-01")], &[("asked_on", "2026-05-02")]),
    (
        "separate_quota",
        0,
        &[("admitted", "1"), ("admitted_key_staff", "2")],
        &[("admitted", "2"), ("admitted_key_staff", "2")],
    ),
    ("enterprise_issue", 0, &[("due", "2026-05-31")], &[("due", "2026-05-31"), ("result", "在走招标")]),
    ("leader_link", 0, &[("leader", "张副主任")], &[("leader", "李副主任")]),
    ("leader_link", 1, &[], &[("plan", "一季度去一次")]),
    ("leader_link", 2, &[], &[("person", "王干事")]),
    ("red_station", 0, &[("grade", "2")], &[("grade", "2"), ("beyond", "每周两次义诊")]),
    ("subdistrict_reform", 0, &[("state", "partly")], &[("state", "partly"), ("obstacle", "没有编制")]),
    ("subdistrict_reform", 1, &[("state", "partly")], &[("state", "partly"), ("due", "2026-09-01")]),
    ("fee_follows_task", 0, &[], &[("fee", "5000")]),
    (
        "model_estate",
        0,
        &[("committee", "3"), ("committee_members", "4")],
        &[("committee", "4"), ("committee_members", "4")],
    ),
    ("model_estate", 1, &[("kind", "both")], &[("kind", "both"), ("since", "2026-04-01")]),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

/// A cell as [`Cells`] write it.
pub(super) fn cell(desk: &mut Desk, column: &Column, written: &str) -> Value {
    let number = |text: &str| text.parse::<i64>().unwrap();
    match column.kind {
        ColumnKind::YesNo => Value::Number(i64::from(written == "yes")),
        ColumnKind::Money => {
            let (yuan, fen) = written.split_once('.').unwrap_or((written, "00"));
            Value::Number(number(yuan) * 100 + number(fen))
        }
        ColumnKind::Number | ColumnKind::Count => Value::Number(number(written)),
        ColumnKind::Photo => value(column, desk.task(OrgKind::Village)),
        _ => Value::Text(written.to_owned()),
    }
}

/// A row with what must be filled in, and with some more.
pub(super) fn row(desk: &mut Desk, register: &Register, cells: &[(&str, &str)]) -> Vec<(String, Value)> {
    for (id, _) in cells {
        assert!(register.column(id).is_some(), "{} has no column {id}", register.id);
    }
    let task = desk.task(OrgKind::Village);
    let mut all = Vec::new();
    for column in &register.columns {
        match cells.iter().find(|(id, _)| *id == column.id) {
            Some((_, written)) => all.push((column.id.clone(), cell(desk, column, written))),
            None if column.required => all.push((column.id.clone(), value(column, task))),
            None => {}
        }
    }
    all
}

#[test]
fn every_rule_of_a_register_has_a_row_that_breaks_it_and_one_that_keeps_it() {
    let book = book();
    let tried: BTreeSet<(&str, usize)> = CASES.iter().map(|(register, place, ..)| (*register, *place)).collect();
    let rules: BTreeSet<(&str, usize)> = book
        .registers
        .iter()
        .flat_map(|register| (0..register.rules.len()).map(|place| (register.id.as_str(), place)))
        .collect();
    assert_eq!(tried, rules, "each rule of each register is tried here, and nothing else");
    assert_eq!(tried.len(), CASES.len(), "each once");

    let mut desk = Desk::new(&book, &organisations());
    // A leader with as many branches as one may have.
    let links = book.registers.iter().find(|one| one.id == "leader_link").unwrap();
    for _ in 0..2 {
        let cells = row(&mut desk, links, &[("leader", "张副主任")]);
        desk.add(OrgKind::Committee, "leader_link", cells);
    }
    for (id, place, broken, kept) in CASES {
        let register = book.registers.iter().find(|one| one.id == *id).unwrap();
        let rule = &register.rules[*place];
        for (cells, breaks) in [(broken, true), (kept, false)] {
            let cells = row(&mut desk, register, cells);
            let value = |column: &str| cells.iter().find(|(id, _)| id == column).map(|(_, value)| value);
            assert_eq!(register.flaws(value), [], "{id}: such a row can be begun");
            let gaps = register.gaps(value, &desk.ledger, None, today());
            let told = gaps.iter().any(|gap| gap.say == rule.say);
            assert_eq!(told, breaks, "{id}: {} — {cells:?}", rule.say);
        }
    }
}
