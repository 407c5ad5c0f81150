//! A rectification case from screening to striking off, with every guard on the way.

use crate::support::{
    Tablet,
    cases::{PASSED, act, assessed, listed, plan, run, set, state},
    county_with_task, day, meet, org,
};
use taizhang_ledger::{
    CaseCommand, CaseState, Command, Refusal, Role, Timestamp,
    case::{Ballot, CaseDenied, CaseEntryKind, CaseField, CaseMove, Gap, Light, Pass, Slot, Subject},
    record::Value,
};

#[test]
fn from_screening_to_striking_off_and_a_year_after() {
    let (mut village, mut township, mut county, _, case) = assessed();
    act(&mut township, case, CaseMove::Check).unwrap();
    county.pull(&mut township);
    act(&mut county, case, CaseMove::Accept).unwrap();
    act(&mut county, case, CaseMove::Close).unwrap();
    meet(&mut village, &mut county);
    township.pull(&mut county);
    let view = village.ledger.case(case).unwrap();
    assert_eq!((view.state(), view.is_late(), view.is_changed()), (CaseState::Closed, false, false));
    assert_eq!(view.light(day(12, 31), 30), Light::Green, "struck off in time stays so");
    act(&mut township, case, CaseMove::Track).unwrap();
    county.pull(&mut township);
    let early = act(&mut county, case, CaseMove::Archive).unwrap_err();
    assert!(matches!(early, Refusal::CaseDenied(CaseDenied::TooEarly(_))));
    county.clock = Timestamp(county.clock.0 + 367 * 86_400_000);
    act(&mut county, case, CaseMove::Archive).unwrap();
    assert_eq!(state(&county, case), CaseState::Archived);
}

#[test]
fn a_plan_is_filed_only_when_nothing_is_missing_and_each_gap_is_named() {
    let (mut village, mut township, _, _, case) = listed();
    let gaps = village.ledger.case(case).unwrap().gaps();
    let slots = [Slot::TownshipMember, Slot::FirstSecretary, Slot::PairedUnit];
    let expected: Vec<Gap> = slots.into_iter().map(Gap::Slot).chain([Gap::NoProblem]).collect();
    assert_eq!(gaps, expected, "the linked leader fills the first slot");
    assert!(matches!(act(&mut village, case, CaseMove::Diagnose), Err(Refusal::Incomplete(_))));
    plan(&mut village, &mut township, case);
    act(&mut village, case, CaseMove::Diagnose).unwrap();

    let view = village.ledger.case(case).unwrap();
    let measure = Subject::Measure(view.problems[0].measures[0].id);
    set(&mut village, case, measure, CaseField::Due, "2026-12-01").unwrap();
    let refused = act(&mut village, case, CaseMove::FilePlan).unwrap_err();
    assert_eq!(refused, Refusal::Incomplete(vec![Gap::Late { problem: 1, measure: 1 }]), "validation 2");
    set(&mut village, case, measure, CaseField::Due, "2026-11-30").unwrap();
    for field in [CaseField::Measure, CaseField::Owner, CaseField::Due, CaseField::Deliverable, CaseField::Standard] {
        let before = village.ledger.case(case).unwrap().problems[0].measures[0].fields.text(field);
        set(&mut village, case, measure, field, "").unwrap();
        let Err(Refusal::Incomplete(gaps)) = act(&mut village, case, CaseMove::FilePlan) else { panic!("{field:?}") };
        assert_eq!(gaps, [Gap::Field { subject: measure, problem: 1, measure: Some(1), field }]);
        set(&mut village, case, measure, field, &before).unwrap();
    }
    let problem = Subject::Problem(view.problems[0].id);
    set(&mut village, case, measure, CaseField::Withdrawn, "重复").unwrap();
    assert_eq!(village.ledger.case(case).unwrap().gaps(), [Gap::NoMeasure(1)]);
    set(&mut village, case, problem, CaseField::Withdrawn, "重复").unwrap();
    assert_eq!(village.ledger.case(case).unwrap().gaps(), [Gap::NoProblem]);
}

#[test]
fn two_people_and_neither_the_applicant() {
    let (mut village, mut township, _, _, case) = listed();
    plan(&mut village, &mut township, case);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start, CaseMove::SelfAssess] {
        act(&mut township, case, one).unwrap();
    }
    let denied = act(&mut township, case, CaseMove::Check).unwrap_err();
    assert_eq!(denied, Refusal::CaseDenied(CaseDenied::SamePerson), "on behalf is applying too");
    assert!(matches!(act(&mut village, case, CaseMove::Check), Err(Refusal::CaseDenied(CaseDenied::Authority))));
}

