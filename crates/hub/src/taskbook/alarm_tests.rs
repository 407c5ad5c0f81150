//! The alarms of the default taskbook: each holds at one organisation and not at another beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use taizhang_ledger::{
    Author, Command, Ledger, OrgId, OrgKind, Organisation, Reckoner, RegisterCommand, Tier, indicator::Alarmed,
};

use super::{
    Taskbook, alarm_work_tests,
    register_tests::{Desk, author, book, id_of, organisations},
    rule_tests::row,
};

/// Rows of registers, each with what is filled in ([`super::rule_tests`] says how).
type Rows = &'static [(&'static str, &'static [(&'static str, &'static str)])];

/// An alarm, at which kind of organisation, with what the county sets, by which rows it holds and by which it does not.
struct Case {
    rule: &'static str,
    at: OrgKind,
    set: &'static [(&'static str, i64)],
    holds: Rows,
    rests: Rows,
}

const fn case(rule: &'static str, at: OrgKind, holds: Rows, rests: Rows) -> Case {
    Case { rule, at, set: &[], holds, rests }
}

const CASES: &[Case] = &[
    case(
        "reserve_gap",
        OrgKind::Village,
        &[("reserve_list", &[("state", "ready")]), ("reserve_list", &[("state", "ready")])],
        &[
            ("reserve_list", &[("state", "ready")]),
            ("reserve_list", &[("state", "filed")]),
            ("reserve_list", &[("state", "nominated")]),
        ],
    ),
    case(
        "vacancy_long",
        OrgKind::Township,
        &[("org_staffing", &[("filled", "no"), ("vacant_since", "2026-04-01")])],
        &[("org_staffing", &[("filled", "no"), ("vacant_since", "2026-04-02")])],
    ),
    Case {
        rule: "overloaded_officer",
        at: OrgKind::Township,
        set: &[("concurrent_posts_max", 2)],
        holds: &[("org_staffing", &[("post", "commissioner"), ("concurrent_posts", "3")])],
        rests: &[("org_staffing", &[("post", "commissioner"), ("concurrent_posts", "2")])],
    },
    case(
        "decision_without_minutes",
        OrgKind::Hospital,
        &[("major_decision", &[])],
        &[("major_decision", &[("minutes", "*")])],
    ),
    case(
        "no_business_link",
        OrgKind::Organ,
        &[("organ_rectification", &[("kind", "two_skins")])],
        &[("organ_rectification", &[("kind", "two_skins"), ("business", "项目审批")])],
    ),
    // It is said to be put right, and nothing came of it for the business.
    case(
        "no_business_link",
        OrgKind::Organ,
        &[("organ_rectification", &[("kind", "two_skins"), ("business", "项目审批"), ("done_on", "2026-05-01")])],
        &[(
            "organ_rectification",
            &[("kind", "two_skins"), ("business", "项目审批"), ("done_on", "2026-05-01"), ("outcome", "快了两天")],
        )],
    ),
    case(
        "contact_point_idle",
        OrgKind::Organ,
        &[("contact_point", &[("day", "2026-04-01")])],
        &[("contact_point", &[("day", "2026-04-02")])],
    ),
    case("no_brand", OrgKind::Organ, &[], &[("party_brand", &[])]),
    case(
        "self_check_overdue",
        OrgKind::Village,
        &[("self_check_issue", &[]), ("self_check_issue", &[]), ("self_check_issue", &[("done_on", "2026-07-01")])],
        &[("self_check_issue", &[]), ("self_check_issue", &[("done_on", "2026-07-01")])],
    ),
    case(
        "subsidy_dependent",
        OrgKind::Village,
        &[
            ("collective_income", &[("kind", "operating"), ("amount", "49.99")]),
            ("collective_income", &[("kind", "subsidy"), ("amount", "50.01")]),
        ],
        &[
            ("collective_income", &[("kind", "contracting"), ("amount", "50")]),
            ("collective_income", &[("kind", "subsidy"), ("amount", "50")]),
        ],
    ),
    case(
        "dual_leader_gap",
        OrgKind::School,
        &[("dual_leader", &[("teaching_leader", "no")])],
        &[("dual_leader", &[("teaching_leader", "yes")])],
    ),
    Case {
        rule: "soe_tasks_missing",
        at: OrgKind::Soe,
        set: &[("soe_key_tasks", 2)],
        holds: &[("soe_key_task", &[])],
        rests: &[("soe_key_task", &[]), ("soe_key_task", &[])],
    },
    case(
        "party_staff_vacant",
        OrgKind::Soe,
        &[("party_staffing", &[("planned", "2"), ("filled", "1"), ("vacant_since", "2026-04-01")])],
        &[("party_staffing", &[("planned", "2"), ("filled", "1"), ("vacant_since", "2026-04-02")])],
    ),
    // Filled since: the last look counts.
    case(
        "party_staff_vacant",
        OrgKind::Soe,
        &[
            ("party_staffing", &[("day", "2026-03-01"), ("planned", "2"), ("filled", "2")]),
            (
                "party_staffing",
                &[("day", "2026-04-05"), ("planned", "2"), ("filled", "1"), ("vacant_since", "2026-03-20")],
            ),
        ],
        &[
            (
                "party_staffing",
                &[("day", "2026-03-01"), ("planned", "2"), ("filled", "1"), ("vacant_since", "2026-01-20")],
            ),
            ("party_staffing", &[("day", "2026-04-05"), ("planned", "2"), ("filled", "2")]),
        ],
    ),
    // None since the first of January, and one two months ago.
    case(
        "zero_story",
        OrgKind::Village,
        &[("story", &[])],
        &[("story", &[("adopted_by", "县党建简报"), ("adopted_on", "2026-05-01")])],
    ),
    case(
        "training_gap",
        OrgKind::Village,
        &[
            ("training", &[("topic", "election")]),
            ("training", &[("topic", "recruitment")]),
            ("training", &[("topic", "activities")]),
            ("training", &[("topic", "activities")]),
        ],
        &[
            ("training", &[("topic", "election")]),
            ("training", &[("topic", "recruitment")]),
            ("training", &[("topic", "activities")]),
            ("training", &[("topic", "organisation_life")]),
        ],
    ),
    Case {
        rule: "coverage_below_city",
        at: OrgKind::Township,
        set: &[("city_coverage", 80)],
        holds: &[(
            "coverage_check",
            &[("eligible", "10"), ("own_branch", "4"), ("joint_branch", "3"), ("effective", "7")],
        )],
        rests: &[(
            "coverage_check",
            &[("eligible", "10"), ("own_branch", "4"), ("joint_branch", "4"), ("effective", "1")],
        )],
    },
    Case {
        rule: "shell_branch",
        at: OrgKind::TwoNew,
        set: &[("shell_activities_min", 6), ("shell_members_min", 3)],
        holds: &[("shell_branch", &[("activities", "6"), ("members", "2")])],
        rests: &[("shell_branch", &[("activities", "6"), ("members", "3")])],
    },
    // Put right, as was written down.
    Case {
        rule: "shell_branch",
        at: OrgKind::TwoNew,
        set: &[("shell_activities_min", 6), ("shell_members_min", 3)],
        holds: &[("shell_branch", &[("activities", "5"), ("members", "3"), ("done_on", "2026-07-02")])],
        rests: &[("shell_branch", &[("activities", "5"), ("members", "3"), ("done_on", "2026-07-01")])],
    },
    case(
        "enterprise_unvisited",
        OrgKind::TwoNew,
        &[("enterprise_visit", &[("day", "2026-04-01")])],
        &[("enterprise_visit", &[("day", "2026-04-02")])],
    ),
    case(
        "minimal_station",
        OrgKind::Community,
        &[("red_station", &[("grade", "1")])],
        &[("red_station", &[("grade", "2"), ("beyond", "每周两次义诊")])],
    ),
    case(
        "uneven_quality",
        OrgKind::Community,
        &[("red_station", &[("grade", "2")])],
        &[("red_station", &[("grade", "3"), ("beyond", "每周两次义诊")])],
    ),
    Case {
        rule: "reform_unchecked",
        at: OrgKind::Subdistrict,
        set: &[("reform_documents", 2)],
        holds: &[("subdistrict_reform", &[("document", "一号")]), ("subdistrict_reform", &[("document", "一号")])],
        rests: &[("subdistrict_reform", &[("document", "一号")]), ("subdistrict_reform", &[("document", "二号")])],
    },
    case("fee_missing", OrgKind::Community, &[("fee_follows_task", &[])], &[("fee_follows_task", &[("fee", "0.01")])]),
];

