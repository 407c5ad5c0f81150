//! What an indicator comes to, for one organisation or for many.

use chrono::NaiveDate;

use super::{
    Across, Indicator,
    beside::Beside,
    definition::{MEMBERS, TARGET, VALUE},
};
use crate::expr::{Exact, Expr, Fault, Scope};

/// The sums of an indicator and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The sums, in the order of the definition.
    pub sums: Vec<Exact>,
    /// The value, or why there is none.
    pub value: Result<Exact, Fault>,
    /// What is to be reached, or why that cannot be told; [`Fault::Absent`] when there is no target.
    pub target: Result<Exact, Fault>,
    /// How many organisations it is of.
    pub of: usize,
}

/// What formulas over sums look at besides these.
#[derive(Clone, Copy)]
pub struct Basis<'b> {
    /// The day.
    pub today: NaiveDate,
    /// The parameters of the taskbook.
    pub parameter: &'b dyn Fn(&str) -> Option<i64>,
}

impl Figure {
    /// Of one organisation, from its own sums.
    pub(super) fn of_one(
        indicator: &Indicator,
        sums: Result<Vec<Exact>, Fault>,
        target: Result<Exact, Fault>,
        basis: Basis<'_>,
    ) -> Self {
        let (sums, fault) = match sums {
            Ok(sums) => (sums, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        let mut figure = Self { sums, value: Err(Fault::Absent), target, of: 1 };
        figure.value = fault.map_or_else(|| figure.number(&indicator.value, indicator, basis), Err);
        figure
    }

    /// Of many, from theirs, with the target of all of them.
    pub fn of_many<'f>(
        indicator: &Indicator,
        members: impl IntoIterator<Item = &'f Self>,
        target: Result<Exact, Fault>,
        basis: Basis<'_>,
    ) -> Self {
        let mut figure = Self {
            sums: vec![Exact::from_integer(0); indicator.sums.len()],
            value: Err(Fault::OfNothing),
            target,
            of: 0,
        };
        let adds = indicator.across == Across::Values;
        let mut added: Result<Option<Exact>, Fault> = Ok(None);
        let mut unsummed = None;
        for member in members {
            figure.of += member.of;
            match (member.sums.is_empty(), &member.value) {
                (true, Err(fault)) => unsummed = Some(fault.clone()),
                _ => unsummed = figure.add_sums(&member.sums).err().or(unsummed),
            }
            added = match (added, &member.value) {
                (before, _) if !adds => before,
                (Ok(sum), Ok(value)) => add(sum.unwrap_or_default(), *value).map(Some),
                // Where there is nothing to tell of, there is nothing to add.
                (Ok(sum), Err(Fault::OfNothing | Fault::Absent)) => Ok(sum),
                (Ok(_), Err(fault)) => Err(fault.clone()),
                (Err(fault), _) => Err(fault),
            };
        }
        if unsummed == Some(Fault::TooLarge) {
            figure.sums.clear();
        }
        figure.value = match (indicator.across, unsummed) {
            (_, Some(fault)) => Err(fault),
            (Across::Values, None) => added.and_then(|sum| sum.ok_or(Fault::OfNothing)),
            (Across::Sums, None) => figure.number(&indicator.value, indicator, basis),
        };
        figure
    }

    /// Whether the indicator's alarm holds, among those beside. What cannot be told is no alarm.
    pub(super) fn alarms(&self, indicator: &Indicator, beside: Option<Beside>, basis: Basis<'_>) -> bool {
        let named = |name: &str| self.named(name, indicator).or_else(|| beside?.named(name));
        let holds = |when: &Expr| when.holds(&scope(basis, &named));
        indicator.alarm.as_ref().is_some_and(|alarm| holds(&alarm.when) == Ok(true))
    }

    /// Whether a formula over the sums, the value and the target holds.
    pub(crate) fn holds(&self, formula: &Expr, indicator: &Indicator, basis: Basis<'_>) -> Result<bool, Fault> {
        formula.holds(&scope(basis, &|name| self.named(name, indicator)))
    }

    fn add_sums(&mut self, more: &[Exact]) -> Result<(), Fault> {
        for (sum, one) in self.sums.iter_mut().zip(more) {
            *sum = add(*sum, *one)?;
        }
        Ok(())
    }

    /// What a formula over the sums, the value and the target comes to.
    pub(crate) fn number(&self, formula: &Expr, indicator: &Indicator, basis: Basis<'_>) -> Result<Exact, Fault> {
        let number = formula.number(&scope(basis, &|name| self.named(name, indicator)));
        match (number, &self.target) {
            // Where the value or the sums could not be told, that is why.
            (Err(Fault::Absent), _) if let Some(fault) = self.untold(formula) => Err(fault.clone()),
            // A name that stands for nothing can only be the target.
            (Err(Fault::Absent), Err(Fault::Absent)) => Err(Fault::NotSet(TARGET.to_owned())),
            (Err(Fault::Absent), Err(fault)) => Err(fault.clone()),
            (number, _) => number,
        }
    }

    /// Why a formula that looks at the value, or at sums that are not there, cannot be told.
    fn untold(&self, formula: &Expr) -> Option<&Fault> {
        let fault = self.value.as_ref().err().filter(|fault| **fault != Fault::Absent)?;
        (self.sums.is_empty() || formula.names().contains(&VALUE)).then_some(fault)
    }

    /// What a name stands for in formulas over sums.
    fn named(&self, name: &str, indicator: &Indicator) -> Option<Exact> {
        match name {
            VALUE => self.value.as_ref().ok().copied(),
            // The indicator's own names first: what was published before a name had a meaning keeps its own.
            _ if let Some(sum) = self.sum(name, indicator) => Some(sum),
            TARGET => self.target.as_ref().ok().copied(),
            MEMBERS => Some(Exact::from_integer(i128::try_from(self.of).ok()?)),
            _ => None,
        }
    }

    fn sum(&self, id: &str, indicator: &Indicator) -> Option<Exact> {
        indicator.sums.iter().zip(&self.sums).find(|(sum, _)| sum.id == id).map(|(_, sum)| *sum)
    }
}

fn scope<'s, 'a>(basis: Basis<'s>, name: &'s dyn Fn(&str) -> Option<Exact>) -> Scope<'s, 'a> {
    Scope { today: basis.today, parameter: basis.parameter, row: &|_| None, name }
}

/// The sum of two, if it is not too large.
pub(super) fn add(one: Exact, other: Exact) -> Result<Exact, Fault> {
    // Counts and money, of which there are most, need no common denominator, and finding one takes far longer.
    if one.is_integer() && other.is_integer() {
        return one.numer().checked_add(*other.numer()).map(Exact::from_integer).ok_or(Fault::TooLarge);
    }
    num_traits::CheckedAdd::checked_add(&one, &other).ok_or(Fault::TooLarge)
}
