//! What was typed in the moment before a page left. The drafts' own store answers later than such a page may live, so
//! this goes where a write is done when it returns, and stays there until the drafts hold it too.

use std::collections::BTreeMap;

use gloo_storage::{LocalStorage, Storage as _};

const KEY: &str = "taizhang.typed";

/// What was kept, by the place where it was typed; nothing where a draft was done with.
pub fn all() -> BTreeMap<String, String> {
    LocalStorage::get(KEY).unwrap_or_default()
}

/// Keeps this at once, beside what other tabs kept. Where the browser has no room, the drafts' own store must do.
pub fn keep(typed: BTreeMap<String, String>) {
    if typed.is_empty() {
        return;
    }
    let mut kept = all();
    kept.extend(typed);
    let _ = LocalStorage::set(KEY, kept);
}

/// Lets go of what was kept for a place, once its draft is stored.
pub fn let_go(place: &str) {
    let mut kept = all();
    if kept.remove(place).is_none() {
        return;
    }
    if kept.is_empty() {
        LocalStorage::delete(KEY);
    } else {
        let _ = LocalStorage::set(KEY, kept);
    }
}
