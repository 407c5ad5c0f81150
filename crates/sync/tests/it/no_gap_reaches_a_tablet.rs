//! However live data, answers of the store and a tablet's own pushes interleave, and even if live
//! data is lost on the hub: a frame never tells a tablet a place before which something is missing.

use std::collections::{BTreeSet, VecDeque};

use crate::support::{self, DOC_A, doc, for_seeds, ledger};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use taizhang_sync::{
    ChangeHash, Place,
    hub::{AppendId, Appended, HubEffect, HubEvent, HubPeers, HubSession, Live, LogPart, Outcome, ReadId},
    wire::{self, DocGrant, DocPlace, HubFrame, TabletFrame},
};

const HOST: support::hub::Host = support::hub::Host { forges: false, lacking: std::collections::BTreeSet::new() };
const EPOCH: u64 = 9;

/// A log in which the change at `seq` is the eight bytes of `seq`.
fn bytes(first: u64, last: u64) -> Vec<u8> {
    (first..=last).flat_map(u64::to_be_bytes).collect()
}

struct Scene {
    rng: ChaCha8Rng,
    session: HubSession,
    /// How long the log is.
    log: u64,
    /// What the tablet holds and where it thinks it stands.
    held: BTreeSet<u64>,
    place: u64,
    /// Parts of a datum whose last has not come.
    parts: Vec<u8>,
    lives: VecDeque<HubEvent>,
    reads: VecDeque<(ReadId, u64)>,
    appends: VecDeque<(AppendId, usize)>,
    answers: VecDeque<HubEvent>,
}

impl Scene {
    fn new(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let log = rng.random_range(0..10);
        let place = Place { epoch: EPOCH, seq: log };
        let peers = HubPeers { hub: support::hub::HUB, device: ledger::device(0) };
        let grant = DocGrant { doc: doc(DOC_A), place, writable: true };
        let mut scene = Self {
            rng,
            session: HubSession::new(peers, vec![grant]),
            log,
            held: BTreeSet::new(),
            place: 0,
            parts: Vec::new(),
            lives: VecDeque::new(),
            reads: VecDeque::new(),
            appends: VecDeque::new(),
            answers: VecDeque::new(),
        };
        scene.subscribe();
        scene
    }

    fn frame(&mut self, frame: &TabletFrame) {
        self.tell(HubEvent::Frame(wire::encode(frame).unwrap()));
    }

    fn subscribe(&mut self) {
        let place = Place { epoch: EPOCH, seq: self.place };
        let places = vec![DocPlace { doc: doc(DOC_A), place }];
        self.frame(&TabletFrame::Hello { version: wire::VERSION, places });
    }

    fn tell(&mut self, event: HubEvent) {
        for effect in self.session.handle(1, &HOST, event) {
            match effect {
                HubEffect::Send(frame) => self.take(&wire::decode(&frame).unwrap()),
                HubEffect::Read { read, after, .. } => self.reads.push_back((read, after)),
                HubEffect::Append { append, changes, .. } => self.appends.push_back((append, changes.len())),
                HubEffect::NoteHeld { .. } | HubEffect::Close => panic!("{effect:?}"),
            }
        }
    }

    fn take(&mut self, frame: &HubFrame) {
        let HubFrame::Data { place, bytes, more, .. } = frame else { return };
        self.parts.extend_from_slice(bytes);
        if *more {
            return;
        }
        for seq in std::mem::take(&mut self.parts).chunks(8) {
            self.held.insert(u64::from_be_bytes(seq.try_into().unwrap()));
        }
        self.place = place.seq;
        let gap: Vec<_> = (1..=self.place).filter(|seq| !self.held.contains(seq)).collect();
        assert!(gap.is_empty(), "at {} without {gap:?}", self.place);
    }

    /// Somebody else's commit, of which this session may hear nothing at all.
    fn grow(&mut self) {
        let first = self.log + 1;
        self.log += self.rng.random_range(1..4);
        let (doc, last) = (doc(DOC_A), self.log);
        match self.rng.random_range(0..4) {
            0 => {}
            1 => self.lives.push_back(HubEvent::Grown { doc, epoch: EPOCH, seq: last }),
            _ => {
                let bytes = bytes(first, last).into();
                self.lives.push_back(HubEvent::Live(Live { doc, epoch: EPOCH, first, last, bytes }));
            }
        }
    }

    fn push(&mut self) {
        if !self.session.accepts_frames() {
            return;
        }
        let mut document = ledger::begun(ledger::actor(ledger::device(0), 0));
        let changes = (0..self.rng.random_range(1..4))
            .map(|n| ledger::edit(&mut document, "k", &n.to_string()).raw_bytes().to_vec().into())
            .collect();
        self.frame(&TabletFrame::Push { doc: doc(DOC_A), heads: vec![ChangeHash([1; 32])], changes });
    }

    /// The tablet's own changes are committed; it holds them whatever anybody sends.
    fn commit(&mut self) {
        let Some((append, count)) = self.appends.pop_front() else { return };
        let outcomes = (0..count)
            .map(|_| {
                self.log += 1;
                self.held.insert(self.log);
                Outcome::Stored { seq: self.log }
            })
            .collect();
        let appended = Appended { append, epoch: EPOCH, seq: self.log, outcomes, missing_heads: Vec::new() };
        self.answers.push_back(HubEvent::Appended(appended));
    }

    fn answer_read(&mut self) {
        let Some((read, after)) = self.reads.pop_front() else { return };
        let upto = (after + self.rng.random_range(1..5)).min(self.log.max(after));
        let part = LogPart { epoch: EPOCH, seq: upto, bytes: bytes(after + 1, upto) };
        self.tell(HubEvent::Read(read, Some(part)));
    }

    fn step(&mut self) {
        match self.rng.random_range(0..12) {
            0..3 => self.grow(),
            3 => self.push(),
            4..6 => self.commit(),
            6..8 => self.answer_read(),
            8..10 => {
                if let Some(event) = self.lives.pop_front() {
                    self.tell(event);
                }
            }
            10 => {
                if let Some(event) = self.answers.pop_front() {
                    self.tell(event);
                }
            }
            _ if self.rng.random_range(0..10) == 0 => self.subscribe(),
            _ => {}
        }
    }

    fn finish(&mut self) {
        self.lives.push_back(HubEvent::Grown { doc: doc(DOC_A), epoch: EPOCH, seq: self.log });
        for _ in 0..1_000 {
            self.commit();
            self.answer_read();
            let next = self.answers.pop_front().or_else(|| self.lives.pop_front());
            if let Some(event) = next {
                self.tell(event);
            }
        }
    }
}

#[test]
fn every_place_is_the_truth_and_the_last_one_is_the_end() {
    for_seeds(2_000, |seed| {
        let mut scene = Scene::new(seed);
        for _ in 0..150 {
            scene.step();
        }
        scene.finish();
        assert_eq!(scene.place, scene.log);
    });
}

/// A session and all that it asks for can move between threads.
const _: () = {
    const fn is_send<T: Send>() {}
    is_send::<HubSession>();
    is_send::<HubEffect>();
    is_send::<HubEvent>();
};
