//! The ledger that a device holds: its documents, and the rows read from them.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, AutomergeError, Change, ChangeHash};
use chrono::NaiveDate;

use crate::{
    access::{self, Access},
    author::Author,
    doc_id::{DocId, DocKind},
    document::Document,
    ids::{DeviceId, ItemKey, OrgId, TaskId},
    item::{Cells, Item, Summary},
    lifecycle::{self, Life, Outcome, Standing, State},
    moment::Timestamp,
    org::OrgTree,
    problem::Problem,
    record::{Entry, Field, FileHash, Task, Transition},
    rows::Rows,
    touched::Touched,
    work_item::{Guide, ParameterName, WorkItem},
};

/// The documents that a device holds, read together.
#[derive(Debug, Clone)]
pub struct Ledger {
    year: u16,
    actor: ActorId,
    pub(crate) documents: BTreeMap<DocId, Document>,
    pub(crate) rows: Rows,
    /// The past day that is shown, in a ledger that can only be read.
    pub(crate) past: Option<NaiveDate>,
}

impl Ledger {
    /// An empty ledger of a year, whose edits will carry `actor`.
    pub fn new(year: u16, actor: ActorId) -> Self {
        Self { year, actor, documents: BTreeMap::new(), rows: Rows::default(), past: None }
    }

    /// Lets edits from now on carry another actor, as for another device.
    pub fn set_actor(&mut self, actor: ActorId) {
        self.actor = actor;
    }

    pub(crate) fn actor(&self) -> &ActorId {
        &self.actor
    }

    /// A document to be written with the ledger's actor, begun if it is not here.
    pub(crate) fn document_for_writing(&mut self, id: &DocId) -> &mut Document {
        let document =
            self.documents.entry(id.clone()).or_insert_with(|| Document::new(id.clone(), self.actor.clone()));
        document.set_actor(&self.actor);
        document
    }

    /// Reads what changed in a document since it was last read.
    pub(crate) fn read_touched(&mut self, id: &DocId) -> Touched {
        match self.documents.get_mut(id) {
            Some(document) => self.rows.read_touched(document),
            None => Touched::default(),
        }
    }

