//! The county's answers to what branches say (意见建议). They stand in the taskbook, where all may read them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{OrgId, RowId},
    ledger::Ledger,
};

/// The register of what branches say.
pub const SUGGESTIONS: &str = "suggestion";

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// Who answered.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
}

impl Ledger {
    /// The answer to a row of a branch; the last one, if there were several.
    pub fn answer(&self, org: &OrgId, row: RowId) -> Option<&Answer> {
        self.rows.answers.get(&(org.clone(), row))
    }
}
