//! 指标: every indicator of this organisation and those below it, field by field.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Domain, Ledger, expr::Exact, indicator::Report};

use crate::{
    pages::{register::Switch, taskbook::may_write},
    platform::page,
    state::{
        Book, Confirmed, Reckoned, Session, Today, all_reckoned, hub_figures, indicator_workbook, is_of_target,
        permille,
    },
    text::{self, burden, indicators as words, reports, responsibilities, taskbook},
    widgets::{Export, Icon, Shape},
};

/// An indicator as a card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Card {
    id: String,
    name: String,
    said: String,
    /// Whether there is a number.
    known: bool,
    /// The target in words, and how much of it is reached.
    target: Option<(String, i64)>,
    /// The year before.
    before: Option<String>,
    alarm: Option<String>,
    /// The hub's number, where it is another.
    hub: Option<String>,
}

fn card(ledger: &Ledger, reckoned: Reckoned, hub: Option<&Report>, today: NaiveDate) -> Card {
    let Reckoned { indicator, figure, alarm, before } = reckoned;
    let said = match &figure.value {
        Ok(value) => words::amount(&indicator, *value),
        Err(fault) => words::fault(ledger, fault),
    };
    // A share whose target is an amount is a share of the target itself.
    let of_target = is_of_target(&indicator);
    let target = figure.target.as_ref().ok().zip(figure.value.as_ref().ok()).and_then(|(target, value)| {
        let share = permille(*value, if of_target { Exact::from_integer(1) } else { *target })?;
        Some((words::target_said(ledger, &indicator, *target, of_target), share))
    });
    let alarm = indicator.alarm.as_ref().filter(|_| alarm).map(|alarm| alarm.name.clone());
    let before = before.map(|value| words::before(&words::amount(&indicator, value)));
    let here = figure.value.as_ref().ok().copied();
    let hub = match hub.and_then(|report| Confirmed::of(report, &indicator.id, here, today)) {
        Some(Confirmed::Other(value)) => Some(words::hub_value(&words::hub_amount(&indicator, value))),
        Some(Confirmed::Same | Confirmed::Then(..)) | None => None,
    };
    Card { id: indicator.id, name: indicator.name, said, known: here.is_some(), target, before, alarm, hub }
}

