//! A list of items; more of it is drawn as one comes near its end.

use std::sync::Arc;

use leptos::{html, prelude::*};
use leptos_router::components::A;
use taizhang_ledger::{ItemKey, Summary};

use super::{DueBadge, Icon, Shape, StateBadge, StoredMark};
use crate::{
    platform::scroll::{self, Seen},
    state::Book,
    text,
};

/// How many rows are drawn at first, and more when one asks for them.
const PAGE: usize = 50;

/// How many rows are drawn more in a frame as one scrolls.
const STEP: usize = 10;

/// How many heights of the window before the end of what is drawn more is.
const AHEAD: f64 = 3.0;

/// The address of an item.
pub fn address(key: &ItemKey) -> String {
    format!("/tasks/{}/{}", key.branch, key.task)
}

/// A list of items; each opens.
#[component]
pub fn ItemList(
    /// The items, in their order.
    items: Signal<Vec<Arc<Summary>>>,
    /// Whether each row names its branch.
    #[prop(into)]
    with_branch: Signal<bool>,
) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    // A row stays the same element as long as its item is in the list: what changes is drawn inside it, and the
    // focus stays where it is.
    let rows =
        move || items.with(|items| items.iter().take(shown.get()).map(|item| item.key.clone()).collect::<Vec<_>>());
    let more = move || items.with(|items| items.len().saturating_sub(shown.get()));
    let end: NodeRef<html::Button> = NodeRef::new();
    let watch = scroll::watch(move |seen| match (seen, end.try_get_untracked().flatten()) {
        (Seen::Moved, Some(end)) if scroll::part(&end).top < AHEAD * scroll::window_height() => {
            shown.try_update(|shown| *shown = shown.saturating_add(STEP));
        }
        (Seen::Printing, Some(_)) => {
            shown.try_set(usize::MAX);
        }
        _ => {}
    });
    let watch = StoredValue::new_local(watch);
    on_cleanup(move || watch.dispose());
    view! {
        <ul class="rows">
            <For each=rows key=Clone::clone let:key>
                <Row key with_branch />
            </For>
        </ul>
        <Show when=move || { more() > 0 }>
            <button type="button" class="button-quiet more" node_ref=end
                on:click=move |_| shown.update(|n| *n = n.saturating_add(PAGE))>
                {move || text::ui::ledger::more(more())}
            </button>
        </Show>
    }
}

#[component]
fn Row(key: ItemKey, with_branch: Signal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let to = address(&key);
    let of_branch = key.branch.clone();
    let item = Memo::new(move |_| book.projection.get(&key));
    // What documents of others call its branch and its field of work.
    let names = Memo::new(move |_| {
        let domain = item.with(|item| item.as_ref().map(|item| item.domain));
        book.read(|ledger| {
            let domain = domain.map(|domain| text::domain(ledger, domain)).unwrap_or_default();
            (ledger.orgs().name(&of_branch).to_owned(), domain)
        })
    });
    view! {
        <li>
            <A href=to attr:class="row">
                {move || item.get().map(|item| view! { <RowContent item names with_branch /> })}
            </A>
        </li>
    }
}

#[component]
fn RowContent(item: Arc<Summary>, names: Memo<(String, String)>, with_branch: Signal<bool>) -> impl IntoView {
    let code = item.code.clone();
    let aside = move || names.with(|(_, domain)| format!("{code} · {domain}"));
    let owner = item.owner.clone();
    let trouble = item.conflict || item.contested;
    let progress = item.progress;
    view! {
        <span class="row-head">
            <span class="row-title">{item.title.clone()}</span>
            <StateBadge state=item.state />
        </span>
        <span class="row-foot">
            <DueBadge item=Arc::clone(&item) />
            {move || with_branch.get().then(|| view! { <span class="row-branch">{names.get().0}</span> })}
            <span>{aside}</span>
            {(!owner.is_empty()).then(|| view! { <span>{owner}</span> })}
            {trouble.then(|| view! {
                <span class="badge badge-danger"><Icon shape=Shape::Warning />{text::ui::item::CONFLICT}</span>
            })}
            <StoredMark item=item.key.clone() when_delivered=false />
        </span>
        <span class="row-bar" aria-label=text::ui::item::progress(progress)>
            <span class="row-bar-fill" style=format!("width:{progress}%")></span>
        </span>
    }
}
