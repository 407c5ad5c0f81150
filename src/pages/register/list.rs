//! 登记簿: the registers that this organisation keeps, and those kept below it.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Ledger, OrgId, answer::is_of_suggestions, submission::is_of_acts};

use super::{about::AboutUs, keepers, withdrawn::Withdrawn};
use crate::{
    state::{Book, Session, Today},
    text::{guides, indicators, points, registers as words, submissions, suggestions},
    widgets::{Icon, Shape},
};

/// A register with what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: String,
    name: String,
    why: String,
    said: String,
    ours: bool,
    sealed: bool,
}

fn lines(ledger: &Ledger, own: &OrgId, today: NaiveDate) -> Vec<Line> {
    let read = |register: &taizhang_ledger::Register| {
        let keepers = keepers(ledger, own, register);
        let ours = keepers.contains(own);
        let mut counts = Vec::new();
        let mut flawed = 0;
        for org in &keepers {
            let rows: Vec<_> =
                ledger.register_rows(org, &register.id).filter(|row| row.struck_out().is_none()).collect();
            flawed += rows
                .iter()
                .filter(|row| !row.flaws(register).is_empty() || !row.gaps(register, ledger, today).is_empty())
                .count();
            counts.push(rows.len());
        }
        let all: usize = counts.iter().sum();
        let without = counts.iter().filter(|count| **count == 0).count();
        let said = if ours { words::rows(all, flawed) } else { words::rows_below(all, keepers.len(), without) };
        let (id, name, why) = (register.id.clone(), register.name.clone(), register.why.clone());
        let line = Line { id, name, why, said, ours, sealed: register.sealed };
        (!keepers.is_empty()).then_some(line)
    };
    // What was handed in, reminded of and suggested has pages of its own.
    let by_hand = |register: &&taizhang_ledger::Register| {
        !register.retired && !is_of_acts(&register.id) && !is_of_suggestions(&register.id)
    };
    ledger.registers().into_iter().filter(by_hand).filter_map(read).collect()
}

/// The page.
#[component]
pub fn RegistersPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let today = expect_context::<Today>();
    let all = Memo::new(move |_| book.read(|ledger| lines(ledger, &own, today.date.get())));
    let part = move |ours: bool| {
        let those: Vec<_> = all.get().into_iter().filter(|line| line.ours == ours).collect();
        let title = if ours { words::OURS } else { words::BELOW };
        (!those.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2>{title}</h2>
                    <ul class="rows registers">{those.into_iter().map(|line| view! { <Card line /> }).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        <Switch />
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <p class="page-acts no-print">
            <A href="/guides" attr:class="button">{guides::TITLE}</A>
            <A href="/suggestions" attr:class="button">{suggestions::TITLE}</A>
        </p>
        <Show when=move || !all.with(Vec::is_empty) fallback=|| view! { <p class="card empty">{words::NONE_HERE}</p> }>
            {move || part(true)}
            {move || part(false)}
        </Show>
        <AboutUs />
        <Withdrawn />
    }
}

#[component]
fn Card(line: Line) -> impl IntoView {
    let to = format!("/registers/{}", line.id);
    let add = format!("{to}/new");
    view! {
        <li class="register-card">
            <A href=to attr:class="row">
                <span class="row-title">{line.name}
                    {line.sealed.then(|| view! { " "<span class="badge badge-aside">{words::SEALED}</span> })}
                </span>
                <span class="row-foot"><b>{line.said}</b><span>{line.why}</span></span>
            </A>
            {line.ours.then(|| view! {
                <A href=add attr:class="button"><Icon shape=Shape::Add />{words::ADD}</A>
            })}
        </li>
    }
}

/// The parts of the ledger: tasks, registers, and the indicators made of both.
#[component]
pub fn Switch() -> impl IntoView {
    view! {
        <nav class="switch no-print" aria-label=words::SWITCH>
            <A href="/tasks" exact=true>{words::TASKS}</A>
            <A href="/registers">{words::NAV}</A>
            <A href="/submissions">{submissions::NAV}</A>
            <A href="/indicators">{indicators::NAV}</A>
            <A href="/points">{points::NAV}</A>
        </nav>
    }
}
