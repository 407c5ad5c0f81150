//! Asks the browser, once, to keep what is stored: right after the first edit, when there is something to keep.

use leptos::{prelude::*, task::spawn_local};

use super::{Book, Settings, Toasts};
use crate::{platform::quota, text::ui::settings as words};

/// Asks after the first edit that was stored, unless this device has asked before. A refusal is said once; the
/// settings show it from then on.
pub fn ask_once(book: Book, settings: Settings, toasts: Toasts) {
    Effect::watch(
        move || book.saving.get(),
        move |now, before, _: Option<()>| {
            let stored = *now == 0 && before.is_some_and(|before| *before > 0) && book.unsaved.get_untracked() == 0;
            if !stored || settings.asked_to_keep.get_untracked() {
                return;
            }
            settings.asked_to_keep.set(true);
            spawn_local(async move {
                if !quota::persisted().await && !quota::persist().await {
                    toasts.error(words::NOT_GRANTED);
                }
            });
        },
        false,
    );
}
