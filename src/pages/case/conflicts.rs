//! Values of a case's fields between which a person must choose, side by side with their authors.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseCommand, Command,
    case::{CaseField, Subject},
    record::{Alternative, Value},
};

use super::{Opened, cell};
use crate::{
    state::{Book, Session},
    text::cases as words,
    widgets::{Choices, Icon, Shape},
};

/// The choices; nothing when there is nothing to choose.
#[component]
pub fn Conflicts(opened: Opened) -> impl IntoView {
    let conflicts = Memo::new(move |_| {
        opened.view.with(|case| case.as_ref().map(taizhang_ledger::CaseView::conflicts).unwrap_or_default())
    });
    move || {
        let all = conflicts.get();
        (!all.is_empty()).then(|| {
            // Drawn anew only when the values change: a button that is replaced under a finger loses the tap.
            let each = untrack(|| {
                let one = |(subject, field, values)| view! { <Conflict opened subject field values /> };
                all.into_iter().map(one).collect_view()
            });
            view! {
                <section class="card conflict" aria-label=words::SEEN_SEVERAL>
                    <h2><Icon shape=Shape::Warning />{words::SEEN_SEVERAL}</h2>
                    {each}
                </section>
            }
        })
    }
}

#[component]
fn Conflict(opened: Opened, subject: Subject, field: CaseField, values: Vec<Alternative>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let may = opened.view.with(|case| {
        case.as_ref()
            .is_some_and(|case| book.read(|ledger| ledger.may_edit_case(&session.author(), case, subject, field)))
    });
    let choose = Callback::new(move |value: Value| {
        let edit = CaseCommand::Edit { case: opened.id, subject, field, value: value.to_string() };
        book.run(Command::Case(edit)).map(drop)
    });
    let shown = Callback::new(move |value: String| cell::shown(&value, field));
    view! { <Choices name=words::field(field) values shown may choose /> }
}
