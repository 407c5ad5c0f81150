//! The score entries of a part at a branch, and what can be done to each.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{
    Command, Ledger, OrgId, ScoreCommand, ScoreId, Timestamp,
    points::{Part, PartKind, Scheme},
    score::{ScoreMove, ScoreState, ScoreView},
};

use super::{evidence, propose::Propose};
use crate::{
    platform::clock,
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, points as words, ui::common::CANCEL},
    widgets::Refused,
};

/// The part of a scheme at a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) branch: OrgId,
    pub(super) scheme: Scheme,
    pub(super) part: Part,
}

/// An entry as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    id: ScoreId,
    state: ScoreState,
    points: String,
    text: String,
    by: String,
    /// Whom alone it counts for.
    about: Option<String>,
    /// The record that it rests on: its title, and where it is.
    evidence: Option<(String, String)>,
    /// Until when it can be appealed against, or why it was turned down.
    note: Option<String>,
    contested: bool,
    acts: Vec<ScoreMove>,
}

fn line(
    ledger: &Ledger,
    view: &ScoreView,
    kind: PartKind,
    people: &[(String, String)],
    acts: Vec<ScoreMove>,
    today: NaiveDate,
) -> Line {
    let standing = &view.life.standing;
    let state = standing.on(today);
    let last = view.life.steps.iter().rev().find_map(|step| step.transition.reason.clone());
    let note = match (state, standing.appeal_until(), standing.appealed_on) {
        (ScoreState::Published, Some(until), _) => Some(words::appeal_until(until, standing.seen_on.is_some())),
        // It may have come long after the days were over here.
        (ScoreState::Appealed, Some(until), Some(on)) if today > until => {
            Some(words::appealed_late(on, until, last.as_deref()))
        }
        _ => last.map(|reason| words::because(&reason)),
    };
    let name = |id: &String| people.iter().find(|(one, _)| one == id).map(|(_, name)| name.as_str());
    Line {
        id: view.entry.id,
        state,
        points: words::entry_points(kind, view.entry.points),
        text: view.entry.text.clone(),
        by: words::entry_by(&view.entry.author.person, view.entry.on),
        about: view.entry.participant.as_ref().map(|id| words::about(name(id))),
        evidence: evidence::of(ledger, view),
        note,
        contested: view.life.contested,
        acts,
    }
}

/// The entries, and a form for another.
#[component]
pub(super) fn Entries(place: Place) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let session = expect_context::<Session>();
    let may = session.author().role.tier() != taizhang_ledger::Tier::Branch || place.part.kind != PartKind::Deduction;
    let place = StoredValue::new(place);
    let lines = Memo::new(move |_| {
        let day = today.date.get();
        let (who, now) = (session.author(), Timestamp(clock::now_ms()));
        book.read(|ledger| {
            place.with_value(|place| {
                let all = ledger.scores(&place.branch).into_iter();
                let here = all.filter(|one| one.entry.scheme == place.scheme.id && one.entry.part == place.part.id);
                let people = ledger.people_of(&place.scheme, &place.branch);
                let line = |one: ScoreView| {
                    let acts = ledger.possible_score_acts(&who, &one, now);
                    line(ledger, &one, place.part.kind, &people, acts, day)
                };
                here.map(line).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <ul class="score-entries">
            <For each=move || lines.get() key=Clone::clone let:line><Entry place line /></For>
        </ul>
        {may.then(|| view! { <Propose place /> })}
    }
}

#[component]
fn Entry(place: StoredValue<Place>, line: Line) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let chosen: RwSignal<Option<ScoreMove>> = RwSignal::new(None);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let reason = expect_context::<Drafts>().at(format!("score/{}", line.id));
    let id = line.id;
    let run = move |act: ScoreMove, reason: Option<String>| {
        let branch = place.with_value(|place| place.branch.clone());
        match book.run(Command::Score(ScoreCommand::Act { branch, entry: id, act, reason })) {
            Ok(_) => {
                toasts.done(words::acted(act));
                true
            }
            Err(why) => {
                refused.set(Some(text::refusal(&why)));
                false
            }
        }
    };
    let choose = move |act: ScoreMove| {
        if act.needs_reason() {
            chosen.set(Some(act));
        } else {
            run(act, None);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(act) = chosen.get_untracked()
            && run(act, Some(reason.get_untracked()))
        {
            reason.set(String::new());
        }
    };
    let buttons = line.acts.iter().map(|act| {
        let act = *act;
        let class = if act == ScoreMove::Reject { "button" } else { "button-main" };
        view! { <button type="button" class=class data-act=act.word() on:click=move |_| choose(act)>{words::act(act)}</button> }
    });
    let buttons = buttons.collect_view();
    let class = format!("badge badge-{}", words::tone(line.state));
    view! {
        <li data-state=line.state.word()>
            <p class="points-head">
                <span class=class>{words::state(line.state)}</span>
                <b>{line.points}</b>
                {line.about.map(|about| view! { <span class="badge badge-aside">{about}</span> })}
                <span class="quiet">{line.by}</span>
                {line.contested.then(|| view! { <span class="badge badge-danger">{words::CONTESTED}</span> })}
            </p>
            <p>{line.text}</p>
            {line.evidence.map(|(title, to)| view! {
                <p>{words::EVIDENCE_IS}<A href=to attr:class="score-evidence">{title}</A></p>
            })}
            {line.note.map(|note| view! { <p class="quiet">{note}</p> })}
            <div class="act-buttons no-print">{buttons}</div>
            {move || chosen.get().map(|act| view! {
                <form class="form no-print" on:submit=submit>
                    <label class="field"><span>{words::reason_for(act)}</span>
                        <textarea rows="2" required prop:value=reason
                            on:input=move |event| reason.set(event_target_value(&event))></textarea>
                    </label>
                    <div class="act-buttons">
                        <button type="submit" class="button-main">{words::act(act)}</button>
                        <button type="button" class="button" on:click=move |_| chosen.set(None)>{CANCEL}</button>
                    </div>
                </form>
            })}
            <Refused refused />
        </li>
    }
}
