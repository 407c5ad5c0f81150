//! The fields of work to choose from.

use leptos::prelude::*;

use crate::{
    state::{Book, Fields},
    text,
};

/// Options of a select: all fields of work, groups of them, and each alone, by their words in an address.
#[component]
pub fn FieldOptions(
    /// What is chosen.
    chosen: Memo<Fields>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let all = Memo::new(move |_| {
        let chosen = chosen.get();
        book.read(|ledger| {
            let choices = std::iter::once(Fields::All).chain(Fields::choices(ledger, chosen));
            choices.map(|fields| (fields, text::fields(ledger, fields))).collect::<Vec<_>>()
        })
    });
    move || {
        let option = |(fields, name): (Fields, String)| {
            view! { <option value=fields.word().to_owned() selected=move || chosen.get() == fields>{name}</option> }
        };
        all.get().into_iter().map(option).collect_view()
    }
}
