//! Appeals against what is no score entry that was published: a part that indicators tell, a published slip, a proposal
//! that was turned down. Each is a record of its own, written by the branch and answered by the county with a reason.

use automerge::ScalarValue;

use super::{ScoreAct, ScoreDenied, ScoreMove};
use crate::{
    author::Author,
    doc_id::DocKind,
    document::Document,
    ids::{OrgId, RowId, ScoreId, TransitionId},
    lifecycle::{LifeOf, Machine},
    moment::Timestamp,
    problem::Problem,
    record::{Fields, write_author},
    schema::Table,
    score::ScoreState,
};

/// What an appeal is against.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Against {
    /// A part of the scheme, by its id.
    Part(String),
    /// A published slip, by its row.
    Slip(RowId),
    /// A score entry that was turned down.
    Entry(ScoreId),
}

impl Against {
    const fn word(&self) -> &'static str {
        match self {
            Self::Part(_) => "part",
            Self::Slip(_) => "slip",
            Self::Entry(_) => "entry",
        }
    }

    fn of(&self) -> String {
        match self {
            Self::Part(part) => part.clone(),
            Self::Slip(row) => row.to_string(),
            Self::Entry(entry) => entry.to_string(),
        }
    }

    fn read(word: &str, of: &str) -> Option<Self> {
        match word {
            "part" => Some(Self::Part(of.to_owned())),
            "slip" => of.parse().ok().map(Self::Slip),
            "entry" => of.parse().ok().map(Self::Entry),
            _ => None,
        }
    }
}

/// The field that tells an appeal from a score entry, in whose table it stands.
pub(crate) const AGAINST: &str = "against";

/// An appeal. Never changed once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Its id.
    pub id: ScoreId,
    /// The scheme, by its name in code.
    pub scheme: String,
    /// What it is against.
    pub against: Against,
    /// Why, in the author's words.
    pub text: String,
    /// Who appeals.
    pub author: Author,
    /// When, by the author's clock.
    pub at: Timestamp,
}

impl Appeal {
    pub(crate) fn read(document: &Document, key: &str) -> Result<Self, Problem> {
        let fields = Fields::open(document, Table::ScoreEntries, key)?;
        if document.id().kind() != DocKind::Branch {
            return Err(fields.bad(AGAINST));
        }
        let against = Against::read(&fields.text(AGAINST)?, &fields.text("of")?);
        Ok(Self {
            id: fields.key()?,
            scheme: fields.text("scheme")?,
            against: against.ok_or_else(|| fields.bad("of"))?,
            text: fields.text("text")?,
            author: fields.author()?,
            at: fields.time("at")?,
        })
    }

    pub(crate) fn fields(&self) -> Vec<(&'static str, Option<ScalarValue>)> {
        let mut fields = vec![
            ("scheme", Some(self.scheme.as_str().into())),
            (AGAINST, Some(self.against.word().into())),
            ("of", Some(self.against.of().into())),
            ("text", Some(self.text.as_str().into())),
            ("at", Some(ScalarValue::Int(self.at.0))),
        ];
        fields.extend(write_author(&self.author));
        fields
    }
}

/// Where an appeal stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AppealStanding {
    /// The county's answer: that it is granted, or that what was said stands.
    pub answer: Option<ScoreMove>,
}

impl Machine for AppealStanding {
    type Act = ScoreAct;
    type State = Option<ScoreMove>;
    type Denied = ScoreDenied;

    fn state(&self) -> Option<ScoreMove> {
        self.answer
    }

    fn judge(&self, act: &ScoreAct, _: bool) -> Result<Option<ScoreMove>, ScoreDenied> {
        let is_answer = matches!(act.act, ScoreMove::Grant | ScoreMove::Uphold);
        if !is_answer || !act.act.counts_in(act.place) {
            return Err(ScoreDenied::Authority);
        }
        if self.answer.is_some() {
            return Err(ScoreDenied::State(ScoreState::Final));
        }
        if act.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(ScoreDenied::NoReason);
        }
        Ok(Some(act.act))
    }

    fn take(&mut self, _: &ScoreAct, to: Option<ScoreMove>) {
        self.answer = to;
    }

    fn ended_by(&self) -> Option<TransitionId> {
        None
    }

    fn repeats(_: &ScoreAct, _: &ScoreDenied) -> bool {
        false
    }
}

/// An appeal with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealView {
    /// The branch that appeals.
    pub branch: OrgId,
    /// The appeal.
    pub appeal: Appeal,
    /// Its life so far.
    pub life: LifeOf<AppealStanding>,
}

impl AppealView {
    /// The answer that holds and its words.
    pub fn answered(&self) -> Option<(ScoreMove, &str)> {
        let answer = self.life.standing.answer?;
        let counted = |step: &&crate::lifecycle::StepOf<ScoreAct, Option<ScoreMove>, ScoreDenied>| {
            matches!(step.outcome, crate::lifecycle::OutcomeOf::Moved { .. })
        };
        let step = self.life.steps.iter().find(counted)?;
        Some((answer, step.transition.reason.as_deref().unwrap_or_default()))
    }
}
