//! The service worker, and a new version of the app that waits for a good moment.

use std::cell::Cell;

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

use super::{clock, http, lifecycle, page};

/// The browser looks for a new version when a page is opened, which an installed app may not be for days.
const LOOK_EVERY_MS: u64 = 60 * 60 * 1000;

/// What stands in `/sw.json`, by which whoever runs the hub switches the service worker off.
#[derive(serde::Deserialize)]
struct Switch {
    disabled: bool,
}

thread_local! {
    static WAITING: RwSignal<bool> = RwSignal::new(false);
    static REPLACED: RwSignal<bool> = RwSignal::new(false);
}

/// Whether a new version waits.
pub fn waiting() -> RwSignal<bool> {
    WAITING.with(|signal| *signal)
}

/// Whether another tab has let a new version take over: what this one has not fetched of its own is gone.
pub fn replaced() -> RwSignal<bool> {
    REPLACED.with(|signal| *signal)
}

/// Registers the service worker and begins to watch for new versions. Without service workers the app works as long
/// as the page is open.
pub fn register() {
    // Made here, so that the signal lives as long as the app and not as long as the page that asks first.
    let (waiting, replaced) = (waiting(), replaced());
    let Some(container) = container() else { return };
    // The first worker of all takes over from none, and is no other version.
    if container.controller().is_some() {
        let changed = Closure::<dyn Fn()>::new(move || replaced.set(true));
        container.set_oncontrollerchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
    }
    spawn_local(async move {
        // To register would bring back a worker that has just been switched off. Without an answer it stays as it is.
        if http::get::<Switch>("/sw.json").await.is_ok_and(|switch| switch.disabled) {
            return;
        }
        let Ok(registration) = JsFuture::from(container.register("/sw.js")).await else { return };
        let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>() else { return };
        if registration.waiting().is_some() {
            waiting.set(true);
        }
        let arriving = registration.clone();
        let found = Closure::<dyn Fn()>::new(move || {
            // The first worker of all finds nobody in control, and is no update.
            if let Some(worker) = arriving.installing().filter(|_| container.controller().is_some()) {
                when_installed(worker, waiting);
            }
        });
        registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
        look_now_and_then(registration);
    });
}

fn when_installed(worker: ServiceWorker, waiting: RwSignal<bool>) {
    let state = worker.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        if state.state() == ServiceWorkerState::Installed {
            waiting.set(true);
        }
    });
    worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

fn look_now_and_then(registration: ServiceWorkerRegistration) {
    let looked = Cell::new(clock::monotonic_ms());
    lifecycle::on_visible(move || {
        let now = clock::monotonic_ms();
        if now.saturating_sub(looked.get()) < LOOK_EVERY_MS {
            return;
        }
        looked.set(now);
        if let Ok(update) = registration.update() {
            // Offline it fails, and is tried again later.
            spawn_local(async move { drop(JsFuture::from(update).await) });
        }
    });
}

/// Loads the page anew: with the waiting version, if there is one, once that has taken over.
pub fn apply() {
    let Some(container) = container() else { return page::reload() };
    let reload = Closure::once_into_js(page::reload);
    container.set_oncontrollerchange(Some(reload.unchecked_ref()));
    spawn_local(async move {
        let registration = JsFuture::from(container.get_registration()).await.ok();
        let registration = registration.and_then(|one| one.dyn_into::<ServiceWorkerRegistration>().ok());
        // None waits either when another tab has let it take over.
        let Some(worker) = registration.and_then(|one| one.waiting()) else { return page::reload() };
        let message = Object::new();
        let _ = Reflect::set(&message, &"type".into(), &"activate".into());
        let _ = worker.post_message(&message);
    });
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let there = Reflect::get(&navigator, &"serviceWorker".into()).unwrap_or(JsValue::UNDEFINED);
    (!there.is_undefined()).then(|| navigator.service_worker())
}
