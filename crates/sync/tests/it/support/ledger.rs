//! The documents: small real Automerge documents with a common genesis.

use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, Change, ROOT, transaction::CommitOptions};
use taizhang_sync::{ChangeHash, DeviceId, DocName};

pub const DOC_A: &str = "branch/a/2026";
pub const DOC_B: &str = "branch/b/2026";
pub const DOC_TOWN: &str = "township/t/2026";

pub fn doc(name: &str) -> DocName {
    DocName::new(name).unwrap()
}

pub fn device(n: usize) -> DeviceId {
    DeviceId([u8::try_from(n + 1).unwrap(); 16])
}

/// The actor of one life of one tablet.
pub fn actor(device: DeviceId, life: u32) -> ActorId {
    ActorId::from([device.0.as_slice(), &life.to_be_bytes()].concat())
}

/// The change that every document begins with.
pub fn genesis() -> Change {
    let mut doc = AutoCommit::new().with_actor(ActorId::from([0_u8; 16]));
    doc.put_object(ROOT, "cells", automerge::ObjType::Map).unwrap();
    doc.put(ROOT, "schema", 1_i64).unwrap();
    doc.commit_with(CommitOptions::default().with_time(0));
    doc.get_changes(&[]).pop().unwrap()
}

/// A document that holds the genesis change alone.
pub fn begun(actor: ActorId) -> AutoCommit {
    let mut doc = AutoCommit::new().with_actor(actor);
    doc.apply_changes([genesis()]).unwrap();
    doc
}

/// One edit, as one change.
pub fn edit(doc: &mut AutoCommit, key: &str, value: &str) -> Change {
    let cells = doc_cells(doc);
    doc.put(&cells, key, value).unwrap();
    let hash = doc.commit_with(CommitOptions::default().with_time(0)).unwrap();
    doc.get_change_by_hash(&hash).unwrap()
}

fn doc_cells(doc: &AutoCommit) -> automerge::ObjId {
    use automerge::ReadDoc;
    doc.get(ROOT, "cells").unwrap().expect("a document has its genesis").1
}

/// All ancestors of `heads` in `doc`, themselves included, so far as they are there.
pub fn ancestors(doc: &mut AutoCommit, heads: &[ChangeHash]) -> std::collections::BTreeSet<ChangeHash> {
    let mut found = std::collections::BTreeSet::new();
    let mut todo = heads.to_vec();
    while let Some(hash) = todo.pop() {
        if let Some(change) = doc.get_change_by_hash(&hash)
            && found.insert(hash)
        {
            todo.extend(change.deps());
        }
    }
    found
}
