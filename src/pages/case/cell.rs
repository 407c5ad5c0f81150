//! One field of a case, problem or measure: shown, and edited in place; each is saved by itself.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseCommand, CaseView, Command,
    case::{CaseField, Subject},
};

use super::Opened;
use crate::{
    state::{Book, Session, Toasts},
    text::{self, cases as words},
    widgets::{EditLine, Entry},
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
    let value = Memo::new(move |_| {
        view.with(|case| case.as_ref().map(|case| value_of(case, subject, field)).unwrap_or_default())
    });
    let may = Memo::new(move |_| {
        view.with(|case| {
            let Some(case) = case else { return false };
            book.read(|ledger| ledger.may_edit_case(&session.author(), case, subject, field))
        })
    });
    let save = Callback::new(move |value| {
        let edited = book.run(Command::Case(CaseCommand::Edit { case: id, subject, field, value }));
        edited.map(|_| toasts.done(words::SAVED)).map_err(|why| text::refusal(&why))
    });
    let entry = match field {
        CaseField::Deadline | CaseField::Due => Entry::Day,
        CaseField::Category | CaseField::Owner => Entry::Line,
        _ => Entry::Lines(3),
    };
    let shown = Callback::new(move |value: String| shown(&value, field));
    view! {
        <EditLine field=field.word() name=words::field(field) id=place.clone() draft=place entry value shown may save />
    }
}
