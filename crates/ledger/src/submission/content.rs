//! What a hand-in was made of, so that a later change of it shows.

use chrono::NaiveDate;

use super::{Due, Handed, REGISTER, TOWNSHIP_REGISTER};
use crate::{
    burden::is_of,
    fingerprint::Fingerprint,
    ledger::Ledger,
    org::Tier,
    record::Value,
    register::{Register, Row},
};

/// The column in which a hand-in says what it was made of. A taskbook of before has none.
const CONTENT: &str = "content";

impl Ledger {
    /// The rows that a submission of a period is made of, by register.
    pub fn submitted_rows<'a>(&'a self, due: &'a Due) -> impl Iterator<Item = (&'a Register, Row<'a>)> {
        let tables = self.submission(&due.submission).map(|one| one.tables.as_slice()).unwrap_or_default();
        tables.iter().filter_map(|id| self.register(id)).flat_map(move |register| {
            let rows = self.register_rows(&due.org, &register.id);
            rows.filter(move |row| is_of(register, row, due.period)).map(move |row| (register, row))
        })
    }

    /// The register in which an organisation says what it hands in, and the row that says so of a submission.
    pub fn hand_in(&self, due: &Due, today: NaiveDate) -> (&'static str, Vec<(String, Value)>) {
        let is_branch = self.orgs().get(&due.org).is_some_and(|org| org.kind.tier() == Tier::Branch);
        let register = if is_branch { REGISTER } else { TOWNSHIP_REGISTER };
        let text = |id: &str, text: String| (id.to_owned(), Value::Text(text));
        let rows = i64::try_from(self.submitted_rows(due).count()).unwrap_or(i64::MAX);
        let mut cells = vec![
            text("form", due.submission.clone()),
            text("period", due.period.to_string()),
            text("day", today.to_string()),
            ("rows".to_owned(), Value::Number(rows)),
        ];
        if self.register(register).is_some_and(|register| register.column(CONTENT).is_some()) {
            cells.push(text(CONTENT, self.made_of(due).to_string()));
        }
        (register, cells)
    }

    /// Whether the records have changed since they were handed in; `false` where the hand-in does not tell what it was
    /// made of.
    pub fn is_changed_since(&self, due: &Due, handed: Handed) -> bool {
        let said = self.row(&due.org, handed.row).and_then(|row| row.value(CONTENT).cloned());
        said.is_some_and(|said| said != Value::Text(self.made_of(due).to_string()))
    }

    fn made_of(&self, due: &Due) -> Fingerprint {
        let mut parts = Vec::new();
        for (register, row) in self.submitted_rows(due) {
            parts.push(row.record.id.to_string());
            let cells = register.columns.iter().filter_map(|column| Some((column, row.value(&column.id)?)));
            parts.extend(cells.flat_map(|(column, value)| [column.id.clone(), value.to_string()]));
        }
        Fingerprint::of(parts)
    }
}
