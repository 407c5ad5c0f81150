//! One task at one branch: what is asked, how far it is, what was written, what can be done.

mod conflicts;
mod entry;
mod fields;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};
use taizhang_ledger::{Difference, Item, ItemKey, Tier};

use self::{
    conflicts::Conflicts,
    entry::{AddEntry, Kind},
    fields::Fields,
};
use super::guides::GuideLinks;
use crate::{
    platform::{keyboard, lifecycle},
    state::{Book, Session},
    text::{self, ui::item as words},
    widgets::{
        ActPanel, DueBadge, EditLines, History, Icon, Journal, OnBehalfNotice, PhotoForm, RemindPanel, Shape,
        StateBadge, StoredMark,
    },
};

/// The page.
#[component]
pub fn ItemPage() -> impl IntoView {
    let params = use_params_map();
    let key = Memo::new(move |_| {
        params.with(|params| {
            let branch = params.get("branch")?.parse().ok()?;
            let task = params.get("task")?.parse().ok()?;
            Some(ItemKey { branch, task })
        })
    });
    move || match key.get() {
        Some(key) => view! { <Opened key /> }.into_any(),
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
    }
}

#[component]
fn Opened(key: ItemKey) -> impl IntoView {
    let book = expect_context::<Book>();
    let item = {
        let key = key.clone();
        Memo::new(move |_| book.item(&key))
    };
    let known = Memo::new(move |_| item.with(Option::is_some));
    let code = Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.summary.code.clone())));
    let kind = RwSignal::new(Kind::Progress);
    provide_context(PhotoForm(Callback::new(move |()| {
        kind.set(Kind::Evidence);
        lifecycle::after(0, || {
            keyboard::focus("#entry-text");
        });
    })));
    move || {
        if !known.get() {
            return view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any();
        }
        let key = key.clone();
        let edited = key.clone();
        let edits = Callback::new(move |()| book.with_ledger(|ledger| ledger.edits(&edited)).unwrap_or_default());
        view! {
            <Head item key=key.clone() />
            <div class="item">
                <div class="item-work">
                    <Conflicts item key=key.clone() />
                    <ActPanel item=key.clone() />
                    <RemindPanel item=key.clone() />
                    <Requirement item />
                    {move || code.get().map(|item| view! { <GuideLinks item /> })}
                    <Fields item key=key.clone() />
                </div>
                <div class="item-log">
                    <section class="card">
                        <h2>{words::JOURNAL}</h2>
                        <OnBehalfNotice item=key.clone() />
                        <AddEntry key=key.clone() kind />
                        <Journal item />
                    </section>
                    <section class="card">
                        <h2>{words::HISTORY}</h2>
                        <History item />
                    </section>
                    <EditLines read=edits name=Callback::new(|field| text::field(field).to_owned()) />
                </div>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Head(item: Memo<Option<Item>>, key: ItemKey) -> impl IntoView {
    let book = expect_context::<Book>();
    let summary = Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.summary.clone())));
    let origin = Memo::new(move |_| item.with(|item| item.as_ref().and_then(|item| item.inspection)));
    let above_branch = expect_context::<Session>().tier() != Tier::Branch;
    move || {
        let summary = summary.get()?;
        let inspection = origin.get();
        let branch = book.read(|ledger| ledger.orgs().name(&summary.key.branch).to_owned());
        let issuer = book.read(|ledger| ledger.orgs().name(&summary.issuer).to_owned());
        let domain = book.read(|ledger| text::domain(ledger, summary.domain));
        let set_by = if issuer == branch { words::set_by_branch(&branch) } else { words::set_by(&issuer, &branch) };
        Some(view! {
            <header class="item-head">
                <h1 class="page-title">{summary.title.clone()}</h1>
                <p class="item-marks">
                    <StateBadge state=summary.state />
                    <DueBadge item=Arc::new(summary.clone()) />
                    <StoredMark item=key.clone() />
                </p>
                <p class="quiet">{format!("{} {} · {set_by}", summary.code, domain)}</p>
                {(above_branch && issuer != branch).then(|| view! {
                    <p class="no-print"><A href=format!("/given/{}", summary.key.task)>{text::ui::day::SEE_SIGNED}</A></p>
                })}
                {inspection.map(|id| view! {
                    <p><A href=format!("/inspections/{id}")>{text::inspections::ORIGIN}</A></p>
                })}
                {summary.returned_because.map(|why| view! {
                    <p class="notice notice-danger"><Icon shape=Shape::Warning /><span>{words::returned(&why)}</span></p>
                })}
                {summary.contested.then(|| view! {
                    <p class="notice notice-danger"><Icon shape=Shape::Warning /><span>{words::CONTESTED}</span></p>
                })}
                {summary.changed.then(|| view! { <Changed key=key.clone() /> })}
                {summary.extension_asked.then(|| view! {
                    <p class="notice"><Icon shape=Shape::Clock /><span>{words::EXTENSION_ASKED}</span></p>
                })}
            </header>
        })
    }
}

/// What has changed since the last verdict: whoever verifies sees the difference before looking again.
#[component]
pub fn Changed(
    /// The item.
    key: ItemKey,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let changes = Memo::new(move |_| book.read(|ledger| ledger.changed_since_verdict(&key)));
    let line = |change: Difference| {
        let said = match change {
            Difference::Field { field, before, now } => words::changed_field(text::field(field), &before, &now),
            Difference::Entry(entry) => words::changed_entry(&entry.author.person, &entry.text),
            Difference::Requirement => words::CHANGED_REQUIREMENT.to_owned(),
        };
        view! { <li>{said}</li> }
    };
    view! {
        <div class="notice notice-danger" id="changed">
            <Icon shape=Shape::Warning />
            <div>
                <p>{words::CHANGED}</p>
                <ul>{move || changes.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </div>
    }
}

#[component]
fn Requirement(item: Memo<Option<Item>>) -> impl IntoView {
    let lines = move || {
        let item = item.get()?;
        let target = item.target.map(|n| format!("{n}{}", item.unit.clone().unwrap_or_default()));
        Some(view! {
            <p class="requirement">{item.requirement}</p>
            <dl class="facts">
                <dt>{words::PROOF}</dt><dd>{text::evidence_rule(item.evidence)}</dd>
                {target.map(|target| view! { <dt>{words::TARGET}</dt><dd>{target}</dd> })}
                <dt>{words::SET_AT}</dt><dd>{text::date_time(item.set_at)}</dd>
            </dl>
        })
    };
    view! {
        <section class="card">
            <h2>{words::REQUIREMENT}</h2>
            {lines}
        </section>
    }
}
