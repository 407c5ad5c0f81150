//! What stands around every page: the head with the state of sync, the way to the other pages, the messages.

use leptos::prelude::*;
use leptos_router::{
    components::{A, Route, Router, Routes},
    path,
};
use taizhang_ledger::{Role, Tier};

use super::{
    cases::has_page,
    later::{Figures, Items, Registers, Setup, Taskbook, Work, later},
    today::TodayPage,
};
use crate::{
    state::{Book, Past, Session, Today, cases_waiting},
    text::{
        cases, history,
        history::MORE,
        inspections,
        ui::{day, nav},
    },
    widgets::{Icon, Keys, Shape, SyncPill, ToastList, UpdateBanner},
};

/// The app of an enrolled device.
#[component]
pub fn Shell() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let identity = session.identity();
    let (org, fallback) = (identity.org, identity.org_name);
    let name = Memo::new(move |_| {
        book.read(|ledger| ledger.orgs().get(&org).map_or_else(|| fallback.clone(), |org| org.name.clone()))
    });
    let leader = session.author().role == Role::LinkedLeader;
    let above_branch = session.tier() != Tier::Branch && !leader;
    let past = expect_context::<Past>();
    let tier = session.tier();
    let has_cases = Memo::new(move |_| has_page(book, tier));
    view! {
        <Router>
            <a class="skip" href="#main">{nav::SKIP}</a>
            <header class="head">
                <A href="/" attr:class="head-name">
                    <span class="head-mark">{nav::MARK}</span>
                    <span class="head-org">{name}</span>
                </A>
                <SyncPill />
            </header>
            <nav class="nav" class:nav-many=above_branch aria-label=nav::LABEL>
                <A href="/" exact=true><Icon shape=Shape::Today /><span>{nav::TODAY}</span></A>
                {(!leader).then(|| view! { <A href="/tasks"><Icon shape=Shape::Ledger /><span>{nav::LEDGER}</span></A> })}
                <Show when=move || has_cases.get() && !leader>
                    <A href="/cases"><Icon shape=Shape::Case /><span>{cases::NAV}</span></A>
                </Show>
                {if above_branch {
                    view! {
                        <A href="/inbox"><Icon shape=Shape::Inbox /><span>{nav::INBOX}</span><Waiting /></A>
                        <A href="/new"><Icon shape=Shape::Add /><span>{nav::NEW}</span></A>
                        {REST.iter().map(rest).collect_view()}
                        <A href="/more" attr:class="nav-more"><Icon shape=Shape::More /><span>{MORE}</span></A>
                    }
                    .into_any()
                } else {
                    view! {
                        {(!leader).then(|| view! { <A href="/new"><Icon shape=Shape::Add /><span>{nav::NEW}</span></A> })}
                        <A href="/sync"><Icon shape=Shape::Sync /><span>{nav::SYNC}</span></A>
                        <A href="/settings"><Icon shape=Shape::Settings /><span>{nav::SETTINGS}</span></A>
                    }
                    .into_any()
                }}
            </nav>
            <main id="main" class="main" tabindex="-1">
                <UpdateBanner />
                {move || match past.day.get() {
                    None => pages(),
                    Some(_) => later(Setup::InThePast),
                }}
            </main>
            <ToastList />
            <Keys />
        </Router>
    }
}

/// The pages for which the menu of a phone has no room.
pub(super) const REST: [(&str, Shape, &str); 6] = [
    ("/inspections", Shape::Search, inspections::NAV),
    ("/branches", Shape::Branches, nav::BRANCHES),
    ("/board", Shape::Board, nav::BOARD),
    ("/past", Shape::Clock, history::NAV),
    ("/sync", Shape::Sync, nav::SYNC),
    ("/settings", Shape::Settings, nav::SETTINGS),
];

fn rest((href, shape, name): &'static (&str, Shape, &str)) -> impl IntoView {
    view! { <A href=*href attr:class="nav-rest"><Icon shape=*shape /><span>{*name}</span></A> }
}

