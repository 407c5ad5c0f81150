//! The score entries of a part at a branch: proposing one, and what can be done to each.

use chrono::NaiveDate;
use leptos::prelude::*;
use taizhang_ledger::{
    Command, OrgId, ScoreCommand, ScoreId, Timestamp,
    points::{Part, PartKind, Points, Scheme},
    record::Value,
    register::{Column, ColumnKind},
    score::{ScoreMove, ScoreState, ScoreView},
};

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
    /// Until when it can be appealed against, or why it was turned down.
    note: Option<String>,
    contested: bool,
    acts: Vec<ScoreMove>,
}

fn line(view: &ScoreView, kind: PartKind, acts: Vec<ScoreMove>, today: NaiveDate) -> Line {
    let standing = &view.life.standing;
    let state = standing.on(today);
    let last = view.life.steps.iter().rev().find_map(|step| step.transition.reason.clone());
    let until = standing.appeal_until().filter(|_| state == ScoreState::Published);
    Line {
        id: view.entry.id,
        state,
        points: words::entry_points(kind, view.entry.points),
        text: view.entry.text.clone(),
        by: words::entry_by(&view.entry.author.person, view.entry.on),
        note: until.map(words::appeal_until).or_else(|| last.map(|reason| words::because(&reason))),
        contested: view.life.contested,
        acts,
    }
}

/// Points that were typed, with at most two decimal places.
fn typed(text: &str) -> Option<Points> {
    let column = Column {
        id: String::new(),
        name: String::new(),
        kind: ColumnKind::Number,
        required: true,
        unit: Some(words::UNIT.to_owned()),
        decimals: 2,
        min: None,
        max: None,
        choices: Vec::new(),
        also: Vec::new(),
        hint: None,
    };
    match column.parse(text) {
        Ok(Some(Value::Number(number))) => Some(Points(number)),
        _ => None,
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
                let line =
                    |one: ScoreView| line(&one, place.part.kind, ledger.possible_score_acts(&who, &one, now), day);
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
                <b>{line.points}</b><span class="quiet">{line.by}</span>
                {line.contested.then(|| view! { <span class="badge badge-danger">{words::CONTESTED}</span> })}
            </p>
            <p>{line.text}</p>
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

#[component]
fn Propose(place: StoredValue<Place>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let drafts = expect_context::<Drafts>();
    let key = place.with_value(|place| format!("score/{}/{}/{}", place.branch, place.scheme.id, place.part.id));
    let points = drafts.at(format!("{key}/points"));
    let said = drafts.at(format!("{key}/text"));
    let on = RwSignal::new(today.date.get_untracked().to_string());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(points_typed), Ok(day)) = (points.with_untracked(|text| typed(text)), on.get_untracked().parse())
        else {
            refused.set(Some(words::BAD_POINTS.to_owned()));
            return;
        };
        let Place { branch, scheme, part } = place.get_value();
        // Writing draws this form anew, with what the drafts hold then.
        let typed_before = (points.get_untracked(), said.get_untracked());
        points.set(String::new());
        said.set(String::new());
        let propose = ScoreCommand::Propose {
            branch,
            scheme: scheme.id,
            part: part.id,
            points: points_typed,
            text: typed_before.1.clone(),
            task: None,
            on: day,
        };
        match book.run(Command::Score(propose)) {
            Ok(_) => {
                toasts.done(words::PROPOSED);
                refused.set(None);
            }
            Err(why) => {
                points.set(typed_before.0);
                said.set(typed_before.1);
                refused.set(Some(text::refusal(&why)));
            }
        }
    };
    let max = place.with_value(|place| place.part.max);
    let open = points.with_untracked(|typed| !typed.is_empty()) || said.with_untracked(|typed| !typed.is_empty());
    view! {
        <details class="score-propose no-print" open=open>
            <summary>{words::PROPOSE}</summary>
            <form class="form" on:submit=submit>
                <label class="field"><span>{words::points_up_to(max)}</span>
                    <input type="text" name="points" inputmode="decimal" required prop:value=points
                        on:input=move |event| points.set(event_target_value(&event)) />
                </label>
                <label class="field"><span>{words::ENTRY_TEXT}</span>
                    <textarea rows="3" name="text" required prop:value=said
                        on:input=move |event| said.set(event_target_value(&event))></textarea>
                </label>
                <label class="field"><span>{words::ENTRY_DAY}</span>
                    <input type="date" name="on" required prop:value=on
                        on:input=move |event| on.set(event_target_value(&event)) />
                </label>
                <Refused refused />
                <button type="submit" class="button-main">{words::PROPOSE_NOW}</button>
            </form>
        </details>
    }
}
