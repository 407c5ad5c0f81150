//! What was written to an item: its journal, and the history of its acts.

use leptos::prelude::*;
use taizhang_ledger::{
    Author, DocKind, Item, OrgId,
    lifecycle::{Outcome, Step},
    record::{Entry, EntryKind},
};

use super::{EvidenceFile, Icon, Shape};
use crate::{state::Book, text};

/// A person with organisation and post.
pub(super) fn signature(book: Book, author: &Author) -> String {
    let org = book.read(|ledger| ledger.orgs().name(&author.org).to_owned());
    format!("{}（{org} {}）", author.person, text::role(author.role))
}

/// 代填: by another organisation, in the branch's own document.
fn on_behalf() -> impl IntoView {
    view! { <span class="badge badge-aside on-behalf">{text::ui::item::ON_BEHALF}</span> }
}

/// The journal, newest first.
#[component]
pub fn Journal(
    /// The item.
    item: Memo<Option<Item>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let entries =
        move || item.with(|item| item.iter().flat_map(|item| item.entries.iter().rev().cloned()).collect::<Vec<_>>());
    let branch = Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.summary.key.branch.clone())));
    let line = move |entry: Entry| {
        let branch = branch.get_untracked()?;
        let (shape, tag) = match entry.kind {
            EntryKind::Progress => (Shape::Tick, text::ui::item::PROGRESS),
            EntryKind::Note => (Shape::Edit, text::ui::item::NOTE),
            EntryKind::Evidence => (Shape::Evidence, text::ui::item::EVIDENCE),
            EntryKind::Reminder => (Shape::Bell, text::ui::day::REMINDER),
        };
        let behalf = (entry.kind != EntryKind::Reminder && entry.author.org != branch).then(on_behalf);
        let percent = entry.percent.map(|n| view! { <span class="badge badge-open">{format!("{n}%")}</span> });
        let reference = entry.reference.map(|place| {
            view! { <p class="quiet">{text::ui::item::kept_at(&place)}</p> }
        });
        let file = entry.file.map(|file| view! { <EvidenceFile file org=branch.clone() /> });
        Some(view! {
            <li class="entry">
                <span class="entry-icon"><Icon shape /></span>
                <div>
                    <p class="entry-text"><span class="entry-tag">{tag}</span>{entry.text}{percent}</p>
                    {file}
                    {reference}
                    <p class="quiet">{untrack(|| signature(book, &entry.author))}" · "{text::date_time(entry.at)}{behalf}</p>
                </div>
            </li>
        })
    };
    view! {
        <Show when=move || item.with(|item| item.as_ref().is_some_and(|item| !item.entries.is_empty()))
            fallback=|| view! { <p class="empty">{text::ui::item::NO_ENTRIES}</p> }>
            <ul class="entries"><For each=entries key=|entry| entry.id let:entry>{line(entry)}</For></ul>
        </Show>
    }
}

/// The acts so far, oldest first: who, when, what, and what became of it.
#[component]
pub fn History(
    /// The item.
    item: Memo<Option<Item>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let steps = move || {
        let Some(item) = item.get() else { return Vec::new() };
        let branch = item.summary.key.branch.clone();
        item.life.steps.into_iter().map(|step| step_line(book, step, &branch)).collect::<Vec<_>>()
    };
    view! { <ol class="history">{steps}</ol> }
}

fn step_line(book: Book, step: Step, branch: &OrgId) -> impl IntoView + use<> {
    let act = step.transition;
    let org = book.read(|ledger| ledger.orgs().name(&act.author.org).to_owned());
    // Verdicts stand in documents of those above, so that only what stands in the branch's is on its behalf.
    let behalf = (act.place == DocKind::Branch && act.author.org != *branch).then(on_behalf);
    let place = if act.author.org == *branch { String::new() } else { org };
    let until = act.until.map(text::ui::item::until);
    let reason = act.reason.map(|why| view! { <p class="history-reason">{why}</p> });
    let remark = text::outcome(step.outcome);
    let moved = match step.outcome {
        Outcome::Moved { from, to } if from != to => {
            let said = text::history::from_to(text::state(from), text::state(to));
            Some(view! { <span class="quiet">{said}</span> })
        }
        _ => None,
    };
    view! {
        <li class:history-void=remark.is_some()>
            <p><strong>{text::act(act.act)}</strong>" "{until}" "{moved}</p>
            {reason}
            {remark.map(|said| view! { <p class="refused">{said}</p> })}
            <p class="quiet">{place}" "{act.author.person}" · "{text::date_time(act.at)}" · "{text::history::device(&act.author.device)}{behalf}</p>
        </li>
    }
}
