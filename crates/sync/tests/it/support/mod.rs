//! A simulated county: tablets, one hub and the lines between them, all driven by one seed.
//!
//! Nothing here is shared with the crate: the store behaves as ARCHITECTURE.md describes it, the
//! tablets hold real Automerge documents, and lines lose what is under way when they break.
#![allow(clippy::pedantic, unused_imports)]

pub mod desk;
pub mod hub;
pub mod ledger;
pub mod store;
pub mod tablet;
pub mod world;

pub use ledger::{DOC_A, DOC_B, DOC_TOWN, doc, genesis};
pub use world::{Faults, World};

use taizhang_sync::{change::hash_of, receipt::Signature};

/// Runs `claim` for many seeds and names the one that fails.
///
/// `SEED=n` runs that one alone, `SEEDS=n` the first n, `TRACE=n` prints what tablet n goes through.
pub fn for_seeds(count: u64, claim: impl Fn(u64) + std::panic::RefUnwindSafe) {
    if let Ok(seed) = std::env::var("SEED") {
        claim(seed.parse().unwrap());
        return;
    }
    let count = std::env::var("SEEDS").map_or(count, |n| n.parse().unwrap());
    for seed in 0..count {
        if let Err(cause) = std::panic::catch_unwind(|| claim(seed)) {
            eprintln!("failed with SEED={seed}");
            std::panic::resume_unwind(cause);
        }
    }
}

/// A keyed digest in place of ECDSA: what matters is that it binds the bytes and can be wrong.
pub fn sign(bytes: &[u8]) -> Signature {
    let left = hash_of(&[b"--------the hub's key", bytes].concat()).0;
    let right = hash_of(&[b"--------once more".as_slice(), &left].concat()).0;
    Signature([left, right].concat().try_into().unwrap())
}
