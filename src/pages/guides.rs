//! 业务指南: how things are done that one does seldom; the county rewrites them here, adds others, and says beside what
//! they are offered.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};
use taizhang_ledger::{Command, Definition, Guide};

use super::taskbook::may_write;
use crate::{
    platform::page,
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, guides as words, ui::common::CANCEL},
    widgets::{Icon, Refused, Shape},
};

/// The page: all of them, one below the other, the one that was asked for open.
#[component]
pub fn GuidesPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("of")));
    let may = Memo::new(move |_| may_write(book, &session));
    let ids = Memo::new(move |_| book.read(|ledger| ledger.guides().map(|one| one.id.clone()).collect::<Vec<_>>()));
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <Show when=move || !ids.with(Vec::is_empty) fallback=|| view! { <p class="card empty">{words::NONE}</p> }>
            <For each=move || ids.get() key=Clone::clone let:id><One id asked may /></For>
        </Show>
        <Show when=move || may.get()><Add /></Show>
        <p class="page-acts no-print">
            <button type="button" class="button-quiet" on:click=move |_| page::print()><Icon shape=Shape::Print />{words::PRINT}</button>
        </p>
    }
}

#[component]
fn One(id: String, asked: Memo<Option<String>>, may: Memo<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let draft = expect_context::<Drafts>().at(format!("guide/{id}"));
    let editing = RwSignal::new(!draft.with_untracked(String::is_empty));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let of = StoredValue::new(id.clone());
    let guide =
        Memo::new(move |_| book.read(|ledger| of.with_value(|id| ledger.guides().find(|one| one.id == *id).cloned())));
    let name = move || guide.with(|guide| guide.as_ref().map(|guide| guide.name.clone()));
    let close = move || {
        editing.set(false);
        refused.set(None);
        draft.set(String::new());
    };
    let places = Places { registers: RwSignal::new(Vec::new()), items: RwSignal::new(Vec::new()) };
    // What was begun before the page was left goes on, shown where the guide is now.
    let stand = move || {
        guide.with_untracked(|guide| {
            if let Some(guide) = guide {
                places.registers.set(guide.registers.clone());
                places.items.set(guide.items.clone());
            }
        });
    };
    stand();
    let open = move |_| {
        stand();
        draft.set(guide.with_untracked(|guide| guide.as_ref().map(|guide| guide.text.clone())).unwrap_or_default());
        editing.set(true);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(guide) = guide.get_untracked() else { return };
        let (registers, items) = (places.registers.get_untracked(), places.items.get_untracked());
        let changed = Guide { text: draft.get_untracked(), registers, items, ..guide };
        match book.run(Command::Define(Definition::Guide(changed))) {
            Ok(_) => {
                toasts.done(words::SAVED);
                close();
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let lines = move || guide.with(|guide| guide.as_ref().map(|guide| lines(&guide.text)));
    view! {
        <details class="card guide" data-guide=id.clone() open=move || asked.get().as_deref().is_none_or(|asked| asked == id)>
            <summary><b>{name}</b></summary>
            <Show when=move || editing.get() && may.get() fallback=move || view! {
                {lines}
                {move || may.get().then(|| view! {
                    <button type="button" class="button-quiet no-print" on:click=open><Icon shape=Shape::Edit />{words::EDIT}</button>
                })}
            }>
                <form on:submit=submit>
                    <p class="quiet">{words::HINT}</p>
                    <textarea rows="16" prop:value=draft on:input=move |event| draft.set(event_target_value(&event))></textarea>
                    <PlaceChoice places />
                    <Refused refused />
                    <div class="act-buttons">
                        <button type="submit" class="button-main">{words::SAVE}</button>
                        <button type="button" class="button" on:click=move |_| close()>{CANCEL}</button>
                    </div>
                </form>
            </Show>
        </details>
    }
}

/// Headings, entries and plain lines.
fn lines(text: &str) -> Vec<AnyView> {
    let line = |line: &str| {
        let line = line.trim();
        if let Some(entry) = line.strip_prefix("- ") {
            return view! { <p class="guide-entry">{entry.to_owned()}</p> }.into_any();
        }
        let heading = line.ends_with(['：', ':']);
        let line = line.to_owned();
        if heading { view! { <h3>{line}</h3> }.into_any() } else { view! { <p>{line}</p> }.into_any() }
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(line).collect()
}

/// The ways to the guides beside a register, or beside what belongs to a work item.
#[component]
pub fn GuideLinks(
    /// The register's name in code.
    #[prop(optional, into)]
    register: String,
    /// The work item's code.
    #[prop(optional, into)]
    item: String,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let those = Memo::new(move |_| {
        book.read(|ledger| {
            let beside =
                ledger.guides().filter(|guide| guide.registers.contains(&register) || guide.items.contains(&item));
            beside.map(|guide| (guide.id.clone(), guide.name.clone())).collect::<Vec<_>>()
        })
    });
    move || {
        let link = |(id, name): (String, String)| {
            view! { <A href=format!("/guides?of={id}") attr:class="button-quiet">{words::way(&name)}</A> }
        };
        let all = those.get();
        (!all.is_empty())
            .then(|| view! { <p class="no-print guide-links">{all.into_iter().map(link).collect_view()}</p> })
    }
}

/// Where a guide is shown, while it is written.
#[derive(Clone, Copy)]
struct Places {
    registers: RwSignal<Vec<String>>,
    items: RwSignal<Vec<String>>,
}

/// What may be ticked: registers, then work items.
#[component]
fn PlaceChoice(places: Places) -> impl IntoView {
    let book = expect_context::<Book>();
    let (registers, items) = book.read_untracked(|ledger| {
        let registers = ledger.registers().into_iter().map(|one| (one.id.clone(), one.name.clone()));
        let items = ledger.work_items().map(|one| (one.code.clone(), format!("{} {}", one.code, one.name)));
        (registers.collect::<Vec<_>>(), items.collect::<Vec<_>>())
    });
    let boxes = |all: Vec<(String, String)>, of: RwSignal<Vec<String>>| {
        let one = move |(id, name): (String, String)| {
            let this = id.clone();
            let checked = move || of.with(|all| all.contains(&this));
            let turn = move |event| {
                let on = event_target_checked(&event);
                of.update(|all| {
                    all.retain(|one| *one != id);
                    all.extend(on.then(|| id.clone()));
                });
            };
            view! { <label class="check"><input type="checkbox" prop:checked=checked on:change=turn />{name}</label> }
        };
        all.into_iter().map(one).collect_view()
    };
    view! {
        <details class="guide-places"><summary>{words::BESIDE_REGISTERS}</summary>{boxes(registers, places.registers)}</details>
        <details class="guide-places"><summary>{words::BESIDE_ITEMS}</summary>{boxes(items, places.items)}</details>
    }
}

/// A guide that is not there yet.
#[component]
fn Add() -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let drafts = expect_context::<Drafts>();
    let (name, typed) = (drafts.at("new-guide/name".to_owned()), drafts.at("new-guide/text".to_owned()));
    let places = Places { registers: RwSignal::new(Vec::new()), items: RwSignal::new(Vec::new()) };
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let guide = Guide {
            id: format!("guide_{}", today.now.get_untracked().0),
            name: name.get_untracked(),
            registers: places.registers.get_untracked(),
            items: places.items.get_untracked(),
            text: typed.get_untracked(),
        };
        match book.run(Command::Define(Definition::Guide(guide))) {
            Ok(_) => {
                toasts.done(words::SAVED);
                refused.set(None);
                name.set(String::new());
                typed.set(String::new());
                places.registers.set(Vec::new());
                places.items.set(Vec::new());
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <details class="card guide no-print" id="new-guide">
            <summary><b>{words::ADD}</b></summary>
            <form on:submit=submit>
                <label class="field"><span>{words::NAME}</span>
                    <input type="text" id="guide-name" maxlength="40" prop:value=name on:input=move |event| name.set(event_target_value(&event)) />
                </label>
                <p class="quiet">{words::HINT}</p>
                <textarea rows="12" aria-label=words::TEXT prop:value=typed on:input=move |event| typed.set(event_target_value(&event))></textarea>
                <PlaceChoice places />
                <Refused refused />
                <button type="submit" class="button-main">{words::SAVE}</button>
            </form>
        </details>
    }
}
