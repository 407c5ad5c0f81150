//! One field of a case, problem or measure: shown, and edited in place; each is saved by itself.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseCommand, CaseView, Command,
    case::{CaseField, Subject},
};

use super::Opened;
use crate::{
    state::{Book, Drafts, Session, Toasts},
    text::{self, cases as words, ui::item as common},
    widgets::{Icon, Refused, Shape},
};

/// What stands in a field of a case; empty when nothing does.
pub fn value_of(case: &CaseView, subject: Subject, field: CaseField) -> String {
    let problems = || case.problems.iter();
    match subject {
        Subject::Case(_) if field == CaseField::Deadline => case.deadline.to_string(),
        Subject::Case(_) => case.fields.text(field),
        Subject::Problem(id) => {
            problems().find(|one| one.id == id).map(|one| one.fields.text(field)).unwrap_or_default()
        }
        Subject::Measure(id) => {
            let measure = problems().flat_map(|one| &one.measures).find(|one| one.id == id);
            measure.map(|one| one.fields.text(field)).unwrap_or_default()
        }
    }
}

/// A field as a person reads it.
pub fn shown(value: &str, field: CaseField) -> String {
    if field.is_date() { value.parse().map_or_else(|_| value.to_owned(), text::date) } else { value.to_owned() }
}

/// A line with a field.
#[component]
pub fn CellLine(
    /// The case.
    opened: Opened,
    /// Whose field.
    subject: Subject,
    /// Which.
    field: CaseField,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let Opened { id, view } = opened;
    let place = format!("{}/{}", subject.uuid(), field.word());
    let draft = expect_context::<Drafts>().at(place.clone());
    // What was begun before the page was left goes on.
    let editing = RwSignal::new(!draft.with_untracked(String::is_empty));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let value = Memo::new(move |_| {
        view.with(|case| case.as_ref().map(|case| value_of(case, subject, field)).unwrap_or_default())
    });
    let may = Memo::new(move |_| {
        view.with(|case| {
            let Some(case) = case else { return false };
            book.read(|ledger| ledger.may_edit_case(&session.author(), case, subject, field))
        })
    });
    let open = move |_| {
        draft.set(value.get_untracked());
        refused.set(None);
        editing.set(true);
    };
    let close = move || {
        editing.set(false);
        draft.set(String::new());
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let edit = CaseCommand::Edit { case: id, subject, field, value: draft.get_untracked() };
        match book.run(Command::Case(edit)) {
            Ok(_) => {
                close();
                toasts.done(words::SAVED);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let on_input = move |event| draft.set(event_target_value(&event));
    let name = words::field(field);
    let input = {
        let place = place.clone();
        move || {
            let place = place.clone();
            match field {
                CaseField::Deadline | CaseField::Due => {
                    view! { <input type="date" id=place prop:value=draft on:input=on_input /> }.into_any()
                }
                CaseField::Category | CaseField::Owner => {
                    view! { <input type="text" id=place maxlength="80" prop:value=draft on:input=on_input /> }
                        .into_any()
                }
                _ => view! { <textarea rows="3" id=place prop:value=draft on:input=on_input></textarea> }.into_any(),
            }
        }
    };
    view! {
        <form class="field-line" data-field=field.word() on:submit=save>
            <label class="field-name" for=place>{name}</label>
            <Show when=move || editing.get() && may.get()
                fallback=move || view! {
                    <span class="field-value" class:field-empty=move || value.with(String::is_empty)>
                        {move || value.with(|value| {
                            if value.is_empty() { common::NOT_FILLED.to_owned() } else { shown(value, field) }
                        })}
                    </span>
                    {move || may.get().then(|| view! {
                        <button type="button" class="button-quiet" on:click=open>
                            <Icon shape=Shape::Edit />{common::EDIT}<span class="unseen">{name}</span>
                        </button>
                    })}
                }>
                {input.clone()}
                <div class="act-buttons">
                    <button type="submit" class="button-main">{common::SAVE}</button>
                    <button type="button" class="button" on:click=move |_| close()>{text::ui::common::CANCEL}</button>
                </div>
            </Show>
            <Refused refused />
        </form>
    }
}
