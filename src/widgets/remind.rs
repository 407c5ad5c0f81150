//! 催办: what the branch sees of a reminder, and the form with which those above write one.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{CaseId, Command, ItemKey, Ledger, Refusal, Summary, Tier, Timestamp, record::EntryKind};

use super::{Icon, Refused, Shape, address};
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, ui::day as words},
};

/// An unanswered reminder of a rectification case.
#[derive(Clone, PartialEq)]
struct OfCase {
    case: CaseId,
    said: String,
    person: String,
    at: Timestamp,
}

/// The unanswered reminders of the cases at hand, the latest first.
fn of_cases(ledger: &Ledger) -> Vec<OfCase> {
    let cases = ledger.cases();
    let mut all: Vec<OfCase> = cases
        .iter()
        .filter_map(|case| {
            let entry = case.reminded()?;
            let said = words::reminded(entry.author.role.tier(), &entry.text);
            Some(OfCase { case: case.id, said, person: entry.author.person.clone(), at: entry.at })
        })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    all
}

/// The reminders that the branch has not answered, those of its case first, the latest first; each opens its item.
#[component]
pub fn Reminders() -> impl IntoView {
    let book = expect_context::<Book>();
    let today = expect_context::<Today>();
    let reminded = Memo::new(move |_| {
        let mut items = book.projection.those(today.date.get(), |item| item.reminded.is_some());
        items.sort_by_key(|item| std::cmp::Reverse(item.reminded));
        items
    });
    let cases = Memo::new(move |_| book.read(of_cases));
    let number = move || cases.with(Vec::len) + reminded.with(Vec::len);
    view! {
        <Show when=move || { number() > 0 }>
            <section class="section reminders" aria-label=words::REMINDED_SECTION>
                <h2>{words::REMINDED_SECTION}" "<span class="count">{number}</span></h2>
                <ul>
                    <For each=move || cases.get() key=|one| (one.case, one.at) let:one>
                        <Line to=format!("/cases/{}", one.case) title=text::cases::TITLE.to_owned()
                            said=one.said person=one.person at=one.at />
                    </For>
                    <For each=move || reminded.get() key=|item| (item.key.clone(), item.reminded) let:item>
                        <Notice item />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Notice(item: Arc<Summary>) -> impl IntoView {
    let book = expect_context::<Book>();
    let entry = untrack(|| book.item(&item.key)).and_then(|item| {
        item.entries.into_iter().filter(|entry| entry.kind == EntryKind::Reminder).max_by_key(|entry| entry.at)
    })?;
    let said = words::reminded(entry.author.role.tier(), &entry.text);
    let (to, title) = (address(&item.key), item.title.clone());
    Some(view! { <Line to title said person=entry.author.person at=entry.at /> })
}

/// A reminder: of what, in which words, whose and when.
#[component]
fn Line(to: String, title: String, said: String, person: String, at: Timestamp) -> impl IntoView {
    view! {
        <li>
            <A href=to attr:class="notice reminder">
                <Icon shape=Shape::Bell />
                <span>
                    <strong class="reminder-title">{title}</strong>
                    <span class="reminder-words">{said}</span>
                    <span class="reminder-who">{person}" · "{text::date_time(at)}</span>
                </span>
            </A>
        </li>
    }
}

/// On an item's page, for those above: how often the branch was reminded, and the form.
#[component]
pub fn RemindPanel(
    /// The item.
    item: ItemKey,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let open = RwSignal::new(false);
    let key = StoredValue::new(item);
    let may = Memo::new(move |_| {
        let (who, now) = (session.author(), today.now.get());
        book.read(|ledger| key.with_value(|key| ledger.may_remind(&who, now, key)))
    });
    let times = Memo::new(move |_| key.with_value(|key| book.projection.get(key)).map_or(0, |item| item.reminders));
    let shown = Memo::new(move |_| may.with(|may| matches!(may, Ok(()) | Err(Refusal::RemindedToday))));
    let above_branch = session.tier() != Tier::Branch;
    view! {
        <Show when=move || above_branch && shown.get()>
            <section class="card remind no-print" aria-label=words::REMIND>
                <Show when=move || { times.get() > 0 }>
                    <p class="quiet remind-times">{move || words::times(times.get())}</p>
                </Show>
                {move || match may.get() {
                    Err(why) => view! { <p class="quiet">{text::refusal(&why)}</p> }.into_any(),
                    Ok(()) if open.get() => view! {
                        <RemindForm items=Signal::derive(move || vec![key.get_value()]) close=Callback::new(move |()| open.set(false)) />
                    }.into_any(),
                    Ok(()) => view! {
                        <button type="button" class="button" id="remind" on:click=move |_| open.set(true)>
                            <Icon shape=Shape::Bell />{words::REMIND}
                        </button>
                    }.into_any(),
                }}
            </section>
        </Show>
    }
}

/// The words of a reminder, proposed and open to change; what was typed stays until it is written.
#[component]
pub fn RemindForm(
    /// What the branches are reminded of.
    items: Signal<Vec<ItemKey>>,
    /// Called when it is done or given up.
    close: Callback<()>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let draft = expect_context::<Drafts>().at("remind".to_owned());
    if draft.with_untracked(String::is_empty) {
        draft.set(words::REMIND_DEFAULT.to_owned());
    }
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let give_up = move || {
        draft.set(String::new());
        close.run(());
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let items = items.get_untracked();
        let number = items.len();
        match book.run(Command::Remind { items, text: draft.get_untracked() }) {
            Ok(_) => {
                toasts.done(words::sent(number));
                give_up();
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <form class="remind-form" on:submit=send>
            <label class="field">
                <span>{words::REMIND_HINT}</span>
                <textarea rows="2" id="remind-text" required maxlength="200" prop:value=draft
                    on:input=move |event| draft.set(event_target_value(&event))></textarea>
            </label>
            <Refused refused />
            <div class="act-buttons">
                <button type="submit" class="button-main">{words::REMIND_NOW}</button>
                <button type="button" class="button" on:click=move |_| give_up()>{text::ui::common::CANCEL}</button>
            </div>
        </form>
    }
}
