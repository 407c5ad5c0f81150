//! An entry of an item's journal. Never changed once written: a correction is a new entry.

use automerge::ScalarValue;
use serde::{Deserialize, Serialize};

use super::{Fields, FileRef, write_author};
use crate::{
    author::Author,
    doc_id::DocKind,
    document::Document,
    ids::{EntryId, TaskId},
    moment::Timestamp,
    org::{Tier, words},
    problem::Problem,
    schema::Table,
};

words! {
    /// What an entry tells.
    EntryKind {
        /// 进展: what was done, and how far the work is.
        Progress = "progress",
        /// 备注.
        Note = "note",
        /// 佐证: a caption, and where the thing itself is.
        Evidence = "evidence",
        /// 催办: those above ask the branch to get on with it. It stands with their verdicts.
        Reminder = "reminder",
    }
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// The task it belongs to.
    pub task: TaskId,
    /// What it tells.
    pub kind: EntryKind,
    /// The words; an evidence's caption.
    pub text: String,
    /// Progress in percent, 0 to 100, where it says so.
    pub percent: Option<u8>,
    /// Where an evidence is to be found, such as a folder's number.
    pub reference: Option<String>,
    /// The photo or scanned document that proves it.
    pub file: Option<FileRef>,
    /// Who wrote it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl EntryKind {
    /// Whether it tells of the branch's work; a reminder asks for it.
    pub const fn is_work(self) -> bool {
        !matches!(self, Self::Reminder)
    }
}

impl Entry {
    /// Whether it is evidence with a photo; a scanned document is none.
    pub fn shows_photo(&self) -> bool {
        self.kind == EntryKind::Evidence && self.file.as_ref().is_some_and(|file| file.media.is_picture())
    }

    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::Entries, key)?;
        let (kind, author) = (fields.word("kind", EntryKind::from_word)?, fields.author()?);
        // Work is told in the branch's own document; nobody is reminded from below, or in another tier's document.
        let right_place = match document.id().kind() {
            DocKind::Branch => kind.is_work(),
            DocKind::Review => !kind.is_work() && author.role.tier() == Tier::Township,
            DocKind::CountyReview => !kind.is_work() && author.role.tier() == Tier::County,
            _ => false,
        };
        if !right_place {
            return Err(fields.bad("kind"));
        }
        Ok(Self {
            id: fields.key()?,
            task: fields.parsed("task")?,
            kind,
            text: fields.text("text")?,
            percent: fields.optional_int("percent").and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 100),
            reference: fields.optional_text("reference"),
            file: FileRef::read(&fields)?,
            author,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Vec<(&'static str, Option<ScalarValue>)> {
        let mut fields = vec![
            ("task", Some(self.task.to_string().into())),
            ("kind", Some(self.kind.word().into())),
            ("text", Some(self.text.as_str().into())),
            ("percent", self.percent.map(|n| ScalarValue::Int(n.into()))),
            ("reference", self.reference.as_deref().map(Into::into)),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(self.file.iter().flat_map(FileRef::fields));
        fields.extend(write_author(&self.author));
        fields
    }
}
