//! 修改记录: who wrote which value of a field, from what and to what. Read from the changes when it is opened.

use leptos::prelude::*;
use taizhang_ledger::{Edit, record::Value};

use super::journal::signature;
use crate::{
    state::Book,
    text::{self, history as words},
};

/// The edits of a record, the latest first.
#[component]
pub fn EditLines<K: 'static>(
    /// Reads them.
    read: Callback<(), Vec<Edit<K>>>,
    /// The name of a field.
    name: Callback<K, String>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let open = RwSignal::new(false);
    let line = move |edit: Edit<K>| {
        let said = |value: &Value| match value.to_string() {
            empty if empty.is_empty() => text::ui::item::EMPTY.to_owned(),
            said => said,
        };
        let from: Vec<String> = edit.from.iter().map(said).collect();
        let from = if from.is_empty() { text::ui::item::EMPTY.to_owned() } else { from.join(" / ") };
        let who = edit
            .author
            .as_ref()
            .map_or_else(|| text::ui::item::UNKNOWN_AUTHOR.to_owned(), |author| untrack(|| signature(book, author)));
        view! {
            <li>
                <p><strong>{name.run(edit.field)}</strong>" "{words::from_to(&from, &said(&edit.to))}</p>
                <p class="quiet">{who}" · "{text::date_time(edit.at)}" · "{words::device(&edit.device)}</p>
            </li>
        }
    };
    let lines = move || {
        // Anew whenever the ledger changes.
        book.projection.track();
        let mut edits = read.run(());
        if edits.is_empty() {
            return view! { <p class="empty">{words::NO_EDITS}</p> }.into_any();
        }
        edits.reverse();
        view! { <ol class="history edits">{edits.into_iter().map(line).collect_view()}</ol> }.into_any()
    };
    view! {
        <section class="card no-print">
            <h2>{words::EDITS}</h2>
            <button type="button" class="button-quiet" id="show-edits" aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)>
                {move || if open.get() { words::HIDE_EDITS } else { words::SHOW_EDITS }}
            </button>
            <Show when=move || open.get()>{lines}</Show>
        </section>
    }
}
