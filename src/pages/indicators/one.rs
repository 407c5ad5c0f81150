//! An indicator: the number, how it was reckoned, its months, the organisations below, the records behind it.

use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};
use taizhang_ledger::{
    Indicator, Ledger, OrgId,
    expr::Exact,
    indicator::{Across, Goal},
};

use super::{goal_table::GoalTable, goals::Goals, records::Records};
use crate::{
    pages::taskbook::may_write,
    platform::page,
    state::{Book, Confirmed, Session, Today, below, hub_figures, is_of_target, months, permille, reckoned},
    text::{self, indicators as words, withdrawn},
    widgets::{Bar, BarRows, Icon, Mark, MonthBars, Shape},
};

/// What the head of the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Head {
    org: String,
    up: Option<OrgId>,
    said: String,
    value: Option<Exact>,
    sums: Vec<(String, String)>,
    target: Option<(String, i64)>,
    /// The target where the values lie: of a value that is a share of it, all of it.
    line: Option<Mark>,
    before: Option<String>,
    /// The parameters that have a part in it.
    settings: Option<String>,
    of: usize,
    alarm: Option<(String, String, String)>,
}

fn head(ledger: &Ledger, own: &OrgId, indicator: &Indicator, org: &OrgId, today: chrono::NaiveDate) -> Option<Head> {
    let one = reckoned(ledger, indicator, org, own, today)?;
    let amount = |value: Exact| words::amount(indicator, value);
    let said = match &one.figure.value {
        Ok(value) => amount(*value),
        Err(fault) => words::fault(ledger, fault),
    };
    let sums = indicator.sums.iter().zip(&one.figure.sums);
    let value = one.figure.value.as_ref().ok();
    let target = one.figure.target.as_ref().ok().zip(value).and_then(|(target, value)| {
        if is_of_target(indicator) {
            let share = permille(*value, Exact::from_integer(1))?;
            return Some((words::target_said(ledger, indicator, *target, true), share));
        }
        let share = permille(*value, *target)?;
        Some((words::reached(&amount(*target), share), share))
    });
    let line = one.figure.target.as_ref().ok().map(|target| {
        let all_of_it = is_of_target(indicator);
        let at = if all_of_it { Exact::from_integer(1) } else { *target };
        (at, words::target_said(ledger, indicator, *target, all_of_it))
    });
    let alarm = indicator.alarm.as_ref().filter(|_| one.alarm);
    let up = ledger.orgs().get(org).and_then(|org| org.parent.clone()).filter(|_| org != own);
    Some(Head {
        org: ledger.orgs().name(org).to_owned(),
        up,
        said,
        value: value.copied(),
        sums: sums.map(|(sum, value)| (sum.name.clone(), words::sum(ledger, sum, *value))).collect(),
        target,
        line,
        before: one.before.map(|value| words::before(&amount(value))),
        settings: words::settings(ledger, indicator),
        of: one.figure.of,
        alarm: alarm.map(|alarm| (alarm.name.clone(), alarm.say.clone(), alarm.next.clone())),
    })
}

/// What the hub's number says to the one of this device.
fn hub_said(indicator: &Indicator, confirmed: Confirmed, at: &str) -> String {
    match confirmed {
        Confirmed::Same => words::hub_same(at),
        Confirmed::Other(value) => words::hub_other(&words::hub_amount(indicator, value), at),
        Confirmed::Then(day, value) => words::hub_then(&words::hub_amount(indicator, value), day),
    }
}

/// The page.
#[component]
pub fn IndicatorPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let (params, query) = (use_params_map(), use_query_map());
    let place = Memo::new(move |_| {
        let id = params.with(|params| params.get("indicator"))?;
        let org = query.with(|query| query.get("of")).and_then(|of| of.parse().ok());
        let org = org.filter(|org| book.read_untracked(|ledger| ledger.orgs().within(org, &own)));
        let indicator = book.read(|ledger| ledger.indicator(&id).cloned())?;
        Some((indicator, org.unwrap_or_else(|| own.clone())))
    });
    move || match place.get() {
        Some((indicator, org)) => view! { <One indicator org /> }.into_any(),
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
    }
}

