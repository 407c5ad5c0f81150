//! Chunks: pieces of Automerge data, each under the hash of its bytes.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::platform::idb::Stored;

/// What a chunk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Some changes.
    Change,
    /// A whole document.
    Snapshot,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Snapshot => "snapshot",
        }
    }
}

/// A chunk as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    kind: Kind,
    hash: String,
    /// Automerge data.
    pub bytes: Vec<u8>,
}

impl Chunk {
    pub(super) fn key(&self, doc: &str) -> Vec<String> {
        vec![doc.to_owned(), self.kind.word().to_owned(), self.hash.clone()]
    }
}

/// All documents by name, the largest chunk of each first.
#[derive(Debug, Default)]
pub struct Documents {
    /// The chunks of each document.
    pub documents: BTreeMap<String, Vec<Chunk>>,
    /// How many chunks were not what was stored.
    pub damaged: usize,
}

/// The key of a chunk: the hash is the first 16 bytes of SHA-256, in hexadecimal.
pub(super) fn key(doc: &str, kind: Kind, bytes: &[u8]) -> Vec<String> {
    vec![doc.to_owned(), kind.word().to_owned(), hash(bytes)]
}

fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

type Records = Vec<(Vec<String>, Stored)>;

/// The chunks of each document, and the records that are no chunk or not the one that was stored.
pub(super) fn sort(records: Records) -> (BTreeMap<String, Vec<Chunk>>, Records) {
    let mut documents: BTreeMap<String, Vec<Chunk>> = BTreeMap::new();
    let mut damaged = Vec::new();
    for (key, value) in records {
        match (key.as_slice(), value) {
            ([doc, kind, name], Stored::Bytes(bytes)) if *name == hash(&bytes) => {
                let kind = if kind == Kind::Snapshot.word() { Kind::Snapshot } else { Kind::Change };
                let chunk = Chunk { kind, hash: name.clone(), bytes };
                documents.entry(doc.clone()).or_default().push(chunk);
            }
            (_, value) => damaged.push((key, value)),
        }
    }
    // A snapshot is loaded much faster into an empty document, and is the largest chunk.
    for chunks in documents.values_mut() {
        chunks.sort_by_key(|chunk| std::cmp::Reverse(chunk.bytes.len()));
    }
    (documents, damaged)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_flipped_byte_is_set_aside_and_the_rest_is_read() {
        let good = (key("branch/v1/2026", Kind::Change, b"change"), Stored::Bytes(b"change".to_vec()));
        let snapshot = (key("branch/v1/2026", Kind::Snapshot, b"everything"), Stored::Bytes(b"everything".to_vec()));
        let flipped = (key("branch/v1/2026", Kind::Change, b"other"), Stored::Bytes(b"othes".to_vec()));
        let (documents, damaged) = sort(vec![good, flipped, snapshot]);
        let chunks = &documents["branch/v1/2026"];
        assert_eq!(
            chunks.iter().map(|chunk| chunk.bytes.as_slice()).collect::<Vec<_>>(),
            [&b"everything"[..], b"change"]
        );
        assert_eq!(damaged.len(), 1);
    }
}
