//! The key of one row, and what it encrypts.

use std::fmt;

use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};

use crate::{doc_id::DocId, ids::RowId, moment::Moment, record::Value};

/// The length of a nonce, in bytes: long enough to be drawn at random.
const NONCE: usize = 24;
/// What the first byte says of the rest.
const TEXT: u8 = 0;
const NUMBER: u8 = 1;

/// The key of a sealed row: 256 bits for XChaCha20-Poly1305.
#[derive(Clone, PartialEq, Eq)]
pub struct RowKey([u8; 32]);

/// The key of a row that was begun: to be stored together with the change that begins it, and handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The document that the row stands in.
    pub doc: DocId,
    /// The row.
    pub row: RowId,
    /// Its key.
    pub key: RowKey,
    /// In a branch's document: the one person of the branch who gets it. Nobody there does when it is none.
    pub person: Option<String>,
}

impl From<NewKey> for (RowId, RowKey) {
    fn from(new: NewKey) -> Self {
        (new.row, new.key)
    }
}

impl RowKey {
    /// The key with these bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for those who store it and hand it on.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn draw(moment: &mut Moment<'_>) -> Self {
        let mut bytes = [0; 32];
        moment.fill(&mut bytes);
        Self(bytes)
    }

    /// Encrypts what is to stand in a cell. It counts at this place alone, so that nobody can put one cell's words
    /// into another.
    pub(crate) fn seal(&self, place: &str, value: &Value, moment: &mut Moment<'_>) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        moment.fill(&mut nonce);
        let mut plain = Vec::new();
        match value {
            Value::Text(text) => {
                plain.push(TEXT);
                plain.extend(text.as_bytes());
            }
            Value::Number(number) => {
                plain.push(NUMBER);
                plain.extend(number.to_be_bytes());
            }
        }
        let payload = Payload { msg: &plain, aad: place.as_bytes() };
        // It fails only for what no memory could hold; nothing then stands in the cell that could be read.
        let rest = self.cipher().encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &rest].concat()
    }

    /// What stands in a cell; `None` when it was not encrypted with this key for this place.
    pub(crate) fn open(&self, place: &str, sealed: &[u8]) -> Option<Value> {
        let (nonce, rest) = sealed.split_at_checked(NONCE)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        let plain = self.cipher().decrypt(&nonce, Payload { msg: rest, aad: place.as_bytes() }).ok()?;
        match plain.split_first()? {
            (&TEXT, text) => String::from_utf8(text.to_vec()).ok().map(Value::Text),
            (&NUMBER, number) => Some(Value::Number(i64::from_be_bytes(number.try_into().ok()?))),
            _ => None,
        }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.0))
    }
}

/// A key is not for logs.
impl fmt::Debug for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowKey")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;
    use crate::moment::Timestamp;

    #[test]
    fn only_the_key_opens_and_only_in_its_place() {
        let mut drawn = 0;
        let mut random = || {
            drawn += 1;
            drawn
        };
        let mut moment = Moment { now: Timestamp(0), random: &mut random };
        let key = RowKey::draw(&mut moment);
        for value in [Value::Text("陈某".to_owned()), Value::Text(String::new()), Value::Number(-7)] {
            let sealed = key.seal("row/name", &value, &mut moment);
            assert_eq!(key.open("row/name", &sealed), Some(value));
            assert_eq!(key.open("row/post", &sealed), None, "another cell");
            assert_eq!(RowKey::draw(&mut moment).open("row/name", &sealed), None, "another key");
            for place in 0..sealed.len() {
                let mut bent = sealed.clone();
                bent[place] ^= 1;
                assert_eq!(key.open("row/name", &bent), None, "byte {place}");
                assert_eq!(key.open("row/name", &sealed[..place]), None, "cut at {place}");
            }
        }
        let (one, other) =
            (key.seal("a", &Value::Number(1), &mut moment), key.seal("a", &Value::Number(1), &mut moment));
        assert_ne!(one, other, "the same twice does not look the same");
    }
}
