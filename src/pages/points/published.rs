//! What the county has published of pay: one's own, those of a township, and on paper.

use leptos::prelude::*;
use taizhang_ledger::{
    Ledger, OrgId, Tier,
    points::{Published, Scheme},
};

use crate::{
    platform::page,
    state::{Book, Session},
    text::points as words,
    widgets::{Icon, Shape},
};

/// What the person in front of this device may see of it at a branch: of a branch's own people each sees theirs.
fn seen(ledger: &Ledger, session: Session, org: &OrgId, scheme: &str) -> Vec<Published> {
    let mut standing = ledger.standing_pay(org, scheme);
    if session.tier() == Tier::Branch {
        let own = session.author().person;
        standing.retain(|one| one.slip.person.as_deref() == Some(own.trim()));
    }
    standing
}

/// 我的绩效, or that of a branch's people as those above see it; nothing where nothing was published.
#[component]
pub(super) fn PublishedAt(scheme: String, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let all = Memo::new(move |_| book.read(|ledger| seen(ledger, session, &org, &scheme)));
    let title = if session.tier() == Tier::Branch { words::MY_PAY } else { words::PUBLISHED_LINES };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="card section" id="my-pay">
                <h2>{title}</h2>
                <For each=move || all.get() key=|one| one.row let:one><OneSlip one /></For>
            </section>
        </Show>
    }
}

/// A slip in words.
#[component]
fn OneSlip(one: Published) -> impl IntoView {
    let Published { by, at, slip, .. } = one;
    view! {
        <div class="slip">
            <p><b>{slip.person.clone().unwrap_or_else(|| words::TEAM.to_owned())}</b>" · "{slip.name.clone()}</p>
            <p class="figure-number">{words::money(slip.amount)}{words::YUAN}</p>
            <p>{words::TIER}"："{words::slip_tier(&slip)}</p>
            <p class="slip-formula">{words::slip_formula(&slip)}</p>
            <p class="quiet">{words::slip_parts(&slip)}</p>
            <p class="quiet">{words::published_by(at, &by.person)}</p>
        </div>
    }
}

/// The published lines of the branches at or below an organisation, and their slips to print; nothing where nothing was
/// published.
#[component]
pub(super) fn PublishedBelow(scheme: Scheme, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let of = scheme.id.clone();
    let all = Memo::new(move |_| book.read(|ledger| ledger.standing_pay_below(&org, &of)));
    let slips = RwSignal::new(false);
    let line = move |one: Published| {
        let name = book.read_untracked(|ledger| ledger.orgs().name(&one.branch).to_owned());
        let tier = one.slip.tier.as_ref().map_or(words::NO_TIER, |(_, name)| name.as_str()).to_owned();
        view! {
            <tr>
                <td>{name}</td>
                <td>{one.slip.person.unwrap_or_else(|| words::TEAM.to_owned())}</td>
                <td>{tier}</td>
                <td class="register-number">{one.slip.coefficient.exact().map(words::coefficient)}</td>
                <td class="register-number">{words::money(one.slip.amount)}</td>
            </tr>
        }
    };
    let table = move || {
        view! {
            <div class="table-scroll">
                <table class="pay" id="published">
                    <thead><tr>
                        <th scope="col">{words::ORG}</th><th scope="col">{words::PERSON}</th><th scope="col">{words::TIER}</th>
                        <th scope="col">{words::COEFFICIENT}</th><th scope="col">{words::AMOUNT}</th>
                    </tr></thead>
                    <tbody>{all.get().into_iter().map(line).collect_view()}</tbody>
                </table>
            </div>
            <p class="page-acts no-print">
                <button type="button" class="button-quiet" id="slips" on:click=move |_| slips.set(true)>
                    <Icon shape=Shape::Print />{words::SLIPS}
                </button>
            </p>
        }
    };
    let paper = move || {
        let named = move |one: Published| {
            let name = book.read_untracked(|ledger| ledger.orgs().name(&one.branch).to_owned());
            view! { <section class="card slip-paper"><p>{name}</p><OneSlip one /></section> }
        };
        view! {
            <p class="quiet no-print">{words::SLIPS_EXPLAINED}</p>
            <p class="page-acts no-print">
                <button type="button" class="button-main" on:click=move |_| page::print()>{words::PRINT}</button>
                <button type="button" class="button" on:click=move |_| slips.set(false)>{words::SLIPS_DONE}</button>
            </p>
            {all.get().into_iter().map(named).collect_view()}
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="section">
                <h2>{words::PUBLISHED_LINES}</h2>
                {move || if slips.get() { paper().into_any() } else { table().into_any() }}
            </section>
        </Show>
    }
}