#[test]
fn the_countys_numbers_count_when_an_act_is_done() {
    let (_, mut township, mut county, _, case) = assessed();
    act(&mut township, case, CaseMove::Check).unwrap();
    county.pull(&mut township);
    let set = |county: &mut Tablet, name: &str, value| {
        county.run(Command::SetParameter { name: name.to_owned(), value }).unwrap();
    };
    assert_eq!(county.ledger.rectification_deadline(), day(11, 30));
    set(&mut county, "rectification_deadline", 1031);
    assert_eq!(county.ledger.rectification_deadline(), day(10, 31));
    set(&mut county, "acceptance_score_min", 101);
    assert!(matches!(
        act(&mut county, case, CaseMove::Accept).unwrap_err(),
        Refusal::CaseDenied(CaseDenied::NotPassed(Pass { score_min: 101, .. }))
    ));
    set(&mut county, "acceptance_score_min", 60);
    act(&mut county, case, CaseMove::Accept).unwrap();
    set(&mut county, "acceptance_score_min", 101);
    assert_eq!(state(&county, case), CaseState::CountyAccepted, "what was accepted stays so");
    set(&mut county, "tracking_months", 0);
    act(&mut county, case, CaseMove::Close).unwrap();
    act(&mut county, case, CaseMove::Archive).unwrap();
    set(&mut county, "tracking_months", 24);
    assert_eq!(state(&county, case), CaseState::Archived);
}

#[test]
fn an_acceptance_needs_score_and_vote_that_pass() {
    let (_, mut township, mut county, _, case) = assessed();
    act(&mut township, case, CaseMove::Check).unwrap();
    county.pull(&mut township);
    let mut accept = |ballot| {
        let one = CaseCommand::Act { case, act: CaseMove::Accept, reason: None, ballot, until: None };
        run(&mut county, one).map(drop)
    };
    assert_eq!(accept(None), Err(Refusal::CaseDenied(CaseDenied::NoBallot)));
    let usual = Pass::default();
    let poor = Ballot { score: 69, ..PASSED };
    assert_eq!(accept(Some(poor)), Err(Refusal::CaseDenied(CaseDenied::NotPassed(usual))));
    let unloved = Ballot { dissatisfied: 21, ..PASSED };
    assert_eq!(accept(Some(unloved)), Err(Refusal::CaseDenied(CaseDenied::NotPassed(usual))));
    assert_eq!(accept(Some(Ballot { score: 70, voters: 40, dissatisfied: 20 })), Ok(()));
}

#[test]
fn a_verdict_binds_what_it_saw_and_a_later_edit_needs_a_new_one() {
    let (mut village, mut township, mut county, _, case) = listed();
    plan(&mut village, &mut township, case);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start] {
        act(&mut village, case, one).unwrap();
    }
    // A second device of the village, offline since before the application.
    let mut second = Tablet::new(9, "v1", Role::BranchSecretary, "刘文书");
    second.pull(&mut village);
    act(&mut village, case, CaseMove::SelfAssess).unwrap();
    township.pull(&mut village);
    act(&mut township, case, CaseMove::Check).unwrap();

    let measure = Subject::Measure(second.ledger.case(case).unwrap().problems[0].measures[0].id);
    set(&mut second, case, measure, CaseField::Standard, "到会率五成").unwrap();
    township.pull(&mut second);
    assert!(township.ledger.case(case).unwrap().is_changed(), "批后有改动");
    county.pull(&mut township);
    assert_eq!(act(&mut county, case, CaseMove::Accept).unwrap_err(), Refusal::CaseDenied(CaseDenied::Changed));
    act(&mut township, case, CaseMove::Check).unwrap();
    assert!(!township.ledger.case(case).unwrap().is_changed());
    county.pull(&mut township);
    act(&mut county, case, CaseMove::Accept).unwrap();
    act(&mut county, case, CaseMove::Close).unwrap();
    assert_eq!(state(&county, case), CaseState::Closed);
    let refused = set(&mut second, case, measure, CaseField::Standard, "又改");
    assert!(refused.is_ok(), "it has not heard of the closing");
    county.pull(&mut second);
    let view = county.ledger.case(case).unwrap();
    assert_eq!((view.state(), view.is_changed()), (CaseState::Closed, true));
    second.pull(&mut county);
    let refused = set(&mut second, case, measure, CaseField::Standard, "再改").unwrap_err();
    assert_eq!(refused, Refusal::CaseDenied(CaseDenied::State(CaseState::Closed)));
}

