//! The states of a score entry, the acts between them, and their guards.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{ScoreAct, ScoreEntry};
use crate::{author::Author, doc_id::DocKind, ids::TransitionId, lifecycle::Machine, org::words};

words! {
    /// The state of a score entry.
    ScoreState {
        /// 已提出.
        Proposed = "proposed",
        /// 乡镇已核对.
        EvidenceChecked = "evidence_checked",
        /// 县里已确认: it counts from now on.
        Confirmed = "confirmed",
        /// 已公布.
        Published = "published",
        /// 申诉中.
        Appealed = "appealed",
        /// 已定.
        Final = "final",
        /// 不予记分.
        Rejected = "rejected",
    }
}

impl ScoreState {
    /// Whether it counts in the score.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Confirmed | Self::Published | Self::Appealed | Self::Final)
    }

    /// Whether it may yet come to count.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Proposed | Self::EvidenceChecked)
    }
}

words! {
    /// An act in a score entry's life. Proposing is the record of the entry itself.
    ScoreMove {
        /// 核对属实, by the township.
        Check = "check",
        /// 确认, by the county.
        Confirm = "confirm",
        /// 公布, by the county.
        Publish = "publish",
        /// 申诉, by the branch.
        Appeal = "appeal",
        /// 维持, by the county.
        Uphold = "uphold",
        /// 不予记分, by the township before the county has confirmed, and by the county until it is final.
        Reject = "reject",
        /// 知悉: the branch's device showed what was published; the days for an appeal run from here.
        See = "see",
        /// 采纳, by the county: of an appeal that is an entry of its own.
        Grant = "grant",
        /// 撤回, by the branch: of an application for a reward.
        Withdraw = "withdraw",
    }
}

impl ScoreMove {
    /// Whether the author must say why.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Appeal | Self::Uphold | Self::Reject | Self::Grant)
    }

    /// The kinds of document in which it counts: who may write there may do it.
    pub(crate) const fn counts_in(self, place: DocKind) -> bool {
        match self {
            Self::Check => matches!(place, DocKind::Review),
            Self::Confirm | Self::Publish | Self::Uphold | Self::Grant => matches!(place, DocKind::CountyReview),
            Self::Appeal | Self::See | Self::Withdraw => matches!(place, DocKind::Branch),
            Self::Reject => matches!(place, DocKind::Review | DocKind::CountyReview),
        }
    }

    /// See [`Act::caution`](crate::lifecycle::Act::caution).
    pub(crate) const fn caution(self) -> u8 {
        match self {
            Self::Check | Self::See => 0,
            Self::Confirm => 1,
            Self::Publish => 2,
            Self::Uphold | Self::Grant => 3,
            Self::Appeal | Self::Withdraw => 4,
            Self::Reject => 5,
        }
    }
}

/// Why an act does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScoreDenied {
    /// The entry is not in a state in which this can be done.
    #[error("not possible while {}", .0.word())]
    State(ScoreState),
    /// This is another tier's to do.
    #[error("not this post's to do")]
    Authority,
    /// Who proposed or checked it cannot look a second time (validation 5).
    #[error("two verdicts need two people, neither of them who proposed it")]
    SamePerson,
    /// The words are missing.
    #[error("no reason given")]
    NoReason,
    /// The days for an appeal are over.
    #[error("too late for an appeal")]
    TooLate,
}

/// For how many days something published can be appealed against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppealDays {
    /// From the day on which a device of the branch first showed it.
    pub seen: u32,
    /// From its publication, as long as none has: a village may be offline for weeks.
    pub unseen: u32,
}

/// Where an entry stands: its state and what the guards need to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreStanding {
    /// The state, but for [`ScoreState::Final`] by the passing of days.
    pub state: ScoreState,
    /// The day on which it was published.
    pub published_on: Option<NaiveDate>,
    /// The day on which a device of the branch first showed that it was published.
    pub seen_on: Option<NaiveDate>,
    /// The day on which it was appealed against, by the branch's own clock.
    pub appealed_on: Option<NaiveDate>,
    seen_by: Vec<Author>,
    days: AppealDays,
}

