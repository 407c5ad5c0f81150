//! A socket that stays open over a dead line is given up, attempts are spaced, and a slow line is
//! not taken for a dead one.

use crate::support::{DOC_A, Faults, World, for_seeds};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use taizhang_sync::{
    CloseReason, HubId,
    tablet::{ConnectionId, Phase, TabletEffect, TabletEvent, TabletSession},
    wire::{self, HubFrame},
};

#[test]
fn silence_is_followed_by_a_new_connection() {
    for_seeds(10, |seed| {
        let mut world = World::new(seed, Faults::NONE);
        world.run_for(10_000);
        world.cut_silently(0);
        world.edit(0, DOC_A);
        // 25 s of silence, 20 s of patience, 2 s of pause.
        world.run_for(50_000);
        assert_eq!(world.tablets[0].session.status().phase, Phase::InSync);
        world.assert_converged();
    });
}

#[test]
fn coming_to_the_foreground_asks_at_once() {
    let mut world = World::new(1, Faults::NONE);
    world.run_for(20_000);
    world.cut_silently(0);
    world.tell(0, TabletEvent::Visible);
    world.run_for(23_000);
    assert_eq!(world.tablets[0].session.status().phase, Phase::InSync);
}

/// A session with nothing behind it.
struct Lone {
    session: TabletSession,
    rng: ChaCha8Rng,
    wake: u64,
}

impl Lone {
    fn new(seed: u64) -> Self {
        let session = TabletSession::new(HubId([1; 16]), Vec::new());
        Self { session, rng: ChaCha8Rng::seed_from_u64(seed), wake: 0 }
    }

    fn tell(&mut self, now: u64, event: TabletEvent) -> Vec<TabletEffect> {
        let effects = self.session.handle(now, &mut self.rng, event);
        for effect in &effects {
            if let TabletEffect::Wake { at } = effect {
                self.wake = *at;
            }
        }
        effects
    }

    fn attempt(effects: &[TabletEffect]) -> Option<ConnectionId> {
        effects.iter().find_map(|effect| match effect {
            TabletEffect::Connect { connection } => Some(*connection),
            _ => None,
        })
    }

    /// Lets attempts fail at once and returns the pauses between them.
    fn pauses(&mut self, count: usize) -> Vec<u64> {
        let mut now = 1_000;
        let mut effects = self.tell(now, TabletEvent::Online);
        let mut pauses = Vec::new();
        while pauses.len() < count {
            let connection = Self::attempt(&effects).expect("an attempt");
            self.tell(now, TabletEvent::Lost { connection });
            pauses.push(self.wake - now);
            now = self.wake;
            effects = self.tell(now, TabletEvent::Tick);
        }
        pauses
    }
}

#[test]
fn pauses_grow_from_a_second_to_a_minute_and_differ() {
    for_seeds(20, |seed| {
        let pauses = Lone::new(seed).pauses(12);
        let mut longest = 2_000;
        for pause in &pauses {
            assert!((longest / 2..=longest).contains(pause), "{pauses:?}");
            longest = (longest * 2).min(60_000);
        }
        assert_ne!(pauses, Lone::new(seed + 1_000).pauses(12));
    });
}

#[test]
fn a_network_that_flaps_does_not_hammer_the_hub() {
    let mut lone = Lone::new(1);
    let mut attempts = 0;
    for now in (1_000..11_000).step_by(10) {
        for event in [TabletEvent::Online, TabletEvent::Visible, TabletEvent::Tick] {
            if let Some(connection) = Lone::attempt(&lone.tell(now, event)) {
                attempts += 1;
                lone.tell(now, TabletEvent::Lost { connection });
            }
        }
    }
    assert!(attempts <= 11, "{attempts} attempts in ten seconds");
}

#[test]
fn events_of_an_earlier_connection_change_nothing() {
    let mut lone = Lone::new(2);
    let old = Lone::attempt(&lone.tell(1_000, TabletEvent::Online)).unwrap();
    lone.tell(1_000, TabletEvent::Lost { connection: old });
    let now = lone.wake;
    let new = Lone::attempt(&lone.tell(now, TabletEvent::Tick)).unwrap();
    lone.tell(now, TabletEvent::Lost { connection: old });
    let closed = wire::encode(&HubFrame::Closed { reason: CloseReason::Revoked }).unwrap();
    lone.tell(now, TabletEvent::Frame { connection: old, bytes: closed });
    assert_eq!(lone.session.status().phase, Phase::Connecting);
    let effects = lone.tell(now, TabletEvent::Connected { connection: new });
    assert!(effects.iter().any(|effect| matches!(effect, TabletEffect::Send { .. })));
    let effects = lone.tell(now, TabletEvent::Connected { connection: old });
    assert_eq!(effects, [TabletEffect::Disconnect { connection: old }]);
}

#[test]
fn an_app_that_is_too_old_says_so_and_asks_rarely() {
    let mut lone = Lone::new(3);
    let connection = Lone::attempt(&lone.tell(1_000, TabletEvent::Online)).unwrap();
    lone.tell(1_000, TabletEvent::Connected { connection });
    let bytes = wire::encode(&HubFrame::Closed { reason: CloseReason::Version }).unwrap();
    lone.tell(1_000, TabletEvent::Frame { connection, bytes });
    assert_eq!(lone.session.status().phase, Phase::Refused(CloseReason::Version));
    assert!(lone.wake >= 31_000);
}
