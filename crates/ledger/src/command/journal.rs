//! Writing to an item's journal.

use super::{Refusal, TEXT_MAX, TITLE_MAX, Written, optional_words, words};
use crate::{
    author::Author,
    doc_id::DocId,
    ids::{EntryId, ItemKey},
    ledger::Ledger,
    lifecycle::{Move, State},
    moment::Moment,
    record::{Entry, EntryKind, Field, FileRef, NAME_MAX, Value, cell},
    schema::Table,
};

/// What an entry says, beside who wrote it and when.
struct Words {
    kind: EntryKind,
    text: String,
    reference: Option<String>,
    file: Option<FileRef>,
}

impl Ledger {
    pub(super) fn report(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        text: String,
        percent: Option<u8>,
    ) -> Result<Written, Refusal> {
        let state = self.require_editable(item)?;
        if percent.is_some_and(|n| n > 100) {
            return Err(Refusal::BadValue(Field::Progress));
        }
        let entry = Entry {
            id: EntryId::new(moment.uuid()),
            task: item.task,
            kind: EntryKind::Progress,
            text: words("text", &text, TEXT_MAX)?,
            percent,
            reference: None,
            file: None,
            author: who.clone(),
            at: moment.now,
        };
        // Reporting on a task is starting it: nobody should have to say so twice.
        let mut starting = Vec::new();
        if state == State::Issued {
            starting.push(self.transition(who, moment, item, Move::Acknowledge)?);
        }
        if matches!(state, State::Issued | State::Acknowledged | State::Returned | State::Reopened) {
            let mut start = self.transition(who, moment, item, Move::Start)?;
            if let Some(acknowledged) = starting.last() {
                start.after = vec![acknowledged.id];
            }
            starting.push(start);
        }
        let id = DocId::branch(&item.branch, self.year());
        self.write(who, moment.now, &id, |pen| {
            pen.record(Table::Entries, &entry.id.to_string(), entry.fields())?;
            if let Some(percent) = percent {
                let value = Value::Number(percent.into()).scalar();
                pen.cell(Table::Cells, &cell::key(item.task, Field::Progress), value)?;
            }
            starting.iter().try_for_each(|one| pen.record(Table::Transitions, &one.id.to_string(), one.fields()))
        })
    }

    pub(super) fn note(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        text: String,
    ) -> Result<Written, Refusal> {
        let text = words("text", &text, TEXT_MAX)?;
        self.append(who, moment, item, Words { kind: EntryKind::Note, text, reference: None, file: None })
    }

    pub(super) fn add_evidence(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        caption: &str,
        reference: Option<&str>,
        mut file: Option<FileRef>,
    ) -> Result<Written, Refusal> {
        let text = words("caption", caption, TEXT_MAX)?;
        let reference = optional_words("reference", reference, TITLE_MAX)?;
        if let Some(file) = &mut file {
            if file.bytes == 0 || file.bytes > file.media.max_bytes() {
                return Err(Refusal::BadFile(file.bytes));
            }
            // A camera's name is nobody's doing, so that it is cut and not refused.
            file.name = file.name.trim().chars().take(NAME_MAX).collect();
        }
        self.append(who, moment, item, Words { kind: EntryKind::Evidence, text, reference, file })
    }

    fn append(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        words: Words,
    ) -> Result<Written, Refusal> {
        self.require_editable(item)?;
        let Words { kind, text, reference, file } = words;
        let entry = Entry {
            id: EntryId::new(moment.uuid()),
            task: item.task,
            kind,
            text,
            percent: None,
            reference,
            file,
            author: who.clone(),
            at: moment.now,
        };
        let id = DocId::branch(&item.branch, self.year());
        self.write(who, moment.now, &id, |pen| pen.record(Table::Entries, &entry.id.to_string(), entry.fields()))
    }
}
