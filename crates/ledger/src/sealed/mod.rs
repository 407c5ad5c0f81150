//! Personal data (domain.md, "Personal data"): rows that few may see, and that can be erased for good.
//!
//! The rows of a sealed register stand in a document of its keeper (`sealed/<org>/<year>`), which nobody below gets. A
//! document keeps whatever was once written into it, so every cell is encrypted with the key of its row, and the keys are
//! in no document: the devices that may read the rows have them, and the hub hands them on. To erase a row is to
//! destroy its key there and everywhere; what stays is that there was a row. Who may not see the rows gets how many of
//! them there are ([`Counted`](crate::register::Counted)), from the keeper's devices.
//!
//! A branch has such a document too, which the county writes: what each person of it is paid ([`crate::points::Slip`]).
//! The branch's devices hold all of its rows, but get the keys of those alone that are for the person in front of them;
//! and when the year is settled every key of it is destroyed.

mod counts;
mod key;

pub use counts::Count;
pub use key::{NewKey, RowKey};

use chrono::{Datelike as _, NaiveDate};

use crate::{
    doc_id::{DocId, DocKind},
    ids::{OrgId, RowId},
    ledger::Ledger,
    register::ERASED,
    schema::Table,
    touched::Touched,
};

impl Ledger {
    /// Takes in the keys of sealed rows; those of erased rows are passed over.
    pub fn add_keys(&mut self, keys: impl IntoIterator<Item = impl Into<(RowId, RowKey)>>) -> Touched {
        let before = self.rows.keys.len();
        self.rows.keys.extend(keys.into_iter().map(Into::into));
        if self.rows.keys.len() == before { Touched::default() } else { self.read_sealed() }
    }

    /// Forgets keys, and with them what the rows said.
    pub fn drop_keys(&mut self, rows: &[RowId]) -> Touched {
        let before = self.rows.keys.len();
        self.rows.keys.retain(|row, _| !rows.contains(row));
        if self.rows.keys.len() == before { Touched::default() } else { self.read_sealed() }
    }

    /// The rows that were erased, by who kept them.
    pub fn erased_rows(&self) -> impl Iterator<Item = (&OrgId, RowId)> {
        let all = self.rows.registered.iter().flat_map(|(org, rows)| rows.iter().map(move |row| (org, row)));
        all.filter(|(_, (_, data))| data.cells.contains_key(ERASED)).map(|(org, (id, _))| (org, *id))
    }

    /// How many sealed rows of an organisation cannot be read here, though they were not erased.
    pub fn locked_rows(&self, org: &OrgId, register: &str) -> usize {
        let rows = self.rows.registered.get(org).into_iter().flat_map(|rows| rows.values());
        let locked = rows.filter(|data| data.locked && !data.cells.contains_key(ERASED));
        locked.filter(|data| data.record.as_ref().is_some_and(|record| record.register == register)).count()
    }

    /// Whether any sealed row cannot be read here, though it was not erased.
    pub fn has_locked_rows(&self) -> bool {
        let mut rows = self.rows.registered.values().flat_map(|rows| rows.values());
        rows.any(|data| data.locked && data.record.is_some() && !data.cells.contains_key(ERASED))
    }

    /// Whether a document is to leave the devices on a day: what a branch's people were paid, once the year is settled.
    pub fn leaves(&self, doc: &DocId, today: NaiveDate) -> bool {
        is_past(doc, today) && doc.owner().is_some_and(|owner| self.orgs().is_branch(owner))
    }

    /// The documents here that are to leave on a day.
    pub fn leaving(&self, today: NaiveDate) -> Vec<DocId> {
        self.documents.keys().filter(|doc| self.leaves(doc, today)).cloned().collect()
    }

    fn read_sealed(&mut self) -> Touched {
        let mut touched = Touched::default();
        for (id, document) in self.documents.iter_mut().filter(|(id, _)| id.kind() == DocKind::Sealed) {
            for table in [Table::Rows, Table::RowCells] {
                for key in document.keys(table) {
                    self.rows.read(document, table, &key, &mut touched);
                }
            }
            touched.registers.extend(id.owner().cloned());
        }
        touched
    }
}

/// The last month of the next year in which a year's pay is still published, appealed against and looked up: scores are
/// added up after the year's last day.
const SETTLED_BY: u32 = 3;

/// Whether the pay of a year is settled, and what was told of it leaves.
pub(crate) fn is_settled(year: u16, today: NaiveDate) -> bool {
    (today.year(), today.month()) > (i32::from(year) + 1, SETTLED_BY)
}

/// Whether a document is sealed and of a year that is settled.
pub fn is_past(doc: &DocId, today: NaiveDate) -> bool {
    doc.kind() == DocKind::Sealed && is_settled(doc.year(), today)
}

/// Whether the rows of a document are encrypted.
pub(crate) fn is_sealed(place: &DocId) -> bool {
    place.kind() == DocKind::Sealed
}
