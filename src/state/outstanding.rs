//! What this device holds that has not arrived.

use leptos::prelude::*;

use super::{Book, Uploads, uploads::Standing};

/// How much of this device's work is how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outstanding {
    /// Edits that could not be stored: gone if the page is closed.
    pub unsaved: usize,
    /// Edits on their way into storage.
    pub saving: usize,
    /// Changes without the hub's receipt, stored or not.
    pub unsent: usize,
    /// Photos and scanned documents that the hub is still to get.
    pub files: usize,
}

impl Outstanding {
    /// As it stands now; tracked.
    pub fn now(book: Book, uploads: &Uploads) -> Self {
        let on_the_way = |one: &&Standing| matches!(one, Standing::Waiting | Standing::Sending(_));
        Self {
            unsaved: book.unsaved.get(),
            saving: book.saving.get(),
            unsent: book.unsent_changes(),
            files: uploads.pending.with(|all| all.values().filter(on_the_way).count()),
        }
    }

    /// Whether the hub has all that it is to get.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
