//! The guards: which act is allowed to whom, where and when. Commands ask them before they write, and reading asks
//! them again of everything that others wrote.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Move, State,
    graph::{Act, Machine},
};
use crate::{
    author::Author, doc_id::DocKind, fingerprint::Fingerprint, ids::TransitionId, moment::Timestamp, record::Transition,
};

/// Why an act does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The item is not in a state in which this can be done.
    #[error("not possible while {}", .0.word())]
    State(State),
    /// This is another tier's to do.
    #[error("not this post's to do")]
    Authority,
    /// The applicant, or who gave the other verdict, cannot verify (validation 5).
    #[error("two verdicts need two people, neither of them the applicant")]
    SamePerson,
    /// A reason must be given.
    #[error("no reason given")]
    NoReason,
    /// A day must be given.
    #[error("no date given")]
    NoDate,
    /// No extension was asked for.
    #[error("no extension was asked for")]
    NoRequest,
    /// The content is not the one that the township approved: it must look again (批后有改动).
    #[error("changed since the township's verdict")]
    Changed,
}

/// Where an item stands after some of its transitions: its state and what the guards need to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// Who applied for closing last.
    pub applicant: Option<Author>,
    /// Who gave the township's verdict on that application.
    pub township_verdict: Option<Author>,
    /// Who gave the county's verdict on that application.
    pub county_verdict: Option<Author>,
    /// The content that the township's verdict binds.
    pub township_saw: Option<Fingerprint>,
    /// The content that the county's verdict binds.
    pub county_saw: Option<Fingerprint>,
    /// The day that an open request asks for.
    pub extension_asked: Option<NaiveDate>,
    /// The last day granted by an extension.
    pub extended_to: Option<NaiveDate>,
    /// The day of the last application.
    pub submitted_on: Option<NaiveDate>,
    /// The day on which it was closed, while it is.
    pub closed_on: Option<NaiveDate>,
    /// The act that closed it.
    pub(crate) closed_by: Option<TransitionId>,
    /// The last application, and the last day that was in force for it.
    submitted: Option<(TransitionId, NaiveDate)>,
    /// Whether it was once closed on an application that came late: a mark that no later act takes away.
    closed_late: bool,
    /// The last day as it is set, without extensions.
    due: NaiveDate,
    resume_to: Option<State>,
    /// The kind of document that holds the task.
    home: DocKind,
}

impl Standing {
    /// Before anything has happened; `home` is the kind of document that holds the task, `due` the last day as set.
    pub const fn new(home: DocKind, due: NaiveDate) -> Self {
        Self {
            state: State::Draft,
            applicant: None,
            township_verdict: None,
            county_verdict: None,
            township_saw: None,
            county_saw: None,
            extension_asked: None,
            extended_to: None,
            submitted_on: None,
            closed_on: None,
            closed_by: None,
            submitted: None,
            closed_late: false,
            due,
            resume_to: None,
            home,
        }
    }

    /// Whether the last application came after the last day in force for it, or an earlier one on which the item was
    /// closed did. What is set or granted afterwards changes neither.
    pub fn is_late(&self) -> bool {
        let last = self.submitted_on.zip(self.submitted).is_some_and(|(day, (_, due))| day > due);
        last || self.closed_late
    }

    /// The content that verdicts in force are about.
    pub fn bound(&self) -> impl Iterator<Item = &Fingerprint> {
        let verdicts = match self.state {
            State::TownshipVerified => [&self.township_saw, &None],
            State::CountyVerified | State::Closed => [&self.township_saw, &self.county_saw],
            _ => [&None, &None],
        };
        verdicts.into_iter().flatten()
    }

    /// Whether a tier looks again at what has changed since its last verdict.
    fn is_renewed(act: &Transition, saw: Option<&Fingerprint>) -> bool {
        saw.is_some() && act.content.is_some() && act.content.as_ref() != saw
    }

    fn target(&self, one: &Transition, saw_close: bool) -> Result<State, Denied> {
        use State as S;
        let (state, act) = (self.state, one.act);
        let worked_on = matches!(state, S::Acknowledged | S::InProgress | S::Returned | S::Reopened);
        let to = match act {
            Move::Issue if state == S::Draft => S::Issued,
            Move::Acknowledge if state == S::Issued => S::Acknowledged,
            Move::Start if worked_on && state != S::InProgress => S::InProgress,
            Move::Submit if worked_on => S::Submitted,
            Move::VerifyTownship if state == S::Submitted => S::TownshipVerified,
            Move::VerifyTownship if Self::is_renewed(one, self.township_saw.as_ref()) => match state {
                S::TownshipVerified | S::CountyVerified => S::TownshipVerified,
                S::Closed => S::Closed,
                _ => return Err(Denied::State(state)),
            },
            Move::VerifyCounty if Self::is_renewed(one, self.township_saw.as_ref()) => return Err(Denied::Changed),
            Move::VerifyCounty if state == S::TownshipVerified => S::CountyVerified,
            Move::VerifyCounty if Self::is_renewed(one, self.county_saw.as_ref()) => match state {
                S::CountyVerified | S::Closed => state,
                _ => return Err(Denied::State(state)),
            },
            Move::Close if Self::is_renewed(one, self.county_saw.as_ref()) => return Err(Denied::Changed),
            Move::Close if state == S::CountyVerified => S::Closed,
            Move::Return if state.awaits_verdict() || (state == S::Closed && !saw_close) => S::Returned,
            Move::Suspend if state.is_open() || state.awaits_verdict() => S::Suspended,
            Move::Resume if state == S::Suspended => self.resume_to.unwrap_or(S::Issued),
            Move::Reopen if state == S::Closed => S::Reopened,
            Move::Cancel if !matches!(state, S::Draft | S::Closed | S::Cancelled) => S::Cancelled,
            Move::RequestExtension if state.is_open() => state,
            Move::GrantExtension | Move::RefuseExtension if self.extension_asked.is_some() => state,
            Move::GrantExtension | Move::RefuseExtension => return Err(Denied::NoRequest),
            _ => return Err(Denied::State(state)),
        };
        Ok(to)
    }
}

