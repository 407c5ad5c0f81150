//! The state of sync in one line, on every screen.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{Icon, Shape};
use crate::{
    state::{Book, Connection, Link},
    text,
};

/// Says how things stand between this device and the hub; leads to the sync page.
#[component]
pub fn SyncPill() -> impl IntoView {
    let book = expect_context::<Book>();
    let connection = expect_context::<Connection>();
    let said = Memo::new(move |_| {
        let link = connection.link.get();
        let unsent = book.unsent_changes();
        (text::ui::sync::pill(link, book.saving.get() > 0, unsent), link, unsent)
    });
    let shape = move || match said.get() {
        (_, Link::Stopped, _) => Shape::Warning,
        (_, Link::InSync, 0) => Shape::Tick,
        (_, Link::Offline | Link::Connecting, _) => Shape::Offline,
        _ => Shape::Sync,
    };
    let class = move || match said.get() {
        (_, Link::Stopped, _) => "pill pill-danger",
        (_, Link::InSync, 0) => "pill pill-done",
        (_, _, 0) => "pill",
        _ => "pill pill-wait",
    };
    view! {
        <A href="/sync" attr:class=class attr:id="sync-pill">
            {move || view! { <Icon shape=shape() /> }}
            <span role="status" aria-live="polite">{move || said.get().0}</span>
        </A>
    }
}
