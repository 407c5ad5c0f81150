//! Whether stored bytes are still those that were stored.

use taizhang_sync::{ChangeHash, change::hash_of};

/// What every chunk of Automerge begins with.
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// The hash of one chunk, a change or a snapshot, whose checksum is right; `None` for damaged bytes.
pub(super) fn intact(bytes: &[u8]) -> Option<ChangeHash> {
    let (magic, rest) = bytes.split_first_chunk()?;
    let checksum: &[u8; 4] = rest.first_chunk()?;
    let hash = hash_of(bytes);
    (*magic == MAGIC && hash.0.starts_with(checksum)).then_some(hash)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use automerge::{AutoCommit, ROOT, transaction::Transactable as _};

    use super::*;

    #[test]
    fn any_flipped_bit_is_seen() {
        let mut doc = AutoCommit::new();
        let put = doc.put(ROOT, "key", "a value of some length");
        assert!(put.is_ok());
        doc.commit();
        let change = doc.get_changes(&[]).remove(0);
        assert_eq!(intact(change.raw_bytes()), Some(change.hash()));
        for mut bytes in [change.raw_bytes().to_vec(), doc.save()] {
            assert!(intact(&bytes).is_some());
            for at in 0..bytes.len() {
                bytes[at] ^= 4;
                assert_eq!(intact(&bytes), None, "byte {at}");
                bytes[at] ^= 4;
            }
        }
        assert_eq!(intact(b""), None);
    }
}
