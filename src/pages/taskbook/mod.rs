//! 任务书: what the county decides: the numbers, each with what another value would change, and what registers, work
//! items, indicators, submissions, schemes and rewards are.

mod columns;
mod effect;
mod fields;
mod items;
mod plain;
mod register;

pub use plain::PlainDefinitionPage;
pub use register::RegisterDefinitionPage;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Command, DocId, Ledger, ParameterName, expr::Exact};

use crate::{
    state::{Book, Drafts, Session, Toasts, Today, reckoned, supposed},
    text::{self, definitions, indicators, taskbook as words, ui::common::CANCEL},
    widgets::{Icon, Refused, Shape},
};

/// Whether this post may write the taskbook.
pub(super) fn may_write(book: Book, session: &Session) -> bool {
    book.read(|ledger| {
        let place = DocId::taskbook(ledger.year());
        ledger.access(&session.author(), &place) == taizhang_ledger::access::Access::Write
    })
}

/// The page.
#[component]
pub fn TaskbookPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let may = Memo::new(move |_| may_write(book, &session));
    // One list, in which a line that is set moves: another list would draw it anew, with what was typed.
    let all = Memo::new(move |_| {
        book.read(|ledger| {
            let mut all: Vec<ParameterName> = ledger.parameter_names().cloned().collect();
            all.sort_by_cached_key(|one| (ledger.parameter(&one.id).is_some(), one.name.clone()));
            all
        })
    });
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <p class="quiet">{words::TO_TARGETS}</p>
        <section class="card section parameters">
            <h2>{words::PARAMETERS}</h2>
            <For each=move || all.get() key=|one| one.id.clone() let:one><Line one may /></For>
        </section>
        <Definitions may />
    }
}

/// Where something is edited, what it is called, and a word about it.
type Way = (String, String, String);

fn registers(ledger: &Ledger) -> Vec<Way> {
    let about = |one: &taizhang_ledger::Register| definitions::about(one.columns.len(), &one.item);
    let all = ledger.registers().into_iter();
    all.map(|one| (format!("/taskbook/registers/{}", one.id), one.name.clone(), about(one))).collect()
}

fn indicators_of(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.indicators().into_iter();
    all.map(|one| (format!("/taskbook/indicators/{}", one.id), one.name.clone(), one.item.clone())).collect()
}

fn submissions(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.submissions();
    all.map(|one| (format!("/taskbook/submissions/{}", one.id), one.name.clone(), String::new())).collect()
}

fn schemes(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.schemes();
    all.map(|one| (format!("/taskbook/schemes/{}", one.id), one.name.clone(), one.sequence.name.clone())).collect()
}

fn rewards(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.rewards();
    all.map(|one| (format!("/taskbook/rewards/{}", one.id), one.name.clone(), String::new())).collect()
}

/// The ways to everything else that the taskbook defines; who may not write it sees it where it is used.
#[component]
fn Definitions(may: Memo<bool>) -> impl IntoView {
    view! {
        <Show when=move || may.get()>
            <details class="card section no-print" id="edit-registers">
                <summary><b>{definitions::REGISTERS}</b></summary>
                <p class="page-acts"><A href="/taskbook/registers/new" attr:class="button">{definitions::NEW_REGISTER}</A></p>
                <Ways of=registers />
            </details>
            <items::WorkItems />
            <details class="card section no-print" id="edit-indicators">
                <summary><b>{definitions::INDICATORS}</b></summary><Ways of=indicators_of />
            </details>
            <details class="card section no-print" id="edit-submissions">
                <summary><b>{definitions::SUBMISSIONS}</b></summary><Ways of=submissions />
            </details>
            <details class="card section no-print" id="edit-schemes">
                <summary><b>{definitions::SCHEMES}</b></summary><Ways of=schemes />
            </details>
            <details class="card section no-print" id="edit-rewards">
                <summary><b>{definitions::REWARDS}</b></summary><Ways of=rewards />
            </details>
        </Show>
    }
}

/// Links to what the taskbook has of a kind.
#[component]
fn Ways(of: fn(&Ledger) -> Vec<Way>) -> impl IntoView {
    let book = expect_context::<Book>();
    let all = Memo::new(move |_| book.read(of));
    let line = |(to, name, about): Way| view! { <li><A href=to>{name}</A>" "<span class="quiet">{about}</span></li> };
    view! { <ul class="definition-ways">{move || all.get().into_iter().map(line).collect_view()}</ul> }
}

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

#[component]
fn Line(one: ParameterName, may: Memo<bool>) -> impl IntoView {
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
                    on:input=move |event| draft.set(event_target_value(&event)) />
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
            view! { <div class="preview" role="status">{none}{some}</div> }
        })
    }
}
