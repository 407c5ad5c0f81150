//! What a case went through counts: relapses, leaders one by one, edits after it was struck off, and plans that stay
//! whole.

use crate::support::{
    self, Tablet,
    cases::{PASSED, act, closed, listed, plan, run, set, state, strike_off},
    day, meet, org,
};
use taizhang_ledger::{
    CaseCommand, CaseId, CaseMatter, CaseState, Command, Definition, Indicator, OrgKind, Organisation, Reckoner,
    Refusal, Role, Tier, Timestamp,
    case::{CaseDenied, CaseDifference, CaseEntryKind, CaseField, CaseMove, Gap, Slot, Subject},
    detect::{Facts, LeaderGap, Rule, findings_of},
    expr::Exact,
};

/// Relapsed ÷ struck off, as the taskbook has it.
const RELAPSES: &str = r#"{"id":"relapse_rate","name":"反弹率","item":"R1","words":"反弹的÷销号的","unit":"%",
    "better":"less","across":"sums","value":{"both":["div",[{"name":"relapsed"},{"name":"closed"}]]},
    "sums":[
      {"id":"closed","name":"销号","source":"cases","day":"first_closed_on","filter":{"truth":true},
       "value":{"number":1}},
      {"id":"relapsed","name":"反弹","source":"cases","day":"relapsed_on",
       "filter":{"both":["lt",[{"call":["months",[{"row":"closed_before_relapse"},{"row":"relapsed_on"}]]},
         {"number":12}]]},"value":{"number":1}}]}"#;

fn enter(leader: &mut Tablet, case: CaseId, kind: CaseEntryKind, on: chrono::NaiveDate) {
    let text = "到村看过".to_owned();
    run(leader, CaseCommand::Enter { case, kind, text, on }).unwrap();
}

fn leader_gaps(tablet: &Tablet, month: u32, date: u32) -> Vec<LeaderGap> {
    let found = findings_of(&tablet.ledger, &org("v1"), day(month, date));
    let of = found.into_iter().find(|one| one.rule == Rule::LeaderUnaware);
    let Some(Facts::Leader(gaps)) = of.map(|one| one.facts) else { return Vec::new() };
    gaps
}

/// Adds a second leader to the county and to v1, on the clock of the county.
fn link(county: &mut Tablet, id: &str, linked: bool) {
    if county.ledger.orgs().get(&org(id)).is_none() {
        let leader = Organisation {
            id: org(id),
            name: "副县长钱某".to_owned(),
            kind: OrgKind::Leader,
            parent: Some(org("county")),
            households: None,
        };
        county.run(Command::DefineOrganisation(leader)).unwrap();
    }
    run(county, CaseCommand::Link { leader: org(id), branch: org("v1"), linked }).unwrap();
}

#[test]
fn a_relapse_counts_although_the_case_is_worked_on_again() {
    let (_, mut township, mut county, _, case) = closed();
    let indicator: Indicator = serde_json::from_str(RELAPSES).unwrap();
    county.run(Command::Define(Definition::Indicator(Box::new(indicator)))).unwrap();
    let rate = |county: &Tablet| {
        let indicator = county.ledger.indicator("relapse_rate").unwrap();
        Reckoner::new(&county.ledger, day(11, 28)).figure(indicator, &org("v1")).unwrap().value
    };
    assert_eq!(rate(&county), Ok(Exact::from_integer(0)));
    act(&mut township, case, CaseMove::Relapse).unwrap();
    county.pull(&mut township);
    assert_eq!(rate(&county), Ok(Exact::from_integer(1)));
    act(&mut county, case, CaseMove::List).unwrap();
    assert_eq!((state(&county, case), rate(&county)), (CaseState::Listed, Ok(Exact::from_integer(1))));
}

#[test]
fn what_a_leader_said_before_a_relapse_is_about_another_state_of_things() {
    let (_, mut township, mut county, mut leader, case) = closed();
    leader.pull(&mut county);
    enter(&mut leader, case, CaseEntryKind::Acknowledgement, day(3, 1));
    township.pull(&mut leader);
    let said = |tablet: &Tablet| {
        let view = tablet.ledger.case(case).unwrap();
        view.last_by(&org("leader-1"), CaseEntryKind::Acknowledgement).is_some()
    };
    assert!(said(&township));
    township.clock = Timestamp::at(day(3, 5), 9, 0);
    act(&mut township, case, CaseMove::Relapse).unwrap();
    assert!(!said(&township));
    leader.pull(&mut township);
    leader.clock = Timestamp::at(day(3, 6), 9, 0);
    enter(&mut leader, case, CaseEntryKind::Acknowledgement, day(3, 6));
    assert!(said(&leader));
}

