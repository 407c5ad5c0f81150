//! 填报负担: the fields asked of branches in a month, form by form, and what was made of records without asking.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Ledger, OrgId, Organisation, Tier,
    burden::{Asked, Burden},
    expr::Exact,
    submission::{Every, Period},
};

use super::register::Switch;
use crate::{
    state::{Book, Session, Today},
    text::{burden as words, indicators, suggestions},
    widgets::{Bar, BarRows},
};

/// What all branches of an organisation were asked for in a month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sheet {
    /// A line a form: its name, what was asked, why.
    lines: Vec<(String, Asked, String)>,
    all: Asked,
    handed_in: Asked,
    orgs: usize,
    /// The fields of each branch.
    by_org: Vec<(String, usize)>,
}

fn branches<'a>(ledger: &'a Ledger, own: &'a OrgId) -> impl Iterator<Item = &'a Organisation> {
    ledger.orgs().iter().filter(|org| org.kind.tier() == Tier::Branch && ledger.orgs().within(&org.id, own))
}

fn read(ledger: &Ledger, own: &OrgId, period: Period) -> Sheet {
    let each: Vec<(String, Burden)> =
        branches(ledger, own).map(|org| (org.name.clone(), ledger.burden(&org.id, period))).collect();
    let mut sheet = Sheet { orgs: each.len(), ..Sheet::default() };
    let mut forms: BTreeMap<&str, Asked> = BTreeMap::new();
    let (mut tasks, mut cases, mut scores) = (Asked::default(), Asked::default(), Asked::default());
    for (name, burden) in &each {
        for (id, asked) in &burden.registers {
            add(forms.entry(id).or_default(), *asked);
        }
        add(&mut tasks, burden.tasks);
        add(&mut cases, burden.cases);
        add(&mut scores, burden.scores);
        add(&mut sheet.handed_in, burden.handed_in);
        sheet.by_org.push((name.clone(), burden.fields()));
    }
    let mut lines: Vec<_> = forms
        .into_iter()
        .filter_map(|(id, asked)| {
            let register = ledger.register(id)?;
            Some((register.name.clone(), asked, register.why.clone()))
        })
        .collect();
    lines.push((words::TASKS.to_owned(), tasks, words::TASKS_WHY.to_owned()));
    lines.push((words::CASES.to_owned(), cases, words::CASES_WHY.to_owned()));
    lines.push((words::SCORES.to_owned(), scores, words::SCORES_WHY.to_owned()));
    lines.retain(|(_, asked, _)| asked.rows > 0);
    lines.sort_by_key(|(_, asked, _)| std::cmp::Reverse(asked.fields));
    for (_, asked, _) in &lines {
        add(&mut sheet.all, *asked);
    }
    sheet.lines = lines;
    sheet.by_org.sort_by_key(|(_, fields)| std::cmp::Reverse(*fields));
    sheet
}

fn add(sum: &mut Asked, more: Asked) {
    sum.rows += more.rows;
    sum.fields += more.fields;
}

/// The months that can be looked at, the latest first; in January also December, where its documents are here.
fn months(ledger: &Ledger, today: NaiveDate) -> Vec<Period> {
    let year = ledger.year();
    let last = if i32::from(year) < today.year() { 12 } else { today.month() };
    let month = |year, number| Period { every: Every::Month, year, number };
    let mut all: Vec<Period> = (1..=last).rev().map(|number| month(year, number)).collect();
    let before = year.saturating_sub(1);
    if last == 1 && ledger.documents().any(|doc| doc.year() == before && doc.owner().is_some()) {
        all.push(month(before, 12));
    }
    all
}

/// The latest month; the one before it while nothing has been asked for in it yet, as on its first days.
fn opens_with(ledger: &Ledger, own: &OrgId, months: &[Period]) -> Option<Period> {
    let latest = months.first()?;
    let asked = branches(ledger, own).any(|org| ledger.burden(&org.id, *latest).fields() > 0);
    months.get(1).filter(|_| !asked).or(Some(latest)).copied()
}

