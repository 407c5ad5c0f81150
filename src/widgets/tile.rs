//! A number that opens to the records behind it.

use leptos::prelude::*;
use leptos_router::components::A;

/// A number with its name; a link to its records.
#[component]
pub fn Tile(
    /// What is counted.
    name: &'static str,
    /// How many.
    number: Signal<usize>,
    /// Where its records are.
    href: String,
    /// `danger`, `wait`, `new`, `done` or nothing.
    #[prop(optional)]
    tone: &'static str,
) -> impl IntoView {
    let class = move || {
        if number.get() == 0 { "tile tile-none".to_owned() } else { format!("tile tile-{tone}") }
    };
    view! {
        <A href=href attr:class=class>
            <strong class="tile-number">{move || number.get()}</strong>
            <span class="tile-name">{name}</span>
        </A>
    }
}
