//! The county publishes what a scheme comes to, and sees what it has published.

use leptos::{html::Dialog, prelude::*};
use taizhang_ledger::{
    Command, Ledger,
    points::{Paid, Published, Roll},
};

use super::confirmed::behind;
use crate::{
    state::{Book, Connection, Session, Toasts},
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
    let connection = expect_context::<Connection>();
    let own = expect_context::<Session>().identity().org;
    // What is published is what the hub holds too: nothing on its way, nothing refused, nothing missing here.
    let behind = Memo::new(move |_| behind(book, connection));
    let dialog = NodeRef::<Dialog>::new();
    let appeals = book.read_untracked(|ledger| ledger.open_appeals(&own, &scheme));
    let (wrong, missing) = book.read_untracked(|ledger| told(ledger, &now.roll));
    let (people, sum) = (now.roll.takers.len(), now.simulation.sum);
    let ready = wrong.is_empty() && people > 0;
    let beside = words::beside(now.simulation.budget, now.simulation.left());
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let publish = move |_| {
        close();
        if behind.with_untracked(Option::is_some) {
            toasts.error(words::not_while_behind(&behind.get_untracked().unwrap_or_default()));
            return;
        }
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
            {(appeals > 0).then(|| view! {
                <p class="notice" id="appeals-open"><Icon shape=Shape::Warning /><span>{words::open_appeals(appeals)}</span></p>
            })}
            {move || behind.get().filter(|_| ready).map(|said| view! {
                <p class="notice" id="publish-behind" role="status"><Icon shape=Shape::Offline /><span>{words::not_while_behind(&said)}</span></p>
            })}
            {ready.then(|| view! {
                <p class="page-acts no-print">
                    <button type="button" class="button-main" id="publish" on:click=open disabled=move || behind.with(Option::is_some)>
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
