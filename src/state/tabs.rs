//! What the tabs of one device tell each other. Each holds the ledger and stores its own edits; the leading one syncs.

use serde::{Deserialize, Serialize};
use taizhang_ledger::{DocId, RowId};
use taizhang_sync::{CloseReason, Receipt};

use super::Link;
use crate::store::RefusedChange;

/// Told to the other tabs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TabMessage {
    /// A change that was made here and is stored.
    Saved {
        /// The document.
        doc: DocId,
        /// The change.
        #[serde(with = "serde_bytes")]
        change: Vec<u8>,
    },
    /// Data of the hub that is stored.
    Received {
        /// The document.
        doc: DocId,
        /// Automerge data.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// Keys of sealed rows have come, or are gone.
    Keys {
        /// Those that have come, with their rows.
        come: Vec<(RowId, [u8; 32])>,
        /// The rows of those that are gone.
        gone: Vec<RowId>,
    },
    /// A document has another receipt now, or none.
    Receipt {
        /// The document.
        doc: DocId,
        /// The receipt.
        receipt: Option<Receipt>,
    },
    /// How the leading tab stands with the hub.
    Standing {
        /// The link.
        link: Link,
        /// Why the hub wants no more of this device.
        stopped: Option<CloseReason>,
        /// What it refused.
        refused: Vec<RefusedChange>,
    },
    /// A new tab asks how things stand.
    Ask,
    /// A person wants to sync now.
    SyncNow,
}

impl TabMessage {
    /// The message as bytes; `None` never happens with these types.
    pub fn encode(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(self).ok()
    }

    /// A message of another tab; one of another version of the app may not be understood.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}
