//! The leading tab's hand: carries out what the tablet's sync session asks for.
//!
//! What takes time (storing, verifying) goes through one queue and is done in order, so that a document's outbox is
//! collected only after everything that came before it was taken in.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use leptos::{prelude::*, task::spawn_local};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use taizhang_ledger::{DeviceId, DocId, DocKind, Tier, record::FileHash};
use taizhang_sync::{
    ChangeHash, DocName, HubId, Place, Receipt,
    tablet::{ApplyId, ConnectionId, HeldDocument, Phase, Status, TabletEffect, TabletEvent, TabletSession},
};

use super::{Book, Connection, Identity, Link, Toasts, tabs::TabMessage, uploads::keeps_files};
use crate::{
    base64url,
    platform::{
        PlatformError, clock, keys, lifecycle, page, random,
        socket::{Socket, SocketEvent},
    },
    store::{Chunk, KeptReceipt, RefusedChange, Store, SyncState},
    text,
};

/// What is done one after the other.
enum Job {
    Apply { apply: ApplyId, doc: DocName, bytes: Vec<u8>, place: Place },
    Collect { doc: DocName, since: Vec<ChangeHash> },
    CollectLost { doc: DocName, hashes: Vec<ChangeHash>, since: Vec<ChangeHash> },
    Verify(Receipt),
    Deliver(Receipt),
    Void(Receipt),
    Refuse(RefusedChange),
}

/// Carries out what the session asks for.
pub struct Driver {
    session: RefCell<TabletSession>,
    random: RefCell<ChaCha8Rng>,
    socket: RefCell<Option<(ConnectionId, Socket)>>,
    jobs: RefCell<VecDeque<Job>>,
    working: Cell<bool>,
    wake: Cell<u64>,
    connection: Connection,
    book: Book,
    store: Store,
    identity: Identity,
    device: DeviceId,
    toasts: Toasts,
}

impl Driver {
    /// Reads what sync left in the store and starts; `ready` gets the driver.
    pub fn start(
        connection: Connection,
        book: Book,
        identity: Identity,
        toasts: Toasts,
        ready: impl FnOnce(Rc<Self>) + 'static,
    ) {
        spawn_local(async move {
            let store = book.store();
            // Without its notes sync starts from zero, which costs time and loses nothing.
            let notes = store.sync_state().await.unwrap_or_default();
            let (Some(author), Some(hub)) = (identity.author(), hub_id(&identity.hub)) else { return };
            let Ok(seed) = random::bytes::<32>() else { return };
            connection.refused.set(notes.refused.clone());
            let driver = Rc::new(Self {
                session: RefCell::new(TabletSession::new(hub, held(book, &notes))),
                random: RefCell::new(ChaCha8Rng::from_seed(seed)),
                socket: RefCell::new(None),
                jobs: RefCell::new(VecDeque::new()),
                working: Cell::new(false),
                wake: Cell::new(0),
                connection,
                book,
                store,
                device: author.device,
                identity,
                toasts,
            });
            driver.compact().await;
            ready(Rc::clone(&driver));
            let heard = Rc::clone(&driver);
            lifecycle::on_network(move |there| {
                heard.feed(if there { TabletEvent::Online } else { TabletEvent::Offline });
            });
            let shown = Rc::clone(&driver);
            lifecycle::on_visible(move || shown.feed(TabletEvent::Visible));
            driver.feed(TabletEvent::Online);
        });
    }

    /// Something was written to a document and stored.
    pub fn changed(self: &Rc<Self>, doc: &DocId) {
        if let Some(doc) = name(doc) {
            self.feed(TabletEvent::Changed { doc });
        }
    }

    /// A person wants to sync now.
    pub fn wake(self: &Rc<Self>) {
        self.connection.problem.set(None);
        self.feed(TabletEvent::Visible);
    }

