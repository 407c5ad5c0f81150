//! One organisation's points: each part with how it is scored, where it comes from, and what would add.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Command, Ledger, OrgId, Reckoner, ScoreCommand, Tier, Timestamp,
    expr::Fault,
    points::{Part, PartKind, PartSource, Points, Scheme, scored_of},
    score::ScoreMove,
};

use super::{
    appeals::Appeals,
    confirmed::{HubPoints, HubSaid},
    doing::{Doing, doing},
    entries::{Entries, Place},
    published::PublishedAt,
};
use crate::{
    platform::clock,
    state::{Book, Scoring, Session, Today, by_entries, scored, total},
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
    /// What is open and would add, with how much.
    doing: Vec<Doing>,
    /// The points as they are here, as far as they can be told.
    points: Option<Points>,
}

impl Line {
    /// All that is drawn: another key draws it anew.
    fn key(&self) -> impl std::hash::Hash + Eq + use<> {
        let Self { id, said, words, open, to, pending, doing, points, .. } = self.clone();
        (id, said, words, open, to, pending, doing, points)
    }
}

fn line(ledger: &Ledger, reckoner: &Reckoner<'_>, scheme: &Scheme, org: &OrgId, one: &Scoring) -> Line {
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
        doing: doing(ledger, reckoner, part, org),
        points: one.points.clone().ok(),
    }
}

/// The scores of those of a branch about whom alone there are entries.
fn apart(ledger: &Ledger, scheme: &Scheme, org: &OrgId, today: chrono::NaiveDate) -> Vec<String> {
    let people = ledger.people_of(scheme, org).into_iter();
    let apart = people.filter(|(id, _)| ledger.is_scored_apart(org, &scheme.id, id));
    let said = apart.map(|(id, name)| {
        let points = total(scheme, &scored_of(ledger, scheme, org, &id, today)).unwrap_or_default();
        words::person_score(&name, points)
    });
    said.collect()
}

/// Marks what was published here as seen, as soon as this device shows it: the days for an appeal run from then.
fn mark_seen(scheme: String, org: OrgId) {
    let book = expect_context::<Book>();
    let who = expect_context::<Session>().author();
    if who.role.tier() != Tier::Branch || book.read_untracked(|ledger| ledger.past().is_some()) {
        return;
    }
    Effect::new(move |_| {
        let now = Timestamp(clock::now_ms());
        let unseen = book.read(|ledger| {
            let all = ledger.unseen_scores(&who, &org, now).into_iter();
            let is_here = |id: &_| ledger.score(&org, *id).is_some_and(|one| one.entry.scheme == scheme);
            all.filter(is_here).collect::<Vec<_>>()
        });
        for entry in unseen {
            let branch = org.clone();
            // What cannot be written now is written when it is shown again.
            drop(book.run(Command::Score(ScoreCommand::Act { branch, entry, act: ScoreMove::See, reason: None })));
        }
    });
}

/// The parts of a score.
#[component]
pub(super) fn OnePoints(scheme: Scheme, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let published = (scheme.id.clone(), org.clone());
    mark_seen(scheme.id.clone(), org.clone());
    let hub = HubPoints::of(&org, &scheme.id);
    let at = StoredValue::new((scheme, org.clone()));
    let parts = Memo::new(move |_| {
        let day = today.date.get();
        book.read(|ledger| {
            at.with_value(|(scheme, org)| {
                let parts = scored(ledger, scheme, org, day);
                let total = total(scheme, &parts);
                let points = total.clone().ok();
                let said = total.map_or_else(|why| words::error(ledger, &why), words::score);
                let reckoner = Reckoner::new(ledger, day);
                let lines: Vec<Line> = parts.iter().map(|one| line(ledger, &reckoner, scheme, org, one)).collect();
                (said, points, apart(ledger, scheme, org, day), lines)
            })
        })
    });
    let here = Memo::new(move |_| parts.with(|(_, points, ..)| *points));
    let name = book.read_untracked(|ledger| ledger.orgs().name(&org).to_owned());
    let draw = move |line: Line| {
        let at_hub = hub.part(line.id.clone(), line.points);
        view! {
            <li class="points-part" data-part=line.id>
                <p class="points-head">
                    <span class="badge badge-aside">{words::kind(line.kind)}</span>
                    <b>{line.name}</b>
                    <span class="points-said">{line.said}</span>
                    {at_hub}
                </p>
                <p class="quiet">{line.words}</p>
                <p class="points-foot">
                    {line.open.map(|open| view! { <span>{open}</span> })}
                    {line.pending.map(|pending| view! { <span class="badge badge-wait">{pending}</span> })}
                    {line.to.map(|to| view! { <A href=to>{words::SEE_RECORDS}</A> })}
                </p>
                {(!line.doing.is_empty()).then(|| view! {
                    <ul class="points-doing">
                        {line.doing.into_iter().map(|one| view! {
                            <li><A href=one.to>{one.title}</A><span class="quiet">{one.said}</span></li>
                        }).collect_view()}
                    </ul>
                })}
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
            <p class="figure-number" id="score">{move || parts.with(|(said, ..)| said.clone())}</p>
            <HubSaid hub here scheme=at />
            {move || parts.with(|(_, _, apart, _)| (!apart.is_empty()).then(|| view! {
                <p id="scores-apart">{words::SCORED_APART}{apart.join("，")}</p>
            }))}
            <p>{words::PROVISIONAL}</p>
        </section>
        <PublishedAt scheme=published.0 org=published.1 />
        <section class="card section">
            <h2>{words::PARTS}</h2>
            <ul class="points-parts">
                <For each=move || parts.with(|(.., lines)| lines.clone()) key=Line::key let:line>
                    {draw(line)}
                </For>
            </ul>
        </section>
        <Appeals at />
    }
}
