//! What the taskbook says of a submission.

use serde::{Deserialize, Serialize};

use super::Every;
use crate::{
    ledger::Ledger,
    org::{OrgKind, Tier},
};

/// The longest time after a period, in days.
pub const DAYS_MAX: u32 = 90;

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
    /// Whether the county has withdrawn it (停用): it is due no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// What does not fit in a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmissionFlaw {
    /// Nobody hands it in.
    Nobody,
    /// Such an organisation hands in to nobody.
    Kind(OrgKind),
    /// It is made of nothing.
    NoTables,
    /// There is no such register in use, by its name in code.
    NoTable(String),
    /// More days after the end of the period than [`DAYS_MAX`].
    Days,
    /// No month.
    Since,
}

impl Ledger {
    /// Everything in a submission that does not fit this taskbook. One that is retired asks nobody for anything.
    pub fn submission_flaws(&self, one: &Submission) -> Vec<SubmissionFlaw> {
        if one.retired {
            return Vec::new();
        }
        let mut all = Vec::new();
        all.extend(one.kinds.is_empty().then_some(SubmissionFlaw::Nobody));
        let below = |kind: &OrgKind| kind.tier() != Tier::County;
        all.extend(one.kinds.iter().copied().filter(|kind| !below(kind)).map(SubmissionFlaw::Kind));
        all.extend(one.tables.is_empty().then_some(SubmissionFlaw::NoTables));
        let in_use = |id: &String| self.register(id).is_some_and(|register| !register.retired);
        all.extend(one.tables.iter().filter(|id| !in_use(id)).cloned().map(SubmissionFlaw::NoTable));
        all.extend((one.days > DAYS_MAX).then_some(SubmissionFlaw::Days));
        // A taskbook that does not tell stands for January.
        all.extend((one.since > 12).then_some(SubmissionFlaw::Since));
        all
    }

    /// The submissions that are due, by their names in code.
    pub fn submissions(&self) -> impl Iterator<Item = &Submission> {
        self.all_submissions().filter(|one| !one.retired)
    }

    /// The submissions of the taskbook, retired ones among them.
    pub fn all_submissions(&self) -> impl Iterator<Item = &Submission> {
        self.rows.submissions.values()
    }

    /// A submission, retired or not.
    pub fn submission(&self, id: &str) -> Option<&Submission> {
        self.rows.submissions.get(id)
    }
}
