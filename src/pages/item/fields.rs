//! The fields of an item that can be edited, each saved by itself.

use leptos::prelude::*;
use taizhang_ledger::{
    Command, Item, ItemKey,
    record::{Field, Value},
};

use crate::{
    state::{Book, Session, Toasts},
    text::{self, ui::item as words},
    widgets::{EditLine, Entry},
};

/// The fields.
#[component]
pub fn Fields(item: Memo<Option<Item>>, key: ItemKey) -> impl IntoView {
    let unit = item.with_untracked(|item| item.as_ref().and_then(|item| item.unit.clone()));
    let counted = item.with_untracked(|item| item.as_ref().is_some_and(|item| item.target.is_some()));
    let shown = [Field::Owner, Field::Measure, Field::Progress, Field::Done, Field::Due]
        .into_iter()
        .filter(|field| *field != Field::Done || counted)
        .map(|field| view! { <FieldLine item key=key.clone() field unit=unit.clone() /> })
        .collect_view();
    view! {
        <section class="card">
            <h2>{words::WORK}</h2>
            {shown}
        </section>
    }
}

fn value_of(item: &Item, field: Field) -> String {
    match field {
        Field::Title => item.summary.title.clone(),
        Field::Requirement => item.requirement.clone(),
        Field::Due => item.summary.due.to_string(),
        Field::Owner => item.summary.owner.clone(),
        Field::Measure => item.measure.clone(),
        Field::Progress => item.summary.progress.to_string(),
        Field::Done => item.done.map(|n| n.to_string()).unwrap_or_default(),
    }
}

fn shown(value: String, field: Field, unit: Option<&str>) -> String {
    match field {
        Field::Progress => format!("{value}%"),
        Field::Done => format!("{value}{}", unit.unwrap_or_default()),
        Field::Due => value.parse().map_or(value, text::date),
        _ => value,
    }
}

const fn entry_of(field: Field) -> Entry {
    match field {
        Field::Measure | Field::Requirement => Entry::Lines(4),
        Field::Progress => Entry::Percent,
        Field::Done => Entry::Number,
        Field::Due => Entry::Day,
        Field::Owner | Field::Title => Entry::Line,
    }
}

#[component]
fn FieldLine(item: Memo<Option<Item>>, key: ItemKey, field: Field, unit: Option<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let draft = format!("{}/{}/{}", key.branch, key.task, field.word());
    let value =
        Memo::new(move |_| item.with(|item| item.as_ref().map(|item| value_of(item, field)).unwrap_or_default()));
    let may = {
        let key = key.clone();
        Memo::new(move |_| book.read(|ledger| ledger.may_edit(&session.author(), &key, field)))
    };
    let save = Callback::new(move |typed: String| {
        let value = if field.is_number() {
            // What is not a number stays a text, which the ledger refuses with the right words.
            typed.trim().parse().map_or(Value::Text(typed), Value::Number)
        } else {
            Value::Text(typed)
        };
        let edited = book.run(Command::Edit { item: key.clone(), field, value });
        edited.map(|_| toasts.done(words::saved(field))).map_err(|why| text::refusal(&why))
    });
    let shown = Callback::new(move |value| shown(value, field, unit.as_deref()));
    view! {
        <EditLine field=field.word() name=text::field(field) id=field.word().to_owned() draft entry=entry_of(field)
            value shown may save />
    }
}
