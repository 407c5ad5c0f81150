//! What the hub has lost is brought by any tablet that holds it and may write the document, whoever made it; and by nobody
//! what the hub never had.

use std::collections::BTreeSet;

use crate::support::{self, DOC_A, DOC_B, Faults, World, doc, for_seeds, ledger};
use taizhang_sync::{
    Place, RefusalReason,
    change::ParsedChange,
    hub::{HubEffect, HubEvent, HubPeers, HubSession, Outcome},
    receipt::signed_bytes,
    tablet::Phase,
    wire::{self, DocGrant, HubFrame, TabletFrame},
};

/// The branch, tablet 0, and the township, tablet 2, have written; `edits` are in the snapshot, and a few after it.
fn written(seed: u64, faults: Faults, edits: usize, text: &str) -> World {
    let mut world = World::new(seed, faults);
    world.run_for(5_000);
    for n in 0..edits {
        world.edit_saying(if n % 5 == 4 { 2 } else { 0 }, DOC_A, text);
        world.run_for(300);
    }
    world.run_for(120_000);
    world.compact_hub();
    for tablet in [0, 2, 0] {
        world.edit(tablet, DOC_A);
        world.run_for(5_000);
    }
    world.run_for(300_000);
    world
}

/// Everything that anybody stored is at the hub again, and the township's tablet has a receipt for it.
fn assert_whole(world: &mut World) {
    world.faults = Faults::NONE;
    world.run_for(600_000);
    let log = &world.hub.store.docs[&doc(DOC_A)];
    assert!(!log.lacks(), "something is lost still");
    for tablet in [0, 2] {
        for (name, hash) in world.tablets[tablet].stored.iter().filter(|(name, _)| *name == doc(DOC_A)) {
            assert!(log.all.contains(hash), "{name}: the hub lacks {hash} of tablet {tablet}");
        }
    }
    let (hub, promised) = (log.document().get_heads(), world.promised.get(&(doc(DOC_A), log.epoch)));
    assert!(hub.iter().all(|head| promised.is_some_and(|promised| promised.contains(head))), "no receipt");
    assert_eq!(world.tablets[2].heads(&doc(DOC_A)), hub);
    let status = world.tablets[2].session.status();
    assert_eq!((status.phase, status.unsent, status.refused), (Phase::InSync, 0, 0), "{status:?}");
    world.check_promises();
}

#[test]
fn another_tablet_brings_what_a_revoked_one_wrote() {
    for_seeds(30, |seed| {
        let mut world = written(seed, Faults::NONE, 20, "value");
        world.revoke(0);
        world.run_for(5_000);
        world.damage_hub(DOC_A);
        assert!(world.hub.store.docs[&doc(DOC_A)].lacks());
        assert_whole(&mut world);
    });
}

#[test]
fn what_a_gone_tablet_wrote_after_the_backup_comes_from_whoever_has_a_receipt_for_it() {
    for_seeds(60, |seed| {
        let mut world = written(seed, Faults::BAD, 10, "value");
        let backup = world.hub.store.clone();
        for tablet in [0, 0, 2] {
            world.edit(tablet, DOC_A);
            world.run_for(20_000);
        }
        world.quieten();
        world.revoke(0);
        world.run_for(5_000);
        world.faults = Faults::BAD;
        // Twice, and the tablet starts again in the midst of it: the receipt is shown until it is of no use any more.
        for _ in 0..2 {
            world.restore_hub(&backup);
            world.run_for(seed * 97 % 3_000);
            world.crash_tablet(2);
            world.run_for(seed * 53 % 20_000);
        }
        assert_whole(&mut world);
        assert!(world.tablets[2].disk.former.is_empty());
    });
}

#[test]
fn a_document_that_the_backup_does_not_know_comes_back_too() {
    let mut world = World::new(6, Faults::NONE);
    world.run_for(5_000);
    let backup = world.hub.store.clone();
    for tablet in [0, 2] {
        world.edit(tablet, DOC_A);
        world.run_for(5_000);
    }
    world.revoke(0);
    world.run_for(5_000);
    world.restore_hub(&backup);
    assert_whole(&mut world);
}

#[test]
fn only_the_hubs_own_word_of_a_document_that_may_be_read_shows_what_it_held() {
    let host = support::hub::Host { forges: false, lacking: BTreeSet::new() };
    let peers = HubPeers { hub: support::hub::HUB, device: ledger::device(2) };
    let grant = DocGrant { doc: doc(DOC_A), place: Place { epoch: 5, seq: 0 }, writable: false };
    let mut session = HubSession::new(peers, vec![grant]);
    let hello = TabletFrame::Hello { version: wire::VERSION, places: Vec::new() };
    session.handle(5, &host, HubEvent::Frame(wire::encode(&hello).unwrap()));
    let (heads, place) = (vec![ledger::genesis().hash()], Place { epoch: 4, seq: 1 });
    let mut shown = |of: &str, signed: &str| {
        let bytes = signed_bytes(&doc(signed), &heads, place, 3, support::hub::HUB);
        let (doc, heads, signature) = (doc(of), heads.clone(), support::sign(&bytes));
        let frame = TabletFrame::FormerReceipt { doc, heads, place, time: 3, signature };
        session.handle(5, &host, HubEvent::Frame(wire::encode(&frame).unwrap()))
    };
    assert_eq!(shown(DOC_A, DOC_B), [], "a receipt of another document");
    assert_eq!(shown(DOC_B, DOC_B), [], "what this post may not read");
    assert_eq!(shown(DOC_A, DOC_A), [HubEffect::NoteHeld { doc: doc(DOC_A), heads: heads.clone() }]);
}

