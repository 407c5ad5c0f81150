//! 报表: the official tables that are made of several registers, each to be read, printed and handed out.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use taizhang_sheets::{Cell, Kind, Sheet, Workbook};

use super::register::Switch;
use crate::{
    platform::page,
    state::{Book, Report, Session, Today, report_sheet, reports_of},
    text::{registers, reports as words},
    widgets::{Export, Icon, Shape},
};

/// A table of more columns lies across the sheet.
const UPRIGHT: usize = 6;

/// The page: one of them at a time.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let own = StoredValue::new(session.identity());
    let query = use_query_map();
    let asked = query.with_untracked(|query| query.get("table"));
    let all = Memo::new(move |_| {
        let day = today.date.get();
        own.with_value(|own| book.read(|ledger| reports_of(ledger, &own.org, day)))
    });
    let chosen: RwSignal<Option<Report>> =
        RwSignal::new(Report::ALL.into_iter().find(|report| asked.as_deref() == Some(report.word())));
    let shown = Memo::new(move |_| {
        let chosen = chosen.get();
        all.with(|all| chosen.filter(|one| all.contains(one)).or_else(|| all.first().copied()))
    });
    let options = move || {
        let option = |report: Report| {
            view! { <option value=report.word() selected=move || shown.get() == Some(report)>{report.name()}</option> }
        };
        all.get().into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let word = event_target_value(&event);
        chosen.set(Report::ALL.into_iter().find(|report| report.word() == word));
    };
    view! {
        <Switch />
        <h1 class="page-title no-print">{words::TITLE}</h1>
        <p class="quiet no-print">{words::EXPLAINED}</p>
        <Show when=move || shown.get().is_some() fallback=|| view! { <p class="card empty">{words::NONE}</p> }>
            <div class="filters no-print">
                <label class="field field-short"><span>{words::WHICH}</span>
                    <select id="report-of" on:change=choose>{options}</select>
                </label>
            </div>
            {move || shown.get().map(|report| view! { <One report /> })}
        </Show>
    }
}

#[component]
fn One(report: Report) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = StoredValue::new(expect_context::<Session>().identity());
    let sheet = Memo::new(move |_| {
        let day = today.date.get();
        own.with_value(|own| book.read(|ledger| report_sheet(report, ledger, &own.org, &own.org_name, day)))
    });
    let workbook = Callback::new(move |()| {
        let made = Some(today.date.get_untracked());
        Workbook { sheets: vec![sheet.get_untracked()], made }
    });
    view! {
        {move || sheet.with(|sheet| view! { <Table sheet=sheet.clone() /> })}
        <p class="page-acts no-print">
            <button type="button" class="button-quiet" on:click=move |_| page::print()><Icon shape=Shape::Print />{registers::PRINT}</button>
            <Export name=report.name() workbook one=true />
        </p>
    }
}

/// A sheet as it will be in the file.
#[component]
fn Table(sheet: Sheet) -> impl IntoView {
    let Sheet { title, note, columns, rows, totals, .. } = sheet;
    let wide = columns.len() > UPRIGHT;
    let headings = columns.iter().map(|column| {
        view! { <th scope="col" class:register-number={column.kind != Kind::Text}>{column.heading.clone()}</th> }
    });
    let headings = headings.collect_view();
    let line = |cells: Vec<Cell>| {
        let cells = cells.into_iter().zip(&columns).map(|(cell, column)| {
            let is_number = column.kind != Kind::Text && !matches!(cell, Cell::Text(_));
            let none = cell == Cell::Empty;
            view! {
                <td class:register-number=is_number class:register-none=none data-label=column.heading.clone()>{words::cell(&cell)}</td>
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let totals = totals.map(|totals| view! { <tfoot>{line(totals)}</tfoot> });
    let body = rows.into_iter().map(line).collect_view();
    view! {
        <h2 class="report-title">{title}</h2>
        <p class="quiet">{note}</p>
        <div class="table-scroll" class:register-wide=wide>
            <table class="register" id="report">
                <thead><tr>{headings}</tr></thead>
                <tbody>{body}</tbody>
                {totals}
            </table>
        </div>
    }
}
