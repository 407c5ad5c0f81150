//! The work items (工作项) of the taskbook, each changed in place, and a new one.

use leptos::prelude::*;
use taizhang_ledger::{Command, Domain, Ledger, WorkItem, record::EvidenceRule};

use super::fields::{Pick, Tick, Words};
use crate::{
    state::{Book, Drafts, Toasts},
    text::{self, definitions as words, ui::common::CANCEL, withdrawn},
    widgets::Refused,
};

/// All of them.
#[component]
pub(super) fn WorkItems() -> impl IntoView {
    let book = expect_context::<Book>();
    let all =
        Memo::new(move |_| book.read(|ledger| ledger.work_items().map(|item| item.code.clone()).collect::<Vec<_>>()));
    view! {
        <details class="card section no-print" id="edit-items">
            <summary><b>{words::ITEMS}</b></summary>
            <For each=move || all.get() key=Clone::clone let:code><One code=Some(code) /></For>
            <One code=None />
        </details>
    }
}

/// One of them, or one that is not there yet.
#[component]
fn One(code: Option<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let place = code.clone().unwrap_or_default();
    let (name, held) = (drafts.at(format!("work-item/{place}/name")), drafts.at(format!("work-item/{place}/held")));
    let new_code = drafts.at(format!("work-item/{place}/code"));
    let (domain, evidence) = (RwSignal::new(Domain::RURAL), RwSignal::new(EvidenceRule::None));
    let retired = RwSignal::new(false);
    let of = code.clone();
    let item = Memo::new(move |_| {
        book.read(|ledger| ledger.work_items().find(|item| Some(&item.code) == of.as_ref()).cloned())
    });
    let stand = move || match item.get_untracked() {
        Some(item) => {
            domain.set(item.domain);
            evidence.set(item.evidence.unwrap_or(EvidenceRule::None));
            retired.set(item.retired);
        }
        None => domain.set(first_domain(book)),
    };
    stand();
    let editing = RwSignal::new(name.with_untracked(|name| !name.is_empty()));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let open = move |_| {
        stand();
        if let Some(item) = item.get_untracked() {
            name.set(item.name);
            held.set(item.requirement);
        }
        editing.set(true);
    };
    let close = move || {
        for one in [name, held, new_code] {
            one.set(String::new());
        }
        refused.set(None);
        editing.set(false);
    };
    let is_new = code.is_none();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let code = code.clone().unwrap_or_else(|| new_code.get_untracked().trim().to_owned());
        // Two items of one code would be one.
        if is_new && book.read_untracked(|ledger| ledger.work_items().any(|item| item.code == code)) {
            refused.set(Some(words::CODE_TAKEN.to_owned()));
            return;
        }
        let changed = WorkItem {
            code,
            name: name.get_untracked(),
            domain: domain.get_untracked(),
            requirement: held.get_untracked(),
            evidence: Some(evidence.get_untracked()),
            retired: retired.get_untracked(),
        };
        match book.run(Command::DefineWorkItem(changed)) {
            Ok(_) => {
                toasts.done(words::PUBLISHED);
                close();
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let submit = StoredValue::new(submit);
    let said = move || match item.get() {
        Some(item) => {
            let mark = if item.retired { withdrawn::MARK } else { "" };
            let domain = book.read(|ledger| text::domain(ledger, item.domain));
            format!("{} {}（{domain}）{mark}", item.code, item.name)
        }
        None => String::new(),
    };
    let fields = move || book.read_untracked(|ledger| domains(ledger, domain.get_untracked()));
    let rules =
        || EvidenceRule::ALL.iter().map(|one| (one.word().to_owned(), text::evidence_rule(*one).to_owned())).collect();
    let id = StoredValue::new(if place.is_empty() { "new".to_owned() } else { place.clone() });
    let field = move |end: &str| id.with_value(|id| format!("item-{id}-{end}"));
    view! {
        <Show when=move || editing.get() fallback=move || view! {
            <p class="field-line" data-item=id.get_value()>
                <span class="field-value">{said}</span>
                <button type="button" class="button-quiet" on:click=open>{if is_new { words::NEW_ITEM } else { words::EDIT }}</button>
            </p>
        }>
            <form class="form" data-item=id.get_value() on:submit=move |event| submit.with_value(|submit| submit(event))>
                {is_new.then(|| view! { <Words label=words::CODE id=field("code") value=new_code.into() set=Callback::new(move |typed| new_code.set(typed)) /> })}
                <Words label=words::NAME id=field("name") value=name.into() set=Callback::new(move |typed| name.set(typed)) />
                <Pick label=words::DOMAIN id=field("domain") options=fields()
                    value=Signal::derive(move || domain.get().word().to_owned())
                    set=Callback::new(move |word: String| domain.set(Domain::from_word(&word).unwrap_or(domain.get_untracked()))) />
                <Words label=words::MUST_HOLD id=field("held") long=true value=held.into() set=Callback::new(move |typed| held.set(typed)) />
                <Pick label=words::EVIDENCE id=field("evidence") options=rules()
                    value=Signal::derive(move || evidence.get().word().to_owned())
                    set=Callback::new(move |word: String| evidence.set(EvidenceRule::from_word(&word).unwrap_or(EvidenceRule::None))) />
                {(!is_new).then(|| view! {
                    <Tick label=withdrawn::MARK value=retired.into() set=Callback::new(move |on| retired.set(on)) />
                })}
                <p class="quiet">{move || if retired.get() { withdrawn::ITEM } else { words::ITEM_EFFECT }}</p>
                <Refused refused />
                <div class="act-buttons">
                    <button type="submit" class="button-main">{words::PUBLISH}</button>
                    <button type="button" class="button" on:click=move |_| close()>{CANCEL}</button>
                </div>
            </form>
        </Show>
    }
}

/// The field of work that a new item begins with.
fn first_domain(book: Book) -> Domain {
    let first = book.read_untracked(|ledger| ledger.domains().iter().find(|one| !one.retired).map(|one| one.id));
    first.unwrap_or(Domain::RURAL)
}

/// The fields of work to pick from: those in use, and the one that the item is in.
fn domains(ledger: &Ledger, now: Domain) -> Vec<(String, String)> {
    let all = ledger.domains().into_iter().filter(|one| !one.retired || one.id == now);
    all.map(|one| (one.id.word().to_owned(), text::domain(ledger, one.id))).collect()
}
