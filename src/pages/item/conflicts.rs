//! Values of an item's fields between which a person must choose.

use leptos::prelude::*;
use taizhang_ledger::{
    Command, Item, ItemKey,
    record::{Alternative, Field, Value},
};

use crate::{
    state::{Book, Session},
    text::{self, ui::item as words},
    widgets::{Choices, Icon, Shape},
};

/// The choices; nothing when there is nothing to choose.
#[component]
pub fn Conflicts(item: Memo<Option<Item>>, key: ItemKey) -> impl IntoView {
    let conflicts =
        Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.conflicts.clone()).unwrap_or_default()));
    move || {
        let all = conflicts.get();
        (!all.is_empty()).then(|| {
            // Drawn anew only when the values change: a button that is replaced under a finger loses the tap.
            let each = untrack(|| {
                all.into_iter()
                    .map(|(field, values)| view! { <Conflict key=key.clone() field values /> })
                    .collect_view()
            });
            view! {
                <section class="card conflict" aria-label=words::CONFLICT>
                    <h2><Icon shape=Shape::Warning />{words::CONFLICT_TITLE}</h2>
                    <p>{words::CONFLICT_EXPLAINED}</p>
                    {each}
                </section>
            }
        })
    }
}

#[component]
fn Conflict(key: ItemKey, field: Field, values: Vec<Alternative>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let may = book.read(|ledger| ledger.may_edit(&session.author(), &key, field));
    let choose =
        Callback::new(move |value: Value| book.run(Command::Edit { item: key.clone(), field, value }).map(drop));
    view! { <Choices name=text::field(field) values shown=Callback::new(|value| value) may choose /> }
}
