//! The page itself.

use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Sets an attribute of the root element.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute(name, value);
    }
}

/// Takes an element away, such as the screen before the app.
pub fn remove_element(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        element.remove();
    }
}

/// The part of the address after `#`, without it.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// The path of the address.
pub fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// Which build of the app runs: its version, and the beginning of the hash over its files, as Trunk's page names them
/// (`scripts/place-web.mjs`).
pub fn build() -> String {
    let module = document().and_then(|document| document.get_element_by_id("app-module"));
    let name = module.and_then(|link| link.get_attribute("href")).unwrap_or_default();
    let hash = name.rsplit_once("taizhang-").map_or("", |(_, rest)| rest).get(..8).unwrap_or_default();
    [env!("CARGO_PKG_VERSION"), hash].join(" ").trim_end().to_owned()
}

/// Opens an address of this app, loading the page anew.
pub fn open(path: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(path);
    }
}

/// Goes to the page before this one; whether the browser has a history.
pub fn back() -> bool {
    window().and_then(|window| window.history().ok()).is_some_and(|history| history.back().is_ok())
}

/// Prints the page as it stands.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Puts words on the clipboard; whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let Some(navigator) = window().map(|window| window.navigator()) else { return false };
    let there = Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| !value.is_undefined());
    there && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// How the browser names itself.
pub fn user_agent() -> String {
    window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
}

/// Whether the page fills a window of its own, as an installed app does.
pub fn is_standalone() -> bool {
    let query = window().and_then(|window| window.match_media("(display-mode: standalone)").ok().flatten());
    query.is_some_and(|query| query.matches())
}
