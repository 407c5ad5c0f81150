//! From a set of acts to a state, for whatever has a life: tasks and rectification cases.

use std::collections::{BTreeMap, BTreeSet};

use super::order;
use crate::{ids::TransitionId, moment::Timestamp};

/// An act: appended once, never changed.
pub trait Act: Clone {
    /// Its id.
    fn id(&self) -> TransitionId;
    /// The last acts that its author saw.
    fn after(&self) -> &[TransitionId];
    /// Among acts that did not see each other the bolder goes first, so that the more cautious has the last word: a
    /// return is not lost to a closing made elsewhere at the same time.
    fn caution(&self) -> u8;
    /// When, by the author's clock; shown, and the last thing that order hangs on.
    fn at(&self) -> Timestamp;
}

/// The guards of a life: what may follow what, by whom and where.
pub trait Machine: Clone {
    /// What happens.
    type Act: Act;
    /// Where it stands.
    type State: Copy + Eq;
    /// Why an act does not count.
    type Denied: Copy;

    /// Where it stands.
    fn state(&self) -> Self::State;

    /// Asks whether `act` may happen now; `knew_end` is whether its author knew of the closing, if there is one.
    ///
    /// # Errors
    /// Why it may not.
    fn judge(&self, act: &Self::Act, knew_end: bool) -> Result<Self::State, Self::Denied>;

    /// Takes an act that was judged to lead to `to`.
    fn take(&mut self, act: &Self::Act, to: Self::State);

    /// Hears what the author of an act that it just took had seen.
    fn note_seen(&mut self, _act: &Self::Act, _seen: &BTreeSet<TransitionId>) {}

    /// The act that closed it.
    fn ended_by(&self) -> Option<TransitionId>;

    /// Whether an act that is denied for this reason is what somebody else did already: no contradiction.
    fn repeats(act: &Self::Act, why: &Self::Denied) -> bool;
}

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<S, D> {
    /// It counted.
    Moved {
        /// The state before.
        from: S,
        /// The state after.
        to: S,
    },
    /// It was right when it was made, but others had acted at the same time; a person should look.
    Overtaken(D),
    /// It does not count, and did not when it was made.
    Void(D),
}

/// An act with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<A, S, D> {
    /// The act.
    pub transition: A,
    /// What became of it.
    pub outcome: Outcome<S, D>,
}

/// A life so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life<M, A, S, D> {
    /// Where it stands.
    pub standing: M,
    /// Every act in its order, with what became of it.
    pub steps: Vec<Step<A, S, D>>,
    /// Whether acts that did not know of each other contradict: shown until somebody acts on it.
    pub contested: bool,
    /// What the next act is to name as seen.
    pub tips: Vec<TransitionId>,
    /// Acts that name one which has not arrived.
    pub dangling: Vec<TransitionId>,
}

/// The life of a machine.
pub type LifeOf<M> = Life<M, <M as Machine>::Act, <M as Machine>::State, <M as Machine>::Denied>;

/// Derives a life from its acts, beginning at `start`.
pub fn derive<'a, M: Machine>(acts: impl IntoIterator<Item = &'a M::Act>, start: M) -> LifeOf<M>
where
    M::Act: 'a,
{
    let all: BTreeMap<TransitionId, &M::Act> = acts.into_iter().map(|one| (one.id(), one)).collect();
    let mut standing = start.clone();
    let mut steps = Vec::with_capacity(all.len());
    let mut open: Vec<TransitionId> = Vec::new();
    for one in order::walk(&all) {
        let from = standing.state();
        let knew_end = knew_end(&all, one, &standing);
        let outcome = match standing.judge(one, knew_end) {
            Ok(to) => {
                // Whoever acts having seen a contradiction settles it.
                let past = order::past(&all, one);
                open.retain(|id| !past.contains(id));
                if standing.ended_by().is_some() && !knew_end {
                    open.push(one.id());
                }
                standing.take(one, to);
                standing.note_seen(one, &past);
                Outcome::Moved { from, to }
            }
            Err(why) if was_right(&all, one, &start) => {
                // Two people who did the same thing do not contradict each other.
                if !M::repeats(one, &why) {
                    open.push(one.id());
                }
                Outcome::Overtaken(why)
            }
            Err(why) => Outcome::Void(why),
        };
        steps.push(Step { transition: one.clone(), outcome });
    }
    let lacks = |one: &&&M::Act| one.after().iter().any(|id| !all.contains_key(id));
    let dangling = all.values().filter(lacks).map(|one| one.id()).collect();
    Life { standing, steps, contested: !open.is_empty(), tips: order::tips(&all), dangling }
}

fn knew_end<M: Machine>(all: &BTreeMap<TransitionId, &M::Act>, one: &M::Act, standing: &M) -> bool {
    standing.ended_by().is_none_or(|end| order::past(all, one).contains(&end))
}

/// Whether the act counted in the world that its author saw.
fn was_right<M: Machine>(all: &BTreeMap<TransitionId, &M::Act>, one: &M::Act, start: &M) -> bool {
    let past = order::past(all, one);
    let seen: BTreeMap<TransitionId, &M::Act> =
        all.iter().filter(|(id, _)| past.contains(id)).map(|(id, found)| (*id, *found)).collect();
    let mut standing = start.clone();
    for before in order::walk(&seen) {
        let knew_end = knew_end(&seen, before, &standing);
        if let Ok(to) = standing.judge(before, knew_end) {
            standing.take(before, to);
        }
    }
    standing.judge(one, true).is_ok()
}
