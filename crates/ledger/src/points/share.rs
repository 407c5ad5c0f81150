//! What rewards come to at organisations, from what this ledger holds; and what the county has published of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Award, Fraction, PointsError, Reward, Supposed, taking_part};
use crate::{
    author::Author,
    expr::{Exact, Fault},
    ids::OrgId,
    indicator::Reckoner,
    ledger::Ledger,
    moment::Timestamp,
};

/// What an organisation is given, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The organisation.
    pub org: OrgId,
    /// What it is given.
    pub award: Award,
    /// How much was done.
    pub done: Exact,
    /// The sums of the reward's indicator there, in their order.
    pub sums: Vec<Exact>,
}

/// What a reward comes to for everybody, with parameters as they are or as they might be.
///
/// # Errors
/// Why it cannot be told, such as a budget that is not set.
pub fn awarded(
    ledger: &Ledger,
    reward: &Reward,
    org: &OrgId,
    today: NaiveDate,
    supposed: &Supposed,
) -> Result<Vec<Share>, PointsError> {
    if let Some((.., flaw)) = ledger.reward_flaws(reward).into_iter().next() {
        return Err(PointsError::Flawed(Box::new(flaw)));
    }
    let mut reckoner = Reckoner::new(ledger, today);
    for (parameter, value) in supposed {
        reckoner = reckoner.supposing(parameter, *value);
    }
    let (mut work, mut sums) = (Vec::new(), Vec::new());
    for member in taking_part(ledger, &reward.kinds, org) {
        match reckoner.work(reward, member) {
            Ok(one) => work.push(one),
            Err(Fault::Absent) => continue,
            Err(fault) => return Err(PointsError::Formula { place: reward.id.clone(), fault }),
        }
        let figure = ledger.indicator(&reward.indicator).and_then(|indicator| reckoner.figure(indicator, member));
        sums.push((member.clone(), figure.map(|figure| figure.sums).unwrap_or_default()));
    }
    let number = |name: &str| supposed.get(name).copied().or_else(|| ledger.parameter(name));
    let awards = reward.divide(&work, &number)?.into_iter().zip(work).zip(sums);
    Ok(awards.map(|((award, work), (org, sums))| Share { org, award, done: work.done, sums }).collect())
}

/// What the county has published of a reward: open to all whom it concerns, so that each sees what the others did for
/// theirs. Stands in the taskbook as JSON, which a later version may add keys to; published again it stands anew, and
/// the document's history keeps what stood before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Who published it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What there was, in fen.
    pub budget: i64,
    /// The parameters that have a part in it.
    pub parameters: BTreeMap<String, i64>,
    /// What each organisation is given.
    pub shares: BTreeMap<OrgId, GivenShare>,
}

/// What an organisation is given, as it was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenShare {
    /// In fen.
    pub amount: i64,
    /// How much was done.
    pub done: Fraction,
    /// How much of what was to be done that is.
    pub completion: Fraction,
    /// With which weight it took part.
    pub weight: Fraction,
}

impl Given {
    /// All that is given, in fen.
    pub fn sum(&self) -> i64 {
        self.shares.values().map(|one| one.amount).fold(0, i64::saturating_add)
    }

    /// All weights, which a share is in proportion to.
    pub fn weights(&self) -> Exact {
        let weights = self.shares.values().filter_map(|one| one.weight.exact());
        weights.fold(Exact::from_integer(0), |sum, one| num_traits::CheckedAdd::checked_add(&sum, &one).unwrap_or(sum))
    }

    /// Whether what is reckoned now is something else for somebody.
    pub fn differs(&self, now: &[Share]) -> bool {
        now.len() != self.shares.len()
            || now.iter().any(|one| self.shares.get(&one.org).map(|told| told.amount) != Some(one.award.amount))
    }

    pub(crate) fn new(
        ledger: &Ledger,
        reward: &Reward,
        shares: &[Share],
        by: &Author,
        at: Timestamp,
    ) -> Result<Self, PointsError> {
        let needed = ledger.parameter_names().filter(|one| ledger.reward_concerns(reward, &one.id));
        let parameters = needed.filter_map(|one| Some((one.id.clone(), ledger.parameter(&one.id)?))).collect();
        let told = |one: &Share| {
            let (done, completion) = (Fraction::of(one.done)?, Fraction::of(one.award.completion)?);
            let weight = Fraction::of(one.award.weight)?;
            Ok((one.org.clone(), GivenShare { amount: one.award.amount, done, completion, weight }))
        };
        Ok(Self {
            by: by.person.clone(),
            at,
            budget: reward.budget(&|name| ledger.parameter(name))?,
            parameters,
            shares: shares.iter().map(told).collect::<Result<_, PointsError>>()?,
        })
    }
}

impl Ledger {
    /// What the county has published of a reward.
    pub fn given(&self, reward: &str) -> Option<&Given> {
        self.rows.given.get(reward)
    }
}
