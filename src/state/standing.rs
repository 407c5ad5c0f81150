//! Tells the hub how this device stands, so that the township sees whose work has not arrived.

use leptos::{prelude::*, task::spawn_local};

use super::{Book, Connection, Link, Outstanding, Uploads};
use crate::{devices, platform::lifecycle};

/// How long things must be quiet before they are told, in milliseconds.
const QUIET: u32 = 2_000;

/// Tells the hub whenever the number of changes and files that have not arrived is another, while there is a connection.
pub fn report(book: Book, connection: Connection, uploads: &Uploads) {
    let uploads = *uploads;
    let told: StoredValue<Option<usize>> = StoredValue::new(None);
    let standing = Memo::new(move |_| {
        let connected = matches!(connection.link.get(), Link::CatchingUp | Link::InSync);
        connected.then(|| {
            let out = Outstanding::now(book, &uploads);
            out.unsent + out.files
        })
    });
    Effect::new(move |_| {
        let now = standing.get();
        if now.is_none() {
            // What was told may be long ago when the connection is back.
            told.set_value(None);
        }
        lifecycle::after(QUIET, move || {
            let Some(unsent) = now.filter(|_| standing.get_untracked() == now && told.get_value() != now) else {
                return;
            };
            if !connection.leads() {
                return;
            }
            spawn_local(async move {
                let oldest = untrack(|| book.oldest_unsent()).map(|at| at.0);
                if devices::report(unsent, oldest).await.is_ok() {
                    told.set_value(Some(unsent));
                }
            });
        });
    });
}
