//! 已停用: registers that the county has withdrawn and in which something stands here.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Ledger, OrgId};

use super::keepers;
use crate::{
    state::{Book, Session},
    text::{registers as words, withdrawn},
};

/// Each with its name in code, its name, and how many rows are in force.
fn lines(ledger: &Ledger, own: &OrgId) -> Vec<(String, String, usize)> {
    let rows = |id: &str, register| {
        let keepers = keepers(ledger, own, register);
        let rows = keepers.iter().flat_map(|org| ledger.register_rows(org, id));
        rows.filter(|row| row.struck_out().is_none()).count()
    };
    let retired = ledger.registers().into_iter().filter(|register| register.retired);
    let all = retired.map(|one| (one.id.clone(), one.name.clone(), rows(&one.id, one)));
    all.filter(|(.., rows)| *rows > 0).collect()
}

/// The fold; nothing while there are none.
#[component]
pub fn Withdrawn() -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let all = Memo::new(move |_| book.read(|ledger| lines(ledger, &own)));
    let line = |(id, name, rows): (String, String, usize)| {
        view! { <li><A href=format!("/registers/{id}")>{name}</A>" "<span class="quiet">{words::rows(rows, 0)}</span></li> }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <details class="card section no-print" id="withdrawn">
                <summary>{move || withdrawn::fold(all.with(Vec::len))}</summary>
                <ul>{move || all.get().into_iter().map(line).collect_view()}</ul>
            </details>
        </Show>
    }
}
