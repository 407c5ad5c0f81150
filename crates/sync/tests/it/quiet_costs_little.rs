//! A session that has nothing to say says nothing, and a reconnect without news is one round trip.

use taizhang_sync::tablet::Phase;

use crate::support::{DOC_A, DOC_B, DOC_TOWN, Faults, World, doc, for_seeds};

#[test]
fn a_reconnect_without_news_is_one_round_trip_of_few_bytes() {
    for_seeds(10, |seed| {
        let mut world = World::new(seed, Faults::NONE);
        world.hub.rights.remove(&doc(DOC_TOWN));
        world.hub.rights.remove(&doc(DOC_B));
        world.run_for(5_000);
        for _ in 0..5 {
            world.edit(0, DOC_A);
            world.run_for(500);
        }
        world.set_online(1, false);
        world.set_online(2, false);
        world.run_for(20_000);
        world.cut_tablet(0);
        let traffic = world.traffic_in(20_000);
        assert_eq!((traffic.up_frames, traffic.down_frames), (1, 1), "{traffic:?}");
        assert!(traffic.up_bytes + traffic.down_bytes <= 256, "{traffic:?}");
    });
}

#[test]
fn what_a_reconnect_names_is_not_named_back() {
    let mut world = World::new(5, Faults::NONE);
    world.run_for(5_000);
    world.set_online(1, false);
    world.set_online(2, false);
    world.edit(0, DOC_A);
    world.run_for(20_000);
    world.cut_tablet(0);
    let traffic = world.traffic_in(20_000);
    assert_eq!((traffic.up_frames, traffic.down_frames), (1, 1), "{traffic:?}");
    assert!(traffic.down_bytes < 40, "{traffic:?}");
}

#[test]
fn an_edit_costs_a_push_a_receipt_and_a_place() {
    let mut world = World::new(3, Faults::NONE);
    world.set_online(1, false);
    world.set_online(2, false);
    world.run_for(5_000);
    world.edit(0, DOC_A);
    world.run_for(2_000);
    world.edit(0, DOC_A);
    let traffic = world.traffic_in(2_000);
    assert_eq!((traffic.up_frames, traffic.down_frames), (1, 2), "{traffic:?}");
}

#[test]
fn a_reader_gets_one_receipt_for_all_that_was_written_in_a_minute_and_says_nothing_of_it() {
    let mut world = World::new(3, Faults::NONE);
    world.set_online(1, false);
    world.run_for(5_000);
    for _ in 0..20 {
        world.edit(2, DOC_TOWN);
        world.run_for(2_000);
    }
    world.set_online(2, false);
    for _ in 0..60 {
        world.run_for(1_000);
        let status = world.tablets[0].session.status();
        assert_eq!((status.phase, status.unsent), (Phase::InSync, 0), "nobody waits for it: {status:?}");
    }
    let before = world.tablets[0].disk.receipts[&doc(DOC_TOWN)].clone();
    assert_eq!(before.heads, world.tablets[0].heads(&doc(DOC_TOWN)));
    let traffic = world.traffic_in(25_000);
    assert!(traffic.up_frames <= 2, "no more than a ping: {traffic:?}");
    world.run_for(600_000);
    assert_eq!(world.tablets[0].disk.receipts[&doc(DOC_TOWN)], before, "nothing new, no new receipt");
}

#[test]
fn edits_made_during_a_push_go_in_the_next_one() {
    let mut world = World::new(4, Faults { delay: 400, ..Faults::NONE });
    world.run_for(5_000);
    for _ in 0..30 {
        world.edit(0, DOC_A);
        world.run_for(10);
    }
    let traffic = world.traffic_in(20_000);
    assert!(traffic.up_frames < 15, "one push at a time: {traffic:?}");
    world.quieten();
    world.assert_converged();
}