#[test]
fn bad_lines_only_make_it_slower() {
    for_seeds(60, |seed| {
        let mut world = written(seed, Faults::BAD, 20, "value");
        // What it had handed in and the others have read, that is.
        world.quieten();
        world.compact_hub();
        world.edit(2, DOC_A);
        world.run_for(60_000);
        world.revoke(0);
        world.run_for(5_000);
        world.faults = Faults::BAD;
        world.damage_hub(DOC_A);
        // And it goes on writing meanwhile.
        for _ in 0..5 {
            world.run_for(20_000);
            world.edit(2, DOC_A);
        }
        world.crash_tablet(2);
        world.run_for(100_000);
        assert_whole(&mut world);
    });
}

#[test]
fn much_comes_in_many_frames_once() {
    let text = "long ".repeat(2_000);
    let mut world = written(3, Faults::NONE, 60, &text);
    world.revoke(0);
    world.run_for(5_000);
    world.damage_hub(DOC_A);
    let before = world.traffic;
    assert_whole(&mut world);
    let up = world.traffic.up_bytes - before.up_bytes;
    // What the township wrote itself is pushed as ever: before the rest, in vain, and after it.
    assert!(up < 60 * 10_000 * 3 / 2, "{up} bytes to bring 600 kB");
}

#[test]
fn a_hub_that_takes_changes_from_their_authors_alone_is_asked_once() {
    let mut world = written(4, Faults::NONE, 20, "value");
    world.hub.is_old = true;
    world.revoke(0);
    world.run_for(5_000);
    world.damage_hub(DOC_A);
    world.wiretap = Some(Vec::new());
    world.run_for(100_000);
    let status = world.tablets[2].session.status();
    assert_eq!((status.waiting, status.refused), (1, 0), "it waits and nothing is called refused: {status:?}");
    let of_author = |frame: &HubFrame| matches!(frame, HubFrame::Refused { reason: RefusalReason::WrongAuthor, .. });
    let refused =
        |world: &mut World| world.wiretap.replace(Vec::new()).unwrap().iter().filter(|(_, f)| of_author(f)).count();
    assert!(refused(&mut world) > 0, "it was tried");
    for _ in 0..3 {
        world.cut_tablet(2);
        world.run_for(100_000);
    }
    assert_eq!(refused(&mut world), 0, "and not again");
}

#[test]
fn what_was_never_held_is_refused_though_something_is_lost() {
    let mut author = ledger::begun(ledger::actor(ledger::device(0), 0));
    let held = ledger::edit(&mut author, "k", "held");
    let mut stranger = ledger::begun(ledger::actor(ledger::device(1), 0));
    let strange = ledger::edit(&mut stranger, "k", "strange");
    let mut log = support::store::Log::default();
    let parse = |change: &automerge::Change| ParsedChange::parse(change.raw_bytes()).unwrap();
    log.append(&[parse(&ledger::genesis()), parse(&held)], &BTreeSet::new());
    log.compact();
    log.lose_snapshot(5);

    // Pushed by device 2, which made neither.
    let host = support::hub::Host { forges: false, lacking: [doc(DOC_A)].into() };
    let peers = HubPeers { hub: support::hub::HUB, device: ledger::device(2) };
    let grant = DocGrant { doc: doc(DOC_A), place: Place { epoch: 5, seq: 0 }, writable: true };
    let mut session = HubSession::new(peers, vec![grant]);
    let hello = TabletFrame::Hello { version: wire::VERSION, places: Vec::new() };
    session.handle(5, &host, HubEvent::Frame(wire::encode(&hello).unwrap()));
    let changes = [&held, &strange].map(|change| change.raw_bytes().to_vec().into()).to_vec();
    let frame = TabletFrame::Push { doc: doc(DOC_A), heads: vec![held.hash()], changes };
    let effects = session.handle(5, &host, HubEvent::Frame(wire::encode(&frame).unwrap()));
    let [HubEffect::Append { changes, foreign, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(*foreign, [held.hash(), strange.hash()].into());
    let outcomes = log.append(changes, foreign);
    assert_eq!(outcomes[0], Outcome::MissingDeps(vec![ledger::genesis().hash()]));
    assert_eq!(outcomes[1], Outcome::Refused(RefusalReason::WrongAuthor));
}
