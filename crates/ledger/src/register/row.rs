//! A row as it stands in a document.

use std::collections::BTreeMap;

use automerge::ScalarValue;

use super::check::is_blank;
use crate::{
    author::Author,
    document::Document,
    fingerprint::Fingerprint,
    ids::RowId,
    moment::Timestamp,
    problem::Problem,
    record::{Cell, Fields, Value, write_author},
    schema::Table,
};

/// The cell that strikes a row out: it holds the reason. No column can have this name.
pub(crate) const VOID: &str = "~void";

/// The cell that says from what a row of a sealed register was read in: it is encrypted like the others and goes with
/// the row's key, since whoever guesses a name could tell from a bare hash whether it is there.
pub(crate) const SOURCE: &str = "~source";

/// How many digits of a hash tell one row of a table from another: 64 bits, for at most some thousands of rows.
const SOURCE_DIGITS: usize = 16;

/// What tells that a row of a table was read in before, whatever was done to it since: a hash of what came in.
pub fn source_of(cells: &[(String, Value)]) -> String {
    let mut filled: Vec<_> = cells.iter().filter(|(_, value)| !is_blank(value)).collect();
    filled.sort_by(|(one, _), (other, _)| one.cmp(other));
    let parts = filled.into_iter().flat_map(|(column, value)| [column.clone(), value.to_string()]);
    Fingerprint::of(parts).to_string().chars().take(SOURCE_DIGITS).collect()
}

/// The cell that says of a sealed row that its key is destroyed. It is the only one that is not encrypted.
pub(crate) const ERASED: &str = "~erased";

/// Who began a row of which register, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRecord {
    /// The row.
    pub id: RowId,
    /// The register's name in code.
    pub register: String,
    /// Who began it.
    pub author: Author,
    /// When.
    pub at: Timestamp,
    /// Whether it was read in from a table, and not typed.
    pub imported: bool,
    /// From what it was read in ([`source_of`]). Rows of before do not tell, nor do those of sealed registers here.
    pub source: Option<String>,
}

/// A row with its cells; those of a record that is not here yet wait for it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RowData {
    pub(crate) record: Option<RowRecord>,
    pub(crate) cells: BTreeMap<String, Cell>,
    /// Whether it is sealed and cannot be read: its key is destroyed, or has not come yet.
    pub(crate) locked: bool,
}

impl RowRecord {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::Rows, key)?;
        let (id, register) = (fields.key()?, fields.text("register")?);
        let imported = fields.optional_int("imported").is_some_and(|one| one != 0);
        let source = fields.optional_text("source");
        Ok(Self { id, register, author: fields.author()?, at: fields.time("at")?, imported, source })
    }

    pub(crate) fn fields(&self) -> Vec<(&'static str, Option<ScalarValue>)> {
        let mut fields =
            vec![("register", Some(self.register.as_str().into())), ("at", Some(ScalarValue::Int(self.at.0)))];
        fields.push(("imported", self.imported.then_some(ScalarValue::Int(1))));
        fields.push(("source", self.source.as_deref().map(Into::into)));
        fields.extend(write_author(&self.author));
        fields
    }
}

/// The key of a row's cell, and back.
pub(crate) fn cell_key(row: RowId, column: &str) -> String {
    format!("{row}/{column}")
}

pub(crate) fn parse_key(key: &str) -> Option<(RowId, &str)> {
    let (row, column) = key.split_once('/')?;
    Some((row.parse().ok()?, column))
}

/// The row that a row of a document's table belongs to.
pub(crate) fn row_of(table: Table, key: &str) -> Option<RowId> {
    match table {
        Table::Rows => key.parse().ok(),
        Table::RowCells => parse_key(key).map(|(row, _)| row),
        _ => None,
    }
}
