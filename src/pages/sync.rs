//! 同步: what is only here and what has arrived, per record and in all; the last receipt; what the hub refused.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{DocKind, Timestamp};

use crate::{
    state::{Book, Connection, Link, Outstanding, PATIENCE, Standing as FileStanding, Today, Uploads},
    text::{self, ui::sync as words},
    widgets::{Icon, Shape, StoredMark, address},
};

/// The page.
#[component]
pub fn SyncPage() -> impl IntoView {
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <Standing />
        <OnlyHere />
        <RefusedByHub />
        <Documents />
    }
}

#[component]
fn Standing() -> impl IntoView {
    let book = expect_context::<Book>();
    let connection = expect_context::<Connection>();
    let today = expect_context::<Today>();
    let uploads = expect_context::<Uploads>();
    let state = Memo::new(move |_| (connection.link.get(), Outstanding::now(book, &uploads)));
    let shape = move || match state.get() {
        (_, Outstanding { unsaved: 1.., .. }) | (Link::Stopped, _) => Shape::Warning,
        (Link::InSync, out) if out.is_none() => Shape::Tick,
        (Link::Offline | Link::Connecting, _) => Shape::Offline,
        _ => Shape::Sync,
    };
    let oldest = move || book.oldest_unsent().map(|oldest| (oldest, text::days_since(oldest, today.now.get())));
    let waited = move || {
        oldest().map(|(at, days)| {
            if days > PATIENCE {
                let said = words::waited_long(&text::date_time(at), days);
                return view! { <p id="waited" class="notice notice-danger" role="status">{said}</p> }.into_any();
            }
            view! { <p id="waited">{words::waited(days)}</p> }.into_any()
        })
    };
    let missing =
        move || uploads.pending.with(|all| all.values().filter(|standing| **standing == FileStanding::Missing).count());
    let done = move || state.with(|(link, out)| *link == Link::InSync && out.is_none());
    let receipt = move || {
        book.latest_receipt().map(|receipt| {
            let at = Timestamp(i64::try_from(receipt.time_ms).unwrap_or_default());
            words::receipt(&text::date_time(at), &text::since(at, today.now.get()))
        })
    };
    view! {
        <section class="card standing">
            <p class="standing-icon" class:standing-done=done>{move || view! { <Icon shape=shape() /> }}</p>
            <div>
                <p class="standing-title" id="sync-title">{move || state.with(|(link, out)| words::title(*link, *out))}</p>
                <p>{move || state.with(|(link, out)| words::explained(*link, *out))}</p>
                {waited}
                {move || (missing() > 0).then(|| view! { <p class="refused">{words::missing_files(missing())}</p> })}
                {move || connection.stopped.get().map(|why| view! { <p class="refused">{text::closed(why)}</p> })}
                {move || connection.problem.get().map(|why| view! { <p class="refused">{why}</p> })}
                <p class="quiet" id="last-receipt">
                    {move || receipt().unwrap_or_else(|| if done() { words::NOTHING_WRITTEN } else { words::NO_RECEIPT }.to_owned())}
                </p>
                <p class="quiet">{words::RECEIPT_EXPLAINED}</p>
            </div>
            <button type="button" class="button-main" on:click=move |_| connection.sync_now()>
                <Icon shape=Shape::Sync />{words::NOW}
            </button>
        </section>
    }
}

#[component]
fn OnlyHere() -> impl IntoView {
    let book = expect_context::<Book>();
    let lines = move || {
        let mut keys: Vec<_> = book.unsent.with(|all| all.values().flat_map(|one| one.items.iter().cloned()).collect());
        keys.sort();
        keys.dedup();
        keys.into_iter()
            .map(|key| {
                let summary = book.projection.get(&key);
                let branch = book.read(|ledger| ledger.orgs().name(&key.branch).to_owned());
                let title = summary.map_or_else(|| words::UNKNOWN_ITEM.to_owned(), |item| item.title.clone());
                view! {
                    <li>
                        <A href=address(&key) attr:class="row">
                            <span class="row-head">
                                <span class="row-title">{title}</span>
                                <StoredMark item=key />
                            </span>
                            <span class="row-foot"><span>{branch}</span></span>
                        </A>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || { book.unsent_changes() > 0 }>
            <section class="section">
                <h2>{words::ONLY_HERE}" "<span class="count">{move || book.unsent_changes()}</span></h2>
                <Show when=move || book.unsaved.get() == 0>
                    <p class="quiet">{words::ONLY_HERE_EXPLAINED}</p>
                </Show>
                <ul class="rows">{lines}</ul>
            </section>
        </Show>
    }
}

#[component]
fn RefusedByHub() -> impl IntoView {
    let connection = expect_context::<Connection>();
    let book = expect_context::<Book>();
    let lines = move || {
        connection
            .refused
            .get()
            .into_iter()
            .map(|one| {
                let name = one.doc.parse().map_or_else(|_| one.doc.clone(), |doc| document_name(book, &doc));
                view! { <li class="refused-line"><strong>{name}</strong>" "{text::hub_refusal(one.reason)}</li> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !connection.refused.with(Vec::is_empty)>
            <section class="card">
                <h2><Icon shape=Shape::Warning />{words::REFUSED}</h2>
                <ul>{lines}</ul>
            </section>
        </Show>
    }
}

fn document_name(book: Book, doc: &taizhang_ledger::DocId) -> String {
    let kind = words::document(doc.kind());
    let owner = doc.owner().map(|org| book.read(|ledger| ledger.orgs().name(org).to_owned()));
    match owner {
        Some(owner) => format!("{owner} · {kind}"),
        None => kind.to_owned(),
    }
}

/// Every document with what has arrived and what has not.
#[component]
fn Documents() -> impl IntoView {
    let book = expect_context::<Book>();
    let documents = move || {
        let all: Vec<_> = book.read(|ledger| ledger.documents().cloned().collect());
        all.into_iter()
            .filter(|doc| doc.kind() != DocKind::Taskbook)
            .map(|doc| {
                let name = document_name(book, &doc);
                let unsent = book.unsent.with(|all| all.get(&doc).map_or(0, |one| one.changes));
                let receipt = book
                    .receipt(&doc)
                    .map(|receipt| text::date_time(Timestamp(i64::try_from(receipt.time_ms).unwrap_or_default())));
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td class:board-wait=move || { unsent > 0 }>{unsent}</td>
                        <td>{receipt.unwrap_or_else(|| words::NONE_WRITTEN.to_owned())}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <details class="card">
            <summary>{words::DOCUMENTS}</summary>
            <div class="table-scroll">
                <table class="board">
                    <thead>
                        <tr>
                            <th scope="col">{words::DOCUMENT}</th>
                            <th scope="col">{words::UNSENT}</th>
                            <th scope="col">{words::RECEIPT}</th>
                        </tr>
                    </thead>
                    <tbody>{documents}</tbody>
                </table>
            </div>
        </details>
    }
}
