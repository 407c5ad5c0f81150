//! A task: what is asked, by whom, until when. Written once; later corrections are cells.

use automerge::ScalarValue;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Fields, fields::parse_date, write_author};
use crate::{
    author::Author,
    doc_id::DocId,
    document::Document,
    domain::Domain,
    ids::{InspectionId, TaskId},
    moment::Timestamp,
    org::words,
    problem::Problem,
    schema::Table,
};

words! {
    /// What must prove that the work was done (validation 7: a photo is required only where the rule says so).
    EvidenceRule {
        /// Nothing beyond the record itself.
        None = "none",
        /// A photo taken on site.
        Onsite = "onsite",
        /// A document: minutes, a file, a form.
        Document = "document",
    }
}

/// A task as it was issued or set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The document that holds it.
    pub home: DocId,
    /// Its title.
    pub title: String,
    /// What is to be done and what proves it.
    pub requirement: String,
    /// The work item's code in the taskbook (`R1` … `Z2`).
    pub code: String,
    /// The field of work.
    pub domain: Domain,
    /// The last day, local.
    pub due: NaiveDate,
    /// The unit of the target, where it has one.
    pub unit: Option<String>,
    /// What must prove it.
    pub evidence: EvidenceRule,
    /// The inspection that found what it is about.
    pub inspection: Option<InspectionId>,
    /// Who set it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl Task {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::Tasks, key)?;
        Ok(Self {
            id: fields.key()?,
            home: document.id().clone(),
            title: fields.text("title")?,
            requirement: fields.text("requirement")?,
            code: fields.text("code")?,
            domain: fields.word("domain", Domain::from_word)?,
            due: parse_date(&fields.text("due")?).ok_or_else(|| fields.bad("due"))?,
            unit: fields.optional_text("unit"),
            evidence: fields.word("evidence", EvidenceRule::from_word)?,
            inspection: fields.optional_text("inspection").and_then(|id| id.parse().ok()),
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Vec<(&'static str, Option<ScalarValue>)> {
        let mut fields = vec![
            ("title", Some(self.title.as_str().into())),
            ("requirement", Some(self.requirement.as_str().into())),
            ("code", Some(self.code.as_str().into())),
            ("domain", Some(self.domain.word().into())),
            ("due", Some(self.due.to_string().into())),
            ("unit", self.unit.as_deref().map(Into::into)),
            ("evidence", Some(self.evidence.word().into())),
            ("inspection", self.inspection.map(|id| id.to_string().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}
