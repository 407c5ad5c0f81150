//! What an organisation is to reach, and what it reached the year before, as the county has entered it.

use std::collections::BTreeMap;

use super::{Indicator, Reckoner, definition::TargetOf, figure::add};
use crate::{
    expr::{Exact, Fault, Scope},
    ids::OrgId,
    ledger::Ledger,
    org::words,
};
use serde::{Deserialize, Serialize};

/// The decimal places of what is entered: a share in hundredths of a percent, money in hundredths of a fen.
pub const GOAL_PLACES: u8 = 4;

words! {
    /// What the county enters of an indicator at an organisation.
    Goal {
        /// The target of the year.
        Target = "target",
        /// The value of the year before.
        Before = "before",
    }
}

impl Ledger {
    /// What the county entered for an organisation; `None` when nothing.
    pub fn goal(&self, goal: Goal, indicator: &str, org: &OrgId) -> Option<Exact> {
        exact(self.goals_of(goal, indicator)?, org)
    }

    /// What the county entered for all organisations.
    fn goals_of(&self, goal: Goal, indicator: &str) -> Option<&BTreeMap<OrgId, Option<i64>>> {
        self.rows.goals.get(&goal)?.get(indicator)
    }
}

/// A goal as a number.
fn exact(goals: &BTreeMap<OrgId, Option<i64>>, org: &OrgId) -> Option<Exact> {
    goals.get(org)?.map(|number| Exact::new(i128::from(number), 10_i128.pow(GOAL_PLACES.into())))
}

impl Reckoner<'_> {
    /// What an organisation is to reach: what was entered for it, or what the taskbook says, or what those below it are
    /// to reach together.
    pub(super) fn target(&self, indicator: &Indicator, org: &OrgId, members: &[&OrgId]) -> Result<Exact, Fault> {
        let goals = self.ledger().goals_of(Goal::Target, &indicator.id);
        let entered = |org: &OrgId| exact(goals?, org);
        if let Some(target) = entered(org) {
            return Ok(target);
        }
        let is_one = members == [org];
        let is_county = self.ledger().orgs().get(org).is_some_and(|org| org.parent.is_none());
        let said = indicator.target.as_ref();
        match said.map(|target| target.of) {
            Some(TargetOf::All) => self.said(indicator),
            Some(TargetOf::Each) if is_one => self.said(indicator),
            Some(TargetOf::County) if is_county => self.said(indicator),
            of => {
                let each = |org: &&OrgId| match (entered(org), of) {
                    (Some(target), _) => Some(Ok(target)),
                    (None, Some(TargetOf::Each)) => Some(self.said(indicator)),
                    (None, _) => None,
                };
                let mut targets = members.iter().filter_map(each);
                let first = targets.next().ok_or(Fault::Absent)??;
                // Shares are not added up.
                if indicator.unit == "%" && !matches!(of, Some(TargetOf::Each)) {
                    return Err(Fault::Absent);
                }
                targets.try_fold(first, |sum, target| add(sum, target?))
            }
        }
    }

    /// The target of the taskbook.
    fn said(&self, indicator: &Indicator) -> Result<Exact, Fault> {
        let target = indicator.target.as_ref().ok_or(Fault::Absent)?;
        let parameter = |name: &str| self.parameter(name);
        target.value.number(&Scope { today: self.today(), parameter: &parameter, row: &|_| None, name: &|_| None })
    }
}
