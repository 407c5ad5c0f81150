//! One item on the desk: everything that was asked, written and done, and below it the two verdicts; how it came here follows them.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use taizhang_ledger::{Command, Item, ItemKey, Matter, Move, State, Summary, record::Field};

use super::item::Changed;
use crate::{
    platform::{keyboard, lifecycle},
    state::{Book, Drafts, Session, Toasts, next_of},
    text::{self, ui::day as words},
    widgets::{ActPanel, DueBadge, History, Icon, Journal, Meanwhile, Refused, Shape, StateBadge, address},
};

/// The item and its verdicts.
#[component]
pub fn Verdict(
    /// The item.
    key: ItemKey,
    /// What waits, in its order.
    items: Memo<Vec<Arc<Summary>>>,
    /// Goes to an item, or back to the list.
    open: Callback<Option<ItemKey>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let tier = expect_context::<Session>().tier();
    let item = {
        let key = key.clone();
        Memo::new(move |_| book.item(&key))
    };
    let matter = {
        let key = key.clone();
        Memo::new(move |_| {
            let summary = book.projection.get(&key)?;
            Some((summary.matter_for(tier)?, summary.state))
        })
    };
    // While somebody writes why it is not passed, the form stays, whatever becomes of the item meanwhile.
    let refusing = RwSignal::new(false);
    let held = Memo::new(move |before: Option<&Option<(Matter, State)>>| {
        let now = matter.get();
        before.copied().filter(|_| refusing.get()).unwrap_or(now)
    });
    let (at, shown, acted_on) = (key.clone(), address(&key), StoredValue::new(key));
    let place = move || {
        items.with(|items| {
            let at = items.iter().position(|item| item.key == at)?;
            Some(words::place(at + 1, items.len()))
        })
    };
    let first = move |_| open.run(items.with_untracked(|items| items.first().map(|item| item.key.clone())));
    view! {
        <p class="inbox-back">
            <button type="button" class="button-quiet" on:click=move |_| open.run(None)>{words::BACK_TO_LIST}</button>
            <span class="quiet">{place}</span>
        </p>
        <article class="inbox-item" aria-label=words::DETAIL>
            <Words item />
        </article>
        {move || match held.get() {
            Some((Matter::Contested, _)) => view! {
                <p class="notice notice-danger"><Icon shape=Shape::Warning /><span>{text::ui::item::CONTESTED}</span></p>
                <ActPanel item=acted_on.get_value() />
            }
            .into_any(),
            Some((matter, state)) => match matter.verdicts(state) {
                Some((pass, refuse)) => {
                    view! { <Decide key=acted_on.get_value() item verdicts=(pass, refuse) refusing items open /> }.into_any()
                }
                None => ().into_any(),
            },
            None => view! {
                <section class="card decide">
                    <p>{words::NO_LONGER}</p>
                    <div class="act-buttons">
                        <button type="button" class="button-main" on:click=first>{words::NEXT}</button>
                    </div>
                </section>
            }
            .into_any(),
        }}
        <section class="card inbox-history">
            <h3>{text::ui::item::HISTORY}</h3>
            <History item />
            <p class="inbox-more"><A href=shown>{words::WHOLE_PAGE}</A></p>
        </section>
    }
}

/// What was asked and what was done.
#[component]
fn Words(item: Memo<Option<Item>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let head = move || {
        let item = item.get()?;
        let lacking = item.summary.state.awaits_verdict() && item.lacks_photo();
        let summary = item.summary;
        let branch = book.read(|ledger| ledger.orgs().name(&summary.key.branch).to_owned());
        let asked = item.life.standing.extension_asked.filter(|_| summary.state.is_open());
        let done = item.target.map(|target| {
            words::done_of(item.done.unwrap_or_default(), target, item.unit.as_deref().unwrap_or_default())
        });
        let or_none = |text: String| if text.is_empty() { text::ui::item::NOT_FILLED.to_owned() } else { text };
        Some(view! {
            <h2 class="inbox-title">{summary.title.clone()}</h2>
            <p class="item-marks">
                <strong>{branch}</strong>
                <StateBadge state=summary.state />
                <DueBadge item=Arc::new(summary.clone()) />
            </p>
            {summary.changed.then(|| view! { <Changed key=summary.key.clone() /> })}
            {lacking.then(|| view! {
                <p class="notice" id="no-photo-seen"><Icon shape=Shape::Camera /><span>{text::ui::item::NO_PHOTO_SEEN}</span></p>
            })}
            {asked.map(|day| view! { <p class="notice"><Icon shape=Shape::Clock /><span>{words::asked_until(day)}</span></p> })}
            <section class="card">
                <dl class="facts">
                    <dt>{text::ui::item::REQUIREMENT}</dt><dd class="requirement">{item.requirement}</dd>
                    <dt>{text::ui::new_task::PROOF}</dt><dd>{text::evidence_rule(item.evidence)}</dd>
                    <dt>{text::field(Field::Measure)}</dt><dd class="requirement">{or_none(item.measure)}</dd>
                    <dt>{text::field(Field::Owner)}</dt><dd>{or_none(summary.owner)}</dd>
                    <dt>{text::field(Field::Progress)}</dt><dd>{format!("{}%", summary.progress)}</dd>
                    {done.map(|done| view! { <dt>{text::ui::item::TARGET}</dt><dd>{done}</dd> })}
                </dl>
            </section>
        })
    };
    view! {
        {head}
        <section class="card">
            <h3>{text::ui::item::JOURNAL}</h3>
            <Journal item />
        </section>
    }
}

