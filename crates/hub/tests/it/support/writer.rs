//! A document as a tablet writes it.

use automerge::{
    ActorId, AutoCommit, Change, ChangeHash, ObjId, ObjType, ROOT, ReadDoc as _, transaction::Transactable as _,
};
use taizhang_ledger::{DeviceId, DocId, Document};
use taizhang_sync::DocName;

pub fn name(text: &str) -> DocName {
    DocName::new(text).unwrap()
}

/// The table that tests write to. The taskbook has no cells.
pub fn table(doc: &AutoCommit) -> ObjId {
    let find = |name: &str| doc.get(ROOT, name).unwrap().map(|(_, table)| table);
    find("cells").or_else(|| find("parameters")).expect("nothing to write to")
}

pub struct Writer {
    pub doc: AutoCommit,
    edits: usize,
}

impl Writer {
    /// A document with its genesis, to be written by a device.
    pub fn new(name: &DocName, device: DeviceId) -> Self {
        let id: DocId = name.as_str().parse().unwrap();
        let genesis = Document::new(id, device.actor([0; 4])).save();
        let mut doc = AutoCommit::load(&genesis).unwrap();
        doc.set_actor(device.actor([1; 4]));
        Self { doc, edits: 0 }
    }

    /// One change with about `bytes` of text.
    pub fn edit(&mut self, bytes: usize) -> Change {
        let cells = table(&self.doc);
        self.edits += 1;
        let text: String = std::iter::repeat_n(char::from(b'a' + (self.edits % 26) as u8), bytes).collect();
        self.doc.put(&cells, format!("edit-{}", self.edits), text).unwrap();
        self.doc.commit().unwrap();
        self.doc.get_last_local_change().unwrap()
    }

    /// Everything from the genesis on.
    pub fn changes(&mut self) -> Vec<Change> {
        self.doc.get_changes(&[])
    }

    pub fn heads(&mut self) -> Vec<ChangeHash> {
        self.doc.get_heads()
    }
}
