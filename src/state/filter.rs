//! Which items a list shows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use taizhang_ledger::{OrgId, SOON, State, Summary};

use super::Fields;

/// A group of states that belong together for those who work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Everything.
    #[default]
    All,
    /// Everything that is not cancelled: what a board counts.
    Counted,
    /// To be signed for.
    ToAcknowledge,
    /// The branch has work to do on it and has not begun.
    NotStarted,
    /// The branch has work to do on it.
    Open,
    /// Past its last day.
    Overdue,
    /// Returned.
    Returned,
    /// Waits for a verdict.
    Verdict,
    /// Closed.
    Closed,
    /// Closed, but handed in late.
    ClosedLate,
    /// The branch was reminded of it.
    Reminded,
    /// Suspended or cancelled.
    Aside,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 12] = [
        Self::All,
        Self::Counted,
        Self::Open,
        Self::ToAcknowledge,
        Self::NotStarted,
        Self::Overdue,
        Self::Returned,
        Self::Verdict,
        Self::Closed,
        Self::ClosedLate,
        Self::Reminded,
        Self::Aside,
    ];

    /// Whether it is offered only while it is chosen: one comes to it from a number.
    pub const fn is_special(self) -> bool {
        matches!(self, Self::Counted | Self::ClosedLate | Self::Reminded)
    }

    /// The word of the group in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Counted => "counted",
            Self::NotStarted => "unstarted",
            Self::ClosedLate => "late",
            Self::ToAcknowledge => "new",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Returned => "returned",
            Self::Verdict => "verdict",
            Self::Closed => "closed",
            Self::Reminded => "reminded",
            Self::Aside => "aside",
        }
    }

    /// The group that a word in an address names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == word)
    }

    /// Whether an item belongs to it.
    pub fn holds(self, item: &Summary, today: NaiveDate) -> bool {
        match self {
            Self::All => true,
            Self::Counted => item.state != State::Cancelled,
            Self::NotStarted => item.not_started(),
            Self::ClosedLate => item.state == State::Closed && item.late,
            Self::ToAcknowledge => item.state == State::Issued,
            Self::Open => item.state.is_open(),
            Self::Overdue => item.overdue(today),
            Self::Returned => item.state == State::Returned,
            Self::Verdict => item.state.awaits_verdict(),
            Self::Closed => item.state == State::Closed,
            // As the board counts them.
            Self::Reminded => item.reminders > 0 && item.state != State::Cancelled,
            Self::Aside => matches!(item.state, State::Suspended | State::Cancelled),
        }
    }
}

/// A span of last days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Span {
    /// Whenever.
    #[default]
    Any,
    /// Today and the six days after it.
    Week,
    /// Today and the 29 days after it.
    Month,
}

impl Span {
    /// Every span.
    pub const ALL: [Self; 3] = [Self::Any, Self::Week, Self::Month];

    /// Whether an item's last day lies in it.
    pub fn holds(self, item: &Summary, today: NaiveDate) -> bool {
        let days = item.days_left(today);
        match self {
            Self::Any => true,
            Self::Week => (0..SOON).contains(&days),
            Self::Month => (0..30).contains(&days),
        }
    }
}

/// Which items a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// By state.
    pub group: Group,
    /// By last day.
    pub span: Span,
    /// By field of work.
    pub fields: Fields,
    /// By organisation: the branch, or the township that it stands under.
    pub org: Option<OrgId>,
    /// The branches of `org`.
    pub branches: BTreeSet<OrgId>,
    /// Words that must all be found in the item's [`search::Text`](crate::search::Text).
    pub search: String,
}

impl Filter {
    /// Whether it shows the items of one branch alone.
    pub fn is_of_one_branch(&self) -> bool {
        self.org.is_some() && self.branches.iter().eq(self.org.as_ref())
    }

    /// Whether the list shows an item, as far as it does not depend on the words searched for.
    pub fn holds(&self, item: &Summary, today: NaiveDate) -> bool {
        self.group.holds(item, today)
            && self.span.holds(item, today)
            && self.fields.holds(item.domain)
            && (self.org.is_none() || self.branches.contains(&item.key.branch))
    }
}
