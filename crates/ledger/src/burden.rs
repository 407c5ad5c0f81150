//! The burden meter: how many fields a branch was asked for in a month, form by form, and how many went into tables
//! without being asked for (domain.md, "What it must not become"). It counts what was typed, never who used the app.

use std::collections::BTreeMap;

use crate::{
    answer::SUGGESTIONS,
    ids::OrgId,
    ledger::Ledger,
    record::Value,
    register::{ColumnKind, Register, Row},
    submission::{Period, REGISTER, REMINDERS, TOWNSHIP_REGISTER},
};

/// What was asked for by one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Rows, or words in the journals of tasks.
    pub rows: usize,
    /// Fields that were filled in.
    pub fields: usize,
}

/// What an organisation was asked for in a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Burden {
    /// By register, by its name in code.
    pub registers: BTreeMap<String, Asked>,
    /// In the journals of tasks and their fields.
    pub tasks: Asked,
    /// Tables that were handed in, with the cells that stood in them: made of records, typed by nobody a second time.
    pub handed_in: Asked,
}

impl Burden {
    /// All fields that were filled in.
    pub fn fields(&self) -> usize {
        self.registers.values().map(|asked| asked.fields).sum::<usize>() + self.tasks.fields
    }
}

impl Ledger {
    /// What an organisation was asked for in a period, by when it was written down.
    pub fn burden(&self, org: &OrgId, period: Period) -> Burden {
        let mut burden = Burden::default();
        for register in self.registers_of(org) {
            // Handing in and reminding is done with a tap, and nobody is asked for suggestions.
            if [REGISTER, TOWNSHIP_REGISTER, REMINDERS, SUGGESTIONS].contains(&register.id.as_str()) {
                continue;
            }
            let written = |row: &Row<'_>| period.contains(row.record.at.date());
            let mut asked = Asked::default();
            for row in self.register_rows(org, &register.id).filter(written) {
                asked.rows += 1;
                asked.fields += filled(register, &row);
            }
            if asked.rows > 0 {
                burden.registers.insert(register.id.clone(), asked);
            }
        }
        for item in self.items(org) {
            let words = self
                .entries(&item.key)
                .filter(|entry| entry.kind.is_work() && entry.author.org == *org && period.contains(entry.at.date()));
            let count = words.count();
            burden.tasks.rows += count;
            burden.tasks.fields += count;
        }
        burden.handed_in = self.tables_of(org, period);
        burden
    }

    fn tables_of(&self, org: &OrgId, period: Period) -> Asked {
        let mut all = Asked::default();
        for due in self.dues(org, period.end()) {
            if !due.handed.is_some_and(|handed| period.contains(handed.on)) {
                continue;
            }
            all.rows += 1;
            let tables = self.submission(&due.submission).map(|one| one.tables.as_slice()).unwrap_or_default();
            for register in tables.iter().filter_map(|id| self.register(id)) {
                let rows = self.register_rows(org, &register.id).filter(|row| is_of(register, row, due.period));
                all.fields += rows.map(|row| filled(register, &row)).sum::<usize>();
            }
        }
        all
    }
}

/// Whether a row counts and belongs to a period, by the first day that its register asks for.
pub fn is_of(register: &Register, row: &Row<'_>, period: Period) -> bool {
    let column = register.columns.iter().find(|column| column.kind == ColumnKind::Date);
    let day = column.and_then(|column| match row.value(&column.id)? {
        Value::Text(day) => day.parse().ok(),
        Value::Number(_) => None,
    });
    row.struck_out().is_none() && day.is_some_and(|day| period.contains(day))
}

fn filled(register: &Register, row: &Row<'_>) -> usize {
    register.columns.iter().filter(|column| row.value(&column.id).is_some()).count()
}