/// The alarms that hold of the county as a whole.
const OF_COUNTY: [&str; 3] = ["coverage_below_city", "model_estate_short", "demo_not_reviewed"];

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
}

/// The organisations of each kind by number: those of number 0 are told by their rows.
pub(super) fn four_of_each() -> Vec<Organisation> {
    let more = |number: usize| {
        organisations().into_iter().filter(|org| org.kind.tier() != Tier::County).map(move |org| Organisation {
            id: numbered(org.kind, number),
            name: format!("{}{number}", org.name),
            ..org
        })
    };
    organisations().into_iter().chain((1..4).flat_map(more)).collect()
}

pub(super) fn numbered(kind: OrgKind, number: usize) -> OrgId {
    if number == 0 { id_of(kind) } else { format!("{}-{number}", id_of(kind)).parse().unwrap() }
}

/// Writes rows down at an organisation, or above it where its keeper is.
fn keep(desk: &mut Desk, book: &Taskbook, kind: OrgKind, number: usize, rows: Rows) {
    for (id, cells) in rows {
        let register = book.registers.iter().find(|one| one.id == *id).unwrap();
        let here = numbered(kind, number);
        let mut cells = row(desk, register, cells);
        let above = register.keeper != kind.tier();
        if above {
            let village = cells.iter_mut().find(|(id, _)| id == "village").unwrap();
            village.1 = taizhang_ledger::record::Value::Text(here.to_string());
        }
        let (org, kind) = if above { (id_of(OrgKind::Township), OrgKind::Township) } else { (here, kind) };
        let who = Author { org: org.clone(), ..author(kind) };
        desk.run_as(&who, Command::Register(RegisterCommand::Add { org, register: (*id).to_owned(), cells }));
    }
}