/// Whatever the address asks for.
pub(super) fn pages() -> AnyView {
    view! {
        <Routes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=TodayPage />
            <Route path=path!("/tasks") view=|| later(Items::Ledger) />
            <Route path=path!("/tasks/:branch/:task") view=|| later(Items::One) />
            <Route path=path!("/inbox") view=|| later(Work::Inbox) />
            <Route path=path!("/given") view=|| later(Work::GivenTasks) />
            <Route path=path!("/given/:task") view=|| later(Work::Given) />
            <Route path=path!("/branches") view=|| later(Work::Branches) />
            <Route path=path!("/board") view=|| later(Work::Board) />
            <Route path=path!("/cases") view=|| later(Work::Cases) />
            <Route path=path!("/cases/:case") view=|| later(Work::Case) />
            <Route path=path!("/findings") view=|| later(Work::Findings) />
            <Route path=path!("/inspections") view=|| later(Work::Inspections) />
            <Route path=path!("/inspections/new") view=|| later(Work::NewInspection) />
            <Route path=path!("/inspections/:inspection") view=|| later(Work::Inspection) />
            <Route path=path!("/new") view=|| later(Work::NewTask) />
            <Route path=path!("/registers") view=|| later(Registers::All) />
            <Route path=path!("/registers/:register") view=|| later(Registers::One) />
            <Route path=path!("/registers/:register/new") view=|| later(Registers::NewRow) />
            <Route path=path!("/registers/:register/import") view=|| later(Registers::Import) />
            <Route path=path!("/registers/:register/:org/:row") view=|| later(Registers::Row) />
            <Route path=path!("/indicators") view=|| later(Figures::All) />
            <Route path=path!("/indicators/:indicator") view=|| later(Figures::One) />
            <Route path=path!("/points") view=|| later(Figures::Points) />
            <Route path=path!("/points/:scheme") view=|| later(Figures::Scheme) />
            <Route path=path!("/rewards/:reward") view=|| later(Figures::Reward) />
            <Route path=path!("/burden") view=|| later(Figures::Burden) />
            <Route path=path!("/reports") view=|| later(Figures::Reports) />
            <Route path=path!("/responsibilities") view=|| later(Figures::Responsibilities) />
            <Route path=path!("/guides") view=|| later(Figures::Guides) />
            <Route path=path!("/suggestions") view=|| later(Figures::Suggestions) />
            <Route path=path!("/submissions") view=|| later(Figures::Submissions) />
            <Route path=path!("/taskbook") view=|| later(Taskbook::All) />
            <Route path=path!("/taskbook/registers/:id") view=|| later(Taskbook::Register) />
            <Route path=path!("/taskbook/:kind/:id") view=|| later(Taskbook::Plain) />
            <Route path=path!("/chain") view=|| later(Setup::Chain) />
            <Route path=path!("/past") view=|| later(Setup::Past) />
            <Route path=path!("/more") view=|| later(Setup::More) />
            <Route path=path!("/sync") view=|| later(Items::Sync) />
            <Route path=path!("/settings") view=|| later(Setup::Settings) />
            <Route path=path!("/devices") view=|| later(Setup::Devices) />
            // The link of this device's own enrolment, opened again.
            <Route path=path!("/enrol") view=TodayPage />
        </Routes>
    }
    .into_any()
}

/// How many items and cases wait for this post's decision.
#[component]
fn Waiting() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let tier = expect_context::<Session>().tier();
    let items = Memo::new(move |_| book.projection.inbox(tier, today.date.get()).len());
    let cases = Memo::new(move |_| cases_waiting(book, tier).len());
    let number = move || items.get() + cases.get();
    view! {
        <Show when=move || { number() > 0 }>
            <span class="nav-count">{number}<span class="unseen">{day::WAITING}</span></span>
        </Show>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <section class="card">
            <h1>{nav::NOT_FOUND}</h1>
            <p><A href="/">{nav::NOT_FOUND_NEXT}</A></p>
        </section>
    }
}
