//! What a scheme comes to for the whole county: ranks, tiers, amounts, the sum beside the budget, fairness, trials.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Ledger, OrgId,
    points::{Outcome, PartPoints, Published, Scheme, Taker, compare, differs, outdated},
};

use super::{
    publish::Publishing,
    trial::{Trial, parameters, weights},
};
use crate::{
    platform::page,
    state::{Book, Cover, Paid, Session, Supposed, Today, by_entries, paid, pay_workbook},
    text::points as words,
    widgets::{Export, Icon, Shape},
};

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    org: OrgId,
    name: String,
    /// Who it is; none of a team.
    person: Option<String>,
    rank: String,
    score: String,
    tier: String,
    coefficient: String,
    amount: String,
    why: String,
    /// What it would be with other parameters, where that is something else.
    tried: Option<String>,
    /// What was published.
    published: Option<String>,
    changed: bool,
}

fn lines(ledger: &Ledger, scheme: &Scheme, now: &Paid, tried: Option<&Paid>, standing: &[Published]) -> Vec<Line> {
    let mut outcomes: Vec<_> = now.outcomes().collect();
    outcomes.sort_by(|(one, ..), (other, ..)| (one.rank.first, &one.id).cmp(&(other.rank.first, &other.id)));
    let line = |(one, who, _): (&Outcome, &Taker, &[PartPoints])| {
        let published = standing.iter().find(|slip| slip.is_of(one));
        let then = tried.and_then(|tried| tried.simulation.of(&one.id));
        Line {
            org: one.org.clone(),
            name: ledger.orgs().name(&one.org).to_owned(),
            person: who.person.clone(),
            rank: words::rank(one.rank),
            score: words::score(one.score),
            tier: words::tier(scheme, one.tier.as_deref()),
            coefficient: words::coefficient(one.coefficient),
            amount: words::money(one.amount),
            why: words::why(scheme, &one.why),
            tried: then
                .map(|then| format!("{} · {}", words::tier(scheme, then.tier.as_deref()), words::money(then.amount))),
            published: published.map(|slip| words::money(slip.slip.amount)),
            changed: then.is_some_and(|then| (then.amount, &then.tier) != (one.amount, &one.tier))
                || published.is_some_and(|slip| differs(one, &slip.slip)),
        }
    };
    outcomes.into_iter().map(line).collect()
}

/// What holds of what was published, and what was published before, the newest first.
fn told(ledger: &Ledger, scheme: &Scheme, org: &OrgId) -> (Vec<Published>, Vec<Published>) {
    let standing = ledger.standing_pay_below(org, &scheme.id);
    let all = ledger.orgs().branches_of(org).flat_map(|branch| ledger.published(&branch.id, &scheme.id));
    let mut older: Vec<Published> = all.filter(|one| standing.iter().all(|newest| newest.row != one.row)).collect();
    older.sort_by_key(|one| std::cmp::Reverse((one.at, one.row)));
    (standing, older)
}

/// What is told below the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Fairness {
    /// What is alike.
    flat: Vec<String>,
    /// How scores are spread, and the largest tier.
    spread: Vec<String>,
    townships: Vec<String>,
    sizes: Vec<String>,
}

/// The parameters that say from how many households on a place is of middle and of large size.
const SIZES: [&str; 2] = ["size_middle_households", "size_large_households"];

fn fairness(ledger: &Ledger, scheme: &Scheme, paid: &Paid) -> Fairness {
    let simulation = &paid.simulation;
    let flat = simulation.flat_scores(&|name| ledger.parameter(name));
    let largest = simulation.largest_tier();
    let largest = largest.map(|(tier, count, of)| words::largest_tier(scheme, tier, count, of));
    let bounds: Vec<i64> = SIZES.iter().filter_map(|name| ledger.parameter(name)).collect();
    let sized = simulation.by_size(&bounds);
    let left = simulation.outcomes.len() - sized.values().map(|group| group.scores.count).sum::<usize>();
    let bands = sized.iter().map(|(band, group)| words::size(*band, &bounds, &group.scores, group.paid));
    let townships = simulation.by_township();
    let said = townships.iter().map(|(org, group)| words::township(ledger.orgs().name(org), &group.scores, group.paid));
    Fairness {
        flat: flat.iter().map(|one| words::flat(scheme, one)).collect(),
        spread: simulation.spread().iter().map(words::spread).chain(largest).collect(),
        townships: said.collect(),
        sizes: bands.chain((left > 0).then(|| words::unsized_places(left))).collect(),
    }
}

