//! The connections: who is here, what each may read, and how changes get from one to the others.

mod connection;
mod mailbox;
mod upgrade;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use taizhang_ledger::DeviceId;
use taizhang_sync::{CloseReason, DocName, hub::Live};

pub(crate) use upgrade::upgrade;

use self::mailbox::Mailbox;
use crate::store::Growth;

/// Every open connection.
#[derive(Debug, Default)]
pub struct Peers {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    peers: BTreeMap<u64, Peer>,
    /// Who reads a document.
    readers: HashMap<DocName, BTreeMap<u64, Arc<Mailbox>>>,
    /// Set when the hub is stopping.
    closed: Option<CloseReason>,
}

#[derive(Debug)]
struct Peer {
    device: DeviceId,
    mailbox: Arc<Mailbox>,
    reads: Vec<DocName>,
}

/// A connection's place among the others; it is gone when this is dropped.
#[derive(Debug)]
struct Seat<'a> {
    peers: &'a Peers,
    number: u64,
    mailbox: Arc<Mailbox>,
}

impl Peers {
    /// Takes a connection in.
    fn join(&self, device: DeviceId) -> Seat<'_> {
        let mut inner = self.lock();
        // Zero is the origin of what no connection has sent.
        inner.next += 1;
        let number = inner.next;
        let mailbox = Arc::new(Mailbox::new());
        if let Some(reason) = inner.closed {
            mailbox.close(reason);
        }
        inner.peers.insert(number, Peer { device, mailbox: Arc::clone(&mailbox), reads: Vec::new() });
        Seat { peers: self, number, mailbox }
    }

    /// Hands committed changes to everyone else who may read them. Never blocks.
    pub fn publish(&self, growth: Growth) {
        let Growth { origin, doc, epoch, first, last, bytes } = growth;
        let live = Live { doc, epoch, first, last, bytes };
        let inner = self.lock();
        for (number, mailbox) in inner.readers.get(&live.doc).into_iter().flatten() {
            if *number != origin {
                mailbox.live(&live);
            }
        }
    }

    /// Lets every connection look up its grants anew.
    pub fn regrant(&self) {
        self.lock().peers.values().for_each(|peer| peer.mailbox.grants());
    }

    /// The devices that are connected.
    pub fn devices(&self) -> BTreeSet<DeviceId> {
        self.lock().peers.values().map(|peer| peer.device).collect()
    }

    /// Ends every connection of a device.
    pub fn close_device(&self, device: DeviceId, reason: CloseReason) {
        let inner = self.lock();
        inner.peers.values().filter(|peer| peer.device == device).for_each(|peer| peer.mailbox.close(reason));
    }

    /// Ends every connection, and every later one as it comes.
    pub fn close_all(&self, reason: CloseReason) {
        let mut inner = self.lock();
        inner.closed = Some(reason);
        inner.peers.values().for_each(|peer| peer.mailbox.close(reason));
    }

    /// How many messages wait, for all connections together and for the one with the most.
    pub fn waiting(&self) -> (usize, usize) {
        let inner = self.lock();
        let counts = inner.peers.values().map(|peer| peer.mailbox.count());
        counts.fold((0, 0), |(all, most), count| (all + count, most.max(count)))
    }

    /// How many connections there are.
    pub fn count(&self) -> usize {
        self.lock().peers.len()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn forget(&mut self, number: u64, reads: &[DocName]) {
        for doc in reads {
            if let Some(readers) = self.readers.get_mut(doc) {
                readers.remove(&number);
                if readers.is_empty() {
                    self.readers.remove(doc);
                }
            }
        }
    }
}

impl Seat<'_> {
    /// From now on the mailbox hears of these documents, and of no others.
    fn read(&self, docs: Vec<DocName>) {
        let mut inner = self.peers.lock();
        let Some(peer) = inner.peers.get_mut(&self.number) else { return };
        let before = std::mem::replace(&mut peer.reads, docs.clone());
        inner.forget(self.number, &before);
        for doc in docs {
            inner.readers.entry(doc).or_default().insert(self.number, Arc::clone(&self.mailbox));
        }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut inner = self.peers.lock();
        if let Some(peer) = inner.peers.remove(&self.number) {
            inner.forget(self.number, &peer.reads);
        }
    }
}
