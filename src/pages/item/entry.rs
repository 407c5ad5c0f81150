//! 报进展, 备注, 佐证: what was typed stays until it has been written.

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{
    Command, ItemKey, Refusal,
    record::{Field, FileRef},
};

use crate::{
    state::{Book, Drafts, Session, Toasts, Uploads, hashes},
    text::{self, ui::item as words},
    widgets::{FilePicker, Meanwhile, Refused, Taken},
};

/// What is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Progress,
    Evidence,
    Note,
}

const KINDS: [(Kind, &str); 3] =
    [(Kind::Progress, words::ADD_PROGRESS), (Kind::Evidence, words::ADD_EVIDENCE), (Kind::Note, words::ADD_NOTE)];

/// The form.
#[component]
pub(super) fn AddEntry(key: ItemKey, kind: RwSignal<Kind>) -> impl IntoView {
    let book = expect_context::<Book>();
    let session = expect_context::<Session>();
    let toasts = expect_context::<Toasts>();
    let drafts = expect_context::<Drafts>();
    let words_typed = drafts.at(format!("{}/{}/entry", key.branch, key.task));
    let place = drafts.at(format!("{}/{}/place", key.branch, key.task));
    let taken = Taken::at(drafts, format!("{}/{}/files", key.branch, key.task));
    let uploads = expect_context::<Uploads>();
    let at = StoredValue::new(key.clone());
    let percent = RwSignal::new(String::new());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let may = {
        let key = key.clone();
        Memo::new(move |_| book.read(|ledger| ledger.may_edit(&session.author(), &key, Field::Owner)))
    };
    // What is being typed stays under the fingers when somebody else has ended the work meanwhile.
    let put_away = RwSignal::new(false);
    let typed = move || !words_typed.with(String::is_empty) || taken.files.with(|files| !files.is_empty());
    let shown =
        Memo::new(move |before: Option<&bool>| may.get() || (before == Some(&true) && typed() && !put_away.get()));
    let current = {
        let key = key.clone();
        Memo::new(move |_| book.projection.get(&key).map_or(0, |item| item.progress))
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (item, text) = (key.clone(), words_typed.get_untracked());
        let done = move |written: Result<(), Refusal>| match written {
            Ok(()) => {
                for signal in [words_typed, place, percent] {
                    signal.set(String::new());
                }
                refused.set(None);
                toasts.done(words::ENTRY_SAVED);
            }
            Err(why) => refused.set(Some(text::refusal(&why))),
        };
        match kind.get_untracked() {
            Kind::Progress => {
                let percent = percent.get_untracked().parse().ok();
                done(book.run(Command::Report { item, text, percent }).map(drop));
            }
            Kind::Note => done(book.run(Command::Note { item, text }).map(drop)),
            Kind::Evidence => {
                let (reference, files) = (place.get_untracked(), taken.files.get_untracked());
                spawn_local(async move {
                    // Noted first: an entry must not name a file that nobody sends.
                    match uploads.send(&item.branch, &files.iter().flat_map(hashes).collect::<Vec<_>>()).await {
                        Ok(()) => done(add_evidence(book, &item, &text, &reference, files, taken)),
                        Err(why) => toasts.error(text::storage_failed(&why)),
                    }
                });
            }
        }
    };
    let hint = move || match kind.get() {
        Kind::Progress => words::HINT_PROGRESS,
        Kind::Evidence => words::HINT_EVIDENCE,
        Kind::Note => words::HINT_NOTE,
    };
    view! {
        <Show when=move || shown.get()>
            <form class="add-entry" on:submit=save.clone()>
                <div class="chips">{KINDS.map(|(one, name)| view! {
                    <button type="button" class="chip" aria-pressed=move || (kind.get() == one).to_string()
                        on:click=move |_| kind.set(one)>{name}</button>
                }).collect_view()}</div>
                <label class="field">
                    <span class="unseen">{hint}</span>
                    <textarea rows="3" id="entry-text" placeholder=hint prop:value=words_typed
                        on:input=move |event| words_typed.set(event_target_value(&event))></textarea>
                </label>
                <Show when=move || kind.get() == Kind::Progress>
                    <label class="field">
                        <span>{text::field(Field::Progress)}</span>
                        <div class="range">
                            <input type="range" id="entry-percent" min="0" max="100" step="5"
                                prop:value=move || if percent.with(String::is_empty) { current.get().to_string() } else { percent.get() }
                                on:input=move |event| percent.set(event_target_value(&event)) />
                            <output>{move || if percent.with(String::is_empty) { format!("{}%", current.get()) } else { format!("{}%", percent.get()) }}</output>
                        </div>
                    </label>
                </Show>
                <Show when=move || kind.get() == Kind::Evidence>
                    <FilePicker taken org=at.get_value().branch />
                    <label class="field">
                        <span>{words::PLACE}</span>
                        <input type="text" id="entry-place" maxlength="80" placeholder=words::PLACE_HINT prop:value=place
                            on:input=move |event| place.set(event_target_value(&event)) />
                    </label>
                </Show>
                <Refused refused />
                <Save key=at.get_value() may put_away />
            </form>
        </Show>
    }
}

/// The button that saves; where nothing can be written any more, why, and one that closes the form.
#[component]
fn Save(key: ItemKey, may: Memo<bool>, put_away: RwSignal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let said = Memo::new(move |_| {
        let state = book.projection.get(&key)?.state;
        (!may.get()).then(|| words::entry_no_longer(state))
    });
    let close = move || {
        view! {
            <button type="button" class="button-main" on:click=move |_| put_away.set(true)>{text::ui::common::CLOSE}</button>
        }
    };
    view! {
        <Meanwhile said />
        <Show when=move || may.get() fallback=close>
            <button type="submit" class="button-main">{words::SAVE_ENTRY}</button>
        </Show>
    }
}

/// Writes one evidence a file, or one without a file; a file counts as taken until its entry is written.
fn add_evidence(
    book: Book,
    item: &ItemKey,
    text: &str,
    place: &str,
    files: Vec<FileRef>,
    taken: Taken,
) -> Result<(), Refusal> {
    let add = |caption: &str, file: Option<FileRef>| {
        let (caption, reference) = (caption.to_owned(), Some(place.to_owned()));
        book.run(Command::AddEvidence { item: item.clone(), caption, reference, file }).map(drop)
    };
    if files.is_empty() {
        return add(text, None);
    }
    let caption = if text.trim().is_empty() { text::ui::files::DEFAULT_CAPTION } else { text };
    for file in files {
        let hash = file.hash;
        add(caption, Some(file))?;
        taken.files.update(|all| all.retain(|other| other.hash != hash));
    }
    Ok(())
}