/// The two verdicts; where this post may not give one, it says why.
#[component]
fn Decide(
    key: ItemKey,
    item: Memo<Option<Item>>,
    verdicts: (Move, Move),
    refusing: RwSignal<bool>,
    items: Memo<Vec<Arc<Summary>>>,
    open: Callback<Option<ItemKey>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let (pass, refuse) = verdicts;
    // The same as on the item's own page.
    let draft = StoredValue::new(format!("{}/{}/{}", key.branch, key.task, refuse.word()));
    let reason = drafts.at(draft.get_value());
    let key = StoredValue::new(key);
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let may = move |act: Move| {
        Memo::new(move |_| {
            let who = session.author();
            book.read(|ledger| key.with_value(|key| ledger.may_act(&who, key, act)))
        })
    };
    let (may_pass, may_refuse) = (may(pass), may(refuse));
    let state = move || item.with(|item| item.as_ref().map(|item| item.summary.state));
    let begun = untrack(state);
    let meanwhile = Memo::new(move |_| match state() {
        Some(now) if may_refuse.with(Result::is_err) => Some(text::ui::item::no_longer(now, refuse)),
        Some(now) if Some(now) != begun => Some(text::ui::item::meanwhile(now)),
        _ => None,
    });
    let asked = move || item.with(|item| item.as_ref()?.life.standing.extension_asked);
    let decide = move |act: Move, reason: Option<String>| {
        let until = if act.needs_date() { untrack(asked) } else { None };
        let key = key.get_value();
        let about = book.read_untracked(|ledger| ledger.orgs().name(&key.branch).to_owned());
        // Which comes next must be known before this one leaves the list.
        let next = items.with_untracked(|items| next_of(items, &key));
        match book.run(Command::Act { item: key, act, reason, until }) {
            Ok(_) => {
                refusing.set(false);
                draft.with_value(|draft| drafts.keep(draft, String::new()));
                toasts.done(words::decided(act, &about));
                open.run(next);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let open_reason = move |_| {
        refusing.set(true);
        lifecycle::after(0, || {
            keyboard::focus("#verdict-reason");
        });
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        decide(refuse, Some(reason.get_untracked()));
    };
    let why_not = move || {
        let told = refusing.get() && meanwhile.with(Option::is_some);
        may_pass.get().err().filter(|_| !told).map(|why| view! { <p class="notice" id="verdict-why-not"><Icon shape=Shape::Warning /><span>{text::refusal(&why)}</span></p> })
    };
    view! {
        <section class="card acts decide no-print" aria-label=words::DECIDE>
            {why_not}
            <Refused refused />
            <Show when=move || refusing.get() fallback=move || view! {
                <Show when=move || may_pass.with(Result::is_ok)>
                    <p class="quiet">{move || words::passing(pass, asked())}</p>
                </Show>
                <div class="act-buttons">
                    <Show when=move || may_pass.with(Result::is_ok)>
                        <button type="button" class="button-main" id="verdict-pass" data-act=pass.word()
                            on:click=move |_| decide(pass, None)>{text::act(pass)}" "<kbd>"a"</kbd></button>
                    </Show>
                    <Show when=move || may_refuse.with(Result::is_ok)>
                        <button type="button" class="button" id="verdict-refuse" data-act=refuse.word()
                            on:click=open_reason>{text::act(refuse)}" "<kbd>"r"</kbd></button>
                    </Show>
                </div>
            }>
                <form on:submit=send>
                    <label class="field">
                        <span>{words::why(refuse)}</span>
                        // One line, so that Enter sends it.
                        <input type="text" id="verdict-reason" required maxlength="500" autocomplete="off" prop:value=reason
                            on:input=move |event| reason.set(event_target_value(&event)) />
                    </label>
                    <Meanwhile said=meanwhile />
                    <div class="act-buttons">
                        <Show when=move || may_refuse.with(Result::is_ok) fallback=move || view! {
                            <button type="button" class="button-main" on:click=move |_| refusing.set(false)>
                                {text::ui::common::CLOSE}
                            </button>
                        }>
                            <button type="submit" class="button-main">{text::ui::item::confirm(refuse)}</button>
                            <button type="button" class="button" on:click=move |_| refusing.set(false)>
                                {text::ui::common::CANCEL}
                            </button>
                        </Show>
                    </div>
                </form>
            </Show>
        </section>
    }
}
