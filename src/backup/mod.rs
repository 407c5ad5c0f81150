//! The backup file: everything that a device holds of the ledger, in one file that another device of the same
//! organisation can read.
//!
//! | part | |
//! |---|---|
//! | first line | `taizhang-backup <version>`, so that any editor shows what it is and an older app knows a newer file |
//! | contents | [`Contents`] in postcard; every document as one Automerge snapshot |
//! | last 32 bytes | SHA-256 of all before them |
//!
//! The sum finds a damaged file. It does not say who made one: photos and keys are not in it, and what comes in is
//! shown before it is merged. Pure: reading never panics, and takes no more memory than the file has bytes.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use sha2::{Digest as _, Sha256};

/// The version that this app writes, and the newest that it reads.
const VERSION: u32 = 1;
const NAME: &[u8] = b"taizhang-backup ";
const SUM: usize = 32;

/// The most bytes that a file may have: a tablet reads it into memory whole.
pub const MAX_BYTES: u64 = 128 << 20;

/// What stands in a backup file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The id of the hub: the county.
    pub hub: String,
    /// The id of the organisation of the device that made it.
    pub org: String,
    /// That organisation's name.
    pub org_name: String,
    /// The person who works with that device.
    pub person: String,
    /// When it was made, in milliseconds since 1970, by that device's clock.
    pub made_ms: i64,
    /// Every document: its name and an Automerge snapshot.
    pub documents: Vec<(String, ByteBuf)>,
}

/// Why a file is not taken for a backup of this ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Something else altogether.
    NotABackup,
    /// Larger than any backup.
    TooLarge,
    /// Not what was written.
    Damaged,
    /// Written by a newer version of the app.
    Newer,
    /// Of another county's hub.
    OtherCounty,
    /// Of another organisation.
    OtherOrganisation,
}

impl Contents {
    /// The file.
    ///
    /// # Errors
    /// [`Unfit::TooLarge`] when no device would read it.
    pub fn to_file(&self) -> Result<Vec<u8>, Unfit> {
        let mut file = NAME.to_vec();
        file.extend(VERSION.to_string().bytes());
        file.push(b'\n');
        file = postcard::to_extend(self, file).map_err(|_| Unfit::TooLarge)?;
        let sum = Sha256::digest(&file);
        file.extend(sum);
        if file.len() as u64 > MAX_BYTES { Err(Unfit::TooLarge) } else { Ok(file) }
    }

    /// What stands in a file.
    ///
    /// # Errors
    /// Why it is not a backup that this version can read.
    pub fn of_file(file: &[u8]) -> Result<Self, Unfit> {
        if file.len() as u64 > MAX_BYTES {
            return Err(Unfit::TooLarge);
        }
        let rest = file.strip_prefix(NAME).ok_or(Unfit::NotABackup)?;
        // The version is known even where the sum of a later one is made otherwise.
        let line = rest.iter().take(11).position(|byte| *byte == b'\n').ok_or(Unfit::Damaged)?;
        let (version, rest) = rest.split_at(line);
        let version: u32 =
            std::str::from_utf8(version).ok().and_then(|version| version.parse().ok()).ok_or(Unfit::Damaged)?;
        if version > VERSION {
            return Err(Unfit::Newer);
        }
        let (summed, sum) = file.split_last_chunk::<SUM>().ok_or(Unfit::Damaged)?;
        if Sha256::digest(summed).as_slice() != sum {
            return Err(Unfit::Damaged);
        }
        let body = rest.get(1..rest.len().saturating_sub(SUM)).ok_or(Unfit::Damaged)?;
        match postcard::take_from_bytes(body) {
            Ok((contents, [])) => Ok(contents),
            _ => Err(Unfit::Damaged),
        }
    }

    /// Whether it is for a device of this organisation at this hub.
    ///
    /// # Errors
    /// Whose it is instead.
    pub fn is_for(&self, hub: &str, org: &str) -> Result<(), Unfit> {
        if self.hub != hub {
            Err(Unfit::OtherCounty)
        } else if self.org != org {
            Err(Unfit::OtherOrganisation)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;

    fn contents() -> Contents {
        Contents {
            hub: "0123456789abcdef0123456789abcdef".to_owned(),
            org: "t01-v01".to_owned(),
            org_name: "上石村党总支".to_owned(),
            person: "陈大明".to_owned(),
            made_ms: 1_795_309_500_000,
            documents: vec![
                ("branch/t01-v01/2026".to_owned(), ByteBuf::from(vec![7; 300])),
                ("taskbook/2026".to_owned(), ByteBuf::from(vec![9; 20])),
            ],
        }
    }

    /// A file with a right sum, whatever is in it.
    fn summed(mut file: Vec<u8>) -> Vec<u8> {
        let sum = Sha256::digest(&file);
        file.extend(sum);
        file
    }

    #[test]
    fn what_was_written_is_read() {
        let file = contents().to_file().unwrap();
        assert!(file.starts_with(b"taizhang-backup 1\n"));
        assert_eq!(Contents::of_file(&file), Ok(contents()));
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let file = contents().to_file().unwrap();
        for place in 0..file.len() {
            for bit in 0..8 {
                let mut flipped = file.clone();
                flipped[place] ^= 1 << bit;
                assert!(Contents::of_file(&flipped).is_err(), "byte {place} bit {bit}");
            }
            assert!(Contents::of_file(&file[..place]).is_err(), "cut at {place}");
        }
        assert_eq!(Contents::of_file(&[file.as_slice(), b"more"].concat()), Err(Unfit::Damaged));
    }

    #[test]
    fn each_refusal_has_its_reason() {
        assert_eq!(Contents::of_file(b""), Err(Unfit::NotABackup));
        assert_eq!(Contents::of_file(b"%PDF-1.7 something"), Err(Unfit::NotABackup));
        assert_eq!(Contents::of_file(b"taizhang-backup 2\nanything"), Err(Unfit::Newer));
        assert_eq!(Contents::of_file(b"taizhang-backup 1\n"), Err(Unfit::Damaged));
        assert_eq!(Contents::of_file(b"taizhang-backup x\n"), Err(Unfit::Damaged));
        let one = contents();
        assert_eq!(one.is_for(&one.hub, &one.org), Ok(()));
        assert_eq!(one.is_for("other", &one.org), Err(Unfit::OtherCounty));
        assert_eq!(one.is_for(&one.hub, "t01-v02"), Err(Unfit::OtherOrganisation));
    }

    #[test]
    fn hostile_contents_under_a_right_sum_are_refused() {
        // A length of four thousand million documents, and one of a document that is not there.
        for body in [&[0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f][..], &[0, 0, 0, 0, 0, 1, 0, 0xff, 0xff, 0xff, 0x7f]]
        {
            assert_eq!(Contents::of_file(&summed([b"taizhang-backup 1\n", body].concat())), Err(Unfit::Damaged));
        }
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
        for _ in 0..20_000 {
            let length = random.random_range(0..200);
            let noise: Vec<u8> = (0..length).map(|_| random.random()).collect();
            let _ = Contents::of_file(&summed([b"taizhang-backup 1\n", noise.as_slice()].concat()));
            let _ = Contents::of_file(&noise);
        }
    }
}
