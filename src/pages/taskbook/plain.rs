//! An indicator, a submission, a scheme or a reward, edited as text: everything that is wrong is told, and what it would
//! change, before it is published. New ones begin with a template; each can be withdrawn and taken up again.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map},
};
use taizhang_ledger::{Command, Definition, Ledger};

use super::{
    may_write,
    reading::{Kind, Read, about, read, text_of},
    register::{Lines, NEW},
};
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, definitions as words, taskbook, templates, withdrawn},
    widgets::Refused,
};

/// The page, whichever the address names.
#[component]
pub fn PlainDefinitionPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let params = use_params_map();
    let place = Memo::new(move |_| {
        params.with(|params| (params.get("kind").unwrap_or_default(), params.get("id").unwrap_or_default()))
    });
    let may = may_write(book, &session);
    let begins = move |ledger: &Ledger, kind: Kind, id: &str| match id {
        NEW => kind.template(ledger, today.now.get_untracked().0),
        id => kind.standing(ledger, id),
    };
    move || {
        let (kind, id) = place.get();
        let kind = Kind::of(&kind);
        let found = kind.and_then(|kind| Some((kind, book.read_untracked(|ledger| begins(ledger, kind, &id))?)));
        match found {
            _ if !may => view! { <p class="card empty">{words::NOT_YOURS}</p> }.into_any(),
            None => {
                let none = kind.filter(|_| id == NEW).map_or(words::UNKNOWN, |kind| kind.begun().1);
                view! { <p class="card empty">{none}</p> }.into_any()
            }
            Some((kind, begun)) => view! { <Editor kind id begun /> }.into_any(),
        }
    }
}

#[component]
fn Editor(kind: Kind, id: String, begun: Definition) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let toasts = expect_context::<Toasts>();
    let own = expect_context::<Session>().identity().org;
    let navigate = use_navigate();
    let draft = expect_context::<Drafts>().at(format!("taskbook-{}/{id}", kind.word()));
    let is_new = id == NEW;
    let (_, name, retired) = about(&begun);
    let name = if is_new { kind.begun().0 } else { name }.to_owned();
    let place = StoredValue::new(id);
    let before = StoredValue::new(text_of(&begun));
    let stands = StoredValue::new((!is_new).then_some(begun));
    let typed = move || match draft.get() {
        none if none.is_empty() => before.get_value(),
        begun => begun,
    };
    let wrong: RwSignal<Vec<String>> = RwSignal::new(Vec::new());
    let found: RwSignal<Option<Read>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let on_input = move |event| {
        found.set(None);
        refused.set(None);
        draft.set(event_target_value(&event));
    };
    let look = StoredValue::new(move || {
        let said = untrack(typed);
        let day = today.date.get_untracked();
        let all = book.read_untracked(|ledger| place.with_value(|id| read(ledger, (kind, id), &said, &own, day)));
        let unchanged = |read: &Read| stands.with_value(|stands| stands.as_ref() == Some(&read.definition));
        refused.set(all.as_ref().is_ok_and(unchanged).then(|| words::NOTHING_CHANGED.to_owned()));
        match all {
            Ok(read) => {
                wrong.set(Vec::new());
                found.set(Some(read).filter(|read| !unchanged(read)));
            }
            Err(mistakes) => {
                found.set(None);
                wrong.set(mistakes);
            }
        }
    });
    let publish = StoredValue::new(move || {
        let Some(read) = found.get_untracked() else { return };
        match book.run(Command::Define(read.definition)) {
            Ok(_) => {
                draft.set(String::new());
                toasts.done(words::PUBLISHED);
                navigate("/taskbook", NavigateOptions::default());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    });
    // What it would do is told at once; only then is it published.
    let withdraw = move |_| match kind.with_retired(&untrack(typed), !retired) {
        Ok(text) => {
            draft.set(text);
            look.with_value(|look| look());
        }
        Err(mistakes) => {
            found.set(None);
            wrong.set(mistakes);
        }
    };
    let drop_it = move |_| {
        draft.set(String::new());
        found.set(None);
        refused.set(None);
        wrong.set(Vec::new());
    };
    let effect = move || {
        found.get().map(|read| {
            let lines = read.effect.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <div class="preview" role="status" id="effect"><p><b>{taskbook::PREVIEW}</b></p><ul>{lines}</ul></div>
                <button type="button" class="button-main" id="publish" on:click=move |_| publish.with_value(|publish| publish())>{words::PUBLISH}</button>
            }
        })
    };
    let known = book.read_untracked(words::registers);
    let how = kind.how();
    view! {
        <p class="register-back no-print"><A href="/taskbook">{taskbook::TITLE}</A></p>
        <h1 class="page-title">{name}
            {retired.then(|| view! { " "<span class="badge badge-aside">{withdrawn::MARK}</span> })}
        </h1>
        <p class="quiet">{words::PLAIN_EXPLAINED}</p>
        <section class="card">
            {(!how.is_empty()).then(|| view! {
                <details open=is_new><summary>{templates::HOW}</summary>
                    <ul class="quiet">{how.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </details>
            })}
            <textarea class="definition-text" id="definition" rows="24" spellcheck="false" aria-label=words::AS_TEXT
                prop:value=typed on:input=on_input></textarea>
            <Lines lines=wrong.into() />
            <p class="page-acts">
                <button type="button" class="button" id="look" on:click=move |_| look.with_value(|look| look())>{words::LOOK}</button>
                {(!is_new).then(|| view! {
                    <button type="button" class="button-quiet" id="withdraw" on:click=withdraw>
                        {if retired { withdrawn::RESTORE } else { withdrawn::WITHDRAW }}
                    </button>
                })}
            </p>
            {effect}
            <Refused refused />
            <Show when=move || draft.with(|draft| !draft.is_empty())>
                <button type="button" class="button-quiet" on:click=drop_it>{words::DROP}</button>
            </Show>
            <details><summary>{words::REGISTER_IDS}</summary><p class="quiet">{known}</p></details>
        </section>
    }
}
