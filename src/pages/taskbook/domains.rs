//! The fields of work (领域) of the taskbook in their order, each renamed, withdrawn and taken up again, and a new one.

use leptos::prelude::*;
use taizhang_ledger::{Command, Definition, Domain, DomainName, Ledger};

use super::fields::{Tick, Words};
use crate::{
    state::{Book, Drafts, Toasts},
    text::{self, definitions as words, ui::common::CANCEL, withdrawn},
    widgets::Refused,
};

/// All of them.
#[component]
pub(super) fn Domains() -> impl IntoView {
    let book = expect_context::<Book>();
    let all =
        Memo::new(move |_| book.read(|ledger| ledger.domains().iter().map(|one| one.id).collect::<Vec<Domain>>()));
    view! {
        <details class="card section no-print" id="edit-domains">
            <summary><b>{words::DOMAINS}</b></summary>
            <p class="quiet">{words::DOMAINS_EXPLAINED}</p>
            <For each=move || all.get() key=|id| *id let:id><One id=Some(id) /></For>
            <One id=None />
        </details>
    }
}

/// One of them, or one that is not there yet.
#[component]
fn One(id: Option<Domain>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let place = id.map(|id| id.to_string()).unwrap_or_default();
    let (name, new_id) = (drafts.at(format!("domain/{place}/name")), drafts.at(format!("domain/{place}/id")));
    // What it is called, and whether it is withdrawn.
    let known = Memo::new(move |_| {
        book.read(|ledger| {
            let one = ledger.domains().into_iter().find(|one| Some(one.id) == id)?;
            Some((text::domain(ledger, one.id), one.retired))
        })
    });
    let rests = move || known.with_untracked(|known| known.as_ref().is_some_and(|(_, retired)| *retired));
    let retired = RwSignal::new(rests());
    let editing = RwSignal::new(name.with_untracked(|name| !name.is_empty()));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let open = move |_| {
        if let Some((stands, _)) = known.get_untracked() {
            name.set(stands);
        }
        retired.set(rests());
        editing.set(true);
    };
    let close = move || {
        name.set(String::new());
        new_id.set(String::new());
        refused.set(None);
        editing.set(false);
    };
    let publish = move || {
        let id = match id {
            Some(id) => id,
            None => free_id(book, new_id.get_untracked().trim())?,
        };
        let changed = DomainName {
            id,
            name: name.get_untracked().trim().to_owned(),
            order: book.read_untracked(|ledger| order(ledger, id)),
            retired: retired.get_untracked(),
        };
        if book.read_untracked(|ledger| is_taken(ledger, &changed)) {
            return Err(words::DOMAIN_SAME_NAME.to_owned());
        }
        book.run(Command::Define(Definition::Domain(changed))).map_err(|why| text::refusal(&why))
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match publish() {
            Ok(_) => {
                toasts.done(words::PUBLISHED);
                close();
            }
            Err(why) => refused.set(Some(why)),
        }
    };
    let said = move || match known.get() {
        Some((name, true)) => format!("{name}{}", withdrawn::MARK_ASIDE),
        Some((name, false)) => name,
        None => String::new(),
    };
    let effect = move || match id {
        Some(id) => {
            let stands = book.read(|ledger| ledger.domain_use(id));
            let then = if retired.get() { withdrawn::DOMAIN } else { words::DOMAIN_EFFECT };
            words::domain_stands(stands) + then
        }
        None => words::DOMAIN_NEW.to_owned(),
    };
    let is_new = id.is_none();
    let place = StoredValue::new(if is_new { "new".to_owned() } else { place });
    let field = move |end: &str| place.with_value(|place| format!("domain-{place}-{end}"));
    view! {
        <Show when=move || editing.get() fallback=move || view! {
            <p class="field-line" data-domain=place.get_value()>
                <span class="field-value">{said}</span>
                <button type="button" class="button-quiet" on:click=open>{if is_new { words::NEW_DOMAIN } else { words::EDIT }}</button>
            </p>
        }>
            <form class="form" data-domain=place.get_value() on:submit=submit>
                {is_new.then(|| view! { <Words label=words::DOMAIN_ID id=field("id") value=new_id.into() set=Callback::new(move |typed| new_id.set(typed)) /> })}
                <Words label=words::NAME id=field("name") value=name.into() set=Callback::new(move |typed| name.set(typed)) />
                {(!is_new).then(|| view! {
                    <Tick label=withdrawn::MARK value=retired.into() set=Callback::new(move |on| retired.set(on)) />
                })}
                <p class="quiet" role="status">{effect}</p>
                <Refused refused />
                <div class="act-buttons">
                    <button type="submit" class="button-main">{words::PUBLISH}</button>
                    <button type="button" class="button" on:click=move |_| close()>{CANCEL}</button>
                </div>
            </form>
        </Show>
    }
}

/// What was typed as the name in code of a new one, if nothing bears it.
fn free_id(book: Book, typed: &str) -> Result<Domain, String> {
    let id = Domain::from_word(typed).ok_or(words::DOMAIN_BAD_ID)?;
    let is_there = book.read_untracked(|ledger| ledger.domains().iter().any(|one| one.id == id));
    if is_there { Err(words::DOMAIN_TAKEN.to_owned()) } else { Ok(id) }
}

/// The place of one in the order: its own, or behind the others.
fn order(ledger: &Ledger, id: Domain) -> i64 {
    let last = ledger.next_domain_order();
    // Those that nobody defined stand behind all, wherever that is.
    ledger.domains().iter().find(|one| one.id == id).map_or(last, |one| one.order.min(last))
}

/// Whether another is called the same.
fn is_taken(ledger: &Ledger, one: &DomainName) -> bool {
    ledger.domains().iter().any(|other| other.id != one.id && text::domain(ledger, other.id) == one.name)
}
