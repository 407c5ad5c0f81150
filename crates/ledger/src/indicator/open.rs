//! What is still open and would change an indicator: a task that is not closed, a table that was not handed in.

use super::{
    Indicator, Reckoner, Source, SourceRecord, Sum,
    figure::{Figure, add},
    records::Records,
    source::Looked,
};
use crate::{
    expr::{Exact, Fault},
    ids::OrgId,
};

/// Something open, and what the indicator would be if it alone were done today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doing {
    /// The task or the submission.
    pub record: SourceRecord,
    /// What the organisation's figure would be.
    pub figure: Figure,
}

impl<'a> Reckoner<'a> {
    /// What is open at an organisation, each with what the indicator would come to if that alone were done today: what
    /// comes too late to count changes nothing, or makes it worse.
    ///
    /// # Errors
    /// When a parameter that decides what counts is not set.
    pub fn open(&self, indicator: &Indicator, org: &OrgId) -> Result<Vec<Doing>, Fault> {
        let mut records = Records::new(self, org);
        let now = self.own_of(indicator, &mut records);
        let parameter = |name: &str| self.parameter(name);
        let mut all = Vec::new();
        for source in sources(indicator) {
            for (looked, done) in self.undone(source, org) {
                let mut sums = now.sums.clone();
                for (sum, so_far) in indicator.sums.iter().zip(&mut sums).filter(|(sum, _)| sum.source == source) {
                    let before = self.counting(sum, &mut records, &looked.record)?;
                    let after = self.counts(sum, &done)?.unwrap_or_default();
                    *so_far = add(add(*so_far, -before)?, after)?;
                }
                let figure = Figure::of_one(indicator, Ok(sums), now.target.clone(), self.basis(&parameter));
                all.push(Doing { record: looked.record, figure });
            }
        }
        Ok(all)
    }

    /// As how much a record counts in a sum now.
    fn counting(&self, sum: &Sum, records: &mut Records<'_, 'a>, record: &SourceRecord) -> Result<Exact, Fault> {
        let here = records.of(sum).into_iter().find(|looked| looked.record == *record);
        let counts = here.map(|looked| self.counts(sum, looked)).transpose()?;
        Ok(counts.flatten().unwrap_or_default())
    }

    /// The records of a source that are not done, each also as it would be if it were done today.
    fn undone(&self, source: &str, org: &OrgId) -> Vec<(Looked<'a>, Looked<'a>)> {
        let all = Records::new(self, org).all(source);
        all.into_iter().filter_map(|looked| looked.done(self.today()).map(|done| (looked, done))).collect()
    }
}

/// The sources of an indicator whose records can be done, each once.
fn sources(indicator: &Indicator) -> Vec<&str> {
    let mut all: Vec<&str> = indicator.sums.iter().map(|sum| sum.source.as_str()).collect();
    all.retain(|source| matches!(Source::of(source), Source::BuiltIn(_)));
    all.sort_unstable();
    all.dedup();
    all
}
