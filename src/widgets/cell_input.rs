//! A field of a register, typed as suits what it holds.

use leptos::prelude::*;
use taizhang_ledger::{
    OrgId, Tier,
    record::FileRef,
    register::{Column, ColumnKind},
};

use super::{FilePicker, Taken};
use crate::{state::Book, text::registers as words};

/// From so many characters on a text has several lines.
const LONG: i64 = 100;

/// The input. What is typed is text whatever the column holds: an amount as it is written, the id of a choice.
#[component]
pub fn CellInput(
    /// The column.
    column: Column,
    /// The id of what is typed into.
    id: String,
    /// What is typed.
    typed: RwSignal<String>,
    /// Whose row it is.
    org: OrgId,
) -> impl IntoView {
    let on_input = move |event| typed.set(event_target_value(&event));
    match column.kind {
        ColumnKind::Text if column.max.is_none_or(|most| most > LONG) => {
            view! { <textarea rows="3" id=id prop:value=typed on:input=on_input></textarea> }.into_any()
        }
        ColumnKind::Text => view! { <input type="text" id=id prop:value=typed on:input=on_input /> }.into_any(),
        ColumnKind::Count => view! {
            <input type="text" id=id inputmode="numeric" autocomplete="off" prop:value=typed on:input=on_input />
        }
        .into_any(),
        ColumnKind::Number | ColumnKind::Money => view! {
            <input type="text" id=id inputmode="decimal" autocomplete="off" prop:value=typed on:input=on_input />
        }
        .into_any(),
        ColumnKind::Date => view! { <input type="date" id=id prop:value=typed on:input=on_input /> }.into_any(),
        ColumnKind::YesNo => {
            let options = [("1", words::YES), ("0", words::NO)].map(|(id, name)| (id.to_owned(), name.to_owned()));
            view! { <Chips options=options.to_vec() typed /> }.into_any()
        }
        ColumnKind::Choice => {
            let options: Vec<_> = column.choices.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
            if options.len() <= 5 {
                view! { <Chips options typed /> }.into_any()
            } else {
                view! { <Pick id options typed /> }.into_any()
            }
        }
        ColumnKind::Organisation => {
            let book = expect_context::<Book>();
            // A township writes of its own; a branch may have to do with anyone.
            let among = |ledger: &taizhang_ledger::Ledger| {
                let orgs = ledger.orgs();
                let above = orgs.get(&org).is_some_and(|org| org.kind.tier() != Tier::Branch);
                let those = orgs.iter().filter(|one| !above || orgs.within(&one.id, &org));
                those.map(|org| (org.id.to_string(), org.name.clone())).collect::<Vec<_>>()
            };
            let options = book.read_untracked(among);
            view! { <Pick id options typed /> }.into_any()
        }
        ColumnKind::Task => {
            let book = expect_context::<Book>();
            let options = book.read_untracked(|ledger| {
                ledger.items(&org).map(|item| (item.key.task.to_string(), item.title)).collect::<Vec<_>>()
            });
            view! { <Pick id options typed /> }.into_any()
        }
        ColumnKind::Photo => view! { <Photo typed org /> }.into_any(),
    }
}

/// One of a few.
#[component]
fn Chips(options: Vec<(String, String)>, typed: RwSignal<String>) -> impl IntoView {
    let chips = options
        .into_iter()
        .map(|(id, name)| {
            let this = id.clone();
            let pressed = move || typed.with(|typed| *typed == this).to_string();
            view! {
                <button type="button" class="chip" aria-pressed=pressed on:click=move |_| typed.set(id.clone())>{name}</button>
            }
        })
        .collect_view();
    view! { <div class="chips">{chips}</div> }
}

/// One of many.
#[component]
fn Pick(id: String, options: Vec<(String, String)>, typed: RwSignal<String>) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(id, name)| {
            let this = id.clone();
            view! { <option value=id selected=move || typed.with(|typed| *typed == this)>{name}</option> }
        })
        .collect_view();
    view! {
        <select id=id on:change=move |event| typed.set(event_target_value(&event))>
            <option value="">{words::CHOOSE}</option>
            {options}
        </select>
    }
}

/// A photo or a scanned document, the last one taken.
#[component]
fn Photo(typed: RwSignal<String>, org: OrgId) -> impl IntoView {
    let before = typed.with_untracked(|text| serde_json::from_str::<FileRef>(text).ok());
    let files = RwSignal::new(before.into_iter().collect::<Vec<_>>());
    Effect::watch(
        move || files.get(),
        move |files, _, _: Option<()>| {
            let last = files.last().and_then(|file| serde_json::to_string(file).ok());
            typed.set(last.unwrap_or_default());
        },
        false,
    );
    view! { <FilePicker taken=Taken { files } org /> }
}
