//! The typed rows of all documents at hand, kept current row by row as changes come: nothing is read twice.

mod taskbook;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    answer::Answer,
    author::Author,
    case::{self, Case, CaseAct, CaseEntry, PlanRows},
    definitions::Definitions,
    doc_id::{DocId, DocKind},
    document::Document,
    domain::{Domain, DomainName},
    ids::{CaseId, DeviceId, EntryId, InspectionId, ItemKey, OrgId, RowId, ScoreId, TaskId, TransitionId},
    indicator::{Goal, Indicator},
    org::{OrgTree, Role},
    points::{Given, Reward, Scheme},
    problem::Problem,
    record::{Cell, Entry, Field, Fields, Inspection, Task, Transition, Value, cell},
    register::{self, ERASED, Register, Row, RowData, RowRecord},
    schema::Table,
    score::{AGAINST, Appeal, Application, REWARD, ScoreAct, ScoreEntry},
    sealed::RowKey,
    submission::{Submission, is_of_reminders},
    touched::Touched,
    work_item::{Guide, ParameterName, WorkItem},
};

pub(crate) use self::taskbook::domain_key;

/// A branch's share of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Assignment {
    /// How much of the task's unit the branch is to reach.
    pub(crate) target: Option<i64>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    pub(crate) orgs: OrgTree,
    pub(crate) domains: BTreeMap<Domain, DomainName>,
    pub(crate) work_items: BTreeMap<String, WorkItem>,
    pub(crate) parameters: BTreeMap<String, i64>,
    pub(crate) parameter_names: Definitions<ParameterName>,
    pub(crate) authors: BTreeMap<DeviceId, Author>,
    pub(crate) tasks: BTreeMap<TaskId, Task>,
    /// Corrections of issued tasks, by who issued them.
    pub(crate) task_cells: BTreeMap<TaskId, BTreeMap<Field, Cell>>,
    pub(crate) work_cells: BTreeMap<ItemKey, BTreeMap<Field, Cell>>,
    pub(crate) assignments: BTreeMap<OrgId, BTreeMap<TaskId, Assignment>>,
    pub(crate) entries: BTreeMap<ItemKey, BTreeMap<EntryId, Entry>>,
    /// Transitions that stand with the task and count at one branch or at all.
    pub(crate) task_transitions: BTreeMap<TaskId, BTreeMap<TransitionId, Transition>>,
    pub(crate) transitions: BTreeMap<ItemKey, BTreeMap<TransitionId, Transition>>,
    pub(crate) cases: BTreeMap<CaseId, Case>,
    /// What the township wrote to a branch's cases.
    pub(crate) listings: BTreeMap<OrgId, case::Cells>,
    pub(crate) plans: BTreeMap<OrgId, PlanRows>,
    pub(crate) case_acts: BTreeMap<(OrgId, CaseId), BTreeMap<TransitionId, CaseAct>>,
    pub(crate) case_entries: BTreeMap<(OrgId, CaseId), BTreeMap<EntryId, CaseEntry>>,
    pub(crate) inspections: BTreeMap<InspectionId, Inspection>,
    pub(crate) registers: Definitions<Register>,
    pub(crate) indicators: Definitions<Indicator>,
    pub(crate) submissions: Definitions<Submission>,
    pub(crate) guides: Definitions<Guide>,
    pub(crate) schemes: Definitions<Scheme>,
    pub(crate) rewards: Definitions<Reward>,
    /// What was published of rewards.
    pub(crate) given: Definitions<Given>,
    pub(crate) answers: BTreeMap<(OrgId, RowId), Answer>,
    /// By the indicator that they are of.
    pub(crate) goals: BTreeMap<Goal, BTreeMap<String, BTreeMap<OrgId, Option<i64>>>>,
    /// By the organisation that keeps them.
    pub(crate) registered: BTreeMap<OrgId, BTreeMap<RowId, RowData>>,
    /// The rows by which an organisation was once reminded of a submission, each with its keeper: a county's are too many
    /// to be looked through for every branch.
    pub(crate) reminded: BTreeMap<OrgId, BTreeSet<(OrgId, RowId)>>,
    /// By the branch that is scored.
    pub(crate) scores: BTreeMap<OrgId, BTreeMap<ScoreId, ScoreEntry>>,
    /// By the branch that appeals.
    pub(crate) appeals: BTreeMap<OrgId, BTreeMap<ScoreId, Appeal>>,
    /// By the branch that applies.
    pub(crate) applications: BTreeMap<OrgId, BTreeMap<ScoreId, Application>>,
    pub(crate) score_acts: BTreeMap<(OrgId, ScoreId), BTreeMap<TransitionId, ScoreAct>>,
    /// The keys of sealed rows.
    pub(crate) keys: BTreeMap<RowId, RowKey>,
    /// How many rows of sealed registers tell of a branch, by register and choice.
    pub(crate) counts: BTreeMap<OrgId, BTreeMap<(String, String), i64>>,
    pub(crate) problems: BTreeMap<(DocId, Table, String), Problem>,
}

