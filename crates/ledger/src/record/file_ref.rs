//! A photo or a scanned document that proves something. The bytes live beside the documents, named by their hash.

use std::{fmt, str::FromStr};

use automerge::ScalarValue;
use serde::{Deserialize, Serialize};

use super::Fields;
use crate::{ids::BadId, org::words, problem::Problem};

/// The most bytes that a picture may have.
pub const PICTURE_MAX: u64 = 2 << 20;
/// The most bytes that a document may have.
pub const DOCUMENT_MAX: u64 = 20 << 20;
/// The longest name of a file, in characters.
pub const NAME_MAX: usize = 80;

words! {
    /// What a file is, by its content.
    Media {
        /// A photo.
        Jpeg = "image/jpeg",
        /// A picture.
        Png = "image/png",
        /// A picture.
        Webp = "image/webp",
        /// A scanned document.
        Pdf = "application/pdf",
    }
}

impl Media {
    /// What bytes are, told from how they begin and from nothing else: a name may lie.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    /// Whether it can be shown as a picture.
    pub const fn is_picture(self) -> bool {
        !matches!(self, Self::Pdf)
    }

    /// The most bytes that a file of this kind may have.
    pub const fn max_bytes(self) -> u64 {
        if self.is_picture() { PICTURE_MAX } else { DOCUMENT_MAX }
    }
}

/// The SHA-256 of a file: its name wherever it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileHash(pub [u8; 32]);

impl FromStr for FileHash {
    type Err = BadId;

    /// Reads 64 lowercase hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::new("file hash", text);
        let lower = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if text.len() != 64 || !lower {
            return Err(bad());
        }
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| bad())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| bad())?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for FileHash {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> Self {
        hash.to_string()
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// How a journal's entry refers to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Which file.
    pub hash: FileHash,
    /// A small picture of it, which is a file too.
    pub thumb: Option<FileHash>,
    /// What it is.
    pub media: Media,
    /// What it was called where it came from.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
}

impl FileRef {
    /// The file of an entry; `None` when there is none.
    pub(crate) fn read(fields: &Fields<'_>) -> Result<Option<Self>, Problem> {
        let Some(hash) = fields.optional_text("file") else { return Ok(None) };
        Ok(Some(Self {
            hash: hash.parse().map_err(|_| fields.bad("file"))?,
            thumb: fields.optional_text("thumb").and_then(|thumb| thumb.parse().ok()),
            media: fields.word("media", Media::from_word)?,
            name: fields.optional_text("name").unwrap_or_default(),
            bytes: fields.optional_int("bytes").and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
        }))
    }

    pub(crate) fn fields(&self) -> [(&'static str, Option<ScalarValue>); 5] {
        [
            ("file", Some(self.hash.to_string().into())),
            ("thumb", self.thumb.map(|thumb| thumb.to_string().into())),
            ("media", Some(self.media.word().into())),
            ("name", Some(self.name.as_str().into())),
            ("bytes", i64::try_from(self.bytes).ok().map(ScalarValue::Int)),
        ]
    }
}
