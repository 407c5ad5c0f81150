//! Whatever is lost, delayed or crashes: once it is quiet, everybody has the same documents, every
//! stored change is at the hub under a receipt of its epoch, and nothing more is said.

use crate::support::{DOC_A, DOC_B, DOC_TOWN, Faults, World, for_seeds};
use rand::RngExt;

fn some_edit(world: &mut World) {
    let (tablet, name) = [(0, DOC_A), (1, DOC_B), (2, DOC_A), (2, DOC_B), (2, DOC_TOWN)][world.rng.random_range(0..5)];
    world.edit(tablet, name);
}

fn storm(seed: u64, steps: u32) -> World {
    let mut world = World::new(seed, Faults::BAD);
    let mut backup = world.hub.store.clone();
    for _ in 0..steps {
        match world.rng.random_range(0..100) {
            0..55 => some_edit(&mut world),
            55..65 => {
                let tablet = world.rng.random_range(0..3);
                world.cut_tablet(tablet);
            }
            65..75 => {
                let tablet = world.rng.random_range(0..3);
                let online = !world.tablets[tablet].online;
                world.set_online(tablet, online);
            }
            75..82 => {
                let tablet = world.rng.random_range(0..3);
                world.crash_tablet(tablet);
            }
            82..87 => world.crash_hub(),
            87..93 => world.compact_hub(),
            93..97 => backup = world.hub.store.clone(),
            _ => world.restore_hub(&backup),
        }
        let pause = world.rng.random_range(1..4000);
        world.run_for(pause);
        world.check_promises();
    }
    world
}

#[test]
fn documents_converge_and_sessions_go_quiet() {
    for_seeds(150, |seed| {
        let mut world = storm(seed, 60);
        world.quieten();
        world.assert_converged();
        // Nothing but heartbeats: at most one ping and pong a tablet in 25 seconds.
        let traffic = world.traffic_in(100_000);
        assert!(traffic.up_frames <= 3 * 5 && traffic.down_frames <= 3 * 5, "{traffic:?}");
    });
}

#[test]
fn a_second_storm_starts_from_where_the_first_ended() {
    for_seeds(20, |seed| {
        let mut world = storm(seed, 20);
        world.quieten();
        world.assert_converged();
        world.faults = Faults::BAD;
        for _ in 0..20 {
            some_edit(&mut world);
            world.run_for(700);
        }
        world.quieten();
        world.assert_converged();
    });
}
