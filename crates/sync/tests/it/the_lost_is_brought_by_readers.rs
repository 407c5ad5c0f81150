//! What the hub has lost of a document is brought by tablets that may only read it; and of these the hub takes nothing else.

use std::collections::BTreeSet;

use crate::support::{self, DOC_TOWN, Faults, World, doc, for_seeds, ledger};
use taizhang_sync::{
    Place, RefusalReason,
    change::ParsedChange,
    hub::{Appended, HubEffect, HubEvent, HubPeers, HubSession},
    tablet::Phase,
    wire::{self, DocGrant, HubFrame, TabletFrame},
};

/// The township, tablet 2, has written what the branches, 0 and 1, may only read; most is in the snapshot, a few changes
/// came after it. Then it is gone.
fn written(seed: u64, faults: Faults) -> World {
    let mut world = World::new(seed, faults);
    world.run_for(5_000);
    for _ in 0..20 {
        world.edit(2, DOC_TOWN);
        world.run_for(300);
    }
    world.quieten();
    world.compact_hub();
    for _ in 0..3 {
        world.edit(2, DOC_TOWN);
        world.run_for(5_000);
    }
    world.quieten();
    world.revoke(2);
    world.run_for(5_000);
    world
}

/// Everything that the township stored is at the hub again, and the branches are told of nothing that they owe.
fn assert_whole(world: &mut World) {
    world.faults = Faults::NONE;
    world.run_for(600_000);
    let log = &world.hub.store.docs[&doc(DOC_TOWN)];
    assert!(!log.lacks(), "something is lost still");
    for (name, hash) in world.tablets[2].stored.iter().filter(|(name, _)| *name == doc(DOC_TOWN)) {
        assert!(log.all.contains(hash), "{name}: the hub lacks {hash}");
    }
    let hub = log.document().get_heads();
    for tablet in [0, 1] {
        assert_eq!(world.tablets[tablet].heads(&doc(DOC_TOWN)), hub);
        assert_quiet(world, tablet);
    }
    world.check_promises();
}

fn assert_quiet(world: &World, tablet: usize) {
    let status = world.tablets[tablet].session.status();
    let told = (status.phase, status.unsent, status.waiting, status.refused);
    assert_eq!(told, (Phase::InSync, 0, 0, 0), "tablet {tablet}: {status:?}");
}

#[test]
fn a_reader_brings_what_a_revoked_writer_wrote() {
    for_seeds(30, |seed| {
        let mut world = written(seed, Faults::NONE);
        world.damage_hub(DOC_TOWN);
        assert!(world.hub.store.docs[&doc(DOC_TOWN)].lacks());
        assert_whole(&mut world);
    });
}

#[test]
fn a_reader_gives_back_what_a_gone_writer_wrote_after_the_backup() {
    for_seeds(60, |seed| {
        let mut world = World::new(seed, Faults::BAD);
        world.run_for(5_000);
        let backup = world.hub.store.clone();
        for _ in 0..10 {
            world.edit(2, DOC_TOWN);
            world.run_for(10_000);
        }
        world.quieten();
        world.revoke(2);
        world.run_for(5_000);
        for tablet in [0, 1] {
            let promised = world.tablets[tablet].disk.receipts.get(&doc(DOC_TOWN)).map(|receipt| receipt.heads.clone());
            assert_eq!(promised, Some(world.tablets[tablet].heads(&doc(DOC_TOWN))), "a receipt for what others wrote");
        }
        world.faults = Faults::BAD;
        world.restore_hub(&backup);
        world.run_for(300 * (seed % 20));
        world.crash_tablet(0);
        world.set_online(1, false);
        world.run_for(60_000);
        world.faults = Faults::NONE;
        world.cut_tablet(0);
        world.run_for(200_000);
        assert!(!world.hub.store.docs[&doc(DOC_TOWN)].lacks(), "one is enough");
        world.set_online(1, true);
        assert_whole(&mut world);
    });
}

#[test]
fn a_reader_that_was_away_brings_it_when_it_comes() {
    for_seeds(10, |seed| {
        let mut world = written(seed, Faults::NONE);
        world.set_online(0, false);
        world.set_online(1, false);
        world.damage_hub(DOC_TOWN);
        world.run_for(100_000);
        assert!(world.hub.store.docs[&doc(DOC_TOWN)].lacks());
        // Started again, it knows nothing of what went before.
        world.crash_tablet(0);
        world.set_online(0, true);
        world.run_for(100_000);
        assert!(!world.hub.store.docs[&doc(DOC_TOWN)].lacks(), "one is enough");
        world.set_online(1, true);
        assert_whole(&mut world);
    });
}

#[test]
fn bad_lines_and_crashes_only_make_it_slower() {
    for_seeds(60, |seed| {
        let mut world = written(seed, Faults::BAD);
        world.faults = Faults::BAD;
        world.damage_hub(DOC_TOWN);
        // Sooner than all of it can have come, or later.
        world.run_for(300 * (seed % 20));
        world.crash_tablet(0);
        world.crash_tablet(1);
        world.run_for(60_000);
        // What could not be stored on the tablets, and what was asked on a line that broke, is asked again on the next.
        world.faults = Faults::NONE;
        world.cut_tablet(0);
        world.cut_tablet(1);
        assert_whole(&mut world);
    });
}

