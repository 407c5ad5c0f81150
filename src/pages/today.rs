//! 今日: what wants doing now, for a branch or for those above it.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use taizhang_ledger::{Role, State, Summary, Tier, record::Inspection};

use super::{
    cases::lights,
    inspection,
    later::{Page, Work, count_found, count_scores, later},
    submissions::waiting,
    suggestions::SuggestionsNotice,
};
use crate::{
    platform::lifecycle,
    state::{Book, Counts, Group, PATIENCE, Session, Span, Today},
    text::{self, cases, findings, inspections, submissions, ui::today as words},
    widgets::{Icon, ItemList, Reminders, Shape, Tile},
};

/// For how many days an inspection is shown.
const OF_LATE: u64 = 30;

/// How many items a section shows before it refers to the ledger.
pub(super) const SECTION: usize = 8;

/// How long nothing may have changed before findings are counted, in milliseconds.
const STILL: u32 = 600;

/// The page.
#[component]
pub fn TodayPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let book = expect_context::<Book>();
    let counts = Memo::new(move |_| book.projection.counts(None, today.date.get()));
    // A leader has no tasks of their own: their day is their cases.
    if session.author().role == Role::LinkedLeader {
        return view! { <Waiting />{later(Work::Cases)} }.into_any();
    }
    view! {
        <h1 class="page-title">
            {words::TITLE}
            <small>{move || text::date_and_weekday(today.date.get())}</small>
        </h1>
        <Waiting />
        <Cases />
        <Findings />
        <Submissions />
        <SuggestionsNotice />
        <Scores />
        <Tiles counts />
        {match session.tier() {
            Tier::Branch => view! { <Branch counts /> }.into_any(),
            Tier::Township | Tier::County => later(Page::Desk),
        }}
    }
    .into_any()
}

/// What the detectors found, as one line: how much for a branch, which is quick, and for those above it the way there.
#[component]
fn Findings() -> impl IntoView {
    let session = expect_context::<Session>();
    let number = RwSignal::new((session.tier() == Tier::Branch).then_some(0));
    if session.tier() == Tier::Branch {
        let (book, today, org) = (expect_context::<Book>(), expect_context::<Today>(), session.identity().org);
        when_still(move || {
            let (org, day) = (org.clone(), today.date.get());
            spawn_local(async move {
                // What cannot be fetched is counted the next time.
                if let Ok(count) = count_found(book, org, day).await {
                    number.try_set(Some(count));
                }
            });
        });
    }
    let said = move || number.get().map_or_else(|| findings::TITLE.to_owned(), findings::found);
    view! {
        <Show when=move || number.get() != Some(0)>
            <p class="notice cases-notice" id="found">
                <Icon shape=Shape::Search />
                <A href="/findings">{said}</A>
            </p>
        </Show>
    }
}

/// Score entries that a branch or a township should look at; the county, which has thousands, finds them in its inbox.
#[component]
fn Scores() -> impl IntoView {
    let session = expect_context::<Session>();
    let number = RwSignal::new(0);
    if session.tier() != Tier::County {
        let (book, today, who) = (expect_context::<Book>(), expect_context::<Today>(), session.author());
        when_still(move || {
            let (who, day) = (who.clone(), today.date.get());
            spawn_local(async move {
                if let Ok(count) = count_scores(book, who, day).await {
                    number.try_set(count);
                }
            });
        });
    }
    let (to, said): (_, fn(usize) -> String) = match session.tier() {
        Tier::Branch => ("/points", words::scores_news),
        Tier::Township | Tier::County => ("/inbox", words::scores_waiting),
    };
    view! {
        <Show when=move || { number.get() > 0 }>
            <p class="notice cases-notice" id="scores-news">
                <Icon shape=Shape::Inbox />
                <A href=to>{move || said(number.get())}</A>
            </p>
        </Show>
    }
}

/// Counts something once the ledger has been still for a while: edits and a first sync are not held up.
fn when_still(count: impl Fn() + Clone + 'static) {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let changes = StoredValue::new(0_u32);
    Effect::new(move |_| {
        book.projection.track();
        today.date.track();
        changes.update_value(|count| *count += 1);
        let (now, count) = (changes.get_value(), count.clone());
        lifecycle::after(STILL, move || {
            // The page may be gone, or something has changed since.
            if changes.try_get_value() == Some(now) {
                untrack(count);
            }
        });
    });
}

/// What there is to hand in.
#[component]
fn Submissions() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let org = expect_context::<Session>().identity().org;
    let counts = Memo::new(move |_| book.read(|ledger| waiting(ledger, &org, today.date.get())));
    view! {
        <Show when=move || { counts.get().0 > 0 }>
            <p class="notice cases-notice" id="to-submit">
                <Icon shape=Shape::Inbox />
                <A href="/submissions">{move || { let (count, overdue) = counts.get(); submissions::waiting(count, overdue) }}</A>
            </p>
        </Show>
    }
}

/// How the rectification cases stand.
#[component]
fn Cases() -> impl IntoView {
    let today = expect_context::<Today>();
    let book = expect_context::<Book>();
    let lights = Memo::new(move |_| lights(book, today.date.get()));
    view! {
        <Show when=move || lights.with(|lights| lights.iter().sum::<usize>() > 0)>
            <p class="notice cases-notice" class:notice-danger=move || { lights.get()[0] > 0 }>
                <Icon shape=Shape::Case />
                <A href="/cases">{move || cases::standing(lights.get())}</A>
            </p>
        </Show>
    }
}

