//! What rewards come to at organisations, from what this ledger holds; and what the county has published of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Applying, Award, Fraction, PointsError, Reward, Supposed, Work, taking_part};
use crate::{
    author::Author,
    expr::{Exact, Fault},
    ids::{OrgId, ScoreId},
    indicator::Reckoner,
    ledger::Ledger,
    moment::Timestamp,
    score::ApplicationView,
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
    /// Its application that decides, where the reward needs one and it has any.
    pub application: Option<ApplicationView>,
}

/// Why somebody is given nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The reward needs an application, and there is none that counts.
    NotApplied,
    /// Less is done than the floor, or nothing.
    NothingDone,
}

impl Share {
    /// Why it takes no part, if it does not.
    pub fn left_out(&self, reward: &Reward) -> Option<Left> {
        let counts = self.application.as_ref().is_some_and(ApplicationView::counts);
        match reward.application {
            Some(_) if !counts => Some(Left::NotApplied),
            _ => (*self.award.weight.numer() == 0).then_some(Left::NothingDone),
        }
    }
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
    let share = |((award, work), (org, sums)): ((Award, Work), (OrgId, Vec<Exact>))| {
        let application = reward.application.and_then(|_| ledger.application_for(&org, &reward.id));
        Share { org, award, done: work.done, sums, application }
    };
    Ok(awards.map(share).collect())
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
    /// What a branch had to say to apply for it, where it had to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Applying>,
    /// What each organisation is given.
    pub shares: BTreeMap<OrgId, GivenShare>,
}

/// What an organisation is given, as it was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenShare {
    /// In fen.
    pub amount: i64,
    /// How much was done.
    pub done: Fraction,
    /// How much of what was to be done that is.
    pub completion: Fraction,
    /// With which weight it took part.
    pub weight: Fraction,
    /// The application that it was given for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<GivenApplication>,
}

/// An application as it stood when the reward was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenApplication {
    /// Its id.
    pub id: ScoreId,
    /// Who applied.
    pub by: String,
    /// Who of the township supports it.
    pub supported_by: String,
    /// What was asked for, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<i64>,
    /// On how many verified results it rested.
    pub results: usize,
}

impl GivenApplication {
    /// Of an application that counts.
    fn of(view: &ApplicationView) -> Option<Self> {
        let supporter = view.supporter().filter(|_| view.counts())?;
        Some(Self {
            id: view.application.id,
            by: view.application.author.person.clone(),
            supported_by: supporter.person.clone(),
            asked: view.application.asked,
            results: view.verified,
        })
    }
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
            let application = one.application.as_ref().and_then(GivenApplication::of);
            Ok((one.org.clone(), GivenShare { amount: one.award.amount, done, completion, weight, application }))
        };
        Ok(Self {
            by: by.person.clone(),
            at,
            budget: reward.budget(&|name| ledger.parameter(name))?,
            parameters,
            application: reward.application,
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
