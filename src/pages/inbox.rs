//! 待办核验: what waits for this post's decision, worked through one after another, by keyboard or by touch. Nothing is
//! decided here but beside the words of what was asked and what was done.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use taizhang_ledger::{CaseMatter, CaseView, ItemKey, Matter, Summary};

use super::{
    points::{ScoresWaiting, scores_waiting},
    verdict::Verdict,
};
use crate::{
    platform::{keyboard, lifecycle},
    state::{Book, Session, Today, cases_waiting, step_from},
    text::{self, ui::day as words},
    widgets::{DueBadge, Icon, PageKeys, Shape},
};

/// The row of the item that is looked at.
const OPENED: &str = ".inbox-rows a[aria-current]";

/// The page.
#[component]
pub fn InboxPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let tier = expect_context::<Session>().tier();
    let items = Memo::new(move |_| book.projection.inbox(tier, today.date.get()));
    let scores = scores_waiting();
    let cases = Memo::new(move |_| cases_waiting(book, tier));
    let number = move || items.with(Vec::len) + cases.with(Vec::len);
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get("at").and_then(|at| key_of(&at))));
    let navigate = use_navigate();
    let open = Callback::new(move |key: Option<ItemKey>| {
        // An item is read from its head; back in the list one is where one was.
        let options = NavigateOptions { replace: true, scroll: key.is_some(), ..NavigateOptions::default() };
        let row = match (&key, chosen.get_untracked()) {
            (None, Some(left)) => format!(".inbox-rows a[href='{}']", address(&left)),
            _ => OPENED.to_owned(),
        };
        navigate(&key.as_ref().map_or_else(|| "/inbox".to_owned(), address), options);
        // The row is drawn as the chosen one before it gets the focus.
        lifecycle::after(0, move || {
            keyboard::focus(&row);
        });
    });
    expect_context::<PageKeys>().while_here(move |name| match (name, chosen.get_untracked()) {
        ("j" | "k", Some(key)) => {
            let next = items.with_untracked(|items| step_from(items, &key, name == "j"));
            open.run(next.or(Some(key)));
            true
        }
        ("Escape", Some(_)) => {
            open.run(None);
            true
        }
        // The buttons stand only beside an item that is looked at.
        ("a", Some(_)) => keyboard::press("#verdict-pass"),
        ("r", Some(_)) => keyboard::press("#verdict-refuse"),
        _ => false,
    });
    let rows = move || items.with(|items| items.iter().map(|item| item.key.clone()).collect::<Vec<_>>());
    view! {
        <h1 class="page-title">
            {words::INBOX_TITLE}
            <small>{move || words::waiting(number())}</small>
        </h1>
        <Show when=move || !cases.with(Vec::is_empty) && chosen.get().is_none()>
            <ul class="rows" id="inbox-cases" aria-label=text::cases::TITLE>
                {move || cases.get().into_iter().map(|case| view! { <CaseRow case /> }).collect_view()}
            </ul>
        </Show>
        <Show when=move || number() == 0 && scores.with(Vec::is_empty) && chosen.get().is_none()>
            <section class="card empty"><Icon shape=Shape::Tick /><p>{words::INBOX_EMPTY}</p></section>
        </Show>
        <div class="inbox" class:inbox-open=move || chosen.get().is_some()>
            <ul class="rows inbox-rows" aria-label=words::INBOX_TITLE>
                <For each=rows key=Clone::clone let:key>
                    <Row key chosen />
                </For>
            </ul>
            <div class="inbox-detail">
                {move || match chosen.get() {
                    Some(key) => view! { <Verdict key items open /> }.into_any(),
                    None => view! {
                        <Show when=move || !items.with(Vec::is_empty)>
                            <p class="card empty inbox-hint">{words::INBOX_HINT}</p>
                        </Show>
                    }
                    .into_any(),
                }}
            </div>
        </div>
        <Show when=move || chosen.get().is_none()><ScoresWaiting all=scores /></Show>
    }
}

/// A case that waits; it is decided on its own page.
#[component]
fn CaseRow(case: CaseView) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let tier = expect_context::<Session>().tier();
    let branch = book.read_untracked(|ledger| ledger.orgs().name(&case.branch).to_owned());
    let since = case.waiting_since();
    let days = move || words::waited(text::days_since(since, today.now.get()));
    let matter = case.matter_for(tier);
    let grave = matches!(matter, Some(CaseMatter::Contested | CaseMatter::Changed));
    let tone = if grave { "badge badge-danger" } else { "badge badge-wait" };
    view! {
        <li>
            <a href=format!("/cases/{}", case.id) class="row">
                <span class="row-head">
                    <span class="row-title">{text::cases::TITLE}</span>
                    {matter.map(|matter| view! { <span class=tone>{text::cases::matter(matter)}</span> })}
                </span>
                <span class="row-foot">
                    <span class="row-branch">{branch}</span>
                    <span class="inbox-days"><Icon shape=Shape::Clock />{days}</span>
                </span>
            </a>
        </li>
    }
}

fn key_of(at: &str) -> Option<ItemKey> {
    let (branch, task) = at.split_once('/')?;
    Some(ItemKey { branch: branch.parse().ok()?, task: task.parse().ok()? })
}

fn address(key: &ItemKey) -> String {
    format!("/inbox?at={}/{}", key.branch, key.task)
}

#[component]
fn Row(key: ItemKey, chosen: Memo<Option<ItemKey>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let to = address(&key);
    let item = {
        let key = key.clone();
        Memo::new(move |_| book.projection.get(&key))
    };
    let current = move || chosen.with(|chosen| chosen.as_ref() == Some(&key)).then_some("true");
    view! {
        <li>
            <a href=to class="row" aria-current=current>
                {move || item.get().map(|item| view! { <RowContent item /> })}
            </a>
        </li>
    }
}

#[component]
fn RowContent(item: Arc<Summary>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let tier = expect_context::<Session>().tier();
    let branch = book.read_untracked(|ledger| ledger.orgs().name(&item.key.branch).to_owned());
    let since = item.waiting_since;
    let days = move || since.map(|since| words::waited(text::days_since(since, today.now.get())));
    let matter = item.matter_for(tier);
    let tone = if matter == Some(Matter::Contested) { "badge badge-danger" } else { "badge badge-wait" };
    view! {
        <span class="row-head">
            <span class="row-title">{item.title.clone()}</span>
            {matter.map(|matter| view! { <span class=tone>{words::matter(matter, item.state)}</span> })}
        </span>
        <span class="row-foot">
            <span class="row-branch">{branch}</span>
            <span class="inbox-days"><Icon shape=Shape::Clock />{days}</span>
            <DueBadge item=Arc::clone(&item) />
        </span>
    }
}
