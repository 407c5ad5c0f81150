//! Any bytes, in any place where bytes come from outside, end in a value, an error or a closed
//! session: never in a panic, and never in unbounded work.

use std::time::{Duration, Instant};

use crate::support::{self, DOC_A, DOC_B, doc, ledger};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use taizhang_sync::{
    ChangeHash, CloseReason, HubId, Place,
    change::{ChangeError, ParsedChange},
    hub::{HubEffect, HubEvent, HubPeers, HubSession},
    tablet::{TabletEffect, TabletEvent, TabletSession},
    wire::{self, BriefPlaces, DocGrant, DocPlace, HubFrame, MAX_FRAME, Standing, TabletFrame, WireError},
};

const HOST: support::hub::Host = support::hub::Host { forges: false, lacking: std::collections::BTreeSet::new() };

fn grant() -> DocGrant {
    DocGrant { doc: doc(DOC_A), place: Place { epoch: 9, seq: 3 }, writable: true }
}

fn hub_session(said_hello: bool) -> HubSession {
    let peers = HubPeers { hub: support::hub::HUB, device: ledger::device(0) };
    let mut session = HubSession::new(peers, vec![grant()]);
    if said_hello {
        let frame = TabletFrame::Hello { version: wire::VERSION, places: Vec::new() };
        session.handle(1, &HOST, HubEvent::Frame(wire::encode(&frame).unwrap()));
    }
    session
}

/// A session on an open connection, welcomed or not.
fn tablet_session(welcomed: bool) -> (TabletSession, taizhang_sync::tablet::ConnectionId) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut session = TabletSession::new(HubId([1; 16]), Vec::new());
    let effects = session.handle(1, &mut rng, TabletEvent::Online);
    let TabletEffect::Connect { connection } = effects[0] else { panic!("{effects:?}") };
    session.handle(1, &mut rng, TabletEvent::Connected { connection });
    if welcomed {
        let frame = HubFrame::Welcome { version: wire::VERSION, hub: HubId([1; 16]), now: 1, docs: vec![grant()] };
        let bytes = wire::encode(&frame).unwrap();
        session.handle(2, &mut rng, TabletEvent::Frame { connection, bytes });
    }
    (session, connection)
}

fn a_change() -> Vec<u8> {
    let mut document = ledger::begun(ledger::actor(ledger::device(0), 0));
    ledger::edit(&mut document, "key", "value");
    ledger::edit(&mut document, "other", "value").raw_bytes().to_vec()
}

/// Makes the checksum right again, so that the reader gets to see what is inside.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() > 8 {
        let digest = Sha256::digest(&bytes[8..]);
        bytes[4..8].copy_from_slice(&digest[..4]);
    }
    bytes
}

fn mutated(original: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let flips = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6);
    (flips, any::<bool>(), any::<prop::sample::Index>()).prop_map(move |(flips, cut, at)| {
        let mut bytes = original.clone();
        for (index, byte) in flips {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if cut {
            bytes.truncate(at.index(bytes.len()));
        }
        bytes
    })
}

fn tablet_frames() -> Vec<Vec<u8>> {
    let place = Place { epoch: 9, seq: 1 };
    let frames = [
        TabletFrame::Hello { version: wire::VERSION, places: vec![DocPlace { doc: doc(DOC_A), place }] },
        TabletFrame::Push { doc: doc(DOC_A), heads: vec![ChangeHash([1; 32])], changes: vec![a_change().into()] },
        TabletFrame::Ping { nonce: 700 },
        TabletFrame::BriefHello {
            version: wire::VERSION,
            places: BriefPlaces::new(&[DOC_A, DOC_B].map(|name| DocPlace { doc: doc(name), place })),
        },
    ];
    frames.iter().map(|frame| wire::encode(frame).unwrap()).collect()
}

