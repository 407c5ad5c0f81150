//! From a blank page to the app: open the store, load the documents, mount, connect.

use std::collections::BTreeMap;

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::*;
use taizhang_ledger::{Author, DocId, DocKind, Ledger, Problem, RowId, Tier, Timestamp, access::Access};
use taizhang_sync::Receipt;
use wasm_bindgen_futures::spawn_local;

use crate::{
    app::{App, Failed, Parts},
    enrolment::is_invited,
    pages::{Page, later},
    platform::{PlatformError, clock, page, random, update},
    state::{Identity, Settings, Toasts, Worker, documents, preload_documents},
    store::{Chunk, Store},
    text::ui::boot as words,
};

/// Opens the app. Whatever goes wrong is said on the page.
pub async fn start() {
    let opened = open().await;
    page::remove_element("boot");
    match opened {
        Ok(Opened::Ready(parts)) => leptos::mount::mount_to_body(move || view! { <App parts=*parts /> }),
        Ok(Opened::New(store)) => leptos::mount::mount_to_body(move || {
            Settings::load();
            provide_context(StoredValue::new_local(store));
            later(Page::Enrol)
        }),
        Err(Why(why)) => leptos::mount::mount_to_body(move || {
            Settings::load();
            view! { <Failed why /> }
        }),
    }
    update::register();
}

enum Opened {
    /// The device is enrolled and its documents are loaded.
    Ready(Box<Parts>),
    /// The device is not enrolled, or has been invited anew.
    New(Store),
}

/// Why it does not open, and what to do, in words for the person.
struct Why(String);

impl From<PlatformError> for Why {
    fn from(why: PlatformError) -> Self {
        Self(words::store_failed(&why.to_string()))
    }
}

async fn open() -> Result<Opened, Why> {
    let store = Store::open().await?;
    let Some(identity) = store.identity::<Identity>().await? else { return Ok(Opened::New(store)) };
    let Some(author) = identity.author() else { return Ok(Opened::New(store)) };
    if is_invited() {
        return Ok(Opened::New(store));
    }
    ask_early(author.role.tier());
    // Comes while the store is read; whether it has is seen where it is needed.
    spawn_local(async { drop(preload_documents().await) });
    let mut ledger = Ledger::new(identity.year, author.device.actor(random::bytes()?));
    let keys = store.row_keys().await.unwrap_or_default();
    let today = Timestamp(clock::now_ms()).date();
    let stored = store.documents().await?;
    let work = documents().await.map_err(|_| Why(words::NO_CODE.to_owned()))?;
    work.change_keys(&mut ledger, keys.iter().filter_map(|held| Some((held.row, held.key.clone()?))).collect(), &[]);
    let notes = store.sync_state().await.unwrap_or_default();
    let receipts = notes.counting().filter_map(|(doc, receipt)| Some((doc.parse().ok()?, receipt.clone())));
    let receipts: BTreeMap<DocId, Receipt> = receipts.collect();
    let toasts = Toasts::new();
    let mut damaged = stored.damaged;
    // A document of a newer version's kind is left alone. The taskbook first: it says who may read the others.
    let named = stored.documents.iter().filter_map(|(name, chunks)| Some((name, name.parse::<DocId>().ok()?, chunks)));
    let (taskbooks, others): (Vec<_>, Vec<_>) = named.partition(|(_, id, _)| id.kind() == DocKind::Taskbook);
    for (name, id, chunks) in taskbooks.into_iter().chain(others) {
        let unsent = || unsent(work, &author, &id, chunks, receipts.get(&id));
        if id.kind() == DocKind::Sealed && ledger.access(&author, &id) == Access::None {
            // This device has another post by now; without a taskbook it is only too early to tell.
            if ledger.orgs().get(&author.org).is_some() {
                if unsent() > 0 {
                    toasts.error(words::LEFT_UNSENT);
                }
                store.forget_document(&id).await?;
            }
            continue;
        }
        // A clock may be ahead by a year: what has not been sent stays until it has.
        if ledger.leaves(&id, today) && unsent() == 0 {
            // Its keys are gone at the hub too, so that what comes again cannot be read.
            let rows: Vec<RowId> = keys.iter().filter(|held| held.doc == id).map(|held| held.row).collect();
            work.change_keys(&mut ledger, Vec::new(), &rows);
            store.forget_document(&id).await?;
            continue;
        }
        let problems = work.open(&mut ledger, &id, &mut chunks.iter().map(|chunk| chunk.bytes.as_slice()));
        let broken = |problem: &Problem| matches!(problem, Problem::DamagedChunk { .. } | Problem::Incomplete { .. });
        if problems.iter().any(broken) {
            damaged += 1;
            // If this fails too the next start tries again.
            let _ = store.forget_place(name).await;
        }
    }
    if damaged > 0 {
        toasts.error(words::DAMAGED);
    }
    let drafts = store.drafts().await.unwrap_or_default();
    let seed = random::bytes()?;
    Ok(Opened::Ready(Box::new(Parts { ledger, work, store, receipts, drafts, author, identity, seed, toasts })))
}

/// How many changes of this device in a sealed document have no receipt.
fn unsent(work: Worker, author: &Author, id: &DocId, chunks: &[Chunk], receipt: Option<&Receipt>) -> usize {
    let mut apart = Ledger::new(id.year(), author.device.actor([0; 4]));
    work.open(&mut apart, id, &mut chunks.iter().map(|chunk| chunk.bytes.as_slice()));
    let heads = receipt.map_or(&[][..], |receipt| receipt.heads.as_slice());
    work.written(&mut apart, id, author.device, heads).changes
}

/// Where public/boot.js looks for the names of what it is to ask for at the next start.
const EARLY: &str = "taizhang.parts";

/// Leaves word which parts of the app the first page needs, so that at the next start they are compiled together with the
/// main one. Where the browser keeps nothing they are asked for later.
fn ask_early(tier: Tier) {
    let parts: &[&str] = match tier {
        Tier::Branch => &["enrol", "documents"],
        _ => &["enrol", "documents", "sync", "desk"],
    };
    let _ = LocalStorage::set(EARLY, parts);
}
