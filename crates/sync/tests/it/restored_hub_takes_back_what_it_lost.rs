//! A hub restored from a backup has lost what came after it. Tablets say so, and give it back.

use crate::support::{DOC_A, DOC_TOWN, Faults, World, doc, for_seeds};
use taizhang_sync::wire::HubFrame;

#[test]
fn everything_is_given_back_and_receipted_anew() {
    for_seeds(30, |seed| {
        let mut world = World::new(seed, Faults::NONE);
        world.run_for(5_000);
        for _ in 0..8 {
            world.edit(0, DOC_A);
            world.run_for(300);
        }
        world.compact_hub();
        let backup = world.hub.store.clone();
        for _ in 0..4 {
            world.edit(0, DOC_A);
            world.run_for(300);
            world.edit(2, DOC_A);
            world.edit(2, DOC_TOWN);
            world.run_for(300);
        }
        world.quieten();
        world.assert_converged();
        let before = world.hub.store.docs[&doc(DOC_A)].seq;

        world.restore_hub(&backup);
        world.quieten();
        world.assert_converged();
        assert!(world.tablets[0].voids > 0, "the tablet never said that its receipts are void");
        // Only what was lost came back: nothing that the backup held was stored a second time.
        let after = world.hub.store.docs[&doc(DOC_A)].seq;
        assert!(after <= before, "{after} changes stored where there had been {before}");
    });
}

#[test]
fn changes_that_build_on_lost_ones_wait_for_their_author() {
    let mut world = World::new(1, Faults::NONE);
    world.run_for(5_000);
    world.edit(0, DOC_A);
    world.run_for(2_000);
    let backup = world.hub.store.clone();
    world.edit(0, DOC_A);
    world.run_for(2_000);
    world.set_online(2, false);
    world.edit(2, DOC_A);
    world.run_for(2_000);
    world.set_online(0, false);
    world.restore_hub(&backup);
    world.set_online(2, true);
    world.run_for(120_000);
    // The township's change builds on one that only the branch may give back: it has no receipt that covers it.
    let status = world.tablets[2].session.status();
    assert_eq!((status.waiting, status.unsent), (1, 1), "{status:?}");
    assert!(world.tablets[2].waits > 0);
    let quiet = world.traffic_in(50_000);
    assert!(quiet.up_frames <= 4, "waiting must not mean asking again and again: {quiet:?}");

    world.set_online(0, true);
    world.quieten();
    world.assert_converged();
}

#[test]
fn what_does_not_build_on_lost_ones_gets_its_receipt_meanwhile() {
    let mut world = World::new(2, Faults::NONE);
    world.run_for(5_000);
    world.edit(0, DOC_A);
    world.run_for(2_000);
    let backup = world.hub.store.clone();
    // Concurrent: the township has not seen the branch's second change when it makes its own.
    world.set_online(2, false);
    world.edit(0, DOC_A);
    world.run_for(1_000);
    let own = world.edit(2, DOC_A);
    world.run_for(1_000);
    world.set_online(2, true);
    world.run_for(10_000);
    world.set_online(0, false);
    world.restore_hub(&backup);
    world.wiretap = Some(Vec::new());
    world.run_for(120_000);
    let log = &world.hub.store.docs[&doc(DOC_A)];
    let promised = &world.promised[&(doc(DOC_A), log.epoch)];
    assert!(promised.contains(&own), "its receipt must not wait for somebody else's change");
    let tap = world.wiretap.take().unwrap();
    assert!(tap.iter().any(|(_, frame)| matches!(frame, HubFrame::Missing { .. })));
    world.set_online(0, true);
    world.quieten();
    world.assert_converged();
}
