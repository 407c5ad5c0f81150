//! A transition: one act in an item's life cycle. Appended, never changed.

use automerge::{ChangeHash, ScalarValue};
use chrono::NaiveDate;

use super::{Fields, write_author};
use crate::{
    author::Author,
    doc_id::DocKind,
    document::Document,
    fingerprint::Fingerprint,
    ids::{OrgId, TaskId, TransitionId},
    lifecycle::Move,
    moment::Timestamp,
    problem::Problem,
    schema::Table,
};

/// One act in an item's life cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Its id.
    pub id: TransitionId,
    /// The kind of document it stands in, which tells what it may do.
    pub place: DocKind,
    /// The task.
    pub task: TaskId,
    /// The branch, where the document holds acts for many; none means every branch of the task.
    pub branch: Option<OrgId>,
    /// The act.
    pub act: Move,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// The day that an extension is asked or given for.
    pub until: Option<NaiveDate>,
    /// The last day that the author of an application saw; acts of older versions do not tell.
    pub due: Option<NaiveDate>,
    /// The last transitions that the author saw: the edges of the item's graph.
    pub after: Vec<TransitionId>,
    /// The heads of the branch's document that the author looked at.
    pub seen: Vec<ChangeHash>,
    /// What a verdict binds: the content that its author looked at.
    pub content: Option<Fingerprint>,
    /// Who did it.
    pub author: Author,
    /// When, by the author's clock; shown, and not relied upon for order.
    pub at: Timestamp,
}

impl Transition {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::Transitions, key)?;
        Ok(Self {
            id: fields.key()?,
            place: document.id().kind(),
            task: fields.parsed("task")?,
            branch: fields.optional_text("branch").and_then(|text| text.parse().ok()),
            act: fields.word("act", Move::from_word)?,
            reason: fields.optional_text("reason"),
            until: fields.optional_date("until"),
            due: fields.optional_date("due"),
            after: list(fields.optional_text("after")),
            seen: list(fields.optional_text("seen")),
            content: fields.optional_text("content").and_then(|text| text.parse().ok()),
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Vec<(&'static str, Option<ScalarValue>)> {
        let mut fields = vec![
            ("task", Some(self.task.to_string().into())),
            ("branch", self.branch.as_ref().map(|org| org.as_str().into())),
            ("act", Some(self.act.word().into())),
            ("reason", self.reason.as_deref().map(Into::into)),
            ("until", self.until.map(|day| day.to_string().into())),
            ("due", self.due.map(|day| day.to_string().into())),
            ("after", joined(&self.after)),
            ("seen", joined(&self.seen)),
            ("content", self.content.as_ref().map(|content| content.to_string().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}

pub(crate) fn list<T: std::str::FromStr>(text: Option<String>) -> Vec<T> {
    text.unwrap_or_default().split_whitespace().filter_map(|part| part.parse().ok()).collect()
}

pub(crate) fn joined<T: ToString>(list: &[T]) -> Option<ScalarValue> {
    (!list.is_empty()).then(|| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ").into())
}
