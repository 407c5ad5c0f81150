//! The hub: a server that receives, stores and relays the ledger's documents.
//!
//! It holds no document in memory to do so: [`peers`] hosts one sync session a connection, [`store`] is an append-only
//! log of changes, and [`compact`] turns long logs into snapshots in the background. [`policy`] says who may read and
//! write, [`enrol`] who may connect at all, and [`http`] serves both, and the app.

pub mod backup;
pub mod boards;
pub mod cli;
pub mod clock;
pub mod compact;
pub mod devices;
pub mod encode;
pub mod enrol;
pub mod figures;
pub mod files;
pub mod http;
pub mod hub;
pub mod key;
mod lock;
mod lull;
pub mod metrics;
pub mod peers;
pub mod policy;
mod reading;
pub mod row_keys;
pub mod sample;
pub mod scrub;
pub mod serve;
pub mod store;
pub mod taskbook;
mod text;
pub mod tls;
pub mod year_end;
