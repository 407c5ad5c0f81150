//! What everybody in a sequence is paid, and what it comes to beside the budget.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::CheckedMul as _;

use super::{
    Budgeting, Numbers, Outcome, PARTICIPANTS_MAX, Participant, Points, PointsError, Rank, RoundMode, Rounding, Scheme,
    Scored, Simulation, Veto, VetoedRank, Within, allot,
    definition::{HEADS, MONTHS},
    number, number_with,
    tier::{Table, ranks},
};
use crate::{
    expr::{Exact, Fault},
    ids::OrgId,
};

/// What a scheme comes to for those who take part, with the parameters as they are.
///
/// # Errors
/// Why it cannot be told. No budget is no error, unless the scheme allots it.
pub fn simulate(
    scheme: &Scheme,
    participants: &[Participant],
    numbers: Numbers<'_>,
) -> Result<Simulation, PointsError> {
    if participants.len() > PARTICIPANTS_MAX {
        return Err(PointsError::TooMany(PARTICIPANTS_MAX));
    }
    let mut seen = BTreeSet::new();
    if let Some(twice) = participants.iter().find(|one| !seen.insert(one.id.as_str())) {
        return Err(PointsError::Twice(twice.id.clone()));
    }
    let table = Table::new(scheme, numbers)?;
    let scored = participants.iter().map(|one| Entrant::new(scheme, one)).collect::<Result<Vec<_>, _>>()?;
    let ranks = ranks_within(scheme, &scored);
    let mut outcomes = Vec::with_capacity(scored.len());
    for (one, rank) in scored.into_iter().zip(ranks) {
        let reached = table.tier(rank, one.score);
        let (tier, why) = table.vetoed(scheme, reached, &one.vetoes)?;
        let coefficient = tier.and_then(|tier| table.coefficients.get(tier)).copied().unwrap_or_default();
        let Participant { id, org, township, size, .. } = one.participant;
        outcomes.push(Outcome {
            id: id.clone(),
            org: org.clone(),
            township: township.clone(),
            size: *size,
            score: one.score,
            rank,
            tier: tier.and_then(|tier| scheme.tiers.get(tier)).map(|tier| tier.id.clone()),
            coefficient,
            base: base(scheme, one.participant.heads, one.participant.months, numbers)?,
            amount: 0,
            why,
        });
    }
    let budget = budget(scheme, numbers)?;
    pay(scheme, &mut outcomes, budget)?;
    let sum = outcomes.iter().try_fold(0_i64, |sum, one| sum.checked_add(one.amount));
    let level = outcomes.iter().try_fold(0_i64, |sum, one| sum.checked_add(whole_units(one.base, scheme.rounding)?));
    let (sum, level) = sum.zip(level).ok_or(PointsError::TooLarge)?;
    Ok(Simulation { outcomes, sum, budget, level, expected: table.expected() })
}

/// A participant with what the scheme makes of them.
struct Entrant<'p> {
    participant: &'p Participant,
    score: Points,
    vetoes: Vec<&'p Veto>,
}

impl<'p> Entrant<'p> {
    fn new(scheme: &'p Scheme, participant: &'p Participant) -> Result<Self, PointsError> {
        let score = match &participant.scored {
            Scored::Parts(parts) => scheme.total(parts)?,
            Scored::Total(total) => *total,
        };
        let veto = |id: &String| scheme.veto(id).ok_or_else(|| PointsError::UnknownVeto(id.clone()));
        let vetoes = participant.vetoes.iter().map(veto).collect::<Result<_, _>>()?;
        Ok(Self { participant, score, vetoes })
    }
}

