//! The records of one organisation, each source looked at once however many indicators ask.

use std::collections::BTreeMap;

use super::{BuiltIn, Reckoner, Source, Sum, source, source::Looked};
use crate::{expr::Value, ids::OrgId};

/// What was looked at so far.
pub(super) struct Records<'r, 'a> {
    reckoner: &'r Reckoner<'a>,
    org: &'r OrgId,
    /// By the source's name in code.
    looked: BTreeMap<String, Vec<Looked<'a>>>,
    today: String,
}

impl<'r, 'a> Records<'r, 'a> {
    /// Of an organisation; nothing is looked at yet.
    pub(super) fn new(reckoner: &'r Reckoner<'a>, org: &'r OrgId) -> Self {
        Self { reckoner, org, looked: BTreeMap::new(), today: reckoner.today().to_string() }
    }

    /// Whose records they are.
    pub(super) fn org(&self) -> &'r OrgId {
        self.org
    }

    /// The records of a sum that are there on the day.
    pub(super) fn of(&mut self, sum: &Sum) -> Vec<&Looked<'a>> {
        if !self.looked.contains_key(&sum.source) {
            self.looked.insert(sum.source.clone(), self.look(&sum.source));
        }
        let all = self.looked.get(&sum.source).into_iter().flatten();
        let Some(day) = &sum.day else { return all.collect() };
        let those = all.filter(|looked| day_of(looked, day).is_some_and(|day| *day <= *self.today));
        match &sum.latest {
            Some(columns) => {
                let reckoner = self.reckoner;
                let among = |looked: &&Looked<'_>| sum.among.as_ref().is_none_or(|among| reckoner.holds(among, looked));
                latest(those.filter(among), columns, day)
            }
            None => those.collect(),
        }
    }

    /// The records of a source, whatever the day.
    pub(super) fn all(&self, source: &str) -> Vec<Looked<'a>> {
        self.look(source)
    }

    fn look(&self, source: &str) -> Vec<Looked<'a>> {
        let (ledger, org, today) = (self.reckoner.ledger(), self.org, self.reckoner.today());
        match Source::of(source) {
            Source::Register(id) => {
                let Some(register) = ledger.register(id) else { return Vec::new() };
                let rows = ledger.register_rows(org, &register.id).filter(|row| row.struck_out().is_none());
                rows.map(|row| Looked::row(org, row, register)).collect()
            }
            Source::BuiltIn(BuiltIn::Items) => source::items(ledger, org, today),
            Source::BuiltIn(BuiltIn::Submissions) => source::submissions(ledger, org, today),
            Source::BuiltIn(BuiltIn::Deeds) => source::deeds(ledger, org),
            Source::BuiltIn(BuiltIn::SealedCounts) => source::counts(ledger, org),
            Source::BuiltIn(BuiltIn::Cases) => {
                let pass = ledger.acceptance_pass();
                self.reckoner.cases_of(org).filter_map(|case| source::case(case, pass, today)).collect()
            }
            Source::BuiltIn(BuiltIn::Measures) => self.reckoner.cases_of(org).flat_map(source::measures).collect(),
        }
    }
}

/// The day that stands in a column, as `YYYY-MM-DD`.
fn day_of<'l>(looked: &'l Looked<'_>, column: &str) -> Option<std::borrow::Cow<'l, str>> {
    match looked.cell(column) {
        Some(Value::Text(day)) => Some(day),
        _ => None,
    }
}

/// Of the records that have the same in some columns, the one of the latest day; of two of the same day the one that
/// was begun later.
fn latest<'l, 'a>(all: impl Iterator<Item = &'l Looked<'a>>, columns: &[String], day: &str) -> Vec<&'l Looked<'a>> {
    let mut best: BTreeMap<Vec<Option<Value<'l>>>, &'l Looked<'a>> = BTreeMap::new();
    for looked in all {
        let key = columns.iter().map(|column| looked.cell(column)).collect();
        let kept = best.entry(key).or_insert(looked);
        if day_of(kept, day) <= day_of(looked, day) {
            *kept = looked;
        }
    }
    best.into_values().collect()
}
