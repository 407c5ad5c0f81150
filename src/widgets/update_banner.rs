//! A new version of the app that waits.

use leptos::prelude::*;

use super::{Icon, Shape};
use crate::{
    platform::{lifecycle, update},
    state::Book,
    text::ui::update as words,
};

/// Offers to change to a new version, once everything that was entered is stored.
#[component]
pub fn UpdateBanner() -> impl IntoView {
    let book = expect_context::<Book>();
    let (waiting, replaced) = (update::waiting(), update::replaced());
    let chosen = RwSignal::new(false);
    // The page is loaded anew only when nothing is on its way to the disk.
    let settled = move || book.saving.get() == 0 && book.unsaved.get() == 0;
    Effect::new(move |_| {
        if chosen.get() && settled() {
            update::apply();
        }
    });
    // A tab in the background follows by itself; in front of a person it waits to be told.
    Effect::new(move |_| {
        if !replaced.get() {
            return;
        }
        if lifecycle::is_hidden() && untrack(settled) {
            update::apply();
        } else {
            waiting.set(true);
        }
    });
    view! {
        <Show when=move || waiting.get()>
            <aside class="notice update" id="update">
                <Icon shape=Shape::Sync />
                <span>{words::READY}</span>
                <button type="button" class="button-main" disabled=move || chosen.get() on:click=move |_| chosen.set(true)>
                    {words::APPLY}
                </button>
            </aside>
        </Show>
    }
}
