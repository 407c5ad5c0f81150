//! 催办 of a case, for those above: how often the branch was reminded, and the form.

use leptos::prelude::*;
use taizhang_ledger::{CaseCommand, CaseView, Command, Refusal};

use super::Opened;
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, ui::day as words},
    widgets::{Icon, Refused, Shape},
};

/// The panel; nothing where this post has nobody to remind.
#[component]
pub fn RemindCase(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let today = expect_context::<Today>();
    let open = RwSignal::new(false);
    let may = Memo::new(move |_| {
        let (who, now) = (session.author(), today.now.get());
        let asked = |case: &CaseView| book.read(|ledger| ledger.may_remind_of_case(&who, now, case));
        opened.view.with(|case| case.as_ref().map(asked))
    });
    let times = Memo::new(move |_| {
        let count = opened.view.with(|case| case.as_ref().map_or(0, |case| case.reminders().count()));
        u32::try_from(count).unwrap_or(u32::MAX)
    });
    let shown = Memo::new(move |_| may.with(|may| matches!(may, Some(Ok(()) | Err(Refusal::RemindedToday)))));
    view! {
        <Show when=move || shown.get()>
            <section class="card remind no-print" aria-label=words::REMIND>
                <Show when=move || { times.get() > 0 }>
                    <p class="quiet remind-times">{move || words::times(times.get())}</p>
                </Show>
                {move || match may.get() {
                    Some(Ok(())) if open.get() => view! { <RemindForm opened open /> }.into_any(),
                    Some(Ok(())) => view! {
                        <button type="button" class="button" id="remind" on:click=move |_| open.set(true)>
                            <Icon shape=Shape::Bell />{words::REMIND}
                        </button>
                    }
                    .into_any(),
                    Some(Err(why)) => view! { <p class="quiet">{text::refusal(&why)}</p> }.into_any(),
                    None => ().into_any(),
                }}
            </section>
        </Show>
    }
}

#[component]
fn RemindForm(opened: Opened, open: RwSignal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let draft = expect_context::<Drafts>().at(format!("{}/remind", opened.id));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let remind = CaseCommand::Remind { case: opened.id, text: draft.get_untracked() };
        match book.run(Command::Case(remind)) {
            Ok(_) => {
                toasts.done(words::sent(1));
                draft.set(String::new());
                open.set(false);
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
                <button type="button" class="button" on:click=move |_| open.set(false)>{text::ui::common::CANCEL}</button>
            </div>
        </form>
    }
}