/// Work that has waited for a connection for too long.
#[component]
fn Waiting() -> impl IntoView {
    let today = expect_context::<Today>();
    let book = expect_context::<Book>();
    let days = Memo::new(move |_| book.oldest_unsent().map_or(0, |oldest| text::days_since(oldest, today.now.get())));
    view! {
        <Show when=move || { days.get() > PATIENCE }>
            <p class="notice notice-danger waiting" role="status">
                <Icon shape=Shape::Offline />
                <A href="/sync">{move || words::waiting(book.unsent_changes(), days.get())}</A>
            </p>
        </Show>
    }
}

#[component]
fn Tiles(counts: Memo<Counts>) -> impl IntoView {
    let number = move |of: fn(&Counts) -> usize| Signal::derive(move || counts.with(of));
    let to = |group: Group| format!("/tasks?show={}", group.word());
    view! {
        <div class="tiles">
            <Tile name=words::OVERDUE number=number(|c| c.overdue) href=to(Group::Overdue) tone="danger" />
            <Tile name=words::RETURNED number=number(|c| c.returned) href=to(Group::Returned) tone="danger" />
            <Tile name=words::NEW number=number(|c| c.new) href=to(Group::ToAcknowledge) tone="new" />
            <Tile name=words::OPEN number=number(|c| c.open) href=to(Group::Open) />
            <Tile name=words::VERDICT number=number(|c| c.township + c.county + c.to_close)
                href=to(Group::Verdict) tone="wait" />
            <Tile name=words::CLOSED number=number(|c| c.closed) href=to(Group::Closed) tone="done" />
        </div>
    }
}

/// The items that hold, the most urgent first.
pub(super) fn section(
    book: Book,
    today: Today,
    holds: impl Fn(&Summary, chrono::NaiveDate) -> bool + Send + Sync + 'static,
) -> Memo<Vec<Arc<Summary>>> {
    Memo::new(move |_| {
        let day = today.date.get();
        book.projection.those(day, |item| holds(item, day))
    })
}

/// The inspections of late: the branch learns of them where it looks first.
#[component]
fn Inspected() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let lately = Memo::new(move |_| {
        let since = today.date.get() - chrono::Days::new(OF_LATE);
        let mut all = inspection::all(book);
        all.retain(|one| one.day >= since);
        all
    });
    let line = move |one: Inspection| {
        let by = book.read(|ledger| ledger.orgs().name(&one.author.org).to_owned());
        let (all, closed) = inspection::found(book, &one);
        let said = inspections::of_late(&by, one.day, &inspections::found(all, closed));
        view! {
            <p class="notice cases-notice inspected">
                <Icon shape=Shape::Search /><A href=format!("/inspections/{}", one.id)>{said}</A>
            </p>
        }
    };
    move || lately.get().into_iter().map(line).collect_view()
}

#[component]
fn Branch(counts: Memo<Counts>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let returned = section(book, today, |item, _| item.state == State::Returned);
    let trouble = section(book, today, |item, _| item.conflict || item.contested);
    let overdue = section(book, today, |item, day| item.overdue(day) && item.state != State::Returned);
    let soon = section(book, today, |item, day| {
        item.state.is_open() && item.state != State::Returned && Span::Week.holds(item, day)
    });
    let new = section(book, today, |item, day| {
        item.state == State::Issued && !item.overdue(day) && !Span::Week.holds(item, day)
    });
    let nothing = move || counts.with(|c| c.overdue + c.returned + c.soon + c.new + c.conflicts == 0);
    view! {
        <Reminders />
        <Inspected />
        <Section name=words::CONFLICTS items=trouble with_branch=false />
        <Section name=words::RETURNED_SECTION items=returned with_branch=false />
        <Section name=words::OVERDUE_SECTION items=overdue with_branch=false />
        <Section name=words::SOON_SECTION items=soon with_branch=false />
        <Section name=words::NEW_SECTION items=new with_branch=false />
        <Show when=nothing><Nothing counts /></Show>
    }
}

/// That nothing wants doing.
#[component]
pub(super) fn Nothing(counts: Memo<Counts>) -> impl IntoView {
    view! {
        <section class="card empty">
            <Icon shape=Shape::Tick />
            <p>{move || if counts.with(|c| c.all == 0) { words::NO_TASKS } else { words::NOTHING }}</p>
        </section>
    }
}

/// Items under a heading, the first of them.
#[component]
pub(super) fn Section(name: &'static str, items: Memo<Vec<Arc<Summary>>>, with_branch: bool) -> impl IntoView {
    let first = Signal::derive(move || items.with(|items| items.iter().take(SECTION).cloned().collect::<Vec<_>>()));
    let number = move || items.with(Vec::len);
    view! {
        <Show when=move || { number() > 0 }>
            <section class="section">
                <h2>{name}" "<span class="count">{number}</span></h2>
                <ItemList items=first with_branch />
                <Show when=move || { number() > SECTION }>
                    <p class="more"><A href="/tasks">{move || words::more(number() - SECTION)}</A></p>
                </Show>
            </section>
        </Show>
    }
}
