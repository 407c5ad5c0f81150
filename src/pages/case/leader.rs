//! The linked leader's part: that they know of the case, and their visits.

use leptos::prelude::*;
use taizhang_ledger::{CaseCommand, CaseView, Command, case::CaseEntryKind};

use super::Opened;
use crate::{
    state::{Book, Drafts, Session, Toasts, Today},
    text::{self, cases as words},
    widgets::{Icon, Refused, Shape},
};

/// What the leader has done, and for the leader what can be done.
#[component]
pub fn LeaderPart(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let is_leader = Memo::new(move |_| {
        opened
            .view
            .with(|case| case.as_ref().is_some_and(|case| book.read(|ledger| ledger.leads(&session.author(), case))))
    });
    let said = move || {
        opened.view.with(|case| {
            let case = case.as_ref()?;
            if case.leaders.is_empty() {
                return None;
            }
            let each = case.leaders.iter().map(|leader| {
                let name = book.read(|ledger| ledger.orgs().name(leader).to_owned());
                let lacks = |said: String| {
                    view! { <p class="notice"><Icon shape=Shape::Clock /><span>{said}</span></p> }.into_any()
                };
                let known = match case.last_by(leader, CaseEntryKind::Acknowledgement) {
                    None => lacks(words::not_known(&name)),
                    Some(entry) => view! { <p>{words::known(&name, &text::date(entry.on))}</p> }.into_any(),
                };
                let visit = match case.last_by(leader, CaseEntryKind::Visit) {
                    None => lacks(words::never_visited(&name)),
                    Some(entry) => view! { <p>{words::visited(&name, &text::date(entry.on))}</p> }.into_any(),
                };
                view! { {known}{visit} }
            });
            let each = each.collect_view();
            Some(view! { <section class="card" id="leader-part"><h2>{words::LEADER}</h2>{each}</section> })
        })
    };
    view! {
        {said}
        <Show when=move || is_leader.get()><LeaderForm opened /></Show>
    }
}

#[component]
fn LeaderForm(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let text = expect_context::<Drafts>().at(format!("{}/visit", opened.id));
    let on = RwSignal::new(today.date.get_untracked().to_string());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let own = expect_context::<Session>().identity().org;
    let known = Memo::new(move |_| {
        let said = |case: &CaseView| case.last_by(&own, CaseEntryKind::Acknowledgement).is_some();
        opened.view.with(|case| case.as_ref().is_some_and(said))
    });
    let acknowledge = move |_| {
        let on = today.date.get_untracked();
        let kind = CaseEntryKind::Acknowledgement;
        let enter = CaseCommand::Enter { case: opened.id, kind, text: String::new(), on };
        match book.run(Command::Case(enter)) {
            Ok(_) => toasts.done(words::KNOWN_SAVED),
            Err(why) => toasts.error(text::refusal(&why)),
        }
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(day) = on.get_untracked().parse() else {
            return refused.set(Some(text::refusal(&taizhang_ledger::Refusal::NoDate)));
        };
        let kind = CaseEntryKind::Visit;
        let enter = CaseCommand::Enter { case: opened.id, kind, text: text.get_untracked(), on: day };
        match book.run(Command::Case(enter)) {
            Ok(_) => {
                text.set(String::new());
                refused.set(None);
                toasts.done(words::SAVED);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        }
    };
    view! {
        <section class="card" id="leader-form">
            <Show when=move || !known.get()>
                <div class="act-buttons">
                    <button type="button" class="button-main" id="known" on:click=acknowledge>{words::KNOWN}</button>
                </div>
            </Show>
            <form class="act-form" on:submit=save>
                <h2>{words::VISIT}</h2>
                <label class="field">
                    <span>{words::VISIT_ON}</span>
                    <input type="date" id="visit-on" required prop:value=on
                        on:input=move |event| on.set(event_target_value(&event)) />
                </label>
                <label class="field">
                    <span class="unseen">{words::VISIT}</span>
                    <textarea rows="3" id="visit-text" required placeholder=words::VISIT_HINT prop:value=text
                        on:input=move |event| text.set(event_target_value(&event))></textarea>
                </label>
                <Refused refused />
                <button type="submit" class="button-main">{words::VISIT}</button>
            </form>
        </section>
    }
}