/// The page.
#[component]
pub fn BurdenPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let own = expect_context::<Session>().identity().org;
    let day = today.date.get_untracked();
    let months = book.read_untracked(|ledger| months(ledger, day));
    let month = RwSignal::new(book.read_untracked(|ledger| opens_with(ledger, &own, &months)));
    let sheet = Memo::new(move |_| {
        book.read(|ledger| month.get().map(|period| read(ledger, &own, period)).unwrap_or_default())
    });
    let bars = Memo::new(move |_| {
        sheet.with(|sheet| {
            let bar = |(name, fields): &(String, usize)| Bar {
                name: name.clone(),
                said: Some(fields.to_string()),
                value: i128::try_from(*fields).ok().map(Exact::from_integer),
                ..Bar::default()
            };
            if sheet.orgs > 1 { sheet.by_org.iter().map(bar).collect() } else { Vec::new() }
        })
    });
    let months = months.into_iter().map(|period| {
        let year = (i32::from(period.year) != day.year()).then_some(i32::from(period.year));
        let selected = month.get_untracked() == Some(period);
        view! { <option value=period.to_string() selected=selected>{words::month(year, indicators::month(period.number))}</option> }
    });
    let months = months.collect_view();
    view! {
        <Switch />
        <h1 class="page-title">{words::TITLE}</h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <p class="page-acts no-print"><A href="/suggestions" attr:class="button">{suggestions::TITLE}</A></p>
        <label class="field field-short no-print"><span>{words::MONTH}</span>
            <select id="burden-month" on:change=move |event| {
                month.set(event_target_value(&event).parse().ok());
            }>{months}</select>
        </label>
        <p role="status">{move || sheet.with(|sheet| words::asked(sheet.all.fields, sheet.orgs))}</p>
        <p class="quiet" id="burden-saved">{move || sheet.with(|sheet| words::saved(sheet.handed_in.rows, sheet.handed_in.fields))}</p>
        <Show when=move || !sheet.with(|sheet| sheet.lines.is_empty()) fallback=|| view! { <p class="card empty">{words::NONE}</p> }>
            <Table sheet />
        </Show>
        <Show when=move || !bars.with(Vec::is_empty)>
            <section class="card section"><h2>{words::BY_ORG}</h2><BarRows bars /></section>
        </Show>
    }
}

#[component]
fn Table(sheet: Memo<Sheet>) -> impl IntoView {
    let lines = move || {
        sheet.with(|sheet| {
            let line = |(name, asked, why): &(String, Asked, String)| {
                view! {
                    <tr>
                        <td data-label=words::FORM>{name.clone()}</td>
                        <td class="register-number" data-label=words::ROWS>{asked.rows}</td>
                        <td class="register-number" data-label=words::FIELDS>{asked.fields}</td>
                        <td class="register-number" data-label=words::AVERAGE>{words::average(asked.fields, sheet.orgs)}</td>
                        <td data-label=words::WHY>{why.clone()}</td>
                    </tr>
                }
            };
            sheet.lines.iter().map(line).collect_view()
        })
    };
    let total = move || {
        sheet.with(|sheet| {
            view! {
                <th scope="row">{words::TOTAL}</th>
                <td class="register-number" data-label=words::ROWS>{sheet.all.rows}</td>
                <td class="register-number" data-label=words::FIELDS>{sheet.all.fields}</td>
                <td class="register-number" data-label=words::AVERAGE>{words::average(sheet.all.fields, sheet.orgs)}</td>
                <td class="register-none"></td>
            }
        })
    };
    view! {
        <div class="table-scroll">
            <table class="register" id="burden">
                <thead><tr>
                    <th scope="col">{words::FORM}</th><th scope="col" class="register-number">{words::ROWS}</th>
                    <th scope="col" class="register-number">{words::FIELDS}</th>
                    <th scope="col" class="register-number">{words::AVERAGE}</th><th scope="col">{words::WHY}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
                <tfoot><tr>{total}</tr></tfoot>
            </table>
        </div>
    }
}
