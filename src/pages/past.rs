//! 往日台账: the choice of a day, and the whole app over the ledger of that day.

use chrono::{Datelike as _, NaiveDate};
use leptos::{context::Provider, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, components::A, hooks::use_navigate};

use super::shell::pages;
use crate::{
    state::{Book, Past, Session, Today, read_past},
    text::{chain, history as words},
    widgets::{Icon, Shape},
};

/// The page on which a day is chosen.
#[component]
pub fn PastPage() -> impl IntoView {
    let past = expect_context::<Past>();
    // Today as the clock has it, also while the app shows another day.
    let today = Today::follow().date;
    let year = i32::from(expect_context::<Session>().identity().year);
    let typed = RwSignal::new(past.day.get_untracked().map(|day| day.to_string()).unwrap_or_default());
    let wrong = RwSignal::new(false);
    let navigate = use_navigate();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let look = Callback::new(move |day: NaiveDate| {
        past.day.set(Some(day));
        navigate("/", NavigateOptions::default());
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = typed.get_untracked().parse::<NaiveDate>().ok();
        match day.filter(|day| (first..=today.get_untracked()).contains(day)) {
            Some(day) => look.run(day),
            None => wrong.set(true),
        }
    };
    let ends = move || {
        let ends = (1..=12).filter_map(|month| Some((month, month_end(year, month)?)));
        ends.filter(|(_, day)| *day < today.get())
            .map(|(month, day)| {
                view! {
                    <button type="button" class="chip" on:click=move |_| look.run(day)>{words::month_end(month)}</button>
                }
            })
            .collect_view()
    };
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <form class="card form" on:submit=send>
            <p>{words::EXPLAINED}</p>
            <label class="field">
                <span>{words::DAY}</span>
                <input type="date" id="past-day" required min=first.to_string() max=move || today.get().to_string()
                    prop:value=typed on:input=move |event| { wrong.set(false); typed.set(event_target_value(&event)); } />
            </label>
            <Show when=move || wrong.get()><p class="refused" role="alert">{words::NOT_A_DAY}</p></Show>
            <button type="submit" class="button-main">{words::LOOK}</button>
            <h2>{words::MONTH_ENDS}</h2>
            <div class="chips" id="month-ends">{ends}</div>
            <p class="quiet">{words::BY_CLOCKS}</p>
        </form>
    }
}

fn month_end(year: i32, month: u32) -> Option<NaiveDate> {
    let next = NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(chrono::Months::new(1))?;
    debug_assert_eq!(next.day(), 1);
    next.pred_opt()
}

/// All pages over the ledger of the past day that was chosen, with a banner that says so.
#[component]
pub fn InThePast() -> impl IntoView {
    let past = expect_context::<Past>();
    let day = past.day.get_untracked().unwrap_or_default();
    let present = expect_context::<Book>();
    let read: RwSignal<Option<Book>> = RwSignal::new(None);
    let progress = RwSignal::new((0, 0));
    // What is made for this day goes with it.
    let owner = Owner::current();
    spawn_local(async move {
        let told = move |done, all| progress.set((done, all));
        let Some(ledger) = read_past(present, past, day, told).await else { return };
        let book = owner.map(|owner| owner.with(|| present.over(ledger)));
        read.set(book);
    });
    let shown = move || {
        Some(match read.get() {
            None => view! {
                <p class="card empty" role="status">{move || words::reading(progress.get().0, progress.get().1)}</p>
            }
            .into_any(),
            Some(book) if book.read_untracked(|ledger| ledger.documents().next().is_none()) => {
                view! { <p class="card empty">{words::NOTHING}</p> }.into_any()
            }
            Some(book) => view! {
                <Provider value=book>
                    <Provider value=Today::fixed(day)>{pages()}</Provider>
                </Provider>
            }
            .into_any(),
        })
    };
    view! {
        <div class="past-banner" role="status">
            <Icon shape=Shape::Clock />
            <strong>{words::looking_at(day)}</strong>
            <A href="/past" attr:class="button">{words::OTHER_DAY}</A>
            <button type="button" class="button-main" id="past-leave" on:click=move |_| past.day.set(None)>
                {words::BACK}
            </button>
        </div>
        {shown}
    }
}

/// The ways to the past and to the proof that nobody has changed it.
#[component]
pub fn HistoryLinks() -> impl IntoView {
    view! {
        <section class="card no-print">
            <h2>{words::TITLE}</h2>
            <p>{words::EXPLAINED}</p>
            <A href="/past" attr:class="button"><Icon shape=Shape::Clock />{words::DAY}</A>
        </section>
        <section class="card no-print">
            <h2>{chain::TITLE}</h2>
            <p>{chain::EXPLAINED}</p>
            <A href="/chain" attr:class="button"><Icon shape=Shape::Tick />{chain::START}</A>
        </section>
    }
}