fn hub_frames() -> Vec<Vec<u8>> {
    let place = Place { epoch: 9, seq: 3 };
    let name = || doc(DOC_A);
    let hash = ChangeHash([1; 32]);
    let frames = [
        HubFrame::Welcome { version: 1, hub: HubId([2; 16]), now: 3, docs: vec![grant()] },
        HubFrame::Data { doc: name(), place, bytes: a_change(), more: true },
        HubFrame::Data { doc: name(), place, bytes: a_change(), more: false },
        HubFrame::Receipt { doc: name(), heads: vec![hash], place, time: 4, signature: support::sign(b"") },
        HubFrame::Missing { doc: name(), hashes: vec![hash] },
        HubFrame::Refused { doc: name(), hash, reason: 3.into() },
        HubFrame::Closed { reason: CloseReason::Internal },
        HubFrame::Pong { nonce: 5 },
        HubFrame::WelcomeBack {
            version: 1,
            hub: HubId([2; 16]),
            now: 3,
            named: vec![
                Standing::NotGranted,
                Standing::Level { writable: true },
                Standing::At { place, writable: false },
            ],
            docs: vec![grant()],
        },
    ];
    frames.iter().map(|frame| wire::encode(frame).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = wire::decode::<TabletFrame>(&bytes);
        let _ = wire::decode::<HubFrame>(&bytes);
        let _ = ParsedChange::parse(&bytes);
        for said_hello in [false, true] {
            hub_session(said_hello).handle(2, &HOST, HubEvent::Frame(bytes.clone()));
            let (mut session, connection) = tablet_session(said_hello);
            let mut rng = ChaCha8Rng::seed_from_u64(1);
            let event = TabletEvent::Frame { connection, bytes: bytes.clone() };
            session.handle(3, &mut rng, event);
        }
    }

    #[test]
    fn almost_a_change(bytes in mutated(a_change())) {
        let _ = ParsedChange::parse(&bytes);
        if let Ok(change) = ParsedChange::parse(&resealed(bytes.clone())) {
            prop_assert_eq!(change.bytes(), resealed(bytes));
        }
    }

    #[test]
    fn almost_a_tablets_frame(
        (which, bytes) in (0..3_usize).prop_flat_map(|n| (Just(n), mutated(tablet_frames().remove(n))))
    ) {
        let mut session = hub_session(which > 0);
        let effects = session.handle(2, &HOST, HubEvent::Frame(bytes));
        if session.is_over() {
            prop_assert!(matches!(effects.as_slice(), [HubEffect::Send(_), HubEffect::Close]));
        }
    }

    #[test]
    fn almost_a_hubs_frame(bytes in (0..8_usize).prop_flat_map(|n| mutated(hub_frames().remove(n)))) {
        let (mut session, connection) = tablet_session(true);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        session.handle(3, &mut rng, TabletEvent::Frame { connection, bytes });
    }

    #[test]
    fn frames_survive_their_encoding(which in 0..11_usize) {
        if let Some(bytes) = tablet_frames().get(which) {
            let frame: TabletFrame = wire::decode(bytes).unwrap();
            prop_assert_eq!(&wire::encode(&frame).unwrap(), bytes);
        } else {
            let bytes = hub_frames().remove(which - 3);
            let frame: HubFrame = wire::decode(&bytes).unwrap();
            prop_assert_eq!(wire::encode(&frame).unwrap(), bytes);
        }
    }
}

#[test]
fn nothing_may_follow_a_frame_and_no_frame_is_too_long() {
    let mut bytes = tablet_frames().remove(2);
    bytes.push(0);
    assert_eq!(wire::decode::<TabletFrame>(&bytes), Err(WireError::Trailing(1)));
    let long = vec![0; MAX_FRAME + 1];
    assert_eq!(wire::decode::<TabletFrame>(&long), Err(WireError::TooLarge(MAX_FRAME + 1)));
    let effects = hub_session(true).handle(2, &HOST, HubEvent::Frame(long));
    let closed = wire::encode(&HubFrame::Closed { reason: CloseReason::FrameTooLarge }).unwrap();
    assert_eq!(effects, [HubEffect::Send(closed), HubEffect::Close]);
}

