//! What is done behind the pages and hurries nobody: signing what was written, collecting files that nothing refers to,
//! letting go of settled pay. The code of it comes after the first page (`scripts/split-web.sh`).
#![allow(clippy::unnecessary_wraps, reason = "what the attribute puts around it can fail")]

use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Book, Drafts, Today, orphans::collect_later, seals::seal_when_still, settled::leave_when_settled};
use crate::platform::lifecycle;

/// How long after the start the code is asked for, and again where it cannot be fetched, in milliseconds.
const LATER: u32 = 1_500;

#[wasm_split(housework, fallible)]
fn begin(app: Owner, book: Book, drafts: Drafts, today: Today) -> Result<(), SplitLoaderError> {
    seal_when_still(book);
    collect_later(book, drafts);
    app.with(|| leave_when_settled(book, today));
    Ok(())
}

/// Begins a while after the start.
pub fn keep_house(book: Book, drafts: Drafts, today: Today) {
    let app = Owner::current().unwrap_or_default();
    spawn_local(async move {
        loop {
            lifecycle::sleep(LATER).await;
            if begin(app.clone(), book, drafts, today).await.is_ok() {
                return;
            }
        }
    });
}
