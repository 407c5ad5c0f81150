//! Open challenges: random bytes to be signed, each for one purpose, once, for five minutes.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const LIFE: Duration = Duration::from_secs(300);
/// How many may be open; past that the oldest go.
const MOST: usize = 4096;
/// How many questions a minute are answered in all; a county enrols some thousands of devices in a year.
const A_MINUTE: usize = 120;

/// The open challenges, by whom they were given to.
#[derive(Default)]
pub(super) struct Challenges {
    open: Mutex<HashMap<Vec<u8>, ([u8; 32], Instant)>>,
    recent: Mutex<Vec<Instant>>,
}

impl Challenges {
    /// Whether another attempt is answered now: what makes guessing tokens hopeless and flooding dull.
    pub(super) fn admit(&self) -> bool {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.retain(|at| at.elapsed() < Duration::from_secs(60));
        let room = recent.len() < A_MINUTE;
        if room {
            recent.push(Instant::now());
        }
        room
    }

    /// Gives a challenge to `whom`, in the place of an earlier one.
    pub(super) fn give(&self, whom: Vec<u8>, challenge: [u8; 32]) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, at)| at.elapsed() < LIFE);
        if open.len() >= MOST
            && let Some(oldest) = open.iter().min_by_key(|(_, (_, at))| *at).map(|(whom, _)| whom.clone())
        {
            open.remove(&oldest);
        }
        open.insert(whom, (challenge, Instant::now()));
    }

    /// Takes the challenge of `whom` back, if it is open still.
    pub(super) fn take(&self, whom: &[u8]) -> Option<[u8; 32]> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(whom).filter(|(_, at)| at.elapsed() < LIFE).map(|(challenge, _)| challenge)
    }
}
