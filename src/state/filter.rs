//! Which items a list shows.

use chrono::NaiveDate;
use taizhang_ledger::{Domain, OrgId, State, Summary};

/// A group of states that belong together for those who work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Everything.
    #[default]
    All,
    /// To be signed for.
    ToAcknowledge,
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
    /// Suspended or cancelled.
    Aside,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::Open,
        Self::ToAcknowledge,
        Self::Overdue,
        Self::Returned,
        Self::Verdict,
        Self::Closed,
        Self::Aside,
    ];

    /// The word of the group in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ToAcknowledge => "new",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Returned => "returned",
            Self::Verdict => "verdict",
            Self::Closed => "closed",
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
            Self::ToAcknowledge => item.state == State::Issued,
            Self::Open => item.state.is_open(),
            Self::Overdue => item.overdue(today),
            Self::Returned => item.state == State::Returned,
            Self::Verdict => item.state.awaits_verdict(),
            Self::Closed => item.state == State::Closed,
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
            Self::Week => (0..7).contains(&days),
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
    pub domain: Option<Domain>,
    /// By branch.
    pub branch: Option<OrgId>,
    /// Words that must all be found in the item's [`search::Text`](crate::search::Text).
    pub search: String,
}

impl Filter {
    /// Whether the list shows an item, as far as it does not depend on the words searched for.
    pub fn holds(&self, item: &Summary, today: NaiveDate) -> bool {
        self.group.holds(item, today)
            && self.span.holds(item, today)
            && self.domain.is_none_or(|domain| item.domain == domain)
            && self.branch.as_ref().is_none_or(|branch| item.key.branch == *branch)
    }
}