impl Rows {
    /// Everything that could not be understood.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Problem> {
        let of_taskbook =
            self.registers.problems().chain(self.indicators.problems()).chain(self.submissions.problems());
        let of_people = self.guides.problems().chain(self.parameter_names.problems());
        let of_pay = self.schemes.problems().chain(self.rewards.problems()).chain(self.given.problems());
        self.problems.values().chain(of_taskbook).chain(of_people).chain(of_pay)
    }

    /// The rows of tasks that lists give to a branch, and of nothing else.
    pub(crate) fn of_branch(&self, branch: &OrgId) -> Self {
        let mut one = Self::default();
        for (task, assignment) in self.assignments.get(branch).into_iter().flatten() {
            if let Some(found) = self.tasks.get(task) {
                one.tasks.insert(*task, found.clone());
            }
            if let Some(cells) = self.task_cells.get(task) {
                one.task_cells.insert(*task, cells.clone());
            }
            let acts = self.task_transitions.get(task).into_iter().flatten();
            let here = acts.filter(|(_, act)| act.branch.as_ref().is_none_or(|at| at == branch));
            one.task_transitions.insert(*task, here.map(|(id, act)| (*id, act.clone())).collect());
            one.assignments.entry(branch.clone()).or_default().insert(*task, assignment.clone());
        }
        one
    }

    /// Reads every row of a document.
    pub(crate) fn read_all(&mut self, document: &mut Document) -> Touched {
        let mut touched = Touched::default();
        let mut key = String::new();
        for table in Table::of(document.id().kind()) {
            document.look_no_further();
            // Signatures are read where they are looked into (`seal`).
            let found = if table == Table::Seals { document.look_for(table) } else { document.look_ahead(table) };
            if let Err(problem) = found {
                self.problems.insert((document.id().clone(), table, String::new()), problem);
            }
            let mut row = 0;
            while document.go_to(row, &mut key) {
                self.read(document, table, &key, &mut touched);
                row += 1;
            }
        }
        document.look_no_further();
        touched
    }

    /// Reads the rows that changed since the last time.
    pub(crate) fn read_touched(&mut self, document: &mut Document) -> Touched {
        let mut touched = Touched::default();
        for (table, key) in document.take_touched() {
            self.read(document, table, &key, &mut touched);
        }
        touched
    }

    /// Reads one row and notes what that touched; what cannot be understood is noted as a problem and leaves the rest as
    /// it was.
    pub(crate) fn read(&mut self, document: &mut Document, table: Table, key: &str, touched: &mut Touched) {
        let read = self.try_read(document, table, key, touched);
        if read.is_ok() && self.problems.is_empty() {
            return;
        }
        let place = (document.id().clone(), table, key.to_owned());
        match read {
            Ok(()) => self.problems.remove(&place),
            Err(problem) => self.problems.insert(place, problem),
        };
    }

    fn try_read(
        &mut self,
        document: &mut Document,
        table: Table,
        key: &str,
        touched: &mut Touched,
    ) -> Result<(), Problem> {
        match table {
            Table::Orgs | Table::WorkItems | Table::Parameters | Table::Links => {
                self.read_taskbook(document, table, key);
                touched.taskbook = true;
            }
            Table::Cases
            | Table::CaseCells
            | Table::Problems
            | Table::Measures
            | Table::CaseActs
            | Table::CaseEntries => {
                self.read_case(document, table, key)?;
                touched.cases = true;
            }
            Table::Inspections => {
                let inspection = Inspection::read(document, key)?;
                self.inspections.insert(inspection.id, inspection);
                touched.inspections = true;
            }
            Table::Definitions => {
                self.read_definition(document, key)?;
                touched.taskbook = true;
            }
            Table::Rows | Table::RowCells => {
                let owner = self.read_register_row(document, table, key)?;
                touched.register(&owner);
            }
            Table::ScoreEntries | Table::ScoreActs | Table::Counts => {
                let branch = self.read_of_branch(document, table, key)?;
                touched.register(&branch);
            }
            // Read where they are looked into (`seal`).
            Table::Seals => {}
            Table::Authors => {
                let author = read_author(document, key).ok_or_else(|| bad(document, table, key, "author"))?;
                self.authors.insert(author.device, author);
            }
            Table::Tasks => {
                let task = Task::read(document, key)?;
                let task_id = task.id;
                let id = document.id();
                if id.kind() == DocKind::Branch
                    && let Some(branch) = id.owner()
                {
                    self.assignments.entry(branch.clone()).or_default().entry(task_id).or_default();
                }
                self.tasks.insert(task_id, task);
                touched.items.extend(self.items_of(task_id));
            }
            Table::Assignments => {
                let bad = |field| bad(document, table, key, field);
                let (task, branch) = key.split_once('/').ok_or_else(|| bad("key"))?;
                let task: TaskId = task.parse().map_err(|_| bad("task"))?;
                let branch: OrgId = branch.parse().map_err(|_| bad("branch"))?;
                let target = match Cell::read(document, table, key).value() {
                    Some(Value::Number(number)) => Some(*number),
                    _ => None,
                };
                self.assignments.entry(branch.clone()).or_default().insert(task, Assignment { target });
                touched.items.insert(ItemKey { branch, task });
            }
            Table::Cells => {
                let (task, field) = cell::parse_key(key).ok_or_else(|| bad(document, table, key, "key"))?;
                let read = Cell::read(document, table, key);
                let id = document.id();
                if let (DocKind::Branch, Some(branch)) = (id.kind(), id.owner()) {
                    let item = ItemKey { branch: branch.clone(), task };
                    touched.item(&item);
                    self.work_cells.entry(item).or_default().insert(field, read);
                } else {
                    self.task_cells.entry(task).or_default().insert(field, read);
                    touched.items.extend(self.items_of(task));
                }
            }
            Table::Entries => {
                let entry = Entry::read(document, key)?;
                let item = ItemKey { branch: owner_of(document, table, key)?, task: entry.task };
                touched.item(&item);
                self.entries.entry(item).or_default().insert(entry.id, entry);
            }
            Table::Transitions => {
                let one = Transition::read(document, key)?;
                let task = one.task;
                if document.id().kind() == DocKind::Township {
                    self.task_transitions.entry(task).or_default().insert(one.id, one);
                    touched.items.extend(self.items_of(task));
                } else {
                    let item = ItemKey { branch: owner_of(document, table, key)?, task };
                    touched.item(&item);
                    self.transitions.entry(item).or_default().insert(one.id, one);
                }
            }
        }
        Ok(())
    }

    /// Reads a row about cases. What a document may say hangs on whose it is: nobody writes to another branch's case.
    fn read_case(&mut self, document: &mut Document, table: Table, key: &str) -> Result<(), Problem> {
        let owner = owner_of(document, table, key)?;
        match table {
            Table::Cases => {
                let case = Case::read(document, key)?;
                self.cases.insert(case.id, case);
            }
            Table::CaseCells => {
                let (subject, field) = case::parse_key(key).ok_or_else(|| bad(document, table, key, "key"))?;
                let cell = Cell::read(document, table, key);
                let cells = match document.id().kind() {
                    DocKind::Branch => &mut self.plans.entry(owner).or_default().cells,
                    _ => self.listings.entry(owner).or_default(),
                };
                cells.entry(subject).or_default().insert(field, cell);
            }
            Table::Problems => {
                let problem = case::Problem::read(document, key)?;
                self.plans.entry(owner).or_default().problems.insert(problem.id, problem);
            }
            Table::Measures => {
                let measure = case::Measure::read(document, key)?;
                self.plans.entry(owner).or_default().measures.insert(measure.id, measure);
            }
            Table::CaseActs => {
                let act = CaseAct::read(document, key)?;
                self.case_acts.entry((owner, act.case)).or_default().insert(act.id, act);
            }
            _ => {
                let entry = CaseEntry::read(document, key)?;
                self.case_entries.entry((owner, entry.case)).or_default().insert(entry.id, entry);
            }
        }
        Ok(())
    }

    /// Reads a score entry, an act on one, or a count of sealed rows; gives the branch that it is about.
    fn read_of_branch(&mut self, document: &mut Document, table: Table, key: &str) -> Result<OrgId, Problem> {
        let branch = owner_of(document, table, key)?;
        match table {
            Table::ScoreEntries if Fields::open(document, table, key)?.optional_text(AGAINST).is_some() => {
                let appeal = Appeal::read(document, key)?;
                self.appeals.entry(branch.clone()).or_default().insert(appeal.id, appeal);
            }
            Table::ScoreEntries if Fields::open(document, table, key)?.optional_text(REWARD).is_some() => {
                let application = Application::read(document, key)?;
                self.applications.entry(branch.clone()).or_default().insert(application.id, application);
            }
            Table::ScoreEntries => {
                let entry = ScoreEntry::read(document, key)?;
                self.scores.entry(branch.clone()).or_default().insert(entry.id, entry);
            }
            Table::ScoreActs => {
                let act = ScoreAct::read(document, key)?;
                self.score_acts.entry((branch.clone(), act.entry)).or_default().insert(act.id, act);
            }
            _ => {
                let (register, choice) = key.split_once('/').ok_or_else(|| bad(document, table, key, "key"))?;
                if let Some(Value::Number(count)) = Cell::read(document, table, key).value() {
                    let counts = self.counts.entry(branch.clone()).or_default();
                    counts.insert((register.to_owned(), choice.to_owned()), *count);
                }
            }
        }
        Ok(branch)
    }

    /// Reads a row of a register, or a cell of one; gives whose it is.
    fn read_register_row(&mut self, document: &mut Document, table: Table, key: &str) -> Result<OrgId, Problem> {
        let owner = owner_of(document, table, key)?;
        let sealed = document.id().kind() == DocKind::Sealed;
        if table == Table::Rows {
            let record = RowRecord::read(document, key)?;
            let locked = sealed && !self.keys.contains_key(&record.id);
            let row = self.registered.entry(owner.clone()).or_default().entry(record.id).or_default();
            let id = record.id;
            row.record = Some(record);
            row.locked = locked;
            self.note_reminder(&owner, id);
        } else {
            let (row, column) = register::parse_key(key).ok_or_else(|| bad(document, table, key, "key"))?;
            let cell = match self.keys.get(&row) {
                _ if !sealed || column == ERASED => Cell::read(document, table, key),
                Some(row_key) => Cell::read_by(document, table, key, |value| row_key.open(key, value.as_bytes()?)),
                None => Cell::default(),
            };
            // Erased is erased, whoever still has a key.
            if sealed && column == ERASED && cell.value().is_some() {
                self.keys.remove(&row);
            }
            let locked = sealed && !self.keys.contains_key(&row);
            let data = self.registered.entry(owner.clone()).or_default().entry(row).or_default();
            data.locked = locked;
            data.cells.insert(column.to_owned(), cell);
            if locked {
                data.cells.retain(|column, _| column == ERASED);
            }
            if column == "branch" {
                self.note_reminder(&owner, row);
            }
        }
        Ok(owner)
    }

    /// Notes whom a row reminds, if it is a reminder.
    fn note_reminder(&mut self, keeper: &OrgId, id: RowId) {
        let found = self.registered.get(keeper).and_then(|rows| rows.get(&id));
        let Some(row) = found.and_then(Row::of).filter(|row| is_of_reminders(&row.record.register)) else { return };
        if let Some(Value::Text(branch)) = row.value("branch")
            && let Ok(branch) = branch.parse()
        {
            self.reminded.entry(branch).or_default().insert((keeper.clone(), id));
        }
    }

    /// The items that a row of a document belongs to.
    pub(crate) fn items_of_row(&self, id: &DocId, table: Table, key: &str) -> BTreeSet<ItemKey> {
        let at_owner = |task: TaskId| match (id.kind(), id.owner()) {
            (DocKind::Branch | DocKind::Review | DocKind::CountyReview | DocKind::Leader, Some(branch)) => {
                BTreeSet::from([ItemKey { branch: branch.clone(), task }])
            }
            _ => self.items_of(task),
        };
        let task_of_record = || match table {
            Table::Tasks => key.parse().ok(),
            Table::Cells | Table::Assignments => key.split_once('/')?.0.parse().ok(),
            Table::Entries => {
                let id: EntryId = key.parse().ok()?;
                self.entries.values().find_map(|entries| entries.get(&id)).map(|entry| entry.task)
            }
            Table::Transitions => {
                let id: TransitionId = key.parse().ok()?;
                let mut all = self.transitions.values().chain(self.task_transitions.values());
                all.find_map(|found| found.get(&id)).map(|one| one.task)
            }
            _ => None,
        };
        task_of_record().map(at_owner).unwrap_or_default()
    }

    fn items_of(&self, task: TaskId) -> BTreeSet<ItemKey> {
        self.assignments
            .iter()
            .filter(|(_, tasks)| tasks.contains_key(&task))
            .map(|(branch, _)| ItemKey { branch: branch.clone(), task })
            .collect()
    }
}

