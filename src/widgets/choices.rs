//! The values of one field between which a person must choose, side by side with their authors.

use leptos::prelude::*;
use taizhang_ledger::{
    Refusal,
    record::{Alternative, Value},
};

use crate::{
    state::{Book, Toasts},
    text::{self, ui::item as words},
};

/// One field's values.
#[component]
pub fn Choices(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The values.
    values: Vec<Alternative>,
    /// A value as a person reads it.
    shown: Callback<String, String>,
    /// Whether the person may choose.
    may: bool,
    /// Writes what was chosen.
    choose: Callback<Value, Result<(), Refusal>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let choices = values.into_iter().map(|one| {
        let author = one.device.and_then(|device| book.read(|ledger| ledger.author(device).cloned()));
        let who = author.map_or_else(
            || words::UNKNOWN_AUTHOR.to_owned(),
            |author| format!("{}（{}）", author.person, book.read(|ledger| ledger.orgs().name(&author.org).to_owned())),
        );
        let said = match one.value.to_string() {
            empty if empty.is_empty() => words::EMPTY.to_owned(),
            value => shown.run(value),
        };
        let chosen = move |_| match choose.run(one.value.clone()) {
            Ok(()) => toasts.done(words::CHOSEN),
            Err(why) => toasts.error(text::refusal(&why)),
        };
        view! {
            <div class="choice">
                <p class="choice-value">{said}</p>
                <p class="quiet">{who}" · "{one.at.map(text::date_time)}</p>
                {may.then(|| view! { <button type="button" class="button" on:click=chosen>{words::CHOOSE}</button> })}
            </div>
        }
    });
    let choices = choices.collect_view();
    view! {
        <h3>{name}</h3>
        <div class="choices">{choices}</div>
    }
}
