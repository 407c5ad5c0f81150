//! One inspection: what was seen, and what has become of each problem. Prints as the sheet that is left at the branch.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use taizhang_ledger::{InspectionId, record::Inspection};

use crate::{
    platform::page,
    state::{Book, Today},
    text::{self, inspections as words},
    widgets::{Icon, ItemList, Shape},
};

/// The page.
#[component]
pub fn InspectionPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let params = use_params_map();
    let inspection = Memo::new(move |_| {
        let id = params.with(|params| params.get("inspection")?.parse::<InspectionId>().ok())?;
        book.read(|ledger| ledger.inspection(id).cloned())
    });
    move || match inspection.get() {
        Some(inspection) => view! { <One inspection /> }.into_any(),
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
    }
}

#[component]
fn One(inspection: Inspection) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let name = |org: &taizhang_ledger::OrgId| book.read_untracked(|ledger| ledger.orgs().name(org).to_owned());
    let (branch, by) = (name(&inspection.branch), name(&inspection.author.org));
    let person = format!("{}（{}）", inspection.author.person, text::role(inspection.author.role));
    let (day, way, seen) = (inspection.day, inspection.way, inspection.seen.clone());
    let items = Signal::derive(move || {
        let keys = book.read(|ledger| ledger.follow_ups(&inspection));
        book.projection.those(today.date.get(), |item| keys.contains(&item.key))
    });
    let none = Memo::new(move |_| items.with(Vec::is_empty));
    view! {
        <article class="inspection">
            <h1 class="page-title">{branch}" "<small>{words::SHEET}</small></h1>
            <section class="card">
                <dl class="facts">
                    <dt>{words::DAY}</dt><dd>{text::date(day)}" "<span class="badge badge-open">{words::way(way)}</span></dd>
                    <dt>{words::BY}</dt><dd>{by}</dd>
                    <dt>{words::INSPECTOR}</dt><dd>{person}</dd>
                    <dt>{words::SEEN}</dt><dd>{seen}</dd>
                </dl>
            </section>
            <section class="section" id="follow-ups">
                <h2>{words::FOLLOW_UPS}</h2>
                <Show when=move || !none.get() fallback=|| view! { <p class="card empty">{words::ALL_WELL}</p> }>
                    <ItemList items with_branch=false />
                </Show>
            </section>
            <p class="page-acts no-print">
                <button type="button" class="button-quiet" on:click=|_| page::print()>
                    <Icon shape=Shape::Print />{words::PRINT}
                </button>
            </p>
        </article>
    }
}
