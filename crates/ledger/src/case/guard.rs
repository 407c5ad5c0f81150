//! The guards of a case's life.

use chrono::{Months, NaiveDate};

use super::{Ballot, CaseAct, CaseMove, CaseState, Pass};
use crate::{author::Author, fingerprint::Fingerprint, ids::TransitionId, lifecycle::Machine, moment::Timestamp};

/// How long a case is tracked after it was struck off unless the county says otherwise, in months (practice).
pub const TRACKING_MONTHS: u32 = 12;

/// Why an act does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaseDenied {
    /// The case is not in a state in which this can be done.
    #[error("not possible while {}", .0.word())]
    State(CaseState),
    /// This is another tier's to do.
    #[error("not this post's to do")]
    Authority,
    /// The applicant, or who gave the other verdict, cannot verify (validation 5).
    #[error("two verdicts need two people, neither of them the applicant")]
    SamePerson,
    /// The words are missing.
    #[error("no reason given")]
    NoReason,
    /// An acceptance needs a score and a vote.
    #[error("no score and vote")]
    NoBallot,
    /// Score or vote do not pass (`acceptance_pass`).
    #[error("the acceptance is not passed")]
    NotPassed(Pass),
    /// The content is not the one that was approved before (批后有改动).
    #[error("changed since the verdict before")]
    Changed,
    /// A day must be named.
    #[error("no date given")]
    NoDate,
    /// No extension was asked for.
    #[error("no extension was asked for")]
    NoRequest,
    /// It is tracked until this day.
    #[error("to be tracked until {0}")]
    TooEarly(NaiveDate),
}

/// Where a case stands: its state and what the guards need to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseStanding {
    /// The state.
    pub state: CaseState,
    /// Who applied with a self-assessment.
    pub applicant: Option<Author>,
    /// Who checked it for the township.
    pub checker: Option<Author>,
    /// What the acceptance found.
    pub ballot: Option<Ballot>,
    /// The content that the township approved.
    pub township_saw: Option<Fingerprint>,
    /// The content that the county approved.
    pub county_saw: Option<Fingerprint>,
    /// The day on which it was struck off.
    pub closed_on: Option<NaiveDate>,
    /// The day that an open request for more time asks for.
    pub extension_asked: Option<NaiveDate>,
    /// The last day granted by an extension.
    pub extended_to: Option<NaiveDate>,
    /// The days on which it was struck off, also before a relapse; a striking off that a return undid is none.
    pub closings: Vec<NaiveDate>,
    /// When it last relapsed, and the day on which it had been struck off before.
    pub relapse: Option<(Timestamp, Option<NaiveDate>)>,
    /// The first day on which it was struck off after the last day in force then: a mark that no later act takes away.
    pub late_on: Option<NaiveDate>,
    /// The last day as first set.
    set_to: NaiveDate,
    /// The last day that came with the listing after a relapse.
    listed_to: Option<NaiveDate>,
    closed_by: Option<TransitionId>,
    resume_to: Option<CaseState>,
}

impl CaseStanding {
    /// A case that was screened a moment ago, with its last day.
    pub const fn new(deadline: NaiveDate) -> Self {
        Self {
            state: CaseState::Screened,
            applicant: None,
            checker: None,
            ballot: None,
            township_saw: None,
            county_saw: None,
            closed_on: None,
            extension_asked: None,
            extended_to: None,
            closings: Vec::new(),
            relapse: None,
            late_on: None,
            set_to: deadline,
            listed_to: None,
            closed_by: None,
            resume_to: None,
        }
    }

    /// The last day in force.
    pub fn deadline(&self) -> NaiveDate {
        self.extended_to.or(self.listed_to).unwrap_or(self.set_to)
    }

    /// The same case at the beginning of its work: what was found and granted is gone, what it went through is not.
    fn anew(&self, state: CaseState) -> Self {
        Self {
            state,
            closings: self.closings.clone(),
            relapse: self.relapse,
            late_on: self.late_on,
            listed_to: self.listed_to,
            ..Self::new(self.set_to)
        }
    }

