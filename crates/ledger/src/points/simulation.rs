//! Who takes part in a scheme, and what it comes to for them.

use super::{PartPoints, Points, Rank, Why};
use crate::{expr::Exact, ids::OrgId};

/// Who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who they are: stands once in a sequence, and decides where nothing else does.
    pub id: String,
    /// The organisation in which they serve.
    pub org: OrgId,
    /// The township above it.
    pub township: Option<OrgId>,
    /// What they are scored with.
    pub scored: Scored,
    /// The ids of the vetoes that hold.
    pub vetoes: Vec<String>,
    /// How many people it is: 1, but for teams.
    pub heads: u32,
    /// How many months of the year they served.
    pub months: u32,
    /// How large the place is, such as its households: for looking at fairness by size.
    pub size: Option<i64>,
}

/// What somebody is scored with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scored {
    /// Points by part.
    Parts(Vec<PartPoints>),
    /// The total alone.
    Total(Points),
}

/// What one participant is paid, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Who.
    pub id: String,
    /// Where they serve.
    pub org: OrgId,
    /// The township above.
    pub township: Option<OrgId>,
    /// How large the place is.
    pub size: Option<i64>,
    /// The score.
    pub score: Points,
    /// The place among the others.
    pub rank: Rank,
    /// The tier's id; none when a veto leaves no pay.
    pub tier: Option<String>,
    /// What the base is multiplied by; 0 without a tier.
    pub coefficient: Exact,
    /// What they would be paid at coefficient 1, in fen, not rounded.
    pub base: Exact,
    /// What they are paid, in fen.
    pub amount: i64,
    /// Which rule decided.
    pub why: Why,
}

/// What a scheme comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    /// Everybody, in the order given.
    pub outcomes: Vec<Outcome>,
    /// All amounts together, in fen.
    pub sum: i64,
    /// What there is, in fen; none while the county has not said it.
    pub budget: Option<i64>,
    /// What everybody would get together at coefficient 1, each rounded alike, in fen.
    pub level: i64,
    /// The mean coefficient that the tiers' shares amount to by themselves; none where tiers go by the score.
    pub expected: Option<Exact>,
}

impl Simulation {
    /// What is left of the budget, in fen; below zero when it does not suffice.
    pub fn left(&self) -> Option<i64> {
        self.budget?.checked_sub(self.sum)
    }

    /// By how much tiers, vetoes and the budget make the sum larger than all at coefficient 1, in fen.
    pub const fn tilt(&self) -> i64 {
        self.sum.saturating_sub(self.level)
    }

    /// Whether the tiers only move money between people: the sum is what it would be at coefficient 1.
    pub const fn is_neutral(&self) -> bool {
        self.tilt() == 0
    }

    /// What somebody is paid.
    pub fn of(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|one| one.id == id)
    }
}
