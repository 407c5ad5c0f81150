//! Values of a case's fields between which a person must choose, side by side with their authors.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseCommand, Command,
    case::{CaseField, Subject},
    record::Alternative,
};

use super::{Opened, cell};
use crate::{
    state::{Book, Session, Toasts},
    text::{self, cases as words, ui::item as common},
    widgets::{Icon, Shape},
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
    let toasts = expect_context::<Toasts>();
    let may = opened.view.with(|case| {
        case.as_ref()
            .is_some_and(|case| book.read(|ledger| ledger.may_edit_case(&session.author(), case, subject, field)))
    });
    let choices = values.into_iter().map(|one| {
        let author = one.device.and_then(|device| book.read(|ledger| ledger.author(device).cloned()));
        let who = author.map_or_else(
            || common::UNKNOWN_AUTHOR.to_owned(),
            |author| format!("{}（{}）", author.person, book.read(|ledger| ledger.orgs().name(&author.org).to_owned())),
        );
        let value = one.value.to_string();
        let shown = if value.is_empty() { common::EMPTY.to_owned() } else { cell::shown(&value, field) };
        let choose = move |_| {
            let edit = CaseCommand::Edit { case: opened.id, subject, field, value: value.clone() };
            match book.run(Command::Case(edit)) {
                Ok(_) => toasts.done(common::CHOSEN),
                Err(why) => toasts.error(text::refusal(&why)),
            }
        };
        view! {
            <div class="choice">
                <p class="choice-value">{shown}</p>
                <p class="quiet">{who}" · "{one.at.map(text::date_time)}</p>
                {may.then(|| view! {
                    <button type="button" class="button" on:click=choose>{words::CHOOSE}</button>
                })}
            </div>
        }
    });
    let choices = choices.collect_view();
    view! {
        <h3>{words::field(field)}</h3>
        <div class="choices">{choices}</div>
    }
}
