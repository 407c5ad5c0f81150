//! The schemes and rewards that stand in the taskbook.

use std::collections::BTreeMap;

use super::{Known, PartSource, Placed, Reward, Scheme};
use crate::{indicator::Indicator, ledger::Ledger};

impl Ledger {
    /// The schemes of points and pay in use, in the order of their names in code.
    pub fn schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.all_schemes().filter(|one| !one.retired)
    }

    /// The schemes of the taskbook, retired ones among them.
    pub fn all_schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.rows.schemes.values()
    }

    /// A scheme, retired or not.
    pub fn scheme(&self, id: &str) -> Option<&Scheme> {
        self.rows.schemes.get(id)
    }

    /// The rewards for results in use, in the order of their names in code.
    pub fn rewards(&self) -> impl Iterator<Item = &Reward> {
        self.all_rewards().filter(|one| !one.retired)
    }

    /// The rewards of the taskbook, retired ones among them.
    pub fn all_rewards(&self) -> impl Iterator<Item = &Reward> {
        self.rows.rewards.values()
    }

    /// A reward, retired or not.
    pub fn reward(&self, id: &str) -> Option<&Reward> {
        self.rows.rewards.get(id)
    }

    /// What of a scheme does not fit the taskbook as it is now. It fitted when it was written; a register or an
    /// indicator may have been changed since, so whoever pays by it asks again.
    pub fn scheme_flaws(&self, scheme: &Scheme) -> Vec<Placed> {
        self.with_known(|known| scheme.flaws(known))
    }

    /// What of a reward does not fit the taskbook as it is now.
    pub fn reward_flaws(&self, reward: &Reward) -> Vec<Placed> {
        self.with_known(|known| reward.flaws(known))
    }

    /// The parts of a scheme that score entries at hand are for and that a new version would not score by entries any
    /// more, by name, with how many entries that is: what was proposed and checked would count for nothing.
    pub fn entries_without(&self, scheme: &Scheme) -> Vec<(String, usize)> {
        let Some(before) = self.scheme(&scheme.id) else { return Vec::new() };
        let mut entries: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in self.rows.scores.values().flat_map(BTreeMap::values).filter(|entry| entry.scheme == scheme.id) {
            *entries.entry(&entry.part).or_default() += 1;
        }
        let kept = |id: &str| scheme.part(id).is_some_and(|part| part.source == PartSource::Entries);
        let lost = before.parts.iter().filter(|part| !kept(&part.id));
        lost.filter_map(|part| Some((part.name.clone(), *entries.get(part.id.as_str())?))).collect()
    }

    /// Whether a parameter has a part in a scheme, in its formulas or in those of its indicators.
    pub fn scheme_concerns(&self, scheme: &Scheme, parameter: &str) -> bool {
        scheme.needs(parameter) || scheme.indicators().any(|id| self.indicator_needs(id, parameter))
    }

    /// Whether a parameter has a part in a reward, in its formulas or in those of its indicator.
    pub fn reward_concerns(&self, reward: &Reward, parameter: &str) -> bool {
        reward.needs(parameter) || self.indicator_needs(&reward.indicator, parameter)
    }

    fn indicator_needs(&self, id: &str, parameter: &str) -> bool {
        let Some(indicator) = self.indicator(id) else { return false };
        let sums = indicator.sums.iter().flat_map(|sum| [&sum.filter, &sum.value]);
        sums.chain([&indicator.value]).any(|expr| expr.parameters().contains(&parameter))
    }

    /// The schemes and rewards in use that fit now and would not any more if an indicator stood in the place of the one
    /// with its name: by their Chinese names, each with the first thing that would not.
    pub fn points_without(&self, one: &Indicator) -> Vec<(String, Placed)> {
        let parameters = self.known_parameters();
        let register = |id: &str| self.register(id);
        let then = |id: &str| {
            let found = if id == one.id { Some(one) } else { self.indicator(id) };
            found.filter(|one| !one.retired)
        };
        let then = Known { indicator: &then, register: &register, parameters: &parameters };
        let first = |name: &str, now: Vec<Placed>, then: Vec<Placed>| {
            Some((name.to_owned(), then.into_iter().next().filter(|_| now.is_empty())?))
        };
        let schemes = self.schemes().filter(|scheme| scheme.indicators().any(|id| id == one.id));
        let schemes = schemes.filter_map(|of| first(&of.name, self.scheme_flaws(of), of.flaws(&then)));
        let rewards = self.rewards().filter(|reward| reward.indicator == one.id);
        let rewards = rewards.filter_map(|of| first(&of.name, self.reward_flaws(of), of.flaws(&then)));
        schemes.chain(rewards).collect()
    }

    fn with_known<T>(&self, look: impl FnOnce(&Known<'_>) -> T) -> T {
        let (indicator, register) =
            (|id: &str| self.indicator(id).filter(|one| !one.retired), |id: &str| self.register(id));
        let parameters: Vec<String> = self.parameter_names().map(|one| one.id.clone()).collect();
        look(&Known { indicator: &indicator, register: &register, parameters: &parameters })
    }
}
