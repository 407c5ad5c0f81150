//! From the set of transitions to the state.

use std::collections::BTreeMap;

use super::{
    State,
    guard::{Denied, Standing},
    order,
};
use crate::{doc_id::DocKind, ids::TransitionId, record::Transition};

/// What became of a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It counted.
    Moved {
        /// The state before.
        from: State,
        /// The state after.
        to: State,
    },
    /// It was right when it was made, but others had acted at the same time; a person should look.
    Overtaken(Denied),
    /// It does not count, and did not when it was made.
    Void(Denied),
}

/// A transition with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The transition.
    pub transition: Transition,
    /// What became of it.
    pub outcome: Outcome,
}

/// The life of an item so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Where it stands.
    pub standing: Standing,
    /// Every transition in its order, with what became of it.
    pub steps: Vec<Step>,
    /// Whether acts that did not know of each other contradict: shown until somebody acts on it.
    pub contested: bool,
    /// What the next transition is to name as seen.
    pub tips: Vec<TransitionId>,
    /// Transitions that name one which has not arrived.
    pub dangling: Vec<TransitionId>,
}

/// Derives the life of an item from its transitions; `home` is the kind of document that holds the task.
pub fn derive<'a>(transitions: impl IntoIterator<Item = &'a Transition>, home: DocKind) -> Life {
    let all: BTreeMap<TransitionId, &Transition> = transitions.into_iter().map(|one| (one.id, one)).collect();
    let mut standing = Standing::default();
    let mut steps = Vec::with_capacity(all.len());
    let mut open: Vec<TransitionId> = Vec::new();
    for one in order::walk(&all) {
        let from = standing.state;
        let saw_close = saw_close(&all, one, &standing);
        let outcome = match standing.judge(one, home, saw_close) {
            Ok(to) => {
                // Whoever acts having seen a contradiction settles it.
                let past = order::past(&all, one);
                open.retain(|id| !past.contains(id));
                if from == State::Closed && !saw_close {
                    open.push(one.id);
                }
                standing.take(one, to);
                Outcome::Moved { from, to }
            }
            Err(why) if was_right(&all, one, home) => {
                // Two people who did the same thing do not contradict each other.
                if !matches!(why, Denied::State(state) if repeats(one, state)) {
                    open.push(one.id);
                }
                Outcome::Overtaken(why)
            }
            Err(why) => Outcome::Void(why),
        };
        steps.push(Step { transition: one.clone(), outcome });
    }
    let dangling = all.values().filter(|one| one.after.iter().any(|id| !all.contains_key(id))).map(|one| one.id);
    Life { standing, steps, contested: !open.is_empty(), tips: order::tips(&all), dangling: dangling.collect() }
}

fn saw_close(all: &BTreeMap<TransitionId, &Transition>, one: &Transition, standing: &Standing) -> bool {
    standing.closed_by.is_none_or(|close| order::past(all, one).contains(&close))
}

/// Whether the transition counted in the world that its author saw.
fn was_right(all: &BTreeMap<TransitionId, &Transition>, one: &Transition, home: DocKind) -> bool {
    let past = order::past(all, one);
    let seen: BTreeMap<TransitionId, &Transition> =
        all.iter().filter(|(id, _)| past.contains(id)).map(|(id, found)| (*id, *found)).collect();
    let mut standing = Standing::default();
    for before in order::walk(&seen) {
        let saw_close = saw_close(&seen, before, &standing);
        if let Ok(to) = standing.judge(before, home, saw_close) {
            standing.take(before, to);
        }
    }
    standing.judge(one, home, true).is_ok()
}

fn repeats(one: &Transition, state: State) -> bool {
    use super::Move;
    match one.act {
        Move::Acknowledge | Move::Start => state != State::Cancelled && state != State::Suspended,
        Move::Submit => state.awaits_verdict(),
        Move::VerifyTownship => matches!(state, State::TownshipVerified | State::CountyVerified | State::Closed),
        Move::VerifyCounty => matches!(state, State::CountyVerified | State::Closed),
        Move::Close => state == State::Closed,
        Move::Return => state == State::Returned,
        Move::Suspend => state == State::Suspended,
        Move::Cancel => state == State::Cancelled,
        Move::Reopen => state == State::Reopened,
        Move::Issue | Move::Resume | Move::RequestExtension | Move::GrantExtension | Move::RefuseExtension => false,
    }
}