fn set(desk: &mut Desk, parameters: &[(&str, i64)]) {
    for (name, value) in parameters {
        desk.run(OrgKind::County, Command::SetParameter { name: (*name).to_owned(), value: *value });
    }
}

fn is(ledger: &Ledger, one: &Alarmed<'_>, rule: &str) -> bool {
    ledger.indicator(&one.indicator.id).and_then(|one| one.alarm.as_ref()).is_some_and(|alarm| alarm.rule == rule)
}

/// The organisations at which an alarm holds on a day.
pub(super) fn alarmed(desk: &Desk, rule: &str, day: NaiveDate) -> BTreeSet<OrgId> {
    let all = Reckoner::new(&desk.ledger, day).alarms(&id_of(OrgKind::County));
    all.into_iter().filter(|one| is(&desk.ledger, one, rule)).map(|one| one.org.clone()).collect()
}

/// Whether an alarm holds of the county as a whole.
fn of_county(desk: &Desk, rule: &str) -> bool {
    let county = id_of(OrgKind::County);
    Reckoner::new(&desk.ledger, day()).alarms_alone(&county).iter().any(|one| is(&desk.ledger, one, rule))
}

#[test]
fn every_alarm_is_tried() {
    let rules: BTreeSet<String> =
        book().indicators.iter().filter_map(|one| Some(one.alarm.as_ref()?.rule.clone())).collect();
    let of_work = alarm_work_tests::CASES.iter().map(|one| one.rule);
    let tried = CASES.iter().map(|one| one.rule).chain(OF_COUNTY).chain(of_work);
    assert_eq!(tried.map(str::to_owned).collect::<BTreeSet<_>>(), rules);
}

