//! Tasks that were given to branches: their list, the table of one, the buttons that remind those that lag.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Item, ItemKey, State, Summary};

use super::{DueBadge, Icon, RemindForm, Shape, StateBadge, address};
use crate::{
    state::{Book, Given, Session, Today},
    text::{self, ui::day as words},
};

/// Tasks with how many branches have signed, are late and are done; each opens.
#[component]
pub fn GivenList(
    /// The tasks, in their order.
    given: Signal<Vec<Given>>,
) -> impl IntoView {
    let row = |one: Given| {
        let unsigned = one.all - one.signed;
        view! {
            <li>
                <A href=format!("/given/{}", one.task) attr:class="row">
                    <span class="row-head">
                        <span class="row-title">{one.title.clone()}</span>
                        {(unsigned > 0).then(|| view! { <span class="badge badge-new">{words::unsigned(unsigned)}</span> })}
                    </span>
                    <span class="row-foot">
                        <span>{words::due(one.due)}</span>
                        <span>{words::signed_of(one.signed, one.all)}</span>
                        <span>{words::closed_of(one.closed, one.all)}</span>
                        {(one.overdue > 0).then(|| view! {
                            <span class="due due-over"><Icon shape=Shape::Warning />{words::overdue(one.overdue)}</span>
                        })}
                    </span>
                </A>
            </li>
        }
    };
    view! {
        <ul class="rows given-rows">
            <For each=move || given.get() key=|one| (one.task, one.signed, one.overdue, one.closed, one.all, one.due) let:one>
                {row(one)}
            </For>
        </ul>
    }
}

/// Reminds those that have not signed, or those that are late, all at once.
#[component]
pub fn ChaseButtons(
    /// Those that have not signed.
    unsigned: Signal<Vec<ItemKey>>,
    /// Those that are late.
    overdue: Signal<Vec<ItemKey>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    // Whom this post may remind now: not twice a day.
    let open_to = move |all: Signal<Vec<ItemKey>>| {
        Memo::new(move |_| {
            let (who, now) = (session.author(), today.now.get());
            let mut items = all.get();
            book.read(|ledger| items.retain(|item| ledger.may_remind(&who, now, item).is_ok()));
            items
        })
    };
    let (to_sign, late) = (open_to(unsigned), open_to(overdue));
    let chosen: RwSignal<Option<Memo<Vec<ItemKey>>>> = RwSignal::new(None);
    let button = move |id: &'static str, name: &'static str, all: Signal<Vec<ItemKey>>, now: Memo<Vec<ItemKey>>| {
        let told = move || all.with(Vec::len).saturating_sub(now.with(Vec::len));
        view! {
            <Show when=move || !all.with(Vec::is_empty)>
                <div class="given-remind">
                    <Show when=move || !now.with(Vec::is_empty)>
                        <button type="button" class="button" id=id on:click=move |_| chosen.set(Some(now))>
                            <Icon shape=Shape::Bell />{move || words::remind_all(name, now.with(Vec::len))}
                        </button>
                    </Show>
                    <Show when=move || { told() > 0 }>
                        <p class="quiet">{move || words::told_today(name, told())}</p>
                    </Show>
                </div>
            </Show>
        }
    };
    view! {
        <section class="given-chase no-print" aria-label=words::REMIND>
            {move || match chosen.get() {
                Some(items) => view! {
                    <div class="card"><RemindForm items=items.into() close=Callback::new(move |()| chosen.set(None)) /></div>
                }
                .into_any(),
                None => view! {
                    <div class="act-buttons">
                        {button("remind-unsigned", words::REMIND_UNSIGNED, unsigned, to_sign)}
                        {button("remind-overdue", words::REMIND_OVERDUE, overdue, late)}
                    </div>
                }
                .into_any(),
            }}
        </section>
    }
}

