//! A ledger on which several people act, one after the other or apart from each other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use taizhang_ledger::{
    Author, CaseCommand, CaseId, Command, DeviceId, DocId, DocKind, Document, ItemKey, Ledger, Moment, Move, OrgId,
    Refusal, RowId, State, Summary, TaskId, Timestamp, Written,
    record::{Field, Value},
    sealed::NewKey,
};

use super::{
    cases,
    dice::Dice,
    issue::{Issue, county, parent},
    orgs::SampleOrg,
    people,
    photo::photo,
    plan::{Deed, Who},
};

/// Why a sample county could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The ledger would not carry out what was planned.
    #[error("{who} could not {what} on {on}: {why}")]
    Refused {
        /// Who tried.
        who: OrgId,
        /// What they tried.
        what: &'static str,
        /// The day.
        on: NaiveDate,
        /// Why not.
        why: Refusal,
    },
    /// The year is not one that a ledger can have.
    #[error("{0} is not a year of the ledger")]
    Year(u16),
    /// The data have no county, or a branch without anybody above it.
    #[error("the organisations are not whole")]
    Organisations,
    /// Changes made apart could not be merged.
    #[error("changes made apart could not be merged: {0}")]
    Merge(String),
    /// A part of the county was not finished.
    #[error("a part of the county was not finished")]
    Unfinished,
}

/// A ledger with all authors of the county.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    pub(super) orgs: &'a [SampleOrg],
    pub(super) ledger: Ledger,
    /// The tasks that were set, by the index of their issue.
    pub(super) tasks: BTreeMap<usize, TaskId>,
    /// The rows that were begun, by their number.
    pub(super) rows: BTreeMap<usize, RowId>,
    /// The keys of sealed rows, by document.
    pub(super) keys: BTreeMap<DocId, Vec<NewKey>>,
    /// Of each organisation, then of each linked leader.
    authors: Vec<Author>,
    /// The index of a branch's leader among the authors.
    leaders: BTreeMap<usize, usize>,
    /// Tells the actors of this stage from those of another.
    number: u8,
    dice: Dice,
}

impl<'a> Stage<'a> {
    pub(super) fn new(orgs: &'a [SampleOrg], year: u16, number: u8, dice: Dice) -> Self {
        let ledger = Ledger::new(year, automerge::ActorId::from([0; 20]));
        let mut authors: Vec<Author> = orgs.iter().map(people::author).collect();
        let mut leaders = BTreeMap::new();
        for (leader, branches) in cases::leaders(orgs) {
            leaders.extend(branches.iter().map(|branch| (*branch, authors.len())));
            authors.push(people::leader(&leader));
        }
        let (tasks, rows, keys) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { orgs, ledger, tasks, rows, keys, authors, leaders, number, dice }
    }

    /// Signs everything that was written, each author with their device's key.
    pub(super) fn seal(&mut self) -> Result<(), SampleError> {
        for what in self.ledger.unsealed() {
            let device = DeviceId::of_actor(what.actor.to_bytes());
            let Some(author) = self.authors.iter().find(|author| Some(author.device) == device) else { continue };
            let key =
                people::sample_key(author.org.as_str(), &author.person).map_err(|_| SampleError::Organisations)?;
            self.ledger.set_actor(what.actor.clone());
            let signature = key.sign(&what.signed_bytes()).0;
            let sealed = self.ledger.seal(author, what.at, &what, key.public(), &signature);
            sealed.map_err(|why| SampleError::Refused {
                who: author.org.clone(),
                what: "sign",
                on: what.at.date(),
                why,
            })?;
        }
        Ok(())
    }

    /// Opens a document with these bytes.
    pub(super) fn open(&mut self, id: &DocId, bytes: &[u8]) {
        self.ledger.open(id, [bytes]);
    }

    /// Sets a task.
    pub(super) fn set(&mut self, at: Timestamp, index: usize, issue: &Issue<'_>) -> Result<(), SampleError> {
        let task = self.execute(issue.issuer, at, Command::SetTask(issue.new_task(self.orgs)))?;
        self.tasks.extend(task.map(|task| (index, task)));
        Ok(())
    }