fn ranks_within(scheme: &Scheme, entrants: &[Entrant<'_>]) -> Vec<Rank> {
    let mut groups: BTreeMap<Option<&OrgId>, Vec<usize>> = BTreeMap::new();
    for (place, one) in entrants.iter().enumerate() {
        let group = match scheme.within {
            Within::County => None,
            Within::Township => one.participant.township.as_ref(),
        };
        groups.entry(group).or_default().push(place);
    }
    let mut placed = Vec::with_capacity(entrants.len());
    for members in groups.into_values() {
        let of = |one: &Entrant<'_>| (one.score, one.vetoes.is_empty() || scheme.vetoed_rank == VetoedRank::Keep);
        let scores: Vec<_> = members.iter().filter_map(|place| entrants.get(*place)).map(of).collect();
        placed.extend(members.into_iter().zip(ranks(&scores)));
    }
    placed.sort_unstable_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, rank)| rank).collect()
}

/// What so many people are paid for so many months at coefficient 1, in fen.
pub(super) fn base(scheme: &Scheme, heads: u32, months: u32, numbers: Numbers<'_>) -> Result<Exact, PointsError> {
    let name = |name: &str| match name {
        HEADS => Some(Exact::from_integer(heads.into())),
        MONTHS => Some(Exact::from_integer(months.into())),
        _ => None,
    };
    let yuan = number_with(&scheme.base, "base", numbers, &name)?;
    if *yuan.numer() < 0 {
        return Err(PointsError::Negative("base".to_owned()));
    }
    yuan.checked_mul(&Exact::from_integer(100)).ok_or(PointsError::TooLarge)
}

/// The budget in fen, without what is less than one.
fn budget(scheme: &Scheme, numbers: Numbers<'_>) -> Result<Option<i64>, PointsError> {
    let yuan = match number(&scheme.budget, "budget", numbers) {
        Ok(yuan) => yuan,
        Err(PointsError::Formula { fault: Fault::NotSet(_), .. }) if scheme.within_budget == Budgeting::AsIs => {
            return Ok(None);
        }
        Err(why) => return Err(why),
    };
    whole_fen(yuan, "budget").map(Some)
}

/// Yuan in fen, without what is less than one.
pub(super) fn whole_fen(yuan: Exact, place: &str) -> Result<i64, PointsError> {
    if *yuan.numer() < 0 {
        return Err(PointsError::Negative(place.to_owned()));
    }
    let fen = yuan.checked_mul(&Exact::from_integer(100)).ok_or(PointsError::TooLarge)?;
    i64::try_from(fen.to_integer()).map_err(|_| PointsError::TooLarge)
}

/// Puts the amounts in.
fn pay(scheme: &Scheme, outcomes: &mut [Outcome], budget: Option<i64>) -> Result<(), PointsError> {
    let due = |one: &Outcome| one.base.checked_mul(&one.coefficient).ok_or(PointsError::TooLarge);
    match (scheme.within_budget, budget) {
        (Budgeting::Scale, Some(budget)) => {
            let unit = scheme.rounding.unit.fen();
            let weights = outcomes.iter().map(|one| Ok((one.id.as_str(), due(one)?)));
            let weights = weights.collect::<Result<Vec<_>, PointsError>>()?;
            let shares = allot(budget / unit, &weights)?;
            for (one, share) in outcomes.iter_mut().zip(shares) {
                one.amount = share.checked_mul(unit).ok_or(PointsError::TooLarge)?;
            }
        }
        _ => {
            for one in outcomes {
                one.amount = whole_units(due(one)?, scheme.rounding).ok_or(PointsError::TooLarge)?;
            }
        }
    }
    Ok(())
}

/// Fen in whole units, as fen: the one place where amounts are rounded.
fn whole_units(fen: Exact, Rounding { unit, mode }: Rounding) -> Option<i64> {
    let unit = i128::from(unit.fen());
    let (top, bottom) = (*fen.numer(), fen.denom().checked_mul(&unit)?);
    let half = match mode {
        RoundMode::Down => 0,
        RoundMode::HalfUp => bottom,
    };
    // Half a unit more, then whole units: (2 × top + bottom) / (2 × bottom).
    let whole = top.checked_mul(2)?.checked_add(half)?.div_euclid(bottom.checked_mul(2)?);
    i64::try_from(whole.checked_mul(unit)?).ok()
}
