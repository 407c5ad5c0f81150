//! What all sequences together come to beside the budget for all of them.

use leptos::prelude::*;
use taizhang_ledger::points::totals;

use crate::{
    state::{Book, Session, Today},
    text::points as words,
};

/// The sums, for the county.
#[component]
pub(super) fn AllPay() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let all = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| totals(ledger, &own, day))
    });
    let line = |(name, sum, published): (String, Option<i64>, bool)| {
        view! { <li>{words::of_all(&name, sum, published)}</li> }
    };
    view! {
        <Show when=move || all.with(|all| !all.schemes.is_empty())>
            <section class="card section" id="pay-all">
                <h2>{words::ALL_SEQUENCES}</h2>
                <ul>{move || all.get().schemes.into_iter().map(line).collect_view()}</ul>
                <p id="pay-all-sum">{move || all.with(words::all_sums)}</p>
            </section>
        </Show>
    }
}
