//! Scores of one participant alone: those of their branch, and the entries that are about them; what the hub tells of the
//! points of a branch.

use std::collections::BTreeMap;

use super::{Part, PartPoints, Scheme, Scoring, Subject, Taker, by_entries, enrol, scored};
use crate::{
    expr::Fault,
    ids::OrgId,
    indicator::{OwnFigures, OwnPoints, Reckoner},
    ledger::Ledger,
    org::Tier,
};

impl Ledger {
    /// Who of a branch takes part in a scheme, by the row of the roster and by name, as far as this device may know: the
    /// roster is open to the township and the county alone, and a slip to whom it is of.
    pub fn people_of(&self, scheme: &Scheme, branch: &OrgId) -> Vec<(String, String)> {
        if scheme.subject == Subject::Team {
            return Vec::new();
        }
        let Some(township) = self.orgs().get(branch).and_then(|org| org.parent.clone()) else { return Vec::new() };
        let roll = enrol(scheme, std::slice::from_ref(branch), &self.roster(&township));
        let mut people: Vec<(String, String)> =
            roll.takers.into_iter().filter_map(|who| Some((who.id, who.person?))).collect();
        for one in self.standing_pay(branch, &scheme.id) {
            let person = one.slip.person.filter(|_| people.iter().all(|(id, _)| *id != one.slip.participant));
            people.extend(person.map(|person| (one.slip.participant, person)));
        }
        people
    }
}

/// The points of a participant, from those of their branch.
pub(super) fn with_own(ledger: &Ledger, scheme: &Scheme, who: &Taker, parts: Vec<PartPoints>) -> Vec<PartPoints> {
    if !ledger.is_scored_apart(&who.org, &scheme.id, &who.id) {
        return parts;
    }
    let own = |part: &Part| {
        if !by_entries(part) {
            return parts.iter().find(|one| one.part == part.id).cloned();
        }
        let entries = ledger.confirmed_points_of(&who.org, &scheme.id, &part.id, &who.id);
        let points = part.of_entries(entries.iter().copied()).ok().filter(|_| !entries.is_empty())?;
        Some(PartPoints { part: part.id.clone(), points })
    };
    scheme.parts.iter().filter_map(own).collect()
}

/// The parts of a scheme for one participant of an organisation, each with its points.
pub fn scored_of(
    ledger: &Ledger,
    scheme: &Scheme,
    org: &OrgId,
    participant: &str,
    today: chrono::NaiveDate,
) -> Vec<Scoring> {
    let mut parts = scored(ledger, scheme, org, today);
    for one in parts.iter_mut().filter(|one| by_entries(&one.part)) {
        let entries = ledger.confirmed_points_of(org, &scheme.id, &one.part.id, participant);
        one.points = match entries.as_slice() {
            [] => Err(Fault::Absent),
            _ => one.part.of_entries(entries).map_err(|_| Fault::TooLarge),
        };
    }
    parts
}

impl Reckoner<'_> {
    /// The points of a branch in every scheme in which it takes part, from its own figures; of one that is none, nothing.
    pub fn points_of(&self, org: &OrgId, own: &OwnFigures) -> OwnPoints {
        let ledger = self.ledger();
        let Some(kind) = ledger.orgs().get(org).map(|org| org.kind).filter(|kind| kind.tier() == Tier::Branch) else {
            return OwnPoints::new();
        };
        let points = |scheme: &Scheme, part: &Part| {
            if !by_entries(part) {
                return self.points_by(part, org, own).ok();
            }
            let entries = ledger.confirmed_points(org, &scheme.id, &part.id);
            part.of_entries(entries.iter().copied()).ok().filter(|_| !entries.is_empty())
        };
        let parts = |scheme: &Scheme| -> BTreeMap<String, i64> {
            scheme.parts.iter().filter_map(|part| Some((part.id.clone(), points(scheme, part)?.0))).collect()
        };
        let schemes = ledger.schemes().filter(|scheme| scheme.kinds.contains(&kind));
        schemes.map(|scheme| (scheme.id.clone(), parts(scheme))).collect()
    }
}
