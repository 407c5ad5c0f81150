//! The records behind an indicator, and whether all of them have arrived.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Indicator, Ledger, OrgId,
    expr::Expr,
    indicator::SourceRecord,
    register::{Column, ColumnKind},
};

use crate::{
    state::{Book, Counted, Today, counted},
    text::{indicators as words, registers, submissions},
    widgets::address,
};

/// How many are drawn before one asks for more.
const PAGE: usize = 30;
/// As many cells of a row say which one it is.
const CELLS: usize = 3;

/// A record as a line shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    of: String,
    title: String,
    amount: Option<String>,
    branch: String,
    to: String,
    sent: bool,
}

fn line(ledger: &Ledger, indicator: &Indicator, one: &Counted, sent: bool) -> Option<Line> {
    let sum = indicator.sums.get(one.sum)?;
    let (title, to) = match &one.record {
        SourceRecord::Row(org, row) => {
            let found = ledger.row(org, *row)?;
            let register = ledger.register(&found.record.register)?;
            // The number stands beside it.
            let is_told = |column: &&Column| {
                column.kind != ColumnKind::Photo && !matches!(&sum.value, Expr::Row(id) if *id == column.id)
            };
            let told = register.columns.iter().filter(is_told);
            let cells = told.filter_map(|column| Some(registers::shown(ledger, column, found.value(&column.id)?)));
            let title = cells.take(CELLS).collect::<Vec<_>>().join(" · ");
            (title, format!("/registers/{}/{org}/{row}", register.id))
        }
        SourceRecord::Item(key) => (ledger.summary(key)?.title, address(key)),
        SourceRecord::Submission(_, form, period) => {
            let name = ledger.submission(form).map_or(form.as_str(), |one| one.name.as_str());
            (format!("{name} · {}", submissions::period(*period)), "/submissions".to_owned())
        }
        SourceRecord::Count(_, register, choice) => {
            let found = ledger.register(register)?;
            let choices = found.counted.as_ref().and_then(|counted| found.column(&counted.by));
            let of = choices.and_then(|column| column.choices.iter().find(|one| one.id == *choice));
            let title = format!("{} · {}", found.name, of.map_or(choice.as_str(), |one| one.name.as_str()));
            (title, format!("/registers/{register}"))
        }
        SourceRecord::Case(case) => (words::CASE.to_owned(), format!("/cases/{case}")),
    };
    Some(Line {
        of: sum.name.clone(),
        title,
        amount: words::part(ledger, sum, one.value),
        branch: ledger.orgs().name(&one.org).to_owned(),
        to,
        sent,
    })
}

/// Whether everything that this device wrote to a record has arrived.
fn is_sent(book: Book, record: &SourceRecord) -> bool {
    match record {
        SourceRecord::Row(_, row) => book.row_delivered(*row),
        SourceRecord::Item(key) => book.delivered(key),
        SourceRecord::Case(case) => book.case_delivered(*case),
        SourceRecord::Submission(org, form, period) => {
            let rows = book.read_untracked(|ledger| ledger.rows_of_submission(org, form, *period));
            rows.into_iter().all(|row| book.row_delivered(row))
        }
        SourceRecord::Count(branch, register, choice) => book.count_delivered(branch, register, choice),
    }
}

/// The list.
#[component]
pub fn Records(
    /// The indicator, and whose records.
    at: StoredValue<(Indicator, OrgId)>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let shown = RwSignal::new(PAGE);
    let all = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| at.with_value(|(indicator, org)| counted(ledger, indicator, org, day)))
    });
    let unsent = Memo::new(move |_| all.with(|all| all.iter().filter(|one| !is_sent(book, &one.record)).count()));
    // A row that was struck out or a new target changes the number without being one of its records.
    let arrived = Memo::new(move |_| at.with_value(|(_, org)| book.figures_delivered(org)));
    let said = move || match (unsent.get(), arrived.get()) {
        (0, true) => words::CONFIRMED.to_owned(),
        (0, false) => words::PROVISIONAL.to_owned(),
        (some, _) => words::provisional(some),
    };
    let lines = move || {
        all.with(|all| {
            book.read_untracked(|ledger| {
                let line = |one: &Counted| {
                    at.with_value(|(indicator, _)| line(ledger, indicator, one, is_sent(book, &one.record)))
                };
                all.iter().take(shown.get()).filter_map(line).collect::<Vec<_>>()
            })
        })
    };
    let rest = move || all.with(Vec::len).saturating_sub(shown.get());
    view! {
        <section class="section">
            <h2>{words::RECORDS}</h2>
            <p class="quiet" id="figure-sent" role="status">{said}</p>
            <Show when=move || !all.with(Vec::is_empty) fallback=|| view! { <p class="card empty">{words::NO_RECORDS}</p> }>
                <ul class="rows" id="figure-records">
                    <For each=lines key=Clone::clone let:one>
                        <li>
                            <A href=one.to attr:class="row figure-record">
                                <span class="row-title">{one.title}</span>
                                <b>{one.amount}</b>
                                <span class="row-foot">
                                    <span class="badge badge-aside">{one.of}</span>
                                    {(!one.sent).then(|| view! { <span class="badge badge-wait">{words::UNSENT}</span> })}
                                    <span class="row-branch">{one.branch}</span>
                                </span>
                            </A>
                        </li>
                    </For>
                </ul>
                <Show when=move || { rest() > 0 }>
                    <p class="print-only" id="figure-left-out">{move || words::left_out(rest())}</p>
                    <button type="button" class="button-quiet more no-print" on:click=move |_| shown.update(|n| *n += PAGE)>
                        {move || words::more(rest())}
                    </button>
                </Show>
            </Show>
        </section>
    }
}
