//! From a blank page to the app: open the store, load the documents, mount, connect.

use leptos::prelude::*;
use taizhang_ledger::{DocId, DocKind, Ledger, Problem, RowId, Timestamp, access::Access};

use crate::{
    app::{App, Failed, Parts},
    pages::{Page, later},
    platform::{PlatformError, clock, page, random, update},
    state::{Identity, Settings, Toasts},
    store::Store,
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
        Err(why) => {
            leptos::mount::mount_to_body(move || view! { <Failed why=words::store_failed(&why.to_string()) /> });
        }
    }
    update::register();
}

enum Opened {
    /// The device is enrolled and its documents are loaded.
    Ready(Box<Parts>),
    /// The device is not enrolled.
    New(Store),
}

async fn open() -> Result<Opened, PlatformError> {
    let store = Store::open().await?;
    let Some(identity) = store.identity::<Identity>().await? else { return Ok(Opened::New(store)) };
    let Some(author) = identity.author() else { return Ok(Opened::New(store)) };
    let mut ledger = Ledger::new(identity.year, author.device.actor(random::bytes()?));
    let keys = store.row_keys().await.unwrap_or_default();
    ledger.add_keys(keys.iter().filter_map(|held| Some((held.row, held.key.clone()?))));
    let today = Timestamp(clock::now_ms()).date();
    let stored = store.documents().await?;
    let mut damaged = stored.damaged;
    // A document of a newer version's kind is left alone. The taskbook first: it says who may read the others.
    let named = stored.documents.iter().filter_map(|(name, chunks)| Some((name, name.parse::<DocId>().ok()?, chunks)));
    let (taskbooks, others): (Vec<_>, Vec<_>) = named.partition(|(_, id, _)| id.kind() == DocKind::Taskbook);
    for (name, id, chunks) in taskbooks.into_iter().chain(others) {
        if id.kind() == DocKind::Sealed && ledger.access(&author, &id) == Access::None {
            // This device has another post by now; without a taskbook it is only too early to tell.
            if ledger.orgs().get(&author.org).is_some() {
                store.forget_document(&id).await?;
            }
            continue;
        }
        if ledger.leaves(&id, today) {
            // Its keys are gone at the hub too, so that what comes again cannot be read.
            let rows: Vec<RowId> = keys.iter().filter(|held| held.doc == id).map(|held| held.row).collect();
            ledger.drop_keys(&rows);
            store.forget_document(&id).await?;
            continue;
        }
        let (_, problems) = ledger.open(&id, chunks.iter().map(|chunk| chunk.bytes.as_slice()));
        let broken = |problem: &Problem| matches!(problem, Problem::DamagedChunk { .. } | Problem::Incomplete { .. });
        if problems.iter().any(broken) {
            damaged += 1;
            // If this fails too the next start tries again.
            let _ = store.forget_place(name).await;
        }
    }
    let receipts = store.sync_state().await.unwrap_or_default().receipts;
    let receipts = receipts.into_iter().filter_map(|(doc, receipt)| Some((doc.parse().ok()?, receipt))).collect();
    let toasts = Toasts::new();
    if damaged > 0 {
        toasts.error(words::DAMAGED);
    }
    let drafts = store.drafts().await.unwrap_or_default();
    let seed = random::bytes()?;
    Ok(Opened::Ready(Box::new(Parts { ledger, store, receipts, drafts, author, identity, seed, toasts })))
}
