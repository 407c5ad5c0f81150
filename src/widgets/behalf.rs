//! 代填: what those above write in a branch's place.

use leptos::prelude::*;
use taizhang_ledger::{ItemKey, record::Field};

use super::{Icon, Shape};
use crate::{
    state::{Book, Session},
    text::ui::day as words,
};

/// Tells whoever may write an item for its branch that they do so on its behalf.
#[component]
pub fn OnBehalfNotice(
    /// The item.
    item: ItemKey,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let author = expect_context::<Session>().author();
    let other = author.org != item.branch;
    let shown = Memo::new(move |_| other && book.read(|ledger| ledger.may_edit(&author, &item, Field::Owner)));
    view! {
        <Show when=move || shown.get()>
            <p class="notice no-print" id="on-behalf"><Icon shape=Shape::Edit /><span>{words::BEHALF}</span></p>
        </Show>
    }
}
