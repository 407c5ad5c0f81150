//! Pay that is the same for more and less work, and rewards without a result (`flat_scores`, `reward_without_result`):
//! what the county, which decides both, is told of.

use chrono::NaiveDate;

use crate::{
    expr::Exact,
    ids::OrgId,
    indicator::Reckoner,
    ledger::Ledger,
    points::{Flat, Reward, Supposed, WithoutResult, awarded, paid, reward_without_result, taking_part},
};

/// What is found in a scheme or in a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayFinding {
    /// 干多干少一个样: `flat_scores`.
    Flat {
        /// The scheme, by its id.
        scheme: String,
        /// What is alike.
        flat: Flat,
    },
    /// 不干也支持: `reward_without_result`.
    WithoutResult {
        /// The reward, by its id.
        reward: String,
        /// Who was, or would be, given something.
        org: OrgId,
        /// For how little.
        found: WithoutResult,
    },
    /// The same of an application that is not returned: for how little it was filed.
    AppliedWithoutResult {
        /// The reward, by its id.
        reward: String,
        /// Who applies.
        org: OrgId,
        /// How much is asked for, in fen; 0 where the reward does not want it said.
        found: WithoutResult,
    },
}

/// What is found in the schemes and rewards of an organisation's county on a day: of rewards that were published by what
/// was given and what the records say by now, of others by what would be given. What cannot be reckoned is no finding.
pub fn pay_findings(ledger: &Ledger, org: &OrgId, today: NaiveDate) -> Vec<PayFinding> {
    let number = |name: &str| ledger.parameter(name);
    let mut found = Vec::new();
    for scheme in ledger.schemes() {
        let Ok(paid) = paid(ledger, scheme, org, today, &Supposed::new()) else { continue };
        let flat = paid.simulation.flat_scores(&number).into_iter();
        found.extend(flat.map(|flat| PayFinding::Flat { scheme: scheme.id.clone(), flat }));
    }
    let reckoner = Reckoner::new(ledger, today);
    for reward in ledger.rewards() {
        let proposed: Vec<(OrgId, i64, Exact)> = if let Some(given) = ledger.given(&reward.id) {
            let now = |org: &OrgId| reckoner.work(reward, org).ok().map(|work| work.completion);
            let shares = given.shares.iter();
            shares.filter_map(|(org, share)| Some((org.clone(), share.amount, now(org)?))).collect()
        } else {
            let shares = awarded(ledger, reward, org, today, &Supposed::new()).unwrap_or_default();
            shares.into_iter().map(|one| (one.org, one.award.amount, one.award.completion)).collect()
        };
        let lines = proposed.iter().map(|(org, amount, completion)| (org.as_str(), *amount, *completion));
        for one in reward_without_result(lines, &number) {
            let Ok(org) = one.id.parse() else { continue };
            found.push(PayFinding::WithoutResult { reward: reward.id.clone(), org, found: one });
        }
        let applied = applied_without_result(&reckoner, reward, org).into_iter();
        found.extend(applied.map(|(org, found)| PayFinding::AppliedWithoutResult {
            reward: reward.id.clone(),
            org,
            found,
        }));
    }
    found
}

/// The applications for a reward, at or below an organisation, that are neither returned nor withdrawn although less is
/// done than the taskbook's `reward_completion_min`.
pub fn applied_without_result(reckoner: &Reckoner<'_>, reward: &Reward, org: &OrgId) -> Vec<(OrgId, WithoutResult)> {
    if reward.application.is_none() {
        return Vec::new();
    }
    let ledger = reckoner.ledger();
    let mut asked = Vec::new();
    for member in taking_part(ledger, &reward.kinds, org) {
        let open = ledger.application_for(member, &reward.id).filter(|one| one.life.standing.state.is_open());
        let (Some(view), Ok(work)) = (open, reckoner.work(reward, member)) else { continue };
        asked.push((member.clone(), view.application.asked.unwrap_or_default(), work.completion));
    }
    // Asked for or not, it is a proposal: it counts as one of any amount.
    let lines = asked.iter().map(|(org, amount, completion)| (org.as_str(), (*amount).max(1), *completion));
    let short = reward_without_result(lines, &|name| ledger.parameter(name)).into_iter();
    let told = short.filter_map(|one| {
        let (org, amount, _) = asked.iter().find(|(org, ..)| org.as_str() == one.id)?;
        Some((org.clone(), WithoutResult { amount: *amount, ..one }))
    });
    told.collect()
}
