//! What people were paid leaves this device when the year is settled, also while the app stays open: the start removes it
//! (`boot`), and a tablet may not be started anew for weeks.

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::DocId;

use super::{Book, Today, row_keys::KeysChanged};

/// Removes what is settled whenever a day begins: the keys at once, then everything of it in the store. What still
/// stands encrypted in memory nobody can read, and it goes with the page.
pub(super) fn leave_when_settled(book: Book, today: Today) {
    Effect::new(move |_| {
        let day = today.date.get();
        // A clock may be ahead by a year: what has not been sent stays until it has, and goes with the next start.
        let sent = |doc: &DocId| book.unsent.with_untracked(|unsent| !unsent.contains_key(doc));
        let gone: Vec<_> = book.read_untracked(|ledger| ledger.leaving(day)).into_iter().filter(sent).collect();
        if !gone.is_empty() {
            spawn_local(leave(book, gone));
        }
    });
}

async fn leave(book: Book, gone: Vec<DocId>) {
    let store = book.store();
    // What the browser cannot do now is done by the next start.
    let held = store.row_keys().await.unwrap_or_default();
    let rows = held.iter().filter(|one| gone.contains(&one.doc)).map(|one| one.row).collect();
    book.take_keys(&KeysChanged { gone: rows, ..KeysChanged::default() });
    for doc in gone {
        let _ = store.forget_document(&doc).await;
    }
}