/// The page of the county.
#[component]
pub(super) fn PayPage(scheme: Scheme) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity();
    let of = StoredValue::new((scheme.clone(), own.org.clone()));
    let supposed = RwSignal::new(Supposed::new());
    let reckon = move |supposed: &Supposed| {
        let day = today.date.get();
        book.read(|ledger| {
            of.with_value(|(scheme, org)| {
                paid(ledger, scheme, org, day, supposed).map_err(|why| words::error(ledger, &why))
            })
        })
    };
    let now = Memo::new(move |_| reckon(&Supposed::new()));
    let tried = Memo::new(move |_| {
        let supposed = supposed.get();
        (!supposed.is_empty()).then(|| reckon(&supposed))
    });
    let result = Signal::derive(move || {
        tried.get().map(|tried| match (now.get(), tried) {
            (Ok(now), Ok(tried)) => {
                let compared = compare(&now.simulation, &tried.simulation);
                let changed = compared.changes.iter().filter(|one| one.differs()).count();
                let tiers = compared.changes.iter().filter(|one| one.tier_changes()).count();
                let sums = words::sums(&tried.simulation).into_iter().take(2);
                format!("{}{}", words::compared(compared.sum_by, changed, tiers), sums.collect::<String>())
            }
            // Something that was not set is supposed now: there is nothing to compare with.
            (Err(_), Ok(tried)) => words::sums(&tried.simulation).concat(),
            (_, Err(why)) => why,
        })
    });
    // What is supposed stands in the table where nothing can be told without it, and is marked everywhere then.
    let shown = Memo::new(move |_| match (now.get(), tried.get()) {
        (Err(_), Some(Ok(tried))) => Ok((tried, None, supposed.get())),
        (Err(why), _) => Err(why),
        (Ok(now), tried) => Ok((now, tried.and_then(Result::ok), Supposed::new())),
    });
    let published = Memo::new(move |_| book.read(|ledger| of.with_value(|(scheme, org)| told(ledger, scheme, org))));
    let concerned = book.read_untracked(|ledger| {
        let all = parameters(ledger, |id| ledger.scheme_concerns(&scheme, id)).into_iter();
        all.chain(weights(&scheme)).collect::<Vec<_>>()
    });
    let entries = scheme.parts.iter().any(by_entries);
    let table = Callback::new(move |()| {
        let day = today.date.get_untracked();
        let (paid, supposed) =
            shown.get_untracked().map(|(paid, _, supposed)| (Some(paid), supposed)).unwrap_or_default();
        let cover = Cover { by: &own.org_name, day, supposed: &supposed };
        book.read_untracked(|ledger| of.with_value(|(scheme, _)| pay_workbook(ledger, scheme, paid.as_ref(), &cover)))
    });
    let body = move || {
        match shown.get() {
        Err(why) => view! {
            <p class="notice"><Icon shape=Shape::Warning /><span>{why}" "<A href="/taskbook">{words::SETTLE}</A></span></p>
        }
        .into_any(),
        Ok((paid, tried, supposed)) => {
            let (standing, older) = published.get();
            let (lines, fair, tried_fair, mark) = book.read_untracked(|ledger| {
                of.with_value(|(scheme, _)| {
                    let fair = |paid: &Paid| fairness(ledger, scheme, paid);
                    let mark = (!supposed.is_empty()).then(|| words::supposed(ledger, &supposed));
                    let lines = lines(ledger, scheme, &paid, tried.as_ref(), &standing);
                    (lines, fair(&paid), tried.as_ref().map(fair), mark)
                })
            });
            let sums = words::sums(&paid.simulation);
            let id = of.with_value(|(scheme, _)| scheme.id.clone());
            let told = !standing.is_empty();
            // Only what holds without anything supposed is published.
            let publishing = now.get().ok().filter(|_| tried.is_none()).map(|now| {
                let differs = told && outdated(&now, &standing);
                view! { <Publishing scheme=id.clone() standing older differs now /> }
            });
            view! {
                {publishing}
                <Shown lines sums fair tried_fair mark id trying=tried.is_some() told />
            }
            .into_any()
        }
    }
    };
    view! {
        <p>{words::PROVISIONAL_COUNTY}</p>
        {entries.then(|| view! { <p class="quiet">{words::BY_ENTRIES}</p> })}
        <Trial concerned supposed result />
        {body}
        <p class="page-acts no-print">
            <button type="button" class="button-quiet" on:click=move |_| page::print()><Icon shape=Shape::Print />{words::PRINT}</button>
            <Export name=words::PAY_TABLE workbook=table one=true />
        </p>
    }
}

