//! Rules on problems, measures and leaders, as functions of plain facts: whatever holds a case can feed them.

use chrono::NaiveDate;

use super::{
    Thresholds,
    finding::{LeaderGap, MeasureFlaw, NextStep, ProblemFlaw},
    vague::is_vague,
};

/// A problem as it is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProblemFacts<'a> {
    /// What the problem is.
    pub text: &'a str,
    /// Its category.
    pub category: &'a str,
    /// Whom or what it affects.
    pub object: &'a str,
    /// How many pieces of evidence there are.
    pub evidence: usize,
}

/// A measure as it is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MeasureFacts<'a> {
    /// What is to be done.
    pub text: &'a str,
    /// Who answers for it.
    pub owner: &'a str,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// What is to come of it.
    pub deliverable: &'a str,
    /// When it counts as done.
    pub standard: &'a str,
    /// Whether the words are too much alike to another branch's.
    pub copied: bool,
}

/// A place for a linked leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeaderFacts {
    /// When somebody was named; `None` while nobody is.
    pub named: Option<NaiveDate>,
    /// Whether the leader has confirmed the link.
    pub acknowledged: bool,
    /// The last visit that is recorded.
    pub last_visit: Option<NaiveDate>,
}

/// What a problem lacks ([`Rule::UnclearProblem`](super::Rule::UnclearProblem)); nothing when it is clear.
pub fn problem_flaws(problem: &ProblemFacts<'_>) -> Vec<ProblemFlaw> {
    [
        (ProblemFlaw::Empty, blank(problem.text)),
        (ProblemFlaw::Vague, is_vague(problem.text)),
        (ProblemFlaw::NoCategory, blank(problem.category)),
        (ProblemFlaw::NoEvidence, problem.evidence == 0),
        (ProblemFlaw::NoObject, blank(problem.object)),
    ]
    .into_iter()
    .filter_map(|(flaw, found)| found.then_some(flaw))
    .collect()
}

/// The unclear ones of all problems of a case, by their place, with what they lack. A case without a problem has one
/// without a place, which is [`ProblemFlaw::Missing`].
pub fn unclear_problems(problems: &[ProblemFacts<'_>]) -> Vec<(Option<usize>, Vec<ProblemFlaw>)> {
    if problems.is_empty() {
        return vec![(None, vec![ProblemFlaw::Missing])];
    }
    let flaws = problems.iter().enumerate().map(|(place, problem)| (Some(place), problem_flaws(problem)));
    flaws.filter(|(_, flaws)| !flaws.is_empty()).collect()
}

/// What the words of a measure lack, and who answers for it: as much as every measure must have.
pub fn wording_flaws(text: &str, owner: &str, copied: bool) -> Vec<MeasureFlaw> {
    [
        (MeasureFlaw::Empty, blank(text)),
        (MeasureFlaw::Vague, is_vague(text)),
        (MeasureFlaw::Copied, copied),
        (MeasureFlaw::NoOwner, blank(owner)),
    ]
    .into_iter()
    .filter_map(|(flaw, found)| found.then_some(flaw))
    .collect()
}

/// What a measure of a case lacks ([`Rule::UnclearMeasure`](super::Rule::UnclearMeasure), validation 1); nothing when
/// it is clear.
pub fn measure_flaws(measure: &MeasureFacts<'_>) -> Vec<MeasureFlaw> {
    let mut flaws = wording_flaws(measure.text, measure.owner, measure.copied);
    let more = [
        (MeasureFlaw::NoDue, measure.due.is_none()),
        (MeasureFlaw::NoDeliverable, blank(measure.deliverable)),
        (MeasureFlaw::NoStandard, blank(measure.standard)),
    ];
    flaws.extend(more.into_iter().filter_map(|(flaw, found)| found.then_some(flaw)));
    flaws
}

/// How a leader is unaware ([`Rule::LeaderUnaware`](super::Rule::LeaderUnaware)) on `today`; nothing when all is well.
/// The last day of a period is within it.
pub fn leader_gaps(leader: &LeaderFacts, limits: &Thresholds, today: NaiveDate) -> Vec<LeaderGap> {
    let Some(named) = leader.named else { return vec![LeaderGap::SlotEmpty] };
    let since = |day: NaiveDate| (today - day).num_days();
    let mut gaps = Vec::new();
    let days = since(named);
    if !leader.acknowledged && days > limits.leader_ack_days {
        gaps.push(LeaderGap::NotAcknowledged { days });
    }
    // A visit before being named was another's.
    let days = since(leader.last_visit.map_or(named, |visit| visit.max(named)));
    if days > limits.leader_visit_days {
        gaps.push(LeaderGap::NoVisit { days });
    }
    gaps
}

/// What to do about the gravest flaw of a measure; `None` when there is none.
pub fn step_for_measure(flaws: &[MeasureFlaw]) -> Option<NextStep> {
    flaws.iter().min().map(|flaw| match flaw {
        MeasureFlaw::Empty => NextStep::WriteMeasure,
        MeasureFlaw::Vague => NextStep::MakeConcrete,
        MeasureFlaw::Copied => NextStep::RewriteInOwnWords,
        MeasureFlaw::NoOwner => NextStep::NameOwner,
        MeasureFlaw::NoDue | MeasureFlaw::NoDeliverable | MeasureFlaw::NoStandard => NextStep::CompleteMeasure,
    })
}

/// What to do about the gravest gap of a leader; `None` when there is none.
pub fn step_for_leader(gaps: &[LeaderGap]) -> Option<NextStep> {
    gaps.iter().min().map(|gap| match gap {
        LeaderGap::SlotEmpty => NextStep::NameLeader,
        LeaderGap::NotAcknowledged { .. } => NextStep::AskLeader,
        LeaderGap::NoVisit { .. } => NextStep::ArrangeVisit,
    })
}

/// Whether nothing is written.
pub(super) fn blank(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}
