//! 待办核验: what waits for a decision of those above, since when, and what they can decide.

use crate::{
    author::Author,
    case::{CaseMove, CaseState, CaseView},
    item::Summary,
    lifecycle::{Life, Move, Outcome, OutcomeOf, State},
    moment::Timestamp,
    org::Tier,
};

/// What somebody above has to decide about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// Acts contradict each other: somebody has to look and act once more.
    Contested,
    /// 核验: an application for closing.
    Verdict,
    /// 延期: a request for more time.
    Extension,
}

impl Summary {
    /// What a tier has to decide about the item; `None` when it is another's turn, or nobody's.
    ///
    /// The township looks first at an application, then the county; whoever comes first strikes off what both have
    /// verified. More time is the township's to give.
    pub fn matter_for(&self, tier: Tier) -> Option<Matter> {
        let turn = match tier {
            Tier::Branch => return None,
            Tier::Township => matches!(self.state, State::Submitted | State::CountyVerified),
            Tier::County => matches!(self.state, State::TownshipVerified | State::CountyVerified),
        };
        if self.contested {
            Some(Matter::Contested)
        } else if turn {
            Some(Matter::Verdict)
        } else {
            let asked = tier == Tier::Township && self.extension_asked && self.state.is_open();
            asked.then_some(Matter::Extension)
        }
    }
}

impl Matter {
    /// The act that passes an item in a state, and the one that does not; `None` where a person must choose among all
    /// that are possible.
    pub const fn verdicts(self, state: State) -> Option<(Move, Move)> {
        match (self, state) {
            (Self::Contested, _) => None,
            (Self::Extension, _) => Some((Move::GrantExtension, Move::RefuseExtension)),
            (Self::Verdict, State::Submitted) => Some((Move::VerifyTownship, Move::Return)),
            (Self::Verdict, State::TownshipVerified) => Some((Move::VerifyCounty, Move::Return)),
            (Self::Verdict, State::CountyVerified) => Some((Move::Close, Move::Return)),
            (Self::Verdict, _) => None,
        }
    }
}

impl Life {
    /// Since when somebody above has something to decide: the oldest of the last act of a contradiction, the step into
    /// the state that awaits a verdict, and an open request for more time.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        let last = |holds: fn(&Outcome, Move) -> bool| {
            let found = self.steps.iter().rev().find(|step| holds(&step.outcome, step.transition.act));
            found.map(|step| step.transition.at)
        };
        let contested = self.contested.then(|| last(|outcome, _| !matches!(outcome, Outcome::Void(_)))).flatten();
        let moved = |outcome: &Outcome, _| matches!(outcome, Outcome::Moved { from, to } if from != to);
        let verdict = self.standing.state.awaits_verdict().then(|| last(moved)).flatten();
        let asked = |outcome: &Outcome, act| act == Move::RequestExtension && matches!(outcome, Outcome::Moved { .. });
        let extension = self.standing.extension_asked.and_then(|_| last(asked));
        [contested, verdict, extension].into_iter().flatten().min()
    }

    /// When the branch signed for the item, and who did.
    pub fn signed(&self) -> Option<(Timestamp, &Author)> {
        let counted = self.steps.iter().filter(|step| matches!(step.outcome, Outcome::Moved { .. }));
        let signed = counted.map(|step| &step.transition).find(|one| one.act == Move::Acknowledge);
        signed.map(|one| (one.at, &one.author))
    }
}

/// What somebody above has to decide about a rectification case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseMatter {
    /// Acts contradict each other: somebody has to look and act once more.
    Contested,
    /// The content is another than what was approved (批后有改动): somebody has to look again.
    Changed,
    /// The act that is this tier's to do, or not to.
    Act(CaseMove),
}

impl CaseView {
    /// What a tier has to decide about the case; `None` when it is another's turn, or nobody's.
    pub fn matter_for(&self, tier: Tier) -> Option<CaseMatter> {
        let (township, county) = (tier == Tier::Township, tier == Tier::County);
        let standing = &self.life.standing;
        let act = match standing.state {
            _ if tier == Tier::Branch => return None,
            _ if self.life.contested => return Some(CaseMatter::Contested),
            // The township looks first at what has changed.
            _ if self.is_changed() => {
                let first = standing.township_saw.as_ref() != Some(&self.content);
                return (first == township).then_some(CaseMatter::Changed);
            }
            CaseState::Screened | CaseState::Relapsed if county => CaseMove::List,
            CaseState::SelfAssessed if township => CaseMove::Check,
            CaseState::TownshipChecked if county => CaseMove::Accept,
            CaseState::CountyAccepted if county => CaseMove::Close,
            state if county && state.is_open() && standing.extension_asked.is_some() => CaseMove::GrantExtension,
            _ => return None,
        };
        Some(CaseMatter::Act(act))
    }

    /// Since when it waits: the last step that counted, or the request for more time; for a case that nobody has acted
    /// on, its screening.
    pub fn waiting_since(&self) -> Timestamp {
        let last = self.life.steps.iter().rev().find(|step| match step.outcome {
            OutcomeOf::Moved { from, to } => from != to || step.transition.act == CaseMove::RequestExtension,
            _ => false,
        });
        last.map_or(self.screened_at, |step| step.transition.at)
    }
}
