//! Publishing pay and rewards: what it comes to now is written down for good, each for the person whom it is about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Refusal, Written, registers::sealed_cell};
use crate::{
    author::Author,
    doc_id::DocId,
    ids::{OrgId, RowId},
    ledger::Ledger,
    moment::Moment,
    points::{Given, PAY, PointsError, SLIP, Slip, Supposed, awarded, paid, slips},
    record::Value,
    register::RowRecord,
    schema::Table,
    score::ApplicationView,
    sealed::{NewKey, RowKey, is_settled},
};

/// Why pay is not published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayRefusal {
    /// The taskbook has no such scheme.
    #[error("unknown scheme")]
    UnknownScheme,
    /// The ledger's year is settled: nobody would be handed a key any more.
    #[error("the year is settled")]
    YearOver,
    /// It cannot be reckoned.
    #[error("{0}")]
    Unreckoned(#[from] PointsError),
    /// Rows of the roster cannot be read here yet.
    #[error("{0} rows of the roster cannot be read")]
    Unreadable(usize),
    /// Rows of the roster do not fit the scheme.
    #[error("{0} rows of the roster do not fit")]
    Unfit(usize),
    /// It comes to something else than what the person saw.
    #[error("the sum has changed")]
    Changed,
    /// Who publishes has applied for it, or has supported an application: that takes two people.
    #[error("who divides has neither applied nor supported")]
    SamePerson,
    /// There is nobody to tell.
    #[error("nobody takes part")]
    Nobody,
}

/// A slip, and who of the branch may read it.
type Addressed = (Slip, Option<String>);

impl Ledger {
    /// Writes what everybody on the roster is paid into the documents of their branches, and takes back what was
    /// published of who takes part no more.
    pub(super) fn publish_pay(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        scheme: &str,
        seen: i64,
    ) -> Result<Written, Refusal> {
        let today = moment.now.date();
        if is_settled(self.year(), today) {
            return Err(PayRefusal::YearOver.into());
        }
        let branches = self.slips_to_publish(who, scheme, seen, today)?;
        let places: Vec<DocId> = branches.keys().map(|branch| DocId::sealed(branch, self.year())).collect();
        places.iter().try_for_each(|place| self.require_writable(who, place))?;
        let mut written: Option<Written> = None;
        for (place, slips) in places.into_iter().zip(branches.into_values()) {
            let one = self.write_slips(who, moment, place, slips)?;
            match &mut written {
                None => written = Some(one),
                Some(all) => {
                    all.touched.extend(one.touched);
                    all.keys.extend(one.keys);
                    all.others.extend(one.change.map(|change| (one.doc, change)));
                }
            }
        }
        written.ok_or_else(|| PayRefusal::Nobody.into())
    }

    /// Writes down for all to read what a reward comes to now.
    pub(super) fn publish_reward(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        reward: &str,
        seen: i64,
    ) -> Result<Written, Refusal> {
        let id = reward.to_owned();
        let given = self.reward_to_publish(who, moment, reward, seen)?;
        self.write_definition(who, moment, "given", &id, &given)
    }

    fn reward_to_publish(
        &self,
        who: &Author,
        moment: &Moment<'_>,
        reward: &str,
        seen: i64,
    ) -> Result<Given, PayRefusal> {
        let reward = self.reward(reward).filter(|one| !one.retired).ok_or(PayRefusal::UnknownScheme)?;
        let shares = awarded(self, reward, &who.org, moment.now.date(), &Supposed::new())?;
        let own = |one: &ApplicationView| {
            one.application.author.same_person(who) || one.supporter().is_some_and(|other| other.same_person(who))
        };
        if shares.iter().filter_map(|one| one.application.as_ref()).any(|one| one.counts() && own(one)) {
            return Err(PayRefusal::SamePerson);
        }
        let given = Given::new(self, reward, &shares, who, moment.now)?;
        match given.sum() {
            _ if shares.is_empty() => Err(PayRefusal::Nobody),
            sum if sum != seen => Err(PayRefusal::Changed),
            _ => Ok(given),
        }
    }

    /// The slips by branch.
    fn slips_to_publish(
        &self,
        who: &Author,
        scheme: &str,
        seen: i64,
        today: chrono::NaiveDate,
    ) -> Result<BTreeMap<OrgId, Vec<Addressed>>, PayRefusal> {
        let scheme = self.scheme(scheme).filter(|one| !one.retired).ok_or(PayRefusal::UnknownScheme)?;
        let paid = paid(self, scheme, &who.org, today, &Supposed::new())?;
        if paid.roll.unreadable > 0 {
            return Err(PayRefusal::Unreadable(paid.roll.unreadable));
        }
        if !paid.roll.unfit.is_empty() {
            return Err(PayRefusal::Unfit(paid.roll.unfit.len()));
        }
        if paid.simulation.sum != seen {
            return Err(PayRefusal::Changed);
        }
        let mut branches: BTreeMap<OrgId, Vec<Addressed>> = BTreeMap::new();
        for (org, slip) in slips(self, scheme, &paid)? {
            branches.entry(org).or_default().push((slip, None));
        }
        for slips in branches.values_mut() {
            // Two of one name at one branch could read each other's: they are told on paper.
            let names: Vec<Option<String>> = slips.iter().map(|(slip, _)| slip.person.clone()).collect();
            for (slip, reader) in slips {
                let alone = names.iter().filter(|name| **name == slip.person).count() == 1;
                *reader = slip.person.clone().filter(|_| alone);
            }
        }
        if branches.is_empty() {
            return Err(PayRefusal::Nobody);
        }
        for gone in self.standing_pay_below(&who.org, &scheme.id) {
            let slips = branches.entry(gone.branch).or_default();
            let told: BTreeSet<&str> = slips.iter().map(|(slip, _)| slip.participant.as_str()).collect();
            if !told.contains(gone.slip.participant.as_str()) {
                let reader = gone.slip.person.clone();
                slips.push((Slip { withdrawn: true, amount: 0, ..gone.slip }, reader));
            }
        }
        branches.retain(|_, slips| !slips.is_empty());
        Ok(branches)
    }

    fn write_slips(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        place: DocId,
        slips: Vec<Addressed>,
    ) -> Result<Written, Refusal> {
        let (mut rows, mut keys) = (Vec::new(), Vec::new());
        for (slip, person) in slips {
            let row = RowId::new(moment.uuid());
            let key = RowKey::draw(moment);
            let text = serde_json::to_string(&slip).map_err(|_| Refusal::BadDefinition("json"))?;
            let cell = sealed_cell(Some(&key), moment, row, SLIP, &Value::Text(text));
            let register = PAY.to_owned();
            rows.push((
                RowRecord { id: row, register, author: who.clone(), at: moment.now, imported: false, source: None },
                cell,
            ));
            keys.push(NewKey { doc: place.clone(), row, key, person });
        }
        self.rows.keys.extend(keys.iter().cloned().map(Into::into));
        let written = self.write(who, moment.now, &place, |pen| {
            rows.into_iter().try_for_each(|(record, (cell, value))| {
                pen.record(Table::Rows, &record.id.to_string(), record.fields())?;
                pen.cell(Table::RowCells, &cell, value)
            })
        })?;
        Ok(Written { keys, ..written })
    }
}
