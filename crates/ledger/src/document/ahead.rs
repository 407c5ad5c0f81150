//! What stands in a table, read in one go: to look each key up by itself takes several times as long.

use std::borrow::Cow;

use automerge::{ObjId, ReadDoc as _, Value as Found};

use super::{Document, Extract, device_of, extract::Standing};
use crate::{ids::DeviceId, moment::Timestamp, problem::Problem, record::Value, schema::Table};

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
    single: Option<(Found<'static>, ObjId)>,
}

/// A key of a table, with its value and the operation that put it there where one alone stands.
pub(super) type Keyed = (String, Option<(Found<'static>, ObjId)>);

/// Who put a value there: the operation tells, or the extract.
#[derive(Debug, Clone)]
pub(crate) enum Hand<'a> {
    /// The operation.
    Operation(Cow<'a, ObjId>),
    /// Whose it was, and when it was committed, by its author's clock.
    Kept(Option<DeviceId>, Option<Timestamp>),
}

impl Hand<'_> {
    /// The device.
    pub(crate) fn device(&self) -> Option<DeviceId> {
        match self {
            Self::Operation(operation) => device_of(operation),
            Self::Kept(device, _) => *device,
        }
    }

    pub(crate) fn into_owned(self) -> Hand<'static> {
        match self {
            Self::Operation(operation) => Hand::Operation(Cow::Owned(operation.into_owned())),
            Self::Kept(device, at) => Hand::Kept(device, at),
        }
    }
}

/// The fields of a record, read in one go: to look each up by itself costs ten times as much.
pub(crate) enum Values<'a> {
    /// From the document.
    Read(Vec<(Cow<'a, str>, Value)>),
    /// From an extract.
    Kept(&'a Extract, &'a Standing),
}

impl Values<'_> {
    /// What stands in a field.
    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        match self {
            Self::Read(all) => all.iter().find(|(name, _)| name == field).map(|(_, value)| value),
            Self::Kept(extract, standing) => extract.field(standing, field),
        }
    }
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
    /// What is read instead of the document. A tablet has none, nor the code for it.
    pub(super) fn extract(&self) -> Option<&Extract> {
        if cfg!(feature = "extracts") { self.extract.as_ref() } else { None }
    }

    /// Reads a whole table ahead of its rows. Nothing may be written or merged before
    /// [`look_no_further`](Self::look_no_further).
    pub(crate) fn look_ahead(&mut self, table: Table) -> Result<(), Problem> {
        let rows = if let Some(extract) = self.extract() {
            let rows = extract.rows_of(table).ok_or_else(|| self.no_table(table))?;
            rows.iter().map(|row| Row { key: row.key.clone(), single: None }).collect()
        } else {
            let rows = self.rows_of(table)?.into_iter();
            rows.map(|(key, single)| Row { key, single }).collect()
        };
        self.ahead = Some(Ahead { table, rows, at: 0 });
        Ok(())
    }

    /// The keys of a table in their order.
    pub(super) fn rows_of(&self, table: Table) -> Result<Vec<Keyed>, Problem> {
        let maps = self.maps(table)?;
        let all = maps.iter().flat_map(|map| self.doc.map_range(map, ..)).map(|one| {
            let id = (!one.conflict).then(|| one.id());
            let single = id.map(|id| (one.value.into_value(), id));
            (one.key.into_owned(), single)
        });
        let mut all: Vec<_> = all.collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        all.dedup_by(|(next, _), (kept, single)| {
            // In two maps, when an earlier version wrote it at the same time.
            let is_twice = next == kept;
            if is_twice {
                *single = None;
            }
            is_twice
        });
        Ok(all)
    }

    /// Whether a table is there whose rows are not read. Of an extract nobody asks.
    pub(crate) fn look_for(&self, table: Table) -> Result<(), Problem> {
        if self.extract().is_some() { Ok(()) } else { self.table(table).map(drop) }
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

    /// The value at a key of an extract, or of the table that was read ahead, where one alone stands, with who put it there.
    pub(crate) fn single(&self, table: Table, key: &str) -> Option<(Found<'_>, Hand<'_>)> {
        if let Some(extract) = self.extract() {
            return extract.single(table, key);
        }
        let ahead = self.ahead.as_ref().filter(|ahead| ahead.table == table)?;
        let (value, id) = ahead.row(key)?.single.as_ref()?;
        let value = match value {
            Found::Object(kind) => Found::Object(*kind),
            Found::Scalar(scalar) => Found::Scalar(Cow::Borrowed(scalar)),
        };
        Some((value, Hand::Operation(Cow::Borrowed(id))))
    }

    /// Every value that stands at a key of a table, with who put it there, Automerge's winner last.
    pub(crate) fn standing(&self, table: Table, key: &str) -> Vec<(Found<'_>, Hand<'_>)> {
        if let Some(extract) = self.extract() {
            return extract.all(table, key);
        }
        let all = self.operations(table, key).into_iter();
        all.map(|(value, id)| (value, Hand::Operation(Cow::Owned(id)))).collect()
    }

    /// Every value that stands at a key of a table of the document itself, with the operation that put it there.
    pub(super) fn operations(&self, table: Table, key: &str) -> Vec<(Found<'static>, ObjId)> {
        let Ok((own, drawer)) = self.maps_for(table, key) else { return Vec::new() };
        let maps = std::iter::once(own).chain(drawer);
        let all = maps.flat_map(|map| self.doc.get_all(&map, key).unwrap_or_default().into_iter());
        all.map(|(value, id)| (value.into_owned(), id)).collect()
    }

    /// Automerge's winner of them.
    pub(crate) fn winner(&self, table: Table, key: &str) -> Option<(Found<'_>, Hand<'_>)> {
        self.single(table, key).or_else(|| self.standing(table, key).pop())
    }

    /// The record that stands at a key of a table, with who put it there.
    pub(crate) fn record(&self, table: Table, key: &str) -> Option<(Values<'_>, Hand<'_>)> {
        if let Some(extract) = self.extract() {
            return extract.record(table, key);
        }
        match self.winner(table, key)? {
            (value, Hand::Operation(object)) if value.is_object() => {
                let all = self.doc.map_range(object.as_ref(), ..);
                let all = all.filter_map(|one| Some((one.key, Value::take(one.value)?)));
                Some((Values::Read(all.collect()), Hand::Operation(object)))
            }
            _ => None,
        }
    }
}