#[test]
fn each_linked_leader_answers_for_themselves() {
    let (_, mut township, mut county, mut first, case) = listed();
    enter(&mut first, case, CaseEntryKind::Acknowledgement, day(3, 1));
    county.pull(&mut first);
    county.clock = Timestamp::at(day(3, 20), 9, 0);
    link(&mut county, "leader-2", true);
    township.pull(&mut county);
    let view = township.ledger.case(case).unwrap();
    assert!(view.last_by(&org("leader-1"), CaseEntryKind::Acknowledgement).is_some());
    assert_eq!(view.last_by(&org("leader-2"), CaseEntryKind::Acknowledgement), None, "nobody spoke for the second");
    assert_eq!(view.last_by_all(CaseEntryKind::Acknowledgement), None);
    assert_eq!(leader_gaps(&township, 3, 27), [], "seven days from the link, not from the listing");
    assert_eq!(leader_gaps(&township, 3, 28), [LeaderGap::NotAcknowledged { days: 8 }]);

    let mut second = Tablet::new(5, "leader-2", Role::LinkedLeader, "钱某");
    second.pull(&mut county);
    second.clock = Timestamp::at(day(3, 28), 9, 0);
    enter(&mut second, case, CaseEntryKind::Acknowledgement, day(3, 28));
    township.pull(&mut second);
    assert_eq!(leader_gaps(&township, 3, 28), []);
    assert!(township.ledger.case(case).unwrap().last_by_all(CaseEntryKind::Acknowledgement).is_some());
}

#[test]
fn a_leader_who_takes_over_begins_anew() {
    let (_, _, mut county, mut first, case) = listed();
    enter(&mut first, case, CaseEntryKind::Acknowledgement, day(3, 1));
    enter(&mut first, case, CaseEntryKind::Visit, day(3, 1));
    county.pull(&mut first);
    county.clock = Timestamp::at(day(3, 20), 9, 0);
    link(&mut county, "leader-1", false);
    link(&mut county, "leader-2", true);
    let view = county.ledger.case(case).unwrap();
    assert_eq!(view.leaders, [org("leader-2")]);
    assert_eq!(view.last_by_all(CaseEntryKind::Acknowledgement), None);
    assert_eq!(leader_gaps(&county, 4, 1), [LeaderGap::NotAcknowledged { days: 12 }]);
}

/// The case, and a tablet of the village that has not heard of the application and writes something.
fn written_elsewhere(field: CaseField, value: &str) -> (Tablet, Tablet, Tablet, Tablet, CaseId) {
    let (mut village, mut township, county, _, case) = listed();
    plan(&mut village, &mut township, case);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start] {
        act(&mut village, case, one).unwrap();
    }
    let mut second = Tablet::new(9, "v1", Role::BranchSecretary, "刘文书");
    second.pull(&mut village);
    let measure = Subject::Measure(second.ledger.case(case).unwrap().problems[0].measures[0].id);
    set(&mut second, case, measure, field, value).unwrap();
    act(&mut village, case, CaseMove::SelfAssess).unwrap();
    township.pull(&mut village);
    (village, second, township, county, case)
}

#[test]
fn an_edit_that_comes_after_the_striking_off_is_seen_and_looked_at_by_both_tiers() {
    for archived in [false, true] {
        let (_, mut second, mut township, mut county, case) = written_elsewhere(CaseField::Standard, "到会率五成");
        strike_off(&mut township, &mut county, case);
        act(&mut township, case, CaseMove::Track).unwrap();
        county.pull(&mut township);
        if archived {
            county.clock = Timestamp(county.clock.0 + 367 * 86_400_000);
            act(&mut county, case, CaseMove::Archive).unwrap();
        }
        let before = state(&county, case);
        township.pull(&mut county);
        township.pull(&mut second);
        let view = township.ledger.case(case).unwrap();
        assert_eq!((view.state(), view.is_changed()), (before, true), "批后有改动");
        county.pull(&mut township);
        let refused = act(&mut county, case, CaseMove::Accept).unwrap_err();
        assert_eq!(refused, Refusal::CaseDenied(CaseDenied::Changed), "the township looks first");
        act(&mut township, case, CaseMove::Check).unwrap();
        county.pull(&mut township);
        act(&mut county, case, CaseMove::Accept).unwrap();
        let view = county.ledger.case(case).unwrap();
        assert_eq!((view.state(), view.is_changed()), (before, false));
        assert_eq!(view.life.standing.ballot, Some(PASSED));
    }
}