#[component]
fn Shown(
    lines: Vec<Line>,
    sums: Vec<String>,
    fair: Fairness,
    /// What would be told of fairness with other parameters.
    tried_fair: Option<Fairness>,
    /// That nothing of this is real, since it rests on numbers that nobody has set.
    mark: Option<String>,
    id: String,
    trying: bool,
    /// Whether something was published.
    told: bool,
) -> impl IntoView {
    let paragraphs = |all: Vec<String>| all.into_iter().map(|said| view! { <p>{said}</p> }).collect_view();
    let told_of = move |flat: Vec<String>, spread: Vec<String>| {
        let fine = flat.is_empty().then(|| view! { <p>{words::ALL_TOLD_APART}</p> });
        let warnings = flat.into_iter().map(|said| {
            view! { <p class="notice"><Icon shape=Shape::Warning /><span>{said}</span></p> }
        });
        view! { {warnings.collect_view()}{fine}{paragraphs(spread)} }
    };
    let list = |title: &'static str, lines: Vec<String>| {
        let items = lines.iter().cloned().map(|said| view! { <li>{said}</li> }).collect_view();
        (!lines.is_empty()).then(|| view! { <h3>{title}</h3><ul>{items}</ul> })
    };
    let amount = if mark.is_some() { words::tried(words::AMOUNT) } else { words::AMOUNT.to_owned() };
    let draw = move |line: Line| {
        let to = format!("/points/{id}?of={}", line.org);
        view! {
            <tr class:pay-changed=line.changed>
                <td class="register-number">{line.rank}</td>
                <td><A href=to>{line.name}</A>{line.person.map(|person| format!(" {person}"))}</td>
                <td class="register-number">{line.score}</td>
                <td>{line.tier}</td>
                <td class="register-number">{line.coefficient}</td>
                <td class="register-number">{line.amount}</td>
                {trying.then(|| view! { <td class="register-number">{line.tried}</td> })}
                {told.then(|| view! { <td class="register-number">{line.published}</td> })}
                <td>{line.why}</td>
            </tr>
        }
    };
    let rows = lines.into_iter().map(draw).collect_view();
    view! {
        {mark.map(|said| view! { <p class="notice" id="supposed"><Icon shape=Shape::Warning /><span>{said}</span></p> })}
        <section class="card section" id="pay-sums">{paragraphs(sums)}</section>
        <div class="table-scroll">
            <table class="pay">
                <thead><tr>
                    <th scope="col">{words::RANK}</th><th scope="col">{words::ORG}</th><th scope="col">{words::TOTAL}</th>
                    <th scope="col">{words::TIER}</th><th scope="col">{words::COEFFICIENT}</th><th scope="col">{amount}</th>
                    {trying.then(|| view! { <th scope="col">{words::TRIED}</th> })}
                    {told.then(|| view! { <th scope="col">{words::PUBLISHED_AMOUNT}</th> })}
                    <th scope="col">{words::WHY}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <section class="card section" id="fairness"><h2>{words::FAIR}</h2>
            {told_of(fair.flat, fair.spread)}
            {tried_fair.map(|fair| view! {
                <div id="fairness-tried"><h3>{words::TRIED_FAIR}</h3>{told_of(fair.flat, fair.spread)}</div>
            })}
            {list(words::BY_TOWNSHIP, fair.townships)}
            <div id="by-size">{list(words::BY_SIZE, fair.sizes)}</div>
        </section>
    }
}