#[component]
fn One(indicator: Indicator, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    let at = StoredValue::new((indicator.clone(), org));
    let head = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| at.with_value(|(indicator, org)| head(ledger, &own, indicator, org, day)))
    });
    let bars = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| {
            at.with_value(|(indicator, org)| {
                let all = months(ledger, indicator, org, day);
                let bar = |(month, value): (u32, Option<Exact>)| Bar {
                    name: words::month(month),
                    said: value.map(|value| words::short(indicator, value)),
                    value,
                    ..Bar::default()
                };
                // The year before as a whole stands first.
                let before = ledger.goal(Goal::Before, &indicator.id, org).map(|value| Bar {
                    name: words::BEFORE.to_owned(),
                    said: Some(words::short(indicator, value)),
                    value: Some(value),
                    past: true,
                    ..Bar::default()
                });
                let months = all.into_iter().map(bar);
                if months.len() < 2 { Vec::new() } else { before.into_iter().chain(months).collect::<Vec<_>>() }
            })
        })
    });
    let target = Memo::new(move |_| head.with(|head| head.as_ref().and_then(|head| head.line.clone())));
    let places = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| {
            at.with_value(|(indicator, org)| {
                let all = below(ledger, indicator, org, day);
                let of_target = is_of_target(indicator);
                let note = |one: &crate::state::Below| {
                    let target = one.target.map(|target| words::target_said(ledger, indicator, target, of_target));
                    let before = one.before.map(|value| words::before(&words::amount(indicator, value)));
                    let said = target.into_iter().chain(before).collect::<Vec<_>>().join(words::COMMA);
                    (!said.is_empty()).then_some(said)
                };
                let bar = |one: crate::state::Below| Bar {
                    note: note(&one),
                    target: one.target.map(|target| if of_target { Exact::from_integer(1) } else { target }),
                    name: ledger.orgs().name(&one.org).to_owned(),
                    said: Some(match &one.value {
                        Ok(value) => words::amount(indicator, *value),
                        Err(fault) => words::fault(ledger, fault),
                    }),
                    value: one.value.ok(),
                    href: Some(format!("/indicators/{}?of={}", indicator.id, one.org)),
                    low: one.low,
                    past: false,
                };
                all.into_iter().map(bar).collect::<Vec<_>>()
            })
        })
    });
    let hub = at.with_value(|(_, org)| hub_figures(org));
    let confirmed = Memo::new(move |_| {
        let (report, when) = hub?.last()?;
        let here = head.with(|head| head.as_ref().and_then(|head| head.value));
        let said = at.with_value(|(indicator, _)| {
            let confirmed = Confirmed::of(&report, &indicator.id, here, today.date.get())?;
            Some(hub_said(indicator, confirmed, &text::date_time(when)))
        })?;
        Some((said, report.damaged))
    });
    let across = if indicator.across == Across::Values { words::ADDED } else { words::OF_ALL };
    let base = format!("/indicators/{}", indicator.id);
    let undated: Vec<&str> = indicator.undated().map(|sum| sum.name.as_str()).collect();
    let undated = (!undated.is_empty()).then(|| words::no_months(&undated));
    view! {
        <p class="register-back no-print"><A href="/indicators">{words::TITLE}</A>
            {move || head.get().and_then(|head| head.up).map(|up| view! {
                " · "<A href=format!("{base}?of={up}")>{words::UP}</A>
            })}
        </p>
        <h1 class="page-title">{indicator.name.clone()}</h1>
        {move || head.get().map(|head| view! { <HeadCard head confirmed said=indicator.words.clone() across /> })}
        {indicator.retired.then(|| view! { <p class="notice" id="rests">{withdrawn::INDICATOR_RESTS}</p> })}
        {may_write(book, &session).then(|| view! { <Goals at /> })}
        {may_write(book, &session).then(|| {
            view! { <GoalTable indicator=at.with_value(|(indicator, _)| indicator.clone()) own=session.identity().org /> }
        })}
        {undated.map(|said| view! { <p class="quiet" id="figure-no-months">{said}</p> })}
        <Show when=move || !bars.with(Vec::is_empty)>
            <section class="card section"><h2>{words::MONTHS}</h2><MonthBars bars target /></section>
        </Show>
        <Show when=move || !places.with(Vec::is_empty)>
            <section class="card section"><h2>{words::BELOW}</h2><BarRows bars=places /></section>
        </Show>
        <Records at />
        <p class="page-acts no-print">
            <button type="button" class="button-quiet" on:click=move |_| page::print()><Icon shape=Shape::Print />{words::PRINT}</button>
        </p>
    }
}

#[component]
fn HeadCard(head: Head, confirmed: Memo<Option<(String, bool)>>, said: String, across: &'static str) -> impl IntoView {
    let sums = head.sums.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }).collect_view();
    let target = head.target.map(|(said, share)| {
        let width = format!("width:{}%", (share / 10).clamp(0, 100));
        view! {
            <p class="figure-target"><span class="sheet-bar"><span class="sheet-bar-fill" style=width></span></span>{said}</p>
        }
    });
    let below = (head.of > 1).then(|| format!("{}，{across}", words::of(head.of)));
    view! {
        <section class="card figure-head">
            <p class="quiet">{head.org}{below.map(|below| format!("（{below}）"))}</p>
            <p class="figure-number" class:figure-unknown=head.value.is_none() id="figure">{head.said}</p>
            <p class="quiet" id="figure-hub" role="status">{move || confirmed.get().map(|(said, damaged)| view! {
                {said}{damaged.then_some(words::HUB_DAMAGED)}
            })}</p>
            {target}
            {head.before.map(|before| view! { <p id="figure-before">{before}</p> })}
            {head.alarm.map(|(name, say, next)| view! {
                <p class="notice"><Icon shape=Shape::Warning /><span><b>{name}</b>"："{say}"。"{next}"。"</span></p>
            })}
            <p class="figure-words">{words::FORMULA}{said}</p>
            {head.settings.map(|said| view! { <p class="quiet" id="figure-settings">{said}</p> })}
            <dl class="facts">{sums}</dl>
        </section>
    }
}