#[test]
fn a_hub_that_takes_nothing_of_readers_is_asked_once() {
    let mut world = written(4, Faults::NONE);
    world.hub.is_old = true;
    world.damage_hub(DOC_TOWN);
    world.wiretap = Some(Vec::new());
    world.run_for(100_000);
    for tablet in [0, 1] {
        assert_quiet(&world, tablet);
    }
    let of_reader = |frame: &HubFrame| matches!(frame, HubFrame::Refused { reason: RefusalReason::NotWritable, .. });
    let refused =
        |world: &mut World| world.wiretap.replace(Vec::new()).unwrap().iter().filter(|(_, f)| of_reader(f)).count();
    assert!(refused(&mut world) > 0, "it was tried");
    for _ in 0..3 {
        world.cut_tablet(0);
        world.cut_tablet(1);
        world.run_for(100_000);
    }
    assert_eq!(refused(&mut world), 0, "and not again");
}

#[test]
fn a_hub_that_knows_of_no_loss_is_brought_nothing() {
    let mut world = written(5, Faults::NONE);
    let backup = world.hub.store.clone();
    world.restore_hub(&backup);
    world.wiretap = Some(Vec::new());
    world.run_for(300_000);
    let frames = world.wiretap.take().unwrap();
    let answers: Vec<_> = frames.iter().filter(|(_, frame)| matches!(frame, HubFrame::Missing { .. })).collect();
    assert_eq!(answers.len(), 2, "each branch has asked once: {answers:?}");
    assert!(!frames.iter().any(|(_, frame)| matches!(frame, HubFrame::Refused { .. })));
    for tablet in [0, 1] {
        assert_quiet(&world, tablet);
    }
}

/// What a hub's session makes of changes that device 2 pushes, which may only read the document: the frames that it sends.
fn pushed(log: &mut support::store::Log, lacks: bool, changes: &[&automerge::Change]) -> Vec<HubFrame> {
    let lacking = if lacks { [doc(DOC_TOWN)].into() } else { BTreeSet::new() };
    let host = support::hub::Host { forges: false, lacking };
    let peers = HubPeers { hub: support::hub::HUB, device: ledger::device(2) };
    let place = Place { epoch: 5, seq: 0 };
    let mut session = HubSession::new(peers, vec![DocGrant { doc: doc(DOC_TOWN), place, writable: false }]);
    let hello = TabletFrame::Hello { version: wire::VERSION, places: Vec::new() };
    session.handle(5, &host, HubEvent::Frame(wire::encode(&hello).unwrap()));
    let heads = vec![changes.last().unwrap().hash()];
    let changes = changes.iter().map(|change| change.raw_bytes().to_vec().into()).collect();
    let frame = TabletFrame::Push { doc: doc(DOC_TOWN), heads, changes };
    let mut effects = session.handle(5, &host, HubEvent::Frame(wire::encode(&frame).unwrap()));
    let Some(HubEffect::Append { append, changes, heads, foreign, .. }) = effects.pop() else { panic!("{effects:?}") };
    let outcomes = log.append(&changes, &foreign);
    let missing_heads = log.missing(&heads);
    let appended = Appended { append, epoch: log.epoch, seq: log.seq, outcomes, missing_heads };
    effects.extend(session.handle(5, &host, HubEvent::Appended(appended)));
    let sent = effects.into_iter().filter_map(|effect| match effect {
        HubEffect::Send(bytes) => Some(wire::decode(&bytes).unwrap()),
        _ => None,
    });
    sent.collect()
}

#[test]
fn a_reader_may_bring_what_was_lost_and_nothing_else() {
    let mut author = ledger::begun(ledger::actor(ledger::device(0), 0));
    let held = ledger::edit(&mut author, "k", "held");
    let mut stranger = ledger::begun(ledger::actor(ledger::device(1), 0));
    let strange = ledger::edit(&mut stranger, "k", "strange");
    // By the pushing device itself: upon what was held, and by itself.
    let mut upon = author.clone().with_actor(ledger::actor(ledger::device(2), 0));
    let own = ledger::edit(&mut upon, "k", "own");
    let parse = |change: &automerge::Change| ParsedChange::parse(change.raw_bytes()).unwrap();
    let lost = || {
        let mut log = support::store::Log::default();
        log.append(&[parse(&ledger::genesis()), parse(&held)], &BTreeSet::new());
        log.compact();
        log.lose_snapshot(5);
        log
    };
    let refused = |frames: &[HubFrame]| -> Vec<_> {
        let of = |frame: &HubFrame| match frame {
            HubFrame::Refused { hash, reason, .. } => Some((*hash, *reason)),
            _ => None,
        };
        frames.iter().filter_map(of).collect()
    };

    let mut log = lost();
    let all = [&ledger::genesis(), &held, &strange, &own];
    let frames = pushed(&mut log, true, &all);
    let not_lost = [strange.hash(), own.hash()].map(|hash| (hash, RefusalReason::NotWritable));
    assert_eq!(refused(&frames), not_lost, "{frames:?}");
    assert!(log.holds(&held.hash()) && !log.holds(&strange.hash()) && !log.holds(&own.hash()));
    assert!(!log.lacks());

    // Nothing is lost: nothing is taken, not even that.
    let mut log = lost();
    let frames = pushed(&mut log, false, &all);
    assert_eq!(refused(&frames), all.map(|change| (change.hash(), RefusalReason::NotWritable)), "{frames:?}");
    assert!(!log.holds(&held.hash()));
}
