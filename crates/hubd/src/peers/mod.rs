//! The connections: who is there, and who wants to hear of which document.

mod connection;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use taizhang_sync::{CloseReason, DeviceId, DocName, hub::Live};
use tokio::sync::mpsc;

pub use connection::run;

/// How many live items may wait for a connection; past that it reads the log instead.
const LIVE_QUEUE: usize = 64;

/// Something that a connection is told by others.
#[derive(Debug)]
enum Notice {
    /// Another session's changes are committed.
    Live(Live),
    /// The taskbook has changed; the post may have other documents now.
    PolicyChanged,
}

struct Peer {
    device: DeviceId,
    documents: BTreeSet<DocName>,
    notices: mpsc::Sender<Notice>,
    closing: mpsc::Sender<CloseReason>,
    /// Documents of which a live item was dropped because the queue was full: where their logs stand.
    dropped: BTreeMap<DocName, (u64, u64)>,
}

/// The connections of a hub.
#[derive(Default)]
pub struct Peers {
    next: AtomicU64,
    peers: Mutex<BTreeMap<u64, Peer>>,
}

/// A connection's place among the others; it leaves when this is dropped.
struct Membership<'a> {
    peers: &'a Peers,
    number: u64,
}

impl Peers {
    /// How many connections there are.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// Ends every connection of a device.
    pub fn close_device(&self, device: DeviceId, reason: CloseReason) {
        self.close_those(|peer| peer.device == device, reason);
    }

    /// Ends every connection.
    pub fn close_all(&self, reason: CloseReason) {
        self.close_those(|_| true, reason);
    }

    /// Tells every connection that the organisation tree has changed.
    pub fn policy_changed(&self) {
        for peer in self.lock().values() {
            // A full queue holds a notice after which the grants are read anyway, or the peer is lost.
            let _ = peer.notices.try_send(Notice::PolicyChanged);
        }
    }

    fn close_those(&self, which: impl Fn(&Peer) -> bool, reason: CloseReason) {
        for peer in self.lock().values().filter(|peer| which(peer)) {
            // One reason is enough.
            let _ = peer.closing.try_send(reason);
        }
    }

    fn join(
        &self,
        device: DeviceId,
    ) -> (Membership<'_>, mpsc::Receiver<Notice>, mpsc::Receiver<CloseReason>) {
        let (notices, noticed) = mpsc::channel(LIVE_QUEUE);
        let (closing, closed) = mpsc::channel(1);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let peer =
            Peer { device, documents: BTreeSet::new(), notices, closing, dropped: BTreeMap::new() };
        self.lock().insert(number, peer);
        (Membership { peers: self, number }, noticed, closed)
    }

    /// Hands committed changes to everyone else who reads the document.
    fn publish(&self, from: u64, live: &Live) {
        for (number, peer) in self.lock().iter_mut() {
            if *number == from || !peer.documents.contains(&live.doc) {
                continue;
            }
            if peer.notices.try_send(Notice::Live(live.clone())).is_err() {
                peer.dropped.insert(live.doc.clone(), (live.epoch, live.last));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Peer>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Membership<'_> {
    /// Says of which documents it wants to hear.
    fn subscribe(&self, documents: BTreeSet<DocName>) {
        if let Some(peer) = self.peers.lock().get_mut(&self.number) {
            peer.documents = documents;
        }
    }

    /// The documents of which something was dropped.
    fn take_dropped(&self) -> BTreeMap<DocName, (u64, u64)> {
        self.peers.lock().get_mut(&self.number).map(|peer| std::mem::take(&mut peer.dropped)).unwrap_or_default()
    }

    fn publish(&self, live: &Live) {
        self.peers.publish(self.number, live);
    }
}

impl Drop for Membership<'_> {
    fn drop(&mut self) {
        self.peers.lock().remove(&self.number);
    }
}