#[test]
fn a_closing_against_a_return_is_seen_and_the_return_has_the_last_word() {
    let (_, mut township, mut county, _, case) = assessed();
    act(&mut township, case, CaseMove::Check).unwrap();
    county.pull(&mut township);
    act(&mut county, case, CaseMove::Accept).unwrap();
    township.pull(&mut county);
    act(&mut county, case, CaseMove::Close).unwrap();
    act(&mut township, case, CaseMove::Return).unwrap();
    meet(&mut township, &mut county);
    for tablet in [&township, &county] {
        let view = tablet.ledger.case(case).unwrap();
        assert_eq!((view.state(), view.life.contested), (CaseState::InRectification, true));
        assert_eq!(view.returned_because(), Some("现场看过"));
    }
}

#[test]
fn a_relapse_is_listed_again_and_begins_anew() {
    let (_, mut township, mut county, _, case) = assessed();
    act(&mut township, case, CaseMove::Check).unwrap();
    county.pull(&mut township);
    act(&mut county, case, CaseMove::Accept).unwrap();
    act(&mut county, case, CaseMove::Close).unwrap();
    township.pull(&mut county);
    act(&mut township, case, CaseMove::Relapse).unwrap();
    county.pull(&mut township);
    act(&mut county, case, CaseMove::List).unwrap();
    let view = county.ledger.case(case).unwrap();
    assert_eq!((view.state(), view.life.standing.closed_on), (CaseState::Listed, None));
    let again = CaseCommand::Screen { branch: org("v1"), symptom: "又反弹".to_owned(), deadline: None };
    assert_eq!(run(&mut township, again).unwrap_err(), Refusal::CaseOpen(case), "one case at a time");
}

#[test]
fn a_leader_sees_their_own_branches_and_writes_their_visits_alone() {
    let (mut village, mut township, _, mut leader, case) = listed();
    let visit = |on| CaseCommand::Enter { case, kind: CaseEntryKind::Visit, text: "到村听取汇报".to_owned(), on };
    assert!(matches!(run(&mut village, visit(day(3, 1))), Err(Refusal::NoRight(_))));
    assert!(matches!(run(&mut township, visit(day(3, 1))), Err(Refusal::NoRight(_))));
    assert_eq!(run(&mut leader, visit(day(12, 1))).unwrap_err(), Refusal::BadDate(day(12, 1)), "not in the future");
    run(&mut leader, visit(day(3, 1))).unwrap();
    let known = CaseCommand::Enter { case, kind: CaseEntryKind::Acknowledgement, text: String::new(), on: day(3, 1) };
    run(&mut leader, known).unwrap();
    assert!(matches!(
        set(&mut leader, case, Subject::Case(case), CaseField::PairedUnit, "我"),
        Err(Refusal::NoRight(_))
    ));
    village.pull(&mut leader);
    let view = village.ledger.case(case).unwrap();
    assert_eq!(view.last_by(&org("leader-1"), CaseEntryKind::Visit).unwrap().text, "到村听取汇报");
    assert!(view.last_by_all(CaseEntryKind::Acknowledgement).is_some());
}

#[test]
fn a_township_screens_its_own_branches_alone() {
    let (_, mut township, _, _) = county_with_task();
    let other = CaseCommand::Screen { branch: org("v3"), symptom: "别镇的".to_owned(), deadline: None };
    assert_eq!(run(&mut township, other).unwrap_err(), Refusal::NotABranch(org("v3")));
}

#[test]
fn its_fields_tell_who_wrote_what_also_where_a_problem_was_withdrawn() {
    let (mut village, mut township, _, _, case) = listed();
    plan(&mut village, &mut township, case);
    let problem = Subject::Problem(village.ledger.case(case).unwrap().problems[0].id);
    set(&mut village, case, problem, CaseField::Description, "党员大会半年未开").unwrap();
    set(&mut village, case, problem, CaseField::Withdrawn, "与另一条重复").unwrap();
    let edits = village.ledger.case_edits(case);
    let text = |words: &str| Value::Text(words.to_owned());
    let said: Vec<_> = edits
        .iter()
        .filter(|edit| edit.field == (problem, CaseField::Description) || edit.field.1 == CaseField::Withdrawn)
        .map(|edit| (edit.from.clone(), edit.to.clone()))
        .collect();
    assert_eq!(
        said,
        [
            (vec![], text("三会一课半年未开")),
            (vec![text("三会一课半年未开")], text("党员大会半年未开")),
            (vec![], text("与另一条重复")),
        ]
    );
    let slot = edits.iter().find(|edit| edit.field.1 == CaseField::FirstSecretary).unwrap();
    assert_eq!(slot.author.as_ref().unwrap().person, township.who.person);
}

