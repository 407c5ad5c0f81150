//! 签收情况: tasks that were given to branches, and how each branch stands.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use taizhang_ledger::{State, Summary, TaskId};

use super::Projection;

/// How a task stands that was given to branches. Counts leave out those for which it was cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The task.
    pub task: TaskId,
    /// 任务名称.
    pub title: String,
    /// The last day of most of its branches, extensions included.
    pub due: NaiveDate,
    /// How many branches have it.
    pub all: usize,
    /// How many have signed for it.
    pub signed: usize,
    /// How many are past their last day.
    pub overdue: usize,
    /// How many have closed it.
    pub closed: usize,
}

impl Given {
    /// Whether somebody has to be reminded: a branch has not signed, or is late.
    pub const fn lags(&self) -> bool {
        self.signed < self.all || self.overdue > 0
    }

    /// How the items of one task stand; `None` when there are none, or none that are not cancelled.
    pub fn of(items: &[Arc<Summary>], today: NaiveDate) -> Option<Self> {
        let counted: Vec<_> = items.iter().filter(|item| item.state != State::Cancelled).collect();
        let first = counted.first()?;
        let number = |holds: fn(&Summary, NaiveDate) -> bool| counted.iter().filter(|item| holds(item, today)).count();
        let mut days: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for item in &counted {
            *days.entry(item.due).or_default() += 1;
        }
        let due = days.iter().max_by_key(|(day, number)| (**number, Reverse(**day))).map_or(first.due, |(day, _)| *day);
        Some(Self {
            task: first.key.task,
            title: first.title.clone(),
            due,
            all: counted.len(),
            signed: number(|item, _| item.signed.is_some()),
            overdue: number(Summary::overdue),
            closed: number(|item, _| item.state == State::Closed),
        })
    }
}

/// How the branches of a task are ordered; what is equal stays in the order of the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GivenOrder {
    /// Those that have not signed first, then by state, the overdue ones first in each.
    #[default]
    State,
    /// The least progress first.
    Progress,
    /// The last day that comes first.
    Due,
    /// As in the county's roll.
    Roll,
}

impl GivenOrder {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::State, Self::Progress, Self::Due, Self::Roll];

    /// The word that stands for it in an address; none for the first.
    pub const fn word(self) -> &'static str {
        match self {
            Self::State => "",
            Self::Progress => "progress",
            Self::Due => "due",
            Self::Roll => "roll",
        }
    }

    /// What a word in an address stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }

    /// Puts items in this order; they come in that of the roll.
    pub fn sort(self, items: &mut [Arc<Summary>], today: NaiveDate) {
        match self {
            Self::State => items.sort_by_key(|item| (item.signed.is_some(), !item.overdue(today), stage(item.state))),
            Self::Progress => items.sort_by_key(|item| (!item.state.is_open(), item.progress)),
            Self::Due => items.sort_by_key(|item| (!item.state.is_open(), item.due)),
            Self::Roll => {}
        }
    }
}

/// From what is least far to what is done.
fn stage(state: State) -> usize {
    let order = [
        State::Returned,
        State::Issued,
        State::Acknowledged,
        State::Reopened,
        State::InProgress,
        State::Submitted,
        State::TownshipVerified,
        State::CountyVerified,
        State::Closed,
    ];
    order.iter().position(|one| *one == state).unwrap_or(order.len())
}

impl Projection {
    /// The branches' items of a task, in the order of the roll.
    pub fn of_task(self, task: TaskId, today: NaiveDate) -> Vec<Arc<Summary>> {
        let mut items = self.those(today, |item| item.key.task == task);
        items.sort_by(|a, b| a.key.cmp(&b.key));
        items
    }

    /// The tasks that were given to branches by those above them, those that lag first, then by their last day.
    pub fn given(self, today: NaiveDate) -> Vec<Given> {
        let mut tasks: BTreeMap<TaskId, Vec<Arc<Summary>>> = BTreeMap::new();
        for item in self.those(today, |item| item.issuer != item.key.branch) {
            tasks.entry(item.key.task).or_default().push(item);
        }
        let mut given: Vec<Given> = tasks.values().filter_map(|items| Given::of(items, today)).collect();
        given.sort_by_key(|one| (!one.lags(), one.due, one.task));
        given
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use taizhang_ledger::{Domain, ItemKey, Timestamp};

    use super::*;

    const TASK: &str = "0192d5b0-0000-7000-8000-000000000001";

    fn item(branch: &str, state: State, due: &str, signed: bool) -> Arc<Summary> {
        Arc::new(Summary {
            key: ItemKey { branch: branch.parse().unwrap(), task: TASK.parse().unwrap() },
            title: "任务".to_owned(),
            code: "R1".to_owned(),
            domain: Domain::RURAL,
            issuer: "t01".parse().unwrap(),
            due: due.parse().unwrap(),
            state,
            progress: 0,
            owner: String::new(),
            submitted_on: None,
            closed_on: None,
            late: false,
            conflict: false,
            changed: false,
            contested: false,
            extension_asked: false,
            returned_because: None,
            touched: Timestamp(0),
            signed: signed.then_some(Timestamp(1)),
            waiting_since: None,
            reminders: 0,
            reminded: None,
        })
    }

    #[test]
    fn a_task_is_counted_without_those_for_whom_it_was_cancelled() {
        let today = "2026-11-23".parse().unwrap();
        let mut items = vec![
            item("v1", State::Closed, "2026-11-20", true),
            item("v2", State::InProgress, "2026-11-20", true),
            item("v3", State::Issued, "2026-12-20", false),
            item("v4", State::Cancelled, "2026-11-20", false),
            item("v5", State::Suspended, "2026-11-20", false),
        ];
        let given = Given::of(&items, today).unwrap();
        assert_eq!((given.all, given.signed, given.overdue, given.closed), (4, 2, 1, 1));
        assert_eq!(given.due, "2026-11-20".parse().unwrap());
        assert!(given.lags());
        assert_eq!(Given::of(&[item("v4", State::Cancelled, "2026-11-20", false)], today), None);

        let order = |order: GivenOrder, items: &mut Vec<Arc<Summary>>| {
            order.sort(items, today);
            items.iter().map(|item| item.key.branch.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(order(GivenOrder::Roll, &mut items), "v1 v2 v3 v4 v5");
        assert_eq!(order(GivenOrder::State, &mut items), "v3 v4 v5 v2 v1");
        assert_eq!(order(GivenOrder::Due, &mut items), "v2 v3 v4 v5 v1");
    }
}