    /// Whether a verdict in force is about other content than `now` (批后有改动).
    pub fn is_outdated(&self, now: &Fingerprint) -> bool {
        let verdicts = match self.state {
            CaseState::TownshipChecked => [&self.township_saw, &None],
            CaseState::CountyAccepted | CaseState::Closed | CaseState::Tracking | CaseState::Archived => {
                [&self.township_saw, &self.county_saw]
            }
            _ => [&None, &None],
        };
        verdicts.into_iter().flatten().any(|saw| saw != now)
    }

    /// The first day on which it can be archived when cases are tracked for so many months.
    pub fn tracked_until(&self, months: u32) -> Option<NaiveDate> {
        self.closed_on?.checked_add_months(Months::new(months))
    }

    fn target(&self, act: &CaseAct, knew_end: bool) -> Result<CaseState, CaseDenied> {
        use CaseState as S;
        let state = self.state;
        let differs = |saw: &Option<Fingerprint>| saw.is_some() && act.content.is_some() && act.content != *saw;
        let to = match act.act {
            CaseMove::List if matches!(state, S::Screened | S::Relapsed) => S::Listed,
            CaseMove::Dismiss if state == S::Screened => S::Dismissed,
            CaseMove::Diagnose if state == S::Listed => S::Diagnosed,
            CaseMove::FilePlan if state == S::Diagnosed => S::PlanFiled,
            CaseMove::Start if state == S::PlanFiled => S::InRectification,
            CaseMove::SelfAssess if state == S::InRectification => S::SelfAssessed,
            CaseMove::Check if state == S::SelfAssessed => S::TownshipChecked,
            // The township looks again at what has changed since; the county's look before that is void.
            CaseMove::Check if differs(&self.township_saw) => match state {
                S::TownshipChecked | S::CountyAccepted => S::TownshipChecked,
                // What is struck off stays so; both tiers look at what a tablet brought afterwards.
                _ if state.is_struck_off() => state,
                _ => return Err(CaseDenied::State(state)),
            },
            CaseMove::Accept if differs(&self.township_saw) => return Err(CaseDenied::Changed),
            CaseMove::Accept if state == S::TownshipChecked => S::CountyAccepted,
            CaseMove::Accept if differs(&self.county_saw) && state.is_struck_off() => state,
            CaseMove::Close if differs(&self.county_saw) => return Err(CaseDenied::Changed),
            CaseMove::Close if state == S::CountyAccepted => S::Closed,
            CaseMove::Track if matches!(state, S::Closed | S::Tracking) => S::Tracking,
            CaseMove::Archive if matches!(state, S::Closed | S::Tracking) => S::Archived,
            CaseMove::Relapse if matches!(state, S::Closed | S::Tracking) => S::Relapsed,
            CaseMove::Return => match state {
                S::PlanFiled => S::Diagnosed,
                S::SelfAssessed | S::TownshipChecked | S::CountyAccepted => S::InRectification,
                S::Closed if !knew_end => S::InRectification,
                _ => return Err(CaseDenied::State(state)),
            },
            CaseMove::RequestExtension if state.is_open() => state,
            CaseMove::GrantExtension | CaseMove::RefuseExtension if !state.is_open() => {
                return Err(CaseDenied::State(state));
            }
            CaseMove::GrantExtension | CaseMove::RefuseExtension if self.extension_asked.is_some() => state,
            CaseMove::GrantExtension | CaseMove::RefuseExtension => return Err(CaseDenied::NoRequest),
            CaseMove::Suspend if state.is_listed() && !matches!(state, S::Relapsed | S::Suspended) => S::Suspended,
            CaseMove::Resume if state == S::Suspended => self.resume_to.unwrap_or(S::Listed),
            _ => return Err(CaseDenied::State(state)),
        };
        Ok(to)
    }
}

impl Machine for CaseStanding {
    type Act = CaseAct;
    type State = CaseState;
    type Denied = CaseDenied;

    fn state(&self) -> CaseState {
        self.state
    }