/// A task branch by branch, with its sums.
#[component]
pub fn GivenTable(
    /// The items, in their order.
    items: Memo<Vec<Arc<Summary>>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let heads = [
        words::BRANCH,
        words::SIGNED,
        words::STATE,
        words::PROGRESS,
        words::TARGET,
        words::DONE,
        words::DUE,
        words::REMIND,
    ];
    let numbers = Memo::new(move |_| {
        let counted = items.get().into_iter().filter(|item| item.state != State::Cancelled);
        let all: Vec<_> = counted.filter_map(|item| book.item(&item.key)).collect();
        let sum = |of: fn(&Item) -> Option<i64>| {
            all.iter().filter_map(of).fold(None, |sum: Option<i64>, one| Some(sum.unwrap_or(0).saturating_add(one)))
        };
        let signed = all.iter().filter(|item| item.summary.signed.is_some()).count();
        let progress = all.iter().map(|item| usize::from(item.summary.progress)).sum::<usize>();
        let reminders = all.iter().map(|item| item.summary.reminders).fold(0, u32::saturating_add);
        let closed = all.iter().filter(|item| item.summary.state == State::Closed).count();
        let average = progress.checked_div(all.len()).unwrap_or(0);
        (all.len(), signed, closed, average, sum(|item| item.target), sum(|item| item.done), reminders)
    });
    let foot = move || {
        let (all, signed, closed, average, target, done, reminders) = numbers.get();
        let cells = [
            words::of_all(signed, all),
            words::closed_of(closed, all),
            words::average(average),
            number(target),
            number(done),
            String::new(),
            if reminders == 0 { String::new() } else { words::times(reminders) },
        ];
        let cells = cells.into_iter().zip(heads.iter().skip(1)).map(|(cell, name)| {
            let empty = cell.is_empty();
            view! { <td role="cell" data-name=*name class:sheet-empty=empty>{cell}</td> }
        });
        view! { <tr role="row"><th scope="row" role="rowheader">{words::SUM}</th>{cells.collect_view()}</tr> }
    };
    view! {
        <div class="table-scroll sheet-scroll" tabindex="0" role="region" aria-label=words::SIGNED>
            <table class="board sheet given" role="table">
                <thead role="rowgroup">
                    <tr role="row">{heads.map(|name| view! { <th scope="col" role="columnheader">{name}</th> })}</tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || items.get() key=|item| Arc::clone(item) let:item><Line item /></For>
                </tbody>
                <tfoot role="rowgroup">{foot}</tfoot>
            </table>
        </div>
    }
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

#[component]
fn Line(item: Arc<Summary>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let branch = book.read_untracked(|ledger| ledger.orgs().name(&item.key.branch).to_owned());
    let key = item.key.clone();
    let whole = Memo::new(move |_| book.item(&key));
    let with_unit = move |of: fn(&Item) -> Option<i64>| {
        whole
            .with(|item| {
                let item = item.as_ref()?;
                Some(format!("{}{}", of(item)?, item.unit.as_deref().unwrap_or_default()))
            })
            .unwrap_or_default()
    };
    let (target, done) = (move || with_unit(|item| item.target), move || with_unit(|item| item.done));
    let cancelled = item.state == State::Cancelled;
    let signed_at = item.signed;
    let signed = move || match signed_at {
        Some(at) => {
            view! { <span class="given-signed"><Icon shape=Shape::Tick />{words::signed_on(at)}</span> }.into_any()
        }
        None if cancelled => "—".into_any(),
        None => {
            let since = whole.with(|item| item.as_ref().map(|item| item.set_at));
            let days = since.map_or(0, |since| text::days_since(since, today.now.get()));
            view! { <span class="given-unsigned"><Icon shape=Shape::Clock />{words::unsigned_for(days)}</span> }
                .into_any()
        }
    };
    let times = if item.reminders == 0 { String::new() } else { words::times(item.reminders) };
    view! {
        <tr role="row" data-org=item.key.branch.to_string()>
            <th scope="row" role="rowheader"><A href=address(&item.key)>{branch}</A></th>
            <td role="cell" data-name=words::SIGNED>{signed}</td>
            <td role="cell" data-name=words::STATE><StateBadge state=item.state /></td>
            <td role="cell" data-name=words::PROGRESS>{format!("{}%", item.progress)}</td>
            <td role="cell" data-name=words::TARGET class:sheet-empty=move || target().is_empty()>{target}</td>
            <td role="cell" data-name=words::DONE class:sheet-empty=move || done().is_empty()>{done}</td>
            <td role="cell" data-name=words::DUE><DueBadge item=Arc::clone(&item) /></td>
            <td role="cell" data-name=words::REMIND class:sheet-empty=times.is_empty()>{times.clone()}</td>
        </tr>
    }
}