    /// Does something to the item that a branch has of an issue.
    pub(super) fn perform(
        &mut self,
        at: Timestamp,
        (index, issue): (usize, &Issue<'_>),
        branch: usize,
        who: Who,
        deed: Deed,
    ) -> Result<(), SampleError> {
        let author = match who {
            Who::Branch => Some(branch),
            Who::Issuer => Some(issue.issuer),
            Who::Above => parent(self.orgs, branch),
            Who::County => county(self.orgs),
        };
        let org = self.orgs.get(branch).map(|org| org.organisation.id.clone());
        let (Some(author), Some(org), Some(task)) = (author, org, self.tasks.get(&index)) else {
            return Err(SampleError::Organisations);
        };
        let item = ItemKey { branch: org, task: *task };
        self.execute(author, at, command(item, deed)).map(drop)
    }

    /// Carries out a command as the author of an organisation.
    pub(super) fn execute(
        &mut self,
        author: usize,
        at: Timestamp,
        command: Command,
    ) -> Result<Option<TaskId>, SampleError> {
        self.carry_out(author, at, command).map(|written| written.task)
    }

    /// Does something to a case as the author of an organisation; answers with the case that was screened.
    pub(super) fn execute_case(
        &mut self,
        author: usize,
        at: Timestamp,
        command: CaseCommand,
    ) -> Result<Option<CaseId>, SampleError> {
        self.carry_out(author, at, Command::Case(command)).map(|written| written.case)
    }

    /// The linked leader of a branch, as an author.
    pub(super) fn leader_of(&self, branch: usize) -> Option<usize> {
        self.leaders.get(&branch).copied()
    }

    /// Carries out a command as the author of an organisation and tells what it wrote.
    pub(super) fn carry_out(&mut self, author: usize, at: Timestamp, command: Command) -> Result<Written, SampleError> {
        let who = self.authors.get(author).ok_or(SampleError::Organisations)?;
        self.ledger.set_actor(people::actor(who, self.number));
        let dice = &mut self.dice;
        let mut random = || dice.bits();
        let mut moment = Moment { now: at, random: &mut random };
        let what = name_of(&command);
        let refused = |why| SampleError::Refused { who: who.org.clone(), what, on: at.date(), why };
        let mut written = self.ledger.execute(who, &mut moment, command).map_err(refused)?;
        for key in std::mem::take(&mut written.keys) {
            self.keys.entry(key.doc.clone()).or_default().push(key);
        }
        Ok(written)
    }

    /// What only happens when two devices have not heard of each other: one responsible person is entered differently
    /// by the branch and on its behalf; and where there is something to be closed, the county closes it while the
    /// township sends it back.
    pub(super) fn disagree(&mut self, officer: usize, at: Timestamp) -> Result<(), SampleError> {
        let year = self.ledger.year();
        if let Some((branch, item)) = self.find(|item| item.state == State::InProgress && !item.owner.is_empty()) {
            let edit = |who| Command::Edit { item: item.clone(), field: Field::Owner, value: Value::Text(who) };
            let head = self.orgs.get(branch).map_or("", |org| org.head.as_str());
            let mine = (branch, edit(format!("{head}（书记）")));
            let theirs = (officer, edit("驻点干部（代填）".to_owned()));
            self.apart(&DocId::branch(&item.branch, year), at, mine, theirs)?;
        }
        if let Some((_, item)) = self.find(|item| item.state == State::CountyVerified) {
            let act = |act, reason: Option<&str>| Command::Act {
                item: item.clone(),
                act,
                reason: reason.map(str::to_owned),
                until: None,
            };
            let close = (county(self.orgs).ok_or(SampleError::Organisations)?, act(Move::Close, None));
            let back = (officer, act(Move::Return, Some("群众反映还没有办到位，请再核实。")));
            self.apart(&DocId::review(&item.branch, year), at, close, back)?;
        }
        Ok(())
    }

    /// An item, with its branch's index.
    fn find(&self, fits: impl Fn(&Summary) -> bool) -> Option<(usize, ItemKey)> {
        self.orgs.iter().enumerate().find_map(|(index, org)| {
            let mut items = self.ledger.items(&org.organisation.id);
            items.find(|item| fits(item)).map(|item| (index, item.key))
        })
    }

    /// Two people write to a document without knowing of each other.
    fn apart(
        &mut self,
        id: &DocId,
        at: Timestamp,
        (first, one): (usize, Command),
        (second, other): (usize, Command),
    ) -> Result<(), SampleError> {
        // Each ledger knows only what was written in it: signed before the ways part, and before they meet.
        self.seal()?;
        let mut elsewhere = self.copy_for(id);
        self.execute(first, at, one)?;
        std::mem::swap(&mut self.ledger, &mut elsewhere);
        let done = self.execute(second, Timestamp(at.0 + 1_200_000), other).and_then(|_| self.seal());
        std::mem::swap(&mut self.ledger, &mut elsewhere);
        done?;
        let theirs = elsewhere.document_mut(id).map(Document::save).unwrap_or_default();
        self.ledger.merge(id, &theirs).map(drop).map_err(|why| SampleError::Merge(why.to_string()))
    }

    /// Another ledger with what is needed to write to a document: its owner's documents, the tasks, the taskbook.
    fn copy_for(&mut self, id: &DocId) -> Ledger {
        let mut copy = Ledger::new(self.ledger.year(), automerge::ActorId::from([0; 20]));
        let needed =
            |one: &&DocId| matches!(one.kind(), DocKind::Taskbook | DocKind::Township) || one.owner() == id.owner();
        let ids: Vec<DocId> = self.ledger.documents().filter(needed).cloned().collect();
        for id in ids {
            if let Some(document) = self.ledger.document_mut(&id) {
                copy.open(&id, [document.save().as_slice()]);
            }
        }
        copy
    }
}

fn command(item: ItemKey, deed: Deed) -> Command {
    match deed {
        Deed::Edit(field, value) => Command::Edit { item, field, value },
        Deed::Report(text, percent) => Command::Report { item, text, percent: Some(percent) },
        Deed::Note(text) => Command::Note { item, text },
        Deed::Evidence(caption, kept, with_photo) => {
            Command::AddEvidence { item, caption, reference: Some(kept), file: with_photo.then(photo) }
        }
        Deed::Act(act, reason, until) => Command::Act { item, act, reason, until },
    }
}

fn name_of(command: &Command) -> &'static str {
    match command {
        Command::SetTask(_) => "set a task",
        Command::Edit { field, .. } => field.word(),
        Command::Report { .. } => "report",
        Command::Note { .. } => "note",
        Command::AddEvidence { .. } => "add evidence",
        Command::Act { act, .. } => act.word(),
        Command::Case(_) => "put a branch right",
        Command::Register(_) => "keep a register",
        Command::PublishPay { .. } => "publish pay",
        _ => "enter the taskbook",
    }
}
