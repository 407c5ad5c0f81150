//! What the county has published.

use std::collections::BTreeSet;

use super::{
    Outcome, Paid, Scheme, Slip, Supposed, paid,
    slip::{PAY, SLIP},
};
use crate::{
    author::Author,
    ids::{OrgId, RowId},
    ledger::Ledger,
    moment::Timestamp,
    record::Value,
};

/// A slip that was published, and can be read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The branch in whose document it stands.
    pub branch: OrgId,
    /// Its row.
    pub row: RowId,
    /// Who published it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub slip: Slip,
}

impl Ledger {
    /// Everything that was published of a scheme at a branch and can be read here, the newest first.
    pub fn published(&self, branch: &OrgId, scheme: &str) -> Vec<Published> {
        let read = |row: crate::register::Row<'_>| {
            let Some(Value::Text(text)) = row.value(SLIP) else { return None };
            let slip: Slip = serde_json::from_str(text).ok()?;
            let (by, at) = (row.record.author.clone(), row.record.at);
            (slip.scheme == scheme).then(|| Published { branch: branch.clone(), row: row.record.id, by, at, slip })
        };
        let mut all: Vec<Published> = self.register_rows(branch, PAY).filter_map(read).collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.at, one.row)));
        all
    }

    /// What holds of it: of each who takes part the newest, unless that was taken back.
    pub fn standing_pay(&self, branch: &OrgId, scheme: &str) -> Vec<Published> {
        let mut seen = BTreeSet::new();
        let mut newest = self.published(branch, scheme);
        newest.retain(|one| seen.insert(one.slip.participant.clone()));
        newest.retain(|one| !one.slip.withdrawn);
        newest
    }

    /// What holds of a scheme at all branches at or below an organisation.
    pub fn standing_pay_below(&self, org: &OrgId, scheme: &str) -> Vec<Published> {
        self.orgs().branches_of(org).flat_map(|branch| self.standing_pay(&branch.id, scheme)).collect()
    }
}

impl Published {
    /// Whether it is of who takes part here.
    pub fn is_of(&self, one: &Outcome) -> bool {
        self.branch == one.org && self.slip.participant == one.id
    }
}

/// Whether for anybody what is reckoned now is something else than what holds of what was published.
pub fn outdated(now: &Paid, standing: &[Published]) -> bool {
    let all = &now.simulation.outcomes;
    let other =
        |one: &Outcome| standing.iter().find(|told| told.is_of(one)).is_none_or(|told| differs(one, &told.slip));
    all.iter().any(other) || standing.iter().any(|told| !all.iter().any(|one| told.is_of(one)))
}

/// Whether what is reckoned now is something else than what was published: another score, tier or amount.
pub fn differs(now: &Outcome, published: &Slip) -> bool {
    let tier = published.tier.as_ref().map(|(id, _)| id);
    (now.score, now.tier.as_ref(), now.amount) != (published.score, tier, published.amount)
}

/// What all schemes together come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Of each scheme, by its name: the sum in fen and whether it is published; no sum where it cannot be told.
    pub schemes: Vec<(String, Option<i64>, bool)>,
    /// All sums that can be told, in fen.
    pub sum: i64,
    /// What there is for all of them, in fen.
    pub budget: Option<i64>,
}

impl Totals {
    /// What is left of the budget, in fen; below zero when it does not suffice.
    pub fn left(&self) -> Option<i64> {
        self.budget?.checked_sub(self.sum)
    }
}

/// The name of the parameter that says what there is for all sequences, in yuan.
const BUDGET: &str = "pay_budget";

/// What all schemes come to beside the budget for all of them: as published, or else as reckoned now.
pub fn totals(ledger: &Ledger, org: &OrgId, today: chrono::NaiveDate) -> Totals {
    let of = |scheme: &Scheme| {
        let published = ledger.standing_pay_below(org, &scheme.id);
        if published.is_empty() {
            let reckoned = paid(ledger, scheme, org, today, &Supposed::new()).ok().map(|paid| paid.simulation.sum);
            return (scheme.name.clone(), reckoned, false);
        }
        let sum = published.iter().try_fold(0_i64, |sum, one| sum.checked_add(one.slip.amount));
        (scheme.name.clone(), sum, true)
    };
    let schemes: Vec<_> = ledger.schemes().map(of).collect();
    let sum = schemes.iter().filter_map(|(_, sum, _)| *sum).fold(0_i64, i64::saturating_add);
    Totals { schemes, sum, budget: ledger.parameter(BUDGET).and_then(|yuan| yuan.checked_mul(100)) }
}
