//! The hub's host: sessions, a queue of uncommitted appends, a policy.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use taizhang_sync::{
    ChangeHash, DeviceId, DocName, HubId, Place, RefusalReason,
    change::ParsedChange,
    hub::{AppendId, HubHost, HubPeers, HubSession},
    receipt::Signature,
    wire::DocGrant,
};

use super::{ledger, store::Store};

pub const HUB: HubId = HubId([0xAA; 16]);

/// Who may read and write what: `(document, readers, writers)` by tablet number.
pub type Rights = BTreeMap<DocName, (Vec<usize>, Vec<usize>)>;

/// An append that is not committed yet.
pub struct Waiting {
    pub line: u64,
    pub append: AppendId,
    pub doc: DocName,
    pub changes: Vec<ParsedChange>,
    pub heads: Vec<ChangeHash>,
    pub foreign: BTreeSet<ChangeHash>,
}

/// One connection's session and the frames it has no room for yet.
pub struct Peer {
    pub tablet: usize,
    pub session: HubSession,
    pub inbox: VecDeque<Vec<u8>>,
}

pub struct Hub {
    pub store: Store,
    pub rights: Rights,
    pub queue: Vec<Waiting>,
    pub peers: BTreeMap<u64, Peer>,
    pub epochs: u64,
    /// Signs receipts with a key that is not the hub's.
    pub forges: bool,
    /// Of a version that takes changes from their authors alone, and takes a receipt of before for no frame.
    pub is_old: bool,
}

/// The policy of the test: schema and the like are not its subject, authors are the session's.
pub struct Host {
    pub forges: bool,
    /// The documents that lack what they once had.
    pub lacking: BTreeSet<DocName>,
}

impl HubHost for Host {
    fn is_genesis(&self, _doc: &DocName, change: &ParsedChange) -> bool {
        change.hash() == ledger::genesis().hash()
    }

    fn admits(&self, _doc: &DocName, change: &ParsedChange) -> Result<(), RefusalReason> {
        if change.change().message() == Some("of tomorrow") {
            return Err(RefusalReason::SchemaTooNew);
        }
        Ok(())
    }

    fn lacks(&self, doc: &DocName) -> bool {
        self.lacking.contains(doc)
    }

    fn sign(&self, bytes: &[u8]) -> Signature {
        if self.forges { Signature([7; 64]) } else { super::sign(bytes) }
    }

    fn signed(&self, bytes: &[u8], signature: &Signature) -> bool {
        super::sign(bytes) == *signature
    }
}

impl Hub {
    pub fn new(rights: Rights) -> Self {
        let mut hub = Self {
            store: Store::default(),
            rights,
            queue: Vec::new(),
            peers: BTreeMap::new(),
            epochs: 0,
            forges: false,
            is_old: false,
        };
        hub.new_epochs();
        hub
    }

    pub fn host(&self) -> Host {
        let lacking = self.store.docs.iter().filter(|(_, log)| log.lacks() && !self.is_old);
        Host { forges: self.forges, lacking: lacking.map(|(doc, _)| doc.clone()).collect() }
    }

    /// Draws new epochs, as after a restore.
    pub fn new_epochs(&mut self) {
        self.epochs += 1;
        for name in self.rights.keys() {
            self.store.docs.entry(name.clone()).or_default().epoch = 1000 + self.epochs;
        }
    }

    pub fn grants(&self, tablet: usize) -> Vec<DocGrant> {
        self.rights
            .iter()
            .filter(|(_, (readers, _))| readers.contains(&tablet))
            .map(|(doc, (_, writers))| {
                let log = &self.store.docs[doc];
                DocGrant {
                    doc: doc.clone(),
                    place: Place { epoch: log.epoch, seq: log.seq },
                    writable: writers.contains(&tablet),
                }
            })
            .collect()
    }

    pub fn open(&mut self, line: u64, tablet: usize, device: DeviceId) {
        let session = HubSession::new(HubPeers { hub: HUB, device }, self.grants(tablet));
        self.peers.insert(line, Peer { tablet, session, inbox: VecDeque::new() });
    }

    /// Everything that was not committed is gone.
    pub fn crash(&mut self) {
        self.queue.clear();
        self.peers.clear();
    }
}
