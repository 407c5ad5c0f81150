//! A field of a register, typed as suits what it holds.

use leptos::prelude::*;
use taizhang_ledger::{
    OrgId, Tier, personal_number,
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
    let optional = !column.required;
    match column.kind {
        ColumnKind::Text => {
            let long = column.max.is_none_or(|most| most > LONG);
            let personal = move || typed.with(|typed| personal_number(typed)).map(words::personal);
            let input = if long {
                view! { <textarea rows="3" id=id prop:value=typed on:input=on_input></textarea> }.into_any()
            } else {
                view! { <input type="text" id=id prop:value=typed on:input=on_input /> }.into_any()
            };
            view! { {input}<p class="refused-line personal-number" role="status">{personal}</p> }.into_any()
        }
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
            view! { <Chips options=options.to_vec() typed optional /> }.into_any()
        }
        ColumnKind::Choice => {
            let options: Vec<_> = column.choices.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
            if options.len() <= 5 {
                view! { <Chips options typed optional /> }.into_any()
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

/// One of a few; what need not be chosen is taken back by a second tap.
#[component]
fn Chips(options: Vec<(String, String)>, typed: RwSignal<String>, optional: bool) -> impl IntoView {
    let chips = options
        .into_iter()
        .map(|(id, name)| {
            let this = id.clone();
            let pressed = move || typed.with(|typed| *typed == this).to_string();
            let tap = move |_| {
                let again = optional && typed.with_untracked(|typed| *typed == id);
                typed.set(if again { String::new() } else { id.clone() });
            };
            view! { <button type="button" class="chip" aria-pressed=pressed on:click=tap>{name}</button> }
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
