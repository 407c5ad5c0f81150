//! 系统查到的问题: what the detectors find in the documents at hand, each with its record and its next step.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Finding, Indicator, Ledger, OrgId, Reckoner, Rule, Tier,
    case::WORK_ITEM,
    detect::{Facts, GUIDES, LEADER_LINK, LinkFinding, Part, PayFinding, link_findings, pay_findings, unguided},
    findings,
    indicator::Alarmed,
};

use super::guides::GuideLinks;
use crate::{
    platform::lifecycle,
    state::{Book, Session, Today},
    text::{applications, cases, findings as words, indicators, points},
    widgets::address,
};

/// How long the page has to be drawn before the look begins, in milliseconds.
const LATER: u32 = 30;
/// How many are drawn before one asks for more.
const PAGE: usize = 60;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Found {
    /// By a detector, in the words and dates of items and cases.
    Finding(Box<Finding>),
    /// By the alarm of an indicator.
    Alarm(Alarm),
    /// In what those above decide.
    Other(Other),
}

/// Something in a scheme or a reward, about a leader's links, or about guides.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Other {
    to: String,
    rule: &'static str,
    name: &'static str,
    /// The scheme, the reward, the leader or the branch.
    title: String,
    say: String,
    next: &'static str,
    /// Where, of a reward or a guide.
    org: Option<String>,
}

/// An indicator that calls for something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alarm {
    org: OrgId,
    indicator: String,
    /// The code of its work item.
    item: String,
    rule: String,
    /// What the county's meeting calls it.
    name: String,
    /// The indicator with its value.
    title: String,
    say: String,
    next: String,
}

/// What findings are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Rule(Rule),
    /// By its name, then in code.
    Alarm(String, String),
}

impl Found {
    fn kind(&self) -> Kind {
        match self {
            Self::Finding(one) => Kind::Rule(one.rule),
            Self::Alarm(one) => Kind::Alarm(one.name.clone(), one.rule.clone()),
            Self::Other(one) => Kind::Alarm(one.name.to_owned(), one.rule.to_owned()),
        }
    }
}

impl Kind {
    fn word(&self) -> &str {
        match self {
            Self::Rule(rule) => rule.word(),
            Self::Alarm(_, rule) => rule,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Rule(rule) => words::rule(*rule),
            Self::Alarm(name, _) => name,
        }
    }
}

/// What is found at the branches that an organisation answers for; the linked branches of a leader.
pub fn found(book: Book, org: &OrgId, today: chrono::NaiveDate) -> Vec<Found> {
    book.read_untracked(|ledger| {
        let below = ledger.orgs().branches_of(org).map(|branch| &branch.id);
        let branches: Vec<&OrgId> = below.chain(ledger.orgs().linked_to(org)).collect();
        let findings = findings(ledger, branches, today).into_iter();
        let mut all: Vec<Found> = findings.map(|one| Found::Finding(Box::new(one))).collect();
        let reckoner = Reckoner::new(ledger, today);
        all.extend(reckoner.alarms(org).into_iter().filter_map(|one| alarm(&reckoner, &one)));
        all.extend(unguided(ledger, org, today).into_iter().map(|branch| without_guide(ledger, branch)));
        all
    })
}

/// A branch of 两新组织 to which nobody is sent as a guide.
fn without_guide(ledger: &Ledger, branch: &OrgId) -> Found {
    let name = ledger.orgs().name(branch).to_owned();
    Found::Other(Other {
        to: format!("/registers/{GUIDES}"),
        rule: "no_guide",
        name: words::NO_GUIDE,
        title: name.clone(),
        say: words::NO_GUIDE_SAID.to_owned(),
        next: words::NO_GUIDE_NEXT,
        org: Some(name),
    })
}

/// What is found in the numbers of the whole county, which no township's tell.
fn of_county(book: Book, county: &OrgId, today: chrono::NaiveDate) -> Vec<Found> {
    book.read_untracked(|ledger| {
        let reckoner = Reckoner::new(ledger, today);
        reckoner.alarms_alone(county).into_iter().filter_map(|one| alarm(&reckoner, &one)).collect()
    })
}

