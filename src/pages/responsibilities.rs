//! 四个责任: whose each of the four is at an organisation, and what they did, from the records that they signed.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};
use taizhang_ledger::{
    Ledger, OrgId,
    responsibility::{DeedOf, Done, Duty, REGISTER, Responsibility, Responsible},
};

use super::register::Switch;
use crate::{
    platform::page,
    state::{Book, Session},
    text::{self, indicators, registers, responsibilities as words},
    widgets::{Icon, Shape, address},
};

/// How many records of one person are named; the others are counted.
const SHOWN: usize = 12;

/// A record as a line shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    title: String,
    to: String,
    said: String,
}

/// Somebody as they are drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Person {
    name: String,
    /// The row that names them; none for who is known by their post.
    row: Option<String>,
    lines: Vec<Line>,
    more: usize,
}

/// One of the four as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Card {
    duty: Duty,
    people: Vec<Person>,
}

fn line(ledger: &Ledger, org: &OrgId, done: &Done) -> Option<Line> {
    let at = |branch: &OrgId, title: &str| {
        if branch == org { title.to_owned() } else { format!("{} · {title}", ledger.orgs().name(branch)) }
    };
    let (title, to) = match &done.of {
        DeedOf::Item(key) => (at(&key.branch, &ledger.summary(key)?.title), address(key)),
        DeedOf::Case(id) => (at(&ledger.case(*id)?.branch, indicators::CASE), format!("/cases/{id}")),
        DeedOf::Row(id) => {
            let row = ledger.row(org, *id)?;
            (registers::title(ledger, &row)?, format!("/registers/{}/{org}/{id}", row.record.register))
        }
        DeedOf::Inspection(id) => {
            (at(&ledger.inspection(*id)?.branch, words::INSPECTION), format!("/inspections/{id}"))
        }
        DeedOf::Task(id) => (words::issued(&ledger.task(*id)?.title), format!("/given/{id}")),
    };
    Some(Line { title, to, said: words::done(done.day, done.times) })
}

fn person(ledger: &Ledger, org: &OrgId, one: &Responsible) -> Person {
    Person {
        name: one.name.clone(),
        row: one.row.map(|row| format!("/registers/{REGISTER}/{org}/{row}")),
        lines: one.done.iter().take(SHOWN).filter_map(|done| line(ledger, org, done)).collect(),
        more: one.done.len().saturating_sub(SHOWN),
    }
}

fn cards(ledger: &Ledger, org: &OrgId) -> Vec<Card> {
    let card = |one: Responsibility| Card {
        duty: one.duty,
        people: one.people.iter().map(|found| person(ledger, org, found)).collect(),
    };
    ledger.responsibilities(org).into_iter().map(card).collect()
}

/// The organisations right below, each with which of the four have no name and which no record.
fn below(ledger: &Ledger, org: &OrgId) -> Vec<(OrgId, String, String)> {
    let children = ledger.orgs().iter().filter(|one| one.parent.as_ref() == Some(org));
    let told: Vec<OrgId> = ledger.responsible_orgs(org);
    let line = |id: &OrgId| {
        let all = ledger.responsibilities(id);
        let without = |holds: &dyn Fn(&Responsible) -> bool| {
            let those = all.iter().filter(|one| !one.people.iter().any(holds));
            those.map(|one| one.duty).collect::<Vec<_>>()
        };
        let unnamed = without(&|one| one.row.is_some());
        let idle = without(&|one| !one.done.is_empty());
        words::lacks(&unnamed, &idle)
    };
    let those = children.filter(|one| told.contains(&one.id));
    those.map(|one| (one.id.clone(), one.name.clone(), line(&one.id))).collect()
}

/// The page.
#[component]
pub fn ResponsibilitiesPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let own = expect_context::<Session>().identity().org;
    let query = use_query_map();
    let org = {
        let own = own.clone();
        Memo::new(move |_| {
            let of = query.with(|query| query.get("of")).and_then(|of| of.parse::<OrgId>().ok());
            let of = of.filter(|of| book.read_untracked(|ledger| ledger.orgs().within(of, &own)));
            of.unwrap_or_else(|| own.clone())
        })
    };
    let all = Memo::new(move |_| {
        let org = org.get();
        book.read(|ledger| (ledger.orgs().name(&org).to_owned(), cards(ledger, &org)))
    });
    let others = Memo::new(move |_| {
        let org = org.get();
        book.read(|ledger| below(ledger, &org))
    });
    let up = move || {
        let found = book.read(|ledger| ledger.orgs().get(&org.get()).and_then(|org| org.parent.clone()));
        found.filter(|_| org.get() != own).map(|up| {
            view! { " · "<A href=format!("/responsibilities?of={up}")>{indicators::UP}</A> }
        })
    };
    view! {
        <Switch />
        <p class="register-back no-print"><A href="/indicators">{indicators::TITLE}</A>{up}</p>
        <h1 class="page-title">{words::TITLE}<small>{move || all.with(|(name, _)| name.clone())}</small></h1>
        <p class="quiet">{words::EXPLAINED}</p>
        <For each=move || all.with(|(_, cards)| cards.clone()) key=Clone::clone let:card><One card /></For>
        <p class="page-acts no-print">
            <A href=format!("/registers/{REGISTER}") attr:class="button">{words::REGISTER_WHO}</A>
            <button type="button" class="button-quiet" on:click=move |_| page::print()><Icon shape=Shape::Print />{words::PRINT}</button>
        </p>
        <Show when=move || !others.with(Vec::is_empty)>
            <section class="section" id="responsible-below">
                <h2>{indicators::BELOW}</h2>
                <ul class="rows">
                    <For each=move || others.get() key=Clone::clone let:one>
                        <li><A href=format!("/responsibilities?of={}", one.0) attr:class="row">
                            <span class="row-title">{one.1}</span><span class="row-foot"><span>{one.2}</span></span>
                        </A></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn One(card: Card) -> impl IntoView {
    let nobody = card.people.is_empty();
    let draw = |one: Person| {
        let none = one.lines.is_empty();
        let name = match one.row {
            Some(to) => view! { <A href=to>{one.name}</A> }.into_any(),
            None => view! { <b>{one.name}</b> }.into_any(),
        };
        let lines = one.lines.into_iter().map(|line| {
            view! { <li><A href=line.to>{line.title}</A>" "<span class="quiet">{line.said}</span></li> }
        });
        view! {
            <div class="responsible" data-none=none.to_string()>
                <p>{name}{none.then(|| view! { " "<span class="badge badge-wait">{words::NOTHING}</span> })}</p>
                <ul>{lines.collect_view()}</ul>
                {(one.more > 0).then(|| view! { <p class="quiet">{words::more(one.more)}</p> })}
            </div>
        }
    };
    view! {
        <section class="card section" data-duty=card.duty.word()>
            <h2>{text::responsibilities::duty(card.duty)}</h2>
            {nobody.then(|| view! { <p class="quiet">{words::NOBODY}</p> })}
            {card.people.into_iter().map(draw).collect_view()}
        </section>
    }
}
