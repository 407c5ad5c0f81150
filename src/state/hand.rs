//! Who speaks with the hub, in the leading tab. The code of it comes after the first page (`scripts/split-web.sh`).
#![allow(clippy::unnecessary_wraps, reason = "what the attribute puts around it can fail")]

use std::rc::Rc;

use taizhang_ledger::DocId;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Book, Connection, Identity, Toasts, driver::Driver};

/// What the rest of the tab knows of it.
pub(super) trait Hand {
    /// A change of this device was stored.
    fn changed(&self, doc: &DocId);
    /// Somebody wants to sync now.
    fn wake(&self);
}

impl Hand for Rc<Driver> {
    fn changed(&self, doc: &DocId) {
        Driver::changed(self, doc);
    }

    fn wake(&self) {
        Driver::wake(self);
    }
}

/// Begins to speak with the hub.
#[wasm_split(sync, fallible)]
pub(super) fn begin(
    connection: Connection,
    book: Book,
    identity: Identity,
    toasts: Toasts,
) -> Result<(), SplitLoaderError> {
    let ready = move |driver: Rc<Driver>| connection.lead_by(Rc::new(driver));
    Driver::start(connection, book, identity, toasts, ready);
    Ok(())
}
