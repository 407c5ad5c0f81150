//! Everything that can be done to the ledger. A command checks first, then writes the fields that it is about, and
//! nothing else, as one change of one document.

mod act;
mod applications;
mod cases;
mod define;
mod inspect;
mod journal;
mod publish;
mod registers;
mod remind;
mod scores;
mod taskbook;
mod tasks;
mod write;

pub use applications::ApplicationCommand;
pub use cases::CaseCommand;
pub use define::Definition;
pub use inspect::{NewFinding, NewInspection};
pub use publish::PayRefusal;
pub use registers::{MANY_MAX, RegisterCommand};
pub use scores::ScoreCommand;

use automerge::{AutomergeError, Change};
use chrono::NaiveDate;

use crate::{
    author::Author,
    case::{CaseDenied, Gap},
    doc_id::DocId,
    domain::Domain,
    ids::{CaseId, InspectionId, ItemKey, OrgId, RowId, TaskId},
    ledger::Ledger,
    lifecycle::{Denied, Move, State},
    moment::Moment,
    org::Organisation,
    points::Points,
    record::{EvidenceRule, Field, FileRef, Value},
    register::{Flaw, Mistake, Unchangeable},
    retired::Need,
    score::{ApplyDenied, ScoreDenied},
    sealed::NewKey,
    touched::Touched,
    work_item::WorkItem,
};

/// The longest title, in characters.
pub const TITLE_MAX: usize = 80;
/// The longest free text, in characters.
pub const TEXT_MAX: usize = 2_000;

/// A task to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// 任务名称.
    pub title: String,
    /// 工作要求.
    pub requirement: String,
    /// The work item's code.
    pub code: String,
    /// The field of work.
    pub domain: Domain,
    /// The last day, in the ledger's year or the next.
    pub due: NaiveDate,
    /// The unit of the target, where it has one.
    pub unit: Option<String>,
    /// What must prove it.
    pub evidence: EvidenceRule,
    /// The branches that get it, each with its target. A branch that sets a task for itself names itself alone.
    pub branches: Vec<(OrgId, Option<i64>)>,
}

/// Something that a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Sets a task and issues it: 下达 from above, or a branch's own.
    SetTask(NewTask),
    /// Writes one field of an item; also how a conflict is settled.
    Edit {
        /// The item.
        item: ItemKey,
        /// The field.
        field: Field,
        /// Its new value.
        value: Value,
    },
    /// 报进展: words, and how far the work is; starts the work if it has not been started.
    Report {
        /// The item.
        item: ItemKey,
        /// What was done.
        text: String,
        /// How far it is, 0 to 100.
        percent: Option<u8>,
    },
    /// 备注.
    Note {
        /// The item.
        item: ItemKey,
        /// The words.
        text: String,
    },
    /// 佐证: what proves the work, and where it is kept.
    AddEvidence {
        /// The item.
        item: ItemKey,
        /// What it is.
        caption: String,
        /// Where it is, such as a folder's number.
        reference: Option<String>,
        /// The photo or scanned document itself.
        file: Option<FileRef>,
    },
    /// 催办: asks the branches of open items to get on with them. Carried out for all of them, or for none.
    Remind {
        /// The items, of one branch or of many.
        items: Vec<ItemKey>,
        /// What the branch is asked to do.
        text: String,
    },
    /// An act of the life cycle.
    Act {
        /// The item.
        item: ItemKey,
        /// The act.
        act: Move,
        /// Why.
        reason: Option<String>,
        /// Until when, for extensions.
        until: Option<NaiveDate>,
    },
    /// 督查: writes down what was seen at a branch; each finding becomes an item of the branch.
    Inspect(NewInspection),
    /// Something about a rectification case.
    Case(CaseCommand),
    /// Enters a register, an indicator or the name of a parameter into the taskbook.
    Define(Definition),
    /// Something about a register.
    Register(RegisterCommand),
    /// Something about score entries.
    Score(ScoreCommand),
    /// Something about applications for rewards.
    Application(ApplicationCommand),
    /// 公布: freezes what a scheme comes to now, and tells everybody their own.
    PublishPay {
        /// The scheme.
        scheme: String,
        /// The sum that the person saw, in fen: with another nothing is published.
        seen: i64,
    },
    /// 公布: freezes what a reward comes to now, for all to read.
    PublishReward {
        /// The reward.
        reward: String,
        /// The sum that the person saw, in fen: with another nothing is published.
        seen: i64,
    },
    /// Enters an organisation into the taskbook, or corrects it.
    DefineOrganisation(Organisation),
    /// Enters a work item into the taskbook, or corrects it.
    DefineWorkItem(WorkItem),
    /// Sets a parameter of the taskbook.
    SetParameter {
        /// Its name.
        name: String,
        /// Its value.
        value: i64,
    },
}

