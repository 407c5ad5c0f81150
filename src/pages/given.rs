//! 已下达: the tasks that were given to branches. 签收情况: one of them, branch by branch; those that lag are reminded.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_params_map, use_query_map},
};
use taizhang_ledger::{ItemKey, State, Summary, TaskId};

use crate::{
    platform::page,
    state::{Book, Given, GivenOrder, Today},
    text::{self, ui::day as words},
    widgets::{ChaseButtons, GivenList, GivenTable, Icon, Shape},
};

/// The page of all tasks that were given to branches.
#[component]
pub fn GivenTasks() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let given = Memo::new(move |_| book.projection.given(today.date.get()));
    view! {
        <h1 class="page-title">{words::GIVEN}<small>{move || words::tasks(given.with(Vec::len))}</small></h1>
        <Show when=move || !given.with(Vec::is_empty) fallback=|| view! { <p class="card empty">{words::NONE_GIVEN}</p> }>
            <GivenList given=given.into() />
        </Show>
    }
}

/// The page of one task.
#[component]
pub fn GivenPage() -> impl IntoView {
    let params = use_params_map();
    let task = Memo::new(move |_| params.with(|params| params.get("task")?.parse::<TaskId>().ok()));
    move || match task.get() {
        Some(task) => view! { <OneTask task /> }.into_any(),
        None => view! { <p class="card empty">{text::ui::item::UNKNOWN}</p> }.into_any(),
    }
}

#[component]
fn OneTask(task: TaskId) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let query = use_query_map();
    let order = Memo::new(move |_| {
        query.with(|query| query.get("order").and_then(|word| GivenOrder::from_word(&word))).unwrap_or_default()
    });
    let items = Memo::new(move |_| {
        let day = today.date.get();
        let mut items = book.projection.of_task(task, day);
        order.get().sort(&mut items, day);
        items
    });
    let given = Memo::new(move |_| items.with(|items| Given::of(items, today.date.get())));
    let these = move |holds: fn(&Summary, chrono::NaiveDate) -> bool| {
        Signal::derive(move || {
            let day = today.date.get();
            items.with(|items| keys(items, |item| holds(item, day)))
        })
    };
    let unsigned = these(|item, _| item.state == State::Issued);
    let overdue = these(Summary::overdue);
    view! {
        <div class="sheet-page">
        {move || given.get().map(|given| view! {
            <h1 class="page-title">{given.title.clone()}</h1>
            <p class="given-sums">{words::sums(&given)}</p>
        })}
        <Show when=move || given.with(Option::is_some)
            fallback=|| view! { <p class="card empty">{text::ui::item::UNKNOWN}</p> }>
            <ChaseButtons unsigned overdue />
            <Choices task order />
            <GivenTable items />
            <p class="more no-print"><A href="/given">{words::ALL_GIVEN}</A></p>
        </Show>
        </div>
    }
}

fn keys(items: &[Arc<Summary>], holds: impl Fn(&Summary) -> bool) -> Vec<ItemKey> {
    items.iter().filter(|item| holds(item)).map(|item| item.key.clone()).collect()
}

/// In which order; and to paper.
#[component]
fn Choices(task: TaskId, order: Memo<GivenOrder>) -> impl IntoView {
    let navigate = use_navigate();
    let set = move |event| {
        let word = event_target_value(&event);
        let query = if word.is_empty() { String::new() } else { format!("?order={word}") };
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("/given/{task}{query}"), options);
    };
    view! {
        <div class="filters">
            <div class="selects">
                <label>
                    <span class="unseen">{text::ui::board::ORDER}</span>
                    <select id="given-order" on:change=set>
                        {GivenOrder::ALL.map(|one| view! {
                            <option value=one.word() selected=move || order.get() == one>{words::order(one)}</option>
                        }).collect_view()}
                    </select>
                </label>
                <button type="button" class="button" id="given-print" on:click=move |_| page::print()>
                    <Icon shape=Shape::Print />{text::ui::board::PRINT}
                </button>
            </div>
        </div>
    }
}
