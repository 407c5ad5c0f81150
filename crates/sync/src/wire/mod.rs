//! The frames of tablet and hub, and their encoding.
//!
//! A frame is one postcard-encoded enum in one binary message of at most [`MAX_FRAME`] bytes.
//! Decoding any bytes ends in a frame or a [`WireError`], never in a panic, and what a frame may
//! make its receiver allocate is bounded by its length.

mod brief;
mod doc_name;
mod frame;
mod hashes;
mod reason;
mod standing;

pub use brief::BriefPlaces;
pub use doc_name::{DocName, DocNameError};
pub use frame::{DocGrant, DocPlace, HubFrame, TabletFrame};
pub(crate) use hashes::serde_hashes;
pub use reason::{CloseReason, RefusalReason};
pub(crate) use standing::standings;
pub use standing::{Standing, grants};

use serde::{Serialize, de::DeserializeOwned};

/// The version of the protocol. A hub closes the connection of a tablet that speaks another.
pub const VERSION: u16 = 1;

/// The longest message, in bytes.
pub const MAX_FRAME: usize = 1 << 20;

/// How many bytes of changes or document data a session puts in one frame.
///
/// Far below [`MAX_FRAME`], because a browser hands over whole messages only: on a slow line a
/// long message would look like a dead one.
pub const PART: usize = 64 << 10;

/// The longest single change, in bytes, that the hub stores.
pub const MAX_CHANGE: usize = MAX_FRAME - 4096;

/// The most changes in one `Push`, and hashes or documents in one frame's list.
pub const MAX_ITEMS: usize = 8192;

/// Why bytes are not a frame, or a frame cannot become bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// Longer than [`MAX_FRAME`].
    #[error("frame of {0} bytes")]
    TooLarge(usize),
    /// Not an encoding of this kind of frame, or more than one.
    #[error("not a frame: {0}")]
    Malformed(postcard::Error),
    /// Bytes follow the frame.
    #[error("{0} bytes after the frame")]
    Trailing(usize),
}

/// Encodes one frame.
///
/// # Errors
/// [`WireError::TooLarge`] when it would exceed [`MAX_FRAME`].
pub fn encode<T: Serialize>(frame: &T) -> Result<Vec<u8>, WireError> {
    let bytes = postcard::to_allocvec(frame).map_err(WireError::Malformed)?;
    if bytes.len() > MAX_FRAME {
        return Err(WireError::TooLarge(bytes.len()));
    }
    Ok(bytes)
}

/// Decodes exactly one frame.
///
/// # Errors
/// [`WireError`] for anything else.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    if bytes.len() > MAX_FRAME {
        return Err(WireError::TooLarge(bytes.len()));
    }
    let (frame, rest) = postcard::take_from_bytes(bytes).map_err(WireError::Malformed)?;
    if rest.is_empty() { Ok(frame) } else { Err(WireError::Trailing(rest.len())) }
}
