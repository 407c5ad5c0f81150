//! A hasher for characters and runs of them.

use std::hash::{BuildHasherDefault, Hasher};

/// For tables whose keys are short and many. Unlike the standard one it has no secret: who wanted to could write texts
/// that make a table slow, of their own branch, and would be slowed down alone.
pub(crate) type Mixed = BuildHasherDefault<Mix>;

/// Mixes eight bytes at a time.
#[derive(Debug, Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        for byte in rest {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        // Multiplication carries upwards only; the rotation brings the mixed bits to where the table looks.
        self.0 = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}
