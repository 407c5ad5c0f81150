//! One organisation's points: each part with how it is scored, where it comes from, and what would add.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Ledger, OrgId,
    expr::Fault,
    points::{PartKind, PartSource, Points, Scheme},
};

use crate::{
    state::{Book, Scoring, Today, by_entries, scored, total},
    text::{indicators, points as words},
};

/// A part as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: String,
    name: String,
    kind: PartKind,
    said: String,
    words: String,
    /// What would add.
    open: Option<String>,
    /// Where its records are.
    to: Option<String>,
}

fn line(ledger: &Ledger, org: &OrgId, one: &Scoring) -> Line {
    let part = &one.part;
    let said = match &one.points {
        Ok(points) => words::of(part.kind, *points, part.max),
        Err(Fault::Absent) if by_entries(part) => words::NO_ENTRIES.to_owned(),
        Err(fault) => indicators::fault(ledger, fault),
    };
    let left = part.max.checked_sub(one.points.clone().unwrap_or_default()).filter(|left| *left > Points::ZERO);
    let to = match &part.source {
        PartSource::Indicator { id, .. } => Some(format!("/indicators/{id}?of={org}")),
        PartSource::Entries => None,
    };
    Line {
        id: part.id.clone(),
        name: part.name.clone(),
        kind: part.kind,
        said,
        words: part.words.clone(),
        open: left.filter(|_| part.kind != PartKind::Deduction).map(words::open),
        to,
    }
}

/// The parts of a score.
#[component]
pub(super) fn OnePoints(scheme: Scheme, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let at = StoredValue::new((scheme, org.clone()));
    let parts = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| {
            at.with_value(|(scheme, org)| {
                let parts = scored(ledger, scheme, org, day);
                let said = total(scheme, &parts).map_or_else(|why| words::error(ledger, &why), words::score);
                let lines: Vec<Line> = parts.iter().map(|one| line(ledger, org, one)).collect();
                (said, lines, parts.iter().any(|one| by_entries(&one.part)))
            })
        })
    });
    let name = book.read_untracked(|ledger| ledger.orgs().name(&org).to_owned());
    let draw = |line: Line| {
        view! {
            <li class="points-part" data-part=line.id>
                <p class="points-head">
                    <span class="badge badge-aside">{words::kind(line.kind)}</span>
                    <b>{line.name}</b>
                    <span class="points-said">{line.said}</span>
                </p>
                <p class="quiet">{line.words}</p>
                <p class="points-foot">
                    {line.open.map(|open| view! { <span>{open}</span> })}
                    {line.to.map(|to| view! { <A href=to>{words::SEE_RECORDS}</A> })}
                </p>
            </li>
        }
    };
    view! {
        <section class="card figure-head">
            <p class="quiet">{name}</p>
            <p class="figure-number" id="score">{move || parts.with(|(said, ..)| said.clone())}</p>
            <p>{words::PROVISIONAL}</p>
            {move || parts.with(|(_, _, entries)| *entries).then(|| view! { <p class="quiet">{words::BY_ENTRIES}</p> })}
        </section>
        <section class="card section">
            <h2>{words::PARTS}</h2>
            <ul class="points-parts">{move || parts.with(|(_, lines, _)| lines.clone()).into_iter().map(draw).collect_view()}</ul>
        </section>
    }
}