    fn feed(self: &Rc<Self>, event: TabletEvent) {
        let effects = {
            let mut random = self.random.borrow_mut();
            self.session.borrow_mut().handle(clock::monotonic_ms(), &mut *random, event)
        };
        for effect in effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(self: &Rc<Self>, effect: TabletEffect) {
        match effect {
            TabletEffect::Connect { connection } => self.connect(connection),
            TabletEffect::Disconnect { connection } => {
                self.socket.borrow_mut().take_if(|(open, _)| *open == connection);
            }
            TabletEffect::Send { connection, bytes } => {
                if let Some((open, socket)) = &*self.socket.borrow()
                    && *open == connection
                {
                    socket.send(&bytes);
                }
            }
            TabletEffect::Apply { apply, doc, bytes, place } => self.queue(Job::Apply { apply, doc, bytes, place }),
            TabletEffect::CollectOutbox { doc, since } => self.queue(Job::Collect { doc, since }),
            TabletEffect::CollectLost { doc, hashes, since } => self.queue(Job::CollectLost { doc, hashes, since }),
            TabletEffect::VerifyReceipt { receipt } => self.queue(Job::Verify(receipt)),
            TabletEffect::Delivered { receipt } => self.queue(Job::Deliver(receipt)),
            TabletEffect::ReceiptsVoid { receipt } => self.queue(Job::Void(receipt)),
            TabletEffect::Refused { doc, hash, reason } => {
                let one = RefusedChange { doc: doc.to_string(), hash: hash.to_string(), reason };
                self.queue(Job::Refuse(one));
            }
            TabletEffect::Untrusted { .. } => self.connection.problem.set(Some(text::ui::sync::UNTRUSTED)),
            // The numbers of the status say these.
            TabletEffect::Waiting { .. } | TabletEffect::Welcomed { .. } => {}
            TabletEffect::Status(status) => self.show(status),
            TabletEffect::Wake { at } => self.wake_at(at),
        }
    }

    fn wake_at(self: &Rc<Self>, at: u64) {
        self.wake.set(at);
        let delay = u32::try_from(at.saturating_sub(clock::monotonic_ms())).unwrap_or(u32::MAX);
        let driver = Rc::clone(self);
        lifecycle::after(delay, move || {
            // A later call has replaced this one.
            if driver.wake.get() == at {
                driver.feed(TabletEvent::Tick);
            }
        });
    }

    fn show(&self, status: Status) {
        let (link, stopped) = match status.phase {
            Phase::Offline => (Link::Offline, None),
            Phase::Connecting => (Link::Connecting, None),
            Phase::CatchingUp => (Link::CatchingUp, None),
            Phase::InSync => (Link::InSync, None),
            Phase::Refused(reason) => (Link::Stopped, Some(reason)),
        };
        self.connection.link.set(link);
        self.connection.stopped.set(stopped);
        if status.stalled > 0 {
            self.connection.problem.set(Some(text::ui::sync::STALLED));
        }
        self.connection.tell_standing();
    }

    fn connect(self: &Rc<Self>, connection: ConnectionId) {
        // An earlier socket goes first: it must not be heard any more.
        self.socket.borrow_mut().take();
        let driver = Rc::clone(self);
        spawn_local(async move {
            match driver.renew_session().await {
                Ok(()) => driver.open_socket(connection),
                Err(PlatformError::Refused { status: 403, code, .. }) => {
                    if code == "device_unknown" {
                        driver.connection.problem.set(Some(text::ui::sync::NOT_ENROLLED));
                    }
                    driver.feed(TabletEvent::Denied { reason: taizhang_sync::CloseReason::Revoked });
                }
                Err(_) => driver.feed(TabletEvent::Lost { connection }),
            }
        });
    }

    fn open_socket(self: &Rc<Self>, connection: ConnectionId) {
        let driver = Rc::clone(self);
        let socket = Socket::connect("/api/sync", move |event| {
            driver.feed(match event {
                SocketEvent::Open => TabletEvent::Connected { connection },
                SocketEvent::Message(bytes) => TabletEvent::Frame { connection, bytes },
                SocketEvent::Closed => TabletEvent::Lost { connection },
            });
        });
        match socket {
            Ok(socket) => *self.socket.borrow_mut() = Some((connection, socket)),
            Err(_) => self.feed(TabletEvent::Lost { connection }),
        }
    }

    /// The hub's cookie may be gone (cleared, or older than a year): the device's key gets a new one. A device that
    /// was given another post begins anew with it.
    async fn renew_session(&self) -> Result<(), PlatformError> {
        let now = crate::enrolment::ensure_session(&self.store, &self.identity).await?;
        if (&now.org, now.role) != (&self.identity.org, self.identity.role) {
            self.store.set_identity(&now).await?;
            page::reload();
        }
        self.exchange_keys().await
    }

    /// Keys of sealed rows go and come; a branch has some only when something was published of its people.
    async fn exchange_keys(&self) -> Result<(), PlatformError> {
        let branch = self.identity.role.tier() == Tier::Branch;
        let none = || self.book.read_untracked(|ledger| ledger.documents().all(|doc| doc.kind() != DocKind::Sealed));
        if branch && none() {
            return Ok(());
        }
        let changed = self.book.exchange_keys().await?;
        if !changed.is_empty() {
            self.connection.tell_keys(&changed);
        }
        Ok(())
    }

    /// Whether changes of a document may leave now. Own changes are not sent back, so nothing may leave that is not stored:
    /// a crash would lose it here. Nor may anything arrive that nobody could read.
    async fn may_hand_in(&self, doc: &DocName) -> bool {
        while self.book.saving.get_untracked() > 0 {
            lifecycle::sleep(20).await;
        }
        let readable = !is_sealed(doc) || self.exchange_keys().await.is_ok();
        readable && self.book.unsaved.get_untracked() == 0
    }

    fn queue(self: &Rc<Self>, job: Job) {
        self.jobs.borrow_mut().push_back(job);
        if self.working.replace(true) {
            return;
        }
        let driver = Rc::clone(self);
        spawn_local(async move {
            loop {
                let job = driver.jobs.borrow_mut().pop_front();
                let Some(job) = job else { break };
                driver.work(job).await;
            }
            driver.working.set(false);
        });
    }

    async fn work(self: &Rc<Self>, job: Job) {
        match job {
            Job::Apply { apply, doc, bytes, place } => {
                let done = self.apply(&doc, bytes, place).await;
                if done && is_sealed(&doc) {
                    // Without an answer they come with the next connection.
                    let _ = self.exchange_keys().await;
                }
                self.feed(if done { TabletEvent::Applied { apply } } else { TabletEvent::ApplyFailed { apply } });
            }
            Job::Collect { doc, since } => {
                let ready = self.may_hand_in(&doc).await;
                let found = doc_id(&doc).filter(|_| ready).and_then(|id| {
                    self.book
                        .with_ledger(|ledger| (ledger.heads(&id), ledger.own_changes_since(&id, self.device, &since)))
                });
                let (heads, changes) = found.unwrap_or_default();
                self.feed(TabletEvent::Outbox { doc, heads, changes });
            }
            Job::CollectLost { doc, hashes, since } => {
                let ready = self.may_hand_in(&doc).await;
                let found = doc_id(&doc)
                    .filter(|_| ready)
                    .and_then(|id| self.book.with_ledger(|ledger| ledger.changes_behind(&id, &hashes, &since)));
                self.feed(TabletEvent::Found { doc, changes: found.unwrap_or_default() });
            }
            Job::Verify(receipt) => {
                let genuine = match base64url::decode(&self.identity.hub_key) {
                    Some(key) => keys::verify(&key, &receipt.signed_bytes(), &receipt.signature.0).await,
                    None => Ok(false),
                };
                let genuine = genuine.unwrap_or(false);
                self.feed(if genuine {
                    TabletEvent::ReceiptVerified { receipt }
                } else {
                    TabletEvent::ReceiptForged { receipt }
                });
            }
            Job::Deliver(receipt) => self.set_receipt(KeptReceipt { receipt, void: false }).await,
            Job::Void(receipt) => {
                let doc = receipt.doc.clone();
                self.set_receipt(KeptReceipt { receipt, void: true }).await;
                self.send_files_again(&doc).await;
            }
            Job::Refuse(one) => {
                // If it cannot be stored the hub will say it again.
                let _ = self.store.put_refused(&one).await;
                self.connection.refused.update(|all| {
                    all.retain(|known| known.hash != one.hash);
                    all.push(one);
                });
                self.connection.tell_standing();
            }
        }
    }

    async fn apply(&self, doc: &DocName, bytes: Vec<u8>, place: Place) -> bool {
        // A kind of document that only a newer version knows: passed over, and with it its place, so that the version
        // which knows it begins from zero.
        let Some(id) = doc_id(doc) else { return true };
        if !bytes.is_empty() && !self.book.take_in(&id, &bytes) {
            return false;
        }
        match self.store.append_from_hub(doc.as_str(), &bytes, place).await {
            Ok(()) => {
                if !bytes.is_empty() {
                    self.connection.tell(&TabMessage::Received { doc: id, bytes });
                }
                true
            }
            Err(why) => {
                if why == PlatformError::Full {
                    self.toasts.error(text::ui::sync::STALLED);
                }
                false
            }
        }
    }

    async fn set_receipt(&self, kept: KeptReceipt) {
        let Some(id) = doc_id(&kept.receipt.doc) else { return };
        let settled = if kept.void { Vec::new() } else { self.settled(&id, &kept.receipt) };
        // If it cannot be stored the changes are sent again and the hub gives another.
        let _ = self.store.set_receipt(&kept, &settled).await;
        let receipt = (!kept.void).then_some(kept.receipt);
        self.book.set_receipt(&id, receipt.clone());
        self.connection.refused.update(|all| all.retain(|one| settled.iter().all(|hash| one.hash != hash.to_string())));
        self.connection.tell(&TabMessage::Receipt { doc: id, receipt });
    }

    /// A hub that was restored may lack files too: those of the document that are here are asked after once more.
    async fn send_files_again(&self, doc: &DocName) {
        let Some(id) = doc_id(doc).filter(|id| keeps_files(id.kind())) else { return };
        let Some(org) = id.owner() else { return };
        let Ok(held) = self.store.file_hashes().await else { return };
        let named = self.book.read_untracked(|ledger| ledger.files(org));
        let files: Vec<FileHash> = held.into_iter().filter(|hash| named.contains(hash)).collect();
        // Without room they come with the next new epoch; the hub tells what it lacks (`hub check`).
        let _ = self.store.to_send(org, &files).await;
    }

    /// The refused changes of a document that a receipt covers after all.
    fn settled(&self, id: &DocId, receipt: &Receipt) -> Vec<ChangeHash> {
        let uncovered: Vec<ChangeHash> = self
            .book
            .with_ledger(|ledger| ledger.own_changes_since(id, self.device, &receipt.heads))
            .unwrap_or_default()
            .iter()
            .map(automerge::Change::hash)
            .collect();
        let name = id.to_string();
        let refused = self.connection.refused.get_untracked();
        let of_document = refused.iter().filter(|one| one.doc == name).filter_map(|one| one.hash.parse().ok());
        of_document.filter(|hash| !uncovered.contains(hash)).collect()
    }

    /// Puts snapshots in the place of many small chunks, before anything else happens.
    async fn compact(&self) {
        /// How many chunks a document may have before it is worth a snapshot.
        const CHUNKS: usize = 64;
        let Ok(stored) = self.store.documents().await else { return };
        for (doc, chunks) in stored.documents.into_iter().filter(|(_, chunks)| chunks.len() > CHUNKS) {
            let Ok(id) = doc.parse::<DocId>() else { continue };
            // Another tab may have stored some of these since: what is to be deleted must be in the snapshot.
            let (chunks, _): (Vec<Chunk>, Vec<Chunk>) =
                chunks.into_iter().partition(|chunk| self.book.take_in(&id, &chunk.bytes));
            let snapshot =
                self.book.with_ledger(|ledger| ledger.document_mut(&id).map(taizhang_ledger::Document::save));
            if let Some(Some(snapshot)) = snapshot {
                // If there is no room the chunks stay as they are.
                let _ = self.store.compact(&doc, &snapshot, &chunks).await;
            }
        }
    }
}

fn held(book: Book, notes: &SyncState) -> Vec<HeldDocument> {
    let documents: Vec<DocId> = book.with_ledger(|ledger| ledger.documents().cloned().collect()).unwrap_or_default();
    documents
        .iter()
        .filter_map(|id| {
            let doc = name(id)?;
            let refused = notes.refused.iter().filter(|one| one.doc == doc.as_str());
            let kept = notes.receipts.get(doc.as_str());
            let is_covered = |receipt: &Receipt| {
                let heads = book.with_ledger(|ledger| ledger.heads(id)).unwrap_or_default();
                heads.iter().all(|head| receipt.heads.contains(head))
            };
            let receipt = |void| kept.filter(|kept| kept.void == void).map(|kept| kept.receipt.clone());
            Some(HeldDocument {
                place: notes.places.get(doc.as_str()).copied().unwrap_or(Place::ZERO),
                receipt: receipt(false),
                unproven: kept.is_none_or(|kept| kept.void || !is_covered(&kept.receipt)),
                former: receipt(true),
                unsent: book.unsent.with_untracked(|all| all.contains_key(id)),
                refused: refused.filter_map(|one| Some((one.hash.parse().ok()?, one.reason))).collect(),
                doc,
            })
        })
        .collect()
}

fn name(id: &DocId) -> Option<DocName> {
    DocName::new(id.to_string()).ok()
}

fn doc_id(name: &DocName) -> Option<DocId> {
    name.as_str().parse().ok()
}

fn is_sealed(name: &DocName) -> bool {
    doc_id(name).is_some_and(|id| id.kind() == DocKind::Sealed)
}

fn hub_id(text: &str) -> Option<HubId> {
    text.parse::<DeviceId>().ok().map(|id| HubId(id.0))
}
