//! What all connections share.

use std::sync::Arc;

use taizhang_ledger::{DocId, genesis_hash};
use taizhang_sync::{
    DocName, RefusalReason,
    change::ParsedChange,
    hub::HubHost,
    receipt::Signature,
};

use crate::{
    folder::Folder,
    peers::Peers,
    policy::Policy,
    store::{Registry, SqliteStore, Writer},
};

/// A running hub.
pub struct Hub {
    /// Who it is.
    pub folder: Folder,
    /// Who may come in.
    pub registry: Registry,
    /// The log.
    pub store: Arc<SqliteStore>,
    /// The way to the writing thread.
    pub writer: Writer,
    /// Who may do what.
    pub policy: Policy,
    /// Who is connected.
    pub peers: Peers,
    /// Names of documents whose log has grown long.
    pub to_compact: std::sync::mpsc::SyncSender<DocName>,
}

impl HubHost for Hub {
    fn is_genesis(&self, doc: &DocName, change: &ParsedChange) -> bool {
        let id: Option<DocId> = doc.as_str().parse().ok();
        id.is_some_and(|id| genesis_hash(id.kind()) == Some(change.hash()))
    }

    fn admits(&self, doc: &DocName, _change: &ParsedChange) -> Result<(), RefusalReason> {
        let known: Result<DocId, _> = doc.as_str().parse();
        known.map(drop).map_err(|_| RefusalReason::UnknownDocument)
    }

    fn sign(&self, bytes: &[u8]) -> Signature {
        Signature(self.folder.sign(bytes))
    }
}

/// Milliseconds since the Unix epoch.
pub fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
