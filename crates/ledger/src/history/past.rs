//! The ledger as of a past day. It can be read like any other and not written.

use std::collections::{BTreeSet, HashMap};

use automerge::ChangeHash;
use chrono::{Days, NaiveDate};

use crate::{doc_id::DocId, document::Document, ledger::Ledger, moment::Timestamp, touched::Touched};

impl Ledger {
    /// An empty ledger of the same year, to be filled with how this one stood at the end of a local day. It cannot be
    /// written.
    #[must_use]
    pub fn as_of(&self, day: NaiveDate) -> Self {
        let mut past = Self::new(self.year(), self.actor().clone());
        past.past = Some(day);
        // What was erased since stays erased: its key is gone.
        past.rows.keys.clone_from(&self.rows.keys);
        past
    }

    /// The past day that this ledger shows; `None` for the present.
    pub fn past(&self) -> Option<NaiveDate> {
        self.past
    }

    /// Takes in how a document of `present` stood on this ledger's day. One document at a time, since each costs as much
    /// as loading it. A document that nobody had written to by then stays away.
    pub fn look_back(&mut self, present: &mut Self, id: &DocId) -> Touched {
        let Some((day, document)) = self.past.zip(present.document_mut(id)) else { return Touched::default() };
        let Some(mut document) = document.as_of(end_of(day)) else { return Touched::default() };
        let touched = self.rows.read_all(&mut document);
        self.documents.insert(id.clone(), document);
        touched
    }
}

/// The last instant of a local day.
fn end_of(day: NaiveDate) -> Timestamp {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    Timestamp(Timestamp::at(next, 0, 0).0.saturating_sub(1))
}

impl Document {
    /// The document as it stood at an instant; `None` when nobody had written to it.
    ///
    /// A change's time is its author's clock to the second, and no change is taken for earlier than what it builds on:
    /// whatever the clocks said, no part of the past lacks what it rests on.
    fn as_of(&mut self, until: Timestamp) -> Option<Self> {
        let until = until.0.div_euclid(1000);
        let mut times: HashMap<ChangeHash, i64> = HashMap::new();
        let mut heads: BTreeSet<ChangeHash> = BTreeSet::new();
        let mut written = false;
        let mut whole = true;
        for change in self.doc_mut().get_changes_meta(&[]) {
            let built_on = change.deps.iter().filter_map(|hash| times.get(hash)).copied();
            let time = built_on.max().unwrap_or(i64::MIN).max(change.timestamp);
            times.insert(change.hash, time);
            if time > until {
                whole = false;
                continue;
            }
            // The beginnings carry no time.
            written |= time > 0;
            change.deps.iter().for_each(|hash| {
                heads.remove(hash);
            });
            heads.insert(change.hash);
        }
        if !written {
            return None;
        }
        if whole {
            return Some(self.clone());
        }
        let heads: Vec<ChangeHash> = heads.into_iter().collect();
        let doc = self.doc_mut().fork_at(&heads).ok()?;
        Some(self.with_doc(doc))
    }
}
