//! Score entries and the acts in their lives, as they stand in documents.

use automerge::ScalarValue;
use chrono::NaiveDate;

use super::ScoreMove;
use crate::{
    author::Author,
    doc_id::DocKind,
    document::Document,
    ids::{RowId, ScoreId, TaskId, TransitionId},
    lifecycle::Act,
    moment::Timestamp,
    points::Points,
    problem::Problem,
    record::{Fields, joined, list, parse_date, write_author},
    schema::Table,
};

type Row = Vec<(&'static str, Option<ScalarValue>)>;

/// A score entry. Never changed once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreEntry {
    /// Its id.
    pub id: ScoreId,
    /// The kind of document it stands in: whose hand it is from.
    pub place: DocKind,
    /// The scheme, by its name in code.
    pub scheme: String,
    /// The part of it, by its id.
    pub part: String,
    /// The points: of a deduction, what it takes.
    pub points: Points,
    /// What happened, and what proves it.
    pub text: String,
    /// The task of the branch that it rests on, where there is one.
    pub task: Option<TaskId>,
    /// The row of a register of the branch that it rests on, where there is one.
    pub row: Option<RowId>,
    /// Whom alone it counts for: who takes part in the scheme, by the row of the roster and never by name. None when it
    /// counts for everybody of the branch who does.
    pub participant: Option<String>,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Who proposed it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl ScoreEntry {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::ScoreEntries, key)?;
        Ok(Self {
            id: fields.key()?,
            place: document.id().kind(),
            scheme: fields.text("scheme")?,
            part: fields.text("part")?,
            points: fields.optional_int("points").map(Points).ok_or_else(|| fields.bad("points"))?,
            text: fields.text("text")?,
            task: fields.optional_text("task").and_then(|task| task.parse().ok()),
            row: fields.optional_text("row").and_then(|row| row.parse().ok()),
            participant: fields.optional_text("participant"),
            on: parse_date(&fields.text("on")?).ok_or_else(|| fields.bad("on"))?,
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Row {
        let mut fields = vec![
            ("scheme", Some(self.scheme.as_str().into())),
            ("part", Some(self.part.as_str().into())),
            ("points", Some(ScalarValue::Int(self.points.0))),
            ("text", Some(self.text.as_str().into())),
            ("task", self.task.map(|task| task.to_string().into())),
            ("row", self.row.map(|row| row.to_string().into())),
            ("participant", self.participant.as_deref().map(Into::into)),
            ("on", Some(self.on.to_string().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}

/// An act in an entry's life. Appended, never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreAct {
    /// Its id.
    pub id: TransitionId,
    /// The kind of document it stands in, which tells what it may do.
    pub place: DocKind,
    /// The entry.
    pub entry: ScoreId,
    /// The act.
    pub act: ScoreMove,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// The last acts that the author saw.
    pub after: Vec<TransitionId>,
    /// Who did it.
    pub author: Author,
    /// When, by the author's clock.
    pub at: Timestamp,
}

impl ScoreAct {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::ScoreActs, key)?;
        Ok(Self {
            id: fields.key()?,
            place: document.id().kind(),
            entry: fields.parsed("entry")?,
            act: fields.word("act", ScoreMove::from_word)?,
            reason: fields.optional_text("reason"),
            after: list(fields.optional_text("after")),
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Row {
        let mut fields = vec![
            ("entry", Some(self.entry.to_string().into())),
            ("act", Some(self.act.word().into())),
            ("reason", self.reason.as_deref().map(Into::into)),
            ("after", joined(&self.after)),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}

impl Act for ScoreAct {
    fn id(&self) -> TransitionId {
        self.id
    }

    fn after(&self) -> &[TransitionId] {
        &self.after
    }

    fn caution(&self) -> u8 {
        self.act.caution()
    }

    fn at(&self) -> Timestamp {
        self.at
    }
}