    fn judge(&self, act: &CaseAct, knew_end: bool) -> Result<CaseState, CaseDenied> {
        if !act.act.counts_in(act.place) {
            return Err(CaseDenied::Authority);
        }
        let to = self.target(act, knew_end)?;
        if act.act.needs_reason() && act.reason.as_deref().is_none_or(|why| why.trim().is_empty()) {
            return Err(CaseDenied::NoReason);
        }
        if act.act.needs_date() && act.until.is_none() {
            return Err(CaseDenied::NoDate);
        }
        let taken = match act.act {
            CaseMove::Check => [&self.applicant, &None],
            CaseMove::Accept => [&self.applicant, &self.checker],
            _ => [&None, &None],
        };
        if taken.into_iter().flatten().any(|other| other.same_person(&act.author)) {
            return Err(CaseDenied::SamePerson);
        }
        if act.act == CaseMove::Accept && !act.ballot.as_ref().is_some_and(Ballot::is_sound) {
            return Err(CaseDenied::NoBallot);
        }
        Ok(to)
    }

    fn take(&mut self, act: &CaseAct, to: CaseState) {
        let from = std::mem::replace(&mut self.state, to);
        match act.act {
            CaseMove::SelfAssess => {
                let applicant = Some(act.author.clone());
                *self = Self { applicant, extended_to: self.extended_to, ..self.anew(to) };
            }
            CaseMove::Check => {
                self.checker = Some(act.author.clone());
                self.township_saw.clone_from(&act.content);
            }
            CaseMove::Accept => {
                self.ballot = act.ballot;
                self.county_saw.clone_from(&act.content);
            }
            // A second closing, after content was looked at again, does not make it later.
            CaseMove::Close => {
                self.closed_by = Some(act.id);
                if self.closed_on.is_none() {
                    let day = act.at.date();
                    self.closed_on = Some(day);
                    self.closings.push(day);
                    self.late_on = self.late_on.or_else(|| (day > self.deadline()).then_some(day));
                }
            }
            CaseMove::Return => {
                self.closed_by = None;
                if self.closed_on.take().is_some() {
                    self.closings.pop();
                }
            }
            // What was granted was granted for the last time.
            CaseMove::Relapse => *self = Self { relapse: Some((act.at, self.closed_on)), ..self.anew(to) },
            CaseMove::List => self.listed_to = act.until.or(self.listed_to),
            CaseMove::Suspend => self.resume_to = Some(from),
            CaseMove::RequestExtension => self.extension_asked = act.until,
            CaseMove::RefuseExtension => self.extension_asked = None,
            CaseMove::GrantExtension => {
                self.extension_asked = None;
                self.extended_to = act.until;
            }
            _ => {}
        }
    }

    fn ended_by(&self) -> Option<TransitionId> {
        self.closed_by
    }

    fn repeats(act: &CaseAct, why: &CaseDenied) -> bool {
        use CaseState as S;
        let CaseDenied::State(state) = *why else { return false };
        match act.act {
            CaseMove::List => state != S::Dismissed,
            CaseMove::Dismiss => state == S::Dismissed,
            CaseMove::Diagnose | CaseMove::FilePlan | CaseMove::Start | CaseMove::SelfAssess => state != S::Dismissed,
            CaseMove::Check => matches!(state, S::TownshipChecked | S::CountyAccepted | S::Closed | S::Tracking),
            CaseMove::Accept => matches!(state, S::CountyAccepted | S::Closed | S::Tracking),
            CaseMove::Close | CaseMove::Track => matches!(state, S::Closed | S::Tracking),
            CaseMove::Archive => state == S::Archived,
            CaseMove::Relapse => state == S::Relapsed,
            CaseMove::Return => matches!(state, S::InRectification | S::Diagnosed),
            CaseMove::Suspend => state == S::Suspended,
            CaseMove::RequestExtension | CaseMove::GrantExtension | CaseMove::RefuseExtension | CaseMove::Resume => {
                false
            }
        }
    }
}
