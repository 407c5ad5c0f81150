//! What a worker process is told and what it answers: one JSON object a line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taizhang_sync::{DocName, HubId};

use crate::{
    client::{Reached, Seat, Traffic},
    clock::Nanos,
    hub::Address,
    workload::{Edit, StateHash},
};

/// What to write to one client's documents.
pub type Edits = Vec<(DocName, Vec<Edit>)>;

/// What one client shall be after.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Aim {
    /// What documents shall show.
    pub goals: BTreeMap<DocName, StateHash>,
    /// Documents of which a verified receipt shall cover everything written.
    pub receipts: Vec<DocName>,
}

/// What a worker is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Order {
    /// Forget all clients, and have these fresh ones instead.
    Enlist {
        /// Where the hub is.
        address: Address,
        /// Who it is.
        hub: HubId,
        /// Its public key (SPKI, DER), which receipts are verified with.
        hub_key: Vec<u8>,
        /// The clients.
        seats: Vec<Seat>,
    },
    /// All clients go online at once and stay there; answered when all have reached their aims.
    Pursue {
        /// When.
        at: Nanos,
        /// One for each client.
        aims: Vec<Aim>,
        /// After how many milliseconds to give up.
        patience_ms: u64,
    },
    /// All clients disconnect.
    Leave,
    /// Each client writes.
    Write(Vec<Edits>),
    /// Each client notes when it sees each of these edits.
    Watch(DocName, Vec<Edit>),
    /// When each client saw what it watches for; answered when it saw all, or after so many milliseconds.
    Seen(DocName, u64),
    /// The only client writes edits on a fixed schedule.
    Perform {
        /// The document.
        doc: DocName,
        /// The edits.
        edits: Vec<Edit>,
        /// When the first is due.
        at: Nanos,
        /// The time between two, in milliseconds.
        every_ms: u64,
    },
    /// How many of these cells each client does not show as told.
    Compare(Vec<Edits>),
    /// What went over each client's connection.
    Traffic,
}

/// What a worker answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Answer {
    /// It is done.
    Done,
    /// It cannot be done, and why.
    Failed(String),
    /// How far each client got.
    Reached(Vec<Reached>),
    /// When each client saw what it watched for.
    Seen(Vec<Vec<Nanos>>),
    /// The moment before each edit.
    Wrote(Vec<Nanos>),
    /// How many cells of each client differ.
    Differ(Vec<usize>),
    /// Each client's traffic: for the HTTP upgrade, and since.
    Traffic(Vec<(Traffic, Traffic)>),
}
