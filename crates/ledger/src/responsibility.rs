//! 四个责任 (P1): who answers for what, and what they did. The names stand in a register; what they did comes from the
//! records that they signed, and nobody writes it down a second time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    author::Author,
    ids::{CaseId, InspectionId, ItemKey, OrgId, RowId, TaskId},
    ledger::Ledger,
    org::{Role, Tier, words},
    record::Value,
};

/// The register of who is responsible, by its name in code.
pub const REGISTER: &str = "four_responsibilities";

words! {
    /// One of the four.
    Duty {
        /// 主体责任, of the Party organisation.
        Main = "main",
        /// 第一责任人责任, of its secretary.
        FirstPerson = "first_person",
        /// 一岗双责, of the other leading cadres.
        DualDuty = "dual_duty",
        /// 党务干部主责, of those whose work it is.
        PartyWorker = "party_worker",
    }
}

impl Duty {
    /// Whose responsibility it is to have done what somebody of this post did, as long as the register says nothing of
    /// them.
    pub const fn of(role: Role) -> Self {
        match role {
            Role::BranchSecretary | Role::TownshipSecretary => Self::FirstPerson,
            Role::LinkedLeader => Self::DualDuty,
            Role::TownshipOrgOfficer | Role::CountyOrgDept | Role::SectorCommittee => Self::PartyWorker,
        }
    }
}

/// What somebody did, or where it is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeedOf {
    /// To an item of a branch: a report, an act, a verdict.
    Item(ItemKey),
    /// To a rectification case: an act, a visit.
    Case(CaseId),
    /// A row of a register.
    Row(RowId),
    /// An inspection.
    Inspection(InspectionId),
    /// A task that was issued.
    Task(TaskId),
}

/// A record that somebody signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Who.
    pub author: Author,
    /// The day.
    pub day: NaiveDate,
    /// What.
    pub of: DeedOf,
}

/// Something that somebody did, once however often they signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What.
    pub of: DeedOf,
    /// The last day on which they did something about it.
    pub day: NaiveDate,
    /// How often.
    pub times: usize,
}

/// Somebody who is responsible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsible {
    /// The name; of the organisation, where it is its own responsibility.
    pub name: String,
    /// The row of the register that says so; none for who is known by the post and the records alone.
    pub row: Option<RowId>,
    /// What they did, the latest first.
    pub done: Vec<Done>,
}

/// One of the four at an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// Which.
    pub duty: Duty,
    /// Whose it is. Nobody, where neither the register nor the records name anybody.
    pub people: Vec<Responsible>,
}

impl Ledger {
    /// What an organisation's own people signed, and at a branch what the leaders linked to it did there.
    pub fn deeds(&self, org: &OrgId) -> Vec<Deed> {
        let is_branch = self.orgs().is_branch(org);
        let theirs = |author: &Author| author.org == *org || (is_branch && author.role == Role::LinkedLeader);
        let mut all = Vec::new();
        let mut add = |author: &Author, day: NaiveDate, of: DeedOf| {
            if theirs(author) {
                all.push(Deed { author: author.clone(), day, of });
            }
        };
        for branch in self.orgs().branches_of(org).map(|branch| &branch.id) {
            for task in self.rows.assignments.get(branch).into_iter().flat_map(BTreeMap::keys) {
                let key = ItemKey { branch: branch.clone(), task: *task };
                let acts = self.rows.transitions.get(&key).into_iter().flat_map(BTreeMap::values);
                let entries = self.rows.entries.get(&key).into_iter().flat_map(BTreeMap::values);
                let signed = acts.map(|one| (&one.author, one.at)).chain(entries.map(|one| (&one.author, one.at)));
                for (author, at) in signed {
                    add(author, at.date(), DeedOf::Item(key.clone()));
                }
            }
        }
        let here = |branch: &OrgId| self.orgs().within(branch, org);
        for ((_, case), acts) in self.rows.case_acts.iter().filter(|((branch, _), _)| here(branch)) {
            for one in acts.values() {
                add(&one.author, one.at.date(), DeedOf::Case(*case));
            }
        }
        for ((_, case), entries) in self.rows.case_entries.iter().filter(|((branch, _), _)| here(branch)) {
            for one in entries.values() {
                add(&one.author, one.on, DeedOf::Case(*case));
            }
        }
        for one in self.rows.inspections.values().filter(|one| here(&one.branch)) {
            add(&one.author, one.day, DeedOf::Inspection(one.id));
        }
        if !is_branch {
            for task in self.rows.tasks.values().filter(|task| task.home.owner() == Some(org)) {
                add(&task.author, task.at.date(), DeedOf::Task(task.id));
            }
        }
        for register in self.registers_ever_of(org).into_iter().filter(|one| !one.sealed && one.id != REGISTER) {
            for row in self.register_rows(org, &register.id).filter(|row| row.struck_out().is_none()) {
                add(&row.record.author, row.record.at.date(), DeedOf::Row(row.record.id));
            }
        }
        all
    }

