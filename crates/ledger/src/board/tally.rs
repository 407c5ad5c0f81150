//! The counts of one cell of the board.

use std::{cmp::Ordering, iter::Sum, ops::AddAssign};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    domain::Domain,
    item::{SOON, Summary},
    lifecycle::State,
};

/// As much of an item as the board needs. It says nothing about a day, so it can be kept for as long as the documents
/// stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark {
    /// The field of work.
    pub domain: Domain,
    /// Where the item stands.
    pub state: State,
    /// Its last day, extensions included.
    pub due: NaiveDate,
    /// Whether it was handed in late ([`Summary::late`]).
    pub late: bool,
    /// Whether nobody has begun ([`Summary::not_started`]).
    pub not_started: bool,
    /// How often the branch was reminded of it ([`Summary::reminders`]).
    pub reminders: u32,
}

impl From<&Summary> for Mark {
    fn from(item: &Summary) -> Self {
        Self {
            domain: item.domain,
            state: item.state,
            due: item.due,
            late: item.late,
            not_started: item.not_started(),
            reminders: item.reminders,
        }
    }
}

/// How many items there are of each kind on a day. Counts of items, never of people or of use.
///
/// Six of the counts divide the whole: `all = closed + awaiting + open + due_soon + overdue + suspended`. The other
/// three say more about some of these: `closed_late` of `closed`, `returned` and `not_started` of the open ones.
/// `reminders` counts no items: a cancelled one adds nothing, any other as often as its branch was reminded of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// 应办: given out and not cancelled.
    #[serde(skip_serializing_if = "is_zero")]
    pub all: u32,
    /// 已销号: in the state [`State::Closed`].
    #[serde(skip_serializing_if = "is_zero")]
    pub closed: u32,
    /// 迟办: of the closed ones, those handed in after their last day ([`Summary::late`]).
    #[serde(skip_serializing_if = "is_zero")]
    pub closed_late: u32,
    /// 待核验: handed in, waiting for a verdict or for being struck off ([`State::awaits_verdict`]).
    #[serde(skip_serializing_if = "is_zero")]
    pub awaiting: u32,
    /// 在办: the branch has work to do on it ([`State::is_open`]) and more than seven days, today included.
    #[serde(skip_serializing_if = "is_zero")]
    pub open: u32,
    /// 七天内到期: work to do, and the last day is today or one of the six days after it.
    #[serde(skip_serializing_if = "is_zero")]
    pub due_soon: u32,
    /// 逾期: work to do, and the last day has passed ([`Summary::overdue`]).
    #[serde(skip_serializing_if = "is_zero")]
    pub overdue: u32,
    /// 暂停: in the state [`State::Suspended`].
    #[serde(skip_serializing_if = "is_zero")]
    pub suspended: u32,
    /// 退回: of those with work to do, in the state [`State::Returned`].
    #[serde(skip_serializing_if = "is_zero")]
    pub returned: u32,
    /// 未启动: of those with work to do, begun by nobody ([`Summary::not_started`]).
    #[serde(skip_serializing_if = "is_zero")]
    pub not_started: u32,
    /// 催办: reminders of all of them; not a count of items.
    #[serde(skip_serializing_if = "is_zero")]
    pub reminders: u32,
}

// The form that serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Tally {
    /// Counts one more item as it stands on `today`.
    pub fn count(&mut self, mark: &Mark, today: NaiveDate) {
        let one = u32::from;
        // Cancelled items are nobody's work any more, and drafts are nobody's yet.
        if matches!(mark.state, State::Cancelled | State::Draft) {
            return;
        }
        let to_do = mark.state.is_open();
        let days = (mark.due - today).num_days();
        self.all += 1;
        self.closed += one(mark.state == State::Closed);
        self.closed_late += one(mark.state == State::Closed && mark.late);
        self.awaiting += one(mark.state.awaits_verdict());
        self.open += one(to_do && days >= SOON);
        self.due_soon += one(to_do && (0..SOON).contains(&days));
        self.overdue += one(to_do && days < 0);
        self.suspended += one(mark.state == State::Suspended);
        self.returned += one(mark.state == State::Returned);
        self.not_started += one(to_do && mark.not_started);
        self.reminders = self.reminders.saturating_add(mark.reminders);
    }

    /// The closed ones in per cent of all, rounded down, so that 100 means all of them; nothing of nothing is `None`.
    pub fn percent_closed(&self) -> Option<u32> {
        let percent = (u64::from(self.closed) * 100).checked_div(u64::from(self.all))?;
        u32::try_from(percent).ok()
    }

    /// `chase_load`: reminders ÷ items in hundredths, rounded down (150 is one and a half for each item); nothing of
    /// nothing is `None`.
    pub fn chase_load(&self) -> Option<u64> {
        (u64::from(self.reminders) * 100).checked_div(u64::from(self.all))
    }

    /// Compares the shares that are closed, exactly; whoever has nothing to do counts as done.
    pub fn compare_closed(&self, other: &Self) -> Ordering {
        let share = |tally: &Self| if tally.all == 0 { (1, 1) } else { (tally.closed.into(), tally.all.into()) };
        let ((a, of_a), (b, of_b)): ((u64, u64), (u64, u64)) = (share(self), share(other));
        (a * of_b).cmp(&(b * of_a))
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.closed += other.closed;
        self.closed_late += other.closed_late;
        self.awaiting += other.awaiting;
        self.open += other.open;
        self.due_soon += other.due_soon;
        self.overdue += other.overdue;
        self.suspended += other.suspended;
        self.returned += other.returned;
        self.not_started += other.not_started;
        self.reminders = self.reminders.saturating_add(other.reminders);
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, one| {
            sum += one;
            sum
        })
    }
}
