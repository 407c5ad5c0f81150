//! The hub: receives, stores and relays the ledger's documents.
//!
//! It is a log. To receive and relay it holds no document in memory: it parses each change, asks whether this device
//! may make it, appends it, commits, and answers with a signed receipt. Documents are loaded to compact them, and the
//! taskbook to know the organisation tree.

mod base64url;
pub mod cli;
mod folder;
mod http;
mod hub;
mod init;
mod invite;
mod peers;
mod policy;
pub mod sample;
mod serve;
mod store;
pub mod taskbook;
mod text;
