//! 系统查到的问题: what the detectors find in the documents at hand, each with its record and its next step.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Finding, OrgId, Rule, Tier,
    detect::{Facts, Part},
    findings,
};

use crate::{
    platform::lifecycle,
    state::{Book, Session, Today},
    text::{cases, findings as words},
    widgets::address,
};

/// How long the page has to be drawn before the look begins, in milliseconds.
const LATER: u32 = 30;
/// How many are drawn before one asks for more.
const PAGE: usize = 60;

/// What is found at the branches that an organisation answers for; the linked branches of a leader.
pub fn found(book: Book, org: &OrgId, today: chrono::NaiveDate) -> Vec<Finding> {
    book.read_untracked(|ledger| {
        let below = ledger.orgs().branches_of(org).map(|branch| &branch.id);
        let branches: Vec<&OrgId> = below.chain(ledger.orgs().linked_to(org)).collect();
        findings(ledger, branches, today)
    })
}

/// The page.
#[component]
pub fn FindingsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let own = session.identity().org;
    // The county looks at one township at a time: comparing a whole county's words takes long.
    let townships = book.read_untracked(|ledger| {
        let below =
            ledger.orgs().below(&own).filter(|org| session.tier() == Tier::County && org.kind.tier() == Tier::Township);
        below.map(|org| (org.id.clone(), org.name.clone())).collect::<Vec<_>>()
    });
    let org = RwSignal::new(townships.first().map_or(own, |(id, _)| id.clone()));
    let all: RwSignal<Vec<Finding>> = RwSignal::new(Vec::new());
    let looking = RwSignal::new(true);
    // Looked for once the page is there, and not again while it is read.
    Effect::new(move |_| {
        let (org, day) = (org.get(), today.date.get());
        looking.set(true);
        lifecycle::after(LATER, move || {
            if looking.try_set(false).is_none() {
                all.set(found(book, &org, day));
            }
        });
    });
    let chosen: RwSignal<Option<Rule>> = RwSignal::new(None);
    let shown = RwSignal::new(PAGE);
    let counts = Memo::new(move |_| {
        all.with(|all| {
            let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
            for one in all {
                *counts.entry(one.rule).or_default() += 1;
            }
            counts.into_iter().collect::<Vec<_>>()
        })
    });
    let kept = Memo::new(move |_| {
        let rule = chosen.get();
        all.with(|all| all.iter().filter(|one| rule.is_none_or(|rule| one.rule == rule)).cloned().collect::<Vec<_>>())
    });
    let more = move || kept.with(Vec::len).saturating_sub(shown.get());
    let choose = move |rule: Option<Rule>| {
        chosen.set(rule);
        shown.set(PAGE);
    };
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        {(!townships.is_empty()).then(|| view! {
            <label class="field">
                <span>{words::TOWNSHIP}</span>
                <select id="findings-of" on:change=move |event| {
                    if let Ok(id) = event_target_value(&event).parse() {
                        org.set(id);
                    }
                }>
                    {townships.iter().map(|(id, name)| view! {
                        <option value=id.to_string()>{name.clone()}</option>
                    }).collect_view()}
                </select>
            </label>
        })}
        <div class="chips" role="group" aria-label=words::TITLE>
            <button type="button" class="chip" aria-pressed=move || chosen.get().is_none().to_string()
                on:click=move |_| choose(None)>{words::ALL}</button>
            {move || counts.get().into_iter().map(|(rule, number)| view! {
                <button type="button" class="chip" data-rule=rule.word()
                    aria-pressed=move || (chosen.get() == Some(rule)).to_string()
                    on:click=move |_| choose(Some(rule))>{words::counted(rule, number)}</button>
            }).collect_view()}
        </div>
        <ul class="rows" id="findings">
            {move || kept.with(|kept| {
                kept.iter().take(shown.get()).map(|one| view! { <Line one=one.clone() /> }).collect_view()
            })}
        </ul>
        <Show when=move || { more() > 0 }>
            <button type="button" class="button-quiet more" on:click=move |_| shown.update(|n| *n += PAGE)>
                {move || words::more(more())}
            </button>
        </Show>
        <Show when=move || kept.with(Vec::is_empty)>
            <p class="card empty" role="status">
                {move || if looking.get() { words::LOOKING } else { words::NONE }}
            </p>
        </Show>
    }
}

#[component]
fn Line(one: Finding) -> impl IntoView {
    let book = expect_context::<Book>();
    let org = move |id: &OrgId| book.read_untracked(|ledger| ledger.orgs().name(id).to_owned());
    let item = one.records.first();
    let to = match (one.case, item) {
        (Some(case), _) => format!("/cases/{case}"),
        (None, Some(item)) => address(item),
        (None, None) => "/".to_owned(),
    };
    let title = match item {
        Some(item) => book.projection.get(item).map(|item| item.title.clone()).unwrap_or_default(),
        None => cases::TITLE.to_owned(),
    };
    let said = words::facts(&one.facts, org);
    let shared = passages(book, &one);
    view! {
        <li>
            <A href=to attr:class="row">
                <span class="row-head"><span class="row-title">{title}</span></span>
                <span>{said}</span>
                {(!shared.is_empty()).then(|| view! { <span class="quiet">{words::passages(&shared)}</span> })}
                <span class="quiet">{words::NEXT}{words::next(one.next)}</span>
                <span class="row-foot">
                    <span class="badge badge-wait">{words::rule(one.rule)}</span>
                    <span class="row-branch">{org(&one.branch)}</span>
                </span>
            </A>
        </li>
    }
}

/// What the words of an item share with another branch's, as it is written here.
fn passages(book: Book, one: &Finding) -> Vec<String> {
    let copy = match &one.facts {
        Facts::Alike(copy) => copy,
        Facts::Measure { copy: Some(copy), .. } => copy,
        _ => return Vec::new(),
    };
    let Some(item) = one.records.first().and_then(|key| book.read_untracked(|ledger| ledger.item(key))) else {
        return Vec::new();
    };
    let text = match copy.here {
        Part::Measure => item.measure,
        Part::Progress(id) => {
            item.entries.into_iter().find(|entry| entry.id == id).map(|entry| entry.text).unwrap_or_default()
        }
    };
    let cut = |range: &std::ops::Range<usize>| text.chars().skip(range.start).take(range.len()).collect::<String>();
    copy.passages.iter().map(|passage| cut(&passage.a)).collect()
}
