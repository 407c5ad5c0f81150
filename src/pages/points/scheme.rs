//! A scheme: one's own points; those of the branches below; for the county what everybody would be paid.

use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};
use taizhang_ledger::{OrgId, points::Scheme};

use super::{one::OnePoints, pay::PayPage, published::PublishedBelow, sees_pay};
use crate::{
    state::{Book, Session, Today, scored, taking_part, total},
    text::points as words,
};

/// The page.
#[component]
pub fn SchemePage() -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let (params, query) = (use_params_map(), use_query_map());
    let place = Memo::new(move |_| {
        let id = params.with(|params| params.get("scheme"))?;
        let of = query.with(|query| query.get("of")).and_then(|of| of.parse::<OrgId>().ok());
        book.read(|ledger| {
            let scheme = ledger.scheme(&id)?.clone();
            let members = taking_part(ledger, &scheme.kinds, &own);
            let of = of.filter(|of| members.contains(&of));
            // A branch sees itself, and nobody else's score.
            let of = of.or_else(|| members.contains(&&own).then(|| own.clone()));
            Some((scheme, of, sees_pay(ledger, &own)))
        })
    });
    move || match place.get() {
        None => view! { <p class="card empty">{words::UNKNOWN}</p> }.into_any(),
        Some((scheme, of, pay)) => {
            let (name, why) = (scheme.name.clone(), scheme.why.clone());
            let up = of.is_some().then(|| format!("/points/{}", scheme.id)).filter(|_| of.as_ref() != Some(&own_org()));
            let body = match of {
                Some(org) => view! { <OnePoints scheme org /> }.into_any(),
                None if pay => view! { <PayPage scheme /> }.into_any(),
                None => view! { <Scores scheme /> }.into_any(),
            };
            view! {
                <p class="register-back no-print"><A href="/points">{words::TITLE}</A>
                    {up.map(|up| view! { " · "<A href=up>{words::UP}</A> })}
                </p>
                <h1 class="page-title">{name}</h1>
                <p class="quiet">{why}</p>
                {body}
            }
            .into_any()
        }
    }
}

fn own_org() -> OrgId {
    expect_context::<Session>().identity().org
}

/// The scores of the branches of a township.
#[component]
fn Scores(scheme: Scheme) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = own_org();
    let id = scheme.id.clone();
    let published = (scheme.clone(), own.clone());
    let lines = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| {
            let members = taking_part(ledger, &scheme.kinds, &own).into_iter();
            let mut lines: Vec<_> = members
                .map(|org| {
                    let score = total(&scheme, &scored(ledger, &scheme, org, day)).unwrap_or_default();
                    (org.clone(), ledger.orgs().name(org).to_owned(), score)
                })
                .collect();
            lines.sort_by_key(|(_, _, score)| std::cmp::Reverse(*score));
            lines
        })
    });
    let draw = move |(org, name, score): (OrgId, String, taizhang_ledger::points::Points)| {
        let to = format!("/points/{id}?of={org}");
        view! { <tr><td><A href=to>{name}</A></td><td class="register-number">{words::score(score)}</td></tr> }
    };
    view! {
        <p>{words::PROVISIONAL}</p>
        <p class="quiet">{words::BY_ENTRIES}</p>
        <div class="table-scroll">
            <table class="pay">
                <thead><tr><th scope="col">{words::ORG}</th><th scope="col">{words::TOTAL}</th></tr></thead>
                <tbody>{move || lines.get().into_iter().map(draw.clone()).collect_view()}</tbody>
            </table>
        </div>
        <PublishedBelow scheme=published.0 org=published.1 />
    }
}
