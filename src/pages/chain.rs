//! 核对记录: looks over every change at hand and says whether it is whole and signed by whom it names.

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{DocId, seal::Session};

use crate::{
    state::{Book, Looked, look_over},
    text::{self, chain as words, ui::sync},
    widgets::{Icon, Shape},
};

/// Something that a person should look at.
#[derive(Clone)]
struct Doubt {
    forged: bool,
    doc: DocId,
    session: Session,
    changes: usize,
}

/// What was found in all documents.
#[derive(Clone)]
struct Found {
    documents: usize,
    changes: usize,
    whole: bool,
    doubts: Vec<Doubt>,
}

impl Found {
    fn of(all: Vec<Looked>) -> Self {
        let documents = all.len();
        let whole = all.iter().all(|looked| looked.examined.whole);
        let (mut changes, mut doubts) = (0, Vec::new());
        for Looked { examined, holds } in all {
            for (session, holds) in examined.sessions.into_iter().zip(holds) {
                let verdict = session.verdict(holds);
                changes += verdict.signed + verdict.unsigned;
                if verdict.unsigned > 0 {
                    let (doc, changes) = (examined.doc.clone(), verdict.unsigned);
                    doubts.push(Doubt { forged: verdict.forged, doc, session, changes });
                }
            }
        }
        doubts.sort_by_key(|doubt| (!doubt.forged, std::cmp::Reverse(doubt.session.times.last().copied())));
        Self { documents, changes, whole, doubts }
    }
}

/// The page.
#[component]
pub fn ChainPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let progress: RwSignal<Option<(usize, usize)>> = RwSignal::new(None);
    let found: RwSignal<Option<Found>> = RwSignal::new(None);
    let start = move |_| {
        progress.set(Some((0, 0)));
        let told = move |done, all| {
            progress.try_set(Some((done, all)));
        };
        spawn_local(async move {
            // The page may be gone before it is done.
            let all = look_over(book, told).await;
            found.try_set(Some(Found::of(all)));
            progress.try_set(None);
        });
    };
    let result = move || found.get().map(|found| view! { <Result found /> });
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <section class="card">
            <p>{words::EXPLAINED}</p>
            <button type="button" class="button-main" id="look-over" disabled=move || progress.get().is_some() on:click=start>
                {move || if found.with(Option::is_some) { words::AGAIN } else { words::START }}
            </button>
            <p class="quiet" role="status">
                {move || progress.get().map(|(done, all)| words::looking(done, all))}
            </p>
        </section>
        {result}
    }
}

#[component]
fn Result(found: Found) -> impl IntoView {
    let Found { documents, changes, whole, doubts } = found;
    let (whole_class, whole_shape, whole_said) = if whole {
        ("notice notice-done", Shape::Tick, words::WHOLE)
    } else {
        ("notice notice-danger", Shape::Warning, words::BROKEN)
    };
    let forged = doubts.iter().any(|doubt| doubt.forged);
    let unsigned = doubts.iter().any(|doubt| !doubt.forged);
    let none = doubts.is_empty();
    let lines = doubts.into_iter().map(|doubt| view! { <Line doubt /> }).collect_view();
    view! {
        <div id="looked">
            <p>{words::looked(documents, changes)}</p>
            <p class=whole_class><Icon shape=whole_shape /><span>{whole_said}</span></p>
            {none.then(|| view! { <p class="notice notice-done"><Icon shape=Shape::Tick /><span>{words::ALL_SIGNED}</span></p> })}
            {forged.then(|| view! { <p class="notice notice-danger"><Icon shape=Shape::Warning /><span>{words::FORGED_NEXT}</span></p> })}
            {unsigned.then(|| view! { <p class="notice"><Icon shape=Shape::Clock /><span>{words::UNSIGNED_NEXT}</span></p> })}
            {(!none).then(|| view! { <section class="card"><h2>{words::LIST}</h2><ol class="history doubts">{lines}</ol></section> })}
        </div>
    }
}

#[component]
fn Line(doubt: Doubt) -> impl IntoView {
    let book = expect_context::<Book>();
    let Doubt { forged, doc, session, changes } = doubt;
    let name = |org: Option<&taizhang_ledger::OrgId>| {
        org.map(|org| book.read_untracked(|ledger| ledger.orgs().name(org).to_owned())).unwrap_or_default()
    };
    let place = format!("{} {}", name(doc.owner()), sync::document(doc.kind()));
    let who = session.author.as_ref().map_or_else(
        || text::ui::item::UNKNOWN_AUTHOR.to_owned(),
        |author| format!("{}（{} {}）", author.person, name(Some(&author.org)), text::role(author.role)),
    );
    // Those that are not signed are the last ones.
    let times: Vec<_> = session.times.iter().rev().take(changes).copied().collect();
    let said = times.last().zip(times.first());
    let said = said.map(|(first, last)| words::between(&text::date_time(*first), &text::date_time(*last)));
    let (class, word) =
        if forged { ("badge badge-danger", words::FORGED) } else { ("badge badge-wait", words::UNSIGNED) };
    view! {
        <li class:forged=forged>
            <p><span class=class>{word}</span>" "<strong>{words::changes(changes)}</strong>" "{place}</p>
            <p class="quiet">{who}" · "{said}" · "{text::history::device(&session.device)}</p>
        </li>
    }
}
