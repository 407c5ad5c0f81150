//! The form that proposes a score entry.

use leptos::prelude::*;
use taizhang_ledger::{
    Command, ScoreCommand,
    points::Points,
    record::Value,
    register::{Column, ColumnKind},
};

use super::{entries::Place, evidence};
use crate::{
    state::{Book, Drafts, Toasts, Today},
    text::{self, points as words},
    widgets::Refused,
};

/// A number that was typed, with at most two decimal places: points, or yuan as fen.
pub(super) fn hundredths(text: &str) -> Option<i64> {
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
        former: Vec::new(),
        also: Vec::new(),
        hint: None,
        sum: true,
    };
    match column.parse(text) {
        Ok(Some(Value::Number(number))) => Some(number),
        _ => None,
    }
}

fn options(all: evidence::Options) -> impl IntoView {
    all.into_iter().map(|(value, name)| view! { <option value=value>{name}</option> }).collect_view()
}

/// About whom alone, where people are on the roster.
#[component]
fn Whom(place: StoredValue<Place>, whom: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let people = place.with_value(|place| book.read_untracked(|ledger| ledger.people_of(&place.scheme, &place.branch)));
    (!people.is_empty()).then(|| {
        view! {
            <label class="field"><span>{words::WHOM}</span>
                <select name="whom" prop:value=whom on:change=move |event| whom.set(event_target_value(&event))>
                    <option value="">{words::WHOM_ALL}</option>
                    {options(people)}
                </select>
            </label>
        }
    })
}

/// The record that it rests on.
#[component]
fn RestsOn(place: StoredValue<Place>, rests_on: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let (tasks, rows) =
        place.with_value(|place| book.read_untracked(|ledger| evidence::choices(ledger, &place.branch)));
    view! {
        <label class="field"><span>{words::EVIDENCE}</span>
            <select name="evidence" prop:value=rests_on on:change=move |event| rests_on.set(event_target_value(&event))>
                <option value="">{words::NO_EVIDENCE}</option>
                <optgroup label=words::EVIDENCE_TASKS>{options(tasks)}</optgroup>
                <optgroup label=words::EVIDENCE_ROWS>{options(rows)}</optgroup>
            </select>
        </label>
    }
}

/// The form.
#[component]
pub(super) fn Propose(place: StoredValue<Place>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let drafts = expect_context::<Drafts>();
    let key = place.with_value(|place| format!("score/{}/{}/{}", place.branch, place.scheme.id, place.part.id));
    let points = drafts.at(format!("{key}/points"));
    let said = drafts.at(format!("{key}/text"));
    let rests_on = drafts.at(format!("{key}/evidence"));
    let whom = drafts.at(format!("{key}/whom"));
    let on = RwSignal::new(today.date.get_untracked().to_string());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(points_typed), Ok(day)) =
            (points.with_untracked(|text| hundredths(text).map(Points)), on.get_untracked().parse())
        else {
            refused.set(Some(words::BAD_POINTS.to_owned()));
            return;
        };
        let Place { branch, scheme, part } = place.get_value();
        // Writing draws this form anew, with what the drafts hold then.
        let fields = [points, said, rests_on, whom];
        let typed_before = fields.map(|field| field.get_untracked());
        for field in fields {
            field.set(String::new());
        }
        let [_, said_before, evidence_before, whom_before] = typed_before.clone();
        let (task, row) = evidence::chosen(&evidence_before);
        let propose = ScoreCommand::Propose {
            branch,
            scheme: scheme.id,
            part: part.id,
            points: points_typed,
            text: said_before,
            task,
            row,
            participant: Some(whom_before).filter(|whom| !whom.is_empty()),
            on: day,
        };
        match book.run(Command::Score(propose)) {
            Ok(_) => {
                toasts.done(words::PROPOSED);
                refused.set(None);
            }
            Err(why) => {
                for (field, before) in fields.into_iter().zip(typed_before) {
                    field.set(before);
                }
                refused.set(Some(text::refusal(&why)));
            }
        }
    };
    let open = points.with_untracked(|typed| !typed.is_empty()) || said.with_untracked(|typed| !typed.is_empty());
    // A long list is made when somebody looks for something in it.
    let opened = RwSignal::new(open);
    let max = place.with_value(|place| place.part.max);
    view! {
        <details class="score-propose no-print" open=open on:toggle=move |_| opened.set(true)>
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
                <Show when=move || opened.get()><Whom place whom /><RestsOn place rests_on /></Show>
                <Refused refused />
                <button type="submit" class="button-main">{words::PROPOSE_NOW}</button>
            </form>
        </details>
    }
}
