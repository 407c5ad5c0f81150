//! What a verdict binds: a hash of exactly the content that was looked at.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

use crate::ids::BadId;

/// How many hexadecimal digits it has: half a SHA-256, which nobody finds a second text for.
const DIGITS: usize = 32;

/// A hash of content. Equal content has the same one wherever and in whatever order it arrived.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Of parts, each told apart from the next; the caller puts them into an order that does not hang on arrival.
    pub(crate) fn of<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            let part = part.as_ref();
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let hex = hash.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 0xf]).take(DIGITS);
        Self(hex.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }
}

impl FromStr for Fingerprint {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let fits = text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if fits { Ok(Self(text.to_owned())) } else { Err(BadId::new("fingerprint", text)) }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
