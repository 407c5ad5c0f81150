//! How this device stands with the hub, in whichever tab.

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use taizhang_sync::CloseReason;

use super::{
    Book, Identity, Toasts,
    hand::{Hand, begin},
    row_keys::KeysChanged,
    tabs::TabMessage,
};
use crate::{
    platform::{channel::Channel, lifecycle, locks},
    store::RefusedChange,
    text::ui::sync::NOT_FETCHED,
};

/// How long to wait before the code that syncs is asked for again, in milliseconds.
const AGAIN: u32 = 5_000;

/// How things stand between this device and the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Link {
    /// No connection.
    #[default]
    Offline,
    /// An attempt is under way.
    Connecting,
    /// Connected; not everything has come or gone.
    CatchingUp,
    /// Connected; all has come, and all that could be sent has its receipt.
    InSync,
    /// The hub will not have this device, or not this version of the app.
    Stopped,
}

/// What pages may know of the connection.
#[derive(Clone, Copy)]
pub struct Connection {
    /// How things stand.
    pub link: RwSignal<Link>,
    /// Why the hub will not have this device.
    pub stopped: RwSignal<Option<CloseReason>>,
    /// Something that a person should know: a forged receipt, a full disk.
    pub problem: RwSignal<Option<&'static str>>,
    /// What the hub refused.
    pub refused: RwSignal<Vec<RefusedChange>>,
    driver: StoredValue<Option<Rc<dyn Hand>>, LocalStorage>,
    channel: StoredValue<Option<Channel>, LocalStorage>,
}

impl Connection {
    /// Joins the other tabs, and connects as soon as this one leads.
    pub fn start(book: Book, identity: Identity, toasts: Toasts) -> Self {
        let connection = Self {
            link: RwSignal::new(Link::Offline),
            stopped: RwSignal::new(None),
            problem: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
            driver: StoredValue::new_local(None),
            channel: StoredValue::new_local(None),
        };
        let channel = Channel::open("taizhang", move |bytes| {
            if let Some(message) = TabMessage::decode(&bytes) {
                connection.hear(book, message);
            }
        });
        connection.channel.set_value(Some(channel));
        connection.tell(&TabMessage::Ask);
        book.on_keys(move |keys| connection.tell_keys(&keys));
        book.on_saved(move |doc, change| {
            connection.tell(&TabMessage::Saved { doc: doc.clone(), change: change.to_vec() });
            if let Some(driver) = connection.driver.get_value() {
                driver.changed(doc);
            }
        });
        locks::lead("taizhang-sync", move || {
            spawn_local(async move {
                // Nothing is lost meanwhile: what is written waits in the store.
                while begin(connection, book, identity.clone(), toasts).await.is_err() {
                    connection.problem.set(Some(NOT_FETCHED));
                    lifecycle::sleep(AGAIN).await;
                }
                connection.problem.update(|problem| *problem = problem.filter(|one| *one != NOT_FETCHED));
            });
        });
        connection
    }

    /// From now on this tab speaks with the hub.
    pub(super) fn lead_by(self, hand: Rc<dyn Hand>) {
        self.driver.set_value(Some(hand));
    }

    /// Syncs now, in the leading tab.
    pub fn sync_now(self) {
        match self.driver.get_value() {
            Some(driver) => driver.wake(),
            None => self.tell(&TabMessage::SyncNow),
        }
    }

    /// Whether it is this tab that speaks with the hub.
    pub(super) fn leads(self) -> bool {
        self.driver.with_value(Option::is_some)
    }

    /// Tells the other tabs.
    pub(super) fn tell(self, message: &TabMessage) {
        self.channel.with_value(|channel| {
            if let (Some(channel), Some(bytes)) = (channel, message.encode()) {
                channel.tell(&bytes);
            }
        });
    }

    /// Tells the other tabs of keys.
    pub(super) fn tell_keys(self, keys: &KeysChanged) {
        let KeysChanged { come, gone } = keys.clone();
        self.tell(&TabMessage::Keys { come, gone });
    }

    /// Tells the other tabs how things stand.
    pub(super) fn tell_standing(self) {
        self.tell(&TabMessage::Standing {
            link: self.link.get_untracked(),
            stopped: self.stopped.get_untracked(),
            refused: self.refused.get_untracked(),
        });
    }

    fn hear(self, book: Book, message: TabMessage) {
        match message {
            TabMessage::Saved { doc, change } => {
                book.take_in(&doc, &change);
                if let Some(driver) = self.driver.get_value() {
                    driver.changed(&doc);
                }
            }
            TabMessage::Received { doc, bytes } => drop(book.take_in(&doc, &bytes)),
            TabMessage::Keys { come, gone } => book.take_keys(&KeysChanged { come, gone }),
            TabMessage::Receipt { doc, receipt } => book.set_receipt(&doc, receipt),
            TabMessage::Standing { link, stopped, refused } => {
                self.link.set(link);
                self.stopped.set(stopped);
                self.refused.set(refused);
            }
            TabMessage::Ask if self.driver.get_value().is_some() => self.tell_standing(),
            TabMessage::SyncNow if self.driver.get_value().is_some() => self.sync_now(),
            TabMessage::Ask | TabMessage::SyncNow => {}
        }
    }
}