/// The page.
#[component]
pub fn IndicatorsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let hub = hub_figures(&own);
    let report = Memo::new(move |_| hub?.last());
    let all = Memo::new(move |_| {
        let (today, report) = (today.date.get(), report.get());
        let report = report.as_ref().map(|(report, _)| report.as_ref());
        book.read(|ledger| {
            let domain = |reckoned: &Reckoned| {
                ledger.work_items().find(|item| item.code == reckoned.indicator.item).map(|item| item.domain)
            };
            let all_reckoned = all_reckoned(ledger, &own, today).into_iter();
            all_reckoned.map(|one| (domain(&one), card(ledger, one, report, today))).collect::<Vec<_>>()
        })
    });
    let confirmed = move || {
        let (report, at) = report.get()?;
        if report.date != today.date.get() {
            return None;
        }
        let differ = all.with(|all| all.iter().filter(|(_, card)| card.hub.is_some()).count());
        let damaged = if report.damaged { words::HUB_DAMAGED } else { "" };
        Some(words::hub_differs(differ, &text::date_time(at)) + damaged)
    };
    let alarms_only = RwSignal::new(false);
    let table = Callback::new(move |()| {
        let (own, day) = (session.identity(), today.date.get_untracked());
        book.read_untracked(|ledger| indicator_workbook(ledger, &own.org, &own.org_name, day))
    });
    let domains = Memo::new(move |_| {
        all.with(|all| {
            let shown = |domain: &Domain| all.iter().any(|(of, card)| card.known && of.as_ref() == Some(domain));
            let of = |ledger: &Ledger| {
                let fields = ledger.domains().into_iter().map(|one| one.id).filter(shown);
                fields.map(|one| (one, text::domain(ledger, one))).collect::<Vec<_>>()
            };
            book.read(of)
        })
    });
    let group = move |(domain, name): (Domain, String)| {
        let cards = move || {
            all.with(|all| {
                let those = all.iter().filter(|(of, _)| *of == Some(domain)).map(|(_, card)| card);
                let shown = those.filter(|card| card.known && (!alarms_only.get() || card.alarm.is_some()));
                shown.cloned().collect::<Vec<_>>()
            })
        };
        view! {
            <Show when=move || !cards().is_empty()>
                <section class="section">
                    <h2>{name.clone()}</h2>
                    <ul class="figures">
                        <For each=cards key=Clone::clone let:card>
                            <Line card />
                        </For>
                    </ul>
                </section>
            </Show>
        }
    };
    view! {
        <Switch />
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <p class="quiet" id="figures-hub" role="status">{confirmed}</p>
        <p class="page-acts no-print">
            <A href="/reports" attr:class="button">{reports::TITLE}</A>
            <A href="/burden" attr:class="button">{burden::TITLE}</A>
            <A href="/responsibilities" attr:class="button">{responsibilities::TITLE}</A>
            {may_write(book, &session).then(|| view! { <A href="/taskbook" attr:class="button">{taskbook::TITLE}</A> })}
        </p>
        <Show when=move || !all.with(Vec::is_empty) fallback=|| view! { <p class="card empty">{words::NONE}</p> }>
            <label class="check no-print"><input type="checkbox" id="alarms-only" prop:checked=alarms_only
                on:change=move |event| alarms_only.set(event_target_checked(&event)) />{words::ALARMS_ONLY}</label>
            {move || domains.get().into_iter().map(group).collect_view()}
            <Show when=move || !alarms_only.get()><Unknown all /></Show>
            <p class="page-acts no-print">
                <button type="button" class="button-quiet" on:click=move |_| page::print()><Icon shape=Shape::Print />{words::PRINT}</button>
                <Export name=words::MONTHLY workbook=table />
            </p>
        </Show>
    }
}

/// Those of which there is no number yet, and why.
#[component]
fn Unknown(all: Memo<Vec<(Option<Domain>, Card)>>) -> impl IntoView {
    let those = Memo::new(move |_| {
        all.with(|all| all.iter().map(|(_, card)| card).filter(|card| !card.known).cloned().collect::<Vec<_>>())
    });
    let lines = move || {
        let line = |card: Card| {
            let to = format!("/indicators/{}", card.id);
            view! { <li><A href=to>{card.name}</A><span class="quiet">{card.said}</span></li> }
        };
        those.get().into_iter().map(line).collect_view()
    };
    view! {
        <Show when=move || !those.with(Vec::is_empty)>
            <details class="card section figures-unknown">
                <summary>{move || words::unknown(those.with(Vec::len))}</summary>
                <ul>{lines}</ul>
            </details>
        </Show>
    }
}

#[component]
fn Line(card: Card) -> impl IntoView {
    let to = format!("/indicators/{}", card.id);
    let target = card.target.map(|(said, share)| {
        let width = format!("width:{}%", (share / 10).clamp(0, 100));
        view! {
            <span class="figure-target"><span class="sheet-bar"><span class="sheet-bar-fill" style=width></span></span>{said}</span>
        }
    });
    view! {
        <li>
            <A href=to attr:class="row figure" attr:data-indicator=card.id>
                <span class="figure-name">{card.name}</span>
                <span class="figure-value">{card.said}</span>
                {target}
                {card.before.map(|before| view! { <span class="figure-before">{before}</span> })}
                {card.hub.map(|hub| view! { <span class="badge badge-aside">{hub}</span> })}
                {card.alarm.map(|alarm| view! {
                    <span class="badge badge-wait"><Icon shape=Shape::Warning />{alarm}</span>
                })}
            </A>
        </li>
    }
}
