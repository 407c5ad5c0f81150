//! What schemes come to at organisations, from what this ledger holds.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::NaiveDate;
use num_traits::CheckedMul as _;

use super::{
    Part, PartKind, PartPoints, PartSource, Participant, Points, PointsError, Roll, Scheme, Scored, Simulation, Slip,
    SlipPart, Taker, Why, enrol, pay::base, personal::with_own, simulate, slip::Fraction,
};
use crate::{
    expr::{Exact, Fault},
    ids::OrgId,
    indicator::Reckoner,
    ledger::Ledger,
    org::OrgKind,
};

/// Parameters as they might be, by their ids; and the weights of parts, in whole points, by [`weight_of`].
pub type Supposed = BTreeMap<String, i64>;

/// The name of a part's weight among what is supposed. No parameter is called so.
pub fn weight_of(part: &str) -> String {
    format!("part/{part}")
}

/// A part of somebody's score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scoring {
    /// The part.
    pub part: Part,
    /// The points, or why they cannot be told; [`Fault::Absent`] for a part that is scored by entries and has none.
    pub points: Result<Points, Fault>,
}

/// What a scheme comes to in the county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// Everybody's pay.
    pub simulation: Simulation,
    /// Everybody's points by part, in the same order.
    pub parts: Vec<Vec<PartPoints>>,
    /// Who they are by the roster, in the same order.
    pub roll: Roll,
}

impl Paid {
    /// Everybody's pay with who they are.
    pub fn outcomes(&self) -> impl Iterator<Item = (&super::Outcome, &Taker, &[PartPoints])> {
        let parts = self.parts.iter().map(Vec::as_slice);
        self.simulation.outcomes.iter().zip(&self.roll.takers).zip(parts).map(|((one, who), parts)| (one, who, parts))
    }
}

/// The parts of a scheme at an organisation, each with its points.
pub fn scored(ledger: &Ledger, scheme: &Scheme, org: &OrgId, today: NaiveDate) -> Vec<Scoring> {
    let reckoner = Reckoner::new(ledger, today);
    let parts = scheme.parts.iter();
    parts.map(|part| scoring(ledger, &reckoner, scheme, part, org)).collect()
}

fn scoring(ledger: &Ledger, reckoner: &Reckoner<'_>, scheme: &Scheme, part: &Part, org: &OrgId) -> Scoring {
    let points = if by_entries(part) {
        let entries = ledger.confirmed_points(org, &scheme.id, &part.id);
        if entries.is_empty() { Err(Fault::Absent) } else { part.of_entries(entries).map_err(|_| Fault::TooLarge) }
    } else {
        reckoner.points(part, org)
    };
    Scoring { points, part: part.clone() }
}

/// What the points of these parts come to; those that cannot be told count nothing.
///
/// # Errors
/// When they are not the scheme's.
pub fn total(scheme: &Scheme, parts: &[Scoring]) -> Result<Points, PointsError> {
    scheme.total(&told(parts))
}

fn told(parts: &[Scoring]) -> Vec<PartPoints> {
    let told = |one: &Scoring| Some(PartPoints { part: one.part.id.clone(), points: one.points.clone().ok()? });
    parts.iter().filter_map(told).collect()
}

/// Whether a part of a scheme is scored by entries.
pub fn by_entries(part: &Part) -> bool {
    matches!(part.source, PartSource::Entries)
}

/// The organisations that take part, of those at or below one.
pub fn taking_part<'l>(ledger: &'l Ledger, kinds: &[OrgKind], org: &OrgId) -> Vec<&'l OrgId> {
    let orgs = ledger.orgs();
    let those = orgs.iter().filter(|one| kinds.contains(&one.kind) && orgs.within(&one.id, org));
    those.map(|one| &one.id).collect()
}

/// What a scheme comes to for everybody on the roster, with parameters as they are or as they might be. Those of one
/// organisation are scored alike, but for score entries that are about one of them alone.
///
/// # Errors
/// Why it cannot be told.
pub fn paid(
    ledger: &Ledger,
    scheme: &Scheme,
    org: &OrgId,
    today: NaiveDate,
    supposed: &Supposed,
) -> Result<Paid, PointsError> {
    if let Some((.., flaw)) = ledger.scheme_flaws(scheme).into_iter().next() {
        return Err(PointsError::Flawed(Box::new(flaw)));
    }
    let mut reckoner = Reckoner::new(ledger, today);
    for (parameter, value) in supposed {
        reckoner = reckoner.supposing(parameter, *value);
    }
    let members: Vec<OrgId> = taking_part(ledger, &scheme.kinds, org).into_iter().cloned().collect();
    let mut roll = enrol(scheme, &members, &ledger.roster(org));
    let mut of_orgs: BTreeMap<OrgId, Vec<PartPoints>> = BTreeMap::new();
    for taker in &mut roll.takers {
        if !of_orgs.contains_key(&taker.org) {
            let points = points_of(ledger, &reckoner, scheme, &taker.org)?;
            of_orgs.insert(taker.org.clone(), reweighed(scheme, points, supposed)?);
        }
        for veto in reckoner.told_vetoes(scheme, &taker.org)? {
            if !taker.vetoes.contains(&veto) {
                taker.vetoes.push(veto);
            }
        }
    }
    let parts_of = |who: &Taker| with_own(ledger, scheme, who, of_orgs.get(&who.org).cloned().unwrap_or_default());
    let participant = |who: &Taker| Participant {
        id: who.id.clone(),
        org: who.org.clone(),
        township: ledger.orgs().get(&who.org).and_then(|org| org.parent.clone()),
        scored: Scored::Parts(parts_of(who)),
        vetoes: who.vetoes.clone(),
        heads: who.heads,
        months: who.months,
        size: ledger.orgs().get(&who.org).and_then(|org| org.households),
    };
    let participants: Vec<Participant> = roll.takers.iter().map(participant).collect();
    let parts = roll.takers.iter().map(parts_of).collect();
    let number = |name: &str| supposed.get(name).copied().or_else(|| ledger.parameter(name));
    let simulation = simulate(&weighing(scheme, supposed), &participants, &number)?;
    Ok(Paid { simulation, parts, roll })
}