fn bad(document: &Document, table: Table, key: &str, field: &'static str) -> Problem {
    Problem::BadRecord { doc: document.id().clone(), table: table.name(), key: key.to_owned(), field }
}

fn owner_of(document: &Document, table: Table, key: &str) -> Result<OrgId, Problem> {
    document.id().owner().cloned().ok_or_else(|| bad(document, table, key, "owner"))
}

fn cell_text(document: &Document, table: Table, key: &str) -> Option<String> {
    document.winner(table, key)?.0.into_string().ok()
}

/// An author's line: key `<device>`, value `<org> <role> <person>`; it counts only from that device's own hand.
fn read_author(document: &Document, key: &str) -> Option<Author> {
    let device: DeviceId = key.parse().ok()?;
    let (value, hand) = document.winner(Table::Authors, key)?;
    let line = value.into_string().ok()?;
    let mut words = line.splitn(3, ' ');
    let org = words.next()?.parse().ok()?;
    let role = Role::from_word(words.next()?)?;
    let person = words.next()?.to_owned();
    (hand.device() == Some(device)).then_some(Author { device, org, role, person })
}

/// The line of an author, as [`read_author`] reads it.
pub(crate) fn author_line(author: &Author) -> String {
    format!("{} {} {}", author.org, author.role.word(), author.person)
}
