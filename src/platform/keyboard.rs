//! A keyboard: what is pressed outside of fields, and the focus.

use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

/// A key that was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What it writes, or its name.
    pub name: String,
    /// Whether it went into a field.
    pub typing: bool,
}

/// Calls `work` for each key, for as long as the page lives; `true` keeps the browser from doing anything with it.
/// Keys with Ctrl, Alt or Meta, and those of an input method, are the browser's.
pub fn on_key(work: impl Fn(&Key) -> bool + 'static) {
    let Some(document) = document() else { return };
    let work = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.default_prevented() || event.is_composing() || event.ctrl_key() || event.alt_key() || event.meta_key()
        {
            return;
        }
        let typing =
            event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|at| is_field(&at));
        if work(&Key { name: event.key(), typing }) {
            event.prevent_default();
        }
    });
    let _ = document.add_event_listener_with_callback("keydown", work.as_ref().unchecked_ref());
    work.forget();
}

/// Puts the focus on the first element that a selector finds; whether there is one.
pub fn focus(selector: &str) -> bool {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    found.is_some_and(focus_on)
}

/// Moves the focus to the next or the previous of the elements that a selector finds, from none of them to the first.
pub fn step(selector: &str, forward: bool) -> bool {
    let Some(document) = document() else { return false };
    let Ok(found) = document.query_selector_all(selector) else { return false };
    let all: Vec<Element> = (0..found.length()).filter_map(|n| found.get(n)?.dyn_into().ok()).collect();
    let now = document.active_element().and_then(|active| all.iter().position(|one| *one == active));
    let next = match now {
        None => 0,
        Some(now) if forward => (now + 1).min(all.len().saturating_sub(1)),
        Some(now) => now.saturating_sub(1),
    };
    all.into_iter().nth(next).is_some_and(focus_on)
}

/// Presses the first button that a selector finds; whether there is one.
pub fn press(selector: &str) -> bool {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    let button = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    button.map(|button| button.click()).is_some()
}

/// Takes the focus off whatever has it.
pub fn leave() {
    let active = document().and_then(|document| document.active_element());
    if let Some(active) = active.and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
        let _ = active.blur();
    }
}

fn focus_on(element: Element) -> bool {
    element.dyn_into::<HtmlElement>().is_ok_and(|element| element.focus().is_ok())
}

fn is_field(at: &Element) -> bool {
    at.closest("input, textarea, select, [contenteditable]").ok().flatten().is_some()
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
