//! Writing to an item's journal.

use super::{Refusal, TEXT_MAX, TITLE_MAX, Written, optional_words, words};
use crate::{
    author::Author,
    doc_id::DocId,
    ids::{EntryId, ItemKey},
    ledger::Ledger,
    lifecycle::{Move, State},
    moment::Moment,
    record::{Entry, EntryKind, Field, Value, cell},
    schema::Table,
};

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
        self.append(who, moment, item, EntryKind::Note, text, None)
    }

    pub(super) fn add_evidence(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        caption: String,
        reference: Option<String>,
    ) -> Result<Written, Refusal> {
        let caption = words("caption", &caption, TEXT_MAX)?;
        let reference = optional_words("reference", reference.as_deref(), TITLE_MAX)?;
        self.append(who, moment, item, EntryKind::Evidence, caption, reference)
    }

    fn append(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        kind: EntryKind,
        text: String,
        reference: Option<String>,
    ) -> Result<Written, Refusal> {
        self.require_editable(item)?;
        let entry = Entry {
            id: EntryId::new(moment.uuid()),
            task: item.task,
            kind,
            text,
            percent: None,
            reference,
            author: who.clone(),
            at: moment.now,
        };
        let id = DocId::branch(&item.branch, self.year());
        self.write(who, moment.now, &id, |pen| pen.record(Table::Entries, &entry.id.to_string(), entry.fields()))
    }
}