impl ScoreStanding {
    /// An entry that was proposed a moment ago. One from the township or the county needs no township's look.
    pub fn new(entry: &ScoreEntry, days: AppealDays) -> Self {
        let state = if entry.place == DocKind::Branch { ScoreState::Proposed } else { ScoreState::EvidenceChecked };
        let seen_by = vec![entry.author.clone()];
        Self { state, published_on: None, seen_on: None, appealed_on: None, seen_by, days }
    }

    /// The last day for an appeal, once it is published.
    pub fn appeal_until(&self) -> Option<NaiveDate> {
        let published = self.published_on?;
        let (from, days) = match self.seen_on {
            Some(seen) => (seen.max(published), self.days.seen),
            None => (published, self.days.unseen.max(self.days.seen)),
        };
        from.checked_add_days(Days::new(days.into()))
    }

    /// The state on a day: without an appeal it is final when the days for one are over.
    pub fn on(&self, today: NaiveDate) -> ScoreState {
        let over = self.appeal_until().is_some_and(|until| today > until);
        if self.state == ScoreState::Published && over { ScoreState::Final } else { self.state }
    }
}

impl Machine for ScoreStanding {
    type Act = ScoreAct;
    type State = ScoreState;
    type Denied = ScoreDenied;

    fn state(&self) -> ScoreState {
        self.state
    }

    fn judge(&self, act: &ScoreAct, _: bool) -> Result<ScoreState, ScoreDenied> {
        use ScoreState as S;
        if !act.act.counts_in(act.place) {
            return Err(ScoreDenied::Authority);
        }
        let to = match act.act {
            ScoreMove::Check if self.state == S::Proposed => S::EvidenceChecked,
            ScoreMove::Confirm if self.state == S::EvidenceChecked => S::Confirmed,
            ScoreMove::Publish if self.state == S::Confirmed => S::Published,
            ScoreMove::Appeal if self.state == S::Published => S::Appealed,
            ScoreMove::Uphold if self.state == S::Appealed => S::Final,
            ScoreMove::See if self.seen_on.is_none() && self.on(act.at.date()) == S::Published => S::Published,
            ScoreMove::Reject if self.state.is_open() => S::Rejected,
            // The passing of days makes it as final as the county's word does.
            ScoreMove::Reject if matches!(self.on(act.at.date()), S::Final | S::Rejected) => {
                return Err(ScoreDenied::State(self.on(act.at.date())));
            }
            ScoreMove::Reject if act.place == DocKind::CountyReview => S::Rejected,
            ScoreMove::Reject => return Err(ScoreDenied::Authority),
            _ => return Err(ScoreDenied::State(self.state)),
        };
        let verdict = matches!(act.act, ScoreMove::Check | ScoreMove::Confirm);
        if verdict && self.seen_by.iter().any(|other| other.same_person(&act.author)) {
            return Err(ScoreDenied::SamePerson);
        }
        if act.act.needs_reason() && act.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            return Err(ScoreDenied::NoReason);
        }
        if act.act == ScoreMove::Appeal && self.on(act.at.date()) == S::Final {
            return Err(ScoreDenied::TooLate);
        }
        Ok(to)
    }

    fn take(&mut self, act: &ScoreAct, to: ScoreState) {
        self.state = to;
        if matches!(act.act, ScoreMove::Check | ScoreMove::Confirm) {
            self.seen_by.push(act.author.clone());
        }
        let day = Some(act.at.date());
        match act.act {
            ScoreMove::Publish => self.published_on = day,
            ScoreMove::See => self.seen_on = day,
            ScoreMove::Appeal => self.appealed_on = day,
            _ => {}
        }
    }

    fn ended_by(&self) -> Option<TransitionId> {
        None
    }

    fn repeats(act: &ScoreAct, why: &ScoreDenied) -> bool {
        use ScoreState as S;
        match (act.act, why) {
            (ScoreMove::Check, ScoreDenied::State(state)) => !matches!(state, S::Proposed | S::Rejected),
            (ScoreMove::Confirm, ScoreDenied::State(state)) => state.counts(),
            (ScoreMove::Publish, ScoreDenied::State(state)) => matches!(state, S::Published | S::Appealed | S::Final),
            (ScoreMove::Reject, ScoreDenied::State(S::Rejected)) | (ScoreMove::See, ScoreDenied::State(_)) => true,
            _ => false,
        }
    }
}