/// A part's weight as it is supposed to be.
fn weight(part: &Part, supposed: &Supposed) -> Option<Points> {
    supposed.get(&weight_of(&part.id)).and_then(|whole| i64::checked_mul((*whole).max(0), 100)).map(Points)
}

/// A scheme with the weights of its parts as they might be, and the full marks that come of them.
fn weighing<'s>(scheme: &'s Scheme, supposed: &Supposed) -> Cow<'s, Scheme> {
    if scheme.parts.iter().all(|part| weight(part, supposed).is_none()) {
        return Cow::Borrowed(scheme);
    }
    let mut tried = scheme.clone();
    for part in &mut tried.parts {
        part.max = weight(part, supposed).unwrap_or(part.max);
    }
    let full = tried.parts.iter().filter(|part| matches!(part.kind, PartKind::Basic | PartKind::Duty));
    tried.full = Points(full.map(|part| part.max.0).fold(0, i64::saturating_add));
    Cow::Owned(tried)
}

/// Points in proportion to the weights as they might be.
fn reweighed(
    scheme: &Scheme,
    mut points: Vec<PartPoints>,
    supposed: &Supposed,
) -> Result<Vec<PartPoints>, PointsError> {
    for one in &mut points {
        let Some(part) = scheme.part(&one.part) else { continue };
        let Some(weight) = weight(part, supposed).filter(|_| part.max > Points::ZERO) else { continue };
        let scaled = one.points.exact().checked_mul(&Exact::new(weight.0.into(), part.max.0.into()));
        let scaled = scaled.ok_or(PointsError::TooLarge)?;
        one.points = Points::round(scaled).map_err(|_| PointsError::TooLarge)?;
    }
    Ok(points)
}

/// The points of an organisation by part.
fn points_of(
    ledger: &Ledger,
    reckoner: &Reckoner<'_>,
    scheme: &Scheme,
    org: &OrgId,
) -> Result<Vec<PartPoints>, PointsError> {
    let scorings: Vec<Scoring> = scheme.parts.iter().map(|part| scoring(ledger, reckoner, scheme, part, org)).collect();
    for one in &scorings {
        // A parameter that is not set is not the same as nothing done.
        if let Err(fault @ (Fault::NotSet(_) | Fault::TooLarge)) = &one.points {
            return Err(PointsError::Formula { place: one.part.id.clone(), fault: fault.clone() });
        }
    }
    Ok(told(&scorings))
}

/// What is told to everybody whom the roster names, each with the branch in whose document it is to stand.
pub(crate) fn slips(ledger: &Ledger, scheme: &Scheme, paid: &Paid) -> Result<Vec<(OrgId, Slip)>, PointsError> {
    let number = |name: &str| ledger.parameter(name);
    let whole_year = Fraction::of(base(scheme, 1, 12, &number)?)?;
    let needed = ledger.parameter_names().filter(|one| scheme.needs(&one.id));
    let parameters: BTreeMap<String, i64> = needed.filter_map(|one| Some((one.id.clone(), number(&one.id)?))).collect();
    let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let named = |one: &PartPoints| SlipPart {
        id: one.part.clone(),
        name: scheme.part(&one.part).map_or_else(|| one.part.clone(), |part| part.name.clone()),
        points: one.points,
    };
    let slip = |one: &super::Outcome, who: &Taker, parts: &[PartPoints]| {
        let tier = one.tier.as_deref().and_then(|id| scheme.tiers.iter().find(|tier| tier.id == id));
        let veto = match &one.why {
            Why::Veto(id) => scheme.veto(id).map(|veto| veto.name.clone()),
            _ => None,
        };
        Ok(Slip {
            scheme: scheme.id.clone(),
            name: scheme.name.clone(),
            participant: one.id.clone(),
            person: who.person.clone(),
            withdrawn: false,
            score: one.score,
            parts: parts.iter().map(named).collect(),
            rank: [place(one.rank.first), place(one.rank.last), place(one.rank.of)],
            tier: tier.map(|tier| (tier.id.clone(), tier.name.clone())),
            veto,
            coefficient: Fraction::of(one.coefficient)?,
            whole_year,
            base: Fraction::of(one.base)?,
            heads: who.heads,
            months: who.months,
            amount: one.amount,
            parameters: parameters.clone(),
        })
    };
    paid.outcomes().map(|(one, who, parts)| Ok((one.org.clone(), slip(one, who, parts)?))).collect()
}
