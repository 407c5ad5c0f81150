//! The work on documents that the first page needs: reading them, and merging what comes. Automerge and how rows are read
//! make a quarter of the app; their code comes beside the rest (`scripts/split-web.sh`), so whatever is here before the
//! documents are must reach them through [`DocumentWork`] alone.
#![allow(clippy::unnecessary_wraps, reason = "what the attribute puts around it can fail")]

use taizhang_ledger::{DeviceId, DocId, Ledger, Problem, RowId, Touched, Writings, sealed::RowKey};
use taizhang_sync::ChangeHash;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A change, and what it builds on.
pub type Built = (ChangeHash, Vec<ChangeHash>);

/// What only the code of documents can do with a ledger.
pub trait DocumentWork {
    /// Takes in a document that was stored; what is wrong with it.
    fn open(&self, ledger: &mut Ledger, doc: &DocId, chunks: &mut dyn Iterator<Item = &[u8]>) -> Vec<Problem>;

    /// Takes in what another tab or the hub has; `None` when it is no data of a document's.
    fn merge(&self, ledger: &mut Ledger, doc: &DocId, bytes: &[u8]) -> Option<Touched>;

    /// What a device wrote to a document since `heads`.
    fn written(&self, ledger: &mut Ledger, doc: &DocId, device: DeviceId, heads: &[ChangeHash]) -> Writings;

    /// The changes of it.
    fn links(&self, ledger: &mut Ledger, doc: &DocId, device: DeviceId, heads: &[ChangeHash]) -> Vec<Built>;

    /// Takes in keys of sealed rows, and forgets others.
    fn change_keys(&self, ledger: &mut Ledger, come: Vec<(RowId, RowKey)>, gone: &[RowId]) -> Touched;
}

/// Whoever does it, once the code is here.
pub type Worker = &'static (dyn DocumentWork + Sync);

struct Here;

impl DocumentWork for Here {
    fn open(&self, ledger: &mut Ledger, doc: &DocId, chunks: &mut dyn Iterator<Item = &[u8]>) -> Vec<Problem> {
        ledger.open(doc, chunks).1
    }

    fn merge(&self, ledger: &mut Ledger, doc: &DocId, bytes: &[u8]) -> Option<Touched> {
        ledger.merge(doc, bytes).ok()
    }

    fn written(&self, ledger: &mut Ledger, doc: &DocId, device: DeviceId, heads: &[ChangeHash]) -> Writings {
        ledger.written_since(doc, device, heads)
    }

    fn links(&self, ledger: &mut Ledger, doc: &DocId, device: DeviceId, heads: &[ChangeHash]) -> Vec<Built> {
        let changes = ledger.own_changes_since(doc, device, heads);
        changes.iter().map(|change| (change.hash(), change.deps().to_vec())).collect()
    }

    fn change_keys(&self, ledger: &mut Ledger, come: Vec<(RowId, RowKey)>, gone: &[RowId]) -> Touched {
        let mut touched = ledger.add_keys(come);
        touched.extend(ledger.drop_keys(gone));
        touched
    }
}

/// Fetches the code.
#[wasm_split(documents, fallible, preload(
    /// Asks for the code without waiting for it.
    preload_documents
))]
pub fn documents() -> Result<Worker, SplitLoaderError> {
    Ok(&Here)
}
