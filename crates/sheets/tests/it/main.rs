//! Tables as people write them, as programs write them, and as nobody should.
//!
//! One program for all of them: each program more is linked, and kept on the disk, by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod columns;
#[cfg(feature = "files")]
mod hostile;
#[cfg(feature = "files")]
mod kit;
#[cfg(feature = "files")]
mod reading;
#[cfg(feature = "files")]
mod writing;
