//! What a verified receipt covers is in the hub's committed log from then on, whatever crashes.

use crate::support::{DOC_A, DOC_B, DOC_TOWN, Faults, World, for_seeds};
use rand::RngExt;

#[test]
fn through_crashes_of_hub_and_tablets() {
    for_seeds(80, |seed| {
        let mut world = World::new(seed, Faults { cut: 10, ..Faults::BAD });
        for step in 0..50 {
            let (tablet, name) = [(0, DOC_A), (1, DOC_B), (2, DOC_A), (2, DOC_TOWN)][world.rng.random_range(0..4)];
            world.edit(tablet, name);
            let pause = world.rng.random_range(1..3000);
            world.run_for(pause);
            match world.rng.random_range(0..10) {
                0 | 1 => world.crash_hub(),
                2 => {
                    let tablet = world.rng.random_range(0..3);
                    world.crash_tablet(tablet);
                }
                3 => world.compact_hub(),
                _ => {}
            }
            // Receipts are checked as they are delivered; they must also stay true.
            world.check_promises();
            if step == 49 {
                let promised: usize = world.promised.values().map(std::collections::BTreeSet::len).sum();
                assert!(promised > 0, "no receipt at all: the claim was not tested");
            }
        }
        world.quieten();
        world.assert_converged();
    });
}
