//! The state of sync in one line, on every screen.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{Icon, Shape};
use crate::{
    state::{Book, Connection, Link, Outstanding, Uploads},
    text,
};

/// Says how things stand between this device and the hub; leads to the sync page.
#[component]
pub fn SyncPill() -> impl IntoView {
    let book = expect_context::<Book>();
    let uploads = expect_context::<Uploads>();
    let connection = expect_context::<Connection>();
    let state = Memo::new(move |_| (connection.link.get(), Outstanding::now(book, &uploads)));
    let shape = move || match state.get() {
        (_, Outstanding { unsaved: 1.., .. }) | (Link::Stopped, _) => Shape::Warning,
        (Link::InSync, out) if out.is_none() => Shape::Tick,
        (Link::Offline | Link::Connecting, _) => Shape::Offline,
        _ => Shape::Sync,
    };
    let class = move || match state.get() {
        (_, Outstanding { unsaved: 1.., .. }) | (Link::Stopped, _) => "pill pill-danger",
        (Link::InSync, out) if out.is_none() => "pill pill-done",
        (_, out) if out.is_none() => "pill",
        _ => "pill pill-wait",
    };
    let said = Memo::new(move |_| {
        let (link, out) = state.get();
        text::ui::sync::pill(link, out)
    });
    view! {
        <A href="/sync" attr:class=class attr:id="sync-pill">
            {move || view! { <Icon shape=shape() /> }}
            <span role="status" aria-live="polite">{said}</span>
        </A>
    }
}
