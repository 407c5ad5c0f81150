//! The schemes and rewards of the taskbook.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Ledger, OrgId};

use super::{
    applications, sees_pay,
    totals::AllPay,
    waiting::{ScoresWaiting, scores_waiting},
};
use crate::{
    pages::register::Switch,
    state::{Book, Session, Today, scored, taking_part, total},
    text::points as words,
};

/// A scheme or a reward.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Card {
    to: String,
    name: String,
    why: String,
    /// This organisation's own score, where it takes part itself; of a reward, how its application stands.
    score: Option<String>,
}

/// Those that this organisation, or one below it, takes part in.
fn cards(ledger: &Ledger, own: &OrgId, today: chrono::NaiveDate) -> (Vec<Card>, Vec<Card>) {
    let schemes = ledger.schemes().filter_map(|scheme| {
        let members = taking_part(ledger, &scheme.kinds, own);
        let score = members.contains(&own).then(|| total(scheme, &scored(ledger, scheme, own, today)).ok()).flatten();
        (!members.is_empty()).then(|| Card {
            to: format!("/points/{}", scheme.id),
            name: scheme.name.clone(),
            why: scheme.why.clone(),
            score: score.map(words::score),
        })
    });
    let shared = ledger.rewards().filter(|reward| !taking_part(ledger, &reward.kinds, own).is_empty());
    let rewards = shared.map(|reward| Card {
        to: format!("/rewards/{}", reward.id),
        name: reward.name.clone(),
        why: reward.why.clone(),
        score: applications::card(ledger, reward, own),
    });
    (schemes.collect(), rewards.collect())
}

/// The page.
#[component]
pub fn PointsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let pay = book.read_untracked(|ledger| sees_pay(ledger, &own));
    let all = Memo::new(move |_| book.read(|ledger| cards(ledger, &own, today.date.get())));
    let part = |title: &'static str, cards: Vec<Card>| {
        let line = |card: Card| {
            view! {
                <li>
                    <A href=card.to attr:class="row">
                        <span class="row-title">{card.name}</span>
                        <span class="row-foot">{card.score.map(|score| view! { <b>{score}</b> })}<span>{card.why}</span></span>
                    </A>
                </li>
            }
        };
        (!cards.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2>{title}</h2>
                    <ul class="rows">{cards.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <Switch />
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <ScoresWaiting all=scores_waiting() />
        {pay.then(|| view! { <AllPay /> })}
        {move || {
            let (schemes, rewards) = all.get();
            let none = schemes.is_empty() && rewards.is_empty();
            view! {
                {none.then(|| view! { <p class="card empty">{words::NONE}</p> })}
                {part(words::SCHEMES, schemes)}
                {part(words::REWARDS, rewards)}
            }
        }}
    }
}
