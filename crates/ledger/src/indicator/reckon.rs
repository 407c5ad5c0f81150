//! Reckoning indicators from the documents at hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Figure, Indicator, Sum,
    figure::{Basis, add},
    records::Records,
    source::{Looked, SourceRecord},
};
use crate::{
    case::CaseView,
    expr::{Exact, Expr, Fault, Scope},
    ids::OrgId,
    ledger::Ledger,
};

/// A record that counts in a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The record.
    pub record: SourceRecord,
    /// The place of the sum in the indicator's list.
    pub sum: usize,
    /// As how much it counts.
    pub value: Exact,
}

/// Reckons for one day from one ledger.
pub struct Reckoner<'a> {
    ledger: &'a Ledger,
    today: NaiveDate,
    cases: BTreeMap<OrgId, Vec<CaseView>>,
    /// Parameters as they might be.
    supposed: BTreeMap<String, i64>,
}

impl<'a> Reckoner<'a> {
    /// For a day, from what is in the ledger.
    pub fn new(ledger: &'a Ledger, today: NaiveDate) -> Self {
        let mut cases: BTreeMap<OrgId, Vec<CaseView>> = BTreeMap::new();
        for case in ledger.cases() {
            cases.entry(case.branch.clone()).or_default().push(case);
        }
        Self { ledger, today, cases, supposed: BTreeMap::new() }
    }

    /// As if a parameter had another value: what would come of it, before it is set.
    #[must_use]
    pub fn supposing(mut self, parameter: &str, value: i64) -> Self {
        self.supposed.insert(parameter.to_owned(), value);
        self
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<i64> {
        self.supposed.get(name).copied().or_else(|| self.ledger.parameter(name))
    }

    /// From what it reckons.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.today
    }

    /// The organisations at or below `org` that have a value of their own, in the order of the county's list.
    pub fn members(&self, indicator: &Indicator, org: &OrgId) -> Vec<&'a OrgId> {
        let those =
            self.ledger.orgs().at_or_below(org).into_iter().filter(|one| indicator.is_of(one.kind, self.ledger));
        those.map(|one| &one.id).collect()
    }

    /// What an indicator comes to for an organisation and all below it; `None` when none of them has a value.
    pub fn figure(&self, indicator: &Indicator, org: &OrgId) -> Option<Figure> {
        let members = self.members(indicator, org);
        let figures: Vec<Figure> = members.iter().map(|member| self.own(indicator, member)).collect();
        (!figures.is_empty()).then(|| self.together(indicator, org, &members, &figures))
    }

    /// What the figures of an organisation's members come to together.
    pub fn together<'f>(
        &self,
        indicator: &Indicator,
        org: &OrgId,
        members: &[&OrgId],
        figures: impl IntoIterator<Item = &'f Figure>,
    ) -> Figure {
        let target = self.target(indicator, org, members);
        Figure::of_many(indicator, figures, target, self.basis(&|name| self.parameter(name)))
    }

    pub(crate) fn basis<'b>(&self, parameter: &'b dyn Fn(&str) -> Option<i64>) -> Basis<'b> {
        Basis { today: self.today, parameter }
    }

    /// What an indicator comes to for one organisation alone.
    pub fn own(&self, indicator: &Indicator, org: &OrgId) -> Figure {
        self.own_of(indicator, &mut Records::new(self, org))
    }

    pub(super) fn own_of(&self, indicator: &Indicator, records: &mut Records<'_, 'a>) -> Figure {
        let (sums, org) = (self.sums(indicator, records), records.org());
        let target = self.target(indicator, org, &[org]);
        Figure::of_one(indicator, sums, target, self.basis(&|name| self.parameter(name)))
    }

    fn sums(&self, indicator: &Indicator, records: &mut Records<'_, 'a>) -> Result<Vec<Exact>, Fault> {
        let sum_of = |sum: &Sum| {
            let mut all = Exact::from_integer(0);
            for looked in records.of(sum) {
                if let Some(value) = self.counts(sum, looked)? {
                    all = add(all, value)?;
                }
            }
            Ok(all)
        };
        indicator.sums.iter().map(sum_of).collect()
    }

    /// The records of one organisation that count, sum by sum.
    ///
    /// # Errors
    /// When a parameter that decides what counts is not set. A record in which something is missing does not count.
    pub fn parts(&self, indicator: &Indicator, org: &OrgId) -> Result<Vec<Part>, Fault> {
        let mut records = Records::new(self, org);
        let mut parts = Vec::new();
        for (place, sum) in indicator.sums.iter().enumerate() {
            for looked in records.of(sum) {
                if let Some(value) = self.counts(sum, looked)? {
                    parts.push(Part { record: looked.record.clone(), sum: place, value });
                }
            }
        }
        Ok(parts)
    }

    /// As how much a record counts, if it does.
    pub(super) fn counts(&self, sum: &Sum, looked: &Looked<'_>) -> Result<Option<Exact>, Fault> {
        let scope = Scope {
            today: self.today,
            parameter: &|name| self.parameter(name),
            row: &|column| looked.cell(column),
            name: &|_| None,
        };
        // Trees live as long as the ledger, rows as long as the scope: what comes out is a plain number.
        let number = match sum.filter.holds(&scope) {
            Ok(true) => sum.value.number(&scope),
            Ok(false) => return Ok(None),
            Err(fault) => Err(fault),
        };
        match number {
            Ok(number) => Ok(Some(number)),
            Err(Fault::NotSet(name)) => Err(Fault::NotSet(name)),
            Err(Fault::TooLarge) => Err(Fault::TooLarge),
            Err(Fault::Absent | Fault::OfNothing | Fault::WrongKind) => Ok(None),
        }
    }

    /// Whether a condition holds of a record; of one in which something is missing it does not.
    pub(super) fn holds(&self, condition: &Expr, looked: &Looked<'_>) -> bool {
        let scope = Scope {
            today: self.today,
            parameter: &|name| self.parameter(name),
            row: &|column| looked.cell(column),
            name: &|_| None,
        };
        condition.holds(&scope) == Ok(true)
    }

    pub(super) fn cases_of(&self, org: &OrgId) -> impl Iterator<Item = &CaseView> {
        self.cases.get(org).into_iter().flatten()
    }
}
