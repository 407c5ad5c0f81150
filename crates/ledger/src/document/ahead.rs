//! What stands in a table, read in one go: to look each key up by itself takes several times as long.

use std::borrow::Cow;

use automerge::{ObjId, ReadDoc as _, Value};

use super::Document;
use crate::{problem::Problem, schema::Table};

/// The rows of a table.
#[derive(Debug, Clone)]
pub(super) struct Ahead {
    table: Table,
    /// In the order of their keys.
    rows: Vec<Row>,
    /// Which of them is being read: most of what is asked for stands there.
    at: usize,
}

#[derive(Debug, Clone)]
struct Row {
    key: String,
    /// The value, where one alone stands.
    single: Option<(Value<'static>, ObjId)>,
}

impl Ahead {
    fn row(&self, key: &str) -> Option<&Row> {
        let current = self.rows.get(self.at).filter(|row| row.key == key);
        current.or_else(|| {
            let at = self.rows.binary_search_by(|row| row.key.as_str().cmp(key)).ok()?;
            self.rows.get(at)
        })
    }
}

impl Document {
    /// Reads a whole table ahead of its rows. Nothing may be written or merged before
    /// [`look_no_further`](Self::look_no_further).
    pub(crate) fn look_ahead(&mut self, table: Table) -> Result<(), Problem> {
        let object = self.table(table)?;
        let all = self.doc.map_range(&object, ..).map(|one| {
            let id = (!one.conflict).then(|| one.id());
            let single = id.map(|id| (one.value.into_value(), id));
            Row { key: one.key.into_owned(), single }
        });
        let mut rows: Vec<Row> = all.collect();
        rows.sort_by(|one, other| one.key.cmp(&other.key));
        self.ahead = Some(Ahead { table, rows, at: 0 });
        Ok(())
    }

    /// Goes to a row of the table that was read ahead, and writes its key into `key`; whether there is one.
    pub(crate) fn go_to(&mut self, row: usize, key: &mut String) -> bool {
        let Some(ahead) = &mut self.ahead else { return false };
        let Some(found) = ahead.rows.get(row) else { return false };
        key.clear();
        key.push_str(&found.key);
        ahead.at = row;
        true
    }

    /// Forgets what was read ahead.
    pub(crate) fn look_no_further(&mut self) {
        self.ahead = None;
    }

    /// The value at a key of the table that was read ahead, where one alone stands, with the operation that put it there.
    pub(crate) fn single(&self, table: Table, key: &str) -> Option<(&Value<'static>, &ObjId)> {
        let ahead = self.ahead.as_ref().filter(|ahead| ahead.table == table)?;
        ahead.row(key)?.single.as_ref().map(|(value, id)| (value, id))
    }

    /// Every value that stands at a key of a table, with the operation that put it there, Automerge's winner last.
    pub(crate) fn standing(&self, table: Table, key: &str) -> Vec<(Value<'_>, ObjId)> {
        let all = self.table(table).ok().and_then(|object| self.doc.get_all(&object, key).ok());
        all.unwrap_or_default()
    }

    /// Automerge's winner of them.
    pub(crate) fn winner(&self, table: Table, key: &str) -> Option<(Value<'_>, Cow<'_, ObjId>)> {
        if let Some((value, id)) = self.single(table, key) {
            let value = match value {
                Value::Object(kind) => Value::Object(*kind),
                Value::Scalar(scalar) => Value::Scalar(Cow::Borrowed(scalar)),
            };
            return Some((value, Cow::Borrowed(id)));
        }
        self.standing(table, key).pop().map(|(value, id)| (value, Cow::Owned(id)))
    }
}
