//! Points, pay and rewards as pages show them, reckoned from the documents on this device.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use taizhang_ledger::{
    Ledger, OrgId, Reckoner,
    expr::{Exact, Fault},
    org::OrgKind,
    points::{
        Award, Part, PartPoints, PartSource, Participant, Points, PointsError, Reward, Scheme, Scored, Simulation,
        simulate,
    },
};

/// Parameters as they might be.
pub type Supposed = BTreeMap<String, i64>;

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

/// What a scheme comes to for everybody, with parameters as they are or as they might be. Each organisation is one
/// participant of twelve months.
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
    let mut reckoner = Reckoner::new(ledger, today);
    for (parameter, value) in supposed {
        reckoner = reckoner.supposing(parameter, *value);
    }
    let (mut participants, mut parts) = (Vec::new(), Vec::new());
    for member in taking_part(ledger, &scheme.kinds, org) {
        let scorings: Vec<Scoring> =
            scheme.parts.iter().map(|part| scoring(ledger, &reckoner, scheme, part, member)).collect();
        for one in &scorings {
            // A parameter that is not set is not the same as nothing done.
            if let Err(fault @ (Fault::NotSet(_) | Fault::TooLarge)) = &one.points {
                return Err(PointsError::Formula { place: one.part.id.clone(), fault: fault.clone() });
            }
        }
        let of_parts = told(&scorings);
        participants.push(Participant {
            id: member.to_string(),
            org: member.clone(),
            township: ledger.orgs().get(member).and_then(|org| org.parent.clone()),
            scored: Scored::Parts(of_parts.clone()),
            vetoes: Vec::new(),
            heads: 1,
            months: 12,
            size: None,
        });
        parts.push(of_parts);
    }
    let simulation = simulate(scheme, &participants, &|name| number(ledger, supposed, name))?;
    Ok(Paid { simulation, parts })
}

/// What a reward comes to for everybody.
///
/// # Errors
/// Why it cannot be told, such as a budget that is not set.
pub fn awarded(
    ledger: &Ledger,
    reward: &Reward,
    org: &OrgId,
    today: NaiveDate,
    supposed: &Supposed,
) -> Result<Vec<(Award, Exact)>, PointsError> {
    let reckoner = Reckoner::new(ledger, today);
    let mut work = Vec::new();
    for member in taking_part(ledger, &reward.kinds, org) {
        match reckoner.work(reward, member) {
            Ok(one) => work.push(one),
            Err(Fault::Absent) => {}
            Err(fault) => return Err(PointsError::Formula { place: reward.id.clone(), fault }),
        }
    }
    let awards = reward.divide(&work, &|name| number(ledger, supposed, name))?;
    Ok(awards.into_iter().zip(work).map(|(award, work)| (award, work.done)).collect())
}

fn number(ledger: &Ledger, supposed: &Supposed, name: &str) -> Option<i64> {
    supposed.get(name).copied().or_else(|| ledger.parameter(name))
}
