//! The guards: which act is allowed to whom, where and when. Commands ask them before they write, and reading asks
//! them again of everything that others wrote.

use chrono::NaiveDate;

use super::{Move, State};
use crate::{author::Author, doc_id::DocKind, ids::TransitionId, org::Tier, record::Transition};

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
    /// The day that an open request asks for.
    pub extension_asked: Option<NaiveDate>,
    /// The last day granted by an extension.
    pub extended_to: Option<NaiveDate>,
    /// The day of the last application.
    pub submitted_on: Option<NaiveDate>,
    /// The act that closed it.
    pub(crate) closed_by: Option<TransitionId>,
    resume_to: Option<State>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            state: State::Draft,
            applicant: None,
            township_verdict: None,
            county_verdict: None,
            extension_asked: None,
            extended_to: None,
            submitted_on: None,
            closed_by: None,
            resume_to: None,
        }
    }
}

impl Standing {
    /// Asks whether `act` may happen now; `home` is the kind of document that holds the task, `saw_close` whether the
    /// author knew of the closing, if there is one.
    ///
    /// # Errors
    /// Why it may not.
    pub fn judge(&self, act: &Transition, home: DocKind, saw_close: bool) -> Result<State, Denied> {
        authority(act, home)?;
        let to = self.target(act.act, saw_close)?;
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

    fn target(&self, act: Move, saw_close: bool) -> Result<State, Denied> {
        use State as S;
        let state = self.state;
        let worked_on = matches!(state, S::Acknowledged | S::InProgress | S::Returned | S::Reopened);
        let to = match act {
            Move::Issue if state == S::Draft => S::Issued,
            Move::Acknowledge if state == S::Issued => S::Acknowledged,
            Move::Start if worked_on && state != S::InProgress => S::InProgress,
            Move::Submit if worked_on => S::Submitted,
            Move::VerifyTownship if state == S::Submitted => S::TownshipVerified,
            Move::VerifyCounty if state == S::TownshipVerified => S::CountyVerified,
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

    /// Takes an act that was judged to lead to `to`.
    pub(crate) fn take(&mut self, act: &Transition, to: State) {
        let from = self.state;
        self.state = to;
        match act.act {
            Move::Submit => {
                self.applicant = Some(act.author.clone());
                self.township_verdict = None;
                self.county_verdict = None;
                self.submitted_on = Some(act.at.date());
            }
            Move::VerifyTownship => self.township_verdict = Some(act.author.clone()),
            Move::VerifyCounty => self.county_verdict = Some(act.author.clone()),
            Move::Close => self.closed_by = Some(act.id),
            Move::Return | Move::Reopen => self.closed_by = None,
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
}

/// An act counts only where those who may do it are the ones who may write: the document enforces authority. Only
/// between township and county, who share the review document, does the post decide.
fn authority(act: &Transition, home: DocKind) -> Result<(), Denied> {
    let tier = act.author.role.tier();
    let fits = match act.act {
        Move::Issue | Move::Cancel => act.place == home,
        Move::Acknowledge | Move::Start | Move::Submit | Move::RequestExtension => act.place == DocKind::Branch,
        Move::VerifyTownship => act.place == DocKind::Review && tier == Tier::Township,
        Move::VerifyCounty => act.place == DocKind::Review && tier == Tier::County,
        Move::Close
        | Move::Return
        | Move::Suspend
        | Move::Resume
        | Move::Reopen
        | Move::GrantExtension
        | Move::RefuseExtension => act.place == DocKind::Review && tier != Tier::Branch,
    };
    if fits { Ok(()) } else { Err(Denied::Authority) }
}
