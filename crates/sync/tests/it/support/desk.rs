//! A tablet's session with nobody at the other end: the test says what the hub says.

use automerge::{AutoCommit, Change};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use taizhang_sync::{
    ChangeHash, Place, Receipt,
    tablet::{ApplyId, ConnectionId, HeldDocument, TabletEffect, TabletEvent, TabletSession},
    wire::{self, DocGrant, HubFrame, TabletFrame},
};

use super::{DOC_A, doc, hub::HUB, ledger};

pub struct Desk {
    pub session: TabletSession,
    /// The one document, as the host has it.
    pub document: AutoCommit,
    pub now: u64,
    /// Effects of the last event, sends and wakes left out.
    pub effects: Vec<TabletEffect>,
    /// Frames sent since they were last taken.
    pub frames: Vec<TabletFrame>,
    rng: ChaCha8Rng,
    connection: Option<ConnectionId>,
}

impl Desk {
    /// A session of tablet 0 with one document of `edits` own changes, receipted in `epoch` or not.
    pub fn new(edits: usize, receipted: Option<u64>) -> Self {
        let mut document = ledger::begun(ledger::actor(ledger::device(0), 0));
        for n in 0..edits {
            ledger::edit(&mut document, "k", &n.to_string());
        }
        let place = receipted.map_or(Place::ZERO, |epoch| Place { epoch, seq: edits as u64 + 1 });
        let receipt = receipted.map(|_| receipt(document.get_heads(), place));
        let unsent = receipt.is_none();
        let held = HeldDocument {
            doc: doc(DOC_A),
            place,
            receipt,
            former: None,
            unsent,
            unproven: false,
            refused: Vec::new(),
        };
        Self {
            session: TabletSession::new(HUB, vec![held]),
            document,
            now: 1_000,
            effects: Vec::new(),
            frames: Vec::new(),
            rng: ChaCha8Rng::seed_from_u64(1),
            connection: None,
        }
    }

    pub fn tell(&mut self, event: TabletEvent) {
        self.effects.clear();
        for effect in self.session.handle(self.now, &mut self.rng, event) {
            match effect {
                TabletEffect::Send { bytes, .. } => self.frames.push(wire::decode(&bytes).unwrap()),
                TabletEffect::Wake { .. } => {}
                effect => self.effects.push(effect),
            }
        }
    }

    /// Loses the connection if there is one, and opens another.
    pub fn connect(&mut self) {
        if let Some(connection) = self.connection {
            self.tell(TabletEvent::Lost { connection });
        }
        self.now += 60_000;
        self.tell(TabletEvent::Online);
        let connection = self.effects.iter().find_map(|effect| match effect {
            TabletEffect::Connect { connection } => Some(*connection),
            _ => None,
        });
        self.connection = connection;
        self.tell(TabletEvent::Connected { connection: connection.expect("an attempt") });
    }

    pub fn hub_says(&mut self, frame: HubFrame) {
        let connection = self.connection.expect("a connection");
        self.tell(TabletEvent::Frame { connection, bytes: wire::encode(&frame).unwrap() });
    }

    pub fn welcome(&mut self, epoch: u64, seq: u64) {
        let place = Place { epoch, seq };
        let docs = vec![DocGrant { doc: doc(DOC_A), place, writable: true }];
        self.hub_says(HubFrame::Welcome { version: wire::VERSION, hub: HUB, now: 5, docs });
    }

    pub fn missing(&mut self, hashes: Vec<ChangeHash>) {
        self.hub_says(HubFrame::Missing { doc: doc(DOC_A), hashes });
    }

    pub fn data(&mut self, epoch: u64, seq: u64, bytes: Vec<u8>) {
        let place = Place { epoch, seq };
        self.hub_says(HubFrame::Data { doc: doc(DOC_A), place, bytes, more: false });
    }

    /// Gives a receipt for `heads` and verifies it.
    pub fn acknowledge(&mut self, heads: Vec<ChangeHash>, epoch: u64, seq: u64) {
        let place = Place { epoch, seq };
        let receipt = receipt(heads, place);
        self.hub_says(HubFrame::Receipt {
            doc: doc(DOC_A),
            heads: receipt.heads.clone(),
            place,
            time: receipt.time_ms,
            signature: receipt.signature,
        });
        assert_eq!(self.effects, [TabletEffect::VerifyReceipt { receipt: receipt.clone() }]);
        self.tell(TabletEvent::ReceiptVerified { receipt });
    }

    /// One stored edit.
    pub fn edit(&mut self) -> ChangeHash {
        let change = ledger::edit(&mut self.document, "k", &self.now.to_string());
        self.now += 1;
        self.tell(TabletEvent::Changed { doc: doc(DOC_A) });
        change.hash()
    }

    /// What the host is asked to collect after, if it is.
    pub fn asked(&self) -> Option<Vec<ChangeHash>> {
        self.effects.iter().find_map(|effect| match effect {
            TabletEffect::CollectOutbox { since, .. } => Some(since.clone()),
            _ => None,
        })
    }

    /// The apply that the host is asked for, if it is.
    pub fn to_apply(&self) -> Option<ApplyId> {
        self.effects.iter().find_map(|effect| match effect {
            TabletEffect::Apply { apply, .. } => Some(*apply),
            _ => None,
        })
    }

    /// What the host would answer to a question now.
    pub fn answer(&mut self, since: &[ChangeHash]) -> TabletEvent {
        let changes = self.document.get_changes(since);
        TabletEvent::Outbox { doc: doc(DOC_A), heads: self.document.get_heads(), changes }
    }

    /// Answers the question that has just been put.
    pub fn collect(&mut self) {
        let since = self.asked().expect("a question");
        let answer = self.answer(&since);
        self.tell(answer);
    }

    /// The hashes pushed since the last look, and the heads of the last push.
    pub fn pushed(&mut self) -> Option<(Vec<ChangeHash>, Vec<ChangeHash>)> {
        let frames = std::mem::take(&mut self.frames);
        let mut found = None;
        for frame in frames {
            if let TabletFrame::Push { heads, changes, .. } = frame {
                let hash = |bytes: &serde_bytes::ByteBuf| Change::from_bytes(bytes.to_vec()).unwrap().hash();
                let (all, last) = found.get_or_insert((Vec::new(), Vec::new()));
                all.extend(changes.iter().map(hash));
                *last = heads;
            }
        }
        found
    }
}

fn receipt(heads: Vec<ChangeHash>, place: Place) -> Receipt {
    let (doc, time_ms, hub) = (doc(DOC_A), 5, HUB);
    let mut receipt = Receipt { doc, heads, place, time_ms, hub, signature: super::sign(b"") };
    receipt.signature = super::sign(&receipt.signed_bytes());
    receipt
}
