//! Pay that is the same for more and less work, and rewards without a result (`flat_scores`, `reward_without_result`):
//! what the county, which decides both, is told of.

use chrono::NaiveDate;

use crate::{
    expr::Exact,
    ids::OrgId,
    indicator::Reckoner,
    ledger::Ledger,
    points::{Flat, Supposed, WithoutResult, awarded, paid, reward_without_result},
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
    }
    found
}
