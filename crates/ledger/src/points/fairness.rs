//! Whether a scheme tells people apart, and whether it treats places alike.

use std::collections::BTreeMap;

use super::{Numbers, Outcome, Points, Simulation, Why};
use crate::{expr::Exact, ids::OrgId};

/// How scores are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Of how many.
    pub count: usize,
    /// The lowest.
    pub min: Points,
    /// The highest.
    pub max: Points,
    /// The mean, in points.
    pub mean: Exact,
    /// The one in the middle, or the mean of the two in the middle, in points.
    pub median: Exact,
}

/// How a group fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// Its scores.
    pub scores: Spread,
    /// What it is paid together, in fen.
    pub paid: i128,
}

/// 干多干少一个样: `flat_scores`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flat {
    /// The highest score is less than so much above the lowest.
    NarrowSpread {
        /// The distance.
        spread: Points,
        /// What it should at least be.
        min: Points,
    },
    /// More than a share of all are in one tier.
    OneTier {
        /// The tier's id.
        tier: String,
        /// How many are in it.
        count: usize,
        /// Of how many.
        of: usize,
        /// The most that should be, from 0 to 1.
        max: Exact,
    },
}

impl Spread {
    /// Of scores; none when there are none.
    pub fn of(scores: impl IntoIterator<Item = Points>) -> Option<Self> {
        let mut scores: Vec<Points> = scores.into_iter().collect();
        scores.sort_unstable();
        let (min, max) = (*scores.first()?, *scores.last()?);
        let sum: i128 = scores.iter().map(|one| i128::from(one.0)).sum();
        let count = i128::try_from(scores.len()).ok()?;
        let (low, high) = (scores.get((scores.len() - 1) / 2)?, scores.get(scores.len() / 2)?);
        let median = Exact::new(i128::from(low.0) + i128::from(high.0), 200);
        Some(Self { count: scores.len(), min, max, mean: Exact::new(sum, count * 100), median })
    }

    /// From the lowest to the highest.
    pub const fn width(&self) -> Points {
        Points(self.max.0.saturating_sub(self.min.0))
    }
}

impl Simulation {
    /// How scores are spread; none when nobody takes part.
    pub fn spread(&self) -> Option<Spread> {
        Spread::of(self.outcomes.iter().map(|one| one.score))
    }

    /// How groups fare; who belongs to none is left out.
    pub fn groups<'s, K: Ord>(&'s self, group: impl Fn(&'s Outcome) -> Option<K>) -> BTreeMap<K, Group> {
        let mut members: BTreeMap<K, Vec<&Outcome>> = BTreeMap::new();
        for one in &self.outcomes {
            if let Some(key) = group(one) {
                members.entry(key).or_default().push(one);
            }
        }
        let fares = |(key, members): (K, Vec<&Outcome>)| {
            let paid = members.iter().map(|one| i128::from(one.amount)).sum();
            Some((key, Group { scores: Spread::of(members.iter().map(|one| one.score))?, paid }))
        };
        members.into_iter().filter_map(fares).collect()
    }

    /// How townships fare.
    pub fn by_township(&self) -> BTreeMap<&OrgId, Group> {
        self.groups(|one| one.township.as_ref())
    }

    /// How small and large places fare: by how many of the bounds their size reaches, 0 for those under all of them.
    pub fn by_size(&self, bounds: &[i64]) -> BTreeMap<usize, Group> {
        self.groups(|one| one.size.map(|size| bounds.iter().filter(|bound| size >= **bound).count()))
    }

    /// The tier that most are in, how many, and of how many.
    pub fn largest_tier(&self) -> Option<(&str, usize, usize)> {
        let mut tiers: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (place, tier) in self.outcomes.iter().enumerate().filter_map(|(at, one)| Some((at, one.tier.as_deref()?))) {
            tiers.entry(tier).or_insert((0, place)).0 += 1;
        }
        let largest = tiers.into_iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
        largest.map(|(tier, (count, _))| (tier, count, self.outcomes.len()))
    }

    /// Whether more and less work come to the same: by the taskbook's `flat_spread_min` (points, 5 when it has none)
    /// and `flat_tier_share_max` (percent, 80). One alone is no finding, nor is one tier where the scheme says so.
    pub fn flat_scores(&self, numbers: Numbers<'_>) -> Vec<Flat> {
        let mut found = Vec::new();
        let min = Points(numbers("flat_spread_min").unwrap_or(5).max(0).saturating_mul(100));
        let Some(spread) = self.spread().filter(|spread| spread.count > 1) else { return found };
        if spread.width() < min {
            found.push(Flat::NarrowSpread { spread: spread.width(), min });
        }
        let max = Exact::new(numbers("flat_tier_share_max").unwrap_or(80).clamp(0, 100).into(), 100);
        let mut tiers: BTreeMap<&str, usize> = BTreeMap::new();
        let told_apart: Vec<&Outcome> = self.outcomes.iter().filter(|one| one.why != Why::SmallAll).collect();
        for tier in told_apart.iter().filter_map(|one| one.tier.as_deref()) {
            *tiers.entry(tier).or_default() += 1;
        }
        let of = told_apart.len();
        let crowded = |count: usize| {
            let (Ok(count), Ok(of)) = (i128::try_from(count), i128::try_from(of)) else { return false };
            of > 1 && Exact::new(count, of) > max
        };
        let full = tiers.into_iter().filter(|(_, count)| crowded(*count));
        found.extend(full.map(|(tier, count)| Flat::OneTier { tier: tier.to_owned(), count, of, max }));
        found
    }
}
