//! Fields of a definition while it is edited: each shows what stands and hands on what is typed.

use leptos::prelude::*;
use taizhang_ledger::{Ledger, OrgKind, Tier};

use crate::text::definitions as words;

/// A line of words, or several.
#[component]
pub(super) fn Words(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// The id of what is typed into.
    #[prop(into)]
    id: String,
    /// What stands.
    value: Signal<String>,
    /// Takes what is typed.
    set: Callback<String>,
    /// Whether there may be several lines.
    #[prop(optional)]
    long: bool,
) -> impl IntoView {
    let on_input = move |event| set.run(event_target_value(&event));
    view! {
        <label class="field"><span>{label}</span>
            {if long {
                view! { <textarea rows="3" id=id prop:value=value on:input=on_input></textarea> }.into_any()
            } else {
                view! { <input type="text" id=id prop:value=value on:input=on_input /> }.into_any()
            }}
        </label>
    }
}

/// One of several, by the names in code.
#[component]
pub(super) fn Pick(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// The id of what is picked from.
    #[prop(into)]
    id: String,
    /// What may be picked, with its words.
    options: Vec<(String, String)>,
    /// What stands.
    value: Signal<String>,
    /// Takes what is picked.
    set: Callback<String>,
) -> impl IntoView {
    let options = options.into_iter().map(|(one, said)| {
        let this = one.clone();
        view! { <option value=one selected=move || value.with(|value| *value == this)>{said}</option> }
    });
    let options = options.collect_view();
    view! {
        <label class="field"><span>{label}</span>
            <select id=id on:change=move |event| set.run(event_target_value(&event))>{options}</select>
        </label>
    }
}

/// A box that is ticked or not.
#[component]
pub(super) fn Tick(
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Whether it is.
    value: Signal<bool>,
    /// Takes whether it is to be.
    set: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check"><input type="checkbox" prop:checked=value
            on:change=move |event| set.run(event_target_checked(&event)) />{label}</label>
    }
}

/// The work items, to pick from.
pub(super) fn items(ledger: &Ledger) -> Vec<(String, String)> {
    ledger.work_items().map(|item| (item.code.clone(), format!("{} {}", item.code, item.name))).collect()
}

/// The tiers, to pick from.
pub(super) fn tiers() -> Vec<(String, String)> {
    TIERS.iter().map(|tier| (tier_word(*tier).to_owned(), words::keeper(*tier).to_owned())).collect()
}

/// The kinds of organisation of a tier that keep registers.
pub(super) fn kinds(tier: Tier) -> impl Iterator<Item = OrgKind> {
    OrgKind::ALL.iter().copied().filter(move |kind| *kind != OrgKind::Leader && kind.tier() == tier)
}

const TIERS: [Tier; 3] = [Tier::Branch, Tier::Township, Tier::County];

/// The name of a tier in code.
pub(super) const fn tier_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Branch => "branch",
        Tier::Township => "township",
        Tier::County => "county",
    }
}

/// The tier of that name in code.
pub(super) fn tier_of(word: &str) -> Option<Tier> {
    TIERS.into_iter().find(|tier| tier_word(*tier) == word)
}
