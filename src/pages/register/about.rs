//! What those above wrote about this organisation into their own registers.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Ledger, OrgId, Register,
    answer::is_of_suggestions,
    register::{ColumnKind, Row},
    submission::is_of_acts,
};

use crate::{
    state::{Book, Session},
    text::{self, registers as words},
};

/// As many cells say what a row is about.
const CELLS: usize = 4;
/// As many are drawn.
const ROWS: usize = 30;

/// A row as a line shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    to: String,
    register: String,
    said: String,
    by: String,
}

fn lines(ledger: &Ledger, own: &OrgId) -> Vec<Line> {
    let line = |(keeper, register, row): (&OrgId, &Register, Row<'_>)| Line {
        to: format!("/registers/{}/{keeper}/{}", register.id, row.record.id),
        register: register.name.clone(),
        said: said(ledger, register, &row),
        by: format!("{} · {}", ledger.orgs().name(keeper), text::date(row.record.at.date())),
    };
    // Reminders and suggestions stand on pages of their own.
    let here = |id: &str| !is_of_acts(id) && !is_of_suggestions(id);
    let all = ledger.rows_about(own).into_iter();
    all.filter(|(_, register, _)| here(&register.id)).take(ROWS).map(line).collect()
}

/// What stands in its first columns, but for whom it is about.
fn said(ledger: &Ledger, register: &Register, row: &Row<'_>) -> String {
    let columns =
        register.columns.iter().filter(|one| !matches!(one.kind, ColumnKind::Organisation | ColumnKind::Photo));
    let cells = columns.filter_map(|column| Some(words::shown(ledger, column, row.value(&column.id)?)));
    cells.take(CELLS).collect::<Vec<_>>().join(" · ")
}

/// The list; nothing while there is nothing.
#[component]
pub fn AboutUs() -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let all = Memo::new(move |_| book.read(|ledger| lines(ledger, &own)));
    let line = |line: Line| {
        view! {
            <li>
                <A href=line.to attr:class="row">
                    <span class="row-title">{line.said}</span>
                    <span class="row-foot"><span class="badge badge-aside">{line.register}</span><span>{line.by}</span></span>
                </A>
            </li>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="section" id="about-us">
                <h2>{words::ABOUT_US}</h2>
                <ul class="rows">{move || all.get().into_iter().map(line).collect_view()}</ul>
            </section>
        </Show>
    }
}
