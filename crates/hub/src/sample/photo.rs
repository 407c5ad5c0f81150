//! The photo of the sample county: one drawing stands for every photo that was taken on the spot.

use sha2::{Digest as _, Sha256};
use taizhang_ledger::record::{FileHash, FileRef, Media};

/// Its bytes, which the data folder holds for every branch.
pub const PHOTO: &[u8] = include_bytes!("photo.png");

/// How journals refer to it.
pub fn photo() -> FileRef {
    let hash = FileHash(Sha256::digest(PHOTO).into());
    // It is small enough to be its own small picture.
    FileRef {
        hash, thumb: Some(hash), media: Media::Png, name: "现场照片.png".to_owned(), bytes: PHOTO.len() as u64
    }
}
