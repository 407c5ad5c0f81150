//! Small marks: a state, a last day, whether something has arrived. Each says it in words too.

use std::sync::Arc;

use leptos::prelude::*;
use taizhang_ledger::{ItemKey, SOON, State, Summary};

use super::{Icon, Shape};
use crate::{
    state::{Book, Today},
    text::{self, ui::sync as words},
};

/// The state of an item.
#[component]
pub fn StateBadge(
    /// The state.
    state: State,
) -> impl IntoView {
    let tone = match state {
        State::Returned => "danger",
        State::Issued | State::Reopened => "new",
        State::Acknowledged | State::InProgress => "open",
        State::Submitted | State::TownshipVerified | State::CountyVerified => "wait",
        State::Closed => "done",
        State::Draft | State::Suspended | State::Cancelled => "aside",
    };
    view! { <span class=format!("badge badge-{tone}")>{text::state(state)}</span> }
}

/// The last day of an item, and how near it is.
#[component]
pub fn DueBadge(
    /// The item.
    item: Arc<Summary>,
) -> impl IntoView {
    let today = expect_context::<Today>();
    let due = text::date(item.due);
    let late = item.late;
    move || {
        let day = today.date.get();
        let days = item.days_left(day);
        if !item.state.is_open() {
            let word = if item.state == State::Closed { text::ui::item::CLOSED_LATE } else { text::ui::item::LATE };
            let mark = late.then(|| view! { <span class="badge badge-late">{word}</span> });
            return view! { <span class="due">{due.clone()}{mark}</span> }.into_any();
        }
        // Red, yellow, green; each with a shape of its own.
        let (tone, shape) = match days {
            ..0 => ("due due-over", Shape::Warning),
            0..SOON => ("due due-soon", Shape::Clock),
            _ => ("due due-calm", Shape::Tick),
        };
        let left = text::days_left(days);
        view! {
            <span class=tone>
                <Icon shape />
                {format!("{due} · {left}")}
            </span>
        }
        .into_any()
    }
}

/// 没有存上, 已存本机 or 已送达: how safe what this device wrote to an item is.
#[component]
pub fn StoredMark(
    /// The item.
    item: ItemKey,
    /// Whether it says so too when the hub has given its receipt.
    #[prop(default = true)]
    when_delivered: bool,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let state = Memo::new(move |_| (book.is_unsaved(&item), book.delivered(&item)));
    move || {
        let (class, shape, said) = match state.get() {
            (true, _) => ("stored stored-not", Shape::Warning, words::NOT_STORED),
            (_, false) => ("stored stored-here", Shape::Device, words::STORED),
            (_, true) if when_delivered => ("stored stored-there", Shape::Tick, words::DELIVERED),
            (_, true) => return None,
        };
        Some(view! { <span class=class><Icon shape />{said}</span> })
    }
}
