//! Takes photos and scanned documents to go with an entry. Whatever is taken is stored at once: a tablet may put the
//! app away while its camera is open.

use leptos::{prelude::*, task::spawn_local};
use taizhang_ledger::{
    OrgId,
    record::{FileHash, FileRef},
};

use super::{EvidenceFile, Icon, Shape};
use crate::{
    platform::files,
    state::{Book, Drafts, hashes, take_back, take_in},
    text::{self, ui::files as words},
};

/// The files that were taken for a place and are not in the ledger yet.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// In the order in which they were taken.
    pub files: RwSignal<Vec<FileRef>>,
}

impl Taken {
    /// The files taken for a place, those of before the page was left included.
    pub fn at(drafts: Drafts, place: String) -> Self {
        let kept = drafts.at(place);
        let before = kept.with_untracked(|text| serde_json::from_str(text).unwrap_or_default());
        let files: RwSignal<Vec<FileRef>> = RwSignal::new(before);
        Effect::watch(
            move || files.get(),
            move |files, _, _: Option<()>| {
                let text = if files.is_empty() { Ok(String::new()) } else { serde_json::to_string(files) };
                kept.set(text.unwrap_or_default());
            },
            false,
        );
        Self { files }
    }
}

/// Buttons to take a photo or choose files, and what was taken so far.
#[component]
pub fn FilePicker(
    /// What was taken.
    taken: Taken,
    /// The branch whose journal it is for.
    org: OrgId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let drafts = expect_context::<Drafts>();
    let working = RwSignal::new(false);
    let refused: RwSignal<Vec<String>> = RwSignal::new(Vec::new());
    let pick = move |event: leptos::ev::Event| {
        let picked = files::picked(&event);
        working.set(true);
        refused.set(Vec::new());
        spawn_local(async move {
            for one in picked {
                match take_in(&book.store(), &one).await {
                    Ok(file) => taken.files.update(|files| {
                        // The same picture twice is one picture.
                        if files.iter().all(|other| other.hash != file.hash) {
                            files.push(file);
                        }
                    }),
                    Err(why) => refused.update(|all| all.push(text::not_taken(&one.name(), &why))),
                }
            }
            working.set(false);
        });
    };
    let drop_one = move |file: &FileRef| {
        taken.files.update(|files| files.retain(|other| other.hash != file.hash));
        // Taken again meanwhile, unless the page was left: what it kept stands in a draft then.
        let again = move |hash: FileHash| {
            taken
                .files
                .try_with_untracked(|files| files.iter().flat_map(hashes).any(|one| one == hash))
                .unwrap_or(false)
        };
        take_back(book, drafts, hashes(file), again);
    };
    let lines = move |file: FileRef| {
        let (shown, org) = (file.clone(), org.clone());
        view! {
            <li>
                <EvidenceFile file=shown org />
                <button type="button" class="button-quiet" on:click=move |_| drop_one(&file)>{words::REMOVE}</button>
            </li>
        }
    };
    view! {
        <div class="act-buttons">
            <label class="button">
                <Icon shape=Shape::Camera />{words::CAMERA}
                <input class="unseen" id="entry-camera" type="file" accept="image/*" capture="environment" on:change=pick />
            </label>
            <label class="button">
                <Icon shape=Shape::Evidence />{words::CHOOSE}
                <input class="unseen" id="entry-files" type="file" multiple
                    accept="image/jpeg,image/png,image/webp,application/pdf" on:change=pick />
            </label>
        </div>
        <p class="quiet">{words::EXPLAINED}</p>
        <Show when=move || working.get()><p role="status">{words::WORKING}</p></Show>
        <div role="alert">{move || refused.get().into_iter().map(|why| view! { <p class="refused">{why}</p> }).collect_view()}</div>
        <ul class="taken">
            <For each=move || taken.files.get() key=|file| file.hash let:file>{lines(file)}</For>
        </ul>
    }
}
