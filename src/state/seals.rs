//! 签名: this tab's device signs what was written, once a person has paused; and looks whether everything in the
//! documents at hand is signed by whom it names.

use std::{cell::Cell, rc::Rc};

use leptos::task::spawn_local;
use taizhang_ledger::{DeviceId, DocId, seal::Examined};

use super::Book;
use crate::platform::{PlatformError, clock, keys, lifecycle};

/// How long nothing has been written when a signature is due, in milliseconds: one signature for a sitting, not one for
/// every field.
const PAUSE: i64 = 60_000;
/// How often it is looked, in milliseconds.
const LOOK: u32 = 20_000;

/// Signs from now on whatever this tab writes: after a pause, and when the page leaves the screen.
pub(super) fn seal_when_still(book: Book) {
    let busy = Rc::new(Cell::new(false));
    let sign = move |pause: i64| {
        if busy.replace(true) {
            return;
        }
        let busy = Rc::clone(&busy);
        spawn_local(async move {
            // Tried again at the next look; until then it shows as not signed.
            drop(seal(book, pause).await);
            busy.set(false);
        });
    };
    let leaving = sign.clone();
    lifecycle::every(LOOK, move || sign(PAUSE));
    lifecycle::on_hidden(move || leaving(0));
}

async fn seal(book: Book, pause: i64) -> Result<(), PlatformError> {
    let since = clock::now_ms().saturating_sub(pause);
    let mut due = book.read_untracked(taizhang_ledger::Ledger::unsealed);
    due.retain(|what| what.at.0 <= since);
    if due.is_empty() {
        return Ok(());
    }
    let key = book.store().device_key().await?;
    let public = key.public().await?;
    for what in due {
        // A browser that has lost its key signs nothing in the name of the old one.
        if DeviceId::of_actor(what.actor.to_bytes()) == Some(DeviceId::of_key(&public)) {
            let signature = key.sign(&what.signed_bytes()).await?;
            book.seal(&what, &public, &signature);
        }
    }
    Ok(())
}

/// One document, looked over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// What was found in it.
    pub examined: Examined,
    /// Of each session, whether its signature holds.
    pub holds: Vec<bool>,
}

/// Looks over every document at hand; `told` hears how many are done, and of how many.
pub async fn look_over(book: Book, told: impl Fn(usize, usize)) -> Vec<Looked> {
    let documents: Vec<DocId> = book.read_untracked(|ledger| ledger.documents().cloned().collect());
    let mut all = Vec::new();
    for (number, id) in documents.iter().enumerate() {
        told(number, documents.len());
        lifecycle::sleep(0).await;
        let Some(examined) = book.with_ledger(|ledger| ledger.examine(id)).flatten() else { continue };
        let mut holds = Vec::new();
        for session in &examined.sessions {
            holds.push(match &session.seal {
                // What is no key, or no signature, does not hold.
                Some(seal) => keys::verify(&seal.key, &seal.bytes, &seal.signature).await.unwrap_or(false),
                None => false,
            });
        }
        all.push(Looked { examined, holds });
    }
    all
}
