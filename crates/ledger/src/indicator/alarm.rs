//! What the alarms of indicators find.

use std::collections::BTreeMap;

use super::{Figure, Indicator, OwnFigures, Reckoner, beside::Beside};
use crate::{ids::OrgId, org::Organisation};

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
        let mut indicators = self.ledger().indicators();
        indicators.retain(|indicator| indicator.alarm.is_some());
        let orgs = self.ledger().orgs();
        let within = orgs.iter().map(|one| &one.id).filter(|one| orgs.within(one, org));
        let own: Vec<_> = within.map(|one| (one, self.own_figures(one, &indicators))).collect();
        indicators.into_iter().flat_map(|indicator| self.alarms_of(indicator, org, &own)).collect()
    }

    /// The alarms that hold at an organisation itself, of what it and those below it come to together: in the order of the
    /// indicators. What holds at one of those below is not among them.
    pub fn alarms_alone(&self, org: &'a OrgId) -> Vec<Alarmed<'a>> {
        let tier = self.ledger().orgs().get(org).map(|org| org.kind.tier());
        let alone = |indicator: &'a Indicator| {
            // Asked first: an indicator that is not looked for here is not reckoned.
            let alarm = indicator.alarm.as_ref()?;
            let figure = tier.filter(|tier| alarm.at.contains(tier)).and_then(|_| self.figure(indicator, org))?;
            self.alarms_at(indicator, org, &figure, org).then_some(Alarmed { org, indicator, figure })
        };
        self.ledger().indicators().into_iter().filter_map(alone).collect()
    }

    /// Whether the indicator's alarm holds at an organisation with this figure, at a tier where it is looked for; the
    /// records of all at or below `within` are at hand.
    pub fn alarms_at(&self, indicator: &Indicator, org: &OrgId, figure: &Figure, within: &OrgId) -> bool {
        let tier = self.ledger().orgs().get(org).map(|org| org.kind.tier());
        let looked_for = indicator.alarm.as_ref().zip(tier).is_some_and(|(alarm, tier)| alarm.at.contains(&tier));
        let beside = || indicator.looks_beside().then(|| self.beside(indicator, org, figure, within)).flatten();
        looked_for && figure.alarms(indicator, beside(), self.basis(&|name| self.parameter(name)))
    }

    /// Those of one indicator, from what it comes to for each organisation alone.
    fn alarms_of(&self, indicator: &'a Indicator, org: &OrgId, own: &[(&'a OrgId, OwnFigures)]) -> Vec<Alarmed<'a>> {
        let Some(alarm) = &indicator.alarm else { return Vec::new() };
        let orgs = self.ledger().orgs();
        // The figure of a township is made of its branches', each reckoned once.
        let own = own.iter().filter_map(|(member, own)| Some((*member, own.get(&indicator.id)?)));
        let mut within: BTreeMap<&OrgId, (Vec<&OrgId>, Vec<&Figure>)> = BTreeMap::new();
        for (member, figure) in own {
            for place in orgs.upwards(member) {
                let (members, figures) = within.entry(place).or_default();
                members.push(member);
                figures.push(figure);
            }
        }
        let places = orgs.iter().filter(|one| alarm.at.contains(&one.kind.tier()) && orgs.within(&one.id, org));
        let of_place = |place: &'a Organisation| {
            let (members, figures) = within.get(&place.id)?;
            Some((place, self.together(indicator, &place.id, members, figures.iter().copied())))
        };
        let told: Vec<(&Organisation, Figure)> = places.filter_map(of_place).collect();
        let beside = |one: &Organisation, figure: &Figure| {
            let above = one.parent.as_ref().filter(|above| orgs.within(above, org) && indicator.looks_beside())?;
            let all = told.iter().filter(|(other, _)| other.parent.as_ref() == Some(above));
            Beside::of(indicator, figure, all.map(|(_, figure)| figure))
        };
        let holds = |(one, figure): &&(&Organisation, Figure)| {
            figure.alarms(indicator, beside(one, figure), self.basis(&|name| self.parameter(name)))
        };
        let alarmed = told.iter().filter(holds);
        alarmed.map(|(one, figure)| Alarmed { org: &one.id, indicator, figure: figure.clone() }).collect()
    }
}
