//! Keeping registers: a row is begun, its cells are corrected one by one, it is struck out.

use automerge::ScalarValue;

use super::{Refusal, TEXT_MAX, Written, words};
use crate::{
    answer::{is_of_suggestions, is_whose},
    author::Author,
    doc_id::DocId,
    ids::{OrgId, RowId},
    ledger::Ledger,
    moment::Moment,
    record::Value,
    register::{ColumnKind, ERASED, Register, Row, RowRecord, SOURCE, VOID, cell_key, rows_max, source_of},
    schema::Table,
    sealed::{NewKey, RowKey, is_sealed},
};

/// The most rows of one [`RegisterCommand::AddMany`]: they are one change, which must fit into a frame.
pub const MANY_MAX: usize = 100;

/// What is done to a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegisterCommand {
    /// Begins a row with what was filled in.
    Add {
        /// Whose row.
        org: OrgId,
        /// The register's name in code.
        register: String,
        /// The cells by column.
        cells: Vec<(String, Value)>,
    },
    /// Begins many rows, as when a table is read in: all of them or none.
    AddMany {
        /// Whose rows.
        org: OrgId,
        /// The register's name in code.
        register: String,
        /// The cells of each row by column, at most [`MANY_MAX`] rows.
        rows: Vec<Vec<(String, Value)>>,
    },
    /// Writes one cell of a row; also how a conflict is settled. Nothing empties it.
    Edit {
        /// Whose row.
        org: OrgId,
        /// The row.
        row: RowId,
        /// The column.
        column: String,
        /// The new value.
        value: Option<Value>,
    },
    /// Strikes a row out, or with nothing as the reason takes it up again.
    StrikeOut {
        /// Whose row.
        org: OrgId,
        /// The row.
        row: RowId,
        /// Why.
        reason: Option<String>,
    },
    /// Erases a row of a sealed register for good: its key is to be destroyed, here and everywhere.
    Erase {
        /// Whose row.
        org: OrgId,
        /// The row.
        row: RowId,
    },
}

impl Ledger {
    pub(super) fn register_command(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        command: RegisterCommand,
    ) -> Result<Written, Refusal> {
        let (org, written) = match command {
            RegisterCommand::Add { org, register, cells } => {
                let written = self.add_rows(who, moment, (&org, &register), vec![cells], false)?;
                (org, written)
            }
            RegisterCommand::AddMany { org, register, rows } => {
                let written = self.add_rows(who, moment, (&org, &register), rows, true)?;
                (org, written)
            }
            RegisterCommand::Edit { org, row, column, value } => {
                let written = self.edit_row(who, moment, &org, row, &column, value)?;
                (org, written)
            }
            RegisterCommand::StrikeOut { org, row, reason } => {
                let written = self.strike_out(who, moment, &org, row, reason)?;
                (org, written)
            }
            RegisterCommand::Erase { org, row } => {
                let written = self.erase(who, moment, &org, row)?;
                (org, written)
            }
        };
        if is_sealed(&written.doc) { self.with_counts(who, moment, &org, written) } else { Ok(written) }
    }

    fn add_rows(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        (org, register): (&OrgId, &str),
        rows: Vec<Vec<(String, Value)>>,
        imported: bool,
    ) -> Result<Written, Refusal> {
        let place = self.row_place(who, org, register)?;
        let kept = self.register(register).ok_or(Refusal::UnknownRegister)?;
        if rows.len() > MANY_MAX {
            return Err(Refusal::TooManyAtOnce(MANY_MAX));
        }
        if rows.len() > self.room(org, register) {
            return Err(Refusal::RegisterFull(rows_max(register)));
        }
        rows.iter().try_for_each(|cells| self.check_row(kept, org, cells))?;
        // Rows of one moment are told apart by their ids alone, and stand in the order in which they came.
        let mut ids: Vec<_> = rows.iter().map(|_| RowId::new(moment.uuid())).collect();
        ids.sort_unstable();
        let (mut new, mut keys, mut first) = (Vec::new(), Vec::new(), None);
        for (id, mut cells) in ids.into_iter().zip(rows) {
            let key = is_sealed(&place).then(|| RowKey::draw(moment));
            let mut source = imported.then(|| source_of(&cells));
            if key.is_some() {
                cells.extend(source.take().map(|source| (SOURCE.to_owned(), Value::Text(source))));
            }
            let (register, author) = (register.to_owned(), who.clone());
            let record = RowRecord { id, register, author, at: moment.now, imported, source };
            let cells = cells.iter().map(|(column, value)| sealed_cell(key.as_ref(), moment, id, column, value));
            new.push((record, cells.collect::<Vec<_>>()));
            first = first.or(Some(id));
            keys.extend(key.map(|key| NewKey { doc: place.clone(), row: id, key, person: None }));
        }
        self.rows.keys.extend(keys.iter().cloned().map(Into::into));
        let written = self.write(who, moment.now, &place, |pen| {
            new.into_iter().try_for_each(|(record, cells)| {
                pen.record(Table::Rows, &record.id.to_string(), record.fields())?;
                cells.into_iter().try_for_each(|(cell, value)| pen.cell(Table::RowCells, &cell, value))
            })
        })?;
        Ok(Written { row: first, keys, ..written })
    }

    /// How many more rows of a register an organisation may begin this year; those struck out count.
    pub fn room(&self, org: &OrgId, register: &str) -> usize {
        rows_max(register).saturating_sub(self.register_rows(org, register).count())
    }