impl Machine for Standing {
    type Act = Transition;
    type State = State;
    type Denied = Denied;

    fn state(&self) -> State {
        self.state
    }

    fn judge(&self, act: &Transition, knew_end: bool) -> Result<State, Denied> {
        authority(act, self.home)?;
        let to = self.target(act, knew_end)?;
        if act.act.needs_reason() && act.reason.as_deref().is_none_or(|why| why.trim().is_empty()) {
            return Err(Denied::NoReason);
        }
        if act.act.needs_date() && act.until.is_none() {
            return Err(Denied::NoDate);
        }
        let taken = match act.act {
            Move::VerifyTownship => vec![&self.applicant],
            Move::VerifyCounty => vec![&self.applicant, &self.township_verdict],
            _ => vec![],
        };
        if taken.into_iter().flatten().any(|other| other.same_person(&act.author)) {
            return Err(Denied::SamePerson);
        }
        Ok(to)
    }

    fn take(&mut self, act: &Transition, to: State) {
        let from = self.state;
        self.state = to;
        match act.act {
            Move::Submit => {
                self.applicant = Some(act.author.clone());
                self.township_verdict = None;
                self.county_verdict = None;
                self.township_saw = None;
                self.county_saw = None;
                self.submitted_on = Some(act.at.date());
                // Acts of older versions do not tell which day their author saw.
                self.submitted = Some((act.id, self.extended_to.or(act.due).unwrap_or(self.due)));
            }
            Move::VerifyTownship => {
                self.township_verdict = Some(act.author.clone());
                self.township_saw.clone_from(&act.content);
            }
            Move::VerifyCounty => {
                self.county_verdict = Some(act.author.clone());
                self.county_saw.clone_from(&act.content);
            }
            Move::Close => {
                self.closed_by = Some(act.id);
                self.closed_on = Some(act.at.date());
            }
            Move::Return | Move::Reopen => {
                self.closed_late |= from == State::Closed && self.is_late();
                self.closed_by = None;
                self.closed_on = None;
            }
            Move::Suspend => self.resume_to = Some(from),
            Move::RequestExtension => self.extension_asked = act.until,
            Move::RefuseExtension => self.extension_asked = None,
            Move::GrantExtension => {
                self.extension_asked = None;
                self.extended_to = act.until;
            }
            Move::Issue | Move::Acknowledge | Move::Start | Move::Resume | Move::Cancel => {}
        }
    }

    /// More time that was granted without knowing of the application was in force when it was made.
    fn note_seen(&mut self, act: &Transition, seen: &BTreeSet<TransitionId>) {
        if let (Move::GrantExtension, Some(until), Some((application, due))) = (act.act, act.until, &mut self.submitted)
            && !seen.contains(&*application)
        {
            *due = until;
        }
    }

    fn ended_by(&self) -> Option<TransitionId> {
        self.closed_by
    }

    fn repeats(act: &Transition, why: &Denied) -> bool {
        let Denied::State(state) = *why else { return false };
        match act.act {
            Move::Acknowledge | Move::Start => state != State::Cancelled && state != State::Suspended,
            Move::Submit => state.awaits_verdict(),
            Move::VerifyTownship => matches!(state, State::TownshipVerified | State::CountyVerified | State::Closed),
            Move::VerifyCounty => matches!(state, State::CountyVerified | State::Closed),
            Move::Close => state == State::Closed,
            Move::Return => state == State::Returned,
            Move::Suspend => state == State::Suspended,
            Move::Cancel => state == State::Cancelled,
            Move::Reopen => state == State::Reopened,
            Move::Issue | Move::Resume | Move::RequestExtension | Move::GrantExtension | Move::RefuseExtension => false,
        }
    }
}

impl Act for Transition {
    fn id(&self) -> TransitionId {
        self.id
    }

    fn after(&self) -> &[TransitionId] {
        &self.after
    }

    fn caution(&self) -> u8 {
        self.act.caution()
    }

    fn at(&self) -> Timestamp {
        self.at
    }
}

/// An act counts only where those who may do it are the ones who may write: the document enforces authority, and no
/// claim in a record does.
fn authority(act: &Transition, home: DocKind) -> Result<(), Denied> {
    let verdict = matches!(act.place, DocKind::Review | DocKind::CountyReview);
    let fits = match act.act {
        Move::Issue | Move::Cancel => act.place == home,
        Move::Acknowledge | Move::Start | Move::Submit | Move::RequestExtension => act.place == DocKind::Branch,
        Move::VerifyTownship => act.place == DocKind::Review,
        Move::VerifyCounty => act.place == DocKind::CountyReview,
        Move::Close
        | Move::Return
        | Move::Suspend
        | Move::Resume
        | Move::Reopen
        | Move::GrantExtension
        | Move::RefuseExtension => verdict,
    };
    if fits { Ok(()) } else { Err(Denied::Authority) }
}
