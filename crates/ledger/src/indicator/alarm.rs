//! What the alarms of indicators find.

use std::collections::BTreeMap;

use super::{Figure, Indicator, Reckoner};
use crate::ids::OrgId;

/// An indicator that calls for something to be done at an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarmed<'a> {
    /// The organisation.
    pub org: &'a OrgId,
    /// The indicator, which has an alarm.
    pub indicator: &'a Indicator,
    /// What it comes to there.
    pub figure: Figure,
}

impl<'a> Reckoner<'a> {
    /// The alarms that hold at an organisation and at those below it, each at the tiers where the taskbook wants it
    /// looked for: in the order of the indicators, and then of the county's list.
    pub fn alarms(&self, org: &OrgId) -> Vec<Alarmed<'a>> {
        self.ledger().indicators().into_iter().flat_map(|indicator| self.alarms_of(indicator, org)).collect()
    }

    /// Whether the indicator's alarm holds at an organisation with this figure, at a tier where it is looked for.
    pub fn alarms_at(&self, indicator: &Indicator, org: &OrgId, figure: &Figure) -> bool {
        let tier = self.ledger().orgs().get(org).map(|org| org.kind.tier());
        let looked_for = indicator.alarm.as_ref().zip(tier).is_some_and(|(alarm, tier)| alarm.at.contains(&tier));
        looked_for && figure.alarms(indicator, self.basis(&|name| self.parameter(name)))
    }

    fn alarms_of(&self, indicator: &'a Indicator, org: &OrgId) -> Vec<Alarmed<'a>> {
        let Some(alarm) = &indicator.alarm else { return Vec::new() };
        let orgs = self.ledger().orgs();
        // The figure of a township is made of its branches', each reckoned once.
        let own: Vec<(&OrgId, Figure)> =
            self.members(indicator, org).into_iter().map(|member| (member, self.own(indicator, member))).collect();
        let mut within: BTreeMap<&OrgId, (Vec<&OrgId>, Vec<&Figure>)> = BTreeMap::new();
        for (member, figure) in &own {
            for place in orgs.upwards(member) {
                let (members, figures) = within.entry(place).or_default();
                members.push(member);
                figures.push(figure);
            }
        }
        let places = orgs.iter().filter(|one| alarm.at.contains(&one.kind.tier()) && orgs.within(&one.id, org));
        let at = |place: &'a OrgId| {
            let (members, figures) = within.get(place)?;
            let figure = self.together(indicator, place, members, figures.iter().copied());
            self.alarms_at(indicator, place, &figure).then_some(Alarmed { org: place, indicator, figure })
        };
        places.filter_map(|place| at(&place.id)).collect()
    }
}
