//! Score entries (记分单): what is scored by hand, since no record tells it (domain.md, "Life cycles").
//!
//! An entry is written once, for one part of one scheme at one branch, with what it rests on: by the branch, or by those
//! above it. It counts when two tiers have looked, two people, neither of whom proposed it; it is published, can be
//! appealed against for as many days as its scheme says, and is final then. The days run from when a device of the branch
//! first showed it; an appeal counts by its own time, whenever it arrives. As with items, a state is never stored.

mod appeal;
mod application;
mod applied;
mod record;
mod state;
mod view;

pub use appeal::{Against, Appeal, AppealStanding, AppealView};
pub use application::{
    Achievement, Application, ApplicationStanding, ApplicationState, ApplicationView, ApplyDenied, RESULTS_MAX,
};
pub use record::{ScoreAct, ScoreEntry};
pub use state::{AppealDays, ScoreDenied, ScoreMove, ScoreStanding, ScoreState};
pub use view::{ScoreView, UNSEEN_DAYS};

pub(crate) use appeal::AGAINST;
pub(crate) use application::REWARD;

use crate::lifecycle::{LifeOf, OutcomeOf, StepOf};

/// The life of an entry.
pub type ScoreLife = LifeOf<ScoreStanding>;
/// An act in it, with what became of it.
pub type ScoreStep = StepOf<ScoreAct, ScoreState, ScoreDenied>;
/// What became of an act.
pub type ScoreOutcome = OutcomeOf<ScoreState, ScoreDenied>;
