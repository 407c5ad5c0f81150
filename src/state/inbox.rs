//! 待办核验: what waits for this tier's decision, whatever has waited longest first.

use std::sync::Arc;

use chrono::NaiveDate;
use taizhang_ledger::{CaseView, ItemKey, Summary, Tier};

use super::{Book, Projection};

impl Projection {
    /// The items about which a tier has something to decide, the oldest first.
    pub fn inbox(self, tier: Tier, today: NaiveDate) -> Vec<Arc<Summary>> {
        let mut waiting = self.those(today, |item| item.matter_for(tier).is_some());
        waiting.sort_by_key(|item| (item.waiting_since, item.key.clone()));
        waiting
    }
}

/// The cases about which a tier has something to decide, the oldest first.
pub fn cases_waiting(book: Book, tier: Tier) -> Vec<CaseView> {
    let mut waiting = book.read(taizhang_ledger::Ledger::cases);
    waiting.retain(|case| case.matter_for(tier).is_some());
    waiting.sort_by_key(CaseView::waiting_since);
    waiting
}

/// The item to look at when one is done with: the one after it, or else the one before it.
pub fn next_of(items: &[Arc<Summary>], done: &ItemKey) -> Option<ItemKey> {
    let at = items.iter().position(|item| item.key == *done);
    let near = match at {
        Some(at) => items.get(at + 1).or_else(|| items.get(at.checked_sub(1)?)),
        None => items.first(),
    };
    near.map(|item| item.key.clone())
}

/// The item that is one row down or up from another; the first when the other is not in the list.
pub fn step_from(items: &[Arc<Summary>], from: &ItemKey, down: bool) -> Option<ItemKey> {
    let to = match items.iter().position(|item| item.key == *from) {
        Some(at) if down => (at + 1).min(items.len().saturating_sub(1)),
        Some(at) => at.saturating_sub(1),
        None => 0,
    };
    items.get(to).map(|item| item.key.clone())
}
