//! Reading and writing the scalar fields of a record.

use automerge::{AutoCommit, AutomergeError, ObjId, ScalarValue, transaction::Transactable as _};
use chrono::NaiveDate;

use super::cell::Value;
use crate::{
    author::Author,
    document::{Document, Values},
    ids::DeviceId,
    moment::Timestamp,
    org::Role,
    problem::Problem,
    schema::Table,
};

/// A record in a table, read field by field; a missing or wrong field is a [`Problem`] that names it.
pub(crate) struct Fields<'a> {
    document: &'a Document,
    table: Table,
    key: &'a str,
    /// The device that made it.
    device: Option<DeviceId>,
    values: Values<'a>,
}

impl<'a> Fields<'a> {
    pub(crate) fn open(document: &'a Document, table: Table, key: &'a str) -> Result<Self, Problem> {
        let (values, hand) = document.record(table, key).ok_or_else(|| bad(document, table, key, "record"))?;
        Ok(Self { document, table, key, device: hand.device(), values })
    }

    pub(crate) fn bad(&self, field: &'static str) -> Problem {
        bad(self.document, self.table, self.key, field)
    }

    pub(crate) fn key<T: std::str::FromStr>(&self) -> Result<T, Problem> {
        self.key.parse().map_err(|_| self.bad("key"))
    }

    pub(crate) fn optional_text(&self, field: &'static str) -> Option<String> {
        self.str(field).map(str::to_owned)
    }

    fn str(&self, field: &'static str) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            Value::Number(_) => None,
        }
    }

    pub(crate) fn text(&self, field: &'static str) -> Result<String, Problem> {
        self.optional_text(field).ok_or_else(|| self.bad(field))
    }

    pub(crate) fn parsed<T: std::str::FromStr>(&self, field: &'static str) -> Result<T, Problem> {
        self.str(field).and_then(|text| text.parse().ok()).ok_or_else(|| self.bad(field))
    }

    pub(crate) fn word<T>(&self, field: &'static str, read: fn(&str) -> Option<T>) -> Result<T, Problem> {
        self.str(field).and_then(read).ok_or_else(|| self.bad(field))
    }

    pub(crate) fn optional_int(&self, field: &'static str) -> Option<i64> {
        match self.value(field)? {
            Value::Number(number) => Some(*number),
            Value::Text(_) => None,
        }
    }

    pub(crate) fn time(&self, field: &'static str) -> Result<Timestamp, Problem> {
        self.optional_int(field).map(Timestamp).ok_or_else(|| self.bad(field))
    }

    pub(crate) fn optional_date(&self, field: &'static str) -> Option<NaiveDate> {
        self.str(field).and_then(parse_date)
    }

    /// The author: the device is that of the operation which made the record; the rest is what it wrote.
    pub(crate) fn author(&self) -> Result<Author, Problem> {
        Ok(Author {
            device: self.device()?,
            org: self.parsed("org")?,
            role: self.word("role", Role::from_word)?,
            person: self.text("person")?,
        })
    }

    fn value(&self, field: &str) -> Option<&Value> {
        self.values.get(field)
    }

    fn device(&self) -> Result<DeviceId, Problem> {
        self.device.ok_or_else(|| self.bad("actor"))
    }
}

fn bad(document: &Document, table: Table, key: &str, field: &'static str) -> Problem {
    let key = key.chars().take(80).collect();
    Problem::BadRecord { doc: document.id().clone(), table: table.name(), key, field }
}

/// A date as `YYYY-MM-DD`.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Writes the fields that have a value.
pub(crate) fn write_fields(
    doc: &mut AutoCommit,
    object: &ObjId,
    fields: Vec<(&'static str, Option<ScalarValue>)>,
) -> Result<(), AutomergeError> {
    fields.into_iter().try_for_each(|(name, value)| value.map_or(Ok(()), |value| doc.put(object, name, value)))
}

/// The fields that say who wrote a record.
pub(crate) fn write_author(author: &Author) -> Vec<(&'static str, Option<ScalarValue>)> {
    vec![
        ("org", Some(author.org.as_str().into())),
        ("role", Some(author.role.word().into())),
        ("person", Some(author.person.as_str().into())),
    ]
}
