//! A new version of the app that waits.

use leptos::prelude::*;

use super::{Icon, Shape};
use crate::{platform::update, state::Book, text::ui::update as words};

/// Offers to change to a new version, once everything that was entered is stored.
#[component]
pub fn UpdateBanner() -> impl IntoView {
    let book = expect_context::<Book>();
    let waiting = update::waiting();
    let chosen = RwSignal::new(false);
    // The page is loaded anew only when nothing is on its way to the disk.
    Effect::new(move |_| {
        if chosen.get() && book.saving.get() == 0 && book.unsaved.get() == 0 {
            update::apply();
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
