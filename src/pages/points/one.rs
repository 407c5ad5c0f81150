//! One organisation's points: each part with how it is scored, where it comes from, and what would add.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Ledger, OrgId,
    expr::Fault,
    points::{Part, PartKind, PartSource, Points, Scheme},
};

use super::{
    entries::{Entries, Place},
    published::PublishedAt,
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
    /// Points that wait for a verdict.
    pending: Option<String>,
    /// Where it is scored by entries: the part itself.
    part: Option<Part>,
}

impl Line {
    /// All that is drawn: another key draws it anew.
    fn key(&self) -> impl std::hash::Hash + Eq + use<> {
        let Self { id, said, words, open, to, pending, .. } = self.clone();
        (id, said, words, open, to, pending)
    }
}

fn line(ledger: &Ledger, scheme: &Scheme, org: &OrgId, one: &Scoring) -> Line {
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
    let open_entries = ledger
        .scores(org)
        .into_iter()
        .filter(|one| one.entry.scheme == scheme.id && one.entry.part == part.id && one.life.standing.state.is_open());
    let pending = open_entries.fold(Points::ZERO, |sum, one| sum.checked_add(one.entry.points).unwrap_or(sum));
    Line {
        pending: (pending > Points::ZERO).then(|| words::pending(part.kind, pending)),
        part: by_entries(part).then(|| part.clone()),
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
    let published = (scheme.id.clone(), org.clone());
    let at = StoredValue::new((scheme, org.clone()));
    let parts = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| {
            at.with_value(|(scheme, org)| {
                let parts = scored(ledger, scheme, org, day);
                let said = total(scheme, &parts).map_or_else(|why| words::error(ledger, &why), words::score);
                let lines: Vec<Line> = parts.iter().map(|one| line(ledger, scheme, org, one)).collect();
                (said, lines)
            })
        })
    });
    let name = book.read_untracked(|ledger| ledger.orgs().name(&org).to_owned());
    let draw = move |line: Line| {
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
                    {line.pending.map(|pending| view! { <span class="badge badge-wait">{pending}</span> })}
                    {line.to.map(|to| view! { <A href=to>{words::SEE_RECORDS}</A> })}
                </p>
                {line.part.map(|part| {
                    let (scheme, branch) = at.get_value();
                    view! { <Entries place=Place { branch, scheme, part } /> }
                })}
            </li>
        }
    };
    view! {
        <section class="card figure-head">
            <p class="quiet">{name}</p>
            <p class="figure-number" id="score">{move || parts.with(|(said, _)| said.clone())}</p>
            <p>{words::PROVISIONAL}</p>
        </section>
        <PublishedAt scheme=published.0 org=published.1 />
        <section class="card section">
            <h2>{words::PARTS}</h2>
            <ul class="points-parts">
                <For each=move || parts.with(|(_, lines)| lines.clone()) key=Line::key let:line>
                    {draw(line)}
                </For>
            </ul>
        </section>
    }
}
