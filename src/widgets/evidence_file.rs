//! A photo or a scanned document: its small picture, and the whole when it is tapped.

use std::rc::Rc;

use leptos::{html::Dialog, prelude::*, task::spawn_local};
use taizhang_ledger::{
    OrgId,
    record::{FileHash, FileRef, Media},
};

use super::{Icon, Shape};
use crate::{
    platform::files::LocalUrl,
    state::{Book, Standing, Uploads},
    text::{self, ui::files as words},
};

/// Where a file is to be had: from this device, else from the hub.
fn address(book: Book, org: &OrgId, hash: FileHash, media: Media) -> Signal<Option<String>> {
    let found = RwSignal::new(None);
    let local: StoredValue<Option<Rc<LocalUrl>>, LocalStorage> = StoredValue::new_local(None);
    let remote = format!("/api/files/{org}/{hash}");
    spawn_local(async move {
        let here = book.store().file(hash).await.ok().flatten();
        let url = here.and_then(|bytes| LocalUrl::new(&bytes, media.word()).ok());
        let said = url.as_ref().map_or(remote, |url| url.as_str().to_owned());
        // The page may have been left meanwhile.
        local.try_set_value(url.map(Rc::new));
        found.try_set(Some(said));
    });
    found.into()
}

/// A file of a journal's entry.
#[component]
pub fn EvidenceFile(
    /// The file.
    file: FileRef,
    /// The branch whose journal it is.
    org: OrgId,
) -> impl IntoView {
    let hash = file.hash;
    let name = format!("{} · {}", file.name, text::file_size(file.bytes));
    let shown = if file.media.is_picture() {
        view! { <Picture file org /> }.into_any()
    } else {
        view! { <Document file org name=name.clone() /> }.into_any()
    };
    view! {
        <div class="evidence-file">
            {shown}
            <Delivery hash />
        </div>
    }
}

#[component]
fn Picture(file: FileRef, org: OrgId) -> impl IntoView {
    let book = expect_context::<Book>();
    let dialog = NodeRef::<Dialog>::new();
    let absent = RwSignal::new(false);
    let opened = RwSignal::new(false);
    let small = address(book, &org, file.thumb.unwrap_or(file.hash), Media::Jpeg);
    let open = move |_| {
        opened.set(true);
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let name = file.name.clone();
    let whole = move || {
        opened.get().then(|| {
            let source = address(book, &org, file.hash, file.media);
            view! { <img class="whole" src=move || source.get().unwrap_or_default() alt=file.name.clone() /> }
        })
    };
    view! {
        <button type="button" class="thumb" aria-label=words::open(&name) on:click=open>
            <Show when=move || !absent.get() fallback=|| view! { <span class="thumb-absent">{words::NOT_HERE}</span> }>
                {move || small.get().map(|source| view! {
                    <img src=source alt="" loading="lazy" on:error=move |_| absent.set(true) />
                })}
            </Show>
        </button>
        <dialog node_ref=dialog class="viewer" on:close=move |_| opened.set(false)>
            {whole}
            <button type="button" class="button-main" on:click=close>{words::CLOSE}</button>
        </dialog>
    }
}

#[component]
fn Document(file: FileRef, org: OrgId, name: String) -> impl IntoView {
    let book = expect_context::<Book>();
    let source = address(book, &org, file.hash, file.media);
    view! {
        <a class="button" download=file.name href=move || source.get().unwrap_or_default()>
            <Icon shape=Shape::Evidence /><span>{name}</span>
        </a>
    }
}

/// How a file that this device added stands with the hub.
#[component]
pub fn Delivery(
    /// Which file.
    hash: FileHash,
) -> impl IntoView {
    let uploads = expect_context::<Uploads>();
    let standing = Memo::new(move |_| uploads.pending.with(|all| all.get(&hash).cloned()));
    move || {
        standing.get().map(|standing| match standing {
            Standing::Waiting => {
                view! { <span class="stored stored-here"><Icon shape=Shape::Device />{words::WAITING}</span> }
                    .into_any()
            }
            Standing::Sending(percent) => view! {
                <span class="stored stored-here">
                    <progress max="100" value=percent></progress>{words::sending(percent)}
                </span>
            }
            .into_any(),
            Standing::Missing => view! { <p class="refused">{words::MISSING}</p> }.into_any(),
            Standing::Refused(why) => view! { <p class="refused">{words::refused(&why)}</p> }.into_any(),
        })
    }
}
