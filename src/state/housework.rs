//! What is done behind the pages and hurries nobody: signing what was written, collecting files that nothing refers to.
//! The code of it comes after the first page (`scripts/split-web.sh`).
#![allow(clippy::unnecessary_wraps, reason = "what the attribute puts around it can fail")]

use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Book, Drafts, orphans::collect_later, seals::seal_when_still};
use crate::platform::lifecycle;

/// How long after the start the code is asked for, and again where it cannot be fetched, in milliseconds.
const LATER: u32 = 1_500;

#[wasm_split(housework, fallible)]
fn begin(book: Book, drafts: Drafts) -> Result<(), SplitLoaderError> {
    seal_when_still(book);
    collect_later(book, drafts);
    Ok(())
}

/// Begins a while after the start.
pub fn keep_house(book: Book, drafts: Drafts) {
    spawn_local(async move {
        loop {
            lifecycle::sleep(LATER).await;
            if begin(book, drafts).await.is_ok() {
                return;
            }
        }
    });
}
