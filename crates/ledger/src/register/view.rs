//! Registers and their rows, as they are read.

use std::collections::BTreeMap;

use super::{Column, ColumnKind, Flaw, Register, RowRecord, SOURCE, VOID, check::is_blank, row::RowData};
use crate::{
    access::Access,
    author::Author,
    doc_id::DocId,
    ids::{DeviceId, OrgId, RowId},
    ledger::Ledger,
    org::Tier,
    record::{Cell, FileHash, FileRef, Value},
};

/// A row of a register.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Who began it, and when.
    pub record: &'a RowRecord,
    cells: &'a BTreeMap<String, Cell>,
}

impl<'a> Row<'a> {
    pub(crate) fn of(data: &'a RowData) -> Option<Self> {
        let record = data.record.as_ref().filter(|_| !data.locked)?;
        Some(Self { record, cells: &data.cells })
    }

    /// What stands in a column.
    pub fn value(&self, column: &str) -> Option<&'a Value> {
        self.cells.get(column)?.value().filter(|value| !is_blank(value))
    }

    /// The cell of a column, with every value that was written to it concurrently.
    pub fn cell(&self, column: &str) -> Option<&'a Cell> {
        self.cells.get(column)
    }

    /// What stands in columns that the register does not have, or not any more.
    pub fn others(&self, register: &'a Register) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let row = *self;
        let columns = self.cells.keys().filter(move |id| *id != VOID && *id != SOURCE && register.column(id).is_none());
        columns.filter_map(move |id| Some((id.as_str(), row.value(id)?)))
    }

    /// From what it was read in ([`source_of`](super::source_of)), if it was and says so.
    pub fn source(&self) -> Option<&'a str> {
        let sealed = match self.value(SOURCE) {
            Some(Value::Text(source)) => Some(source.as_str()),
            _ => None,
        };
        self.record.source.as_deref().or(sealed)
    }

    /// Why the row was struck out, if it was.
    pub fn struck_out(&self) -> Option<&'a str> {
        match self.value(VOID)? {
            Value::Text(reason) => Some(reason),
            Value::Number(_) => None,
        }
    }

    /// The device that struck it out last, or took it up again.
    pub fn struck_out_by(&self) -> Option<DeviceId> {
        self.cells.get(VOID)?.device()
    }

    /// What is wrong with it.
    pub fn flaws(&self, register: &Register) -> Vec<Flaw> {
        register.flaws(|column| self.value(column))
    }
}

impl Ledger {
    /// The registers of the taskbook, retired ones among them, by the code of their work item and their name in code.
    pub fn registers(&self) -> Vec<&Register> {
        let mut all: Vec<&Register> = self.rows.registers.values().collect();
        all.sort_by_key(|one| (&one.item, &one.id));
        all
    }

    /// A register.
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.rows.registers.get(id)
    }

    /// The registers that an organisation keeps.
    pub fn registers_of(&self, org: &OrgId) -> Vec<&Register> {
        let mut all = self.registers_ever_of(org);
        all.retain(|register| !register.retired);
        all
    }

    /// The registers that an organisation keeps, or kept until they were retired.
    pub(crate) fn registers_ever_of(&self, org: &OrgId) -> Vec<&Register> {
        let Some(kind) = self.orgs().get(org).map(|org| org.kind) else { return Vec::new() };
        self.registers().into_iter().filter(|register| register.is_for(kind)).collect()
    }

    /// The rows of a register at an organisation, in the order in which they were begun; those struck out among them.
    pub fn register_rows<'a>(&'a self, org: &OrgId, register: &'a str) -> impl Iterator<Item = Row<'a>> {
        let rows = self.rows.registered.get(org).into_iter().flat_map(BTreeMap::values);
        rows.filter_map(Row::of).filter(move |row| row.record.register == register)
    }

    /// What those above an organisation wrote about it: the rows in force of their registers in which a column names it,
    /// each with its keeper and register, the newest first.
    pub fn rows_about<'a>(&'a self, org: &'a OrgId) -> Vec<(&'a OrgId, &'a Register, Row<'a>)> {
        let mut all = Vec::new();
        for keeper in self.orgs().upwards(org).skip(1) {
            for register in self.registers_ever_of(keeper) {
                let of_orgs: Vec<&Column> =
                    register.columns.iter().filter(|column| column.kind == ColumnKind::Organisation).collect();
                let names = |row: &Row<'_>| {
                    let is_it = |column: &&Column| matches!(row.value(&column.id), Some(Value::Text(id)) if *id == org.as_str());
                    row.struck_out().is_none() && of_orgs.iter().any(is_it)
                };
                let rows = self.register_rows(keeper, &register.id).filter(names);
                all.extend(rows.map(|row| (keeper, register, row)));
            }
        }
        all.sort_by_key(|(_, _, row)| std::cmp::Reverse((row.record.at, row.record.id)));
        all
    }

    /// A row.
    pub fn row(&self, org: &OrgId, row: RowId) -> Option<Row<'_>> {
        Row::of(self.rows.registered.get(org)?.get(&row)?)
    }

    /// Whether a row is here and tells of no persons: it stands in a register that is known and not sealed.
    pub fn is_open_row(&self, row: RowId) -> bool {
        let found = self.rows.registered.values().find_map(|rows| rows.get(&row)).and_then(|data| data.record.as_ref());
        found.and_then(|record| self.register(&record.register)).is_some_and(|register| !register.sealed)
    }

    /// The files that an organisation's rows refer to, small pictures included.
    pub(crate) fn files_of_rows(&self, org: &OrgId) -> impl Iterator<Item = FileHash> {
        let rows = self.rows.registered.get(org).into_iter().flat_map(BTreeMap::values);
        // Whatever reads as a file is one: the register may have changed, or not be here.
        let texts = rows.flat_map(|row| row.cells.values()).filter_map(|cell| match cell.value()? {
            Value::Text(text) if text.starts_with('{') => Some(text),
            _ => None,
        });
        let files = texts.filter_map(|text| serde_json::from_str::<FileRef>(text).ok());
        files.flat_map(|file| [Some(file.hash), file.thumb]).flatten()
    }

    /// Whether `who` may write the rows of a register at an organisation.
    pub fn may_keep(&self, who: &Author, org: &OrgId, register: &Register) -> bool {
        !register.retired && self.may_erase(who, org, register)
    }

    /// Whether `who` may erase rows of a sealed register at an organisation: of a retired one, too.
    pub fn may_erase(&self, who: &Author, org: &OrgId, register: &Register) -> bool {
        let kept = self.orgs().get(org).is_some_and(|org| register.is_for(org.kind));
        kept && self.access(who, &self.rows_of(org, register)) == Access::Write
    }

    /// Whether `who` may see the rows of a register at an organisation.
    pub fn may_see(&self, who: &Author, org: &OrgId, register: &Register) -> bool {
        self.access(who, &self.rows_of(org, register)) != Access::None
    }

    /// The document in which an organisation keeps the rows of a register.
    pub(crate) fn rows_of(&self, org: &OrgId, register: &Register) -> DocId {
        match register.keeper {
            _ if register.sealed => DocId::sealed(org, self.year()),
            Tier::Branch => DocId::branch(org, self.year()),
            Tier::Township | Tier::County => DocId::township(org, self.year()),
        }
    }
}
