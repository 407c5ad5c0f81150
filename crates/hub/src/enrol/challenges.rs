//! Logins under way: what each device was asked to sign.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use taizhang_ledger::DeviceId;

use crate::encode::sha256;

/// How long a device may take to sign, in milliseconds.
const VALID_MS: i64 = 120_000;
/// How many logins of one device may be under way: its tabs.
const EACH: usize = 4;

/// A random number to sign.
pub type Challenge = [u8; 32];

/// Logins under way, in memory: who began before a restart begins again. There is room for enrolled devices alone,
/// so it cannot grow beyond their number.
#[derive(Debug, Default)]
pub struct Challenges {
    pending: Mutex<HashMap<DeviceId, Vec<(Challenge, i64)>>>,
}

impl Challenges {
    /// Notes what an enrolled device was asked to sign.
    pub fn put(&self, device: DeviceId, challenge: Challenge, now_ms: i64) {
        let mut pending = self.lock();
        let of_device = pending.entry(device).or_default();
        of_device.retain(|(_, until)| *until > now_ms);
        if of_device.len() >= EACH {
            of_device.remove(0);
        }
        of_device.push((challenge, now_ms + VALID_MS));
    }

    /// What a device was asked to sign and may still answer.
    pub fn of(&self, device: DeviceId, now_ms: i64) -> Vec<Challenge> {
        let pending = self.lock();
        let of_device = pending.get(&device).into_iter().flatten();
        of_device.filter(|(_, until)| *until > now_ms).map(|(challenge, _)| *challenge).collect()
    }

    /// Uses a challenge up; `false` if somebody was quicker.
    pub fn take(&self, device: DeviceId, challenge: Challenge) -> bool {
        let mut pending = self.lock();
        let Some(of_device) = pending.get_mut(&device) else { return false };
        let before = of_device.len();
        of_device.retain(|(one, _)| *one != challenge);
        let taken = of_device.len() < before;
        if of_device.is_empty() {
            pending.remove(&device);
        }
        taken
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DeviceId, Vec<(Challenge, i64)>>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an invitation asks to sign. It may stay the same, since the invitation is used but once; only who knows the
/// token knows it.
pub fn of_invitation(token: &[u8]) -> Challenge {
    sha256(&[b"taizhang enrol challenge v1\0", token])
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: DeviceId = DeviceId([1; 16]);

    #[test]
    fn a_challenge_is_good_once_and_for_two_minutes() {
        let challenges = Challenges::default();
        challenges.put(DEVICE, [7; 32], 1000);
        assert_eq!(challenges.of(DEVICE, 1000 + VALID_MS - 1), [[7; 32]]);
        assert!(challenges.of(DEVICE, 1000 + VALID_MS).is_empty());
        assert!(challenges.take(DEVICE, [7; 32]));
        assert!(!challenges.take(DEVICE, [7; 32]));
        assert!(challenges.of(DEVICE, 1000).is_empty());
    }

    #[test]
    fn who_begins_over_and_over_takes_no_more_room() {
        let challenges = Challenges::default();
        for number in 0..100 {
            challenges.put(DEVICE, [number; 32], 1000);
        }
        assert_eq!(challenges.of(DEVICE, 1000), [[96; 32], [97; 32], [98; 32], [99; 32]]);
    }
}
