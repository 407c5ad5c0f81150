//! The page's life: timers, network, visibility.

use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::EventTarget;

/// Calls `work` every so many milliseconds, for as long as the page lives.
pub fn every(millis: u32, work: impl Fn() + 'static) {
    gloo_timers::callback::Interval::new(millis, work).forget();
}

/// Calls `work` once, after so many milliseconds.
pub fn after(millis: u32, work: impl FnOnce() + 'static) {
    gloo_timers::callback::Timeout::new(millis, work).forget();
}

/// Waits for so many milliseconds.
pub async fn sleep(millis: u32) {
    gloo_timers::future::TimeoutFuture::new(millis).await;
}

/// Whether nobody sees the page.
pub fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Calls `work` whenever the page comes to the foreground.
pub fn on_visible(work: impl Fn() + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let target: EventTarget = document.clone().into();
    listen(&target, "visibilitychange", move || {
        if !document.hidden() {
            work();
        }
    });
}

/// Calls `work` whenever the page leaves the screen, which may be the last thing that it does, and when it is left.
pub fn on_hidden(work: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    // A page that nobody saw is left without a change of its visibility.
    listen(&window, "pagehide", work.clone());
    let target: EventTarget = document.clone().into();
    listen(&target, "visibilitychange", move || {
        if document.hidden() {
            work();
        }
    });
}

/// Calls `work` when the browser believes that there is, or is not, a network.
pub fn on_network(work: impl Fn(bool) + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let gone = work.clone();
    listen(&window, "online", move || work(true));
    listen(&window, "offline", move || gone(false));
}

fn listen(target: &EventTarget, event: &str, work: impl Fn() + 'static) {
    let work = Closure::<dyn Fn()>::new(work);
    let _ = target.add_event_listener_with_callback(event, work.as_ref().unchecked_ref());
    work.forget();
}
