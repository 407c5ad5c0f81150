//! What was written to a case, and the acts in its life: who, when, what, and what became of it.

use leptos::prelude::*;
use taizhang_ledger::{
    Author, CaseCommand, Command, OrgId,
    case::{CaseDenied, CaseEntry, CaseEntryKind, CaseStep},
    lifecycle::OutcomeOf,
};

use super::{Opened, plan::writable};
use crate::{
    state::{Book, Drafts, Toasts, Today},
    text::{self, cases as words},
    widgets::{Icon, Refused, Shape},
};

/// Journal and history.
#[component]
pub fn Log(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let may = writable(opened);
    let branch = Memo::new(move |_| opened.view.with(|case| case.as_ref().map(|case| case.branch.clone())));
    let entries = move || {
        opened.view.with(|case| case.iter().flat_map(|case| case.entries.iter().rev().cloned()).collect::<Vec<_>>())
    };
    let steps = move || {
        let branch = branch.get()?;
        let steps = opened.view.with(|case| case.as_ref().map(|case| case.life.steps.clone()))?;
        Some(steps.into_iter().map(|step| step_line(book, step, &branch)).collect_view())
    };
    view! {
        <section class="card">
            <h2>{words::JOURNAL}</h2>
            <Show when=move || may.get()><AddProgress opened /></Show>
            <Show when=move || opened.view.with(|case| case.as_ref().is_some_and(|case| !case.entries.is_empty()))
                fallback=|| view! { <p class="empty">{words::NO_ENTRIES}</p> }>
                <ul class="entries">
                    <For each=entries key=|entry| entry.id let:entry>{entry_line(book, entry, branch.get_untracked())}</For>
                </ul>
            </Show>
        </section>
        <section class="card">
            <h2>{words::HISTORY}</h2>
            <ol class="history">{steps}</ol>
        </section>
    }
}

#[component]
fn AddProgress(opened: Opened) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = expect_context::<Toasts>();
    let today = expect_context::<Today>();
    let text = expect_context::<Drafts>().at(format!("{}/progress", opened.id));
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (kind, on) = (CaseEntryKind::Progress, today.date.get_untracked());
        let enter = CaseCommand::Enter { case: opened.id, kind, text: text.get_untracked(), on };
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
        <form class="add-entry" on:submit=save>
            <label class="field">
                <span class="unseen">{words::ADD_PROGRESS}</span>
                <textarea rows="3" id="case-progress" placeholder=words::PROGRESS_HINT prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))></textarea>
            </label>
            <Refused refused />
            <button type="submit" class="button-main">{words::ADD_PROGRESS}</button>
        </form>
    }
}

fn signature(book: Book, author: &Author, branch: Option<&OrgId>) -> String {
    let org = book.read_untracked(|ledger| ledger.orgs().name(&author.org).to_owned());
    // A leader's organisation is the leader.
    let own = branch == Some(&author.org) || org == author.person;
    if own { author.person.clone() } else { format!("{}（{org}）", author.person) }
}

fn entry_line(book: Book, entry: CaseEntry, branch: Option<OrgId>) -> impl IntoView {
    let shape = match entry.kind {
        CaseEntryKind::Progress => Shape::Tick,
        CaseEntryKind::Acknowledgement => Shape::Device,
        CaseEntryKind::Visit => Shape::Branches,
        CaseEntryKind::Reminder => Shape::Clock,
    };
    // 代填: a township's hand in the branch's journal.
    let on_behalf = entry.kind == CaseEntryKind::Progress && branch.as_ref() != Some(&entry.author.org);
    view! {
        <li class="entry">
            <span class="entry-icon"><Icon shape /></span>
            <div>
                <p class="entry-text"><span class="entry-tag">{words::entry_kind(entry.kind)}</span>{entry.text}</p>
                <p class="quiet">
                    {signature(book, &entry.author, branch.as_ref())}
                    {on_behalf.then_some(text::ui::item::ON_BEHALF)}" · "{text::date(entry.on)}
                </p>
            </div>
        </li>
    }
}

fn step_line(book: Book, step: CaseStep, branch: &OrgId) -> impl IntoView + use<> {
    let act = step.transition;
    let remark = match step.outcome {
        OutcomeOf::Moved { .. } => None,
        OutcomeOf::Overtaken(CaseDenied::State(_)) => Some(words::CONTESTED.to_owned()),
        OutcomeOf::Overtaken(why) | OutcomeOf::Void(why) => Some(words::denied(why)),
    };
    let void = remark.is_some();
    let ballot = act.ballot.map(|one| words::ballot(one.score, one.voters, one.dissatisfied));
    view! {
        <li class:history-void=void>
            <p><strong>{words::act(act.act)}</strong>" "{ballot}</p>
            {act.reason.map(|why| view! { <p class="history-reason">{why}</p> })}
            {remark.map(|said| view! { <p class="refused">{said}</p> })}
            <p class="quiet">
                {signature(book, &act.author, Some(branch))}" · "{text::role(act.author.role)}" · "
                {text::date_time(act.at)}" · "{text::history::device(&act.author.device)}
            </p>
        </li>
    }
}