/// What is found in what the county pays: 干多干少一个样, 不干也支持.
fn paid(book: Book, county: &OrgId, today: chrono::NaiveDate) -> Vec<Found> {
    let of = |ledger: &Ledger, one: PayFinding| match one {
        PayFinding::Flat { scheme, flat } => {
            let scheme = ledger.scheme(&scheme)?;
            Some(Found::Other(Other {
                to: format!("/points/{}", scheme.id),
                rule: "flat_scores",
                name: words::FLAT_SCORES,
                title: scheme.name.clone(),
                say: points::flat(scheme, &flat),
                next: words::FLAT_SCORES_NEXT,
                org: None,
            }))
        }
        PayFinding::WithoutResult { reward, org, found } => {
            let reward = ledger.reward(&reward)?;
            let name = ledger.orgs().name(&org);
            Some(Found::Other(Other {
                to: format!("/indicators/{}?of={org}", reward.indicator),
                rule: "reward_without_result",
                name: words::WITHOUT_RESULT,
                title: reward.name.clone(),
                say: points::without_result(name, found.amount, found.completion, found.min),
                next: words::WITHOUT_RESULT_NEXT,
                org: Some(name.to_owned()),
            }))
        }
        PayFinding::AppliedWithoutResult { reward, org, found } => {
            let reward = ledger.reward(&reward)?;
            let name = ledger.orgs().name(&org);
            Some(Found::Other(Other {
                to: format!("/rewards/{}", reward.id),
                rule: "reward_without_result",
                name: words::WITHOUT_RESULT,
                title: reward.name.clone(),
                say: applications::applied_without_result(name, found.completion, found.min),
                next: words::APPLIED_WITHOUT_RESULT_NEXT,
                org: Some(name.to_owned()),
            }))
        }
    };
    book.read_untracked(|ledger| {
        pay_findings(ledger, county, today).into_iter().filter_map(|one| of(ledger, one)).collect()
    })
}

/// Leaders of the 两新工委 who are linked to too many branches, or to none.
fn linked(book: Book) -> Vec<Found> {
    let of = |one: LinkFinding| {
        Found::Other(Other {
            to: format!("/registers/{LEADER_LINK}"),
            rule: "leader_links",
            name: words::LEADER_LINKS,
            say: words::leader_links(one.branches, one.min, one.max),
            title: one.leader,
            next: words::LEADER_LINKS_NEXT,
            org: None,
        })
    };
    book.read_untracked(|ledger| link_findings(ledger).into_iter().map(of).collect())
}

/// The indicator that says how many units are still to be covered, and the rule of the alarm with which it is told.
const NEEDED: (&str, &str) = ("units_needed", "coverage_below_city");

/// How many units a place still needs, where that is what was found.
fn needed(reckoner: &Reckoner<'_>, indicator: Option<&Indicator>, org: &OrgId) -> Option<String> {
    let figure = reckoner.figure(indicator?, org)?;
    Some(words::units_needed(&indicators::amount(indicator?, figure.value.ok()?)))
}

