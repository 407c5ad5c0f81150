//! 督查: inspections at hand, one of them, and the form for a new one.

mod form;
mod one;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{State, Tier, record::Inspection};

pub use self::{form::NewInspectionPage, one::InspectionPage};
use crate::{
    state::{Book, Session},
    text::{self, inspections as words},
    widgets::{Icon, Shape},
};

/// How many problems an inspection found, and how many of them are struck off.
pub(super) fn found(book: Book, inspection: &Inspection) -> (usize, usize) {
    let items = book.read(|ledger| ledger.follow_ups(inspection));
    let closed = items.iter().filter_map(|key| book.projection.get(key)).filter(|item| item.state == State::Closed);
    (items.len(), closed.count())
}

/// The inspections at hand, the latest first.
pub(super) fn all(book: Book) -> Vec<Inspection> {
    book.read(|ledger| ledger.inspections().into_iter().cloned().collect())
}

/// The page.
#[component]
pub fn InspectionsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let branch = expect_context::<Session>().tier() == Tier::Branch;
    let past = book.read_untracked(|ledger| ledger.past().is_some());
    let inspections = Memo::new(move |_| all(book));
    view! {
        <h1 class="page-title">{if branch { words::TITLE_BRANCH } else { words::TITLE }}</h1>
        {(!branch && !past).then(|| view! {
            <p class="page-acts">
                <A href="/inspections/new" attr:class="button" attr:id="inspect"><Icon shape=Shape::Add />{words::ADD}</A>
            </p>
        })}
        <ul class="rows" id="inspections">
            <For each=move || inspections.get() key=|one| one.id let:one><Row inspection=one /></For>
        </ul>
        <Show when=move || inspections.with(Vec::is_empty)><p class="card empty">{words::NONE}</p></Show>
    }
}

#[component]
fn Row(inspection: Inspection) -> impl IntoView {
    let book = expect_context::<Book>();
    let name = |org: &taizhang_ledger::OrgId| book.read_untracked(|ledger| ledger.orgs().name(org).to_owned());
    let (branch, by) = (name(&inspection.branch), name(&inspection.author.org));
    let (to, day, way) = (format!("/inspections/{}", inspection.id), inspection.day, inspection.way);
    let seen = inspection.seen.clone();
    let found = move || {
        let (all, closed) = found(book, &inspection);
        let class = if all == closed { "badge badge-done" } else { "badge badge-wait" };
        view! { <span class=class>{words::found(all, closed)}</span> }
    };
    view! {
        <li>
            <A href=to attr:class="row">
                <span class="row-head"><span class="row-title">{branch}</span>{found}</span>
                <span class="quiet inspection-seen">{seen}</span>
                <span class="row-foot">
                    <span>{text::date(day)}</span>
                    <span class="badge badge-open">{words::way(way)}</span>
                    <span>{by}</span>
                </span>
            </A>
        </li>
    }
}
