//! The one way into a document: rights, schema, signature, commit.

use automerge::{
    AutoCommit, AutomergeError, ObjId, ObjType, ReadDoc as _, ScalarValue, transaction::Transactable as _,
};

use super::{Refusal, Written};
use crate::{
    access::Access,
    author::Author,
    doc_id::DocId,
    document::Document,
    ids::{DeviceId, OrgId},
    ledger::Ledger,
    moment::Timestamp,
    record::{Task, Transition, Value, write_fields},
    rows::author_line,
    schema::{SCHEMA, Table},
};

/// The tables of a document that is being written.
pub(crate) struct Pen<'a> {
    document: &'a mut Document,
}

impl Pen<'_> {
    /// Writes a record that nobody has written before.
    pub(crate) fn record(
        &mut self,
        table: Table,
        key: &str,
        fields: Vec<(&'static str, Option<ScalarValue>)>,
    ) -> Result<(), AutomergeError> {
        let (doc, parent) = self.table(table)?;
        let object = doc.put_object(&parent, key, ObjType::Map)?;
        write_fields(doc, &object, fields)
    }

    /// Writes one cell, unless exactly this stands in it already. Where an earlier version put it there it stays.
    pub(crate) fn cell(
        &mut self,
        table: Table,
        key: &str,
        value: impl Into<ScalarValue>,
    ) -> Result<(), AutomergeError> {
        let value = value.into();
        let no_table = |_| AutomergeError::InvalidObjId(table.name().to_owned());
        let (own, drawer) = self.document.maps_for(table, key).map_err(no_table)?;
        let doc = self.document.doc_mut();
        let mut standing = doc.get_all(&own, key)?;
        let is_before = !standing.is_empty();
        if let Some(drawer) = &drawer {
            standing.extend(doc.get_all(drawer, key)?);
        }
        if matches!(standing.as_slice(), [(only, _)] if only.as_scalar() == Some(&value)) {
            return Ok(());
        }
        match drawer {
            Some(drawer) if !is_before => doc.put(&drawer, key, value),
            drawer => {
                // Two versions may have written it at once.
                drawer.map_or(Ok(()), |drawer| doc.delete(&drawer, key))?;
                doc.put(&own, key, value)
            }
        }
    }

    /// Writes a new task, the act with which it begins, and the branches that it is given to, with their targets.
    pub(super) fn task(
        &mut self,
        task: &Task,
        issue: &Transition,
        to: &[(OrgId, Option<i64>)],
    ) -> Result<(), AutomergeError> {
        self.record(Table::Tasks, &task.id.to_string(), task.fields())?;
        for (branch, target) in to {
            // A cell cannot hold nothing and be there, so no target is an empty text.
            let target = target.map_or(Value::Text(String::new()), Value::Number);
            self.cell(Table::Assignments, &format!("{}/{branch}", task.id), target.scalar())?;
        }
        self.record(Table::Transitions, &issue.id.to_string(), issue.fields())
    }

    fn table(&mut self, table: Table) -> Result<(&mut AutoCommit, ObjId), AutomergeError> {
        let parent = self.document.table(table).map_err(|_| AutomergeError::InvalidObjId(table.name().to_owned()))?;
        Ok((self.document.doc_mut(), parent))
    }
}

impl Ledger {
    /// Whether `who` may write a document with the device in hand, and this version of the code may.
    pub(super) fn require_writable(&self, who: &Author, id: &DocId) -> Result<(), Refusal> {
        if let Some(day) = self.past() {
            return Err(Refusal::Past(day));
        }
        if DeviceId::of_actor(self.actor().to_bytes()) != Some(who.device) {
            return Err(Refusal::WrongDevice);
        }
        if self.access(who, id) != Access::Write {
            return Err(Refusal::NoRight(id.clone()));
        }
        if self.documents.get(id).is_some_and(|document| document.schema() > SCHEMA) {
            return Err(Refusal::NewerSchema(id.clone()));
        }
        Ok(())
    }

    /// Runs `write` on a document as one change by `who`, after checking that they may.
    pub(crate) fn write(
        &mut self,
        who: &Author,
        now: Timestamp,
        id: &DocId,
        write: impl FnOnce(&mut Pen<'_>) -> Result<(), AutomergeError>,
    ) -> Result<Written, Refusal> {
        self.require_writable(who, id)?;
        let document = self.document_for_writing(id);
        let mut pen = Pen { document };
        let result =
            pen.cell(Table::Authors, &who.device.to_string(), author_line(who).as_str()).and_then(|()| write(&mut pen));
        if let Err(why) = result {
            document.rollback();
            return Err(why.into());
        }
        let change = document.commit(now);
        let touched = self.read_touched(id);
        Ok(Written { change, touched, ..Written::nothing(id.clone()) })
    }
}
