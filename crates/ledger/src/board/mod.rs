//! 看板: branches × fields of work, with what is done, due, late and not begun.
//!
//! A board is computed from documents and a day alone. Only the cells are kept; every total is their sum, so none can
//! contradict its parts.

mod tally;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use tally::{Mark, Tally};

use crate::{domain::Domain, ids::OrgId, ledger::Ledger, org::Organisation};

/// One branch's line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Row {
    /// The branch.
    pub branch: OrgId,
    /// The township or sector committee above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<OrgId>,
    /// The tally of each field of work in which the branch has an item.
    pub cells: BTreeMap<Domain, Tally>,
    /// Whether part of the branch's documents could not be read, so that the numbers may be too small.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub damaged: bool,
}

impl Row {
    /// The line of a branch with these items.
    pub fn new(branch: &Organisation, marks: impl IntoIterator<Item = Mark>, today: NaiveDate) -> Self {
        let mut cells: BTreeMap<Domain, Tally> = BTreeMap::new();
        for mark in marks {
            cells.entry(mark.domain).or_default().count(&mark, today);
        }
        cells.retain(|_, tally| tally.all > 0);
        Self { branch: branch.id.clone(), above: branch.parent.clone(), cells, damaged: false }
    }

    /// The tally of one field of work.
    pub fn cell(&self, domain: Domain) -> Tally {
        self.cells.get(&domain).copied().unwrap_or_default()
    }

    /// All fields of work together.
    pub fn total(&self) -> Tally {
        self.cells.values().copied().sum()
    }
}

/// Branches × fields of work on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Board {
    /// The local day on which it stands: it decides what is overdue and due soon.
    pub date: NaiveDate,
    /// A line for every branch, also for those without an item, in the order of their ids.
    pub rows: Vec<Row>,
}

impl Board {
    /// The board of the branches that `org` answers for: itself when it is a branch, those below it, all for the
    /// county.
    pub fn of(ledger: &Ledger, org: &OrgId, today: NaiveDate) -> Self {
        let row = |branch: &Organisation| Row::new(branch, ledger.marks(&branch.id), today);
        Self { date: today, rows: ledger.orgs().branches_of(org).map(row).collect() }
    }

    /// Everything together.
    pub fn total(&self) -> Tally {
        self.rows.iter().map(Row::total).sum()
    }

    /// Each field of work in which there is an item.
    pub fn by_domain(&self) -> BTreeMap<Domain, Tally> {
        sums(self.rows.iter().flat_map(|row| row.cells.iter().map(|(domain, tally)| (*domain, *tally))))
    }

    /// Each township or sector committee; branches that stand under none come together under `None`.
    pub fn by_township(&self) -> BTreeMap<Option<OrgId>, Tally> {
        sums(self.rows.iter().map(|row| (row.above.clone(), row.total())))
    }
}

fn sums<K: Ord>(all: impl Iterator<Item = (K, Tally)>) -> BTreeMap<K, Tally> {
    let mut sums: BTreeMap<K, Tally> = BTreeMap::new();
    for (key, tally) in all {
        *sums.entry(key).or_default() += tally;
    }
    sums
}

impl Ledger {
    /// The items of a branch as the board counts them.
    pub fn marks(&self, branch: &OrgId) -> impl Iterator<Item = Mark> {
        self.items(branch).map(|item| Mark::from(&item))
    }

    /// A ledger that knows of one branch alone: the tasks that the lists at hand (documents of townships and of the
    /// county) give to it, with their corrections and their acts. It holds no document yet; with the branch's own three
    /// it shows the branch as a ledger of all documents does.
    ///
    /// Whoever goes through all branches reads the lists once this way, and holds one branch's documents at a time.
    #[must_use]
    pub fn of_branch(&self, branch: &OrgId) -> Self {
        let mut one = Self::new(self.year(), self.actor().clone());
        one.rows = self.rows.of_branch(branch);
        one
    }
}
