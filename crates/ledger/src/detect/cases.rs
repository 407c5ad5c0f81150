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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn a_clear_problem_has_all_of_it() {
        let clear =
            ProblemFacts {
                text: "村务公开栏半年没有更新", category: "民主管理", object: "全体村民", evidence: 1
            };
        assert_eq!(problem_flaws(&clear), []);
        for (problem, flaw) in [
            (ProblemFacts { text: " 。", ..clear }, ProblemFlaw::Empty),
            (ProblemFacts { text: "工作力度有待加强", ..clear }, ProblemFlaw::Vague),
            (ProblemFacts { text: "思想认识不到位，重视不够。", ..clear }, ProblemFlaw::Vague),
            (ProblemFacts { category: "", ..clear }, ProblemFlaw::NoCategory),
            (ProblemFacts { evidence: 0, ..clear }, ProblemFlaw::NoEvidence),
            (ProblemFacts { object: "", ..clear }, ProblemFlaw::NoObject),
        ] {
            assert_eq!(problem_flaws(&problem), [flaw], "{problem:?}");
        }
    }

    #[test]
    fn a_case_without_a_problem_is_unclear() {
        let clear =
            ProblemFacts {
                text: "村务公开栏半年没有更新", category: "民主管理", object: "全体村民", evidence: 1
            };
        assert_eq!(unclear_problems(&[]), [(None, vec![ProblemFlaw::Missing])]);
        assert_eq!(unclear_problems(&[clear]), []);
        let doubtful = ProblemFacts { evidence: 0, ..clear };
        assert_eq!(unclear_problems(&[clear, doubtful]), [(Some(1), vec![ProblemFlaw::NoEvidence])]);
    }

    #[test]
    fn a_clear_measure_has_all_of_it() {
        let clear = MeasureFacts {
            text: "每月五日前更新公开栏",
            owner: "陈书记",
            due: Some(day(6, 30)),
            deliverable: "照片十二张",
            standard: "连续三个月按时公开",
            copied: false,
        };
        assert_eq!(measure_flaws(&clear), []);
        assert_eq!(step_for_measure(&[]), None);
        for (measure, flaw, next) in [
            (MeasureFacts { text: "", ..clear }, MeasureFlaw::Empty, NextStep::WriteMeasure),
            (MeasureFacts { text: "加强管理", ..clear }, MeasureFlaw::Vague, NextStep::MakeConcrete),
            (MeasureFacts { copied: true, ..clear }, MeasureFlaw::Copied, NextStep::RewriteInOwnWords),
            (MeasureFacts { owner: " ", ..clear }, MeasureFlaw::NoOwner, NextStep::NameOwner),
            (MeasureFacts { due: None, ..clear }, MeasureFlaw::NoDue, NextStep::CompleteMeasure),
            (MeasureFacts { deliverable: "", ..clear }, MeasureFlaw::NoDeliverable, NextStep::CompleteMeasure),
            (MeasureFacts { standard: "", ..clear }, MeasureFlaw::NoStandard, NextStep::CompleteMeasure),
        ] {
            let flaws = measure_flaws(&measure);
            assert_eq!((flaws.as_slice(), step_for_measure(&flaws)), (&[flaw][..], Some(next)));
        }
        assert_eq!(measure_flaws(&MeasureFacts::default()).len(), 5);
    }

    #[test]
    fn a_leader_knows_after_confirming_and_visiting() {
        let limits = Thresholds::default();
        let named = LeaderFacts { named: Some(day(3, 1)), acknowledged: false, last_visit: None };
        let gaps = |leader: &LeaderFacts, today| leader_gaps(leader, &limits, today);
        assert_eq!(gaps(&LeaderFacts::default(), day(3, 1)), [LeaderGap::SlotEmpty]);
        assert_eq!(gaps(&named, day(3, 8)), []);
        assert_eq!(gaps(&named, day(3, 9)), [LeaderGap::NotAcknowledged { days: 8 }]);
        let known = LeaderFacts { acknowledged: true, ..named };
        assert_eq!(gaps(&known, day(3, 31)), []);
        assert_eq!(gaps(&known, day(4, 1)), [LeaderGap::NoVisit { days: 31 }]);
        let visited = LeaderFacts { last_visit: Some(day(3, 20)), ..known };
        assert_eq!(gaps(&visited, day(4, 19)), []);
        assert_eq!(gaps(&visited, day(4, 20)), [LeaderGap::NoVisit { days: 31 }]);
        // A visit before the leader was named is none of theirs, nor does it make the count longer.
        let earlier = LeaderFacts { last_visit: Some(day(1, 1)), ..known };
        assert_eq!(gaps(&earlier, day(3, 31)), []);
        let both = gaps(&named, day(4, 10));
        assert_eq!((both.len(), step_for_leader(&both)), (2, Some(NextStep::AskLeader)));
        assert_eq!(step_for_leader(&[]), None);
    }
}