    /// The year of the ledger.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// Takes a document in, made of its stored chunks (none for a fresh one); one that is already held is merged.
    pub fn open<'a>(&mut self, id: &DocId, chunks: impl IntoIterator<Item = &'a [u8]>) -> (Touched, Vec<Problem>) {
        if let Some(document) = self.documents.get_mut(id) {
            let mut problems = Vec::new();
            for (index, chunk) in chunks.into_iter().enumerate() {
                if let Err(why) = document.merge(chunk) {
                    problems.push(Problem::DamagedChunk { doc: id.clone(), index, why: why.to_string() });
                }
            }
            return (self.rows.read_touched(document), problems);
        }
        let (mut document, problems) = Document::load(id.clone(), self.actor.clone(), chunks);
        let touched = self.rows.read_all(&mut document);
        self.documents.insert(id.clone(), document);
        (touched, problems)
    }

    /// Takes in what stands in a document that is not held, from an extract of it: it can be read and not written.
    #[cfg(feature = "extracts")]
    pub fn open_extract(&mut self, id: &DocId, extract: crate::Extract) -> Touched {
        self.rows.read_all(&mut Document::of_extract(id.clone(), extract))
    }

    /// Merges a snapshot or changes into a document, opening it if need be.
    ///
    /// # Errors
    /// When the bytes are not Automerge data; the ledger is as it was.
    pub fn merge(&mut self, id: &DocId, bytes: &[u8]) -> Result<Touched, AutomergeError> {
        if let Some(document) = self.documents.get_mut(id) {
            document.merge(bytes)?;
            return Ok(self.rows.read_touched(document));
        }
        let mut document = Document::received(id.clone(), self.actor.clone(), bytes)?;
        let touched = self.rows.read_all(&mut document);
        self.documents.insert(id.clone(), document);
        Ok(touched)
    }

    /// A document that is held.
    pub fn document_mut(&mut self, id: &DocId) -> Option<&mut Document> {
        self.documents.get_mut(id)
    }

    /// The names of the documents that are held.
    pub fn documents(&self) -> impl Iterator<Item = &DocId> {
        self.documents.keys()
    }

    /// The heads of a document; none when it is not held.
    pub fn heads(&mut self, id: &DocId) -> Vec<ChangeHash> {
        self.documents.get_mut(id).map(Document::heads).unwrap_or_default()
    }

    /// The changes of a document since `heads` that `device` may hand in.
    pub fn own_changes_since(&mut self, id: &DocId, device: DeviceId, heads: &[ChangeHash]) -> Vec<Change> {
        self.documents.get_mut(id).map(|document| document.own_changes_since(device, heads)).unwrap_or_default()
    }

    /// The changes of a document that `wanted` names, whoever made them, and all that they build on, but for what `heads`
    /// cover; each after what it builds on.
    pub fn changes_behind(&mut self, id: &DocId, wanted: &[ChangeHash], heads: &[ChangeHash]) -> Vec<Change> {
        self.documents.get_mut(id).map(|document| document.changes_behind(wanted, heads)).unwrap_or_default()
    }

    /// The changes of a document saved elsewhere that are not here, oldest first; the ledger stays as it is.
    ///
    /// # Errors
    /// When the bytes are not Automerge data, or cannot be merged with what is here.
    pub fn lacking(&self, id: &DocId, bytes: &[u8]) -> Result<Vec<Change>, AutomergeError> {
        // Tried on a copy: what cannot be merged must be known before it is stored.
        let held = self.documents.get(id).cloned();
        let mut copy = held.unwrap_or_else(|| Document::new(id.clone(), self.actor.clone()));
        let before = copy.heads();
        copy.merge(bytes)?;
        Ok(copy.changes_since(&before))
    }

    /// Every file that the journals and registers of a branch refer to, small pictures included.
    pub fn files(&self, branch: &OrgId) -> BTreeSet<FileHash> {
        let items = self.rows.entries.iter().filter(|(key, _)| key.branch == *branch);
        let files = items.flat_map(|(_, entries)| entries.values()).filter_map(|entry| entry.file.as_ref());
        files.flat_map(|file| [Some(file.hash), file.thumb]).flatten().chain(self.files_of_rows(branch)).collect()
    }

    /// Everything in the documents that could not be understood.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.rows.problems()
    }

    /// The county's organisations.
    pub fn orgs(&self) -> &OrgTree {
        &self.rows.orgs
    }

    /// The taskbook's work items by code.
    pub fn work_items(&self) -> impl Iterator<Item = &WorkItem> {
        self.rows.work_items.values()
    }

    /// A parameter of the taskbook, such as a detector's threshold.
    pub fn parameter(&self, name: &str) -> Option<i64> {
        self.rows.parameters.get(name).copied()
    }

    /// Looks at the ledger as if a parameter had another value: what would come of it, before it is set.
    pub fn supposing<T>(&mut self, parameter: &str, value: i64, look: impl FnOnce(&Self) -> T) -> T {
        let stands = self.rows.parameters.insert(parameter.to_owned(), value);
        let seen = look(self);
        match stands {
            Some(stands) => self.rows.parameters.insert(parameter.to_owned(), stands),
            None => self.rows.parameters.remove(parameter),
        };
        seen
    }

    /// The guides of the taskbook, in the order of their names in code.
    pub fn guides(&self) -> impl Iterator<Item = &Guide> {
        self.rows.guides.values()
    }

    /// The parameters of the taskbook as people read them, in the order of their names in code.
    pub fn parameter_names(&self) -> impl Iterator<Item = &ParameterName> {
        self.rows.parameter_names.values()
    }

    /// Who a device belongs to, as it signed itself in the documents.
    pub fn author(&self, device: DeviceId) -> Option<&Author> {
        self.rows.authors.get(&device)
    }

    /// What a post may do with a document. The past can only be read.
    pub fn access(&self, who: &Author, id: &DocId) -> Access {
        match access::access(self.orgs(), &who.org, who.role, id) {
            Access::Write if self.past.is_some() => Access::Read,
            access => access,
        }
    }

    /// The branches that have items here.
    pub fn branches(&self) -> impl Iterator<Item = &OrgId> {
        self.rows.assignments.keys()
    }

    /// The items of a branch that are given out (a draft is nobody's yet).
    pub fn items(&self, branch: &OrgId) -> impl Iterator<Item = Summary> {
        let tasks = self.rows.assignments.get(branch).into_iter().flatten();
        let branch = branch.clone();
        tasks.filter_map(move |(task, _)| self.summary(&ItemKey { branch: branch.clone(), task: *task }))
    }

    /// What a list shows of an item; `None` when it is unknown here, or a draft.
    pub fn summary(&self, key: &ItemKey) -> Option<Summary> {
        let task = self.rows.tasks.get(&key.task)?;
        let life = self.life(key)?;
        let summary = self.summarise(key, task, &life);
        (summary.state != State::Draft).then_some(summary)
    }

    /// Everything about an item; `None` when it is unknown here, or a draft.
    pub fn item(&self, key: &ItemKey) -> Option<Item> {
        let task = self.rows.tasks.get(&key.task)?;
        let life = self.life(key)?;
        let summary = self.summarise(key, task, &life);
        if summary.state == State::Draft {
            return None;
        }
        let cells = self.cells(key, task);
        let mut entries: Vec<_> =
            self.rows.entries.get(key).map(|entries| entries.values().cloned().collect()).unwrap_or_default();
        entries.sort_by_key(|entry| (entry.at, entry.id));
        Some(Item {
            requirement: cells.text(Field::Requirement).unwrap_or_else(|| task.requirement.clone()),
            measure: cells.text(Field::Measure).unwrap_or_default(),
            due_at_first: task.due,
            target: self.rows.assignments.get(&key.branch)?.get(&key.task)?.target,
            done: cells.number(Field::Done),
            unit: task.unit.clone(),
            evidence: task.evidence,
            inspection: task.inspection,
            set_by: task.author.clone(),
            set_at: task.at,
            conflicts: cells.conflicts(),
            entries,
            life,
            summary,
        })
    }

    /// Whether an item asks for a photo taken on the spot and has none yet (validation 7).
    pub fn lacks_photo(&self, key: &ItemKey) -> bool {
        let entries = self.rows.entries.get(key).into_iter().flat_map(|entries| entries.values());
        self.rows.tasks.get(&key.task).is_some_and(|task| crate::item::lacks_photo(task.evidence, entries))
    }

    /// The life of an item; `None` when the branch does not have it.
    pub(crate) fn life(&self, key: &ItemKey) -> Option<Life> {
        self.rows.assignments.get(&key.branch)?.get(&key.task)?;
        let task = self.rows.tasks.get(&key.task)?;
        let standing = Standing::new(task.home.kind(), self.due_as_set(key, task));
        Some(lifecycle::derive(self.transitions(key), standing))
    }

    /// The last day of an item as it is set, without extensions.
    fn due_as_set(&self, key: &ItemKey, task: &Task) -> NaiveDate {
        self.cells(key, task).text(Field::Due).and_then(|text| crate::record::parse_date(&text)).unwrap_or(task.due)
    }

    /// A task as it was set.
    pub fn task(&self, task: TaskId) -> Option<&Task> {
        self.rows.tasks.get(&task)
    }

    /// The entries of an item's journal in the order of their ids.
    pub(crate) fn entries(&self, key: &ItemKey) -> impl Iterator<Item = &Entry> {
        self.rows.entries.get(key).into_iter().flat_map(BTreeMap::values)
    }

    fn transitions<'a>(&'a self, key: &'a ItemKey) -> impl Iterator<Item = &'a Transition> {
        let of_task = self.rows.task_transitions.get(&key.task).into_iter().flat_map(BTreeMap::values);
        let here = of_task.filter(|one| one.branch.as_ref().is_none_or(|branch| *branch == key.branch));
        here.chain(self.rows.transitions.get(key).into_iter().flat_map(BTreeMap::values))
    }

    pub(crate) fn cells<'a>(&'a self, key: &ItemKey, task: &'a Task) -> Cells<'a> {
        let of_work = self.rows.work_cells.get(key);
        let of_task = if task.home.kind() == DocKind::Branch { of_work } else { self.rows.task_cells.get(&task.id) };
        Cells(Box::new(move |field| {
            if field.of_task() { of_task } else { of_work }.and_then(|cells| cells.get(&field))
        }))
    }

    fn summarise(&self, key: &ItemKey, task: &Task, life: &Life) -> Summary {
        let cells = self.cells(key, task);
        let due = life.standing.extended_to.unwrap_or_else(|| self.due_as_set(key, task));
        let returned =
            life.steps.iter().rev().find(|step| matches!(step.outcome, Outcome::Moved { to: State::Returned, .. }));
        let last_entry = self.work_entries(key).map(|one| one.at).max();
        let chase = self.chase(key, life);
        let last_act = life.steps.iter().map(|step| step.transition.at).max();
        Summary {
            key: key.clone(),
            title: cells.text(Field::Title).unwrap_or_else(|| task.title.clone()),
            code: task.code.clone(),
            domain: task.domain,
            issuer: task.author.org.clone(),
            due,
            state: life.standing.state,
            progress: cells.number(Field::Progress).and_then(|n| u8::try_from(n).ok()).unwrap_or(0).min(100),
            owner: cells.text(Field::Owner).unwrap_or_default(),
            submitted_on: life.standing.submitted_on,
            closed_on: life.standing.closed_on,
            late: life.standing.is_late(),
            conflict: !cells.conflicts().is_empty(),
            contested: life.contested,
            changed: self.is_outdated(key, life),
            extension_asked: life.standing.extension_asked.is_some(),
            returned_because: returned
                .filter(|_| life.standing.state == State::Returned)
                .and_then(|step| step.transition.reason.clone()),
            touched: last_entry.into_iter().chain(last_act).max().unwrap_or(Timestamp(task.at.0)),
            signed: life.signed().map(|(at, _)| at),
            waiting_since: life.waiting_since(),
            reminders: chase.reminders,
            reminded: chase.unanswered,
        }
    }
}