#[test]
fn a_plan_that_is_filed_must_stay_whole_until_it_is_accepted() {
    let (mut village, mut township, mut county, _, case) = listed();
    plan(&mut village, &mut township, case);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start] {
        act(&mut village, case, one).unwrap();
    }
    let measure = Subject::Measure(village.ledger.case(case).unwrap().problems[0].measures[0].id);
    let missing = |field| Gap::Field { subject: measure, problem: 1, measure: Some(1), field };
    set(&mut village, case, measure, CaseField::Owner, "").unwrap();
    set(&mut village, case, measure, CaseField::Due, "2026-12-20").unwrap();
    let late = Gap::Late { problem: 1, measure: 1 };
    let refused = act(&mut village, case, CaseMove::SelfAssess).unwrap_err();
    assert_eq!(refused, Refusal::Incomplete(vec![missing(CaseField::Owner), late]));
    set(&mut village, case, measure, CaseField::Owner, "陈书记").unwrap();
    set(&mut village, case, measure, CaseField::Due, "2026-09-30").unwrap();

    let mut second = Tablet::new(9, "v1", Role::BranchSecretary, "刘文书");
    second.pull(&mut village);
    act(&mut village, case, CaseMove::SelfAssess).unwrap();
    township.pull(&mut village);
    set(&mut second, case, measure, CaseField::Standard, "").unwrap();
    let mut deaf = Tablet::new(8, "t1", Role::TownshipOrgOfficer, "王干事");
    deaf.pull(&mut township);
    township.pull(&mut second);
    let refused = act(&mut township, case, CaseMove::Check).unwrap_err();
    assert_eq!(refused, Refusal::Incomplete(vec![missing(CaseField::Standard)]), "the same sentence");
    // Another hand of the township has not heard of it.
    act(&mut deaf, case, CaseMove::Check).unwrap();
    county.pull(&mut deaf);
    county.pull(&mut second);
    assert!(act(&mut county, case, CaseMove::Accept).is_err());
    act(&mut township, case, CaseMove::Return).unwrap();
    meet(&mut village, &mut township);
    set(&mut village, case, measure, CaseField::Standard, "到会率八成以上").unwrap();
    act(&mut village, case, CaseMove::SelfAssess).unwrap();
}

#[test]
fn a_slot_that_is_emptied_while_the_plan_is_filed_leaves_it_filed_and_stops_the_next_step() {
    let (mut village, mut township, _, _, case) = listed();
    plan(&mut village, &mut township, case);
    act(&mut village, case, CaseMove::Diagnose).unwrap();
    township.pull(&mut village);
    act(&mut village, case, CaseMove::FilePlan).unwrap();
    set(&mut township, case, Subject::Case(case), CaseField::PairedUnit, "").unwrap();
    meet(&mut village, &mut township);
    for tablet in [&village, &township] {
        let view = tablet.ledger.case(case).unwrap();
        assert_eq!((view.state(), view.gaps()), (CaseState::PlanFiled, vec![Gap::Slot(Slot::PairedUnit)]));
        assert!(!view.life.contested, "an edit is no act");
    }
    act(&mut village, case, CaseMove::Start).unwrap();
    let refused = act(&mut village, case, CaseMove::SelfAssess).unwrap_err();
    assert_eq!(refused, Refusal::Incomplete(vec![Gap::Slot(Slot::PairedUnit)]));
}

