//! The county publishes what a scheme comes to, and sees what it has published.

use leptos::{html::Dialog, prelude::*};
use taizhang_ledger::{
    Command, Ledger,
    points::{Paid, Published, Roll},
};

use crate::{
    state::{Book, Toasts},
    text::{self, points as words},
    widgets::{Icon, Shape},
};

/// What is known of the roster: what is wrong with it, and where nobody is on it.
fn told(ledger: &Ledger, roll: &Roll) -> (Vec<String>, Option<String>) {
    let unreadable = (roll.unreadable > 0).then(|| words::unreadable(roll.unreadable));
    let wrong = unreadable.into_iter().chain(roll.unfit.iter().map(words::unfit)).collect();
    let names: Vec<&str> = roll.missing.iter().map(|org| ledger.orgs().name(org)).collect();
    (wrong, (!names.is_empty()).then(|| words::missing(&names)))
}

/// What is published, its sum, and whether today's reckoning is another.
#[component]
pub(super) fn Publishing(
    /// The scheme, by its id.
    scheme: String,
    /// What it comes to now.
    now: Paid,
    /// What holds of what was published.
    standing: Vec<Published>,
    /// What was published before.
    #[prop(into)]
    older: Vec<Published>,
    /// Whether today's reckoning is another for somebody.
    differs: bool,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let dialog = NodeRef::<Dialog>::new();
    let (wrong, missing) = book.read_untracked(|ledger| told(ledger, &now.roll));
    let people = now.roll.takers.iter().filter(|one| one.known).count();
    let sum = now.published_sum();
    let ready = wrong.is_empty() && people > 0 && sum.is_some();
    let sum = sum.unwrap_or_default();
    let budget = now.simulation.budget;
    let beside = words::beside(budget, budget.and_then(|budget| budget.checked_sub(sum)));
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let publish = move |_| {
        close();
        match book.run(Command::PublishPay { scheme: scheme.clone(), seen: sum }) {
            Ok(_) => toasts.done(words::PUBLISHED_NOW),
            Err(why) => toasts.error(text::refusal(&why)),
        }
    };
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let amounts = standing.iter().map(|one| one.slip.amount).fold(0_i64, i64::saturating_add);
    let newest = standing.iter().max_by_key(|one| one.at);
    let again = newest.is_some();
    let said = newest.map_or_else(
        || words::NOT_PUBLISHED.to_owned(),
        |one| {
            format!(
                "{}。{}",
                words::published_by(one.at, &one.by.person),
                words::published_sum(standing.len(), amounts)
            )
        },
    );
    let notices =
        wrong.into_iter().map(|said| view! { <p class="notice"><Icon shape=Shape::Warning /><span>{said}</span></p> });
    let history = older.iter().map(|one| view! { <li>{words::older(one)}</li> }).collect_view();
    view! {
        <section class="card section" id="publishing">
            <h2>{words::PUBLISH_TITLE}</h2>
            <p id="published-said">{said}</p>
            {differs.then(|| view! { <p class="notice" id="published-differs"><Icon shape=Shape::Warning /><span>{words::TODAY_DIFFERS}</span></p> })}
            {notices.collect_view()}
            {missing.clone().map(|said| view! { <p class="quiet" id="roster-missing">{said}</p> })}
            {ready.then(|| view! {
                <p class="page-acts no-print">
                    <button type="button" class="button-main" id="publish" on:click=open>
                        {if again { words::PUBLISH_AGAIN } else { words::PUBLISH }}
                    </button>
                </p>
            })}
            {(!older.is_empty()).then(|| view! {
                <details id="published-before"><summary>{words::HISTORY}</summary><ul>{history}</ul></details>
            })}
        </section>
        <dialog node_ref=dialog class="keys-help" aria-labelledby="publish-title">
            <h2 id="publish-title">{words::PUBLISH_TITLE}</h2>
            <p id="publish-sums">{words::to_publish(people, sum)}{beside}</p>
            {missing.map(|said| view! { <p>{said}</p> })}
            <p class="quiet">{words::PUBLISH_EXPLAINED}</p>
            <p class="page-acts">
                <button type="button" class="button-main" id="publish-now" on:click=publish>{words::PUBLISH}</button>
                <button type="button" class="button" on:click=move |_| close()>{words::CANCEL}</button>
            </p>
        </dialog>
    }
}
