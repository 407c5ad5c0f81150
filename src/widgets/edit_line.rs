//! A field of a record: shown, and edited in place; each is saved by itself. What was begun stays until it is saved.

use leptos::prelude::*;
use taizhang_ledger::{OrgId, register::Column};

use super::{CellInput, Icon, Refused, Shape};
use crate::{
    state::Drafts,
    text::{self, ui::item as words},
};

/// How a field is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// One line of words.
    Line,
    /// So many lines of words.
    Lines(u32),
    /// A day.
    Day,
    /// 0 to 100, with a slider.
    Percent,
    /// A whole number.
    Number,
    /// What a column of a register holds, in an organisation's row.
    Cell(Box<Column>, OrgId),
}

/// A line with a field.
#[component]
pub fn EditLine(
    /// The field's word, which the line carries.
    #[prop(into)]
    field: String,
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The id of what is typed into.
    id: String,
    /// Where what was begun is kept.
    draft: String,
    /// How it is typed.
    entry: Entry,
    /// What stands in it; nothing when it is empty.
    value: Memo<String>,
    /// What stands in it, as a person reads it.
    shown: Callback<String, String>,
    /// Whether it may be edited now.
    may: Memo<bool>,
    /// Saves what was typed, or tells why not.
    save: Callback<String, Result<(), String>>,
) -> impl IntoView {
    let draft = expect_context::<Drafts>().at(draft);
    // What was begun before the page was left goes on.
    let editing = RwSignal::new(!draft.with_untracked(String::is_empty));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let open = move |_| {
        draft.set(value.get_untracked());
        refused.set(None);
        editing.set(true);
    };
    let close = move || {
        editing.set(false);
        draft.set(String::new());
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match save.run(draft.get_untracked()) {
            Ok(()) => close(),
            Err(why) => refused.set(Some(why)),
        }
    };
    let on_input = move |event| draft.set(event_target_value(&event));
    let label = id.clone();
    let spoken = StoredValue::new(name.clone());
    let input = move || {
        let id = id.clone();
        match entry.clone() {
            Entry::Cell(column, org) => view! { <CellInput column=*column id typed=draft org /> }.into_any(),
            Entry::Lines(rows) => {
                view! { <textarea rows=rows id=id prop:value=draft on:input=on_input></textarea> }.into_any()
            }
            Entry::Percent => view! {
                <div class="range">
                    <input type="range" id=id min="0" max="100" step="5" prop:value=draft on:input=on_input />
                    <output>{move || format!("{}%", draft.get())}</output>
                </div>
            }
            .into_any(),
            Entry::Number => view! {
                <input type="number" id=id min="0" step="1" inputmode="numeric" prop:value=draft on:input=on_input />
            }
            .into_any(),
            Entry::Day => view! { <input type="date" id=id prop:value=draft on:input=on_input /> }.into_any(),
            Entry::Line => {
                view! { <input type="text" id=id maxlength="80" prop:value=draft on:input=on_input /> }.into_any()
            }
        }
    };
    let said = move || match value.get() {
        empty if empty.is_empty() => words::NOT_FILLED.to_owned(),
        value => shown.run(value),
    };
    view! {
        <form class="field-line" data-field=field on:submit=submit>
            <label class="field-name" for=label>{name}</label>
            <Show when=move || editing.get() && may.get()
                fallback=move || view! {
                    <span class="field-value" class:field-empty=move || value.with(String::is_empty)>{said}</span>
                    {move || may.get().then(|| view! {
                        <button type="button" class="button-quiet" on:click=open>
                            <Icon shape=Shape::Edit />{words::EDIT}<span class="unseen">{spoken.get_value()}</span>
                        </button>
                    })}
                }>
                {input.clone()}
                <div class="act-buttons">
                    <button type="submit" class="button-main">{words::SAVE}</button>
                    <button type="button" class="button" on:click=move |_| close()>{text::ui::common::CANCEL}</button>
                </div>
            </Show>
            <Refused refused />
        </form>
    }
}
