//! What stands in a document without how it came to stand there: read many times as quickly as the document, and nothing
//! to write to.
#![cfg_attr(not(feature = "extracts"), allow(dead_code, reason = "nothing is linked of it"))]

use std::borrow::Cow;

use automerge::{ObjId, ReadDoc as _, ScalarValue, Value as Found};
use serde::{Deserialize, Serialize};

use super::{
    Document, Hand,
    ahead::{Keyed, Values},
    device_of,
};
use crate::{
    doc_id::{DocId, DocKind},
    ids::DeviceId,
    moment::Timestamp,
    record::Value,
    schema::Table,
};

/// What stands in the tables of a document, but for signatures.
///
/// [`Ledger::open_extract`](crate::Ledger::open_extract) reads the same from it as from the document. It keeps values as
/// they stand, not what is made of them, so that a later version of the ledger may read it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extract {
    /// The names of tables and fields, each once.
    names: Vec<String>,
    /// Whoever wrote something, each once.
    devices: Vec<DeviceId>,
    tables: Vec<Sheet>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sheet {
    name: u32,
    /// In the order of their keys.
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) key: String,
    /// Automerge's winner last.
    standing: Vec<Standing>,
}

/// A value that stands in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    device: Option<u32>,
    /// When it was written, by its author's clock; known where it may be asked for.
    at: Option<Timestamp>,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum What {
    Plain(Value),
    /// Of a sealed row.
    Bytes(Vec<u8>),
    /// The fields of a record.
    Record(Vec<(u32, Value)>),
    /// What no version so far writes.
    Other,
}

impl Extract {
    /// What stands in a document; `None` of one that is an extract itself.
    pub fn of(document: &mut Document) -> Option<Self> {
        if document.extract().is_some() {
            return None;
        }
        let mut extract = Self { names: Vec::new(), devices: Vec::new(), tables: Vec::new() };
        for table in Table::of(document.id().kind()).filter(|table| *table != Table::Seals) {
            // Where a table is not there, reading the extract says so, too.
            if let Ok(rows) = document.rows_of(table) {
                let rows = extract.rows(document, table, rows);
                let name = place(&mut extract.names, table.name(), str::to_owned);
                extract.tables.push(Sheet { name, rows });
            }
        }
        Some(extract)
    }

    /// What [`of`](Self::of) reads of documents of each kind, in words: extracts made by a version that says something else
    /// here may lack what this one reads.
    pub fn contents() -> String {
        let mut contents = String::new();
        for kind in DocKind::ALL {
            contents.push_str(kind.word());
            for table in Table::of(kind).filter(|table| *table != Table::Seals) {
                contents.push(' ');
                contents.push_str(table.name());
                contents.push_str(if table.has_drawers() { "/" } else { "" });
            }
            contents.push('\n');
        }
        contents
    }

    fn rows(&mut self, document: &mut Document, table: Table, all: Vec<Keyed>) -> Vec<Row> {
        let row = |(key, single): Keyed| {
            let standing = single.map_or_else(|| document.operations(table, &key), |single| vec![single]);
            // What a conflict is told with, and since when a leader is linked.
            let is_dated = standing.len() > 1 || table == Table::Links;
            let one = |(value, operation): (Found<'static>, ObjId)| {
                let at = if is_dated { document.committed_at(&operation) } else { None };
                let device = device_of(&operation).map(|device| place(&mut self.devices, &device, |device| *device));
                Standing { device, at, what: self.what(document, &value, &operation) }
            };
            Row { key, standing: standing.into_iter().map(one).collect() }
        };
        all.into_iter().map(row).collect()
    }

    fn what(&mut self, document: &Document, value: &Found<'_>, operation: &ObjId) -> What {
        if value.is_object() {
            let fields = document.doc.map_range(operation, ..);
            let fields = fields.filter_map(|one| Some((one.key, Value::take(one.value)?)));
            return What::Record(
                fields.map(|(name, value)| (place(&mut self.names, &*name, str::to_owned), value)).collect(),
            );
        }
        let bytes = || value.as_bytes().map_or(What::Other, |bytes| What::Bytes(bytes.to_vec()));
        Value::read(value).map_or_else(bytes, What::Plain)
    }

    fn sheet(&self, table: Table) -> Option<&Sheet> {
        self.tables.iter().find(|one| self.name(one.name) == Some(table.name()))
    }

    fn name(&self, place: u32) -> Option<&str> {
        self.names.get(usize::try_from(place).ok()?).map(String::as_str)
    }

    pub(super) fn rows_of(&self, table: Table) -> Option<&[Row]> {
        self.sheet(table).map(|sheet| sheet.rows.as_slice())
    }

    fn standing(&self, table: Table, key: &str) -> &[Standing] {
        let rows = self.rows_of(table).unwrap_or_default();
        let at = rows.binary_search_by(|row| row.key.as_str().cmp(key)).ok();
        at.and_then(|at| rows.get(at)).map(|row| row.standing.as_slice()).unwrap_or_default()
    }

    /// The value at a key where one alone stands, with who put it there.
    pub(super) fn single(&self, table: Table, key: &str) -> Option<(Found<'_>, Hand<'static>)> {
        match self.standing(table, key) {
            [one] => Some((one.value(), self.hand(one))),
            _ => None,
        }
    }

    /// Every value that stands at a key, with who put it there, Automerge's winner last.
    pub(super) fn all(&self, table: Table, key: &str) -> Vec<(Found<'_>, Hand<'_>)> {
        self.standing(table, key).iter().map(|one| (one.value(), self.hand(one))).collect()
    }

    /// The record that stands at a key, with who put it there.
    pub(super) fn record(&self, table: Table, key: &str) -> Option<(Values<'_>, Hand<'_>)> {
        let one = self.standing(table, key).last()?;
        matches!(one.what, What::Record(_)).then(|| (Values::Kept(self, one), self.hand(one)))
    }

    fn hand(&self, standing: &Standing) -> Hand<'static> {
        let device = standing.device.and_then(|place| self.devices.get(usize::try_from(place).ok()?));
        Hand::Kept(device.copied(), standing.at)
    }

    /// A field of a record.
    pub(crate) fn field<'e>(&'e self, standing: &'e Standing, field: &str) -> Option<&'e Value> {
        let What::Record(fields) = &standing.what else { return None };
        fields.iter().find(|(name, _)| self.name(*name) == Some(field)).map(|(_, value)| value)
    }
}

impl Standing {
    /// As Automerge gives it; of a record only that it is one.
    fn value(&self) -> Found<'_> {
        match &self.what {
            What::Plain(value) => Found::Scalar(Cow::Owned(value.scalar())),
            What::Bytes(bytes) => Found::Scalar(Cow::Owned(ScalarValue::Bytes(bytes.clone()))),
            What::Record(_) => Found::map(),
            What::Other => Found::Scalar(Cow::Owned(ScalarValue::Null)),
        }
    }
}

impl Document {
    /// What stands in an extract, to be read as a document is.
    pub(crate) fn of_extract(id: DocId, extract: Extract) -> Self {
        Self { extract: Some(extract), ..Self::empty(id) }
    }
}

/// Where something stands in a list, put there if it is not there yet.
fn place<T: PartialEq<B>, B: ?Sized>(all: &mut Vec<T>, one: &B, own: impl Fn(&B) -> T) -> u32 {
    let at = all.iter().position(|known| known == one).unwrap_or_else(|| {
        all.push(own(one));
        all.len() - 1
    });
    // Nobody has that many; what is beyond the list stands for nothing.
    u32::try_from(at).unwrap_or(u32::MAX)
}
