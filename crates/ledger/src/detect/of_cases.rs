//! The rules on rectification cases: the facts of each case, fed to the rules of [`cases`](super::cases).

use chrono::NaiveDate;

use super::{
    Thresholds,
    cases::{
        LeaderFacts, MeasureFacts, ProblemFacts, leader_gaps, measure_flaws, problem_flaws, step_for_leader,
        step_for_measure,
    },
    finding::{Facts, Finding, LeaderGap, NextStep, ProblemFlaw, Rule},
};
use crate::{
    case::{CaseEntryKind, CaseField, CaseState, CaseView, MeasureView, Slot},
    ids::OrgId,
    ledger::Ledger,
    moment::Timestamp,
    org::OrgTree,
    similar::{Names, percent},
};

/// What is found at the cases of a branch, each compared with the cases of all other branches at hand.
pub(super) fn of_branch(
    all: &[CaseView],
    branch: &OrgId,
    orgs: &OrgTree,
    limits: &Thresholds,
    names: &Names,
    today: NaiveDate,
) -> Vec<Finding> {
    let own = all.iter().filter(|case| case.branch == *branch && case.state().is_listed());
    own.flat_map(|case| of_case(case, all, orgs, limits, names, today)).collect()
}

/// The cases at hand.
pub(super) fn all(ledger: &Ledger) -> Vec<CaseView> {
    ledger.cases()
}

fn of_case(
    case: &CaseView,
    all: &[CaseView],
    orgs: &OrgTree,
    limits: &Thresholds,
    names: &Names,
    today: NaiveDate,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let finding = |rule, facts, next| Finding {
        rule,
        branch: case.branch.clone(),
        records: Vec::new(),
        case: Some(case.id),
        facts,
        next,
    };
    if case.problems.is_empty() {
        let flaws = vec![ProblemFlaw::Missing];
        let facts = Facts::CaseProblem { problem: 0, flaws };
        found.push(finding(Rule::UnclearProblem, facts, NextStep::DescribeProblem));
    }
    for (problem, number) in case.problems.iter().zip(1..) {
        let text = |field| problem.fields.text(field);
        let (said, category) = (text(CaseField::Description), text(CaseField::Category));
        let object = text(CaseField::Affected);
        let evidence = usize::from(!text(CaseField::Evidence).is_empty());
        let flaws = problem_flaws(&ProblemFacts { text: &said, category: &category, object: &object, evidence });
        if !flaws.is_empty() {
            let facts = Facts::CaseProblem { problem: number, flaws };
            found.push(finding(Rule::UnclearProblem, facts, NextStep::DescribeProblem));
        }
        for (measure, place) in problem.measures.iter().zip(1..) {
            let copy = copied(measure, case, all, limits, names);
            let flaws = flaws_of(measure, copy.is_some());
            if let Some(next) = step_for_measure(&flaws) {
                let facts = Facts::CaseMeasure { problem: number, measure: place, flaws, copy };
                found.push(finding(Rule::UnclearMeasure, facts, next));
            }
        }
    }
    let gaps = gaps_of_leaders(case, orgs, limits, today);
    if let Some(next) = step_for_leader(&gaps) {
        found.push(finding(Rule::LeaderUnaware, Facts::Leader(gaps), next));
    }
    let rests = matches!(case.state(), CaseState::Relapsed | CaseState::Suspended);
    if !rests && case.deadline < today {
        let reminders = u32::try_from(case.reminders().count()).unwrap_or(u32::MAX);
        let facts = Facts::Late { days: (today - case.deadline).num_days(), reminders };
        found.push(finding(Rule::ChaseNeeded, facts, NextStep::HandIn));
    }
    found
}

/// What the leaders of a case have not done; of the same gap at several, the longer.
fn gaps_of_leaders(case: &CaseView, orgs: &OrgTree, limits: &Thresholds, today: NaiveDate) -> Vec<LeaderGap> {
    let listed = listed_on(case);
    if case.leaders.is_empty() {
        // A leader who is named in words alone has no device, and nobody has heard from them.
        let named = case.slot(Slot::CountyLeader).map(|_| listed);
        return leader_gaps(&LeaderFacts { named, ..LeaderFacts::default() }, limits, today);
    }
    let gaps_of = |leader: &OrgId| {
        // Nobody answers for the days before they were linked.
        let linked = orgs.linked_at(leader, &case.branch).map(Timestamp::date);
        let facts = LeaderFacts {
            named: Some(linked.map_or(listed, |day| day.max(listed))),
            acknowledged: case.last_by(leader, CaseEntryKind::Acknowledgement).is_some(),
            last_visit: case.last_by(leader, CaseEntryKind::Visit).map(|entry| entry.on),
        };
        leader_gaps(&facts, limits, today)
    };
    let all: Vec<LeaderGap> = case.leaders.iter().flat_map(gaps_of).collect();
    let longest = |visit: bool| {
        let alike = all.iter().filter(|gap| matches!(gap, LeaderGap::NoVisit { .. }) == visit);
        alike.max().copied()
    };
    [longest(false), longest(true)].into_iter().flatten().collect()
}

fn flaws_of(measure: &MeasureView, copied: bool) -> Vec<super::MeasureFlaw> {
    let text = |field| measure.fields.text(field);
    let (said, owner) = (text(CaseField::Measure), text(CaseField::Owner));
    let (deliverable, standard) = (text(CaseField::Deliverable), text(CaseField::Standard));
    measure_flaws(&MeasureFacts {
        text: &said,
        owner: &owner,
        due: measure.due(),
        deliverable: &deliverable,
        standard: &standard,
        copied,
    })
}

/// The branch whose plan has the most alike measure, and how alike it is, when that is too much. Cases are few, so
/// that all pairs are compared.
fn copied(
    measure: &MeasureView,
    case: &CaseView,
    all: &[CaseView],
    limits: &Thresholds,
    names: &Names,
) -> Option<(OrgId, u8)> {
    let here = measure.fields.text(CaseField::Measure);
    if here.chars().count() < limits.copied_chars_min {
        return None;
    }
    let others = all.iter().filter(|other| other.branch != case.branch);
    let measures =
        others.flat_map(|other| other.problems.iter().flat_map(|one| &one.measures).map(move |one| (other, one)));
    let alike =
        measures.map(|(other, one)| (percent(&here, &one.fields.text(CaseField::Measure), names), &other.branch));
    let (most, branch) = alike.max_by_key(|(percent, branch)| (*percent, std::cmp::Reverse(*branch)))?;
    (most > limits.similarity_max).then(|| (branch.clone(), most))
}

/// From when on a leader answers for it: the day on which the county listed it.
fn listed_on(case: &CaseView) -> NaiveDate {
    case.listed_at().unwrap_or(case.screened_at).date()
}
