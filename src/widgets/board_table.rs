//! The table of a board: on a narrow screen each line is a card. Every number leads to its records.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Domain, OrgId, Tally};

use super::{Icon, Shape};
use crate::{
    state::{Book, Fields, Group, Line, Sheet},
    text::{
        self,
        ui::{board as words, day},
    },
};

/// Where the numbers of a board lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLinks {
    /// The township whose branches are shown; none for all.
    pub org: Option<OrgId>,
    /// The fields of work that are shown.
    pub fields: Fields,
    /// Whether lines are townships, which open into their branches.
    pub townships: bool,
}

impl SheetLinks {
    /// The records behind a sum.
    pub fn of_sum(&self, group: Group, soon: bool) -> String {
        address(self.org.as_ref(), self.fields, group, soon)
    }

    fn of(&self, line: &Line, fields: Option<Domain>, group: Group, soon: bool) -> String {
        let fields = fields.map_or(self.fields, Fields::One);
        address(line.org.as_ref().or(self.org.as_ref()), fields, group, soon)
    }

    /// What a line's name leads to: a township's branches, or a branch's tasks.
    fn of_name(&self, line: &Line) -> String {
        match &line.org {
            Some(org) if self.townships => format!("/board?of={org}&domain={}", self.fields.word()),
            _ => self.of(line, None, Group::Counted, false),
        }
    }
}

fn address(org: Option<&OrgId>, fields: Fields, group: Group, soon: bool) -> String {
    let org = org.map(|org| format!("&branch={org}")).unwrap_or_default();
    let domain = if fields == Fields::All { String::new() } else { format!("&domain={}", fields.word()) };
    let due = if soon { "&due=week" } else { "" };
    format!("/tasks?show={}{org}{domain}{due}", group.word())
}

/// The numbers of a line beside its fields of work: how they are called, how many, where they lead, how they look.
type Kind = (&'static str, fn(&Tally) -> u32, Group, bool, &'static str);

const KINDS: [Kind; 6] = [
    (words::OVERDUE, |tally| tally.overdue, Group::Overdue, false, "board-danger"),
    (words::SOON_SHORT, |tally| tally.due_soon, Group::Open, true, "board-wait"),
    (words::NOT_STARTED, |tally| tally.not_started, Group::NotStarted, false, "board-new"),
    (words::AWAITING, |tally| tally.awaiting, Group::Verdict, false, "board-wait"),
    (words::RETURNED, |tally| tally.returned, Group::Returned, false, "board-danger"),
    (words::LATE, |tally| tally.closed_late, Group::ClosedLate, false, "board-wait"),
];

