//! The branches of a township or of the county: how each stands, and the way into its ledger.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{OrgId, Tier};

use crate::{
    state::{Book, Counts, Group, Session, Today},
    text::{self, ui::branches as words},
};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    id: OrgId,
    name: String,
    kind: &'static str,
    counts: Counts,
}

/// The page.
#[component]
pub fn Branches() -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let own = session.identity().org;
    let groups = Memo::new(move |_| {
        let mut counts = book.projection.counts_by_branch(today.date.get());
        book.read(|ledger| {
            let mut groups: BTreeMap<String, Vec<Line>> = BTreeMap::new();
            for org in ledger.orgs().branches_of(&own) {
                let above = org.parent.as_ref().map(|id| ledger.orgs().name(id).to_owned()).unwrap_or_default();
                let counts = counts.remove(&org.id).unwrap_or_default();
                let line = Line { id: org.id.clone(), name: org.name.clone(), kind: text::org_kind(org.kind), counts };
                groups.entry(above).or_default().push(line);
            }
            groups.into_iter().collect::<Vec<_>>()
        })
    });
    let heading = session.tier() == Tier::County;
    view! {
        <h1 class="page-title">{words::TITLE}</h1>
        <For each=move || groups.get() key=Clone::clone let:group>
            <section class="section">
                {heading.then(|| view! { <h2>{group.0.clone()}</h2> })}
                <div class="table-scroll">
                    <table class="board">
                        <thead>
                            <tr>
                                <th scope="col">{words::BRANCH}</th>
                                <th scope="col">{words::ALL}</th>
                                <th scope="col">{words::OVERDUE}</th>
                                <th scope="col">{words::RETURNED}</th>
                                <th scope="col">{words::VERDICT}</th>
                                <th scope="col">{words::CLOSED}</th>
                                <th scope="col">{words::LATE}</th>
                            </tr>
                        </thead>
                        <tbody>{group.1.into_iter().map(|line| view! { <BranchLine line /> }).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        </For>
        <Show when=move || groups.with(Vec::is_empty)>
            <p class="card empty">{words::NONE}</p>
        </Show>
    }
}

#[component]
fn BranchLine(line: Line) -> impl IntoView {
    let Line { id, name, kind, counts } = line;
    let to = |group: Group| format!("/tasks?branch={id}&show={}", group.word());
    let cell = |number: usize, group: Group, tone: &'static str| {
        let class = if number == 0 { "board-none".to_owned() } else { format!("board-{tone}") };
        view! { <td><A href=to(group) attr:class=class>{number}</A></td> }
    };
    view! {
        <tr>
            <th scope="row"><A href=to(Group::All)>{name}</A>" "<span class="quiet">{kind}</span></th>
            {cell(counts.all, Group::All, "all")}
            {cell(counts.overdue, Group::Overdue, "danger")}
            {cell(counts.returned, Group::Returned, "danger")}
            {cell(counts.township + counts.county + counts.to_close, Group::Verdict, "wait")}
            {cell(counts.closed, Group::Closed, "done")}
            {cell(counts.late, Group::ClosedLate, "late")}
        </tr>
    }
}
