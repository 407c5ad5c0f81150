//! Rewards for results (以奖代补): 大干大支持、小干小支持、不干不支持, inside a fixed budget.

use serde::{Deserialize, Serialize};

use super::{Applying, Numbers, PointsError, Unit, allot, number, pay::whole_fen};
use crate::{
    expr::{Exact, Expr, Fault},
    ids::OrgId,
    indicator::{Basis, Figure, Indicator, Reckoner},
    org::OrgKind,
};

/// A reward that is divided by verified results. Stands in the taskbook as JSON, which a later version may add keys to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reward {
    /// Its name in code: never reused.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// Why, as people read it.
    pub why: String,
    /// To which kinds of organisation.
    pub kinds: Vec<OrgKind>,
    /// The indicator, by its name in code, that tells what was done.
    pub indicator: String,
    /// How much of what was to be done is done, from 0 to 1 and above: over the indicator's sums, `value`, `target`,
    /// `members` and the parameters.
    pub completion: Expr,
    /// The completion under which nothing is given, from 0 to 1: over the parameters.
    pub floor: Expr,
    /// How it is divided.
    pub method: Method,
    /// What there is, in yuan: over the parameters.
    pub budget: Expr,
    /// In which units it is given.
    pub unit: Unit,
    /// Whether a branch must apply for it; none in what an earlier version wrote, and where results alone decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<Applying>,
    /// Whether the county has withdrawn it (停用): nothing is given by it any more; what was published stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// How a reward is divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// In proportion to how much was done: over the same names as the completion.
    Proportional(Expr),
    /// In proportion to the weight of the steps of completion that are reached.
    Steps(Vec<Step>),
}

/// A step of completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// From which completion on, from 0 to 1 and above: over the parameters.
    pub from: Expr,
    /// Its weight: over the parameters. The largest of those that are reached counts.
    pub weight: Expr,
}

/// What an organisation has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The organisation.
    pub id: String,
    /// How much was done.
    pub done: Exact,
    /// How much of what was to be done that is.
    pub completion: Exact,
    /// Whether it takes part: not where the reward needs an application and it has none that counts.
    pub applied: bool,
}

/// What an organisation is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// The organisation.
    pub id: String,
    /// How much of what was to be done is done.
    pub completion: Exact,
    /// With which weight it takes part; 0 under the floor, and without an application that is needed.
    pub weight: Exact,
    /// What it is given, in fen.
    pub amount: i64,
}

/// A reward that is proposed for too little: `reward_without_result`, 不干也支持.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutResult {
    /// The organisation.
    pub id: String,
    /// What is proposed, in fen.
    pub amount: i64,
    /// How much of what was to be done is done.
    pub completion: Exact,
    /// How much would have to be.
    pub min: Exact,
}

impl Reward {
    /// What an organisation has done, by the figure of the reward's indicator there. Where there was nothing to do,
    /// nothing was done.
    ///
    /// # Errors
    /// Why it cannot be told.
    pub fn work(&self, id: &str, indicator: &Indicator, figure: &Figure, basis: Basis<'_>) -> Result<Work, Fault> {
        let number = |formula: &Expr| match figure.number(formula, indicator, basis) {
            Err(Fault::OfNothing) => Ok(Exact::from_integer(0)),
            Ok(number) => Ok(number.max(Exact::from_integer(0))),
            Err(fault) => Err(fault),
        };
        let completion = number(&self.completion)?;
        let done = match &self.method {
            Method::Proportional(done) => number(done)?,
            Method::Steps(_) => completion,
        };
        Ok(Work { id: id.to_owned(), done, completion, applied: true })
    }

    /// What there is, in fen.
    ///
    /// # Errors
    /// Why it cannot be told, such as a budget that the county has not said.
    pub fn budget(&self, numbers: Numbers<'_>) -> Result<i64, PointsError> {
        whole_fen(number(&self.budget, "budget", numbers)?, "budget")
    }

    /// The completion under which nothing is given.
    ///
    /// # Errors
    /// Why it cannot be told.
    pub fn floor(&self, numbers: Numbers<'_>) -> Result<Exact, PointsError> {
        number(&self.floor, "floor", numbers)
    }

