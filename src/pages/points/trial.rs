//! Parameters as they might be, to be tried without being set.

use leptos::prelude::*;
use taizhang_ledger::{Ledger, ParameterName, points::Scheme};

use crate::{
    state::{Supposed, weight_of},
    text::{points as words, taskbook},
};

/// A number that can be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tried {
    /// Its name, with its id among what is supposed.
    name: ParameterName,
    /// What it is, as it is typed; nothing while it is not set.
    stands: String,
}

/// The parameters that have a part in it.
pub(super) fn parameters(ledger: &Ledger, concerns: impl Fn(&str) -> bool) -> Vec<Tried> {
    let those = ledger.parameter_names().filter(|one| concerns(&one.id));
    let stands = |one: &ParameterName| ledger.parameter(&one.id).map(|value| taskbook::typed(value, &one.unit));
    those.map(|one| Tried { name: one.clone(), stands: stands(one).unwrap_or_default() }).collect()
}

/// The weights of a scheme's parts.
pub(super) fn weights(scheme: &Scheme) -> Vec<Tried> {
    let of = |part: &taizhang_ledger::points::Part| Tried {
        name: ParameterName { id: weight_of(&part.id), name: words::weight(&part.name), unit: words::UNIT.to_owned() },
        stands: part.max.to_string(),
    };
    scheme.parts.iter().map(of).collect()
}

/// A field for each parameter that has a part in it; what is typed stands in `supposed`.
#[component]
pub(super) fn Trial(
    /// What can be tried.
    concerned: Vec<Tried>,
    /// What is supposed.
    supposed: RwSignal<Supposed>,
    /// What comes of it, in words.
    #[prop(into)]
    result: Signal<Option<String>>,
) -> impl IntoView {
    let fields = StoredValue::new(concerned);
    let draw = move |Tried { name: one, stands }: Tried| {
        let (id, input) = (StoredValue::new(one.id.clone()), format!("try-{}", one.id.replace('/', "-")));
        let label = input.clone();
        let value = move || match supposed.with(|all| id.with_value(|id| all.get(id).copied())) {
            Some(value) => value.to_string(),
            None => stands.clone(),
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
