//! The summaries of all items at hand, kept current as documents change: a list never reads the documents anew.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use leptos::prelude::*;
use taizhang_ledger::{
    Board, ItemKey, Ledger, OrgId, OrgTree, SOON, State, Summary, Touched,
    board::{Mark, Row},
};

use super::{Filter, Group};
use crate::search::{Query, Text};

/// An item with the words by which it is found.
#[derive(Debug)]
struct Entry {
    summary: Arc<Summary>,
    text: Text,
}

impl Entry {
    fn of(ledger: &Ledger, summary: Summary) -> Self {
        let branch = ledger.orgs().name(&summary.key.branch);
        let text = Text::new([&summary.title, &summary.owner, &summary.code, branch]);
        Self { summary: Arc::new(summary), text }
    }
}

/// The summaries of all items at hand.
#[derive(Debug, Clone, Copy)]
pub struct Projection {
    /// The organisation whose branches are shown. A township's list names the branches of others too.
    own: StoredValue<OrgId>,
    items: RwSignal<BTreeMap<ItemKey, Entry>>,
    /// Counts up whenever something in the ledger changed.
    revision: RwSignal<u64>,
}

impl Projection {
    /// Reads the items of all branches of `own` once.
    pub fn of(ledger: &Ledger, own: OrgId) -> Self {
        let items = RwSignal::new(read_all(ledger, &own));
        Self { own: StoredValue::new(own), items, revision: RwSignal::new(0) }
    }

    /// Reads again what was touched.
    pub fn refresh(self, ledger: &Ledger, touched: &Touched) {
        let other = touched.taskbook || touched.cases || touched.inspections || !touched.registers.is_empty();
        if touched.items.is_empty() && !other {
            return;
        }
        let own = self.own.get_value();
        if touched.taskbook {
            // Other branches may stand below this organisation now.
            self.items.set(read_all(ledger, &own));
        } else {
            self.items.update(|items| {
                for key in touched.items.iter().filter(|key| ledger.orgs().within(&key.branch, &own)) {
                    match ledger.summary(key) {
                        Some(summary) => items.insert(key.clone(), Entry::of(ledger, summary)),
                        None => items.remove(key),
                    };
                }
            });
        }
        self.revision.update(|number| *number += 1);
    }

    /// Makes the caller run again when anything in the ledger changes.
    pub fn track(self) {
        self.revision.track();
    }

    /// One item.
    pub fn get(self, key: &ItemKey) -> Option<Arc<Summary>> {
        self.items.with(|items| items.get(key).map(|entry| Arc::clone(&entry.summary)))
    }

    /// The items that a filter holds, the most urgent first.
    pub fn filtered(self, filter: &Filter, today: NaiveDate) -> Vec<Arc<Summary>> {
        let query = Query::new(&filter.search);
        self.collect(today, |entry| filter.holds(&entry.summary, today) && query.finds(&entry.text))
    }

    /// The items for which `holds` is true, the most urgent first.
    pub fn those(self, today: NaiveDate, holds: impl Fn(&Summary) -> bool) -> Vec<Arc<Summary>> {
        self.collect(today, |entry| holds(&entry.summary))
    }

    fn collect(self, today: NaiveDate, holds: impl Fn(&Entry) -> bool) -> Vec<Arc<Summary>> {
        let mut found: Vec<Arc<Summary>> = self.items.with(|items| {
            items.values().filter(|entry| holds(entry)).map(|entry| Arc::clone(&entry.summary)).collect()
        });
        // Stable, and the items come by their keys.
        found.sort_by_cached_key(|item| rank(item, today));
        found
    }

    /// How many items of a branch, or of all, there are of each kind.
    pub fn counts(self, branch: Option<&OrgId>, today: NaiveDate) -> Counts {
        self.items.with(|items| {
            let mut counts = Counts::default();
            let all = items.values().map(|entry| &entry.summary);
            for item in all.filter(|item| branch.is_none_or(|branch| item.key.branch == *branch)) {
                counts.add(item, today);
            }
            counts
        })
    }

    /// The board of all branches.
    pub fn board(self, orgs: &OrgTree, today: NaiveDate) -> Board {
        let own = self.own.get_value();
        self.items.with(|items| {
            let mut marks: BTreeMap<&OrgId, Vec<Mark>> = BTreeMap::new();
            for (key, item) in items {
                marks.entry(&key.branch).or_default().push(item.summary.as_ref().into());
            }
            let rows = orgs.branches_of(&own).map(|branch| {
                let marks = marks.remove(&branch.id).unwrap_or_default();
                Row::new(branch, marks, today)
            });
            Board { date: today, rows: rows.collect() }
        })
    }

    /// The counts of every branch that has items.
    pub fn counts_by_branch(self, today: NaiveDate) -> BTreeMap<OrgId, Counts> {
        self.items.with(|items| {
            let mut all: BTreeMap<OrgId, Counts> = BTreeMap::new();
            for item in items.values().map(|entry| &entry.summary) {
                all.entry(item.key.branch.clone()).or_default().add(item, today);
            }
            all
        })
    }
}

fn read_all(ledger: &Ledger, own: &OrgId) -> BTreeMap<ItemKey, Entry> {
    let items = ledger.orgs().branches_of(own).flat_map(|branch| ledger.items(&branch.id));
    items.map(|item| (item.key.clone(), Entry::of(ledger, item))).collect()
}

/// Open work first by its last day, then what waits for others, then what is done with the latest first.
fn rank(item: &Summary, today: NaiveDate) -> (u8, i64) {
    let days = item.days_left(today);
    if item.state.is_open() {
        (u8::from(item.state != State::Returned), days)
    } else if item.state.awaits_verdict() {
        (2, days)
    } else {
        (3, -days)
    }
}

/// How many items there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Counts {
    /// All, without the cancelled.
    pub all: usize,
    /// To be worked on.
    pub open: usize,
    /// To be signed for.
    pub new: usize,
    /// Past their last day.
    pub overdue: usize,
    /// Returned.
    pub returned: usize,
    /// Waiting for the township's verdict.
    pub township: usize,
    /// Waiting for the county's verdict.
    pub county: usize,
    /// Verified, to be struck off.
    pub to_close: usize,
    /// Closed.
    pub closed: usize,
    /// Of those, handed in late.
    pub late: usize,
    /// Due today or within the six days after it.
    pub soon: usize,
    /// Extensions asked for.
    pub extensions: usize,
    /// Conflicts between which a person must choose.
    pub conflicts: usize,
}

impl Counts {
    fn add(&mut self, item: &Summary, today: NaiveDate) {
        let one = usize::from;
        self.all += one(item.state != State::Cancelled);
        self.open += one(Group::Open.holds(item, today));
        self.new += one(item.state == State::Issued);
        self.overdue += one(item.overdue(today));
        self.returned += one(item.state == State::Returned);
        self.township += one(item.state == State::Submitted);
        self.county += one(item.state == State::TownshipVerified);
        self.to_close += one(item.state == State::CountyVerified);
        self.closed += one(item.state == State::Closed);
        self.late += one(item.state == State::Closed && item.late);
        self.soon += one(item.state.is_open() && (0..SOON).contains(&item.days_left(today)));
        self.extensions += one(item.extension_asked);
        self.conflicts += one(item.conflict || item.contested);
    }
}
