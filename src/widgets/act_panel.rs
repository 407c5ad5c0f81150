//! The acts that a person can do to an item: one main act, the others behind it; each says what it leads to before
//! it is done.

use leptos::prelude::*;
use taizhang_ledger::{Command, ItemKey, Move};

use super::{Icon, Meanwhile, Shape};
use crate::{
    state::{Book, Drafts, Session, Toasts},
    text,
};

/// The main act comes first: what moves the work on.
const ORDER: [Move; 14] = [
    Move::Acknowledge,
    Move::VerifyTownship,
    Move::VerifyCounty,
    Move::Close,
    Move::GrantExtension,
    Move::Submit,
    Move::Start,
    Move::Resume,
    Move::RefuseExtension,
    Move::Return,
    Move::RequestExtension,
    Move::Reopen,
    Move::Suspend,
    Move::Cancel,
];

/// Opens the form in which a photo is added, on a page that has one.
#[derive(Clone, Copy)]
pub struct PhotoForm(pub Callback<()>);

/// Buttons for the acts that are possible now, and the form of the one that is chosen. The form stays until its person
/// closes it, also when somebody else was quicker.
#[component]
pub fn ActPanel(
    /// The item.
    item: ItemKey,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let chosen: RwSignal<Option<Move>> = RwSignal::new(None);
    let acts = {
        let item = item.clone();
        Memo::new(move |_| {
            let possible = book.read(|ledger| ledger.possible_acts(&session.author(), &item));
            ORDER.into_iter().filter(|act| possible.contains(act)).collect::<Vec<_>>()
        })
    };
    let buttons = move || {
        acts.get()
            .into_iter()
            .enumerate()
            .map(|(place, act)| {
                let class = if place == 0 { "button-main" } else { "button" };
                view! {
                    <button type="button" class=class data-act=act.word() on:click=move |_| chosen.set(Some(act))>
                        {text::act(act)}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || chosen.with(Option::is_some) || !acts.with(Vec::is_empty)>
            <section class="card acts" aria-label=text::ui::item::ACTS>
                {
                    let item = item.clone();
                    move || match chosen.get() {
                        Some(act) => view! { <ActForm item=item.clone() act acts close=move || chosen.set(None) /> }.into_any(),
                        None => view! { <div class="act-buttons">{buttons()}</div> }.into_any(),
                    }
                }
            </section>
        </Show>
    }
}

#[component]
fn ActForm(
    item: ItemKey,
    act: Move,
    acts: Memo<Vec<Move>>,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let draft = format!("{}/{}/{}", item.branch, item.task, act.word());
    let reason = drafts.at(draft.clone());
    let until = RwSignal::new(asked_for(book, &item, act));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let lacking = {
        let item = item.clone();
        Memo::new(move |_| act == Move::Submit && book.read(|ledger| ledger.lacks_photo(&item)))
    };
    let possible = Memo::new(move |_| acts.with(|acts| acts.contains(&act)));
    let state = {
        let item = item.clone();
        move || book.projection.get(&item).map(|item| item.state)
    };
    let begun = untrack(&state);
    let meanwhile = Memo::new(move |_| match state() {
        Some(now) if !possible.get() => Some(text::ui::item::no_longer(now, act)),
        Some(now) if Some(now) != begun => Some(text::ui::item::meanwhile(now)),
        _ => None,
    });
    let photo_form = use_context::<PhotoForm>();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let until = act.needs_date().then(|| until.get().parse().ok()).flatten();
        let why = Some(reason.get()).filter(|_| act.needs_reason());
        match book.run(Command::Act { item: item.clone(), act, reason: why, until }) {
            Ok(_) => {
                drafts.keep(&draft, String::new());
                toasts.done(text::ui::item::acted(act));
                close();
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <form class="act-form" on:submit=submit>
            <h2>{text::act(act)}</h2>
            <p>{text::act_explained(act)}</p>
            {act.needs_date().then(|| view! {
                <label class="field">
                    <span>{text::ui::item::UNTIL}</span>
                    <input type="date" required prop:value=until
                        on:input=move |event| until.set(event_target_value(&event)) />
                </label>
            })}
            {act.needs_reason().then(|| view! {
                <label class="field">
                    <span>{text::ui::item::REASON}</span>
                    <textarea rows="3" required prop:value=reason
                        on:input=move |event| reason.set(event_target_value(&event))></textarea>
                </label>
            })}
            <Refused refused />
            <Meanwhile said=meanwhile />
            <Show when=move || lacking.get()>
                <p class="notice" id="no-photo"><Icon shape=Shape::Camera /><span>{text::ui::item::NO_PHOTO}</span></p>
            </Show>
            <div class="act-buttons">
                {move || match photo_form.filter(|_| lacking.get()) {
                    _ if !possible.get() => view! {
                        <button type="button" class="button-main" on:click=move |_| close()>{text::ui::common::CLOSE}</button>
                    }.into_any(),
                    Some(form) => view! {
                        <button type="button" class="button-main" id="add-photo"
                            on:click=move |_| {
                                close();
                                form.0.run(());
                            }>{text::ui::item::ADD_PHOTO}</button>
                    }.into_any(),
                    None => view! {
                        <button type="submit" class="button-main">{text::ui::item::confirm(act)}</button>
                    }.into_any(),
                }}
                <Show when=move || possible.get()>
                    <button type="button" class="button" on:click=move |_| close()>{text::ui::common::CANCEL}</button>
                </Show>
            </div>
        </form>
    }
}

/// The day that an open request asks for, as a first proposal.
fn asked_for(book: Book, item: &ItemKey, act: Move) -> String {
    let asked = || Some(untrack(|| book.item(item))?.life.standing.extension_asked?.to_string());
    if act == Move::GrantExtension { asked().unwrap_or_default() } else { String::new() }
}

/// Why something was refused, beside the form that keeps what was typed.
#[component]
pub fn Refused(
    /// The words, when there are any.
    refused: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || refused.get().map(|why| view! { <p class="refused">{why}</p> })}
        </div>
    }
}