#[test]
fn every_alarm_holds_at_one_organisation_and_not_at_another() {
    let (book, orgs) = (book(), four_of_each());
    for Case { rule, at, set: parameters, holds, rests } in CASES {
        let mut desk = Desk::new(&book, &orgs);
        set(&mut desk, parameters);
        keep(&mut desk, &book, *at, 0, holds);
        (1..4).for_each(|number| keep(&mut desk, &book, *at, number, rests));
        let found = alarmed(&desk, rule, day());
        assert!(found.contains(&numbered(*at, 0)), "{rule}: not found where it is: {found:?}");
        (1..4).for_each(|number| {
            assert!(!found.contains(&numbered(*at, number)), "{rule}: found where it is not: {found:?}");
        });
    }
}

#[test]
fn the_county_is_told_what_no_township_tells() {
    let (book, orgs) = (book(), organisations());
    let told = |desk: &Desk| OF_COUNTY.map(|rule| of_county(desk, rule));
    let mut desk = Desk::new(&book, &orgs);
    assert_eq!(told(&desk), [false; 3], "nothing is known and nothing is set");

    set(&mut desk, &[("city_coverage", 80), ("model_estate_target", 2)]);
    let estate: Rows = &[("model_estate", &[("kind", "both"), ("since", "2026-05-01")])];
    keep(&mut desk, &book, OrgKind::Community, 0, estate);
    // The township is at the city's rate; the committee draws the county below it.
    let full: Rows =
        &[("coverage_check", &[("eligible", "5"), ("own_branch", "4"), ("joint_branch", "0"), ("effective", "4")])];
    let low: Rows =
        &[("coverage_check", &[("eligible", "5"), ("own_branch", "1"), ("joint_branch", "0"), ("effective", "1")])];
    keep(&mut desk, &book, OrgKind::Township, 0, full);
    keep(&mut desk, &book, OrgKind::Committee, 0, low);
    let named: Rows = &[("demo_review", &[("reviewed_on", "2025-07-01"), ("verdict", "named"), ("site", "一号点")])];
    keep(&mut desk, &book, OrgKind::County, 0, named);
    assert_eq!(told(&desk), [true; 3]);
    let reckoner = Reckoner::new(&desk.ledger, day());
    let needed = reckoner.figure(desk.ledger.indicator("units_needed").unwrap(), &id_of(OrgKind::County)).unwrap();
    assert_eq!(needed.value, Ok(taizhang_ledger::expr::Exact::from_integer(3)), "8 of 10, and 5 are");
    // What holds at one below is that one's.
    let alone = Reckoner::new(&desk.ledger, day()).alarms_alone(&id_of(OrgKind::Township)).len();
    let all = Reckoner::new(&desk.ledger, day()).alarms(&id_of(OrgKind::Township)).len();
    assert!(alone < all, "{alone} {all}");

    keep(&mut desk, &book, OrgKind::Community, 0, estate);
    let more: Rows = &[(
        "coverage_check",
        &[("day", "2026-06-01"), ("eligible", "5"), ("own_branch", "4"), ("joint_branch", "0"), ("effective", "4")],
    )];
    keep(&mut desk, &book, OrgKind::Committee, 0, more);
    let kept: Rows = &[("demo_review", &[("reviewed_on", "2026-06-01"), ("verdict", "kept"), ("site", "一号点")])];
    keep(&mut desk, &book, OrgKind::County, 0, kept);
    assert_eq!(told(&desk), [false; 3]);
}
