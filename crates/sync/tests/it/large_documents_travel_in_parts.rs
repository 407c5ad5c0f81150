//! Pushes and snapshots larger than a frame's share are split, and arrive whole.

use crate::support::{DOC_A, Faults, World, doc};
use rand::RngExt;
use taizhang_sync::wire::{HubFrame, PART};

#[test]
fn a_month_offline_and_a_fresh_tablet() {
    let mut world = World::new(5, Faults::NONE);
    world.run_for(2_000);
    world.set_online(0, false);
    world.set_online(2, false);
    for _ in 0..300 {
        let noise: String = (0..700).map(|_| world.rng.random_range('a'..='z')).collect();
        world.edit_saying(0, DOC_A, &noise);
    }
    world.run_for(20_000);
    world.set_online(0, true);
    let traffic = world.traffic_in(30_000);
    assert!(traffic.up_frames >= 4 && traffic.up_bytes > 3 * PART as u64, "{traffic:?}");
    world.compact_hub();
    world.wiretap = Some(Vec::new());
    world.set_online(2, true);
    world.quieten();
    world.assert_converged();
    let tap = world.wiretap.take().unwrap();
    let parts: Vec<_> = tap
        .iter()
        .filter_map(|(tablet, frame)| match frame {
            HubFrame::Data { doc: name, bytes, more, .. } if *tablet == 2 && *name == doc(DOC_A) => {
                Some((bytes.len(), *more))
            }
            _ => None,
        })
        .collect();
    assert!(parts.len() >= 2 && parts[0].1, "{parts:?}");
    assert!(parts.iter().all(|(len, _)| *len <= PART), "{parts:?}");
}