#[test]
fn a_diagnosis_says_what_is_wrong() {
    let (mut village, _, _, _, case) = listed();
    run(&mut village, CaseCommand::AddProblem(case)).unwrap();
    let subject = Subject::Problem(village.ledger.case(case).unwrap().problems[0].id);
    let lacks = |field| Gap::Field { subject, problem: 1, measure: None, field };
    let refused = act(&mut village, case, CaseMove::Diagnose).unwrap_err();
    assert_eq!(refused, Refusal::Incomplete(vec![lacks(CaseField::Category), lacks(CaseField::Description)]));
    set(&mut village, case, subject, CaseField::Category, "组织生活").unwrap();
    set(&mut village, case, subject, CaseField::Description, "三会一课半年未开").unwrap();
    act(&mut village, case, CaseMove::Diagnose).unwrap();
    assert_eq!(state(&village, case), CaseState::Diagnosed, "measures and slots come with the plan");
}

#[test]
fn a_branch_that_two_hands_screened_is_listed_once() {
    let (_, mut township, mut county, _) = support::county_with_task();
    let mut colleague = Tablet::new(9, "t1", Role::TownshipOrgOfficer, "王干事");
    colleague.pull(&mut township);
    let screen = |tablet: &mut Tablet, symptom: &str| {
        let (branch, symptom) = (org("v1"), symptom.to_owned());
        run(tablet, CaseCommand::Screen { branch, symptom, deadline: None }).unwrap().case.unwrap()
    };
    let (one, other) = (screen(&mut township, "半年没有开会"), screen(&mut colleague, "班子不团结"));
    for tablet in [&mut township, &mut colleague] {
        county.pull(tablet);
    }
    assert_eq!(county.ledger.cases().len(), 2, "nothing that was written is lost");
    act(&mut county, one, CaseMove::List).unwrap();
    assert_eq!(act(&mut county, other, CaseMove::List).unwrap_err(), Refusal::CaseOpen(one));
    act(&mut county, other, CaseMove::Dismiss).unwrap();
    assert_eq!((state(&county, one), state(&county, other)), (CaseState::Listed, CaseState::Dismissed));
}

#[test]
fn a_branch_is_reminded_of_its_case_until_it_answers() {
    let (mut village, mut township, mut county, _, case) = listed();
    let remind = |tablet: &mut Tablet| {
        run(tablet, CaseCommand::Remind { case, text: "请尽快写出一村一策".to_owned() }).map(drop)
    };
    assert!(matches!(remind(&mut village), Err(Refusal::NoRight(_))), "nobody is reminded from below");
    remind(&mut township).unwrap();
    assert_eq!(remind(&mut township), Err(Refusal::RemindedToday));
    county.pull(&mut township);
    remind(&mut county).unwrap();
    village.pull(&mut county);
    let view = village.ledger.case(case).unwrap();
    assert_eq!((view.reminders().count(), view.reminded().unwrap().author.person.as_str()), (2, "黄科长"));
    assert!(!view.is_changed(), "a reminder changes nothing of the work");
    let late = |tablet: &Tablet| {
        let found = findings_of(&tablet.ledger, &org("v1"), day(12, 2));
        found.into_iter().find_map(|one| match (one.case, one.facts) {
            (Some(_), Facts::Late { days, reminders }) => Some((days, reminders)),
            _ => None,
        })
    };
    assert_eq!(late(&village), Some((2, 2)), "and it is counted");
    let per_case: Indicator = serde_json::from_str(
        r#"{"id":"chase","name":"催办","item":"Z2","words":"催办÷整顿对象","unit":"次","better":"less","across":"sums",
        "value":{"both":["div",[{"name":"told"},{"name":"all"}]]},"sums":[
        {"id":"all","name":"整顿对象","source":"cases","filter":{"truth":true},"value":{"number":1}},
        {"id":"told","name":"催办","source":"cases","filter":{"truth":true},"value":{"row":"reminders"}}]}"#,
    )
    .unwrap();
    county.run(Command::Define(Definition::Indicator(Box::new(per_case)))).unwrap();
    let load = |on| {
        let indicator = county.ledger.indicator("chase").unwrap();
        Reckoner::new(&county.ledger, on).figure(indicator, &org("v1")).unwrap().value
    };
    assert_eq!(load(day(3, 1)), Ok(2.into()), "as the indicators count it");

    village.clock = Timestamp(county.clock.0 + 60_000);
    enter(&mut village, case, CaseEntryKind::Progress, day(3, 1));
    let view = village.ledger.case(case).unwrap();
    assert_eq!((view.reminders().count(), view.reminded()), (2, None));
}

