//! Short messages at the edge of the screen.

use leptos::prelude::*;

use crate::platform::lifecycle;

/// How long a message of success stays, in milliseconds; an error stays until it is put away.
const SHOWN: u32 = 4_000;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Tells messages apart.
    pub number: u32,
    /// The words.
    pub text: String,
    /// Whether something went wrong.
    pub error: bool,
}

/// The messages on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    /// Oldest first.
    pub shown: RwSignal<Vec<Toast>>,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()) }
    }

    /// Says that something was done.
    pub fn done(self, text: impl Into<String>) {
        let number = self.show(text.into(), false);
        lifecycle::after(SHOWN, move || self.put_away(number));
    }

    /// Says that something went wrong; stays until it is put away.
    pub fn error(self, text: impl Into<String>) {
        let text = text.into();
        let said = self.shown.with_untracked(|all| all.iter().any(|toast| toast.text == text));
        if !said {
            self.show(text, true);
        }
    }

    /// Puts a message away.
    pub fn put_away(self, number: u32) {
        self.shown.update(|all| all.retain(|toast| toast.number != number));
    }

    fn show(self, text: String, error: bool) -> u32 {
        let number = self.shown.with_untracked(|all| all.last().map_or(0, |toast| toast.number + 1));
        self.shown.update(|all| all.push(Toast { number, text, error }));
        number
    }
}
