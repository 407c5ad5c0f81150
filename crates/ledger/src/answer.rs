//! 意见建议: what branches and townships find too much or not right, and the county's answers. Those stand in the
//! taskbook, where all may read them. What was said stands in a document that others may write too; only who said it may
//! take it back, and whoever strikes it out, it goes on being shown.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    author::Author,
    ids::{OrgId, RowId},
    ledger::Ledger,
    register::{Register, Row},
};

/// The register of what branches say.
pub const SUGGESTIONS: &str = "suggestion";

/// The register of what townships, subdistricts and sector committees say.
pub const TOWNSHIP_SUGGESTIONS: &str = "suggestion_township";

/// Both.
const REGISTERS: [&str; 2] = [SUGGESTIONS, TOWNSHIP_SUGGESTIONS];

/// Whether what stands in a register is something that was said to the county.
pub fn is_of_suggestions(register: &str) -> bool {
    REGISTERS.contains(&register)
}

/// Something that was said.
#[derive(Debug, Clone, Copy)]
pub struct Suggestion<'a> {
    /// By whom.
    pub org: &'a OrgId,
    /// The register that it stands in.
    pub register: &'a Register,
    /// The words.
    pub row: Row<'a>,
    /// The county's answer.
    pub answer: Option<&'a Answer>,
    /// Whether it was struck out, and by whom.
    pub struck_out: Option<StruckOut<'a>>,
}

/// How something that was said was struck out.
#[derive(Debug, Clone, Copy)]
pub struct StruckOut<'a> {
    /// By whom, as far as it can be told.
    pub by: Option<&'a Author>,
    /// Why.
    pub why: &'a str,
    /// Whether it was taken back by who said it. What others strike out still waits for its answer.
    pub own: bool,
}

impl Suggestion<'_> {
    /// Whether the county has still to answer.
    pub fn waits(&self) -> bool {
        self.answer.is_none() && !self.struck_out.is_some_and(|struck| struck.own)
    }
}

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

    /// The register in which an organisation says what it has to say.
    pub fn suggestions_of(&self, org: &OrgId) -> Option<&Register> {
        let kind = self.orgs().get(org)?.kind;
        REGISTERS.into_iter().filter_map(|id| self.register(id)).find(|register| register.is_kept_by(kind))
    }

    /// What an organisation and all below it have said, those that were struck out among them.
    pub fn suggestions(&self, org: &OrgId) -> Vec<Suggestion<'_>> {
        let those = self.orgs().iter().map(|one| &one.id).filter(|id| self.orgs().within(id, org));
        let mut all = Vec::new();
        for (org, register) in those.filter_map(|org| Some((org, self.suggestions_of(org)?))) {
            all.extend(self.register_rows(org, &register.id).map(|row| Suggestion {
                org,
                register,
                answer: self.answer(org, row.record.id),
                struck_out: row.struck_out().map(|why| {
                    let by = row.struck_out_by().and_then(|device| self.author(device));
                    StruckOut { by, why, own: by.is_some_and(|by| is_whose(&by.org, org, &row)) }
                }),
                row,
            }));
        }
        all
    }
}

/// Whether what stands in a row at an organisation was said by `who`: by that organisation, or by who wrote it down.
pub(crate) fn is_whose(who: &OrgId, org: &OrgId, row: &Row<'_>) -> bool {
    who == org || *who == row.record.author.org
}