    /// Divides the budget among all: what each is given, in the order of `work`. What is less than a unit of the
    /// budget, or all of it when nobody reaches the floor, is not given out.
    ///
    /// # Errors
    /// Why it cannot be told, such as a budget that the county has not said.
    pub fn divide(&self, work: &[Work], numbers: Numbers<'_>) -> Result<Vec<Award>, PointsError> {
        let (budget, floor) = (self.budget(numbers)?, self.floor(numbers)?);
        let steps = self.steps(numbers)?;
        let weight = |one: &Work| match &steps {
            _ if !one.applied || one.completion < floor => Exact::from_integer(0),
            None => one.done,
            Some(steps) => {
                let reached = steps.iter().filter(|(from, _)| one.completion >= *from);
                reached.map(|(_, weight)| *weight).max().unwrap_or_default()
            }
        };
        let weights: Vec<(&str, Exact)> = work.iter().map(|one| (one.id.as_str(), weight(one))).collect();
        let unit = self.unit.fen();
        let award = |(one, ((_, weight), share)): (&Work, (&(&str, Exact), i64))| {
            let amount = share.checked_mul(unit).ok_or(PointsError::TooLarge)?;
            Ok(Award { id: one.id.clone(), completion: one.completion, weight: *weight, amount })
        };
        let shares = allot(budget / unit, &weights)?;
        work.iter().zip(weights.iter().zip(shares)).map(award).collect()
    }

    /// Whether a parameter has a part in it, beside what its indicator needs.
    pub fn needs(&self, parameter: &str) -> bool {
        let by_method: Vec<&Expr> = match &self.method {
            Method::Proportional(done) => vec![done],
            Method::Steps(steps) => steps.iter().flat_map(|step| [&step.from, &step.weight]).collect(),
        };
        let mut all = [&self.completion, &self.floor, &self.budget].into_iter().chain(by_method);
        all.any(|expr| expr.parameters().contains(&parameter))
    }

    /// The steps with their numbers; none when it is divided in proportion to what was done.
    fn steps(&self, numbers: Numbers<'_>) -> Result<Option<Vec<(Exact, Exact)>>, PointsError> {
        let Method::Steps(steps) = &self.method else { return Ok(None) };
        let read = |step: &Step| Ok((number(&step.from, "steps", numbers)?, number(&step.weight, "steps", numbers)?));
        steps.iter().map(read).collect::<Result<_, _>>().map(Some)
    }
}

/// The rewards that are proposed although less is done than the taskbook's `reward_completion_min` (in percent, 60 when
/// it has none), whoever proposed them and by whichever rule.
pub fn reward_without_result<'p>(
    proposed: impl IntoIterator<Item = (&'p str, i64, Exact)>,
    numbers: Numbers<'_>,
) -> Vec<WithoutResult> {
    let min = Exact::new(numbers("reward_completion_min").unwrap_or(60).max(0).into(), 100);
    let short = proposed.into_iter().filter(|(_, amount, completion)| *amount > 0 && *completion < min);
    short.map(|(id, amount, completion)| WithoutResult { id: id.to_owned(), amount, completion, min }).collect()
}

impl Reckoner<'_> {
    /// What an organisation has done, by a reward's indicator, and whether it has applied where that is needed.
    ///
    /// # Errors
    /// Why it cannot be told; [`Fault::Absent`] when the indicator tells nothing of such an organisation.
    pub fn work(&self, reward: &Reward, org: &OrgId) -> Result<Work, Fault> {
        let indicator = self.ledger().indicator(&reward.indicator).ok_or(Fault::Absent)?;
        let figure = self.figure(indicator, org).ok_or(Fault::Absent)?;
        let work = reward.work(org.as_str(), indicator, &figure, self.basis(&|name| self.parameter(name)))?;
        let counts = || self.ledger().application_for(org, &reward.id).is_some_and(|one| one.counts());
        Ok(Work { applied: reward.application.is_none() || counts(), ..work })
    }
}