/// Why a command was not carried out. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such item here.
    #[error("unknown item")]
    UnknownItem,
    /// There is no such branch, or it is not one.
    #[error("{0} is not a branch here")]
    NotABranch(OrgId),
    /// A task must be given to somebody.
    #[error("no branch is given the task")]
    NoBranch,
    /// What is told of has not taken place yet.
    #[error("{0} has not come")]
    NotYet(NaiveDate),
    /// A past day is being looked at, and the past cannot be written.
    #[error("{0} is past")]
    Past(NaiveDate),
    /// The post may not write this document.
    #[error("no right to write {0}")]
    NoRight(DocId),
    /// The document was written by a newer version of the app.
    #[error("{0} was written by a newer version")]
    NewerSchema(DocId),
    /// The guards of the life cycle refuse it.
    #[error("{0}")]
    Denied(#[from] Denied),
    /// The item cannot be edited any more: a closed item is read-only (validation 9).
    #[error("the item is closed")]
    Closed,
    /// No item was named.
    #[error("no item is named")]
    NoItem,
    /// The branch has no work to do on the item now.
    #[error("nothing to remind of while {}", .0.word())]
    NothingToDo(State),
    /// The tier has reminded the branch of this item today.
    #[error("already reminded today")]
    RemindedToday,
    /// A text is missing.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A text is too long.
    #[error("{field} has more than {max} characters")]
    TooLong {
        /// Which.
        field: &'static str,
        /// The most there may be.
        max: usize,
    },
    /// A file that has nothing in it, or more than such a file may have.
    #[error("a file of {0} bytes")]
    BadFile(u64),
    /// The task asks for a photo taken on the spot, and there is none (validation 7).
    #[error("no photo taken on the spot")]
    NoPhoto,
    /// A value that the field cannot hold.
    #[error("not a value for {}", .0.word())]
    BadValue(Field),
    /// A date outside the ledger's year and the next.
    #[error("{0} is outside of the ledger's years")]
    BadDate(NaiveDate),
    /// There is no such case, or no such part of it, here.
    #[error("unknown case")]
    UnknownCase,
    /// The branch has a case that is not struck off.
    #[error("the branch has an open case")]
    CaseOpen(CaseId),
    /// The guards of a case's life refuse it.
    #[error("{0}")]
    CaseDenied(#[from] CaseDenied),
    /// Something is missing from the plan (validations 1 and 2).
    #[error("{} things are missing from the plan", .0.len())]
    Incomplete(Vec<Gap>),
    /// The taskbook has no such register.
    #[error("unknown register")]
    UnknownRegister,
    /// The register is retired: its rows can be read alone.
    #[error("the register is retired")]
    Retired,
    /// What is to be retired is needed by others, which are not.
    #[error("{} others need it", .0.len())]
    StillNeeded(Vec<Need>),
    /// The register has no such column.
    #[error("unknown column {0}")]
    UnknownColumn(String),
    /// There is no such row here.
    #[error("unknown row")]
    UnknownRow,
    /// The organisation or task that the column names is not there.
    #[error("{0} names what is not there")]
    UnknownLink(String),
    /// A definition that cannot be entered: which part of it.
    #[error("bad definition: {0}")]
    BadDefinition(&'static str),
    /// What is wrong with a register that was to be published.
    #[error("{} things are wrong with the register", .0.len())]
    BadRegister(Vec<Mistake>),
    /// What a register cannot become, since what was kept in it would not be readable any more.
    #[error("the register cannot become that: {}", told(.0))]
    RegisterStands(Vec<Unchangeable>),
    /// The parts that a scheme cannot lose, by name, with how many score entries are for each.
    #[error("score entries are for {} parts that would go", .0.len())]
    SchemeStands(Vec<(String, usize)>),
    /// What is wrong with a row.
    #[error("{} cells are wrong", .0.len())]
    BadRow(Vec<Flaw>),
    /// The row was struck out and can only be taken up again.
    #[error("the row is struck out")]
    StruckOut,
    /// What another organisation said to the county is not for this one to change or to strike out.
    #[error("said by another organisation")]
    NotYours,
    /// The row says what was done and when: it is struck out and done anew, not rewritten.
    #[error("what was done is not rewritten")]
    ActsStand,
    /// Only rows about persons are erased; others are struck out and stay readable.
    #[error("only sealed rows are erased")]
    NotSealed,
    /// The register has so many rows that it takes no more this year.
    #[error("the register has {0} rows")]
    RegisterFull(usize),
    /// More rows than may be begun by one command: nothing was written, and fewer at a time go in.
    #[error("more than {0} rows at once")]
    TooManyAtOnce(usize),
    /// There is no such part of a scheme that is scored by entries at such a branch.
    #[error("no such part is scored by entries there")]
    UnknownPart,
    /// There is no such score entry here.
    #[error("unknown score entry")]
    UnknownScore,
    /// Nobody whom this device knows by this row of the roster takes part in the scheme there.
    #[error("nobody there takes part in the scheme by this row")]
    UnknownParticipant,
    /// There is an appeal against the same that has no answer yet.
    #[error("there is an open appeal against the same")]
    AppealOpen,
    /// Points must be above zero and at most these.
    #[error("points above zero and at most {0}")]
    BadPoints(Points),
    /// The guards of a score entry's life refuse it.
    #[error("{0}")]
    ScoreDenied(ScoreDenied),
    /// The guards of an application for a reward refuse it.
    #[error("{0}")]
    ApplyDenied(ApplyDenied),
    /// Pay that cannot be published: why.
    #[error("{0}")]
    PayRefused(#[from] PayRefusal),
    /// What should be a date is none.
    #[error("not a date")]
    NoDate,
    /// The device in hand is not the author's.
    #[error("not this author's device")]
    WrongDevice,
    /// Automerge would not take it.
    #[error("automerge: {0}")]
    Automerge(String),
}

impl From<AutomergeError> for Refusal {
    fn from(why: AutomergeError) -> Self {
        Self::Automerge(why.to_string())
    }
}

/// What a command wrote.
#[derive(Debug, Clone)]
pub struct Written {
    /// The document.
    pub doc: DocId,
    /// The change, to be stored and sent; `None` when everything already stood so.
    pub change: Option<Change>,
    /// What it touched, in all documents.
    pub touched: Touched,
    /// The task that was set, by [`Command::SetTask`].
    pub task: Option<TaskId>,
    /// The case that was screened, by [`CaseCommand::Screen`].
    pub case: Option<CaseId>,
    /// The inspection that was written down, by [`Command::Inspect`].
    pub inspection: Option<InspectionId>,
    /// The row that was begun, by [`RegisterCommand::Add`].
    pub row: Option<RowId>,
    /// The keys of the sealed rows that were begun, by [`RegisterCommand::Add`], [`RegisterCommand::AddMany`] and
    /// [`Command::PublishPay`]: to be stored together with the change, which nobody can read without them.
    pub keys: Vec<NewKey>,
    /// What it wrote to further documents, by [`Command::Remind`], [`Command::Inspect`] and [`Command::PublishPay`].
    pub others: Vec<(DocId, Change)>,
}

impl Written {
    /// Nothing was written to `doc`.
    pub(crate) fn nothing(doc: DocId) -> Self {
        Self {
            doc,
            change: None,
            touched: Touched::default(),
            task: None,
            case: None,
            inspection: None,
            row: None,
            keys: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Every change that the command made, with its document: each is to be stored and sent.
    pub fn changes(&self) -> impl Iterator<Item = (&DocId, &Change)> {
        let first = self.change.iter().map(|change| (&self.doc, change));
        first.chain(self.others.iter().map(|(doc, change)| (doc, change)))
    }
}

impl Ledger {
    /// Carries out a command.
    ///
    /// # Errors
    /// Why it was refused; nothing was written then.
    pub fn execute(&mut self, who: &Author, moment: &mut Moment<'_>, command: Command) -> Result<Written, Refusal> {
        match command {
            Command::SetTask(task) => self.set_task(who, moment, task),
            Command::Edit { item, field, value } => self.edit(who, moment, &item, field, &value),
            Command::Report { item, text, percent } => self.report(who, moment, &item, text, percent),
            Command::Note { item, text } => self.note(who, moment, &item, text),
            Command::AddEvidence { item, caption, reference, file } => {
                self.add_evidence(who, moment, &item, &caption, reference.as_deref(), file)
            }
            Command::Remind { items, text } => self.remind(who, moment, &items, &text),
            Command::Act { item, act, reason, until } => self.act(who, moment, &item, act, reason, until),
            Command::Inspect(new) => self.inspect(who, moment, new),
            Command::Case(command) => self.case_command(who, moment, command),
            Command::Define(definition) => self.define(who, moment, &definition),
            Command::Score(command) => self.score_command(who, moment, command),
            Command::Application(command) => self.application_command(who, moment, command),
            Command::Register(command) => self.register_command(who, moment, command),
            Command::PublishPay { scheme, seen } => self.publish_pay(who, moment, &scheme, seen),
            Command::PublishReward { reward, seen } => self.publish_reward(who, moment, &reward, seen),
            Command::DefineOrganisation(org) => self.define_organisation(who, moment, &org),
            Command::DefineWorkItem(item) => self.define_work_item(who, moment, &item),
            Command::SetParameter { name, value } => self.set_parameter(who, moment, &name, value),
        }
    }
}

/// A text without surrounding space, not empty and not too long.
fn words(field: &'static str, text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Empty(field));
    }
    if text.chars().count() > max {
        return Err(Refusal::TooLong { field, max });
    }
    Ok(text.to_owned())
}

fn told(all: &[Unchangeable]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn optional_words(field: &'static str, text: Option<&str>, max: usize) -> Result<Option<String>, Refusal> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| words(field, text, max)).transpose()
}
