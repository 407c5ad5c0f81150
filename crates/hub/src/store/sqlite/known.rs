//! Which changes a snapshot holds: the first 40 bits of their hashes, as gaps in a Rice code, at about 3.7 bytes each.
//!
//! One byte says how many low bits of a gap are written as they are, four how many gaps there are; then each gap, its
//! high part in unary. What the first version wrote, five plain bytes each, is still read: a packed list is padded to
//! a length that is no multiple of five.

use taizhang_sync::ChangeHash;

/// The part of a hash that is kept, in bytes.
const PREFIX: usize = 5;
/// How many bytes come before the gaps.
const HEAD: usize = 5;

/// The beginnings of a snapshot's hashes, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Known(Vec<u64>);

impl Known {
    /// The beginnings of these hashes.
    pub(super) fn of<'a>(hashes: impl IntoIterator<Item = &'a ChangeHash>) -> Self {
        let mut all: Vec<_> = hashes.into_iter().map(beginning).collect();
        all.sort_unstable();
        Self(all)
    }

    /// Whether a hash is as good as certainly among them.
    pub(super) fn holds(&self, hash: &ChangeHash) -> bool {
        self.0.binary_search(&beginning(hash)).is_ok()
    }

    /// Reads what was stored; `None` if it is damaged.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (plain, rest) = bytes.as_chunks::<PREFIX>();
        if rest.is_empty() {
            let all: Vec<_> = plain.iter().map(|prefix| number(*prefix)).collect();
            return all.is_sorted().then_some(Self(all));
        }
        let (head, gaps) = bytes.split_first_chunk::<HEAD>()?;
        let [low, count @ ..] = *head;
        let count = usize::try_from(u32::from_be_bytes(count)).ok()?;
        // Each gap takes a bit at least, so a false count allocates no more than the bytes warrant.
        if low > 40 || count > gaps.len().saturating_mul(8) {
            return None;
        }
        let mut bits = Bits { bytes: gaps, at: 0 };
        let mut all = Vec::with_capacity(count);
        let mut last = 0_u64;
        for _ in 0..count {
            let high = bits.unary()?;
            last = last.checked_add(high.checked_shl(u32::from(low))?.checked_add(bits.take(low)?)?)?;
            all.push(last);
        }
        (last >> (8 * PREFIX) == 0).then_some(Self(all))
    }

    /// As it is stored.
    pub(super) fn write(&self) -> Vec<u8> {
        let low = self.low_bits();
        let mut out = vec![low];
        out.extend(u32::try_from(self.0.len()).unwrap_or(u32::MAX).to_be_bytes());
        let mut last = 0;
        let mut pen = Pen { out, room: 0 };
        for &one in &self.0 {
            let gap = one - last;
            last = one;
            (0..gap >> low).for_each(|_| pen.put(true));
            pen.put(false);
            (0..low).rev().for_each(|bit| pen.put(gap >> bit & 1 == 1));
        }
        let mut out = pen.out;
        if out.len().is_multiple_of(PREFIX) {
            out.push(0);
        }
        out
    }

    /// The average gap, rounded down to a power of two: within a few hundredths of the shortest code there is.
    fn low_bits(&self) -> u8 {
        let count = self.0.len().max(1) as u64;
        let average = (1_u64 << (8 * PREFIX)) / count;
        u8::try_from(average.max(1).ilog2()).unwrap_or_default()
    }
}

fn beginning(hash: &ChangeHash) -> u64 {
    hash.0.first_chunk().copied().map(number).unwrap_or_default()
}

fn number(prefix: [u8; PREFIX]) -> u64 {
    prefix.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Bits, the highest of each byte first.
struct Pen {
    out: Vec<u8>,
    /// How many bits of the last byte are free.
    room: u8,
}

impl Pen {
    fn put(&mut self, bit: bool) {
        if self.room == 0 {
            self.out.push(0);
            self.room = 8;
        }
        self.room -= 1;
        if let Some(last) = self.out.last_mut() {
            *last |= u8::from(bit) << self.room;
        }
    }
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn next(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1 == 1;
        self.at += 1;
        Some(bit)
    }

    fn unary(&mut self) -> Option<u64> {
        let mut count = 0;
        while self.next()? {
            count += 1;
        }
        Some(count)
    }

    fn take(&mut self, count: u8) -> Option<u64> {
        (0..count).try_fold(0, |number, _| Some(number << 1 | u64::from(self.next()?)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use sha2::{Digest as _, Sha256};

    use super::*;

    fn hashes(count: u32) -> Vec<ChangeHash> {
        (0..count).map(|number| ChangeHash(Sha256::digest(number.to_be_bytes()).into())).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        for count in [0, 1, 2, 3, 7, 100, 5_300] {
            let all = hashes(count + 1);
            let (other, held) = all.split_last().unwrap();
            let known = Known::of(held);
            let bytes = known.write();
            assert_ne!(bytes.len() % PREFIX, 0);
            assert_eq!(Known::read(&bytes).unwrap(), known);
            assert!(held.iter().all(|hash| known.holds(hash)));
            assert!(!known.holds(other));
        }
    }

    #[test]
    fn five_thousand_take_less_than_four_bytes_each() {
        let bytes = Known::of(&hashes(5_300)).write();
        assert!(bytes.len() < 5_300 * 38 / 10, "{}", bytes.len());
    }

    #[test]
    fn plain_lists_are_still_read() {
        let known = Known::of(&hashes(40));
        let plain: Vec<u8> = known.0.iter().flat_map(|number| number.to_be_bytes()[3..].to_vec()).collect();
        assert_eq!(Known::read(&plain).unwrap(), known);
    }

    #[test]
    fn damage_ends_in_an_answer() {
        let bytes = Known::of(&hashes(300)).write();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0xff;
            let _ = Known::read(&damaged);
            let _ = Known::read(&bytes[..at]);
        }
        assert_eq!(Known::read(&[200, 0, 0, 0, 1, 0]), None);
        assert_eq!(Known::read(&[27, 0xff, 0xff, 0xff, 0xff, 0]), None);
    }
}
