//! Parameters as they might be, to be tried without being set.

use leptos::prelude::*;
use taizhang_ledger::{Ledger, ParameterName};

use crate::{
    state::{Book, Supposed},
    text::{points as words, taskbook},
};

/// A field for each parameter that has a part in it; what is typed stands in `supposed`.
#[component]
pub(super) fn Trial(
    /// Which parameters have a part in it.
    concerned: Vec<ParameterName>,
    /// What is supposed.
    supposed: RwSignal<Supposed>,
    /// What comes of it, in words.
    #[prop(into)]
    result: Signal<Option<String>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let fields = StoredValue::new(concerned);
    let stands = |ledger: &Ledger, one: &ParameterName| {
        ledger.parameter(&one.id).map(|value| taskbook::typed(value, &one.unit)).unwrap_or_default()
    };
    let draw = move |one: ParameterName| {
        let (id, input) = (StoredValue::new(one.id.clone()), format!("try-{}", one.id));
        let label = input.clone();
        let of = one.clone();
        let value = move || match supposed.with(|all| id.with_value(|id| all.get(id).copied())) {
            Some(value) => value.to_string(),
            None => book.read(|ledger| stands(ledger, &of)),
        };
        let typed = move |event| {
            let text: String = event_target_value(&event).replace([',', ' '], "");
            supposed.update(|all| match text.parse::<i64>().ok().filter(|value| *value >= 0) {
                Some(value) => {
                    all.insert(id.get_value(), value);
                }
                None => {
                    all.remove(&id.get_value());
                }
            });
        };
        view! {
            <label class="field trial-field" for=label><span>{one.name}"（"{one.unit}"）"</span>
                <input type="text" id=input inputmode="numeric" maxlength="15" prop:value=value on:change=typed />
            </label>
        }
    };
    view! {
        <details class="card section no-print" id="trial">
            <summary>{words::TRIAL}</summary>
            <p class="quiet">{words::TRIAL_EXPLAINED}</p>
            <div class="trial-fields">{fields.get_value().into_iter().map(draw).collect_view()}</div>
            {move || result.get().map(|said| view! { <p class="notice" role="status" id="trial-result">{said}</p> })}
            <Show when=move || !supposed.with(Supposed::is_empty)>
                <button type="button" class="button" on:click=move |_| supposed.set(Supposed::new())>{words::CLEAR}</button>
            </Show>
        </details>
    }
}
