//! What a post may read is pulled, what it no longer may is kept, and what it no longer may write is
//! refused with a reason, once, and sent again when it may.

use crate::support::{self, DOC_A, DOC_B, DOC_TOWN, Faults, World, doc};
use taizhang_sync::{RefusalReason, hub::HubEvent, tablet::Phase};

fn regrant(world: &mut World, tablet: usize) {
    let grants = world.hub.grants(tablet);
    let line = world.tablets[tablet].line.unwrap();
    world.hub_event(line, HubEvent::GrantsChanged(grants));
}

#[test]
fn a_document_granted_later_is_pulled_at_once() {
    let mut world = World::new(1, Faults::NONE);
    world.run_for(2_000);
    world.edit(1, DOC_B);
    world.run_for(2_000);
    assert!(world.tablets[0].heads(&doc(DOC_B)).is_empty());
    world.hub.rights.get_mut(&doc(DOC_B)).unwrap().0.push(0);
    regrant(&mut world, 0);
    world.run_for(2_000);
    let theirs = world.tablets[1].heads(&doc(DOC_B));
    assert_eq!(world.tablets[0].heads(&doc(DOC_B)), theirs);
    world.edit(1, DOC_B);
    world.quieten();
    world.assert_converged();
}

#[test]
fn a_document_withdrawn_is_kept_and_no_longer_follows() {
    let mut world = World::new(2, Faults::NONE);
    world.run_for(2_000);
    world.edit(0, DOC_A);
    world.run_for(2_000);
    let held = world.tablets[2].heads(&doc(DOC_A));
    let rights = world.hub.rights.get_mut(&doc(DOC_A)).unwrap();
    *rights = (vec![0], vec![0]);
    regrant(&mut world, 2);
    world.run_for(2_000);
    world.edit(0, DOC_A);
    world.run_for(5_000);
    assert_eq!(world.tablets[2].heads(&doc(DOC_A)), held);
    // What it still enters there is refused, kept and explained.
    let entered = world.edit(2, DOC_A);
    world.run_for(5_000);
    let reason = world.tablets[2].disk.refused.get(&(doc(DOC_A), entered)).copied();
    assert_eq!(reason, Some(RefusalReason::UnknownDocument));
    // Given back: everything flows again.
    world.hub.rights.insert(doc(DOC_A), (vec![0, 2], vec![0, 2]));
    regrant(&mut world, 2);
    world.quieten();
    world.assert_converged();
    assert!(world.tablets[2].disk.refused.is_empty());
}

#[test]
fn refused_changes_are_not_sent_again_and_again() {
    let mut world = World::new(3, Faults::NONE);
    world.hub.rights.get_mut(&doc(DOC_A)).unwrap().1 = vec![2];
    world.run_for(2_000);
    world.edit(2, DOC_TOWN);
    world.run_for(2_000);
    world.set_online(1, false);
    world.set_online(2, false);
    let first = world.edit(0, DOC_A);
    world.run_for(5_000);
    let reason = world.tablets[0].disk.refused.get(&(doc(DOC_A), first)).copied();
    assert_eq!(reason, Some(RefusalReason::NotWritable));
    let quiet = world.traffic_in(60_000);
    assert!(quiet.up_bytes < 200, "{quiet:?}");
    // A new connection with the same rights, even after a restart: still not sent.
    for restart in [false, true] {
        if restart {
            world.crash_tablet(0);
        } else {
            world.cut_tablet(0);
        }
        let traffic = world.traffic_in(10_000);
        assert_eq!(traffic.up_frames, 1, "only the hello: {traffic:?}");
        assert_eq!(world.tablets[0].session.status().phase, Phase::InSync);
        assert_eq!(world.tablets[0].session.status().refused, 1);
    }
    world.hub.rights.get_mut(&doc(DOC_A)).unwrap().1 = vec![0, 2];
    world.cut_tablet(0);
    world.quieten();
    world.assert_converged();
    assert!(world.tablets[0].disk.refused.is_empty());
}

#[test]
fn who_is_revoked_stops_knocking() {
    let mut world = World::new(4, Faults::NONE);
    world.run_for(2_000);
    world.revoke(0);
    world.run_for(2_000);
    let status = world.tablets[0].session.status();
    assert_eq!(status.phase, Phase::Refused(taizhang_sync::CloseReason::Revoked));
    world.set_online(0, true);
    world.set_online(1, false);
    world.set_online(2, false);
    assert_eq!(world.traffic_in(3_600_000), support::world::Traffic::default());
    // What is entered is still stored.
    let entered = world.edit(0, DOC_A);
    world.run_for(1_000);
    assert!(world.tablets[0].stored.contains(&(doc(DOC_A), entered)));
}
