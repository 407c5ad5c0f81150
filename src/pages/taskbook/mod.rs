//! 任务书: what the county decides: the numbers, each with what another value would change, and what fields of work,
//! registers, work items, indicators, submissions, schemes and rewards are.

mod columns;
mod domains;
mod effect;
mod fields;
mod items;
mod parameters;
mod plain;
mod reading;
mod register;
mod templates;
mod weigh;

pub use plain::PlainDefinitionPage;
pub use register::RegisterDefinitionPage;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{DocId, Ledger, ParameterName};

use crate::{
    state::{Book, Session},
    text::{definitions, taskbook as words, templates as new, withdrawn},
};
use parameters::{Line, NewParameter};

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
            <Show when=move || may.get()><NewParameter /></Show>
        </section>
        <Definitions may />
    }
}

/// Where something is edited, what it is called, a word about it, and whether it is withdrawn.
type Way = (String, String, String, bool);

fn registers(ledger: &Ledger) -> Vec<Way> {
    let about = |one: &taizhang_ledger::Register| definitions::about(one.columns.len(), &one.item);
    let all = ledger.registers().into_iter();
    all.map(|one| (format!("/taskbook/registers/{}", one.id), one.name.clone(), about(one), one.retired)).collect()
}

fn indicators_of(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.all_indicators().into_iter();
    all.map(|one| (format!("/taskbook/indicators/{}", one.id), one.name.clone(), one.item.clone(), one.retired))
        .collect()
}

fn submissions(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.all_submissions();
    all.map(|one| (format!("/taskbook/submissions/{}", one.id), one.name.clone(), String::new(), one.retired)).collect()
}

fn schemes(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.all_schemes();
    let to = |id: &str| format!("/taskbook/schemes/{id}");
    all.map(|one| (to(&one.id), one.name.clone(), one.sequence.name.clone(), one.retired)).collect()
}

fn rewards(ledger: &Ledger) -> Vec<Way> {
    let all = ledger.all_rewards();
    all.map(|one| (format!("/taskbook/rewards/{}", one.id), one.name.clone(), String::new(), one.retired)).collect()
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
            <domains::Domains />
            <items::WorkItems />
            <details class="card section no-print" id="edit-indicators">
                <summary><b>{definitions::INDICATORS}</b></summary>
                <p class="page-acts"><A href="/taskbook/indicators/new" attr:class="button">{new::NEW_INDICATOR}</A></p>
                <Ways of=indicators_of />
            </details>
            <details class="card section no-print" id="edit-submissions">
                <summary><b>{definitions::SUBMISSIONS}</b></summary>
                <p class="page-acts"><A href="/taskbook/submissions/new" attr:class="button">{new::NEW_SUBMISSION}</A></p>
                <Ways of=submissions />
            </details>
            <details class="card section no-print" id="edit-schemes">
                <summary><b>{definitions::SCHEMES}</b></summary>
                <p class="page-acts"><A href="/taskbook/schemes/new" attr:class="button">{new::NEW_SCHEME}</A></p>
                <Ways of=schemes />
            </details>
            <details class="card section no-print" id="edit-rewards">
                <summary><b>{definitions::REWARDS}</b></summary>
                <p class="page-acts"><A href="/taskbook/rewards/new" attr:class="button">{new::NEW_REWARD}</A></p>
                <Ways of=rewards />
            </details>
        </Show>
    }
}

/// Links to what the taskbook has of a kind; what is withdrawn stands below, folded.
#[component]
fn Ways(of: fn(&Ledger) -> Vec<Way>) -> impl IntoView {
    let book = expect_context::<Book>();
    let all = Memo::new(move |_| book.read(of).into_iter().partition::<Vec<Way>, _>(|(.., retired)| !retired));
    let line =
        |(to, name, about, _): Way| view! { <li><A href=to>{name}</A>" "<span class="quiet">{about}</span></li> };
    view! {
        <ul class="definition-ways">{move || all.get().0.into_iter().map(line).collect_view()}</ul>
        <Show when=move || all.with(|(_, retired)| !retired.is_empty())>
            <details class="definition-withdrawn"><summary>{move || withdrawn::fold(all.with(|(_, retired)| retired.len()))}</summary>
                <ul class="definition-ways">{move || all.get().1.into_iter().map(line).collect_view()}</ul>
            </details>
        </Show>
    }
}