    /// Whether a row may be begun with these cells.
    fn check_row(&self, register: &Register, org: &OrgId, cells: &[(String, Value)]) -> Result<(), Refusal> {
        if let Some((unknown, _)) = cells.iter().find(|(id, _)| register.column(id).is_none()) {
            return Err(Refusal::UnknownColumn(unknown.clone()));
        }
        let flaws = register.flaws(|column| cells.iter().find(|(id, _)| id == column).map(|(_, value)| value));
        if !flaws.is_empty() {
            return Err(Refusal::BadRow(flaws));
        }
        match cells.iter().find(|(id, value)| !self.is_known(register, org, id, value)) {
            Some((unknown, _)) => Err(Refusal::UnknownLink(unknown.clone())),
            None => Ok(()),
        }
    }

    fn edit_row(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        org: &OrgId,
        row: RowId,
        column: &str,
        value: Option<Value>,
    ) -> Result<Written, Refusal> {
        let found = self.row(org, row).ok_or(Refusal::UnknownRow)?;
        if found.struck_out().is_some() {
            return Err(Refusal::StruckOut);
        }
        is_ones_own(who, org, &found)?;
        let register = found.record.register.clone();
        let place = self.row_place(who, org, &register)?;
        let kept = self.register(&register).ok_or(Refusal::UnknownRegister)?;
        if crate::submission::is_act(&register, column) {
            return Err(Refusal::ActsStand);
        }
        let asked = kept.column(column).ok_or_else(|| Refusal::UnknownColumn(column.to_owned()))?;
        let value = value.unwrap_or(Value::Text(String::new()));
        // Only the one column is judged: an old row may lack what the register asks for by now.
        let flaws = kept.flaws(|id| if id == column { Some(&value) } else { found.value(id) });
        let flaws: Vec<_> = flaws.into_iter().filter(|flaw| flaw.column == asked.id).collect();
        if !flaws.is_empty() {
            return Err(Refusal::BadRow(flaws));
        }
        if !self.is_known(kept, org, column, &value) {
            return Err(Refusal::UnknownLink(column.to_owned()));
        }
        self.write_cell(who, moment, &place, row, column, &value)
    }

    fn strike_out(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        org: &OrgId,
        row: RowId,
        reason: Option<String>,
    ) -> Result<Written, Refusal> {
        let found = self.row(org, row).ok_or(Refusal::UnknownRow)?;
        is_ones_own(who, org, &found)?;
        let register = found.record.register.clone();
        let place = self.row_place(who, org, &register)?;
        let reason = reason.map(|reason| words("reason", &reason, TEXT_MAX)).transpose()?.unwrap_or_default();
        self.write_cell(who, moment, &place, row, VOID, &Value::Text(reason))
    }

    fn erase(&mut self, who: &Author, moment: &mut Moment<'_>, org: &OrgId, row: RowId) -> Result<Written, Refusal> {
        let register = self.row(org, row).ok_or(Refusal::UnknownRow)?.record.register.clone();
        let register = self.register(&register).ok_or(Refusal::UnknownRegister)?;
        let place = self.rows_of(org, register);
        if !self.may_erase(who, org, register) {
            return Err(Refusal::NoRight(place));
        }
        if !is_sealed(&place) {
            return Err(Refusal::NotSealed);
        }
        self.write(who, moment.now, &place, |pen| pen.cell(Table::RowCells, &cell_key(row, ERASED), 1_i64))
    }

    fn write_cell(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        place: &DocId,
        row: RowId,
        column: &str,
        value: &Value,
    ) -> Result<Written, Refusal> {
        let key = if is_sealed(place) { Some(self.rows.keys.get(&row).ok_or(Refusal::UnknownRow)?) } else { None };
        let (cell, value) = sealed_cell(key, moment, row, column, value);
        self.write(who, moment.now, place, |pen| pen.cell(Table::RowCells, &cell, value))
    }

    /// The document of the rows of a register at an organisation, if `who` may write it.
    fn row_place(&self, who: &Author, org: &OrgId, register: &str) -> Result<DocId, Refusal> {
        let register = self.register(register).ok_or(Refusal::UnknownRegister)?;
        let place = self.rows_of(org, register);
        if self.may_keep(who, org, register) {
            Ok(place)
        } else if register.retired {
            Err(Refusal::Retired)
        } else {
            Err(Refusal::NoRight(place))
        }
    }

    /// Whether what a cell refers to is there.
    fn is_known(&self, register: &Register, org: &OrgId, column: &str, value: &Value) -> bool {
        let (Some(column), Value::Text(text)) = (register.column(column), value) else { return true };
        match column.kind {
            _ if text.is_empty() => true,
            ColumnKind::Organisation => text.parse().is_ok_and(|id| self.orgs().get(&id).is_some()),
            ColumnKind::Task => text
                .parse()
                .is_ok_and(|task| self.rows.assignments.get(org).is_some_and(|tasks| tasks.contains_key(&task))),
            _ => true,
        }
    }
}

/// Nobody changes or strikes out what another organisation has to say to the county.
fn is_ones_own(who: &Author, org: &OrgId, row: &Row<'_>) -> Result<(), Refusal> {
    let free = !is_of_suggestions(&row.record.register) || is_whose(&who.org, org, row);
    if free { Ok(()) } else { Err(Refusal::NotYours) }
}

/// A row's cell with what is to stand in it: encrypted where there is a key.
pub(super) fn sealed_cell(
    key: Option<&RowKey>,
    moment: &mut Moment<'_>,
    row: RowId,
    column: &str,
    value: &Value,
) -> (String, ScalarValue) {
    let cell = cell_key(row, column);
    let value = match key {
        Some(key) => ScalarValue::Bytes(key.seal(&cell, value, moment)),
        None => value.scalar(),
    };
    (cell, value)
}
