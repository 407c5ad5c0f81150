//! The hub's session signs only what the store says is committed, and a tablet believes only what its
//! host has verified.

use crate::support::{self, DOC_A, Faults, World, doc, ledger};
use taizhang_sync::{
    ChangeHash, CloseReason, Place,
    hub::{AppendId, Appended, HubEffect, HubEvent, HubPeers, HubSession, Outcome},
    receipt::Receipt,
    tablet::Phase,
    wire::{self, DocGrant, HubFrame, TabletFrame},
};

const HOST: support::hub::Host = support::hub::Host { forges: false, lacking: std::collections::BTreeSet::new() };

/// A session that has heard `Hello` and one push of one change, and the append it asks for.
fn pushed() -> (HubSession, AppendId, ChangeHash) {
    let device = ledger::device(0);
    let grant = DocGrant { doc: doc(DOC_A), place: Place { epoch: 9, seq: 0 }, writable: true };
    let peers = HubPeers { hub: support::hub::HUB, device };
    let mut session = HubSession::new(peers, vec![grant]);
    let mut document = ledger::begun(ledger::actor(device, 0));
    let change = ledger::edit(&mut document, "k", "v");
    let frames = [
        TabletFrame::Hello { version: wire::VERSION, places: Vec::new() },
        TabletFrame::Push {
            doc: doc(DOC_A),
            heads: vec![change.hash()],
            changes: vec![ledger::genesis().raw_bytes().to_vec().into(), change.raw_bytes().to_vec().into()],
        },
    ];
    let mut effects = Vec::new();
    for frame in frames {
        let bytes = wire::encode(&frame).unwrap();
        effects = session.handle(5, &HOST, HubEvent::Frame(bytes));
    }
    let [HubEffect::Append { append, changes, heads, .. }] = effects.as_slice() else {
        panic!("nothing but an append: {effects:?}")
    };
    assert_eq!((changes.len(), heads.as_slice()), (2, [change.hash()].as_slice()));
    (session, *append, change.hash())
}

fn frames(effects: &[HubEffect]) -> Vec<HubFrame> {
    let sent = effects.iter().filter_map(|effect| match effect {
        HubEffect::Send(bytes) => Some(wire::decode(bytes).unwrap()),
        _ => None,
    });
    sent.collect()
}

#[test]
fn a_commit_earns_a_receipt_with_the_hubs_signature() {
    let (mut session, append, head) = pushed();
    let outcomes = vec![Outcome::Stored { seq: 1 }, Outcome::Stored { seq: 2 }];
    let appended = Appended { append, epoch: 9, seq: 2, outcomes, missing_heads: Vec::new() };
    let sent = frames(&session.handle(77, &HOST, HubEvent::Appended(appended)));
    let [HubFrame::Receipt { doc: name, heads, place, time, signature }] = sent.as_slice() else { panic!("{sent:?}") };
    let receipt = Receipt {
        doc: name.clone(),
        heads: heads.clone(),
        place: *place,
        time_ms: *time,
        hub: support::hub::HUB,
        signature: *signature,
    };
    assert_eq!((heads.as_slice(), place.seq, *time), ([head].as_slice(), 2, 77));
    assert_eq!(support::sign(&receipt.signed_bytes()), *signature);
}

#[test]
fn a_failed_commit_earns_none() {
    let (mut session, append, _) = pushed();
    let effects = session.handle(77, &HOST, HubEvent::AppendFailed(append));
    assert_eq!(frames(&effects), [HubFrame::Closed { reason: CloseReason::Internal }]);
    assert!(session.is_over());
}

#[test]
fn heads_that_are_not_held_earn_none() {
    let (mut session, append, head) = pushed();
    let lacking = ChangeHash([3; 32]);
    let outcomes = vec![Outcome::Duplicate, Outcome::MissingDeps(vec![lacking])];
    let appended = Appended { append, epoch: 9, seq: 1, outcomes, missing_heads: vec![head] };
    let sent = frames(&session.handle(77, &HOST, HubEvent::Appended(appended)));
    let [HubFrame::Missing { hashes, .. }] = sent.as_slice() else { panic!("{sent:?}") };
    assert!(hashes.contains(&lacking) && hashes.contains(&head));
}

#[test]
fn an_answer_that_nobody_asked_for_earns_none() {
    let (mut session, append, _) = pushed();
    let other = AppendId(append.0 + 1);
    let appended = Appended { append: other, epoch: 9, seq: 2, outcomes: Vec::new(), missing_heads: Vec::new() };
    assert_eq!(session.handle(77, &HOST, HubEvent::Appended(appended)), []);
}

#[test]
fn a_forged_receipt_is_no_receipt() {
    let mut world = World::new(1, Faults::NONE);
    world.run_for(2_000);
    world.hub.forges = true;
    world.edit(0, DOC_A);
    world.run_for(10_000);
    assert!(world.tablets[0].disk.receipts.is_empty());
    assert!(world.tablets[0].untrusted > 0);
    assert_eq!(world.tablets[0].session.status().unsent, 1);
    assert_ne!(world.tablets[0].session.status().phase, Phase::InSync);
    world.hub.forges = false;
    world.quieten();
    world.assert_converged();
}

#[test]
fn every_field_of_a_receipt_is_signed() {
    let receipt = Receipt {
        doc: doc(DOC_A),
        heads: vec![ChangeHash([1; 32]), ChangeHash([2; 32])],
        place: Place { epoch: 3, seq: 4 },
        time_ms: 5,
        hub: support::hub::HUB,
        signature: support::sign(b""),
    };
    let bytes = receipt.signed_bytes();
    let with = |change: fn(&mut Receipt)| {
        let mut changed = receipt.clone();
        change(&mut changed);
        changed.signed_bytes()
    };
    assert_ne!(bytes, with(|r| r.doc = doc("branch/b/2026")));
    assert_ne!(bytes, with(|r| r.heads.truncate(1)));
    assert_ne!(bytes, with(|r| r.place.epoch = 0));
    assert_ne!(bytes, with(|r| r.place.seq = 0));
    assert_ne!(bytes, with(|r| r.time_ms = 0));
    assert_ne!(bytes, with(|r| r.hub.0[0] = 0));
    assert_eq!(bytes, with(|r| r.heads.reverse()), "the order of heads means nothing");
}
