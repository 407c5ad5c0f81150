//! 整顿台账: one table of the cases at hand, for paper and for files: a line for each measure, and one for a case or a
//! problem that has none yet.

use chrono::NaiveDate;
use taizhang_ledger::{
    CaseState, CaseView, Ledger, OrgId, Tier,
    case::{CaseEntryKind, CaseField, MeasureView, ProblemView, Slot},
};
use taizhang_sheets::{Cell, Column, Kind, Sheet, Workbook};

use crate::text::{self, cases as words, registers};

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTable {
    /// Its columns with what they tell of.
    pub columns: Vec<(Column, Of)>,
    /// Its lines.
    pub lines: Vec<CaseLine>,
}

/// What a column tells of: on paper it stands once for all lines of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The whole case.
    Case,
    /// One of its problems.
    Problem,
    /// A measure.
    Measure,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// A cell for each column.
    pub cells: Vec<Cell>,
    /// How many lines its case has, on the first of them.
    pub of_case: Option<usize>,
    /// How many lines its problem has, on the first of them.
    pub of_problem: Option<usize>,
}

impl CaseTable {
    /// The table of the cases at hand, as an organisation hands it up: those that were not taken up are left out.
    pub fn of(ledger: &Ledger, own: &OrgId) -> Self {
        let above = ledger.orgs().get(own).is_some_and(|org| org.kind.tier() == Tier::County);
        let text = |heading: &str, of| (Column::new(heading, Kind::Text), of);
        let date = |heading: &str, of| (Column::new(heading, Kind::Date), of);
        let field = |field, of| text(words::field(field), of);
        let mut columns = vec![(Column::new(words::NUMBER, Kind::Integer), Of::Case)];
        columns.extend(above.then(|| text(words::TOWNSHIP_HEADING, Of::Case)));
        columns.extend([text(words::BRANCH_HEADING, Of::Case), text(words::SYMPTOM, Of::Case)]);
        columns.push(field(CaseField::Description, Of::Problem));
        columns.extend([CaseField::Measure, CaseField::Owner].map(|one| field(one, Of::Measure)));
        columns.push(date(words::field(CaseField::Due), Of::Measure));
        columns.extend([CaseField::Deliverable, CaseField::Standard].map(|one| field(one, Of::Measure)));
        columns.push(text(words::PROGRESS_HEADING, Of::Measure));
        columns.extend(Slot::ALL.iter().map(|slot| text(words::slot(*slot), Of::Case)));
        columns.push(date(words::DEADLINE, Of::Case));
        columns.push(text(words::STATE_HEADING, Of::Case));
        columns.push(date(words::CLOSED_HEADING, Of::Case));
        columns.push(text(words::REMARKS_HEADING, Of::Case));
        let taken_up = ledger.cases().into_iter().filter(|case| case.state() != CaseState::Dismissed);
        let lines = taken_up.zip(1..).flat_map(|(case, number)| lines(ledger, &case, number, above)).collect();
        Self { columns, lines }
    }

    /// The same as a workbook.
    pub fn workbook(self, year: u16, filled_in_by: &str, day: NaiveDate) -> Workbook {
        let sheet = Sheet {
            name: words::TABLE.to_owned(),
            title: words::table_title(year),
            note: registers::table_note(filled_in_by, day),
            columns: self.columns.into_iter().map(|(column, _)| column).collect(),
            rows: self.lines.into_iter().map(|line| line.cells).collect(),
            totals: None,
        };
        Workbook { sheets: vec![sheet], made: Some(day) }
    }
}

/// The lines of a case.
fn lines(ledger: &Ledger, case: &CaseView, number: i64, above: bool) -> Vec<CaseLine> {
    let parts: Vec<(Option<&ProblemView>, Option<usize>, Option<&MeasureView>)> = if case.problems.is_empty() {
        vec![(None, Some(1), None)]
    } else {
        let of = |problem: &'_ ProblemView| problem.measures.len().max(1);
        let each = case.problems.iter().flat_map(|problem| {
            let span = of(problem);
            (0..span).map(move |place| (Some(problem), (place == 0).then_some(span), problem.measures.get(place)))
        });
        each.collect()
    };
    let count = parts.len();
    // What the branch told last of the case stands where no measure tells of itself.
    let mut told = case.entries.iter().rev().find(|entry| entry.kind == CaseEntryKind::Progress);
    let mut all = Vec::new();
    for (place, (problem, of_problem, measure)) in parts.into_iter().enumerate() {
        let said = |field| Cell::Text(problem.map(|one| one.fields.text(field)).unwrap_or_default());
        let of = |field| measure.map(|one| one.fields.text(field)).unwrap_or_default();
        let mut cells = vec![Cell::Integer(number)];
        if above {
            let township = ledger.orgs().get(&case.branch).and_then(|org| org.parent.as_ref());
            cells.push(Cell::Text(township.map(|id| ledger.orgs().name(id).to_owned()).unwrap_or_default()));
        }
        cells.push(Cell::Text(ledger.orgs().name(&case.branch).to_owned()));
        cells.push(Cell::Text(case.symptom.clone()));
        cells.push(said(CaseField::Description));
        cells.extend([CaseField::Measure, CaseField::Owner].map(|field| Cell::Text(of(field))));
        cells.push(measure.and_then(MeasureView::due).map_or(Cell::Empty, Cell::Date));
        cells.extend([CaseField::Deliverable, CaseField::Standard].map(|field| Cell::Text(of(field))));
        let result = of(CaseField::Result);
        let progress = if result.is_empty() { told.take().map(words::told).unwrap_or_default() } else { result };
        cells.push(Cell::Text(progress));
        cells.extend(Slot::ALL.iter().map(|slot| Cell::Text(case.slot(*slot).unwrap_or_default())));
        cells.push(Cell::Date(case.deadline));
        cells.push(Cell::Text(words::state(case.state()).to_owned()));
        cells.push(case.life.standing.closed_on.map_or(Cell::Empty, Cell::Date));
        cells.push(Cell::Text(words::remarks(case)));
        all.push(CaseLine { cells, of_case: (place == 0).then_some(count), of_problem });
    }
    all
}

/// A cell as paper shows it.
pub fn printed(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Date(day) => text::date(*day),
        _ => String::new(),
    }
}

#[cfg(test)]
#[path = "case_table_tests.rs"]
mod tests;
