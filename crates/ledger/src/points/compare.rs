//! What a change of a parameter, or of a scheme, does to everybody.

use std::collections::BTreeMap;

use super::{Outcome, Simulation};

/// What changes for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'s> {
    /// Who.
    pub id: &'s str,
    /// What they had; none when they did not take part.
    pub before: Option<&'s Outcome>,
    /// What they would have; none when they would not take part.
    pub after: Option<&'s Outcome>,
}

/// What changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'s> {
    /// Everybody: in the order of the later simulation, then those who are only in the earlier one.
    pub changes: Vec<Change<'s>>,
    /// By how much the sum grows, in fen.
    pub sum_by: i64,
    /// By how much what is left of the budget grows, in fen; none while one of the two has none.
    pub left_by: Option<i64>,
}

impl Change<'_> {
    /// By how much the amount grows, in fen.
    pub fn amount_by(&self) -> i64 {
        let amount = |one: Option<&Outcome>| one.map_or(0, |one| one.amount);
        amount(self.after).saturating_sub(amount(self.before))
    }

    /// Whether they come into another tier, or lose or gain one.
    pub fn tier_changes(&self) -> bool {
        let tier = |one: Option<&Outcome>| one.map(|one| one.tier.clone());
        tier(self.before) != tier(self.after)
    }

    /// Whether anything that they see changes: score, place, tier or amount.
    pub fn differs(&self) -> bool {
        let seen = |one: Option<&Outcome>| one.map(|one| (one.score, one.rank, one.tier.clone(), one.amount));
        seen(self.before) != seen(self.after)
    }
}

/// Compares what a scheme came to with what it would come to.
pub fn compare<'s>(before: &'s Simulation, after: &'s Simulation) -> Comparison<'s> {
    let mut earlier: BTreeMap<&str, &Outcome> = before.outcomes.iter().map(|one| (one.id.as_str(), one)).collect();
    let later = after.outcomes.iter().map(|one| (one.id.as_str(), one));
    let mut changes: Vec<Change<'s>> =
        later.map(|(id, one)| Change { id, before: earlier.remove(id), after: Some(one) }).collect();
    let gone = before.outcomes.iter().filter_map(|one| earlier.remove(one.id.as_str()));
    changes.extend(gone.map(|one| Change { id: &one.id, before: Some(one), after: None }));
    let left = before.left().zip(after.left());
    Comparison {
        changes,
        sum_by: after.sum.saturating_sub(before.sum),
        left_by: left.map(|(before, after)| after.saturating_sub(before)),
    }
}