#[test]
fn cases_wait_on_the_desk_of_whose_turn_it_is() {
    let waits = |tablet: &Tablet, case| {
        let view = tablet.ledger.case(case).unwrap();
        [Tier::Branch, Tier::Township, Tier::County].map(|tier| view.matter_for(tier))
    };
    let turn = |act| Some(CaseMatter::Act(act));
    let (_, mut township, mut county, _) = support::county_with_task();
    let screen = CaseCommand::Screen { branch: org("v1"), symptom: "半年没有开会".to_owned(), deadline: None };
    let case = run(&mut township, screen).unwrap().case.unwrap();
    assert_eq!(waits(&township, case), [None, None, turn(CaseMove::List)]);
    assert_eq!(township.ledger.case(case).unwrap().waiting_since(), township.clock);
    county.pull(&mut township);
    act(&mut county, case, CaseMove::List).unwrap();
    assert_eq!(waits(&county, case), [None; 3]);

    let (mut village, mut township, mut county, _, case) = listed();
    act(&mut village, case, CaseMove::RequestExtension).unwrap();
    assert_eq!(waits(&village, case), [None, None, turn(CaseMove::GrantExtension)]);
    meet(&mut village, &mut county);
    act(&mut county, case, CaseMove::RefuseExtension).unwrap();
    meet(&mut village, &mut county);
    township.pull(&mut village);
    plan(&mut village, &mut township, case);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start, CaseMove::SelfAssess] {
        act(&mut village, case, one).unwrap();
    }
    assert_eq!(waits(&village, case), [None, turn(CaseMove::Check), None]);
    assert_eq!(village.ledger.case(case).unwrap().waiting_since(), village.clock);
    township.pull(&mut village);
    act(&mut township, case, CaseMove::Check).unwrap();
    assert_eq!(waits(&township, case), [None, None, turn(CaseMove::Accept)]);
    county.pull(&mut township);
    act(&mut county, case, CaseMove::Accept).unwrap();
    assert_eq!(waits(&county, case), [None, None, turn(CaseMove::Close)]);
    act(&mut county, case, CaseMove::Close).unwrap();
    assert_eq!(waits(&county, case), [None; 3]);
}

#[test]
fn a_case_that_was_changed_waits_for_the_township_first_and_tells_the_difference() {
    let (_, mut second, mut township, mut county, case) = written_elsewhere(CaseField::Standard, "到会率五成");
    act(&mut township, case, CaseMove::Check).unwrap();
    township.pull(&mut second);
    let view = township.ledger.case(case).unwrap();
    let measure = Subject::Measure(view.problems[0].measures[0].id);
    let changed = CaseDifference::Field {
        subject: measure,
        field: CaseField::Standard,
        before: "到会率八成以上".to_owned(),
        now: "到会率五成".to_owned(),
    };
    assert_eq!(township.ledger.case_changes(&view), [changed]);
    assert_eq!(view.matter_for(Tier::Township), Some(CaseMatter::Changed));
    assert_eq!(view.matter_for(Tier::County), None);
    act(&mut township, case, CaseMove::Check).unwrap();
    let view = township.ledger.case(case).unwrap();
    assert_eq!(township.ledger.case_changes(&view), []);
    county.pull(&mut township);
    assert_eq!(county.ledger.case(case).unwrap().matter_for(Tier::County), Some(CaseMatter::Act(CaseMove::Accept)));
}

#[test]
fn the_difference_names_a_slot_that_another_hand_of_the_township_has_changed() {
    let mut colleague = Tablet::new(8, "t1", Role::TownshipOrgOfficer, "王干事");
    let (mut village, mut deaf, _, _, other) = listed();
    plan(&mut village, &mut deaf, other);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start] {
        act(&mut village, other, one).unwrap();
    }
    colleague.pull(&mut village);
    act(&mut village, other, CaseMove::SelfAssess).unwrap();
    deaf.pull(&mut village);
    act(&mut deaf, other, CaseMove::Check).unwrap();
    set(&mut colleague, other, Subject::Case(other), CaseField::PairedUnit, "县水利局").unwrap();
    deaf.pull(&mut colleague);
    let view = deaf.ledger.case(other).unwrap();
    let changed = CaseDifference::Field {
        subject: Subject::Case(other),
        field: CaseField::PairedUnit,
        before: "县农业农村局".to_owned(),
        now: "县水利局".to_owned(),
    };
    assert_eq!(deaf.ledger.case_changes(&view), [changed]);
}