fn alarm(reckoner: &Reckoner<'_>, one: &Alarmed<'_>) -> Option<Found> {
    let alarm = one.indicator.alarm.as_ref()?;
    let (id, rule) = NEEDED;
    let more = (alarm.rule == rule).then(|| needed(reckoner, reckoner.ledger().indicator(id), one.org)).flatten();
    let value = one.figure.value.as_ref().ok().map(|value| indicators::amount(one.indicator, *value));
    Some(Found::Alarm(Alarm {
        org: one.org.clone(),
        indicator: one.indicator.id.clone(),
        item: one.indicator.item.clone(),
        rule: alarm.rule.clone(),
        name: alarm.name.clone(),
        title: indicators::titled(&one.indicator.name, value.as_deref()),
        say: alarm.say.clone() + &more.unwrap_or_default(),
        next: alarm.next.clone(),
    }))
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
    let county = StoredValue::new((!townships.is_empty()).then(|| own.clone()));
    let org = RwSignal::new(townships.first().map_or(own, |(id, _)| id.clone()));
    let all: RwSignal<Vec<Found>> = RwSignal::new(Vec::new());
    let looking = RwSignal::new(true);
    // Looked for once the page is there, and not again while it is read.
    Effect::new(move |_| {
        let (org, day) = (org.get(), today.date.get());
        looking.set(true);
        lifecycle::after(LATER, move || {
            if looking.try_set(false).is_none() {
                // What the county pays, whom it links and what its own numbers say is of no single township.
                let above = county.get_value().map(|county| {
                    let mut all = of_county(book, &county, day);
                    all.extend(paid(book, &county, day));
                    all.extend(linked(book));
                    all
                });
                all.set(above.into_iter().flatten().chain(found(book, &org, day)).collect());
            }
        });
    });
    let chosen: RwSignal<Option<Kind>> = RwSignal::new(None);
    let shown = RwSignal::new(PAGE);
    let numbers = Memo::new(move |_| {
        all.with(|all| {
            let mut by_kind: BTreeMap<Kind, usize> = BTreeMap::new();
            for one in all {
                *by_kind.entry(one.kind()).or_default() += 1;
            }
            by_kind.into_iter().collect::<Vec<_>>()
        })
    });
    let kept = Memo::new(move |_| {
        let kind = chosen.get();
        all.with(|all| {
            all.iter().filter(|one| kind.as_ref().is_none_or(|kind| one.kind() == *kind)).cloned().collect::<Vec<_>>()
        })
    });
    let more = move || kept.with(Vec::len).saturating_sub(shown.get());
    let choose = move |kind: Option<Kind>| {
        chosen.set(kind);
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
            {move || numbers.get().into_iter().map(|(kind, number)| {
                let (here, word) = (kind.clone(), kind.word().to_owned());
                let said = words::counted(kind.name(), number);
                view! {
                    <button type="button" class="chip" data-rule=word
                        aria-pressed=move || (chosen.get().as_ref() == Some(&here)).to_string()
                        on:click=move |_| choose(Some(kind.clone()))>{said}</button>
                }
            }).collect_view()}
        </div>
        <ul class="rows" id="findings">
            {move || kept.with(|kept| {
                kept.iter().take(shown.get()).cloned().map(line).collect_view()
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

fn line(one: Found) -> AnyView {
    match one {
        Found::Finding(one) => view! { <Line one=*one /> }.into_any(),
        Found::Alarm(one) => view! { <AlarmLine one /> }.into_any(),
        Found::Other(one) => other_line(one).into_any(),
    }
}

fn other_line(one: Other) -> impl IntoView {
    view! {
        <li>
            <A href=one.to attr:class="row">
                <span class="row-head"><span class="row-title">{one.title}</span></span>
                <span>{one.say}</span>
                <span class="quiet">{words::NEXT}{one.next}</span>
                <span class="row-foot">
                    <span class="badge badge-wait">{one.name}</span>
                    {one.org.map(|org| view! { <span class="row-branch">{org}</span> })}
                </span>
            </A>
        </li>
    }
}

#[component]
fn AlarmLine(one: Alarm) -> impl IntoView {
    let book = expect_context::<Book>();
    let org = book.read_untracked(|ledger| ledger.orgs().name(&one.org).to_owned());
    let to = format!("/indicators/{}?of={}", one.indicator, one.org);
    view! {
        <li>
            <A href=to attr:class="row">
                <span class="row-head"><span class="row-title">{one.title}</span></span>
                <span>{one.say}</span>
                <span class="quiet">{words::NEXT}{one.next}</span>
                <span class="row-foot">
                    <span class="badge badge-wait">{one.name}</span>
                    <span class="row-branch">{org}</span>
                </span>
            </A>
            <GuideLinks item=one.item />
        </li>
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
    let code = match (one.case, item) {
        (None, Some(item)) => book.projection.get(item).map(|item| item.code.clone()).unwrap_or_default(),
        _ => WORK_ITEM.to_owned(),
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
            <GuideLinks item=code />
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
