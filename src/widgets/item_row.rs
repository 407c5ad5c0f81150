//! A list of items, a page at a time.

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{ItemKey, Summary};

use super::{DueBadge, Icon, Shape, StateBadge};
use crate::{state::Book, text};

/// How many rows are drawn before one asks for more.
const PAGE: usize = 50;

/// The address of an item.
pub fn address(key: &ItemKey) -> String {
    format!("/tasks/{}/{}", key.branch, key.task)
}

/// A list of items; each opens.
#[component]
pub fn ItemList(
    /// The items, in their order.
    items: Signal<Vec<Summary>>,
    /// Whether each row names its branch.
    #[prop(into)]
    with_branch: Signal<bool>,
) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let rows = move || items.with(|items| items.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let more = move || items.with(|items| items.len().saturating_sub(shown.get()));
    view! {
        <ul class="rows">
            <For each=rows key=Clone::clone let:item>
                <Row item with_branch />
            </For>
        </ul>
        <Show when=move || { more() > 0 }>
            <button type="button" class="button-quiet more" on:click=move |_| shown.update(|n| *n += PAGE)>
                {move || text::ui::ledger::more(more())}
            </button>
        </Show>
    }
}

#[component]
fn Row(item: Summary, with_branch: Signal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let branch = item.key.branch.clone();
    let name = Memo::new(move |_| book.read(|ledger| ledger.orgs().name(&branch).to_owned()));
    let delivered = {
        let key = item.key.clone();
        Memo::new(move |_| book.delivered(&key))
    };
    let aside = format!("{} · {}", item.code, text::domain(item.domain));
    let owner = item.owner.clone();
    let trouble = item.conflict || item.contested;
    let progress = item.progress;
    view! {
        <li>
            <A href=address(&item.key) attr:class="row">
                <span class="row-head">
                    <span class="row-title">{item.title.clone()}</span>
                    <StateBadge state=item.state />
                </span>
                <span class="row-foot">
                    <DueBadge item=item.clone() />
                    {move || with_branch.get().then(|| view! { <span class="row-branch">{name.get()}</span> })}
                    <span>{aside}</span>
                    {(!owner.is_empty()).then(|| view! { <span>{owner}</span> })}
                    {trouble.then(|| view! {
                        <span class="badge badge-danger"><Icon shape=Shape::Warning />{text::ui::item::CONFLICT}</span>
                    })}
                    {move || (!delivered.get()).then(|| view! {
                        <span class="stored stored-here"><Icon shape=Shape::Device />{text::ui::sync::STORED}</span>
                    })}
                </span>
                <span class="row-bar" aria-label=text::ui::item::progress(progress)>
                    <span class="row-bar-fill" style=format!("width:{progress}%")></span>
                </span>
            </A>
        </li>
    }
}