#[test]
fn another_version_is_told_so_whatever_its_frames_look_like() {
    for rest in [&b""[..], b"\xff\xff\xff\xff not of this version"] {
        let bytes = [&[0, 9], rest].concat();
        let effects = hub_session(false).handle(2, &HOST, HubEvent::Frame(bytes));
        let closed = wire::encode(&HubFrame::Closed { reason: CloseReason::Version }).unwrap();
        assert_eq!(effects, [HubEffect::Send(closed), HubEffect::Close]);
    }
}

/// A change chunk of the given columns: `(spec, data)`.
fn forged(columns: &[(u8, &[u8])]) -> Vec<u8> {
    let mut body = vec![0, 20];
    body.extend([1; 20]); // actor
    body.extend([1, 1, 0, 0, 0]); // seq, start op, time, message, other actors
    body.push(u8::try_from(columns.len()).unwrap());
    for (spec, data) in columns {
        body.extend([*spec, u8::try_from(data.len()).unwrap()]);
    }
    body.extend(columns.iter().flat_map(|(_, data)| data.iter().copied()));
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1];
    chunk.push(u8::try_from(body.len()).unwrap());
    chunk.extend(body);
    resealed(chunk)
}

/// A run of 2^48 times `value`, run-length encoded.
fn run(value: u8) -> Vec<u8> {
    vec![0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 | 0x40, 0, value]
}

#[test]
fn a_few_bytes_that_claim_endless_operations_cost_nothing() {
    let (ones, zeros, insert) = (run(1), run(0), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    let nulls = [0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40];
    let key = [&ones[..8], &[1, b'k']].concat();
    let bombs = [
        forged(&[(0x15, &key), (0x34, &insert), (0x42, &ones), (0x56, &zeros), (0x70, &zeros)]),
        forged(&[(0x42, &nulls)]),
        // One operation with endless predecessors.
        forged(&[
            (0x15, &[0x7f, 1, b'k']),
            (0x34, &[1]),
            (0x42, &[0x7f, 1]),
            (0x56, &[0x7f, 0]),
            (0x70, &[0x7f, 0x80, 0x80, 0x80, 0x80, 0x40]),
            (0x71, &zeros),
            (0x73, &ones),
        ]),
    ];
    let begun = Instant::now();
    for bomb in bombs {
        assert_eq!(ParsedChange::parse(&bomb), Err(ChangeError::TooLarge));
    }
    assert!(begun.elapsed() < Duration::from_millis(100));
    // The same layout with one operation is a change, so the test looks at what it means to.
    let single =
        forged(&[(0x15, &[0x7f, 1, b'k']), (0x34, &[1]), (0x42, &[0x7f, 1]), (0x56, &[0x7f, 0]), (0x70, &[0x7f, 0])]);
    assert!(ParsedChange::parse(&single).is_ok());
}

#[test]
fn hostile_subscriptions_and_pushes_stay_bounded() {
    let mut session = hub_session(true);
    let place = Place::ZERO;
    let places = vec![DocPlace { doc: doc(DOC_A), place }; wire::MAX_ITEMS];
    let hello = wire::encode(&TabletFrame::Hello { version: wire::VERSION, places }).unwrap();
    let mut reads = 0;
    for _ in 0..20 {
        let effects = session.handle(2, &HOST, HubEvent::Frame(hello.clone()));
        reads += effects.iter().filter(|e| matches!(e, HubEffect::Read { .. })).count();
    }
    assert!(reads <= 2, "{reads} reads at once");
    let mut pushes = 0;
    while session.accepts_frames() {
        let push = TabletFrame::Push { doc: doc(DOC_A), heads: vec![ChangeHash([1; 32])], changes: Vec::new() };
        session.handle(2, &HOST, HubEvent::Frame(wire::encode(&push).unwrap()));
        pushes += 1;
        assert!(pushes < 100);
    }
    let changes = vec![Vec::new().into(); wire::MAX_ITEMS + 1];
    let push = TabletFrame::Push { doc: doc(DOC_A), heads: Vec::new(), changes };
    session.handle(2, &HOST, HubEvent::Frame(wire::encode(&push).unwrap()));
    assert!(session.is_over());
}
