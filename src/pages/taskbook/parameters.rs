//! The numbers that the county decides: each with what another value would change, and a new one.

use leptos::prelude::*;
use taizhang_ledger::{Command, Definition, Ledger, ParameterName, expr::Exact};

use super::{
    fields::Words,
    weigh::{Weighed, weigh},
};
use crate::{
    state::{Book, Drafts, Session, Toasts, Today, reckoned, supposed},
    text::{self, indicators, taskbook as words, templates as new, ui::common::CANCEL},
    widgets::{Icon, Refused, Shape},
};

/// The number that was typed, as it would stand.
fn parsed(typed: &str, unit: &str) -> Option<i64> {
    let typed = typed.trim();
    if unit != words::DAY_UNIT {
        return typed.replace([',', ' '], "").parse().ok().filter(|number| *number >= 0);
    }
    let (month, day) = typed.split_once('-')?;
    let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
    // A day of every year: there is no 29 February in most.
    chrono::NaiveDate::from_ymd_opt(2025, month, day)?;
    Some(i64::from(month * 100 + day))
}

/// A number, as it stands or while it is edited.
#[component]
pub(super) fn Line(one: ParameterName, may: Memo<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let one = StoredValue::new(one);
    let (id, name) = one.with_value(|one| (one.id.clone(), one.name.clone()));
    let draft = expect_context::<Drafts>().at(format!("parameter/{id}"));
    let editing = RwSignal::new(!draft.with_untracked(String::is_empty));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let value = Memo::new(move |_| book.read(|ledger| one.with_value(|one| ledger.parameter(&one.id))));
    let said = move || {
        value
            .get()
            .map_or_else(|| words::NOT_SET.to_owned(), |value| one.with_value(|one| words::value(value, &one.unit)))
    };
    let open = move |_| {
        let typed = value.get_untracked().map(|value| one.with_value(|one| words::typed(value, &one.unit)));
        draft.set(typed.unwrap_or_default());
        editing.set(true);
    };
    let close = move || {
        editing.set(false);
        refused.set(None);
        draft.set(String::new());
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (id, unit) = one.with_value(|one| (one.id.clone(), one.unit.clone()));
        let Some(value) = draft.with_untracked(|typed| parsed(typed, &unit)) else {
            let why = if unit == words::DAY_UNIT { words::BAD_DAY } else { words::BAD_NUMBER };
            refused.set(Some(why.to_owned()));
            return;
        };
        match book.run(Command::SetParameter { name: id, value }) {
            Ok(_) => {
                toasts.done(words::SAVED);
                close();
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let label = format!("parameter-{id}");
    let input = label.clone();
    view! {
        <form class="field-line" data-parameter=id on:submit=submit>
            <label class="field-name" for=label>{name}</label>
            <Show when=move || editing.get() && may.get()
                fallback=move || view! {
                    <span class="field-value" class:field-empty=move || value.get().is_none()>{said}</span>
                    {move || may.get().then(|| view! {
                        <button type="button" class="button-quiet" on:click=open><Icon shape=Shape::Edit />{words::EDIT}</button>
                    })}
                }>
                <input type="text" id=input.clone() inputmode="numeric" maxlength="15" prop:value=draft
                    on:input=move |event| { refused.set(None); draft.set(event_target_value(&event)); } />
                <Preview one draft />
                <div class="act-buttons">
                    <button type="submit" class="button-main">{words::SAVE}</button>
                    <button type="button" class="button" on:click=move |_| close()>{CANCEL}</button>
                </div>
            </Show>
            <Refused refused />
        </form>
    }
}

/// What the typed value would change, of what this organisation sees.
#[component]
fn Preview(one: StoredValue<ParameterName>, draft: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let lines = Memo::new(move |_| {
        let (id, unit) = one.with_value(|one| (one.id.clone(), one.unit.clone()));
        let value = draft.with(|typed| parsed(typed, &unit))?;
        let day = today.date.get_untracked();
        let line = |ledger: &Ledger, indicator: &taizhang_ledger::Indicator| {
            let said = |value: Result<Exact, _>| match value {
                Ok(value) => indicators::amount(indicator, value),
                Err(fault) => indicators::fault(ledger, &fault),
            };
            let now = reckoned(ledger, indicator, &own, &own, day)?.figure;
            let then = supposed(ledger, indicator, &own, day, (&id, value))?;
            Some(words::becomes(&indicator.name, &said(now.value), &said(then.value)))
        };
        book.read_untracked(|ledger| {
            let concerned = ledger.indicators().into_iter().filter(|indicator| indicator.needs(&id));
            Some(concerned.filter_map(|indicator| line(ledger, indicator)).collect::<Vec<_>>())
        })
    });
    move || {
        lines.get().map(|lines| {
            let none = lines.is_empty().then(|| view! { <p class="quiet">{words::NO_EFFECT}</p> });
            let some = (!lines.is_empty()).then(|| {
                let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
                view! { <p>{words::PREVIEW}</p><ul>{lines}</ul> }
            });
            view! { <div class="preview" role="status">{none}{some}</div><More one draft /> }
        })
    }
}

/// What else it would change, which takes a while to find out: asked for by a tap.
#[component]
fn More(one: StoredValue<ParameterName>, draft: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = StoredValue::new(expect_context::<Session>().identity().org);
    let told: RwSignal<Option<Vec<String>>> = RwSignal::new(None);
    // What was said of another number is worth nothing.
    Effect::watch(move || draft.track(), move |(), _, _: Option<()>| told.set(None), false);
    let look = move |_| {
        let (id, unit) = one.with_value(|one| (one.id.clone(), one.unit.clone()));
        let Some(value) = draft.with_untracked(|typed| parsed(typed, &unit)) else { return };
        let day = today.date.get_untracked();
        let of = |ledger: &Ledger| own.with_value(|own| weigh(ledger, &id, own, day));
        let now: Weighed = book.read_untracked(of);
        let then = book.with_ledger(|ledger| ledger.supposing(&id, value, of));
        told.set(then.map(|then| now.beside(&then)));
    };
    view! {
        <button type="button" class="button look-further" on:click=look>{words::LOOK_FURTHER}</button>
        {move || told.get().map(|lines| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <div class="preview" role="status"><ul>{lines}</ul></div> }
        })}
    }
}

/// Adds a number that formulas may name.
#[component]
pub(super) fn NewParameter() -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let fields = ["id", "name", "unit", "value"].map(|field| drafts.at(format!("parameter-new/{field}")));
    let [id, name, unit, value] = fields;
    let editing = RwSignal::new(fields.iter().any(|field| field.with_untracked(|typed| !typed.is_empty())));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let close = move || {
        for field in fields {
            field.set(String::new());
        }
        refused.set(None);
        editing.set(false);
    };
    let add = move || -> Result<(), String> {
        let [id, name, unit, typed] = fields.map(|field| field.get_untracked().trim().to_owned());
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if id.is_empty() || !id.bytes().all(fits) {
            return Err(new::PARAMETER_BAD_ID.to_owned());
        }
        if book.read_untracked(|ledger| ledger.parameter_names().any(|known| known.id == id)) {
            return Err(new::PARAMETER_TAKEN.to_owned());
        }
        if name.is_empty() || unit.is_empty() {
            return Err(new::PARAMETER_NO_NAME.to_owned());
        }
        let number = match parsed(&typed, &unit) {
            _ if typed.is_empty() => None,
            Some(number) => Some(number),
            None if unit == words::DAY_UNIT => return Err(words::BAD_DAY.to_owned()),
            None => return Err(words::BAD_NUMBER.to_owned()),
        };
        let run = |command| book.run(command).map(drop).map_err(|why| text::refusal(&why));
        run(Command::Define(Definition::Parameter(ParameterName { id: id.clone(), name, unit })))?;
        number.map_or(Ok(()), |value| run(Command::SetParameter { name: id, value }))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match add() {
            Ok(()) => {
                toasts.done(new::PARAMETER_ADDED);
                close();
            }
            Err(why) => refused.set(Some(why)),
        }
    };
    let set = move |field: RwSignal<String>| {
        Callback::new(move |typed| {
            refused.set(None);
            field.set(typed);
        })
    };
    view! {
        <Show when=move || editing.get() fallback=move || view! {
            <p class="page-acts no-print"><button type="button" class="button" id="add-parameter" on:click=move |_| editing.set(true)>
                <Icon shape=Shape::Add />{new::NEW_PARAMETER}
            </button></p>
        }>
            <form class="form" id="new-parameter" on:submit=submit>
                <p class="quiet">{new::PARAMETER_EXPLAINED}</p>
                <Words label=new::PARAMETER_ID id="parameter-new-id" value=id.into() set=set(id) />
                <Words label=new::PARAMETER_NAME id="parameter-new-name" value=name.into() set=set(name) />
                <Words label=new::PARAMETER_UNIT id="parameter-new-unit" value=unit.into() set=set(unit) />
                <Words label=new::PARAMETER_VALUE id="parameter-new-value" value=value.into() set=set(value) />
                <Refused refused />
                <div class="act-buttons">
                    <button type="submit" class="button-main">{words::SAVE}</button>
                    <button type="button" class="button" on:click=move |_| close()>{CANCEL}</button>
                </div>
            </form>
        </Show>
    }
}