#[test]
fn more_time_is_asked_for_by_the_branch_and_given_by_the_county_alone() {
    let (mut village, mut township, mut county, _, case) = listed();
    let deadline = |tablet: &Tablet| tablet.ledger.case(case).unwrap().deadline;
    assert_eq!(deadline(&village), day(11, 30));
    let moved = set(&mut township, case, Subject::Case(case), CaseField::Deadline, "2026-12-31");
    assert_eq!(moved.unwrap_err(), Refusal::CaseDenied(CaseDenied::State(CaseState::Listed)));
    assert_eq!(
        act(&mut county, case, CaseMove::GrantExtension).unwrap_err(),
        Refusal::CaseDenied(CaseDenied::NoRequest)
    );
    let silent = CaseCommand::Act {
        case,
        act: CaseMove::RequestExtension,
        reason: Some("等换届".to_owned()),
        ballot: None,
        until: None,
    };
    assert_eq!(run(&mut village, silent).unwrap_err(), Refusal::CaseDenied(CaseDenied::NoDate));

    act(&mut village, case, CaseMove::RequestExtension).unwrap();
    assert_eq!(village.ledger.case(case).unwrap().life.standing.extension_asked, Some(day(12, 20)));
    assert_eq!(deadline(&village), day(11, 30), "asking moves nothing");
    meet(&mut village, &mut township);
    meet(&mut township, &mut county);
    let denied = act(&mut township, case, CaseMove::GrantExtension).unwrap_err();
    assert_eq!(denied, Refusal::CaseDenied(CaseDenied::Authority));
    act(&mut county, case, CaseMove::GrantExtension).unwrap();
    assert_eq!((deadline(&county), state(&county, case)), (day(12, 20), CaseState::Listed));
    village.pull(&mut county);
    plan(&mut village, &mut township, case);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start, CaseMove::SelfAssess] {
        act(&mut village, case, one).unwrap();
    }
    assert_eq!(deadline(&village), day(12, 20), "it holds through the application");

    act(&mut county, case, CaseMove::RefuseExtension).unwrap_err();
}

#[test]
fn a_suspended_case_rests_and_goes_on_where_it_was() {
    let (mut village, mut township, mut county, _, case) = listed();
    plan(&mut village, &mut township, case);
    act(&mut village, case, CaseMove::Diagnose).unwrap();
    meet(&mut village, &mut county);
    act(&mut county, case, CaseMove::Suspend).unwrap();
    village.pull(&mut county);
    assert_eq!(state(&village, case), CaseState::Suspended);
    let denied = Refusal::CaseDenied(CaseDenied::State(CaseState::Suspended));
    assert_eq!(act(&mut village, case, CaseMove::FilePlan).unwrap_err(), denied);
    assert_eq!(run(&mut village, CaseCommand::AddProblem(case)).unwrap_err(), denied);
    act(&mut county, case, CaseMove::Resume).unwrap();
    village.pull(&mut county);
    assert_eq!(state(&village, case), CaseState::Diagnosed);
    act(&mut village, case, CaseMove::FilePlan).unwrap();
}

#[test]
fn a_suspension_against_a_plan_that_was_filed_elsewhere_has_the_last_word() {
    let (mut village, mut township, mut county, _, case) = listed();
    plan(&mut village, &mut township, case);
    act(&mut village, case, CaseMove::Diagnose).unwrap();
    meet(&mut village, &mut county);
    act(&mut village, case, CaseMove::FilePlan).unwrap();
    act(&mut county, case, CaseMove::Suspend).unwrap();
    meet(&mut village, &mut county);
    for tablet in [&mut village, &mut county] {
        assert_eq!(state(tablet, case), CaseState::Suspended);
    }
    act(&mut county, case, CaseMove::Resume).unwrap();
    assert_eq!(state(&county, case), CaseState::PlanFiled, "what was filed is not lost");
}