    /// Of which of the four something was done is, record by record: by name where the register names who did it, by
    /// their post otherwise; what anybody of the organisation did is the organisation's own, too.
    pub(crate) fn duties_done(&self, org: &OrgId) -> Vec<(Duty, Deed)> {
        let named = self.named(org);
        let mut all = Vec::new();
        for deed in self.deeds(org) {
            let name = deed.author.person.trim();
            let mut duties: BTreeSet<Duty> =
                named.iter().filter(|(_, one, _)| one == name).map(|(duty, ..)| *duty).collect();
            if duties.is_empty() {
                duties.insert(Duty::of(deed.author.role));
            }
            if deed.author.org == *org {
                duties.insert(Duty::Main);
            }
            all.extend(duties.into_iter().map(|duty| (duty, deed.clone())));
        }
        all
    }

    /// The four at an organisation: whose each is, and what they did by the records.
    pub fn responsibilities(&self, org: &OrgId) -> Vec<Responsibility> {
        let named = self.named(org);
        let done = self.duties_done(org);
        let own = self.orgs().name(org).to_owned();
        let one = |duty: Duty| {
            let mut people: Vec<Responsible> = Vec::new();
            for (_, name, row) in named.iter().filter(|(of, ..)| *of == duty) {
                people.push(Responsible { name: name.clone(), row: Some(*row), done: Vec::new() });
            }
            if duty == Duty::Main && people.is_empty() {
                people.push(Responsible { name: own.clone(), row: None, done: Vec::new() });
            }
            let by = |deed: &Deed| deed.author.person.trim().to_owned();
            let deeds: Vec<&Deed> = done.iter().filter(|(of, _)| *of == duty).map(|(_, deed)| deed).collect();
            if duty == Duty::Main {
                // Whoever is named as its one hand has done what they did; the organisation all of it.
                let persons: BTreeSet<String> = deeds.iter().map(|deed| by(deed)).collect();
                for one in &mut people {
                    let is_person = persons.contains(&one.name);
                    one.done = together(deeds.iter().copied().filter(|deed| !is_person || by(deed) == one.name));
                }
            } else {
                let mut of_each: BTreeMap<String, Vec<&Deed>> = BTreeMap::new();
                for deed in deeds {
                    of_each.entry(by(deed)).or_default().push(deed);
                }
                for one in &mut people {
                    one.done = together(of_each.remove(&one.name).unwrap_or_default());
                }
                let others = of_each.into_iter().filter(|(name, _)| !name.is_empty());
                people.extend(others.map(|(name, deeds)| Responsible { name, row: None, done: together(deeds) }));
            }
            Responsibility { duty, people }
        };
        Duty::ALL.iter().copied().map(one).collect()
    }

    /// Who is named for which of the four, each once.
    fn named(&self, org: &OrgId) -> Vec<(Duty, String, RowId)> {
        let text = |row: &crate::register::Row<'_>, column: &str| match row.value(column)? {
            Value::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(_) => None,
        };
        let mut all: Vec<(Duty, String, RowId)> = Vec::new();
        for row in self.register_rows(org, REGISTER).filter(|row| row.struck_out().is_none()) {
            let duty = text(&row, "kind").and_then(|kind| Duty::from_word(&kind));
            let Some((duty, name)) = duty.zip(text(&row, "person")) else { continue };
            // Of an earlier version of the register there was a row for each act.
            if all.iter().all(|(of, one, _)| (*of, one) != (duty, &name)) {
                all.push((duty, name, row.record.id));
            }
        }
        all
    }

    /// The organisations at or below one whose four responsibilities are told: all but the linked leaders.
    pub fn responsible_orgs(&self, org: &OrgId) -> Vec<OrgId> {
        let orgs = self.orgs();
        let those = orgs.iter().filter(|one| orgs.within(&one.id, org));
        let told = those.filter(|one| one.kind != crate::org::OrgKind::Leader);
        told.filter(|one| one.kind.tier() != Tier::County || one.id == *org).map(|one| one.id.clone()).collect()
    }
}

/// The deeds record by record, the latest first.
fn together<'d>(deeds: impl IntoIterator<Item = &'d Deed>) -> Vec<Done> {
    let mut all: BTreeMap<&DeedOf, Done> = BTreeMap::new();
    for deed in deeds {
        let fresh = Done { of: deed.of.clone(), day: deed.day, times: 0 };
        let done = all.entry(&deed.of).or_insert(fresh);
        done.day = done.day.max(deed.day);
        done.times += 1;
    }
    let mut all: Vec<Done> = all.into_values().collect();
    all.sort_by(|one, other| (other.day, &one.of).cmp(&(one.day, &other.of)));
    all
}
