//! 今日 of those above the branches: what waits for a verdict, what lags. A village's tablet needs none of it.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{State, Tier};

use super::today::{Nothing, SECTION, Section, section};
use crate::{
    state::{Book, Session, Today},
    text::ui::{day, today as words},
    widgets::{GivenList, Icon, Shape},
};

/// The sections.
#[component]
pub fn Desk() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let counts = Memo::new(move |_| book.projection.counts(None, today.date.get()));
    let session = expect_context::<Session>();
    let tier = session.tier();
    let verdicts = section(book, today, move |item, _| match tier {
        Tier::County => matches!(item.state, State::TownshipVerified | State::CountyVerified),
        _ => matches!(item.state, State::Submitted | State::CountyVerified),
    });
    let extensions = section(book, today, |item, _| item.extension_asked);
    let trouble = section(book, today, |item, _| item.conflict || item.contested || item.changed);
    let overdue = section(book, today, taizhang_ledger::Summary::overdue);
    let nothing = move || verdicts.with(Vec::is_empty) && counts.with(|c| c.overdue + c.extensions + c.conflicts == 0);
    view! {
        <Show when=move || !verdicts.with(Vec::is_empty)>
            <p class="today-inbox"><A href="/inbox" attr:class="button-main"><Icon shape=Shape::Inbox />{day::TO_INBOX}</A></p>
        </Show>
        <Section name=words::VERDICTS_SECTION items=verdicts with_branch=true />
        <Section name=words::EXTENSIONS_SECTION items=extensions with_branch=true />
        <Section name=words::CONFLICTS items=trouble with_branch=true />
        <GivenOut />
        <Section name=words::OVERDUE_BRANCHES items=overdue with_branch=true />
        <Show when=nothing><Nothing counts /></Show>
    }
}

/// 已下达: the tasks for which a branch has not signed, or is late.
#[component]
fn GivenOut() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let given = Memo::new(move |_| book.projection.given(today.date.get()));
    let lagging =
        Memo::new(move |_| given.with(|all| all.iter().filter(|one| one.lags()).cloned().collect::<Vec<_>>()));
    let first = Signal::derive(move || lagging.with(|all| all.iter().take(SECTION).cloned().collect::<Vec<_>>()));
    view! {
        <Show when=move || !given.with(Vec::is_empty)>
            <section class="section">
                <h2>{day::GIVEN_SECTION}" "<span class="count">{move || lagging.with(Vec::len)}</span></h2>
                <GivenList given=first />
                <p class="more"><A href="/given">{day::ALL_GIVEN}</A></p>
            </section>
        </Show>
    }
}
