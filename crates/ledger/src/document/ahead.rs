//! What stands in a table, read in one go: to look each key up by itself takes several times as long.

use std::collections::BTreeMap;

use automerge::{ObjId, ReadDoc as _, Value};

use super::Document;
use crate::schema::Table;

/// The values of a table's keys, where one alone stands.
#[derive(Debug, Clone)]
pub(super) struct Ahead {
    table: Table,
    values: BTreeMap<String, Option<(Value<'static>, ObjId)>>,
}

impl Document {
    /// Reads a whole table ahead of its rows, and gives its keys. Nothing may be written or merged before
    /// [`look_no_further`](Self::look_no_further).
    pub(crate) fn look_ahead(&mut self, table: Table) -> Vec<String> {
        let Ok(object) = self.table(table) else { return Vec::new() };
        let all = self.doc.map_range(&object, ..).map(|one| {
            let id = one.id();
            let single = (!one.conflict).then(|| (one.value.into_value().into_owned(), id));
            (one.key.into_owned(), single)
        });
        let values: BTreeMap<_, _> = all.collect();
        let keys = values.keys().cloned().collect();
        self.ahead = Some(Ahead { table, values });
        keys
    }

    /// Forgets what was read ahead.
    pub(crate) fn look_no_further(&mut self) {
        self.ahead = None;
    }

    /// Every value that stands at a key of a table, with the operation that put it there, Automerge's winner last.
    pub(crate) fn standing(&self, table: Table, key: &str) -> Vec<(Value<'_>, ObjId)> {
        let ahead = self.ahead.as_ref().filter(|ahead| ahead.table == table);
        if let Some(Some((value, id))) = ahead.and_then(|ahead| ahead.values.get(key)) {
            return vec![(value.clone(), id.clone())];
        }
        let all = self.table(table).ok().and_then(|object| self.doc.get_all(&object, key).ok());
        all.unwrap_or_default()
    }

    /// Automerge's winner of them.
    pub(crate) fn winner(&self, table: Table, key: &str) -> Option<(Value<'_>, ObjId)> {
        self.standing(table, key).pop()
    }
}