/// The table. Rows and cells name their roles, since cards are no table to a browser.
#[component]
pub fn BoardTable(
    /// The board as it is laid out.
    sheet: Memo<Sheet>,
    /// The lines to draw.
    lines: Signal<Vec<Line>>,
    /// Where numbers lead.
    way: Memo<SheetLinks>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let names = Memo::new(move |_| {
        let name = |domain: &Domain| book.read(|ledger| text::domain(ledger, *domain));
        sheet.with(|sheet| sheet.domains.iter().map(name).collect::<Vec<_>>())
    });
    let first = move || if way.with(|way| way.townships) { words::TOWNSHIP } else { words::BRANCH };
    view! {
        <div class="table-scroll sheet-scroll" tabindex="0" role="region" aria-label=words::TITLE>
            <table class="board sheet" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{first}</th>
                        <th scope="col" role="columnheader">{words::WHOLE}</th>
                        {KINDS.map(|(name, ..)| view! { <th scope="col" role="columnheader">{name}</th> })}
                        <th scope="col" role="columnheader">{day::REMINDER}</th>
                        {move || names.get().into_iter().map(|name| view! {
                            <th scope="col" role="columnheader" class="sheet-domain">{name}</th>
                        }).collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {move || {
                        // A line says of each number what it is of.
                        names.track();
                        view! {
                            <For each=move || lines.get() key=Clone::clone let:line>
                                <SheetLine line way />
                            </For>
                        }
                    }}
                </tbody>
                <tfoot role="rowgroup">
                    {move || {
                        names.track();
                        let line = sheet.with(|sheet| sheet.sum.clone());
                        view! { <SheetLine line way /> }
                    }}
                </tfoot>
            </table>
        </div>
    }
}

#[component]
fn SheetLine(line: Line, way: Memo<SheetLinks>) -> impl IntoView {
    let book = expect_context::<Book>();
    let name = match &line.org {
        Some(org) => book.read_untracked(|ledger| ledger.orgs().name(org).to_owned()),
        None => words::WHOLE.to_owned(),
    };
    let to = way.get_untracked();
    let kinds = KINDS.map(|(what, of, group, soon, tone)| {
        let number = of(&line.whole);
        let class = if number == 0 { "board-none" } else { tone };
        let said = words::said(&name, what, number);
        view! {
            <td role="cell" data-name=what class:sheet-empty={number == 0}>
                <A href=to.of(&line, None, group, soon) attr:class=class attr:aria-label=said>{number}</A>
            </td>
        }
    });
    let cells = line.cells.iter().copied().map(|(domain, tally)| {
        let what = book.read_untracked(|ledger| text::domain(ledger, domain));
        let heading = what.clone();
        let overdue = (tally.overdue > 0).then(|| {
            let href = to.of(&line, Some(domain), Group::Overdue, false);
            let said = words::said(&name, &format!("{what}{}", words::OVERDUE), tally.overdue);
            view! { <A href=href attr:class="sheet-over" attr:aria-label=said>{words::overdue(tally.overdue)}</A> }
        });
        let href = to.of(&line, Some(domain), Group::Counted, false);
        view! {
            <td role="cell" data-name=heading class="sheet-cell" class:sheet-empty={tally.all == 0}>
                <Done href who=name.clone() what tally />
                {overdue}
            </td>
        }
    });
    let cells = cells.collect_view();
    let whole = to.of(&line, None, Group::Counted, false);
    let (who, reminded) = (name.clone(), name.clone());
    view! {
        <tr role="row" data-org=line.org.as_ref().map(ToString::to_string)>
            <th scope="row" role="rowheader">
                <A href=to.of_name(&line)>{name}</A>
                {line.damaged.then(|| view! {
                    <span class="badge badge-danger"><Icon shape=Shape::Warning />{words::DAMAGED}</span>
                })}
            </th>
            <td role="cell" data-name=words::WHOLE class="sheet-cell sheet-whole">
                <Done href=whole who what=words::WHOLE.to_owned() tally=line.whole />
            </td>
            {kinds}
            <Chase href=to.of(&line, None, Group::Reminded, false) who=reminded tally=line.whole />
            {cells}
        </tr>
    }
}

/// 催办: how often, and how often for each item.
#[component]
fn Chase(href: String, who: String, tally: Tally) -> impl IntoView {
    let class = if tally.reminders == 0 { "board-none" } else { "board-wait sheet-chase" };
    let load = tally.chase_load().filter(|_| tally.reminders > 0).map(day::chase_load);
    view! {
        <td role="cell" data-name=day::REMINDER class:sheet-empty={tally.reminders == 0}>
            <A href=href attr:class=class attr:aria-label=day::chase_said(&who, tally.reminders)>
                <span>{tally.reminders}</span>
                {load.map(|load| view! { <small class="sheet-load">{load}</small> })}
            </A>
        </td>
    }
}

/// Done of all, in figures and as a bar.
#[component]
fn Done(href: String, who: String, what: String, tally: Tally) -> impl IntoView {
    let Some(percent) = tally.percent_closed() else {
        return view! { <span class="board-none" aria-label=words::done_said(&who, &what, &tally)>"—"</span> }
            .into_any();
    };
    view! {
        <A href=href attr:class="sheet-done" attr:aria-label=words::done_said(&who, &what, &tally)>
            <span class="sheet-figures">{words::done(&tally)}</span>
            <span class="sheet-bar"><span class="sheet-bar-fill" style=format!("width:{percent}%")></span></span>
        </A>
    }
    .into_any()
}
