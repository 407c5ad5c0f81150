//! Sync between a tablet and the hub, as two state machines that do no IO.
//!
//! [`TabletSession`](tablet::TabletSession) lives as long as the app and outlives connections;
//! [`HubSession`](hub::HubSession) lives as long as one connection. Both are fed events and answer
//! with effects for their host to carry out; neither knows a socket, a clock or the inside of a
//! document. [`wire`] is what they say to each other, [`receipt`] what a tablet may rely on.

pub mod change;
pub mod hub;
mod ids;
pub mod receipt;
pub mod tablet;
pub mod wire;

pub use automerge::ChangeHash;
pub use ids::{DeviceId, HubId, Place};
pub use receipt::Receipt;
pub use wire::{CloseReason, DocName, RefusalReason};

/// Milliseconds. For a hub since the Unix epoch; for a tablet from any fixed point, monotonic.
pub type Millis = u64;
