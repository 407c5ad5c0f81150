//! Applications for rewards (以奖代补申请). A branch asks for a reward by results of its own that were verified, the
//! township supports it or returns it with a reason, and the county divides: the applicant decides nothing. Where a
//! reward needs an application, who has none that the township supports is given nothing, and the others get the rest.

use std::{fmt, str::FromStr};

use automerge::ScalarValue;
use serde::{Deserialize, Serialize};

use super::{ScoreAct, ScoreMove};
use crate::{
    author::Author,
    doc_id::DocKind,
    document::Document,
    ids::{BadId, CaseId, OrgId, ScoreId, TaskId, TransitionId},
    lifecycle::{LifeOf, Machine, OutcomeOf},
    moment::Timestamp,
    org::words,
    problem::Problem,
    record::{Fields, joined, list, write_author},
    schema::Table,
};

/// The most results that an application names.
pub const RESULTS_MAX: usize = 50;

/// A result that an application rests on: something of the branch that two tiers have verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Achievement {
    /// A task that is closed.
    Task(TaskId),
    /// A rectification case that is struck off.
    Case(CaseId),
    /// A score entry that counts.
    Entry(ScoreId),
}

impl fmt::Display for Achievement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(task) => write!(f, "task/{task}"),
            Self::Case(case) => write!(f, "case/{case}"),
            Self::Entry(entry) => write!(f, "entry/{entry}"),
        }
    }
}

impl FromStr for Achievement {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        match text.split_once('/') {
            Some(("task", id)) => id.parse().map(Self::Task),
            Some(("case", id)) => id.parse().map(Self::Case),
            Some(("entry", id)) => id.parse().map(Self::Entry),
            _ => Err(BadId::new("verified result", text)),
        }
    }
}

/// The field that tells an application from a score entry, in whose table it stands.
pub(crate) const REWARD: &str = "reward";

/// An application. Never changed once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ScoreId,
    /// The reward, by its name in code.
    pub reward: String,
    /// What for, in the branch's words.
    pub text: String,
    /// What is asked for, in fen, where the reward's definition wants it said.
    pub asked: Option<i64>,
    /// The results that it rests on.
    pub results: Vec<Achievement>,
    /// Who applies.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl Application {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::ScoreEntries, key)?;
        if document.id().kind() != DocKind::Branch {
            return Err(fields.bad(REWARD));
        }
        Ok(Self {
            id: fields.key()?,
            reward: fields.text(REWARD)?,
            text: fields.text("text")?,
            asked: fields.optional_int("asked"),
            results: list(fields.optional_text("results")),
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Vec<(&'static str, Option<ScalarValue>)> {
        let mut fields = vec![
            (REWARD, Some(self.reward.as_str().into())),
            ("text", Some(self.text.as_str().into())),
            ("asked", self.asked.map(ScalarValue::Int)),
            ("results", joined(&self.results)),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}

words! {
    /// The state of an application.
    ApplicationState {
        /// 已申请, 等乡镇意见.
        Filed = "filed",
        /// 乡镇支持.
        Supported = "supported",
        /// 已退回.
        Returned = "returned",
        /// 已撤回.
        Withdrawn = "withdrawn",
    }
}

impl ApplicationState {
    /// Whether it may yet come to something: another is not filed beside it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Filed | Self::Supported)
    }
}

/// Why an application, or an act on one, does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApplyDenied {
    /// The taskbook has no such reward for such a branch.
    #[error("no such reward there")]
    UnknownReward,
    /// The reward is divided without applications.
    #[error("the reward needs no application")]
    NotNeeded,
    /// It rests on nothing.
    #[error("no result is named")]
    NoResult,
    /// It rests on something that is not there, or not verified.
    #[error("a result is not verified")]
    Unverified,
    /// It names more results than there may be.
    #[error("more than {0} results")]
    TooMany(usize),
    /// An amount is missing, is none, or is not wanted.
    #[error("not an amount that can be asked for")]
    Amount,
    /// The branch has an application for the same reward that is neither returned nor withdrawn.
    #[error("there is an open application for the same")]
    Open,
    /// It is not in a state in which this can be done.
    #[error("not possible while {}", .0.word())]
    State(ApplicationState),
    /// This is another post's to do.
    #[error("not this post's to do")]
    Authority,
    /// Who applies gives no opinion on it (validation 5).
    #[error("the applicant gives no opinion")]
    SamePerson,
    /// The words are missing.
    #[error("no reason given")]
    NoReason,
}

/// Where an application stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationStanding {
    /// The state.
    pub state: ApplicationState,
    applicant: Author,
}

impl ApplicationStanding {
    /// An application that was filed a moment ago.
    pub fn new(application: &Application) -> Self {
        Self { state: ApplicationState::Filed, applicant: application.author.clone() }
    }
}

impl Machine for ApplicationStanding {
    type Act = ScoreAct;
    type State = ApplicationState;
    type Denied = ApplyDenied;

    fn state(&self) -> ApplicationState {
        self.state
    }

    fn judge(&self, act: &ScoreAct, _: bool) -> Result<ApplicationState, ApplyDenied> {
        use ApplicationState as S;
        let to = match act.act {
            ScoreMove::Check => S::Supported,
            ScoreMove::Reject => S::Returned,
            ScoreMove::Withdraw => S::Withdrawn,
            _ => return Err(ApplyDenied::Authority),
        };
        if !act.act.counts_in(act.place) {
            return Err(ApplyDenied::Authority);
        }
        if !self.state.is_open() || self.state == to {
            return Err(ApplyDenied::State(self.state));
        }
        if act.act != ScoreMove::Withdraw && self.applicant.same_person(&act.author) {
            return Err(ApplyDenied::SamePerson);
        }
        if act.act == ScoreMove::Reject && act.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(ApplyDenied::NoReason);
        }
        Ok(to)
    }

    fn take(&mut self, _: &ScoreAct, to: ApplicationState) {
        self.state = to;
    }

    fn ended_by(&self) -> Option<TransitionId> {
        None
    }

    fn repeats(act: &ScoreAct, why: &ApplyDenied) -> bool {
        use ApplicationState as S;
        match (act.act, why) {
            (ScoreMove::Check, ApplyDenied::State(state)) => *state == S::Supported,
            // Returned or withdrawn, it comes to nothing either way.
            (ScoreMove::Reject | ScoreMove::Withdraw, ApplyDenied::State(_)) => true,
            _ => false,
        }
    }
}

/// An application with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationView {
    /// The branch that applies.
    pub branch: OrgId,
    /// The application.
    pub application: Application,
    /// Its life so far.
    pub life: LifeOf<ApplicationStanding>,
    /// How many of its results are verified as things stand: a task may have been taken up again.
    pub verified: usize,
}

impl ApplicationView {
    /// Whether the reward may be given for it: the township supports it, and it rests on something still.
    pub fn counts(&self) -> bool {
        self.life.standing.state == ApplicationState::Supported && self.verified > 0
    }

    /// The last act that counted.
    pub fn last(&self) -> Option<&ScoreAct> {
        let counted = self.life.steps.iter().rev().find(|step| matches!(step.outcome, OutcomeOf::Moved { .. }));
        counted.map(|step| &step.transition)
    }

    /// Who of the township supports it.
    pub fn supporter(&self) -> Option<&Author> {
        let supported = self.life.standing.state == ApplicationState::Supported;
        self.last().filter(|_| supported).map(|act| &act.author)
    }
}
