//! Ranks, and the tiers that they lead to.

use num_traits::{CheckedAdd as _, CheckedMul as _, CheckedSub as _};

use super::{Effect, Numbers, Points, PointsError, Reach, Scheme, SmallRule, Ties, Veto, number};
use crate::expr::Exact;

/// A place among others: shared from `first` to `last` by those with the same score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The best of the places that they share, from 1.
    pub first: usize,
    /// The worst of them.
    pub last: usize,
    /// How many are ranked among each other.
    pub of: usize,
}

/// Why somebody is in their tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Their rank is within the tier's share.
    Share,
    /// Their score reaches the tier's floor.
    Floor,
    /// They reach none of the tiers above.
    Rest,
    /// Few are ranked, and their score reaches the floor for this, or none.
    SmallByScore,
    /// Few are ranked, and all are in this tier.
    SmallAll,
    /// This veto, by its id.
    Veto(String),
}

impl Rank {
    /// The place that counts.
    pub fn counted(self, ties: Ties) -> Exact {
        let place = |place: usize| i128::try_from(place).unwrap_or(i128::MAX);
        match ties {
            Ties::Best => Exact::from_integer(place(self.first)),
            Ties::Worst => Exact::from_integer(place(self.last)),
            Ties::Middle => Exact::new(place(self.first).saturating_add(place(self.last)), 2),
        }
    }

    /// Whether r/N is at most a share.
    fn within(self, share: Exact, ties: Ties) -> bool {
        let of = Exact::from_integer(i128::try_from(self.of).unwrap_or(i128::MAX));
        share.checked_mul(&of).is_some_and(|places| self.counted(ties) <= places)
    }
}

/// The ranks of scores; who takes no place is ranked as if they came to those who do.
pub(super) fn ranks(scores: &[(Points, bool)]) -> Vec<Rank> {
    let mut placed: Vec<Points> = scores.iter().filter(|(_, takes)| *takes).map(|(score, _)| *score).collect();
    placed.sort_unstable_by(|one, other| other.cmp(one));
    let rank = |(score, takes): &(Points, bool)| {
        let before = placed.partition_point(|other| other > score);
        let until = placed.partition_point(|other| other >= score);
        Rank { first: before + 1, last: until + usize::from(!takes), of: placed.len() }
    };
    scores.iter().map(rank).collect()
}

/// The tiers of a scheme with their numbers.
pub(super) struct Table {
    limits: Vec<Limit>,
    /// By the place of the tier.
    pub(super) coefficients: Vec<Exact>,
    ties: Ties,
    small: Option<(usize, SmallLimit)>,
}

enum Limit {
    Share(Exact),
    Floor(Exact),
    Rest,
}

enum SmallLimit {
    /// By the place of the tier.
    Floors(Vec<Option<Exact>>),
    All(usize),
}

impl Table {
    /// Of a scheme, with the parameters as they are.
    pub(super) fn new(scheme: &Scheme, numbers: Numbers<'_>) -> Result<Self, PointsError> {
        if scheme.tiers.is_empty() {
            return Err(PointsError::NoTiers);
        }
        let (mut limits, mut coefficients) = (Vec::new(), Vec::new());
        for tier in &scheme.tiers {
            limits.push(match &tier.reach {
                Reach::Share(share) => Limit::Share(number(share, &tier.id, numbers)?),
                Reach::Floor(floor) => Limit::Floor(number(floor, &tier.id, numbers)?),
                Reach::Rest => Limit::Rest,
            });
            let coefficient = number(&tier.coefficient, &tier.id, numbers)?;
            if *coefficient.numer() < 0 {
                return Err(PointsError::Negative(tier.id.clone()));
            }
            coefficients.push(coefficient);
        }
        let place = |tier: &String| scheme.tier(tier).ok_or_else(|| PointsError::UnknownTier(tier.clone()));
        let small = match &scheme.small {
            None => None,
            Some(small) => {
                let limit = match &small.rule {
                    SmallRule::AllIn(tier) => SmallLimit::All(place(tier)?),
                    SmallRule::ByScore(given) => {
                        let mut floors = vec![None; limits.len()];
                        for one in given {
                            let floor = number(&one.floor, &one.tier, numbers)?;
                            if let Some(slot) = floors.get_mut(place(&one.tier)?) {
                                *slot = Some(floor);
                            }
                        }
                        SmallLimit::Floors(floors)
                    }
                };
                Some((usize::try_from(small.up_to).unwrap_or(usize::MAX), limit))
            }
        };
        Ok(Self { limits, coefficients, ties: scheme.ties, small })
    }

    /// The place of the tier that a rank and a score lead to, and by which rule.
    pub(super) fn tier(&self, rank: Rank, score: Points) -> (usize, Why) {
        match &self.small {
            Some((up_to, SmallLimit::All(tier))) if rank.of <= *up_to => (*tier, Why::SmallAll),
            Some((up_to, SmallLimit::Floors(floors))) if rank.of <= *up_to => {
                let reached = floors.iter().position(|floor| floor.is_some_and(|floor| score.exact() >= floor));
                (reached.unwrap_or(self.last()), Why::SmallByScore)
            }
            _ => self
                .limits
                .iter()
                .enumerate()
                .find_map(|(place, limit)| {
                    let why = match limit {
                        Limit::Share(share) => rank.within(*share, self.ties).then_some(Why::Share),
                        Limit::Floor(floor) => (score.exact() >= *floor).then_some(Why::Floor),
                        Limit::Rest => Some(Why::Rest),
                    };
                    Some((place, why?))
                })
                .unwrap_or((self.last(), Why::Rest)),
        }
    }

    /// The mean coefficient over everybody, when tiers go by the rank alone and ranks fill their shares exactly.
    pub(super) fn expected(&self) -> Option<Exact> {
        let (mut mean, mut before) = (Exact::from_integer(0), Exact::from_integer(0));
        let one = Exact::from_integer(1);
        for (limit, coefficient) in self.limits.iter().zip(&self.coefficients) {
            let up_to = match limit {
                Limit::Share(share) => (*share).clamp(before, one),
                Limit::Rest => one,
                Limit::Floor(_) => return None,
            };
            mean = mean.checked_add(&up_to.checked_sub(&before)?.checked_mul(coefficient)?)?;
            before = up_to;
        }
        Some(mean)
    }

    /// The place of the lowest tier.
    fn last(&self) -> usize {
        self.limits.len().saturating_sub(1)
    }

    /// What is left of a tier after the vetoes that hold: the place, none for no pay, and why.
    pub(super) fn vetoed(
        &self,
        scheme: &Scheme,
        (tier, why): (usize, Why),
        vetoes: &[&Veto],
    ) -> Result<(Option<usize>, Why), PointsError> {
        let mut left = (Some(tier), why);
        for veto in vetoes {
            let because = || Why::Veto(veto.id.clone());
            let lowered = match &veto.effect {
                Effect::NoPay => None,
                Effect::LowestTier => Some(self.last()),
                Effect::AtMost(id) => Some(scheme.tier(id).ok_or_else(|| PointsError::UnknownTier(id.clone()))?),
            };
            left = match (left, lowered) {
                ((Some(_), _), None) => (None, because()),
                ((Some(now), _), Some(lower)) if lower > now => (Some(lower), because()),
                (left, _) => left,
            };
        }
        Ok(left)
    }
}
