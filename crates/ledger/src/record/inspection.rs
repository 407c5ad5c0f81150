//! An inspection (督查, X2): who went to see a branch, when and how, and what they saw. Written once, among the verdicts
//! of its tier. What was found wrong is not told here but becomes items of the branch that name the inspection.

use automerge::ScalarValue;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Fields, fields::parse_date, write_author};
use crate::{
    author::Author,
    doc_id::DocKind,
    document::Document,
    ids::{InspectionId, OrgId},
    moment::Timestamp,
    org::{Tier, words},
    problem::Problem,
    schema::Table,
};

words! {
    /// How an inspection came about.
    InspectionWay {
        /// 四不两直: unannounced, straight to the branch.
        Unannounced = "unannounced",
        /// 专项督查: announced, on one subject.
        Planned = "planned",
        /// 回访: back to see what has become of earlier findings.
        Return = "return",
    }
}

/// An inspection of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Its id.
    pub id: InspectionId,
    /// The branch.
    pub branch: OrgId,
    /// How it came about.
    pub way: InspectionWay,
    /// The local day on which it took place.
    pub day: NaiveDate,
    /// 看了什么: where they went, whom they asked, what they looked through.
    pub seen: String,
    /// Who wrote it down, for their tier.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl Inspection {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::Inspections, key)?;
        let author = fields.author()?;
        // Nobody inspects in another tier's name.
        let tier = match document.id().kind() {
            DocKind::Review => Tier::Township,
            _ => Tier::County,
        };
        if author.role.tier() != tier {
            return Err(fields.bad("role"));
        }
        Ok(Self {
            id: fields.key()?,
            branch: document.id().owner().cloned().ok_or_else(|| fields.bad("owner"))?,
            way: fields.word("way", InspectionWay::from_word)?,
            day: parse_date(&fields.text("day")?).ok_or_else(|| fields.bad("day"))?,
            seen: fields.text("seen")?,
            author,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Vec<(&'static str, Option<ScalarValue>)> {
        let mut fields = vec![
            ("way", Some(self.way.word().into())),
            ("day", Some(self.day.to_string().into())),
            ("seen", Some(self.seen.as_str().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}
