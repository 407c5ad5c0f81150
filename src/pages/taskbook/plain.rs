//! An indicator, a submission, a scheme or a reward, edited as text: everything that is wrong is told, and what it would
//! change, before it is published.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map},
};
use taizhang_ledger::{
    Command, Definition, Indicator, Ledger, OrgId,
    points::{Reward, Scheme},
    submission::Submission,
};
use taizhang_notation::definition::{AsText, from_text, to_text};

use super::{
    effect::{becomes, gives, pays},
    may_write,
    register::Lines,
};
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, definitions as words, taskbook},
    widgets::Refused,
};

/// The page, whichever the address names.
#[component]
pub fn PlainDefinitionPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let params = use_params_map();
    let place = Memo::new(move |_| {
        params.with(|params| (params.get("kind").unwrap_or_default(), params.get("id").unwrap_or_default()))
    });
    let may = may_write(book, &session);
    move || {
        let (kind, id) = place.get();
        let text = book.read_untracked(|ledger| match kind.as_str() {
            "indicators" => ledger.indicator(&id).map(|one| (one.name.clone(), to_text(one), Kind::Indicator)),
            "submissions" => ledger.submission(&id).map(|one| (one.name.clone(), to_text(one), Kind::Submission)),
            "schemes" => ledger.scheme(&id).map(|one| (one.name.clone(), to_text(one), Kind::Scheme)),
            "rewards" => ledger.reward(&id).map(|one| (one.name.clone(), to_text(one), Kind::Reward)),
            _ => None,
        });
        match text {
            _ if !may => view! { <p class="card empty">{words::NOT_YOURS}</p> }.into_any(),
            None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
            Some((name, text, kind)) => {
                let place = format!("taskbook-{}/{id}", kind.word());
                view! { <Editor name text kind place /> }.into_any()
            }
        }
    }
}

/// What is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Indicator,
    Submission,
    Scheme,
    Reward,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Indicator => "indicator",
            Self::Submission => "submission",
            Self::Scheme => "scheme",
            Self::Reward => "reward",
        }
    }
}

/// What was written, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Read {
    definition: Definition,
    effect: Vec<String>,
}

fn parsed<T: AsText>(typed: &str) -> Result<T, Vec<String>> {
    from_text(typed).map_err(|mistakes| mistakes.iter().map(words::text_mistake).collect())
}

fn read(ledger: &Ledger, kind: Kind, typed: &str, own: &OrgId, today: NaiveDate) -> Result<Read, Vec<String>> {
    match kind {
        Kind::Indicator => {
            let one: Indicator = parsed(typed)?;
            let misfits = ledger.indicator_misfits(&one);
            if !misfits.is_empty() {
                return Err(misfits.iter().map(|misfit| words::indicator_misfit(&one, misfit)).collect());
            }
            let effect = becomes(ledger, &one, own, today);
            Ok(Read { definition: Definition::Indicator(Box::new(one)), effect })
        }
        Kind::Submission => {
            let one: Submission = parsed(typed)?;
            let unknown = one.tables.iter().filter(|id| ledger.register(id).is_none());
            let unknown: Vec<String> = unknown.map(|id| words::no_table(id)).collect();
            if !unknown.is_empty() {
                return Err(unknown);
            }
            let orgs = ledger.orgs().iter().filter(|org| one.kinds.contains(&org.kind)).count();
            Ok(Read { definition: Definition::Submission(one), effect: vec![words::due_of(orgs)] })
        }
        Kind::Scheme => {
            let one: Scheme = parsed(typed)?;
            let mut wrong: Vec<String> = ledger.scheme_flaws(&one).iter().map(words::placed).collect();
            wrong.extend(ledger.entries_without(&one).iter().map(words::part_stands));
            if !wrong.is_empty() {
                return Err(wrong);
            }
            let effect = pays(ledger, &one, own, today);
            Ok(Read { definition: Definition::Scheme(Box::new(one)), effect })
        }
        Kind::Reward => {
            let one: Reward = parsed(typed)?;
            let flaws = ledger.reward_flaws(&one);
            if !flaws.is_empty() {
                return Err(flaws.iter().map(words::placed).collect());
            }
            let effect = gives(ledger, &one, own, today);
            Ok(Read { definition: Definition::Reward(Box::new(one)), effect })
        }
    }
}

#[component]
fn Editor(name: String, text: String, kind: Kind, place: String) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let toasts = expect_context::<Toasts>();
    let own = expect_context::<Session>().identity().org;
    let navigate = use_navigate();
    let draft = expect_context::<Drafts>().at(place);
    let before = StoredValue::new(text);
    let typed = move || match draft.get() {
        none if none.is_empty() => before.get_value(),
        begun => begun,
    };
    let wrong: RwSignal<Vec<String>> = RwSignal::new(Vec::new());
    let found: RwSignal<Option<Read>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let on_input = move |event| {
        found.set(None);
        draft.set(event_target_value(&event));
    };
    let look = move |_| {
        refused.set(None);
        let said = untrack(typed);
        match book.read_untracked(|ledger| read(ledger, kind, &said, &own, today.date.get_untracked())) {
            Ok(read) => {
                wrong.set(Vec::new());
                found.set(Some(read));
            }
            Err(mistakes) => {
                found.set(None);
                wrong.set(mistakes);
            }
        }
    };
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
    view! {
        <p class="register-back no-print"><A href="/taskbook">{taskbook::TITLE}</A></p>
        <h1 class="page-title">{name}</h1>
        <p class="quiet">{words::PLAIN_EXPLAINED}</p>
        <section class="card">
            <textarea class="definition-text" id="definition" rows="24" spellcheck="false" aria-label=words::AS_TEXT
                prop:value=typed on:input=on_input></textarea>
            <Lines lines=wrong.into() />
            <button type="button" class="button" id="look" on:click=look>{words::LOOK}</button>
            {effect}
            <Refused refused />
            <Show when=move || draft.with(|draft| !draft.is_empty())>
                <button type="button" class="button-quiet" on:click=move |_| { draft.set(String::new()); found.set(None); wrong.set(Vec::new()); }>{words::DROP}</button>
            </Show>
            <details><summary>{words::REGISTER_IDS}</summary><p class="quiet">{known}</p></details>
        </section>
    }
}
