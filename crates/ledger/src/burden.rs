//! The burden meter: how many fields a branch was asked for in a month, form by form, and how many went into tables
//! without being asked for (domain.md, "What it must not become"). It counts what was typed, never who used the app; what
//! those above wrote on its behalf, and what was read in from a table, was not asked of it.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    answer::is_of_suggestions,
    author::Author,
    ids::OrgId,
    ledger::Ledger,
    moment::Timestamp,
    record::{Cell, Field, Value},
    register::{ColumnKind, Register, Row},
    submission::{Period, is_of_acts},
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
    /// In the journals of tasks, their fields, and the reasons of acts on them.
    pub tasks: Asked,
    /// For rectification cases: problems, measures, slots, journal, reasons.
    pub cases: Asked,
    /// Score entries that it proposed, and what it had to say to others.
    pub scores: Asked,
    /// Tables that were handed in, with the cells that stood in them: made of records, typed by nobody a second time.
    pub handed_in: Asked,
}

impl Burden {
    /// All fields that were filled in.
    pub fn fields(&self) -> usize {
        let others = [self.tasks, self.cases, self.scores].map(|asked| asked.fields);
        self.registers.values().map(|asked| asked.fields).chain(others).sum()
    }
}

impl Asked {
    fn add(&mut self, rows: usize, fields: usize) {
        self.rows += rows;
        self.fields += fields;
    }
}

/// Whose words of which period are counted.
#[derive(Clone, Copy)]
struct Counted<'a> {
    org: &'a OrgId,
    period: Period,
}

impl Counted<'_> {
    fn has(self, author: &Author, at: Timestamp) -> bool {
        author.org == *self.org && self.period.contains(at.date())
    }
}

impl Ledger {
    /// What an organisation was asked for in a period, by when it was written down.
    pub fn burden(&self, org: &OrgId, period: Period) -> Burden {
        let mut burden = Burden::default();
        let counted = Counted { org, period };
        for register in self.registers_ever_of(org) {
            // Handing in and reminding is done with a tap, and nobody is asked for suggestions.
            if is_of_acts(&register.id) || is_of_suggestions(&register.id) {
                continue;
            }
            let written = |row: &Row<'_>| !row.record.imported && counted.has(&row.record.author, row.record.at);
            let mut asked = Asked::default();
            for row in self.register_rows(org, &register.id).filter(written) {
                asked.add(1, filled(register, &row));
            }
            if asked.rows > 0 {
                burden.registers.insert(register.id.clone(), asked);
            }
        }
        burden.tasks = self.tasks_asked(counted);
        burden.cases = self.cases_asked(counted);
        burden.scores = self.scores_asked(counted);
        burden.handed_in = self.tables_of(org, period);
        burden
    }

    /// Of tasks. Nothing tells when a field was filled: it counts in the month in which the task was signed for.
    fn tasks_asked(&self, counted: Counted<'_>) -> Asked {
        let mut all = Asked::default();
        for item in self.items(counted.org) {
            let words = self.entries(&item.key).filter(|one| one.kind.is_work() && counted.has(&one.author, one.at));
            let words = words.count();
            all.add(words, words);
            let Some(task) = self.task(item.key.task) else { continue };
            if counted.period.contains(item.signed.unwrap_or(task.at).date()) {
                let cells = self.rows.work_cells.get(&item.key);
                let asked = [Field::Owner, Field::Measure, Field::Done];
                let filled =
                    asked.iter().filter_map(|field| cells?.get(field)).filter(|cell| self.is_by(cell, counted.org));
                all.add(0, filled.count());
            }
            let acts = self.life(&item.key).map(|life| life.steps).unwrap_or_default();
            let reasons = acts.iter().map(|step| &step.transition);
            let reasons = reasons.filter(|act| act.reason.is_some() && counted.has(&act.author, act.at)).count();
            all.add(reasons, reasons);
        }
        all
    }

    /// Of rectification cases. Slots count in the month in which the branch was screened.
    fn cases_asked(&self, counted: Counted<'_>) -> Asked {
        let mut all = Asked::default();
        let plan = self.rows.plans.get(counted.org);
        let filled = |id: Uuid| {
            let cells = plan.and_then(|plan| plan.cells.get(&id)).into_iter().flat_map(BTreeMap::values);
            cells.filter(|cell| is_filled(cell)).count()
        };
        let problems = plan.into_iter().flat_map(|plan| plan.problems.values());
        for one in problems.filter(|one| counted.has(&one.author, one.at)) {
            all.add(1, filled(one.id.uuid()));
        }
        let measures = plan.into_iter().flat_map(|plan| plan.measures.values());
        for one in measures.filter(|one| counted.has(&one.author, one.at)) {
            all.add(1, filled(one.id.uuid()));
        }
        let listings = self.rows.listings.get(counted.org);
        for case in self.rows.cases.values().filter(|case| case.branch == *counted.org) {
            let slots = listings.and_then(|cells| cells.get(&case.id.uuid()));
            let ours = slots.into_iter().flat_map(BTreeMap::values).filter(|cell| self.is_by(cell, counted.org));
            all.add(0, if counted.period.contains(case.at.date()) { ours.count() } else { 0 });
            let at = (counted.org.clone(), case.id);
            let entries = self.rows.case_entries.get(&at).into_iter().flat_map(BTreeMap::values);
            let words = entries.filter(|one| !one.text.is_empty() && counted.has(&one.author, one.at)).count();
            let acts = self.rows.case_acts.get(&at).into_iter().flat_map(BTreeMap::values);
            let reasons = acts.filter(|act| act.reason.is_some() && counted.has(&act.author, act.at)).count();
            all.add(words + reasons, words + reasons);
        }
        all
    }

    /// Of score entries: the points, what happened, and the task where one is named.
    fn scores_asked(&self, counted: Counted<'_>) -> Asked {
        let mut all = Asked::default();
        let entries = self.rows.scores.get(counted.org).into_iter().flat_map(BTreeMap::values);
        for one in entries.filter(|one| counted.has(&one.author, one.at)) {
            all.add(1, 2 + usize::from(one.task.is_some()));
        }
        let acts = self.rows.score_acts.iter().filter(|((org, _), _)| org == counted.org);
        let acts = acts.flat_map(|(_, acts)| acts.values());
        let reasons = acts.filter(|act| act.reason.is_some() && counted.has(&act.author, act.at)).count();
        all.add(reasons, reasons);
        all
    }

    /// Whether a cell was filled by a device of an organisation.
    fn is_by(&self, cell: &Cell, org: &OrgId) -> bool {
        is_filled(cell) && cell.device().and_then(|device| self.author(device)).is_some_and(|by| by.org == *org)
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

fn is_filled(cell: &Cell) -> bool {
    match cell.value() {
        Some(Value::Text(text)) => !text.trim().is_empty(),
        Some(Value::Number(_)) => true,
        None => false,
    }
}

fn filled(register: &Register, row: &Row<'_>) -> usize {
    register.columns.iter().filter(|column| row.value(&column.id).is_some()).count()
}
