//! 往日台账: the ledger as it stood at the end of a past day, read document by document beside the present one.

use chrono::NaiveDate;
use leptos::prelude::*;
use taizhang_ledger::{DocId, Ledger};

use super::Book;
use crate::platform::lifecycle;

/// The day that the whole app shows.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    /// The past day; none for the present.
    pub day: RwSignal<Option<NaiveDate>>,
}

impl Past {
    /// Begins with the present.
    pub fn present() -> Self {
        Self { day: RwSignal::new(None) }
    }
}

/// Reads how the ledger stood at the end of `day`; `told` hears how many documents are done, and of how many. The screen
/// stays alive meanwhile. `None` when the day was changed before it was done.
pub async fn read_past(book: Book, past: Past, day: NaiveDate, told: impl Fn(usize, usize)) -> Option<Ledger> {
    let mut seen = book.read_untracked(|ledger| ledger.as_of(day));
    let documents: Vec<DocId> = book.read_untracked(|ledger| ledger.documents().cloned().collect());
    for (number, id) in documents.iter().enumerate() {
        told(number, documents.len());
        lifecycle::sleep(0).await;
        if past.day.get_untracked() != Some(day) {
            return None;
        }
        book.with_ledger(|present| seen.look_back(present, id));
    }
    Some(seen)
}
