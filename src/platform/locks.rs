//! Leadership among the tabs of this app, by a Web Lock that the browser frees when a tab dies.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

/// Calls `lead` once this tab holds the lock of that name, at once where no other tab does; it is held until the tab
/// closes. Without Web Locks every tab leads, which wastes connections and loses nothing.
pub fn lead(name: &str, lead: impl FnOnce() + 'static) {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else { return };
    let locks = Reflect::get(&navigator, &"locks".into()).unwrap_or(JsValue::UNDEFINED);
    let request = Reflect::get(&locks, &"request".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let Some(request) = request else { return lead() };
    let hold = Closure::once_into_js(move || {
        lead();
        // A promise that never settles keeps the lock.
        Promise::new(&mut |_, _| {})
    });
    let _ = request.call2(&locks, &name.into(), &hold);
}
