//! What can be done to a case now; each act says what it leads to before it is done.

use leptos::prelude::*;
use taizhang_ledger::{
    CaseCommand, CaseView, Command,
    case::{Ballot, CaseMove, CaseState},
};

use super::Opened;
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, cases as words},
    widgets::{Meanwhile, Refused},
};

/// The main act comes first: what moves the case on.
const ORDER: [CaseMove; 18] = [
    CaseMove::Resume,
    CaseMove::List,
    CaseMove::Diagnose,
    CaseMove::FilePlan,
    CaseMove::Start,
    CaseMove::SelfAssess,
    CaseMove::Check,
    CaseMove::Accept,
    CaseMove::Close,
    CaseMove::Track,
    CaseMove::Archive,
    CaseMove::GrantExtension,
    CaseMove::RefuseExtension,
    CaseMove::Return,
    CaseMove::Relapse,
    CaseMove::RequestExtension,
    CaseMove::Suspend,
    CaseMove::Dismiss,
];

/// Buttons for the acts that are possible now, and the form of the one that is chosen. The form stays until its person
/// closes it, also when somebody else was quicker.
#[component]
pub fn Acts(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let chosen: RwSignal<Option<CaseMove>> = RwSignal::new(None);
    let acts = Memo::new(move |_| {
        opened.view.with(|case| {
            let Some(case) = case else { return Vec::new() };
            let possible = book.read(|ledger| ledger.possible_case_acts(&session.author(), case));
            ORDER.into_iter().filter(|act| possible.contains(act)).collect::<Vec<_>>()
        })
    });
    let buttons = move || {
        let each = acts.get().into_iter().zip(0..).map(|(act, place)| {
            let class = if place == 0 { "button-main" } else { "button" };
            view! {
                <button type="button" class=class data-act=act.word() on:click=move |_| chosen.set(Some(act))>
                    {words::act(act)}
                </button>
            }
        });
        each.collect_view()
    };
    view! {
        <Show when=move || chosen.with(Option::is_some) || !acts.with(Vec::is_empty)>
            <section class="card acts" aria-label=text::ui::item::ACTS>
                {move || match chosen.get() {
                    Some(act) => view! { <ActForm opened act acts close=move || chosen.set(None) /> }.into_any(),
                    None => view! { <div class="act-buttons">{buttons()}</div> }.into_any(),
                }}
            </section>
        </Show>
    }
}

#[component]
fn ActForm(
    opened: Opened,
    act: CaseMove,
    acts: Memo<Vec<CaseMove>>,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let draft = format!("{}/{}", opened.id, act.word());
    let reason = drafts.at(draft.clone());
    let possible = Memo::new(move |_| acts.with(|acts| acts.contains(&act)));
    let state = move || opened.view.with(|case| case.as_ref().map(CaseView::state));
    let begun = untrack(state);
    let meanwhile = Memo::new(move |_| match state() {
        Some(now) if !possible.get() => Some(words::no_longer(now, act)),
        Some(now) if Some(now) != begun => Some(words::meanwhile(now)),
        _ => None,
    });
    let [score, voters, dissatisfied] = [(); 3].map(|()| RwSignal::new(String::new()));
    // Who grants begins with the day that was asked for.
    let asked = opened.view.with_untracked(|case| case.as_ref().and_then(|case| case.life.standing.extension_asked));
    // Who lists a case again may give it a last day of its own.
    let again = act == CaseMove::List
        && opened.view.with_untracked(|case| case.as_ref().is_some_and(|case| case.state() == CaseState::Relapsed));
    let dated = act.needs_date() || again;
    let today = expect_context::<Today>().date.get_untracked();
    let usual = book.read_untracked(|ledger| ledger.next_rectification_deadline(today));
    let until = RwSignal::new(asked.map(|day| day.to_string()).unwrap_or_default());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let ballot = move || {
        Some(Ballot {
            score: score.get_untracked().trim().parse().ok()?,
            voters: voters.get_untracked().trim().parse().ok()?,
            dissatisfied: dissatisfied.get_untracked().trim().parse().ok()?,
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let why = Some(reason.get_untracked()).filter(|_| act.needs_reason());
        let ballot = if act == CaseMove::Accept { ballot() } else { None };
        let until = until.get_untracked().parse().ok().filter(|_| dated);
        match book.run(Command::Case(CaseCommand::Act { case: opened.id, act, reason: why, ballot, until })) {
            Ok(_) => {
                drafts.keep(&draft, String::new());
                toasts.done(words::acted(act));
                close();
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    let number = |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <label class="field">
                <span>{label}</span>
                <input type="number" id=id min="0" step="1" inputmode="numeric" required prop:value=value
                    on:input=move |event| value.set(event_target_value(&event)) />
            </label>
        }
    };
    view! {
        <form class="act-form" on:submit=submit>
            <h2>{words::act(act)}</h2>
            <p>{words::act_explained(act)}</p>
            {act.needs_reason().then(|| view! {
                <label class="field">
                    <span>{words::reason_label(act)}</span>
                    <textarea rows="3" required prop:value=reason
                        on:input=move |event| reason.set(event_target_value(&event))></textarea>
                </label>
            })}
            {dated.then(|| view! {
                <label class="field field-short">
                    <span>{if again { words::DEADLINE } else { text::ui::item::UNTIL }}</span>
                    <input type="date" id="act-until" required=!again prop:value=until
                        on:input=move |event| until.set(event_target_value(&event)) />
                    {again.then(|| view! { <span class="quiet">{words::deadline_explained(usual)}</span> })}
                </label>
            })}
            {(act == CaseMove::Accept).then(|| view! {
                {number("ballot-score", words::SCORE, score)}
                {number("ballot-voters", words::VOTERS, voters)}
                {number("ballot-dissatisfied", words::DISSATISFIED, dissatisfied)}
            })}
            <Refused refused />
            <Meanwhile said=meanwhile />
            <div class="act-buttons">
                <Show when=move || possible.get() fallback=move || view! {
                    <button type="button" class="button-main" on:click=move |_| close()>{text::ui::common::CLOSE}</button>
                }>
                    <button type="submit" class="button-main">{words::act(act)}</button>
                    <button type="button" class="button" on:click=move |_| close()>{text::ui::common::CANCEL}</button>
                </Show>
            </div>
        </form>
    }
}
