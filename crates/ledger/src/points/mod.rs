//! Points and pay (积分制考评) and rewards for results (以奖代补): exact, and from verified results alone.
//!
//! A [`Scheme`] stands in the taskbook: parts of a score, each from an indicator over verified records or from score
//! entries that were checked; tiers by rank or score; vetoes; a base and a budget. [`simulate`] tells what it comes to
//! for everybody who takes part, and why, so that a parameter can be tried before it is set ([`compare`]). Points are
//! hundredths, money is fen, and everything between is exact fractions: rounding has one place for each. Nothing here
//! looks at how anybody uses the app, and [`Scheme::flaws`] refuses names that would.
//!
//! Who takes part is the townships' roster ([`Roster`]); what the county has published is a [`Slip`] each, which stays
//! as it is whatever the records say later.

mod allot;
mod check;
mod compare;
mod county;
mod definition;
mod error;
mod fairness;
mod pay;
mod personal;
mod published;
mod reward;
mod roster;
mod score;
mod share;
mod simulation;
mod slip;
mod stored;
mod tier;
mod usage;
mod value;
mod verified;
mod words;

pub use allot::{WEIGHTS_MAX, allot};
pub use check::{Flaw, Known, Placed, Section};
pub use compare::{Change, Comparison, compare};
pub(crate) use county::slips;
pub use county::{Paid, Scoring, Supposed, by_entries, paid, scored, taking_part, total, weight_of};
pub use definition::{
    Effect, Part, PartSource, PayTier, Reach, Rounding, Scheme, Sequence, Small, SmallFloor, SmallRule, Told, Veto,
};
pub use error::PointsError;
pub use fairness::{Flat, Group, Spread};
pub use pay::simulate;
pub use personal::scored_of;
pub use published::{Published, Totals, differs, outdated, totals};
pub use reward::{Award, Method, Reward, Step, WithoutResult, Work, reward_without_result};
pub use roster::{Cadre, ROSTER, Roll, Roster, Taker, Unfit, UnfitWhy, enrol};
pub use score::PartPoints;
pub use share::{Given, GivenApplication, GivenShare, Left, Share, awarded};
pub use simulation::{Outcome, Participant, Scored, Simulation};
pub use slip::{Fraction, Slip, SlipPart};
pub(crate) use slip::{PAY, SLIP};
pub use tier::{Rank, Why};
pub use usage::of_use;
pub use value::Points;
pub use words::{Applying, Budgeting, Nothing, PartKind, RoundMode, Subject, Ties, Unit, VetoedRank, Within};

use chrono::NaiveDate;

use crate::expr::{Exact, Expr, Scope};

/// The parameters of the taskbook.
pub type Numbers<'n> = &'n dyn Fn(&str) -> Option<i64>;

/// The most parts of a scheme.
pub const PARTS_MAX: usize = 40;
/// The most vetoes of a scheme.
pub const VETOES_MAX: usize = 20;
/// The most tiers of a scheme.
pub const TIERS_MAX: usize = 10;
/// The most that take part in a scheme.
pub const PARTICIPANTS_MAX: usize = 50_000;

/// What a formula over the parameters comes to.
fn number(formula: &Expr, place: &str, numbers: Numbers<'_>) -> Result<Exact, PointsError> {
    number_with(formula, place, numbers, &|_| None)
}

/// What a formula over the parameters and some names comes to. No day has a part in it: the flaws of a scheme tell.
fn number_with(
    formula: &Expr,
    place: &str,
    parameter: Numbers<'_>,
    name: &dyn Fn(&str) -> Option<Exact>,
) -> Result<Exact, PointsError> {
    let scope = Scope { today: NaiveDate::default(), parameter, row: &|_| None, name };
    formula.number(&scope).map_err(PointsError::of(place))
}
