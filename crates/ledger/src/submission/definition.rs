//! What the taskbook says of a submission.

use serde::{Deserialize, Serialize};

use super::Every;
use crate::{ledger::Ledger, org::OrgKind};

/// Tables that are handed up again and again. Stands in the taskbook as JSON, which a later version may add keys to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Its name in code: never reused.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// How often it is due.
    pub every: Every,
    /// On which day after the end of the period at the latest.
    pub days: u32,
    /// From which month on, of those of the year; before, nothing is due.
    #[serde(default)]
    pub since: u32,
    /// Which kinds of organisation hand it in.
    pub kinds: Vec<OrgKind>,
    /// The registers whose rows it is made of.
    pub tables: Vec<String>,
    /// Why it is asked for, as people read it.
    pub why: String,
}

impl Ledger {
    /// The submissions of the taskbook, by their names in code.
    pub fn submissions(&self) -> impl Iterator<Item = &Submission> {
        self.rows.submissions.values()
    }

    /// A submission.
    pub fn submission(&self, id: &str) -> Option<&Submission> {
        self.rows.submissions.get(id)
    }
}
