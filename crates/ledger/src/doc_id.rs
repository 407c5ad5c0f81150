//! The names of documents: one owner, one year, one set of writers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::ids::{BadId, OrgId};

/// What a document holds, which decides who may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DocKind {
    /// Organisations, work items, parameters. Written by the county, read by all.
    Taskbook,
    /// Tasks issued by a township or a sector committee, with their targets.
    Township,
    /// A branch's working ledger.
    Branch,
    /// The township's verdicts on a branch's work.
    Review,
    /// The county's verdicts on a branch's work. Apart from the township's, so that neither can speak for the other.
    CountyReview,
    /// What linked leaders write about a branch: that they know of it, and their visits.
    Leader,
    /// Personal data that an organisation keeps for itself and those above it ([`crate::sealed`]).
    Sealed,
}

impl DocKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Taskbook, Self::Township, Self::Branch, Self::Review, Self::CountyReview, Self::Leader, Self::Sealed];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Taskbook => "taskbook",
            Self::Township => "township",
            Self::Branch => "branch",
            Self::Review => "review",
            Self::CountyReview => "county-review",
            Self::Leader => "leader",
            Self::Sealed => "sealed",
        }
    }
}

/// A document's name: `taskbook/2026`, `township/t01/2026`, `branch/t01-v03/2026`, `review/t01-v03/2026`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocId {
    kind: DocKind,
    owner: Option<OrgId>,
    year: u16,
}

impl DocId {
    /// The taskbook of a year.
    pub fn taskbook(year: u16) -> Self {
        Self { kind: DocKind::Taskbook, owner: None, year }
    }

    /// The tasks that a township, sector committee or the county issues in a year.
    pub fn township(org: &OrgId, year: u16) -> Self {
        Self { kind: DocKind::Township, owner: Some(org.clone()), year }
    }

    /// The working ledger of a branch.
    pub fn branch(org: &OrgId, year: u16) -> Self {
        Self { kind: DocKind::Branch, owner: Some(org.clone()), year }
    }

    /// The township's verdicts on a branch's work.
    pub fn review(org: &OrgId, year: u16) -> Self {
        Self { kind: DocKind::Review, owner: Some(org.clone()), year }
    }

    /// The county's verdicts on a branch's work.
    pub fn county_review(org: &OrgId, year: u16) -> Self {
        Self { kind: DocKind::CountyReview, owner: Some(org.clone()), year }
    }

    /// What a branch's linked leaders write.
    pub fn leader(org: &OrgId, year: u16) -> Self {
        Self { kind: DocKind::Leader, owner: Some(org.clone()), year }
    }

    /// The personal data that a township or the county keeps.
    pub fn sealed(org: &OrgId, year: u16) -> Self {
        Self { kind: DocKind::Sealed, owner: Some(org.clone()), year }
    }

    /// What the document holds.
    pub fn kind(&self) -> DocKind {
        self.kind
    }

    /// The organisation it belongs to; none for the taskbook.
    pub fn owner(&self) -> Option<&OrgId> {
        self.owner.as_ref()
    }

    /// The year of the ledger.
    pub fn year(&self) -> u16 {
        self.year
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.owner {
            Some(owner) => write!(f, "{}/{owner}/{}", self.kind.word(), self.year),
            None => write!(f, "{}/{}", self.kind.word(), self.year),
        }
    }
}

impl FromStr for DocId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::new("document id", text);
        let parts: Vec<&str> = text.split('/').collect();
        let (word, owner, year) = match parts.as_slice() {
            [word, year] => (*word, None, *year),
            [word, owner, year] => (*word, Some(owner.parse::<OrgId>()?), *year),
            _ => return Err(bad()),
        };
        let kind = DocKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(bad)?;
        let year: u16 = year.parse().map_err(|_| bad())?;
        let id = Self { kind, owner, year };
        let whole = (2000..=2200).contains(&year) && (kind == DocKind::Taskbook) == id.owner.is_none();
        // One spelling for each document: `taskbook/02026` is nobody's.
        if whole && id.to_string() == text { Ok(id) } else { Err(bad()) }
    }
}

impl TryFrom<String> for DocId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<DocId> for String {
    fn from(id: DocId) -> Self {
        id.to_string()
    }
}
