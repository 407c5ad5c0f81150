//! Takes in what a person photographed or chose: checked by its content, made small, stored before anything else.

use sha2::{Digest as _, Sha256};
use taizhang_ledger::record::{FileHash, FileRef, Media};

use crate::{
    platform::{PlatformError, files::Picked},
    store::Store,
};

/// The longer side of a photo, in pixels: enough to read a sheet of minutes.
const SIDE: u32 = 1280;
/// The longer side of a small picture.
const THUMB_SIDE: u32 = 320;
/// The most bytes that a photo may have as the camera made it.
const RAW_MAX: u64 = 40 << 20;

/// Why a file was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// Neither a picture nor a PDF, whatever its name says.
    Kind,
    /// A picture that cannot be read.
    Unreadable,
    /// Nothing in it.
    Empty,
    /// More than such a file may have.
    TooLarge(Media),
    /// It could not be stored.
    Store(PlatformError),
}

/// Takes in a file: a picture is scaled and loses what the camera wrote beside it.
///
/// # Errors
/// Why not; nothing was stored then.
pub async fn take_in(store: &Store, picked: &Picked) -> Result<FileRef, NotTaken> {
    if picked.size() == 0 {
        return Err(NotTaken::Empty);
    }
    let head = picked.head().await.map_err(|_| NotTaken::Unreadable)?;
    let media = Media::of(&head).ok_or(NotTaken::Kind)?;
    if picked.size() > if media.is_picture() { RAW_MAX } else { media.max_bytes() } {
        return Err(NotTaken::TooLarge(media));
    }
    let (media, bytes, thumb) = if media.is_picture() {
        let picture = picked.picture(SIDE, 0.8).await.map_err(|_| NotTaken::Unreadable)?;
        let thumb = picked.picture(THUMB_SIDE, 0.6).await.map_err(|_| NotTaken::Unreadable)?;
        (Media::Jpeg, picture, Some(thumb))
    } else {
        (media, picked.bytes().await.map_err(|_| NotTaken::Unreadable)?, None)
    };
    let size = bytes.len() as u64;
    if size > media.max_bytes() {
        return Err(NotTaken::TooLarge(media));
    }
    let file =
        FileRef { hash: hash(&bytes), thumb: thumb.as_deref().map(hash), media, name: picked.name(), bytes: size };
    let small = thumb.map(|thumb| (hash(&thumb), thumb));
    let all = [Some((file.hash, bytes)), small].into_iter().flatten().collect();
    store.put_files(all).await.map_err(NotTaken::Store)?;
    Ok(file)
}

/// The files that a reference names.
pub fn hashes(file: &FileRef) -> Vec<FileHash> {
    [Some(file.hash), file.thumb].into_iter().flatten().collect()
}

fn hash(bytes: &[u8]) -> FileHash {
    FileHash(Sha256::digest(bytes).into())
}
