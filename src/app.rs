//! The app's root: makes what the pages observe, and shows the shell.

use std::collections::BTreeMap;

use leptos::prelude::*;
use taizhang_ledger::{Author, DocId, Ledger};
use taizhang_sync::Receipt;

use crate::{
    pages::Shell,
    platform::update,
    state::{
        Book, Connection, Drafts, HubCopies, Identity, Past, Session, Settings, Tables, Toasts, Today, Uploads, Worker,
        ask_once, keep_house, report,
    },
    store::Store,
    text::ui::enrol::AGAIN,
    widgets::{KeyHelp, PageKeys},
};

/// What booting hands over.
pub struct Parts {
    /// The documents, loaded.
    pub ledger: Ledger,
    /// Whoever loaded them.
    pub work: Worker,
    /// Where they are stored.
    pub store: Store,
    /// The last receipts.
    pub receipts: BTreeMap<DocId, Receipt>,
    /// What was being typed.
    pub drafts: BTreeMap<String, String>,
    /// Who signs.
    pub author: Author,
    /// What enrolment left.
    pub identity: Identity,
    /// Fresh randomness for record ids.
    pub seed: [u8; 32],
    /// The messages on the screen, perhaps some already.
    pub toasts: Toasts,
}

/// The app of an enrolled device.
#[component]
pub fn App(
    /// What booting hands over.
    parts: Parts,
) -> impl IntoView {
    let Parts { ledger, work, store, receipts, drafts, author, identity, seed, toasts } = parts;
    let drafts = Drafts::new(store.clone(), drafts, &ledger, &author);
    provide_context(drafts);
    let copies = HubCopies::new(store.clone(), identity.clone());
    provide_context(copies);
    provide_context(copies.board());
    let book = Book::new(ledger, work, store, receipts, author.clone(), seed, toasts);
    let settings = Settings::load();
    provide_context(settings);
    provide_context(toasts);
    let today = Today::follow();
    provide_context(today);
    provide_context(Session::new(identity.clone(), author));
    provide_context(book);
    let connection = Connection::start(book, identity, toasts);
    provide_context(connection);
    let uploads = Uploads::start(book, connection);
    provide_context(uploads);
    report(book, connection, &uploads);
    ask_once(book, settings, toasts);
    keep_house(book, drafts, today);
    provide_context(Past::present());
    provide_context(Tables::new());
    provide_context(KeyHelp::closed());
    provide_context(PageKeys::none());
    view! { <Shell /> }
}

/// The page of an app that could not open its store.
#[component]
pub fn Failed(
    /// What happened, and what to do.
    why: String,
) -> impl IntoView {
    view! {
        <main class="welcome">
            <section class="card">
                <p>{why}</p>
                <button type="button" class="button-main" on:click=move |_| update::apply()>{AGAIN}</button>
            </section>
        </main>
    }
}
