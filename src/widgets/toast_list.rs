//! The messages at the edge of the screen, read aloud by screen readers.

use leptos::prelude::*;

use super::{Icon, Shape};
use crate::{
    state::{Book, Toasts},
    text,
};

/// Shows the messages.
#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    let book = expect_context::<Book>();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.number let:toast>
                <div class="toast" class:toast-error=toast.error>
                    <Icon shape=if toast.error { Shape::Warning } else { Shape::Tick } />
                    <span>{toast.text}</span>
                    {toast.error.then(|| view! {
                        <button type="button" class="button-quiet" on:click=move |_| toasts.put_away(toast.number)>
                            {text::ui::common::PUT_AWAY}
                        </button>
                    })}
                </div>
            </For>
            <Show when=move || { book.unsaved.get() > 0 }>
                <button type="button" class="button-main" on:click=move |_| book.save_again()>
                    {text::ui::common::SAVE_AGAIN}
                </button>
            </Show>
        </div>
    }
}
